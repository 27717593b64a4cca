"""The Lagrangian bound: what no plan can exceed, from any duals, however roughly they were found.

Give a price u_i >= 0 to covering each point, lambda >= 0 to the budget and mu_r >= 0 to each further row
(A x <= b). Relaxing y_i <= sum of x_j with them leaves (M. L. Fisher, "The Lagrangian relaxation method for
solving integer programming problems", Management Science 27(1), 1981; for covering R. D. Galvao and
C. ReVelle, European Journal of Operational Research 88(1), 1996)::

    L(u, lambda, mu) = sum_i max(0, w_i - u_i) + lambda budget + mu b + sum over sites of
                       max(0, largest over its columns j of sum over i in P(j) of u_i - lambda c_j - mu A_j)

Every such L is a bound. Nothing has to have converged; duals below zero are set to zero first, and the sums
are formed anew in double precision. lambda is then chosen best for the given u and mu: L is convex in it.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.solving.plan import TOLERANCE
from luylau.siting.solving.reduce import Compact, Rows

Float32 = NDArray[np.float32]

_ROUNDING: Final = 1e-10
"""Relative: what sums of doubles may be off."""
_STEPS: Final = 60


def gains(problem: Compact, dual: Float64 | Float32) -> Float64:
    """Return the price of all points that each column covers, shape (columns,)."""
    found = np.empty(problem.columns)
    add_up(problem.cover.starts, problem.cover.points, dual, found, 0, problem.columns)
    return found


def charge(rows: Rows, mu: Float64, columns: int) -> Float64:
    """Return what the rows' prices take off each column's gain, shape (columns,)."""
    each = np.repeat(mu, np.diff(rows.starts)) * rows.value
    return np.bincount(rows.column, each, minlength=columns).astype(np.float64)


def bound(problem: Compact, dual: Float64 | Float32, mu: Float64 | None = None) -> float:
    """Return what no plan of the open part covers, without its base.

    Args:
        problem: the open part.
        dual: price of each group of points, shape (groups,).
        mu: price of each of the problem's rows, shape (rows,); None for zeros.
    """
    u = np.maximum(dual.astype(np.float64), 0.0)
    net, constant = gains(problem, u), float(np.maximum(problem.weight - u, 0.0).sum())
    if mu is not None and len(mu):
        rows, price = problem.rows(), np.maximum(mu, 0.0)
        net -= charge(rows, price, problem.columns)
        constant += float(price @ rows.limit)
    most, _ = knapsack_bound(net, problem.cost, problem.site_starts, problem.budget)
    return (constant + most) * (1 + _ROUNDING)


@njit(cache=True, nogil=True)
def add_up(
    starts: Int64, points: Int32, dual: Float64 | Float32, out: Float64, first: int, last: int
) -> None:
    """Put into ``out`` the price of all points of each column from ``first`` until before ``last``."""
    for column in range(first, last):
        total = 0.0
        for at in range(starts[column], starts[column + 1]):
            total += dual[points[at]]
        out[column] = total


@njit(cache=True, nogil=True)
def _relaxed(net: Float64, cost: Float64, site_starts: Int64, price: float) -> tuple[float, float]:
    """Return the worth of the best column of every site at a price of money, and what they cost together."""
    worth = spent = 0.0
    for site in range(len(site_starts) - 1):
        best, paid = 0.0, 0.0
        for column in range(site_starts[site], site_starts[site + 1]):
            left = net[column] - price * cost[column]
            if left > best:
                best, paid = left, cost[column]
        worth += best
        spent += paid
    return worth, spent


@njit(cache=True, nogil=True)
def knapsack_bound(net: Float64, cost: Float64, site_starts: Int64, budget: float) -> tuple[float, float]:
    """Return the linear bound of the knapsack with one column a site, and the price of money at it.

    The price is found by halving on the sign of the slope; the bound holds for any price.
    """
    # Plans may pass the budget by rounding, so the bound is one for that much, too.
    budget = budget * (1 + TOLERANCE)
    worth, spent = _relaxed(net, cost, site_starts, 0.0)
    if spent <= budget:
        return worth, 0.0
    low, high = 0.0, 0.0
    for column in range(len(net)):
        if cost[column] > 0:
            high = max(high, net[column] / cost[column])
    best = high * budget + _relaxed(net, cost, site_starts, high)[0]
    price = high
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        worth, spent = _relaxed(net, cost, site_starts, middle)
        if middle * budget + worth < best:
            best, price = middle * budget + worth, middle
        if spent > budget:
            low = middle
        else:
            high = middle
    return best, price
