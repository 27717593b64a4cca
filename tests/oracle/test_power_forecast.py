"""Load forecasts against a simulated load whose best forecast is known, and Tết against the almanac."""

from datetime import date, timedelta

import numpy as np
import pytest

from luylau.power.backtest import backtest
from luylau.power.loads import LoadHistory, calendar, midnight_us, zone_of

FIRST = date(2025, 1, 1)
DAYS, HELD_OUT, SLOTS = 330, 42, 48


def simulated() -> tuple[LoadHistory, np.ndarray]:
    """Return the load of four feeders and the forecast that nobody can better, knowing all but the noise.

    Load = course of the weekday x level of the day x noise. The level's logarithm is an AR(1) from day to day
    with 0.8 (innovations 3 %), the noise is one of 4 % for each step. At midnight yesterday's level is known
    (nearly) and so is 0.8 of today's.
    """
    random = np.random.default_rng(7)
    slot = np.arange(SLOTS) / SLOTS
    weekday = np.array([(FIRST + timedelta(day)).weekday() for day in range(DAYS)])
    free = calendar(FIRST, DAYS, "VN").holiday
    weekday = np.where(free, 6, weekday)  # a holiday is a Sunday
    loads, best = [], []
    for _ in range(4):
        height = random.uniform(0.5, 1.0, 7)
        peak = random.uniform(0.2, 0.5, 7)
        course = 1 + height[weekday, None] * np.sin(2 * np.pi * (slot[None] - peak[weekday, None])) ** 2
        level = np.zeros(DAYS)
        for day in range(1, DAYS):
            level[day] = 0.8 * level[day - 1] + random.normal(0, 0.03)
        noise = random.normal(0, 0.04, (DAYS, SLOTS))
        loads.append(2e6 * course * np.exp(level[:, None] + noise))
        best.append(2e6 * course * np.exp(0.8 * np.r_[0, level[:-1]])[:, None])
    begin = midnight_us(FIRST, zone_of("Asia/Ho_Chi_Minh"))
    history = LoadHistory(
        feeder=("a", "b", "c", "d"),
        time_us=begin + np.arange(DAYS * SLOTS, dtype=np.int64) * 30 * 60_000_000,
        p_w=np.stack(loads).reshape(4, -1),
    )
    return history, np.stack(best).reshape(4, -1)


def test_forecasts_come_near_the_best_possible_and_intervals_cover_what_they_promise() -> None:
    history, best_w = simulated()
    begin = DAYS - HELD_OUT
    scores = backtest(history, [FIRST + timedelta(day) for day in range(begin, DAYS)])
    held_out = slice(begin * SLOTS, None)
    floor = 100 * np.abs(best_w / history.p_w - 1)[:, held_out].mean(axis=1)
    assert (scores.mape_model > 0.99 * floor).all()  # nobody betters it but by reading the day itself
    assert (scores.mape_model < 1.15 * floor).all()
    assert (scores.mape_naive > 1.5 * floor).all()
    assert 0.85 < scores.coverage.mean() < 0.95
    assert ((scores.coverage > 0.82) & (scores.coverage < 0.97)).all()


@pytest.mark.parametrize(
    "new_year",
    [date(2020, 1, 25), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
     date(2026, 2, 17), date(2027, 2, 6)],
)  # fmt: skip
def test_tet_is_where_the_almanac_has_it(new_year: date) -> None:
    """First days of the Vietnamese lunar year as published; the days around it are long holidays."""
    days = calendar(new_year - timedelta(10), 20, "VN")
    assert days.holiday[9:13].all()
    assert days.long[10]
    assert not days.holiday[:5].any()
