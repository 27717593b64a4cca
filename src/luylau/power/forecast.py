"""Load of each feeder on the day to come, with an interval, judged against the same time a week before.

With *alike* days (the same weekday without holidays, for a holiday Sundays) the forecast of a slot is::

    mean of the newest four alike days + sum over columns of (coefficient x column)

The columns (``COLUMNS``) say how far yesterday, its last hours, the day a week ago and the past week lay off
what their own alike days foretold, and what kind of day it is. Coefficients are fitted for each feeder and
slot, together with the slots within an hour, by least squares with a penalty (Hoerl and Kennard, "Ridge
regression", Technometrics 12, 1970) that is proportional to each column's mean square. A load that repeats
itself every week leaves nothing to the columns and is forecast exactly.

The interval is a cross-conformal one (Vovk, "Cross-conformal predictors", Annals of Mathematics and
Artificial Intelligence 74, 2015): the coefficients are fitted anew without every fourth week, and the errors
on the weeks left out, of the slots within an hour on the newest ``ERRORS_DAYS``, give low and high. Such an
interval holds its coverage on average over days like those, not on any one day.

A forecast knows only days that are over: what of the day itself or later stands in a history is not read.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.loads import (
    Calendar,
    Days,
    LoadHistory,
    alike,
    by_day,
    calendar,
    mean_known,
    midnight_us,
    slots_of,
    zone_of,
)

COLUMNS: Final = (
    "yesterday", "week_ago", "newest_alike", "newest_alike_smooth", "same_kind_smooth", "alike_smooth",
    "past_week", "level",
    "last_half_hour", "last_three_hours", "yesterday_mean", "week_ago_mean", "always", "holiday", "eve",
    "morrow", "long_holiday",
)  # fmt: skip
"""What the coefficients belong to, in shares of the feeder's mean: first what differs by slot, then what a
whole day has in common."""
SHORT_DAYS: Final = 21
"""A feeder of which fewer days are known (half of their slots) is forecast by the week before."""
REACH_DAYS: Final = 43
"""An alike day lies at most six weeks back."""
RECENT_DAYS: Final = 2 * REACH_DAYS
"""What a model keeps of the history to forecast the day after it."""
AHEAD_DAYS: Final = 14
"""A day further after the last known one is not forecast."""
PENALTY: Final = 20.0
ERRORS_DAYS: Final = 8 * 7
"""The interval rests on the errors of so many newest days: spread changes with the season."""
FOLDS: Final = 4
WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastSettings:
    """Where the feeders are, and how often the load is to lie between low and high (0 to 1, both out)."""

    time_zone: str = "Asia/Ho_Chi_Minh"
    country: str = "VN"
    subdivision: str | None = None
    coverage: float = 0.9

    def __post_init__(self) -> None:
        """Refuse a coverage that is none.

        Raises:
            ValueError: it does not lie between 0 and 1.
        """
        if not 0 < self.coverage < 1:
            raise ValueError("coverage lies between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What feeders are expected to draw in the steps of one local day.

    ``time_us`` has shape (n,), loads in W have shape (feeders, n): the expected one, the ends of the interval
    that is to hold it with probability ``coverage``, and ``naive_w``, that of the same time a week before.
    NaN where nothing is known that a forecast could rest on. ``fallback`` of shape (feeders,) marks feeders
    with too short a history, whose forecast is the naive one.
    """

    feeder: tuple[str, ...]
    time_us: Int64
    p_w: Float64
    low_w: Float64
    high_w: Float64
    naive_w: Float64
    coverage: float
    fallback: Bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learned of each feeder; F feeders, S slots a day, K columns.

    ``scale_w`` of shape (F,) is a feeder's mean load; the rest is in shares of it: ``coefficient`` (F, S, K),
    the errors ``low`` and ``high`` (F, S). ``recent`` are the newest days of the history.
    """

    settings: ForecastSettings
    feeder: tuple[str, ...]
    step_us: int
    scale_w: Float64
    coefficient: Float64
    low: Float64
    high: Float64
    fallback: Bool
    recent: Days

    def forecast(self, day: date, history: LoadHistory | None = None) -> Forecast:
        """Return the forecast of a local day, best made when the day before is over.

        Made earlier it misses the last hours before midnight; it is less sure then than its interval says.

        Args:
            day: the day; at most ``AHEAD_DAYS`` after the last that is known.
            history: the same feeders' loads, newer than those the model was fitted to.

        Raises:
            ValueError: a history of other feeders or another step.
            BadInput: the day lies too far ahead, or nothing is known before it.
        """
        zone = zone_of(self.settings.time_zone)
        begin_us, end_us = midnight_us(day, zone), midnight_us(day + timedelta(1), zone)
        if history is None:
            known = self.recent
        else:
            if history.feeder != self.feeder or history.step_us != self.step_us:
                raise ValueError("the history is not of the model's feeders and step")
            known = by_day(history.before(begin_us), zone)
        if not known.first < day <= known.last + timedelta(AHEAD_DAYS):
            raise BadInput(
                "forecast-day-out-of-reach", day=day.isoformat(), last=known.last.isoformat(), days=AHEAD_DAYS
            )
        days = known.until(day).newest(RECENT_DAYS + 1)
        kinds = _Kinds.of(days, self.settings)
        naive_w = _naive(days.p_w)[:, -1]
        median, low, high = (np.full_like(naive_w, np.nan) for _ in range(3))
        for row, loads_w in enumerate(days.p_w):
            scale_w = self.scale_w[row]
            if self.fallback[row]:
                base = _first_known(naive_w[row], kinds.base(loads_w)[-1], mean_known(loads_w, 0))
                median[row] = base
            else:
                base, columns = _columns(loads_w / scale_w, kinds)
                told = base[-1] + np.einsum("sk,sk->s", columns[-1], self.coefficient[row])
                median[row] = told * scale_w
            low[row] = median[row] + self.low[row] * scale_w
            high[row] = median[row] + self.high[row] * scale_w
        time_us = np.arange(begin_us, end_us, self.step_us, dtype=np.int64)
        _, slot = slots_of(time_us, self.step_us, zone)
        return Forecast(
            feeder=self.feeder,
            time_us=time_us,
            p_w=np.maximum(median, 0)[:, slot],
            low_w=np.maximum(low, 0)[:, slot],
            high_w=np.maximum(high, 0)[:, slot],
            naive_w=naive_w[:, slot],
            coverage=self.settings.coverage,
            fallback=self.fallback,
        )


def fit(history: LoadHistory, settings: ForecastSettings | None = None) -> Model:
    """Return what can be learned of each feeder.

    Raises:
        BadInput: an unknown time zone or country, or a history without any usable value.
    """
    settings = settings or ForecastSettings()
    days = by_day(history, zone_of(settings.time_zone))
    known = np.isfinite(days.p_w)
    if not known.any():
        raise BadInput("forecast-history-empty")
    feeders, _, slots = days.p_w.shape
    scale_w = mean_known(days.p_w, (1, 2))
    scale_w = np.where(scale_w > 0, scale_w, 1.0)
    fallback = (known.mean(axis=2) >= 0.5).sum(axis=1) < SHORT_DAYS
    kinds = _Kinds.of(days, settings)
    coefficient = np.zeros((feeders, slots, len(COLUMNS)))
    low, high = np.empty((feeders, slots)), np.empty((feeders, slots))
    for row, loads_w in enumerate(days.p_w):
        loads = loads_w / scale_w[row]
        if fallback[row]:
            error = loads - _naive(loads)
        else:
            base, columns = _columns(loads, kinds)
            told = (kinds.alike[:, 0] >= 0)[:, None]
            coefficient[row], error = _fitted(np.where(told, loads - base, np.nan), columns)
        low[row], high[row] = _quantiles(error[-ERRORS_DAYS:], settings.coverage)
    return Model(
        settings=settings,
        feeder=history.feeder,
        step_us=history.step_us,
        scale_w=scale_w,
        coefficient=coefficient,
        low=low,
        high=high,
        fallback=fallback,
        recent=days.newest(RECENT_DAYS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """The calendar of days, and the newest earlier days like each: (days, count), -1 = none."""

    days: Calendar
    alike: Int64
    newest_alike: Int64
    same_kind: Int64

    @classmethod
    def of(cls, days: Days, settings: ForecastSettings) -> "_Kinds":
        kinds = calendar(days.first, days.p_w.shape[1], settings.country, settings.subdivision)
        return cls(
            days=kinds,
            alike=alike(kinds, 4, by_kind=False, reach=REACH_DAYS),
            newest_alike=alike(kinds, 1, by_kind=False, reach=REACH_DAYS),
            same_kind=alike(kinds, 5, by_kind=True, reach=REACH_DAYS),
        )

    def base(self, loads: Float64) -> Float64:
        """Return the mean of the alike days, or of those of the same kind; shape (days, slots)."""
        return _first_known(_mean_of(loads, self.alike), _mean_of(loads, self.same_kind))


def _columns(loads: Float64, kinds: _Kinds) -> tuple[Float64, Float64]:
    """Return the base, shape (days, slots), and the columns, shape (days, slots, K), of one feeder.

    What is not known counts as foretold: 0. No column of a day reads that day's own loads.
    """
    days, slots = loads.shape
    hour = _hour(slots)
    base = kinds.base(loads)
    off = loads - base
    smooth_off = _smooth(off, hour)
    newest = _mean_of(loads, kinds.newest_alike) - base
    same = _mean_of(loads, kinds.same_kind) - base
    kind = kinds.days
    by_slot = (
        _lagged(smooth_off, 1),
        _lagged(smooth_off, WEEK),
        newest,
        _smooth(newest, hour),
        _smooth(same, hour),
        _smooth(base, hour) - base,
        mean_known(np.stack([_lagged(off, lag) for lag in range(1, WEEK + 1)]), 0),
        base - 1,
    )
    of_day = (
        _lagged(mean_known(off[:, -max(1, slots // 48) :], 1), 1),
        _lagged(mean_known(off[:, -slots // 8 :], 1), 1),
        _lagged(mean_known(off, 1), 1),
        _lagged(mean_known(off, 1), WEEK),
        np.ones(days),
        kind.holiday,
        kind.eve,
        kind.morrow,
        kind.long,
    )
    columns = np.empty((days, slots, len(COLUMNS)))
    for place, values in enumerate(by_slot):
        columns[:, :, place] = values
    for place, of in enumerate(of_day, len(by_slot)):
        columns[:, :, place] = of[:, None]
    return base, np.nan_to_num(columns, copy=False)


def _fitted(off: Float64, columns: Float64) -> tuple[Float64, Float64]:
    """Return coefficients (slots, K), and the errors on each day (days, slots) of those fitted without it."""
    days, slots, count = columns.shape
    known = np.isfinite(off)
    used = np.where(known[..., None], columns, 0).transpose(1, 0, 2)
    target = np.where(known, off, 0).T[..., None]
    near = (np.arange(slots)[:, None] + np.arange(-_hour(slots), _hour(slots) + 1)) % slots
    fold = np.arange(days) // WEEK % FOLDS
    squares = np.empty((FOLDS, slots, count, count))
    products = np.empty((FOLDS, slots, count, 1))
    rows = np.empty((FOLDS, slots, 1))
    for part in range(FOLDS):
        inside = used[:, fold == part]
        squares[part] = (inside.transpose(0, 2, 1) @ inside)[near].sum(1)
        products[part] = (inside.transpose(0, 2, 1) @ target[:, fold == part])[near].sum(1)
        rows[part] = known[fold == part].sum(0)[near].sum(1)[:, None]

    def solved(left_out: int | None) -> Float64:
        kept = [part for part in range(FOLDS) if part != left_out]
        square = squares[kept].sum(0)
        power = np.einsum("skk->sk", square)
        weight = PENALTY * len(near[0]) * power / np.maximum(rows[kept].sum(0), 1) + 1e-9
        found: Float64 = np.linalg.solve(square + weight[..., None] * np.eye(count), products[kept].sum(0))[
            ..., 0
        ]
        return found

    error = np.empty_like(off)
    for part in range(FOLDS):
        chosen = fold == part
        error[chosen] = off[chosen] - np.einsum("dsk,sk->ds", columns[chosen], solved(part))
    return solved(None), error


def _quantiles(error: Float64, coverage: float) -> tuple[Float64, Float64]:
    """Return the errors of shape (days, slots) that bound ``coverage`` of those within an hour of each slot.

    The errors of one day come together, so the correction for a finite number of them counts days: of n days
    the quantile at (n + 1) / n of the wanted one is taken. NaN where there is no error.
    """
    slots = error.shape[1]
    near = (np.arange(slots)[:, None] + np.arange(-_hour(slots), _hour(slots) + 1)) % slots
    ranked = np.sort(error.T[near].reshape(slots, -1), axis=1)
    count = np.isfinite(ranked).sum(1)
    days = max(1, int(np.isfinite(error).any(axis=1).sum()))
    inside = min(1.0, (days + 1) / days * (1 + coverage) / 2)
    highest = np.maximum(np.ceil(count * inside).astype(np.int64) - 1, 0)
    lowest = np.maximum(count - 1 - highest, 0)
    every = np.arange(slots)
    return ranked[every, lowest], ranked[every, highest]


def _hour(slots: int) -> int:
    """Return how many of a day's slots an hour has."""
    return slots // 24


def _naive(loads: Float64) -> Float64:
    """Return what the same slot of the week before held; days are the last axis but one."""
    naive = np.full_like(loads, np.nan)
    naive[..., WEEK:, :] = loads[..., :-WEEK, :]
    return naive


def _lagged(values: Float64, days: int) -> Float64:
    """Return the values of so many days before; days are the first axis."""
    lagged = np.full_like(values, np.nan)
    lagged[days:] = values[:-days]
    return lagged


def _mean_of(loads: Float64, days: Int64) -> Float64:
    """Return for each day the mean of the days named, (days, count), -1 = none."""
    with_none: Float64 = np.vstack([loads, np.full((1, loads.shape[1]), np.nan)])
    return mean_known(with_none[days], 1)


def _first_known(*choices: Float64) -> Float64:
    """Return in each place the first of the choices that is known."""
    found = choices[0]
    for other in choices[1:]:
        found = np.where(np.isfinite(found), found, other)
    return found


def _smooth(values: Float64, reach: int) -> Float64:
    """Return the mean over the slots of the same day that lie at most ``reach`` away."""
    slots = values.shape[1]
    known = np.isfinite(values)
    place = np.arange(slots)
    begin, end = np.maximum(place - reach, 0), np.minimum(place + reach + 1, slots)

    def within(of: Float64) -> Float64:
        sums: Float64 = np.concatenate([np.zeros((len(of), 1)), np.cumsum(of, axis=1)], axis=1)
        found: Float64 = sums[:, end] - sums[:, begin]
        return found

    count = within(known.astype(np.float64))
    total = within(np.where(known, values, 0))
    smooth: Float64 = np.where(count > 0.5, total / np.maximum(count, 1), np.nan)
    return smooth
