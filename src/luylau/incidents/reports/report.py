"""A citizen's report as it is read, and what the citizen is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, get_args

import numpy as np
import sqlalchemy as sa

from luylau.incidents.reports.tables import report_contacts, report_photos, reports
from luylau.incidents.tables import incidents
from luylau.kernel.arrays import Float64, Int64

PublicStatus = Literal["received", "known", "worked_on", "solved"]
PUBLIC_STATUSES: tuple[PublicStatus, ...] = get_args(PublicStatus)

_OF_INCIDENT: Mapping[str, PublicStatus] = {
    "suspected": "known",
    "confirmed": "known",
    "assigned": "worked_on",
    "in_progress": "worked_on",
    "resolved": "solved",
    "reviewed": "solved",
}

WEB = "system:web"
"""The actor of what the platform does with reports by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach who reported; for operators alone, never logged and never published."""

    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.phone or self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What was handed in. Degrees are WGS84, ``accuracy_m`` metres; None where the browser said nothing.

    ``photo`` is a JPEG with masked faces, ``photo_refused`` the message key of why there is none.
    """

    service: str
    names: Mapping[str, str]
    evidence: str
    text: str
    language: str
    address: str
    place: str
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    origin: str = "page"
    held: bool = False
    contact: Contact = field(default_factory=Contact)
    photo: bytes = field(default=b"", repr=False)
    photo_faces: int = 0
    photo_refused: str = ""
    submission: str | None = None
    """What the form carries once; one that comes again under it is the same report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report without what is personal. Times are microseconds UTC; ``names`` are its service's."""

    id: str
    code: str
    service: str
    names: Mapping[str, str]
    evidence: str
    """Which kind of evidence it is; empty for none."""
    text: str
    language: str
    address: str
    place: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    origin: str
    """"page", "kiosk", or "open311:" and the system's name."""
    held: bool
    """Whether it waits for an operator, for too many came from one address."""
    incident: str
    """Id of the incident that it belongs to; empty for none."""
    status: PublicStatus
    answer: str
    answered_us: int | None
    answered_by: str
    received_us: int
    updated_us: int
    closed_us: int | None
    closed_by: str
    has_photo: bool
    photo_faces: int
    photo_refused: str
    has_contact: bool
    contact_deleted_us: int | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Some reports, newest first; ``cursor`` asks for those after them and is empty at the end."""

    reports: tuple[Report, ...]
    cursor: str
    held: int
    """How many wait for an operator, whatever the filter."""
    open: int
    """How many are neither held nor closed, whatever the filter."""


ROUGH_M: Final = 400.0
"""A position that may be off by more than this tells the unit, and not which transformer feeds the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvidence:
    """Reports as columns, oldest first, for the search of causes; those held back are left out.

    ``lat`` and ``lon`` (degrees WGS84) are NaN where only the place is known, or the position is good to no
    better than ``ROUGH_M``; ``time_us`` is when it came.
    """

    report: tuple[str, ...]
    place: tuple[str, ...]
    kind: tuple[str, ...]
    lat: Float64
    lon: Float64
    time_us: Int64

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.report)

    @classmethod
    def of(cls, rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> "ReportEvidence":
        """Return the columns of rows with these names."""
        rough = [row.lat is None or row.lon is None or (row.accuracy_m or 0) > ROUGH_M for row in rows]
        return cls(
            report=tuple(row.id for row in rows),
            place=tuple(row.place for row in rows),
            kind=tuple(row.evidence for row in rows),
            lat=np.where(rough, np.nan, np.array([row.lat for row in rows], np.float64)),
            lon=np.where(rough, np.nan, np.array([row.lon for row in rows], np.float64)),
            time_us=np.array([row.received_us for row in rows], np.int64),
        )


def reports_query() -> sa.Select[Any]:
    """Return the query for reports as ``report_of`` takes them, with the incident's state as ``state``; a
    merged incident speaks through the one that it has ended up in, however many merges in a row led there."""
    own = incidents.alias("own")
    steps = sa.select(incidents.c.id, incidents.c.merged_into, incidents.c.state)
    first = steps.where(incidents.c.id == own.c.merged_into).correlate(own)
    way = first.cte("way", recursive=True, nesting=True)
    way = way.union(steps.join(way, incidents.c.id == way.c.merged_into))
    last = sa.select(way.c.state).where(way.c.merged_into == "").correlate(own).scalar_subquery()
    # The way is gone by row, which is dear: by those alone that were merged.
    state = sa.case((own.c.merged_into != "", last), else_=own.c.state)
    photo = sa.exists().where(report_photos.c.report == reports.c.id)
    contact = sa.exists().where(report_contacts.c.report == reports.c.id)
    query = sa.select(reports, state.label("state"), photo.label("has_photo"), contact.label("has_contact"))
    return query.select_from(reports.outerjoin(own, own.c.id == reports.c.incident))


def status_of(state: str | None, closed_by: str) -> PublicStatus:
    """Return what the citizen is told: an operator's word first, then how the incident stands."""
    if closed_by and closed_by != WEB:
        return "solved"
    if state is not None:
        return _OF_INCIDENT[state]
    return "solved" if closed_by else "received"


def report_of(row: sa.Row[Any]) -> Report:
    """Return the report of a row of ``reports_query``."""
    values = {part.name: getattr(row, part.name) for part in fields(Report) if part.name != "status"}
    values |= {"status": status_of(row.state, row.closed_by), "incident": row.incident or ""}
    return Report(**values)
