"""Partial coverage as plain coverage: a point with shares becomes one for each level of them.

With the shares a_1 > a_2 > ... of a point as its levels, its weight splits into w (a_k - a_(k+1)), and level
k is covered by the columns whose share is at least a_k. The largest share that a plan gives is then the sum
over the levels covered (O. Berman and D. Krass 2002). A point whose shares take many values has them rounded
up to steps, so that the bound stays one; the plan is valued with the shares as they are.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.coverage.checks import PAIR_LIMIT, check_pairs
from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.problem import CoverProblem

STEPS: Final = 64
"""Of a point's shares, where they take more values than that."""
_SORTED: Final = 5_000_000
"""Pairs up to which each point's own values are looked for; of more, all are rounded."""


def levelled(problem: CoverProblem) -> CoverProblem:
    """Return the problem without shares; itself if it has none.

    Raises:
        BadInput: there would be too many pairs of a level and a column.
    """
    cover = problem.cover
    if cover.share is None:
        return problem
    share = cover.share.astype(np.float64)
    level = np.maximum(np.ceil(share * STEPS - 1e-9).astype(np.int64), 1) - 1
    if cover.pairs <= _SORTED:
        level, count, top = _own_levels(cover.points, share, level, cover.point_count)
    else:
        count = np.full(cover.point_count, STEPS)
        top = np.tile(np.arange(1, STEPS + 1) / STEPS, cover.point_count)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    sizes = np.where(share > 0, level + 1, 0)
    starts = np.concatenate([[0.0], np.cumsum(np.bincount(cover.column_of_pair(), sizes, cover.columns))])
    check_pairs(max(int(starts[-1]), int(first[-1])), PAIR_LIMIT)
    points = np.empty(int(starts[-1]), np.int32)
    _expand(cover.points, sizes, first, points)
    below = np.concatenate([np.zeros(1), top[:-1]])
    below[first[:-1][count > 0]] = 0.0
    weights = np.repeat(problem.weights, count) * (top - below)
    return replace(
        problem,
        weights=weights,
        cover=Cover(starts.astype(np.int64), points, len(weights)),
    )


def _own_levels(points: Int32, share: Float64, rounded: Int64, count: int) -> tuple[Int64, Int64, Float64]:
    """Return the level of each pair, how many levels each point has, and all levels' shares, point by point;
    a point with more than ``STEPS`` values gets those of ``rounded``."""
    order = np.lexsort((share, points))
    point, value = points[order], share[order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (point[1:] != point[:-1]) | (value[1:] != value[:-1])
    own = np.bincount(point[fresh], minlength=count)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(own)])
    level = np.empty(len(order), np.int64)
    level[order] = np.cumsum(fresh) - 1 - before[point]
    many = own > STEPS
    level = np.where(many[points], rounded, level)
    levels = np.where(many, STEPS, own)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(levels)])
    top = np.tile(np.nan, int(first[-1]))
    few = fresh & ~many[point]
    top[first[point[few]] + (np.cumsum(fresh) - 1 - before[point])[few]] = value[few]
    for one in np.flatnonzero(many).tolist():
        top[first[one] : first[one + 1]] = np.arange(1, STEPS + 1) / STEPS
    return level, levels, top


@njit(cache=True, nogil=True)
def _expand(points: Int32, sizes: Int64, first: Int64, out: Int32) -> None:
    at = 0
    for pair in range(len(points)):
        for k in range(sizes[pair]):
            out[at] = first[points[pair]] + k
            at += 1
