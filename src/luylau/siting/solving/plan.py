"""What comes out: a plan with its value, what no plan can exceed, and how that was proven."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.problem import CoverProblem

TOLERANCE: Final = 1e-9
"""Relative: by how much sums of costs may pass a limit through rounding."""


class Proof(StrEnum):
    """What the bound rests on."""

    EXACT = "exact"
    """Branch and bound to the end."""
    BRANCH = "branch"
    """Branch and bound, cut off by time."""
    LAGRANGE = "lagrange"
    """The Lagrangian bound, recomputed from the duals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Chosen columns, ascending, without those installed; ``value``: the demand covered, installed ones
    included; ``bound``: no plan covers more. ``cost`` of what is chosen.
    ``cancelled``: it was ended before its time. ``least_cost``: where cost was what is minimised, what no
    plan that covers as much costs less than; else None."""

    chosen: Int64
    value: float
    bound: float
    cost: float
    proof: Proof
    seconds: float
    seed: int
    cancelled: bool = False
    least_cost: float | None = None

    @property
    def gap(self) -> float:
        """By which share of the bound the value may fall short of the best; of the cost, how much less the
        best plan may cost, where cost is what is minimised."""
        if self.least_cost is not None:
            return max(self.cost - self.least_cost, 0.0) / self.cost if self.cost > 0 else 0.0
        if self.bound == np.inf:
            return 1.0
        return max(self.bound - self.value, 0.0) / self.bound if self.bound > 0 else 0.0

    @property
    def optimal(self) -> bool:
        """Whether no plan is better, up to rounding."""
        return self.gap <= 1e-7


def covered(cover: Cover, chosen: Int64) -> Bool:
    """Return which points the columns cover at all, shape (points,)."""
    mark = np.zeros(cover.point_count, np.bool_)
    for column in chosen.tolist():
        mark[cover.points[cover.starts[column] : cover.starts[column + 1]]] = True
    return mark


def best_share(cover: Cover, chosen: Int64) -> Float64:
    """Return the largest share that any of the columns gives each point, shape (points,), 0 to 1."""
    if cover.share is None:
        return covered(cover, chosen).astype(np.float64)
    share = np.zeros(cover.point_count)
    for column in chosen.tolist():
        piece = slice(int(cover.starts[column]), int(cover.starts[column + 1]))
        np.maximum.at(share, cover.points[piece], cover.share[piece].astype(np.float64))
    return share


def reach_with(problem: CoverProblem, chosen: Int64) -> Float64:
    """Return with which share each point counts, by a plan and what is installed, shape (points,)."""
    return best_share(problem.cover, np.union1d(chosen, problem.installed).astype(np.int64))


def unit_reach(problem: CoverProblem, chosen: Int64, point_unit: Int64, units: int) -> Float64:
    """Return demand and reached demand of each unit, shape (units, 2); points of no unit (-1) count
    nowhere."""
    inside = point_unit >= 0
    unit, weight = point_unit[inside], problem.weights[inside]
    reached = weight * reach_with(problem, chosen)[inside]
    return np.column_stack(
        [np.bincount(unit, weights=one, minlength=units).astype(np.float64) for one in (weight, reached)]
    )


def evaluate(problem: CoverProblem, chosen: Int64) -> float:
    """Return the demand that the columns cover together with what is installed.

    Nothing of the solvers is used: it is what their answers are held against.
    """
    return float(problem.weights @ reach_with(problem, chosen))


def broken(problem: CoverProblem, chosen: Int64) -> tuple[str, ...]:
    """Return the names of the limits that a plan does not keep: "budget", "site", "most_sites", "unit_least",
    "unit_most", "apart", "must", "forbidden"; empty if it keeps them all."""
    found: list[str] = []
    if float(problem.cost[chosen].sum()) > problem.budget * (1 + TOLERANCE):
        found.append("budget")
    every = np.unique(np.concatenate([chosen, problem.installed]).astype(np.int64))
    sites = problem.site[every]
    if len(np.unique(sites)) < len(sites) or len(np.unique(chosen)) < len(chosen):
        found.append("site")
    if problem.most_sites and len(np.setdiff1d(chosen, problem.installed)) > problem.most_sites:
        found.append("most_sites")
    if problem.unit is not None:
        for name, limit, sign in (
            ("unit_least", problem.unit_least, 1),
            ("unit_most", problem.unit_most, -1),
        ):
            if limit is not None:
                count = np.bincount(problem.unit[every], minlength=len(limit))[: len(limit)]
                standing = np.bincount(problem.unit[problem.installed], minlength=len(limit))[: len(limit)]
                # Where more stands already than is allowed, no plan is to blame.
                kept = limit if sign > 0 else np.maximum(limit, standing)
                if bool((sign * count < sign * kept).any()):
                    found.append(name)
    used = np.zeros(int(max(problem.site.max(initial=-1), problem.apart.max(initial=-1))) + 1, np.bool_)
    used[sites] = True
    new = np.zeros_like(used)
    new[problem.site[np.setdiff1d(chosen, problem.installed)]] = True
    one, other = problem.apart.T if len(problem.apart) else np.empty((2, 0), np.int64)
    # What stands already too near to something else is no plan's fault.
    if bool((used[one] & used[other] & (new[one] | new[other]) & (one != other)).any()):
        found.append("apart")
    if not bool(np.isin(problem.must, every).all()):
        found.append("must")
    if bool(np.isin(problem.forbidden, chosen).any()):
        found.append("forbidden")
    return tuple(found)
