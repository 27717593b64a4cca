"""What the book and the queue share: rows of runs, and the event that tells of each change."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import NotFound
from luylau.kernel.events import Event, EventLog
from luylau.siting.runs.run import Run, RunState, run_of
from luylau.siting.runs.tables import study_runs

SILENT_S: Final = 10.0
"""A worker that has said nothing for so long counts as dead."""
KIND: Final = "study.run"
"""The kind of every event about a run; its subject is the run."""
ACTOR: Final = "system:studies"
RUNNING: Final = study_runs.c.state == "running"


class Rows:
    """The rows within somebody's transaction."""

    def __init__(self, connection: Connection, events: EventLog, clock: Clock) -> None:
        self._connection = connection
        self._events = events
        self._clock = clock

    def write(self, run: str, *, actor: str = ACTOR, **values: object) -> Run:
        """Change a run, tell of it, and return it as it is now."""
        self.write_quietly(run, **values)
        made = find(self._connection, run)
        self.tell(made, actor=actor)
        return made

    def write_quietly(self, run: str, **values: object) -> None:
        """Change what nobody needs to be told of."""
        self._connection.execute(study_runs.update().where(study_runs.c.id == run).values(**values))

    def end(
        self, run: str, state: RunState, values: Mapping[str, Any] | None = None, *, actor: str = ACTOR
    ) -> Run:
        """Let a run be over, with these values of its columns."""
        given = {"cancelling": False, "step": "", "ended_us": self._clock.now_us(), **(values or {})}
        return self.write(run, actor=actor, state=state, **given)

    def dead(self) -> list[Run]:
        """Return the runs whose worker has fallen silent."""
        return [run_of(row) for row in self._connection.execute(dead_runs(self._clock.now_us()))]

    def tell(self, run: Run, *, actor: str = ACTOR, state: str = "") -> None:
        """Append the event that says how a run is; ``state`` says so in other words."""
        data = {
            "study": run.study,
            "state": state or run.state,
            "cancelling": run.cancelling,
            "share": round(run.share, 4),
            "step": run.step,
            "key": run.key,
        }
        self._events.append(
            self._connection,
            Event(kind=KIND, subject=run.id, actor=actor, time_us=self._clock.now_us(), data=data),
        )


def find(connection: Connection, run: str) -> Run:
    """Return one run.

    Raises:
        NotFound: there is none of this id (``study-run-unknown``).
    """
    row = connection.execute(sa.select(study_runs).where(study_runs.c.id == run)).first()
    if row is None:
        raise NotFound("study-run-unknown", run=run)
    return run_of(row)


def count(connection: Connection, states: Collection[RunState]) -> int:
    """Return how many runs are in one of the ``states``."""
    query = sa.select(sa.func.count()).where(study_runs.c.state.in_(states))
    return int(connection.execute(query).scalar_one())


def dead_runs(now_us: int) -> sa.Select[Any]:
    """Return the query for the runs whose worker has fallen silent by ``now_us``."""
    return sa.select(study_runs).where(RUNNING & (study_runs.c.beat_us < now_us - round(SILENT_S * MICROS)))
