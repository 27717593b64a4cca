"""Load forecasts where the right answer is known by construction."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput
from luylau.power.backtest import backtest
from luylau.power.forecast import Forecast, ForecastSettings, fit
from luylau.power.loads import LoadHistory, by_day, calendar, midnight_us, zone_of

MINUTE_US = 60_000_000
HANOI = zone_of("Asia/Ho_Chi_Minh")
MONDAY = date(2025, 3, 3)
MW = 1e6


def history(values: Float64, first: date = MONDAY, minutes: int = 60, zone: str = "") -> LoadHistory:
    """A history from local midnight on; values of shape (feeders, n) or (n,)."""
    rows = np.atleast_2d(values)
    begin = midnight_us(first, zone_of(zone) if zone else HANOI)
    return LoadHistory(
        feeder=tuple(f"feeder-{row}" for row in range(len(rows))),
        time_us=begin + np.arange(rows.shape[1], dtype=np.int64) * minutes * MINUTE_US,
        p_w=rows.astype(np.float64),
    )


def weekly(days: int, first: date = MONDAY, slots: int = 24) -> Float64:
    """A week that repeats itself: every weekday has a course of its own."""
    slot = np.arange(slots) / slots
    return np.concatenate(
        [
            MW * (2 + np.sin(2 * np.pi * (slot - 0.3)) + 0.3 * ((first + timedelta(day)).weekday()) * slot)
            for day in range(days)
        ]
    )


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_a_week_that_repeats_itself_is_forecast_exactly(minutes: int) -> None:
    slots = 24 * 60 // minutes
    values = weekly(35, slots=slots)  # no Vietnamese holiday falls into these weeks
    sunday = fit(history(values[: 34 * slots], minutes=minutes)).forecast(MONDAY + timedelta(34))
    assert sunday.p_w.shape == (1, slots)
    np.testing.assert_allclose(sunday.p_w[0], values[34 * slots :], rtol=1e-9)
    np.testing.assert_allclose(sunday.low_w, sunday.p_w, rtol=1e-6)
    np.testing.assert_allclose(sunday.high_w, sunday.p_w, rtol=1e-6)
    assert not sunday.fallback[0]


def test_times_are_those_of_the_local_day() -> None:
    told = fit(history(weekly(28))).forecast(date(2025, 3, 31))
    assert told.time_us[0] == datetime(2025, 3, 30, 17, tzinfo=UTC).timestamp() * 1e6
    assert len(told.time_us) == 24
    assert set(np.diff(told.time_us)) == {60 * MINUTE_US}


@pytest.mark.parametrize(("day", "steps"), [(date(2024, 3, 31), 23), (date(2024, 10, 27), 25)])
def test_a_day_on_which_clocks_change_has_its_own_length(day: date, steps: int) -> None:
    first = day - timedelta(42)
    days = (day - first).days
    settings = ForecastSettings(time_zone="Europe/Berlin", country="DE")
    told = fit(history(weekly(days, first), first, zone="Europe/Berlin"), settings).forecast(day)
    assert len(told.time_us) == steps
    assert np.isfinite(told.p_w).all()


def holiday_year(first: date, days: int, *, share: float, seed: int = 5) -> Float64:
    """Weeks with noise of 1 %, and on public holidays only a share of a Sunday's load."""
    free = calendar(first, days, "VN").holiday
    shape = 1 + 0.5 * np.sin(2 * np.pi * (np.arange(24) / 24 - 0.3))
    day = np.array([(first + timedelta(place)).weekday() for place in range(days)])
    level = np.where(free, 0.8 * share, np.where(day == 6, 0.8, 1.0))
    noise = np.random.default_rng(seed).normal(1, 0.01, (days, 24))
    values: Float64 = (MW * level[:, None] * shape * noise).reshape(-1)
    return values


def test_what_a_holiday_takes_off_is_learned() -> None:
    # 30 April 2026, after a year and three months of holidays: a Thursday with 40 % of a Sunday's load.
    first, day = date(2025, 1, 1), date(2026, 4, 30)
    days = (day - first).days
    values = holiday_year(first, days, share=0.4)
    told = fit(history(values, first)).forecast(day)
    shape = 1 + 0.5 * np.sin(2 * np.pi * (np.arange(24) / 24 - 0.3))
    true_w = MW * 0.32 * shape
    assert np.abs(told.p_w[0] / true_w - 1).mean() < 0.20  # learned from a dozen
    assert np.abs(told.naive_w[0] / true_w - 1).mean() > 1.5
    blind = fit(history(values, first), ForecastSettings(country="JP")).forecast(day)
    assert np.abs(blind.p_w[0] / true_w - 1).mean() > 1.0


def test_a_holiday_does_not_teach_the_weekday_after_it() -> None:
    # 30 April 2026 was a Thursday; the Thursday after it is an ordinary one.
    first, day = date(2025, 10, 1), date(2026, 5, 7)
    values = holiday_year(first, (day - first).days, share=0.4)
    told = fit(history(values, first)).forecast(day)
    shape = 1 + 0.5 * np.sin(2 * np.pi * (np.arange(24) / 24 - 0.3))
    assert np.abs(told.p_w[0] / (MW * shape) - 1).mean() < 0.03
    assert np.abs(told.naive_w[0] / (MW * shape) - 1).mean() > 0.5


def test_tet_is_known_by_the_lunar_calendar_with_its_substitute_days() -> None:
    year = calendar(date(2026, 1, 1), 365, "VN")

    def of(month: int, day: int) -> int:
        return (date(2026, month, day) - date(2026, 1, 1)).days

    assert year.holiday[of(2, 16) : of(2, 20) + 1].all()
    assert year.long[of(2, 16) : of(2, 20) + 1].all()
    assert not year.holiday[of(2, 15)]
    assert year.eve[of(2, 15)]
    assert year.morrow[of(2, 21)]
    assert year.holiday[of(4, 27)]  # Hung Kings' Day falls on Sunday the 26th; Monday is free instead
    assert year.holiday[of(8, 31)]  # exchanged for Saturday 22 August, which is worked
    assert year.weekday[of(8, 22)] == 4
    assert year.kind[of(8, 22)] == 0
    assert not year.long[of(1, 1)]


def noisy(days: int, seed: int = 1) -> Float64:
    """A repeating week with noise of 3 %."""
    values = weekly(days)
    noisy_: Float64 = values * np.random.default_rng(seed).normal(1, 0.03, len(values))
    return noisy_


def test_gaps_are_bridged() -> None:
    values = noisy(56)
    whole = fit(history(values)).forecast(MONDAY + timedelta(56))
    random = np.random.default_rng(2)
    values[random.random(len(values)) < 0.2] = np.nan
    values[40 * 24 : 43 * 24] = np.nan
    told = fit(history(values)).forecast(MONDAY + timedelta(56))
    assert np.isfinite(told.p_w).all()
    assert not told.fallback[0]
    assert np.abs(told.p_w / whole.p_w - 1).mean() < 0.04


def test_missing_rows_are_the_same_as_rows_that_are_not_known() -> None:
    values = noisy(42)
    gone = np.zeros(len(values), np.bool_)
    gone[500:530] = True
    full = history(np.where(gone, np.nan, values))
    short = LoadHistory(feeder=full.feeder, time_us=full.time_us[~gone], p_w=full.p_w[:, ~gone])
    day = MONDAY + timedelta(42)
    np.testing.assert_array_equal(fit(full).forecast(day).p_w, fit(short).forecast(day).p_w)


def test_a_short_history_falls_back_to_the_week_before_and_says_so() -> None:
    values = noisy(20)
    told = fit(history(values)).forecast(MONDAY + timedelta(20))
    assert told.fallback.tolist() == [True]
    np.testing.assert_allclose(told.p_w[0], values[13 * 24 : 14 * 24])
    np.testing.assert_array_equal(told.p_w, told.naive_w)
    assert (told.low_w < told.p_w).all()
    assert (told.high_w > told.p_w).all()


def test_less_than_a_week_gives_what_is_known_without_an_interval() -> None:
    told = fit(history(weekly(3))).forecast(MONDAY + timedelta(3))
    assert told.fallback[0]
    assert np.isfinite(told.p_w).all()
    assert np.isnan(told.naive_w).all()
    assert np.isnan(told.low_w).all()


def test_only_the_feeder_with_little_history_falls_back() -> None:
    values = np.vstack([noisy(42), noisy(42), noisy(42)])
    values[1, : 30 * 24] = np.nan
    values[2] = np.nan
    told = fit(history(values)).forecast(MONDAY + timedelta(42))
    assert told.fallback.tolist() == [False, True, True]
    assert np.isfinite(told.p_w[:2]).all()
    assert np.isnan(told.p_w[2]).all()
    alone = fit(history(values[0])).forecast(MONDAY + timedelta(42))
    np.testing.assert_allclose(told.p_w[0], alone.p_w[0], rtol=1e-12)


def test_values_that_cannot_be_are_flagged_and_not_learned() -> None:
    clean = noisy(42)
    clean[[100, 200, 300]] = np.nan
    wrong = clean.copy()
    wrong[[100, 200, 300]] = (-5 * MW, np.inf, 400 * MW)
    flagged = history(wrong).suspect()
    assert np.flatnonzero(flagged[0]).tolist() == [100, 200, 300]
    day = MONDAY + timedelta(42)
    np.testing.assert_array_equal(
        fit(history(wrong)).forecast(day).p_w, fit(history(clean)).forecast(day).p_w
    )


def test_a_load_of_nothing_stays_nothing() -> None:
    told = fit(history(np.zeros(42 * 24))).forecast(MONDAY + timedelta(42))
    assert (told.p_w == 0).all()
    assert (told.high_w == 0).all()


def equal(one: Forecast, other: Forecast) -> None:
    np.testing.assert_array_equal(one.p_w, other.p_w)
    np.testing.assert_array_equal(one.low_w, other.low_w)
    np.testing.assert_array_equal(one.naive_w, other.naive_w)


def test_nothing_of_the_day_itself_or_later_is_read() -> None:
    values = noisy(60)
    day = MONDAY + timedelta(50)
    model = fit(history(values[: 42 * 24]))
    changed = values.copy()
    changed[50 * 24 :] *= 3
    equal(model.forecast(day, history(values)), model.forecast(day, history(changed)))
    equal(model.forecast(day, history(values)), model.forecast(day, history(values[: 50 * 24])))
    last = values.copy()
    last[50 * 24 - 1] *= 1.2
    assert (model.forecast(day, history(last)).p_w != model.forecast(day, history(values)).p_w).any()


def test_a_backtest_judges_forecasts_made_at_midnight() -> None:
    values = noisy(56)
    days = [MONDAY + timedelta(place) for place in range(49, 56)]
    scores = backtest(history(values), days, refit_days=7)
    model = fit(history(values[: 49 * 24]))
    told = np.concatenate([model.forecast(day, history(values)).p_w[0] for day in days])
    actual, before = values[49 * 24 :], values[42 * 24 : 49 * 24]
    assert scores.mape_model[0] == pytest.approx(100 * np.abs(told / actual - 1).mean())
    assert scores.mape_naive[0] == pytest.approx(100 * np.abs(before / actual - 1).mean())
    assert scores.mape_model[0] < scores.mape_naive[0]
    assert 0 < scores.width[0] < 0.3


@pytest.mark.parametrize(
    ("times", "row"),
    [
        ([0, 60, 60, 120], 3),
        ([0, 60, 40], 3),
        ([0, 7, 14], 2),
        ([0, 15, 30, 50], 4),
        ([0, 45, 90], 2),
    ],
)
def test_uneven_times_are_refused_where_they_stand(times: list[int], row: int) -> None:
    time_us = np.array(times, np.int64) * MINUTE_US
    with pytest.raises(BadInput) as refused:
        LoadHistory(feeder=("a",), time_us=time_us, p_w=np.ones((1, len(times))))
    assert refused.value.key == "forecast-times-uneven"
    assert refused.value.fields["row"] == row


def test_an_empty_history_is_refused() -> None:
    with pytest.raises(BadInput, match="forecast-history-empty"):
        history(np.empty((1, 0)))
    with pytest.raises(BadInput, match="forecast-history-empty"):
        fit(history(np.full(24 * 30, np.nan)))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="p_w has shape"):
        LoadHistory(feeder=("a",), time_us=np.zeros(3, np.int64), p_w=np.ones((1, 2)))


def test_a_day_out_of_reach_is_refused() -> None:
    model = fit(history(noisy(42)))
    for day in (MONDAY + timedelta(42 + 14), MONDAY - timedelta(100)):
        with pytest.raises(BadInput, match="forecast-day-out-of-reach"):
            model.forecast(day)
    assert np.isfinite(model.forecast(MONDAY + timedelta(42 + 13)).p_w).all()


def test_other_feeders_are_refused() -> None:
    model = fit(history(noisy(42)))
    with pytest.raises(ValueError, match="feeders and step"):
        model.forecast(MONDAY + timedelta(42), history(np.vstack([noisy(42), noisy(42)])))


def test_unknown_places_are_refused() -> None:
    with pytest.raises(BadInput, match="forecast-country-unknown"):
        fit(history(noisy(30)), ForecastSettings(country="XX"))
    with pytest.raises(BadInput, match="city-time-zone"):
        fit(history(noisy(30)), ForecastSettings(time_zone="Moon/Base"))
    with pytest.raises(ValueError, match="coverage"):
        ForecastSettings(coverage=1.0)


def test_a_clock_that_stood_at_1970_does_not_stretch_the_history() -> None:
    values = noisy(42)
    good = history(values)
    stray = LoadHistory(
        feeder=good.feeder, time_us=np.r_[0, good.time_us], p_w=np.hstack([np.full((1, 1), MW), good.p_w])
    )
    assert by_day(stray, HANOI).p_w.shape == by_day(good, HANOI).p_w.shape
