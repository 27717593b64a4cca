from pathlib import Path

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadInput
from luylau.power.model import Grid
from luylau.siting.points.gather import demand_points, site_points
from luylau.siting.points.units import OUTSIDE, Units
from luylau.siting.study.model import Demand, Sites
from tests.unit.siting.shipped import PACK

NAMES = {"vi": "a", "en": "a", "ja": "a"}


def test_people_live_at_the_centres_of_the_units(city: City) -> None:
    found = demand_points(Demand(id="people", names=NAMES, source="places"), city, None, PACK)
    assert len(found) == 99
    assert found.weight.sum() == pytest.approx(3_619_442)


def test_customers_stand_where_the_grid_serves_them(city: City, grid: Grid) -> None:
    found = demand_points(Demand(id="customers", names=NAMES, source="customers"), city, grid, PACK)
    assert found.weight.sum() == grid.loads.customers.sum()
    assert (found.node >= 0).all()
    with pytest.raises(BadInput, match="siting-grid-none"):
        demand_points(Demand(id="customers", names=NAMES, source="customers"), city, None, PACK)


def test_assets_are_wired_to_the_grid_where_it_knows_them(city: City, grid: Grid) -> None:
    demand = Demand(id="clinics", names=NAMES, source="assets", kinds=("clinic",))
    found = demand_points(demand, city, grid, PACK)
    assert set(found.asset) == {one.id for one in city.assets.values() if one.kind == "clinic"}
    wired = np.flatnonzero(found.node >= 0)
    assert len(wired) == len(found)
    transformer = city.assets[found.asset[wired[0]]].powered_by
    assert transformer in (grid.nodes.asset[found.node[wired[0]]], *grid.loads.asset)


def test_a_unit_is_the_one_with_the_nearest_centre(city: City) -> None:
    units = Units.of(city)
    assert units.approximate
    places = [city.places[one] for one in units.id]
    own = units.of_points(np.array([one.lat for one in places]), np.array([one.lon for one in places]))
    np.testing.assert_array_equal(own, np.arange(len(places)))
    far = units.of_points(np.array([10.0, 21.0]), np.array([106.0, 110.0]))
    np.testing.assert_array_equal(far, [OUTSIDE, OUTSIDE])


def test_outlines_say_it_better_than_centres(city: City, tmp_path: Path) -> None:
    first = next(iter(Units.of(city).id))
    ring = "[[108.0, 20.0], [108.1, 20.0], [108.1, 20.1], [108.0, 20.1], [108.0, 20.0]]"
    (tmp_path / "places.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "'
        + first
        + '"}, "geometry": {"type": "Polygon", "coordinates": ['
        + ring
        + "]}}]}",
        encoding="utf-8",
    )
    units = Units.of(city, tmp_path)
    found = units.of_points(np.array([20.05, 20.05]), np.array([108.05, 108.15]))
    np.testing.assert_array_equal(found, [units.id.index(first), OUTSIDE])


def test_a_raster_lies_in_the_territory_at_even_distances(city: City) -> None:
    units = Units.of(city)
    sites = site_points(Sites(source="raster", step_m=4_000.0), city, units, None, PACK, 1)
    # 4,718.6 km2 at 16 km2 a point are 295; the approximate outline reaches beyond the border.
    assert 250 < len(sites) < 900
    assert (units.of_points(sites.lat, sites.lon) != OUTSIDE).all()
    assert len(set(sites.id)) == len(sites)


def test_sites_are_drawn_by_the_seed(city: City, grid: Grid) -> None:
    units = Units.of(city)
    drawn = [
        site_points(Sites(source="loads", most=200), city, units, grid, PACK, seed).id for seed in (1, 1, 2)
    ]
    assert [len(one) for one in drawn] == [200, 200, 200]
    assert drawn[0] == drawn[1] != drawn[2]


def test_one_place_is_one_site(city: City, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,lat,lon\na,21.1,106.1\nb,21.1,106.1\nc,21.2,106.1\n", encoding="utf-8"
    )
    sites = site_points(Sites(source="file", file="a.csv"), city, Units.of(city), None, tmp_path, 1)
    assert sites.id == ("a", "c")


def test_sites_outside_the_territory_are_named(city: City, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,lat,lon\nhere,21.1,106.1\naway,10.8,106.7\n", encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        site_points(Sites(source="file", file="a.csv"), city, Units.of(city), None, tmp_path, 1)
    assert raised.value.key == "siting-sites-outside"
    assert dict(raised.value.fields) == {"count": 1, "sites": "away"}


def test_kinds_that_nobody_has_and_weights_of_nothing(city: City, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="siting-assets-none"):
        demand_points(Demand(id="x", names=NAMES, source="assets", kinds=("rocket",)), city, None, PACK)
    (tmp_path / "a.csv").write_text("lat,lon,w\n21.1,106.1,0\n", encoding="utf-8")
    demand = Demand(id="x", names=NAMES, source="file", file="a.csv", column="w")
    with pytest.raises(BadInput, match="siting-demand-empty"):
        demand_points(demand, city, None, tmp_path)
