"""The set covering location problem: reach every point at the least cost.

C. Toregas, R. Swain, C. ReVelle and L. Bergman, "The location of emergency service facilities", Operations
Research 19(6), 1971::

    minimise sum_j c_j x_j   subject to   sum of x_j over j with i in P(j) >= 1 for every point i,  x binary

A plan comes from the greedy way (V. Chvatal, "A greedy heuristic for the set-covering problem", Mathematics
of Operations Research 4(3), 1979) without what it then does not need. The Lagrangian bound, from any u >= 0,
is sum_i u_i + sum_j min(0, c_j - sum over i in P(j) of u_i) (J. E. Beasley, "A Lagrangian heuristic for
set-covering problems", Naval Research Logistics 37(1), 1990), by subgradients; what it leaves open goes to
HiGHS.
"""

import time
from typing import Final

import numpy as np
from numba import njit
from scipy.sparse import csr_array

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cover import Cover, merge_equal
from luylau.siting.solving.lagrange import add_up
from luylau.siting.solving.plan import Plan, Proof
from luylau.siting.solving.programme import run_programme

_STEPS: Final = 600
_PATIENCE: Final = 20
_SMALLEST: Final = 1e-3
_TRY: Final = 30


def cover_all(
    cover: Cover, cost: Float64, *, seconds: float = 60.0, seed: int = 0, whole: bool = True
) -> Plan:
    """Return the cheapest columns that reach every point: ``cost`` is what they cost, ``least_cost`` what no
    such plan falls below, and ``value`` how many points they reach.

    Args:
        cover: who reaches whom; shares do not count.
        cost: of each column, shape (columns,), >= 0.
        seconds: at most, about.
        seed: kept with the plan; nothing here is drawn.
        whole: whether a point that nobody reaches is an error; if not, it is left out.

    Raises:
        BadInput: a cost is negative, or points are out of reach of every column.
    """
    begun = time.monotonic()
    if len(cost) != cover.columns:
        raise BadInput("siting-columns-length", given=len(cost), needed=cover.columns)
    wrong = np.flatnonzero(~(np.isfinite(cost) & (cost >= 0)))
    if len(wrong):
        raise BadInput("siting-cost-wrong", row=int(wrong[0]), said=str(cost[wrong[0]]))
    merged = merge_equal(Cover(cover.starts, cover.points, cover.point_count), np.ones(cover.point_count))
    small = merged.cover
    reached = np.bincount(small.points, minlength=small.point_count) > 0
    missing = float(merged.weights[~reached].sum())
    if whole and missing:
        raise BadInput("siting-points-unreachable", count=int(missing))
    price = np.maximum(cost, 0.0)
    plan = _greedy(small.starts, small.points, reached, price)
    plan = _needed(small, reached, price, plan)
    dual, low, plan = _relaxed(small, reached, price, plan, begun + seconds)
    total, proof = float(price[plan].sum()), Proof.LAGRANGE
    if total - low > 1e-9 * total and time.monotonic() < begun + seconds:
        plan, low, proof = _closed(small, reached, price, plan, dual, low, begun + seconds)
        total = float(price[plan].sum())
    return Plan(
        chosen=plan,
        value=float(merged.weights[reached].sum()),
        bound=float(merged.weights[reached].sum()),
        cost=total,
        least_cost=min(low, total),
        proof=proof,
        seconds=time.monotonic() - begun,
        seed=seed,
    )


@njit(cache=True, nogil=True)
def _greedy(starts: Int64, points: Int32, wanted: Bool, cost: Float64) -> Int64:
    left = wanted.copy()
    count = left.sum()
    columns = len(cost)
    ratio = np.full(columns, np.inf)
    fresh = np.full(columns, -1)
    chosen = [np.int64(0) for _ in range(0)]
    while count > 0:
        best = -1
        for j in range(columns):
            if ratio[j] < 0 or (best >= 0 and ratio[j] <= ratio[best]):
                continue
            if fresh[j] != len(chosen):
                new = 0
                for at in range(starts[j], starts[j + 1]):
                    new += left[points[at]]
                ratio[j] = new / max(cost[j], 1e-9) if new else -1.0
                fresh[j] = len(chosen)
                if new == 0:
                    continue
            if best < 0 or ratio[j] > ratio[best]:
                best = j
        chosen.append(np.int64(best))
        ratio[best] = -1.0
        for at in range(starts[best], starts[best + 1]):
            count -= left[points[at]]
            left[points[at]] = False
    return np.array(chosen, np.int64)


def _needed(cover: Cover, wanted: Bool, cost: Float64, plan: Int64) -> Int64:
    """Return a plan without the columns, dearest first, that the others make up for."""
    times = np.zeros(cover.point_count, np.int64)
    for column in plan.tolist():
        times[cover.column(column)] += 1
    kept = []
    for column in plan[np.argsort(-cost[plan], kind="stable")].tolist():
        mine = cover.column(column)
        if bool((times[mine][wanted[mine]] > 1).all()):
            times[mine] -= 1
        else:
            kept.append(column)
    return np.sort(np.array(kept, np.int64))


def _relaxed(
    cover: Cover, wanted: Bool, cost: Float64, plan: Int64, until: float
) -> tuple[Float64, float, Int64]:
    """Return the best prices, their bound, and the best plan met on the way."""
    total, groups = float(cost[plan].sum()), cover.point_count
    size = np.maximum(cover.sizes, 1)
    dual = np.full(groups, np.inf)
    _cheapest(cover.starts, cover.points, cost / size, dual)
    dual[~wanted] = 0.0
    best, low, step, idle = dual.copy(), -np.inf, 1.0, 0
    gain = np.empty(cover.columns)
    for number in range(_STEPS):
        add_up(cover.starts, cover.points, dual, gain, 0, cover.columns)
        left = cost - gain
        here = float(dual.sum() + np.minimum(left, 0.0).sum())
        if here > low + 1e-9 * max(abs(here), 1.0):
            low, best, idle = here, dual.copy(), 0
        else:
            idle += 1
            if idle >= _PATIENCE:
                step, idle, dual = step / 2, 0, best.copy()
                continue
        if number % _TRY == _TRY - 1:
            other = _greedy(cover.starts, cover.points, wanted, np.maximum(left, 1e-3 * cost))
            other = _needed(cover, wanted, cost, other)
            if cost[other].sum() < total:
                plan, total = other, float(cost[other].sum())
        slope = wanted.astype(np.float64)
        for column in np.flatnonzero(left < 0).tolist():
            slope[cover.column(column)] -= 1.0
        slope[~wanted] = 0.0
        slope[(dual <= 0) & (slope < 0)] = 0.0
        square = float(slope @ slope)
        if total - low <= 1e-9 * total or step < _SMALLEST or square == 0 or time.monotonic() >= until:
            break
        dual = np.maximum(dual + step * (1.02 * total - here) / square * slope, 0.0)
    return best, low * (1 - 1e-10), plan


@njit(cache=True, nogil=True)
def _cheapest(starts: Int64, points: Int32, each: Float64, out: Float64) -> None:
    for j in range(len(each)):
        for at in range(starts[j], starts[j + 1]):
            out[points[at]] = min(out[points[at]], each[j])


def _closed(
    cover: Cover, wanted: Bool, cost: Float64, plan: Int64, dual: Float64, low: float, until: float
) -> tuple[Int64, float, Proof]:
    """Ask HiGHS for the columns that the bound leaves open."""
    total = float(cost[plan].sum())
    gain = np.empty(cover.columns)
    add_up(cover.starts, cover.points, dual, gain, 0, cover.columns)
    kept = low + np.maximum(cost - gain, 0.0) <= total
    kept[plan] = True
    columns = np.flatnonzero(kept)
    merged = merge_equal(cover.take(columns), wanted.astype(np.float64))
    rows = merged.weights > 0
    number = np.cumsum(rows) - 1
    inside = rows[merged.cover.points]
    entry = -np.ones(int(inside.sum()))
    row, column = number[merged.cover.points[inside]], merged.cover.column_of_pair()[inside]
    matrix = csr_array((entry, (row, column)), shape=(int(rows.sum()), len(columns)))
    start = np.searchsorted(columns, plan)
    found, worth, proven = run_programme(
        -cost[columns], matrix, -np.ones(int(rows.sum())), len(columns), until=until, start=start
    )
    if found is not None:
        other = columns[found > 0.5]
        if cost[other].sum() < total:
            plan, total = other, float(cost[other].sum())
    lowered = min(-worth, total)
    if lowered <= low:
        return plan, low, Proof.LAGRANGE
    return plan, total if proven else lowered, Proof.EXACT if proven else Proof.BRANCH
