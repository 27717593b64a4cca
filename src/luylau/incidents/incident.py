"""An incident as it is read: what is wrong on one asset, how bad, and who has done what about it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.findings import Finding
from luylau.incidents.rules import SEVERITIES, Severity, rank
from luylau.incidents.tables import findings, incidents
from luylau.kernel.errors import BadInput
from luylau.kernel.events import Event
from luylau.kernel.messages import Language, message

State = Literal["open", "acknowledged", "closed"]
STATES: tuple[State, ...] = ("open", "acknowledged", "closed")

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
    rule: str
    names: Mapping[str, str]
    severity: Severity
    state: State
    opened_us: int
    updated_us: int
    acknowledged_us: int | None
    acknowledged_by: str
    closed_us: int | None
    closed_by: str
    reason: str
    simulated: bool
    version: int
    findings: int
    """How many findings it has in all."""
    open_findings: int
    """How many of them last; 0 for one that is over."""

    def title(self, language: Language, asset_name: str) -> str:
        """Return what to call the incident: what is wrong and where, ``asset_name`` being the asset's name in
        ``language``."""
        name = self.names.get(language) or self.rule
        if not self.asset:
            return name
        return message(language, "incident-title", {"rule": name, "asset": asset_name})


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetail:
    """An incident with all its findings (oldest first) and its timeline (oldest first)."""

    incident: Incident
    findings: tuple[Finding, ...]
    timeline: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """Some incidents, newest first; ``cursor`` asks for those after them and is empty at the end.

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
    """How many incidents there are by state, and how many that are not closed by severity."""

    by_state: Mapping[State, int]
    by_severity: Mapping[Severity, int]


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
    return Incident(**{**values, "severity": SEVERITIES[row.severity]})


def worst_finding(connection: Connection, incident: str) -> sa.Row[Any] | None:
    """Return the gravest finding of an incident that lasts, of several the newest; None where none does."""
    mine = (findings.c.incident == incident) & findings.c.cleared_us.is_(None)
    query = sa.select(findings).where(mine)
    query = query.order_by(findings.c.severity.desc(), findings.c.opened_us.desc()).limit(1)
    return connection.execute(query).one_or_none()


def not_closed(group: str, asset: str) -> sa.Select[Any]:
    """Return the query for the one incident of a group on an asset that is not closed."""
    same = (incidents.c.group == group) & (incidents.c.asset == asset)
    return sa.select(incidents).where(same & (incidents.c.state != "closed"))


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


def make_cursor(last: Incident | Finding) -> str:
    """Return what asks for those after this one."""
    return urlsafe_b64encode(json.dumps([last.opened_us, last.id]).encode()).decode()


def read_cursor(cursor: str) -> tuple[int, str]:
    """Return (opened_us, id) of a cursor.

    Raises:
        BadInput: it is none of ours (``incident-cursor-bad``).
    """
    try:
        opened_us, known = json.loads(urlsafe_b64decode(cursor.encode()))
        if isinstance(opened_us, int) and isinstance(known, str):
            return opened_us, known
    except (ValueError, TypeError):
        pass
    raise BadInput("incident-cursor-bad")
