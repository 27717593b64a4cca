"""Other plans beside the best one and how they compare: what more or less money gets, nearly as good plans of
other sites, and which sites stay whatever one thinks of the weights.

::

    best plan ─┬─▶ plans for other budgets ──┐
               ├─▶ nearly as good, elsewhere ┼─▶ merits ─▶ beaten, rank, share of weightings
               └─▶ weights and budget moved ─┴─▶ share of plans that hold each site

A plan's *merits* are its cost, its value, what the worst-served unit gets and, where storms are counted, what
is left in the storm that is hardest on it. *Regret* is how much less it reaches than the best of these plans
in the same storm, at the most (L. J. Savage, "The theory of statistical decision", Journal of the American
Statistical Association 46(253), 1951).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.acceptability import acceptability
from luylau.siting.alternatives.different import different
from luylau.siting.alternatives.front import Solve, dominated
from luylau.siting.alternatives.ranking import topsis
from luylau.siting.alternatives.sensitivity import Sensitivity, sensitivity
from luylau.siting.finding import find
from luylau.siting.instance import Instance
from luylau.siting.solving.layers import unit_shares
from luylau.siting.solving.plan import Plan, reach_with
from luylau.siting.solving.problem import CoverProblem

Kind = Literal["best", "budget", "sites", "other"]
SHARES: Final = (0.5, 0.75, 1.25, 1.5)
"""Of the budget, or of the number of sites where there is no budget."""
NEAR: Final = 0.02
"""By which share of the value a plan of other sites may fall short."""
DRAWS: Final = 20
GAP: Final = 0.01
"""Proven gap that is near enough for a plan that is compared."""
_OTHERS: Final = 3
WEIGHTINGS: Final = 1_000
"""Drawn to tell how often each plan is first."""
_CUT: Final = 0.8
"""Share of its time after which a search that has not come to its end counts as cut."""
_PART: Final = 0.1
"""Of the study's time, for each of these plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merits:
    """``worst``: share of its demand that the worst-served unit gets, 0 to 1; ``by_storm``: the value in each
    storm, shape (storms,), None where none are counted."""

    worst: float
    by_storm: Float64 | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPlan:
    """A plan and how it stands beside the others. ``share``: of the budget or the number of sites that it
    was allowed. ``kept``: sites that it shares with the best. ``beaten``: another one is as good in every
    merit and better in one. ``score`` and ``rank`` by TOPSIS, None without its package. ``first``: share of
    the drawn weightings of the merits in which it is first. ``regret``: None where no storms are counted."""

    id: str
    kind: Kind
    share: float
    plan: Plan
    merits: Merits
    kept: int
    beaten: bool
    score: float | None
    rank: int | None
    first: float
    regret: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``plans``: the best one first. ``sensitivity``: how firmly each site stands. ``cut``: time ended the
    search for one of all these plans, so that another run may find others."""

    plans: tuple[ComparedPlan, ...]
    sensitivity: Sensitivity
    cut: bool


def compared(
    instance: Instance,
    best: Plan,
    *,
    tell: Callable[[float], None] = lambda _share: None,
) -> Comparison | None:
    """Compare a plan with others; None where all is to be reached, whatever weights and budget are.

    Args:
        instance: what was asked.
        best: its plan.
        tell: told the share that is done, 0 to 1.
    """
    study, problem = instance.study, instance.problem
    if study.method == "cover_all":
        return None
    done, seconds = 0, max(_PART * study.seconds, 1.0)
    cut = False

    def quick(asked: CoverProblem) -> Plan:
        nonlocal done, cut
        done += 1
        tell(min(done / (len(SHARES) + DRAWS + 2 * _OTHERS), 1.0))
        plan = find(instance, asked, seconds=seconds, gap=GAP)
        cut = cut or was_cut(plan, seconds)
        return plan

    found: list[tuple[Kind, float, Plan]] = [("best", 1.0, best)]
    found += _for_other_limits(study.limits.budget > 0, problem, quick)
    others = different(problem, best, quick, loss=NEAR, count=_OTHERS, seed=study.seed)
    # Their own bounds are for sites refused to them; within the study's limits the best plan's holds.
    found += [("other", 1.0, replace(one.plan, bound=best.bound, proof=best.proof)) for one in others]
    # A plan that must hold certain sites, or some in every unit, may not be possible for less; and a budget
    # that nobody gave says nothing.
    limits = study.limits
    bound_to_cost = bool(limits.must) or limits.unit_least > 0 or limits.unit_reach > 0
    bound_to_cost = bound_to_cost or not limits.budget
    layer = np.repeat(instance.ground.layer, instance.copies)
    firm = sensitivity(
        problem,
        quick,
        layer,
        draws=DRAWS,
        budget_spread=0.0 if bound_to_cost else 0.2,
        seed=study.seed,
    )
    return Comparison(plans=_beside(instance, found), sensitivity=firm, cut=cut)


def was_cut(plan: Plan, seconds: float) -> bool:
    """Return whether time may have ended the search for a plan, so that another run may find another one."""
    return not plan.optimal and plan.seconds > _CUT * seconds


def _for_other_limits(by_budget: bool, problem: CoverProblem, find: Solve) -> list[tuple[Kind, float, Plan]]:
    found: list[tuple[Kind, float, Plan]] = []
    most: set[int] = {problem.most_sites}
    for share in SHARES:
        if by_budget:
            asked = replace(problem, budget=problem.budget * share)
        else:
            sites = max(round(problem.most_sites * share), 1)
            if sites in most:
                continue
            most.add(sites)
            asked = replace(problem, most_sites=sites)
        try:
            found.append(("budget" if by_budget else "sites", share, find(asked)))
        except BadInput:
            # So little cannot keep the other limits: there is no such plan to compare.
            continue
    return found


def merits(instance: Instance, chosen: Int64) -> Merits:
    """Return the merits of a plan beside its cost and value."""
    problem, copies = instance.problem, instance.copies
    unit = np.repeat(instance.ground.point_unit, copies)
    shares = unit_shares(problem, unit, chosen, len(instance.ground.units))
    by_storm = None
    if copies > 1:
        reached = problem.weights * reach_with(problem, chosen)
        by_storm = reached.reshape(-1, copies).sum(axis=0) * copies
    return Merits(worst=float(shares.min(initial=1.0)), by_storm=by_storm)


def _beside(instance: Instance, found: list[tuple[Kind, float, Plan]]) -> tuple[ComparedPlan, ...]:
    problem = instance.problem
    known = [merits(instance, plan.chosen) for _, _, plan in found]
    table = [
        [-plan.cost, plan.value, one.worst, *(() if one.by_storm is None else (float(one.by_storm.min()),))]
        for (_, _, plan), one in zip(found, known, strict=True)
    ]
    values = np.array(table, np.float64)
    beaten, scores = _beaten(values), topsis(values)
    first = acceptability(_scaled(values), draws=WEIGHTINGS, seed=instance.study.seed).first
    regret = _regrets(known)
    best_sites = set(problem.site[found[0][2].chosen].tolist())
    numbers: dict[Kind, int] = {}
    made = []
    for row, (kind, share, plan) in enumerate(found):
        numbers[kind] = numbers.get(kind, 0) + 1
        made.append(
            ComparedPlan(
                id="best" if kind == "best" else f"{kind}-{numbers[kind]}",
                kind=kind,
                share=share,
                plan=plan,
                merits=known[row],
                kept=len(best_sites & set(problem.site[plan.chosen].tolist())),
                beaten=bool(beaten[row]),
                score=None if scores is None else float(scores[row]),
                rank=None if scores is None else 1 + int((scores > scores[row]).sum()),
                first=float(first[row]),
                regret=None if regret is None else float(regret[row]),
            )
        )
    return tuple(made)


def _beaten(values: Float64) -> Bool:
    # Differences of rounding are none.
    return dominated(np.round(values, 9))


def _scaled(values: Float64) -> Float64:
    """Return each criterion from 0 for the worst plan to 1 for the best; 0 where all are equal."""
    low, spread = values.min(axis=0), np.ptp(values, axis=0)
    made: Float64 = np.divide(values - low, spread, out=np.zeros_like(values), where=spread > 0)
    return made


def _regrets(known: list[Merits]) -> Float64 | None:
    by_storm = [one.by_storm for one in known if one.by_storm is not None]
    if not by_storm:
        return None
    table = np.array(by_storm)
    made: Float64 = (table.max(axis=0) - table).max(axis=1)
    return made
