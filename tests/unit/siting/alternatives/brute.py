"""A solver that tries everything, for problems of a few columns."""

from itertools import combinations

import numpy as np

from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.plan import Plan, Proof, broken, evaluate
from luylau.siting.solving.problem import CoverProblem


def best(problem: CoverProblem) -> Plan:
    """Return the best plan of all, the first of equals."""
    found, value = np.empty(0, np.int64), -1.0
    for size in range(problem.columns + 1):
        for chosen in combinations(range(problem.columns), size):
            columns = np.array(chosen, np.int64)
            if not broken(problem, columns) and evaluate(problem, columns) > value + 1e-12:
                found, value = columns, evaluate(problem, columns)
    cost = float(problem.cost[found].sum())
    return Plan(chosen=found, value=value, bound=value, cost=cost, proof=Proof.EXACT, seconds=0.0, seed=0)


def problem(reach: list[list[int]], weights: list[float], cost: list[float], budget: float) -> CoverProblem:
    """Return a problem with one column a site."""
    starts = np.cumsum([0, *(len(one) for one in reach)])
    points = np.concatenate([np.array(one, np.int32) for one in reach])
    return CoverProblem(
        weights=np.array(weights),
        cover=Cover(starts, points, len(weights)),
        cost=np.array(cost),
        site=np.arange(len(reach)),
        budget=budget,
    )
