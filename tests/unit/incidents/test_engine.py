from dataclasses import replace

import numpy as np
import pytest

from luylau.incidents import (
    LOST_SIGHT,
    PLATFORM,
    AnomalyRule,
    AppliesTo,
    FindingChange,
    QualityRule,
    RuleEngine,
    finding_id,
    machine,
)
from luylau.kernel.messages import LANGUAGES, message
from luylau.telemetry.detectors import AnomalyKind, Transition
from luylau.telemetry.observations import Quality
from tests.unit.incidents.helpers import (
    NAMES,
    SECOND,
    T0,
    feed,
    heartbeat,
    make_asset,
    make_batch,
    make_city,
    make_series,
    rule_set,
    threshold,
    told,
)

CITY = make_city()
SERIES = make_series(CITY)
GAUGE_A, GAUGE_B, WIND, HUMIDITY = range(4)


def at(seconds: float) -> int:
    return T0 + round(seconds * SECOND)


def run_city(engine: RuleEngine, until: int, speaking: dict[int, range]) -> list[FindingChange]:
    """Tick each second; each series speaks at the seconds of its range."""
    changes: list[FindingChange] = []
    for second in range(until + 1):
        rows = [(series, float(second), 1.0) for series, when in speaking.items() if second in when]
        if rows:
            changes += engine.apply(make_batch(rows), (), at(second))
        changes += engine.tick(at(second))
    return changes


def test_one_rule_with_a_level_covers_every_gauge_that_has_it() -> None:
    engine = RuleEngine(CITY, rule_set(threshold("alarm", level="alarm-3")), SERIES)
    assert engine.pair_count == 2
    first = feed(engine, [(0, 6.29), (1, 6.3)], GAUGE_A)
    assert [(one.finding.asset, one.finding.threshold) for one in first] == [("gauge-a", 6.3)]
    # gauge-b's level stands in the pack as 1,600 cm.
    assert feed(engine, [(0, 15.9)], GAUGE_B) == []
    (second,) = feed(engine, [(1, 16.0)], GAUGE_B)
    assert (second.finding.asset, second.finding.threshold, second.finding.unit) == ("gauge-b", 16.0, "m")


def test_a_level_of_one_gauge_watches_that_gauge_alone() -> None:
    assert RuleEngine(CITY, rule_set(threshold(level="alarm-1")), SERIES).pair_count == 1


@pytest.mark.parametrize(
    ("applies", "pairs"),
    [
        ({"channel": "water_level"}, 2),
        ({"channel": "water_level", "place": "bac-ninh"}, 1),
        ({"channel": "water_level", "place": "dap-cau"}, 1),
        ({"channel": "water_level", "asset": "gauge-b"}, 1),
        ({"channel": "water_level", "asset_kind": "weather_station"}, 0),
        ({"channel": "humidity"}, 1),
    ],
)
def test_what_a_rule_applies_to(applies: dict[str, str], pairs: int) -> None:
    rule = threshold(applies_to=AppliesTo(**applies))
    assert RuleEngine(CITY, rule_set(rule), SERIES).pair_count == pairs
    assert RuleEngine(CITY, rule_set(replace(rule, enabled=False)), SERIES).pair_count == 0


@pytest.mark.parametrize(
    ("status", "pairs"), [("planned", 0), ("retired", 0), ("installed", 2), ("simulated", 2)]
)
def test_only_what_is_there_is_watched(status: str, pairs: int) -> None:
    city = make_city([make_asset("gauge-a", status=status)])
    engine = RuleEngine(city, rule_set(threshold(), heartbeat()), make_series(city))
    assert engine.pair_count == pairs
    if pairs:
        assert feed(engine, [(0, 9)])[0].finding.simulated is (status == "simulated")


def test_a_finding_says_what_and_where() -> None:
    (change,) = feed(RuleEngine(CITY, rule_set(threshold()), SERIES), [(0, 5.5)])
    finding = change.finding
    assert finding.id == finding_id("high", "gauge-a", "water_level", T0)
    assert (finding.asset_name, finding.place, finding.place_name) == ("GAUGE-A", "dap-cau", "Đáp Cầu")
    assert (finding.severity, finding.group, finding.names) == ("major", "river", NAMES)
    assert finding.fields == {"value": 5.5, "threshold": 5.0, "unit": "m"}
    for language in LANGUAGES:
        assert "5.5" in message(language, finding.key, finding.fields).replace(",", ".")


def test_a_series_that_is_new_is_watched_from_its_first_value() -> None:
    city = make_city()
    table = make_series(make_city([make_asset("gauge-a")]))
    engine = RuleEngine(city, rule_set(threshold(), heartbeat()), table)
    assert engine.pair_count == 1 + 3
    number = table.number("gauge-b", "water_level")
    assert told(feed(engine, [(0, 9)], number)) == [("opened", "high", 0)]
    table.number("stranger", "water_level")
    assert feed(engine, [(1, 9)], 2) == []


def test_a_silent_device_is_found_and_comes_back() -> None:
    engine = RuleEngine(CITY, rule_set(heartbeat(clear_duration_s=60)), SERIES)
    always = range(0, 10_000, 10)
    speaking = {GAUGE_A: range(0, 101, 10), GAUGE_B: always, WIND: always}
    changes = run_city(engine, 400, speaking)
    assert told(changes) == [("opened", "silent", 100 + 180)]
    assert changes[0].finding.asset == "gauge-a"
    assert changes[0].finding.channel == ""
    assert changes[0].finding.fields == {"seconds": 180, "limit": 180}
    assert [round(one.finding.value) for one in changes[1:]] == [210, 240, 270, 300]
    assert engine.apply(make_batch([(GAUGE_A, 401, 1.0)]), (), at(401)) == []
    later = [one for second in range(402, 470) for one in engine.tick(at(second))]
    assert told(later) == [("cleared", "silent", 461)]
    assert later[-1].finding.id == changes[0].finding.id


def test_a_device_is_waited_for_once_it_has_spoken() -> None:
    """Many devices of a pack are not connected yet: that is no failure of theirs."""
    city = make_city([make_asset(f"gauge-{number:03}") for number in range(3)])
    table = make_series(make_city([]))
    first = table.number("gauge-000", "water_level")
    engine = RuleEngine(city, rule_set(heartbeat()), table)
    always = range(0, 10_000, 10)
    assert run_city(engine, 1_000, {first: always}) == []
    second = table.number("gauge-001", "water_level")
    changes = []
    for second_s in range(1_001, 2_000):
        spoken = [first, second] if second_s == 1_001 else [first]
        changes += engine.apply(make_batch([(one, float(second_s), 1.0) for one in spoken]), (), at(second_s))
        changes += engine.tick(at(second_s))
    assert told(changes)[0] == ("opened", "silent", 1_001 + 180)
    assert {one.finding.asset for one in changes} == {"gauge-001"}
    # What says that one never heard is silent is taken back at the next start.
    said = replace(changes[0].finding, asset="gauge-002", id="finding-old")
    again = RuleEngine(city, rule_set(heartbeat()), table)
    again.load_state(engine.state())
    assert told(again.adopt([changes[0].finding, said])) == [("cleared", "silent", 1_001 + 180)]


def test_any_channel_is_a_sign_of_life_and_the_fastest_sets_the_limit() -> None:
    engine = RuleEngine(CITY, rule_set(heartbeat()), SERIES)
    always = range(0, 10_000, 10)
    changes = run_city(engine, 300, {GAUGE_A: always, GAUGE_B: always, HUMIDITY: range(0, 300, 100)})
    assert changes == []


def test_a_heartbeat_of_one_channel() -> None:
    rule = heartbeat(applies_to=AppliesTo(channel="wind_speed"), periods=None, silent_s=100)
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    always = range(0, 10_000, 10)
    changes = run_city(engine, 120, {GAUGE_A: always, GAUGE_B: always, HUMIDITY: always})
    assert told(changes) == [("opened", "silent", 100)]
    assert changes[0].finding.channel == "wind_speed"


def many(count: int) -> tuple[RuleEngine, int]:
    city = make_city([make_asset(f"gauge-{number:03}") for number in range(count)])
    return RuleEngine(city, rule_set(heartbeat()), make_series(city)), count


def speak(engine: RuleEngine, series: range, second: float) -> list[FindingChange]:
    return engine.apply(make_batch([(one, second, 1.0) for one in series]), (), at(second))


def test_280_of_300_silent_devices_are_280_findings() -> None:
    engine, count = many(300)
    changes = speak(engine, range(count), 0)
    for second in range(1, 301):
        changes += speak(engine, range(280, count), second) + engine.tick(at(second))
    assert len({one.finding.asset for one in changes if one.what == "opened"}) == 280
    assert {one.finding.rule for one in changes} == {"silent"}
    back = speak(engine, range(count), 301)
    assert [one.what for one in back] == ["cleared"] * 280


def test_when_nothing_comes_from_anybody_there_is_one_finding_about_the_platform() -> None:
    engine, count = many(300)
    changes = speak(engine, range(count), 0)
    for second in range(1, 3_601):
        changes += engine.tick(at(second))
    assert {one.finding.rule for one in changes} == {LOST_SIGHT}
    first = changes[0].finding
    assert (changes[0].what, first.asset, first.severity) == ("opened", PLATFORM, "critical")
    assert first.opened_us == at(30)
    assert len({one.finding.id for one in changes}) == 1
    assert len(changes) == 1 + (3_600 - 30) // 30
    # One comes back: sight is back, and nobody else is called silent for what was nobody's fault.
    back = []
    for second in range(3_601, 3_700):
        back += speak(engine, range(1), second) + engine.tick(at(second))
    assert [(one.what, one.finding.rule) for one in back] == [("cleared", LOST_SIGHT)]
    assert back[0].finding.cleared_us == at(3_660), "once it has held for a minute"


def test_devices_known_to_be_silent_are_not_waited_for() -> None:
    """299 of 300 are gone for good: at first that looks like lost sight, later like 299 silent devices."""
    engine, count = many(300)
    changes = speak(engine, range(count), 0)
    for second in range(1, 3 * 3_600):
        if second % 60 == 0:
            changes += speak(engine, range(1), second)
        changes += engine.tick(at(second))
    opened = [one.finding for one in changes if one.what == "opened"]
    assert len({finding.asset for finding in opened if finding.rule == "silent"}) == 299
    lost = [finding.opened_us for finding in opened if finding.rule == LOST_SIGHT]
    assert len(lost) == 1, "a message a minute is no sight, and no new finding each"


def test_lost_sight_is_said_in_every_language() -> None:
    engine, count = many(20)
    changes = speak(engine, range(count), 0) + [one for s in range(1, 60) for one in engine.tick(at(s))]
    finding = changes[0].finding
    assert set(finding.names) == set(LANGUAGES)
    assert len(set(finding.names.values())) == 3
    assert "finding-lost-sight" not in " ".join(finding.names.values())


def test_a_clock_that_jumps_a_year_silences_nobody() -> None:
    engine, count = many(300)
    changes = speak(engine, range(count), 0)
    year = 365 * 86_400
    for second in (1, 2, year, year + 1, year + 2, 3, 4, 5):
        changes += engine.tick(at(second)) + speak(engine, range(count), second)
    assert changes == []


def test_with_few_slow_devices_long_quiet_is_nothing_odd() -> None:
    city = make_city([make_asset("gauge-a"), make_asset("gauge-b")], period_s=600.0)
    engine = RuleEngine(city, rule_set(heartbeat()), make_series(city))
    both = range(0, 3_601, 600)
    assert run_city(engine, 4_000, {0: both, 1: both}) == []


def test_a_single_device_is_found_silent_before_sight_is_lost() -> None:
    city = make_city([make_asset("gauge-a")])
    engine = RuleEngine(city, rule_set(heartbeat()), make_series(city))
    changes = [one for one in run_city(engine, 700, {0: range(1)}) if one.what == "opened"]
    assert told(changes)[0] == ("opened", "silent", 180)


def test_rules_changed_in_force() -> None:
    engine = RuleEngine(CITY, rule_set(threshold(), threshold("other")), SERIES)
    before = feed(engine, [(0, 9)])
    changes = engine.respec(CITY, rule_set(threshold(severity="critical")), at(50))
    assert [(one.what, one.finding.rule, one.finding.severity) for one in changes] == [
        ("refreshed", "high", "critical"),
        ("cleared", "other", "major"),
    ]
    assert {one.finding.id for one in changes} == {one.finding.id for one in before}
    assert changes[1].finding.cleared_us == at(50)
    assert told(feed(engine, [(60, 9), (70, 4)])) == [("cleared", "high", 70)]


def test_a_retired_asset_and_a_rule_of_another_kind_end_their_findings() -> None:
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    feed(engine, [(0, 9)])
    retired = make_city([make_asset("gauge-a", status="retired"), make_asset("gauge-b")])
    assert told(engine.respec(retired, rule_set(threshold()), at(9))) == [("cleared", "high", 9)]
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    feed(engine, [(0, 9)])
    odd = AnomalyRule(id="high", names=NAMES, severity="info", group="odd")
    assert told(engine.respec(CITY, rule_set(odd), at(9))) == [("cleared", "high", 9)]


def test_nothing_changes_when_nothing_changed() -> None:
    engine = RuleEngine(CITY, rule_set(threshold(min_duration_s=60), heartbeat()), SERIES)
    feed(engine, [(0, 9)])
    assert engine.respec(CITY, engine.rules, at(1)) == []
    assert told(feed(engine, [(60, 9)])) == [("opened", "high", 60)]


def saved(engine: RuleEngine) -> dict[str, np.ndarray]:
    return {name: array.copy() for name, array in engine.state().items()}


def test_state_outlives_a_restart_and_another_order_of_rules() -> None:
    doubt = threshold("pending", min_duration_s=100)
    first = RuleEngine(CITY, rule_set(threshold(), doubt, heartbeat()), SERIES)
    before = feed(first, [(0, 9)])
    second = RuleEngine(CITY, rule_set(heartbeat(), doubt, threshold("new"), threshold()), SERIES)
    second.load_state(saved(first))
    assert all(not array.dtype.hasobject for array in first.state().values())
    changes = feed(second, [(100, 9), (110, 4)])
    assert told(changes) == [
        ("opened", "pending", 100),
        ("opened", "new", 100),
        ("cleared", "pending", 110),
        ("cleared", "new", 110),
        ("cleared", "high", 110),
    ]
    assert changes[-1].finding.id == before[0].finding.id


def test_a_state_of_another_version_is_refused() -> None:
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    arrays = saved(engine)
    del arrays["phase"]
    for state in (arrays, {}):
        with pytest.raises(ValueError, match="not a state"):
            engine.load_state(state)


def test_quality_windows_outlive_a_restart() -> None:
    rule = QualityRule(
        id="q", names=NAMES, severity="info", group="q", flags=("stuck",), value=3, window_s=100
    )
    first = RuleEngine(CITY, rule_set(rule), SERIES)
    stuck = int(Quality.STUCK)
    assert first.apply(make_batch([(0, 0.0, 1.0), (0, 1.0, 1.0)], quality=[stuck, stuck]), (), T0) == []
    second = RuleEngine(CITY, rule_set(rule), SERIES)
    second.load_state(saved(first))
    assert told(second.apply(make_batch([(0, 2.0, 1.0)], quality=[stuck]), (), T0)) == [("opened", "q", 2)]
    longer = RuleEngine(CITY, rule_set(replace(rule, window_s=1000)), SERIES)
    longer.load_state(saved(first))
    assert longer.apply(make_batch([(0, 2.0, 1.0)], quality=[stuck]), (), T0) == []


def test_time_while_the_platform_was_down_silences_nobody() -> None:
    first, count = many(50)
    speak(first, range(count), 0)
    for second in range(1, 20):
        first.tick(at(second))
    second_engine, _ = many(50)
    second_engine.load_state(saved(first))
    assert second_engine.tick(at(90_000)) == []
    assert speak(second_engine, range(count), 90_001) == []


def test_findings_of_the_book_are_adopted_and_not_opened_twice() -> None:
    points = [(0.0, 4.0), (10.0, 9.0), (20.0, 9.0)]
    finding = feed(RuleEngine(CITY, rule_set(threshold()), SERIES), points)[0].finding
    known = replace(finding, last_seen_us=at(20))
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    assert engine.adopt([known]) == []
    assert feed(engine, points) == []
    (end,) = feed(engine, [(30, 4)])
    assert (end.what, end.finding.id, end.finding.cleared_us) == ("cleared", finding.id, at(30))


def test_adopted_silence_and_lost_sight_end_with_the_first_message() -> None:
    first, count = many(40)
    opened = speak(first, range(count), 0)
    for second in range(1, 200):
        opened += speak(first, range(1, count), second) + first.tick(at(second))
    silent = next(one.finding for one in opened if one.what == "opened")
    for second in range(200, 240):
        opened += first.tick(at(second))
    lost = next(one.finding for one in opened if one.finding.rule == LOST_SIGHT)
    engine, _ = many(40)
    assert engine.adopt([silent, lost]) == []
    back = speak(engine, range(count), 300)
    assert {(one.what, one.finding.id) for one in back} == {("cleared", silent.id), ("cleared", lost.id)}


def test_an_orphan_of_the_book_is_cleared() -> None:
    finding = feed(RuleEngine(CITY, rule_set(threshold("gone")), SERIES), [(0, 9)])[0].finding
    (change,) = RuleEngine(CITY, rule_set(threshold()), SERIES).adopt([finding])
    assert (change.what, change.finding.id, change.finding.cleared_us) == ("cleared", finding.id, T0)


def transition(
    second: float, *, began: bool, score: float, kind: AnomalyKind = AnomalyKind.JUMP, drift: float = 0.0
) -> Transition:
    return Transition(
        row=0, series=0, time_us=at(second), began=began, kind=kind, score=score, value=7.0,
        expected=4.0, low=3.5, high=4.5, z=9.0, drift=drift,
    )  # fmt: skip


def test_anomalies_open_and_clear_findings() -> None:
    rule = AnomalyRule(id="odd", names=NAMES, severity="info", group="odd", min_score=20)
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    empty = make_batch([])
    mild = (transition(0, began=True, score=19), transition(5, began=False, score=2))
    assert engine.apply(empty, mild, T0) == []
    changes = engine.apply(empty, (transition(10, began=True, score=30),), T0)
    assert told(changes) == [("opened", "odd", 10)]
    assert changes[0].finding.key == "finding-anomaly-jump"
    assert changes[0].finding.fields == {"score": 30.0, "unit": "m", "seen": 7.0, "low": 3.5, "high": 4.5}
    assert engine.apply(make_batch([(0, 11, 7.0)]), (), T0) == []
    assert told(engine.apply(empty, (transition(60, began=False, score=1),), T0)) == [("cleared", "odd", 60)]


@pytest.mark.parametrize(
    ("kind", "drift", "key", "fields"),
    [
        (AnomalyKind.DRIFT, 0.5, "finding-anomaly-above", {"drift": 0.5}),
        (AnomalyKind.DRIFT, -0.5, "finding-anomaly-below", {"drift": 0.5}),
        (AnomalyKind.NOISE, 0.0, "finding-anomaly-noise", {}),
    ],
)
def test_an_anomaly_tells_what_its_kind_explains(
    kind: AnomalyKind, drift: float, key: str, fields: dict[str, float]
) -> None:
    rule = AnomalyRule(id="odd", names=NAMES, severity="info", group="odd")
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    said = transition(0, began=True, score=30, kind=kind, drift=drift)
    (opened,) = engine.apply(make_batch([]), (said,), T0)
    assert opened.finding.key == key
    assert opened.finding.fields == {"score": 30.0, "unit": "m", "seen": 7.0, **fields}
    for language in LANGUAGES:
        assert "7" in message(language, key, opened.finding.fields)
    # The kind outlives a start: the words at the end are of the same sort.
    again = RuleEngine(CITY, rule_set(rule), SERIES)
    again.load_state(engine.state())
    (end,) = again.apply(make_batch([]), (transition(60, began=False, score=1, kind=kind),), at(60))
    assert (end.what, end.finding.key) == ("cleared", key)


def test_an_adopted_anomaly_says_no_more_than_is_known() -> None:
    rule = AnomalyRule(id="odd", names=NAMES, severity="info", group="odd")
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    (opened,) = engine.apply(make_batch([]), (transition(0, began=True, score=30),), T0)
    later = RuleEngine(CITY, rule_set(rule), SERIES)
    later.adopt([opened.finding])
    (end,) = later.apply(make_batch([]), (transition(60, began=False, score=1),), at(60))
    assert (end.what, end.finding.key) == ("cleared", "finding-anomaly")
    assert end.finding.fields == {"score": 1.0, "unit": "m"}


def test_columns_that_cannot_be_written_to_compile_nothing_anew() -> None:
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    before = len(machine.observe.signatures)
    batch = make_batch([(0, 0, 1.0), (0, 1, 9.0), (0, 2, 1.0), (0, 3, 9.0)])
    for name in ("series", "time_us", "value", "quality"):
        getattr(batch, name).setflags(write=False)
    every_other = replace(
        batch,
        series=batch.series[1::2],
        time_us=batch.time_us[1::2],
        received_us=batch.received_us[1::2],
        value=batch.value[1::2],
        quality=batch.quality[1::2],
    )
    assert told(engine.apply(every_other, (), T0)) == [("opened", "high", 1)]
    assert len(machine.observe.signatures) == before == 1


def test_more_changes_than_fit_at_once_all_come_out() -> None:
    engine = RuleEngine(CITY, rule_set(threshold()), SERIES)
    changes = told(feed(engine, [(float(second), 9.0 if second % 2 else 1.0) for second in range(20_001)]))
    assert len(changes) == 20_000
    assert [at for _, _, at in changes] == list(range(1, 20_001))


YEAR = 365 * 86_400


@pytest.mark.parametrize("jump", [300, YEAR])
def test_a_clock_that_was_ahead_and_is_set_right_blinds_no_threshold(jump: int) -> None:
    engine = RuleEngine(CITY, rule_set(threshold(clear_duration_s=0.0)), SERIES)
    assert told(feed(engine, [(0, 4.0), (1, 5.5)])) == [("opened", "high", 1)]
    assert told(feed(engine, [(jump, 5.5)])) == []
    engine.tick(at(jump))
    engine.tick(at(3))
    assert told(feed(engine, [(4, 4.0)])) == [("cleared", "high", 4)]
    assert told(feed(engine, [(5, 5.5)])) == [("opened", "high", 5)]


def test_a_clock_that_was_ahead_stops_no_quality_window() -> None:
    rule = QualityRule(
        id="stuck", names=NAMES, severity="minor", group="quality", flags=("stuck",), measure="count",
        value=2, window_s=60,
    )  # fmt: skip
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    bad = int(Quality.STUCK)

    def hear(seconds: float, quality: int) -> list[FindingChange]:
        batch = make_batch([(GAUGE_A, seconds, 1.0)], quality=[quality])
        return engine.apply(batch, (), at(seconds)) + engine.tick(at(seconds))

    assert hear(YEAR, bad) == []
    assert hear(1, 0) == []
    assert hear(2, bad) == []
    (change,) = hear(3, bad)
    assert (change.what, change.finding.opened_us) == ("opened", at(3))
    later = [hear(second, 0) for second in (65, 66)]
    assert [one.what for changes in later for one in changes] == ["cleared"]
