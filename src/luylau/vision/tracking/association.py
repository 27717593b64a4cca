"""Which box is whose: pairs of boxes that are the same thing."""

import numpy as np
from numba import njit
from scipy.optimize import linear_sum_assignment

from luylau.kernel.arrays import Float64, Int64
from luylau.vision.shapes import Float32


@njit(cache=True, nogil=True)
def overlaps(one: Float32, other: Float32) -> Float32:  # pragma: no cover - compiled
    """Return the intersection over union of each box of ``one`` with each of ``other``, shape (n, m)."""
    out = np.zeros((len(one), len(other)), np.float32)
    for i in range(len(one)):
        left, top, right, bottom = one[i]
        area = (right - left) * (bottom - top)
        for j in range(len(other)):
            width = min(right, other[j, 2]) - max(left, other[j, 0])
            height = min(bottom, other[j, 3]) - max(top, other[j, 1])
            if width > 0 and height > 0:
                rest = (other[j, 2] - other[j, 0]) * (other[j, 3] - other[j, 1])
                out[i, j] = width * height / (area + rest - width * height)
    return out


def pairs(gain: Float32 | Float64, least: float) -> tuple[Int64, Int64]:
    """Return the rows and columns of the pairs of the largest sum of ``gain``, shape (n, m), each worth at
    ``least`` so much; what is worth less takes nobody's place."""
    if not gain.size:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows, columns = linear_sum_assignment(np.where(gain >= least, gain, 0.0), maximize=True)
    kept = gain[rows, columns] >= least
    return rows[kept], columns[kept]
