"""Reliability indices of distribution by IEEE Std 1366-2012.

With N_i customers interrupted for r_i minutes and N_T customers served::

    SAIFI = sum(N_i) / N_T                   interruptions a customer, sustained ones only
    SAIDI = sum(r_i N_i) / N_T               minutes a customer
    CAIDI = SAIDI / SAIFI                    minutes an interruption
    MAIFI = sum(N_i) / N_T                   momentary ones: five minutes or shorter
    ASAI  = 1 - SAIDI / minutes of the period

Where customers come back step by step, each step is an interruption of its own with the customers that came
back in it. An interruption counts in full to the day on which it began. A *major event day* is one whose
SAIDI lies above ``exp(alpha + 2.5 beta)``, alpha and beta being mean and standard deviation of the natural
logarithms of the daily SAIDI over (best five) years, days without interruption left out (section 5, the 2.5
beta method).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS

MOMENTARY_S: Final = 300.0
"""An interruption of at most this many seconds is momentary."""
DAY_US: Final = 86_400 * MICROS
BETAS: Final = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruptions:
    """What customers went without power. Shapes are (n,).

    ``start_us`` is in microseconds since 1970 UTC, ``duration_s`` in seconds; ``group`` numbers what the
    indices are asked for: feeders, units of the territory, or 0 for all.
    """

    start_us: Int64
    duration_s: Float64
    customers: Int64
    group: Int64

    def __post_init__(self) -> None:
        """Refuse what is no log of interruptions.

        Raises:
            ValueError: columns of unequal length, or a duration or number of customers below 0 or not finite.
        """
        if not len(self.start_us) == len(self.duration_s) == len(self.customers) == len(self.group):
            raise ValueError("columns of unequal length")
        if not (np.isfinite(self.duration_s).all() and (self.duration_s >= 0).all()):
            raise ValueError("a duration is below 0 or no number")
        if (self.customers < 0).any():
            raise ValueError("a number of customers is below 0")

    @property
    def sustained(self) -> Bool:
        """Which of them are sustained."""
        lasting: Bool = self.duration_s > MOMENTARY_S
        return lasting

    def days(self, ahead_s: float) -> Int64:
        """Return the local day on which each began, numbered from 1970; the clocks are ``ahead_s`` of UTC."""
        days: Int64 = (self.start_us + round(ahead_s * MICROS)) // DAY_US
        return days

    def take(self, chosen: Bool) -> "Interruptions":
        """Return those that are ``chosen``."""
        return Interruptions(
            start_us=self.start_us[chosen],
            duration_s=self.duration_s[chosen],
            customers=self.customers[chosen],
            group=self.group[chosen],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """Indices by group, shape (groups,): times in minutes; NaN where a group serves nobody, and CAIDI where
    nothing was interrupted."""

    saifi: Float64
    saidi_min: Float64
    caidi_min: Float64
    maifi: Float64
    asai: Float64


def indices(log: Interruptions, served: Int64, period_s: float | Float64) -> Indices:
    """Return the indices of each group over a period.

    Args:
        log: the interruptions that began in the period.
        served: customers of each group, shape (groups,).
        period_s: length of the period in seconds; an array, shape (groups,), where groups are periods.

    Raises:
        ValueError: a group without a number of customers, or a period without length.
    """
    groups = len(served)
    if np.any(np.asarray(period_s) <= 0):
        raise ValueError("the period has no length")
    if len(log.group) and not 0 <= log.group.min() <= log.group.max() < groups:
        raise ValueError("an interruption of a group that is not served")
    lasting = log.sustained
    hit = log.customers.astype(np.float64)

    def each(weights: Float64, chosen: Bool) -> Float64:
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Float64 = np.where(
                served > 0,
                np.bincount(log.group[chosen], weights=weights[chosen], minlength=groups) / served,
                np.nan,
            )
        return found

    saifi = each(hit, lasting)
    saidi_min = each(hit * log.duration_s / 60, lasting)
    with np.errstate(divide="ignore", invalid="ignore"):
        caidi_min = saidi_min / saifi
    return Indices(
        saifi=saifi,
        saidi_min=saidi_min,
        caidi_min=caidi_min,
        maifi=each(hit, ~lasting),
        asai=1 - saidi_min * 60 / period_s,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorEvents:
    """The threshold (minutes of SAIDI a day) and the local days above it, numbered from 1970, ascending."""

    threshold_min: float
    days: Int64


def daily_saidi_min(log: Interruptions, served: int, ahead_s: float) -> tuple[Int64, Float64]:
    """Return the days with sustained interruptions, ascending, and the SAIDI of each in minutes."""
    lasting = log.take(log.sustained)
    days, place = np.unique(lasting.days(ahead_s), return_inverse=True)
    minutes = np.bincount(place, weights=lasting.customers * lasting.duration_s / 60, minlength=len(days))
    return days, minutes / served


def major_events(log: Interruptions, served: int, ahead_s: float) -> MajorEvents:
    """Return the major event days among those of a log of several years.

    Of fewer than two days with interruptions nothing can be said: the threshold is infinite.

    Raises:
        ValueError: nobody is served.
    """
    if served <= 0:
        raise ValueError("nobody is served")
    days, saidi_min = daily_saidi_min(log, served, ahead_s)
    some = saidi_min > 0
    if some.sum() < 2:
        return MajorEvents(threshold_min=float("inf"), days=np.empty(0, np.int64))
    logs = np.log(saidi_min[some])
    threshold_min = float(np.exp(logs.mean() + BETAS * logs.std(ddof=1)))
    return MajorEvents(threshold_min=threshold_min, days=days[saidi_min > threshold_min])


def without_days(log: Interruptions, days: Int64, ahead_s: float) -> Interruptions:
    """Return the log without what began on the days named."""
    return log.take(~np.isin(log.days(ahead_s), days))
