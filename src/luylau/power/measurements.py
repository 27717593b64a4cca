"""What is measured in a grid, and what of it can be used.

Measurements come from meters and substations: late, missing, with a wrong sign, on elements that nobody knows
or that the switches say are dead. ``screen`` sorts out what no estimate is needed to refuse, each with its
reason; what is wrong in a subtler way is found by ``estimation``.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.model import Grid, Table
from luylau.power.topology import Trace, sum_below

POWER_FACTOR: Final = 0.9
"""Assumed where neither a measurement nor the plan tells reactive power."""
PHASE_SIGMA_RAD: Final = 0.15
"""Standard deviation of a current's phase that was taken from the planned loads: assumed."""
REACTIVE_SHARE: Final = 0.3
"""Standard deviation of a reactive power taken from the plan, as a share of the apparent power: assumed."""
ABSENT_PU: Final = 0.1
"""A voltage below this is none."""
LEAST_PU: Final = 0.5
MOST_PU: Final = 1.5
"""No grid in service has a voltage outside these."""
MOST_SHARE: Final = 10.0
"""Nothing carries this many times all that is planned."""


class Quantity(IntEnum):
    """What is measured, and of what ``element`` is the number.

    A node's voltage (line to line); power into an edge at its begin or end; the current through an edge,
    without its direction; power taken by a load, given by a generator or a source, or given to a node by all
    that hangs on it.
    """

    VOLTAGE = 0
    POWER_BEGIN = 1
    POWER_END = 2
    CURRENT = 3
    LOAD = 4
    GENERATOR = 5
    SOURCE = 6
    NODE = 7


class Reason(StrEnum):
    """Why a measurement is not used; message keys."""

    NOT_A_NUMBER = "measurement-not-a-number"
    SIGMA = "measurement-sigma"
    UNKNOWN_ELEMENT = "measurement-unknown-element"
    STALE = "measurement-stale"
    IMPOSSIBLE = "measurement-impossible"
    LIVE_ON_DEAD = "measurement-live-on-dead"
    DEAD_ON_LIVE = "measurement-dead-on-live"
    DIRECTION = "measurement-direction-unknown"
    SWITCH = "measurement-switch-not-attributable"
    BAD = "measurement-bad"
    WRONG_SIGN = "measurement-wrong-sign"
    CONTRADICTORY = "measurement-contradictory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements(Table):
    """Measurements, one a row. ``value`` is in V, W or A, ``reactive_var`` beside a power (NaN: not known),
    ``sigma`` the standard deviation in the unit of ``value``, ``age_s`` how long ago it was measured.
    ``element`` -1 is one that the grid does not know."""

    quantity: Int8
    element: Int64
    value: Float64
    reactive_var: Float64
    sigma: Float64
    age_s: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A measurement that is not used: its row and why. ``expected`` is what all others say and ``residual``
    measured less expected, both in the measurement's unit; ``normalised`` is the residual in its own standard
    deviations. NaN where no estimate was needed to refuse it."""

    row: int
    id: str
    reason: Reason
    residual: float = np.nan
    expected: float = np.nan
    normalised: float = np.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What can be estimated with, by measurement: ``usable``; and as the engine takes it ``quantity`` (no
    currents, no switches), ``element``, ``p`` (V or W), ``q_var``, ``sigma_p``, ``sigma_q``. ``sign`` is -1
    where it was turned round on its way from a switch to the element behind it."""

    id: tuple[str, ...]
    usable: Bool
    quantity: Int8
    element: Int64
    p: Float64
    q_var: Float64
    sigma_p: Float64
    sigma_q: Float64
    sign: Float64
    flags: tuple[Flag, ...]


class _Sorting:
    """Which measurements are still usable, and why the others are not: the first reason holds."""

    def __init__(self, count: int) -> None:
        self.usable: Bool = np.ones(count, np.bool_)
        self.why: dict[int, Reason] = {}

    def refuse(self, rows: Bool, reason: Reason) -> None:
        for row in np.flatnonzero(rows & self.usable).tolist():
            self.why[row] = reason
        self.usable &= ~rows


def _sizes(grid: Grid) -> Int64:
    """Return how many elements each quantity can be measured at."""
    edges = grid.edge_count
    return np.array(
        [
            len(grid.nodes), edges, edges, edges,
            len(grid.loads), len(grid.generators), len(grid.sources), len(grid.nodes),
        ]
    )  # fmt: skip


def node_of(grid: Grid, quantity: Int8, element: Int64) -> Int64:
    """Return a node at which each measurement is taken."""
    node = element.copy()
    for kind, column in (
        (Quantity.POWER_BEGIN, grid.edge_from),
        (Quantity.POWER_END, grid.edge_to),
        (Quantity.CURRENT, grid.edge_from),
        (Quantity.LOAD, grid.loads.node),
        (Quantity.GENERATOR, grid.generators.node),
        (Quantity.SOURCE, grid.sources.node),
    ):
        rows = quantity == kind
        node[rows] = column[element[rows]]
    return node


def screen(grid: Grid, measured: Measurements, serving: Bool, traced: Trace, stale_s: float) -> Screened:
    """Return what of the measurements can be used, and why the others cannot.

    What is older than ``stale_s`` is left out: a meter that fell silent would hold the estimate to the past.
    A current becomes power away from the source with the planned loads' power factor; a reactive power that
    is missing is planned likewise. A measurement at a switch is handed to the one element behind it. What
    measures nothing where nothing can be is right but of no further use: neither usable nor flagged.

    Args:
        grid: the grid.
        measured: the measurements.
        serving: which edges are in service, shape (edges,).
        traced: what the sources reach with them.
        stale_s: the greatest age in use.
    """
    known = (measured.quantity >= 0) & (measured.quantity < len(Quantity))
    sizes = _sizes(grid)[np.where(known, measured.quantity, 0)]
    known &= (measured.element >= 0) & (measured.element < sizes)
    sorting = _Sorting(len(measured))
    sorting.refuse(~known, Reason.UNKNOWN_ELEMENT)
    sorting.refuse(~np.isfinite(measured.value), Reason.NOT_A_NUMBER)
    sorting.refuse(~(np.isfinite(measured.sigma) & (measured.sigma > 0)), Reason.SIGMA)
    sorting.refuse(~(measured.age_s <= stale_s), Reason.STALE)
    quantity = np.where(known, measured.quantity, Quantity.VOLTAGE).astype(np.int8)
    element = np.where(known, measured.element, 0)
    node = node_of(grid, quantity, element)
    _sort_voltages(grid, measured, quantity == Quantity.VOLTAGE, node, traced.energised, sorting)
    at_edge = (quantity >= Quantity.POWER_BEGIN) & (quantity <= Quantity.CURRENT)
    dead = ~traced.energised[node]
    dead[at_edge] |= ~serving[element[at_edge]]
    something = np.abs(measured.value) > 3 * measured.sigma
    sorting.refuse((quantity != Quantity.VOLTAGE) & dead & something, Reason.LIVE_ON_DEAD)
    sorting.usable &= ~dead
    current = quantity == Quantity.CURRENT
    sorting.refuse(current & (measured.value < 0), Reason.IMPOSSIBLE)
    if len(traced.loops):
        sorting.refuse(current, Reason.DIRECTION)
    quantity = _directed(grid, quantity, element, current & known, traced)
    p, q_var, sigma_p, sigma_q = _powers(grid, measured, quantity, current, node, traced)
    s_va = np.hypot(p, q_var)
    sorting.refuse((quantity != Quantity.VOLTAGE) & (s_va > _most_va(grid)), Reason.IMPOSSIBLE)
    sign = np.ones(len(measured))
    at_switch = np.zeros(len(measured), np.bool_)
    at_switch[at_edge] = (element[at_edge] >= grid.switch_edges.start) & (
        element[at_edge] < grid.switch_edges.stop
    )
    failed = np.zeros(len(measured), np.bool_)
    for row in np.flatnonzero(at_switch & sorting.usable).tolist():
        begins = bool(quantity[row] == Quantity.POWER_BEGIN)
        place = behind_switch(grid, serving, int(element[row]), begins)
        if place is None:
            failed[row] = True
        else:
            quantity[row], element[row], sign[row] = place
    sorting.refuse(failed, Reason.SWITCH)
    return Screened(
        id=measured.id, usable=sorting.usable, quantity=quantity, element=element,
        p=p * sign, q_var=q_var * sign, sigma_p=sigma_p, sigma_q=sigma_q, sign=sign,
        flags=tuple(
            Flag(row=row, id=measured.id[row], reason=reason) for row, reason in sorted(sorting.why.items())
        ),
    )  # fmt: skip


def _sort_voltages(
    grid: Grid, measured: Measurements, voltage: Bool, node: Int64, live: Bool, sorting: _Sorting
) -> None:
    u_pu = measured.value / grid.nodes.u_rated_v[node]
    sorting.refuse(voltage & ~live[node] & (np.abs(u_pu) > ABSENT_PU), Reason.LIVE_ON_DEAD)
    sorting.refuse(voltage & live[node] & (np.abs(u_pu) <= ABSENT_PU), Reason.DEAD_ON_LIVE)
    sorting.refuse(voltage & (-u_pu > LEAST_PU) & (-u_pu < MOST_PU), Reason.WRONG_SIGN)
    sorting.refuse(voltage & live[node] & ((u_pu < LEAST_PU) | (u_pu > MOST_PU)), Reason.IMPOSSIBLE)


def _most_va(grid: Grid) -> float:
    """Return a power that nothing in the grid can have: watts taken for kilowatts go beyond it."""
    planned = [np.hypot(table.p_w, table.q_var) for table in (grid.loads, grid.generators)]
    return MOST_SHARE * float(sum(np.nansum(part) for part in planned))


def _directed(grid: Grid, quantity: Int8, element: Int64, current: Bool, traced: Trace) -> Int8:
    """Return the quantities with each current as a power at the edge's end that is nearer to the source."""
    directed = quantity.copy()
    rows = np.flatnonzero(current)
    edge = element[rows]
    towards_end = traced.parent_edge[grid.edge_to[edge]] == edge
    directed[rows] = np.where(towards_end, Quantity.POWER_BEGIN, Quantity.POWER_END)
    return directed


def _powers(
    grid: Grid, measured: Measurements, quantity: Int8, current: Bool, node: Int64, traced: Trace
) -> tuple[Float64, Float64, Float64, Float64]:
    """Return each measurement as active and reactive power (a voltage stands in the first) with sigmas.

    A current of phase phi behind the voltage is P = S cos(phi), Q = S sin(phi), S = sqrt(3) U I; errors are
    carried through to the first order.
    """
    count = len(grid.nodes)
    plan_p, plan_q = (
        sum_below(traced, np.bincount(grid.loads.node, np.nan_to_num(of_load), count).astype(np.float64))
        for of_load in (grid.loads.p_w, grid.loads.q_var)
    )
    at = node.copy()
    far = np.flatnonzero((quantity == Quantity.POWER_BEGIN) | (quantity == Quantity.POWER_END))
    begin, end = grid.edge_from[measured.element[far]], grid.edge_to[measured.element[far]]
    at[far] = np.where(traced.parent[end] == begin, end, begin)
    phi = np.arctan2(plan_q[at], np.maximum(plan_p[at], 0.0))
    phi[(plan_p[at] <= 0) & (plan_q[at] == 0)] = np.arccos(POWER_FACTOR)
    p, q = measured.value.copy(), np.nan_to_num(measured.reactive_var)
    sigma_p, sigma_q = measured.sigma.copy(), measured.sigma.copy()
    factor = np.sqrt(3) * grid.nodes.u_rated_v[node]
    s, sigma_s = factor * measured.value, factor * measured.sigma
    p[current], q[current] = (s * np.cos(phi))[current], (s * np.sin(phi))[current]
    sigma_p[current] = np.hypot(sigma_s * np.cos(phi), s * np.sin(phi) * PHASE_SIGMA_RAD)[current]
    sigma_q[current] = np.hypot(sigma_s * np.sin(phi), s * np.cos(phi) * PHASE_SIGMA_RAD)[current]
    blind = ~current & (quantity != Quantity.VOLTAGE) & ~np.isfinite(measured.reactive_var)
    q[blind] = (measured.value * np.tan(np.clip(phi, -1.3, 1.3)))[blind]
    sigma_q[blind] = np.hypot(measured.sigma, REACTIVE_SHARE * measured.value)[blind]
    return p, q, sigma_p, sigma_q


def behind_switch(grid: Grid, serving: Bool, switch: int, begins: bool) -> tuple[Quantity, int, float] | None:
    """Return where the power through a closed switch can be measured as well: quantity, element, sign.

    Switches have no impedance, so their flow is told by what stands behind them: a single line or
    transformer on one side (and nothing else), or only loads and generators there while the other side has
    none. None if it is neither, as at a bus coupler.

    Args:
        grid: the grid.
        serving: which edges are in service.
        switch: the switch's number among the edges.
        begins: whether what is measured flows into its begin (towards its end), or into its end.
    """
    if not serving[switch]:
        return None
    carrying = grid.switch_edges.start + np.flatnonzero(serving[grid.switch_edges])
    begin, end = grid.edge_from, grid.edge_to
    near, far = int(begin[switch]), int(end[switch])
    if not begins:
        near, far = far, near
    sides = [_joined(begin, end, carrying[carrying != switch], start) for start in (near, far)]
    if sides[0] & sides[1]:
        return None  # another way round the switch
    edges: list[list[tuple[int, bool]]] = []
    hangs: list[bool] = []
    others = np.flatnonzero(serving)
    others = others[(others < grid.switch_edges.start) | (others >= grid.switch_edges.stop)]
    appliances = np.concatenate([grid.loads.node, grid.generators.node, grid.sources.node])
    for joined in sides:
        nodes = np.fromiter(joined, np.int64)
        edges.append(
            [(int(one), True) for one in others[np.isin(begin[others], nodes)]]
            + [(int(one), False) for one in others[np.isin(end[others], nodes)]]
        )
        hangs.append(bool(np.isin(appliances, nodes).any()))
    for side, sign in ((1, 1.0), (0, -1.0)):
        if len(edges[side]) == 1 and not hangs[side]:
            edge, at_begin = edges[side][0]
            return (Quantity.POWER_BEGIN if at_begin else Quantity.POWER_END), edge, sign
        if not edges[side] and hangs[side] and not hangs[1 - side]:
            return Quantity.NODE, (far if side else near), -sign
    return None


def _joined(begin: Int64, end: Int64, closed: Int64, start: int) -> set[int]:
    """Return the nodes that closed switches join with ``start``."""
    found, ahead = {start}, [start]
    while ahead:
        node = ahead.pop()
        for near, far in ((begin, end), (end, begin)):
            for there in far[closed[near[closed] == node]].tolist():
                if there not in found:
                    found.add(there)
                    ahead.append(there)
    return found
