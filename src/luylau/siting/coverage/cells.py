"""Who lies within reach of whom, by a grid of cells.

The points stand sorted by cells of a grid, row after row. What a column reaches in one row of cells is a run
of points, whose middle needs no test, as its cells lie wholly within reach::

    ┌───┬───┬───┬───┬───┬───┐
    │   │ ? │ ! │ ! │ ? │   │   ? tested point by point
    ├───┼───┼───┼───┼───┼───┤   ! taken as a whole
    │ ? │ ! │ ! │ ! │ ! │ ? │
    └───┴───┴───┴───┴───┴───┘

All columns are gone through twice, to count and to fill, so nothing is held but the answer (4 bytes a pair)
and the grid (20 bytes a point). What a column takes is ticked off in a table of bits, from which it comes out
ascending.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.coverage.checks import PAIR_LIMIT, check_lengths, check_pairs
from luylau.siting.coverage.cover import Cover, Float32
from luylau.siting.coverage.places import Places

UInt64 = NDArray[np.uint64]

_POINTS_A_CELL: Final = 8
_DE_BRUIJN: Final = 0x03F79D71B4CB0A89
"""Multiplied by a lone bit it has that bit's number in its upper six bits, by way of ``_BIT``."""
_BIT: Final = np.zeros(64, np.int8)
for _number in range(64):
    _BIT[(_DE_BRUIJN << _number & (1 << 64) - 1) >> 58] = _number


@dataclass(frozen=True, slots=True)
class Reach:
    """What each column reaches: a ring around its place, or the part of a ring around a heading."""

    x: Float64  # shape (columns,): metres east
    y: Float64  # shape (columns,): metres north
    near: Float64  # shape (columns,): nearest distance, metres
    far: Float64  # shape (columns,): farthest distance, metres
    ahead: Float64  # shape (columns, 3): east and north of the heading, cosine of half the angle (below -1:
    # all around); or (0, 3), if all columns reach all around


# Plain tuples of arrays go into compiled functions: a class of our own would be named in numba's cache on
# disk, which could not be read any more once the class is renamed.
Frame = tuple[float, float, float, int, int, float]
"""A grid's left and lower edge and the side of its cells, metres; cells in a row, rows; metres by which
rounding may misplace a point in its cell. Cell = row * cells in a row + place in the row."""
PointGrid = tuple[Frame, Int32, Int32, Float64, Float64]
"""Points sorted by cell: ``starts``, shape (cells + 1,), and by its places ``point``, ``x`` and ``y``, shape
(points,)."""
_Reach = tuple[Float64, Float64, Float64, Float64, Float64]


def cover_by_radius(points: Places, sites: Places, radius_m: ArrayLike, *, limit: int = PAIR_LIMIT) -> Cover:
    """Return which sites reach which points: those at most the radius away, as the crow flies.

    Args:
        points: demand points.
        sites: candidate sites.
        radius_m: metres; one for all, or shape (options,) for options that every site has, or shape
            (sites, options). Column ``site * options + option`` is a site with an option.
        limit: the most pairs.

    Raises:
        BadInput: a radius is negative or no number, the shapes differ, or there would be too many pairs.
    """
    options = 1 if np.ndim(radius_m) == 0 else np.shape(radius_m)[-1]
    radius = check_lengths("radius_m", radius_m, (len(sites), options)).ravel()
    reach = Reach(
        x=np.repeat(sites.x, options),
        y=np.repeat(sites.y, options),
        near=np.zeros(len(radius)),
        far=radius,
        ahead=np.empty((0, 3)),
    )
    return cover_by_reach(points, reach, limit=limit)


def cover_by_reach(points: Places, reach: Reach, *, limit: int = PAIR_LIMIT) -> Cover:
    """Return which columns reach which points.

    Raises:
        BadInput: there would be more than ``limit`` pairs.
    """
    starts = np.zeros(len(reach.x) + 1, np.int64)
    if not len(points):
        return Cover(starts, np.empty(0, np.int32), 0)
    grid = point_grid(points)
    columns = (reach.x, reach.y, reach.near, reach.far, reach.ahead)
    _walk(grid, columns, starts, np.empty(0, np.int32), False)
    starts = np.cumsum(starts)
    check_pairs(int(starts[-1]), limit)
    reached = np.empty(int(starts[-1]), np.int32)
    _walk(grid, columns, starts, reached, True)
    return Cover(starts, reached, len(points))


def pair_distances(cover: Cover, points: Places, sites: Places, site: Int32 | Int64 | None = None) -> Float32:
    """Return how far each pair's point is from its site, metres as the crow flies, shape (pairs,).

    Args:
        cover: who reaches whom.
        points: demand points.
        sites: candidate sites.
        site: of each column, shape (columns,); without it each site has equally many columns, as
            ``cover_by_radius`` numbers them.
    """
    metres = np.empty(cover.pairs, np.float32)
    at = sites.take(site_of_columns(cover, sites, site))
    _measure(cover.starts, cover.points, points.x, points.y, at.x, at.y, metres)
    return metres


def site_of_columns(cover: Cover, sites: Places, site: Int32 | Int64 | None = None) -> Int64:
    """Return the site of each column, shape (columns,): as handed in, or column // options."""
    if site is not None:
        return np.ascontiguousarray(site, np.int64)
    return np.arange(cover.columns, dtype=np.int64) // max(cover.columns // max(len(sites), 1), 1)


def point_grid(points: Places) -> PointGrid:
    """Return the points, at least one, sorted by cells of about eight."""
    left, low = float(points.x.min()), float(points.y.min())
    width, height = float(np.ptp(points.x)), float(np.ptp(points.y))
    most = max(len(points) // _POINTS_A_CELL, 1)
    cell = max(math.sqrt(width * height / most), max(width, height) / most) or 1.0
    slack = 1e-9 * (cell + abs(left) + abs(low) + width + height)
    frame = (left, low, cell, int(width / cell) + 1, int(height / cell) + 1, slack)
    return (frame, *_sort(points.x, points.y, frame))


@njit(cache=True, nogil=True, error_model="numpy")
def _sort(x: Float64, y: Float64, frame: Frame) -> tuple[Int32, Int32, Float64, Float64]:
    left, low, side, wide, high, _ = frame
    cells = np.empty(len(x), np.int32)
    starts = np.zeros(wide * high + 1, np.int32)
    for point in range(len(x)):
        row = min(int((y[point] - low) / side), high - 1)
        cells[point] = row * wide + min(int((x[point] - left) / side), wide - 1)
        starts[cells[point] + 1] += 1
    for cell in range(wide * high):
        starts[cell + 1] += starts[cell]
    cursor = starts[:-1].copy()
    order, sorted_x, sorted_y = np.empty(len(x), np.int32), np.empty(len(x)), np.empty(len(x))
    for point in range(len(x)):
        at = cursor[cells[point]]
        order[at], sorted_x[at], sorted_y[at] = point, x[point], y[point]
        cursor[cells[point]] = at + 1
    return starts, order, sorted_x, sorted_y


@njit(cache=True, nogil=True, error_model="numpy")
def _walk(grid: PointGrid, reach: _Reach, starts: Int64, reached: Int32, fill: bool) -> None:
    """Put into ``starts[1:]`` how many points each column reaches; with ``fill``, where ``starts`` is final,
    put the points into ``reached``."""
    frame, _, point, _, _ = grid
    _, low, side, _, high, slack = frame
    _, y, _, far, _ = reach
    ticks = np.zeros(len(point) // 64 + 1, np.uint64)
    groups = np.zeros(len(ticks) // 64 + 1, np.uint64)  # which words of the ticks are not 0
    for column in range(len(y)):
        row = _clip(np.floor((y[column] - far[column] - slack - low) / side), high)
        last = _clip(np.floor((y[column] + far[column] + slack - low) / side) + 1.0, high)
        count = 0
        while row < last:
            begin, safe_begin, safe_end, end = _runs(grid, reach, column, row)
            count += _test(grid, reach, column, begin, safe_begin, ticks, groups, fill)
            count += safe_end - safe_begin
            if fill:
                for at in range(safe_begin, safe_end):
                    _tick(point[at], ticks, groups)
            count += _test(grid, reach, column, safe_end, end, ticks, groups, fill)
            row += 1
        if fill:
            _read_off(ticks, groups, reached[starts[column] : starts[column + 1]])
        else:
            starts[column + 1] = count


@njit(cache=True, nogil=True, error_model="numpy")
def _runs(grid: PointGrid, reach: _Reach, column: int, row: int) -> tuple[int, int, int, int]:
    """Return where, among the sorted points, begins what the column may reach in a row of cells, where begins
    what it reaches for certain, and where both end."""
    frame, starts, _, _, _ = grid
    left, low, side, wide, _, slack = frame
    x, y, far = reach[0][column] - left, reach[1][column] - low, reach[3][column]
    below = row * side - y
    above = below + side
    nearest, outer = max(below, -above, 0.0), far + slack
    half = np.sqrt(max(outer * outer - nearest * nearest, 0.0))
    begin = _clip(np.floor((x - half) / side), wide)
    end = max(_clip(np.floor((x + half) / side) + 1.0, wide), begin)
    safe_begin = safe_end = end
    farthest, inner = max(-below, above), far - slack
    all_around = len(reach[4]) == 0 or reach[4][column, 2] < -1.0
    if farthest < inner and all_around and reach[2][column] == 0.0:
        half = np.sqrt(inner * inner - farthest * farthest) - slack
        sure_begin = max(_clip(np.ceil((x - half) / side), wide), begin)
        sure_end = min(_clip(np.floor((x + half) / side), wide), end)
        if sure_begin < sure_end:
            safe_begin, safe_end = sure_begin, sure_end
    first = row * wide
    return starts[first + begin], starts[first + safe_begin], starts[first + safe_end], starts[first + end]


@njit(cache=True, nogil=True, error_model="numpy")
def _clip(number: float, most: int) -> int:
    return int(min(max(number, 0.0), float(most)))


@njit(cache=True, nogil=True, error_model="numpy")
def _test(
    grid: PointGrid,
    reach: _Reach,
    column: int,
    begin: int,
    end: int,
    ticks: UInt64,
    groups: UInt64,
    fill: bool,
) -> int:
    """Return how many of a run's points the column reaches; with ``fill`` tick them off."""
    _, _, point, x, y = grid
    from_x, from_y, near, far, ahead = reach
    near_2, far_2 = near[column] * near[column], far[column] * far[column]
    count = 0
    for at in range(begin, end):
        east, north = x[at] - from_x[column], y[at] - from_y[column]
        square = east * east + north * north
        if square > far_2 or square < near_2:
            continue
        if len(ahead):
            along = east * ahead[column, 0] + north * ahead[column, 1]
            # The slack is for what lies on a side itself.
            if along < (ahead[column, 2] - 1e-12) * np.sqrt(square):
                continue
        count += 1
        if fill:
            _tick(point[at], ticks, groups)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _tick(point: int, ticks: UInt64, groups: UInt64) -> None:
    word = point >> 6
    ticks[word] |= np.uint64(1) << np.uint64(point & 63)
    groups[word >> 6] |= np.uint64(1) << np.uint64(word & 63)


@njit(cache=True, nogil=True, error_model="numpy")
def _read_off(ticks: UInt64, groups: UInt64, points: Int32) -> None:
    """Write the points that are ticked, ascending, and clear the ticks."""
    at = 0
    for group in range(len(groups)):
        words = groups[group]
        groups[group] = 0
        while words:
            word = group * 64 + _lowest(words)
            words &= words - np.uint64(1)
            bits = ticks[word]
            ticks[word] = 0
            while bits:
                points[at] = word * 64 + _lowest(bits)
                bits &= bits - np.uint64(1)
                at += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _lowest(bits: np.uint64) -> int:
    """Return the number of the lowest bit that is set."""
    lone = bits & (~bits + np.uint64(1))
    return int(_BIT[np.int64((lone * np.uint64(_DE_BRUIJN)) >> np.uint64(58))])


@njit(cache=True, nogil=True, error_model="numpy")
def _measure(
    starts: Int64, points: Int32, x: Float64, y: Float64, from_x: Float64, from_y: Float64, metres: Float32
) -> None:
    for column in range(len(starts) - 1):
        for pair in range(starts[column], starts[column + 1]):
            east, north = x[points[pair]] - from_x[column], y[points[pair]] - from_y[column]
            metres[pair] = np.sqrt(east * east + north * north)
