"""Where an invented thing stands: by chance, but the same chance for the same id."""

import math
import random

from luylau.kernel.geo import distance_m
from tools.bac_ninh.territory import Unit

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
SEED = "bac-ninh 2025-07-01"
KM_PER_DEGREE = 111.195


def chance(name: str) -> random.Random:
    """Return the generator of ``name``: adding one thing moves no other."""
    return random.Random(f"{SEED}:{name}")  # noqa: S311 - positions, not secrets


def shifted(lat: float, lon: float, km: float, angle: float) -> tuple[float, float]:
    """Return the point ``km`` away at ``angle`` (radians from east), in degrees to 5 decimals."""
    north = km * math.sin(angle) / KM_PER_DEGREE
    east = km * math.cos(angle) / (KM_PER_DEGREE * math.cos(math.radians(lat)))
    return round(lat + north, 5), round(lon + east, 5)


def within(unit: Unit, name: str, *, part: float = 1.0) -> tuple[float, float]:
    """Return a point of ``unit``, evenly spread over the disc in which every direction stays inside."""
    draw = chance(name)
    km = unit.reach_km * part * math.sqrt(draw.random())
    return shifted(unit.lat, unit.lon, km, draw.uniform(0, math.tau))


def metres_between(a: Point, b: Point) -> float:
    """Return the great-circle distance in metres between two points."""
    return distance_m(a[0], a[1], b[0], b[1])


def beside(lat: float, lon: float, name: str, *, metres: float = 20.0) -> tuple[float, float]:
    """Return a point ``metres`` from a site, in a direction of its own."""
    return shifted(lat, lon, metres / 1_000, chance(name).uniform(0, math.tau))
