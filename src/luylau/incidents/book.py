"""The incident book: findings gathered into incidents, every step with its event in one transaction.

Recording is idempotent: a finding is known by its id, and a rule has at most one open finding on a series,
so changes that come again after a crash change nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.findings import Finding, FindingChange
from luylau.incidents.incident import SYSTEM, finding_of, finding_values, not_closed, worst_finding
from luylau.incidents.rules import SEVERITIES, rank
from luylau.incidents.tables import findings, incidents
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.events import Event, EventLog, events
from luylau.kernel.sql import reader
from luylau.kernel.text import fold

REFRESH_US = 30 * MICROS
"""An incident that goes on as it was is told of at most this often."""


class IncidentBook:
    """Writes what the engine finds; ``desk.py`` holds the operators' actions, ``queries.py`` the reading."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._told: dict[str, tuple[int, str]] = {}

    def record(self, changes: Sequence[FindingChange]) -> None:
        """Write the changes in one transaction; does nothing where there is nothing to tell.

        Refreshes of what was told less than 30 s ago are left out, and of several in a row only the last is
        told: a day's backlog brings thousands of a finding that lasts. When it fails, nothing of it is
        written, and it can be called again with the same changes.
        """
        now_us = self._clock.now_us()
        due = [change for change in _newest(changes) if self._is_due(change, now_us)]
        if not due:
            return
        with self._engine.begin() as connection:
            for change in due:
                self._write(connection, change)
        for change in due:
            if change.what == "cleared":
                self._told.pop(change.finding.id, None)
            else:
                self._told[change.finding.id] = (now_us, change.finding.severity)

    def _is_due(self, change: FindingChange, now_us: int) -> bool:
        told_us, severity = self._told.get(change.finding.id, (0, ""))
        fresh = 0 <= now_us - told_us < REFRESH_US
        return change.what != "refreshed" or not fresh or change.finding.severity != severity

    def _write(self, connection: Connection, change: FindingChange) -> None:
        known = _known(connection, change.finding)
        if change.what == "cleared":
            if known is not None and known.cleared_us is None:
                self._clear(connection, known, change.finding)
        elif known is None:
            self._open(connection, change.finding)
        elif known.cleared_us is None:
            self._refresh(connection, known, change.finding)

    def forget_refreshes(self, before_us: int) -> int:
        """Delete events told before ``before_us`` that only said that an incident goes on; return how many.

        What opened, changed or closed an incident stays for ever.
        """
        old = (events.c.kind == "incident.refreshed") & (events.c.time_us < before_us)
        with self._engine.begin() as connection:
            return connection.execute(events.delete().where(old)).rowcount

    def open_findings(self) -> list[Finding]:
        """Return every finding that is not cleared, oldest first; the engine adopts them at its start."""
        query = sa.select(findings).where(findings.c.cleared_us.is_(None)).order_by(findings.c.opened_us)
        with reader(self._engine) as connection:
            return [finding_of(row) for row in connection.execute(query)]

    def _open(self, connection: Connection, finding: Finding) -> None:
        now_us = self._clock.now_us()
        current = connection.execute(not_closed(finding.group, finding.asset)).one_or_none()
        if current is None:
            current = _hushed(connection, finding)
        if current is None:
            incident = finding.id.replace("finding-", "incident-", 1)
            connection.execute(incidents.insert().values(_new_incident(incident, finding, now_us)))
            _take_lasting(connection, incident, finding)
            _insert(connection, incident, finding)
            self._event(connection, "incident.opened", incident, _said(finding))
        else:
            incident = current.id
            _insert(connection, incident, finding)
        self._event(connection, "finding.opened", incident, _said(finding))
        if current is not None and current.state != "closed":
            self._update(connection, incident)

    def _refresh(self, connection: Connection, known: sa.Row[Any], finding: Finding) -> None:
        latest = replace(
            finding,
            id=known.id,
            opened_us=known.opened_us,
            last_seen_us=max(finding.last_seen_us, known.last_seen_us),
        )
        connection.execute(findings.update().where(findings.c.id == known.id).values(finding_values(latest)))
        if _state(connection, known.incident) != "closed":
            self._update(connection, known.incident)

    def _clear(self, connection: Connection, known: sa.Row[Any], finding: Finding) -> None:
        cleared_us = max(finding.cleared_us or finding.last_seen_us, known.opened_us)
        connection.execute(findings.update().where(findings.c.id == known.id).values(cleared_us=cleared_us))
        self._event(connection, "finding.closed", known.incident, {**_said(finding), "finding": known.id})
        if _state(connection, known.incident) != "closed":
            self._update(connection, known.incident)

    def _update(self, connection: Connection, incident: str) -> None:
        """Bring an incident that is not closed into line with its open findings, and say what that
        changed."""
        now_us = self._clock.now_us()
        row = connection.execute(sa.select(incidents).where(incidents.c.id == incident)).one()
        worst = worst_finding(connection, incident)
        values: dict[str, Any] = {"updated_us": now_us}
        if worst is None:
            kind = "incident.cleared"
            values |= {
                "state": "closed",
                "closed_us": now_us,
                "closed_by": SYSTEM,
                "version": row.version + 1,
            }
        elif worst.severity != row.severity:
            kind = "incident.escalated" if worst.severity > row.severity else "incident.refreshed"
            values |= {"severity": worst.severity, "rule": worst.rule, "names": worst.names}
            values |= {"version": row.version + 1, "refreshed_us": now_us}
        elif 0 <= now_us - row.refreshed_us < REFRESH_US:
            kind = ""
        else:
            kind = "incident.refreshed"
            values["refreshed_us"] = now_us
        connection.execute(incidents.update().where(incidents.c.id == incident).values(values))
        if kind:
            said = {"asset": row.asset, "from": SEVERITIES[row.severity]}
            said["severity"] = SEVERITIES[values.get("severity", row.severity)]
            self._event(connection, kind, incident, said)

    def _event(self, connection: Connection, kind: str, incident: str, data: dict[str, Any]) -> None:
        event = Event(kind=kind, subject=incident, actor=SYSTEM, time_us=self._clock.now_us(), data=data)
        self._log.append(connection, event)


def _newest(changes: Sequence[FindingChange]) -> list[FindingChange]:
    """Return the changes without refreshes that the next change of the same finding refreshes anew."""
    kept: list[FindingChange] = []
    after: dict[str, FindingChange] = {}
    for change in reversed(changes):
        later = after.get(change.finding.id)
        after[change.finding.id] = change
        if (
            change.what == "refreshed"
            and later is not None
            and later.what == "refreshed"
            and later.finding.severity == change.finding.severity
        ):
            continue
        kept.append(change)
    kept.reverse()
    return kept


def _known(connection: Connection, finding: Finding) -> sa.Row[Any] | None:
    """Return the row of a finding: by its id, else the open one of the same rule and series."""
    found = connection.execute(sa.select(findings).where(findings.c.id == finding.id)).one_or_none()
    if found is not None:
        return found
    same = (
        (findings.c.rule == finding.rule)
        & (findings.c.asset == finding.asset)
        & (findings.c.channel == finding.channel)
    )
    return connection.execute(sa.select(findings).where(same & findings.c.cleared_us.is_(None))).one_or_none()


def _hushed(connection: Connection, finding: Finding) -> sa.Row[Any] | None:
    """Return the incident closed by hand that still covers a new finding, or None.

    It does while other findings of it last, unless the new one is worse than it was when it was closed, or
    the
    same rule's finding has been cleared meanwhile and comes back.
    """
    lasting = (
        sa.select(incidents)
        .join(findings, findings.c.incident == incidents.c.id)
        .where((incidents.c.group == finding.group) & (incidents.c.asset == finding.asset))
        .where(findings.c.cleared_us.is_(None))
        .limit(1)
    )
    row = connection.execute(lasting).one_or_none()
    if row is None or rank(finding.severity) > row.severity:
        return None
    before = (
        sa.select(findings.c.id)
        .where((findings.c.incident == row.id) & (findings.c.rule == finding.rule))
        .where((findings.c.channel == finding.channel) & findings.c.cleared_us.is_not(None))
        .limit(1)
    )
    return row if connection.execute(before).one_or_none() is None else None


def _take_lasting(connection: Connection, incident: str, finding: Finding) -> None:
    """Move findings that outlived their incident, closed by hand, into the one that takes its place."""
    lasting = (
        (findings.c.group == finding.group)
        & (findings.c.asset == finding.asset)
        & findings.c.cleared_us.is_(None)
    )
    worst = connection.execute(sa.select(sa.func.max(findings.c.severity)).where(lasting)).scalar()
    if worst is not None:
        connection.execute(findings.update().where(lasting).values(incident=incident))
        severity = max(worst, rank(finding.severity))
        connection.execute(incidents.update().where(incidents.c.id == incident).values(severity=severity))


def _state(connection: Connection, incident: str) -> str:
    return str(
        connection.execute(sa.select(incidents.c.state).where(incidents.c.id == incident)).scalar_one()
    )


def _insert(connection: Connection, incident: str, finding: Finding) -> None:
    connection.execute(findings.insert().values(incident=incident, **finding_values(finding)))


def _new_incident(incident: str, finding: Finding, now_us: int) -> dict[str, Any]:
    words = [finding.asset, finding.asset_name, finding.place_name, finding.rule, *finding.names.values()]
    return {
        "id": incident,
        "group": finding.group,
        "asset": finding.asset,
        "asset_name": finding.asset_name,
        "asset_kind": finding.asset_kind,
        "place": finding.place,
        "rule": finding.rule,
        "names": dict(finding.names),
        "search": fold(" ".join(words)),
        "severity": rank(finding.severity),
        "state": "open",
        "opened_us": finding.opened_us,
        "updated_us": now_us,
        "refreshed_us": now_us,
        "acknowledged_us": None,
        "acknowledged_by": "",
        "closed_us": None,
        "closed_by": "",
        "reason": "",
        "simulated": finding.simulated,
        "version": 1,
    }


def _said(finding: Finding) -> dict[str, Any]:
    """Return what an event tells of a finding."""
    return {
        "finding": finding.id,
        "rule": finding.rule,
        "asset": finding.asset,
        "channel": finding.channel,
        "severity": finding.severity,
        "value": finding.value,
        "key": finding.key,
        "fields": dict(finding.fields),
        "simulated": finding.simulated,
    }
