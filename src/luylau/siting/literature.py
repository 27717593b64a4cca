"""An instance of the literature solved: the chosen nodes, their value, and how good that is proven to be.

Maximal covering (``sjc``, ``mclp``): the demand within r of p points, as much as possible (R. Church and
C. ReVelle 1974). p-median (``pmed``): the ways of all vertices to the nearest of p, as short as possible
together (S. L. Hakimi 1964). Both choose exactly p.
"""

import csv
import io
import json
import math
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, fields
from typing import Final

import numpy as np

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.formats import MedianFile, PointFile
from luylau.siting.solving.median import p_median
from luylau.siting.solving.plan import Proof, covered, evaluate
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.solve import solve

_NEAR: Final = 1e-7
"""Relative gap up to which a plan counts as the best, as of ``Plan.optimal``."""
Tell = Callable[[], None]
"""Is called now and then while a plan is searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A chosen node by its ``number`` in the file, with how many ``nodes`` and which ``demand`` it reaches
    within r (what two reach is in both) or, in the p-median, serves. ``x`` and ``y`` as in the file; None in
    a graph."""

    number: int
    x: float | None
    y: float | None
    nodes: int
    demand: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What was read (``nodes``, their ``demand`` in all, ``p``, ``r``), and what was found.

    ``value``: the demand covered, of which ``bound`` is the most, or the sum of ways, of which ``bound`` is
    the least. ``gap``: by which share the best may be better. ``seconds``: that it took.
    """

    name: str
    nodes: int
    demand: float
    p: int
    r: float | None
    chosen: tuple[Chosen, ...]
    value: float
    bound: float
    proof: Proof
    seconds: float
    seed: int

    @property
    def gap(self) -> float:
        """By which share of the greater of value and bound the two differ."""
        most = max(self.value, self.bound)
        return abs(self.bound - self.value) / most if most > 0 else 0.0

    @property
    def optimal(self) -> bool:
        """Whether no choice is better, up to rounding."""
        return self.gap <= _NEAR


def solve_covering(
    file: PointFile, p: int, r: float, *, seconds: float = 60.0, seed: int = 0, tell: Tell | None = None
) -> Solved:
    """Choose p points so that most demand lies within r of them.

    Args:
        file: the points.
        p: how many.
        r: the radius in the file's unit, in metres for degrees.
        seconds: at most, about.
        seed: of all random numbers.
        tell: is called now and then.

    Raises:
        BadInput: there is no such number of points, or the radius or time is impossible.
    """
    nodes = len(file.number)
    _check(p, nodes, seconds)
    if not (math.isfinite(r) and r >= 0):
        raise BadInput("siting-radius-wrong", said=r)
    problem = file.problem(r, p)
    plan = solve(problem, seconds=seconds, seed=seed, tell=_going(tell))
    chosen = _filled(problem, plan.chosen, p)
    value, bound = evaluate(problem, chosen), plan.bound
    if bool((file.demand == np.rint(file.demand)).all()):
        # Sums of whole numbers are whole: no choice reaches the part of the bound behind the point.
        bound = float(np.floor(bound * (1 + _NEAR)))
    within = problem.cover.reached(file.demand)
    return Solved(
        name=file.name,
        nodes=nodes,
        demand=problem.total,
        p=p,
        r=r,
        chosen=tuple(
            Chosen(
                number=int(file.number[one]),
                x=float(file.x[one]),
                y=float(file.y[one]),
                nodes=int(problem.cover.sizes[one]),
                demand=float(within[one]),
            )
            for one in chosen.tolist()
        ),
        value=value,
        bound=max(bound, value),
        proof=plan.proof,
        seconds=plan.seconds,
        seed=seed,
    )


def solve_median(
    file: MedianFile, p: int | None = None, *, seconds: float = 60.0, seed: int = 0, tell: Tell | None = None
) -> Solved:
    """Choose p vertices (those that the file says, where p is None) with the shortest ways from all.

    Raises:
        BadInput: there is no such number of vertices, the time is impossible, or the graph falls apart into
            more than p parts.
    """
    nodes = len(file.distance)
    count = file.count if p is None else p
    _check(count, nodes, seconds)
    parts = len(np.unique(np.isfinite(file.distance), axis=0))
    if parts > count:
        raise BadInput("siting-instance-apart", parts=parts, count=count)
    going = _going(tell)
    plan = p_median(file.distance, count, seconds=seconds, seed=seed, tell=lambda *_: going(None))
    served = np.bincount(plan.serves, minlength=nodes)
    return Solved(
        name=file.name,
        nodes=nodes,
        demand=float(nodes),
        p=count,
        r=None,
        chosen=tuple(
            Chosen(number=one + 1, x=None, y=None, nodes=int(served[one]), demand=float(served[one]))
            for one in plan.chosen.tolist()
        ),
        value=plan.cost,
        bound=plan.bound,
        proof=plan.proof,
        seconds=plan.seconds,
        seed=seed,
    )


def chosen_csv(solved: Solved) -> str:
    """Return the chosen nodes as CSV: number, x, y (empty in a graph), nodes, demand."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(one.name for one in fields(Chosen))
    writer.writerows(astuple(one) for one in solved.chosen)
    return out.getvalue()


def solved_json(solved: Solved) -> str:
    """Return all of it as a JSON object; ``chosen`` are the numbers of the nodes."""
    said = asdict(solved) | {
        "chosen": [one.number for one in solved.chosen],
        "gap": solved.gap,
        "optimal": solved.optimal,
    }
    return json.dumps(said, ensure_ascii=False)


def _check(p: int, nodes: int, seconds: float) -> None:
    if not 1 <= p <= nodes:
        raise BadInput("siting-count-wrong", count=p, sites=nodes)
    if not (math.isfinite(seconds) and seconds > 0):
        raise BadInput("siting-seconds-wrong", said=seconds)


def _going(tell: Tell | None) -> Callable[[object], bool]:
    def going(_: object) -> bool:
        if tell is not None:
            tell()
        return True

    return going


def _filled(problem: CoverProblem, chosen: Int64, count: int) -> Int64:
    """Return the plan with exactly ``count`` points, ascending: those added that reach most of what is left;
    a plan leaves points out once they add nothing."""
    free = np.ones(problem.columns, np.bool_)
    free[chosen] = False
    left = problem.weights * ~covered(problem.cover, chosen)
    while free.sum() > problem.columns - count and left.any():
        best = int(np.argmax(np.where(free, problem.cover.reached(left), -1.0)))
        free[best] = False
        left[problem.cover.column(best)] = 0.0
    spare = np.flatnonzero(free)[: int(free.sum()) - (problem.columns - count)]
    free[spare] = False
    return np.flatnonzero(~free)
