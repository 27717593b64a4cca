"""A book and a queue over one database, and a study to run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditEntry, AuditLog
from luylau.siting.runs import AnswerFiles, Outcome, RunBook, RunQueue

STUDY: dict[str, Any] = {
    "id": "posts",
    "names": {"vi": "Cột", "en": "Posts", "ja": "柱"},
    "question": {"vi": "Ở đâu?", "en": "Where?", "ja": "どこに？"},
    "currency": "million VND",
    "demand": [{"id": "people", "names": {"vi": "a", "en": "a", "ja": "a"}, "source": "places"}],
    "option": [{"id": "post", "names": {"vi": "a", "en": "a", "ja": "a"}, "cost": 1, "range_m": 500}],
    "sites": {"source": "raster", "step_m": 1000},
    "limits": {"budget": 3},
    "version": 4,
}
OUTCOME = Outcome(sha256="0" * 64, size=2, pack="p" * 64)


@dataclass
class Bench:
    engine: Engine
    clock: ManualClock
    book: RunBook
    queue: RunQueue
    answers: AnswerFiles

    def ask(self, study: str = "posts") -> str:
        self.clock.advance(1)
        return self.book.ask({**STUDY, "id": study}, actor="user-1")[0].id

    def running(self, worker: str = "w1") -> str:
        run = self.ask()
        taken = self.queue.take(worker)
        assert taken is not None
        assert taken.id == run
        return run

    def done(self) -> str:
        run = self.running()
        assert self.queue.finish(run, "w1", OUTCOME, lambda: None)
        return run

    def told(self, run: str) -> list[tuple[str, float]]:
        with reader(self.engine) as connection:
            events: list[Event] = list(SqlEventLog().read(connection, after=0, limit=10_000))
        return [(one.data["state"], one.data.get("share", 0)) for one in events if one.subject == run]

    def audit(self) -> list[AuditEntry]:
        with reader(self.engine) as connection:
            return AuditLog().read(connection, limit=10_000)[::-1]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    engine = open_engine(sqlite_url(tmp_path / "luylau.db"))
    metadata.create_all(engine)
    clock = ManualClock(1_790_000_000 * MICROS)
    book = RunBook(engine, SqlEventLog(), clock, AuditLog())
    queue = RunQueue(engine, SqlEventLog(), clock)
    yield Bench(engine, clock, book, queue, AnswerFiles(tmp_path / "answers"))
    engine.dispose()
