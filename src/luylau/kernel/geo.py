"""Places on the earth: WGS84 degrees in, metres of a local plane for reckoning."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""

Floats = NDArray[np.float64]


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance in metres between two points in degrees (haversine)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlane:
    """An equirectangular plane around one point; within 100 km its lengths are right to about 0.5 %
    of those on the WGS84 ellipsoid, from which the sphere differs as much."""

    lat: float
    lon: float

    def to_metres(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Return x (east) and y (north) in metres for degrees of any equal shape."""
        scale = math.radians(1) * EARTH_RADIUS_M
        return (lon - self.lon) * scale * math.cos(math.radians(self.lat)), (lat - self.lat) * scale

    def points(self, lat: Floats, lon: Floats) -> Floats:
        """Return the same as points, shape (n, 2), as a search for neighbours takes them; one that is not
        known (NaN) lies in the plane's middle."""
        x, y = self.to_metres(lat, lon)
        known = np.isfinite(x) & np.isfinite(y)
        return np.column_stack([np.where(known, x, 0.0), np.where(known, y, 0.0)])

    def to_degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return latitude and longitude in degrees for metres of any equal shape."""
        scale = math.radians(1) * EARTH_RADIUS_M
        return y / scale + self.lat, x / (scale * math.cos(math.radians(self.lat))) + self.lon
