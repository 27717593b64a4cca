"""What moves in a picture, from its luma alone.

The picture is cut into square blocks, at most ``ACROSS`` side by side, and each block's mean is held against
a background of its own: a running mean and a running mean deviation (the spread), both in luma levels. A
block moves if it is off by more than its noise explains. Since a mean over 64 pixels and more is compared,
the noise of single pixels hardly counts, and one pass over the plane is all the work.

Light that changes for all is no motion. From picture to picture it is a line: new = a + b * old (clouds
change both, exposure and gain mostly b), laid through the medians of the darker and the brighter third of
the blocks (Tukey's resistant line, "Exploratory Data Analysis", 1977), which things that move through the
picture hardly touch. The background is moved by that line before it is compared. Where most blocks are still
off, everything is new (a switch to infrared, a camera that was turned): the background starts anew, and the
picture is called lit.

What stays becomes background: a block that is off, but still for ``absorb_s``, takes its new mean at once,
so that a parked car stops to count. What stirs for ever (leaves, water, a flag) widens its block's spread
instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, exp
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Int32, Int64
from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame, UInt8
from luylau.vision.shapes import Float32, Region

ACROSS: Final = 120
"""Blocks along the longer side, at most; the smallest block is 8 pixels wide."""
SMALLEST: Final = 8
SAMPLED: Final = 600
"""Blocks that the light is read from, about."""
LONGEST_S: Final = 2.0
"""A longer gap between pictures counts as so long: a background is not forgotten while nobody looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSettings:
    """``off``: luma levels that a block's mean must be off at least, ``spreads``: and mean deviations of its
    noise; ``settle_s``: time constant of the mean of what is still, ``calm_s``: of its spread,
    ``stir_s``: of the spread of what changes at a stroke; ``absorb_s``: how long something must stay to be
    background; ``most``: share of blocks off, above which everything is new; ``jump``: levels that the light
    changes by from one picture to the next, above which it is, too; ``fewest``: connected blocks that make a
    region; ``margin``: blocks that a region is grown by on each side."""

    off: float = 4.0
    spreads: float = 5.0
    settle_s: float = 5.0
    calm_s: float = 10.0
    stir_s: float = 40.0
    absorb_s: float = 10.0
    most: float = 0.6
    jump: float = 12.0
    fewest: int = 2
    margin: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """``regions``: where something moves, multiples of 8 pixels except at the picture's far edges, none
    overlaps another; ``share``: of the blocks that move, 0 to 1; ``lit``: the picture is all new (the first
    one, another size, light of another kind), so that nobody can tell what moves: there are no regions."""

    regions: tuple[Region, ...]
    share: float
    lit: bool


class MotionGate:
    """Tells what moves before one camera. For one thread."""

    def __init__(self, settings: MotionSettings | None = None) -> None:
        self._settings = settings or MotionSettings()
        self._shape = (0, 0)
        self._time_us = 0
        self._size = SMALLEST
        self._mean: Float32
        self._last: Float32
        self._spread: Float32
        self._still_s: Float32
        self._start(np.empty((0, 0), np.float32))

    def update(self, frame: Frame) -> Motion:
        """Take the next picture. Blocks beyond the last whole one, right and below, are not looked at."""
        settings, shape = self._settings, (frame.height, frame.width)
        fresh = shape != self._shape
        if fresh:
            self._shape = shape
            self._size = SMALLEST * ceil(max(shape) / (SMALLEST * ACROSS))
        seconds = min(max((frame.time_us - self._time_us) / MICROS, 0.0), LONGEST_S)
        self._time_us = frame.time_us
        now = _means(*_flat(frame.y), self._size)
        if fresh or not now.size:
            self._start(now)
            return Motion(regions=(), share=0.0, lit=True)
        jump = _relight(now, self._last, self._mean)
        moving = np.empty(now.shape, np.bool_)
        count = _compare(
            now,
            self._last,
            self._mean,
            self._spread,
            self._still_s,
            moving,
            seconds,
            1 - exp(-seconds / settings.settle_s),
            1 - exp(-seconds / settings.calm_s),
            1 - exp(-seconds / settings.stir_s),
            settings.off,
            settings.spreads,
            settings.absorb_s,
        )
        share = count / now.size
        if share > settings.most or jump > settings.jump:
            self._start(now)
            return Motion(regions=(), share=share, lit=True)
        self._last = now
        boxes = _groups(moving, settings.fewest) if count >= settings.fewest else np.empty((0, 4), np.int32)
        return Motion(regions=self._regions(boxes), share=share, lit=False)

    def _start(self, now: Float32) -> None:
        """Take a picture as the background."""
        self._mean, self._last = now.copy(), now
        # A new background has noise that nobody knows yet: rather too much than a picture full of motion.
        self._spread = np.full(now.shape, 1.0, np.float32)
        self._still_s = np.zeros(now.shape, np.float32)

    def _regions(self, boxes: Int32) -> tuple[Region, ...]:
        """Return groups of blocks (left, top, right, bottom) as regions, grown, those that meet as one."""
        height, width = self._shape
        size, margin = self._size, self._settings.margin
        grown = np.empty((len(boxes), 4), np.int64)
        grown[:, :2] = np.maximum(boxes[:, :2] - margin, 0) * size
        grown[:, 2:] = np.minimum((boxes[:, 2:].astype(np.int64) + margin) * size, (width, height))
        return _apart(grown)


def merged(regions: Iterable[Region]) -> tuple[Region, ...]:
    """Return regions of which none overlaps another, those that do as the one that holds them."""
    boxes = [(one.left, one.top, one.right, one.bottom) for one in regions]
    return _apart(np.array(boxes, np.int64).reshape(-1, 4))


def _apart(boxes: Int64) -> tuple[Region, ...]:
    """As ``merged``, for left, top, right and bottom, shape (n, 4), which are written over."""
    return tuple(
        Region(left=left, top=top, right=right, bottom=bottom)
        for left, top, right, bottom in boxes[: _unite(boxes)].tolist()
    )


def meet(one: Region, other: Region) -> bool:
    """Say whether two regions overlap."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _flat(plane: UInt8) -> tuple[UInt8, int, int, int]:
    """Return a plane as its memory in one row, the distance of two rows in it, its height and its width.

    The kernel reads rows that follow each other without a gap in themselves several times as fast.
    """
    height, width = plane.shape
    if not height or plane.strides[1] != 1 or plane.strides[0] < width:
        plane = np.ascontiguousarray(plane)
    stride = plane.strides[0] if height else 0
    row = np.lib.stride_tricks.as_strided(
        plane, (max(height - 1, 0) * stride + width * (height > 0),), (1,), writeable=False
    )
    return row, stride, height, width


@njit(cache=True, nogil=True)
def _unite(boxes: Int64) -> int:  # pragma: no cover - compiled
    """Write boxes that overlap as the one that holds them to the front; return how many are left."""
    count = 0
    for row in range(len(boxes)):
        left, top, right, bottom = boxes[row]
        met = True
        while met:
            met = False
            kept = 0
            for other in range(count):
                if (
                    left < boxes[other, 2]
                    and boxes[other, 0] < right
                    and top < boxes[other, 3]
                    and boxes[other, 1] < bottom
                ):
                    left, top = min(left, boxes[other, 0]), min(top, boxes[other, 1])
                    right, bottom = max(right, boxes[other, 2]), max(bottom, boxes[other, 3])
                    met = True
                else:
                    boxes[kept] = boxes[other]
                    kept += 1
            count = kept
        boxes[count] = left, top, right, bottom
        count += 1
    return count


@njit(cache=True, nogil=True)
def _means(
    row: UInt8, stride: int, height: int, width: int, size: int
) -> Float32:  # pragma: no cover - compiled
    """Return the means of whole blocks; of blocks over 8 pixels every second line and more is left out."""
    down, across = height // size, width // size
    step = size // 8
    out = np.empty((down, across), np.float32)
    column = np.empty(across * size, np.uint32)
    weight = np.float32(1.0 / (size * 8))
    for i in range(down):
        column[:] = 0
        for line in range(i * size, (i + 1) * size, step):
            start = line * stride
            part = row[start : start + across * size]
            for x in range(across * size):
                column[x] += part[x]
        for j in range(across):
            total = np.uint32(0)
            for x in range(j * size, (j + 1) * size):
                total += column[x]
            out[i, j] = total * weight
    return out


@njit(cache=True, nogil=True)
def _relight(now: Float32, last: Float32, mean: Float32) -> float:  # pragma: no cover - compiled
    """Move the background and the last picture by what the light did since; return by how much, in levels."""
    step = max(now.size // SAMPLED, 1) | 1
    old, new = last.ravel()[::step], now.ravel()[::step]
    order = np.argsort(old)
    third = max(len(order) // 3, 1)
    dark, bright = order[:third], order[-third:]
    low, high = old[dark[third // 2]], old[bright[third // 2]]
    low_by, high_by = np.median(new[dark] - old[dark]), np.median(new[bright] - old[bright])
    jump = float(max(abs(low_by), abs(high_by)))
    if jump < 0.5:
        return jump
    slope = (high_by - low_by) / (high - low) if high - low > 8 else 0.0
    level = (low_by + high_by) / 2 - slope * (low + high) / 2
    for i in range(now.shape[0]):
        for j in range(now.shape[1]):
            mean[i, j] += level + slope * mean[i, j]
            last[i, j] += level + slope * last[i, j]
    return jump


@njit(cache=True, nogil=True)
def _compare(
    now: Float32,
    last: Float32,
    mean: Float32,
    spread: Float32,
    still_s: Float32,
    moving: Bool,
    seconds: float,
    settle: float,
    calm: float,
    stir: float,
    off: float,
    spreads: float,
    absorb_s: float,
) -> int:  # pragma: no cover - compiled
    """Say which blocks move, move the background on, return how many they are."""
    count = 0
    for i in range(now.shape[0]):
        for j in range(now.shape[1]):
            by = now[i, j] - mean[i, j]
            limit = max(off, spreads * spread[i, j])
            moving[i, j] = abs(by) > limit
            step = abs(now[i, j] - last[i, j])
            if step > limit:
                spread[i, j] += stir * (min(step, 4 * limit) - spread[i, j])
                still_s[i, j] = 0.0
            elif not moving[i, j]:
                spread[i, j] += calm * (abs(by) - spread[i, j])
            if not moving[i, j]:
                mean[i, j] += settle * by
                still_s[i, j] = 0.0
                continue
            count += 1
            if step <= limit:
                still_s[i, j] += seconds
            if still_s[i, j] >= absorb_s:
                mean[i, j] = now[i, j]
                still_s[i, j] = 0.0
    return count


@njit(cache=True, nogil=True)
def _groups(moving: Bool, fewest: int) -> Int32:  # pragma: no cover - compiled
    """Return left, top, right, bottom, in blocks, of connected ones (8 neighbours); fewer are left out."""
    down, across = moving.shape
    open_ = moving.copy()
    stack = np.empty(down * across, np.int32)
    out = np.empty((down * across // 2 + 1, 4), np.int32)
    found = 0
    for start in range(down * across):
        if not open_[start // across, start % across]:
            continue
        open_[start // across, start % across] = False
        stack[0] = start
        depth, blocks = 1, 0
        left, top, right, bottom = across, down, 0, 0
        while depth:
            depth -= 1
            i, j = stack[depth] // across, stack[depth] % across
            blocks += 1
            left, top = min(left, j), min(top, i)
            right, bottom = max(right, j + 1), max(bottom, i + 1)
            for k in range(max(i - 1, 0), min(i + 2, down)):
                for m in range(max(j - 1, 0), min(j + 2, across)):
                    if open_[k, m]:
                        open_[k, m] = False
                        stack[depth] = k * across + m
                        depth += 1
        if blocks >= fewest:
            out[found] = left, top, right, bottom
            found += 1
    return out[:found].copy()
