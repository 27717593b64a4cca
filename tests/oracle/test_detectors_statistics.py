"""How often the detectors cry wolf, and how soon they see what is there: simulated series with known truth.

All figures come from fixed seeds; bounds leave room, so that a change of the last bits of a random generator
or of a processor's rounding fails nothing. Five-minute values, 288 a day.
"""

from collections.abc import Callable

import numpy as np
import pytest

from luylau.telemetry.detectors import AnomalyKind, DetectorBank, DetectorOutput
from luylau.telemetry.observations import Float64, Int64

T0 = 1_760_000_000_000_000
DAY_ROWS = 288
SERIES = 100
Make = Callable[[np.random.Generator, Int64, int], Float64]


def white(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return 20 + chance.normal(0, 1, (len(t), series))


def correlated(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    value = chance.normal(0, 1, (len(t), series))
    for row in range(1, len(t)):
        value[row] += 0.9 * value[row - 1]
    return value


def seasonal(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return 28 + 5 * np.sin(2 * np.pi * t / 86.4e9)[:, None] + chance.normal(0, 0.5, (len(t), series))


def laplace(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return chance.laplace(0, 1, (len(t), series))


def rounded(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return np.round(chance.normal(20, 0.3, (len(t), series)))


def wandering(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return np.cumsum(chance.normal(0, 0.1, (len(t), series)), axis=0)


def heavy(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    return chance.standard_t(3, (len(t), series))


def wander(chance: np.random.Generator, rows: int, series: int, hours: float, spread: float) -> Float64:
    """Ornstein-Uhlenbeck: drifts about 0 with a memory of ``hours``; five-minute rows."""
    keep = np.exp(-1 / (12 * hours))
    value = chance.normal(0, spread, (rows, series))
    for row in range(1, rows):
        value[row] = keep * value[row - 1] + value[row] * np.sqrt(1 - keep * keep)
    return value


def temperature(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    daily = 28 + 4 * np.sin(2 * np.pi * t / 86.4e9)[:, None]
    noise = chance.normal(0, 0.05, (len(t), series))
    return np.round(daily + wander(chance, len(t), series, 12, 1.0) + noise, 1)


def river(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    level = wander(chance, len(t), series, 48, 0.5)
    for row in range(1, len(t)):
        level[row] = level[row - 1] + 0.014 * (level[row] - level[row - 1])
    return np.round(2 + level + chance.normal(0, 0.005, level.shape), 2)


def wind(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    gusts = np.exp(chance.normal(0, 0.3, (len(t), series)))
    return np.abs(3 + wander(chance, len(t), series, 3, 1.5)) * gusts


def dust(chance: np.random.Generator, t: Int64, series: int) -> Float64:
    daily = 0.5 * np.sin(2 * np.pi * t / 86.4e9)[:, None]
    noise = chance.normal(0, 0.1, (len(t), series))
    return np.exp(3 + daily + wander(chance, len(t), series, 8, 0.5) + noise)


def times(days: int) -> Int64:
    return T0 + np.arange(days * DAY_ROWS, dtype=np.int64) * 300_000_000


def watch(t: Int64, value: Float64) -> DetectorOutput:
    series = value.shape[1]
    return DetectorBank(series=series).update(
        np.tile(np.arange(series, dtype=np.int32), len(t)),
        np.repeat(t, series),
        np.ascontiguousarray(value).ravel(),
    )


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (white, 2),
        (correlated, 2),
        (seasonal, 2),
        (laplace, 3),
        (rounded, 5),
        (wandering, 5),
        (heavy, 30),
        # Like what a city measures: their own manners make them no wolf either.
        (temperature, 5),
        (river, 20),
        (wind, 10),
        (dust, 80),
    ],
)
def test_false_alarms_over_2000_series_days(make: Make, most: int) -> None:
    t = times(20)
    out = watch(t, make(np.random.default_rng(1), t, SERIES))
    assert sum(change.began for change in out.transitions) <= most


@pytest.mark.parametrize("make", [white, correlated, seasonal, laplace])
def test_surprise_is_rarely_larger_than_its_promise(make: Make) -> None:
    t = times(20)
    out = watch(t, make(np.random.default_rng(2), t, SERIES))
    score = out.score[np.repeat(t, SERIES) > T0 + 5 * 86_400_000_000]
    # A surprise of s nats promises a share of about exp(-s); three tests may say it three times as often.
    for nats in (3.0, 5.0, 7.0):
        assert np.mean(score > nats) < 3.5 * np.exp(-nats)


Found = dict[int, tuple[int, AnomalyKind]]


def faulty(make: Make, change: Callable[[Float64, Float64], Float64]) -> Found:
    """Put a change into day 10 of 50 series; return series to (rows until found, kind)."""
    t = times(13)
    value = make(np.random.default_rng(3), t, 50)
    since = (np.arange(len(t)) - 10.0 * DAY_ROWS)[:, None]
    out = watch(t, change(value, since))
    found: Found = {}
    for said in out.transitions:
        delay = int((said.time_us - t[0]) // 300_000_000) - 10 * DAY_ROWS
        if said.began and delay >= 0:
            found.setdefault(said.series, (delay, said.kind))
    return found


def median_delay(found: Found) -> float:
    return float(np.median([delay for delay, _ in found.values()]))


@pytest.mark.parametrize(("make", "size"), [(white, 15.0), (correlated, 15.0), (seasonal, 10.0)])
def test_a_single_wild_value_is_found_at_once(make: Make, size: float) -> None:
    found = faulty(make, lambda value, since: value + size * (since == 0))
    assert len(found) >= 48
    assert median_delay(found) == 0
    assert sum(kind is AnomalyKind.JUMP for _, kind in found.values()) >= 45


@pytest.mark.parametrize(
    ("make", "spreads", "most_rows"),
    [
        (white, 5.0, 14),
        (white, 2.0, 25),
        (white, 1.0, 70),
        (seasonal, 2.0, 16),
    ],
)
def test_a_lasting_step_is_found(make: Make, spreads: float, most_rows: int) -> None:
    found = faulty(make, lambda value, since: value + spreads * (since >= 0))
    assert len(found) >= 48
    assert median_delay(found) <= most_rows


@pytest.mark.parametrize("make", [white, seasonal])
def test_a_slow_drift_is_found_and_named(make: Make) -> None:
    # Five units within a day: 0.017 of a unit a row, far below the noise of a row.
    found = faulty(make, lambda value, since: value + 5.0 * np.clip(since / DAY_ROWS, 0, 1))
    assert len(found) >= 45
    assert median_delay(found) <= 160
    assert sum(kind is AnomalyKind.DRIFT for _, kind in found.values()) >= 0.9 * len(found)


@pytest.mark.parametrize("make", [white, correlated])
def test_threefold_noise_is_found_and_named(make: Make) -> None:
    still = 20.0 if make is white else 0.0
    found = faulty(make, lambda value, since: still + (value - still) * np.where(since >= 0, 3.0, 1.0))
    assert len(found) >= 48
    assert median_delay(found) <= 36
    assert sum(kind is AnomalyKind.NOISE for _, kind in found.values()) >= 0.8 * len(found)


def test_a_known_season_tells_the_hour_that_is_wrong() -> None:
    # 33 degrees are usual at the daily peak (06:00 UTC here), not eleven hours later (row 100 of this day).
    found = faulty(seasonal, lambda value, since: np.where((since >= 100) & (since < 112), 33.0, value))
    assert len(found) == 50
    assert 100 <= median_delay(found) <= 103
    usual = faulty(seasonal, lambda value, since: np.where((since >= 253) & (since < 256), 33.0, value))
    assert len(usual) <= 1


def test_episodes_do_not_flap() -> None:
    t = times(13)
    value = white(np.random.default_rng(4), t, 50)
    value[10 * DAY_ROWS : 10 * DAY_ROWS + 144 : 3] += (
        12.0  # a loose contact: every third value for half a day
    )
    out = watch(t, value)
    begins = [
        change.series for change in out.transitions if change.began and change.time_us >= t[10 * DAY_ROWS]
    ]
    assert set(begins) == set(range(50))
    assert len(begins) <= 75
    for series in range(50):
        turns = [change.began for change in out.transitions if change.series == series]
        assert turns == [k % 2 == 0 for k in range(len(turns))]


def test_a_new_normal_is_accepted_in_time() -> None:
    t = times(16)
    value = white(np.random.default_rng(5), t, 50)
    value[10 * DAY_ROWS :] += 8.0
    out = watch(t, value)
    last = {change.series: change for change in out.transitions}
    assert len(last) == 50
    assert not any(change.began for change in last.values())
    expected = out.expected.reshape(len(t), 50)[-1]
    assert abs(np.median(expected) - 28.0) < 0.4
