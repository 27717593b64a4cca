"""Whether a grid can be what it says: every fault names the element, the field and, in its text, what to do.

An *error* makes the answers wrong or impossible (nothing feeds the grid, a line without impedance, a voltage
that does not fit). A *warning* is allowed but seldom meant (a loop in the normal state, a missing rating). Of
one kind of fault the first ``MOST`` elements are named, the rest is counted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.power.model import Criticality, FeederKind, Grid, SwitchKind
from luylau.power.topology import NONE, Trace, sum_below, trace

MOST: Final = 20
"""How many elements are named of one kind of fault."""
LOOP_NAMES: Final = 8
"""How many edges of a loop are named."""
FITTING_VOLTAGE: Final = 0.15
"""How far a transformer's rated voltage may be from its node's: 115 kV at 110 kV and 23 at 22 are usual."""
USUAL_SOURCE_PU: Final = (0.8, 1.2)

_TABLES: Final = (
    "nodes", "lines", "switches", "transformers", "sources", "loads", "generators", "batteries", "feeders",
)  # fmt: skip
_REFERENCES: Final = {
    "lines": ("from_node", "to_node"),
    "switches": ("from_node", "to_node"),
    "transformers": ("hv_node", "lv_node"),
    "sources": ("node",),
    "loads": ("node",),
    "generators": ("node",),
    "batteries": ("node",),
}
_KINDS: Final = (
    ("switches", "kind", SwitchKind),
    ("loads", "criticality", Criticality),
    ("feeders", "kind", FeederKind),
)
_NEEDED: Final = {
    "nodes": ("u_rated_v",),
    "lines": ("r_ohm", "x_ohm", "c_f"),
    "transformers": ("u_hv_v", "u_lv_v", "uk_pu", "pk_w", "i0_pu", "p0_w", "tap_pu"),
    "sources": ("u_ref_pu", "sk_va"),
    "loads": ("p_w", "q_var"),
    "generators": ("p_w", "q_var"),
}
_POSITIVE: Final = {
    "nodes": ("u_rated_v",),
    "transformers": ("u_hv_v", "u_lv_v", "uk_pu"),
    "sources": ("sk_va",),
}
_NOT_NEGATIVE: Final = {
    "lines": ("r_ohm", "x_ohm", "c_f", "length_m"),
    "transformers": ("pk_w", "i0_pu", "p0_w"),
    "batteries": ("p_w",),
}


class Severity(StrEnum):
    """How bad a fault is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFault(Fault):
    """A fault of a grid. ``column`` is ``TABLE[ID].FIELD``, by the tables and fields of ``power.model``."""

    severity: Severity


def check(grid: Grid, file: str = "") -> tuple[GridFault, ...]:
    """Return everything that is wrong with a grid in its normal state, errors first.

    Where elements refer to nodes or switches that do not exist, nothing else is looked at.

    Args:
        grid: the grid; taken as it is, whatever it holds.
        file: what the faults name as the place they are in.
    """
    found = _Check(grid, file)
    found.references()
    if not found.faults:
        for rule in (found.ids, found.kinds, found.numbers, found.ratings, found.voltages, found.supply):
            rule()
        found.feeders()
        found.storage()
    return tuple(sorted(found.faults, key=lambda fault: fault.severity is Severity.WARNING))


def sound(grid: Grid, file: str) -> Grid:
    """Return the grid itself if the check finds no error in it; warnings pass.

    Raises:
        BadFile: it has errors; ``file`` is the place that they name.
    """
    errors = [fault for fault in check(grid, file) if fault.severity is Severity.ERROR]
    if errors:
        raise BadFile(errors)
    return grid


class _Check:
    """One grid being checked."""

    def __init__(self, grid: Grid, file: str) -> None:
        self.grid = grid
        self.file = file
        self.faults: list[GridFault] = []

    def fault(self, severity: Severity, column: str, key: str, **said: Field) -> None:
        """Note one fault."""
        self.faults.append(
            GridFault(file=self.file, row=0, column=column, key=key, fields=said, severity=severity)
        )

    def each(
        self,
        wrong: Bool,
        table: str,
        field: str,
        key: str,
        severity: Severity = Severity.ERROR,
        **said: Float64 | Int64 | Sequence[str],
    ) -> None:
        """Note a fault for each row of a table that is ``wrong``; its text shows the columns ``said``."""
        rows, ids = np.flatnonzero(wrong), getattr(self.grid, table).id
        for row in rows[:MOST].tolist():
            shown = {name: _shown(values[row]) for name, values in said.items()}
            self.fault(severity, f"{table}[{ids[row]}].{field}", key, **shown)
        if len(rows) > MOST:
            self.fault(severity, f"{table}.{field}", "check-more", count=len(rows) - MOST)

    def column(self, table: str, field: str) -> Float64:
        """Return a column of a table."""
        values: Float64 = getattr(getattr(self.grid, table), field)
        return values

    def references(self) -> None:
        """Elements refer to nodes and switches that exist."""
        counts = [(table, one, len(self.grid.nodes)) for table, some in _REFERENCES.items() for one in some]
        for table, field, count in [*counts, ("feeders", "head", len(self.grid.switches))]:
            rows = self.column(table, field)
            self.each(
                (rows < 0) | (rows >= count),
                table,
                field,
                "check-reference-missing",
                said=rows,
            )

    def ids(self) -> None:
        """Ids are there and unique within their table."""
        for table in _TABLES:
            ids = getattr(self.grid, table).id
            if len(set(ids)) != len(ids):
                twice = {one: count for one, count in Counter(ids).items() if count > 1}
                for one, count in list(twice.items())[:MOST]:
                    self.fault(
                        Severity.ERROR, f"{table}[{one}].id", "check-id-doubled", said=one, count=count
                    )
                if len(twice) > MOST:
                    self.fault(Severity.ERROR, f"{table}.id", "check-more", count=len(twice) - MOST)
            if "" in ids:
                self.fault(Severity.ERROR, f"{table}.id", "check-id-empty", count=ids.count(""))

    def kinds(self) -> None:
        """Kinds are ones that exist."""
        for table, field, names in _KINDS:
            values = self.column(table, field)
            unknown = ~np.isin(values, [int(one) for one in names])
            self.each(unknown, table, field, "check-kind-unknown", said=values)

    def numbers(self) -> None:
        """Numbers that a flow needs are known, and of the right sign."""
        for table, names in _NEEDED.items():
            for field in names:
                self.each(~np.isfinite(self.column(table, field)), table, field, "check-number-missing")
        for table, names in _POSITIVE.items():
            for field in names:
                values = self.column(table, field)
                self.each(values <= 0, table, field, "check-not-positive", said=values)
        for table, names in _NOT_NEGATIVE.items():
            for field in names:
                values = self.column(table, field)
                self.each(values < 0, table, field, "check-negative", said=values)
        for table, key in (("loads", "check-load-negative"), ("generators", "check-generator-negative")):
            p_w = self.column(table, "p_w")
            self.each(p_w < 0, table, "p_w", key, Severity.WARNING, said=p_w)
        lines = self.grid.lines
        self.each((lines.r_ohm == 0) & (lines.x_ohm == 0), "lines", "r_ohm", "check-impedance-zero")
        begin, end = self.grid.edge_from, self.grid.edge_to
        for table, first in (("lines", 0), ("switches", self.grid.switch_edges.start)):
            rows = slice(first, first + len(getattr(self.grid, table)))
            self.each(begin[rows] == end[rows], table, "to_node", "check-edge-to-itself")
        trafos = self.grid.transformers
        self.each(trafos.hv_node == trafos.lv_node, "transformers", "lv_node", "check-edge-to-itself")
        low, high = USUAL_SOURCE_PU
        u_ref_pu = self.grid.sources.u_ref_pu
        self.each(
            (u_ref_pu < low) | (u_ref_pu > high),
            "sources",
            "u_ref_pu",
            "check-source-voltage",
            Severity.WARNING,
            said=u_ref_pu,
        )

    def ratings(self) -> None:
        """Ratings are known and above zero, and losses fit the impedance."""
        for table, field, severity in (
            ("lines", "i_rated_a", Severity.WARNING),
            ("transformers", "s_rated_va", Severity.ERROR),
        ):
            values = self.column(table, field)
            self.each(np.isnan(values), table, field, "check-rating-missing", severity)
            self.each(values <= 0, table, field, "check-not-positive", said=values)
        trafos = self.grid.transformers
        with np.errstate(divide="ignore", invalid="ignore"):
            # One that is all resistance may stand above by rounding.
            lossy = trafos.pk_w / trafos.s_rated_va > trafos.uk_pu * (1 + 1e-9)
        self.each(lossy, "transformers", "pk_w", "check-losses-above-impedance")

    def voltages(self) -> None:
        """Lines and switches join equal rated voltages, for the flow reckons per unit of them; transformers
        fit the nodes they join."""
        u_rated_v = self.grid.nodes.u_rated_v
        for table in ("lines", "switches"):
            ends = [u_rated_v[getattr(getattr(self.grid, table), f"{side}_node")] for side in ("from", "to")]
            self.each(
                ends[0] != ends[1],
                table,
                "to_node",
                "check-voltage-levels",
                begin=ends[0] / 1e3,
                end=ends[1] / 1e3,
            )
        trafos = self.grid.transformers
        for side, node in (("hv", trafos.hv_node), ("lv", trafos.lv_node)):
            own, at = self.column("transformers", f"u_{side}_v"), u_rated_v[node]
            self.each(
                np.abs(own - at) > FITTING_VOLTAGE * at,
                "transformers",
                f"u_{side}_v",
                "check-transformer-voltage",
                said=own / 1e3,
                node=at / 1e3,
            )

    def supply(self) -> None:
        """Sources feed everything in the normal state, each its own part, without loops or overload."""
        grid, serving = self.grid, self.grid.edges_in_service()
        if not len(grid.sources):
            self.fault(Severity.ERROR, "sources", "check-no-source")
            return
        traced = trace(grid, serving)
        self._islands(serving)
        self._meetings(traced)
        p_w, q_var = (
            sum_below(traced, self._at_nodes(grid.loads.node, values))
            for values in (grid.loads.p_w, grid.loads.q_var)
        )
        trafos, first = grid.transformers, grid.edge_count - len(grid.transformers)
        edge = first + np.arange(len(trafos))
        far = np.where(traced.parent_edge[trafos.lv_node] == edge, trafos.lv_node, trafos.hv_node)
        s_va = np.where(traced.parent_edge[far] == edge, np.hypot(p_w, q_var)[far], 0.0)
        self.each(
            s_va > trafos.s_rated_va,
            "transformers",
            "s_rated_va",
            "check-transformer-overloaded",
            Severity.WARNING,
            load=s_va / 1e3,
            said=trafos.s_rated_va / 1e3,
        )
        nobody = int((grid.loads.customers <= 0).sum())
        if nobody:
            self.fault(Severity.WARNING, "loads.customers", "check-loads-without-customers", count=nobody)

    def _at_nodes(self, node: Int64, values: Float64) -> Float64:
        summed: Float64 = np.bincount(node, values, len(self.grid.nodes)).astype(np.float64)
        return summed

    def _islands(self, serving: Bool) -> None:
        """Name the parts that no source reaches: the largest first, one fault each."""
        grid, count = self.grid, len(self.grid.nodes)
        begin, end = grid.edge_from, grid.edge_to
        joined = coo_array(
            (np.ones(int(serving.sum())), (begin[serving], end[serving])), shape=(count, count)
        )
        part = connected_components(joined, directed=False)[1].astype(np.int64)
        dark = np.ones(int(part.max()) + 1, np.bool_)
        dark[part[grid.sources.node]] = False
        size = np.bincount(part)
        loads = np.bincount(part[grid.loads.node], minlength=len(size))
        example = np.zeros(len(size), np.int64)
        example[part[::-1]] = np.arange(count)[::-1]
        # An open switch between a dark part and another could feed it.
        open_at = np.flatnonzero(~serving[grid.switch_edges])
        way = np.full(len(size), NONE)
        for ends in (grid.switches.from_node, grid.switches.to_node):
            way[part[ends[open_at]]] = open_at
        islands = np.flatnonzero(dark)
        islands = islands[np.lexsort((islands, -size[islands], -loads[islands]))]
        for island in islands[:MOST].tolist():
            said: dict[str, Field] = {
                "count": int(size[island]),
                "loads": int(loads[island]),
                "example": grid.nodes.id[int(example[island])],
            }
            severity = Severity.ERROR if loads[island] else Severity.WARNING
            column = f"nodes[{said['example']}]"
            if way[island] == NONE:
                self.fault(severity, column, "check-island", **said)
            else:
                said["switch"] = grid.switches.id[int(way[island])]
                self.fault(severity, column, "check-island-behind-switch", **said)
        if len(islands) > MOST:
            # The worst are named, so the rest is as bad as the next of them.
            severity = Severity.ERROR if loads[islands[MOST]] else Severity.WARNING
            self.fault(severity, "nodes", "check-more", count=len(islands) - MOST)

    def _meetings(self, traced: Trace) -> None:
        """Name closed loops and sources that feed one part together."""
        grid = self.grid
        begin, end = grid.edge_from[traced.loops], grid.edge_to[traced.loops]
        apart = traced.root[begin] != traced.root[end]
        where = traced.loops[begin != end][~apart[begin != end]].tolist()
        for edge in where[:MOST]:
            way = self._loop(traced, edge)
            names = ", ".join(grid.edge_ids[one] for one in way[:LOOP_NAMES])
            said = names + (", …" if len(way) > LOOP_NAMES else "")
            self.fault(Severity.WARNING, self._edge(edge), "check-loop", edges=said, count=len(way))
        if len(where) > MOST:
            self.fault(Severity.WARNING, "edges", "check-more", count=len(where) - MOST)
        by_node: dict[int, str] = {}
        for node, name in zip(grid.sources.node.tolist(), grid.sources.id, strict=True):
            if node in by_node:
                said = by_node[node]
                self.fault(Severity.WARNING, f"sources[{name}].node", "check-sources-at-one-node", other=said)
            by_node[node] = name
        meeting: dict[tuple[int, int], int] = {}
        for edge in traced.loops[apart].tolist():
            roots = sorted((int(traced.root[grid.edge_from[edge]]), int(traced.root[grid.edge_to[edge]])))
            meeting.setdefault((roots[0], roots[1]), edge)
        for (one, other), edge in list(meeting.items())[:MOST]:
            self.fault(
                Severity.WARNING,
                self._edge(edge),
                "check-two-sources",
                one=by_node[one],
                other=by_node[other],
            )

    def _edge(self, edge: int) -> str:
        lines, switches = len(self.grid.lines), len(self.grid.switches)
        kind = "lines" if edge < lines else "switches" if edge < lines + switches else "transformers"
        return f"{kind}[{self.grid.edge_ids[edge]}]"

    def _loop(self, traced: Trace, closing: int) -> list[int]:
        """Return the edges of the loop that ``closing`` closes."""
        ways = []
        for node in (int(self.grid.edge_from[closing]), int(self.grid.edge_to[closing])):
            way = []
            while traced.parent[node] != NONE:
                way.append(int(traced.parent_edge[node]))
                node = int(traced.parent[node])
            ways.append(way)
        while ways[0] and ways[1] and ways[0][-1] == ways[1][-1]:
            ways[0].pop()
            ways[1].pop()
        return [closing, *ways[0], *reversed(ways[1])]

    def feeders(self) -> None:
        """Feeders begin at closed switches, each at its own."""
        head = self.grid.feeders.head
        shut = ~self.grid.switches.closed[head]
        switch = [self.grid.switches.id[one] for one in head.tolist()]
        self.each(shut, "feeders", "head", "check-head-open", Severity.WARNING, switch=switch)
        shared = np.bincount(head, minlength=len(self.grid.switches))[head] > 1
        self.each(shared, "feeders", "head", "check-head-shared", switch=switch)

    def storage(self) -> None:
        """Batteries hold something; shares are shares."""
        energy = self.grid.batteries.energy_wh
        self.each(~(energy > 0), "batteries", "energy_wh", "check-battery-empty", Severity.WARNING)
        trees = self.grid.lines.trees
        self.each(
            (trees < 0) | (trees > 1),
            "lines",
            "trees",
            "check-share",
            Severity.WARNING,
            said=trees,
        )


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{float(value):.4g}"
