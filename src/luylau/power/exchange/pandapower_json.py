"""Grids that pandapower has written as JSON, read without pandapower.

Taken: buses, lines, two-winding transformers, switches between buses and at lines and transformers, loads of
constant power, static generators, external grids. Elements out of service are left out. A switch at the end
of a line or transformer becomes a switch to a node of its own, to which that end is moved; several at one end
stand in a row. Capacitances are those that draw at the flow's frequency what the file's draw at its own. What
else the file holds and would change the flow is a fault, never passed over.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.power.branches import SYSTEM_HZ
from luylau.power.exchange.pandapower_taps import voltage_factors
from luylau.power.model import (
    Generators,
    Grid,
    Lines,
    Loads,
    Nodes,
    Sources,
    Switches,
    SwitchKind,
    Transformers,
)

INFINITE_VA: Final = 1e20
"""Short-circuit power of an external grid: pandapower's holds its voltage whatever it gives."""
_HZ: Final = "f_hz"
_KINDS: Final = {
    "CB": SwitchKind.BREAKER,
    "LBS": SwitchKind.LOAD_BREAK,
    "DS": SwitchKind.DISCONNECTOR,
    "LS": SwitchKind.LOAD_BREAK,
}
_NOT_READ: Final = (
    "trafo3w", "impedance", "gen", "shunt", "ward", "xward", "dcline", "motor", "storage",
    "asymmetric_load", "asymmetric_sgen", "svc", "tcsc", "ssc", "vsc", "vsc_stacked", "vsc_bipolar",
    "b2b_vsc", "line_dc", "bus_dc", "source_dc", "load_dc",
)  # fmt: skip
_ENDS: Final = {"l": ("line", "from_bus", "to_bus"), "t": ("trafo", "hv_bus", "lv_bus")}
"""Whose end a switch of the kind ``et`` stands at, and the columns of its buses."""

Row = Mapping[str, Any]


class _Reader:
    """One file being read: its tables, the faults found, the nodes made for switched ends."""

    def __init__(self, file: str, net: Mapping[str, Any]) -> None:
        self.file = file
        self.net = net
        self.faults: list[Fault] = []
        self.at: dict[int, int] = {}
        self.idle: set[int] = set()
        self.u_rated_v: list[float] = []
        self.node_ids: list[str] = []
        self.lat: list[float] = []
        self.lon: list[float] = []
        self.ends: dict[tuple[str, int, int], int] = {}
        self.tables: dict[str, dict[int, Row]] = {}

    def table(self, name: str) -> Mapping[int, Row]:
        """Return the rows of a table by their index; there are none where it lacks."""
        if name not in self.tables:
            found = self.tables[name] = {}
            frame = self.net.get(name)
            said = json.loads(frame["_object"]) if isinstance(frame, Mapping) else {"index": (), "data": ()}
            for index, cells in zip(map(int, said["index"]), said["data"], strict=True):
                if index in found:
                    self.fault(name, index, "", "grid-id-doubled", said=str(index))
                found[index] = dict(zip(said["columns"], cells, strict=True))
        return self.tables[name]

    def rows(self, table: str) -> Iterator[tuple[int, Row]]:
        """Yield the rows of a table that are in service, with their index."""
        for index, row in self.table(table).items():
            if self.truth(table, index, row, "in_service", default=True):
                yield index, row

    def fault(self, table: str, index: int, column: str, key: str, **fields: Field) -> None:
        """Note a fault of an element, by the table's own index."""
        self.faults.append(
            Fault(
                file=self.file,
                row=0,
                column=f"{table}[{index}]{column and '.'}{column}",
                key=key,
                fields=fields,
            )
        )

    def number(self, table: str, index: int, row: Row, column: str, default: float | None = None) -> float:
        """Return a finite number; a missing one is ``default``, or a fault."""
        value = row.get(column)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.fault(table, index, column, "grid-number-missing", said=_said(value))
            return 1.0
        return float(value)

    def beside(self, table: str, index: int, row: Row) -> float:
        """Return how many equal elements a row stands for."""
        count = self.number(table, index, row, "parallel", 1.0)
        if count > 0:
            return count
        self.fault(table, index, "parallel", "check-not-positive", said=f"{count:g}")
        return 1.0

    def truth(self, table: str, index: int, row: Row, column: str, *, default: bool | None = None) -> bool:
        """Return whether a column is true; a missing column is ``default``, or a fault."""
        value = row.get(column, default)
        if isinstance(value, bool) or (isinstance(value, (int, float)) and value in (0, 1)):
            return bool(value)
        self.fault(table, index, column, "grid-word-unknown", said=_said(value), known="true, false")
        return False

    def node(self, table: str, index: int, row: Row, column: str) -> int | None:
        """Return the node of a bus that is in service, None (with a fault if it does not exist) else."""
        bus = _index(row.get(column))
        if bus is None or (bus not in self.at and bus not in self.idle):
            self.fault(table, index, column, "grid-bus-unknown", said=_said(row.get(column)))
            return None
        return self.at.get(bus)

    def end(self, table: str, index: int, row: Row, column: str) -> int | None:
        """Return the node that an end of a line or transformer meets: switches may stand before its bus."""
        node = self.node(table, index, row, column)
        return None if node is None else self.ends.get((table, index, int(row[column])), node)

    def add_node(self, name: str, u_rated_v: float, lat: float = math.nan, lon: float = math.nan) -> int:
        """Return the number of a new node."""
        self.node_ids.append(name)
        self.u_rated_v.append(u_rated_v)
        self.lat.append(lat)
        self.lon.append(lon)
        return len(self.node_ids) - 1

    def read(self) -> Grid:
        """Return the grid; faults are in ``faults``."""
        for table in _NOT_READ:
            for index, _ in self.rows(table):
                self.fault(table, index, "", "grid-element-not-read", kind=table)
        self._buses()
        switches = self._switches()
        return Grid(
            name=str(self.net.get("name") or ""),
            lines=self._lines(self._hz()),
            switches=switches,
            transformers=self._transformers(),
            sources=self._sources(),
            loads=self._loads(),
            generators=self._generators(),
            # Last, when all nodes are made.
            nodes=Nodes(
                id=tuple(self.node_ids),
                u_rated_v=np.array(self.u_rated_v),
                lat=np.array(self.lat),
                lon=np.array(self.lon),
                asset=("",) * len(self.node_ids),
            ),
            source=self.file,
        )

    def _hz(self) -> float:
        value = self.net.get(_HZ, SYSTEM_HZ)
        if not isinstance(value, bool) and isinstance(value, (int, float)) and 0 < value < math.inf:
            return float(value)
        self.faults.append(
            Fault(file=self.file, row=0, column=_HZ, key="grid-number-missing", fields={"said": _said(value)})
        )
        return SYSTEM_HZ

    def _buses(self) -> None:
        for index, row in self.rows("bus"):
            lon, lat = _place(row.get("geo"))
            u_rated_v = 1e3 * self.number("bus", index, row, "vn_kv")
            if u_rated_v <= 0:
                self.fault("bus", index, "vn_kv", "grid-voltage-not-positive", said=str(row["vn_kv"]))
            self.at[index] = self.add_node(f"bus-{index}", u_rated_v, lat, lon)
        self.idle = self.table("bus").keys() - self.at.keys()

    def _switches(self) -> Switches:
        made: list[tuple[str, int, int, SwitchKind, bool]] = []
        for index, row in self.rows("switch"):
            node = self.node("switch", index, row, "bus")
            closed = self.truth("switch", index, row, "closed")
            if self.number("switch", index, row, "z_ohm", 0.0) > 0:
                self.fault("switch", index, "z_ohm", "grid-switch-impedance")
            name, kind = f"switch-{index}", _KINDS.get(str(row.get("type")), SwitchKind.LOAD_BREAK)
            at, other = row.get("et"), None
            if at == "b":
                other = self.node("switch", index, row, "element")
            elif at in _ENDS:
                end = self._at_end(index, row, *_ENDS[at])
                if end is not None and node is not None:
                    # A second switch at the same end stands behind the first.
                    node = self.ends.get(end, node)
                    other = self.ends[end] = self.add_node(f"{name}-end", self.u_rated_v[node])
            else:
                self.fault("switch", index, "et", "grid-element-not-read", kind=_said(at))
            if node is not None and other is not None:
                made.append((name, node, other, kind, closed))
        return Switches(
            id=tuple(one[0] for one in made),
            from_node=_whole(one[1] for one in made),
            to_node=_whole(one[2] for one in made),
            kind=np.array([one[3] for one in made], np.int8),
            closed=np.array([one[4] for one in made], np.bool_),
            remote=np.zeros(len(made), np.bool_),
        )

    def _at_end(self, index: int, row: Row, table: str, *columns: str) -> tuple[str, int, int] | None:
        """Return the end of a line or transformer that a switch stands at: its table, index and bus; None
        where the element is out of service or, with a fault, the switch does not stand at it."""
        element, bus = _index(row.get("element")), _index(row.get("bus"))
        found = None if element is None else self.table(table).get(element)
        if element is None or found is None:
            said = _said(row.get("element"))
            self.fault("switch", index, "element", "grid-switch-at-nothing", kind=table, said=said)
        elif bus is not None and bus not in [_index(found.get(column)) for column in columns]:
            self.fault("switch", index, "bus", "grid-switch-elsewhere", kind=table, said=str(element))
        elif bus is not None and found.get("in_service", True):
            return table, element, bus
        return None

    def _lines(self, hz: float) -> Lines:
        made: list[tuple[str, int, int, float, float, float, float, float, bool]] = []
        for index, row in self.rows("line"):
            begin, end = (self.end("line", index, row, f"{side}_bus") for side in ("from", "to"))
            if begin is None or end is None:
                continue
            km, beside = self.number("line", index, row, "length_km"), self.beside("line", index, row)
            r, x, nf = (
                self.number("line", index, row, f"{name}_per_km") for name in ("r_ohm", "x_ohm", "c_nf")
            )
            if r * km == 0 and x * km == 0:
                self.fault("line", index, "r_ohm_per_km", "grid-impedance-zero")
            if self.number("line", index, row, "g_us_per_km", 0.0):
                self.fault("line", index, "g_us_per_km", "grid-conductance-not-read")
            rated_a = 1e3 * self.number("line", index, row, "max_i_ka", math.inf) * beside
            rated_a *= self.number("line", index, row, "df", 1.0)
            made.append(
                (
                    f"line-{index}",
                    begin,
                    end,
                    r * km / beside,
                    x * km / beside,
                    nf * 1e-9 * km * beside * hz / SYSTEM_HZ,
                    rated_a if math.isfinite(rated_a) else math.nan,
                    km * 1e3,
                    row.get("type") == "ol",
                )
            )
        return Lines(
            id=tuple(one[0] for one in made),
            from_node=_whole(one[1] for one in made),
            to_node=_whole(one[2] for one in made),
            r_ohm=_real(one[3] for one in made),
            x_ohm=_real(one[4] for one in made),
            c_f=_real(one[5] for one in made),
            i_rated_a=_real(one[6] for one in made),
            length_m=_real(one[7] for one in made),
            overhead=np.array([one[8] for one in made], np.bool_),
            trees=np.full(len(made), np.nan),
            year=np.full(len(made), -1),
            place=("",) * len(made),
        )

    def _transformers(self) -> Transformers:
        made: list[tuple[float, ...]] = []
        ids: list[str] = []
        for index, row in self.rows("trafo"):
            hv, lv = (self.end("trafo", index, row, f"{side}_bus") for side in ("hv", "lv"))
            if hv is None or lv is None:
                continue
            said, fault = partial(self.number, "trafo", index, row), partial(self.fault, "trafo", index)
            beside, s_va = self.beside("trafo", index, row), 1e6 * said("sn_mva")
            high, low = voltage_factors(row, said, fault)
            clock, rest = divmod(said("shift_degree", 0.0), 30)
            if rest:
                fault("shift_degree", "grid-clock-not-whole", said=str(row["shift_degree"]))
            ids.append(f"trafo-{index}")
            made.append(
                (
                    hv,
                    lv,
                    s_va * beside,
                    1e3 * said("vn_hv_kv"),
                    1e3 * said("vn_lv_kv") * low,
                    said("vk_percent") / 100,
                    said("vkr_percent") / 100 * s_va * beside,
                    said("i0_percent") / 100,
                    1e3 * said("pfe_kw") * beside,
                    clock % 12,
                    high - 1,
                )
            )
        columns = np.array(made, np.float64).reshape(-1, 11).T
        return Transformers(
            id=tuple(ids),
            hv_node=columns[0].astype(np.int64),
            lv_node=columns[1].astype(np.int64),
            s_rated_va=columns[2],
            u_hv_v=columns[3],
            u_lv_v=columns[4],
            uk_pu=columns[5],
            pk_w=columns[6],
            i0_pu=columns[7],
            p0_w=columns[8],
            clock=columns[9].astype(np.int8),
            tap_pu=columns[10],
        )

    def _sources(self) -> Sources:
        made = []
        angle: float | None = None
        for index, row in self.rows("ext_grid"):
            node = self.node("ext_grid", index, row, "bus")
            turned = self.number("ext_grid", index, row, "va_degree", 0.0)
            angle = turned if angle is None else angle
            if turned != angle:
                self.fault("ext_grid", index, "va_degree", "grid-source-angle-not-read")
            if node is not None:
                made.append((f"ext-grid-{index}", node, self.number("ext_grid", index, row, "vm_pu")))
        if not made:
            self.faults.append(Fault(file=self.file, row=0, column="ext_grid", key="grid-no-source"))
        return Sources(
            id=tuple(one[0] for one in made),
            node=_whole(one[1] for one in made),
            u_ref_pu=_real(one[2] for one in made),
            sk_va=np.full(len(made), INFINITE_VA),
        )

    def _powers(self, table: str) -> tuple[tuple[str, ...], Int64, Float64, Float64]:
        made = []
        for index, row in self.rows(table):
            node = self.node(table, index, row, "bus")
            for column in row:
                if column.startswith("const_") and row[column]:
                    self.fault(table, index, column, "grid-load-not-constant-power")
            if node is not None:
                scale = 1e6 * self.number(table, index, row, "scaling", 1.0)
                p, q = (self.number(table, index, row, name) * scale for name in ("p_mw", "q_mvar"))
                made.append((f"{table}-{index}", node, p, q))
        return (
            tuple(one[0] for one in made),
            _whole(one[1] for one in made),
            _real(one[2] for one in made),
            _real(one[3] for one in made),
        )

    def _loads(self) -> Loads:
        ids, node, p_w, q_var = self._powers("load")
        return Loads(
            id=ids,
            node=node,
            p_w=p_w,
            q_var=q_var,
            customers=np.zeros(len(ids), np.int64),
            criticality=np.ones(len(ids), np.int8),
            asset=("",) * len(ids),
        )

    def _generators(self) -> Generators:
        ids, node, p_w, q_var = self._powers("sgen")
        return Generators(id=ids, node=node, p_w=p_w, q_var=q_var)


def read(file: Path) -> Grid:
    """Return the grid of a file that ``pandapower.to_json`` has written.

    Raises:
        BadFile: it is no such file, or holds what cannot be read; each fault names element and field.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
        net = said["_object"] if said["_class"] == "pandapowerNet" else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        net = None
    if not isinstance(net, Mapping):
        raise _no_network(file.name)
    return read_net(file.name, net)


def read_net(file: str, net: Mapping[str, Any]) -> Grid:
    """Return the grid of a network's tables as ``to_json`` has them; ``file`` is what faults name.

    Raises:
        BadFile: see ``read``.
    """
    reader = _Reader(file, net)
    try:
        grid = reader.read()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_network(file) from error
    if reader.faults:
        raise BadFile(reader.faults)
    return grid


def _no_network(file: str) -> BadFile:
    return BadFile([Fault(file=file, row=0, column="", key="grid-not-pandapower")])


def _index(value: object) -> int | None:
    """Return the index that a column refers to, None where it is no whole number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
        return None
    return int(value)


def _said(value: object) -> str:
    return "–" if value is None else str(value)[:60]


def _place(geo: object) -> tuple[float, float]:
    try:
        lon, lat = json.loads(str(geo))["coordinates"][:2]
        return float(lon), float(lat)
    except (ValueError, KeyError, TypeError):
        return math.nan, math.nan


def _whole(values: Iterable[int]) -> Int64:
    return np.array(list(values), np.int64)


def _real(values: Iterable[float]) -> Float64:
    return np.array(list(values), np.float64)
