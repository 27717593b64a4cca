"""The compiled machine against plain Python that walks second by second and knows nothing of deadlines."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.incidents import HeartbeatRule, QualityRule, Rule, RuleEngine, preview
from luylau.incidents.previews import Firing
from luylau.telemetry.observations import Quality
from tests.unit.incidents.helpers import (
    NAMES,
    SECOND,
    T0,
    make_batch,
    make_city,
    make_series,
    rule_set,
    threshold,
    told,
)

PERIOD_S = 20
HOLD_S = 3 * PERIOD_S
CITY = make_city(period_s=PERIOD_S)
SERIES = make_series(CITY)


@dataclass
class Walker:
    """A condition with durations, walked through second by second."""

    held: int
    clear: int
    hold: int
    is_open: bool = False
    on: int | None = None
    off: int | None = None
    last: int | None = None
    told: list[tuple[str, int]] = field(default_factory=list)

    def pass_second(self, now: int) -> None:
        if self.last is None or now > self.last + self.hold:
            return
        if self.is_open and self.off is not None and now - self.off >= self.clear:
            self.is_open, self.off = False, None
            self.told.append(("cleared", now))
        if not self.is_open and self.on is not None and now - self.on >= self.held:
            self.is_open, self.on = True, None
            self.told.append(("opened", now))

    def see(self, now: int, enter: bool, stay: bool) -> None:
        if self.last is not None and now > self.last + self.hold:
            self.on = self.off = None
        self.last = now
        if self.is_open:
            self.off = None if stay else now if self.off is None else self.off
        else:
            self.on = None if not enter else now if self.on is None else self.on
        self.pass_second(now)


def walk(points: list[tuple[int, bool, bool]], end: int, walker: Walker) -> list[tuple[str, int]]:
    at = 0
    for now in range(end + 1):
        walker.pass_second(now)
        while at < len(points) and points[at][0] == now:
            walker.see(*points[at])
            at += 1
    return walker.told


def run(
    rule: Rule, rows: list[tuple[int, float, float]], cuts: list[int], quality: list[int]
) -> list[tuple[str, float]]:
    """Run the engine over the rows, cut into batches at ``cuts``."""
    engine = RuleEngine(CITY, rule_set(rule), SERIES)
    batch = make_batch(rows, quality=quality)
    seen = []
    bounds = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    for first, end in pairwise(bounds):
        part = make_batch(rows[first:end], quality=[int(one) for one in batch.quality[first:end]])
        seen += told(engine.apply(part, (), T0))
    return [(what, at) for what, _, at in seen]


gaps = st.lists(st.sampled_from([0, 1, 5, 20, 20, 20, 45, 61, 130]), min_size=1, max_size=50)
durations = st.sampled_from([0, 1, 20, 30, 60, 90])
cut_points = st.lists(st.integers(1, 50), max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    steps=gaps,
    values=st.lists(st.sampled_from([4.0, 4.5, 4.7, 4.99, 5.0, 5.2, 6.0]), min_size=50, max_size=50),
    held=durations,
    clear=durations,
    hysteresis=st.sampled_from([0.0, 0.5]),
    below=st.booleans(),
    cuts=cut_points,
)
def test_thresholds(
    steps: list[int],
    values: list[float],
    held: int,
    clear: int,
    hysteresis: float,
    below: bool,
    cuts: list[int],
) -> None:
    rule = threshold(
        op="le" if below else "ge", hysteresis=hysteresis, min_duration_s=held, clear_duration_s=clear
    )
    times = [int(one) for one in np.cumsum(steps)]
    rows = [(0, float(at), value) for at, value in zip(times, values, strict=False)]
    points = [
        (int(at), value <= 5, value <= 5 + hysteresis)
        if below
        else (int(at), value >= 5, value >= 5 - hysteresis)
        for _, at, value in rows
    ]
    expected = walk(points, times[-1], Walker(held=held, clear=clear, hold=HOLD_S))
    assert run(rule, rows, cuts, [0] * len(rows)) == expected
    assert run(rule, rows, [], [0] * len(rows)) == expected


@settings(max_examples=100, deadline=None)
@given(
    steps=st.lists(st.integers(0, 40) | st.sampled_from([90, 99, 100, 101, 350]), min_size=1, max_size=50),
    flagged=st.lists(st.booleans(), min_size=50, max_size=50),
    limit=st.integers(1, 4),
    least=st.sampled_from([1, 3, 8]),
    share=st.booleans(),
    cuts=cut_points,
)
def test_quality(
    steps: list[int], flagged: list[bool], limit: int, least: int, share: bool, cuts: list[int]
) -> None:
    rule = QualityRule(
        id="q", names=NAMES, severity="info", group="q", flags=("stuck",), window_s=100.0, min_count=least,
        measure="share" if share else "count", value=limit / 5 if share else float(limit),
    )  # fmt: skip
    times = [int(one) for one in np.cumsum(steps)]
    rows = [(0, float(at), 1.0) for at in times]
    quality = [int(Quality.STUCK) if flag else 0 for flag in flagged[: len(rows)]]
    points = []
    for number, now in enumerate(times):
        slot = (T0 // SECOND + now) // 10
        window = [
            bool(quality[one]) for one in range(number + 1) if (T0 // SECOND + times[one]) // 10 > slot - 10
        ]
        count = sum(window)
        found = (count / len(window) if len(window) >= least else 0.0) if share else float(count)
        points.append((now, found >= rule.value, found >= rule.value and found > 0))
    expected = walk(points, times[-1], Walker(held=0, clear=0, hold=10**9))
    assert run(rule, rows, cuts, quality) == expected


@settings(max_examples=100, deadline=None)
@given(
    steps=st.lists(st.sampled_from([1, 10, 29, 30, 31, 60, 100]), max_size=40),
    clear=st.sampled_from([0, 5, 30, 45, 200]),
    tail=st.integers(1, 100),
)
def test_heartbeats_by_preview(steps: list[int], clear: int, tail: int) -> None:
    limit = 30
    rule = HeartbeatRule(
        id="s", names=NAMES, severity="minor", group="g", silent_s=float(limit), clear_duration_s=float(clear)
    )
    times = [int(one) for one in np.cumsum(steps)]
    end = (times[-1] if times else 0) + tail
    assert firings(rule, times, end) == walk_heartbeat(times, end, limit, clear)


def firings(rule: HeartbeatRule, times: list[int], end: int) -> list[tuple[int, int | None]]:
    column = np.array([T0 + at * SECOND for at in times], np.int64)

    def read(
        device: str, channel: str, start_us: int, end_us: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return column, np.zeros(len(column)), np.zeros(len(column), np.uint16)

    found = preview(rule, CITY, read, T0, T0 + end * SECOND)
    return [seconds(one) for one in found.firings if one.asset == "gauge-a"]


def seconds(firing: Firing) -> tuple[int, int | None]:
    cleared = None if firing.cleared_us is None else (firing.cleared_us - T0) // SECOND
    return (firing.opened_us - T0) // SECOND, cleared


def walk_heartbeat(times: list[int], end: int, limit: int, clear: int) -> list[tuple[int, int | None]]:
    """Every second: silent for ``limit`` opens; heard again and not silent since for ``clear`` closes."""
    found: list[tuple[int, int | None]] = []
    last, back, is_open = 0, None, False
    for now in range(end + 1):
        if is_open and back is not None and now - last >= limit:
            back = None
        if is_open and back is not None and now - back >= clear:
            found[-1] = (found[-1][0], now)
            is_open, back = False, None
        if not is_open and now - last >= limit:
            found.append((now, None))
            is_open = True
        if now in times:
            last = now
            if is_open and back is None:
                back = now
                if clear == 0:
                    found[-1] = (found[-1][0], now)
                    is_open, back = False, None
    return found
