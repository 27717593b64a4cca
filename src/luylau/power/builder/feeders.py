"""A feeder's way over the ground: its head, its trunk with the switches that divide it, its laterals behind
fuses, its transformers with their loads."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.power.builder.columns import U_LV, U_MV, Columns
from luylau.power.builder.routes import Route, route
from luylau.power.builder.stations import called, short_name
from luylau.power.builder.territory import Points, Station
from luylau.power.builder.types import (
    CABLE_TRUNKS,
    CABLES,
    OVERHEAD,
    OVERHEAD_TRUNKS,
    Conductor,
    conductor_for,
    transformer_for,
)
from luylau.power.model import FeederKind, SwitchKind

DETOUR: Final = 1.25
"""A line's length over the straight distance, assumed."""
LEAST_LENGTH_M: Final = 20.0
TRUNK_SHARE: Final = 0.5
LATERAL_SHARE: Final = 0.4
TRANSFORMER_SHARE: Final = 0.75
"""Largest loading that conductors and transformers are chosen for, assumed: a trunk can take over a
neighbour."""
TRUNK_DROP_PU: Final = 0.035
"""Most that the voltage falls along a trunk, if a thicker conductor helps; assumed."""
DISTRIBUTION_TAP_PU: Final = 0.0
"""Tap of all 22/0.4 kV transformers, the middle one: with busbars at 1.02 a step up would be too much at
night."""
METERED_VA: Final = 330e3
"""What a transformer with a meter of the pilot may at least carry, assumed."""
RECLOSER_AT: Final = 0.66
SWITCH_AT: Final = 0.33
"""The trunk is divided where this share of the feeder's load still lies behind."""
REMOTE_SHARE: Final = 0.5
"""Share of load-break switches of public feeders that can be operated from afar, assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeder:
    """A feeder to lay: the substation where it begins, and its transformers, rows of ``points``."""

    station: int
    kind: FeederKind
    points: Points
    rows: Int64

    @property
    def p_w(self) -> float:
        """Its load."""
        return float(self.points.p_w[self.rows].sum())


@dataclass(frozen=True, slots=True)
class Trunks:
    """Nodes of all trunks, where ties may end: the node, its feeder, substation and place. ``ends``: the
    place in these lists of each feeder's last node."""

    node: list[int] = field(default_factory=list)
    feeder: list[int] = field(default_factory=list)
    station: list[int] = field(default_factory=list)
    at: list[Float64] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Layer:
    """Lays feeder after feeder into the columns."""

    def __init__(self, columns: Columns, rng: np.random.Generator, power_factor: float) -> None:
        self.columns = columns
        self.trunks = Trunks()
        self._rng = rng
        self._power_factor = power_factor
        self._tan = float(np.tan(np.arccos(power_factor)))
        self._counts: dict[int, int] = {}

    def lay(self, feeder: Feeder, station: Station, section: int, busbar: int) -> None:
        """Add a feeder at the busbar of a substation, its first or second ``section``."""
        columns, rng = self.columns, self._rng
        count = self._counts.get(busbar, 0)
        self._counts[busbar] = count + 1
        number = called(count, section)
        name = f"{number}-{station.code}"
        park = feeder.kind is FeederKind.PARK
        points, rows = feeder.points, feeder.rows
        at = np.vstack([station.at, points.at[rows]])
        way = route(at, np.append(0.0, points.p_w[rows]))
        # Above the first point stands the last row, of which nothing is used.
        length_m = np.maximum(LEAST_LENGTH_M, DETOUR * np.hypot(*(at - at[way.above]).T))
        start = columns.node(f"{name}-0", U_MV, station.at)
        head = columns.switch(f"{name}-cb", busbar, start, SwitchKind.BREAKER, closed=True, remote=True)
        columns.feeders.append(
            (name, head, int(feeder.kind), station.asset, f"{number} {short_name(station.name)}")
        )
        nodes = {0: start}
        cuts = _cuts(way)
        year = int(rng.integers(2008, 2024) if park else rng.integers(1996, 2022))
        trunk_kind = self._trunk_kind(way, length_m, park)
        for place, point in enumerate(way.order[1:].tolist(), start=1):
            begin = self._switch_before(name, place, point, nodes[int(way.above[point])], way, cuts, park)
            end = nodes[point] = columns.node(f"{name}-{place}", U_MV, at[point])
            kind = trunk_kind if way.trunk[point] else self._lateral_kind(way.p_below_w[point], park)
            trees = round(float(rng.beta(1.3, 3.0)), 3) if kind.overhead else 0.0
            columns.line(f"{name}-{place:03}", begin, end, kind, float(length_m[point]), trees, year)
            self._transformer(f"{name}-t{place:03}", end, points, int(rows[point - 1]))
            if way.trunk[point]:
                self.trunks.node.append(end)
                self.trunks.feeder.append(len(columns.feeders) - 1)
                self.trunks.station.append(feeder.station)
                self.trunks.at.append(at[point])
        self.trunks.ends.append(len(self.trunks.node) - 1)

    def _transformer(self, name: str, high: int, points: Points, row: int) -> None:
        columns, asset, p_w = self.columns, points.asset[row], float(points.p_w[row])
        own = asset or name
        low = columns.node(f"{own}-lv", U_LV, points.at[row], asset)
        # A pilot meters the larger ones, and what its meters tell may be more than the plan's share.
        least_va = METERED_VA if asset else 0.0
        size = transformer_for(max(p_w / self._power_factor, least_va), share=TRANSFORMER_SHARE)
        columns.transformer(own, high, low, size, (U_MV, U_LV), DISTRIBUTION_TAP_PU)
        customers, level = int(points.customers[row]), int(points.criticality[row])
        columns.load(f"{own}-load", low, p_w, p_w * self._tan, customers, level, asset)

    def _switch_before(
        self,
        name: str,
        place: int,
        point: int,
        above: int,
        way: Route,
        cuts: dict[int, SwitchKind],
        park: bool,
    ) -> int:
        """Add the switch at the beginning of a section, where there is one; return the node where the section
        begins."""
        lateral = not way.trunk[point] and way.trunk[way.above[point]] and (way.above == point).any()
        if point not in cuts and not lateral:
            return above
        columns = self.columns
        begin = columns.node(f"{name}-{place}-s", U_MV, columns.at(above))
        if point in cuts:
            kind = cuts[point]
            recloser = kind is SwitchKind.RECLOSER
            remote = recloser or park or bool(self._rng.random() < REMOTE_SHARE)
            suffix = "rec" if recloser else "lbs"
            columns.switch(f"{name}-{suffix}{place:03}", above, begin, kind, closed=True, remote=remote)
        else:
            columns.switch(f"{name}-fco{place:03}", above, begin, SwitchKind.FUSE, closed=True, remote=False)
        return begin

    def _current_a(self, p_w: float) -> float:
        return float(p_w / self._power_factor / (np.sqrt(3) * U_MV))

    def _lateral_kind(self, p_w: float, park: bool) -> Conductor:
        return conductor_for(self._current_a(p_w), CABLES if park else OVERHEAD, share=LATERAL_SHARE)

    def _trunk_kind(self, way: Route, length_m: Float64, park: bool) -> Conductor:
        """Return the thinnest conductor that keeps a trunk's loading and voltage drop."""
        kinds = CABLE_TRUNKS if park else OVERHEAD_TRUNKS
        fit = conductor_for(self._current_a(float(way.p_below_w[0])), kinds, share=TRUNK_SHARE)
        along = way.trunk.copy()
        along[0] = False
        km_w = float((way.p_below_w[along] * length_m[along]).sum()) / 1e3
        for kind in kinds[kinds.index(fit) :]:
            if km_w * (kind.r_ohm_km + kind.x_ohm_km * self._tan) / U_MV**2 <= TRUNK_DROP_PU:
                return kind
        return kinds[-1]


def _cuts(way: Route) -> dict[int, SwitchKind]:
    """Return the trunk's points before which it is divided."""
    total = way.p_below_w[0]
    found: dict[int, SwitchKind] = {}
    trunk = [point for point in way.order[1:].tolist() if way.trunk[point]]
    for share, kind in ((RECLOSER_AT, SwitchKind.RECLOSER), (SWITCH_AT, SwitchKind.LOAD_BREAK)):
        behind = [
            point for point in trunk[1:] if way.p_below_w[point] <= share * total and point not in found
        ]
        if behind:
            found[behind[0]] = kind
    return found
