"""The part ``studies`` as it is started, with the real solvers: it answers, is killed, and goes on."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from luylau.cities import find_pack
from luylau.city import ensure_working_copy, load
from luylau.kernel.clock import SystemClock
from luylau.kernel.events import SqlEventLog
from luylau.processes.database import prepare_database
from luylau.security.audit import AuditLog
from luylau.settings import Settings
from luylau.siting.answer import Answer, sites_csv
from luylau.siting.runs import AnswerFiles, Run, RunBook
from luylau.siting.shelf import StudyShelf
from luylau.siting.study import study_to_data
from tests.support.broker import TestBroker

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


COARSE = {"source": "raster", "step_m": 5_000}
"""Few enough sites that an answer takes seconds."""


class Installation:
    """A broker, a working copy of the pack that ships, and ``luylau run studies``."""

    def __init__(self, folder: Path) -> None:
        self.broker = TestBroker(folder)
        self.data = self.broker.data
        broker = self.broker.settings
        (self.data.root / "luylau.toml").write_text(
            f"[broker]\nnats_port = {broker.nats_port}\nmqtt_port = {broker.mqtt_port}\n"
        )
        ensure_working_copy(find_pack("bac-ninh"), self.data.city)
        self.engine = prepare_database(self.data.database_url(Settings()))
        self.book = RunBook(self.engine, SqlEventLog(), SystemClock(), AuditLog())
        self.answers = AnswerFiles(self.data.answers)
        self.processes: list[subprocess.Popen[bytes]] = []

    def begin(self) -> subprocess.Popen[bytes]:
        with (self.data.logs / "studies.log").open("ab") as log:
            command = [sys.executable, "-m", "luylau", "run", "studies", "--data", str(self.data.root)]
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log))
        return self.processes[-1]

    def ask(self, **changed: object) -> str:
        study = StudyShelf(self.data.city).get("private-clinic")
        return self.book.ask({**study_to_data(study), **changed}, actor="user-1")[0].id

    async def wait(self, look: Callable[[], bool], seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < deadline, (self.data.logs / "studies.log").read_text()[-2000:]
            await asyncio.sleep(0.05)

    async def done(self, run: str) -> Run:
        await self.wait(lambda: not self.book.get(run).is_active)
        made = self.book.get(run)
        assert made.state == "done", (made, (self.data.logs / "study-worker.log").read_text()[-2000:])
        return made

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        self.broker.kill()
        self.engine.dispose()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "data")
    yield made
    made.end()


def workers_of(pid: int) -> list[int]:
    """Return the children of a process."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_study_of_the_pack_is_answered_and_the_console_hears_of_it(installation: Installation) -> None:
    async def go() -> None:
        await installation.broker.start()
        web = await installation.broker.bus("web")
        hints: list[str] = []
        health: dict[str, Any] = {}

        async def hear(subject: str, payload: bytes) -> None:
            if subject == "events.hint":
                hints.append(subject)
            else:
                health.update(json.loads(payload))

        await web.subscribe("events.hint", hear)
        await web.subscribe("health.*", hear)
        process = installation.begin()
        await installation.wait(lambda: health.get("state") == "ok")
        before = len(hints)
        run = installation.ask(seconds=1, sites=COARSE)
        await web.publish("studies.changed", b"")
        done = await installation.done(run)
        answer = Answer.of_json(installation.answers.read(done))
        assert [site.option for site in answer.sites] == ["clinic"]
        assert answer.bound >= answer.value > 0
        assert load(installation.data.city).id == answer.city
        assert len(sites_csv(answer).splitlines()) == 2
        await installation.wait(lambda: len(hints) > before)
        await installation.wait(lambda: health["figures"]["studies"] == {"done": 1})
        # The same study, pack and seed: the same plan, unless time ended the search.
        again = await installation.done(installation.ask(seconds=1, sites=COARSE))
        other = Answer.of_json(installation.answers.read(again))
        if answer.proof == other.proof == "exact":
            assert (other.value, [one.site for one in other.sites]) == (
                answer.value,
                [one.site for one in answer.sites],
            )
        process.terminate()
        assert process.wait(15) == 0
        await web.close()

    asyncio.run(go())


def test_killed_in_the_middle_it_begins_anew_and_loses_nothing(installation: Installation) -> None:
    async def go() -> None:
        await installation.broker.start()
        process = installation.begin()
        run = installation.ask(seconds=1, sites={**COARSE, "step_m": 2_000})
        await installation.wait(lambda: installation.book.get(run).share > 0)
        (worker,) = workers_of(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        await installation.wait(lambda: not Path(f"/proc/{worker}").exists(), 10)
        assert installation.book.get(run).state == "running"
        installation.begin()
        done = await installation.done(run)
        assert done.tries == 2
        assert Answer.of_json(installation.answers.read(done)).sites

    asyncio.run(go())
