"""Planned loads brought to what is measured above them.

The plan of a feeder is wrong as a whole, by the weather or the hour, more than load by load; errors taken
as independent could not tell that, and would call the feeder's own measurement bad. So every measured flow
scales the unmetered loads of its zone: all that is fed through it and not through another measured one.
"""

from typing import Final

import numpy as np

from luylau.kernel.arrays import Float64, Int8, Int64
from luylau.power.estimation.measurements import Quantity
from luylau.power.model import Grid
from luylau.power.topology import NONE, Trace, inherited

FACTORS: Final = (0.1, 2.5)
"""Between these multiples of the plan a load may be: assumed. A flow that asks for more is not believed."""


def load_factors(grid: Grid, traced: Trace, quantity: Int8, element: Int64, p_w: Float64) -> Float64:
    """Return the factor on each planned load, shape (cases, loads): what the flows measured above it ask for,
    less what meters below account for. 1 where none is measured, where it is out of range, and where
    the grid is not radial.

    Args:
        grid: the grid with the planned loads.
        traced: what the sources reach.
        quantity: of each measurement in use.
        element: likewise.
        p_w: what they measured, shape (cases, measurements); NaN where a case has none.
    """
    cases = len(p_w)
    factor = np.ones((cases, len(grid.loads)))
    if len(traced.loops):
        return factor
    edge = (quantity == Quantity.POWER_BEGIN) | (quantity == Quantity.POWER_END)
    rows = np.flatnonzero(edge | (quantity == Quantity.SOURCE))
    if not len(rows):
        return factor
    at, edge = element[rows], edge[rows]
    begin, end = grid.edge_from[at * edge], grid.edge_to[at * edge]
    downward = traced.parent_edge[end] == at
    child = np.where(downward, end, begin)
    child[~edge] = grid.sources.node[at[~edge]]
    # Towards the child it counts as it is, away from it turned round.
    towards = ~edge | (downward == (quantity[rows] == Quantity.POWER_BEGIN))
    # The last measurement of a flow stands for all of it.
    heads, last = np.unique(child[::-1], return_index=True)
    inflow = (np.where(towards, p_w[:, rows], -p_w[:, rows]))[:, ::-1][:, last]
    zone = np.full(len(grid.nodes), NONE)
    zone[heads] = np.arange(len(heads))
    zone = inherited(traced, zone)
    rest = inflow.copy()
    above = traced.parent[heads]
    for number in np.flatnonzero((above != NONE) & (zone[above] != NONE)).tolist():
        rest[:, zone[above[number]]] -= inflow[:, number]
    rows = np.flatnonzero(quantity == Quantity.LOAD)
    drawn = np.full(factor.shape, np.nan)
    drawn[:, element[rows]] = p_w[:, rows]
    free = np.isnan(drawn)
    of_load, of_gen = zone[grid.loads.node], zone[grid.generators.node]
    inside = np.flatnonzero(of_load != NONE)
    np.subtract.at(rest.T, of_load[inside], np.nan_to_num(drawn).T[inside])
    given = np.nan_to_num(grid.generators.p_w)
    np.add.at(rest.T, of_gen[of_gen != NONE], given[of_gen != NONE, None])
    plan = np.zeros_like(rest)
    np.add.at(plan.T, of_load[inside], np.where(free, np.nan_to_num(grid.loads.p_w), 0.0).T[inside])
    asked = np.divide(rest, plan, out=np.ones_like(rest), where=plan > 0)
    asked[~((asked >= FACTORS[0]) & (asked <= FACTORS[1]))] = 1.0
    factor[:, inside] = np.where(free, asked[:, of_load], 1.0)[:, inside]
    return factor
