"""A study's plan by the study's method: which of the solvers answers it.

================ ==============================================================================
``covering``     ``solving.solve``; with a floor for every unit, or where the second cover
                 counts too, ``solving.layers``
``supply``       ``solving.solve``, each site reaching itself
``cover_all``    ``solving.cover_all``: all that can be reached, at the least cost
``median``       ``solving.median`` where nothing but the number of sites limits the plan, and
                 ``solving.capacitated`` where each serves so much at most; else
                 ``solving.solve``, for which it is a cover whose shares fall with the way
================ ==============================================================================
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.checks import check_pairs
from luylau.siting.instance import WHOLE, Instance
from luylau.siting.refining import refined
from luylau.siting.solving.capacitated import capacitated_median
from luylau.siting.solving.conflicts import Limit, LimitsConflict
from luylau.siting.solving.cover_all import cover_all
from luylau.siting.solving.layers import backup, with_floors
from luylau.siting.solving.median import MedianPlan, p_median
from luylau.siting.solving.plan import Plan, covered, evaluate, unit_reach
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.solve import Progress, solve

_MOST_WAYS: Final = 50_000_000
"""Ways from points to sites that a p-median is found for; each takes some 40 bytes."""
_MOST_SERVED: Final = 200_000
"""The same where sites serve so much at most: as one mixed-integer programme."""
_REFINING: Final = 0.2
"""Of the time, for the shares as they are, beyond it if need be."""
Seconds = Callable[[float], None]
"""Told how many seconds have passed."""


def find(
    instance: Instance,
    problem: CoverProblem | None = None,
    *,
    seconds: float,
    gap: float = 0.0,
    tell: Seconds = lambda _seconds: None,
) -> Plan:
    """Return a plan with its bound.

    Args:
        instance: what is asked.
        problem: the instance's, with other weights or limits; None for it as it is.
        seconds: at most, about.
        gap: relative gap that is near enough.
        tell: told how long it has taken now and then.

    Raises:
        BadInput: the limits contradict one another, or no plan keeps the floors of the units.
    """
    asked = instance.problem if problem is None else problem
    with named_limits(instance, asked):
        return _found(instance, asked, seconds, gap, tell)


@contextmanager
def named_limits(instance: Instance, problem: CoverProblem) -> Iterator[None]:
    """Let a contradiction of limits name the study's fields, sites and units, not the problem's numbers.

    Raises:
        BadInput: limits contradict one another.
    """
    try:
        yield
    except LimitsConflict as conflict:
        named = ", ".join(_named(instance, problem, one) for one in conflict.limits)
        raise BadInput("siting-limits-conflict", limits=named, count=len(conflict.limits)) from conflict


def _named(instance: Instance, problem: CoverProblem, limit: Limit) -> str:
    """Return a limit by its field in the study, and the site or the unit that it is about."""
    ground = instance.ground
    if limit.kind == "must":
        return f"must {ground.sites.id[int(problem.site[limit.number])]}"
    if limit.kind in ("unit_least", "unit_most") and problem.unit is not None:
        if 0 <= limit.number < len(ground.units):
            return f"{limit.kind} {ground.units.id[limit.number]}"
        # A site that must be used is a unit of its own (``instance``).
        column = int(np.argmax(problem.unit == limit.number))
        return f"must {ground.sites.id[int(problem.site[column])]}"
    if limit.kind == "forbidden":
        limits = instance.study.limits
        return ", ".join(name for name in ("must_not", "reliable") if getattr(limits, name))
    return "apart_m" if limit.kind == "apart" else limit.kind


def _found(instance: Instance, asked: CoverProblem, seconds: float, gap: float, tell: Seconds) -> Plan:
    study = instance.study
    seed, limits = study.seed, study.limits
    if study.method == "cover_all":
        return _cheapest(asked, seconds, seed)
    if study.method == "median" and study.options[0].capacity:
        return _capacitated(instance, asked, seconds)
    if study.method == "median" and _only_counts(instance, asked):
        return _median(instance, asked, seconds, tell)
    if limits.unit_reach:
        return _with_floors(instance, asked, seconds, gap)
    if limits.twice:
        return backup(asked, first=1.0 - limits.twice, seconds=seconds, gap=gap, seed=seed)

    def told(found: Progress) -> bool:
        tell(found.seconds)
        return True

    until = time.monotonic() + seconds
    plan = solve(asked, seconds=seconds, gap=gap, seed=seed, tell=told)
    return refined(asked, plan, until + _REFINING * seconds)


def _cheapest(problem: CoverProblem, seconds: float, seed: int) -> Plan:
    """Points that nobody can reach are left out: the plan's ``bound`` says how much can be reached at all."""
    free = np.ones(problem.columns, np.bool_)
    free[np.concatenate([problem.installed, problem.forbidden])] = False
    # One option a site: where something must stand, nothing else may.
    free[np.isin(problem.site, problem.site[problem.must])] = False
    columns = np.flatnonzero(free)
    given = np.union1d(problem.installed, problem.must).astype(np.int64)
    cover = problem.cover.take(columns)
    cover = cover.keep(~covered(problem.cover, given)[cover.points])
    found = cover_all(cover, problem.cost[columns], seconds=seconds, seed=seed, whole=False)
    chosen = np.union1d(columns[found.chosen], np.setdiff1d(problem.must, problem.installed)).astype(np.int64)
    fixed = float(problem.cost[chosen].sum()) - found.cost
    value = evaluate(problem, chosen)
    return replace(
        found,
        chosen=chosen,
        value=value,
        bound=value,
        cost=found.cost + fixed,
        least_cost=(found.least_cost or 0.0) + fixed,
    )


def _only_counts(instance: Instance, problem: CoverProblem) -> bool:
    """Say whether nothing but the number of sites, all alike, limits a plan, so that it is a p-median."""
    loose = problem.budget >= float(problem.cost.sum()) and not instance.study.limits.powered
    named = len(problem.must) or len(problem.forbidden) or len(problem.installed) or len(problem.apart)
    alike = problem.columns == instance.ground.candidates and problem.unit is None
    return bool(loose and not named and alike and 0 < problem.most_sites <= problem.columns)


def _parts(problem: CoverProblem, most: int) -> Float64:
    """Return each way as a part of the longest, shape (points, columns), as the cover has them: who is not
    reached has to go all of it.

    Raises:
        BadInput: there are more than ``most``.
    """
    cover = problem.cover
    assert cover.share is not None
    check_pairs(cover.point_count * problem.columns, most)
    part = np.ones((cover.point_count, problem.columns))
    part[cover.points, cover.column_of_pair()] = 1.0 - cover.share
    return part


def _capacitated(instance: Instance, problem: CoverProblem, seconds: float) -> Plan:
    """A plan's value counts the site that serves each point, which may not be its nearest."""
    study = instance.study
    columns = np.setdiff1d(np.arange(problem.columns), problem.forbidden)
    # In parts of what a site serves: the solver's tolerances are absolute.
    demand = instance.ground.points.weight / study.options[0].capacity
    found = capacitated_median(
        _parts(problem, _MOST_SERVED)[:, columns],
        demand,
        np.ones(len(columns)),
        min(problem.most_sites, len(columns)),
        weights=problem.weights,
        seconds=seconds,
        seed=study.seed,
    )
    return _of_ways(problem, found, columns[found.chosen], problem.total - found.cost)


def _median(instance: Instance, problem: CoverProblem, seconds: float, tell: Seconds) -> Plan:
    part, count = _parts(problem, _MOST_WAYS), problem.most_sites
    found = p_median(part, count, weights=problem.weights, seconds=seconds, seed=instance.study.seed)
    tell(found.seconds)
    return _of_ways(problem, found, found.chosen, evaluate(problem, found.chosen))


def _of_ways(problem: CoverProblem, found: MedianPlan, chosen: Int64, value: float) -> Plan:
    """Return a plan of shortest ways as one that reaches most: what is not on the way is reached."""
    return Plan(
        chosen=chosen,
        value=value,
        bound=max(problem.total - found.bound, value),
        cost=float(problem.cost[chosen].sum()),
        proof=found.proof,
        seconds=found.seconds,
        seed=found.seed,
    )


def _with_floors(instance: Instance, problem: CoverProblem, seconds: float, gap: float) -> Plan:
    ground, floor = instance.ground, instance.study.limits.unit_reach
    units = len(ground.units)
    # What lies in no unit is in one more, without a floor.
    unit = np.where(ground.point_unit < 0, units, ground.point_unit)
    unit = np.repeat(unit, instance.copies)
    short = _short(problem, unit, units, floor)
    if short.any():
        named = ", ".join(ground.units.id[row] for row in np.flatnonzero(short)[:5].tolist())
        raise BadInput("siting-floor-unreachable", units=named, count=int(short.sum()), share=100 * floor)
    floors = np.concatenate([np.full(units, floor), [0.0]])
    found = with_floors(problem, unit, floors, seconds=seconds, gap=gap, seed=instance.study.seed)
    if found is None:
        raise BadInput("siting-floor-none-found", share=100 * floor)
    return found


def _short(problem: CoverProblem, unit: Int64, units: int, floor: float) -> Bool:
    """Return which units no plan can serve so far, shape (units,), were all sites used."""
    every = np.setdiff1d(np.arange(problem.columns), problem.forbidden)
    asked, got = unit_reach(problem, every, unit, units + 1)[:units].T
    made: Bool = got < floor * asked * (1 - 1e-9)
    return made


def mean_way_m(instance: Instance, plan: Plan) -> float | None:
    """Return how far, in metres, all that is asked for has to its nearest site in the mean, by weight; None
    for a study by another method."""
    if instance.study.method != "median":
        return None
    return instance.ground.far_m * (1.0 - plan.value / WHOLE)
