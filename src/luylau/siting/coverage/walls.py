"""Buildings that hide what lies behind them: footprints, and their walls in a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.siting.coverage.cells import Frame, PointGrid, point_grid
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.segments import segment_grid

TOUCH_M: Final = 1e-3
"""Metres: what is nearer to a wall stands at it, neither in the building nor hidden by that wall."""


@dataclass(frozen=True, slots=True)
class Footprints:
    """Rings of buildings, courtyards included; a ring's first corner is not said again at its end."""

    starts: Int64  # shape (rings + 1,)
    x: Float64  # shape (corners,): metres east
    y: Float64  # shape (corners,): metres north
    building: Int32  # shape (rings,): which building a ring belongs to, ascending

    @property
    def buildings(self) -> int:
        """How many buildings there are."""
        return int(self.building[-1]) + 1 if len(self.building) else 0

    @classmethod
    def of_rings(cls, rings: Sequence[ArrayLike], building: ArrayLike | None = None) -> "Footprints":
        """Return footprints from rings of corners in metres, each shape (corners, 2).

        Args:
            rings: outlines, and courtyards as rings of their own; closed or not, turning either way.
            building: of each ring, ascending from 0; without it each ring is a building.

        Raises:
            BadInput: a ring has fewer than three corners, or a corner that is no finite number; or the
                buildings' numbers do not fit.
        """
        owner = np.arange(len(rings)) if building is None else np.asarray(building)
        if owner.shape != (len(rings),) or (len(owner) and (owner[0] < 0 or (np.diff(owner) < 0).any())):
            raise BadInput("siting-buildings-order", rings=len(rings))
        corners = [_ring(number, ring) for number, ring in enumerate(rings)]
        starts = np.cumsum([0, *map(len, corners)], dtype=np.int64)
        flat = np.concatenate([np.empty((0, 2)), *corners])
        return cls(
            starts, np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1]), owner.astype(np.int32)
        )

    @classmethod
    def of_polygons(cls, polygons: Sequence[Sequence[ArrayLike]], plane: LocalPlane) -> "Footprints":
        """Return footprints from the coordinates of GeoJSON polygons: rings of longitude and latitude in
        degrees, the outline first.

        Raises:
            BadInput: as ``of_rings`` says.
        """
        rings, owner = [], []
        for number, polygon in enumerate(polygons):
            for ring in polygon:
                degrees = np.asarray(ring, np.float64)
                rings.append(np.column_stack(plane.to_metres(degrees[:, 1], degrees[:, 0])))
                owner.append(number)
        return cls.of_rings(rings, owner)


Walls = tuple[Frame, Int64, Int32, Float64, Int32]
"""Walls sorted by the cells that they touch, each in every one of them: ``starts``, shape (cells + 1,), and
by its places ``wall`` (their numbers), ``ends``, shape (places, 4): x and y of both ends in metres, and
``building``. A plain tuple, as ``cells.PointGrid`` is."""


def walls_of(footprints: Footprints) -> Walls:
    """Return the walls of all footprints in a grid; walls without a length are left out."""
    after = np.arange(1, len(footprints.x) + 1)
    after[footprints.starts[1:] - 1] = footprints.starts[:-1]
    ends = np.column_stack([footprints.x, footprints.y, footprints.x[after], footprints.y[after]])
    owner = np.repeat(footprints.building, np.diff(footprints.starts))
    long = (ends[:, 0] != ends[:, 2]) | (ends[:, 1] != ends[:, 3])
    ends, owner = np.ascontiguousarray(ends[long]), owner[long]
    frame, starts, wall = segment_grid(ends)
    return frame, starts, wall, ends[wall], owner[wall]


def holders(footprints: Footprints, places: Places) -> Int32:
    """Return the building that holds each place, -1 where none does, shape (places,). A place at a wall is in
    no building; one in several is in the first."""
    holder = np.full(len(places), -1, np.int32)
    if len(places) and footprints.buildings:
        rings = np.searchsorted(footprints.building, np.arange(footprints.buildings + 1)).astype(np.int64)
        _hold(point_grid(places), rings, footprints.starts, footprints.x, footprints.y, holder)
    return holder


def _ring(number: int, ring: ArrayLike) -> Float64:
    corners = np.asarray(ring, np.float64)
    if corners.ndim != 2 or corners.shape[1] < 2:
        raise BadInput("siting-ring-corners", ring=number, count=0)
    corners = corners[:, :2]
    if not np.isfinite(corners).all():
        raise BadInput("siting-ring-unknown", ring=number)
    if len(corners) > 1 and (corners[0] == corners[-1]).all():
        corners = corners[:-1]
    if len(corners) < 3:
        raise BadInput("siting-ring-corners", ring=number, count=len(corners))
    return corners


@njit(cache=True, nogil=True, error_model="numpy")
def _hold(grid: PointGrid, rings: Int64, starts: Int64, x: Float64, y: Float64, holder: Int32) -> None:
    frame, cells, point, at_x, at_y = grid
    left, low, side, wide, high, _ = frame
    for building in range(len(rings) - 1):
        begin, end = starts[rings[building]], starts[rings[building + 1]]
        if begin == end:
            continue
        first = _cell(x[begin:end].min() - left, side, wide)
        last = _cell(x[begin:end].max() - left + side, side, wide)
        top = _cell(y[begin:end].max() - low + side, side, high)
        for row in range(_cell(y[begin:end].min() - low, side, high), top):
            for at in range(cells[row * wide + first], cells[row * wide + last]):
                if holder[point[at]] >= 0:
                    continue
                if _inside(at_x[at], at_y[at], rings[building], rings[building + 1], starts, x, y):
                    holder[point[at]] = building


@njit(cache=True, nogil=True, error_model="numpy")
def _cell(metres: float, side: float, cells: int) -> int:
    return int(min(max(np.floor(metres / side), 0.0), float(cells)))


@njit(cache=True, nogil=True, error_model="numpy")
def _inside(
    at_x: float, at_y: float, ring: int, last_ring: int, starts: Int64, x: Float64, y: Float64
) -> bool:
    """Whether a place lies within rings by even and odd crossings, and at none of their walls."""
    odd = False
    while ring < last_ring:
        before = starts[ring + 1] - 1
        for corner in range(starts[ring], starts[ring + 1]):
            along_x, along_y = x[corner] - x[before], y[corner] - y[before]
            from_x, from_y = at_x - x[before], at_y - y[before]
            length = along_x * along_x + along_y * along_y
            if length > 0.0:
                part = min(max((from_x * along_x + from_y * along_y) / length, 0.0), 1.0)
                off_x, off_y = from_x - part * along_x, from_y - part * along_y
                if off_x * off_x + off_y * off_y < TOUCH_M * TOUCH_M:
                    return False
            if (y[corner] > at_y) != (y[before] > at_y) and from_x < along_x * (from_y / along_y):
                odd = not odd
            before = corner
        ring += 1
    return odd
