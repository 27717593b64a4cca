"""Import into the working copy: first a plan that shows what would change, then all of it or nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from luylau.city.columns import ASSETS, PLACES
from luylau.city.incoming import Incoming, Reading, mapped, read_incoming
from luylau.city.pack import pack_version, read_contents, read_pack
from luylau.city.polygons import Geometry, centre_and_area, read_polygons
from luylau.city.reading import fault
from luylau.city.rows import FieldChange, Rows, number_cell
from luylau.city.working_copy import replace_files
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.kernel.geo import distance_m

What = Literal["places", "assets"]
AREA_TOLERANCE = 0.2
"""Share by which an outline's area may differ from the place's own before a warning."""
_SHEETS = {"places": PLACES, "assets": ASSETS}
_OUTLINES = "places.geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """One row of the import: what it adds or changes, cell by cell."""

    row: int
    id: str
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do. It can be applied only to the version it was made on, and without faults."""

    what: What
    file: str
    version: str
    added: tuple[PlannedChange, ...]
    changed: tuple[PlannedChange, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    files: Mapping[str, bytes] = field(repr=False)
    """The pack's files as they would become."""


def plan_import(
    folder: Path,
    what: What,
    file: str,
    data: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    crs: str = "",
) -> ImportPlan:
    """Return what importing ``data`` would do to the pack in ``folder``; nothing is written.

    ``file`` is the file's name: .geojson and .json are read as GeoJSON, all others as CSV. ``mapping`` gives
    for a column of the pack the file's own column, ``constants`` a cell for every row that has none, ``crs``
    the system of columns x and y, or of a GeoJSON file that is not in WGS84.

    Raises:
        BadFile: the pack itself has faults.
    """
    version = pack_version(folder)
    found: list[Fault] = []
    contents = read_contents(folder, found)
    read_pack(contents, found)
    if found:
        raise BadFile(found)
    faults: list[Fault] = []
    warnings: list[Fault] = []
    reading = Reading(mapping=mapping or {}, constants=constants or {}, crs=crs)
    name = Path(file).name
    incoming = read_incoming(_SHEETS[what], name, data, reading, faults, warnings)
    draft = _Draft(what, name, contents, reading, faults, warnings)
    for row in incoming:
        draft.take(row)
    files = draft.files()
    if not faults:
        merged: list[Fault] = []
        read_pack({**contents, **files}, merged)
        faults.extend(draft.as_rows_of_import(merged))
    return ImportPlan(
        what=what,
        file=name,
        version=version,
        added=tuple(draft.added),
        changed=tuple(draft.changed),
        unchanged=draft.unchanged,
        faults=tuple(sorted(faults, key=lambda one: one.row)),
        warnings=tuple(warnings),
        files=files,
    )


def apply_import(folder: Path, plan: ImportPlan) -> str:
    """Carry out ``plan`` on the pack in ``folder``; return the pack's version afterwards.

    Raises:
        BadFile: the plan has faults; nothing was changed.
        Conflict: the pack changed since the plan was made, or another writer holds it.
    """
    if plan.faults:
        raise BadFile(plan.faults)
    if not plan.files:
        return plan.version
    fields: dict[str, Field] = {"file": plan.file, "added": len(plan.added), "changed": len(plan.changed)}
    return replace_files(
        folder, plan.files, key=f"city-change-import-{plan.what}", fields=fields, expected=plan.version
    )


class _Draft:
    """The pack's file as it becomes, row by row."""

    def __init__(
        self,
        what: What,
        file: str,
        contents: Mapping[str, bytes],
        reading: Reading,
        faults: list[Fault],
        warnings: list[Fault],
    ) -> None:
        self.added: list[PlannedChange] = []
        self.changed: list[PlannedChange] = []
        self.unchanged = 0
        self._what, self._file, self._reading = what, file, reading
        self._sheet = _SHEETS[what]
        self._faults, self._warnings = faults, warnings
        self._rows = Rows(self._sheet, contents[self._sheet.file])
        city = read_pack(contents, [])
        self._places = city.places
        self._by_code = {place.code: place.id for place in city.places.values() if place.code}
        given = contents.get(_OUTLINES)
        self._outlines: dict[str, Geometry] = {} if given is None else read_polygons(given, city.places, [])
        self._outlines_changed = False
        self._row_of: dict[str, int] = {}

    def take(self, row: Incoming) -> None:
        """Work one row or feature in."""
        cells = self._cells(row)
        id_ = cells.get("id", "")
        if not id_:
            self._faults.append(fault(self._file, row.row, "id", "city-required", value=""))
            return
        if id_ in self._row_of:
            first = self._row_of[id_]
            self._faults.append(fault(self._file, row.row, "id", "city-id-twice", value=id_, first=first))
            return
        self._row_of[id_] = row.row
        known = id_ in self._rows
        changes = self._rows.put(id_, cells)
        if self._what == "places" and row.outline is not None:
            changes += self._outline(row, id_, row.outline)
        change = PlannedChange(
            row=row.row, id=id_, name=self._rows.get(id_).get("name", ""), changes=tuple(changes)
        )
        if not known:
            self.added.append(change)
        elif changes:
            self.changed.append(change)
        else:
            self.unchanged += 1

    def files(self) -> dict[str, bytes]:
        """Return the files that become different."""
        files = {}
        if any(one.field != "outline" for change in (*self.added, *self.changed) for one in change.changes):
            files[self._sheet.file] = self._rows.to_csv()
        if self._outlines_changed:
            features = [
                {"type": "Feature", "properties": {"id": id_}, "geometry": geometry}
                for id_, geometry in self._outlines.items()
            ]
            collection = {"type": "FeatureCollection", "features": features}
            files[_OUTLINES] = json.dumps(collection, separators=(",", ":")).encode()
        return files

    def as_rows_of_import(self, merged: list[Fault]) -> list[Fault]:
        """Return the merged pack's faults as faults of the import's own rows, where a row caused them."""
        rows = {self._rows.line(id_): row for id_, row in self._row_of.items()}
        return [
            replace(one, file=self._file, row=rows[one.row])
            if one.file == self._sheet.file and one.row in rows
            else one
            for one in merged
        ]

    def _cells(self, row: Incoming) -> dict[str, str]:
        if not self._file.lower().endswith((".geojson", ".json")):
            return row.cells
        if self._what == "assets":
            return mapped(self._sheet, row, self._reading, own_names=True)
        # A map file's own names and figures seldom are the pack's: a place that is known takes over only what
        # was mapped by name, and is recognised by id or official code.
        named = mapped(self._sheet, row, self._reading, own_names=False)
        id_ = named.get("id", "")
        if id_ not in self._rows:
            code = named.get("code") or row.cells.get("code", "")
            id_ = self._by_code.get(code, id_)
        if id_ in self._rows:
            asked = {column: cell for column, cell in named.items() if column in self._reading.mapping}
            return {**asked, "id": id_}
        cells = mapped(self._sheet, row, self._reading, own_names=True)
        if row.outline is not None and "lat" not in cells:
            lat, lon, area = centre_and_area(row.outline)
            cells |= {"lat": number_cell(round(lat, 5)), "lon": number_cell(round(lon, 5))}
            cells.setdefault("area_km2", number_cell(round(area, 2)))
        return cells

    def _outline(self, row: Incoming, id_: str, outline: Geometry) -> list[FieldChange]:
        before = self._outlines.get(id_)
        place = self._places.get(id_)
        lat, lon, area = centre_and_area(outline)
        if place is not None:
            if place.area_km2 > 0 and abs(area - place.area_km2) > AREA_TOLERANCE * place.area_km2:
                self._warn(row, "city-outline-area", found=round(area, 2), wanted=round(place.area_km2, 2))
            reach_m = 1_000 * max(1.0, area) ** 0.5
            if distance_m(lat, lon, place.lat, place.lon) > 2 * reach_m:
                self._warn(row, "city-outline-far", value=id_)
        if before == outline:
            return []
        self._outlines[id_] = outline
        self._outlines_changed = True
        return [FieldChange(field="outline", before=_said(before), after=_said(outline))]

    def _warn(self, row: Incoming, key: str, **fields: str | float) -> None:
        self._warnings.append(fault(self._file, row.row, "geometry", key, **fields))


def _said(geometry: Geometry | None) -> str:
    """Return an outline in short: its area."""
    return "" if geometry is None else f"{centre_and_area(geometry)[2]:.2f} km2"
