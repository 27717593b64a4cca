"""Drills: a playbook run on an incident that only serves the exercise, timed, and looked back on.

::

    begin ──▶ running ── end, by the leader ──▶ ended, its report fixed
                 ◀──────────── resume ─────────────┘

The incident is marked as a drill in the incident book, so it is in no count and no finding joins it; its
tasks say that they are an exercise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.city.model import Asset, Place
from luylau.incidents.acts import UNDONE, Acts, Auditor, checked
from luylau.incidents.incident import Incident
from luylau.incidents.playbooks.book import ACTION, PlaybookDesk
from luylau.incidents.playbooks.model import Inject, Playbook
from luylau.incidents.playbooks.report import Report, report_from, report_on
from luylau.incidents.playbooks.runs import Run, minutes_us, run_of
from luylau.incidents.playbooks.tables import drill_notes, drills
from luylau.incidents.rules import Severity
from luylau.incidents.tables import OVER, incidents
from luylau.incidents.tasks import Note, note_of
from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict, Denied, NotFound
from luylau.kernel.events import EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.messages import Language
from luylau.kernel.sql import reader


class DrillOpener(Protocol):
    """What opens an incident that only serves an exercise (the incident book is one)."""

    def open_drill(
        self,
        *,
        name: str,
        severity: Severity,
        actor: str,
        asset: Asset | None = None,
        place: Place | None = None,
    ) -> str:
        """Open it on an asset or at a place; return its id."""
        ...


class Ender(Protocol):
    """What ends and reopens incidents (the incident desk is one)."""

    def resolve(
        self, incident_id: str, *, actor: str, resolution: Literal["fixed", "false_alarm"]
    ) -> Incident:
        """Say that an incident is over."""
        ...

    def unreview(self, incident_id: str, *, actor: str) -> Incident:
        """Take a look back on one that is over back."""
        ...

    def reopen(self, incident_id: str, *, actor: str) -> Incident:
        """Take back that an incident is over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a drill is about: what happens, how bad, on an asset or at a place, and who takes part."""

    name: str
    scenario: str
    severity: Severity
    asset: Asset | None = None
    place: Place | None = None
    participants: Sequence[str] = ()
    """Ids of users, the leader aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedInject:
    """An inject and when its time comes, in microseconds UTC."""

    inject: Inject
    time_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A drill. Times are microseconds UTC; ``report`` is of now while it runs."""

    id: str
    run: Run
    incident: str
    name: str
    scenario: str
    leader: str
    participants: tuple[str, ...]
    begun_us: int
    ended_us: int | None
    ended_by: str
    notes: tuple[Note, ...]
    report: Report
    version: int

    @property
    def injects(self) -> tuple[TimedInject, ...]:
        """All its injects, in the order of their times."""
        return tuple(
            TimedInject(inject=one, time_us=self.begun_us + minutes_us(one.after_min))
            for one in self.run.playbook.injects
        )


class DrillDesk(Acts):
    """What people do with drills. Change, event and audit row are one transaction; acts return the drill.

    The incident is opened before, and ended after it; a crash in between leaves an incident of an exercise
    that is ended by hand like any other.
    """

    def __init__(
        self,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        *,
        opener: DrillOpener,
        ender: Ender,
        playbooks: PlaybookDesk,
    ) -> None:
        super().__init__(engine, event_log, clock, auditor)
        self._opener = opener
        self._ender = ender
        self._playbooks = playbooks

    def begin(
        self, playbook: Playbook, scene: Scene, *, playbooks_version: int, language: Language, actor: str
    ) -> Drill:
        """Begin a drill that ``actor`` leads; tasks are written in ``language``."""
        incident = self._opener.open_drill(
            name=scene.name, severity=scene.severity, actor=actor, asset=scene.asset, place=scene.place
        )
        now_us = self._clock.now_us()
        drill = new_id("drill")
        with self._engine.begin() as connection:
            run = self._playbooks.begin(
                connection,
                incident,
                playbook,
                playbooks_version=playbooks_version,
                language=language,
                actor=actor,
            )
            connection.execute(
                drills.insert().values(
                    id=drill,
                    run=run,
                    incident=incident,
                    name=scene.name,
                    scenario=scene.scenario,
                    leader=actor,
                    participants=list(scene.participants),
                    begun_us=now_us,
                    ended_us=None,
                    ended_by="",
                    report={},
                    version=1,
                )
            )
            said = {"drill": drill, "title": scene.name, "participants": list(scene.participants)}
            self._record(connection, "begun", incident, actor, said)
            return _drill(connection, drill, now_us)

    def note(self, drill: str, *, actor: str, text: str) -> Drill:
        """Write down what was observed, during a drill or after it.

        Raises:
            NotFound: there is no such drill (``drill-unknown``).
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        said = checked(text)
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            row = _row(connection, drill, lock=True)
            connection.execute(
                drill_notes.insert().values(drill=drill, time_us=now_us, author=actor, text=said)
            )
            self._record(connection, "noted", row.incident, actor, {"drill": drill, "text": said})
            return _drill(connection, drill, now_us)

    def end(self, drill: str, *, actor: str, leads: bool = False, version: int | None = None) -> Drill:
        """End a drill: its report is fixed, its run ended, its incident resolved.

        ``leads`` lets somebody in who is not its leader.

        Raises:
            NotFound: there is no such drill (``drill-unknown``).
            Denied: ``actor`` does not lead it (``drill-not-leader``).
            Conflict: it changed since (``drill-changed``), or has ended (``drill-ended``).
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            row = _led(connection, drill, actor, leads, version)
            if row.ended_us is not None:
                raise Conflict("drill-ended")
            run = run_of(connection, row.run, lock=True)
            report = report_on(connection, run, now_us)
            if run.running:
                self._playbooks.finish_run(connection, run, actor)
            values = {"ended_us": now_us, "ended_by": actor, "report": report.data()}
            _update(connection, row, values)
            said = {"drill": drill, "late": report.late}
            self._record(connection, "ended", run.incident, actor, said)
            made = _drill(connection, drill, now_us)
        if report.incident_state not in OVER:
            try:
                self._ender.resolve(run.incident, actor=actor, resolution="fixed")
            except Conflict as error:
                # Somebody was quicker.
                if error.key != "incident-not-open":
                    raise
        return made

    def resume(self, drill: str, *, actor: str, leads: bool = False, version: int | None = None) -> Drill:
        """Take the end of a drill back; its clock has run on meanwhile. Raises what ``end`` does.

        Raises:
            Conflict: it runs (``drill-not-ended``).
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            row = _led(connection, drill, actor, leads, version)
            if row.ended_us is None:
                raise Conflict("drill-not-ended")
            run = run_of(connection, row.run, lock=True)
            if run.ended_us == row.ended_us:
                self._playbooks.resume_run(connection, run, actor)
            _update(connection, row, {"ended_us": None, "ended_by": "", "report": {}})
            self._record(connection, "resumed", run.incident, actor, {"drill": drill, **UNDONE})
        by_end = report_from(row.report).incident_state not in OVER
        if by_end and _state(self._engine, run.incident) == "reviewed":
            self._ender.unreview(run.incident, actor=actor)
        if by_end and _state(self._engine, run.incident) == "resolved":
            self._ender.reopen(run.incident, actor=actor)
        with reader(self._engine) as connection:
            return _drill(connection, drill, now_us)

    def _record(
        self, connection: Connection, act: str, incident: str, actor: str, said: Mapping[str, Any]
    ) -> None:
        self._tell(connection, f"drill.{act}", incident, actor, said)
        self._audit(connection, ACTION, incident, actor, {"act": f"drill.{act}", **said})


class DrillReader:
    """Reads drills; takes no lock."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, drill: str) -> Drill:
        """Return a drill.

        Raises:
            NotFound: there is no such drill (``drill-unknown``).
        """
        with reader(self._engine) as connection:
            return _drill(connection, drill, self._clock.now_us())

    def page(
        self, *, running: bool | None = None, before: str | None = None, limit: int = 20
    ) -> tuple[Drill, ...]:
        """Return up to ``limit`` drills, newest first, of those before the id ``before``.

        ``running`` wants only those that run, or only those that have ended.
        """
        query = sa.select(drills.c.id).order_by(drills.c.id.desc()).limit(limit)
        if running is not None:
            ended = drills.c.ended_us.is_not(None)
            query = query.where(~ended if running else ended)
        if before is not None:
            query = query.where(drills.c.id < before)
        with reader(self._engine) as connection:
            ids = connection.execute(query).scalars().all()
            return tuple(_drill(connection, drill, self._clock.now_us()) for drill in ids)


def _state(engine: Engine, incident: str) -> str:
    with reader(engine) as connection:
        query = sa.select(incidents.c.state).where(incidents.c.id == incident)
        return str(connection.execute(query).scalar_one())


def _row(connection: Connection, drill: str, *, lock: bool = False) -> sa.Row[Any]:
    query = sa.select(drills).where(drills.c.id == drill)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("drill-unknown", drill=drill)
    return row


def _led(connection: Connection, drill: str, actor: str, leads: bool, version: int | None) -> sa.Row[Any]:
    row = _row(connection, drill, lock=True)
    if not leads and row.leader != actor:
        raise Denied("drill-not-leader")
    if version is not None and row.version != version:
        raise Conflict("drill-changed", expected=version, found=row.version)
    return row


def _update(connection: Connection, row: sa.Row[Any], values: Mapping[str, Any]) -> None:
    this = drills.c.id == row.id
    connection.execute(drills.update().where(this).values(**values, version=row.version + 1))


def _drill(connection: Connection, drill: str, now_us: int) -> Drill:
    row = _row(connection, drill)
    run = run_of(connection, row.run)
    notes = sa.select(drill_notes).where(drill_notes.c.drill == drill).order_by(drill_notes.c.id)
    return Drill(
        id=row.id,
        run=run,
        incident=run.incident,
        name=row.name,
        scenario=row.scenario,
        leader=row.leader,
        participants=tuple(row.participants),
        begun_us=row.begun_us,
        ended_us=row.ended_us,
        ended_by=row.ended_by,
        notes=tuple(note_of(note) for note in connection.execute(notes)),
        report=report_on(connection, run, now_us) if row.ended_us is None else report_from(row.report),
        version=row.version,
    )
