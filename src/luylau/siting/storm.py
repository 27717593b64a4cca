"""Which sites keep their power in a storm, and for how long those that lose it are without.

Scenarios of storm no. 3 of 2024 on the city's grid (``power.storm_replay``): calibrated on that one event, no
forecast of another. A site that the grid does not know keeps its power in every scenario: nothing is known of
it, which ``unknown`` counts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.cyclone import YAGI_2024, Track
from luylau.power.model import Grid
from luylau.power.repairs import repair
from luylau.power.scenarios import dark, zones
from luylau.power.storm_replay import calibrated, gusts, storm_cases

_NONE: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class StormPower:
    """``alive``: which sites have power once the storm has struck, shape (scenarios, sites). ``outage_h``:
    hours until each has it again, shape (scenarios, sites), 0 where it never lost it, and where the grid has
    no load of its own for it; the order of scenarios is the same. ``unknown``: sites of which it is not known
    what feeds them: they keep their power."""

    alive: Bool
    outage_h: Float64
    unknown: int


def storm_power(grid: Grid, node: Int64, scenarios: int, seed: int) -> StormPower:
    """Play the storm for sites at these nodes of the grid, shape (sites,), -1 for a node that is not known.

    Raises:
        BadInput: the grid cannot be calibrated on the storm (too small, or places of lines are not known).
    """
    gust_ms = gusts(grid, Track.of(YAGI_2024))
    known = zones(grid)
    curve = calibrated(grid, gust_ms, seed)
    fed = node != _NONE
    load_of_node = np.full(len(grid.nodes), _NONE)
    load_of_node[grid.loads.node] = np.arange(len(grid.loads))
    load = np.where(fed, load_of_node[node], _NONE)
    kept, place = np.unique(load[load != _NONE], return_inverse=True)
    alive: list[Bool] = []
    hours: list[Float64] = []
    for number, cases in enumerate(storm_cases(grid, gust_ms, curve, scenarios, seed)):
        lit = np.ones((len(cases), len(node)), np.bool_)
        lit[:, fed] = ~dark(known, cases)[:, node[fed]]
        out_h = np.zeros((len(cases), len(node)))
        repaired = repair(known, cases, seed=seed + number, keep=kept)
        out_h[:, load != _NONE] = np.nan_to_num(repaired.kept_h)[:, place]
        alive.append(lit)
        hours.append(out_h)
    return StormPower(alive=np.concatenate(alive), outage_h=np.concatenate(hours), unknown=int((~fed).sum()))
