"""Whether a plan keeps the limits beside coverage, column by column: what all heuristics share."""

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int64
from luylau.siting.solving.plan import TOLERANCE
from luylau.siting.solving.reduce import Compact, Sides

_SLACK = 1 + TOLERANCE


@njit(cache=True, nogil=True)
def allowed(
    column: int,
    cost: Float64,
    spent: float,
    budget: float,
    site: Int64,
    sides: Sides,
    at_site: Int64,
    in_unit: Int64,
    near: Int64,
    count: int,
) -> bool:
    """Return whether a column can be added to a plan. ``at_site``: each site's column or -1; ``in_unit``:
    sites in each unit; ``near``: how many of the plan's sites are too near to each site."""
    place = site[column]
    return (
        at_site[place] < 0
        and spent + cost[column] <= budget * _SLACK
        and count < sides.most
        and near[place] == 0
        and in_unit[sides.unit[place]] < sides.room[sides.unit[place]]
    )


@njit(cache=True, nogil=True)
def take(
    column: int, site: Int64, sides: Sides, at_site: Int64, in_unit: Int64, near: Int64, sign: int
) -> None:
    """Add a column to the limits' counts (``sign`` 1) or take it away (-1)."""
    place = site[column]
    at_site[place] = column if sign > 0 else -1
    in_unit[sides.unit[place]] += sign
    for at in range(sides.near_starts[place], sides.near_starts[place + 1]):
        near[sides.near[at]] += sign


def short(problem: Compact, chosen: Int64) -> bool:
    """Return whether a unit lacks sites in a plan of the open part."""
    sides = problem.sides
    there = np.bincount(sides.unit[problem.site[chosen]], minlength=len(sides.least))
    return bool((there < sides.least).any())
