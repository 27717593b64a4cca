"""The causes' book: what is told of each, beside the finding that stands for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.book import IncidentBook
from luylau.incidents.causes.describing import Described
from luylau.incidents.causes.doubts import RULE as DOUBTED
from luylau.incidents.causes.tables import causes
from luylau.incidents.incident import not_over
from luylau.incidents.rules import SEVERITIES
from luylau.incidents.settling import tell
from luylau.incidents.tables import OVER, findings, incidents
from luylau.incidents.urgency import UrgencyPart, parts_of, total, with_severity
from luylau.kernel.clock import Clock
from luylau.kernel.events import EventLog
from luylau.kernel.sql import reader
from luylau.kernel.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRecord:
    """What is known of the cause of an incident; ``data`` is ``Described`` as JSON keeps it."""

    finding: str
    incident: str
    updated_us: int
    data: Mapping[str, Any]


class CauseBook:
    """Writes descriptions, and brings the incidents of causes into line with them."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, book: IncidentBook) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._book = book

    def record(self, described: Mapping[str, Described]) -> None:
        """Write descriptions by the id of their finding, in one transaction; one whose finding is not in the
        book is left out."""
        if not described:
            return
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            for finding, what in described.items():
                self._write(connection, finding, what, now_us)

    def _write(self, connection: Connection, finding: str, what: Described, now_us: int) -> None:
        row = connection.execute(
            sa.select(
                findings,
                incidents.c.state,
                incidents.c.asset.label("of_incident"),
                incidents.c.severity.label("of_severity"),
            )
            .join(incidents, findings.c.incident == incidents.c.id)
            .where(findings.c.id == finding)
            .with_for_update()
        ).one_or_none()
        if row is None:
            return
        values = {"updated_us": now_us, "data": what.data()}
        this = causes.c.finding == finding
        before = connection.execute(sa.select(causes.c.data).where(this)).scalar_one_or_none()
        if before is None:
            connection.execute(causes.insert().values(finding=finding, **values))
        else:
            connection.execute(causes.update().where(this).values(values))
        if row.state in OVER:
            return
        parts = max((what.consequence.urgency, *self._others(connection, row)), key=total)
        parts = with_severity(parts, SEVERITIES[row.of_severity])
        self._book.set_urgency(connection, row.incident, total(parts), parts)
        # An incident that several causes were put into keeps standing on the one that it stood on.
        if row.of_incident == (row.asset if before is None else _asset_of(before)):
            here = {"lat": what.element.lat, "lon": what.element.lon}
            connection.execute(incidents.update().where(incidents.c.id == row.incident).values(here))
            if row.of_incident != row.asset:
                self._revise(connection, row, now_us)

    def _others(self, connection: Connection, row: sa.Row[Any]) -> list[tuple[UrgencyPart, ...]]:
        """Return the urgency of the other causes that last in the same incident."""
        theirs = (
            sa.select(causes.c.data)
            .join(findings, findings.c.id == causes.c.finding)
            .where((findings.c.incident == row.incident) & (findings.c.id != row.id))
            .where(findings.c.cleared_us.is_(None))
        )
        return [parts_of(data["urgency"]) for data in connection.execute(theirs).scalars()]

    def _revise(self, connection: Connection, row: sa.Row[Any], now_us: int) -> None:
        """Let the incident stand on what the cause is thought to be now, unless another one does already."""
        if connection.execute(not_over(row.group, row.asset)).one_or_none() is not None:
            return
        values = {
            "asset": row.asset,
            "asset_name": row.asset_name,
            "asset_kind": row.asset_kind,
            "place": row.place,
            "search": fold(" ".join([row.asset, row.asset_name, row.place_name, *row.names.values()])),
        }
        connection.execute(incidents.update().where(incidents.c.id == row.incident).values(values))
        said = {"asset": row.asset, "from": row.of_incident, "key": row.key, "fields": row.fields}
        tell(self._log, connection, "incident.revised", row.incident, now_us, said)


def _asset_of(data: Mapping[str, Any]) -> str:
    """Return what the finding of a cause stands on, as ``Describer.finding`` has it."""
    element = data["element"]
    return str(element["asset"] or element["element"])


def cause_of_incident(engine: Engine, incident: str) -> CauseRecord | None:
    """Return the newest cause of an incident; None where it has none."""
    query = _records().where(findings.c.incident == incident).order_by(findings.c.opened_us.desc()).limit(1)
    with reader(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else CauseRecord(**row._mapping)


def standing_causes(engine: Engine) -> tuple[CauseRecord, ...]:
    """Return all causes that last, the oldest first."""
    query = _records().where(findings.c.cleared_us.is_(None)).order_by(findings.c.opened_us, findings.c.id)
    with reader(engine) as connection:
        return tuple(CauseRecord(**row._mapping) for row in connection.execute(query))


def doubted_switches(engine: Engine) -> dict[str, int]:
    """Return the switches that say that they are open and are not believed, each with how many devices report
    behind it."""
    query = sa.select(findings.c.asset, findings.c.value)
    query = query.where((findings.c.rule == DOUBTED) & findings.c.cleared_us.is_(None))
    with reader(engine) as connection:
        return {row.asset: int(row.value) for row in connection.execute(query.order_by(findings.c.opened_us))}


def _records() -> sa.Select[Any]:
    query = sa.select(causes.c.finding, findings.c.incident, causes.c.updated_us, causes.c.data)
    return query.join(findings, findings.c.id == causes.c.finding)
