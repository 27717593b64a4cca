"""Grids as CIM (CGMES 2.4.15 or 3.0), by pandapower's converter and then as any grid of pandapower's.

Needs the extra ``luylau[cim]``; without it the platform reads all other files as before. Ids of elements are
their mRIDs, which do not change from export to export as names do. The normal state of a switch is
``normalOpen``.

The converter passes over kinds that it does not know in silence, so whatever has a terminal and comes out as
no element is looked up here: where its absence would change the flow it is a fault, else a note, as are the
converter's own warnings.
"""

import logging
import re
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar

import numpy as np

from luylau.kernel.errors import BadFile, Fault, Field, Unavailable
from luylau.power.exchange import pandapower_json
from luylau.power.exchange.reading import Reading
from luylau.power.model import Grid, Table

MOST_BYTES: Final = 4_000_000_000
"""Most that an archive may hold when unpacked, together with all archives in it."""
HEAD_BYTES: Final = 4_096
"""Within so many bytes a CIM file names its version."""
SHOWN: Final = 20
"""How many pieces of equipment are named of one class, and how many warnings are passed on."""
_VERSIONS: Final = {b"TC57/CIM100#": "3.0", b"TC57/2013/CIM-schema-cim16#": "2.4.15"}
_WITHOUT_FLOW: Final = frozenset(
    {
        # These mark nodes; currents in earth are none in a symmetrical flow.
        "BusbarSection", "Junction", "Ground", "GroundDisconnector", "GroundingImpedance", "PetersenCoil",
    }
)  # fmt: skip
_TABLES: Final = {
    "bus": "nodes",
    "line": "lines",
    "switch": "switches",
    "trafo": "transformers",
    "ext_grid": "sources",
    "load": "loads",
    "sgen": "generators",
}
_PLACE: Final = re.compile(r"(\w+)\[(\d+)\](.*)")

T = TypeVar("T", bound=Table)
Frames = dict[str, Any]
"""pandas frames by class or table: of foreign make and untyped."""


def is_cim(path: Path) -> bool:
    """Say whether a folder, archive or file looks like CIM: XML with CIM's names."""
    with tempfile.TemporaryDirectory() as room:
        return any(_version(file) for file in _documents(path, Path(room)))


def reading(path: Path) -> Reading:
    """Return the grid of a folder, ZIP archive or XML file, and what of it is not in the grid.

    Raises:
        Unavailable: the converter is not installed.
        BadFile: it is no CIM, or holds what cannot be read; each fault names class and mRID.
    """
    converter, classes = _converter("cim2pp.from_cim"), _converter("cim_classes")
    with tempfile.TemporaryDirectory() as room, _captured() as warned:
        files = [file for file in _documents(path, Path(room)) if _version(file)]
        if not files:
            raise _bad(path, "cim-none")
        version = _version(files[0])
        try:
            parser: Any = classes.CimParser(cgmes_version=version)
            for file in files:
                parser.parse_files([str(file)])
            said: Frames = {kind: rows.copy() for kind, rows in parser.get_cim_dict()["eq"].items()}
            known = set(parser.get_cim_data_structure()["eq"]) | {"FullModel"}
            parser.prepare_cim_net().set_cim_data_types()
            net: Frames = converter.from_cim_dict(parser, cim_version=version)
        except Exception as error:  # whatever a foreign program makes of a broken file
            raise _bad(path, "cim-not-converted", said=f"{type(error).__name__}: {error}"[:300]) from error
        return _Result(path.name, said, net, known).reading(warned)


class _Result:
    """What the converter has made of the classes of the equipment profile, ``said``."""

    def __init__(self, file: str, said: Frames, net: Frames, known: set[str]) -> None:
        self.file = file
        self.said = said
        self.net = net
        self.known = known
        self.notes: list[Fault] = []
        self.faults: list[Fault] = []

    def reading(self, warned: list[str]) -> Reading:
        self._lost()
        self._turned()
        unknown = {kind: len(rows) for kind, rows in self.said.items() if kind not in self.known}
        if unknown:
            named = ", ".join(f"{kind} ({count})" for kind, count in sorted(unknown.items()))
            self._note("cim-classes-not-read", said=named)
        for text in list(dict.fromkeys(warned))[:SHOWN]:
            self._note("cim-converter-warned", said=text)
        tables = {table: self._frame(table) for table in self.net if self._is_table(table)}
        try:
            grid = pandapower_json.read_net(self.file, {**tables, "name": str(self.net.get("name") or "")})
        except BadFile as error:
            self.faults += [self._renamed(fault) for fault in error.faults]
        if self.faults:
            raise BadFile(self.faults)
        return Reading(grid=self._normal(self._named(grid)), notes=tuple(self.notes))

    def _is_table(self, name: str) -> bool:
        return not name.startswith(("_", "res_")) and hasattr(self.net[name], "columns")

    def _frame(self, name: str) -> Mapping[str, str]:
        columns = [one for one in self.net[name].columns if name == "bus" or one != "geo"]
        return {"_object": self.net[name][columns].to_json(orient="split", double_precision=15)}

    def _note(self, key: str, **fields: Field) -> None:
        self.notes.append(Fault(file=self.file, row=0, column="", key=key, fields=fields))

    def _of(self, kind: str, field: str) -> dict[str, str]:
        """Return what is said in a field by mRID; what is not said is not in it."""
        rows = self.said.get(kind)
        if rows is None or field not in rows.columns:
            return {}
        return {
            _mrid(name): str(value)
            for name, value in zip(rows["rdfId"], rows[field], strict=True)
            if isinstance(value, str)
        }

    def _lost(self) -> None:
        """Find equipment with terminals that has become no element."""
        made = {
            _mrid(name)
            for table in self.net
            if self._is_table(table) and "origin_id" in self.net[table].columns
            for name in self.net[table]["origin_id"]
            if isinstance(name, str)
        }
        met = {_mrid(one) for one in self._of("Terminal", "ConductingEquipment").values()}
        counted: Counter[str] = Counter()
        for kind, rows in self.said.items():
            if kind == "Terminal":
                continue
            for name in map(_mrid, rows["rdfId"]):
                if name not in met or name in made or kind in _WITHOUT_FLOW:
                    continue
                counted[kind] += 1
                if counted[kind] <= SHOWN:
                    self._fault(f"{kind}[{name}]", "grid-element-not-read", kind=kind)
        for kind, count in counted.items():
            if count > SHOWN:
                self._fault(kind, "check-more", count=count - SHOWN)

    def _turned(self) -> None:
        """Find impedances of lines below zero, of which the converter takes the amount."""
        for field in ("r", "x", "bch"):
            for name, value in self._of("ACLineSegment", field).items():
                if value.strip().startswith("-"):
                    self._fault(f"ACLineSegment[{name}].{field}", "check-negative", said=value)

    def _fault(self, column: str, key: str, **fields: Field) -> None:
        self.faults.append(Fault(file=self.file, row=0, column=column, key=key, fields=fields))

    def _renamed(self, fault: Fault) -> Fault:
        """Return a fault that names class and mRID in place of pandapower's table and index."""
        place = _PLACE.fullmatch(fault.column)
        if place is None or "origin_id" not in getattr(self.net.get(place[1]), "columns", ()):
            return fault
        row = self.net[place[1]].loc[int(place[2])]
        fields = (
            {**fault.fields, "kind": str(row["origin_class"])} if "kind" in fault.fields else fault.fields
        )
        column = f"{row['origin_class']}[{_mrid(str(row['origin_id']))}]{place[3]}"
        return replace(fault, column=column, fields=fields)

    def _named(self, grid: Grid) -> Grid:
        def renamed(table: str, rows: T) -> T:
            ids = self.net[table]["origin_id"]
            return replace(rows, id=tuple(_mrid(str(ids[int(name.rsplit("-", 1)[1])])) for name in rows.id))

        return replace(grid, **{own: renamed(table, getattr(grid, own)) for table, own in _TABLES.items()})

    def _normal(self, grid: Grid) -> Grid:
        """Return the grid with switches in their normal state and lengths only where they are said."""
        switches, lines = grid.switches, grid.lines
        normal = {
            name: value.strip().lower() != "true"
            for kind in ("Breaker", "Disconnector", "LoadBreakSwitch", "Switch")
            for name, value in self._of(kind, "normalOpen").items()
        }
        pairs = zip(switches.id, switches.closed.tolist(), strict=True)
        closed = np.array([normal.get(name, now) for name, now in pairs], np.bool_)
        moved = np.flatnonzero(closed != switches.closed).tolist()
        if moved:
            self._note("cim-switches-not-normal", count=len(moved), example=switches.id[moved[0]])
        measured = self._of("ACLineSegment", "length")
        length_m = np.where([name in measured for name in lines.id], lines.length_m, np.nan)
        return replace(
            grid,
            switches=replace(switches, closed=closed),
            lines=replace(lines, length_m=length_m.astype(np.float64)),
        )


def _mrid(name: str) -> str:
    """Return the mRID of an RDF id or reference."""
    return name.lstrip("#").removeprefix("_")


def _bad(path: Path, key: str, **fields: Field) -> BadFile:
    return BadFile([Fault(file=path.name, row=0, column="", key=key, fields=fields)])


def _converter(part: str) -> ModuleType:
    try:
        import_module("lxml.etree")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module(f"pandapower.converter.cim.{part}")
    except ImportError as error:
        raise Unavailable("cim-converter-missing", said=str(error)) from error


def _documents(path: Path, room: Path) -> Iterator[Path]:
    """Yield the XML files of a folder, an archive (archives in it unpacked too) or the file itself.

    Raises:
        BadFile: all archives together hold more than ``MOST_BYTES``, or one cannot be unpacked.
    """
    waiting, held = [path], 0
    while waiting:
        one = waiting.pop()
        if one.is_dir():
            waiting += [inside for inside in sorted(one.rglob("*"), reverse=True) if inside.is_file()]
        elif zipfile.is_zipfile(one):
            inner = Path(tempfile.mkdtemp(dir=room))
            try:
                with zipfile.ZipFile(one) as archive:
                    held += sum(member.file_size for member in archive.infolist())
                    if held > MOST_BYTES:
                        raise _bad(path, "cim-archive-too-large", limit=MOST_BYTES // 1_000_000_000)
                    archive.extractall(inner)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                raise _bad(path, "cim-not-converted", said=str(error)) from error
            waiting.append(inner)
        elif one.suffix.lower() in (".xml", ".rdf"):
            yield one


def _version(file: Path) -> str:
    """Return the version of CGMES that a file is written in, "" where it is none."""
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    return next((version for mark, version in _VERSIONS.items() if mark in head), "")


@contextmanager
def _captured() -> Iterator[list[str]]:
    """Keep the converter's log records and warnings from the platform's log; give the warnings back."""
    home = str(Path(import_module("pandapower").__file__ or "").parent)
    texts: list[str] = []

    def passes(record: logging.LogRecord) -> bool:
        if not record.pathname.startswith(home):
            return True
        if record.levelno >= logging.WARNING:
            texts.append(" ".join(record.getMessage().split())[:300])
        return False

    keeper: Callable[[logging.LogRecord], bool] = passes
    handlers = [*logging.getLogger().handlers, *([logging.lastResort] if logging.lastResort else [])]
    for handler in handlers:
        handler.addFilter(keeper)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield texts
    finally:
        for handler in handlers:
            handler.removeFilter(keeper)
