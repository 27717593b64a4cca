"""One entry: from a problem to a plan with a proven bound, by the way that suits its size.

::

    check ─▶ levels of shares ─▶ what is decided out, points merged ─┬─▶ greedy ─▶ relaxation ─▶ core ──┐
                                       (very many pairs) columns generated ─────────────────────────────┤
      plan, bound ◀── small: what the bound leaves open, by HiGHS ◀── annealing and concentration ◀─────┘
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.conflicts import require_feasible
from luylau.siting.solving.core import core, generate, reduced
from luylau.siting.solving.exact import solve_exactly
from luylau.siting.solving.feasible import first_plan
from luylau.siting.solving.first_order import Relaxed, relax
from luylau.siting.solving.greedy import greedy, value
from luylau.siting.solving.levels import levelled
from luylau.siting.solving.limits import short
from luylau.siting.solving.plan import Plan, Proof, evaluate
from luylau.siting.solving.polish import Guide, polish
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.reduce import Compact, compact

Stage = Literal["reading", "relaxing", "improving", "proving"]

MANY: Final = 6_000_000
"""Pairs from which on columns are generated."""
_EXACT: Final = 400_000
"""Pairs up to which what is left open is given to HiGHS as a whole."""
_RELAX_GAP: Final = 5e-4
_RELAX_SHARE: Final = 0.4
"""Of the time, for the relaxation."""
_IMPROVE_SHARE: Final = 0.5
"""Of the time then left, for heuristics, where an exact search follows."""
_ROUNDS: Final = 40
_FIRST, _SECOND = 1, 8
"""Rounds before and after a first look at the exact search."""
_SOON: Final = 12_000
"""Pairs left open up to which that first look is taken."""
_MET: Final = 1e-6
"""Relative: by how much a bound and the plan that it proves may differ."""
_NODES: Final = 20
"""Of that first look's search tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is: best ``value`` and ``bound`` as yet (of the merged problem), seconds since the start."""

    stage: Stage
    value: float
    bound: float
    seconds: float


Tell = Callable[[Progress], bool]
"""Is told how far it is; returns False to cancel."""


def solve(
    problem: CoverProblem,
    *,
    seconds: float = 60.0,
    gap: float = 0.0,
    seed: int = 0,
    threads: int = 2,
    tell: Tell | None = None,
) -> Plan:
    """Return a plan with its bound.

    The same problem and seed give the same plan where the time does not cut the search.

    Args:
        problem: what is asked.
        seconds: at most, about.
        gap: relative gap that is near enough.
        seed: of all random numbers.
        threads: at most.
        tell: is told how far it is now and then; ends the work by returning False.

    Raises:
        BadInput: arrays do not fit, values are impossible, or the limits contradict one another.
    """
    if not (np.isfinite(seconds) and seconds > 0):
        raise BadInput("siting-seconds-wrong", said=float(seconds))
    problem.check()
    require_feasible(problem)
    return _Search(problem, seconds, gap, seed, threads, tell).run()


class _Search:
    def __init__(
        self, problem: CoverProblem, seconds: float, gap: float, seed: int, threads: int, tell: Tell | None
    ) -> None:
        self.begun = time.monotonic()
        self.problem, self.seconds, self.gap = problem, seconds, gap
        self.seed, self.threads, self._tell = seed, threads, tell
        self.until = self.begun + seconds
        self.cancelled = False
        self.base = 0.0

    def run(self) -> Plan:
        plain = levelled(self.problem)
        many = plain.cover.pairs > MANY
        open_ = compact(plain, merged=not many)
        self.base = open_.base
        if not open_.columns:
            return self._plan(open_, np.empty(0, np.int64), open_.base, Proof.EXACT)
        self.tell("relaxing", 0.0, float(open_.weight.sum()))
        if many:
            return self._generated(open_)
        first = self._first(open_)
        x = np.zeros(open_.columns)
        x[first] = 1.0
        found = relax(
            open_,
            until=self._share(_RELAX_SHARE),
            target=max(_RELAX_GAP, self.gap / 5),
            start=x,
            threads=self.threads,
            tell=lambda bound, _: self.tell("relaxing", value(open_, first), bound),
        )
        rank = reduced(open_, found.net, found.price)
        guided = greedy(open_, found.x + 0.02)
        kept = core(found, rank, first, guided)
        small = open_.take(kept)
        place = np.cumsum(kept) - 1
        starts = [first] if short(open_, guided) else [first, guided]
        start = place[max(starts, key=lambda plan: value(open_, plan))]
        exactly = open_.cover.pairs <= _EXACT
        plan = small.column[
            self._improved(small, start, found, found.x[kept], _FIRST if exactly else _ROUNDS)
        ]
        bound, proof = found.bound, Proof.LAGRANGE
        if exactly and not self._enough(value(open_, plan), bound):
            # Most small ones are proven at once; the others get a better plan first, which shuts out more.
            plan, bound, proof = self._proven(open_, plan, found.bound, rank, bound, proof, first=True)
        if exactly and not self._enough(value(open_, plan), bound):
            held = np.union1d(np.flatnonzero(kept), plan)
            small = open_.take(np.isin(np.arange(open_.columns), held))
            start = np.searchsorted(small.column, plan)
            plan = small.column[self._improved(small, start, found, found.x[held], _SECOND, exactly)]
            plan, bound, proof = self._proven(open_, plan, found.bound, rank, bound, proof)
        return self._plan(open_, plan, open_.base + bound, proof)

    def _generated(self, open_: Compact) -> Plan:
        found = generate(
            open_,
            until=self._share(_RELAX_SHARE),
            seed=self.seed,
            threads=self.threads,
            tell=lambda bound, value: self.tell("relaxing", value, bound),
        )
        small = found.problem
        first, guided = self._first(small), greedy(small, found.found.x + 0.02)
        starts = [first] if short(small, guided) else [first, guided]
        start = max(starts, key=lambda plan: value(small, plan))
        plan = small.column[self._improved(small, start, found.found, found.found.x, _ROUNDS)]
        bound, proof = found.found.bound, Proof.LAGRANGE
        left = found.found.bound + found.rank >= value(open_, plan)
        if int(open_.cover.sizes[left].sum()) <= 2 * MANY and not self._enough(value(open_, plan), bound):
            plan, bound, proof = self._proven(open_, plan, bound, found.rank, bound, proof)
        return self._plan(open_, plan, open_.base + bound, proof)

    def _first(self, open_: Compact) -> Int64:
        found = greedy(open_)
        return first_plan(open_) if short(open_, found) else found

    def _improved(
        self, small: Compact, start: Int64, found: Relaxed, x: Float64, rounds: int, some: bool = False
    ) -> Int64:
        if self.cancelled:
            return start
        return polish(
            small,
            start,
            Guide(x=np.clip(x, 0.0, 1.0), price=found.price),
            until=self._share(_IMPROVE_SHARE) if some else self.until,
            seed=self.seed,
            rounds=rounds,
            enough=found.bound - self.gap * (found.bound + self.base),
            threads=self.threads,
            tell=lambda value: self.tell("improving", value, found.bound),
        )

    def _proven(
        self,
        open_: Compact,
        plan: Int64,
        relaxed: float,
        rank: Float64,
        bound: float,
        proof: Proof,
        *,
        first: bool = False,
    ) -> tuple[Int64, float, Proof]:
        """Give HiGHS the columns that the Lagrangian bound leaves open: no better plan holds any other.

        ``rank`` goes with that bound, ``relaxed``, and with no other; ``bound`` is the best one so far, by
        ``proof``.
        """
        reached = value(open_, plan)
        if self.cancelled or time.monotonic() >= self.until:
            return plan, bound, proof
        self.tell("proving", reached, bound)
        kept: Bool = relaxed + rank >= reached
        kept[plan] = True
        small = open_.take(kept)
        if small.cover.pairs > (_SOON if first else _EXACT):
            return plan, bound, proof
        place = np.cumsum(kept) - 1
        solved = solve_exactly(
            small, until=self.until, start=place[plan], gap=self.gap, nodes=_NODES if first else None,
            tell=lambda best: self.tell("proving", max(best, reached), bound),
        )  # fmt: skip
        if solved.columns is not None:
            found = small.column[solved.columns]
            if value(open_, found) > reached:
                plan, reached = found, value(open_, found)
        lowered = max(solved.bound, reached)
        if lowered >= bound:
            return plan, bound, proof
        # HiGHS has come to its end as well where the gap that was asked for is left.
        ended = solved.proven and lowered <= reached + _MET * max(lowered, self.base)
        return plan, lowered, Proof.EXACT if ended else Proof.BRANCH

    def _plan(self, open_: Compact, plan: Int64, bound: float, proof: Proof) -> Plan:
        chosen = open_.chosen(plan)
        reached = evaluate(self.problem, chosen)
        return Plan(
            chosen=chosen,
            value=reached,
            bound=max(min(bound, self.problem.total), reached),
            cost=float(self.problem.cost[chosen].sum()),
            proof=proof,
            seconds=time.monotonic() - self.begun,
            seed=self.seed,
            cancelled=self.cancelled,
        )

    def _share(self, share: float) -> float:
        now = time.monotonic()
        return now + share * max(self.until - now, 0.0)

    def _enough(self, reached: float, bound: float) -> bool:
        whole = bound + self.base
        return bound - reached <= max(self.gap, 1e-9) * whole

    def tell(self, stage: Stage, reached: float, bound: float) -> bool:
        """Tell how far it is; return whether to go on."""
        if self._tell is not None and not self.cancelled:
            so_far = Progress(
                stage=stage,
                value=self.base + max(reached, 0.0),
                bound=self.base + bound,
                seconds=time.monotonic() - self.begun,
            )
            self.cancelled = not self._tell(so_far)
        return not self.cancelled
