"""What is measured in a grid, and what of it can be used.

Measurements come from meters and substations: late, missing, with a wrong sign, on elements that nobody knows
or that the switches say are dead. What no estimate is needed to refuse is refused here, each with its reason;
what is wrong in a subtler way is found by ``bad_data``.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.engine import fused
from luylau.power.model import Grid, Table
from luylau.power.topology import Trace

TAN_PHI: Final = 0.484
"""Reactive over active power where only the latter is measured: a power factor of 0.9, assumed."""
REACTIVE_SHARE: Final = 0.3
"""Standard deviation of such a reactive power, as a share of the active one: assumed."""
ABSENT_PU: Final = 0.1
"""A voltage below this is none."""
LEAST_PU: Final = 0.5
MOST_PU: Final = 1.5
"""No grid in service has a voltage outside these."""
MOST_SHARE: Final = 10.0
"""Nothing carries this many times all that is planned: watts taken for kilowatts go beyond it."""


class Quantity(IntEnum):
    """What is measured, and of what ``element`` is the number: a node's voltage (line to line); power into an
    edge at its begin or end; power taken by a load; power given by a generator or a source."""

    VOLTAGE = 0
    POWER_BEGIN = 1
    POWER_END = 2
    LOAD = 3
    GENERATOR = 4
    SOURCE = 5


class Reason(StrEnum):
    """Why a measurement is not used; message keys."""

    UNKNOWN_ELEMENT = "measurement-unknown-element"
    SIGMA = "measurement-sigma"
    STALE = "measurement-stale"
    SWITCH = "measurement-switch-not-attributable"
    NOT_A_NUMBER = "measurement-not-a-number"
    LIVE_ON_DEAD = "measurement-live-on-dead"
    DEAD_ON_LIVE = "measurement-dead-on-live"
    IMPOSSIBLE = "measurement-impossible"
    BAD = "measurement-bad"
    WRONG_SIGN = "measurement-wrong-sign"
    CONTRADICTORY = "measurement-contradictory"


REASONS: Final = tuple(Reason)
USED: Final = -1
IDLE: Final = -2
"""Measures nothing where nothing can be: right, but of no further use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements(Table):
    """Measurements, one a row. ``value`` is in V or W, ``reactive_var`` beside a power (NaN: not known),
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
class Placed:
    """Where the measurements stand in the grid, whatever they say; shape (measurements,).

    ``quantity``, ``element``: as the engine takes them: at a line or transformer, not at a switch. ``sign``
    is -1 where the power was turned round on its way from a switch to what stands behind it. ``node``: at
    which each is taken. ``dead``: nothing can be there. ``why``: ``USED`` or a place in ``REASONS``.
    """

    quantity: Int8
    element: Int64
    sign: Float64
    node: Int64
    dead: Bool
    why: Int8


def place(grid: Grid, measured: Measurements, serving: Bool, traced: Trace, stale_s: float) -> Placed:
    """Return where the measurements stand, and which of them cannot stand anywhere.

    What is older than ``stale_s``, or as far ahead of time, is left out: a meter that fell silent would hold
    the estimate to the past.

    Args:
        grid: the grid.
        measured: the measurements.
        serving: which edges are in service, shape (edges,).
        traced: what the sources reach with them.
        stale_s: the greatest age in use.
    """
    edges = grid.edge_count
    sizes = np.array(
        [len(grid.nodes), edges, edges, len(grid.loads), len(grid.generators), len(grid.sources)]
    )
    known = (measured.quantity >= 0) & (measured.quantity < len(Quantity))
    known &= (measured.element >= 0) & (
        measured.element < sizes[np.where(known, measured.quantity, Quantity.VOLTAGE)]
    )
    why = np.full(len(measured), USED, np.int8)
    refuse(why, ~known, Reason.UNKNOWN_ELEMENT)
    refuse(why, ~(np.isfinite(measured.sigma) & (measured.sigma > 0)), Reason.SIGMA)
    refuse(why, ~(np.abs(measured.age_s) <= stale_s), Reason.STALE)
    quantity = np.where(known, measured.quantity, Quantity.VOLTAGE).astype(np.int8)
    element = np.where(known, measured.element, 0)
    node = element.copy()
    for kind, column in (
        (Quantity.POWER_BEGIN, grid.edge_from),
        (Quantity.POWER_END, grid.edge_to),
        (Quantity.LOAD, grid.loads.node),
        (Quantity.GENERATOR, grid.generators.node),
        (Quantity.SOURCE, grid.sources.node),
    ):
        rows = quantity == kind
        node[rows] = column[element[rows]]
    dead = ~traced.energised[node]
    at_edge = (quantity == Quantity.POWER_BEGIN) | (quantity == Quantity.POWER_END)
    dead[at_edge] |= ~serving[element[at_edge]]
    switches = grid.switch_edges
    rows = np.flatnonzero(
        at_edge & ~dead & (why == USED) & (element >= switches.start) & (element < switches.stop)
    )
    sign = np.ones(len(measured))
    found, begins, turned = _behind_switches(
        grid, serving, element[rows], quantity[rows] == Quantity.POWER_BEGIN
    )
    refused = np.zeros(len(measured), np.bool_)
    refused[rows] = found < 0
    refuse(why, refused, Reason.SWITCH)
    rows, kept = rows[found >= 0], found >= 0
    element[rows], sign[rows] = found[kept], turned[kept]
    quantity[rows] = np.where(begins[kept], Quantity.POWER_BEGIN, Quantity.POWER_END)
    return Placed(quantity=quantity, element=element, sign=sign, node=node, dead=dead, why=why)


def refuse(why: Int8, rows: Bool, reason: Reason) -> None:
    """Give the reason to those rows that have none yet."""
    why[rows & (why == USED)] = REASONS.index(reason)


def _behind_switches(grid: Grid, serving: Bool, switch: Int64, begins: Bool) -> tuple[Int64, Bool, Float64]:
    """Return where the power through closed switches can be measured as well: edge (-1 if nowhere), whether
    at its begin, sign.

    Switches have no impedance, so their flow is told by what stands behind them, on the far side or the near
    one: a single line or transformer and nothing else, as behind the head of a feeder.

    Args:
        grid: the grid.
        serving: which edges are in service.
        switch: the switches' numbers among the edges.
        begins: whether what is measured flows into the switch's begin (towards its end), or into its end.
    """
    if not len(switch):
        return switch, begins, np.ones(0)
    begin, end = grid.edge_from, grid.edge_to
    parted = serving.copy()
    own = np.unique(switch)
    parted[own] = False
    group = fused(grid, parted)
    count = int(group.max()) + 1
    ways = np.flatnonzero(serving)
    ways = ways[(ways < grid.switch_edges.start) | (ways >= grid.switch_edges.stop)]
    at = group[np.concatenate([begin[ways], end[ways]])]
    others = group[
        np.concatenate([grid.loads.node, grid.generators.node, grid.sources.node, begin[own], end[own]])
    ]
    alone = (np.bincount(at, minlength=count) == 1) & (np.bincount(others, minlength=count) == 1)
    edge, at_begin = np.full(count, -1), np.zeros(count, np.bool_)
    edge[at] = np.concatenate([ways, ways])
    at_begin[at] = np.arange(len(at)) < len(ways)
    first, second = group[begin[switch]], group[end[switch]]
    near, far = np.where(begins, first, second), np.where(begins, second, first)
    side = np.where(alone[far], far, near)
    return np.where(alone[side], edge[side], -1), at_begin[side], np.where(alone[far], 1.0, -1.0)


def judge(grid: Grid, measured: Measurements, placed: Placed, value: Float64) -> Int8:
    """Return ``USED``, ``IDLE`` or the place in ``REASONS`` of each value, shape (..., measurements).

    Args:
        grid: the grid.
        measured: the measurements.
        placed: where they stand.
        value: in V or W, shape (..., measurements); instead of ``measured.value``.
    """
    why = np.broadcast_to(placed.why, value.shape).copy()
    voltage = placed.quantity == Quantity.VOLTAGE
    refuse(why, ~np.isfinite(value), Reason.NOT_A_NUMBER)
    u_pu = value / grid.nodes.u_rated_v[placed.node]
    present = np.where(voltage, np.abs(u_pu) > ABSENT_PU, np.abs(value) > 3 * measured.sigma)
    refuse(why, placed.dead & present, Reason.LIVE_ON_DEAD)
    why[placed.dead & (why == USED)] = IDLE
    refuse(why, voltage & ~present, Reason.DEAD_ON_LIVE)
    refuse(why, voltage & (-u_pu > LEAST_PU) & (-u_pu < MOST_PU), Reason.WRONG_SIGN)
    refuse(why, voltage & ((u_pu < LEAST_PU) | (u_pu > MOST_PU)), Reason.IMPOSSIBLE)
    planned = sum(
        float(np.nansum(np.hypot(table.p_w, table.q_var))) for table in (grid.loads, grid.generators)
    )
    most_w = MOST_SHARE * planned if planned > 0 else np.inf
    refuse(why, ~voltage & (np.abs(value) > most_w), Reason.IMPOSSIBLE)
    return why


def reactive(measured: Measurements, value: Float64, reactive_var: Float64) -> tuple[Float64, Float64]:
    """Return reactive powers and their standard deviations, assumed from ``value`` where none is measured."""
    known = np.isfinite(reactive_var)
    q_var = np.where(known, reactive_var, TAN_PHI * value)
    return q_var, np.where(known, measured.sigma, np.hypot(measured.sigma, REACTIVE_SHARE * value))
