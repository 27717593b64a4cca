"""The map's outlines: those of the pack, and else cells that say they are approximate."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from luylau.city import City, load, shipped_pack, territory_geojson
from luylau.city.polygons import centre_and_area
from tests.unit.city.conftest import edit

SQUARE = {"type": "Polygon", "coordinates": [[[106, 21], [106.1, 21], [106.1, 21.1], [106, 21.1], [106, 21]]]}
HOLE = [[106.02, 21.02], [106.02, 21.04], [106.04, 21.04], [106.04, 21.02], [106.02, 21.02]]


@pytest.fixture(scope="module")
def bac_ninh() -> City:
    return load(shipped_pack("bac-ninh"))


def features(city: City, folder: Path) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in territory_geojson(city, folder)["features"]}


def test_every_unit_has_a_cell_marked_approximate(bac_ninh: City) -> None:
    found = features(bac_ninh, shipped_pack("bac-ninh"))
    assert len(found) == 99
    for id_, feature in found.items():
        ring = feature["geometry"]["coordinates"][0]
        place = bac_ninh.places[id_]
        assert feature["properties"]["approximate"] is True
        assert feature["properties"]["name"] == place.name
        assert ring[0] == ring[-1]
        assert _inside(ring, place.lon, place.lat)
        assert centre_and_area(feature["geometry"])[2] <= 2.01 * place.area_km2
    json.dumps(found)


def test_cells_do_not_reach_into_a_neighbours_half(bac_ninh: City) -> None:
    found = features(bac_ninh, shipped_pack("bac-ninh"))
    for id_, feature in found.items():
        place = bac_ninh.places[id_]
        for lon, lat in feature["geometry"]["coordinates"][0]:
            own = _apart(place.lat, place.lon, lat, lon)
            nearest = min(
                _apart(bac_ninh.places[other].lat, bac_ninh.places[other].lon, lat, lon) for other in found
            )
            # Degrees are rounded to 5 decimals (a metre); planes around two centres differ by under 40 m.
            assert own - nearest < 0.04


def test_two_units_alone_share_the_line_half_way(pack: Path) -> None:
    edit(pack, "places.csv", "21.05,106.05,20.5", "21.0,106.02,20.5")
    ring = features(load(pack), pack)["phuong-a"]["geometry"]["coordinates"][0]
    # The neighbour is 0.02 degrees to the east, so the cell ends at 0.01.
    assert max(lon for lon, _ in ring) == pytest.approx(106.01, abs=1e-5)
    radius_km = math.sqrt(2 * 10 / math.pi)
    assert min(lon for lon, _ in ring) == pytest.approx(
        106 - radius_km / (111.195 * math.cos(math.radians(21))), abs=1e-4
    )


def test_a_given_outline_is_used_as_it_is(pack: Path) -> None:
    feature = {"type": "Feature", "properties": {"id": "xa-b"}, "geometry": SQUARE}
    (pack / "places.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    found = features(load(pack), pack)
    assert found["xa-b"]["geometry"] == SQUARE
    assert found["xa-b"]["properties"]["approximate"] is False
    assert found["phuong-a"]["properties"]["approximate"] is True
    assert "tinh" not in found


def test_a_unit_without_area_is_a_point(pack: Path) -> None:
    edit(pack, "places.csv", "106.0,10,5000", "106.0,,5000")
    assert features(load(pack), pack)["phuong-a"]["geometry"] == {
        "type": "Point",
        "coordinates": [106.0, 21.0],
    }


def test_centre_and_area_worked_by_hand() -> None:
    km = math.radians(1) * 6_371.0088
    lat, lon, area = centre_and_area(SQUARE)
    assert (lat, lon) == (pytest.approx(21.05, abs=1e-9), pytest.approx(106.05, abs=1e-9))
    assert area == pytest.approx(0.01 * km**2 * math.cos(math.radians(21.04)), rel=1e-3)
    holed = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], HOLE]}
    assert centre_and_area(holed)[2] == pytest.approx(area * 0.96, rel=1e-9)
    # A hole at the south-west pushes the centre to the north-east: (0.05 - 0.04 * 0.03) / 0.96.
    assert centre_and_area(holed)[0] == pytest.approx(21 + 0.0488 / 0.96, abs=1e-9)
    twice = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], SQUARE["coordinates"]]}
    assert centre_and_area(twice)[2] == pytest.approx(2 * area)
    flat = {"type": "Polygon", "coordinates": [[[106, 21], [106.1, 21], [106, 21], [106, 21]]]}
    assert centre_and_area(flat)[2] == 0


def _apart(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    shrink = math.cos(math.radians(lat_a))
    return 111.195 * math.hypot(lat_a - lat_b, (lon_a - lon_b) * shrink)


def _inside(ring: list[list[float]], x: float, y: float) -> bool:
    odd = False
    for (x_a, y_a), (x_b, y_b) in pairwise(ring):
        if (y_a > y) != (y_b > y) and x < (x_b - x_a) * (y - y_a) / (y_b - y_a) + x_a:
            odd = not odd
    return odd
