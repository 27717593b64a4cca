"""State estimation: the voltages and flows that fit all measurements best.

Weighted least squares by power-grid-model (Newton-Raphson). Loads without a meter are taken as planned,
with a large standard deviation, once the plan is scaled to the flows measured above (``allocation``); where
nothing hangs, nothing flows in. What no measured voltage pins down is not estimated: its island is
unobservable. What contradicts the rest is found by ``bad_data`` and left out, one after the other.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.bad_data import Solved, chi_square, suspicious, worst_of
from luylau.power.measurements import Flag, Measurements, Quantity
from luylau.power.model import Grid
from luylau.power.sensors import Case, NoEstimate, case, keep, sensors, solve
from luylau.power.topology import NONE


class Quality(IntEnum):
    """How a node's voltage is known."""

    DEAD = 0
    UNOBSERVABLE = 1
    ESTIMATED = 2
    MEASURED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How to estimate. ``pseudo_share`` and ``pseudo_least`` make the standard deviation of a planned load: a
    share of itself, and of the mean load at least (a load planned as 0 is no certainty; certainties of 0 W
    make the equations singular); both assumed. ``confidence`` of the chi-square test. ``residual_limit``: a
    normalised residual beyond it is bad data (3 is usual for one; among hundreds 4 raises fewer false
    alarms). ``most_removed``: how many measurements an island may lose before it counts as contradictory.
    """

    stale_s: float = 900.0
    pseudo_share: float = 0.5
    pseudo_least: float = 0.05
    confidence: float = 0.99
    residual_limit: float = 4.0
    most_removed: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """A part of the grid that is joined. ``observable``: whether it was estimated; ``consistent``: whether
    what was used fits together; ``chi_square`` its sum of squared residuals in sigmas, with ``freedom``
    degrees of freedom (NaN and 0 where it was not estimated)."""

    observable: bool
    consistent: bool
    chi_square: float
    freedom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimated grid. By node: ``u_pu`` (0 where dead, NaN where unobservable), ``angle_rad``, ``quality``
    (``Quality``), ``island`` (number in ``islands``, -1 where dead). By edge, NaN for switches and where
    unobservable: power into it at its begin, ``p_w`` and ``q_var``; ``i_a``, the larger of its ends;
    ``loading``. ``used``: which measurements entered; ``flags`` says why others did not."""

    u_pu: Float64
    angle_rad: Float64
    quality: Int8
    island: Int64
    p_w: Float64
    q_var: Float64
    i_a: Float64
    loading: Float64
    islands: tuple[Island, ...]
    used: Bool
    flags: tuple[Flag, ...]


def estimate(
    grid: Grid,
    measured: Measurements,
    serving: Bool | None = None,
    *,
    planned: tuple[Float64, Float64] | None = None,
    rules: Rules | None = None,
) -> Estimate:
    """Return the state that fits the measurements best.

    Args:
        grid: the grid.
        measured: what is measured.
        serving: which edges are in service, shape (edges,); the normal state if None.
        planned: active and reactive power expected of each load now (W, var); the grid's own if None.
        rules: how to estimate.
    """
    rules = rules or Rules()
    made = _case(grid, measured, serving, planned, rules)
    active, flags = made.screened.usable.copy(), list(made.screened.flags)
    consistent, closed = np.ones(made.islands, np.bool_), np.zeros(made.islands, np.bool_)
    removed = np.zeros(made.islands, np.int64)
    while True:
        solved, observable = _solve(made, active)
        if solved is None:
            break
        failing = observable & ~closed & suspicious(made, solved, rules.confidence, rules.residual_limit)
        worst = worst_of(made, solved, failing)
        again = False
        for number in np.flatnonzero(failing).tolist():
            bad = [flag for flag in worst[number] if flag.normalised > rules.residual_limit]
            if not bad or removed[number] + len(bad) > rules.most_removed:
                # The plan alone is at odds with what is measured, or too much of that with itself.
                consistent[number], closed[number] = not bad, True
                continue
            removed[number] += len(bad)
            flags += bad
            active[[flag.row for flag in bad]] = False
            again = True
        if not again:
            break
    return _answer(made, active, solved, observable, consistent, tuple(flags))


def _case(
    grid: Grid, measured: Measurements, serving: Bool | None,
    planned: tuple[Float64, Float64] | None, rules: Rules,
) -> Case:  # fmt: skip
    if planned is not None:
        grid = replace(grid, loads=replace(grid.loads, p_w=planned[0], q_var=planned[1]))
    return case(
        grid, measured, grid.edges_in_service() if serving is None else serving,
        stale_s=rules.stale_s, pseudo_share=rules.pseudo_share, pseudo_least=rules.pseudo_least,
    )  # fmt: skip


def _solve(made: Case, active: Bool) -> tuple[Solved | None, Bool]:
    """Solve all islands that have a measured voltage; those that cannot be solved are not observable."""
    pinned = active & (made.screened.quantity == Quantity.VOLTAGE)
    observable = np.zeros(made.islands, np.bool_)
    observable[made.row_island[pinned]] = True
    chosen = sensors(made, active)
    observable &= chosen.freedom >= 0
    for alone in (False, True):
        if alone:
            for number in np.flatnonzero(observable).tolist():
                keep(made, np.arange(made.islands) == number)
                try:
                    solve(made, chosen)
                except NoEstimate:
                    observable[number] = False
        if not observable.any():
            break
        keep(made, observable)
        try:
            return Solved(found=solve(made, chosen), sensors=chosen), observable
        except NoEstimate:
            continue
    return None, np.zeros(made.islands, np.bool_)


def _answer(
    made: Case, active: Bool, solved: Solved | None, observable: Bool, consistent: Bool,
    flags: tuple[Flag, ...],
) -> Estimate:  # fmt: skip
    grid = made.grid
    island = made.group_island[made.group]
    known = np.append(observable, False)[island]
    quality = np.where(island == NONE, Quality.DEAD, np.where(known, Quality.ESTIMATED, Quality.UNOBSERVABLE))
    seen = np.zeros(len(made.group_island), np.bool_)
    seen[made.group[made.screened.element[active & (made.screened.quantity == Quantity.VOLTAGE)]]] = True
    quality[known & seen[made.group]] = Quality.MEASURED
    u_pu = np.where(island == NONE, 0.0, np.nan)
    angle = u_pu.copy()
    of_edge = np.full((4, grid.edge_count), np.nan)
    chi = np.full(made.islands, np.nan)
    freedom = np.zeros(made.islands, np.int64)
    if solved is not None:
        node = solved.found["node"]
        u_pu[known], angle[known] = node["u_pu"][made.group][known], node["u_angle"][made.group][known]
        trafo = grid.edge_count - len(grid.transformers)
        for name, rows in (("line", slice(0, len(grid.lines))), ("transformer", slice(trafo, None))):
            if name in solved.found:
                part = solved.found[name]
                i_a = np.maximum(part["i_from"], part["i_to"])
                of_edge[:, rows] = part["p_from"], part["q_from"], i_a, part["loading"]
        blind = (island[grid.edge_from] != NONE) & ~known[grid.edge_from]
        blind |= (island[grid.edge_to] != NONE) & ~known[grid.edge_to]
        of_edge[:, blind] = np.nan
        chi, freedom = chi_square(made, solved), solved.sensors.freedom
    return Estimate(
        u_pu=u_pu, angle_rad=angle, quality=quality.astype(np.int8), island=island,
        p_w=of_edge[0], q_var=of_edge[1], i_a=of_edge[2], loading=of_edge[3],
        islands=tuple(
            Island(
                observable=bool(observable[number]), consistent=bool(consistent[number]),
                chi_square=float(chi[number]) if observable[number] else np.nan,
                freedom=int(freedom[number]) if observable[number] else 0,
            )
            for number in range(made.islands)
        ),
        used=active & observable[made.row_island],
        flags=flags,
    )  # fmt: skip
