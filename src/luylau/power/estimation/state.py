"""The voltages and flows that fit all measurements best.

Weighted least squares by power-grid-model (Newton-Raphson). Loads without a meter are taken as planned,
with a large standard deviation, once the plan is scaled to the flows measured above (``allocation``); where
nothing hangs, nothing flows in. What no measured voltage pins down is not estimated: its island is
unobservable. What contradicts the rest is found by ``bad_data`` and left out, one after the other.
"""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.engine import Dataset
from luylau.power.estimation.bad_data import Solved, chi_square, contradicted, improbable, worst_of
from luylau.power.estimation.measurements import (
    LEAST_PU,
    MOST_PU,
    REASONS,
    USED,
    Flag,
    Measurements,
    Quantity,
    Reason,
    judge,
)
from luylau.power.estimation.sensors import Case, NoEstimate, Rules, observable, prepare, sensors, solve
from luylau.power.model import Grid
from luylau.power.topology import NONE


class Quality(IntEnum):
    """How a node's voltage is known: ``DOUBTFUL`` is estimated from measurements that contradict each
    other, ``MEASURED`` estimated where a voltage is measured."""

    DEAD = 0
    UNOBSERVABLE = 1
    DOUBTFUL = 2
    ESTIMATED = 3
    MEASURED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """A part of the grid that is joined. ``observable``: whether it was estimated; ``consistent``: whether
    what was measured fits together and gives voltages that a grid can have; ``chi_square`` its sum of squared
    residuals in sigmas, with ``freedom`` degrees of freedom (NaN and 0 where it was not estimated)."""

    observable: bool
    consistent: bool
    chi_square: float
    freedom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimated grid. By node: ``u_pu`` (0 where dead, NaN where unobservable), ``angle_rad``, ``quality``
    (``Quality``), ``island`` (number in ``islands``, -1 where dead). By edge, NaN for switches and where
    unobservable: power into it at its begin, ``p_w`` and ``q_var``; ``i_a``, the larger of its ends;
    ``loading`` (1 = rated). ``used``: which measurements entered; ``flags`` says why others did not."""

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

    def counts(self) -> dict[Reason, int]:
        """Return how many measurements were left out for each reason."""
        return dict(Counter(flag.reason for flag in self.flags))


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
    case = prepare(grid, measured, serving, planned, rules)
    why = judge(case.grid, measured, case.placed, measured.value)
    flags = [
        Flag(row=row, id=measured.id[row], reason=REASONS[why[row]])
        for row in np.flatnonzero(why >= 0).tolist()
    ]
    active = why == USED
    consistent, closed = np.ones(case.islands, np.bool_), np.zeros(case.islands, np.bool_)
    removed = np.zeros(case.islands, np.int64)
    while (solved := _solve(case, active)) is not None:
        far = contradicted(case, solved)
        failing = (improbable(case, solved) | far) & ~closed
        again = False
        for number, worst in worst_of(case, solved, failing).items():
            bad = [flag for flag in worst if flag.normalised > case.rules.residual_limit]
            if not bad or removed[number] + len(bad) > case.rules.most_removed:
                # Too much of what is measured contradicts itself; if it is the plan alone, that is no fault.
                consistent[number], closed[number] = not bad and not far[number], True
                continue
            removed[number] += len(bad)
            flags += bad
            active[[flag.row for flag in bad]] = False
            again = True
        if not again:
            break
    return _answer(case, active, solved, consistent, tuple(flags))


def _solve(case: Case, active: Bool) -> Solved | None:
    """Solve all islands that can be; those that the engine fails on are not observable."""
    chosen = sensors(case, active)
    islands = observable(case, chosen)
    if not islands.any():
        return None
    try:
        return Solved(found=solve(case, chosen, islands)[0], sensors=chosen, islands=islands)
    except NoEstimate:
        for number in np.flatnonzero(islands).tolist():
            try:
                solve(case, chosen, np.arange(case.islands) == number)
            except NoEstimate:
                islands[number] = False
    if not islands.any():
        return None
    return Solved(found=solve(case, chosen, islands)[0], sensors=chosen, islands=islands)


def _answer(
    case: Case, active: Bool, solved: Solved | None, consistent: Bool, flags: tuple[Flag, ...]
) -> Estimate:
    placed, island = case.placed, case.group_island[case.group]
    done = np.zeros(case.islands, np.bool_) if solved is None else solved.islands
    known = np.append(done, False)[island]
    quality = np.where(island == NONE, Quality.DEAD, Quality.UNOBSERVABLE).astype(np.int8)
    seen = np.zeros(len(case.group_island), np.bool_)
    seen[case.group[placed.node[active & (placed.quantity == Quantity.VOLTAGE)]]] = True
    quality[known] = np.where(seen[case.group], Quality.MEASURED, Quality.ESTIMATED)[known]
    u_pu = np.where(island == NONE, 0.0, np.nan)
    angle, of_edge = u_pu.copy(), np.full((4, case.grid.edge_count), np.nan)
    chi, freedom = np.full(case.islands, np.nan), np.zeros(case.islands, np.int64)
    if solved is not None:
        node = solved.found["node"]
        u_pu[known], angle[known] = node["u_pu"][case.group][known], node["u_angle"][case.group][known]
        consistent = consistent.copy()
        consistent[island[known & unlikely(u_pu)]] = False
        of_edge = np.stack([edge_column(case, solved.found, column) for column in ("p_from", "q_from")])
        of_edge = np.vstack(
            [of_edge, currents(case, solved.found), edge_column(case, solved.found, "loading")]
        )
        of_edge[:, blind_edges(case, done)] = np.nan
        chi[done], freedom[done] = chi_square(case, solved)[done], solved.sensors.freedom[done]
        quality[known & ~np.append(consistent, True)[island]] = Quality.DOUBTFUL
    return Estimate(
        u_pu=u_pu,
        angle_rad=angle,
        quality=quality,
        island=island,
        p_w=of_edge[0],
        q_var=of_edge[1],
        i_a=of_edge[2],
        loading=of_edge[3],
        islands=tuple(
            Island(
                observable=bool(done[number]),
                consistent=bool(consistent[number]),
                chi_square=float(chi[number]),
                freedom=int(freedom[number]),
            )
            for number in range(case.islands)
        ),
        used=active & np.append(done, False)[case.row_island],
        flags=flags,
    )


def unlikely(u_pu: Float64) -> Bool:
    """Return which voltages no grid in service has: what was measured was nonsense, and nothing else told."""
    return (u_pu < LEAST_PU) | (u_pu > MOST_PU)


def edge_column(case: Case, found: Dataset, column: str) -> Float64:
    """Return one column of the engine's lines and transformers by edge, shape (..., edges); NaN for
    switches."""
    grid = case.grid
    values = np.full((*found["node"]["u_pu"].shape[:-1], grid.edge_count), np.nan)
    first = grid.edge_count - len(grid.transformers)
    for name, rows in (("line", slice(0, len(grid.lines))), ("transformer", slice(first, None))):
        if name in found:  # a grid may have none
            values[..., rows] = found[name][column]
    return values


def currents(case: Case, found: Dataset) -> Float64:
    """Return each edge's current, the larger of its ends."""
    larger: Float64 = np.maximum(edge_column(case, found, "i_from"), edge_column(case, found, "i_to"))
    return larger


def blind_edges(case: Case, done: Bool) -> Bool:
    """Return which edges touch an island that was not estimated."""
    grid, island = case.grid, case.group_island[case.group]
    dark = np.append(~done, False)[island]
    blind: Bool = dark[grid.edge_from] | dark[grid.edge_to]
    return blind
