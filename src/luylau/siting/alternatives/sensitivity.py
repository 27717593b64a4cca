"""How firmly each site stands: in how many good plans it is, when the criteria's weights and the budget move.

A site in nearly all of them is *core*: it can be built whatever one thinks of the weights. One that comes and
goes *flips*: it wants a second look.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.front import Solve
from luylau.siting.solving.problem import CoverProblem

CORE: Final = 0.9
RARE: Final = 0.1


class Standing(StrEnum):
    """How firmly a site stands."""

    CORE = "core"
    FLIPS = "flips"
    RARE = "rare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """``share``: in which share of the plans each site is, shape (sites,); ``draws``: how many plans there
    were, for a draw that allows none is left out; ``weights`` those of each, shape (draws, criteria), and
    ``budget``, shape (draws,)."""

    share: Float64
    draws: int
    weights: Float64
    budget: Float64

    def standing(self, site: int) -> Standing:
        """Return how firmly a site stands."""
        share = float(self.share[site])
        return Standing.CORE if share >= CORE else Standing.FLIPS if share > RARE else Standing.RARE


def sensitivity(
    problem: CoverProblem,
    solve: Solve,
    layer: Int64,
    *,
    draws: int = 30,
    spread: float = 0.5,
    budget_spread: float = 0.2,
    seed: int = 1,
) -> Sensitivity:
    """Solve the problem anew under moved weights and budgets.

    Args:
        problem: what is asked, with the weights as stated.
        solve: finds the plans.
        layer: each point's criterion, shape (points,).
        draws: how many times; the first is as stated.
        spread: each criterion's weight is multiplied by exp(spread * z), z standard normal.
        budget_spread: the budget is drawn evenly from 1 - it to 1 + it.
        seed: of the draws.

    Raises:
        BadInput: no draw, or a spread below 0 (``siting-spread-wrong``).
    """
    if draws < 1 or spread < 0 or not 0 <= budget_spread < 1:
        raise BadInput("siting-spread-wrong", draws=draws, spread=spread, budget=budget_spread)
    sites = int(problem.site.max(initial=-1)) + 1
    count = np.zeros(sites)
    weights, budgets = [], []
    for factor, budget in _drawn(int(layer.max(initial=0)) + 1, draws, spread, budget_spread, seed):
        moved = problem.weights * factor[layer]
        try:
            plan = solve(replace(problem, weights=moved, budget=problem.budget * budget))
        except BadInput:
            # Weights so moved, or so little money, allow no plan.
            continue
        count[np.unique(problem.site[plan.chosen])] += 1
        weights.append(np.bincount(layer, weights=moved, minlength=len(factor)))
        budgets.append(problem.budget * budget)
    made = len(budgets)
    return Sensitivity(
        share=count / max(made, 1), draws=made, weights=np.array(weights), budget=np.array(budgets)
    )


def _drawn(
    criteria: int, draws: int, spread: float, budget_spread: float, seed: int
) -> Iterator[tuple[Float64, float]]:
    yield np.ones(criteria), 1.0
    rng = np.random.default_rng(seed)
    for _ in range(draws - 1):
        yield (
            np.exp(spread * rng.standard_normal(criteria)),
            float(rng.uniform(1 - budget_spread, 1 + budget_spread)),
        )
