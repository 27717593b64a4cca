"""Where demand points and sites lie: columns of metres on a local plane."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.siting.coverage.checks import refuse


@dataclass(frozen=True, slots=True)
class Places:
    """Metres east and north of the middle of a plane, each shape (places,)."""

    x: Float64
    y: Float64

    def __len__(self) -> int:
        return len(self.x)

    @classmethod
    def of_metres(cls, x: ArrayLike, y: ArrayLike) -> "Places":
        """Return places from metres east and north.

        Raises:
            BadInput: the columns differ in length, or a coordinate is no finite number.
        """
        east, north = np.ascontiguousarray(x, np.float64).ravel(), np.ascontiguousarray(y, np.float64).ravel()
        if len(east) != len(north):
            raise BadInput("siting-column-shape", name="y", count=len(north), wanted=len(east))
        refuse("siting-place-unknown", "x", east, np.isfinite(east))
        refuse("siting-place-unknown", "y", north, np.isfinite(north))
        return cls(east, north)

    @classmethod
    def of_degrees(cls, lat: ArrayLike, lon: ArrayLike, plane: LocalPlane) -> "Places":
        """Return places from degrees of latitude and longitude (WGS84) on the study's own plane.

        Raises:
            BadInput: the columns differ in length, or a coordinate is none: not finite, or off the earth.
        """
        north, east = np.asarray(lat, np.float64).ravel(), np.asarray(lon, np.float64).ravel()
        if len(east) != len(north):
            raise BadInput("siting-column-shape", name="lon", count=len(east), wanted=len(north))
        refuse("siting-place-unknown", "lat", north, np.abs(north) <= 90)
        refuse("siting-place-unknown", "lon", east, np.abs(east) <= 180)
        return cls.of_metres(*plane.to_metres(north, east))

    def take(self, at: Int64 | Int32) -> "Places":
        """Return these places alone, in this order."""
        return Places(self.x[at], self.y[at])


def middle_plane(lat: ArrayLike, lon: ArrayLike) -> LocalPlane:
    """Return the plane around the middle of the box that holds these degrees.

    Raises:
        BadInput: there is no place.
    """
    north, east = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
    if not north.size:
        raise BadInput("siting-places-none")
    return LocalPlane(
        lat=float(north.min() + north.max()) / 2,
        lon=float(east.min() + east.max()) / 2,
    )


def near_order(places: Places) -> Int64:
    """Return an order in which neighbours stand near each other, shape (places,).

    Points that are handed in so are reached, merged and weighed several times faster than points in random
    order, because what is near on the map is then near in memory. It is the Z-order of a grid of 65,536 by
    65,536 cells (G. M. Morton, *A Computer Oriented Geodetic Data Base*, IBM 1966).
    """
    if not len(places):
        return np.empty(0, np.int64)
    left, low = places.x.min(), places.y.min()
    side = max(np.ptp(places.x), np.ptp(places.y), 1e-9)
    codes = _codes(places.x, places.y, left, low, 65_535.0 / side)
    return np.argsort(codes, kind="stable").astype(np.int64)


@njit(cache=True, nogil=True)
def _codes(x: Float64, y: Float64, left: float, low: float, scale: float) -> Int64:
    codes = np.empty(len(x), np.int64)
    for place in range(len(x)):
        code = 0
        for number, shift in ((int((x[place] - left) * scale), 0), (int((y[place] - low) * scale), 1)):
            spread = number & 0xFFFF
            spread = (spread | spread << 8) & 0x00FF00FF
            spread = (spread | spread << 4) & 0x0F0F0F0F
            spread = (spread | spread << 2) & 0x33333333
            spread = (spread | spread << 1) & 0x55555555
            code |= spread << shift
        codes[place] = code
    return codes
