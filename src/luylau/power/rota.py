"""Rota cuts: so much load is to be shed, slot after slot; who is cut when, with least harm and fairly.

In each slot feeders are chosen whose load together reaches what is asked. Feeders with sites of vital
criticality are left out. Each feeder costs its weighted customers (``restoration.Weights``), more the longer
it has been cut already: the cut goes round. A small integer programme for each slot (HiGHS) finds the
cheapest choice and proves by how much at most another would be cheaper; where it finds none in time, the
greedy choice stands."""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import Criticality, Grid
from luylau.power.restoration.plan import Weights

AGAIN = 100.0
"""How many times its cost a feeder costs more for each slot that it was cut already: as good as never again
before all others had their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Feeders (row numbers) that are cut in a slot, the load shed (W), customers, and by how much at most (a
    share of its cost) another choice would be cheaper."""

    feeders: Int64
    p_w: float
    customers: int
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """A rota. ``hours``: how long each feeder is cut, shape (feeders,), earlier cuts not counted;
    ``allowed``: which feeders may be cut at all."""

    slots: tuple[Slot, ...]
    hours: Float64
    allowed: Bool
    available_w: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeederSums:
    """What hangs on each feeder, shape (feeders,): load (W), customers, weight, and loads of high (column 0)
    and vital (column 1) criticality, shape (feeders, 2)."""

    p_w: Float64
    customers: Int64
    weight: Float64
    critical: Int64


def feeder_sums(grid: Grid, feeder_of_node: Int64, weights: Weights | None = None) -> FeederSums:
    """Return what hangs on each feeder.

    Args:
        grid: the grid.
        feeder_of_node: ``topology.feeder_of_nodes``.
        weights: what loads count.
    """
    count = len(grid.feeders)
    of_load = feeder_of_node[grid.loads.node]
    known = of_load >= 0
    p_w, weight = np.zeros(count), np.zeros(count)
    customers, critical = np.zeros(count, np.int64), np.zeros((count, 2), np.int64)
    np.add.at(p_w, of_load[known], grid.loads.p_w[known])
    np.add.at(customers, of_load[known], grid.loads.customers[known])
    np.add.at(weight, of_load[known], (weights or Weights()).of(grid)[known])
    for column, level in enumerate((Criticality.HIGH, Criticality.VITAL)):
        at_level = known & (grid.loads.criticality == level)
        np.add.at(critical, (of_load[at_level], column), 1)
    return FeederSums(p_w=p_w, customers=customers, weight=weight, critical=critical)


def rota(
    sums: FeederSums,
    shed_w: float,
    slots: int,
    slot_h: float,
    *,
    before_h: Float64 | None = None,
    seconds: float = 2.0,
) -> Rota:
    """Return who is cut when.

    Args:
        sums: what hangs on each feeder.
        shed_w: load to shed in each slot.
        slots: how many slots.
        slot_h: hours of one.
        before_h: hours that each feeder was cut before, shape (feeders,).
        seconds: time for the solver, all slots together.

    Raises:
        BadInput: nothing is to be shed, or more than may be cut.
    """
    if not (np.isfinite(shed_w) and shed_w > 0):
        raise BadInput("rota-target-wrong", p_mw=float(shed_w) / 1e6)
    allowed = (sums.critical[:, 1] == 0) & (sums.p_w > 0)
    available_w = float(sums.p_w[allowed].sum())
    if shed_w > available_w:
        raise BadInput("rota-target-too-much", p_mw=round(shed_w / 1e6, 1), most=round(available_w / 1e6, 1))
    rows = np.flatnonzero(allowed)
    hours = np.zeros(len(sums.p_w)) if before_h is None else before_h.astype(np.float64)
    started = hours.copy()
    found = []
    for _ in range(slots):
        cost = sums.weight[rows] * (1 + AGAIN * hours[rows] / slot_h)
        picked, gap = _cheapest(cost, sums.p_w[rows], shed_w, seconds / slots)
        chosen = rows[picked]
        hours[chosen] += slot_h
        found.append(
            Slot(
                feeders=chosen,
                p_w=float(sums.p_w[chosen].sum()),
                customers=int(sums.customers[chosen].sum()),
                gap=gap,
            )
        )
    return Rota(slots=tuple(found), hours=hours - started, allowed=allowed, available_w=available_w)


def _cheapest(cost: Float64, p_w: Float64, shed_w: float, seconds: float) -> tuple[Bool, float]:
    """Return which feeders to cut, and by how much at most (a share) another choice would be cheaper."""
    # Cheapest for its load first; then whatever turns out not to be needed stays on, dearest first.
    order = np.argsort(cost / p_w, kind="stable")
    # To shed all there is may lie beyond the running sum by its rounding.
    enough = min(int(np.searchsorted(np.cumsum(p_w[order]), shed_w)) + 1, len(order))
    picked = np.zeros(len(cost), np.bool_)
    picked[order[:enough]] = True
    for row in sorted(np.flatnonzero(picked).tolist(), key=lambda one: -cost[one]):
        if p_w[picked].sum() - p_w[row] >= shed_w:
            picked[row] = False
    # The same with parts of feeders is a bound: no choice of whole ones is cheaper.
    whole = np.cumsum(p_w[order])
    last = enough - 1
    rest_w = shed_w - (whole[last - 1] if last else 0.0)
    bound = float(cost[order[:last]].sum() + cost[order[last]] * rest_w / p_w[order[last]])
    better, proven = _solved(cost, p_w, shed_w, picked, seconds)
    bound = max(bound, proven)
    spent = float(cost[better].sum())
    return better, max(0.0, (spent - bound) / spent) if spent > 0 else 0.0


def _solved(cost: Float64, p_w: Float64, shed_w: float, start: Bool, seconds: float) -> tuple[Bool, float]:
    """Return the solver's choice, or the one it began with, and the bound that it has proven."""
    from highspy import HighsLp, HighsVarType, MatrixFormat

    from luylau.power.solver import Solver

    count = len(cost)
    model = HighsLp()
    model.num_col_, model.num_row_ = count, 1
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_, model.row_upper_ = np.array([shed_w / 1e6]), np.array([np.inf])
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([0, count], np.int32)
    model.a_matrix_.index_ = np.arange(count, dtype=np.int32)
    model.a_matrix_.value_ = p_w / 1e6
    model.integrality_ = [HighsVarType.kInteger] * count
    solver = Solver()
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(model)
    solver.setSolution(count, np.arange(count, dtype=np.int32), start.astype(np.float64))
    solver.run()
    proven = float(solver.getInfo().mip_dual_bound)
    values = np.array(solver.getSolution().col_value)
    if len(values) != len(cost):
        return start, 0.0
    picked = values > 0.5
    if p_w[picked].sum() < shed_w * (1 - 1e-9) or cost[picked].sum() > cost[start].sum():
        picked = start
    return picked, proven if np.isfinite(proven) else 0.0
