"""The grid's tables as they grow: rows are appended, and become columns at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.power.builder.types import Conductor, TransformerType
from luylau.power.model import (
    Feeders,
    Lines,
    Loads,
    Nodes,
    Sources,
    Switches,
    SwitchKind,
    Transformers,
)

U_MV, U_LV, U_HV = 22_000.0, 400.0, 110_000.0
SK_VA = 3.8e9
"""Short-circuit power at 110 kV, assumed: 20 kA."""


@dataclass(slots=True)
class Columns:
    """All rows so far; each ``add`` returns the row's number. Places are in metres."""

    nodes: list[tuple[str, float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[str, int, int, Conductor, float, float, int]] = field(default_factory=list)
    switches: list[tuple[str, int, int, SwitchKind, bool, bool]] = field(default_factory=list)
    transformers: list[tuple[str, int, int, TransformerType, float, float, float]] = field(
        default_factory=list
    )
    sources: list[tuple[str, int, float]] = field(default_factory=list)
    loads: list[tuple[str, int, float, float, int, int, str]] = field(default_factory=list)
    feeders: list[tuple[str, int, int, str, str]] = field(default_factory=list)

    def node(self, name: str, u_v: float, at: Float64, asset: str = "") -> int:
        """Add a node."""
        self.nodes.append((name, u_v, float(at[0]), float(at[1]), asset))
        return len(self.nodes) - 1

    def line(
        self, name: str, begin: int, end: int, kind: Conductor, length_m: float, trees: float, year: int
    ) -> int:
        """Add a section."""
        self.lines.append((name, begin, end, kind, length_m, trees, year))
        return len(self.lines) - 1

    def switch(self, name: str, begin: int, end: int, kind: SwitchKind, *, closed: bool, remote: bool) -> int:
        """Add a switch."""
        self.switches.append((name, begin, end, kind, closed, remote))
        return len(self.switches) - 1

    def transformer(
        self, name: str, high: int, low: int, kind: TransformerType, u_v: tuple[float, float], tap_pu: float
    ) -> int:
        """Add a transformer."""
        self.transformers.append((name, high, low, kind, *u_v, tap_pu))
        return len(self.transformers) - 1

    def load(
        self, name: str, node: int, p_w: float, q_var: float, customers: int, level: int, asset: str
    ) -> int:
        """Add a load."""
        self.loads.append((name, node, p_w, q_var, customers, level, asset))
        return len(self.loads) - 1

    def at(self, node: int) -> Float64:
        """Return where a node is, in metres."""
        return np.array(self.nodes[node][2:4])

    def tables(self, lat: Float64, lon: Float64, place: tuple[str, ...]) -> dict[str, object]:
        """Return the tables, given the nodes' places in degrees and the unit of each section."""
        nodes, lines, switches = self.nodes, self.lines, self.switches
        trafos, loads = self.transformers, self.loads
        length = _real(one[4] for one in lines)
        kinds = [one[3] for one in lines]
        return {
            "nodes": Nodes(
                id=tuple(one[0] for one in nodes),
                u_rated_v=_real(one[1] for one in nodes),
                lat=lat,
                lon=lon,
                asset=tuple(one[4] for one in nodes),
            ),
            "lines": Lines(
                id=tuple(one[0] for one in lines),
                from_node=_whole(one[1] for one in lines),
                to_node=_whole(one[2] for one in lines),
                r_ohm=_real(kind.r_ohm_km for kind in kinds) * length / 1e3,
                x_ohm=_real(kind.x_ohm_km for kind in kinds) * length / 1e3,
                c_f=_real(kind.c_uf_km for kind in kinds) * length / 1e9,
                i_rated_a=_real(kind.i_rated_a for kind in kinds),
                length_m=length,
                overhead=np.array([kind.overhead for kind in kinds], np.bool_),
                trees=_real(one[5] for one in lines),
                year=_whole(one[6] for one in lines),
                place=place,
            ),
            "switches": Switches(
                id=tuple(one[0] for one in switches),
                from_node=_whole(one[1] for one in switches),
                to_node=_whole(one[2] for one in switches),
                kind=np.array([one[3] for one in switches], np.int8),
                closed=np.array([one[4] for one in switches], np.bool_),
                remote=np.array([one[5] for one in switches], np.bool_),
            ),
            "transformers": Transformers(
                id=tuple(one[0] for one in trafos),
                hv_node=_whole(one[1] for one in trafos),
                lv_node=_whole(one[2] for one in trafos),
                s_rated_va=_real(one[3].s_va for one in trafos),
                u_hv_v=_real(one[4] for one in trafos),
                u_lv_v=_real(one[5] for one in trafos),
                uk_pu=_real(one[3].uk_pu for one in trafos),
                pk_w=_real(one[3].pk_w for one in trafos),
                i0_pu=_real(one[3].i0_pu for one in trafos),
                p0_w=_real(one[3].p0_w for one in trafos),
                clock=np.full(len(trafos), 11, np.int8),
                tap_pu=_real(one[6] for one in trafos),
            ),
            "sources": Sources(
                id=tuple(one[0] for one in self.sources),
                node=_whole(one[1] for one in self.sources),
                u_ref_pu=np.ones(len(self.sources)),
                sk_va=_real(one[2] for one in self.sources),
            ),
            "loads": Loads(
                id=tuple(one[0] for one in loads),
                node=_whole(one[1] for one in loads),
                p_w=_real(one[2] for one in loads),
                q_var=_real(one[3] for one in loads),
                customers=_whole(one[4] for one in loads),
                criticality=np.array([one[5] for one in loads], np.int8),
                asset=tuple(one[6] for one in loads),
            ),
            "feeders": Feeders(
                id=tuple(one[0] for one in self.feeders),
                head=_whole(one[1] for one in self.feeders),
                kind=np.array([one[2] for one in self.feeders], np.int8),
                substation=tuple(one[3] for one in self.feeders),
                name=tuple(one[4] for one in self.feeders),
            ),
        }


def _real(values: Iterable[float]) -> Float64:
    return np.array(list(values), np.float64)


def _whole(values: Iterable[int]) -> Int64:
    return np.array(list(values), np.int64)
