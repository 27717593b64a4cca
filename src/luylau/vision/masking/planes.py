"""Laying masks on the planes of a picture.

A part that is hidden is cut into blocks, and each block becomes its own mean. No block is smaller than half
of the part's shorter side, so a head, which is about half of what is hidden for it, is one block or two: a
handful of numbers, from which nobody can tell two people apart, whatever program tries. A blur by a small
kernel could be undone by deconvolution, and a fine mosaic has been recognised by trained networks (McPherson,
Shokri and Shmatikov, "Defeating image obfuscation with deep learning", 2016); a mean over the whole head
holds nothing to recover. The encoder sees masked pictures alone, so no earlier one shows through.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Int32
from luylau.vision.frames import UInt8
from luylau.vision.plan import Point

LEAST_BLOCK: Final = 8
"""Of luma pixels: the side that a block has at least, where the part is that large."""

GREY: Final = 128
"""Chroma without colour."""


@njit(cache=True, nogil=True)
def pixelate(y: UInt8, u: UInt8, v: UInt8, boxes: Int32) -> None:
    """Replace each block within ``boxes`` (left, top, right, bottom; even, within the picture) by its mean,
    in all three planes."""
    for i in range(len(boxes)):
        left, top, right, bottom = boxes[i, 0], boxes[i, 1], boxes[i, 2], boxes[i, 3]
        wide, high = right - left, bottom - top
        side = max(LEAST_BLOCK, (min(wide, high) + 1) // 2)
        across, down = max(1, wide // side), max(1, high // side)
        _blocks(y, left, top, right, bottom, across, down)
        _blocks(u, left // 2, top // 2, (right + 1) // 2, (bottom + 1) // 2, across, down)
        _blocks(v, left // 2, top // 2, (right + 1) // 2, (bottom + 1) // 2, across, down)


@njit(cache=True, nogil=True)
def _blocks(plane: UInt8, left: int, top: int, right: int, bottom: int, across: int, down: int) -> None:
    """Divide a part evenly: a remainder would make a narrow block, and a narrow one shows much."""
    wide, high = right - left, bottom - top
    for j in range(down):
        y0, y1 = top + j * high // down, top + (j + 1) * high // down
        for i in range(across):
            x0, x1 = left + i * wide // across, left + (i + 1) * wide // across
            total = np.uint64(0)
            for row in range(y0, y1):
                # A line of its own is read many samples at a time.
                line, part = plane[row, x0:x1], np.uint32(0)
                for column in range(len(line)):
                    part += line[column]
                total += part
            count = (y1 - y0) * (x1 - x0)
            if count:
                mean = np.uint8((total + np.uint64(count // 2)) // np.uint64(count))
                for row in range(y0, y1):
                    plane[row, x0:x1] = mean


@njit(cache=True, nogil=True)
def burn(plane: UInt8, runs: Int32, value: int) -> None:
    """Fill runs of pixels (row, first, end) with one value."""
    for i in range(len(runs)):
        plane[runs[i, 0], runs[i, 1] : runs[i, 2]] = value


def runs_of(area: Bool) -> Int32:
    """Return the runs of pixels of an area, shape (height, width), as (row, first, end), shape (n, 3)."""
    edges = np.diff(np.pad(area, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, first = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    return np.stack([rows, first, end], axis=1).astype(np.int32)


def halved(area: Bool) -> Bool:
    """Return which samples of chroma an area of luma touches."""
    height, width = area.shape
    even = np.pad(area, ((0, height % 2), (0, width % 2)))
    return even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]


def area_of(points: Sequence[Point], width: int, height: int) -> Bool:
    """Return the pixels that a polygon touches, shape (height, width).

    Inside is what the outline winds around at all (the non-zero rule), so that one which crosses itself hides
    all of its parts; the outline's own pixels belong to it. Points outside of the picture are allowed.
    """
    area: Bool = np.zeros((height, width), np.bool_)
    corners = np.asarray(points, np.float64).reshape(-1, 2) * (width, height)
    x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
    winding = np.zeros((height, width), np.int16)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        steps = int(np.ceil(2 * max(abs(x1 - x0), abs(y1 - y0)))) + 1
        at = np.linspace(0, 1, steps + 1)
        columns = np.floor(x0 + at * (x1 - x0)).astype(np.int64)
        rows = np.floor(y0 + at * (y1 - y0)).astype(np.int64)
        inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        area[rows[inside], columns[inside]] = True
        if y0 != y1:
            crossed = (y >= min(y0, y1)) & (y < max(y0, y1))
            at_x = x0 + (y[crossed] - y0) / (y1 - y0) * (x1 - x0)
            winding[crossed] += (x[None, :] > at_x[:, None]).astype(np.int16) * (1 if y1 > y0 else -1)
    area |= winding != 0
    return area
