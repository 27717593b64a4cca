"""What feeders drew, and the days that a forecast tells apart.

A day is a local one, from midnight to midnight, cut into slots of one step by the clock on the wall: where
clocks change, the day in spring lacks some slots (NaN), and of an hour that the clocks repeat in autumn the
second counts. Public holidays, their substitutes and the working weekends that pay for them come from the
library ``holidays``, which knows the lunar calendar for the countries that keep one.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import holidays
import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadInput

DAY_US: Final = 86_400 * MICROS
STEPS_US: Final = tuple(minutes * 60 * MICROS for minutes in (15, 30, 60))
BEYOND: Final = 5.0
"""A load above so many times what the feeder exceeds one time in 200 is a fault of the meter."""
KEPT_DAYS: Final = 3 * 366
"""Older loads say little of tomorrow's; a clock that stood at 1970 must not make a table of fifty years."""
LONG_HOLIDAY_DAYS: Final = 3
"""Holidays that follow on one another for this long empty factories, as at Tết; single ones do not."""
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadHistory:
    """Mean power of feeders over steps of 15, 30 or 60 minutes.

    ``time_us`` is the begin of each step in microseconds since 1970 UTC, shape (n,), ascending; steps may be
    missing. ``p_w`` is in W, shape (feeders, n), NaN where not known. A feeder that is switched off draws
    nothing; whoever wants to forecast what it would draw hands in NaN for that time.
    """

    feeder: tuple[str, ...]
    time_us: Int64
    p_w: Float64

    def __post_init__(self) -> None:
        """Refuse what is no history.

        Raises:
            ValueError: shapes that do not fit together.
            BadInput: no times, or times that are not ascending by 15, 30 or 60 minutes.
        """
        if self.p_w.shape != (len(self.feeder), len(self.time_us)):
            raise ValueError(f"p_w has shape {self.p_w.shape}, not (feeders, times)")
        if len(self.feeder) == 0 or len(self.time_us) == 0:
            raise BadInput("forecast-history-empty")
        if len(self.time_us) > 1:
            apart = np.diff(self.time_us)
            known = self.step_us in STEPS_US
            wrong = apart % self.step_us != 0 if known else ~np.isin(apart, STEPS_US)
            if wrong.any():
                row = int(np.argmax(wrong))
                raise BadInput("forecast-times-uneven", row=row + 2, minutes=float(apart[row] / 60e6))

    @property
    def step_us(self) -> int:
        """Length of a step; an hour where there is only one."""
        return int(np.diff(self.time_us).min()) if len(self.time_us) > 1 else STEPS_US[-1]

    def suspect(self) -> Bool:
        """Return which values cannot be, shape (feeders, n): below zero, infinite, or far beyond the feeder's
        own high values (``BEYOND``). They are flagged here and not learned from."""
        wrong: Bool = np.isinf(self.p_w) | (self.p_w < 0)
        for row, values in enumerate(self.p_w):
            good = values[np.isfinite(values) & (values >= 0)]
            high = np.quantile(good, 0.995) if len(good) else 0.0
            if high > 0:
                wrong[row] |= values > BEYOND * high
        return wrong

    def before(self, time_us: int) -> "LoadHistory":
        """Return what was known before a time.

        Raises:
            BadInput: nothing was.
        """
        end = int(np.searchsorted(self.time_us, time_us))
        return LoadHistory(feeder=self.feeder, time_us=self.time_us[:end], p_w=self.p_w[:, :end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Loads by local day and slot: ``p_w`` of shape (feeders, days, slots); ``first`` is the first day."""

    first: date
    p_w: Float64

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.first + timedelta(self.p_w.shape[1] - 1)

    def until(self, day: date) -> "Days":
        """Return the days up to ``day`` inclusive, and for ``day`` itself nothing but NaN: it is to come."""
        count = (day - self.first).days
        feeders, known, slots = self.p_w.shape
        p_w = np.full((feeders, count + 1, slots), np.nan)
        kept = min(count, known)
        p_w[:, :kept] = self.p_w[:, :kept]
        return Days(first=self.first, p_w=p_w)

    def newest(self, count: int) -> "Days":
        """Return the last ``count`` days, or all where there are fewer."""
        skipped = max(0, self.p_w.shape[1] - count)
        return Days(first=self.first + timedelta(skipped), p_w=self.p_w[:, skipped:].copy())


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What kind of day each of consecutive days is; shapes are (days,).

    ``weekday`` counts from Monday = 0; a Saturday or Sunday that is worked in exchange for another day counts
    as a Friday. ``long`` marks holidays in a row of at least ``LONG_HOLIDAY_DAYS``.
    """

    weekday: Int64
    holiday: Bool
    eve: Bool
    morrow: Bool
    long: Bool

    @property
    def kind(self) -> Int64:
        """0 for a working day, 1 for a Saturday, 2 for a Sunday or holiday."""
        kind: Int64 = np.where(self.holiday, 2, np.maximum(self.weekday - 4, 0))
        return kind


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """Return the time zone of this name.

    Raises:
        BadInput: there is none.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise BadInput("city-time-zone", value=name) from None


def ahead_us(time_us: Int64, zone: zoneinfo.ZoneInfo) -> Int64:
    """Return how far the clocks are ahead of UTC at each time."""
    ahead = np.empty(len(time_us), np.int64)
    for row, time in enumerate(time_us.tolist()):
        offset = datetime.fromtimestamp(time / MICROS, zone).utcoffset()
        ahead[row] = 0 if offset is None else round(offset.total_seconds()) * MICROS
    return ahead


def midnight_us(day: date, zone: zoneinfo.ZoneInfo) -> int:
    """Return when a local day begins, in microseconds since 1970 UTC."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).timestamp()) * MICROS


def slots_of(time_us: Int64, step_us: int, zone: zoneinfo.ZoneInfo) -> tuple[Int64, Int64]:
    """Return the local day, numbered from 1970, and the slot in that day of each time."""
    local_us = time_us + ahead_us(time_us, zone)
    return local_us // DAY_US, local_us % DAY_US // step_us


def by_day(history: LoadHistory, zone: zoneinfo.ZoneInfo) -> Days:
    """Return the newest ``KEPT_DAYS`` of a history by local day and slot, without the suspect values."""
    begin = int(np.searchsorted(history.time_us, history.time_us[-1] - KEPT_DAYS * DAY_US))
    day, slot = slots_of(history.time_us[begin:], history.step_us, zone)
    slots = DAY_US // history.step_us
    p_w = np.full((len(history.feeder), (int(day[-1] - day[0]) + 1) * slots), np.nan)
    known = np.where(history.suspect(), np.nan, history.p_w)[:, begin:]
    p_w[:, (day - day[0]) * slots + slot] = known
    return Days(first=_EPOCH + timedelta(int(day[0])), p_w=p_w.reshape(len(known), -1, slots))


def calendar(first: date, count: int, country: str, subdivision: str | None = None) -> Calendar:
    """Return the kinds of ``count`` days from ``first`` on.

    Args:
        first: the first day.
        count: how many days.
        country: ISO 3166-1 code of two letters.
        subdivision: code of a part of the country that keeps its own holidays.

    Raises:
        BadInput: a country whose holidays are not known.
    """
    margin = LONG_HOLIDAY_DAYS
    days = [first + timedelta(place) for place in range(-margin, count + margin)]
    years = range(days[0].year, days[-1].year + 1)
    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=years)
    except NotImplementedError:
        raise BadInput("forecast-country-unknown", country=country, part=subdivision or "") from None
    free = np.array([day in known for day in days])
    worked = np.array([day in known.weekend_workdays for day in days])
    weekday = np.where(worked, 4, [day.weekday() for day in days])
    long = _rows_of(free, LONG_HOLIDAY_DAYS)
    inside = slice(margin, margin + count)
    return Calendar(
        weekday=weekday[inside],
        holiday=free[inside],
        eve=free[margin + 1 : margin + 1 + count],
        morrow=free[margin - 1 : margin - 1 + count],
        long=long[inside],
    )


def alike(days: Calendar, count: int, *, by_kind: bool, reach: int) -> Int64:
    """Return for each day the ``count`` newest earlier days that are like it, shape (days, count), -1 = none.

    Alike are days of the same weekday that were no holidays, a holiday counting as a Sunday: what a holiday
    draws less than that is for the model to learn. With ``by_kind`` alike are days of the same kind, past
    holidays among them. ``reach`` is how many days back one may lie.
    """
    kind = days.kind
    as_if = np.where(days.holiday, 6, days.weekday)
    found = np.full((len(kind), count), -1, np.int64)
    for day in range(len(kind)):
        begin = max(0, day - reach)
        if by_kind:
            like = kind[begin:day] == kind[day]
        else:
            like = (days.weekday[begin:day] == as_if[day]) & ~days.holiday[begin:day]
        newest = begin + np.flatnonzero(like)[-count:]
        found[day, : len(newest)] = newest
    return found


def mean_known(values: Float64, axis: int | tuple[int, ...]) -> Float64:
    """Return the mean over an axis of what is known, NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0).sum(axis=axis)
    mean: Float64 = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean


def _rows_of(marked: Bool, length: int) -> Bool:
    """Return which of the marked belong to at least ``length`` marked in a row."""
    edges = np.flatnonzero(np.diff(np.r_[False, marked, False]))
    inside = np.zeros(len(marked), np.bool_)
    for begin, end in edges.reshape(-1, 2).tolist():
        inside[begin:end] = end - begin >= length
    return inside
