"""What the bank expects of series at a given time, for charts: the kernel's prediction over many series."""

from dataclasses import dataclass

import numpy as np

from luylau.telemetry.detectors.kernel import LARGEST_PHI, TAIL_FROM, WARM_MOVES
from luylau.telemetry.detectors.settings import DetectorSettings
from luylau.telemetry.observations import Float64, Int32
from luylau.telemetry.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where values are expected, in the channels' units; shapes (n,), NaN for a series still warming up."""

    expected: Float64
    low: Float64
    high: Float64


def expected_band(hot: Records, cold: Records, settings: DetectorSettings, series: Int32, at_us: int) -> Band:
    """Return the band of each of ``series`` for an observation at ``at_us`` (microseconds since 1970 UTC)."""
    one, many = hot[series], cold[series]
    hours = at_us / 3.6e9 - 0.5
    left = int(hours // 1) % 24
    part = hours % 1.0
    right = (left + 1) % 24
    profile, seen = many["profile"].astype(np.float64), many["days"] > 0
    now = (left + 1) % 24 if part >= 0.5 else left
    # An hour that was never seen takes the profile of the hour that we are in, as in the kernel.
    before = np.where(seen[:, left], profile[:, left], profile[:, now])
    after = np.where(seen[:, right], profile[:, right], profile[:, now])
    season = np.where(one["seasonal"] > 0, before + part * (after - before), 0.0)

    silent_s = (at_us - one["last_us"]) * 1e-6
    # One interval ahead the last deviation still tells something; after a gap it does not.
    near = (silent_s <= settings.gap_periods * one["interval_s"]) & (one["var_dev"] > 0)
    phi = np.divide(one["cov_dev"], one["var_dev"], out=np.zeros(len(one), np.float32), where=near)
    variance = np.where(near, one["var_step"], one["var_dev"]).astype(np.float64)
    sigma = np.maximum(np.sqrt(variance), one["floor"])
    expected = one["level"] + season + np.clip(phi, 0, LARGEST_PHI) * one["dev"]
    reach = sigma * (TAIL_FROM + one["tail_excess"] * np.maximum(settings.begin + one["tail_log"], 0.0))
    warm = (one["count"] < settings.warm_count) | (one["moved"] < WARM_MOVES)
    expected = np.where(warm, np.nan, expected)
    return Band(expected=expected, low=expected - reach, high=expected + reach)
