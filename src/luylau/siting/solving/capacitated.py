"""The capacitated p-median: each site serves so much at most, and each point goes to one site whole.

J. M. Mulvey and M. P. Beck, "Solving capacitated clustering problems", European Journal of Operational
Research 18(3), 1984. With c_ij the weight of point i times its way to site j, q_i its demand and Q_j what j
can serve::

    minimise    sum_ij c_ij y_ij
    subject to  sum_j y_ij = 1,  sum_i q_i y_ij <= Q_j x_j,  y_ij <= x_j,  sum_j x_j = p,  x and y binary

A first plan assigns those points first whose second choice is dearest, then moves and swaps while it helps.
HiGHS goes on from there; its bound, or that of the p-median without capacities if it is higher, is stated.
"""

import time
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.median import MedianPlan, p_median, weighted
from luylau.siting.solving.plan import Proof
from luylau.siting.solving.programme import run_programme

_SHARE: Final = 0.2
"""Of the time, for the problem without capacities."""
_ROUNDS: Final = 50
_SLACK: Final = 1 + 1e-9


def capacitated_median(
    distance: Float64,
    demand: Float64,
    capacity: Float64,
    count: int,
    *,
    weights: Float64 | None = None,
    seconds: float = 60.0,
    seed: int = 0,
) -> MedianPlan:
    """Choose ``count`` sites and which of them serves each point, with the shortest ways.

    Args:
        distance: of each point to each site, shape (points, sites), >= 0.
        demand: of each point, shape (points,), > 0.
        capacity: of each site, in the unit of demand, shape (sites,).
        count: how many sites.
        weights: of the ways, shape (points,); None for the demand.
        seconds: at most, about.
        seed: of the random plans.

    Raises:
        BadInput: values are impossible, or no plan was found that serves all (none may exist).
    """
    begun = time.monotonic()
    cost = weighted(distance, demand if weights is None else weights)
    points, sites = cost.shape
    if len(demand) != points or len(capacity) != sites or bool((demand < 0).any()):
        raise BadInput("siting-capacity-wrong", points=points, sites=sites)
    if np.sort(capacity)[::-1][:count].sum() * _SLACK < demand.sum():
        raise BadInput("siting-capacity-short", needed=float(demand.sum()))
    loose = p_median(cost, count, seconds=seconds * _SHARE, seed=seed)
    serves = _assigned(cost, demand, capacity, loose.chosen)
    found, bound, proven = _programme(cost, demand, capacity, count, loose.chosen, serves, begun + seconds)
    if found is not None and (serves is None or _sum(cost, found) < _sum(cost, serves)):
        serves = found
    if serves is None:
        raise BadInput("siting-capacity-none-found")
    total = _sum(cost, serves)
    low = max(bound, loose.bound)
    return MedianPlan(
        chosen=np.unique(serves),
        serves=serves,
        cost=total,
        bound=total if proven else min(low, total),
        proof=Proof.EXACT if proven else (Proof.BRANCH if bound >= loose.bound else loose.proof),
        seconds=time.monotonic() - begun,
        seed=seed,
    )


def _sum(cost: Float64, serves: Int64) -> float:
    return float(cost[np.arange(len(cost)), serves].sum())


def _assigned(cost: Float64, demand: Float64, capacity: Float64, chosen: Int64) -> Int64 | None:
    """Return which of the sites serves each point; None if the way taken does not fit all in."""
    some, left = cost[:, chosen], capacity[chosen].astype(np.float64).copy()
    to = np.full(len(cost), -1)
    waiting = np.ones(len(cost), np.bool_)
    while waiting.any():
        rows = np.flatnonzero(waiting)
        open_ = np.where(demand[rows][:, None] <= left[None] * _SLACK, some[rows], np.inf)
        order = np.sort(open_, axis=1)
        if not np.isfinite(order[:, 0]).all():
            return None
        second = order[:, 1] if open_.shape[1] > 1 else np.full(len(rows), np.inf)
        rank = np.where(np.isfinite(second), second - order[:, 0], 1e30 + demand[rows])
        at = int(np.argmax(rank))
        to[rows[at]] = int(np.argmin(open_[at]))
        left[to[rows[at]]] -= demand[rows[at]]
        waiting[rows[at]] = False
    for _ in range(_ROUNDS):
        moved = False
        for i in range(len(cost)):
            fits = demand[i] <= left * _SLACK
            fits[to[i]] = True
            best = int(np.argmin(np.where(fits, some[i], np.inf)))
            if some[i, best] < some[i, to[i]]:
                left[to[i]] += demand[i]
                left[best] -= demand[i]
                to[i], moved = best, True
        moved |= _swapped(some, demand, left, to)
        if not moved:
            break
    return np.asarray(chosen[to], np.int64)


def _swapped(some: Float64, demand: Float64, left: Float64, to: Int64) -> bool:
    """Swap the sites of two points wherever that is shorter and fits; return whether any was."""
    moved = False
    own = some[np.arange(len(to)), to]
    for i in range(len(to)):
        change = some[i, to] + some[:, to[i]] - own[i] - own
        room = (left[to] + demand - demand[i] >= -1e-9) & (left[to[i]] + demand[i] - demand >= -1e-9)
        change[~room | (to == to[i])] = 0.0
        j = int(np.argmin(change))
        if change[j] < -1e-9:
            a, b = to[i], to[j]
            left[a] += demand[i] - demand[j]
            left[b] += demand[j] - demand[i]
            to[i], to[j], moved = b, a, True
            own[i], own[j] = some[i, b], some[j, a]
    return moved


def _programme(
    cost: Float64,
    demand: Float64,
    capacity: Float64,
    count: int,
    chosen: Int64,
    serves: Int64 | None,
    until: float,
) -> tuple[Int64 | None, float, bool]:
    """Return HiGHS's assignment, its bound of the cost, and whether it is proven best."""
    points, sites = cost.shape
    ways = points * sites
    point, site = np.repeat(np.arange(points), sites), np.tile(np.arange(sites), points)
    y = sites + np.arange(ways)
    rest = points + sites
    arcs, ones = np.arange(ways), np.ones(ways)
    parts = (
        (point, y, -ones),
        (points + site, y, demand[point]),
        (points + np.arange(sites), np.arange(sites), -capacity.astype(np.float64)),
        (rest + arcs, y, ones),
        (rest + arcs, site, -ones),
        (np.full(sites, rest + ways), np.arange(sites), np.ones(sites)),
    )
    row = np.concatenate([part[0] for part in parts])
    column = np.concatenate([part[1] for part in parts])
    entry = np.concatenate([part[2] for part in parts])
    high = np.concatenate([-np.ones(points), np.full(sites, 1e-9), np.zeros(ways), [float(count)]])
    matrix = csr_array((entry, (row, column)), shape=(len(high), sites + ways))
    start = None
    if serves is not None:
        start = np.concatenate([chosen, sites + np.arange(points) * sites + serves])
    worth = np.concatenate([np.zeros(sites), -cost.ravel()])
    found, bound, proven = run_programme(worth, matrix, high, sites + ways, until=until, start=start)
    to = None if found is None else np.argmax(found[sites:].reshape(points, sites), axis=1)
    return to, -bound, proven
