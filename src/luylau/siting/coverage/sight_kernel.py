"""The compiled part of ``sight``: which pairs of a column no wall parts."""

from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.coverage.walls import TOUCH_M, Walls

Columns = tuple[Int64, Int32, Float64, Float64, Int32]
"""Starts and points of a cover; by column: metres east and north of its site, and the building that holds
it."""
OfPoints = tuple[Float64, Float64, Int32]
"""By point: metres east and north, and the building that holds it."""
Fan = tuple[Int32, Int32, Float64, Float64, Int32]
"""Where the walls of each direction begin, shape (directions + 1,), and the walls, near ones first; by wall:
both ends around the site, metres, shape (walls, 4), square of the distance to its nearest place, building."""

_NARROW: Final = 1e-9
"""Of a quarter of the circle: by so much a wall is laid out wider than it is, for rounding."""


@njit(cache=True, nogil=True, error_model="numpy")
def look(
    column: int, last: int, columns: Columns, of_points: OfPoints, walls: Walls, fan_pays: float, seen: Bool
) -> None:
    """Set ``seen``, shape (pairs,), for the pairs of the columns up to before ``last``.

    ``fan_pays`` is how many pairs a wall make a fan worth while: 0 for always, infinite for never.
    """
    starts, points, from_x, from_y, own = columns
    x, y, held = of_points
    seen_by = np.full(walls[2].max() + 1 if len(walls[2]) else 0, -1, np.int32)
    while column < last:
        begin, end = starts[column], starts[column + 1]
        at_x, at_y = from_x[column], from_y[column]
        far_2 = 0.0
        for pair in range(begin, end):
            east, north = x[points[pair]] - at_x, y[points[pair]] - at_y
            far_2 = max(far_2, east * east + north * north)
        far = np.sqrt(far_2)
        if end - begin >= fan_pays * _walls_around(at_x, at_y, far, walls):
            fan = _fan(at_x, at_y, far, own[column], walls, seen_by, column)
            for pair in range(begin, end):
                point = points[pair]
                seen[pair] = not _behind(x[point] - at_x, y[point] - at_y, held[point], fan)
        else:
            for pair in range(begin, end):
                point = points[pair]
                seen[pair] = not _hidden(at_x, at_y, x[point], y[point], own[column], held[point], walls)
        column += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _window(x: float, y: float, far: float, walls: Walls) -> tuple[int, int, int, int]:
    """Return the cells around a place: first and the one after the last, in a row and of the rows."""
    left, low, side, wide, high, _ = walls[0]
    first = int(min(max(np.floor((x - far - left) / side), 0.0), float(wide)))
    last = int(min(max(np.floor((x + far - left) / side) + 1.0, 0.0), float(wide)))
    row = int(min(max(np.floor((y - far - low) / side), 0.0), float(high)))
    top = int(min(max(np.floor((y + far - low) / side) + 1.0, 0.0), float(high)))
    return first, max(last, first), row, max(top, row)


@njit(cache=True, nogil=True, error_model="numpy")
def _walls_around(x: float, y: float, far: float, walls: Walls) -> int:
    first, last, row, top = _window(x, y, far, walls)
    wide, count = walls[0][3], 0
    for at in range(row, top):
        count += walls[1][at * wide + last] - walls[1][at * wide + first]
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _fan(x: float, y: float, far: float, own: int, walls: Walls, seen_by: Int32, column: int) -> Fan:
    """Lay out the walls around a site by direction, near ones first."""
    frame, cells, number, ends, building = walls
    first, last, row, top = _window(x, y, far, walls)
    most = _walls_around(x, y, far, walls)
    near, near_2, owner = np.empty((most, 4)), np.empty(most), np.empty(most, np.int32)
    count = 0
    for at in range(row, top):
        for entry in range(cells[at * frame[3] + first], cells[at * frame[3] + last]):
            if seen_by[number[entry]] == column or building[entry] == own:
                continue
            seen_by[number[entry]] = column
            a_x, a_y, b_x, b_y = (
                ends[entry, 0] - x,
                ends[entry, 1] - y,
                ends[entry, 2] - x,
                ends[entry, 3] - y,
            )
            along_x, along_y = b_x - a_x, b_y - a_y
            part = -(a_x * along_x + a_y * along_y) / (along_x * along_x + along_y * along_y)
            part = min(max(part, 0.0), 1.0)
            off_x, off_y = a_x + part * along_x, a_y + part * along_y
            square = off_x * off_x + off_y * off_y
            if square <= far * far:
                near[count] = a_x, a_y, b_x, b_y
                near_2[count], owner[count] = square, building[entry]
                count += 1
    order = np.argsort(near_2[:count])
    directions = 16
    while directions < count:
        directions *= 2
    starts = np.zeros(directions + 1, np.int32)
    for wall in order:
        begin, width = _span(near[wall], near_2[wall], directions)
        for step in range(width):
            starts[(begin + step) % directions + 1] += 1
    for direction in range(directions):
        starts[direction + 1] += starts[direction]
    cursor, laid = starts[:-1].copy(), np.empty(starts[-1], np.int32)
    for place, wall in enumerate(order):
        begin, width = _span(near[wall], near_2[wall], directions)
        for step in range(width):
            direction = (begin + step) % directions
            laid[cursor[direction]] = place
            cursor[direction] += 1
    return starts, laid, near[order], near_2[order], owner[order]


@njit(cache=True, nogil=True, error_model="numpy")
def _span(ends: Float64, near_2: float, directions: int) -> tuple[int, int]:
    """Return the first direction in which a wall stands, and how many it spans."""
    if near_2 <= 4 * TOUCH_M * TOUCH_M:
        return 0, directions
    one, other = _turn(ends[0], ends[1]), _turn(ends[2], ends[3])
    if ends[0] * ends[3] - ends[1] * ends[2] < 0.0:
        one, other = other, one
    # Less than half the circle lies between the two, unless rounding has swapped them.
    between = (other - one) % 4.0
    if between > 3.0:
        one, between = other, 4.0 - between
    begin = np.floor((one - _NARROW) * directions / 4.0)
    end = np.floor((one + between + _NARROW) * directions / 4.0)
    return int(begin) % directions, min(int(end - begin) + 1, directions)


@njit(cache=True, nogil=True, error_model="numpy")
def _turn(x: float, y: float) -> float:
    """Return a direction as 0 to 4, rising with its angle and cheaper than it."""
    part = y / (abs(x) + abs(y))
    if x < 0.0:
        return 2.0 - part
    return part if part >= 0.0 else 4.0 + part


@njit(cache=True, nogil=True, error_model="numpy")
def _behind(x: float, y: float, held: int, fan: Fan) -> bool:
    """Whether a wall of the fan stands before a point, but for those of the building that holds it."""
    starts, laid, ends, near_2, building = fan
    square = x * x + y * y
    if square <= 4 * TOUCH_M * TOUCH_M:
        return False
    directions = len(starts) - 1
    direction = int(_turn(x, y) * directions / 4.0) % directions
    hidden = 0
    for at in range(starts[direction], starts[direction + 1]):
        wall = laid[at]
        if near_2[wall] > square:
            return False
        crossed = _crosses(0.0, 0.0, x, y, ends[wall])
        if crossed and building[wall] != held:
            hidden |= crossed
            if hidden == 3:
                return True
    return False


@njit(cache=True, nogil=True, error_model="numpy")
def _hidden(x: float, y: float, to_x: float, to_y: float, own: int, held: int, walls: Walls) -> bool:
    """Whether a building other than the two comes between."""
    frame, starts, _, ends, building = walls
    left, low, side, wide, high, _ = frame
    along_x, along_y = to_x - x, to_y - y
    # Cells are counted from the grid's corner; times are parts of the way from the site to the point.
    at_x, at_y = (x - left) / side, (y - low) / side
    every_x = side / along_x if along_x != 0.0 else np.inf
    every_y = side / along_y if along_y != 0.0 else np.inf
    enters, leaves = 0.0, 1.0
    for at, every, size in ((at_x, every_x, wide), (at_y, every_y, high)):
        if every != np.inf:
            one, other = -at * every, (size - at) * every
            enters, leaves = max(enters, min(one, other)), min(leaves, max(one, other))
        elif at < 0.0 or at > size:
            return False
    if enters > leaves:
        return False
    column = min(max(int(np.floor(at_x + enters * (along_x / side))), 0), wide - 1)
    row = min(max(int(np.floor(at_y + enters * (along_y / side))), 0), high - 1)
    next_x = (column + (along_x > 0.0) - at_x) * every_x if every_x != np.inf else np.inf
    next_y = (row + (along_y > 0.0) - at_y) * every_y if every_y != np.inf else np.inf
    aside_x, aside_y = (1 if along_x > 0.0 else -1), (1 if along_y > 0.0 else -1)
    every_x, every_y = abs(every_x), abs(every_y)
    hidden = 0
    while True:
        cell = row * wide + column
        for entry in range(starts[cell], starts[cell + 1]):
            crossed = _crosses(x, y, along_x, along_y, ends[entry])
            if crossed and building[entry] != own and building[entry] != held:
                hidden |= crossed
                if hidden == 3:
                    return True
        if min(next_x, next_y) > leaves:
            return False
        if next_x < next_y:
            column += aside_x
            next_x += every_x
        else:
            row += aside_y
            next_y += every_y
        if column < 0 or column >= wide or row < 0 or row >= high:
            return False


@njit(cache=True, nogil=True, error_model="numpy")
def _crosses(x: float, y: float, along_x: float, along_y: float, ends: Float64) -> int:
    """Return on which sides of the line a wall crosses it between its ends: 0 for none, 1 right of it, 2 left
    of it, 3 for both, as it is for all lines that go through no corner."""
    a_x, a_y, b_x, b_y = ends[0] - x, ends[1] - y, ends[2] - x, ends[3] - y
    side_a, side_b = along_x * a_y - along_y * a_x, along_x * b_y - along_y * b_x
    right, left = (side_a >= 0.0) != (side_b >= 0.0), (side_a > 0.0) != (side_b > 0.0)
    if not (right or left):
        return 0
    wall_x, wall_y = b_x - a_x, b_y - a_y
    part = (a_x * wall_y - a_y * wall_x) / (along_x * wall_y - along_y * wall_x)
    touch = TOUCH_M / np.sqrt(along_x * along_x + along_y * along_y)
    if part <= touch or part >= 1.0 - touch:
        return 0
    return (1 if right else 0) | (2 if left else 0)
