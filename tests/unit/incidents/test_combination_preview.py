"""A combination tried on the history."""

from dataclasses import replace

import numpy as np

from luylau.incidents import AppliesTo, Combination, Part, preview_combination
from luylau.incidents.previews import Columns
from tests.unit.incidents.helpers import (
    NAMES,
    SECOND,
    T0,
    heartbeat,
    make_asset,
    make_city,
    rule_set,
    threshold,
)

CITY = make_city(
    [make_asset("gauge-a"), make_asset("gauge-b"), make_asset("station", kind="weather_station")]
)
END = T0 + 7_200 * SECOND
RULES = rule_set(
    threshold("high", applies_to=AppliesTo(asset="gauge-a", channel="water_level"), value=5.0),
    heartbeat("silent", periods=5),
    replace(threshold("off", value=0.0), enabled=False),
)
BOTH = Combination(
    id="both", names=NAMES, severity="major", group="both", within_m=10.0, within_s=900.0, enabled=False,
    all=(Part(rule="high"), Part(group="silent", asset_kind="weather_station")),
)  # fmt: skip


class History:
    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __call__(self, device: str, channel: str, start_us: int, end_us: int) -> Columns:
        self.asked.add(device)
        high = [(at, 6.0 if 3_000 <= at < 4_000 or at >= 6_000 else 1.0) for at in range(0, 7_200, 60)]
        rows = high if device == "gauge-a" else [(at, 1.0) for at, _ in high if not 2_600 < at < 3_500]
        times = np.array([T0 + at * SECOND for at, _ in rows], np.int64)
        return times, np.array([value for _, value in rows]), np.zeros(len(rows), np.uint16)


def test_its_parts_rules_run_and_what_they_find_is_combined() -> None:
    history = History()
    found = preview_combination(BOTH, RULES, CITY, history, T0, END)
    # Silent since 2580 s, which is told 300 s later; high from 3000 s on; heard again at 3540 s.
    assert [(one.asset, (one.opened_us - T0) // SECOND, ((one.cleared_us or 0) - T0) // SECOND, one.value)
            for one in found.firings] == [("gauge-a", 3_000, 3_540, 2)]  # fmt: skip
    assert (found.series, history.asked) == (2, {"gauge-a", "station"}), "no more is read than is asked for"


def test_what_is_switched_off_finds_nothing() -> None:
    off = replace(BOTH, all=(Part(rule="off"), Part(group="silent")))
    assert preview_combination(off, RULES, CITY, History(), T0, END).firings == ()


def test_one_that_lasts_at_the_end_is_open() -> None:
    lasting = replace(BOTH, all=(Part(rule="high"), Part(rule="high", min=1)), any_of=(Part(rule="high"),))
    found = preview_combination(lasting, RULES, CITY, History(), T0, END)
    assert [one.cleared_us is None for one in found.firings] == [False, True]
    assert found.series == 1
