"""The first plan: what adds most for its cost, again and again.

Lazy evaluation (M. Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978):
what a column adds can only shrink, so an old figure is a bound, and few are reckoned anew. Alone it ends 2-5%
below the best; for the budgeted case it is at least 1 - 1/sqrt(e) of it together with the best single column
(Khuller, Moss and Naor 1999), which is tried too.
"""

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.solving.limits import allowed, take
from luylau.siting.solving.plan import TOLERANCE
from luylau.siting.solving.reduce import Compact, Sides


def greedy(problem: Compact, worth: Float64 | None = None) -> Int64:
    """Return the columns of a plan, ascending.

    Units that need sites are served first. If that fails through the other limits the plan lacks sites there:
    ``limits.short`` tells.

    Args:
        problem: the open part.
        worth: factor on what each column adds for its cost, shape (columns,), such as a relaxation's parts.
    """
    factor = np.ones(problem.columns) if worth is None else worth
    found = _greedy(
        problem.cover.starts, problem.cover.points, problem.weight, problem.cost, problem.budget,
        problem.site, problem.sides, factor,
    )  # fmt: skip
    chosen = np.flatnonzero(found)
    if problem.sides.bare:
        alone = problem.cover.reached(problem.weight)
        fits = problem.cost <= problem.budget * (1 + TOLERANCE)
        if fits.any():
            best = int(np.argmax(np.where(fits, alone, -1.0)))
            if alone[best] > value(problem, chosen):
                return np.array([best])
    return chosen


def value(problem: Compact, chosen: Int64) -> float:
    """Return the weight that columns of the open part cover, without the base."""
    mark = np.zeros(problem.cover.point_count, np.bool_)
    for column in chosen.tolist():
        mark[problem.cover.column(column)] = True
    return float(problem.weight[mark].sum())


@njit(cache=True, nogil=True)
def _greedy(
    starts: Int64,
    points: Int32,
    weight: Float64,
    cost: Float64,
    budget: float,
    site: Int64,
    sides: Sides,
    factor: Float64,
) -> Bool:
    columns = len(cost)
    chosen = np.zeros(columns, np.bool_)
    done = np.zeros(len(weight), np.bool_)
    at_site = np.full(len(sides.unit), -1)
    in_unit = np.zeros(len(sides.least), np.int64)
    near = np.zeros(len(sides.unit), np.int64)
    ratio = np.full(columns, np.inf)
    fresh = np.full(columns, -1)
    spent, count = 0.0, 0
    lacking = sides.least.sum()
    while True:
        best = -1
        for j in range(columns):
            if ratio[j] < 0.0 or (best >= 0 and ratio[j] <= ratio[best]):
                continue
            unit = sides.unit[site[j]]
            if lacking > 0 and in_unit[unit] >= sides.least[unit]:
                continue
            if not allowed(j, cost, spent, budget, site, sides, at_site, in_unit, near, count):
                ratio[j] = -1.0
                continue
            if fresh[j] != count:
                gain = 0.0
                for at in range(starts[j], starts[j + 1]):
                    if not done[points[at]]:
                        gain += weight[points[at]]
                ratio[j] = gain * factor[j] / max(cost[j], 1e-12)
                fresh[j] = count
            if best < 0 or ratio[j] > ratio[best]:
                best = j
        if best < 0 or (ratio[best] <= 0.0 and lacking <= 0):
            if lacking > 0:
                lacking = 0
                continue
            break
        take(best, site, sides, at_site, in_unit, near, 1)
        unit = sides.unit[site[best]]
        if in_unit[unit] <= sides.least[unit]:
            lacking -= 1
        chosen[best] = True
        spent += cost[best]
        count += 1
        ratio[best] = -1.0
        for at in range(starts[best], starts[best + 1]):
            done[points[at]] = True
    return chosen
