"""The compiled part of ``isovist``: walls in range, sectors, and what is the nearest in each.

All is reckoned around the camera, turned so that its heading is the direction 0; other directions are radians
to the left of it, -pi to pi.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.coverage.walls import TOUCH_M, Walls

_ROUNDS: Final = 8
"""How often sectors are cut anew where walls cross; footprints that do not overlap need one round."""
_NARROW: Final = 1e-12
"""Radians: a sector narrower than this is none."""
_SAME_M: Final = 1e-7
"""Metres: walls nearer to each other than this are equally far."""


@njit(cache=True, nogil=True, error_model="numpy")
def see(
    begin: int,
    end: int,
    x: Float64,
    y: Float64,
    own: Int32,
    heading: Float64,
    half: Float64,
    far: Float64,
    step: float,
    walls: Walls,
) -> tuple[Int64, Float64, Float64]:
    """Return the polygons of the cameras from ``begin`` to before ``end``: how many corners each has, and
    where they are, metres east and north.

    Args:
        begin: first camera.
        end: the one after the last.
        x: metres east, of every camera as all columns.
        y: metres north.
        own: the building that hides nothing, -1 for none.
        heading: radians clockwise from north.
        half: radians, half of the field of view.
        far: metres, the range.
        step: radians, the most between two corners on the circle.
        walls: of all buildings.
    """
    corners = np.zeros(end - begin, np.int64)
    out = np.empty((1_024, 2))
    used = 0
    seen_by = np.full(walls[2].max() + 1 if len(walls[2]) else 0, -1, np.int32)
    for camera in range(begin, end):
        if far[camera] == 0.0 or half[camera] == 0.0:
            continue
        turn = (np.sin(heading[camera]), np.cos(heading[camera]))
        place = (x[camera], y[camera], far[camera], turn[0], turn[1])
        near = _gather(place, own[camera], walls, seen_by, camera)
        sectors, nearest, depth = _lay(near, min(half[camera], np.pi))
        first = used
        if half[camera] < np.pi:
            out, used = _add(out, used, first, 0.0, 0.0)
        at = 0
        while at < len(nearest):
            last = at
            while last + 1 < len(nearest) and nearest[last + 1] == nearest[at]:
                last += 1
            from_m, to_m, steps = depth[at, 0], depth[last, 1], 1
            width = sectors[last + 1] - sectors[at]
            if nearest[at] < 0:
                from_m = to_m = far[camera]
                steps = max(int(np.ceil(width / step)), 1)
            if width > _NARROW:
                out, used = _add(out, used, first, from_m * np.cos(sectors[at]), from_m * np.sin(sectors[at]))
                for part in range(1, steps + 1):
                    to = sectors[at] + width * part / steps
                    out, used = _add(out, used, first, to_m * np.cos(to), to_m * np.sin(to))
            at = last + 1
        if used - first > 1:
            gap = abs(out[used - 1, 0] - out[first, 0]) + abs(out[used - 1, 1] - out[first, 1])
            used -= 1 if gap < _SAME_M else 0
        corners[camera - begin] = used - first
        for at in range(first, used):
            ahead, left = out[at]
            out[at, 0] = x[camera] + ahead * turn[0] - left * turn[1]
            out[at, 1] = y[camera] + ahead * turn[1] + left * turn[0]
    return corners, out[:used, 0].copy(), out[:used, 1].copy()


@njit(cache=True, nogil=True, error_model="numpy")
def _add(out: Float64, used: int, first: int, ahead: float, left: float) -> tuple[Float64, int]:
    """Add a corner, unless it is the one before."""
    if used > first and abs(out[used - 1, 0] - ahead) + abs(out[used - 1, 1] - left) < _SAME_M:
        return out, used
    if used == len(out):
        more = np.empty((2 * len(out), 2))
        more[:used] = out
        out = more
    out[used] = ahead, left
    return out, used + 1


@njit(cache=True, nogil=True, error_model="numpy")
def _gather(
    place: tuple[float, float, float, float, float], own: int, walls: Walls, seen_by: Int32, camera: int
) -> Float64:
    """Return the walls in range, cut to it, each counter-clockwise around the camera, shape (walls, 4)."""
    frame, starts, number, ends, building = walls
    left, low, side, wide, high, _ = frame
    x, y, far, east, north = place
    near = np.empty((256, 4))
    count = 0
    first = int(min(max(np.floor((x - far - left) / side), 0.0), float(wide)))
    last = int(min(max(np.floor((x + far - left) / side) + 1.0, 0.0), float(wide)))
    row = int(min(max(np.floor((y - far - low) / side), 0.0), float(high)))
    top = int(min(max(np.floor((y + far - low) / side) + 1.0, 0.0), float(high)))
    while row < top and first < last:
        for entry in range(starts[row * wide + first], starts[row * wide + last]):
            if seen_by[number[entry]] == camera or building[entry] == own:
                continue
            seen_by[number[entry]] = camera
            a_x, a_y, b_x, b_y = (
                ends[entry, 0] - x,
                ends[entry, 1] - y,
                ends[entry, 2] - x,
                ends[entry, 3] - y,
            )
            if a_x * b_y - a_y * b_x < 0.0:
                a_x, a_y, b_x, b_y = b_x, b_y, a_x, a_y
            along_x, along_y = b_x - a_x, b_y - a_y
            length_2 = along_x * along_x + along_y * along_y
            foot = -(a_x * along_x + a_y * along_y) / length_2
            off_2 = (a_x * b_y - a_y * b_x) ** 2 / length_2
            if off_2 >= far * far:
                continue
            reach = np.sqrt((far * far - off_2) / length_2)
            enters, leaves = max(foot - reach, 0.0), min(foot + reach, 1.0)
            to_wall_2 = off_2 + (foot - min(max(foot, 0.0), 1.0)) ** 2 * length_2
            if enters >= leaves or to_wall_2 <= TOUCH_M * TOUCH_M:
                continue
            if count == len(near):
                more = np.empty((2 * count, 4))
                more[:count] = near
                near = more
            if leaves < 1.0:
                b_x, b_y = a_x + leaves * along_x, a_y + leaves * along_y
            if enters > 0.0:
                a_x, a_y = a_x + enters * along_x, a_y + enters * along_y
            near[count] = (
                a_x * east + a_y * north,
                a_y * east - a_x * north,
                b_x * east + b_y * north,
                b_y * east - b_x * north,
            )
            # A wall seen edge-on hides nothing that its neighbours do not hide.
            if near[count, 0] * near[count, 3] - near[count, 1] * near[count, 2] > 0.0:
                count += 1
        row += 1
    return near[:count]


@njit(cache=True, nogil=True, error_model="numpy")
def _lay(near: Float64, half: float) -> tuple[Float64, Int32, Float64]:
    """Return the directions between sectors, shape (sectors + 1,), the nearest wall in each (-1: none), and
    how far it is at the sector's two sides, metres, shape (sectors, 2)."""
    spans = np.empty((len(near), 2))
    cuts = np.empty(2 * len(near) + 2)
    cuts[0], cuts[1], count = -half, half, 2
    for wall in range(len(near)):
        for which in range(2):
            to = np.arctan2(near[wall, 2 * which + 1], near[wall, 2 * which])
            spans[wall, which] = to
            if -half < to < half:
                cuts[count] = to
                count += 1
    cuts = np.sort(cuts[:count])
    rounds = 1
    while True:
        nearest = np.full(len(cuts) - 1, -1, np.int32)
        depth = np.empty((len(cuts) - 1, 2))
        units = np.column_stack((np.cos(cuts), np.sin(cuts)))
        more = np.empty(16 + len(cuts))
        found = 0
        for wall in range(len(near)):
            begin, end = spans[wall]
            if begin <= end:
                found = _paint(near, wall, begin, end, half, cuts, units, nearest, depth, more, found)
            else:
                found = _paint(near, wall, begin, np.pi, half, cuts, units, nearest, depth, more, found)
                found = _paint(near, wall, -np.pi, end, half, cuts, units, nearest, depth, more, found)
        if found == 0 or rounds == _ROUNDS:
            return cuts, nearest, depth
        cuts = np.sort(np.concatenate((cuts, more[:found])))
        rounds += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _paint(
    near: Float64,
    wall: int,
    begin: float,
    end: float,
    half: float,
    cuts: Float64,
    units: Float64,
    nearest: Int32,
    depth: Float64,
    more: Float64,
    found: int,
) -> int:
    """Lay a wall over the sectors from ``begin`` to ``end``; add to ``more`` the directions in which it
    crosses what lay there, and return how many there are now."""
    if begin >= half or end <= -half:
        return found
    a_x, a_y, b_x, b_y = near[wall]
    along_x, along_y, cross = b_x - a_x, b_y - a_y, a_x * b_y - a_y * b_x
    most = np.sqrt(max(a_x * a_x + a_y * a_y, b_x * b_x + b_y * b_y))
    first, last = np.searchsorted(cuts, max(begin, -half)), np.searchsorted(cuts, min(end, half))
    to = 0.0
    for sector in range(first, last):
        if sector == first:
            turned = units[sector, 0] * along_y - units[sector, 1] * along_x
            at = min(cross / turned, most) if turned > 0.0 else most
        else:
            at = to
        turned = units[sector + 1, 0] * along_y - units[sector + 1, 1] * along_x
        to = min(cross / turned, most) if turned > 0.0 else most
        other = nearest[sector]
        if other >= 0 and cuts[sector + 1] - cuts[sector] > _NARROW:
            gain, then = depth[sector, 0] - at, depth[sector, 1] - to
            if min(gain, then) < -_SAME_M and max(gain, then) > _SAME_M and found < len(more):
                c_x, c_y, d_x, d_y = near[other]
                part = (c_x - a_x) * (d_y - c_y) - (c_y - a_y) * (d_x - c_x)
                part /= along_x * (d_y - c_y) - along_y * (d_x - c_x)
                crossing = np.arctan2(a_y + part * along_y, a_x + part * along_x)
                if cuts[sector] + _NARROW < crossing < cuts[sector + 1] - _NARROW:
                    more[found] = crossing
                    found += 1
        if other < 0 or at + to < depth[sector, 0] + depth[sector, 1]:
            nearest[sector] = wall
            depth[sector, 0], depth[sector, 1] = at, to
    return found
