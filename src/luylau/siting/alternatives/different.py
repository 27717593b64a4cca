"""Plans that are nearly as good as the best and use other sites: what can be given when somebody says "not
there".

Plans are made to differ as in E. D. Brill, S.-Y. Chang and L. D. Hopkins, "Modeling to generate alternatives:
the HSJ approach", Management Science 28(3), 1982; to find the most different one is hard in itself. So
part of the best plan's sites is forbidden, drawn anew for each alternative, and less of it until what is
left is good enough.
"""

from dataclasses import dataclass, replace

import numpy as np

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.front import Solve
from luylau.siting.solving.plan import Plan
from luylau.siting.solving.problem import CoverProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another plan. ``kept``: how many of the best plan's sites it uses too; ``loss``: the share of the best
    plan's value that it lacks (below 0 where it is better)."""

    plan: Plan
    kept: int
    loss: float


def different(
    problem: CoverProblem, best: Plan, solve: Solve, *, loss: float = 0.02, count: int = 3, seed: int = 1
) -> tuple[Alternative, ...]:
    """Return up to ``count`` plans that lack at most ``loss`` of the best plan's value, no two of the same
    sites, those that share least with it first."""
    rng = np.random.default_rng(seed)
    movable = np.setdiff1d(best.chosen, problem.must)
    found: dict[tuple[int, ...], Alternative] = {}
    taken = {_sites(problem, best.chosen)}
    for _ in range(count):
        refused = rng.permutation(movable)[: max(len(movable) // 2, 1)]
        while len(refused):
            plan = _without(problem, refused, solve)
            sites = () if plan is None else _sites(problem, plan.chosen)
            if plan is not None and plan.value >= (1 - loss) * best.value and sites not in taken:
                taken.add(sites)
                kept = len(set(sites) & set(_sites(problem, best.chosen)))
                lost = 1 - plan.value / best.value if best.value > 0 else 0.0
                found[sites] = Alternative(plan=plan, kept=kept, loss=lost)
                break
            refused = refused[: len(refused) // 2]
    return tuple(sorted(found.values(), key=lambda one: (one.kept, one.loss, one.plan.chosen.tolist())))


def _without(problem: CoverProblem, refused: Int64, solve: Solve) -> Plan | None:
    """Return a plan without the sites of these columns, None where the other limits then cannot be kept."""
    try:
        return solve(replace(problem, forbidden=_with_sites(problem, refused)))
    except BadInput:
        return None


def _sites(problem: CoverProblem, columns: Int64) -> tuple[int, ...]:
    return tuple(sorted(problem.site[columns].tolist()))


def _with_sites(problem: CoverProblem, columns: Int64) -> Int64:
    """Return the forbidden columns and all those of the columns' sites."""
    mine = np.flatnonzero(np.isin(problem.site, problem.site[columns]))
    return np.union1d(problem.forbidden, np.setdiff1d(mine, problem.installed)).astype(np.int64)
