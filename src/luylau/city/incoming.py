"""A file handed in for import, read into cells by the pack's own columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luylau.city.columns import Sheet
from luylau.city.polygons import Geometry, is_outline, read_features
from luylau.city.projection import check_crs, to_degrees
from luylau.city.reading import MAX_BYTES, fault, too_large
from luylau.city.rows import number_cell
from luylau.city.sheets import near, read_table
from luylau.kernel.errors import Fault, LuylauError

MAX_ROWS = 200_000
"""Rows of one import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One row or feature: its number in the file, its cells by column, its outline if it has one."""

    row: int
    cells: dict[str, str]
    outline: Geometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read a file: ``mapping`` from the pack's column to the file's, ``constants`` for every row,
    ``crs`` the coordinate system of columns x and y or of a GeoJSON file ("" is WGS84)."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    crs: str = ""


def read_incoming(
    sheet: Sheet, name: str, data: bytes, reading: Reading, faults: list[Fault], warnings: list[Fault]
) -> list[Incoming]:
    """Return the rows of a CSV file or the features of a GeoJSON file, called ``name`` in faults."""
    if len(data) > MAX_BYTES:
        faults.append(too_large(name, len(data)))
        return []
    known = [*sheet.names, "x", "y"]
    faults.extend(
        fault(name, 0, column, "city-column-unknown", near=near(column, known))
        for column in (*reading.mapping, *reading.constants)
        if column not in known
    )
    if reading.crs:
        try:
            check_crs(reading.crs)
        except LuylauError as error:
            faults.append(fault(name, 0, "crs", error.key, **error.fields))
    if faults:
        return []
    if name.lower().endswith((".geojson", ".json")):
        rows = _features(name, data, reading, faults)
    else:
        rows = _lines(sheet, name, data, reading, faults, warnings)
    if len(rows) > MAX_ROWS:
        faults.append(fault(name, 0, "", "city-too-many-rows", count=len(rows), limit=MAX_ROWS))
        return []
    return rows


def _lines(
    sheet: Sheet, name: str, data: bytes, reading: Reading, faults: list[Fault], warnings: list[Fault]
) -> list[Incoming]:
    table = read_table(name, data, faults)
    if table is None or faults:
        return []
    for column, theirs in reading.mapping.items():
        if theirs not in table.header:
            found = near(theirs, table.header)
            faults.append(fault(name, 1, column, "city-import-column-missing", value=theirs, near=found))
    if faults:
        return []
    used = {*reading.mapping.values(), *sheet.names, "x", "y"}
    warnings.extend(
        fault(name, 1, column, "city-import-column-left") for column in table.header if column not in used
    )
    rows = []
    for number, cells in table.rows:
        if len(cells) != len(table.header):
            faults.append(
                fault(name, number, "", "city-cells-count", found=len(cells), wanted=len(table.header))
            )
            continue
        given = dict(zip(table.header, cells, strict=True))
        row = _cells(sheet, given, reading, own_names=True)
        rows.append(Incoming(row=number, cells=_placed(name, number, row, reading, faults)))
    return rows


def _features(name: str, data: bytes, reading: Reading, faults: list[Fault]) -> list[Incoming]:
    from_crs = reading.crs
    rows = []
    for number, feature in enumerate(read_features(name, data, faults, any_crs=bool(from_crs)), start=1):
        given = {key: _text(value) for key, value in feature["properties"].items()}
        if "id" not in given and feature.get("id") is not None:
            given["id"] = _text(feature["id"])
        geometry = feature.get("geometry")
        outline = None
        try:
            if isinstance(geometry, dict) and geometry.get("type") == "Point":
                lon, lat = (float(number) for number in geometry["coordinates"][:2])
                if from_crs:
                    lat, lon = to_degrees(from_crs, lon, lat)
                given |= {"lat": number_cell(lat), "lon": number_cell(lon)}
            elif geometry is not None:
                outline = _in_degrees(geometry, from_crs) if from_crs else geometry
                if not is_outline(outline):
                    raise ValueError("not an outline")
        except LuylauError as error:
            faults.append(fault(name, number, "geometry", error.key, **error.fields))
            continue
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            faults.append(fault(name, number, "geometry", "city-geojson-geometry"))
            continue
        rows.append(Incoming(row=number, cells=given, outline=outline))
    return rows


def mapped(sheet: Sheet, row: Incoming, reading: Reading, *, own_names: bool) -> dict[str, str]:
    """Return a feature's cells; ``own_names`` also takes properties called like the pack's columns."""
    return _cells(sheet, row.cells, reading, own_names=own_names)


def _cells(sheet: Sheet, given: Mapping[str, str], reading: Reading, *, own_names: bool) -> dict[str, str]:
    cells = {}
    for column in (*sheet.names, "x", "y"):
        theirs = reading.mapping.get(column, column if own_names or column in ("id", "lat", "lon") else "")
        if theirs in given:
            cells[column] = given[theirs]
        elif column in reading.constants:
            cells[column] = reading.constants[column]
    return cells


def _placed(
    name: str, number: int, cells: dict[str, str], reading: Reading, faults: list[Fault]
) -> dict[str, str]:
    """Turn x and y into latitude and longitude."""
    x, y = cells.pop("x", ""), cells.pop("y", "")
    if not x and not y:
        return cells
    if not reading.crs:
        faults.append(fault(name, number, "x", "city-crs-missing"))
        return cells
    try:
        lat, lon = to_degrees(reading.crs, float(x), float(y))
    except ValueError:
        faults.append(fault(name, number, "x", "city-number-form", value=f"{x} {y}"))
        return cells
    except LuylauError as error:
        faults.append(fault(name, number, "x", error.key, **error.fields))
        return cells
    return {**cells, "lat": number_cell(lat), "lon": number_cell(lon)}


def _in_degrees(geometry: Geometry, crs: str) -> Geometry:
    def walk(part: Any) -> Any:  # noqa: ANN401 - nested lists of any depth
        if isinstance(part, list) and part and isinstance(part[0], int | float):
            lat, lon = to_degrees(crs, float(part[0]), float(part[1]))
            return [round(lon, 7), round(lat, 7)]
        return [walk(inner) for inner in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_cell(float(value)) if -1e300 < value < 1e300 else ""
    return str(value).strip()
