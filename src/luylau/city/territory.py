"""The territory as GeoJSON for a map: outlines where the pack has them, else cells marked approximate.

A place without an outline gets the part of a circle around its centre that is nearer to it than to any other
place of its kind (a Voronoi cell, clipped). The circle's area is ``SPREAD`` times the place's own::

        ,---.          a circle alone would overlap its neighbours;
      /   |   \\        the straight edge is half-way between two centres
     |  A |  B |
      \\   |   /
        `---'
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from luylau.city.model import City, Place
from luylau.city.pack import load_polygons
from luylau.city.polygons import Geometry
from luylau.kernel.geo import EARTH_RADIUS_M

SPREAD = 2.0
"""Area of the clipping circle over the place's own area."""
CORNERS = 48
UNIT_KINDS = ("ward", "commune", "district")
"""Kinds of places that together cover a territory; an approximate cell makes sense for these alone."""

_KM_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M / 1_000
Point = tuple[float, float]


def territory_geojson(city: City, folder: Path) -> dict[str, Any]:
    """Return the units of the territory as a GeoJSON FeatureCollection (RFC 7946, degrees WGS84).

    Every feature's properties hold id, name, names, kind, code, parent, label_lat, label_lon and
    ``approximate``: true where the outline is reckoned from centre and area and not surveyed. A unit with
    neither an outline nor an area is a Point.

    Raises:
        BadFile: the pack's ``places.geojson`` has faults.
    """
    outlines = load_polygons(folder, city)
    units = [place for place in city.places.values() if place.kind in UNIT_KINDS or place.id in outlines]
    features = []
    for place in units:
        given = outlines.get(place.id)
        features.append(
            {
                "type": "Feature",
                "id": place.id,
                "properties": {
                    "id": place.id,
                    "name": place.name,
                    "names": dict(place.names),
                    "kind": place.kind,
                    "code": place.code,
                    "parent": place.parent,
                    "label_lat": place.lat,
                    "label_lon": place.lon,
                    "approximate": given is None,
                },
                "geometry": given or approximate_cell(place, units),
            }
        )
    return {"type": "FeatureCollection", "features": features}


def approximate_cell(place: Place, units: Sequence[Place]) -> Geometry:
    """Return the approximate cell of ``place`` among ``units``; a Point where its area is not known."""
    if not place.area_km2 > 0:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    radius = math.sqrt(SPREAD * place.area_km2 / math.pi)
    cell = [
        (radius * math.cos(turn), radius * math.sin(turn))
        for turn in (math.tau * corner / CORNERS for corner in range(CORNERS))
    ]
    shrink = math.cos(math.radians(place.lat))
    for other in units:
        east = (other.lon - place.lon) * _KM_PER_DEGREE * shrink
        north = (other.lat - place.lat) * _KM_PER_DEGREE
        if other.kind == place.kind or {other.kind, place.kind} <= {"ward", "commune"}:
            apart = math.hypot(east, north)
            if 0 < apart < 2 * radius:
                cell = _nearer(cell, (east, north))
    ring = [
        [
            round(place.lon + x / (_KM_PER_DEGREE * shrink), 5),
            round(place.lat + y / _KM_PER_DEGREE, 5),
        ]
        for x, y in cell
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _nearer(cell: list[Point], other: Point) -> list[Point]:
    """Return the part of a convex cell that is nearer to the origin than to ``other`` (km)."""
    half = (other[0] ** 2 + other[1] ** 2) / 2
    beyond = [x * other[0] + y * other[1] - half for x, y in cell]
    kept: list[Point] = []
    for index, (here, out) in enumerate(zip(cell, beyond, strict=True)):
        before, out_before = cell[index - 1], beyond[index - 1]
        if (out > 0) != (out_before > 0):
            part = out_before / (out_before - out)
            kept.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
        if out <= 0:
            kept.append(here)
    return kept
