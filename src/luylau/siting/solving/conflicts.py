"""Limits that contradict one another: the smallest set of them that no plan can keep, by name.

A set of limits is a smallest contradiction if it meets every set whose withdrawal would allow a plan, and no
set of fewer does (A. Ignatiev and others, "Smallest MUS extraction with minimal hitting set dualization",
CP 2015). So sets to withdraw are found one by one, each as small as it can be, and a smallest set that meets
all of them, until that set itself allows no plan. One option a site is taken for granted.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.plan import TOLERANCE, broken
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.programme import maximise

Kind = Literal["budget", "most_sites", "unit_least", "unit_most", "apart", "must", "forbidden"]

_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: its kind, and which column ("must") or unit ("unit_least", "unit_most") it is about; -1 for
    the others."""

    kind: Kind
    number: int = -1

    def __str__(self) -> str:
        return self.kind if self.number < 0 else f"{self.kind} {self.number}"


class LimitsConflict(BadInput):
    """No plan keeps all limits; ``limits`` are the fewest that no plan keeps together."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        self.limits = limits
        super().__init__("siting-limits-conflict", limits=", ".join(map(str, limits)), count=len(limits))


def require_feasible(problem: CoverProblem) -> None:
    """Look whether some plan keeps all limits.

    Raises:
        LimitsConflict: none does.
    """
    found = conflict(problem)
    if found:
        raise LimitsConflict(found)


def conflict(problem: CoverProblem) -> tuple[Limit, ...]:
    """Return the fewest limits that no plan keeps together; empty if a plan keeps all."""
    asked = problem.unit_least is not None and bool((problem.unit_least > 0).any())
    if not len(problem.must) and not asked:
        return ()
    if not asked and not broken(problem, np.setdiff1d(problem.must, problem.installed)):
        return ()
    elastic = _Elastic(problem)
    hard = np.zeros(len(elastic.limits), np.bool_)
    withdrawn: list[Bool] = []
    for _ in range(_ROUNDS):
        given_up = elastic.least_given_up(hard)
        if given_up is None:
            break
        if not given_up.any():
            return ()
        withdrawn.append(given_up)
        hard = _meets(withdrawn, len(hard))
    else:
        # A contradiction all the same, though perhaps not the smallest.
        hard = elastic.thinned()
    return tuple(limit for limit, kept in zip(elastic.limits, hard.tolist(), strict=True) if kept)


class _Elastic:
    """The limits without the coverage: each may be given up by a binary of its own."""

    def __init__(self, problem: CoverProblem) -> None:
        self.problem = problem
        self.limits: list[Limit] = []
        self.parts: list[tuple[Int64, Int64, Float64]] = []
        self.high: list[float] = []
        self.columns = problem.columns
        self.standing = np.zeros(self.columns, np.bool_)
        self.standing[problem.installed] = True
        self._gather()

    def _row(self, columns: Int64, factors: Float64, high: float, limit: int, slack: float) -> None:
        """Add sum of factors x - slack s <= high; ``limit`` -1 for what cannot be given up."""
        if limit >= 0:
            columns, factors = np.append(columns, self.columns + limit), np.append(factors, -slack)
        self.parts.append((np.full(len(columns), len(self.high)), columns, factors))
        self.high.append(high)

    def _new(self, kind: Kind, number: int = -1) -> int:
        self.limits.append(Limit(kind=kind, number=number))
        return len(self.limits) - 1

    def _gather(self) -> None:
        problem, count = self.problem, self.columns
        new = np.flatnonzero(~self.standing)
        paid = problem.cost[new]
        slack = float(paid.sum())
        self._row(new, paid, problem.budget * (1 + TOLERANCE), self._new("budget"), slack)
        if problem.most_sites:
            most = float(problem.most_sites)
            self._row(new, np.ones(len(new)), most, self._new("most_sites"), float(count))
        for unit_limit, sign in ((problem.unit_least, -1.0), (problem.unit_most, 1.0)):
            if unit_limit is None or problem.unit is None:
                continue
            there = np.bincount(problem.unit[self.standing], minlength=len(unit_limit))
            for unit in np.flatnonzero(unit_limit > 0 if sign < 0 else unit_limit >= 0).tolist():
                members = new[problem.unit[new] == unit]
                # What stands already may be more than is allowed; then nothing may come.
                left = max(float(unit_limit[unit] - there[unit]), 0.0)
                number = self._new("unit_least" if sign < 0 else "unit_most", unit)
                self._row(members, np.full(len(members), sign), sign * left, number, max(left, len(members)))
        self._pairs()
        for column in np.setdiff1d(problem.must, problem.installed).tolist():
            self._row(np.array([column]), -np.ones(1), -1.0, self._new("must", column), 1.0)
        if len(problem.forbidden):
            number = self._new("forbidden")
            out = problem.forbidden
            self._row(out, np.ones(len(out)), 0.0, number, float(len(out)))

    def _pairs(self) -> None:
        problem = self.problem
        sites, of_site = np.unique(problem.site, return_inverse=True)
        order = np.argsort(of_site, kind="stable")
        starts = np.searchsorted(of_site[order], np.arange(len(sites) + 1))
        taken = np.zeros(len(sites), np.bool_)
        taken[of_site[self.standing]] = True
        for site in range(len(sites)):
            members = order[starts[site] : starts[site + 1]]
            members = members[~self.standing[members]]
            if len(members) > 1 or taken[site]:
                self._row(members, np.ones(len(members)), 0.0 if taken[site] else 1.0, -1, 0.0)
        if not len(problem.apart):
            return
        number = self._new("apart")
        place = {int(site): at for at, site in enumerate(sites.tolist())}
        for first, second in problem.apart.tolist():
            if first == second or first not in place or second not in place:
                continue
            both = [place[first], place[second]]
            members = np.concatenate([order[starts[at] : starts[at + 1]] for at in both])
            members = members[~self.standing[members]]
            high = 1.0 - min(int(taken[both].sum()), 1)
            self._row(members, np.ones(len(members)), high, number, float(len(members)))

    def least_given_up(self, hard: Bool) -> Bool | None:
        """Return the fewest limits to give up beside those that are ``hard``; None if that does not help."""
        row, column, factor = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        width = self.columns + len(self.limits)
        matrix = csr_array((factor, (row, column)), shape=(len(self.high), width))
        worth = np.zeros(width)
        worth[self.columns :] = -1.0
        top = np.ones(width)
        top[self.columns :][hard] = 0.0
        top[: self.columns][self.standing] = 0.0
        found = maximise(worth, matrix, np.array(self.high), top)
        return None if found is None else found[self.columns :] > 0.5

    def thinned(self) -> Bool:
        """Return a contradiction of which nothing can be left out."""
        hard = np.ones(len(self.limits), np.bool_)
        for number in range(len(hard)):
            hard[number] = False
            if self.least_given_up(hard) is not None:
                hard[number] = True
        return hard


def _meets(sets: list[Bool], count: int) -> Bool:
    """Return the fewest limits of which each set has one."""
    matrix = csr_array(-np.array(sets, np.float64))
    found = maximise(-np.ones(count), matrix, -np.ones(len(sets)), np.ones(count))
    assert found is not None
    return found > 0.5
