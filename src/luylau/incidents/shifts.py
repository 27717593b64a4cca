"""Shifts of the operations room: one runs at a time, takes notes, and is handed over to the next.

::

    begin ──▶ running ── hand over ──▶ handed_over ── accept, by somebody else ──▶ ended, the next one runs
                 ◀──────── resume ──────────┘
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from luylau.incidents.acts import UNDONE, Acts, checked
from luylau.incidents.incident import Incident, incident_of, incidents_query
from luylau.incidents.tables import incidents, is_over, shift_notes, shifts
from luylau.incidents.tasks import Note, note_of
from luylau.kernel.errors import Conflict, NotFound
from luylau.kernel.sql import reader

ShiftState = Literal["running", "handed_over", "ended"]
HAND_OVER_MAX = 8_000
"""Letters that a hand-over may have."""
MOST_LISTED = 200
"""Incidents that a hand-over lists, the most urgent."""
_NOTHING_LEFT: Final[Mapping[str, Any]] = {"open_incidents": 0, "incidents": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIncident:
    """An incident as it was when a shift was handed over."""

    id: str
    names: Mapping[str, str]
    asset: str
    asset_name: str
    severity: str
    state: str
    urgency: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift with its notes, oldest first. Times are microseconds UTC.

    ``open_incidents`` is how many incidents were not over at the hand-over; of a running shift, how many are
    not now. ``incidents`` are the most urgent of them, at most ``MOST_LISTED``.
    """

    id: int
    state: ShiftState
    begun_us: int
    holder: str
    notes: tuple[Note, ...]
    handed_over_us: int | None
    text: str
    open_incidents: int
    incidents: tuple[ListedIncident, ...]
    ended_us: int | None
    accepted_by: str
    version: int


class ShiftDesk(Acts):
    """What people do with shifts. Change, event and audit row are one transaction."""

    def begin(self, *, actor: str) -> Shift:
        """Begin a shift where none runs; return it.

        Raises:
            Conflict: one runs, or waits to be accepted (``shift-running``).
        """
        with self._engine.begin() as connection:
            if _running(connection) is not None:
                raise Conflict("shift-running")
            try:
                shift = self._begin(connection, actor)
            except IntegrityError:
                # Where several write at once, another one may have begun since the look.
                raise Conflict("shift-running") from None
            self._record(connection, "shift.begun", shift, actor, {})
            return _shift(connection, shift)

    def note(self, shift: int, *, actor: str, text: str) -> Shift:
        """Write a note into a shift that has not ended; return the shift.

        Raises:
            NotFound: there is no such shift (``shift-unknown``).
            Conflict: it has ended (``shift-over``).
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        said = checked(text)
        with self._engine.begin() as connection:
            row = _locked(connection, shift)
            if row.state == "ended":
                raise Conflict("shift-over")
            now_us = self._clock.now_us()
            connection.execute(
                shift_notes.insert().values(shift=shift, time_us=now_us, author=actor, text=said)
            )
            self._record(connection, "shift.noted", shift, actor, {"text": said})
            return _shift(connection, shift)

    def hand_over(self, shift: int, *, actor: str, text: str, version: int | None = None) -> Shift:
        """Hand a running shift over, with words and with what is not over; return it.

        Raises:
            NotFound: there is no such shift (``shift-unknown``).
            Conflict: it changed since (``shift-changed``), or does not run (``shift-not-running``).
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        said = checked(text, HAND_OVER_MAX)
        with self._engine.begin() as connection:
            row = _locked(connection, shift, version)
            if row.state != "running":
                raise Conflict("shift-not-running")
            left = _left(connection)
            values = {"state": "handed_over", "handed_over_us": self._clock.now_us(), "text": said}
            _update(connection, row, {**values, **left})
            told = {"text": said, "incidents": left["open_incidents"]}
            self._record(connection, "shift.handed_over", shift, actor, told)
            return _shift(connection, shift)

    def resume(self, shift: int, *, actor: str, version: int | None = None) -> Shift:
        """Take a hand-over back that nobody has accepted yet; return the shift, which runs on.

        Raises:
            NotFound: there is no such shift (``shift-unknown``).
            Conflict: it changed since (``shift-changed``), or is not handed over (``shift-not-handed-over``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, shift, version)
            if row.state != "handed_over":
                raise Conflict("shift-not-handed-over")
            _update(
                connection, row, {"state": "running", "handed_over_us": None, "text": "", **_NOTHING_LEFT}
            )
            self._record(connection, "shift.resumed", shift, actor, UNDONE)
            return _shift(connection, shift)

    def accept(self, shift: int, *, actor: str, version: int | None = None) -> Shift:
        """Accept what was handed over: that shift ends and ``actor``'s begins; return the new one.

        Raises:
            NotFound: there is no such shift (``shift-unknown``).
            Conflict: it changed since (``shift-changed``), is not handed over (``shift-not-handed-over``),
                or is ``actor``'s own (``shift-own``).
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            row = _locked(connection, shift, version)
            if row.state != "handed_over":
                raise Conflict("shift-not-handed-over")
            if row.holder == actor:
                raise Conflict("shift-own")
            values = {"state": "ended", "running": None, "ended_us": now_us, "accepted_by": actor}
            _update(connection, row, values)
            following = self._begin(connection, actor)
            self._record(connection, "shift.accepted", shift, actor, {"next": following})
            return _shift(connection, following)

    def _begin(self, connection: Connection, actor: str) -> int:
        done = connection.execute(
            shifts.insert().values(
                running=1,
                state="running",
                begun_us=self._clock.now_us(),
                holder=actor,
                handed_over_us=None,
                text="",
                **_NOTHING_LEFT,
                ended_us=None,
                accepted_by="",
                version=1,
            )
        )
        key = done.inserted_primary_key
        assert key is not None
        return int(key[0])

    def _record(
        self, connection: Connection, kind: str, shift: int, actor: str, said: Mapping[str, Any]
    ) -> None:
        self._tell(connection, kind, f"shift-{shift}", actor, said)
        self._audit(connection, "shift.write", f"shift-{shift}", actor, {"act": kind, **said})


class ShiftReader:
    """Lists shifts; takes no lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, *, before: int | None = None, limit: int = 50) -> tuple[Shift, ...]:
        """Return up to ``limit`` shifts, newest first, of those before the id ``before``."""
        query = sa.select(shifts.c.id).order_by(shifts.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(shifts.c.id < before)
        with reader(self._engine) as connection:
            return tuple(_shift(connection, shift) for shift in connection.execute(query).scalars().all())

    def get(self, shift: int) -> Shift:
        """Return one shift.

        Raises:
            NotFound: there is no such shift (``shift-unknown``).
        """
        with reader(self._engine) as connection:
            return _shift(connection, shift)


def _running(connection: Connection) -> sa.Row[Any] | None:
    return connection.execute(sa.select(shifts).where(shifts.c.running == 1)).one_or_none()


def _locked(connection: Connection, shift: int, version: int | None = None) -> sa.Row[Any]:
    row = connection.execute(sa.select(shifts).where(shifts.c.id == shift).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("shift-unknown")
    if version is not None and row.version != version:
        raise Conflict("shift-changed", expected=version, found=row.version)
    return row


def _update(connection: Connection, row: sa.Row[Any], values: Mapping[str, Any]) -> None:
    this = shifts.update().where(shifts.c.id == row.id)
    connection.execute(this.values(**values, version=row.version + 1))


def _shift(connection: Connection, shift: int) -> Shift:
    row = connection.execute(sa.select(shifts).where(shifts.c.id == shift)).one_or_none()
    if row is None:
        raise NotFound("shift-unknown")
    query = sa.select(shift_notes).where(shift_notes.c.shift == shift).order_by(shift_notes.c.id)
    left = _left(connection) if row.state == "running" else row._mapping
    return Shift(
        id=row.id,
        state=row.state,
        begun_us=row.begun_us,
        holder=row.holder,
        notes=tuple(note_of(note) for note in connection.execute(query)),
        handed_over_us=row.handed_over_us,
        text=row.text,
        open_incidents=left["open_incidents"],
        incidents=tuple(ListedIncident(**one) for one in left["incidents"]),
        ended_us=row.ended_us,
        accepted_by=row.accepted_by,
        version=row.version,
    )


def _left(connection: Connection) -> dict[str, Any]:
    """Return the columns that tell what is not over now."""
    lasting = ~is_over & ~incidents.c.drill
    count = sa.select(sa.func.count()).select_from(incidents).where(lasting)
    query = incidents_query().where(lasting)
    query = query.order_by(incidents.c.urgency.desc(), incidents.c.opened_us.desc()).limit(MOST_LISTED)
    return {
        "open_incidents": connection.execute(count).scalar_one(),
        "incidents": [_kept(incident_of(row)) for row in connection.execute(query)],
    }


def _kept(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "names": dict(incident.names),
        "asset": incident.asset,
        "asset_name": incident.asset_name,
        "severity": incident.severity,
        "state": incident.state,
        "urgency": incident.urgency,
        "owner": incident.owner,
    }
