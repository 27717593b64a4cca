"""Weather over the city: a calm day's course, and the wind field of a storm that passes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from luylau.kernel.clock import parse_iso
from luylau.kernel.geo import distance_m
from luylau.simulator.noise import Noise

KNOT_MS = 0.514444
"""Metres a second of one knot."""
DAY_S = 86_400.0
CALM_PRESSURE_HPA = 1_010.0
LOCAL_S = 7 * 3_600
"""Vietnam's clocks are seven hours ahead of UTC."""
RADIUS_OF_MAXIMUM_WIND_KM = 30.0
PROFILE_B = 1.6
"""Both assumed: the best track gives no radii for these hours. Holland's B lies between 1 and 2.5."""
GUST_FACTOR = 1.4
"""Gust over ten-minute mean wind, assumed (WMO guidelines for land at the coast: 1.3 to 1.6)."""
STORM_RAIN_MM_H = 9.0
"""Rain at the eye wall, assumed so that a day brings about the published 118.7 mm."""


class Fix(NamedTuple):
    """One position of a best track: microseconds UTC, degrees, knots, hectopascal."""

    time_us: int
    lat: float
    lon: float
    wind_kt: float
    pressure_hpa: float


YAGI_2024: tuple[Fix, ...] = tuple(
    Fix(parse_iso(f"2024-09-{moment}:00:00Z"), lat, lon, wind, pressure)
    for moment, lat, lon, wind, pressure in (
        ("06T18", 20.3, 109.0, 85, 945),
        ("07T00", 20.5, 108.1, 85, 940),
        ("07T06", 20.9, 107.1, 90, 935),
        ("07T12", 21.0, 106.0, 55, 980),
        ("07T18", 21.0, 105.4, 40, 992),
        ("08T00", 21.1, 104.8, 35, 996),
        ("08T06", 21.4, 104.4, 35, 996),
    )
)
"""Storm no. 3 of 2024 (Yagi) over the Gulf of Tonkin and the delta; IBTrACS v04, WMO agency columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """The weather at one place and time; units are in the names (humidity in percent)."""

    wind_ms: float
    gust_ms: float
    direction_deg: float
    temperature_c: float
    humidity: float
    pressure_hpa: float
    rain_mm_h: float


class Weather:
    """The weather of one simulation.

    ``track`` is a storm's best track with its times moved to the simulation's; without one the day is calm.
    ``rain_mm_h`` is steady rain on top: a flood from upstream needs no more.
    """

    def __init__(self, noise: Noise, *, track: Sequence[Fix] = (), rain_mm_h: float = 0.0) -> None:
        self._noise = noise
        self._track = tuple(track)
        self._rain = rain_mm_h

    def at(self, lat: float, lon: float, time_us: int) -> Sky:
        """Return the weather at a place."""
        seconds = time_us / 1e6
        noise = self._noise
        # Nearby stations feel nearly the same, so the noise is shared within cells of about 10 km.
        cell = f"{lat:.1f},{lon:.1f}"
        sun = math.sin(2 * math.pi * ((seconds + LOCAL_S) % DAY_S / DAY_S - 0.375))
        calm = 2.2 + 0.9 * sun + 0.8 * noise.wobble(f"wind {cell}", seconds, 1_800)
        storm, pressure_drop, closeness = self._storm(lat, lon, time_us)
        wind = max(0.0, max(calm, storm))
        drift = 40 * noise.wobble("direction", seconds, 14_400)
        return Sky(
            wind_ms=wind,
            gust_ms=wind * (GUST_FACTOR + 0.08 * noise.wobble(f"gust {cell}", seconds, 300)),
            direction_deg=(135 + drift + 180 * closeness) % 360,
            temperature_c=27 + 4 * sun + noise.wobble(f"temperature {cell}", seconds, 7_200) - 4 * closeness,
            humidity=min(
                99.0, 74 - 12 * sun + 3 * noise.wobble(f"humidity {cell}", seconds, 7_200) + 20 * closeness
            ),
            pressure_hpa=CALM_PRESSURE_HPA + 1.5 * math.sin(4 * math.pi * seconds / DAY_S) - pressure_drop,
            rain_mm_h=max(0.0, self._rain + STORM_RAIN_MM_H * closeness),
        )

    def _storm(self, lat: float, lon: float, time_us: int) -> tuple[float, float, float]:
        """Return wind (m/s) and pressure drop (hPa) at a place, and how near the eye wall is (0 to 1).

        The profile is Holland's (Mon. Wea. Rev. 108, 1980): with x = (R/r)**B the wind is the strongest times
        sqrt(x exp(1 - x)), and the pressure drop that of the centre times 1 - exp(-x).
        """
        fix = self._fix(time_us)
        if fix is None:
            return 0.0, 0.0, 0.0
        away_km = max(1.0, distance_m(lat, lon, fix.lat, fix.lon) / 1_000)
        ratio = (RADIUS_OF_MAXIMUM_WIND_KM / away_km) ** PROFILE_B
        profile = math.sqrt(ratio * math.exp(1 - ratio))
        drop = (CALM_PRESSURE_HPA - fix.pressure_hpa) * (1 - math.exp(-ratio))
        return fix.wind_kt * KNOT_MS * profile, drop, min(1.0, profile) if away_km < 400 else 0.0

    def _fix(self, time_us: int) -> Fix | None:
        """Return the storm's position and strength at a time, straight between the track's points."""
        for before, after in zip(self._track, self._track[1:], strict=False):
            if before.time_us <= time_us < after.time_us:
                part = (time_us - before.time_us) / (after.time_us - before.time_us)
                return Fix(time_us, *(a + (b - a) * part for a, b in zip(before[1:], after[1:], strict=True)))
        return None
