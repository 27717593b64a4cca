"""A plan for partial coverage touched up with the shares as they are.

The solver rounds the shares of a point that take very many values. So its plan is tried once more: each
chosen column is exchanged for the one that adds most in its place, as long as that gains anything (M. B.
Teitz and P. Bart, "Heuristic methods for estimating the generalized vertex median of a weighted graph",
Operations Research 16(5), 1968). And a plan of few sites cannot reach more than the best so many reach alone.
"""

import time
from dataclasses import replace
from typing import Final

import numpy as np

from luylau.kernel.arrays import Int64
from luylau.siting.solving.plan import Plan, broken, evaluate, reach_with
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.why import own_reach, would_add

_ROUNDS: Final = 20
_TRIED: Final = 8
"""Columns that add most, tried for each place; the best may break a limit."""


def refined(problem: CoverProblem, plan: Plan, until: float = np.inf) -> Plan:
    """Return a plan at least as good, with a bound at least as low; the same where there are no shares.

    ``until``: monotonic time to stop at.
    """
    if problem.cover.share is None or not len(plan.chosen):
        return plan
    chosen, value = plan.chosen, plan.value
    for _ in range(_ROUNDS):
        better = _exchanged(problem, chosen, value, until)
        if better is None:
            break
        chosen, value = better, evaluate(problem, better)
    bound = max(min(plan.bound, _alone(problem)), value)
    cost = float(problem.cost[chosen].sum())
    return replace(plan, chosen=chosen, value=value, bound=bound, cost=cost)


def _exchanged(problem: CoverProblem, chosen: Int64, value: float, until: float) -> Int64 | None:
    for column in np.setdiff1d(chosen, problem.must).tolist():
        if time.monotonic() >= until:
            break
        rest = chosen[chosen != column]
        gain = would_add(problem, reach_with(problem, rest))
        base = evaluate(problem, rest)
        for other in np.argsort(-gain, kind="stable")[:_TRIED].tolist():
            if base + gain[other] <= value * (1 + 1e-9):
                break
            tried = np.sort(np.append(rest, other))
            if not broken(problem, tried):
                return tried
    return None


def _alone(problem: CoverProblem) -> float:
    """Return what the best sites reach if none of them shares anything: no plan reaches more."""
    if not problem.most_sites:
        return np.inf
    own = own_reach(problem)
    own[np.setdiff1d(problem.forbidden, problem.installed)] = 0.0
    best = np.zeros(int(problem.site.max(initial=-1)) + 1)
    np.maximum.at(best, problem.site, own)
    standing = float(own[problem.installed].sum())
    return standing + float(np.sort(best)[::-1][: problem.most_sites].sum())
