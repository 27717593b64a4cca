import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadFile
from luylau.kernel.geo import LocalPlane
from luylau.siting.finding import find, mean_way_m
from luylau.siting.instance import instance_of
from luylau.siting.points.gather import demand_points
from luylau.siting.points.surroundings import read_buildings, read_roads
from luylau.siting.shelf import check_studies
from luylau.siting.study import Area, Limits, Option, Sites, Study, save_study, study_from_data, study_to_data
from luylau.siting.study.model import Demand

NAMES = {"vi": "a", "en": "a", "ja": "a"}


def collection(*geometries: dict[str, Any], **properties: object) -> str:
    features = [{"type": "Feature", "properties": properties, "geometry": one} for one in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def town(city: City, tmp_path: Path) -> tuple[Path, Study]:
    """One site, and three points 100 m east, 100 m north and 200 m north-east of it by a road that bends."""
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    unit = city.places["phuong-kinh-bac"]
    x, y = plane.to_metres(np.array([unit.lat]), np.array([unit.lon]))

    def at(east: float, north: float) -> tuple[float, float]:
        lat, lon = plane.to_degrees(x + east, y + north)
        return float(lat[0]), float(lon[0])

    rows = ["id,lat,lon"]
    for name, place in (("east", (100, 0)), ("north", (0, 100)), ("corner", (100, 100))):
        lat, lon = at(*place)
        rows.append(f"{name},{lat},{lon}")
    (tmp_path / "points.csv").write_text("\n".join(rows), encoding="utf-8")
    lat, lon = at(0, 0)
    (tmp_path / "sites.csv").write_text(f"id,lat,lon\nhere,{lat},{lon}\n", encoding="utf-8")
    wall = [at(45, -20), at(55, -20), at(55, 20), at(45, 20), at(45, -20)]
    polygon = {"type": "Polygon", "coordinates": [[[lon, lat, 12.0] for lat, lon in wall]]}
    (tmp_path / "buildings.geojson").write_text(collection(polygon), encoding="utf-8")
    road = [at(0, 0), at(100, 0), at(100, 100), at(0, 100)]
    line = {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in road]}
    (tmp_path / "roads.geojson").write_text(collection(line), encoding="utf-8")
    study = Study(
        id="town", names=NAMES, question=NAMES, currency="million VND", seconds=5.0,
        demand=(Demand(id="points", names=NAMES, source="file", file="points.csv"),),
        options=(Option(id="post", names=NAMES, cost=1.0, range_m=150.0),),
        sites=Sites(source="file", file="sites.csv"), limits=Limits(most_sites=1),
    )  # fmt: skip
    return tmp_path, study


def reached(study: Study, city: City, folder: Path) -> set[str]:
    made = instance_of(study, city, None, folder)
    return {made.ground.points.id[one] for one in made.problem.cover.column(0).tolist()}


def test_what_stands_behind_a_building_is_not_reached(town: tuple[Path, Study], city: City) -> None:
    folder, study = town
    assert reached(study, city, folder) == {"east", "north", "corner"}
    # The building stands between the site and the east alone.
    assert reached(replace(study, buildings="buildings.geojson"), city, folder) == {"north", "corner"}


def test_by_road_a_point_that_is_near_may_be_far(town: tuple[Path, Study], city: City) -> None:
    folder, study = town
    by_road = replace(study, roads="roads.geojson")
    # By road it is 100 m to the east, 200 m to the corner and 300 m to the north.
    assert reached(by_road, city, folder) == {"east"}
    far = (replace(study.options[0], range_m=250.0, decay="linear"),)
    made = instance_of(replace(by_road, options=far), city, None, folder)
    shares = dict(
        zip(made.problem.cover.column(0).tolist(), made.problem.cover.column_shares(0).tolist(), strict=True)
    )
    assert shares == {0: pytest.approx(1 - 100 / 250, abs=0.01), 2: pytest.approx(1 - 200 / 250, abs=0.01)}


def test_ways_of_a_median_go_by_road(town: tuple[Path, Study], city: City) -> None:
    folder, study = town
    by_road = replace(study, roads="roads.geojson", method="median")
    made = instance_of(by_road, city, None, folder)
    found = find(made, seconds=5)
    assert mean_way_m(made, found) == pytest.approx(np.mean([100, 300, 200]), rel=0.01)
    # Another site nearer by road than by air to all but one: roads decide, not the crow.
    ground = made.ground
    lat, lon = ground.plane.to_degrees(
        *(
            one + np.array([100.0, 100.0])[row]
            for row, one in enumerate(ground.plane.to_metres(ground.sites.lat, ground.sites.lon))
        )
    )
    rows = f"id,lat,lon\nhere,{ground.sites.lat[0]},{ground.sites.lon[0]}\ncorner,{lat[0]},{lon[0]}\n"
    (folder / "sites.csv").write_text(rows, encoding="utf-8")
    made = instance_of(by_road, city, None, folder)
    found = find(made, seconds=5)
    # From the corner it is 100, 100 and 0 m by road.
    assert [made.ground.sites.id[one] for one in found.chosen] == ["corner"]
    assert mean_way_m(made, found) == pytest.approx(200 / 3, rel=0.01)
    assert found.gap < 1e-6


def test_a_one_way_road_is_gone_one_way(tmp_path: Path, city: City) -> None:
    plane = LocalPlane(lat=21.0, lon=106.0)
    line = {"type": "LineString", "coordinates": [[106.0, 21.0], [106.001, 21.0], [106.002, 21.0]]}
    file = tmp_path / "roads.geojson"
    file.write_text(collection(line, oneway="yes"), encoding="utf-8")
    roads = read_roads(file, plane)
    assert (len(roads.nodes), roads.one_way.tolist()) == (3, [True, True])
    file.write_text(collection(line, oneway="no"), encoding="utf-8")
    assert read_roads(file, plane).one_way.tolist() == [False, False]


@pytest.mark.parametrize(
    ("text", "key", "row"),
    [
        (collection({"type": "Point", "coordinates": [106.0, 21.0]}), "siting-file-outline", 1),
        (
            collection({"type": "Polygon", "coordinates": [[[106.0, 21.0], [106.1, 21.0]]]}),
            "siting-file-outline",
            1,
        ),
        ("{", "city-geojson-broken", 1),
        ("[]", "city-geojson-no-features", 0),
        (collection({"type": "Polygon", "coordinates": []}, id="\ud800"), "city-geojson-broken", 0),
    ],
)
def test_what_is_no_building_is_told(tmp_path: Path, text: str, key: str, row: int) -> None:
    file = tmp_path / "buildings.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as raised:
        read_buildings(file, LocalPlane(lat=21.0, lon=106.0))
    assert [(one.file, one.row, one.key) for one in raised.value.faults] == [("buildings.geojson", row, key)]


@pytest.mark.parametrize(
    "coordinates",
    [[[106.0, 21.0]], [[106.0, 21.0], [106.0]], [[106.0, 21.0], ["x", 21.0]], [[106.0, 121.0], [1, 2]], 7],
)
def test_what_is_no_road_is_told(tmp_path: Path, coordinates: object) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(collection({"type": "LineString", "coordinates": coordinates}), encoding="utf-8")
    with pytest.raises(BadFile) as raised:
        read_roads(file, LocalPlane(lat=21.0, lon=106.0))
    assert raised.value.faults[0].key == "siting-file-line"
    file.write_text(collection(), encoding="utf-8")
    for wrong, key in ((file, "siting-file-empty"), (tmp_path / "none.geojson", "siting-file-unreadable")):
        with pytest.raises(BadFile) as raised:
            read_roads(wrong, LocalPlane(lat=21.0, lon=106.0))
        assert [one.key for one in raised.value.faults] == [key]


def test_the_files_of_a_pack_are_checked(town: tuple[Path, Study], tmp_path: Path) -> None:
    folder, study = town
    pack = tmp_path / "pack"
    (pack / "studies").mkdir(parents=True)
    for file in folder.glob("*.*"):
        (pack / "studies" / file.name).write_bytes(file.read_bytes())
    save_study(
        pack / "studies" / "town.toml", replace(study, buildings="buildings.geojson"), expected_version=0
    )
    assert check_studies(pack) == []
    (pack / "studies" / "buildings.geojson").write_text("{", encoding="utf-8")
    assert [one.key for one in check_studies(pack)] == ["city-geojson-broken"]


def test_roads_and_lenses_do_not_go_together(town: tuple[Path, Study]) -> None:
    _, study = town
    lens = (replace(study.options[0], angle_deg=90.0, headings=4),)
    for wrong in (
        replace(study, roads="roads.geojson", options=lens),
        replace(study, roads="roads.geojson", buildings="buildings.geojson"),
    ):
        _, faults = study_from_data(study_to_data(wrong), "town.toml")
        assert [one.key for one in faults] == ["study-roads-looking"]


def test_who_is_served_already_counts_less(city: City, tmp_path: Path) -> None:
    asked = Demand(id="people", names=NAMES, source="places")
    whole = demand_points(asked, city, None, tmp_path)
    served = replace(asked, served_by=("clinic",), served_m=3_000.0)
    found = demand_points(served, city, None, tmp_path)
    # By hand: each clinic shared out among all within 3 km, added up at each unit.
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    units = plane.points(whole.lat, whole.lon)
    clinics = [one for one in city.assets.values() if one.kind == "clinic" and one.status != "retired"]
    places = plane.points(np.array([one.lat for one in clinics]), np.array([one.lon for one in clinics]))
    near = np.hypot(*(units[:, None] - places[None]).transpose(2, 0, 1)) <= 3_000
    reached_people = near.T @ whole.weight
    access = near @ np.divide(1.0, reached_people, out=np.zeros(len(clinics)), where=reached_people > 0)
    mean = np.average(access, weights=whole.weight)
    wanted = whole.weight * np.clip(1 - access / mean, 0, 1)
    np.testing.assert_allclose(found.weight, wanted)
    assert 0 < found.weight.sum() < whole.weight.sum()
    assert found.weight[access == 0].sum() == whole.weight[access == 0].sum()
    area = Area(id="a", use="demand", points=((20.0, 105.0), (20.0, 107.0), (22.0, 107.0), (22.0, 105.0)))
    np.testing.assert_array_equal(demand_points(served, city, None, tmp_path, (area,)).weight, found.weight)
