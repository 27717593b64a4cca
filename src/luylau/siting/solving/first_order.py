"""The linear relaxation at any size: a primal-dual method whose every step is one pass over the pairs.

The relaxation of the covering problem is the saddle point ::

    max over x in X of min over 0 <= u <= w, mu >= 0 of
        sum_i (w_i - u_i) + sum_j x_j (sum over i in P(j) of u_i) - mu (A x - b)

with X what budget and one option a site allow. The primal-dual hybrid gradient (A. Chambolle and T. Pock,
J. Math. Imaging and Vision 40(1), 2011), each row and column with a step of its own (the same, ICCV 2011),
restarts from the mean of its points when the gap has shrunk enough (D. Applegate and others,
"Practical large-scale linear programming using primal-dual hybrid gradient", NeurIPS 2021). Budget and sites
are kept exactly, by projection, so the gap between a bound and a feasible value is known at any time. Only
the columns' lists are needed, never their transpose. Points' numbers are single precision, so the bound is
reckoned anew from the duals at the end (``lagrange.bound``).
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.solving.lagrange import add_up, bound, charge, gains, knapsack_bound
from luylau.siting.solving.reduce import Compact, Rows
from luylau.siting.solving.simplices import project

Float32 = NDArray[np.float32]

_WORTH_THREADS: Final = 200_000
"""Pairs from which on two threads are faster than one."""
_EVERY: Final = 10
"""Steps between two looks at the gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """``x``: parts of columns, shape (columns,); ``dual``: price of each group of points; ``mu``: of each
    row. ``value``: what ``x`` covers; ``bound``: what no plan exceeds; both without the problem's base.
    ``net``: each column's gain less all it is charged but money; ``price`` of money."""

    x: Float64
    dual: Float32
    mu: Float64
    value: float
    bound: float
    net: Float64
    price: float


class Passes:
    """The passes over the pairs, the gathering one in two threads."""

    def __init__(self, problem: Compact, threads: int) -> None:
        self.problem = problem
        starts = problem.cover.starts
        cuts = np.searchsorted(starts, np.linspace(0, starts[-1], threads + 1)[1:-1])
        self.cuts = [0, *cuts.tolist(), problem.columns]
        self.pool = ThreadPoolExecutor(threads)

    def gains(self, dual: Float32) -> Float64:
        """Return the price of all points that each column covers, shape (columns,)."""
        cover, found = self.problem.cover, np.empty(self.problem.columns)
        if len(cover.points) < _WORTH_THREADS:
            add_up(cover.starts, cover.points, dual, found, 0, len(found))
            return found
        work = [
            self.pool.submit(add_up, cover.starts, cover.points, dual, found, first, last)
            for first, last in zip(self.cuts[:-1], self.cuts[1:], strict=True)
        ]
        for one in work:
            one.result()
        return found

    def coverage(self, x: Float64) -> Float32:
        """Return how often the parts of columns cover each point, shape (groups,)."""
        cover = self.problem.cover
        found = np.zeros(cover.point_count, np.float32)
        _scatter(cover.starts, cover.points, x, found)
        return found

    def close(self) -> None:
        """End the threads."""
        self.pool.shutdown()


def relax(
    problem: Compact,
    *,
    until: float,
    target: float = 1e-4,
    start: Float64 | None = None,
    dual: Float64 | None = None,
    threads: int = 2,
    tell: Callable[[float, float], bool] | None = None,
    most_steps: int = 100_000,
) -> Relaxed:
    """Solve the relaxation as far as time allows.

    Args:
        problem: the open part.
        until: monotonic time to stop at.
        target: relative gap between bound and value at which to stop.
        start: parts of columns to begin with, shape (columns,), such as a plan.
        dual: prices of the points to begin with, shape (groups,).
        threads: for the pass that gathers.
        tell: is given bound and value now and then; stops the work by returning False.
        most_steps: stop there in any case.
    """
    rows = problem.rows()
    weight = problem.weight
    cover = problem.cover
    passes = Passes(problem, threads)
    degree = np.zeros(cover.point_count, np.int32)
    _degrees(cover.points, degree)
    reach = passes.gains(weight.astype(np.float32))
    scale = float(reach.mean()) if len(reach) else 1.0
    absolute = np.bincount(rows.column, np.abs(rows.value), minlength=problem.columns)
    norm = np.maximum(reach + scale * absolute, 1e-9 * max(scale, 1e-30))
    row_norm = (
        np.maximum(_row_sums(np.abs(rows.value), rows.starts), 1e-9) if len(rows.limit) else np.empty(0)
    )
    pace = (weight / np.maximum(degree, 1)).astype(np.float32)
    top = weight.astype(np.float32)
    x = np.zeros(problem.columns) if start is None else start.astype(np.float64)
    over = passes.coverage(x)
    u = (top * np.where(over > 0, np.float32(0.5), np.float32(1.0))).astype(np.float32)
    if dual is not None:
        u = np.clip(dual, 0.0, weight).astype(np.float32)
    mu = np.zeros(len(rows.limit))
    omega = np.sqrt(max(0.25 * reach.sum() / max(reach @ x, reach.max(initial=0.0), 1e-30), 1e-6))
    best = _Best(problem, rows, weight)
    x_sum, u_sum, mu_sum = np.zeros_like(x), np.zeros_like(u), np.zeros_like(mu)
    origin = x.copy(), u.copy(), mu.copy()
    since, last_gap, restart_gap = 0, np.inf, np.inf
    price, step = 0.0, 0
    gained = passes.gains(u)
    new = np.empty_like(x)
    while step < most_steps:
        tau = 1.0 / (omega * norm)
        z = x + tau * (gained - charge(rows, mu, problem.columns))
        price = project(z, tau, problem.cost, problem.site_starts, problem.budget, price, new)
        ahead = passes.coverage(new)
        _dual_step(u, u_sum, ahead, over, pace, top, np.float32(omega))
        if len(mu):
            excess = _rowwise(rows, 2 * new - x) - rows.limit
            mu = np.maximum(mu + omega * scale / row_norm * excess, 0.0)
            mu_sum += mu
        x, new = new, x
        over = ahead
        x_sum += x
        gained = passes.gains(u)
        since += 1
        step += 1
        if step % _EVERY:
            continue
        gap = best.look(x, over, u, mu, gained)
        mean = x_sum / since, u_sum / np.float32(since), mu_sum / since
        mean_over, mean_gains = passes.coverage(mean[0]), passes.gains(mean[1])
        mean_gap = best.look(mean[0], mean_over, mean[1], mean[2], mean_gains)
        stop = best.gap <= target or time.monotonic() >= until
        if stop or (tell is not None and not tell(best.bound, best.value)):
            break
        least = min(gap, mean_gap)
        if not np.isfinite(restart_gap):
            restart_gap = least
        if (
            least <= 0.2 * restart_gap
            or (least <= 0.8 * restart_gap and least > last_gap)
            or since >= 0.36 * step
        ):
            if mean_gap < gap:
                x, u, mu = mean
                over, gained = mean_over, mean_gains
                new = np.empty_like(x)
            moved_x = float((norm * (x - origin[0]) ** 2).sum())
            moved_u = _moved(u, origin[1], top, degree)
            if moved_x > 0 and moved_u > 0:
                omega = float(np.exp(0.5 * np.log(np.sqrt(moved_u / moved_x)) + 0.5 * np.log(omega)))
            x_sum[:], u_sum[:], mu_sum[:] = 0.0, 0.0, 0.0
            since, restart_gap, last_gap = 0, least, np.inf
            origin = x.copy(), u.copy(), mu.copy()
        else:
            last_gap = least
    passes.close()
    return best.result()


class _Best:
    """The best bound and the best value that were seen."""

    def __init__(self, problem: Compact, rows: Rows, weight: Float64) -> None:
        self.problem, self.rows, self.weight = problem, rows, weight
        self.bound, self.value = float(weight.sum()), -np.inf
        self.x = np.zeros(problem.columns)
        # All prices zero: everything is covered.
        self.u, self.mu = np.zeros(len(weight), np.float32), np.zeros(len(rows.limit))
        # More than a row is worth, for it lets in or asks for columns, each worth this at most.
        self.penalty = float(problem.cover.reached(weight).max(initial=0.0))

    @property
    def gap(self) -> float:
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    def look(self, x: Float64, over: Float32, u: Float32, mu: Float64, gained: Float64) -> float:
        """Look at one point; return its gap."""
        problem, rows = self.problem, self.rows
        value, slack = _worth(self.weight, over, u)
        net = gained - charge(rows, mu, problem.columns)
        most, _ = knapsack_bound(net, problem.cost, problem.site_starts, problem.budget)
        bound = slack + most + float(mu @ rows.limit)
        if len(rows.limit):
            excess = float(np.maximum(_rowwise(rows, x) - rows.limit, 0.0).sum())
            value -= self.penalty * excess
        if bound < self.bound:
            self.bound, self.u, self.mu = bound, u.copy(), mu.copy()
        if value > self.value:
            self.value, self.x = value, x.copy()
        return bound - value

    def result(self) -> Relaxed:
        problem = self.problem
        net = _net(problem, self.rows, self.u, self.mu)
        _, price = knapsack_bound(net, problem.cost, problem.site_starts, problem.budget)
        return Relaxed(
            x=self.x,
            dual=self.u,
            mu=self.mu,
            value=self.value,
            bound=bound(problem, self.u, self.mu),
            net=net,
            price=price,
        )


def _net(problem: Compact, rows: Rows, u: Float32, mu: Float64) -> Float64:
    return gains(problem, u) - charge(rows, mu, problem.columns)


def _rowwise(rows: Rows, x: Float64) -> Float64:
    return _row_sums(rows.value * x[rows.column], rows.starts)


def _row_sums(entries: Float64, starts: Int64) -> Float64:
    """Return the sum of each row's entries; a unit in which no column is open has a row without any."""
    sums = np.zeros(len(starts) - 1)
    full = np.flatnonzero(np.diff(starts) > 0)
    if len(full):
        sums[full] = np.add.reduceat(entries, starts[full])
    return sums


@njit(cache=True, nogil=True)
def _degrees(points: Int32, degree: Int32) -> None:
    for point in points:
        degree[point] += 1


@njit(cache=True, nogil=True)
def _scatter(starts: Int64, points: Int32, x: Float64, out: Float32) -> None:
    for column in range(len(x)):
        if x[column] > 0.0:
            part = np.float32(x[column])
            for at in range(starts[column], starts[column + 1]):
                out[points[at]] += part


@njit(cache=True, nogil=True, fastmath=True)
def _dual_step(
    u: Float32, total: Float32, ahead: Float32, over: Float32, pace: Float32, top: Float32, omega: np.float32
) -> None:
    two, one = np.float32(2), np.float32(1)
    for i in range(len(u)):
        moved = u[i] - omega * pace[i] * (two * ahead[i] - over[i] - one)
        moved = min(max(moved, np.float32(0)), top[i])
        u[i] = moved
        total[i] += moved


@njit(cache=True, nogil=True)
def _worth(weight: Float64, over: Float32, u: Float32) -> tuple[float, float]:
    value = slack = 0.0
    for i in range(len(weight)):
        value += weight[i] * min(1.0, over[i])
        slack += max(0.0, weight[i] - u[i])
    return value, slack


@njit(cache=True, nogil=True)
def _moved(u: Float32, was: Float32, top: Float32, degree: Int32) -> float:
    """Return the squared way of the duals, in the norm of their steps."""
    total = 0.0
    for i in range(len(u)):
        if top[i] > 0:
            total += (u[i] - was[i]) ** 2 / top[i] * degree[i]
    return total
