"""What stands between sites and points, from GeoJSON files beside a study: buildings that hide what lies
behind them, and roads along which one has to go."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from luylau.city.polygons import is_outline, read_features
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.geo import LocalPlane
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.roads import Roads
from luylau.siting.coverage.walls import Footprints
from luylau.siting.points.file import MOST_FAULTS

_JOINED = 7
"""Decimals of degrees up to which the ends of two roads are one crossing: about a centimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``buildings``: None where nothing hides anything; ``roads``: None to go as the crow flies."""

    buildings: Footprints | None = None
    roads: Roads | None = None


def read_buildings(file: Path, plane: LocalPlane) -> Footprints:
    """Read footprints: Polygons and MultiPolygons.

    Raises:
        BadFile: the file cannot be read, or has features of another form; up to 50 are told.
    """
    polygons: list[Any] = []
    faults: list[Fault] = []
    for number, feature in enumerate(_features(file, faults), start=1):
        geometry = feature.get("geometry")
        if not is_outline(geometry):
            faults.append(_fault(file, number, "siting-file-outline"))
            if len(faults) >= MOST_FAULTS:
                break
            continue
        assert isinstance(geometry, dict)
        parts = geometry["coordinates"]
        # A third number of a corner is its height, of which nothing is known here.
        outlines = [parts] if geometry["type"] == "Polygon" else parts
        polygons += [[[corner[:2] for corner in ring] for ring in outline] for outline in outlines]
    if faults:
        raise BadFile(faults)
    return Footprints.of_polygons(polygons, plane)


def read_roads(file: Path, plane: LocalPlane) -> Roads:
    """Read roads: LineStrings, which meet where they have a corner in common; ``oneway`` true or "yes" may
    only be gone along as it is drawn, "-1" only against that.

    Raises:
        BadFile: the file cannot be read, has features of another form (up to 50 are told), or no road.
    """
    number_of: dict[tuple[float, float], int] = {}
    begin: list[int] = []
    end: list[int] = []
    one_way: list[bool] = []
    faults: list[Fault] = []
    for row, feature in enumerate(_features(file, faults), start=1):
        corners = _line(feature.get("geometry"))
        if corners is None:
            faults.append(_fault(file, row, "siting-file-line"))
            if len(faults) >= MOST_FAULTS:
                break
            continue
        way = feature["properties"].get("oneway")
        if way in ("-1", -1, "reverse"):
            corners.reverse()
        nodes = [number_of.setdefault(corner, len(number_of)) for corner in corners]
        begin += nodes[:-1]
        end += nodes[1:]
        single = way in (True, "yes", "true", "1", 1, "-1", -1, "reverse")
        one_way += [single] * (len(nodes) - 1)
    if not begin and not faults:
        faults.append(_fault(file, 0, "siting-file-empty"))
    if faults:
        raise BadFile(faults)
    lat_lon = np.array(list(number_of), np.float64)
    return Roads.of(Places.of_degrees(lat_lon[:, 0], lat_lon[:, 1], plane), begin, end, one_way=one_way)


def _features(file: Path, faults: list[Fault]) -> list[dict[str, Any]]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadFile([_fault(file, 0, "siting-file-unreadable")]) from error
    return read_features(file.name, data, faults)


def _line(geometry: object) -> list[tuple[float, float]] | None:
    """Return the corners of a LineString as rounded latitude and longitude, None if it is none."""
    if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
        return None
    corners = geometry.get("coordinates")
    if not isinstance(corners, list) or len(corners) < 2:
        return None
    found = []
    for corner in corners:
        if not isinstance(corner, list) or len(corner) < 2 or not all(_is_degrees(one) for one in corner[:2]):
            return None
        found.append((round(float(corner[1]), _JOINED), round(float(corner[0]), _JOINED)))
    return found if all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in found) else None


def _is_degrees(value: object) -> bool:
    # Compared, not converted: a whole number of a thousand digits is none that a float could hold.
    return isinstance(value, int | float) and not isinstance(value, bool) and -180 <= value <= 180


def _fault(file: Path, row: int, key: str) -> Fault:
    return Fault(file=file.name, row=row, column="geometry" if row else "", key=key)
