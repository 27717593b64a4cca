"""What the bank keeps of each series: 128 bytes that each observation touches, 128 that each hour does."""

import numpy as np

from luylau.telemetry.records import LINE, Records, aligned

HOURS = 24

HOT = np.dtype(
    [
        ("last_us", np.int64),  # newest observation taken
        ("high_us", np.int64),  # newest observation with a score of at least `end`, while an anomaly lasts
        ("hour_end_us", np.int64),  # where the clock hour of the newest observation ends
        ("level", np.float64),  # slow baseline of the value
        ("count", np.uint32),  # observations taken
        ("dev", np.float32),  # filtered deviation from baseline and season
        ("var_step", np.float32),  # variance of one-step errors
        ("var_dev", np.float32),  # variance of deviations
        ("cov_dev", np.float32),  # lag-one covariance of deviations
        ("up", np.float32),  # upper CUSUM
        ("down", np.float32),  # lower CUSUM
        ("drift_excess", np.float32),  # mean of the larger CUSUM, in nats above SUM_FROM, where above
        ("noise", np.float32),  # CUSUM of the likelihood ratio "twice the spread"
        ("noise_excess", np.float32),  # mean of it above SUM_FROM, where above
        ("tail_share", np.float32),  # share of |z| above TAIL_FROM
        ("tail_log", np.float32),  # ln of that share, as of the last such z
        ("tail_excess", np.float32),  # mean of |z| - TAIL_FROM where above
        ("interval_s", np.float32),  # usual time between observations
        ("season_before", np.float32),  # profile of the hour before, of this hour, of the next
        ("season_now", np.float32),
        ("season_next", np.float32),
        ("hour_sum", np.float32),  # sum of deviations from the baseline in this hour
        ("hour_count", np.uint32),
        ("evidence", np.float32),  # sum of scores above `begin`
        ("floor", np.float32),  # smallest spread that is believed
        ("hours", np.uint16),  # clock hours seen, saturating
        ("tail_count", np.uint8),  # z above TAIL_FROM seen, saturating
        ("clipped_run", np.uint8),  # clipped observations in a row, saturating
        ("moved", np.uint8),  # observations that differed from what was expected, saturating
        ("hour", np.uint8),
        ("seasonal", np.uint8),  # 1 while the profile is in use
        ("active", np.uint8),  # AnomalyKind while an anomaly lasts, else 0
        ("enabled", np.uint8),
    ],
    align=True,
)

COLD = np.dtype(
    [
        ("profile", np.float32, (HOURS,)),  # mean deviation from the baseline by hour of day (UTC)
        ("days", np.uint8, (HOURS,)),  # how often each hour was seen, saturating
        ("error_without", np.float32),  # mean square of hourly means
        ("error_with", np.float32),  # mean square of hourly means less the profile
    ],
    align=True,
)

TAIL_SHARE = 0.0455
"""Share of a normal distribution beyond two spreads: what a series starts with."""

TAIL_EXCESS = 0.6
"""Mean excess that a series starts with; 0.37 is a normal distribution, 1 one with exponential tails."""

assert HOT.itemsize <= 2 * LINE
assert COLD.itemsize <= 2 * LINE


def fresh(count: int) -> tuple[Records, Records]:
    """Return hot and cold records of ``count`` series that were never heard, all enabled."""
    hot, cold = aligned(count, HOT), aligned(count, COLD)
    hot["enabled"] = 1
    hot["tail_share"] = TAIL_SHARE
    hot["tail_log"] = np.log(TAIL_SHARE)
    hot["tail_excess"] = TAIL_EXCESS
    hot["drift_excess"] = 1.0
    hot["noise_excess"] = 1.0
    return hot, cold
