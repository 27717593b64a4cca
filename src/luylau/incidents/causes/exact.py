"""The most probable causes by integer programming, with a bound: what the alternation is held against.

Only the active part goes to the solver. With the carriers' states fixed to 0 or 1 the rest is a closure
problem on a tree, whose linear programme has whole-numbered corners (J.-C. Picard, "Maximal closure of a
graph and applications to combinatorial problems", Management Science 22(11), 1976); so only the carriers are
declared whole.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luylau.incidents.causes.active import Active, whole
from luylau.incidents.causes.joint import Causes, Problem, score_of
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.topology import NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """The best set found, its score, and what no set can exceed; both equal where it is proven best."""

    causes: Causes
    score: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the found set may lie below the best, in log probability."""
        return max(self.bound - self.score, 0.0)


def exact(part: Active, *, limit_s: float = 10.0) -> Exact:
    """Return the most probable causes, proven so if the solver ends within ``limit_s`` seconds."""
    # HiGHS takes a while to load.
    from highspy import HighsVarType, ObjSense, kHighsInf

    from luylau.power.solver import Solver

    problem = part.problem
    nodes, carriers = len(problem.supply.parent), len(problem.carriers.parent)
    cost, constant = _costs(problem)
    rows, extra = _rows(problem, nodes, carriers)
    cost = np.concatenate([cost, np.array(extra, np.float64)])
    count = len(cost)
    model = Solver()
    model.setOptionValue("time_limit", limit_s)
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 1e-7)
    empty = np.empty(0, np.int32)
    model.addCols(count, cost, np.zeros(count), np.ones(count), 0, empty, empty, np.empty(0, np.float64))
    starts, index, value, low = _packed(rows)
    model.addRows(len(rows), low, np.full(len(rows), kHighsInf), len(index), starts, index, value)
    model.changeObjectiveSense(ObjSense.kMaximize)
    if carriers:
        whole_ones = np.arange(nodes, nodes + carriers, dtype=np.int32)
        model.changeColsIntegrality(carriers, whole_ones, np.full(carriers, HighsVarType.kInteger))
    model.run()
    solved = np.array(model.getSolution().col_value)
    info = model.getInfo()
    bound = info.mip_dual_bound if carriers else info.objective_function_value
    dead, down = solved[:nodes] > 0.5, solved[nodes : nodes + carriers] > 0.5
    causes = Causes(_first(dead, problem.supply.parent), dead, _first(down, problem.carriers.parent), down)
    return Exact(
        causes=whole(part, causes),
        score=score_of(problem, causes) + part.rest,
        bound=constant + bound + part.rest,
    )


def _first(state: Bool, parent: Int64) -> Bool:
    """Return where a state begins on the way from the top."""
    above: Bool = np.where(parent == NONE, False, np.append(state, False)[parent])
    return state & ~above


def _costs(problem: Problem) -> tuple[Float64, float]:
    """Return the value of each D and N, and what stands for none."""
    supply, carriers = problem.supply, problem.carriers
    parts, constant = [], 0.0
    for tree in (supply, carriers):
        hold, opens = np.log1p(-tree.chance), np.log(tree.chance)
        value = tree.weight - hold + opens
        has = tree.parent != NONE
        np.add.at(value, tree.parent[has], -opens[has])
        constant += float(hold.sum())
        parts.append(value)
    d, n = parts
    single_d, single_n = problem.group_node >= 0, problem.group_carrier >= 0
    np.add.at(d, problem.group_node[single_d], problem.dark[single_d])
    np.add.at(n, problem.group_carrier[single_n], problem.cut[single_n])
    return np.concatenate([d, n]), constant


Row = tuple[list[int], list[float], float]
"""Columns, factors, and what their sum must reach."""


def _rows(problem: Problem, nodes: int, carriers: int) -> tuple[list[Row], list[float]]:
    """Return the constraints, and the value of each product that they bring in as a column."""
    rows: list[Row] = []
    extra: list[float] = []
    for tree, first in ((problem.supply, 0), (problem.carriers, nodes)):
        for one, above in enumerate(tree.parent.tolist()):
            if above != NONE:
                rows.append(([first + one, first + above], [1.0, -1.0], 0.0))

    def product(value: float, parts: list[tuple[int, float]], constant: float = 0.0) -> None:
        """Bring in a column worth ``value``, the product of terms; each is +-column + constant."""
        column = nodes + carriers + len(extra)
        extra.append(value)
        if value > 0:
            for at, sign in parts:
                rows.append(([column, at], [-1.0, sign], -(constant if sign < 0 else 0.0)))
        else:
            free = sum(constant for _, sign in parts if sign < 0)
            rows.append(
                ([column, *(at for at, _ in parts)], [1.0, *(-sign for _, sign in parts)],
                 free - len(parts) + 1)
            )  # fmt: skip

    mixed = problem.both - problem.dark - problem.cut
    shared = (problem.group_node >= 0) & (problem.group_carrier >= 0) & (mixed != 0)
    for g in np.flatnonzero(shared).tolist():
        d, n = int(problem.group_node[g]), nodes + int(problem.group_carrier[g])
        product(float(mixed[g]), [(d, 1.0), (n, 1.0)])
    for one in np.flatnonzero((problem.spent > 0) & (problem.carrier_node >= 0)).tolist():
        d, n, p = int(problem.carrier_node[one]), nodes + one, float(problem.carriers.chance[one])
        spent = float(problem.spent[one])
        # Up though its supply is dead; gone down with it.
        product(float(np.log1p(-spent) - np.log1p(-p)), [(d, 1.0), (n, -1.0)], 1.0)
        gain, above = float(np.log(spent) - np.log(p)), int(problem.carriers.parent[one])
        if above == NONE:
            product(gain, [(d, 1.0), (n, 1.0)])
        else:
            column = nodes + carriers + len(extra)
            extra.append(gain)
            rows.append(([column, d], [-1.0, 1.0], 0.0))
            rows.append(([column, n, nodes + above], [-1.0, 1.0, -1.0], 0.0))
    return rows, extra


def _packed(rows: list[Row]) -> tuple[NDArray[np.int32], NDArray[np.int32], Float64, Float64]:
    """Return the rows as HiGHS takes them: starts, columns, factors, lower bounds."""
    sizes = np.array([len(columns) for columns, _, _ in rows], np.int32)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32) if len(rows) else sizes
    index = np.array([one for columns, _, _ in rows for one in columns], np.int32)
    value = np.array([one for _, factors, _ in rows for one in factors], np.float64)
    return starts, index, value, np.array([low for _, _, low in rows], np.float64)
