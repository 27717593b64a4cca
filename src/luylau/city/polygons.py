"""Outlines of places: GeoJSON (RFC 7946) polygons in degrees WGS84."""

import json
import math
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from luylau.city.reading import decode, fault
from luylau.city.sheets import near
from luylau.kernel.errors import Fault

FILE = "places.geojson"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes half of a letter beyond the first 65,536; alone it is no letter."""
Geometry = dict[str, Any]
"""A GeoJSON geometry: "type" Polygon or MultiPolygon, "coordinates" as [longitude, latitude]."""


def read_features(
    file: str, data: bytes, faults: list[Fault], *, any_crs: bool = False
) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON FeatureCollection; every fault found is appended to ``faults``.

    A file that names a coordinate system other than WGS84 is a fault unless ``any_crs``.
    """
    text = decode(file, data, faults)
    if text is None:
        return []
    try:
        read = json.loads(text)
        if _HALF.search(text):
            json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        faults.append(fault(file, row, "", "city-geojson-broken", reason=str(error)))
        return []
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or read.get("type") != "FeatureCollection":
        faults.append(fault(file, 0, "", "city-geojson-no-features"))
        return []
    crs = str(read.get("crs", ""))
    if crs and not any_crs and not any(mark in crs for mark in ("CRS84", "4326")):
        faults.append(fault(file, 0, "crs", "city-geojson-crs", value=crs))
        return []
    good = []
    for number, feature in enumerate(features, start=1):
        if isinstance(feature, dict) and isinstance(feature.get("properties") or {}, dict):
            good.append({**feature, "properties": feature.get("properties") or {}})
        else:
            faults.append(fault(file, number, "features", "city-geojson-feature"))
    return good


def read_polygons(data: bytes, known: Mapping[str, Any], faults: list[Fault]) -> dict[str, Geometry]:
    """Return the outlines by place id; ``known`` holds the pack's place ids. A row is a feature's number."""
    polygons: dict[str, Geometry] = {}
    rows: dict[str, int] = {}
    for number, feature in enumerate(read_features(FILE, data, faults), start=1):
        id_ = str(feature["properties"].get("id", ""))
        if id_ not in known:
            faults.append(
                fault(
                    FILE, number, "id", "city-reference-unknown",
                    value=id_, file="places.csv", near=near(id_, known),
                )
            )  # fmt: skip
        elif rows.setdefault(id_, number) != number:
            faults.append(fault(FILE, number, "id", "city-id-twice", value=id_, first=rows[id_]))
        elif is_outline(feature.get("geometry")):
            polygons[id_] = feature["geometry"]
        else:
            faults.append(fault(FILE, number, "geometry", "city-geojson-geometry"))
    return polygons


def is_outline(geometry: object) -> bool:
    """Say whether this is a Polygon or MultiPolygon with closed rings of degrees in range."""
    if not isinstance(geometry, dict):
        return False
    shape, parts = geometry.get("type"), geometry.get("coordinates")
    if shape == "Polygon":
        parts = [parts]
    elif shape != "MultiPolygon":
        return False
    return (
        isinstance(parts, list)
        and bool(parts)
        and all(isinstance(part, list) and part and all(_is_ring(ring) for ring in part) for part in parts)
    )


def _is_ring(ring: object) -> bool:
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        return False
    return all(
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(degrees, int | float) for degrees in point[:2])
        and -180 <= point[0] <= 180
        and -90 <= point[1] <= 90
        for point in ring
    )


def centre_and_area(geometry: Geometry) -> tuple[float, float, float]:
    """Return latitude and longitude (degrees) of an outline's centre of mass, and its area in km2.

    The rings are taken in an equirectangular plane around the outline; holes count as negative area.
    """
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    lat_0 = sum(point[1] for point in parts[0][0]) / len(parts[0][0])
    lon_0 = parts[0][0][0][0]
    km = math.radians(1) * 6_371.0088
    shrink = math.cos(math.radians(lat_0))
    total = x_sum = y_sum = 0.0
    for part in parts:
        for index, ring in enumerate(part):
            xy = [((lon - lon_0) * km * shrink, (lat - lat_0) * km) for lon, lat, *_ in ring]
            area = x_part = y_part = 0.0
            for (x_a, y_a), (x_b, y_b) in pairwise(xy):
                cross = x_a * y_b - x_b * y_a
                area += cross / 2
                x_part += (x_a + x_b) * cross / 6
                y_part += (y_a + y_b) * cross / 6
            sign = math.copysign(1, area) * (1 if index == 0 else -1)
            total, x_sum, y_sum = total + area * sign, x_sum + x_part * sign, y_sum + y_part * sign
    if total == 0:
        return lat_0, lon_0, 0.0
    return lat_0 + y_sum / total / km, lon_0 + x_sum / total / (km * shrink), total
