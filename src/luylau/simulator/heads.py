"""What is measured of the simulated grid: at a feeder's head the breaker's own position and the load that is
fed through it, at a transformer its planned load and voltage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.city.model import Asset, City
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import Grid
from luylau.power.radial import NotRadial, solve, tree
from luylau.power.scenarios import Zones
from luylau.power.topology import NONE, feeder_of_nodes, trace
from luylau.simulator.sections import Cut

METER: Final = "transformer_meter"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadState:
    """What there is at a feeder's head: whether it is closed and its busbar fed, what the loads without a
    meter below it take at their peak (W), and the meters of the other loads below it."""

    closed: bool
    live: bool
    peak_w: float
    meters: tuple[Asset, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A feeder's head. ``busbar``: id of the node it hangs on; ``u_v`` its rated voltage; ``q_share``:
    planned reactive over active power of its loads."""

    busbar: str
    u_v: float
    q_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is planned at a transformer, when all loads are at their peak: its load (W), reactive over active
    power, and the voltage between two phases (V) beside its rated one."""

    p_w: float
    q_share: float
    u_v: float
    u_rated_v: float


def planned(grid: Grid) -> dict[str, Planned]:
    """Return what is planned at each load that is an asset of the city; none where no power flow is found."""
    try:
        found = solve(tree(grid))
    except NotRadial:
        found = None
    if found is None:
        return {}
    loads, nodes = grid.loads, grid.nodes
    return {
        asset: Planned(
            p_w=float(loads.p_w[row]),
            q_share=float(loads.q_var[row] / loads.p_w[row]) if loads.p_w[row] > 0 else 0.0,
            u_v=float(found.u_pu[loads.node[row]] * nodes.u_rated_v[loads.node[row]]),
            u_rated_v=float(nodes.u_rated_v[loads.node[row]]),
        )
        for row, asset in enumerate(loads.asset)
        if asset and found.u_pu[loads.node[row]] > 0
    }


class Heads:
    """The feeder heads of a grid over time, by the id of their switch; ``cuts`` is what fails."""

    def __init__(self, known: Zones, cuts: Sequence[Cut], city: City) -> None:
        grid = known.grid
        loads, feeders = grid.loads, grid.feeders
        self.planned = planned(grid)
        of_load = feeder_of_nodes(grid, trace(grid, grid.edges_in_service()))[loads.node]
        self._assets = loads.asset
        self._meter_of = {one.powered_by: one for one in city.assets.values() if one.kind == METER}
        self._with_meter: Bool = np.array([asset in self._meter_of for asset in loads.asset], np.bool_)
        # What a meter tells comes from there.
        self._p_w: Float64 = np.where(self._with_meter, 0.0, loads.p_w)
        self._place: Int64 = known.place[loads.node]
        self._loads: dict[str, Int64] = {}
        self._busbar_place: dict[str, int] = {}
        self._closed: dict[str, bool] = {}
        """The normal state."""
        self.of: dict[str, Head] = {}
        for feeder, switch in enumerate(feeders.head.tolist()):
            ends = int(grid.switches.from_node[switch]), int(grid.switches.to_node[switch])
            # The busbar is the end further up the tree.
            name, busbar = grid.switches.id[switch], min(ends, key=lambda node: known.place[node])
            rows = self._loads[name] = np.flatnonzero(of_load == feeder)
            self._busbar_place[name] = int(known.place[busbar])
            self._closed[name] = bool(grid.switches.closed[switch])
            planned_w = float(loads.p_w[rows].sum())
            self.of[name] = Head(
                busbar=grid.nodes.id[busbar],
                u_v=float(grid.nodes.u_rated_v[busbar]),
                q_share=float(loads.q_var[rows].sum()) / planned_w if planned_w > 0 else 0.0,
            )
        self._cuts: dict[str, list[Cut]] = {name: [] for name in self.of}
        names = tuple(self.of)
        for cut in cuts:
            inside = (self._place >= cut.begin) & (self._place < cut.end)
            felt = {names[feeder] for feeder in np.unique(of_load[inside]).tolist() if feeder != NONE}
            for name in felt | ({cut.outage.device} & self.of.keys()):
                self._cuts[name].append(cut)

    def state(self, switch: str, time_us: int) -> HeadState:
        """Return what there is at a head at a time."""
        active = [one for one in self._cuts[switch] if one.outage.start_us <= time_us < one.outage.end_us]
        closed = self._closed[switch] and all(one.outage.device != switch for one in active)
        busbar = self._busbar_place[switch]
        live = busbar != NONE and not any(one.begin <= busbar < one.end for one in active)
        rows = self._loads[switch]
        lit = np.full(len(rows), closed and live)
        at = self._place[rows]
        for one in active:
            lit &= (at < one.begin) | (at >= one.end)
        fed = rows[lit]
        return HeadState(
            closed=closed,
            live=live,
            peak_w=float(self._p_w[fed].sum()),
            meters=tuple(self._meter_of[self._assets[load]] for load in fed[self._with_meter[fed]].tolist()),
        )

    def moves(self) -> list[tuple[int, str]]:
        """Return when which head opens or closes."""
        return [
            (time_us, name)
            for name, cuts in self._cuts.items()
            for one in cuts
            if one.outage.device == name
            for time_us in (one.outage.start_us, one.outage.end_us)
        ]
