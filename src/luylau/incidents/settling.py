"""Bringing incidents into line with their findings: severity, urgency, and the end when nothing lasts.

Book and desk call it whenever findings came, went or moved, in their own transactions.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.incident import SYSTEM, worst_finding
from luylau.incidents.rules import SEVERITIES
from luylau.incidents.tables import OVER, incidents
from luylau.incidents.urgency import kept_parts, parts_of, total, with_severity
from luylau.kernel.clock import MICROS
from luylau.kernel.events import Event, EventLog

REFRESH_US = 30 * MICROS
"""An incident that goes on as it was is told of at most this often."""


def tell(
    log: EventLog, connection: Connection, kind: str, incident: str, now_us: int, data: dict[str, Any]
) -> None:
    """Append what the platform itself did to an incident's timeline."""
    log.append(connection, Event(kind=kind, subject=incident, actor=SYSTEM, time_us=now_us, data=data))


def restarted(now_us: int) -> dict[str, Any]:
    """Return the columns of an escalation clock that begins anew."""
    return {"since_us": now_us, "escalations": 0, "due_us": None}


def resolved_by_itself(row: sa.Row[Any], now_us: int, merged_into: str = "") -> dict[str, Any]:
    """Return the columns of an incident whose findings are all over, or all in another one."""
    return {
        "state": "resolved",
        "resolution": "merged" if merged_into else "over",
        "merged_into": merged_into,
        "resolved_us": now_us,
        "resolved_by": SYSTEM,
        "snoozed_until_us": None,
        **restarted(now_us),
        "version": row.version + 1,
    }


def severity_values(row: sa.Row[Any], worst: sa.Row[Any]) -> dict[str, Any]:
    """Return the columns that an incident takes from its worst finding, urgency among them."""
    parts = with_severity(parts_of(row.urgency_parts), SEVERITIES[worst.severity])
    return {
        "severity": worst.severity,
        "rule": worst.rule,
        "names": worst.names,
        "urgency": total(parts),
        "urgency_parts": kept_parts(parts),
    }


def settle(
    log: EventLog, connection: Connection, incident: str, now_us: int, *, merged_into: str = ""
) -> None:
    """Bring an incident that is not over into line with its open findings, and say what that changed.

    Where none is left it is resolved: as over, or as merged where its findings went into ``merged_into``.
    One that got worse is woken, and its escalation clock begins anew. An exercise has no findings to follow.
    """
    # An operator may be acting on it at this moment.
    row = connection.execute(sa.select(incidents).where(incidents.c.id == incident).with_for_update()).one()
    if row.state in OVER or row.drill:
        return
    worst = worst_finding(connection, incident)
    values: dict[str, Any] = {"updated_us": now_us}
    if worst is None:
        kind = "incident.merged" if merged_into else "incident.cleared"
        values |= resolved_by_itself(row, now_us, merged_into)
    elif worst.severity != row.severity:
        kind = "incident.escalated" if worst.severity > row.severity else "incident.refreshed"
        values |= severity_values(row, worst) | {"version": row.version + 1, "refreshed_us": now_us}
        values["due_us"] = None
        if worst.severity > row.severity:
            values |= restarted(now_us) | {"snoozed_until_us": None}
    elif 0 <= now_us - row.refreshed_us < REFRESH_US:
        kind = ""
    else:
        kind = "incident.refreshed"
        values["refreshed_us"] = now_us
    connection.execute(incidents.update().where(incidents.c.id == incident).values(values))
    if kind:
        said = {"asset": row.asset, "from": SEVERITIES[row.severity]}
        said["severity"] = SEVERITIES[values.get("severity", row.severity)]
        if merged_into:
            said["into"] = merged_into
        tell(log, connection, kind, incident, now_us, said)
