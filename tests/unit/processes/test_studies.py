"""The process ``studies``: each run in a process of its own, which may die, hang or find the disk full."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from luylau.kernel.bus import Bus
from luylau.kernel.clock import SystemClock
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import reader
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.studies import Studies
from luylau.security.audit import AuditLog
from luylau.settings import Settings
from luylau.siting.runs import AnswerFiles, Run, RunBook, RunQueue, rows
from tests.support import study_victim
from tests.support.small_city import write_small_city
from tests.unit.siting.runs.conftest import STUDY

pytestmark = pytest.mark.timeout(120)


@dataclass
class SilentBus:
    """A bus that nobody else is on."""

    connected: bool = True
    sent: list[str] = field(default_factory=list)
    heard: dict[str, Callable[[str, bytes], Awaitable[None]]] = field(default_factory=dict)

    async def subscribe(self, subject: str, handler: Callable[[str, bytes], Awaitable[None]]) -> None:
        self.heard[subject] = handler

    async def publish(self, subject: str, said: object) -> None:
        self.sent.append(subject)


class Works:
    """A data folder with a small city, its book of runs, and processes ``studies`` on it."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.data = DataFolder(folder / "data").prepare()
        write_small_city(self.data.city, 3)
        self.settings = Settings(studies={"workers": workers})
        self.engine = prepare_database(self.data.database_url(self.settings))
        self.book = RunBook(self.engine, SqlEventLog(), SystemClock(), AuditLog())
        self.answers = AnswerFiles(self.data.answers)
        self.bus = SilentBus()
        self.argv = [sys.executable, "-m", "tests.support.study_victim", str(self.data.root)]

    def ask(self, does: str) -> str:
        return self.book.ask({**STUDY, "currency": does}, actor="user-1")[0].id

    def get(self, run: str) -> Run:
        return self.book.get(run)

    def told(self, run: str) -> list[dict[str, Any]]:
        with reader(self.engine) as connection:
            events = SqlEventLog().read(connection, after=0, limit=10_000)
        return [dict(one.data) for one in events if one.subject == run]

    def studies(self) -> Studies:
        return Studies(self.data, self.settings, cast(Bus, self.bus), SystemClock(), lambda: self.argv)

    async def wait(self, look: Callable[[], bool], seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < deadline, [(run.state, run.key, run.fields) for run in self.book.page()]
            await asyncio.sleep(0.02)

    async def wait_state(self, run: str, state: str) -> Run:
        await self.wait(lambda: self.get(run).state == state)
        return self.get(run)

    @contextlib.asynccontextmanager
    async def at_work(self) -> Any:  # noqa: ANN401 - a context manager
        stop, made = asyncio.Event(), self.studies()
        task = asyncio.create_task(made.run(stop))
        try:
            yield made
        finally:
            stop.set()
            await task


@pytest.fixture
def works(tmp_path: Path) -> Any:  # noqa: ANN401 - a generator
    made = Works(tmp_path)
    yield made
    made.engine.dispose()


def pid_of(studies: Studies, run: str) -> int | None:
    one = studies._tries.get(run)
    return one.pid if one else None


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_run_is_carried_out_and_told_of(works: Works) -> None:
    async def go() -> None:
        run = works.ask("answers")
        async with works.at_work():
            done = await works.wait_state(run, "done")
        assert works.answers.read(done) == study_victim.ANSWER
        assert (done.size, done.share, done.step, done.tries) == (len(study_victim.ANSWER), 1.0, "", 1)
        assert len(done.pack) == 64
        states = [one["state"] for one in works.told(run)]
        assert (states[0], states[1], states[-1]) == ("queued", "running", "done")
        assert "events.hint" in works.bus.sent
        log = (works.data.logs / "study-worker.log").read_text()
        assert "a library prints what it likes" in log
        assert [path.name for path in works.data.answers.iterdir()] == [f"{run}.json"]

    asyncio.run(go())


def test_two_run_at_once_and_the_third_waits(works: Works) -> None:
    async def go() -> None:
        runs = [works.ask("waits") for _ in range(3)]
        async with works.at_work() as studies:
            await works.wait(lambda: all(works.get(run).share == 0.25 for run in runs[:2]))
            pids = {pid_of(studies, run) for run in runs[:2]}
            assert len(pids - {None}) == 2
            assert works.get(runs[2]).state == "queued"
            assert all(os.getpriority(os.PRIO_PROCESS, pid) == 19 for pid in pids if pid)
            (works.data.root / "go").touch()
            await works.wait(lambda: all(works.get(run).state == "done" for run in runs))
            await works.wait(lambda: studies.health().figures["studies"] == {"done": 3})
            assert studies.health().state == "ok"

    asyncio.run(go())


@pytest.mark.parametrize("does", ["sleeps", "stubborn"])
def test_a_cancelled_run_ends_with_its_process(works: Works, does: str) -> None:
    async def go() -> None:
        run = works.ask(does)
        async with works.at_work() as studies:
            await works.wait(lambda: works.get(run).share >= 0.25)
            pid = pid_of(studies, run)
            assert pid is not None
            assert works.book.cancel(run, actor="user-1").cancelling
            await works.bus.heard["studies.changed"]("studies.changed", b"")
            await works.wait_state(run, "cancelled")
            assert not is_alive(pid)
        assert not works.data.answers.exists() or list(works.data.answers.iterdir()) == []

    asyncio.run(go())


@pytest.mark.parametrize(
    ("does", "key"),
    [
        ("refuses", "siting-sites-none"),
        ("breaks", "study-run-broke"),
        ("memory", "study-run-memory"),
        ("full", "study-answer-not-written"),
    ],
)
def test_what_goes_wrong_is_told_by_its_name(works: Works, does: str, key: str) -> None:
    async def go() -> None:
        run = works.ask(does)
        async with works.at_work():
            failed = await works.wait_state(run, "failed")
        assert (failed.key, failed.tries) == (key, 1)
        if does == "breaks":
            assert failed.fields == {"said": "RuntimeError: a slip"}
            assert "Traceback" in (works.data.logs / "study-worker.log").read_text()
        assert not works.answers.file(run).exists()

    asyncio.run(go())


def test_a_run_that_kills_its_worker_is_given_up_after_three(works: Works) -> None:
    async def go() -> None:
        run, other = works.ask("dies"), works.ask("answers")
        async with works.at_work():
            failed = await works.wait_state(run, "failed")
            await works.wait_state(other, "done")
        assert (failed.key, failed.tries) == ("study-run-died", 3)

    asyncio.run(go())


def test_a_worker_that_is_killed_once_is_replaced(works: Works) -> None:
    async def go() -> None:
        run = works.ask("waits")
        async with works.at_work() as studies:
            await works.wait(lambda: works.get(run).share == 0.25)
            pid = pid_of(studies, run)
            assert pid is not None
            os.kill(pid, 9)
            await works.wait(lambda: pid_of(studies, run) not in (None, pid))
            (works.data.root / "go").touch()
            done = await works.wait_state(run, "done")
        assert done.tries == 2

    asyncio.run(go())


def test_a_stop_hands_back_what_was_under_way(works: Works) -> None:
    async def go() -> None:
        run = works.ask("sleeps")
        async with works.at_work() as studies:
            await works.wait(lambda: works.get(run).share == 0.25)
            pid = pid_of(studies, run)
        assert pid is not None
        assert not is_alive(pid)
        held = works.get(run)
        assert (held.state, held.worker, held.tries, held.share) == ("queued", "", 0, 0.0)

    asyncio.run(go())


def test_another_process_takes_over_what_a_dead_one_had(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "SILENT_S", 3.0)

    async def go() -> None:
        run = works.ask("answers")
        dead = RunQueue(works.engine, SqlEventLog(), SystemClock())
        assert dead.take("worker-of-the-dead") is not None
        async with works.at_work():
            done = await works.wait_state(run, "done")
        assert done.tries == 2

    asyncio.run(go())


def test_a_database_that_refuses_is_told_of_and_nothing_is_lost(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refuses = RunQueue.finish, [True]

    def finish(self: RunQueue, *args: Any, **kwargs: Any) -> bool:
        if refuses:
            raise sa.exc.OperationalError("UPDATE", {}, Exception("database or disk is full"))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(RunQueue, "finish", finish)

    async def go() -> None:
        run = works.ask("answers")
        async with works.at_work() as studies:
            await works.wait(lambda: studies.health().state == "degraded")
            (trouble,) = studies.health().trouble
            assert trouble["key"] == "database-refuses"
            assert "disk is full" in trouble["fields"]["said"]
            assert works.get(run).state == "running"
            refuses.clear()
            done = await works.wait_state(run, "done")
            assert done.tries == 1
            await works.wait(lambda: studies.health().state == "ok")
        assert works.answers.read(done) == study_victim.ANSWER

    asyncio.run(go())


def test_a_worker_that_says_what_cannot_be_read_counts_as_dead(works: Works) -> None:
    async def go() -> None:
        works.argv = [sys.executable, "-c", "print('no JSON', flush=True); import time; time.sleep(60)"]
        run = works.ask("answers")
        async with works.at_work():
            failed = await works.wait_state(run, "failed")
        assert failed.key == "study-run-died"

    asyncio.run(go())


def test_a_program_that_is_not_there_ends_the_run_and_nothing_else(works: Works) -> None:
    async def go() -> None:
        works.argv = ["/nonexistent/worker"]
        run = works.ask("answers")
        async with works.at_work() as studies:
            failed = await works.wait_state(run, "failed")
            assert studies.health().state == "ok"
        assert failed.key == "study-run-died"

    asyncio.run(go())


def test_the_broker_away_is_told(works: Works) -> None:
    async def go() -> None:
        async with works.at_work() as studies:
            works.bus.connected = False
            assert [one["key"] for one in studies.health().trouble] == ["broker-away"]

    asyncio.run(go())


def test_answers_of_no_run_are_swept_at_the_start(works: Works) -> None:
    works.data.answers.mkdir()
    stray = works.data.answers / "run-stray.json"
    stray.write_text("{}")

    async def go() -> None:
        async with works.at_work():
            await works.wait(lambda: not stray.exists())

    asyncio.run(go())


def test_while_idle_it_has_loaded_no_solver() -> None:
    code = (
        "import json, sys; import luylau.cli.run, luylau.processes.studies;"
        "print(json.dumps(sorted({'numba', 'highspy', 'scipy', 'numpy', 'shapely'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
