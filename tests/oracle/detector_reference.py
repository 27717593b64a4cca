"""The detectors once more: one series at a time, plain Python, doubles, written from the description.

Nothing is shared with the product but the settings' names. Slow and plain on purpose.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from luylau.telemetry.detectors import DetectorSettings

HOUR = 3_600_000_000


def weight(seconds: float, memory_s: float, count: int, least_window: float, slower: int = 1) -> float:
    """Weight of a new value: by elapsed time and bounded, or that of a plain mean while that is larger."""
    by_time = min(seconds / (memory_s + seconds), 1 / least_window) / slower
    return max(by_time, 1 / (count + 1)) if count < 4096 else by_time


def tempered(nats: float, excess: float) -> float:
    """Beyond two nats, a sum counts in units of what this series usually has beyond."""
    return nats if nats <= 2 else 2 + (nats - 2) / excess


def learned(excess: float, nats: float, share: float) -> float:
    """The mean of what lies beyond two nats, at least 1, each taken for four times the mean at most."""
    if nats <= 2:
        return excess
    return max((1 - share) * excess + share * min(nats - 2, 4 * excess), 1.0)


@dataclass
class Profile:
    """Hour-of-day profile: learned by hourly means, put to use while it predicts them."""

    days_averaged: int
    mean: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    days: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    without: float = 0.0
    with_profile: float = 0.0
    closed: int = 0
    used: bool = False
    opened: int = -1
    values: list[float] = field(default_factory=list)

    def close(self) -> None:
        """Take the hour that is over."""
        if not self.values:
            return
        hour = self.opened % 24
        mean = sum(self.values) / len(self.values)
        error = mean - self.mean[hour]
        if self.days[hour] >= 2:
            share = max(1 / max(self.closed - 46, 1), 1 / 72)
            self.without = (1 - share) * self.without + share * mean**2
            self.with_profile = (1 - share) * self.with_profile + share * error**2
        self.mean[hour] += error / min(self.days[hour] + 1, self.days_averaged)
        self.days[hour] += 1
        self.closed += 1

    def decide(self) -> None:
        """Put the profile to use, or away, by its record."""
        if self.closed < 72:
            return
        if self.with_profile < 0.5 * self.without:
            self.used = True
        elif self.with_profile > 0.8 * self.without:
            self.used = False

    def at(self, time_us: int, frozen: dict[int, float]) -> float:
        """Linear between the middles of hours."""
        place = time_us / HOUR - 0.5
        left = math.floor(place)
        part = place - left
        return (1 - part) * frozen[left - self.opened] + part * frozen[left + 1 - self.opened]

    def neighbours(self) -> dict[int, float]:
        """The profile of the hour before, this one and the next, as known when this hour opened."""
        now = self.opened % 24
        around = {}
        for step in (-1, 0, 1):
            hour = (now + step) % 24
            around[step] = self.mean[hour] if step == 0 or self.days[hour] else self.mean[now]
        return around


class Series:
    """All that is known of one series, and what it says of the next observation."""

    def __init__(self, settings: DetectorSettings) -> None:
        self.s = settings
        self.count = 0
        self.last = 0
        self.level = 0.0
        self.dev = self.var_step = self.var_dev = self.cov = 0.0
        self.up = self.down = self.noise = 0.0
        self.drift_excess = self.noise_excess = 1.0
        self.share, self.log_share, self.excess, self.tails = 0.0455, math.log(0.0455), 0.6, 0
        self.interval = 0.0
        self.profile = Profile(settings.season_days)
        self.frozen: dict[int, float] = {-1: 0.0, 0: 0.0, 1: 0.0}
        self.clipped_run = 0
        self.moved = 0
        self.active = 0
        self.evidence = 0.0
        self.high = 0

    def open_hour(self, t: int) -> None:
        used = self.profile.used
        self.profile.close()
        self.profile.decide()
        self.profile.opened = t // HOUR
        self.profile.values = []
        self.frozen = self.profile.neighbours()
        if self.profile.used != used:
            season = self.profile.at(t, self.frozen)
            self.dev += -season if self.profile.used else season
            phi = self.cov / self.var_dev if self.var_dev > 0 else 0.0
            self.var_dev, self.cov = self.var_step, phi * self.var_step
            self.count = min(self.count, self.s.warm_count)
            self.up = self.down = self.noise = 0.0
            self.drift_excess = self.noise_excess = 1.0

    def feed(self, t: int, v: float) -> tuple[float, float, float, str]:
        """Return score (NaN if none), z, expected value and what changed ("", "began" or "ended")."""
        s = self.s
        nothing = (math.nan, math.nan, math.nan, "")
        if not math.isfinite(v) or abs(v) > 1e15:
            return nothing
        if self.count == 0:
            self.last, self.level, self.count = t, v, 1
            self.open_hour(t)
            return nothing
        if t <= self.last:
            return nothing
        dt = (t - self.last) / 1e6
        if t // HOUR != self.profile.opened:
            self.open_hour(t)
        n = self.count
        gap = n > 2 and dt > s.gap_periods * self.interval

        season = self.profile.at(t, self.frozen) if self.profile.used else 0.0
        related = not gap and self.var_dev > 0
        phi = min(max(self.cov / self.var_dev, 0.0), 0.9995) if related else 0.0
        sigma = max(math.sqrt(self.var_step if related else self.var_dev), 1e-6 * abs(self.level) + 1e-12)
        predicted = phi * self.dev
        expected = self.level + season + predicted
        z = (v - expected) / sigma
        clip = s.clip if self.moved >= 8 else 1e30
        moved_by = sigma * min(max(z, -clip), clip)
        dev = predicted + moved_by

        jump = 0.75 * z * z if abs(z) <= 2 else (abs(z) - 2) / self.excess - self.log_share
        tame = min(max(z, -3.0), 3.0)
        if gap:
            self_up = self_down = self_noise = 0.0
        else:
            self_up = min(max(self.up + tame - s.slack, 0.0), 64.0)
            self_down = min(max(self.down - tame - s.slack, 0.0), 64.0)
            # ln of N(0, 2) over N(0, 1) at z is -ln 2 + z^2/2 (1 - 1/4).
            self_noise = min(max(self.noise + tame * tame / 2 * (1 - 1 / 4) - math.log(2), 0.0), 64.0)
        side = max(self_up, self_down)
        drift_sum = 2 * s.slack * side
        drift = tempered(drift_sum, self.drift_excess)
        if self.profile.closed < s.drift_after_hours:
            drift = 0.0
        noisy = tempered(self_noise, self.noise_excess)
        if self.profile.closed < s.noise_after_hours:
            noisy = 0.0
        score = min(max(jump, drift, noisy), 99.0)

        a = weight(dt, s.memory_s, n, s.least_window)
        slow = weight(dt, s.memory_s, n, s.least_window, slower=8)
        spread, a_spread = moved_by, a
        if abs(z) > clip:
            self.clipped_run = min(self.clipped_run + 1, 255)
            a_spread = max(a, min(a * (1 + self.clipped_run), 1 / s.least_window))
            spread = clip * sigma * (1 + math.log(abs(z) / clip))
        else:
            self.clipped_run = 0
        if gap:
            self.interval += (min(dt, s.gap_periods * self.interval) - self.interval) / 64
        else:
            self.var_step += a_spread * (spread**2 - self.var_step)
            self.cov += slow * (dev * self.dev - self.cov)
            self.interval += (dt - self.interval) / min(n, 64)
        self.var_dev += slow * (dev**2 - self.var_dev)
        self.level += a * dev
        self.profile.values.append(season + dev)
        self.dev = dev * (1 - a)
        self.up, self.down, self.noise = self_up, self_down, self_noise
        a_sum = max(1 / (n / 4 + 64), 1 / 1024)
        self.drift_excess = learned(self.drift_excess, drift_sum, a_sum)
        self.noise_excess = learned(self.noise_excess, self_noise, a_sum)
        self.last = t
        self.count = n + 1
        before = self.moved
        if abs(z) > 0.1 and abs(v - expected) > 1e-6 * abs(expected - predicted):
            self.moved = min(self.moved + 1, 255)
        if before >= 16:
            if abs(z) > 2:
                self.tails = min(self.tails + 1, 255)
                over = min(abs(z) - 2, 4 * self.excess)
                self.share += (1 - self.share) / 512
                self.excess = max(self.excess + (over - self.excess) / min(self.tails + 10, 64), 0.35)
                self.log_share = math.log(self.share)
            else:
                self.share = max(self.share * (1 - 1 / 512), 1e-4)
        if n < s.warm_count or before < 32:
            return math.nan, z, expected, ""
        return score, z, expected, self.judge(t, score)

    def judge(self, t: int, score: float) -> str:
        if not self.active:
            self.evidence = 0.0 if score < self.s.end else self.evidence
            self.evidence += score if score >= self.s.begin else 0.0
            if self.evidence >= 2 * self.s.begin:
                self.active, self.high = 1, t
                return "began"
        elif score >= self.s.end:
            self.high = t
        elif t - self.high >= self.s.calm_s * 1e6:
            self.active, self.evidence = 0, 0.0
            return "ended"
        return ""
