"""The incident book: findings gathered into incidents, every step with its event in one transaction.

Recording is idempotent: a finding is known by its id, and a rule has at most one open finding on a series,
so changes that come again after a crash change nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.city.model import Asset, Criticality, Place
from luylau.incidents.findings import Finding, FindingChange
from luylau.incidents.gathering import drill_values, home_of, incident_under, open_incident, take_lasting
from luylau.incidents.incident import finding_of, finding_values
from luylau.incidents.rules import Severity
from luylau.incidents.settling import REFRESH_US, settle, tell
from luylau.incidents.tables import findings, incidents
from luylau.incidents.urgency import UrgencyPart, first_parts, kept_parts
from luylau.kernel.clock import Clock
from luylau.kernel.events import Event, EventLog, events
from luylau.kernel.sql import reader


class IncidentBook:
    """Writes what the engine finds; ``desk.py`` holds the operators' actions, ``queries.py`` the reading."""

    def __init__(
        self,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        criticality: Callable[[str], Criticality] = lambda _: "normal",
    ) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._criticality = criticality
        self._told: dict[str, tuple[int, str, str, str]] = {}

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
                self._told[change.finding.id] = (now_us, *_matter(change))

    def _is_due(self, change: FindingChange, now_us: int) -> bool:
        told_us, *said = self._told.get(change.finding.id, (0, "", "", ""))
        fresh = 0 <= now_us - told_us < REFRESH_US
        return change.what != "refreshed" or not fresh or said != [*_matter(change)]

    def _write(self, connection: Connection, change: FindingChange) -> None:
        known = _known(connection, change.finding)
        if change.what == "cleared":
            if known is not None and known.cleared_us is None:
                self._clear(connection, known, change.finding)
        elif known is None:
            self._open(connection, change)
        elif known.cleared_us is None:
            self._refresh(connection, known, change)

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

    def set_urgency(
        self, connection: Connection, incident: str, urgency: int, parts: Sequence[UrgencyPart]
    ) -> None:
        """Give an incident another urgency (0 to 100) with its reasons, inside the caller's transaction.

        Where the number changes this is told as a refresh; the version stays, so that nobody's work is
        refused for it.
        """
        this = incidents.c.id == incident
        row = connection.execute(sa.select(incidents.c.asset, incidents.c.urgency).where(this)).one()
        values = {"urgency": urgency, "urgency_parts": kept_parts(parts)}
        connection.execute(incidents.update().where(this).values(values))
        if urgency != row.urgency:
            said = {"asset": row.asset, "urgency": urgency, "urgency_from": row.urgency}
            tell(self._log, connection, "incident.refreshed", incident, self._clock.now_us(), said)

    def open_drill(
        self,
        *,
        name: str,
        severity: Severity,
        actor: str,
        asset: Asset | None = None,
        place: Place | None = None,
    ) -> str:
        """Open an incident that only serves an exercise, on an asset or at a place; return its id.

        It has no findings, is in no count and is told as a drill; the desk ends it like any other.
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            values = drill_values(name, severity, asset, place, now_us)
            connection.execute(incidents.insert().values(values))
            said = {"asset": values["asset"], "severity": severity, "drill": True}
            opened = Event(
                kind="incident.opened", subject=values["id"], actor=actor, time_us=now_us, data=said
            )
            self._log.append(connection, opened)
        return str(values["id"])

    def _open(self, connection: Connection, change: FindingChange) -> None:
        now_us = self._clock.now_us()
        finding = change.finding
        under = incident_under(connection, change)
        incident = under or home_of(connection, finding)
        if incident:
            self._insert(connection, incident, change, under)
            tell(self._log, connection, "finding.opened", incident, now_us, _said(finding))
            settle(self._log, connection, incident, now_us)
            return
        incident = self._new(connection, finding)
        take_lasting(connection, incident, finding)
        self._insert(connection, incident, change, under)
        tell(self._log, connection, "finding.opened", incident, now_us, _said(finding))

    def _new(self, connection: Connection, finding: Finding) -> str:
        now_us = self._clock.now_us()
        parts = first_parts(finding.severity, self._criticality(finding.asset))
        incident, new = open_incident(connection, finding, parts, now_us)
        kind = "incident.opened" if new else "incident.reopened"
        tell(self._log, connection, kind, incident, now_us, _said(finding))
        return incident

    def _insert(self, connection: Connection, incident: str, change: FindingChange, under: str) -> None:
        values = finding_values(change.finding)
        values |= {"incident": incident, "under": change.under if under else ""}
        connection.execute(findings.insert().values(values))

    def _refresh(self, connection: Connection, known: sa.Row[Any], change: FindingChange) -> None:
        finding = change.finding
        latest = replace(
            finding,
            id=known.id,
            opened_us=known.opened_us,
            last_seen_us=max(finding.last_seen_us, known.last_seen_us),
        )
        connection.execute(findings.update().where(findings.c.id == known.id).values(finding_values(latest)))
        now_us = self._clock.now_us()
        incident = self._belongs(connection, known, replace(change, finding=latest))
        settle(self._log, connection, incident, now_us)
        if incident != known.incident:
            settle(self._log, connection, known.incident, now_us, merged_into=incident)

    def _belongs(self, connection: Connection, known: sa.Row[Any], change: FindingChange) -> str:
        """Put an open finding into the incident that ``change`` says it belongs to; return that one.

        What a person has put elsewhere stays there until the cause is another one.
        """
        if change.under in ("", known.under):
            return str(known.incident)
        alone = change.under == known.id
        if not alone:
            incident = incident_under(connection, change)
        elif not known.under or _is_elsewhere(connection, known):
            incident = str(known.incident) if known.under else ""
        else:
            incident = home_of(connection, change.finding) or self._new(connection, change.finding)
        if not incident:
            return str(known.incident)
        values = {"incident": incident, "under": "" if alone else change.under}
        connection.execute(findings.update().where(findings.c.id == known.id).values(values))
        if incident != known.incident:
            said = {"asset": known.asset, "finding": known.id, "from": known.incident, "into": incident}
            for told in (known.incident, incident):
                tell(self._log, connection, "finding.moved", told, self._clock.now_us(), said)
        return incident

    def _clear(self, connection: Connection, known: sa.Row[Any], finding: Finding) -> None:
        now_us = self._clock.now_us()
        cleared_us = max(finding.cleared_us or finding.last_seen_us, known.opened_us)
        connection.execute(findings.update().where(findings.c.id == known.id).values(cleared_us=cleared_us))
        said = {**_said(finding), "finding": known.id}
        tell(self._log, connection, "finding.closed", known.incident, now_us, said)
        settle(self._log, connection, known.incident, now_us)


def _matter(change: FindingChange) -> tuple[str, str, str]:
    """Return what is told at once when it changes."""
    return change.finding.severity, change.under, change.finding.asset


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
            and _matter(later) == _matter(change)
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


def _is_elsewhere(connection: Connection, known: sa.Row[Any]) -> bool:
    """Say whether a finding is in another incident than the one above it: a person has put it there."""
    above = sa.select(findings.c.incident).where(findings.c.id == known.under)
    return bool(connection.execute(above).scalar_one_or_none() != known.incident)


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
