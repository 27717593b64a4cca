"""Makes a plan better by simulated annealing over swaps, additions and withdrawals.

S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, "Optimization by simulated annealing", Science 220, 1983. All
limits are kept at every move. So that money can move from one part of the map to another, what a plan has not
spent counts at the price of money from the relaxation. The best plan is the one that covers most.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.solving.limits import allowed, take
from luylau.siting.solving.reduce import Compact, Sides

_MOST_OUT: Final = 3
"""Columns that may go for one that comes."""
_MONEY: Final = 0.75
"""Money unspent counts a little less than the relaxation says, or much of it would stay unspent."""
_COLDEST: Final = 1e-3
"""The last temperature, as a share of the first."""


def anneal(
    problem: Compact,
    start: Int64,
    *,
    moves: int,
    seed: int,
    price: float = 0.0,
    draw: Float64 | None = None,
    warm: float = 0.1,
    stop: Bool | None = None,
) -> Int64:
    """Return the best plan of the colder half, ascending columns; it may cover less than ``start``.

    Args:
        problem: the open part.
        start: columns of a plan that keeps the limits.
        moves: how many moves to try.
        seed: of the random numbers.
        price: what a unit of cost is worth in demand.
        draw: how often each column is tried, relative, shape (columns,); None for all alike.
        warm: the first temperature, as a share of what a column of the plan adds in the mean.
        stop: shape (1,); set to true by another thread it ends the work.
    """
    if not len(start) or not problem.columns:
        return start
    chosen = np.zeros(problem.columns, np.bool_)
    chosen[start] = True
    often = np.ones(problem.columns) if draw is None else draw
    cumulative = np.cumsum(often / often.sum())
    turned = problem.cover.by_point()
    best = _anneal(
        problem.cover.starts, problem.cover.points, turned.starts, turned.columns, problem.weight,
        problem.cost, problem.budget, problem.site, problem.site_starts, problem.sides, chosen, cumulative,
        _MONEY * price, moves, warm,
        np.random.default_rng(seed), np.zeros(1, np.bool_) if stop is None else stop,
    )  # fmt: skip
    return np.flatnonzero(best)


@njit(cache=True, nogil=True)
def _gain(column: int, starts: Int64, points: Int32, weight: Float64, times: Int32) -> float:
    total = 0.0
    for at in range(starts[column], starts[column + 1]):
        if times[points[at]] == 0:
            total += weight[points[at]]
    return total


@njit(cache=True, nogil=True)
def _remove(column: int, starts: Int64, points: Int32, weight: Float64, times: Int32) -> float:
    total = 0.0
    for at in range(starts[column], starts[column + 1]):
        point = points[at]
        times[point] -= 1
        if times[point] == 0:
            total += weight[point]
    return total


@njit(cache=True, nogil=True)
def _put(column: int, starts: Int64, points: Int32, times: Int32) -> None:
    for at in range(starts[column], starts[column + 1]):
        times[points[at]] += 1


@njit(cache=True, nogil=True)
def _beside(
    column: int,
    starts: Int64,
    points: Int32,
    turned_starts: Int64,
    turned: Int32,
    chosen: Bool,
    rng: np.random.Generator,
) -> int:
    """Return a chosen column that covers a random point of this one; -1 if none does."""
    size = starts[column + 1] - starts[column]
    if size == 0:
        return -1
    point = points[starts[column] + int(rng.random() * size)]
    first, last = turned_starts[point], turned_starts[point + 1]
    begin = int(rng.random() * (last - first))
    for k in range(last - first):
        other = turned[first + (begin + k) % (last - first)]
        if chosen[other] and other != column:
            return int(other)
    return -1


@njit(cache=True, nogil=True)
def _anneal(
    starts: Int64,
    points: Int32,
    turned_starts: Int64,
    turned: Int32,
    weight: Float64,
    cost: Float64,
    budget: float,
    site: Int64,
    site_starts: Int64,
    sides: Sides,
    chosen: Bool,
    cumulative: Float64,
    price: float,
    moves: int,
    warm: float,
    rng: np.random.Generator,
    stop: Bool,
) -> Bool:
    times = np.zeros(len(weight), np.int32)
    at_site = np.full(len(sides.unit), -1)
    in_unit = np.zeros(len(sides.least), np.int64)
    near = np.zeros(len(sides.unit), np.int64)
    plan = np.full(len(cost), -1)
    slot = np.full(len(cost), -1)
    out = np.full(_MOST_OUT, -1)
    count, spent, value = 0, 0.0, 0.0
    for j in range(len(cost)):
        if chosen[j]:
            value += _gain(j, starts, points, weight, times)
            _put(j, starts, points, times)
            take(j, site, sides, at_site, in_unit, near, 1)
            plan[count], slot[j] = j, count
            count += 1
            spent += cost[j]
    best, best_value = chosen.copy(), value
    # A plan that must hold columns which reach nothing new has no value, but the next one may.
    heat = max(warm * value / max(count, 1), 1e-9 * weight.sum(), 1e-200)
    cooling = np.exp(np.log(_COLDEST) / max(moves, 1))
    for move in range(moves):
        if stop[0]:
            break
        if move == moves // 2:
            # What was best before it was hot says nothing new.
            best[:], best_value = chosen, value
        heat *= cooling
        new = min(int(np.searchsorted(cumulative, rng.random())), len(cost) - 1)
        if chosen[new]:
            # Perhaps another option of the same site is meant, perhaps none.
            first, last = site_starts[site[new]], site_starts[site[new] + 1]
            new = first + int(rng.random() * (last - first))
        gone, loss, freed, keeps = 0, 0.0, 0.0, True
        only_out = chosen[new]
        while gone < _MOST_OUT:
            fits = not only_out and allowed(
                new, cost, spent - freed, budget, site, sides, at_site, in_unit, near, count - gone
            )
            if fits or (only_out and gone == 1):
                break
            old = new if only_out else at_site[site[new]]
            if old < 0 and rng.random() < 0.5:
                old = _beside(new, starts, points, turned_starts, turned, chosen, rng)
            if old < 0 and count > gone:
                old = plan[int(rng.random() * count)]
            if old < 0 or not chosen[old]:
                break
            loss += _remove(old, starts, points, weight, times)
            take(old, site, sides, at_site, in_unit, near, -1)
            chosen[old] = False
            freed += cost[old]
            out[gone] = old
            gone += 1
        fits = not only_out and allowed(
            new, cost, spent - freed, budget, site, sides, at_site, in_unit, near, count - gone
        )
        gain, paid = 0.0, 0.0
        if fits:
            gain, paid = _gain(new, starts, points, weight, times), cost[new]
            in_unit[sides.unit[site[new]]] += 1
        for k in range(gone):
            unit = sides.unit[site[out[k]]]
            keeps = keeps and in_unit[unit] >= sides.least[unit]
        if fits:
            in_unit[sides.unit[site[new]]] -= 1
        worth = gain - loss - price * (paid - freed)
        if (fits or gone == 1) and keeps and (worth >= 0 or rng.random() < np.exp(worth / heat)):
            for k in range(gone):
                count -= 1
                moved = plan[count]
                plan[slot[out[k]]], slot[moved] = moved, slot[out[k]]
                slot[out[k]] = -1
            if fits:
                _put(new, starts, points, times)
                take(new, site, sides, at_site, in_unit, near, 1)
                chosen[new] = True
                plan[count], slot[new] = new, count
                count += 1
            spent += paid - freed
            value += gain - loss
            if value > best_value * (1 + 1e-12):
                best_value = value
                best[:] = chosen
        else:
            for k in range(gone):
                _put(out[k], starts, points, times)
                take(out[k], site, sides, at_site, in_unit, near, 1)
                chosen[out[k]] = True
    return best
