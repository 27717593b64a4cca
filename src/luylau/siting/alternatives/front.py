"""What more or less money gets: plans for several budgets, and which of them are not beaten in cost, reach
and fairness together (the Pareto front).

Fairness is the share of its demand that the worst-served unit gets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.siting.solving.plan import Plan, unit_reach
from luylau.siting.solving.problem import CoverProblem

Solve = Callable[[CoverProblem], Plan]
"""Finds a plan for a problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPlan:
    """A plan for one budget. ``worst``: share of its demand that the worst-served unit gets. ``beaten``:
    another one costs no more, reaches no less and is no less fair, and is better in one of these."""

    budget: float
    plan: Plan
    worst: float
    beaten: bool


def front(
    problem: CoverProblem, solve: Solve, budgets: Sequence[float], unit_of_point: Int64, units: int
) -> tuple[FrontPlan, ...]:
    """Return a plan for each budget, the smallest first.

    Args:
        problem: what is asked; its own budget does not count.
        solve: finds the plans.
        budgets: in the study's currency.
        unit_of_point: each point's unit, -1 for none, shape (points,).
        units: how many units there are.
    """
    plans = [solve(replace(problem, budget=budget)) for budget in sorted(budgets)]
    worst = [_worst(unit_reach(problem, plan.chosen, unit_of_point, units)) for plan in plans]
    beaten = dominated(
        np.array([[-plan.cost, plan.value, least] for plan, least in zip(plans, worst, strict=True)])
    )
    return tuple(
        FrontPlan(budget=budget, plan=plan, worst=least, beaten=bool(lost))
        for budget, plan, least, lost in zip(sorted(budgets), plans, worst, beaten, strict=True)
    )


def dominated(values: Float64) -> Bool:
    """Return which rows another one beats: at least as good everywhere and better somewhere; more is better,
    shape (plans, criteria). Of equal rows none beats the other."""
    at_least = (values[None, :, :] >= values[:, None, :]).all(axis=2)
    better = (values[None, :, :] > values[:, None, :]).any(axis=2)
    beaten: Bool = np.logical_or.reduce(at_least & better, axis=1)
    return beaten


def _worst(shares: Float64) -> float:
    asked = shares[:, 0] > 0
    return float((shares[asked, 1] / shares[asked, 0]).min(initial=1.0))
