"""Points from a file beside a study: CSV with the columns lat and lon, or GeoJSON; degrees WGS84.

An ``id`` column names the points; without one they are called by their rows. Of an outline the centre of
mass stands for all of it.
"""

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from luylau.city.polygons import centre_and_area, is_outline, read_features
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.siting.points.points import Points

MOST_FAULTS: Final = 50
"""Faults of one file that are told; a wrong column would else bring one for each of a million rows."""
MOST_WEIGHT: Final = 1e15
"""Of one point: sums of a million such weights are still exact to a millionth."""
_Row = tuple[int, str, Any, Any, Any]
"""Row in the file, id, latitude, longitude, weight, as they stand there."""


def read_points(file: Path, column: str = "") -> Points:
    """Read points; ``column`` holds their weights, 1 each where it is "".

    Raises:
        BadFile: the file cannot be read, lacks a column, or has rows with faults; up to 50 are told.
    """
    faults: list[Fault] = []
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadFile([_fault(file, 0, "", "siting-file-unreadable")]) from error
    if file.name.lower().endswith((".geojson", ".json")):
        rows = _features(file, data, column, faults)
    else:
        rows = _cells(file, data, column, faults)
    ids: list[str] = []
    numbers: list[tuple[float, float, float]] = []
    for row, id_, lat, lon, weight in rows:
        read = (
            _number(file, row, "lat", lat, -90.0, 90.0, faults),
            _number(file, row, "lon", lon, -180.0, 180.0, faults),
            _number(file, row, column, weight, 0.0, MOST_WEIGHT, faults),
        )
        if len(faults) >= MOST_FAULTS:
            break
        ids.append(id_)
        numbers.append(read)
    if faults:
        raise BadFile(faults)
    if not numbers:
        raise BadFile([_fault(file, 0, "", "siting-file-empty")])
    columns = np.array(numbers, np.float64).T.copy()
    return Points.at(tuple(ids), columns[0], columns[1], columns[2])


def _cells(file: Path, data: bytes, column: str, faults: list[Fault]) -> Iterator[_Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        faults.append(_fault(file, row, "", "siting-file-not-utf8"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = head
        for name in ("lat", "lon", *((column,) if column else ())):
            if name not in head:
                given = ", ".join(head)
                faults.append(_fault(file, 1, name, "siting-file-column", name=name, given=given))
        if faults:
            return
        for cells in reader:
            row = reader.line_num
            yield row, cells.get("id") or str(row), cells["lat"], cells["lon"], cells[column] if column else 1
    except csv.Error as error:
        faults.append(_fault(file, reader.line_num + 1, "", "siting-file-broken", reason=str(error)))


def _features(file: Path, data: bytes, column: str, faults: list[Fault]) -> Iterator[_Row]:
    for number, feature in enumerate(read_features(file.name, data, faults), start=1):
        place = _place(feature.get("geometry"))
        if place is None:
            faults.append(_fault(file, number, "geometry", "siting-file-geometry"))
            if len(faults) >= MOST_FAULTS:
                return
            continue
        properties = feature["properties"]
        given = (properties.get("id"), feature.get("id"))
        id_ = next((one for one in given if one is not None), number)
        yield number, str(id_), *place, properties.get(column) if column else 1


def _place(geometry: object) -> tuple[Any, Any] | None:
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        at = geometry.get("coordinates")
        return (at[1], at[0]) if isinstance(at, list) and len(at) >= 2 else None
    if is_outline(geometry):
        assert isinstance(geometry, dict)
        return centre_and_area(geometry)[:2]
    return None


def _number(
    file: Path,
    row: int,
    name: str,
    value: Any,  # noqa: ANN401 - whatever stands in a file
    low: float,
    high: float,
    faults: list[Fault],
) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        faults.append(_fault(file, row, name, "siting-file-number", value=str(value or "")[:80], name=name))
        return low
    if not (low <= number <= high and math.isfinite(number)):
        # As text: a number that is none, or no end, could not be kept and told as JSON.
        faults.append(_fault(file, row, name, "siting-file-range", value=str(value)[:80], name=name))
        return low
    return number


def _fault(file: Path, row: int, column: str, key: str, **fields: Field) -> Fault:
    return Fault(file=file.name, row=row, column=column, key=key, fields=fields)
