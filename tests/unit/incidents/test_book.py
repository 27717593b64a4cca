from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents import Finding, FindingChange, Incident, IncidentBook, IncidentDesk, IncidentReader
from luylau.incidents.tables import findings, incidents
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import Conflict
from luylau.kernel.events import Event, SqlEventLog
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    cleared,
    event_kinds,
    make_engine,
    make_finding,
    opened,
    refreshed,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def book(engine: Engine, clock: ManualClock) -> IncidentBook:
    return IncidentBook(engine, SqlEventLog(), clock)


def only(engine: Engine) -> Incident:
    (found,) = IncidentReader(engine).page().incidents
    return found


def reopen(engine: Engine, clock: ManualClock, incident: str = "incident-1") -> Incident:
    return IncidentDesk(engine, SqlEventLog(), clock, ListAuditor()).reopen(incident, actor="user-2")


def close_by_hand(engine: Engine, clock: ManualClock) -> None:
    desk = IncidentDesk(engine, SqlEventLog(), clock, ListAuditor())
    desk.resolve(only(engine).id, actor="user-1", resolution="fixed", reason="known")


LOW = make_finding()
HIGH = make_finding("finding-2", rule="alarm-3", severity="critical", opened_us=T0 + 60 * SECOND)


def test_a_finding_opens_an_incident(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(LOW)])
    found = only(engine)
    assert (found.id, found.state, found.severity, found.version) == ("incident-1", "suspected", "minor", 1)
    assert (found.asset, found.place, found.asset_kind, found.opened_us) == (
        "gauge-a",
        "dap-cau",
        "river_gauge",
        T0,
    )
    assert found.simulated
    assert (found.findings, found.open_findings) == (1, 1)
    assert event_kinds(engine) == ["incident.opened", "finding.opened"]
    detail = IncidentReader(engine).get("incident-1")
    assert detail.findings == (replace(LOW, incident="incident-1"),)
    assert [event.data["finding"] for event in detail.timeline] == ["finding-1", "finding-1"]
    assert detail.timeline[0].actor == "system:signals"


def test_one_incident_for_one_group_and_asset(book: IncidentBook, engine: Engine) -> None:
    others = [
        make_finding("finding-3", group="silent", rule="silent", channel=""),
        make_finding("finding-4", asset="gauge-b"),
    ]
    book.record([opened(LOW), opened(HIGH), *map(opened, others)])
    sizes = {one.id: one.findings for one in IncidentReader(engine).page().incidents}
    assert sizes == {"incident-1": 2, "incident-3": 1, "incident-4": 1}


def test_severity_is_that_of_the_worst_open_finding(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    book.record([opened(HIGH)])
    assert (only(engine).severity, only(engine).rule, only(engine).version) == ("critical", "alarm-3", 2)
    clock.advance(1)
    book.record([cleared(HIGH)])
    assert (only(engine).severity, only(engine).rule, only(engine).version) == ("minor", "high", 3)
    book.record([cleared(LOW)])
    assert event_kinds(engine) == [
        "incident.opened", "finding.opened", "finding.opened", "incident.escalated", "finding.closed",
        "incident.refreshed", "finding.closed", "incident.cleared",
    ]  # fmt: skip


def test_when_all_is_cleared_the_system_closes(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    clock.advance(100)
    book.record([cleared(LOW)])
    found = only(engine)
    assert (found.state, found.resolved_by, found.resolved_us) == (
        "resolved",
        "system:signals",
        T0 + 100 * SECOND,
    )
    assert found.open_findings == 0
    assert IncidentReader(engine).get(found.id).findings[0].cleared_us == T0 + 100 * SECOND


def test_when_it_comes_again_it_is_a_new_incident(book: IncidentBook, engine: Engine) -> None:
    again = make_finding("finding-9", opened_us=T0 + 500 * SECOND)
    book.record([opened(LOW), cleared(LOW), opened(again)])
    assert [(one.id, one.state) for one in IncidentReader(engine).page().incidents] == [
        ("incident-9", "suspected"),
        ("incident-1", "resolved"),
    ]


STORY = [
    opened(LOW),
    refreshed(LOW, value=5.0, last_seen_us=T0 + 30 * SECOND),
    opened(HIGH),
    cleared(HIGH),
    cleared(LOW),
    opened(make_finding("finding-9", opened_us=T0 + 500 * SECOND)),
]


def contents(engine: Engine) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[str]]:
    """All that is in the book but for what refreshes bring up to date: a restarted book writes one sooner."""
    fresh = {"value", "last_seen_us"}
    with engine.connect() as connection:
        tables = [
            [
                tuple(row)
                for row in connection.execute(
                    sa.select(*(one for one in table.c if one.name not in fresh)).order_by(table.c.id)
                )
            ]
            for table in (incidents, findings)
        ]
    return tables[0], tables[1], event_kinds(engine)


@pytest.mark.parametrize("crash", range(1, len(STORY) + 1))
@pytest.mark.parametrize("back", range(len(STORY)))
def test_replays_after_a_crash_change_nothing(crash: int, back: int, tmp_path: Path) -> None:
    """Recorded up to ``crash``, restarted with a state from ``back`` changes earlier, and on to the end."""
    clock = ManualClock(T0)
    plain = make_engine(tmp_path)
    IncidentBook(plain, SqlEventLog(), clock).record(STORY)
    (tmp_path / "other").mkdir()
    replayed = make_engine(tmp_path / "other")
    IncidentBook(replayed, SqlEventLog(), clock).record(STORY[:crash])
    IncidentBook(replayed, SqlEventLog(), clock).record(STORY[max(crash - back, 0) :])
    assert contents(replayed) == contents(plain)
    plain.dispose()
    replayed.dispose()


def test_all_or_nothing(engine: Engine, clock: ManualClock) -> None:
    class BrokenLog(SqlEventLog):
        def append(self, connection: Connection, event: Event) -> int:
            if event.kind == "finding.closed":
                raise OSError("disk full")
            return super().append(connection, event)

    book = IncidentBook(engine, BrokenLog(), clock)
    with pytest.raises(OSError, match="disk full"):
        book.record([opened(LOW), cleared(LOW)])
    assert contents(engine) == ([], [], [])
    IncidentBook(engine, SqlEventLog(), clock).record([opened(LOW), cleared(LOW)])
    assert only(engine).state == "resolved"


def test_the_same_trouble_under_another_id_is_not_doubled(book: IncidentBook, engine: Engine) -> None:
    twin = replace(LOW, id="finding-other", opened_us=T0 + SECOND, value=6.0)
    book.record([opened(LOW), opened(twin)])
    assert [one.id for one in IncidentReader(engine).findings().findings] == ["finding-1"]
    book.record([cleared(twin)])
    assert only(engine).state == "resolved"


def test_a_refresh_of_an_unknown_finding_opens_it(book: IncidentBook, engine: Engine) -> None:
    book.record([refreshed(LOW)])
    assert only(engine).state == "suspected"


def test_refreshes_are_told_every_half_minute_only(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    for second in range(1, 91):
        clock.advance(1)
        book.record([refreshed(LOW, value=5 + second / 100, last_seen_us=T0 + second * SECOND)])
    assert event_kinds(engine).count("incident.refreshed") == 3
    (found,) = IncidentReader(engine).findings().findings
    assert (found.value, found.last_seen_us) == (5.9, T0 + 90 * SECOND)
    assert only(engine).version == 1


def test_of_a_backlog_of_refreshes_only_the_newest_is_written(book: IncidentBook, engine: Engine) -> None:
    """A day read at once brings a refresh a minute; each would cost several statements under the lock."""
    written: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *given: written.append(given[2]))
    backlog = [refreshed(LOW, value=5 + m / 1e4, last_seen_us=T0 + m * 60 * SECOND) for m in range(1_440)]
    book.record([opened(LOW), *backlog, refreshed(LOW, severity="critical"), cleared(LOW), opened(HIGH)])
    assert sum(statement.startswith("UPDATE findings") for statement in written) == 3
    assert event_kinds(engine).count("incident.escalated") == 1
    low, high = sorted(IncidentReader(engine).findings().findings, key=lambda one: one.opened_us)
    assert (low.last_seen_us, low.cleared_us is None) == (T0 + 1_439 * 60 * SECOND, False)
    assert high.cleared_us is None


def test_a_refresh_with_another_severity_is_told_at_once(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(LOW)])
    book.record([refreshed(LOW, severity="critical")])
    assert event_kinds(engine)[-1] == "incident.escalated"
    assert only(engine).severity == "critical"


def test_what_could_not_be_written_can_be_written_later(engine: Engine, clock: ManualClock) -> None:
    class Log(SqlEventLog):
        broken = False

        def append(self, connection: Connection, event: Event) -> int:
            if self.broken:
                raise OSError("disk full")
            return super().append(connection, event)

    log = Log()
    book = IncidentBook(engine, log, clock)
    book.record([opened(LOW)])
    log.broken = True
    worse = refreshed(LOW, severity="critical")
    with pytest.raises(OSError, match="disk full"):
        book.record([worse])
    log.broken = False
    book.record([worse])
    assert only(engine).severity == "critical"


def test_an_older_refresh_does_not_turn_time_back(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([refreshed(LOW, last_seen_us=T0 + 100 * SECOND)])
    clock.advance(40)
    book.record([refreshed(LOW, last_seen_us=T0 + 50 * SECOND)])
    assert IncidentReader(engine).findings().findings[0].last_seen_us == T0 + 100 * SECOND


def test_nothing_due_needs_no_transaction(book: IncidentBook, engine: Engine) -> None:
    book.record([])
    book.record([opened(LOW)])
    engine.dispose()
    with engine.begin() as connection:
        # The database is locked for writing here: a refresh that is not due must not wait for it.
        book.record([refreshed(LOW)])
        assert connection.in_transaction()


@pytest.mark.parametrize(
    ("more", "open_after"),
    [
        ([refreshed(LOW, value=9.0)], 0),
        ([opened(make_finding("finding-5", rule="alarm-2", severity="minor"))], 0),
        ([opened(HIGH)], 1),
        ([cleared(LOW), opened(make_finding("finding-6", opened_us=T0 + 900 * SECOND))], 1),
        ([refreshed(LOW, severity="critical")], 0),
    ],
    ids=["it lasts", "another as bad", "a worse one", "it comes back", "the rule is called worse"],
)
def test_resolved_by_hand_it_stays_closed_unless_it_gets_worse_or_comes_back(
    more: list[FindingChange], open_after: int, book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    close_by_hand(engine, clock)
    clock.advance(60)
    book.record(more)
    counts = IncidentReader(engine).counts().by_state
    assert (counts["suspected"], counts["resolved"]) == (open_after, 1)


def test_of_two_that_last_one_that_comes_back_opens_anew_with_the_other(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW), opened(HIGH)])
    close_by_hand(engine, clock)
    book.record([cleared(LOW), opened(make_finding("finding-7", opened_us=T0 + 900 * SECOND))])
    (found,) = IncidentReader(engine).page(states=["suspected"]).incidents
    assert (found.id, found.severity, found.open_findings) == ("incident-7", "critical", 2)
    book.record([cleared(HIGH), cleared(make_finding("finding-7"))])
    assert IncidentReader(engine).counts().by_state["suspected"] == 0


def test_findings_of_a_closed_incident_still_end(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    close_by_hand(engine, clock)
    book.record([cleared(LOW)])
    assert only(engine).resolved_by == "user-1"
    assert event_kinds(engine)[-1] == "finding.closed"


def test_opened_again_it_goes_on_with_the_findings_that_last(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    close_by_hand(engine, clock)
    clock.advance(60)
    book.record([refreshed(LOW)])
    reopen(engine, clock)
    clock.advance(60)
    second = make_finding("finding-5", rule="alarm-2")
    book.record([refreshed(LOW, value=9.0), opened(LOW), opened(second)])
    assert (only(engine).state, only(engine).findings, only(engine).open_findings) == ("suspected", 2, 2)
    book.record([cleared(LOW), cleared(second)])
    assert (only(engine).state, only(engine).resolved_by) == ("resolved", "system:signals")


def test_opened_again_it_is_as_grave_as_what_lasts(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW), opened(HIGH)])
    close_by_hand(engine, clock)
    book.record([cleared(HIGH)])
    again = reopen(engine, clock)
    assert (again.severity, again.rule, again.open_findings) == ("minor", "high", 1)
    assert IncidentReader(engine).counts().by_severity["critical"] == 0


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_is_over_is_not_opened_again(
    by_hand: bool, book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    if by_hand:
        close_by_hand(engine, clock)
    book.record([cleared(LOW)])
    with pytest.raises(Conflict, match="incident-over"):
        reopen(engine, clock)
    assert only(engine).state == "resolved"


def test_what_has_a_follower_is_not_opened_again(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    close_by_hand(engine, clock)
    book.record([opened(HIGH)])
    with pytest.raises(Conflict, match="incident-replaced") as caught:
        reopen(engine, clock)
    assert caught.value.fields["current"] == "incident-2"
    counted = IncidentReader(engine).counts().by_state
    assert {state: many for state, many in counted.items() if many} == {"suspected": 1, "resolved": 1}
    IncidentDesk(engine, SqlEventLog(), clock, ListAuditor()).resolve(
        "incident-2", actor="u", resolution="fixed", reason="r"
    )
    with pytest.raises(Conflict, match="incident-over"):
        reopen(engine, clock)
    assert reopen(engine, clock, "incident-2").open_findings == 2


def test_open_findings_are_what_the_engine_adopts(book: IncidentBook) -> None:
    book.record([opened(HIGH), opened(LOW), cleared(HIGH)])
    known: list[Finding] = book.open_findings()
    assert known == [replace(LOW, incident="incident-2")]


def test_of_a_long_incident_s_refreshes_the_newest_are_shown_and_old_ones_forgotten(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(LOW)])
    for minute in range(1, 71):
        clock.advance(60)
        book.record([refreshed(LOW, last_seen_us=T0 + minute * 60 * SECOND)])
    incident = only(engine).id
    assert event_kinds(engine).count("incident.refreshed") == 70
    timeline = IncidentReader(engine).get(incident).timeline
    assert [event.kind for event in timeline].count("incident.refreshed") == 50
    assert [event.seq for event in timeline] == sorted(event.seq for event in timeline)
    assert timeline[0].kind == "finding.opened" or timeline[0].kind == "incident.opened"
    assert timeline[-1].time_us == T0 + 70 * 60 * SECOND

    assert book.forget_refreshes(T0 + 60 * 60 * SECOND) == 59
    kinds = event_kinds(engine)
    assert kinds.count("incident.refreshed") == 11
    assert kinds.count("incident.opened") == 1
