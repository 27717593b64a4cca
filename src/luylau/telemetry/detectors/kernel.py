"""The recurrences, compiled: one pass over a batch in the order it came.

For one series let ``v`` be the value, ``b`` a slow baseline, ``s(t)`` a profile of the hour of day (used only
where it has proved to predict), and ``x = v - b - s(t)`` the deviation. The model and where it is from:

* baseline, variance and lag-one covariance are exponentially weighted means (Roberts 1959), with weight
  ``a = dt / (memory + dt)`` for irregular intervals, at least 1/(n+1) while young (Welford 1962) and at most
  1/least_window; correlation has eight times the memory, or a shift would pass for correlation and hide;
* deviations follow an AR(1): predicted ``phi * d`` with ``phi = cov / var``. Judging one-step errors ``e``
  instead of deviations is what makes control charts right on autocorrelated data (Lu & Reynolds 2001);
* ``d = predicted + clip(e, +-c * sigma)``: Huber's psi (1964) in a robust filter (Masreliez & Martin 1977). A
  single wild value moves the model by three spreads at most, a lasting shift is followed;
* JUMP: ``z = e / sigma``; beyond two spreads its tail is fitted as exponential from the share and the mean
  excess seen so far (peaks over threshold, Pickands 1975; on streams, Siffer et al. 2017). The surprise is
  ``-ln P(|Z| > |z|)``, so a series with wild manners needs more to surprise;
* DRIFT: two CUSUMs (Page 1954) of clipped z with slack k. In steady state P(C > c) is about exp(-2kc)
  (Siegmund 1985), so 2kC is in nats: the excess of independent normal errors has the mean 1. A series whose
  own excess has a larger mean (weather, traffic, a multiplicative noise) is measured by that;
* NOISE: a CUSUM of the log likelihood ratio of "twice the spread" against "as ever", in nats by nature, and
  measured by its own mean excess likewise;
* the score is the largest of the three. As in the anomaly likelihood of Lavin & Ahmad (2015) it rates the
  error against the errors that this series has shown, not the value.

All of it is one file, and what may change elsewhere comes as an argument: numba's cache of compiled functions
notices only changes of the file that a function stands in.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.telemetry.detectors.settings import Tuning
from luylau.telemetry.observations import Float64, Int32, Int64, UInt16
from luylau.telemetry.records import AHEAD, Record, Records, prefetch

Float32 = NDArray[np.float32]

HOUR_US = 3_600_000_000
LARGEST_VALUE = 1e15  # beyond this the squares would leave the range of float32
YOUNG = 4_096  # observations up to which a plain mean has the shorter memory
MOST_COUNTED = 4_000_000_000
WARM_MOVES = 32  # a series that has hardly ever changed has no usual manner of changing
UNCLIPPED = 8  # the first observations are taken whole: there is no spread yet to clip by

# Arithmetic on the small numbers is in float32, as they are stored; only levels and times need more.
F = np.float32
ZERO, ONE, TWO, HALF = F(0), F(1), F(2), F(0.5)
TAIL_FROM = F(2.0)
SUM_FROM = F(2.0)
LARGEST_SCORE = F(99.0)
LARGEST_SUM = F(64.0)
LARGEST_PHI = F(0.9995)
LN_2 = F(math.log(2.0))
NO_CLIP = F(1e30)
SAME = F(0.1)  # spreads; nine of ten values of a normal series differ by more from what was expected
ROUNDING = F(1e-6)
SLOWER = F(1 / 8)  # correlation has eight times the memory of level and spread
NOT_SCORED = F(np.nan)

# No nnan and no ninf: not-a-number is tested for.
FAST = {"contract", "reassoc", "arcp", "nsz"}


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def grown(excess: np.float32, seen: np.float32, weight: np.float32) -> np.float32:
    """Return the mean excess after one more, at least the 1 that theory gives independent normal errors."""
    return max(excess + weight * (min(seen, F(4.0) * excess) - excess), ONE)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def season_at(one: Record, time_us: int) -> Any:  # noqa: ANN401 - a number of a record
    """Return the profile at a time within the open hour, linear between the middles of hours."""
    part = HALF - F((one.hour_end_us - time_us) * (1.0 / HOUR_US))
    if part < ZERO:
        return one.season_now - part * (one.season_before - one.season_now)
    return one.season_now + part * (one.season_next - one.season_now)


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def turn_hour(one: Record, many: Record, time_us: int, season_days: int, restart: int) -> None:
    """Close the clock hour of a series and open the one of ``time_us``."""
    before = one.seasonal
    if one.hour_count > 0:
        old = one.hour
        mean = one.hour_sum / one.hour_count
        days = many.days[old]
        error = mean - many.profile[old]
        if days >= 2:
            # Judged before it is learned: does the profile predict an hour better than nothing does?
            weight = max(1.0 / max(one.hours - 46.0, 1.0), 1.0 / 72.0)
            many.error_without += weight * (mean * mean - many.error_without)
            many.error_with += weight * (error * error - many.error_with)
        many.profile[old] += error / min(days + 1.0, float(season_days))
        many.days[old] = min(days + 1, 255)
        one.hours = min(one.hours + 1, 65_535)
    if one.hours >= 72:
        if many.error_with < 0.5 * many.error_without:
            one.seasonal = 1
        elif many.error_with > 0.8 * many.error_without:
            one.seasonal = 0
    opened = time_us // HOUR_US
    now = opened % 24
    one.hour = now
    one.hour_end_us = (opened + 1) * HOUR_US
    one.hour_sum = 0.0
    one.hour_count = 0
    one.season_now = many.profile[now]
    left, right = (now + 23) % 24, (now + 1) % 24
    one.season_before = many.profile[left] if many.days[left] > 0 else many.profile[now]
    one.season_next = many.profile[right] if many.days[right] > 0 else many.profile[now]
    if one.seasonal != before:
        # The same value is now told from another origin. What was known of deviations keeps its shape, but
        # counts little from here on.
        season = season_at(one, time_us)
        one.dev += -season if one.seasonal else season
        phi = one.cov_dev / one.var_dev if one.var_dev > ZERO else ZERO
        one.var_dev = one.var_step
        one.cov_dev = phi * one.var_step
        one.count = min(one.count, restart)
        one.up = one.down = one.noise = ZERO
        one.drift_excess = ONE
        one.noise_excess = ONE


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def run(
    hot: Records,
    cold: Records,
    series: Int32,
    time_us: Int64,
    value: Float64,
    flags: UInt16,
    unfit: int,
    p: Tuning,
    score: Float32,
    kind: NDArray[np.uint8],
    deviation: Float32,
    expected: Float64,
    reach: Float32,
    changes: Int64,
) -> int:
    """Take a batch; fill the outputs; return how many ``changes`` (row, kind, began, side) there are."""
    changed = 0
    rows = len(series)
    checked = len(flags) > 0
    widest = ONE / p.least_window
    for i in range(rows):
        if i + AHEAD < rows:
            prefetch(hot, series[i + AHEAD])
        one = hot[series[i]]
        v = value[i]
        t = time_us[i]
        n = one.count
        dt_us = t - one.last_us
        gap = False
        usable = not (checked and flags[i] & unfit) and one.enabled != 0 and abs(v) <= LARGEST_VALUE
        if n == 0 and usable:
            one.last_us = t
            one.level = v
            one.count = 1
            turn_hour(one, cold[series[i]], t, p.season_days, p.warm_count)
            usable = False
        elif dt_us <= 0:
            gap = True
            usable = usable and checked and -dt_us > p.back_us
            dt_us = 0
        if not usable:
            score[i] = NOT_SCORED
            kind[i] = 0
            deviation[i] = NOT_SCORED
            expected[i] = np.nan
            reach[i] = NOT_SCORED
            continue
        dt = F(dt_us * 1e-6)
        if t >= one.hour_end_us or t < one.hour_end_us - HOUR_US:
            turn_hour(one, cold[series[i]], t, p.season_days, p.warm_count)
            n = one.count
        usual = one.interval_s
        gap = gap or (n > 2 and dt > p.gap_periods * usual)

        # What was expected, and how far off it was.
        season = season_at(one, t) if one.seasonal else ZERO
        var_dev = one.var_dev
        before = one.dev
        if gap or var_dev <= ZERO:
            phi = ZERO
            var = var_dev
        else:
            phi = min(max(one.cov_dev / var_dev, ZERO), LARGEST_PHI)
            var = one.var_step
        sigma = max(math.sqrt(var), max(one.floor, F(1e-6 * abs(one.level) + 1e-12)))
        predicted = phi * before
        base = one.level + season
        error = F(v - base) - predicted
        z = error / sigma
        size = abs(z)
        moved = one.moved
        most = p.clip if moved >= UNCLIPPED else NO_CLIP
        step = min(max(z, -most), most) * sigma
        dev = predicted + step
        tail_excess = one.tail_excess
        expected[i] = base + predicted
        deviation[i] = z
        reach[i] = sigma * (TAIL_FROM + tail_excess * max(p.begin + one.tail_log, ZERO))

        # Score before learning.
        tail = size > TAIL_FROM
        jump = F(0.75) * size * size
        if tail:
            jump = (size - TAIL_FROM) / tail_excess - one.tail_log
        up = down = noise = ZERO
        if not gap:
            z_in = min(max(z, F(-3.0)), F(3.0))
            up = min(max(one.up + z_in - p.slack, ZERO), LARGEST_SUM)
            down = min(max(one.down - z_in - p.slack, ZERO), LARGEST_SUM)
            noise = min(max(one.noise + F(0.375) * z_in * z_in - LN_2, ZERO), LARGEST_SUM)
        side = max(up, down)
        drift_sum = TWO * p.slack * side
        drift_nats, noise_nats = drift_sum, noise
        if drift_sum > SUM_FROM:
            drift_nats = SUM_FROM + (drift_sum - SUM_FROM) / one.drift_excess
        if noise > SUM_FROM:
            noise_nats = SUM_FROM + (noise - SUM_FROM) / one.noise_excess
        if one.hours < p.drift_after_hours:
            drift_nats = ZERO
        if one.hours < p.noise_after_hours:
            noise_nats = ZERO

        # Learn, with bounded influence.
        a = min(dt / (p.memory_s + dt), widest)
        a_dev = a * SLOWER
        if n < YOUNG:
            young = ONE / (F(n) + ONE)
            a = max(a, young)
            a_dev = max(a_dev, young)
        a_var = a
        spread = step
        if size > most:
            # Clipped again and again, or by far, the spread itself is wrong: let it learn faster.
            run_now = min(one.clipped_run + 1, 255)
            one.clipped_run = run_now
            a_var = max(a, min(a * F(1 + run_now), widest))
            spread = most * sigma * (ONE + math.log(size / most))
        else:
            one.clipped_run = 0
        if gap:
            one.interval_s = usual + (min(dt, p.gap_periods * usual) - usual) / F(64.0)
        else:
            one.var_step += a_var * (spread * spread - one.var_step)
            one.cov_dev += a_dev * (dev * before - one.cov_dev)
            one.interval_s = usual + (ONE / F(n) if n < 64 else F(1 / 64)) * (dt - usual)
        one.var_dev = var_dev + a_dev * (dev * dev - var_dev)
        one.level += a * dev
        one.dev = dev - a * dev
        one.hour_sum += season + dev
        one.hour_count += 1
        one.up = up
        one.down = down
        one.noise = noise
        if drift_sum > SUM_FROM or noise > SUM_FROM:
            a_sum = max(ONE / (F(n) * F(0.25) + F(64.0)), F(1 / 1024))
            if drift_sum > SUM_FROM:
                one.drift_excess = grown(one.drift_excess, drift_sum - SUM_FROM, a_sum)
            if noise > SUM_FROM:
                one.noise_excess = grown(one.noise_excess, noise - SUM_FROM, a_sum)
        one.last_us = t
        one.count = min(n + 1, MOST_COUNTED)
        if moved < 255 and size > SAME and abs(error) > ROUNDING * abs(base):
            one.moved = moved + 1
        if moved >= 2 * UNCLIPPED:
            share = one.tail_share
            if tail:
                seen = min(one.tail_count + 1, 255)
                share += (ONE - share) * F(1 / 512)
                excess = min(size - TAIL_FROM, F(4.0) * tail_excess)
                one.tail_count = seen
                one.tail_excess = max(
                    tail_excess + (excess - tail_excess) / min(F(seen + 10), F(64.0)), F(0.35)
                )
                one.tail_log = math.log(share)
            else:
                share = max(share - share * F(1 / 512), F(1e-4))
            one.tail_share = share

        cause = 1
        nats = jump
        if drift_nats > nats:
            nats = drift_nats
            cause = 2
        if noise_nats > nats:
            nats = noise_nats
            cause = 3
        nats = min(nats, LARGEST_SCORE)
        if n < p.warm_count or moved < WARM_MOVES:
            score[i] = NOT_SCORED
            kind[i] = 0
            continue
        score[i] = nats
        kind[i] = cause

        # Begin on twice the evidence, end on lasting calm.
        if one.active == 0:
            if nats >= p.begin:
                one.evidence += nats
                if one.evidence >= TWO * p.begin:
                    one.active = cause
                    one.high_us = t
                    changes[changed, 0] = i
                    changes[changed, 1] = cause
                    changes[changed, 2] = 1
                    changes[changed, 3] = 1 if up >= down else -1
                    changed += 1
            elif nats < p.end:
                one.evidence = ZERO
        elif nats >= p.end or t < one.high_us:
            one.high_us = t
        elif t - one.high_us >= p.calm_us:
            changes[changed, 0] = i
            changes[changed, 1] = one.active
            changes[changed, 2] = 0
            changes[changed, 3] = 0
            changed += 1
            one.active = 0
            one.evidence = ZERO
    return changed
