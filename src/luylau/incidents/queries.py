"""Reading the incident book."""

import json
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.incidents.incident import (
    STATES,
    FindingPage,
    IncidentCounts,
    IncidentDetail,
    IncidentPage,
    State,
    finding_of,
    incident_of,
    incidents_query,
    make_cursor,
    read_cursor,
)
from luylau.incidents.rules import SEVERITIES, Severity, rank
from luylau.incidents.tables import findings, incidents
from luylau.kernel.errors import NotFound
from luylau.kernel.events import Event, events
from luylau.kernel.sql import reader
from luylau.kernel.text import fold

REFRESHES = 50
"""An incident that lasts for days is refreshed thousands of times; its timeline shows so many of them."""
PAGE = 50
PAGE_MAX = 500


class IncidentReader:
    """Lists, details and counts; takes no lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(
        self,
        *,
        states: Collection[State] = (),
        severities: Collection[Severity] = (),
        kinds: Collection[str] = (),
        places: Collection[str] = (),
        assets: Collection[str] = (),
        text: str = "",
        called: Callable[[str], Collection[str]] = lambda _: (),
        cursor: str = "",
        limit: int = PAGE,
    ) -> IncidentPage:
        """Return incidents, newest first, at most ``limit`` (1 to 500) of those after ``cursor``.

        An empty filter lets everything through. ``kinds`` are kinds of asset; ``places`` are taken as they
        are, so name the places inside too. Every word of ``text`` must occur (accents and case aside): in
        what the incident keeps, or in a name of its asset, ``called`` returning the ids of the assets that
        have a folded word in a name.

        Raises:
            BadInput: the cursor is none (``incident-cursor-bad``).
        """
        query = incidents_query()
        for column, wanted in (
            (incidents.c.state, list(states)),
            (incidents.c.severity, [rank(one) for one in severities]),
            (incidents.c.asset_kind, list(kinds)),
            (incidents.c.place, list(places)),
            (incidents.c.asset, list(assets)),
        ):
            if wanted:
                query = query.where(column.in_(wanted))
        for word in fold(text).split():
            kept = incidents.c.search.contains(word, autoescape=True)
            query = query.where(kept | incidents.c.asset.in_(_each(called(word))))
        count = sa.select(sa.func.count()).select_from(query.subquery())
        if cursor:
            query = query.where(sa.tuple_(incidents.c.opened_us, incidents.c.id) < read_cursor(cursor))
        limit = min(max(limit, 1), PAGE_MAX)
        query = query.order_by(incidents.c.opened_us.desc(), incidents.c.id.desc()).limit(limit + 1)
        with reader(self._engine) as connection:
            found = [incident_of(row) for row in connection.execute(query)]
            total = int(connection.execute(count).scalar_one())
        shown = tuple(found[:limit])
        return IncidentPage(
            incidents=shown, cursor=make_cursor(shown[-1]) if len(found) > limit else "", total=total
        )

    def get(self, incident_id: str) -> IncidentDetail:
        """Return an incident with its findings and its timeline, of mere refreshes the newest ``REFRESHES``.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
        """
        with reader(self._engine) as connection:
            row = connection.execute(incidents_query().where(incidents.c.id == incident_id)).one_or_none()
            if row is None:
                raise NotFound("incident-unknown", incident=incident_id)
            of_it = sa.select(findings).where(findings.c.incident == incident_id)
            found = connection.execute(of_it.order_by(findings.c.opened_us, findings.c.id))
            refreshes = events.c.kind == "incident.refreshed"
            of_this = sa.select(events).where(events.c.subject == incident_id)
            newest = connection.execute(
                of_this.where(refreshes).order_by(events.c.seq.desc()).limit(REFRESHES)
            )
            told = [*connection.execute(of_this.where(~refreshes)), *newest]
            told.sort(key=lambda one: int(one.seq))
            return IncidentDetail(
                incident=incident_of(row),
                findings=tuple(finding_of(one) for one in found),
                timeline=tuple(_event(one) for one in told),
            )

    def findings(
        self,
        *,
        assets: Collection[str] = (),
        rules: Collection[str] = (),
        is_open: bool | None = None,
        cursor: str = "",
        limit: int = PAGE,
    ) -> FindingPage:
        """Return findings, newest first, at most ``limit`` (1 to 500) of those after ``cursor``.

        An empty filter lets everything through, and so does ``is_open`` of None.

        Raises:
            BadInput: the cursor is none (``incident-cursor-bad``).
        """
        query = sa.select(findings)
        if assets:
            query = query.where(findings.c.asset.in_(list(assets)))
        if rules:
            query = query.where(findings.c.rule.in_(list(rules)))
        if is_open is not None:
            lasts = findings.c.cleared_us.is_(None)
            query = query.where(lasts if is_open else ~lasts)
        if cursor:
            query = query.where(sa.tuple_(findings.c.opened_us, findings.c.id) < read_cursor(cursor))
        limit = min(max(limit, 1), PAGE_MAX)
        query = query.order_by(findings.c.opened_us.desc(), findings.c.id.desc()).limit(limit + 1)
        with reader(self._engine) as connection:
            found = [finding_of(row) for row in connection.execute(query)]
        shown = tuple(found[:limit])
        return FindingPage(findings=shown, cursor=make_cursor(shown[-1]) if len(found) > limit else "")

    def counts(self) -> IncidentCounts:
        """Return how many incidents there are."""
        by_state: dict[State, int] = dict.fromkeys(STATES, 0)
        by_severity: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        query = sa.select(incidents.c.state, incidents.c.severity, sa.func.count().label("many")).group_by(
            incidents.c.state, incidents.c.severity
        )
        with reader(self._engine) as connection:
            for state, severity, many in connection.execute(query):
                by_state[state] += many
                if state != "closed":
                    by_severity[SEVERITIES[severity]] += many
        return IncidentCounts(by_state=by_state, by_severity=by_severity)


def _each(ids: Collection[str]) -> sa.Select[Any]:
    """Return ids as a query: one parameter, however many they are, for SQLite bounds the parameters."""
    return sa.select(sa.func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        seq=row.seq, time_us=row.time_us, kind=row.kind, subject=row.subject, actor=row.actor, data=row.data
    )
