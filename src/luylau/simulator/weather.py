"""Weather over the city: a calm day's course, and the wind field of a storm that passes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from luylau.kernel.cyclone import CALM_PRESSURE_HPA, GUST_FACTOR, Fix, Track, air
from luylau.simulator.noise import Noise

DAY_S = 86_400.0
LOCAL_S = 7 * 3_600
"""Vietnam's clocks are seven hours ahead of UTC."""
STORM_RAIN_MM_H = 9.0
"""Rain at the eye wall, assumed so that a day brings about the published 118.7 mm."""


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
        self._track = Track.of(track)
        self._rain = rain_mm_h

    def at(self, lat: float, lon: float, time_us: int) -> Sky:
        """Return the weather at a place."""
        seconds = time_us / 1e6
        noise = self._noise
        # Nearby stations feel nearly the same, so the noise is shared within cells of about 10 km.
        cell = f"{lat:.1f},{lon:.1f}"
        sun = math.sin(2 * math.pi * ((seconds + LOCAL_S) % DAY_S / DAY_S - 0.375))
        calm = 2.2 + 0.9 * sun + 0.8 * noise.wobble(f"wind {cell}", seconds, 1_800)
        storm, pressure_drop, closeness = air(self._track, lat, lon, time_us)
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
