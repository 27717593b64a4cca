"""How forecasts of loads would have done on days that are over, beside the same time a week before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.power.forecast import Forecast, ForecastSettings, fit
from luylau.power.loads import LoadHistory, mean_known, midnight_us, zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How forecasts did, shape (feeders,), NaN where a feeder had nothing to compare.

    Mean absolute errors in percent of the load, over steps for which load, forecast and the week before are
    known and the load is at least 1 % of the feeder's mean over the days judged; ``coverage`` is how often
    the load lay within the interval (0 to 1), ``width`` the interval's mean width in shares of the load's
    mean.
    """

    feeder: tuple[str, ...]
    mape_model: Float64
    mape_naive: Float64
    coverage: Float64
    width: Float64


def backtest(
    history: LoadHistory,
    days: Sequence[date],
    settings: ForecastSettings | None = None,
    *,
    refit_days: int = 7,
) -> Scores:
    """Return how forecasts of past days would have done, each made from what was known at its midnight.

    Args:
        history: the loads, with those of the days judged.
        days: the days to forecast, ascending.
        settings: where the feeders are, and the coverage wanted.
        refit_days: after how many days the model is fitted anew.

    Raises:
        ValueError: no days.
        BadInput: as from ``fit`` and ``Model.forecast``.
    """
    if not days:
        raise ValueError("no days to judge")
    settings = settings or ForecastSettings()
    zone = zone_of(settings.time_zone)
    model, fitted = None, date.min
    found: list[tuple[Float64, Forecast]] = []
    for day in days:
        before = history.before(midnight_us(day, zone))
        if model is None or (day - fitted).days >= refit_days:
            model, fitted = fit(before, settings), day
        told = model.forecast(day, before)
        actual_w = np.full(told.p_w.shape, np.nan)
        _, here, there = np.intersect1d(history.time_us, told.time_us, return_indices=True)
        actual_w[:, there] = history.p_w[:, here]
        found.append((actual_w, told))
    actual_w = np.hstack([actual for actual, _ in found])
    median_w, low_w, high_w, naive_w = (
        np.hstack([getattr(told, name) for _, told in found])
        for name in ("p_w", "low_w", "high_w", "naive_w")
    )
    mean_w = mean_known(actual_w, 1)[:, None]
    judged = np.isfinite(actual_w + median_w + naive_w) & (actual_w >= 0.01 * mean_w) & (actual_w > 0)

    def mean(values: Float64) -> Float64:
        return mean_known(np.where(judged, values, np.nan), 1)

    with np.errstate(divide="ignore", invalid="ignore"):
        return Scores(
            feeder=history.feeder,
            mape_model=100 * mean(np.abs(median_w / actual_w - 1)),
            mape_naive=100 * mean(np.abs(naive_w / actual_w - 1)),
            coverage=mean(((actual_w >= low_w) & (actual_w <= high_w)).astype(np.float64)),
            width=mean((high_w - low_w) / mean_w),
        )
