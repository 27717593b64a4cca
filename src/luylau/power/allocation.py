"""Planned loads brought to what is measured above them.

The plan of a feeder is wrong as a whole, by the weather or the hour, more than load by load; errors taken
as independent could not tell that. So every measured flow scales the unmetered loads of its zone: all that
is fed through it and not through another measured one.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.measurements import Quantity, Screened
from luylau.power.model import Grid
from luylau.power.topology import NONE, Trace

FACTORS: Final = (0.1, 2.5)
"""Between these multiples of the plan a load may be: assumed. A flow that asks for more is not believed."""


@njit(cache=True, nogil=True)
def _zones(order: Int64, parent: Int64, zone: Int64) -> None:
    for node in order:
        if zone[node] == NONE and parent[node] != NONE:
            zone[node] = zone[parent[node]]


def load_factors(grid: Grid, screened: Screened, active: Bool, traced: Trace) -> Float64:
    """Return the factor on each planned load: what the flows measured above it ask for, less what meters
    below account for. 1 where none is measured, where the grid is not radial, or where it is out of range."""
    factor = np.ones(len(grid.loads))
    if len(traced.loops):
        return factor
    zone = np.full(len(grid.nodes), NONE)
    inflow = np.zeros(len(grid.nodes))
    begin, end = grid.edge_from, grid.edge_to
    for row in np.flatnonzero(active).tolist():
        quantity, at = int(screened.quantity[row]), int(screened.element[row])
        if quantity == Quantity.SOURCE:
            child, flow_w = int(grid.sources.node[at]), screened.p[row]
        elif quantity in (Quantity.POWER_BEGIN, Quantity.POWER_END):
            downward = traced.parent_edge[end[at]] == at
            child = int(end[at] if downward else begin[at])
            towards = downward == (quantity == Quantity.POWER_BEGIN)
            flow_w = screened.p[row] if towards else -screened.p[row]
        else:
            continue
        zone[child], inflow[child] = child, flow_w
    heads = np.flatnonzero(zone != NONE)
    if not len(heads):
        return factor
    _zones(traced.order, traced.parent, zone)
    rest = inflow.copy()
    above = traced.parent[heads]
    nested = heads[(above != NONE) & (zone[above] != NONE)]
    np.subtract.at(rest, zone[traced.parent[nested]], inflow[nested])
    of_load, of_gen = zone[grid.loads.node], zone[grid.generators.node]
    metered = np.zeros(len(grid.loads), np.bool_)
    rows = np.flatnonzero(active & (screened.quantity == Quantity.LOAD))
    metered[screened.element[rows]] = True
    meter_w = np.zeros(len(grid.loads))
    meter_w[screened.element[rows]] = screened.p[rows]
    inside = of_load != NONE
    np.subtract.at(rest, of_load[inside], meter_w[inside])
    fed = of_gen != NONE
    np.add.at(rest, of_gen[fed], np.nan_to_num(grid.generators.p_w[fed]))
    plan = np.zeros(len(grid.nodes))
    planned = inside & ~metered
    np.add.at(plan, of_load[planned], np.nan_to_num(grid.loads.p_w[planned]))
    asked = np.divide(rest, plan, out=np.ones_like(rest), where=plan > 0)
    asked[(asked < FACTORS[0]) | (asked > FACTORS[1])] = 1.0
    factor[planned] = asked[of_load[planned]]
    return factor
