"""Which parts of a picture are hidden, from what is followed in it.

A person's box is as wide as the shoulders or wider; a head is an eighth of a standing person's height::

      +--------+  hidden from    the top quarter of the box, or its width times ``HEAD_OF_WIDTH`` if that
      | (head) |  here           is more: who sits, or is cut off by the picture's edge, has a box whose
      +--------+  to here        top quarter is less than a head
      |        |
      |        |
      +--------+

A vehicle's plates sit low, in the middle when it is seen from before or behind, towards an end when it is
seen from the side: the lower part of the box is hidden, and of a box that is far wider than high all of it.

Between two analyses a box is interpolated. After the last one it is extrapolated by its own speed, and what
lies between where it was and where it ought to be is hidden. Who is lost sight of stays hidden at the last
place for ``HOLD_US``, for people are missed far more often than they vanish; and before somebody was first
seen, the first place is hidden for as long.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Int32, Int64
from luylau.vision.shapes import Tracks

HOLD_US: Final = 2_000_000
"""For how long the place of somebody lost, or not yet seen, is hidden, in microseconds."""

HEAD_OF_HEIGHT: Final = 0.25
HEAD_OF_WIDTH: Final = 0.65
SIDE_MARGIN: Final = 0.15
"""Of the box's width, on either side."""
TOP_MARGIN: Final = 0.12
"""Of the box's height, above and below."""
DOUBT_MARGIN: Final = 0.10
"""Of the box's height, on every side, for what is only thought to be there."""
DRIFT_PER_S: Final = 0.35
"""Of the box's height: by how much a place that nobody has seen for a second may be wrong."""
PLATE_FROM: Final = 0.45
"""Of a vehicle's height, from its top."""
PLATE_SIDE: Final = 0.08
"""Of the width of a vehicle seen from before or behind: what is left open on either side."""
WIDE: Final = 1.5
"""Width by height from which a vehicle is taken as seen from the side."""

_HEADS: Final = 0b000111
"""Labels, by bit, whose boxes hold a head: people, and the two that are ridden, with their riders."""
_PLATES: Final = 0b111100

Boxes = NDArray[np.float64]


def masks_of(
    tracks: Sequence[Tracks], time_us: int, size: tuple[int, int], *, hold_us: int = HOLD_US
) -> Int32:
    """Return what is hidden of a picture taken at ``time_us``: left, top, right, bottom in pixels, shape
    (n, 4), at even numbers and within the picture.

    ``tracks``: analyses around that time, in any order; those further off than ``hold_us`` say nothing.
    ``size``: width and height of the picture that the boxes are given in.

    Raises:
        ValueError: a box is no numbers, so nobody knows what to hide.
    """
    near = [one for one in tracks if len(one) and abs(one.time_us - time_us) <= hold_us]
    if not near:
        return np.empty((0, 4), np.int32)
    ids = np.concatenate([one.id for one in near])
    times = np.repeat(np.array([one.time_us for one in near], np.int64), [len(one) for one in near])
    boxes = np.concatenate([one.boxes for one in near]).astype(np.float64)
    if np.isnan(boxes).any():
        raise ValueError("a box that is no numbers")
    label = np.concatenate([one.label for one in near]).astype(np.int64)
    lost = np.concatenate([one.lost for one in near])
    order = np.lexsort((times, ids))
    made = _masks(ids[order], times[order], boxes[order], label[order], lost[order], time_us)
    return to_pixels(made, size)


def to_pixels(boxes: Boxes, size: tuple[int, int]) -> Int32:
    """Return boxes at even pixels, outwards, so that they cover whole samples of chroma; cut to the picture,
    and without those outside of it."""
    end = np.array([*size, *size], np.float64)
    halves = np.clip(boxes, 0, end) / 2
    made = np.empty((len(boxes), 4), np.int32)
    made[:, :2] = np.floor(halves[:, :2]) * 2
    made[:, 2:] = np.minimum(np.ceil(halves[:, 2:]) * 2, end[2:])
    kept: Int32 = made[(made[:, 0] < made[:, 2]) & (made[:, 1] < made[:, 3])]
    return kept


@njit(cache=True, nogil=True)
def _masks(
    ids: Int64, times: Int64, boxes: Boxes, label: Int64, lost: NDArray[np.bool_], time_us: int
) -> Boxes:
    """Return the hidden parts of what is sorted by id, then by time."""
    out = np.empty((2 * len(ids), 4), np.float64)
    count = 0
    start = 0
    while start < len(ids):
        end = start + 1
        while end < len(ids) and ids[end] == ids[start]:
            end += 1
        after = start
        while after < end and times[after] <= time_us:
            after += 1
        before = after - 1
        # The analysis that is nearest says what it is.
        nearest = before
        if before < start or (after < end and times[after] - time_us < time_us - times[before]):
            nearest = after
        box = np.empty(4, np.float64)
        other = np.empty(4, np.float64)
        doubt = DOUBT_MARGIN if lost[nearest] else 0.0
        if before >= start and after < end:
            share = (time_us - times[before]) / (times[after] - times[before])
            box[:] = boxes[before] + share * (boxes[after] - boxes[before])
            other[:] = box
        else:
            far_s = abs(time_us - times[nearest]) / 1e6
            second = nearest - 1 if before >= start else nearest + 1
            box[:] = boxes[nearest]
            other[:] = box
            if far_s > 0:
                doubt += DRIFT_PER_S * far_s
                if start <= second < end:
                    share = (time_us - times[nearest]) / (times[nearest] - times[second])
                    other[:] = box + share * (boxes[nearest] - boxes[second])
        bit = 1 << label[nearest]
        if bit & _HEADS:
            _head(box, other, doubt, out[count])
            count += 1
        if bit & _PLATES:
            _plate(box, other, doubt, out[count])
            count += 1
        start = end
    return out[:count]


@njit(cache=True, nogil=True)
def _head(box: Boxes, other: Boxes, doubt: float, out: Boxes) -> None:
    """Fill ``out`` with what holds the head in either of two places of one person."""
    for k in range(2):
        place = box if k == 0 else other
        width, height = place[2] - place[0], place[3] - place[1]
        side = SIDE_MARGIN * width + doubt * height
        above = (TOP_MARGIN + doubt) * height
        deep = min(height, max(HEAD_OF_HEIGHT * height, HEAD_OF_WIDTH * width) + above)
        _join(out, k == 0, place[0] - side, place[1] - above, place[2] + side, place[1] + deep)


@njit(cache=True, nogil=True)
def _plate(box: Boxes, other: Boxes, doubt: float, out: Boxes) -> None:
    """Fill ``out`` with what holds the plates in either of two places of one vehicle."""
    for k in range(2):
        place = box if k == 0 else other
        width, height = place[2] - place[0], place[3] - place[1]
        side = doubt * height
        if width < WIDE * height:
            side -= PLATE_SIDE * width
        low = (TOP_MARGIN + doubt) * height
        top = place[1] + (PLATE_FROM - doubt) * height
        _join(out, k == 0, place[0] - side, top, place[2] + side, place[3] + low)


@njit(cache=True, nogil=True)
def _join(out: Boxes, first: bool, left: float, top: float, right: float, bottom: float) -> None:
    if first:
        out[0], out[1], out[2], out[3] = left, top, right, bottom
    else:
        out[0], out[1] = min(out[0], left), min(out[1], top)
        out[2], out[3] = max(out[2], right), max(out[3], bottom)
