"""Grids as power-grid-model's own JSON, which is also how a city pack keeps its network.

Read: nodes, lines, links, two-winding transformers, sources, loads and generators of constant power. A link
closed at both ends is a closed switch, any other an open one. A line or transformer that is open at one end
gets an open switch there, to a node of its own; what is open at both ends or out of service is left out and
noted. Powers by phase are added up, which is all that a symmetrical flow knows of them. Measurements, faults,
tap regulators and zero-sequence figures change no symmetrical flow; they are noted. Everything else is a
fault, never passed over.

Written: what power-grid-model knows stands in its fields, so that it reads the file too; what it has no field
for stands in ``extra`` of each element and under ``luylau`` beside the data (batteries, feeders, the grid's
name). A written grid reads back identical, if all that a flow needs is known in it.
"""

import codecs
import math
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.power.exchange.pgm_write import write_pgm_json
from luylau.power.exchange.reading import Reading
from luylau.power.exchange.rows import Column, Row, Rows
from luylau.power.model import (
    Batteries,
    Feeders,
    Generators,
    Grid,
    Lines,
    Loads,
    Nodes,
    Sources,
    Switches,
    Table,
    Transformers,
)

__all__ = ["read_pgm_json", "reading", "write_pgm_json"]

RX_RATIO: Final = 0.1
"""R/X of a source's impedance where none is said, and the only one that the platform's flow knows."""
STIFF_VA: Final = 1e15
"""From this short-circuit power on, a source's R/X changes nothing."""
_SK_VA: Final = 1e10
_OURS: Final = "luylau"
_REFUSED: Final = ("shunt", "generic_branch", "asym_line", "three_winding_transformer")
_NOTED: Final = (
    "sym_power_sensor", "asym_power_sensor", "sym_voltage_sensor", "asym_voltage_sensor",
    "sym_current_sensor", "asym_current_sensor", "fault", "transformer_tap_regulator",
)  # fmt: skip
_READ: Final = (
    "node", "line", "link", "transformer", "source", "sym_load", "asym_load", "sym_gen", "asym_gen",
)  # fmt: skip
_UNSYMMETRICAL: Final = frozenset(
    {
        "r0", "x0", "c0", "tan0", "z01_ratio", "i0_zero_sequence", "p0_zero_sequence",
        "r_grounding_from", "x_grounding_from", "r_grounding_to", "x_grounding_to",
    }
)  # fmt: skip
_TAP_ENDS: Final = (("", None), ("_min", math.nan), ("_max", math.nan))
_STATUS: Final = ("status", "from_status", "to_status", "status_1", "status_2", "status_3")

T = TypeVar("T", bound=Table)


def read_pgm_json(path: Path) -> Grid:
    """Return the grid of a file; see ``reading`` for what it leaves out.

    Raises:
        BadFile: it is no such file, or holds what cannot be read; each fault names element and field.
        OSError: the file itself cannot be read.
    """
    return reading(path).grid


def reading(path: Path) -> Reading:
    """Return the grid of a file and what of the file is not in it.

    Raises:
        BadFile, OSError: see ``read_pgm_json``.
    """
    reader = _Reader(path.name, *_open(path))
    grid = reader.read()
    if reader.faults:
        raise BadFile(reader.faults)
    return Reading(grid=grid, notes=tuple(reader.notes))


def _open(path: Path) -> tuple[dict[str, list[Row]], Row | None]:
    """Return the rows of each component, and what this platform has written beside them (None: nothing)."""

    def refused(key: str, **said: str) -> BadFile:
        return BadFile([Fault(file=path.name, row=0, column="", key=key, fields=dict(said))])

    try:
        said = msgspec.json.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except msgspec.DecodeError as error:
        raise refused("grid-not-json", said=str(error)) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise refused("grid-not-json", said=str(error)) from error
    # Files written before power-grid-model 1.5 hold the components alone.
    whole = said if isinstance(said, dict) and "data" in said else {"type": "input", "data": said}
    data, order = whole["data"], whole.get("attributes") or {}
    if whole.get("type") != "input" or whole.get("is_batch") or not isinstance(data, dict) or not data:
        raise refused("grid-not-pgm")
    found: dict[str, list[Row]] = {}
    for name, rows in data.items():
        heads = order.get(name) if isinstance(order, dict) else None
        if not isinstance(rows, list):
            raise refused("grid-not-pgm")
        found[name] = []
        for row in rows:
            if isinstance(row, list) and isinstance(heads, list) and len(row) == len(heads):
                found[name].append(dict(zip(heads, row, strict=True)))
            elif isinstance(row, dict):
                found[name].append(row)
            else:
                raise refused("grid-not-pgm")
    ours = whole.get(_OURS)
    return found, ours if isinstance(ours, dict) else None


class _Reader:
    """One dataset being read: its components, the faults found, the nodes and switches made for open ends."""

    def __init__(self, file: str, data: dict[str, list[Row]], ours: Row | None) -> None:
        self.file = file
        self.ours = ours
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.rows = {kind: Rows(file, kind, rows, self.faults) for kind, rows in data.items()}
        self.numbers: dict[str, dict[int, int]] = {}
        self.u_rated_v = np.empty(0)
        self.open_ends: list[tuple[str, int]] = []

    def read(self) -> Grid:
        """Return the grid; faults are in ``faults``."""
        self._components()
        nodes = self._of("node")
        self.u_rated_v = nodes.numbers("u_rated")
        for row in np.flatnonzero(self.u_rated_v <= 0).tolist():
            nodes.fault(row, "u_rated", "grid-voltage-wrong", said=f"{self.u_rated_v[row]:g}")
        lines, transformers, sources = self._lines(), self._transformers(), self._sources()
        batteries, feeders = self._beside("batteries"), self._beside("feeders")
        heads = feeders.numbered("head", self.numbers.get("link", {}), "grid-switch-unknown", -1)
        return Grid(
            name=self._said("name"),
            nodes=self._nodes(nodes),
            lines=lines,
            switches=self._switches(),
            transformers=transformers,
            sources=sources,
            loads=_joined(self._powers(Loads, "sym_load"), self._powers(Loads, "asym_load")),
            generators=_joined(self._powers(Generators, "sym_gen"), self._powers(Generators, "asym_gen")),
            batteries=_table(Batteries, batteries, batteries, node=self._node(batteries, "node")),
            feeders=_table(Feeders, feeders, feeders, head=heads),
            simulated=self.ours is not None and self.ours.get("simulated") is True,
            source=self.file if self.ours is None else self._said("source"),
        )

    def _said(self, name: str) -> str:
        said = "" if self.ours is None else self.ours.get(name, "")
        return said if isinstance(said, str) else ""

    def _of(self, kind: str) -> Rows:
        return self.rows.get(kind) or Rows(self.file, kind, (), self.faults)

    def _beside(self, kind: str) -> Rows:
        said = [] if self.ours is None else self.ours.get(kind, [])
        if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
            self.faults.append(Fault(file=self.file, row=0, column=f"{_OURS}.{kind}", key="grid-not-pgm"))
            said = []
        return Rows(self.file, kind, said, self.faults)

    def _components(self) -> None:
        """Number all elements, name them by the platform's ids, sort out what is not read."""
        seen: set[int] = set()
        for kind, rows in self.rows.items():
            ids = rows.wholes("id").tolist()
            for row, one in enumerate(ids):
                if one in seen:
                    rows.fault(row, "id", "grid-id-doubled", said=str(one))
                seen.add(one)
            self.numbers[kind] = {one: row for row, one in enumerate(ids)}
            rows.names = _ids(self._extra(rows), rows.names)
            if kind in _NOTED:
                self._note("grid-not-taken-over", rows)
            elif kind not in _READ:
                self._refuse(rows)
            if any(not _UNSYMMETRICAL.isdisjoint(row) for row in rows.rows):
                self._note("grid-unsymmetrical-not-taken-over", rows)

    def _refuse(self, rows: Rows) -> None:
        if rows.kind not in _REFUSED:
            self.faults.append(
                Fault(
                    file=self.file,
                    row=0,
                    column=rows.kind,
                    key="grid-component-unknown",
                    fields={"kind": rows.kind},
                )
            )
            return
        said = [[row[status] for status in _STATUS if status in row] for row in rows.rows]
        out = np.array([bool(one) and not any(one) for one in said], np.bool_)
        for number in np.flatnonzero(~out).tolist():
            rows.fault(number, "", "grid-element-not-read", kind=rows.kind)
        self._note("grid-out-of-service", rows.chosen(out))

    def _note(self, key: str, rows: Rows) -> None:
        if len(rows):
            said: dict[str, Field] = {"kind": rows.kind, "count": len(rows), "example": rows.names[0]}
            self.notes.append(Fault(file=self.file, row=0, column=rows.kind, key=key, fields=said))

    def _extra(self, rows: Rows) -> Rows:
        """Return the platform's own columns of elements; other programs' extras mean nothing to it."""
        said = [row.get("extra") if self.ours is not None else None for row in rows.rows]
        made = Rows(self.file, rows.kind, [one if isinstance(one, dict) else {} for one in said], self.faults)
        made.names = rows.names
        return made

    def _node(self, rows: Rows, field: str) -> Int64:
        return rows.numbered(field, self.numbers.get("node", {}), "grid-node-unknown")

    def _serving(self, kind: str) -> Rows:
        """Return the elements of a kind that are in service."""
        rows = self._of(kind)
        on = rows.wholes("status", 1) != 0
        self._note("grid-out-of-service", rows.chosen(~on))
        return rows.chosen(on)

    def _branches(self, kind: str) -> tuple[Rows, Int64, Int64]:
        """Return the branches that are closed at one end at least, and the nodes that their ends meet."""
        rows = self._of(kind)
        on = {side: rows.wholes(f"{side}_status") != 0 for side in ("from", "to")}
        serving = on["from"] | on["to"]
        self._note("grid-out-of-service", rows.chosen(~serving))
        rows = rows.chosen(serving)
        ends = []
        for side, closed in on.items():
            node = self._node(rows, f"{side}_node")
            for row in np.flatnonzero(~closed[serving]).tolist():
                self.open_ends.append((f"{rows.names[row]}-{side}", int(node[row])))
                node[row] = len(self.u_rated_v) + len(self.open_ends) - 1
            ends.append(node)
        return rows, ends[0], ends[1]

    def _nodes(self, rows: Rows) -> Nodes:
        at = np.array([node for _, node in self.open_ends], np.int64)
        said = [{"id": f"{name}-end"} for name, _ in self.open_ends]
        ends = Rows(self.file, "node", said, self.faults)
        # A node that is not known is node 0; where there is none, the grid is refused anyway.
        u_rated_v = self.u_rated_v if len(self.u_rated_v) else np.ones(1)
        return _joined(
            _table(Nodes, rows, self._extra(rows), u_rated_v=self.u_rated_v),
            _table(Nodes, ends, ends, u_rated_v=u_rated_v[at]),
        )

    def _switches(self) -> Switches:
        links = self._of("link")
        closed = (links.wholes("from_status") != 0) & (links.wholes("to_status") != 0)
        said = [{"id": name} for name, _ in self.open_ends]
        ends = Rows(self.file, "link", said, self.faults)
        count = len(self.open_ends)
        return _joined(
            _table(
                Switches,
                links,
                self._extra(links),
                from_node=self._node(links, "from_node"),
                to_node=self._node(links, "to_node"),
                closed=closed,
            ),
            _table(
                Switches,
                ends,
                ends,
                from_node=np.array([node for _, node in self.open_ends], np.int64),
                to_node=len(self.u_rated_v) + np.arange(count),
                closed=np.zeros(count, np.bool_),
            ),
        )

    def _lines(self) -> Lines:
        rows, begin, end = self._branches("line")
        for row in np.flatnonzero(rows.numbers("tan1", 0.0)).tolist():
            rows.fault(row, "tan1", "grid-loss-angle-not-read")
        return _table(
            Lines,
            rows,
            self._extra(rows),
            from_node=begin,
            to_node=end,
            r_ohm=rows.numbers("r1"),
            x_ohm=rows.numbers("x1"),
            c_f=rows.numbers("c1"),
            i_rated_a=rows.numbers("i_n", math.nan, endless=True),
        )

    def _transformers(self) -> Transformers:
        rows, begin, end = self._branches("transformer")
        tap = self._taps(rows)
        up = np.where(tap["max"] > tap["min"], 1, -1)
        step_v = up * (tap["pos"] - tap["nom"]) * rows.numbers("tap_size", 0.0)
        low, u_hv_v = tap["side"] == 1, rows.numbers("u1")
        extra = self._extra(rows)
        tap_pu = np.where(low | (u_hv_v == 0), 0.0, step_v / np.where(u_hv_v == 0, 1.0, u_hv_v))
        kept = extra.numbers("tap_pu", 0.0)
        return _table(
            Transformers,
            rows,
            extra,
            hv_node=begin,
            lv_node=end,
            s_rated_va=rows.numbers("sn"),
            u_hv_v=u_hv_v,
            u_lv_v=rows.numbers("u2") + np.where(low, step_v, 0.0),
            uk_pu=_at_tap(tap, *(rows.numbers(f"uk{end}", unsaid) for end, unsaid in _TAP_ENDS)),
            pk_w=_at_tap(tap, *(rows.numbers(f"pk{end}", unsaid) for end, unsaid in _TAP_ENDS)),
            i0_pu=rows.numbers("i0"),
            p0_w=rows.numbers("p0"),
            clock=(rows.wholes("clock") % 12).astype(np.int8),
            # What power-grid-model's fields say counts; ours gives the last digits back.
            tap_pu=np.where(np.abs(kept - tap_pu) <= 1e-12, kept, tap_pu),
        )

    def _taps(self, rows: Rows) -> dict[str, Int64]:
        """Return the whole numbers of the transformers' taps: side, position, nominal position and ends."""
        tap = {name: rows.wholes(f"tap_{name}", 0) for name in ("side", "min", "max", "nom", "pos")}
        for row, said in enumerate(rows.rows):
            if said.get("tap_pos") is None:
                tap["pos"][row] = tap["nom"][row]
            side, position = int(tap["side"][row]), int(tap["pos"][row])
            least, most = sorted((int(tap["min"][row]), int(tap["max"][row])))
            if side not in (0, 1):
                rows.fault(row, "tap_side", "grid-tap-side-unknown", said=side)
            if not least <= position <= most:
                rows.fault(row, "tap_pos", "grid-tap-out-of-range", said=position, least=least, most=most)
        return tap

    def _sources(self) -> Sources:
        rows = self._serving("source")
        if not len(rows):
            self.faults.append(Fault(file=self.file, row=0, column="source", key="grid-source-none"))
        angle, ratio = rows.numbers("u_ref_angle", 0.0), rows.numbers("rx_ratio", RX_RATIO)
        sk_va = rows.numbers("sk", _SK_VA)
        for row in np.flatnonzero(np.abs(angle - angle[:1]) > 1e-9).tolist():
            rows.fault(row, "u_ref_angle", "grid-source-angle-not-read")
        for row in np.flatnonzero((np.abs(ratio - RX_RATIO) > 1e-9) & (sk_va < STIFF_VA)).tolist():
            rows.fault(row, "rx_ratio", "grid-source-ratio-not-read", said=f"{ratio[row]:g}")
        return _table(
            Sources,
            rows,
            self._extra(rows),
            node=self._node(rows, "node"),
            u_ref_pu=rows.numbers("u_ref"),
            sk_va=sk_va,
        )

    def _powers(self, table: type[T], kind: str) -> T:
        rows = self._serving(kind)
        for row in np.flatnonzero(rows.wholes("type", 0)).tolist():
            rows.fault(row, "type", "grid-load-type-not-read")
        by_phase = kind.startswith("asym")
        if by_phase:
            self._note("grid-phases-summed", rows)
        read = rows.phases if by_phase else rows.numbers
        return _table(
            table,
            rows,
            self._extra(rows),
            node=self._node(rows, "node"),
            p_w=read("p_specified"),
            q_var=read("q_specified"),
        )


def _at_tap(tap: Mapping[str, Int64], middle: Float64, least: Float64, most: Float64) -> Float64:
    """Return a figure of transformers at their tap: straight from the nominal one to either end's."""
    beyond = (tap["pos"] - tap["nom"]) * (tap["max"] - tap["nom"]) > 0
    extreme, span = np.where(beyond, most, least), np.where(beyond, tap["max"], tap["min"]) - tap["nom"]
    share = (tap["pos"] - tap["nom"]) / np.where(span == 0, 1, span)
    moved: Float64 = np.where(np.isnan(extreme) | (span == 0), middle, middle + share * (extreme - middle))
    return moved


def _ids(extra: Rows, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        one if isinstance(one := row.get("id"), str) and one else name
        for row, name in zip(extra.rows, names, strict=True)
    )


def _table(table: type[T], rows: Rows, extra: Rows, **known: Column) -> T:
    """Return a table: the columns that are ``known``, all others from ``extra``."""
    said: dict[str, Column] = {"id": rows.names, **known}
    for one in fields(table):
        if one.name not in said:
            said[one.name] = extra.column(table, one.name)
    return table(**said)  # type: ignore[arg-type]


def _joined(first: T, second: T) -> T:
    """Return two tables as one."""
    said: dict[str, Column] = {}
    for one in fields(first):
        head, tail = getattr(first, one.name), getattr(second, one.name)
        said[one.name] = head + tail if isinstance(head, tuple) else np.concatenate([head, tail])
    return type(first)(**said)  # type: ignore[arg-type]
