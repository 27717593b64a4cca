"""The p-median: p sites so that all demand together has the shortest ways to its nearest site.

S. L. Hakimi, "Optimum locations of switching centers and the absolute centers and medians of a graph",
Operations Research 12(3), 1964; as an integer programme: C. ReVelle and R. Swain, "Central facilities
location", Geographical Analysis 2(1), 1970. With c_ij the weight of point i times its way to site j::

    minimise    sum_ij c_ij y_ij
    subject to  sum_j y_ij = 1,  y_ij <= x_j,  sum_j x_j = p,  x binary

Relaxing the first rows with prices v gives a bound for any v (S. C. Narula, U. I. Ogbu and H. M. Samuelsson,
"An algorithm for the p-median problem", Operations Research 25(4), 1977)::

    L(v) = sum_i v_i + the p least of the sums over i of min(0, c_ij - v_i)

v is found by subgradients. Where all costs are whole numbers the bound is rounded up. Plans are found by
interchange (M. B. Teitz and P. Bart, Operations Research 16(5), 1968), from the Lagrangian's own sites.
What the bound leaves open, columns and assignments, goes to HiGHS.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from scipy.sparse import csr_array

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.plan import Proof
from luylau.siting.solving.programme import run_programme

_STEPS: Final = 3_000
_PATIENCE: Final = 25
"""Steps without a better bound after which the step is halved."""
_SMALLEST: Final = 1e-4
_EXCHANGES: Final = 20
"""Between two looks at the clock."""
_TRY: Final = 20
"""Steps between two plans tried."""
_WHOLE: Final = 1e12
"""Sums of whole numbers below this are exact enough to be rounded."""
_ENTRIES: Final = 600_000
"""Assignments left open up to which HiGHS is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianPlan:
    """``chosen``: sites, ascending; ``serves``: the site that each point goes to, shape (points,). ``cost``:
    sum of weights times ways; ``bound``: no plan costs less; ``seconds`` and ``seed`` as of ``Plan``."""

    chosen: Int64
    serves: Int64
    cost: float
    bound: float
    proof: Proof
    seconds: float
    seed: int

    @property
    def gap(self) -> float:
        """By which share of the cost the best plan may cost less."""
        return max(self.cost - self.bound, 0.0) / self.cost if self.cost > 0 else 0.0


def p_median(
    distance: Float64,
    count: int,
    *,
    weights: Float64 | None = None,
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float, float], bool] | None = None,
) -> MedianPlan:
    """Choose ``count`` sites with the shortest ways.

    Args:
        distance: of each point to each site, shape (points, sites), >= 0.
        count: how many sites.
        weights: of the points, shape (points,); None for ones.
        seconds: at most, about.
        seed: of the random plans.
        tell: is given cost and bound now and then; ends the work by returning False.

    Raises:
        BadInput: no such number of sites, or a distance that is negative or no number.
    """
    begun = time.monotonic()
    cost = weighted(distance, weights)
    sites = cost.shape[1]
    if not 1 <= count <= sites:
        raise BadInput("siting-count-wrong", count=count, sites=sites)
    until = begun + seconds
    whole = bool((cost == np.rint(cost)).all()) and float(cost.sum()) < _WHOLE
    chosen, price, low, going = _relaxed(cost, count, seed, until, tell)
    total, proof, bound = _total(cost, chosen), Proof.LAGRANGE, _up(low, whole)
    if going and total - bound > 1e-9 * total and time.monotonic() < until:
        chosen, low, proof = _closed(cost, count, chosen, price, low, until)
        total, bound = _total(cost, chosen), max(bound, _up(low, whole))
    serves = chosen[np.argmin(cost[:, chosen], axis=1)]
    return MedianPlan(
        chosen=chosen,
        serves=serves,
        cost=total,
        bound=min(bound, total),
        proof=proof,
        seconds=time.monotonic() - begun,
        seed=seed,
    )


def weighted(distance: Float64, weights: Float64 | None) -> Float64:
    """Return the cost of each assignment; what cannot be reached costs ten times as much as all else
    together, however little the point weighs.

    Raises:
        BadInput: a distance is negative or no number, or the weights are not as many as the points.
    """
    if distance.ndim != 2 or not distance.size or bool((np.isnan(distance) | (distance < 0)).any()):
        raise BadInput("siting-distance-wrong")
    weight = np.ones(len(distance)) if weights is None else weights
    if len(weight) != len(distance):
        raise BadInput("siting-weights-count", count=len(weight), points=len(distance))
    if bool((~np.isfinite(weight) | (weight < 0)).any()):
        row = int(np.argmax(~np.isfinite(weight) | (weight < 0)))
        raise BadInput("siting-weight-wrong", row=row, said=float(weight[row]))
    far = np.isinf(distance)
    cost = np.where(far, 0.0, distance) * weight[:, None]
    most = 10.0 * max(float(cost.max(axis=1).sum()), float(weight.sum()), 1e-300)
    # A point that weighs nothing wants nothing.
    return np.ascontiguousarray(np.where(far & (weight > 0)[:, None], most, cost))


def _up(bound: float, whole: bool) -> float:
    return float(np.ceil(bound - max(1e-6, 1e-12 * abs(bound)))) if whole else bound


def _total(cost: Float64, chosen: Int64) -> float:
    return float(cost[:, chosen].min(axis=1).sum())


def _relaxed(
    cost: Float64,
    count: int,
    seed: int,
    until: float,
    tell: Callable[[float, float], bool] | None,
) -> tuple[Int64, Float64, float, bool]:
    """Return the best plan, the best prices and their bound, and whether to go on."""
    rng = np.random.default_rng(seed)
    sites = cost.shape[1]
    by_site = np.ascontiguousarray(cost.T)
    best = interchanged(by_site, np.sort(rng.choice(sites, count, replace=False)), until)
    total = _total(cost, best)
    # The second nearest of the plan: near to where prices end.
    near = np.partition(cost[:, best], min(1, count - 1), axis=1)
    price = near[:, min(1, count - 1)].copy()
    best_price, bound, size, idle = price.copy(), -np.inf, 1.5, 0
    reached = np.empty(sites)
    for step in range(_STEPS):
        _sums(by_site, price, reached)
        chosen = np.argpartition(reached, count - 1)[:count]
        low = float(price.sum() + reached[chosen].sum())
        if low > bound + 1e-9 * abs(bound if np.isfinite(bound) else 1.0):
            bound, best_price, idle = low, price.copy(), 0
        else:
            idle += 1
            if idle >= _PATIENCE:
                size, idle, price = size / 2, 0, best_price.copy()
        if step % _TRY == 0:
            plan = interchanged(by_site, np.sort(chosen), until)
            if _total(cost, plan) < total:
                best, total = plan, _total(cost, plan)
        if total - bound <= 1e-9 * total or size < _SMALLEST or time.monotonic() >= until:
            break
        if step % _TRY == 0 and tell is not None and not tell(total, bound):
            return best, best_price, bound, False
        slope = 1.0 - (by_site[chosen] < price[None, :]).sum(axis=0)
        square = float((slope * slope).sum())
        if square == 0:
            break
        price = price + size * (total * 1.0001 - low) / square * slope
    return best, best_price, bound, True


def _closed(
    cost: Float64, count: int, plan: Int64, price: Float64, bound: float, until: float
) -> tuple[Int64, float, Proof]:
    """Ask HiGHS for what the bound leaves open: with a plan of that cost no other site or way is better."""
    total = _total(cost, plan)
    reached = np.minimum(cost - price[:, None], 0.0).sum(axis=0)
    last = np.partition(reached, count - 1)[count - 1]
    slack = total - bound
    # One more site drives the worst of the p out; a way beyond its price costs the difference.
    kept: Bool = reached - last <= slack * (1 + 1e-9)
    kept[plan] = True
    sites = np.flatnonzero(kept)
    some = cost[:, sites]
    open_ = some - price[:, None] <= slack * (1 + 1e-9)
    open_[np.arange(len(cost)), np.argmin(np.where(np.isin(sites, plan), some, np.inf), axis=1)] = True
    if int(open_.sum()) > _ENTRIES:
        return plan, bound, Proof.LAGRANGE
    point, place = np.nonzero(open_)
    ways, columns = len(point), len(sites)
    row = np.concatenate([np.arange(ways), np.arange(ways), ways + point, np.full(columns, ways + len(cost))])
    column = np.concatenate([columns + np.arange(ways), place, columns + np.arange(ways), np.arange(columns)])
    entry = np.concatenate([np.ones(ways), -np.ones(ways), -np.ones(ways), np.ones(columns)])
    matrix = csr_array((entry, (row, column)), shape=(ways + len(cost) + 1, columns + ways))
    high = np.concatenate([np.zeros(ways), -np.ones(len(cost)), [float(count)]])
    worth = np.concatenate([np.zeros(columns), -some[point, place]])
    start = np.flatnonzero(np.isin(sites, plan))
    found, low, proven = run_programme(worth, matrix, high, columns, until=until, start=start)
    if found is not None:
        other = sites[found[:columns] > 0.5]
        if len(other) and _total(cost, other) < total:
            plan, total = other, _total(cost, other)
    lowered = min(-low, total)
    if lowered <= bound:
        return plan, bound, Proof.LAGRANGE
    return plan, total if proven else lowered, Proof.EXACT if proven else Proof.BRANCH


def interchanged(by_site: Float64, plan: Int64, until: float = np.inf) -> Int64:
    """Return a plan that no exchange of one site makes better, or what there is of it at the monotonic time
    ``until``; ascending."""
    chosen = plan.copy()
    while not _interchange(by_site, chosen, _EXCHANGES) and time.monotonic() < until:
        pass
    return np.sort(chosen)


@njit(cache=True, nogil=True)
def _sums(by_site: Float64, price: Float64, out: Float64) -> None:
    for j in range(len(by_site)):
        total = 0.0
        for i in range(len(price)):
            total += min(0.0, by_site[j, i] - price[i])
        out[j] = total


@njit(cache=True, nogil=True)
def _interchange(by_site: Float64, chosen: Int64, most: int) -> bool:
    """Exchange the best pair, again and again, ``most`` times (R. A. Whitaker 1983): one pass over the points
    tells what each site out costs with one site in. Return whether there is none left."""
    sites, points = by_site.shape
    count = len(chosen)
    inside = np.zeros(sites, np.bool_)
    inside[chosen] = True
    near, first, second = np.zeros(points, np.int64), np.empty(points), np.empty(points)
    for _ in range(most):
        first[:], second[:] = np.inf, np.inf
        for place in range(count):
            for i in range(points):
                way = by_site[chosen[place], i]
                if way < first[i]:
                    second[i], first[i], near[i] = first[i], way, place
                elif way < second[i]:
                    second[i] = way
        total = first.sum()
        best, best_in, best_out = -1e-12 * total, -1, -1
        loss = np.empty(count)
        for j in range(sites):
            if inside[j]:
                continue
            loss[:] = 0.0
            gain = 0.0
            for i in range(points):
                way = by_site[j, i]
                if way < first[i]:
                    gain += way - first[i]
                elif count > 1:
                    loss[near[i]] += min(way, second[i]) - first[i]
                else:
                    loss[0] += way - first[i]
            out = int(np.argmin(loss))
            if gain + loss[out] < best * (1 + 1e-12):
                best, best_in, best_out = gain + loss[out], j, out
        if best_in < 0:
            return True
        inside[chosen[best_out]] = False
        inside[best_in] = True
        chosen[best_out] = best_in
    return False
