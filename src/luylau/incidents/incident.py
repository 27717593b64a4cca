"""An incident as it is read: what is wrong on one asset, how bad, and who has done what about it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.cursors import packed, unpacked
from luylau.incidents.findings import Finding
from luylau.incidents.rules import SEVERITIES, Severity, rank
from luylau.incidents.tables import findings, incidents, is_over
from luylau.incidents.tasks import Task
from luylau.incidents.urgency import UrgencyPart, parts_of
from luylau.kernel.errors import BadInput
from luylau.kernel.events import Event
from luylau.kernel.messages import Language, message

State = Literal["suspected", "confirmed", "assigned", "in_progress", "resolved", "reviewed"]
STATES: tuple[State, ...] = get_args(State)

Resolution = Literal["", "over", "fixed", "false_alarm", "merged"]
"""How an incident ended: by itself, by work, as no incident at all, or inside another one."""

Order = Literal["newest", "urgency"]

SYSTEM = "system:signals"
"""The actor of what the platform does by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident without its findings. Times are microseconds UTC.

    ``names`` are the worst finding's rule's, by language. ``version`` grows with every change of state or
    severity and every comment, not with a mere refresh.
    """

    id: str
    group: str
    asset: str
    asset_name: str
    asset_kind: str
    place: str
    lat: float | None
    lon: float | None
    """Where it is, if its asset is none of the city's; None where nobody knows."""
    rule: str
    names: Mapping[str, str]
    severity: Severity
    state: State
    opened_us: int
    updated_us: int
    since_us: int
    """Since when it has waited for its next step."""
    confirmed_us: int | None
    confirmed_by: str
    started_us: int | None
    resolved_us: int | None
    resolved_by: str
    resolution: Resolution
    reason: str
    merged_into: str
    reviewed_us: int | None
    reviewed_by: str
    learned: str
    owner: str
    """Id of the user who handles it; empty for none."""
    agency: str
    """Id of the organisation that handles it; empty for none."""
    urgency: int
    """0 to 100: how soon somebody must act."""
    urgency_parts: tuple[UrgencyPart, ...]
    snoozed_until_us: int | None
    escalations: int
    due_us: int | None
    simulated: bool
    drill: bool
    """Whether it only serves an exercise."""
    version: int
    findings: int
    """How many findings it has in all."""
    open_findings: int
    """How many of them last; 0 for one that is over."""

    def title(self, language: Language, asset_name: str) -> str:
        """Return what to call the incident: what is wrong and where, ``asset_name`` being the asset's name in
        ``language``."""
        return title_of(self.names, self.asset and asset_name, language) or self.rule


def title_of(names: Mapping[str, str], asset_name: str, language: Language) -> str:
    """Return what to call an incident whose rule has ``names``, on the asset of that name, "" for none."""
    name = names.get(language) or next(iter(names.values()), "")
    return message(language, "incident-title", {"rule": name, "asset": asset_name}) if asset_name else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as one incident sees it; ``kind`` is "causes" where the other one comes from it."""

    other: Incident
    kind: Literal["related", "caused_by", "causes"]
    created_us: int
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetail:
    """An incident with its findings, tasks, links and timeline, the oldest of each first.

    ``merged`` are the ids of the incidents that it took in.
    """

    incident: Incident
    findings: tuple[Finding, ...]
    tasks: tuple[Task, ...]
    links: tuple[Link, ...]
    merged: tuple[str, ...]
    timeline: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """Some incidents in the order asked for; ``cursor`` asks for those after them and is empty at the end.

    ``total`` is how many the filter lets through.
    """

    incidents: tuple[Incident, ...]
    cursor: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """Some findings, newest first; ``cursor`` asks for those after them and is empty at the end."""

    findings: tuple[Finding, ...]
    cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCounts:
    """How many incidents there are by state; of those not over, how many by severity, snoozed and escalated.

    Exercises and incidents merged into others are in no count.
    """

    by_state: Mapping[State, int]
    by_severity: Mapping[Severity, int]
    snoozed: int
    overdue: int


def incidents_query() -> sa.Select[Any]:
    """Return the query for incidents as ``incident_of`` takes them."""
    mine = sa.select(sa.func.count()).where(findings.c.incident == incidents.c.id)
    return sa.select(
        incidents,
        mine.scalar_subquery().label("findings"),
        mine.where(findings.c.cleared_us.is_(None)).scalar_subquery().label("open_findings"),
    )


def incident_of(row: sa.Row[Any]) -> Incident:
    """Return the incident of a row of ``incidents_query``."""
    values = {part.name: getattr(row, part.name) for part in fields(Incident)}
    values |= {"severity": SEVERITIES[row.severity], "urgency_parts": parts_of(row.urgency_parts)}
    return Incident(**values)


def with_merged(incident: str) -> sa.Select[Any]:
    """Return the query for the ids of an incident and of those merged into it, however deep."""
    parts = sa.select(incidents.c.id).where(incidents.c.id == incident).cte(recursive=True)
    parts = parts.union(sa.select(incidents.c.id).join(parts, incidents.c.merged_into == parts.c.id))
    return sa.select(parts.c.id)


def standing(row: sa.Row[Any]) -> State:
    """Return the state of an incident that is not over, from what has been done about it."""
    if row.started_us is not None:
        return "in_progress"
    if row.owner or row.agency:
        return "assigned"
    return "suspected" if row.confirmed_us is None else "confirmed"


def worst_finding(connection: Connection, incident: str) -> sa.Row[Any] | None:
    """Return the gravest finding of an incident that lasts; None where none does.

    Of several as grave it is one that stands above others, a cause say; else the newest.
    """
    mine = (findings.c.incident == incident) & findings.c.cleared_us.is_(None)
    query = sa.select(findings).where(mine)
    query = query.order_by(findings.c.severity.desc(), findings.c.under, findings.c.opened_us.desc()).limit(1)
    return connection.execute(query).one_or_none()


def not_over(group: str, asset: str) -> sa.Select[Any]:
    """Return the query for the one incident of a group on an asset that is not over."""
    same = (incidents.c.group == group) & (incidents.c.asset == asset)
    return sa.select(incidents).where(same & ~is_over)


def finding_of(row: sa.Row[Any]) -> Finding:
    """Return the finding of a row of its table."""
    values = {part.name: getattr(row, part.name) for part in fields(Finding)}
    return Finding(**{**values, "severity": SEVERITIES[row.severity]})


def finding_values(finding: Finding) -> dict[str, Any]:
    """Return a finding as the columns of its table, the incident aside."""
    values = {part.name: getattr(finding, part.name) for part in fields(Finding)}
    values |= {
        "names": dict(finding.names),
        "fields": dict(finding.fields),
        "severity": rank(finding.severity),
    }
    del values["incident"]
    return values


def make_cursor(last: Incident | Finding, order: Order = "newest") -> str:
    """Return what asks for those after this one."""
    place: list[int | str] = [last.opened_us, last.id]
    if isinstance(last, Incident) and order == "urgency":
        place = [last.urgency, *place]
    return packed(place)


def read_cursor(cursor: str, order: Order = "newest") -> tuple[int | str, ...]:
    """Return (opened_us, id) of a cursor; by urgency (urgency, opened_us, id).

    Raises:
        BadInput: it is none of ours, or belongs to another order (``incident-cursor-bad``).
    """
    place = unpacked(cursor, (int, str) if order == "newest" else (int, int, str))
    if place is None:
        raise BadInput("incident-cursor-bad")
    return place
