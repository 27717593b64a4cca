"""The book of runs as people see it: asked for, looked up, cancelled, deleted; each of it audited.

::

    ask ─▶ queued ──take──▶ running ─┬─▶ done
             ▲                │      ├─▶ failed
             └─ worker died ──┘      └─▶ cancelled (also from queued)

A run begins anew with each worker that takes it (``queue.py``); its study's seed lets that make no difference
to its answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict, TooMany
from luylau.kernel.events import EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.siting.runs.rows import Rows, count, find
from luylau.siting.runs.run import ACTIVE, Run, RunState, run_of
from luylau.siting.runs.tables import study_runs

KEPT: Final = 100
"""Runs of a study that are kept; older ones go as new ones come."""
MOST_ACTIVE: Final = 50
"""Runs that may wait and run at once."""


class RunBook:
    """All runs of one database. It has no state of its own: any process may hold one."""

    def __init__(self, engine: Engine, events: EventLog, clock: Clock, audit: AuditLog) -> None:
        self._engine = engine
        self._events = events
        self._clock = clock
        self._audit = audit

    def ask(self, data: Mapping[str, Any], *, actor: str) -> tuple[Run, tuple[str, ...]]:
        """Put a study into the queue; return its run, and the old runs of the study that gave way to it: the
        files of their answers are the caller's to delete.

        ``data``: the study, sound as ``study_from_data`` has it.

        Raises:
            TooMany: as many runs as may wait do so already (``study-runs-many``).
        """
        study, version, run = str(data["id"]), int(data.get("version", 1)), new_id("run")
        with self._engine.begin() as connection:
            if count(connection, ACTIVE) >= MOST_ACTIVE:
                raise TooMany("study-runs-many", limit=MOST_ACTIVE)
            connection.execute(
                study_runs.insert().values(
                    id=run,
                    study=study,
                    version=version,
                    data=dict(data),
                    actor=actor,
                    state="queued",
                    fields={},
                    faults=[],
                    asked_us=self._clock.now_us(),
                )
            )
            gone = _trim(connection, study)
            made = find(connection, run)
            self._rows(connection).tell(made, actor=actor)
            detail = {"run": run, "version": version, "deleted": list(gone)}
            self._note(connection, "study.run", study, actor, detail)
        return made, gone

    def get(self, run: str) -> Run:
        """Return one run.

        Raises:
            NotFound: there is none of this id (``study-run-unknown``).
        """
        with reader(self._engine) as connection:
            return find(connection, run)

    def page(
        self,
        *,
        study: str = "",
        states: Sequence[RunState] = (),
        before: tuple[int, str] | None = None,
        limit: int = 100,
    ) -> tuple[Run, ...]:
        """Return the newest runs, of one study if it is named; those before a place in that order:
        (asked_us, id)."""
        asked, id_ = study_runs.c.asked_us, study_runs.c.id
        query = sa.select(study_runs)
        if study:
            query = query.where(study_runs.c.study == study)
        if states:
            query = query.where(study_runs.c.state.in_(states))
        if before is not None:
            query = query.where((asked < before[0]) | ((asked == before[0]) & (id_ < before[1])))
        query = query.order_by(asked.desc(), id_.desc()).limit(limit)
        with reader(self._engine) as connection:
            return tuple(run_of(row) for row in connection.execute(query))

    def newest(self) -> dict[str, Run]:
        """Return the newest run of each study that has one, by study."""
        order = (study_runs.c.asked_us.desc(), study_runs.c.id.desc())
        place = sa.func.row_number().over(partition_by=study_runs.c.study, order_by=order)
        ranked = sa.select(study_runs.c.id, place.label("place")).subquery()
        first = sa.select(ranked.c.id).where(ranked.c.place == 1)
        with reader(self._engine) as connection:
            rows = connection.execute(sa.select(study_runs).where(study_runs.c.id.in_(first)))
            return {row.study: run_of(row) for row in rows}

    def cancel(self, run: str, *, actor: str) -> Run:
        """End a run: at once where it waits or its worker is dead, else as soon as its worker hears of it.

        Raises:
            NotFound: there is none of this id.
            Conflict: it is over already (``study-run-over``).
        """
        with self._engine.begin() as connection:
            rows, held = self._rows(connection), find(connection, run)
            if not held.is_active:
                raise Conflict("study-run-over", run=run)
            if held.state == "queued" or held in rows.dead():
                made = rows.end(run, "cancelled", actor=actor)
            elif held.cancelling:
                return held
            else:
                made = rows.write(run, cancelling=True, actor=actor)
            self._note(connection, "study.run", held.study, actor, {"run": run, "cancelled": True})
        return made

    def delete(self, run: str, *, actor: str) -> None:
        """Delete a run that is over; its answer's file is the caller's to delete afterwards.

        Raises:
            NotFound: there is none of this id.
            Conflict: it is not over yet (``study-run-active``).
        """
        with self._engine.begin() as connection:
            held = find(connection, run)
            if held.is_active:
                raise Conflict("study-run-active", run=run)
            connection.execute(study_runs.delete().where(study_runs.c.id == run))
            self._rows(connection).tell(held, actor=actor, state="deleted")
            detail = {"run": run, "version": held.version, "state": held.state, "sha256": held.sha256}
            self._note(connection, "study.edit", held.study, actor, detail)

    def _rows(self, connection: Connection) -> Rows:
        return Rows(connection, self._events, self._clock)

    def _note(
        self, connection: Connection, action: str, study: str, actor: str, detail: Mapping[str, Any]
    ) -> None:
        self._audit.append(
            connection,
            actor=actor,
            action=action,
            resource=f"study:{study}",
            outcome="done",
            time_us=self._clock.now_us(),
            detail=detail,
        )


def _trim(connection: Connection, study: str) -> tuple[str, ...]:
    """Delete the oldest runs of a study beyond those that are kept, none that waits or runs."""
    newest_first = (study_runs.c.asked_us.desc(), study_runs.c.id.desc())
    query = sa.select(study_runs.c.id, study_runs.c.state).where(study_runs.c.study == study)
    rows = connection.execute(query.order_by(*newest_first).offset(KEPT)).all()
    gone = tuple(row.id for row in rows if row.state not in ACTIVE)
    if gone:
        connection.execute(study_runs.delete().where(study_runs.c.id.in_(gone)))
    return gone
