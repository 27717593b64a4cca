"""The process ``studies``: takes runs of siting studies out of the queue and has each carried out by a
process of its own.

It loads no solver and no city: while nobody asks anything it only looks into the queue now and then.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from luylau import __version__
from luylau.kernel.bus import Bus
from luylau.kernel.clock import Clock, SystemClock
from luylau.kernel.errors import LuylauError, Unavailable
from luylau.kernel.events import SqlEventLog
from luylau.kernel.health import PartHealth, memory_mb
from luylau.kernel.ids import new_id
from luylau.kernel.sql import AWAY
from luylau.kernel.tasks import end_tasks
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.processes.study_try import Try
from luylau.settings import Settings
from luylau.siting.runs import AnswerFiles, Outcome, RunQueue

log = logging.getLogger(__name__)

PART: Final = "studies"
HEALTH_S: Final = 1.0
BEAT_S: Final = 1.0
"""How often the queue is looked into, and told how far it is, while something runs."""
IDLE_S: Final = 3.0
"""How often it is looked into otherwise, besides when a run is asked for over the bus."""


class Studies:
    """The loops of the process. The database is the truth of every run; what is here may be lost with it."""

    def __init__(
        self,
        data: DataFolder,
        settings: Settings,
        bus: Bus,
        clock: Clock,
        argv: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """``argv``: what starts a worker; a ``study-worker`` of this installation if left out."""
        self._data = data
        self._most = settings.studies.workers
        self._bus = bus
        self._clock = clock
        self._argv = argv or (
            lambda: [sys.executable, "-m", "luylau", "run", "study-worker", "--data", str(data.root)]
        )
        self._started_us = clock.now_us()
        self._engine = prepare_database(data.database_url(settings))
        self._queue = RunQueue(self._engine, SqlEventLog(), clock)
        self._answers = AnswerFiles(data.answers)
        self._worker = new_id("worker")
        self._tries: dict[str, Try] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._said = ""
        """What the database says against being written; "" while it says nothing."""
        self._counts: dict[str, int] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop``; what is under way then goes back into the queue."""
        await self._bus.subscribe("studies.changed", self._announced)
        loops = [asyncio.ensure_future(self._work_loop()), asyncio.ensure_future(self._health_loop())]
        stopping = asyncio.ensure_future(stop.wait())
        done, _ = await asyncio.wait({stopping, *loops}, return_when=asyncio.FIRST_COMPLETED)
        await end_tasks([*loops, stopping])
        await asyncio.gather(*(one.stop() for one in self._tries.values()))
        await asyncio.gather(*self._tasks.values())
        with suppress(*AWAY):
            await self._settle()
        self._engine.dispose()
        for ended in done - {stopping}:
            ended.result()

    async def _announced(self, _: str, __: bytes) -> None:
        self._wake.set()

    async def _work_loop(self) -> None:
        swept = False
        while True:
            try:
                if not swept:
                    await asyncio.to_thread(self._sweep)
                    swept = True
                await self._round()
            except AWAY as error:
                said = str(getattr(error, "orig", None) or error)
                if said != self._said:
                    log.error("the queue cannot be worked on: %s", said)
                self._said = said
            else:
                self._said = ""
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), BEAT_S if self._tries else IDLE_S)
            self._wake.clear()

    def _sweep(self) -> None:
        if gone := self._answers.sweep(self._queue.answered()):
            log.info("%s answers of no run were deleted", gone)

    async def _round(self) -> None:
        """Write down what has ended, say that the rest goes on, and begin what there is room for."""
        told = await self._settle()
        running = {id_: one for id_, one in self._tries.items() if not self._tasks[id_].done()}
        if running:
            progress = {id_: one.progress() for id_, one in running.items()}
            to_end = await asyncio.to_thread(self._queue.beat, self._worker, progress)
            await asyncio.gather(*(running[id_].stop() for id_ in to_end))
            told = True
        while len(self._tries) < self._most and await self._begin_one():
            told = True
        self._counts = await asyncio.to_thread(self._queue.counts)
        if told:
            with suppress(Unavailable):
                await self._bus.publish("events.hint", b"")

    async def _begin_one(self) -> bool:
        if not await asyncio.to_thread(self._queue.has_work):
            return False
        taking = asyncio.ensure_future(asyncio.to_thread(self._queue.take, self._worker))
        try:
            run = await asyncio.shield(taking)
        except asyncio.CancelledError:
            # It goes on in its thread all the same; what it takes must not stay taken.
            if (taken := await taking) is not None:
                await asyncio.to_thread(self._queue.give_up, taken.id, self._worker, died=False)
            raise
        if run is None:
            return False
        log.info("run %s of the study %s begins", run.id, run.study)
        one = Try(run)
        self._tries[run.id] = one
        work = one.go(self._argv(), self._data.logs / "study-worker.log", self._wake.set)
        self._tasks[run.id] = asyncio.ensure_future(work)
        return True

    async def _settle(self) -> bool:
        """Write down how runs came out whose workers have ended; say whether there were any.

        One that the database does not take stays for the next round.
        """
        ended = [id_ for id_, task in self._tasks.items() if task.done()]
        for id_ in ended:
            await asyncio.to_thread(self._write_down, self._tries[id_])
            del self._tries[id_], self._tasks[id_]
        return bool(ended)

    def _write_down(self, one: Try) -> None:
        run, told = one.run, one.told
        try:
            if told is None:
                self._queue.give_up(run.id, self._worker, died=not one.stopped)
            elif told.key:
                self._queue.fail(run.id, self._worker, key=told.key, fields=told.fields, faults=told.faults)
            else:
                outcome = Outcome(sha256=told.sha256, size=told.size, pack=told.pack)
                self._queue.finish(
                    run.id, self._worker, outcome, lambda: self._answers.settle(run.id, one.mark, told.sha256)
                )
        except LuylauError as error:
            self._queue.fail(run.id, self._worker, key=error.key, fields=error.fields)
        self._answers.discard(run.id, one.mark)
        log.info("run %s of the study %s has ended", run.id, run.study)

    async def _health_loop(self) -> None:
        while True:
            with suppress(Unavailable):
                await self._bus.publish(f"health.{PART}", self.health())
            await asyncio.sleep(HEALTH_S)

    def health(self) -> PartHealth:
        """Return how the process is doing."""
        trouble: list[dict[str, Any]] = []
        if not self._bus.connected:
            trouble.append({"where": "broker", "key": "broker-away", "fields": {"said": ""}})
        if self._said:
            trouble.append({"where": "queue", "key": "database-refuses", "fields": {"said": self._said}})
        pids = [one.pid for one in self._tries.values() if one.pid is not None]
        return PartHealth(
            part=PART,
            time_us=self._clock.now_us(),
            started_us=self._started_us,
            state="degraded" if trouble else "ok",
            version=__version__,
            pid=os.getpid(),
            memory_mb=memory_mb() + sum(memory_mb(pid) for pid in pids),
            trouble=trouble,
            figures={"studies": self._counts},
        )


async def run_studies(data: DataFolder, settings: Settings) -> None:
    """Run the process until SIGTERM.

    Raises:
        BadFile: the broker's secrets have faults.
        Unavailable: the broker did not come within its time.
    """
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    bus = await Bus.connect(settings.broker.url, user=PART, password=broker_secrets(data.secrets).studies)
    try:
        await Studies(data, settings, bus, SystemClock()).run(stop)
    finally:
        await bus.close()
