"""Which columns matter: those a relaxation uses and those it nearly uses; and the relaxation itself where the
pairs are too many to pass over hundreds of times.

The reduced cost of a column says by how much the bound falls, at least, if it is chosen (with the site's best
column as the measure, for a site takes one). The support of the relaxation alone can miss the best plan.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.solving.first_order import Float32, Passes, Relaxed, relax
from luylau.siting.solving.lagrange import bound, charge, knapsack_bound
from luylau.siting.solving.reduce import Compact

LEAST_CORE: Final = 400
"""Columns of the core beside twice the support."""
_SAMPLE: Final = 60_000
"""Points of the sample that the first core is found with."""
_ROUNDS: Final = 8
_ADDED: Final = 0.5
"""By which share the core may grow in one round."""
_NEAR: Final = 5e-4
"""Gap at which the rounds end."""


def reduced(problem: Compact, net: Float64, price: float) -> Float64:
    """Return each column's reduced cost, <= 0, shape (columns,).

    Args:
        problem: the open part.
        net: what the points that each column covers are worth, less all charges but money.
        price: of money.
    """
    left = net - price * problem.cost
    if not len(left):
        return left
    best = np.maximum.reduceat(np.maximum(left, 0.0), problem.site_starts[:-1])
    return left - best[problem.site]


def core(found: Relaxed, rank: Float64, *plans: Int64) -> Bool:
    """Return which columns matter, shape (columns,): the support, the best reduced costs, the plans'."""
    support = found.x > 1e-3
    kept = support.copy()
    size = min(len(rank), 2 * int(support.sum()) + LEAST_CORE)
    kept[np.argsort(-rank, kind="stable")[:size]] = True
    for plan in plans:
        kept[plan] = True
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """``problem``: the core columns alone, merged; ``found``: the relaxation of it, its bound that of all
    columns; ``rank``: the reduced costs of all columns, not of the core alone, at that bound."""

    problem: Compact
    found: Relaxed
    rank: Float64


def generate(
    problem: Compact,
    *,
    until: float,
    seed: int,
    threads: int = 2,
    tell: Callable[[float, float], bool] | None = None,
) -> Core:
    """Relax a problem of very many pairs by generating columns.

    A sample of the points gives a first core. The relaxation of the core, its points merged, is small; the
    prices it finds carry over to all points, one pass over all pairs gives a bound and the columns that the
    core lacks, and so on (M. E. Luebbecke and J. Desrosiers, "Selected topics in column generation",
    Operations Research 53(6), 2005).

    Args:
        problem: the open part, its points not merged.
        until: monotonic time to stop at; the first round is always finished.
        seed: of the sample.
        threads: for passes over all pairs.
        tell: is given bound and value now and then; stops the work by returning False.
    """
    points = problem.cover.point_count
    kept = np.zeros(points, np.bool_)
    kept[np.random.default_rng(seed).choice(points, min(points, _SAMPLE), replace=False)] = True
    sampled = problem.sample(kept)
    first = relax(sampled, until=until, target=1e-3, threads=threads)
    inside = core(first, reduced(sampled, first.net, first.price))
    x, full = first.x, np.where(problem.weight > 0, problem.weight, 0.0)
    passes, rows = Passes(problem, threads), problem.rows()
    best, best_u = np.inf, full.astype(np.float32)
    best_mu = np.zeros(len(rows.limit))
    best_net, best_price = np.zeros(problem.columns), 0.0
    value, found = -np.inf, first
    dual: Float64 | None = None
    small = problem.take(inside)
    for turn in range(_ROUNDS):
        # The first core's prices are wrong anyhow.
        near = 2 * _NEAR if turn == 0 else _NEAR / 3
        found = relax(small, until=until, target=near, start=x[inside], dual=dual, threads=threads, tell=tell)
        value = max(value, found.value)
        x = np.zeros(problem.columns)
        x[inside] = found.x
        u = _spread(problem, small, found.dual)
        mu = np.zeros(len(rows.limit))
        mu[: problem.shared_rows] = found.mu[: problem.shared_rows]
        net = passes.gains(u) - charge(rows, mu, problem.columns)
        most, price = knapsack_bound(net, problem.cost, problem.site_starts, problem.budget)
        reached = float(np.maximum(problem.weight - u, 0.0).sum()) + most + float(mu @ rows.limit)
        if reached < best:
            best, best_u, best_mu, best_net, best_price = reached, u, mu, net, price
        # At the core's own price of money: at that of all columns only as many as the budget buys look good.
        lacking = _lacking(problem, net, found.price, inside)
        ended = turn == _ROUNDS - 1 or time.monotonic() >= until
        if best - value <= _NEAR * best or ended or not lacking.any():
            break
        if tell is not None and not tell(best, value):
            break
        inside |= lacking
        small = problem.take(inside)
        dual = np.bincount(_groups(small), u, minlength=small.cover.point_count).astype(np.float64)
    passes.close()
    rank = reduced(problem, best_net, best_price)
    numbers = small.column
    return Core(
        problem=small,
        found=Relaxed(
            x=found.x,
            dual=best_u,
            mu=best_mu,
            value=value,
            bound=bound(problem, best_u, best_mu),
            net=best_net[numbers],
            price=best_price,
        ),
        rank=rank,
    )


def _spread(problem: Compact, small: Compact, dual: Float32) -> Float32:
    """Return the price of every point, from the prices of the core's groups."""
    share = np.ones(len(small.weight), np.float32)
    there = small.weight > 0
    share[there] = dual[there] / small.weight[there]
    return (problem.weight * share[_groups(small)]).astype(np.float32)


def _groups(small: Compact) -> Int32:
    assert small.group is not None
    return small.group


def _lacking(problem: Compact, net: Float64, price: float, inside: Bool) -> Bool:
    """Return the columns outside that beat all of the core's at their site, at most a share of the core."""
    left = net - price * problem.cost
    best = np.maximum.reduceat(np.maximum(np.where(inside, left, 0.0), 0.0), problem.site_starts[:-1])
    better = np.where(inside, 0.0, left - best[problem.site])
    best_ones = np.argsort(-better, kind="stable")[: max(int(_ADDED * inside.sum()), 1)]
    taken = np.zeros(problem.columns, np.bool_)
    taken[best_ones[better[best_ones] > 0]] = True
    return taken
