"""The map of the city on the public form: one SVG, drawn from the pack alone, small enough to be in the page.

Its unit is ``UNIT_M`` metres, x to the east and y to the south of the middle of the city, in whole numbers:
far finer than a finger, and short to write.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luylau.api.cityview import CityView, name_in
from luylau.api.public.pages import render
from luylau.api.reporting import reach, units
from luylau.city import Place
from luylau.kernel.geo import EARTH_RADIUS_M, Floats, LocalPlane
from luylau.kernel.messages import LANGUAGES, Language

UNIT_M: Final = 10
"""Metres of one unit of the drawing."""
OUTLINES_MOST: Final = 60_000
"""Letters of all outlines; finer ones are simplified until they keep to it."""
_BEYOND: Final = 0.04
"""Room around what is drawn, as a share of it."""
_LEAST_ROOM: Final = 100
"""Least room around it, in units: a city of one point has an extent too."""

_drawn: dict[Language, tuple[str, str]] = {}
"""The map in each language with the version of the pack that it was drawn from."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """``unit`` is the id of a unit that a report can be of, empty for other places; ``path`` SVG's ``d``."""

    unit: str
    path: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class _Label:
    place: Place
    x: int
    y: int
    is_unit: bool


def city_map(view: CityView, language: Language) -> str:
    """Return the map as SVG with the places' names in a language; drawn once for each version of the pack."""
    version, drawn = _drawn.get(language, ("", ""))
    if version != view.version:
        # Two requests at once draw the same.
        _drawn.update({each: (view.version, one) for each, one in _draw(view).items()})
        drawn = _drawn[language][1]
    return drawn


def _draw(view: CityView) -> dict[Language, str]:
    west, south, east, north = view.bounds
    plane = LocalPlane(lat=(south + north) / 2, lon=(west + east) / 2)
    features = view.territory["features"]
    shapes = [[_units(plane, ring) for ring in _rings(feature["geometry"])] for feature in features]
    known = {place.id for place in units(view)}
    outlines = [
        _Outline(place if place in known else "", path, feature["properties"]["approximate"])
        for feature, path in zip(features, _paths(shapes), strict=True)
        for place in (feature["properties"]["id"],)
        if path
    ]
    labels = _labels(view, plane, known)
    points = [*(ring for shape in shapes for ring in shape), np.array([[one.x, one.y] for one in labels])]
    low, high = np.min([one.min(0) for one in points], 0), np.max([one.max(0) for one in points], 0)
    room = max(_LEAST_ROOM, _BEYOND * float(max(high - low)))
    left, bottom, right, top = reach(view)
    corners = _units(plane, [(left, top), (right, bottom)])
    degree = math.radians(1) * EARTH_RADIUS_M / UNIT_M
    values = {
        "outlines": outlines,
        "box": [round(float(one)) for one in (*(low - room), *(high - low + 2 * room))],
        "reach": [round(float(one)) for one in corners.ravel()],
        "lat": plane.lat,
        "lon": plane.lon,
        "per_lat": round(degree, 3),
        "per_lon": round(degree * math.cos(math.radians(plane.lat)), 3),
        "unit_m": UNIT_M,
    }
    return {
        language: render("map.svg", labels=[(one, name_in(language, one.place)) for one in labels], **values)
        for language in LANGUAGES
    }


def _labels(view: CityView, plane: LocalPlane, known: Iterable[str]) -> list[_Label]:
    """Return the names in the order in which they get their room: units, those of many people first, then
    other places that hold no places themselves."""
    chosen = [
        place for place in view.city.places.values() if place.id in known or len(view.within[place.id]) == 1
    ]
    spots = _units(plane, [(place.lon, place.lat) for place in chosen])
    made = [
        _Label(place, round(float(x)), round(float(y)), place.id in known)
        for place, (x, y) in zip(chosen, spots, strict=True)
    ]
    return sorted(made, key=lambda one: (not one.is_unit, -max(0.0, np.nan_to_num(one.place.population))))


def _rings(geometry: Mapping[str, Any]) -> list[Sequence[Sequence[float]]]:
    shapes = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    return [ring for polygon in shapes.get(geometry["type"], []) for ring in polygon]


def _units(plane: LocalPlane, points: Sequence[Sequence[float]]) -> Floats:
    """Return points (longitude, latitude) in units of the drawing, shape (n, 2)."""
    lon, lat = (np.array([point[axis] for point in points], np.float64) for axis in (0, 1))
    x, y = plane.to_metres(lat, lon)
    return np.column_stack([x, -y]) / UNIT_M


def _paths(shapes: Sequence[Sequence[Floats]]) -> list[str]:
    """Return each shape's outline as a path, all together of at most ``OUTLINES_MOST`` letters."""
    tolerance = 1.0
    while True:
        paths = ["".join(_path(ring, tolerance) for ring in shape) for shape in shapes]
        if sum(map(len, paths)) <= OUTLINES_MOST:
            return paths
        tolerance *= 2


def _path(ring: Floats, tolerance: float) -> str:
    """Return a ring's path; empty for one that is nothing at this tolerance (units)."""
    points = np.rint(simplified(ring, tolerance)).astype(np.int64)
    steps = np.diff(points, axis=0)[:-1]
    if len(steps) < 2:
        return ""
    first = f"M{points[0][0]} {points[0][1]}l"
    return first + " ".join(f"{x} {y}" for x, y in steps) + "z"


def simplified(ring: Floats, tolerance: float) -> Floats:
    """Return a closed ring without the points that lie within ``tolerance`` of the line between those kept
    (D. Douglas, T. Peucker, 1973); all in the ring's own unit, shape (n, 2)."""
    kept: NDArray[np.bool_] = np.zeros(len(ring), np.bool_)
    # A ring ends where it begins: the point farthest from there makes two lines of it.
    far = int(np.argmax(np.hypot(*(ring - ring[0]).T)))
    kept[[0, far, -1]] = True
    spans = [(0, far), (far, len(ring) - 1)]
    while spans:
        begin, end = spans.pop()
        if end - begin < 2:
            continue
        line, inner = ring[end] - ring[begin], ring[begin + 1 : end] - ring[begin]
        length = float(np.hypot(*line))
        if length > 0:
            along = np.clip(inner @ line / length**2, 0, 1)
            apart = np.hypot(*(inner - along[:, None] * line).T)
        else:
            apart = np.hypot(*inner.T)
        most = int(np.argmax(apart))
        if apart[most] > tolerance:
            middle = begin + 1 + most
            kept[middle] = True
            spans += [(begin, middle), (middle, end)]
    return ring[kept]
