"""The quality checks, compiled: state of a series and one pass over a batch; ``checker`` tells the rules."""

import numpy as np
from numba import njit

from luylau.telemetry.observations import Bool, Float64, Int32, Int64, Quality, UInt16
from luylau.telemetry.records import AHEAD, Record, Records, aligned, prefetch

RECENT = 8
GAP_PERIODS = 3.0
SHORTEST_S = 1.0
"""Observations closer than this may differ by as much as in one second, so that jitter is no spike."""

STATE = np.dtype(
    [
        ("newest_us", np.int64),  # newest time taken; NEVER before the first
        ("good_us", np.int64),  # of the last good value; NEVER if none
        ("good_value", np.float64),
        ("same_value", np.float64),  # the value now repeated, and since when
        ("same_since_us", np.int64),
        ("step_value", np.float64),  # newest of a run of rejected values that agree
        ("step_us", np.int64),
        ("recent_us", np.int64, (RECENT,)),
        ("step_count", np.uint8),
        ("recent_at", np.uint8),
    ],
    align=True,
)

NEVER = -(2**62)

_NOT_FINITE = int(Quality.NOT_FINITE)
_RANGE = int(Quality.RANGE)
_SPIKE = int(Quality.SPIKE)
_STUCK = int(Quality.STUCK)
_GAP = int(Quality.GAP)
_LATE = int(Quality.LATE)
_FUTURE = int(Quality.FUTURE)
_ANCIENT = int(Quality.ANCIENT)
_DUPLICATE = int(Quality.DUPLICATE)
_UNIT = int(Quality.UNIT)


def fresh(count: int) -> Records:
    """Return the state of ``count`` series that were never heard."""
    state = aligned(count, STATE)
    for name in ("newest_us", "good_us", "same_since_us", "recent_us"):
        state[name] = NEVER
    return state


@njit(cache=True, nogil=True, error_model="numpy")
def _times(one: Record, t: int, ahead_us: int, now_ahead_us: int, oldest_us: int, period: float) -> int:
    """Return the flags of a time and take it into the state."""
    if t > ahead_us:
        return _FUTURE
    if t < oldest_us:
        return _ANCIENT
    if one.newest_us > now_ahead_us:
        # The platform's clock was ahead, and no longer is: what it stamped then must not rule what comes now.
        one.newest_us = NEVER
        one.same_since_us = NEVER
        one.step_count = 0
        if one.good_us > now_ahead_us:
            one.good_us = NEVER
    for k in range(RECENT):
        if one.recent_us[k] == t:
            return _DUPLICATE | (_LATE if t < one.newest_us else 0)
    one.recent_us[one.recent_at] = t
    one.recent_at = (one.recent_at + 1) % RECENT
    newest = one.newest_us
    if t < newest:
        return _LATE
    if t == newest:
        return _DUPLICATE
    one.newest_us = t
    if newest != NEVER and (t - newest) * 1e-6 > GAP_PERIODS * period:
        one.same_since_us = NEVER
        return _GAP
    return 0


@njit(cache=True, nogil=True, error_model="numpy")
def _too_fast(value: float, t: int, other: float, other_us: int, rate: float, step: float) -> bool:
    """Say whether two values lie further apart than the channel can move; False where the rate is NaN."""
    seconds = max(abs(t - other_us) * 1e-6, SHORTEST_S)
    slack = step if step > 0.0 else 0.0
    # A hair of tolerance: a sensor that moves at just its limit must not be flagged for the rounding of
    # floats.
    return abs(value - other) > (rate * seconds + slack) * (1.0 + 1e-9)


@njit(cache=True, nogil=True, error_model="numpy")
def _is_spike(
    one: Record, value: float, t: int, in_order: bool, settle_count: int, rate: float, step: float
) -> bool:
    """Say whether a value moved too fast, keeping count of rejected values that agree."""
    if one.good_us == NEVER or not _too_fast(value, t, one.good_value, one.good_us, rate, step):
        if in_order:
            one.step_count = 0
        return False
    if not in_order:
        return True
    if one.step_count > 0 and not _too_fast(value, t, one.step_value, one.step_us, rate, step):
        one.step_count += 1
    else:
        one.step_count = 1
    one.step_value = value
    one.step_us = t
    if one.step_count >= settle_count:
        one.step_count = 0
        return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def check(
    state: Records,
    series: Int32,
    time_us: Int64,
    received_us: Int64,
    values: Float64,
    is_text: Bool,
    quality: UInt16,
    now_us: int,
    ahead_us: int,
    oldest_us: int,
    late_us: int,
    settle_count: int,
    bad: int,
    low: Float64,
    high: Float64,
    max_rate: Float64,
    stuck_after_s: Float64,
    period_s: Float64,
    resolution: Float64,
) -> None:
    """Add flags to ``quality`` in place, row by row; the last six are columns over all series."""
    texts = len(is_text) > 0
    rows = len(series)
    for i in range(rows):
        if i + AHEAD < rows:
            soon = series[i + AHEAD]
            prefetch(state, soon)
            prefetch(low, soon)
            prefetch(high, soon)
            prefetch(max_rate, soon)
            prefetch(stuck_after_s, soon)
            prefetch(period_s, soon)
            prefetch(resolution, soon)
        number = series[i]
        one = state[number]
        t = time_us[i]
        came = received_us[i]
        oldest = max(oldest_us, came - late_us)
        flags = quality[i] | _times(
            one, t, min(came, now_us) + ahead_us, max(came, now_us) + ahead_us, oldest, period_s[number]
        )
        if texts and is_text[i]:
            quality[i] = flags
            continue
        value = values[i]
        if not np.isfinite(value):
            quality[i] = flags | _NOT_FINITE
            continue
        if flags & (_UNIT | _FUTURE | _ANCIENT):
            # In another unit no limit of the channel applies; at an impossible time there is no rate.
            if not flags & _UNIT and (value < low[number] or value > high[number]):
                flags |= _RANGE
            quality[i] = flags
            continue
        in_order = not flags & (_LATE | _DUPLICATE)
        if value < low[number] or value > high[number]:
            flags |= _RANGE
        else:
            if not flags & _DUPLICATE and _is_spike(
                one, value, t, in_order, settle_count, max_rate[number], resolution[number]
            ):
                flags |= _SPIKE
            if in_order:
                if one.same_since_us == NEVER or value != one.same_value:
                    one.same_value = value
                    one.same_since_us = t
                elif (t - one.same_since_us) * 1e-6 > stuck_after_s[number]:
                    flags |= _STUCK
        if in_order and not flags & bad:
            one.good_us = t
            one.good_value = value
        quality[i] = flags
