"""The process ``signals``: takes observations in, keeps them, watches them; also lets devices in."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import msgspec
from sqlalchemy.exc import OperationalError

from luylau.city import load, pack_version
from luylau.incidents import FindingChange, load_rules
from luylau.incidents.causes import LASTS_US
from luylau.kernel.bus import Bus
from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import BadFile, LuylauError, Unavailable
from luylau.kernel.sql import reader
from luylau.kernel.tasks import end_tasks
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.correlation import cause_engine
from luylau.processes.data import READY_FILE, DataFolder
from luylau.processes.door import Door
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.processes.telling import Telling
from luylau.security import DeviceRegistry
from luylau.security.callout import DeviceCallout
from luylau.security.connections import Connections
from luylau.security.device_lock import DeviceLock
from luylau.settings import Settings
from luylau.telemetry.sources import LiveSource, SensorSource, ingest_source, mqtt_source, stream_budget
from luylau.telemetry.unknown import Sighting

log = logging.getLogger(__name__)

SCENES = "rpc.signals.scenes"
"""Where what cameras see is taken in: changes of findings, in their order."""
FETCH = 5_000
"""Messages asked for at once."""
GATHER_S = 0.02
"""Pause after a delivery of few messages: a batch costs much the same whether it holds one or a hundred."""
FEW = 500
"""Messages up to which a delivery counts as few."""
FETCH_WAIT_S = 0.25
"""Longest wait for a message that does not come."""
MOST_PENDING_ROWS = 4_000_000
"""Observations in memory (the disk is full, say) above which no more are fetched; the broker keeps them."""
HEALTH_S = 1.0
TICK_S = 1.0
TURN_S = 0.05
"""Pause before more is told: who waits to write asks for a turn every ``ASK_MS``."""
DOOR_S = 1.0
"""A revoked device may stay connected for about this long."""
RESIDENTS_S = 10.0
"""How often citizens' reports are read."""
ESCALATE_S = 10.0
"""How often the incidents' escalation clocks are looked at."""
LOOK_S = 5.0
"""How often the pack's files are looked at for changes that nobody announced."""
KEPT_SIGHTINGS = 10_000
"""Messages of unknown devices that wait to be listed while the database is away."""


class Signals:
    """The loops of the process around one ``Assembly``."""

    def __init__(self, parts: Assembly, bus: Bus, sources: Sequence[SensorSource], door: Door) -> None:
        self._parts = parts
        self._door = door
        self._bus = bus
        self._telling = Telling(parts, bus, sources)
        self._sources = sources
        self._sightings: list[Sighting] = []
        self._commit_now = asyncio.Event()
        self._tell_now = asyncio.Event()
        self._version = pack_version(parts.data.city)
        if parts.grid_fault is not None:
            self._telling.fail("city", parts.grid_fault)
            # No version is in force whole, so each look tries again.
            self._version = ""
        self._look_now = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop``; then commit, write the models down and end. A loop that fails ends the
        process."""
        await self._bus.serve("rpc.signals.snapshot", self._telling.send_snapshot)
        await self._bus.serve(SCENES, self._hear_scenes)
        for subject in ("city.changed", "rules.changed"):
            await self._bus.subscribe(subject, self._announced)
        settings = self._parts.settings.ingest
        loops = [
            *(self._ingest(source) for source in self._sources),
            self._every(settings.live_interval_ms / 1_000, self._telling.publish_values),
            self._every(TICK_S, self._tick),
            self._every(DOOR_S, self._door.look),
            self._every(HEALTH_S, self._telling.say_health),
            self._every(RESIDENTS_S, self._hear_residents),
            self._every(ESCALATE_S, self._escalate),
            self._every(self._parts.settings.history.compact_every_s, self._compact),
            self._every(self._parts.settings.history.retain_every_s, self._retain),
            self._commit_loop(),
            self._tell_loop(),
            self._look_loop(),
        ]
        tasks = [asyncio.ensure_future(loop) for loop in loops]
        stopping = asyncio.ensure_future(stop.wait())
        done, _ = await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        await end_tasks(tasks)
        for ended in done - {stopping}:
            ended.result()
        while self._parts.pipeline.has_news and await self._tell():
            pass
        await self._commit(checkpoint=True)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await work()

    async def _ingest(self, source: SensorSource) -> None:
        parts = self._parts
        while True:
            if parts.pipeline.pending_rows > MOST_PENDING_ROWS:
                await asyncio.sleep(FETCH_WAIT_S)
                continue
            messages = await source.fetch(FETCH, FETCH_WAIT_S)
            if not messages:
                continue
            now_us = parts.clock.now_us()
            decoded = parts.pipeline.take(source.stream, messages, now_us)
            for position in decoded.unknown:
                message = messages[position]
                self._sightings.append(
                    Sighting(
                        device=message.device,
                        channel=message.channel,
                        payload=message.payload,
                        received_us=message.received_us,
                        via=source.name,
                    )
                )
            if parts.pipeline.has_news:
                self._tell_now.set()
            if parts.pipeline.pending_rows >= parts.settings.ingest.commit_rows:
                self._commit_now.set()
            # The other loops get their turn also when messages never stop.
            await asyncio.sleep(GATHER_S if len(messages) <= FEW else 0)

    async def _commit_loop(self) -> None:
        settings = self._parts.settings.ingest
        checkpoint_due = settings.checkpoint_s
        since = 0.0
        loop = asyncio.get_running_loop()
        while True:
            begin = loop.time()
            # Not wait_for: in Python 3.11 it can swallow the cancellation that ends this loop.
            with suppress(TimeoutError):
                async with asyncio.timeout(settings.commit_s):
                    await self._commit_now.wait()
            self._commit_now.clear()
            since += loop.time() - begin
            if await self._commit(checkpoint=since >= checkpoint_due) and since >= checkpoint_due:
                since = 0.0

    async def _commit(self, *, checkpoint: bool) -> bool:
        """Make what was taken durable, then let the sources forget it; say whether it worked."""
        parts = self._parts
        state = parts.memory.copy(parts.pipeline.taken) if checkpoint else None
        noted = parts.pipeline.noted
        try:
            marks = await asyncio.to_thread(parts.pipeline.commit)
            if state is not None and await self._tell_until(noted):
                await asyncio.to_thread(parts.memory.write, state)
            await self._note_unknown()
        except (LuylauError, OperationalError) as error:
            self._telling.fail("commit", error)
            return False
        self._telling.mend("commit")
        self._telling.committed_us = parts.clock.now_us()
        for source in self._sources:
            await source.committed(marks)
        return True

    async def _tell_until(self, noted: int) -> bool:
        """Tell the first ``noted`` changes; say whether it worked.

        A state that was written before its findings would go on after a crash as if they had been told.
        """
        while not self._parts.pipeline.has_told(noted):
            if not await self._tell():
                return False
        return True

    async def _note_unknown(self) -> None:
        sightings, self._sightings = self._sightings, []
        if not sightings:
            return
        try:
            await asyncio.to_thread(self._parts.unknown.note, sightings)
        except OperationalError:
            self._sightings = [*sightings, *self._sightings][-KEPT_SIGHTINGS:]
            raise

    async def _tell_loop(self) -> None:
        while True:
            await self._tell_now.wait()
            self._tell_now.clear()
            if not await self._tell():
                await asyncio.sleep(1.0)
            if self._parts.pipeline.has_news:
                self._tell_now.set()

    async def _tell(self) -> bool:
        try:
            told = await asyncio.to_thread(self._parts.pipeline.tell)
        except OperationalError as error:
            self._telling.fail("incidents", error)
            return False
        self._telling.mend("incidents")
        if told:
            await self._telling.announce("events.hint", b"")
        if self._parts.pipeline.has_news:
            await asyncio.sleep(TURN_S)
        return True

    async def _tick(self) -> None:
        self._parts.pipeline.tick(self._parts.clock.now_us())
        if self._parts.pipeline.has_news:
            self._tell_now.set()

    async def _announced(self, subject: str, _: bytes) -> None:
        self._look_now.set()

    async def _look_loop(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._look_now.wait()
            self._look_now.clear()
            await self._look()

    async def _look(self) -> None:
        """Take a changed pack into force; one with faults changes nothing, and is told of. Look whether lost
        files of the history are back."""
        parts = self._parts
        with suppress(OperationalError):
            await asyncio.to_thread(parts.history.look_again)
        version = await asyncio.to_thread(pack_version, parts.data.city)
        if version == self._version:
            # Also where faults have been undone.
            self._telling.mend("city")
            return
        try:
            city = await asyncio.to_thread(load, parts.data.city)
            rules = await asyncio.to_thread(load_rules, parts.data.city, city)
            causes = await asyncio.to_thread(cause_engine, parts.data.city, city)
        except BadFile as error:
            self._telling.fail("city", error)
            return
        self._telling.mend("city")
        self._version = version
        parts.pipeline.respec(city, rules, parts.clock.now_us(), causes)
        self._tell_now.set()
        log.info("the city pack has changed: %s assets, %s rules", len(city.assets), len(rules.rules))

    async def _escalate(self) -> None:
        """Let the escalation clocks run; they stand in the database, so a look that fails is made up for."""
        try:
            escalated = await asyncio.to_thread(self._parts.escalation.tick)
        except OperationalError as error:
            self._telling.fail("escalation", error)
            return
        self._telling.mend("escalation")
        if escalated:
            await self._telling.announce("events.hint", b"")

    async def _hear_residents(self) -> None:
        """Read the citizens' reports that may be evidence of an outage."""
        now_us = self._parts.clock.now_us()
        try:
            said = await asyncio.to_thread(self._parts.reports.evidence, now_us - LASTS_US)
        except OperationalError as error:
            self._telling.fail("reports", error)
            return
        self._telling.mend("reports")
        self._parts.pipeline.hear_residents(said, now_us)

    async def _hear_scenes(self, payload: bytes) -> int:
        """Take what a camera's scenes have found; answer once it is in the book, with how many there were."""
        changes = msgspec.json.decode(payload, type=tuple[FindingChange, ...])
        pipeline = self._parts.pipeline
        pipeline.hear_scenes(changes, self._parts.clock.now_us())
        if not await self._tell_until(pipeline.noted):
            raise Unavailable("database-away", said="")
        return len(changes)

    async def _compact(self) -> None:
        await self._upkeep(lambda now_us: self._parts.upkeep.compact(now_us))

    async def _retain(self) -> None:
        await self._upkeep(lambda now_us: self._parts.upkeep.retain(now_us, self._parts.pipeline.days_of))
        await self._upkeep(lambda now_us: self._parts.pipeline.forget(now_us))

    async def _upkeep(self, work: Callable[[int], object]) -> None:
        try:
            await asyncio.to_thread(work, self._parts.clock.now_us())
        except (LuylauError, OperationalError) as error:
            self._telling.fail("upkeep", error)
        else:
            self._telling.mend("upkeep")


async def run_signals(data: DataFolder, settings: Settings) -> None:
    """Run the process until SIGTERM.

    Raises:
        BadFile: the pack, its rules or the broker's secrets have faults.
        Conflict: another process writes this history.
        Unavailable: the broker did not come within its time.
    """
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    clock = SystemClock()
    parts = assemble(data, settings, clock)
    secrets = broker_secrets(data.secrets)
    url = settings.broker.url
    bus = await Bus.connect(url, user="signals", password=secrets.signals)
    gate_bus = await Bus.connect(url, user="auth", password=secrets.auth)
    system_bus = await Bus.connect(url, user="system", password=secrets.system)
    budget = stream_budget(data.jetstream, settings.broker.max_store_gb)
    tenant = parts.now.city.id
    sources: list[SensorSource] = [
        mqtt_source(bus, tenant, budget.mqtt),
        ingest_source(bus, tenant, budget.ingest),
        LiveSource(
            host=settings.broker.host,
            port=settings.broker.nats_port,
            user="signals",
            password=secrets.signals,
            tenant=tenant,
            clock=clock,
        ),
    ]
    with reader(parts.engine) as connection:
        durable = parts.history.committed(connection)
    for source in sources:
        await source.open(durable)
    # Only now may devices come: the stream that their messages are kept in exists.
    registry = DeviceRegistry(parts.engine, clock, settings=settings.security)
    callout = DeviceCallout(
        bus=gate_bus,
        connections=Connections(system_bus),
        seed=secrets.seed,
        registry=registry,
        is_device=parts.now.is_device,
        tenant=tenant,
        clock=clock,
        lock=DeviceLock(settings.security),
        report=parts.unknown.note_refused,
    )
    await callout.start()
    (data.run / READY_FILE).write_text(str(os.getpid()), encoding="ascii")
    try:
        await Signals(parts, bus, sources, Door(parts.engine, registry, callout)).run(stop)
    finally:
        (data.run / READY_FILE).unlink(missing_ok=True)
        await callout.stop()
        for source in sources:
            await source.close()
        for each in (system_bus, gate_bus, bus):
            await each.close()
        parts.close()
