"""River levels: a quiet course, or a flood wave that reaches a known peak at a known time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from luylau.city.model import City
from luylau.kernel.clock import MICROS, parse_iso
from luylau.simulator.noise import Noise

HOUR_US = 3_600 * MICROS
RISE_H = 30.0
"""Hours from the foot of the wave to its peak, assumed."""
FALL_H = 48.0
"""Hours in which the wave falls to about a third, assumed."""

CHANNEL = "water_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The highest level of a flood at one gauge: metres, and microseconds UTC."""

    level_m: float
    time_us: int


FLOOD_2025: Mapping[str, Peak] = {
    "gauge-dap-cau": Peak(level_m=7.52, time_us=parse_iso("2025-10-09T23:00:00+07:00")),
    "gauge-cau-son": Peak(level_m=18.37, time_us=parse_iso("2025-10-09T02:00:00+07:00")),
    "gauge-phu-lang-thuong": Peak(level_m=7.60, time_us=parse_iso("2025-10-09T03:00:00+07:00")),
}
"""Peaks of October 2025: vietnamplus post1069373 (Đáp Cầu), dantri 20251009095939997 (the others)."""

FLOOD_START_US = parse_iso("2025-10-07T12:00:00+07:00")
FLOOD_HOURS = 96.0


class Rivers:
    """The levels of all gauges of a city.

    ``peaks`` are by asset id, with times moved to the simulation's. A gauge without one, in a flood, gets a
    wave that stays 0.3 m below its first alarm (assumed); without any peaks all gauges are quiet.
    """

    def __init__(self, city: City, noise: Noise, *, peaks: Mapping[str, Peak]) -> None:
        self._noise = noise
        self._peaks = dict(peaks)
        self._base: dict[str, float] = {}
        latest = max((peak.time_us for peak in peaks.values()), default=0)
        for asset in city.assets.values():
            if CHANNEL not in city.kinds[asset.kind].channels:
                continue
            alarms = sorted(
                level.value for level in city.levels if level.asset == asset.id and level.channel == CHANNEL
            )
            first = alarms[0] if alarms else 4.0
            self._base[asset.id] = first - 2.2 - 0.4 * noise.uniform(f"base {asset.id}")
            if peaks and asset.id not in peaks:
                self._peaks[asset.id] = Peak(level_m=first - 0.3, time_us=latest)

    def level_m(self, gauge: str, time_us: int) -> float:
        """Return the true level at a gauge in metres."""
        base = self._base.get(gauge, 1.0)
        quiet = base + 0.04 * self._noise.wobble(f"river {gauge}", time_us / 1e6, 21_600)
        peak = self._peaks.get(gauge)
        if peak is None:
            return quiet
        hours = (time_us - peak.time_us) / HOUR_US
        if hours < -RISE_H:
            return quiet
        if hours < 0:
            shape = 0.5 * (1 + math.cos(math.pi * hours / RISE_H))
        else:
            # Flat at the top, then an exponential recession; both courses meet with no step and no kink.
            shape = math.exp(-((hours / FALL_H) ** 2) / (1 + hours / FALL_H))
        return quiet + (peak.level_m - quiet) * shape

    def crossing_us(self, gauge: str, level_m: float, start_us: int, end_us: int) -> int | None:
        """Return the first minute at which the level reaches ``level_m``; None if it does not."""
        for time_us in range(start_us, end_us, 60 * MICROS):
            if self.level_m(gauge, time_us) >= level_m:
                return time_us
        return None
