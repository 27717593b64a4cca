"""Of boxes upon one another only the best stays: non-maximum suppression, group by group."""

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Int8, Int64
from luylau.vision.shapes import Float32


def suppress(boxes: Float32, score: Float32, group: Int8, overlap: float) -> Int64:
    """Return the places of what stays, best first; of equals the earlier is better.

    ``boxes``: left, top, right, bottom, shape (n, 4); ``score``, ``group``: shape (n,). A box goes when a
    better one of the same group, which itself stays, has an intersection over union with it above
    ``overlap``.
    """
    order = np.argsort(-score, kind="stable")
    kept = _keep(boxes[order], group[order], np.float32(overlap))
    return order[kept]


@njit(cache=True, nogil=True)
def _keep(boxes: Float32, group: Int8, overlap: np.float32) -> Bool:
    count = len(boxes)
    kept = np.ones(count, np.bool_)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for one in range(count):
        if not kept[one]:
            continue
        for other in range(one + 1, count):
            if not kept[other] or group[other] != group[one]:
                continue
            wide = min(boxes[one, 2], boxes[other, 2]) - max(boxes[one, 0], boxes[other, 0])
            tall = min(boxes[one, 3], boxes[other, 3]) - max(boxes[one, 1], boxes[other, 1])
            if wide > 0 and tall > 0:
                shared = wide * tall
                kept[other] = shared <= overlap * (area[one] + area[other] - shared)
    return kept
