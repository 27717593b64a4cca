"""What can be tuned of the detectors, and what their scores mean."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np


class AnomalyKind(IntEnum):
    """Which test gave a score its height."""

    NONE = 0
    JUMP = 1
    """The value lies where it hardly ever does, given the ones before it."""
    DRIFT = 2
    """Values keep erring to one side: a slow drift or a lasting shift."""
    NOISE = 3
    """Values scatter more than they used to."""


class Tuning(NamedTuple):
    """The settings in the form that compiled code takes: numbers only."""

    memory_s: np.float32
    least_window: np.float32
    warm_count: int
    drift_after_hours: int
    noise_after_hours: int
    clip: np.float32
    slack: np.float32
    begin: np.float32
    end: np.float32
    calm_us: int
    gap_periods: np.float32
    season_days: int
    back_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """Settings of a detector bank; one set holds for all its series.

    Scores are *surprise* in nats: minus the natural logarithm of how likely it is that a normal series shows
    this much (6.9 nats is one in a thousand, 14 nats one in a million).

    Attributes:
        memory_s: time constant of level, spread and correlation, in seconds.
        least_window: the same memory never covers fewer than this many observations.
        warm_count: observations before the first score.
        drift_after_hours: clock hours seen before drift is judged, so that a first day is not called a drift.
        noise_after_hours: clock hours seen before noise is judged: many values scatter by the hour of day,
            and a series must have seen each hour once to know how much.
        clip: how many spreads one observation may move the model at most (Huber's constant).
        slack: what a lasting shift must exceed to add up, in spreads of one observation (the CUSUM's k).
        begin: surprise at which an anomaly may begin, in nats. It begins once the scores above this add up to
            twice it: one very odd value, or two odd ones.
        end: surprise under which an anomaly calms down, in nats.
        calm_s: how long the surprise must stay below ``end`` before the anomaly ends, in seconds; hence also
            the least duration of any anomaly.
        gap_periods: a silence of more than this many usual intervals is a gap: the values before it say
            nothing of the next one.
        season_days: days over which the hour-of-day profile is averaged.
        back_s: a good observation that lies more than this before the newest one means that a clock was set
            back, in seconds; the series then goes on from there.
    """

    memory_s: float = 86_400.0
    least_window: float = 32.0
    warm_count: int = 64
    drift_after_hours: int = 72
    noise_after_hours: int = 24
    clip: float = 3.0
    slack: float = 0.5
    begin: float = 14.0
    end: float = 7.0
    calm_s: float = 900.0
    gap_periods: float = 4.0
    season_days: int = 10
    back_s: float = 3_600.0

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ValueError: a value out of its bounds.
        """
        good = (
            self.memory_s > 0
            and self.least_window >= 8
            and self.warm_count >= 16
            and self.drift_after_hours >= 0
            and self.noise_after_hours >= 0
            and self.clip >= 1
            and self.slack > 0
            and 0 < self.end <= self.begin
            and self.calm_s >= 0
            and self.gap_periods > 1
            and 1 <= self.season_days <= 100
            and self.back_s >= 0
        )
        if not good:
            raise ValueError(f"detector settings out of bounds: {self}")

    def tuning(self) -> Tuning:
        """Return the settings as compiled code takes them."""
        return Tuning(
            memory_s=np.float32(self.memory_s),
            least_window=np.float32(self.least_window),
            warm_count=self.warm_count,
            drift_after_hours=self.drift_after_hours,
            noise_after_hours=self.noise_after_hours,
            clip=np.float32(self.clip),
            slack=np.float32(self.slack),
            begin=np.float32(self.begin),
            end=np.float32(self.end),
            calm_us=round(self.calm_s * 1e6),
            gap_periods=np.float32(self.gap_periods),
            season_days=self.season_days,
            back_us=round(self.back_s * 1e6),
        )
