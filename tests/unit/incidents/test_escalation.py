from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Escalation, Incident, IncidentBook, IncidentDesk, IncidentReader
from luylau.incidents.tables import incidents
from luylau.kernel.clock import ManualClock
from luylau.kernel.events import SqlEventLog
from luylau.settings.incidents import IncidentSettings
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    event_kinds,
    make_engine,
    make_finding,
    opened,
    refreshed,
)

INCIDENT = "incident-1"
MINUTE = 60


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
    made = IncidentBook(engine, SqlEventLog(), clock)
    made.record([opened(make_finding(severity="critical"))])
    return made


@pytest.fixture
def desk(engine: Engine, clock: ManualClock, book: IncidentBook) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), clock, ListAuditor())


@pytest.fixture
def clocks(engine: Engine, clock: ManualClock, book: IncidentBook) -> Escalation:
    return Escalation(engine, SqlEventLog(), clock, IncidentSettings())


def get(engine: Engine, incident: str = INCIDENT) -> Incident:
    return IncidentReader(engine).get(incident).incident


def test_nobody_confirms_a_critical_one_for_five_minutes(
    clocks: Escalation, clock: ManualClock, engine: Engine
) -> None:
    assert clocks.tick() == 0
    assert get(engine).due_us == T0 + 5 * MINUTE * SECOND
    clock.advance(5 * MINUTE - 1)
    assert clocks.tick() == 0
    clock.advance(1)
    assert clocks.tick() == 1
    assert clocks.tick() == 0, "not again before its time"
    found = get(engine)
    assert (found.escalations, found.due_us, found.version) == (1, T0 + 10 * MINUTE * SECOND, 1)
    told = IncidentReader(engine).get(INCIDENT).timeline[-1]
    assert (told.kind, told.data["step"], told.data["escalations"]) == ("incident.overdue", "confirm", 1)
    assert IncidentReader(engine).counts().overdue == 1


def test_the_clock_of_a_step_stands_after_it_has_run_out_often_enough(
    clocks: Escalation, clock: ManualClock, engine: Engine
) -> None:
    for _ in range(50):
        clock.advance(MINUTE)
        clocks.tick()
    assert (get(engine).escalations, get(engine).due_us) == (3, None)
    assert event_kinds(engine).count("incident.overdue") == 3


def test_after_a_long_silence_of_the_platform_it_is_told_once(
    clocks: Escalation, clock: ManualClock, engine: Engine
) -> None:
    clock.advance(86_400)
    assert clocks.tick() == 1
    assert clocks.tick() == 0


@pytest.mark.parametrize(("severity", "minutes"), [("critical", 5), ("major", 15), ("minor", 60)])
def test_the_time_is_that_of_the_severity(
    severity: str, minutes: int, clocks: Escalation, book: IncidentBook, engine: Engine
) -> None:
    book.record([opened(make_finding("finding-2", asset="b", severity=severity))])
    clocks.tick()
    assert get(engine, "incident-2").due_us == T0 + minutes * MINUTE * SECOND


def test_a_confirmed_one_must_be_in_progress_in_as_much_again(
    clocks: Escalation, desk: IncidentDesk, clock: ManualClock, engine: Engine
) -> None:
    clock.advance(6 * MINUTE)
    clocks.tick()
    desk.confirm(INCIDENT, actor="u")
    assert get(engine).escalations == 0
    desk.take(INCIDENT, actor="u")
    clocks.tick()
    assert get(engine).due_us == T0 + 11 * MINUTE * SECOND, "to be assigned changes nothing"
    clock.advance(5 * MINUTE)
    assert clocks.tick() == 1
    assert IncidentReader(engine).get(INCIDENT).timeline[-1].data["step"] == "start"
    desk.start(INCIDENT, actor="u")
    clock.advance(86_400)
    assert clocks.tick() == 0
    assert get(engine).due_us is None


def test_what_gets_worse_has_a_new_clock_what_gets_milder_more_time(
    clocks: Escalation, book: IncidentBook, clock: ManualClock, engine: Engine
) -> None:
    low = make_finding("finding-2", asset="b", severity="minor")
    book.record([opened(low)])
    clocks.tick()
    clock.advance(40 * MINUTE)
    book.record([refreshed(low, severity="critical")])
    clocks.tick()
    assert get(engine, "incident-2").due_us == T0 + 45 * MINUTE * SECOND
    book.record([refreshed(low, severity="minor")])
    clocks.tick()
    assert get(engine, "incident-2").due_us == T0 + 100 * MINUTE * SECOND


def test_none_for_what_sleeps_and_a_new_one_when_it_wakes(
    clocks: Escalation, desk: IncidentDesk, clock: ManualClock, engine: Engine
) -> None:
    clocks.tick()
    desk.snooze(INCIDENT, actor="u", until_us=T0 + 3_600 * SECOND)
    clock.advance(3_599)
    assert clocks.tick() == 0
    assert get(engine).due_us is None
    clock.advance(1)
    assert clocks.tick() == 1, "it is woken"
    assert event_kinds(engine)[-1] == "incident.woken"
    assert (get(engine).snoozed_until_us, get(engine).due_us) == (None, T0 + 3_900 * SECOND)


def test_none_for_exercises_for_information_and_for_what_is_over(
    clocks: Escalation, book: IncidentBook, desk: IncidentDesk, clock: ManualClock, engine: Engine
) -> None:
    book.open_drill(name="d", severity="critical", actor="u")
    book.record([opened(make_finding("finding-2", asset="b", severity="info"))])
    desk.resolve(INCIDENT, actor="u", resolution="fixed")
    clock.advance(86_400)
    assert clocks.tick() == 0
    assert "incident.overdue" not in event_kinds(engine)


@pytest.mark.parametrize("ticked", [False, True])
def test_a_clock_that_was_ahead_and_is_set_back_stops_nothing(
    engine: Engine, clock: ManualClock, ticked: bool
) -> None:
    clock.advance(24 * 60 * MINUTE)
    ahead = opened(make_finding(severity="critical"))
    IncidentBook(engine, SqlEventLog(), clock).record([ahead])
    clocks = Escalation(engine, SqlEventLog(), clock, IncidentSettings())
    if ticked:
        assert clocks.tick() == 0
    clock.set(T0)
    assert clocks.tick() == 0
    assert get(engine).due_us == T0 + 5 * MINUTE * SECOND, "it begins anew"
    clock.advance(5 * MINUTE)
    assert clocks.tick() == 1


def test_a_look_that_finds_nothing_to_do_waits_for_nobody(clocks: Escalation, engine: Engine) -> None:
    clocks.tick()
    with engine.begin() as writing:
        writing.execute(incidents.update().values(reason="x"))
        assert clocks.tick() == 0
