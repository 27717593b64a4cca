"""Findings under a cause: they are in its incident, wherever they were before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Finding, FindingChange, Incident, IncidentBook, IncidentDesk, IncidentReader
from luylau.kernel.clock import ManualClock
from luylau.kernel.events import SqlEventLog
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

CAUSE = make_finding("finding-cause", rule="cause", group="cause", asset="switch-7", severity="critical")
OTHER = make_finding("finding-other", rule="cause", group="cause", asset="switch-8", severity="major")
METERS = [
    make_finding(f"finding-m{number}", rule="silent", group="silent", asset=f"meter-{number}")
    for number in range(3)
]


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


def under(change: FindingChange, cause: Finding) -> FindingChange:
    return replace(change, under=cause.id)


def get(engine: Engine, name: str) -> Incident:
    return IncidentReader(engine).get(f"incident-{name}").incident


def all_of(engine: Engine) -> list[str]:
    page = IncidentReader(engine).page(resolutions=["", "over", "fixed", "merged"])
    return sorted(one.id.removeprefix("incident-") for one in page.incidents)


def test_a_new_finding_joins_the_incident_of_its_cause(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(CAUSE), *(under(opened(meter), CAUSE) for meter in METERS)])
    assert all_of(engine) == ["cause"]
    assert get(engine, "cause").open_findings == 4


def test_open_findings_move_when_their_cause_becomes_known(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(meter) for meter in METERS])
    assert len(IncidentReader(engine).page().incidents) == 3
    changes = [opened(CAUSE), *(under(refreshed(meter), CAUSE) for meter in METERS)]
    book.record(changes)
    shown = IncidentReader(engine).page().incidents
    assert [one.id for one in shown] == ["incident-cause"], "those merged are not listed"
    for number in range(3):
        gone = get(engine, f"m{number}")
        assert (gone.state, gone.resolution, gone.merged_into) == ("resolved", "merged", "incident-cause")
    assert IncidentReader(engine).counts().by_state["resolved"] == 0
    detail = IncidentReader(engine).get("incident-cause")
    assert detail.merged == ("incident-m0", "incident-m1", "incident-m2")
    kinds = [event.kind for event in IncidentReader(engine).get("incident-m0").timeline]
    assert kinds == ["incident.opened", "finding.opened", "finding.moved", "incident.merged"]
    before = event_kinds(engine)
    for again in (book, IncidentBook(engine, SqlEventLog(), ManualClock(T0))):
        again.record(changes)
    assert event_kinds(engine) == before, "after a crash it comes again and changes nothing"


@pytest.mark.parametrize("crash", range(1, 9))
def test_a_crash_in_between_changes_nothing(crash: int, book: IncidentBook, engine: Engine) -> None:
    changes = [
        *(opened(meter) for meter in METERS),
        opened(CAUSE),
        *(under(refreshed(meter), CAUSE) for meter in METERS),
        under(cleared(METERS[0]), CAUSE),
    ]
    for change in changes[:crash]:
        book.record([change])
    IncidentBook(engine, SqlEventLog(), ManualClock(T0)).record(changes)
    assert all_of(engine) == ["cause", "m0", "m1", "m2"]
    cause = get(engine, "cause")
    assert (cause.state, cause.findings, cause.open_findings) == ("suspected", 4, 3)
    assert {get(engine, f"m{number}").resolution for number in range(3)} == {"merged"}
    assert event_kinds(engine).count("finding.moved") == 6, "one for each side"


def test_another_cause_takes_them_over(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(CAUSE), *(under(opened(meter), CAUSE) for meter in METERS)])
    book.record([cleared(CAUSE), opened(OTHER)])
    assert get(engine, "cause").state == "suspected", "its meters are still silent"
    assert get(engine, "cause").severity == "minor"
    book.record([under(refreshed(meter), OTHER) for meter in METERS])
    old, new = get(engine, "cause"), get(engine, "other")
    assert (old.resolution, old.merged_into, new.open_findings) == ("merged", "incident-other", 4)


def test_nothing_said_of_a_cause_moves_nothing(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(CAUSE), under(opened(METERS[0]), CAUSE)])
    book.record([refreshed(METERS[0], severity="major")])
    assert get(engine, "cause").open_findings == 2


def test_under_itself_a_finding_has_its_own_incident_again(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(meter) for meter in METERS])
    book.record([opened(CAUSE), *(under(refreshed(meter), CAUSE) for meter in METERS)])
    book.record([under(refreshed(METERS[1]), METERS[1])])
    own = get(engine, "m1")
    assert (own.state, own.resolution, own.merged_into, own.open_findings) == ("suspected", "", "", 1)
    assert get(engine, "cause").open_findings == 3
    assert IncidentReader(engine).get("incident-m1").timeline[-1].kind == "finding.moved"
    book.record([under(opened(make_finding("finding-x", asset="x")), make_finding("finding-x"))])
    assert get(engine, "x").open_findings == 1


def test_a_cause_that_is_unknown_or_over_is_none(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([under(opened(METERS[0]), CAUSE)])
    assert get(engine, "m0").open_findings == 1
    book.record([opened(CAUSE)])
    desk = IncidentDesk(engine, SqlEventLog(), clock, ListAuditor())
    desk.resolve("incident-cause", actor="u", resolution="fixed")
    book.record([under(opened(METERS[1]), CAUSE)])
    assert get(engine, "cause").open_findings == 2, "resolved by hand, it covers what the cause still brings"
    book.record([under(opened(METERS[2]), replace(CAUSE, id="finding-none"))])
    assert get(engine, "m2").open_findings == 1
    desk.reopen("incident-cause", actor="u")
    clock.advance(60)
    book.record([under(refreshed(meter), CAUSE) for meter in METERS])
    assert get(engine, "cause").open_findings == 4, "known now, it takes them"


def test_what_is_worse_than_an_incident_resolved_by_hand_is_one_of_its_own(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    minor = replace(CAUSE, severity="minor")
    book.record([opened(minor)])
    IncidentDesk(engine, SqlEventLog(), clock, ListAuditor()).resolve(
        "incident-cause", actor="u", resolution="false_alarm", reason="test"
    )
    book.record([under(opened(replace(METERS[0], severity="critical")), minor)])
    assert get(engine, "m0").open_findings == 1
    book.record([cleared(minor)])
    book.record([under(opened(replace(METERS[1], severity="minor")), minor)])
    assert get(engine, "m1").open_findings == 1, "and what comes when the cause is over, too"


def test_what_stands_by_itself_again_stays_where_a_person_put_it(
    book: IncidentBook, engine: Engine, clock: ManualClock
) -> None:
    book.record([opened(CAUSE), *(under(opened(meter), CAUSE) for meter in METERS)])
    desk = IncidentDesk(engine, SqlEventLog(), clock, ListAuditor())
    new = desk.merging.split("incident-cause", ["finding-m0"], actor="u")
    clock.advance(60)
    book.record([replace(refreshed(meter), under=meter.id) for meter in METERS[:2]])
    assert IncidentReader(engine).get(new).incident.open_findings == 1
    assert get(engine, "m1").open_findings == 1


def test_what_a_person_took_out_stays_out(book: IncidentBook, engine: Engine, clock: ManualClock) -> None:
    book.record([opened(CAUSE), *(under(opened(meter), CAUSE) for meter in METERS)])
    desk = IncidentDesk(engine, SqlEventLog(), clock, ListAuditor())
    new = desk.merging.split("incident-cause", ["finding-m0"], actor="u")
    clock.advance(60)
    book.record([under(refreshed(meter), CAUSE) for meter in METERS])
    assert IncidentReader(engine).get(new).incident.open_findings == 1
    book.record([opened(OTHER), under(refreshed(METERS[0]), OTHER)])
    assert get(engine, "other").open_findings == 2, "until the cause is another one"


def test_a_refresh_with_a_cause_is_due_at_once(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(METERS[0]), opened(CAUSE)])
    book.record([refreshed(METERS[0], last_seen_us=T0 + SECOND), under(refreshed(METERS[0]), CAUSE)])
    assert get(engine, "m0").resolution == "merged"
