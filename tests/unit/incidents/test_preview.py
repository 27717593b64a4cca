from dataclasses import replace

import numpy as np
import pytest

from luylau.incidents import AnomalyRule, AppliesTo, QualityRule, Rule, RuleEngine, preview
from luylau.incidents.previews import RUN_UP_US, Columns
from luylau.telemetry.observations import Quality
from tests.unit.incidents.helpers import (
    NAMES,
    SECOND,
    T0,
    heartbeat,
    make_batch,
    make_city,
    make_series,
    rule_set,
    threshold,
)

CITY = make_city()
HOUR_S = 3_600
END = T0 + HOUR_S * SECOND


class History:
    """Observations by series: (seconds, value, quality)."""

    def __init__(self, **series: list[tuple[float, float, int]]) -> None:
        self.series = series
        self.asked: list[tuple[str, str, int, int]] = []

    def __call__(self, device: str, channel: str, start_us: int, end_us: int) -> Columns:
        self.asked.append((device, channel, start_us, end_us))
        rows = self.series.get(f"{device.replace('-', '_')}__{channel}", [])
        times = np.array([T0 + round(at * SECOND) for at, _, _ in rows], np.int64)
        within = (times >= start_us) & (times < end_us)
        values = np.array([value for _, value, _ in rows], np.float64)
        return times[within], values[within], np.array([flag for _, _, flag in rows], np.uint16)[within]


def wave(period_s: float = 1_200) -> list[tuple[float, float, int]]:
    return [(at, 5 + 2 * np.sin(2 * np.pi * at / period_s), 0) for at in range(0, HOUR_S, 30)]


def test_would_have_fired_three_times() -> None:
    history = History(gauge_a__water_level=wave())
    found = preview(threshold(value=6.0, hysteresis=0.2), CITY, history, T0, END)
    assert (found.total, found.series) == (3, 2)
    assert [(one.opened_us - T0) // SECOND for one in found.firings] == [120, 1320, 2520]
    # sin is 0.5 at a twelfth of the period (100 s), and below 0.4 from 521.4 s on.
    assert [(one.cleared_us or 0) - T0 for one in found.firings] == [
        540 * SECOND,
        1740 * SECOND,
        2940 * SECOND,
    ]
    assert (found.first_us, found.last_us) == (T0 + 120 * SECOND, T0 + 2520 * SECOND)
    assert {(one.asset, one.channel, one.threshold) for one in found.firings} == {
        ("gauge-a", "water_level", 6.0)
    }
    assert {asked[0] for asked in history.asked} == {"gauge-a", "gauge-b"}


def test_never() -> None:
    found = preview(threshold(value=9.0), CITY, History(gauge_a__water_level=wave()), T0, END)
    assert (found.total, found.first_us, found.last_us) == (0, None, None)


def test_a_rule_switched_off_can_be_tried_and_one_at_the_end_is_still_open() -> None:
    history = History(gauge_b__water_level=[(HOUR_S - 30, 9.0, 0)])
    found = preview(threshold(enabled=False, min_duration_s=20), CITY, history, T0, END)
    assert [(one.asset, one.opened_us, one.cleared_us) for one in found.firings] == [
        ("gauge-b", END - 10 * SECOND, None)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        threshold(value=6.0, hysteresis=0.5, min_duration_s=30, clear_duration_s=60),
        threshold(op="lt", value=4.0),
        QualityRule(id="q", names=NAMES, severity="info", group="q", flags=("spike",), value=3, window_s=600,
                    applies_to=AppliesTo(asset_kind="river_gauge")),
    ],
    ids=["above", "below", "quality"],
)  # fmt: skip
def test_a_preview_says_what_the_engine_said(rule: Rule) -> None:
    rng = np.random.default_rng(4)
    rows: list[tuple[float, float, int]] = [
        (at, 5 + float(rng.normal(0, 1.5)), int(Quality.SPIKE) if rng.random() < 0.15 else 0)
        for at in range(0, HOUR_S, 20)
    ]
    engine = RuleEngine(CITY, rule_set(rule), make_series(CITY))
    live = []
    for at, value, flag in rows:
        changes = engine.apply(make_batch([(0, at, value)], quality=[flag]), (), T0 + round(at * SECOND))
        live += [one.finding.opened_us for one in changes if one.what == "opened"]
    found = preview(rule, CITY, History(gauge_a__water_level=rows), T0, END)
    assert len(live) > 2
    assert [one.opened_us for one in found.firings] == live


def test_silence() -> None:
    history = History(
        gauge_a__water_level=[(at, 1.0, 0) for at in (*range(0, 1_000, 60), *range(2_000, HOUR_S, 60))],
        gauge_b__water_level=[(at, 1.0, 0) for at in range(0, HOUR_S, 60)],
        station__humidity=[(at, 1.0, 0) for at in range(0, HOUR_S, 150)],
    )
    found = preview(heartbeat(), CITY, history, T0, END)
    assert found.series == 3
    assert [(one.asset, (one.opened_us - T0) // SECOND, one.cleared_us) for one in found.firings] == [
        ("gauge-a", 960 + 180, T0 + 2_000 * SECOND)
    ]
    assert found.firings[0].value == 180


def test_a_device_that_said_nothing_at_all_would_have_been_silent() -> None:
    found = preview(heartbeat(), CITY, History(), T0, END)
    assert [(one.asset, (one.opened_us - T0) // SECOND, one.cleared_us) for one in found.firings] == [
        ("gauge-a", 180, None), ("gauge-b", 180, None), ("station", 180, None),
    ]  # fmt: skip


def test_a_device_that_never_spoke_is_not_waited_for() -> None:
    found = preview(heartbeat(), CITY, History(), T0, END, {"gauge-b", "station"})
    assert [one.asset for one in found.firings] == ["gauge-b", "station"]


def test_anomalies_learn_from_the_week_before() -> None:
    rng = np.random.default_rng(8)
    week = RUN_UP_US // SECOND
    rows = [(float(at), 3 + float(rng.normal(0, 0.05)), 0) for at in range(-week, HOUR_S, 300)]
    rows = [(at, 9.0 if at in (1_800.0, 2_100.0) else value, flag) for at, value, flag in rows]
    history = History(gauge_a__water_level=rows)
    rule = AnomalyRule(
        id="odd", names=NAMES, severity="info", group="odd", applies_to=AppliesTo(asset="gauge-a")
    )
    found = preview(rule, CITY, history, T0, END)
    assert [one.opened_us for one in found.firings] == [T0 + 1_800 * SECOND]
    assert history.asked == [("gauge-a", "water_level", T0 - RUN_UP_US, END)]
    assert preview(replace(rule, min_score=1e6), CITY, history, T0, END).total == 0


def test_channels_without_detectors_have_no_anomalies() -> None:
    kind = CITY.kinds["river_gauge"]
    level = replace(kind.channels["water_level"], anomaly=False)
    city = replace(CITY, kinds={**CITY.kinds, kind.id: replace(kind, channels={"water_level": level})})
    rule = AnomalyRule(
        id="odd", names=NAMES, severity="info", group="odd", applies_to=AppliesTo(asset="gauge-a")
    )
    history = History(gauge_a__water_level=wave())
    assert preview(rule, city, history, T0, END).total == 0
    assert history.asked == []
