"""From silence to one incident: rules, causes and the book together, on a city drawn on paper."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import (
    LOST_SIGHT,
    Incident,
    IncidentBook,
    IncidentDesk,
    IncidentReader,
    RuleEngine,
)
from luylau.incidents.causes import (
    GROUP,
    Account,
    CauseBook,
    CauseEngine,
    Correlator,
    Described,
    Describer,
    cause_of_incident,
)
from luylau.incidents.rules import AppliesTo, RuleSet
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.events import SqlEventLog
from luylau.power.impact import places_of_loads
from luylau.telemetry.series import SeriesTable
from tests.support.wired_city import KEYS, START_US, batch, everyone, speaking, wired_city, wired_grid
from tests.unit.incidents.causes.test_engine import behind, powered_from
from tests.unit.incidents.helpers import (
    ListAuditor,
    heartbeat,
    make_engine,
    make_series,
    rule_set,
    threshold,
)

CITY = wired_city()
CUT_S = 300
RULES = rule_set(heartbeat(clear_duration_s=60.0))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


class Play:
    """All of it, second by second; a restart is another one on the same database."""

    def __init__(self, database: Engine, before: "Play | None" = None, *, rules: RuleSet = RULES) -> None:
        self.clock = ManualClock(START_US if before is None else before.clock.now_us())
        self.database = database
        self.second = 0 if before is None else before.second
        self.series: SeriesTable = make_series(CITY)
        assert self.series.keys == KEYS
        self.rules = RuleEngine(CITY, rules, self.series)
        causes = CauseEngine(CITY, wired_grid())
        self.correlator = Correlator(causes, Describer(CITY, causes, places_of_loads(wired_grid(), CITY)))
        events = SqlEventLog()
        self.book = IncidentBook(database, events, self.clock)
        self.causes = CauseBook(database, events, self.clock, self.book)
        if before is not None:
            self.rules.load_state(before.rules.state())
            self.correlator.load_state(before.correlator.state())
            held = self.book.open_findings()
            self.correlator.adopt(held, self.rules.sight_us)
            self.book.record(self.rules.adopt(one for one in held if one.group != GROUP))

    def until(self, second: int, reports: Callable[[str], bool] = lambda _: True) -> None:
        while self.second < second:
            self.second += 1
            self.clock.advance(1.0)
            self.take(speaking(self.second, reports))
            self.tick()

    def take(self, rows: list[tuple[str, str, float]]) -> None:
        now_us = self.clock.now_us()
        came = batch(rows, now_us)
        changes = self.rules.apply(came, (), now_us)
        self.correlator.take(came, KEYS, self.rules.sight_us)
        self.book.record(self.correlator.sift(changes, self.rules.sight_us))

    def tick(self) -> None:
        changes = self.rules.tick(self.clock.now_us())
        account = self.correlator.tick(self.rules.sight_us, self.rules.to_wall)
        self.book.record([*account.changes, *self.correlator.sift(changes, self.rules.sight_us)])
        described: dict[str, Described] = dict(account.described)
        self.causes.record(described)

    @property
    def incidents(self) -> list[Incident]:
        page = IncidentReader(self.database).page(resolutions=["", "over", "fixed", "false_alarm", "merged"])
        return sorted(page.incidents, key=lambda one: one.opened_us)


LOST = powered_from("tx-2", "tx-3") | behind("sw-b")


def dark(device: str) -> bool:
    return device not in LOST


def test_an_outage_is_one_incident_with_its_devices_and_its_customers(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 300, dark)
    (incident,) = play.incidents
    assert (incident.asset, incident.group, incident.state) == ("rec-1", GROUP, "suspected")
    # The cause itself, and all devices that it silenced.
    assert incident.open_findings == 1 + len(LOST)
    known = cause_of_incident(engine, incident.id)
    assert known is not None
    consequence = known.data["consequence"]
    assert consequence["customers"] == 200 + 300
    assert consequence["places"] == {"unit": 500}
    assert {one["asset"] for one in consequence["critical"]} == {"clinic", "pump"}
    clinic = next(one for one in consequence["critical"] if one["asset"] == "clinic")
    begun_us = known.data["since_us"]
    assert abs(begun_us - (START_US + CUT_S * MICROS)) < 20 * MICROS
    assert clinic["until_us"] == begun_us + 2 * 3_600 * MICROS
    assert incident.severity == "critical"
    assert incident.urgency == sum(part.points for part in incident.urgency_parts) or incident.urgency == 100


def test_power_back_resolves_it_by_itself_and_it_waits_for_review(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 300, dark)
    play.until(CUT_S + 600)
    (incident,) = play.incidents
    assert (incident.state, incident.resolution, incident.open_findings) == ("resolved", "over", 0)


def test_a_device_that_fails_alone_is_its_own_incident(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 300, lambda device: device != "meter-40")
    (incident,) = play.incidents
    assert (incident.asset, incident.group) == ("meter-40", "silent")


def test_silence_that_was_told_alone_moves_under_its_cause(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 300, lambda device: device != "meter-20")
    assert [one.asset for one in play.incidents] == ["meter-20"]
    play.until(CUT_S + 600, dark)
    alone, outage = play.incidents
    assert (alone.asset, alone.resolution, alone.merged_into) == ("meter-20", "merged", outage.id)
    assert (outage.asset, outage.open_findings) == ("rec-1", 1 + len(LOST))


def test_a_restart_doubles_nothing_and_loses_nothing(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 240, dark)
    again = Play(engine, play)
    again.until(again.second + 60, dark)
    (incident,) = again.incidents
    assert (incident.asset, incident.state) == ("rec-1", "suspected")
    again.until(again.second + 300)
    (incident,) = again.incidents
    assert (incident.state, incident.resolution) == ("resolved", "over")


def test_a_dead_broker_is_lost_sight_and_no_outage(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 600, lambda _: False)
    assert [one.rule for one in play.incidents] == [LOST_SIGHT]
    play.until(CUT_S + 900)
    assert [(one.rule, one.state) for one in play.incidents] == [(LOST_SIGHT, "resolved")]


def test_a_broker_that_comes_back_during_an_outage_still_finds_it(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 120, lambda _: False)
    play.until(CUT_S + 420, dark)
    causes = [one for one in play.incidents if one.group == GROUP]
    assert [one.asset for one in causes] == ["rec-1"]


def test_the_incident_follows_what_its_cause_is_thought_to_be(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 200, dark)
    (incident,) = play.incidents
    assert incident.asset == "rec-1"
    more = LOST | powered_from("tx-1")
    play.until(CUT_S + 500, lambda device: device not in more)
    (incident,) = play.incidents
    assert incident.asset == "l1"
    timeline = IncidentReader(engine).get(incident.id).timeline
    assert "incident.revised" in [event.kind for event in timeline]


def test_nobody_is_heard_at_the_start(engine: Engine) -> None:
    play = Play(engine)
    play.take(everyone(lambda device: device == "sw-core"))
    play.until(240, lambda device: device == "sw-core")
    # Who was never heard tells nothing of power or network.
    assert not [one for one in play.incidents if one.group == GROUP]


def causes_of(play: Play) -> list[Incident]:
    return [one for one in play.incidents if one.group == GROUP]


def test_what_was_broken_before_is_no_part_of_the_outage(engine: Engine) -> None:
    play = Play(engine)
    play.until(120)
    play.until(CUT_S + 800, lambda device: device != "meter-20")
    play.until(play.second + 240, lambda device: dark(device) and device != "meter-20")
    alone, outage = play.incidents
    assert (alone.asset, alone.state) == ("meter-20", "suspected")
    assert outage.open_findings == 1 + len(LOST - {"meter-20"})
    known = cause_of_incident(engine, outage.id)
    assert known is not None
    said = {one["key"]: one["fields"] for one in known.data["evidence"]}
    assert said["cause-evidence-unheard"] == {"count": 1}
    play.until(play.second + 240, lambda device: device != "meter-20")
    alone, outage = play.incidents
    assert (alone.state, outage.state, outage.resolution) == ("suspected", "resolved", "over")


def test_what_stays_silent_when_the_power_is_back_is_a_case_of_its_own(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 240, dark)
    play.until(CUT_S + 700, lambda device: device != "meter-20")
    outage, alone = play.incidents
    assert (outage.asset, outage.state, outage.resolution) == ("rec-1", "resolved", "over")
    assert (alone.asset, alone.group, alone.state) == ("meter-20", "silent", "suspected")


def test_causes_that_go_on_are_described_in_turn(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luylau.incidents.causes.correlator.DESCRIBED", 1)
    monkeypatch.setattr("luylau.incidents.causes.correlator.REFRESH_US", MICROS)
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 120, lambda device: device not in powered_from("tx-3") | behind("sw-a"))
    assert len(causes_of(play)) == 2
    described: list[set[str]] = []
    tick = play.correlator.tick

    def watched(now_us: int, to_wall: Callable[[int], int]) -> Account:
        account = tick(now_us, to_wall)
        described.append({change.finding.id for change in account.changes if change.finding.group == GROUP})
        return account

    monkeypatch.setattr(play.correlator, "tick", watched)
    play.until(CUT_S + 300, lambda device: device not in powered_from("tx-3") | behind("sw-a"))
    assert max(map(len, described)) == 1
    assert len(set.union(*described)) == 2


def test_an_outage_resolved_by_hand_covers_what_it_still_brings(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    while not causes_of(play):
        play.until(play.second + 1, dark)
    (outage,) = causes_of(play)
    desk = IncidentDesk(engine, SqlEventLog(), play.clock, ListAuditor())
    desk.resolve(outage.id, actor="op", resolution="false_alarm", reason="test")
    play.until(CUT_S + 300, dark)
    (incident,) = play.incidents
    assert (incident.state, incident.open_findings) == ("resolved", 1 + len(LOST))


def test_causes_in_one_incident_leave_it_what_it_stands_on(engine: Engine) -> None:
    play = Play(engine)
    lost = powered_from("tx-3") | behind("sw-b") | (powered_from("tx-4") - {"sw-core"})
    play.until(CUT_S)
    while len(causes_of(play)) < 2:
        play.until(play.second + 1, lambda device: device not in lost)
    lesser, graver = sorted(causes_of(play), key=lambda one: one.urgency)
    desk = IncidentDesk(engine, SqlEventLog(), play.clock, ListAuditor())
    desk.merging.merge(graver.id, lesser.id, actor="op")
    seen = set()
    for _ in range(90):
        play.until(play.second + 1, lambda device: device not in lost)
        (now,) = [one for one in play.incidents if one.id == lesser.id]
        seen.add((now.asset, now.lat))
    assert seen == {(lesser.asset, lesser.lat)}
    assert now.urgency >= graver.urgency, "as urgent as the worst of them"
    desk.merging.unmerge(graver.id, actor="op")


def test_a_cause_that_grows_to_where_one_stood_before_the_restart_takes_its_place(engine: Engine) -> None:
    play = Play(engine)
    more = LOST | powered_from("tx-1")
    play.until(CUT_S)
    play.until(CUT_S + 150, lambda device: device not in more)
    assert [one.asset for one in causes_of(play)] == ["l1"]
    again = Play(engine, play)
    again.take(everyone(lambda _: True))
    again.until(again.second + 60)
    again.until(again.second + 90, dark)
    again.until(again.second + 150, lambda device: device not in more)
    assert [(one.asset, one.state) for one in causes_of(again)] == [("l1", "resolved"), ("l1", "suspected")]


def test_a_restart_without_what_was_learned_keeps_a_long_outage(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 900, dark)
    (before,) = play.incidents
    again = Play(engine)
    # What the history holds is learned without reasoning.
    for second in range(1, play.second + 1):
        rows = speaking(second, dark if second > CUT_S else lambda _: True)
        now_us = START_US + second * MICROS
        again.rules.apply(batch(rows, now_us), (), now_us)
        again.correlator.take(batch(rows, now_us), KEYS, again.rules.sight_us)
    again.clock.advance(play.second)
    again.second = play.second
    held = again.book.open_findings()
    again.correlator.adopt(held, again.rules.sight_us)
    again.book.record(again.rules.adopt(one for one in held if one.group != GROUP))
    again.until(again.second + 240, dark)
    (after,) = again.incidents
    assert (after.id, after.state, after.open_findings) == (before.id, "suspected", 1 + len(LOST))


def test_a_symptom_that_waits_for_its_cause_survives_a_restart(engine: Engine) -> None:
    gasp = rule_set(threshold("gasp", value=1.0, applies_to=AppliesTo(channel="last_gasp")))
    play = Play(engine, rules=gasp)
    play.until(120)
    play.take([("meter-40", "last_gasp", 1.0)])
    play.until(123, lambda device: device != "meter-40")
    assert not play.incidents
    again = Play(engine, play, rules=gasp)
    again.until(143, lambda device: device != "meter-40")
    assert [one.asset for one in again.incidents] == ["meter-40"]


def test_what_began_does_not_begin_later_because_nobody_heard_for_a_while(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.until(CUT_S + 240, dark)
    (incident,) = causes_of(play)
    before = cause_of_incident(engine, incident.id)
    play.until(play.second + 300, lambda _: False)
    again = Play(engine, play)
    again.until(again.second + 130, dark)
    after = cause_of_incident(engine, incident.id)
    assert before is not None
    assert after is not None
    assert after.updated_us > before.updated_us + 300 * MICROS
    assert after.data["since_us"] == before.data["since_us"]
    until = [{one["asset"]: one["until_us"] for one in said.data["consequence"]["critical"]}["clinic"]
             for said in (before, after)]  # fmt: skip
    assert until[0] == until[1]


def test_a_switch_that_is_not_believed_is_a_case_until_it_is_right_again(engine: Engine) -> None:
    play = Play(engine)
    play.until(CUT_S)
    play.take([("br-1", "position", 0.0)])
    play.until(CUT_S + 230, lambda device: device != "br-1")
    assert [one.rule for one in play.incidents] == ["silent"], "what was said before it opened proves nothing"
    play.until(CUT_S + 300, lambda device: device != "br-1")
    doubt = next(one for one in play.incidents if one.group == GROUP)
    assert (doubt.asset, doubt.rule, doubt.severity) == ("br-1", "switch-doubted", "minor")
    again = Play(engine, play)
    again.until(again.second + 30, lambda device: device != "br-1")
    again.until(again.second + 70)
    (after,) = [one for one in again.incidents if one.group == GROUP]
    assert (after.id, after.state, after.resolution) == (doubt.id, "resolved", "over")
