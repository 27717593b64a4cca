"""Which incident a finding belongs to, and the opening of new ones."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.city.model import Asset, Place
from luylau.incidents.findings import Finding, FindingChange
from luylau.incidents.incident import SYSTEM, not_over, standing, worst_finding
from luylau.incidents.rules import Severity, rank
from luylau.incidents.settling import restarted, severity_values
from luylau.incidents.tables import OVER, findings, incidents, is_over
from luylau.incidents.urgency import UrgencyPart, first_parts, kept_parts, total
from luylau.kernel.ids import new_id
from luylau.kernel.messages import LANGUAGES
from luylau.kernel.text import fold

_DRILL = "drill"
"""What stands for a rule in an exercise."""


def incident_under(connection: Connection, change: FindingChange) -> str:
    """Return the incident of the finding that a change names as the one above it; empty where that is
    unknown, over, or the finding itself.

    An incident resolved by hand while the finding above goes on covers what is no worse than it was.
    """
    if change.under in ("", change.finding.id):
        return ""
    covers = (
        (incidents.c.resolved_by != SYSTEM)
        & findings.c.cleared_us.is_(None)
        & (incidents.c.severity >= rank(change.finding.severity))
    )
    above = (
        sa.select(incidents.c.id)
        .join(findings, findings.c.incident == incidents.c.id)
        .where((findings.c.id == change.under) & (~is_over | covers))
    )
    return connection.execute(above).scalar_one_or_none() or ""


def home_of(connection: Connection, finding: Finding) -> str:
    """Return the incident that a new finding joins of itself; empty where it needs one of its own.

    It is the one of its group on its asset that is not over; else the one that a person merged that into;
    else one resolved by hand that still covers it.
    """
    current = connection.execute(not_over(finding.group, finding.asset)).one_or_none()
    if current is not None:
        return str(current.id)
    return _merged_by_hand(connection, finding) or _hushed(connection, finding)


def final_incident(connection: Connection, incident: str) -> sa.Row[Any]:
    """Return the incident that another one has ended up in by merging, itself where it was not merged."""
    row = connection.execute(sa.select(incidents).where(incidents.c.id == incident)).one()
    while row.merged_into:
        row = connection.execute(sa.select(incidents).where(incidents.c.id == row.merged_into)).one()
    return row


def _merged_by_hand(connection: Connection, finding: Finding) -> str:
    same = (incidents.c.group == finding.group) & (incidents.c.asset == finding.asset)
    by_hand = (incidents.c.resolution == "merged") & (incidents.c.resolved_by != SYSTEM)
    newest = sa.select(incidents.c.id).where(same & by_hand).order_by(incidents.c.resolved_us.desc()).limit(1)
    merged = connection.execute(newest).scalar_one_or_none()
    if merged is None:
        return ""
    target = final_incident(connection, merged)
    return "" if target.state in OVER else str(target.id)


def _hushed(connection: Connection, finding: Finding) -> str:
    """Return the incident resolved by hand that still covers a new finding; empty for none.

    It does while other findings of it last, unless the new one is worse than it was when it was resolved, or
    the same rule's finding has been cleared meanwhile and comes back.
    """
    lasting = (
        sa.select(incidents.c.id, incidents.c.severity)
        .join(findings, findings.c.incident == incidents.c.id)
        .where((findings.c.group == finding.group) & (findings.c.asset == finding.asset))
        .where(findings.c.cleared_us.is_(None) & is_over)
        .limit(1)
    )
    row = connection.execute(lasting).one_or_none()
    if row is None or rank(finding.severity) > row.severity:
        return ""
    before = (
        sa.select(findings.c.id)
        .where((findings.c.incident == row.id) & (findings.c.rule == finding.rule))
        .where((findings.c.asset == finding.asset) & (findings.c.channel == finding.channel))
        .where(findings.c.cleared_us.is_not(None))
        .limit(1)
    )
    return "" if connection.execute(before).one_or_none() is not None else str(row.id)


def take_lasting(connection: Connection, incident: str, finding: Finding) -> None:
    """Move findings that outlived their incident, resolved by hand, into the one that takes its place."""
    lasting = (
        (findings.c.group == finding.group)
        & (findings.c.asset == finding.asset)
        & findings.c.cleared_us.is_(None)
        & (findings.c.incident != incident)
        & sa.exists().where((incidents.c.id == findings.c.incident) & is_over)
    )
    if connection.execute(sa.select(findings.c.id).where(lasting).limit(1)).first() is None:
        return
    connection.execute(findings.update().where(lasting).values(incident=incident))
    this = incidents.c.id == incident
    row = connection.execute(sa.select(incidents).where(this)).one()
    worst = worst_finding(connection, incident)
    if worst is not None and worst.severity > row.severity:
        changed = {
            name: value
            for name, value in severity_values(row, worst).items()
            if name not in ("rule", "names")
        }
        connection.execute(incidents.update().where(this).values(changed))


def open_incident(
    connection: Connection, finding: Finding, parts: Sequence[UrgencyPart], now_us: int
) -> tuple[str, bool]:
    """Open an incident for a finding that has none; return its id, and whether it is a new one.

    The one that the finding had of its own before the platform moved it elsewhere goes on.
    """
    incident = finding.id.replace("finding-", "incident-", 1)
    this = incidents.c.id == incident
    row = connection.execute(sa.select(incidents).where(this)).one_or_none()
    if row is not None and row.resolution == "merged" and row.resolved_by == SYSTEM:
        values = unresolved(row) | restarted(now_us) | {"updated_us": now_us, "version": row.version + 1}
        connection.execute(incidents.update().where(this).values(values))
        return incident, False
    if row is not None:
        incident = new_id("incident")
    connection.execute(incidents.insert().values(incident_values(incident, finding, parts, now_us)))
    return incident, True


def unresolved(row: sa.Row[Any]) -> dict[str, Any]:
    """Return the columns of an incident that is no longer over."""
    return {
        "state": standing(row),
        "resolution": "",
        "merged_into": "",
        "resolved_us": None,
        "resolved_by": "",
        "reason": "",
    }


def incident_values(
    incident: str, finding: Finding, parts: Sequence[UrgencyPart], now_us: int
) -> dict[str, Any]:
    """Return the columns of a new incident that a finding opens."""
    words = [finding.asset, finding.asset_name, finding.place_name, finding.rule, *finding.names.values()]
    return {
        **_blank(finding.names, words, finding.severity, parts, now_us),
        "id": incident,
        "group": finding.group,
        "asset": finding.asset,
        "asset_name": finding.asset_name,
        "asset_kind": finding.asset_kind,
        "place": finding.place,
        "rule": finding.rule,
        "opened_us": finding.opened_us,
        "simulated": finding.simulated,
        "drill": False,
    }


def drill_values(
    name: str, severity: Severity, asset: Asset | None, place: Place | None, now_us: int
) -> dict[str, Any]:
    """Return the columns of a new incident that only serves an exercise."""
    incident = new_id("incident")
    parts = first_parts(severity, asset.criticality if asset else "normal")
    words = [name, *((asset.id, asset.name) if asset else ()), *((place.name,) if place else ())]
    return {
        **_blank(dict.fromkeys(LANGUAGES, name), words, severity, parts, now_us),
        "id": incident,
        # No finding has this group, so none joins an exercise.
        "group": incident,
        "asset": asset.id if asset else "",
        "asset_name": asset.name if asset else "",
        "asset_kind": asset.kind if asset else "",
        "place": asset.place if asset else place.id if place else "",
        "rule": _DRILL,
        "opened_us": now_us,
        "simulated": True,
        "drill": True,
    }


def _blank(
    names: Mapping[str, str],
    words: Sequence[str],
    severity: Severity,
    parts: Sequence[UrgencyPart],
    now_us: int,
) -> dict[str, Any]:
    """Return what all incidents begin with."""
    return {
        "names": dict(names),
        "lat": None,
        "lon": None,
        "search": fold(" ".join(words)),
        "severity": rank(severity),
        "state": "suspected",
        "updated_us": now_us,
        "refreshed_us": now_us,
        **restarted(now_us),
        "confirmed_us": None,
        "confirmed_by": "",
        "started_us": None,
        "resolved_us": None,
        "resolved_by": "",
        "resolution": "",
        "reason": "",
        "merged_into": "",
        "reviewed_us": None,
        "reviewed_by": "",
        "learned": "",
        "owner": "",
        "agency": "",
        "urgency": total(parts),
        "urgency_parts": kept_parts(parts),
        "snoozed_until_us": None,
        "version": 1,
    }
