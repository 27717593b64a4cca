"""Truth tables worked by hand: what goes in at which second, and what must come out at which second."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.incidents import QualityRule, Rule, RuleEngine
from luylau.telemetry.observations import Quality
from tests.unit.incidents.helpers import (
    NAMES,
    SECOND,
    T0,
    feed,
    heartbeat,
    make_batch,
    make_city,
    make_series,
    rule_set,
    threshold,
    told,
)

CITY = make_city()
SERIES = make_series(CITY)
Points = list[tuple[float, float]]
OPEN, CLEAR = "opened", "cleared"


def engine(*rules: Rule) -> RuleEngine:
    return RuleEngine(CITY, rule_set(*rules), SERIES)


TABLES: list[tuple[str, dict[str, Any], Points, list[tuple[str, float]]]] = [
    ("at once", {}, [(0, 4), (10, 5), (20, 4)], [(OPEN, 10), (CLEAR, 20)]),
    ("ge takes the limit itself", {}, [(0, 5)], [(OPEN, 0)]),
    ("gt does not", {"op": "gt"}, [(0, 5), (10, 5.1), (20, 5)], [(OPEN, 10), (CLEAR, 20)]),
    ("le", {"op": "le"}, [(0, 5.1), (10, 5), (20, 5.1)], [(OPEN, 10), (CLEAR, 20)]),
    ("lt", {"op": "lt"}, [(0, 5), (10, 4.9), (20, 5)], [(OPEN, 10), (CLEAR, 20)]),
    (
        "hysteresis above: back to 4.5 is not enough, below it is",
        {"hysteresis": 0.5},
        [(0, 5), (10, 4.6), (20, 4.5), (30, 4.4)],
        [(OPEN, 0), (CLEAR, 30)],
    ),
    (
        "hysteresis below",
        {"op": "lt", "hysteresis": 0.5},
        [(0, 4.9), (10, 5.4), (20, 5.5)],
        [(OPEN, 0), (CLEAR, 20)],
    ),
    ("hysteresis does not help to open", {"hysteresis": 0.5}, [(0, 4.9), (10, 4.7)], []),
    ("too short", {"min_duration_s": 60}, [(0, 5), (59, 4), (70, 5), (100, 4)], []),
    ("just long enough", {"min_duration_s": 60}, [(0, 5), (60, 5)], [(OPEN, 60)]),
    ("the deadline lies between two", {"min_duration_s": 60}, [(0, 5), (100, 4)], [(OPEN, 60), (CLEAR, 100)]),
    ("three periods of silence prove nothing", {"min_duration_s": 200}, [(0, 5), (250, 5), (300, 4)], []),
    (
        "after a gap the time counts anew",
        {"min_duration_s": 200},
        [(0, 5), (250, 5), (400, 5), (450, 5)],
        [(OPEN, 450)],
    ),
    (
        "clearing takes its time",
        {"clear_duration_s": 60},
        [(0, 5), (10, 4), (30, 5), (40, 4), (99, 4), (100, 4)],
        [(OPEN, 0), (CLEAR, 100)],
    ),
    (
        "clearing runs out between two, then opens anew",
        {"clear_duration_s": 60},
        [(0, 5), (10, 4), (80, 5)],
        [(OPEN, 0), (CLEAR, 70), (OPEN, 80)],
    ),
    (
        "in the band a clearing one is still on",
        {"clear_duration_s": 60, "hysteresis": 0.5},
        [(0, 5), (10, 4), (20, 4.7), (90, 4), (149, 4), (150, 4)],
        [(OPEN, 0), (CLEAR, 150)],
    ),
    ("an older one is left out", {}, [(10, 4), (5, 9), (20, 4)], []),
    ("an older one moves no time back", {}, [(10, 4), (5, 4), (7, 9), (20, 4)], []),
]


@pytest.mark.parametrize(
    ("changed", "points", "expected"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES]
)
def test_truth_table(changed: dict[str, Any], points: Points, expected: list[tuple[str, float]]) -> None:
    changes = told(feed(engine(threshold(**changed)), points))
    assert [(what, at) for what, _, at in changes] == expected


@pytest.mark.parametrize(
    ("changed", "points", "expected"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES]
)
def test_truth_table_one_by_one(
    changed: dict[str, Any], points: Points, expected: list[tuple[str, float]]
) -> None:
    under = engine(threshold(**changed))
    changes = [one for point in points for one in told(feed(under, [point]))]
    assert [(what, at) for what, _, at in changes] == expected


def test_a_tick_tells_earlier_what_the_next_observation_would() -> None:
    under = engine(threshold(min_duration_s=60, clear_duration_s=30))
    assert feed(under, [(0, 5)]) == []
    assert under.tick(T0 + 59 * SECOND) == []
    assert told(under.tick(T0 + 61 * SECOND)) == [(OPEN, "high", 60)]
    assert told(feed(under, [(100, 4)])) == []
    assert told(under.tick(T0 + 135 * SECOND)) == [(CLEAR, "high", 130)]


def test_a_tick_does_not_outrun_what_an_observation_stands_for() -> None:
    under = engine(threshold(min_duration_s=300))
    feed(under, [(0, 5)])
    assert under.tick(T0 + 1000 * SECOND) == []


def test_a_clearing_before_the_opening_is_told_as_at_the_opening() -> None:
    under = engine(threshold(min_duration_s=60))
    feed(under, [(0, 5)])
    under.tick(T0 + 61 * SECOND)
    (change,) = feed(under, [(30, 4)])
    assert change.what == CLEAR
    assert change.finding.cleared_us == change.finding.opened_us == T0 + 60 * SECOND


def test_a_lasting_finding_is_told_anew_every_half_minute() -> None:
    changes = feed(engine(threshold()), [(second, 5 + second / 100) for second in range(0, 100, 10)])
    seen = [(one.what, (one.finding.last_seen_us - T0) // SECOND, one.finding.value) for one in changes]
    assert seen == [(OPEN, 0, 5.0), ("refreshed", 30, 5.3), ("refreshed", 60, 5.6), ("refreshed", 90, 5.9)]
    assert len({one.finding.id for one in changes}) == 1


def test_only_good_observations_count() -> None:
    under = engine(threshold())
    bad = [Quality.RANGE, Quality.SPIKE, Quality.STUCK, Quality.FUTURE, Quality.DUPLICATE, Quality.UNIT]
    rows = [(0, float(at), 9.0) for at in range(len(bad))]
    assert under.apply(make_batch(rows, quality=[int(flag) for flag in bad]), (), T0) == []
    assert under.apply(make_batch([(0, 10.0, float("nan"))]), (), T0) == []
    fine = under.apply(make_batch([(0, 20.0, 9.0)], quality=[int(Quality.GAP)]), (), T0)
    assert told(fine) == [(OPEN, "high", 20)]


def test_quality_by_count_slides_in_tenths_of_its_window() -> None:
    rule = QualityRule(
        id="q", names=NAMES, severity="info", group="q", flags=("stuck",), value=2, window_s=100
    )
    under = engine(rule)
    stuck, other = int(Quality.STUCK), int(Quality.SPIKE)
    rows = [(0, float(at), 1.0) for at in (0, 5, 50, 60, 109, 110, 160)]
    quality = [stuck, other, stuck, 0, 0, 0, 0]
    # Slots of 10 s: that of 0 to 10 s has left the window of ten slots once that of 100 to 110 s begins.
    assert told(under.apply(make_batch(rows, quality=quality), (), T0)) == [
        (OPEN, "q", 50),
        (CLEAR, "q", 109),
    ]


def test_quality_by_share_needs_enough_observations() -> None:
    rule = QualityRule(
        id="q", names=NAMES, severity="info", group="q", flags=("range", "spike"), measure="share",
        value=0.5, window_s=1000, min_count=4, hysteresis=0.2,
    )  # fmt: skip
    under = engine(rule)
    flags = [int(Quality.RANGE), int(Quality.SPIKE), 0, 0, 0, 0, 0, 0]
    rows = [(0, float(at), 1.0) for at in range(len(flags))]
    changes = under.apply(make_batch(rows, quality=flags), (), T0)
    # 2 of 4 is a half; 2 of 6 is above 0.3 still; 2 of 7 is not.
    assert told(changes) == [(OPEN, "q", 3), (CLEAR, "q", 6)]
    assert changes[0].finding.fields == {"flags": "range, spike", "seconds": 1000, "percent": 50}


def test_a_lying_clock_moves_no_quality_window() -> None:
    rule = QualityRule(
        id="clock", names=NAMES, severity="info", group="q", flags=("future",), value=3, window_s=100
    )
    year = 365 * 86_400.0
    rows = [(0, year + at, 1.0) for at in range(3)]
    batch = make_batch(rows, quality=[int(Quality.FUTURE)] * 3, received=[1, 2, 3])
    assert told(engine(rule).apply(batch, (), T0)) == [(OPEN, "clock", 3)]


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.floats(3, 7), min_size=2, max_size=80),
    steps=st.lists(st.integers(1, 90), min_size=80, max_size=80),
    held=st.integers(0, 120),
    clear=st.integers(0, 120),
)
def test_it_never_flaps(values: list[float], steps: list[int], held: int, clear: int) -> None:
    rule = threshold(hysteresis=0.3, min_duration_s=float(held), clear_duration_s=float(clear))
    times = [float(sum(steps[: at + 1])) for at in range(len(values))]
    changes = told(feed(engine(rule), list(zip(times, values, strict=True))))
    assert all(one[0] != other[0] for one, other in pairwise(changes))
    openings = [at for what, _, at in changes if what == OPEN]
    assert all(later - earlier >= held + clear for earlier, later in pairwise(openings))


# Every kind of rule at once, some of them several times.
MIXED = (
    threshold("at-once"),
    threshold("held", min_duration_s=60.0, clear_duration_s=30.0),
    threshold("low", op="lt", value=4.0, hysteresis=0.5),
    heartbeat(),
    QualityRule(
        id="count", names=NAMES, severity="info", group="q", flags=("stuck",), value=2, window_s=100
    ),
    QualityRule(
        id="share", names=NAMES, severity="info", group="q", flags=("stuck", "range"), measure="share",
        value=0.3, hysteresis=0.1, window_s=300, min_count=4,
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from([-5, 0, 1, 10, 40, 130]),
            st.sampled_from([3.0, 3.8, 4.2, 4.9, 5.0, 6.0]),
            st.sampled_from([0, 0, 0, int(Quality.STUCK), int(Quality.RANGE), int(Quality.GAP)]),
        ),
        min_size=1,
        max_size=80,
    ),
    cuts=st.sets(st.integers(1, 79)),
)
def test_cuts_change_nothing(rows: list[tuple[int, int, float, int]], cuts: set[int]) -> None:
    times = np.cumsum([step for _, step, _, _ in rows]).tolist()
    points = [(series, at, value) for (series, _, value, _), at in zip(rows, times, strict=True)]
    quality = [flags for _, _, _, flags in rows]
    whole, cut = engine(*MIXED), engine(*MIXED)
    expected = whole.apply(make_batch(points, quality=quality), (), T0)
    changes = []
    for first, end in pairwise([0, *sorted(at for at in cuts if at < len(rows)), len(rows)]):
        changes += cut.apply(make_batch(points[first:end], quality=quality[first:end]), (), T0)
    assert changes == expected
    np.testing.assert_equal(cut.state(), whole.state())
