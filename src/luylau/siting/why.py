"""Why a plan is as it is: what each chosen site adds, why others were left, what each unit gets, what more
money buys.

A column's *own* reach counts all demand that it reaches. What it *adds* is less: the demand that nobody else
in the plan reaches as well. With shares a point counts with the best of its columns, so a column adds the
difference between its share and the second best::

    own       |=========================|
    others           |==================|         reached by others of the plan too
    adds      |======|
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.plan import TOLERANCE, reach_with
from luylau.siting.solving.problem import CoverProblem

_PIECE: Final = 4_000_000
"""Pairs looked at together, so that memory stays small."""
_SMALL: Final = 1e-9


class Reason(StrEnum):
    """Why a site is not in a plan, the first that applies."""

    REFUSED = "refused"
    """It must not be used."""
    REACHED = "reached"
    """All that it reaches is reached already."""
    NEAR = "near"
    """It is too near to a site of the plan."""
    UNIT_FULL = "unit_full"
    """Its unit has as many sites as it may."""
    ENOUGH = "enough"
    """The plan has as many sites as it may, and each adds more."""
    DEAR = "dear"
    """It costs more than is left, and others give more for their cost."""
    LESS = "less"
    """It could be put in, but adds too little to have been found worth it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A column of the plan: its ``own`` reach, and what it ``adds`` (both in demand)."""

    column: int
    own: float
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A site that is not in the plan, with the column that would add most. ``rival``: the column of the plan
    that reaches most of the same demand, -1 for none, and ``shared``, how much that is."""

    column: int
    own: float
    would_add: float
    reason: Reason
    rival: int
    shared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One more column: what it costs and what it adds once those before it are there."""

    column: int
    cost: float
    adds: float


def own_reach(problem: CoverProblem) -> Float64:
    """Return the demand that each column reaches alone, shape (columns,)."""
    return problem.cover.reached(problem.weights)


def would_add(problem: CoverProblem, share: Float64) -> Float64:
    """Return what each column would add where each point counts with ``share`` already, shape (columns,)."""
    if problem.cover.share is None:
        return problem.cover.reached(problem.weights * (1.0 - share))
    gain = np.zeros(problem.columns)
    for begin, end, points, shares in _pieces(problem.cover):
        more = np.maximum(shares - share[points], 0.0) * problem.weights[points]
        sizes = problem.cover.sizes[begin:end]
        gain[begin:end] = np.bincount(
            np.repeat(np.arange(end - begin), sizes), weights=more, minlength=end - begin
        )
    return gain


def chosen(problem: CoverProblem, plan: Int64) -> tuple[Chosen, ...]:
    """Return what each column of the plan reaches and adds, those that add most first."""
    every = np.concatenate([plan, problem.installed]).astype(np.int64)
    best, second, by = _best_two(problem.cover, every)
    lost = np.bincount(
        by[by >= 0], weights=(problem.weights * (best - second))[by >= 0], minlength=problem.columns
    )
    own = own_reach(problem)
    found = [Chosen(column=one, own=float(own[one]), adds=float(lost[one])) for one in plan.tolist()]
    return tuple(sorted(found, key=lambda one: (-one.adds, one.column)))


def rejected(problem: CoverProblem, plan: Int64, most: int = 20) -> tuple[Rejected, ...]:
    """Return up to ``most`` sites that are not in the plan, those with the greatest own reach first."""
    every = np.concatenate([plan, problem.installed]).astype(np.int64)
    own, gain = own_reach(problem), would_add(problem, reach_with(problem, plan))
    used = np.isin(problem.site, problem.site[every])
    order = np.lexsort((np.arange(problem.columns), -gain, -own))
    found: list[Rejected] = []
    seen: set[int] = set()
    for column in order.tolist():
        site = int(problem.site[column])
        if used[column] or site in seen:
            continue
        seen.add(site)
        of_site = np.flatnonzero(problem.site == site)
        best = int(of_site[np.argmax(gain[of_site])])
        rival, shared = _rival(problem, best, every)
        found.append(
            Rejected(
                column=best,
                own=float(own[best]),
                would_add=float(gain[best]),
                reason=_reason(problem, plan, best, float(gain[best])),
                rival=rival,
                shared=shared,
            )
        )
        if len(found) == most:
            break
    return tuple(found)


def next_steps(problem: CoverProblem, plan: Int64, extra: float, most: int = 10) -> tuple[Step, ...]:
    """Return what ``extra`` money above the budget buys beside the plan, the best value first; what is left
    of the budget is spent too. Other limits than the budget are kept; what stands is not moved."""
    share = reach_with(problem, plan)
    purse = problem.budget + extra - float(problem.cost[plan].sum())
    now = plan
    steps: list[Step] = []
    while len(steps) < most:
        gain = would_add(problem, share)
        gain[~_possible(problem, now) | (problem.cost > purse + _penny(problem))] = 0.0
        if not gain.max(initial=0.0) > _SMALL * max(problem.total, 1.0):
            break
        column = int(np.argmax(gain / np.maximum(problem.cost, _SMALL)))
        cost = float(problem.cost[column])
        steps.append(Step(column=column, cost=cost, adds=float(gain[column])))
        purse -= cost
        now = np.append(now, column)
        points = problem.cover.column(column)
        share[points] = np.maximum(share[points], problem.cover.column_shares(column))
    return tuple(steps)


def _possible(problem: CoverProblem, plan: Int64) -> Bool:
    """Say which columns could be put in beside the plan, whatever they cost."""
    every = np.concatenate([plan, problem.installed]).astype(np.int64)
    free = ~np.isin(problem.site, problem.site[every])
    free[problem.forbidden] = False
    if problem.most_sites and len(plan) >= problem.most_sites:
        free[:] = False
    if problem.unit is not None and problem.unit_most is not None:
        count = np.bincount(problem.unit[every], minlength=len(problem.unit_most))
        free &= (count < problem.unit_most)[problem.unit]
    free &= ~np.isin(problem.site, _neighbours(problem, every))
    return free


def _neighbours(problem: CoverProblem, columns: Int64) -> Int64:
    """Return the sites that are too near to those of the columns."""
    sites = problem.site[columns]
    first, second = problem.apart[:, 0], problem.apart[:, 1]
    return np.concatenate([second[np.isin(first, sites)], first[np.isin(second, sites)]])


def _reason(problem: CoverProblem, plan: Int64, column: int, gain: float) -> Reason:
    every = np.concatenate([plan, problem.installed]).astype(np.int64)
    if column in problem.forbidden:
        return Reason.REFUSED
    if gain <= _SMALL * max(problem.total, 1.0):
        return Reason.REACHED
    if problem.site[column] in _neighbours(problem, every):
        return Reason.NEAR
    if problem.unit is not None and problem.unit_most is not None:
        unit = problem.unit[column]
        if int((problem.unit[every] == unit).sum()) >= problem.unit_most[unit]:
            return Reason.UNIT_FULL
    if problem.most_sites and len(plan) >= problem.most_sites:
        return Reason.ENOUGH
    if problem.cost[column] > problem.budget - float(problem.cost[plan].sum()) + _penny(problem):
        return Reason.DEAR
    return Reason.LESS


def _penny(problem: CoverProblem) -> float:
    """Return by how much a plan may pass the budget through rounding."""
    return TOLERANCE * problem.budget


def _rival(problem: CoverProblem, column: int, every: Int64) -> tuple[int, float]:
    """Return the column of the plan that shares most demand with ``column``, and how much."""
    points = problem.cover.column(column)
    best, shared = -1, 0.0
    for other in every.tolist():
        common = np.intersect1d(points, problem.cover.column(other), assume_unique=True)
        weight = float(problem.weights[common].sum())
        if weight > shared:
            best, shared = other, weight
    return best, shared


def _best_two(cover: Cover, columns: Int64) -> tuple[Float64, Float64, Int64]:
    """Return each point's largest and second largest share among the columns, and who gives the largest (-1
    for nobody), each of shape (points,)."""
    best, second = np.zeros(cover.point_count), np.zeros(cover.point_count)
    by = np.full(cover.point_count, -1, np.int64)
    for column in columns.tolist():
        points, share = cover.column(column), cover.column_shares(column).astype(np.float64)
        ahead = share > best[points]
        second[points] = np.where(ahead, best[points], np.maximum(second[points], share))
        best[points[ahead]] = share[ahead]
        by[points[ahead]] = column
    return best, second, by


def _pieces(cover: Cover) -> Iterator[tuple[int, int, Int64, Float64]]:
    """Yield runs of columns (begin, end) with their pairs' points and shares."""
    begin = 0
    while begin < cover.columns:
        limit = cover.starts[begin] + _PIECE
        end = max(int(np.searchsorted(cover.starts, limit, side="right")) - 1, begin + 1)
        pairs = slice(int(cover.starts[begin]), int(cover.starts[end]))
        share = np.ones(pairs.stop - pairs.start) if cover.share is None else cover.share[pairs]
        yield begin, end, cover.points[pairs].astype(np.int64), share.astype(np.float64)
        begin = end
