"""Reading the incident book."""

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.incidents.export import FINDING_KINDS
from luylau.incidents.incident import (
    STATES,
    FindingPage,
    IncidentCounts,
    IncidentDetail,
    IncidentPage,
    Order,
    Resolution,
    State,
    finding_of,
    incident_of,
    incidents_query,
    make_cursor,
    read_cursor,
    with_merged,
)
from luylau.incidents.links import links_of
from luylau.incidents.points import Located
from luylau.incidents.rules import SEVERITIES, Severity, rank
from luylau.incidents.tables import OVER, findings, incidents
from luylau.incidents.tasks import tasks_of
from luylau.kernel.errors import NotFound
from luylau.kernel.events import Event, events
from luylau.kernel.sql import reader
from luylau.kernel.text import fold

REFRESHES = 50
"""An incident that lasts for days is refreshed thousands of times; its timeline shows so many of them."""
FINDINGS = 500
"""A cause may have a hundred thousand findings; so many are handed out with it, the worst that last."""
FINDING_EVENTS = 500
"""So many of the openings, clearings and moves of findings a timeline shows, the newest."""
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
        owners: Collection[str] = (),
        agencies: Collection[str] = (),
        resolutions: Collection[Resolution] = (),
        snoozed: bool | None = None,
        drill: bool | None = None,
        text: str = "",
        called: Callable[[str], Collection[str]] = lambda _: (),
        order: Order = "newest",
        cursor: str = "",
        limit: int = PAGE,
    ) -> IncidentPage:
        """Return incidents, newest or most urgent first, at most ``limit`` (1 to 500) after ``cursor``.

        An empty filter lets everything through, save incidents merged into others, which ``resolutions``
        must name. A ``snoozed`` one sleeps until the platform wakes it. ``kinds`` are kinds of asset;
        ``places`` are taken as they are, so name the places inside too. ``assets`` are its own or those of
        its findings, which merging brings in. Every word of ``text`` must occur (accents and case aside): in
        what the incident keeps, or in a name of such an asset, ``called`` returning the ids of the assets
        that have a folded word in a name.

        Raises:
            BadInput: the cursor is none (``incident-cursor-bad``).
        """
        chosen = sa.select(incidents.c.id)
        if states:
            chosen = chosen.where(_in_states(states))
        for column, wanted in (
            (incidents.c.severity, [rank(one) for one in severities]),
            (incidents.c.asset_kind, list(kinds)),
            (incidents.c.place, list(places)),
            (incidents.c.owner, list(owners)),
            (incidents.c.agency, list(agencies)),
            (incidents.c.resolution, list(resolutions)),
        ):
            if wanted:
                chosen = chosen.where(column.in_(wanted))
        if assets:
            chosen = chosen.where(_of_assets(list(assets)))
        if not resolutions:
            chosen = chosen.where(incidents.c.resolution != "merged")
        if snoozed is not None:
            awake = incidents.c.snoozed_until_us.is_(None)
            chosen = chosen.where(~awake if snoozed else awake)
        if drill is not None:
            chosen = chosen.where(incidents.c.drill == drill)
        for word in fold(text).split():
            kept = incidents.c.search.contains(word, autoescape=True)
            named = _of_assets(each_of(called(word), self._engine.dialect.name))
            chosen = chosen.where(kept | named)
        count = sa.select(sa.func.count()).select_from(chosen.subquery())
        by = [incidents.c.opened_us, incidents.c.id]
        if order == "urgency":
            by.insert(0, incidents.c.urgency)
        if cursor:
            chosen = chosen.where(sa.tuple_(*by) < read_cursor(cursor, order))
        limit = min(max(limit, 1), PAGE_MAX)
        order_by = [column.desc() for column in by]
        # What is told of each is put together for those of the page alone.
        these = incidents.c.id.in_(chosen.order_by(*order_by).limit(limit + 1))
        query = incidents_query().where(these).order_by(*order_by)
        with reader(self._engine) as connection:
            found = [incident_of(row) for row in connection.execute(query)]
            total = int(connection.execute(count).scalar_one())
        shown = tuple(found[:limit])
        return IncidentPage(
            incidents=shown, cursor=make_cursor(shown[-1], order) if len(found) > limit else "", total=total
        )

    def located(
        self, start_us: int, end_us: int, place_of: Callable[[str], tuple[float, float] | None]
    ) -> list[Located]:
        """Return where the incidents were that were opened from ``start_us`` until before ``end_us``, oldest
        first: without false alarms, drills, those merged into others, and those of no known place.

        ``place_of``: latitude and longitude of an asset, for an incident that does not say its own.
        """
        column = incidents.c
        real = ~column.resolution.in_(("false_alarm", "merged")) & ~column.drill
        query = (
            sa.select(incidents)
            .where(real & (column.opened_us >= start_us) & (column.opened_us < end_us))
            .order_by(column.opened_us, column.id)
        )
        with reader(self._engine) as connection:
            rows = connection.execute(query).all()
        found = []
        for row in rows:
            place = place_of(row.asset) if row.lat is None or row.lon is None else (row.lat, row.lon)
            if place is not None:
                severity = SEVERITIES[row.severity]
                found.append(
                    Located(
                        id=row.id,
                        lat=place[0],
                        lon=place[1],
                        severity=severity,
                        kind=row.asset_kind,
                        opened_us=row.opened_us,
                    )
                )
        return found

    def get(self, incident_id: str) -> IncidentDetail:
        """Return an incident with all that belongs to it.

        Of findings at most ``FINDINGS``, of what befell them the newest ``FINDING_EVENTS``, of mere refreshes
        the newest ``REFRESHES``; the incident says how many findings there are.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
        """
        with reader(self._engine) as connection:
            row = connection.execute(incidents_query().where(incidents.c.id == incident_id)).one_or_none()
            if row is None:
                raise NotFound("incident-unknown", incident=incident_id)
            of_it = sa.select(findings).where(findings.c.incident == incident_id)
            worst = (findings.c.cleared_us.is_(None).desc(), findings.c.severity.desc())
            by_weight = of_it.order_by(*worst, findings.c.opened_us, findings.c.id).limit(FINDINGS)
            found = [finding_of(one) for one in connection.execute(by_weight)]
            found.sort(key=lambda one: (one.opened_us, one.id))
            of_this = sa.select(events).where(events.c.subject == incident_id)
            refreshes = events.c.kind == "incident.refreshed"
            of_findings = events.c.kind.in_(FINDING_KINDS)
            told = list(connection.execute(of_this.where(~refreshes & ~of_findings)))
            for some, most in ((refreshes, REFRESHES), (of_findings, FINDING_EVENTS)):
                newest = of_this.where(some).order_by(events.c.seq.desc()).limit(most)
                told += connection.execute(newest)
            told.sort(key=lambda one: int(one.seq))
            merged = sa.select(incidents.c.id).where(incidents.c.merged_into == incident_id)
            return IncidentDetail(
                incident=incident_of(row),
                findings=tuple(found),
                tasks=tasks_of(connection, incident_id),
                links=links_of(connection, incident_id),
                merged=tuple(connection.execute(merged.order_by(incidents.c.opened_us)).scalars()),
                timeline=tuple(_event(one) for one in told),
            )

    def history(self, incident_id: str) -> tuple[Event, ...]:
        """Return all that happened to an incident and to those merged into it, however deep, oldest first.

        Mere refreshes are left out.
        """
        of_these = events.c.subject.in_(with_merged(incident_id)) & (events.c.kind != "incident.refreshed")
        query = sa.select(events).where(of_these).order_by(events.c.seq)
        with reader(self._engine) as connection:
            return tuple(_event(row) for row in connection.execute(query))

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
        counted = ~incidents.c.drill & (incidents.c.resolution != "merged")
        query = sa.select(
            incidents.c.state,
            incidents.c.severity,
            sa.func.count().label("many"),
            sa.func.count(incidents.c.snoozed_until_us).label("snoozed"),
            sa.func.count(sa.case((incidents.c.escalations > 0, 1))).label("overdue"),
        ).where(counted)
        snoozed = overdue = 0
        with reader(self._engine) as connection:
            for row in connection.execute(query.group_by(incidents.c.state, incidents.c.severity)):
                by_state[row.state] += row.many
                if row.state not in OVER:
                    by_severity[SEVERITIES[row.severity]] += row.many
                    snoozed += row.snoozed
                    overdue += row.overdue
        return IncidentCounts(by_state=by_state, by_severity=by_severity, snoozed=snoozed, overdue=overdue)


def _in_states(states: Collection[State]) -> sa.ColumnElement[bool]:
    """Return the condition for incidents in some states.

    Where what is over is wanted, it is said by what is not wanted: this leaves the database to go through the
    page's order instead of putting all that ever was in order.
    """
    if set(states).isdisjoint(OVER):
        return incidents.c.state.in_(list(states))
    return incidents.c.state.not_in([state for state in STATES if state not in states])


def _of_assets(ids: list[str] | sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Return the condition for incidents on some assets, or with a finding on one of them."""
    found = sa.select(findings.c.incident).where(findings.c.asset.in_(ids))
    return incidents.c.asset.in_(ids) | incidents.c.id.in_(found)


def each_of(ids: Collection[str], dialect: str) -> sa.Select[Any]:
    """Return ids as a query: one parameter, however many they are, for databases bound the parameters."""
    listed = sa.literal(list(ids), sa.JSON)
    if dialect == "postgresql":
        return sa.select(sa.func.json_array_elements_text(listed).column_valued("value"))
    return sa.select(sa.func.json_each(listed).table_valued("value").c.value)


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        seq=row.seq, time_us=row.time_us, kind=row.kind, subject=row.subject, actor=row.actor, data=row.data
    )
