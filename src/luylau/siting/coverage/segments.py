"""Straight pieces (walls, roads) in a grid, and the nearest of them to a place."""

import math

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.coverage.cells import Frame

SegmentGrid = tuple[Frame, Int64, Int32]
"""``starts``, shape (cells + 1,), and the segments that touch each cell."""


def segment_grid(ends: Float64) -> SegmentGrid:
    """Return segments by the cells that they touch, with about as many cells as segments.

    Args:
        ends: x and y of both ends in metres, shape (segments, 4).
    """
    if not len(ends):
        return (0.0, 0.0, 1.0, 1, 1, 0.0), np.zeros(2, np.int64), np.empty(0, np.int32)
    left, low = float(ends[:, 0::2].min()), float(ends[:, 1::2].min())
    width, height = float(np.ptp(ends[:, 0::2])), float(np.ptp(ends[:, 1::2]))
    cell = max(math.sqrt(width * height / len(ends)), max(width, height) / len(ends)) or 1.0
    frame = (left, low, cell, int(width / cell) + 1, int(height / cell) + 1, 0.0)
    starts = np.zeros(frame[3] * frame[4] + 1, np.int64)
    _enter(ends, frame, starts[1:], np.empty(0, np.int32), False)
    starts = np.cumsum(starts)
    entry = np.empty(int(starts[-1]), np.int32)
    _enter(ends, frame, starts[:-1].copy(), entry, True)
    return frame, starts, entry


def nearest_segments(x: Float64, y: Float64, ends: Float64) -> tuple[Int32, Float64, Float64]:
    """Return the nearest segment to each place (-1 if there is none), which part of it, 0 to 1, comes before
    the place's foot on it, and how far the foot is, metres; each shape (places,)."""
    nearest = np.full(len(x), -1, np.int32)
    part, metres = np.zeros(len(x)), np.full(len(x), np.inf)
    if len(ends):
        _nearest(x, y, ends, segment_grid(ends), nearest, part, metres)
    return nearest, part, metres


@njit(cache=True, nogil=True, error_model="numpy")
def _enter(ends: Float64, frame: Frame, cursor: Int64, entry: Int32, fill: bool) -> None:
    """Move the cursor of each cell on for each wall that touches it; with ``fill`` write the wall there."""
    left, low, cell, wide, high, _ = frame
    slack = 1e-6  # of a cell: what touches a cell's edge belongs to both sides
    for wall in range(len(ends)):
        x, y = (ends[wall, 0] - left) / cell, (ends[wall, 1] - low) / cell
        end_x, end_y = (ends[wall, 2] - left) / cell, (ends[wall, 3] - low) / cell
        if y > end_y:
            x, y, end_x, end_y = end_x, end_y, x, y
        slope = (end_x - x) / (end_y - y) if end_y > y else 0.0
        last_row = min(int(np.floor(end_y + slack)), high - 1)
        for row in range(max(int(np.floor(y - slack)), 0), last_row + 1):
            if end_y > y:
                enters = x + slope * (max(float(row) - slack, y) - y)
                leaves = x + slope * (min(row + 1.0 + slack, end_y) - y)
            else:
                enters, leaves = x, end_x
            begin = max(int(np.floor(min(enters, leaves) - slack)), 0)
            last = min(int(np.floor(max(enters, leaves) + slack)), wide - 1)
            for at in range(row * wide + begin, row * wide + last + 1):
                if fill:
                    entry[cursor[at]] = wall
                cursor[at] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _nearest(
    x: Float64, y: Float64, ends: Float64, grid: SegmentGrid, nearest: Int32, part: Float64, metres: Float64
) -> None:
    frame, starts, entry = grid
    left, low, side, wide, high, _ = frame
    for place in range(len(x)):
        column = int(min(max((x[place] - left) / side, 0.0), wide - 1.0))
        row = int(min(max((y[place] - low) / side, 0.0), high - 1.0))
        best = np.inf
        # Ring by ring around the place's cell: what lies beyond ring k is farther than k cells.
        for ring in range(max(wide, high)):
            for at_row in range(max(row - ring, 0), min(row + ring, high - 1) + 1):
                edge = at_row == row - ring or at_row == row + ring
                step = 1 if edge or ring == 0 else 2 * ring
                for at_column in range(column - ring, column + ring + 1, step):
                    if at_column < 0 or at_column >= wide:
                        continue
                    cell = at_row * wide + at_column
                    for at in range(starts[cell], starts[cell + 1]):
                        a_x, a_y, b_x, b_y = ends[entry[at]]
                        along_x, along_y = b_x - a_x, b_y - a_y
                        length_2 = along_x * along_x + along_y * along_y
                        foot = 0.0
                        if length_2 > 0.0:
                            foot = ((x[place] - a_x) * along_x + (y[place] - a_y) * along_y) / length_2
                            foot = min(max(foot, 0.0), 1.0)
                        off_x, off_y = x[place] - a_x - foot * along_x, y[place] - a_y - foot * along_y
                        square = off_x * off_x + off_y * off_y
                        # Of equally near ones the first: an answer that does not hang on the cells.
                        if square < best or (square == best and entry[at] < nearest[place]):
                            best, nearest[place], part[place] = square, entry[at], foot
            if best <= (ring * side) ** 2:
                break
        metres[place] = np.sqrt(best)
