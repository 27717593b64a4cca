"""Every step of an incident's life, and the step back."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Incident, IncidentBook, IncidentDesk, IncidentReader
from luylau.incidents.desk import LONGEST_SNOOZE_US
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict
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

INCIDENT = "incident-1"
LATER = T0 + 3_600 * SECOND


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    IncidentBook(made, SqlEventLog(), ManualClock(T0)).record([opened(make_finding())])
    yield made
    made.dispose()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0 + 5 * SECOND)


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def desk(engine: Engine, clock: ManualClock, auditor: ListAuditor) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), clock, auditor)


def test_from_suspected_to_reviewed(desk: IncidentDesk, engine: Engine, auditor: ListAuditor) -> None:
    steps: list[Callable[[], Incident]] = [
        lambda: desk.confirm(INCIDENT, actor="a", version=1),
        lambda: desk.assign(INCIDENT, actor="a", owner="b", agency="evn", version=2),
        lambda: desk.start(INCIDENT, actor="b", version=3),
        lambda: desk.resolve(INCIDENT, actor="b", resolution="fixed", version=4),
        lambda: desk.review(INCIDENT, actor="c", learned="Cần thêm dao cách ly", version=5),
    ]
    found = [step() for step in steps]
    assert [one.state for one in found] == ["confirmed", "assigned", "in_progress", "resolved", "reviewed"]
    last = found[-1]
    assert (last.confirmed_by, last.owner, last.agency) == ("a", "b", "evn")
    assert (last.resolution, last.resolved_by, last.reviewed_by) == ("fixed", "b", "c")
    assert last.learned == "Cần thêm dao cách ly"
    assert event_kinds(engine)[2:] == [
        "incident.confirmed", "incident.assigned", "incident.started", "incident.resolved",
        "incident.reviewed",
    ]  # fmt: skip
    assert [row[1] for row in auditor.rows] == [
        "incident.confirm", "incident.assign", "incident.work", "incident.resolve", "incident.review",
    ]  # fmt: skip


def test_every_step_is_taken_back(desk: IncidentDesk) -> None:
    desk.confirm(INCIDENT, actor="a")
    desk.take(INCIDENT, actor="b")
    desk.start(INCIDENT, actor="b")
    desk.resolve(INCIDENT, actor="b", resolution="false_alarm", reason="Thử còi")
    desk.review(INCIDENT, actor="b", learned="x")
    again = desk.unreview(INCIDENT, actor="b")
    assert (again.state, again.reviewed_us, again.learned) == ("resolved", None, "")
    again = desk.reopen(INCIDENT, actor="b")
    assert (again.state, again.resolution, again.reason) == ("in_progress", "", "")
    again = desk.stop(INCIDENT, actor="b")
    assert (again.state, again.started_us, again.owner) == ("assigned", None, "b")
    again = desk.release(INCIDENT, actor="b")
    assert (again.state, again.owner, again.agency) == ("confirmed", "", "")
    assert desk.unconfirm(INCIDENT, actor="b").state == "suspected"


def test_giving_it_to_somebody_confirms_it_and_work_that_has_begun_goes_on(desk: IncidentDesk) -> None:
    given = desk.assign(INCIDENT, actor="a", agency="evn")
    assert (given.state, given.confirmed_by, given.owner) == ("assigned", "a", "")
    assert desk.start(INCIDENT, actor="b").owner == "", "the organisation has it already"
    given = desk.assign(INCIDENT, actor="a", owner="c")
    assert (given.state, given.owner, given.agency) == ("in_progress", "c", "")
    with pytest.raises(BadInput, match="incident-assignee-missing"):
        desk.assign(INCIDENT, actor="a")


def test_who_starts_what_nobody_has_is_its_owner(desk: IncidentDesk) -> None:
    started = desk.start(INCIDENT, actor="b")
    assert (started.state, started.owner, started.confirmed_by) == ("in_progress", "b", "b")


def test_of_many_at_the_same_moment_one_is_done_and_the_others_are_told(
    desk: IncidentDesk, engine: Engine
) -> None:
    def act(number: int) -> str:
        try:
            return desk.take(INCIDENT, actor=f"user-{number}", version=1).owner
        except Conflict as error:
            return error.key

    with ThreadPoolExecutor(8) as pool:
        said = Counter(pool.map(act, range(8)))
    assert said.pop("incident-changed") == 7
    (owner,) = said
    found = IncidentReader(engine).get(INCIDENT)
    assert (found.incident.owner, found.incident.version) == (owner, 2)
    assert [event.kind for event in found.timeline].count("incident.assigned") == 1


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ("unconfirm", "incident-not-confirmed"),
        ("release", "incident-not-assigned"),
        ("stop", "incident-not-started"),
        ("wake", "incident-not-snoozed"),
        ("reopen", "incident-not-resolved"),
        ("review", "incident-not-resolved"),
        ("unreview", "incident-not-reviewed"),
    ],
)
def test_what_is_in_no_state_for_an_act(act: str, key: str, desk: IncidentDesk, engine: Engine) -> None:
    before = event_kinds(engine)
    with pytest.raises(Conflict, match=key):
        getattr(desk, act)(INCIDENT, actor="u")
    assert event_kinds(engine) == before


def test_an_incident_that_is_over_takes_no_work(desk: IncidentDesk) -> None:
    desk.resolve(INCIDENT, actor="u", resolution="fixed")
    for act in (
        lambda: desk.take(INCIDENT, actor="u"),
        lambda: desk.assign(INCIDENT, actor="u", owner="v"),
        lambda: desk.start(INCIDENT, actor="u"),
        lambda: desk.snooze(INCIDENT, actor="u", until_us=LATER),
        lambda: desk.merging.split(INCIDENT, ["finding-1"], actor="u"),
    ):
        with pytest.raises(Conflict, match="incident-not-open"):
            act()
    desk.reopen(INCIDENT, actor="u")
    desk.start(INCIDENT, actor="u")
    with pytest.raises(Conflict, match="incident-started"):
        desk.start(INCIDENT, actor="u")


def test_a_false_alarm_needs_its_reason_what_is_fixed_does_not(desk: IncidentDesk) -> None:
    with pytest.raises(BadInput, match="incident-text-missing"):
        desk.resolve(INCIDENT, actor="u", resolution="false_alarm", reason="  ")
    done = desk.resolve(INCIDENT, actor="u", resolution="fixed", reason="  ")
    assert (done.resolution, done.reason) == ("fixed", "")


def test_what_ends_by_itself_waits_for_review(engine: Engine, desk: IncidentDesk) -> None:
    IncidentBook(engine, SqlEventLog(), ManualClock(T0)).record([cleared(make_finding())])
    over = IncidentReader(engine).get(INCIDENT).incident
    assert (over.state, over.resolution) == ("resolved", "over")
    assert desk.review(INCIDENT, actor="u").state == "reviewed"


def test_a_snoozed_one_leaves_the_queue_and_comes_back(desk: IncidentDesk, engine: Engine) -> None:
    reader = IncidentReader(engine)
    asleep = desk.snooze(INCIDENT, actor="u", until_us=LATER)
    assert (asleep.state, asleep.snoozed_until_us) == ("suspected", LATER)
    assert reader.page(snoozed=False).incidents == ()
    assert [one.id for one in reader.page(snoozed=True).incidents] == [INCIDENT]
    assert reader.counts().snoozed == 1
    awake = desk.wake(INCIDENT, actor="u")
    assert (awake.snoozed_until_us, awake.since_us) == (None, T0 + 5 * SECOND)
    assert [one.id for one in reader.page(snoozed=False).incidents] == [INCIDENT]


def test_what_gets_worse_wakes(desk: IncidentDesk, engine: Engine) -> None:
    desk.snooze(INCIDENT, actor="u", until_us=LATER)
    book = IncidentBook(engine, SqlEventLog(), ManualClock(T0 + 60 * SECOND))
    book.record([refreshed(make_finding(), value=4.6)])
    assert IncidentReader(engine).get(INCIDENT).incident.snoozed_until_us == LATER
    book.record([refreshed(make_finding(), severity="major")])
    awake = IncidentReader(engine).get(INCIDENT).incident
    assert (awake.snoozed_until_us, awake.severity) == (None, "major")


@pytest.mark.parametrize("away_us", [-SECOND, 0, LONGEST_SNOOZE_US + SECOND])
def test_a_snooze_has_bounds(away_us: int, desk: IncidentDesk, clock: ManualClock) -> None:
    with pytest.raises(BadInput, match="incident-snooze-span"):
        desk.snooze(INCIDENT, actor="u", until_us=clock.now_us() + away_us)


def test_an_exercise_is_in_no_count_and_ends_like_any_other(desk: IncidentDesk, engine: Engine) -> None:
    book = IncidentBook(engine, SqlEventLog(), ManualClock(T0))
    before = IncidentReader(engine).counts()
    drill = book.open_drill(name="Diễn tập bão", severity="critical", actor="u")
    again = book.open_drill(name="Diễn tập bão", severity="critical", actor="u")
    assert drill != again
    assert IncidentReader(engine).counts() == before
    shown = IncidentReader(engine).get(drill).incident
    assert (shown.drill, shown.simulated, shown.urgency) == (True, True, 80)
    assert shown.title("ja", "") == "Diễn tập bão"
    assert len(IncidentReader(engine).page(drill=True).incidents) == 2
    assert [one.id for one in IncidentReader(engine).page(drill=False).incidents] == [INCIDENT]
    desk.resolve(drill, actor="u", resolution="fixed")
    assert desk.reopen(drill, actor="u").state == "suspected", "though nothing lasts"
