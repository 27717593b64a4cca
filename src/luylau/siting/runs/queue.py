"""The queue as workers see it: runs taken one by one, told of as they go on, settled or put back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import Field
from luylau.kernel.events import EventLog
from luylau.kernel.sql import reader
from luylau.siting.runs.rows import RUNNING, Rows, dead_runs, find
from luylau.siting.runs.run import Run, RunState, run_of
from luylau.siting.runs.tables import study_runs

MOST_TRIES: Final = 3
"""A run whose worker died so often is the likely reason, and is not begun again."""
_LEAST_NEWS: Final = 0.01
"""A share that grew by less is not told of by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run has come to: the digest and size of its answer's file, and the pack's version."""

    sha256: str
    size: int
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: a share from 0 to 1, and the message key of what is being done."""

    share: float
    step: str


class RunQueue:
    """The runs of one database, for whoever carries them out.

    Transactions that write follow one another (``kernel.sql``), so no two workers take the same run.
    """

    def __init__(self, engine: Engine, events: EventLog, clock: Clock) -> None:
        self._engine = engine
        self._events = events
        self._clock = clock

    def has_work(self) -> bool:
        """Say whether a run waits, or one's worker has died; it takes no lock."""
        waits = sa.select(study_runs.c.id).where(study_runs.c.state == "queued").limit(1)
        with reader(self._engine) as connection:
            return any(
                connection.execute(query).first() is not None
                for query in (waits, dead_runs(self._clock.now_us()).limit(1))
            )

    def counts(self) -> dict[str, int]:
        """Return how many runs are in each state that has any."""
        query = sa.select(study_runs.c.state, sa.func.count()).group_by(study_runs.c.state)
        with reader(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def answered(self) -> set[str]:
        """Return the runs that have an answer's file, or may get one any time."""
        query = sa.select(study_runs.c.id).where(study_runs.c.state.in_(("done", "running")))
        with reader(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def take(self, worker: str) -> Run | None:
        """Give ``worker`` the run that has waited longest; None where none waits.

        Runs whose worker has died are put back first; those of them that were to be cancelled are so.
        """
        query = (
            sa.select(study_runs)
            .where(study_runs.c.state == "queued")
            .order_by(study_runs.c.asked_us, study_runs.c.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            rows = self._rows(connection)
            for held in rows.dead():
                _put_back(rows, held)
            found = connection.execute(query).first()
            if found is None:
                return None
            now_us = self._clock.now_us()
            return rows.write(
                found.id,
                state="running",
                worker=worker,
                beat_us=now_us,
                started_us=now_us,
                tries=found.tries + 1,
                share=0.0,
                step="",
            )

    def beat(self, worker: str, progress: Mapping[str, Progress]) -> set[str]:
        """Say that ``worker`` lives and how far its runs are; return those that it has to end: cancelled, or
        no longer its own."""
        to_end = set(progress)
        query = sa.select(study_runs).where((study_runs.c.worker == worker) & RUNNING)
        with self._engine.begin() as connection:
            rows = self._rows(connection)
            for held in [run_of(row) for row in connection.execute(query)]:
                said = progress.get(held.id)
                if said is None:
                    continue
                if not held.cancelling:
                    to_end.discard(held.id)
                rows.write_quietly(held.id, beat_us=self._clock.now_us())
                if held.step != said.step or said.share - held.share >= _LEAST_NEWS:
                    rows.write(held.id, share=said.share, step=said.step)
        return to_end

    def finish(self, run: str, worker: str, outcome: Outcome, put: Callable[[], None]) -> bool:
        """Write down that a run has its answer, and ``put`` this in its place with the same breath; say
        whether it counts: not one that was cancelled, or that another worker has by now.

        Raises:
            LuylauError: what ``put`` raises; the run is as before.
        """
        values = {"sha256": outcome.sha256, "size": outcome.size, "pack": outcome.pack, "share": 1.0}
        return self._settle(run, worker, "done", values, put)

    def fail(
        self,
        run: str,
        worker: str,
        *,
        key: str,
        fields: Mapping[str, Field],
        faults: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Write down why a run has none: a message key with fields, and faults of files as plain values."""
        values = {"key": key, "fields": dict(fields), "faults": [dict(one) for one in faults]}
        self._settle(run, worker, "failed", values)

    def give_up(self, run: str, worker: str, *, died: bool) -> None:
        """Put a run back that its worker does not go on with; one that ``died`` often enough fails, and one
        that was to be cancelled is so."""
        with self._engine.begin() as connection:
            held = _held_by(connection, run, worker)
            if held is None:
                return
            rows = self._rows(connection)
            if not died:
                rows.write_quietly(run, tries=held.tries - 1)
            _put_back(rows, find(connection, run))

    def _settle(
        self,
        run: str,
        worker: str,
        state: RunState,
        values: Mapping[str, object],
        put: Callable[[], None] | None = None,
    ) -> bool:
        with self._engine.begin() as connection:
            held = _held_by(connection, run, worker)
            if held is None:
                return False
            rows = self._rows(connection)
            if held.cancelling:
                rows.end(run, "cancelled")
                return False
            rows.end(run, state, values)
            if put is not None:
                # Last, for a file cannot be rolled back; a crash before the commit has the run begun anew.
                put()
            return True

    def _rows(self, connection: Connection) -> Rows:
        return Rows(connection, self._events, self._clock)


def _put_back(rows: Rows, held: Run) -> None:
    if held.cancelling:
        rows.end(held.id, "cancelled")
    elif held.tries >= MOST_TRIES:
        rows.end(held.id, "failed", {"key": "study-run-died", "fields": {"tries": held.tries}})
    else:
        rows.write(held.id, state="queued", worker="", beat_us=None, share=0.0, step="")


def _held_by(connection: Connection, run: str, worker: str) -> Run | None:
    query = sa.select(study_runs).where((study_runs.c.id == run) & (study_runs.c.worker == worker) & RUNNING)
    row = connection.execute(query).first()
    return None if row is None else run_of(row)
