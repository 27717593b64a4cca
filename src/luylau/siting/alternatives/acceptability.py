"""How often each of several plans is the best one, if nobody can say how much each criterion counts.

Weights are drawn evenly from all that are possible (a flat Dirichlet distribution); for each draw the plans
are ranked by their weighted sums. The share of draws in which a plan is at a rank is its *rank acceptability*
(R. Lahdelma, J. Hokkanen and P. Salminen, "SMAA - Stochastic multiobjective acceptability analysis", European
Journal of Operational Research 106(1), 1998). Weights that somebody does state can be kept to by bounds.
"""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptability:
    """``ranks``: share of the draws in which each plan has each rank, shape (plans, ranks). ``central``: the
    mean weights of the draws in which each plan was first, shape (plans, criteria); NaN for one that never
    was."""

    ranks: Float64
    central: Float64

    @property
    def first(self) -> Float64:
        """Return the share of draws in which each plan is the best, shape (plans,)."""
        best: Float64 = self.ranks[:, 0]
        return best


def acceptability(
    values: Float64, *, draws: int = 1_000, seed: int = 1, low: Float64 | None = None
) -> Acceptability:
    """Rank plans under drawn weights.

    Args:
        values: what each plan reaches of each criterion, 0 to 1, more is better, shape (plans, criteria).
        draws: how many weights are drawn.
        seed: of the draws.
        low: the least weight of each criterion, shape (criteria,), summing to at most 1; 0 each if None.

    Plans that are equal share their ranks in the order in which they stand.

    Raises:
        BadInput: values are no numbers, nothing is drawn, or the least weights sum to more than 1.
    """
    plans, criteria = values.shape
    if not np.isfinite(values).all() or draws < 1:
        raise BadInput("siting-values-wrong")
    least = np.zeros(criteria) if low is None else low
    if bool((least < 0).any()) or least.sum() > 1:
        raise BadInput("siting-least-weights", total=float(least.sum()))
    weights = np.random.default_rng(seed).dirichlet(np.ones(criteria), draws)
    weights = least + (1.0 - least.sum()) * weights
    order = np.argsort(-(weights @ values.T), axis=1, kind="stable")
    ranks = np.zeros((plans, plans))
    for rank in range(plans):
        ranks[:, rank] = np.bincount(order[:, rank], minlength=plans) / draws
    central = np.full((plans, criteria), np.nan)
    for plan in np.unique(order[:, 0]).tolist():
        central[plan] = weights[order[:, 0] == plan].mean(axis=0)
    return Acceptability(ranks=ranks, central=central)
