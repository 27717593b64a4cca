"""What a thing looks like: histograms of its luma and colour, above and below, from the picture's own
planes."""

from typing import Final

import numpy as np
from numba import njit

from luylau.vision.frames import Frame, UInt8
from luylau.vision.shapes import Float32

BINS: Final = 8
"""Of luma over its whole range, and of u and v over the middle quarter, where nearly all colours lie."""
PARTS: Final = ((0.15, 0.52), (0.52, 0.92))
"""Shares of a box's height: of a person the trunk and the legs."""
LENGTH: Final = len(PARTS) * 3 * BINS


def appearance(frame: Frame, boxes: Float32) -> Float32:
    """Return what stands in ``boxes`` (left, top, right, bottom; pixels) looks like, shape (n, 48).

    Rows have the length 1; the product of two is the Bhattacharyya coefficient of their histograms, 1 for two
    that are alike. A box without pixels has a row of zeros: nobody knows.
    """
    return _appearance(frame.y, frame.u, frame.v, boxes)


@njit(cache=True, nogil=True)
def _appearance(y: UInt8, u: UInt8, v: UInt8, boxes: Float32) -> Float32:  # pragma: no cover - compiled
    out = np.zeros((len(boxes), LENGTH), np.float32)
    for k in range(len(boxes)):
        left, top, right, bottom = boxes[k]
        # The middle 60 % of the width: what is beside a person is the street.
        side = (right - left) * 0.2
        first, last = max(int(left + side), 0), min(int(right - side) + 1, y.shape[1])
        seen = 0
        for part in range(len(PARTS)):
            low = max(int(top + PARTS[part][0] * (bottom - top)), 0)
            high = min(int(top + PARTS[part][1] * (bottom - top)) + 1, y.shape[0])
            at = part * 3 * BINS
            for i in range(low, high):
                for j in range(first, last):
                    out[k, at + y[i, j] // 32] += 1
                    out[k, at + BINS + _bin(u[i // 2, j // 2])] += 1
                    out[k, at + 2 * BINS + _bin(v[i // 2, j // 2])] += 1
                    seen += 3
        if seen:
            for place in range(LENGTH):
                out[k, place] = np.sqrt(out[k, place] / seen)
    return out


@njit(cache=True, nogil=True)
def _bin(chroma: int) -> int:  # pragma: no cover - compiled
    return min(max((int(chroma) - 96) // 8, 0), BINS - 1)
