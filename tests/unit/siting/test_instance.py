from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import distance_m
from luylau.power.model import Grid
from luylau.siting.instance import instance_of
from luylau.siting.study import Area, Limits, Sites, Study, load_study
from tests.unit.siting.shipped import PACK, STUDIES


def shipped(name: str) -> Study:
    return load_study(STUDIES / f"{name}.toml")


@pytest.mark.parametrize("file", sorted(STUDIES.glob("*.toml")), ids=lambda file: file.stem)
def test_each_shipped_study_can_be_made_ready(file: Path, city: City, grid: Grid) -> None:
    study = load_study(file)
    assert study.id == file.stem
    made = instance_of(study, city, grid, STUDIES, PACK)
    made.problem.check()
    assert made.problem.total > 0
    assert made.ground.candidates == len(made.ground.sites)
    assert (made.ground.site_unit >= 0).all()
    assert all(one.assumed and one.note for one in (*study.demand, *study.options))


def test_a_plans_value_is_a_percentage_of_what_was_asked(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    study = replace(study, limits=replace(study.limits, powered=False), sites=replace(study.sites, most=50))
    made = instance_of(study, city, grid, STUDIES)
    assert made.problem.total == pytest.approx(100)
    by_layer = np.bincount(made.ground.layer, weights=made.problem.weights)
    np.testing.assert_allclose(by_layer, [50, 30, 20])


def test_columns_are_sites_with_options_and_headings(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    study = replace(study, limits=replace(study.limits, powered=False), sites=replace(study.sites, most=50))
    made = instance_of(study, city, grid, STUDIES)
    problem = made.problem
    assert problem.columns == 50 * (1 + 8)
    assert problem.cost[made.option == 0].tolist() == [95 + 5 * 8] * 50
    assert sorted(set(made.heading_deg[made.option == 1])) == [45.0 * turn for turn in range(8)]
    # A dome sees what is within 400 m, by the great circle; each fixed camera less than its site's dome.
    for column in range(50):
        site = problem.site[column]
        here = (made.ground.sites.lat[site], made.ground.sites.lon[site])
        away = [
            distance_m(*here, lat, lon)
            for lat, lon in zip(made.ground.points.lat, made.ground.points.lon, strict=True)
        ]
        seen = np.zeros(len(away), np.bool_)
        seen[problem.cover.column(column)] = True
        clear = np.abs(np.array(away) - 400) > 2
        np.testing.assert_array_equal(seen[clear], (np.array(away) <= 400)[clear])


def test_reach_fades_as_the_option_says(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    dome = study.options[0]
    options = (replace(dome, decay="linear"), replace(dome, id="soft", decay="gaussian"))
    study = replace(study, options=options, limits=Limits(most_sites=5), sites=Sites(source="loads", most=50))
    made = instance_of(study, city, grid, STUDIES)
    cover = made.problem.cover
    for column in (0, 60):
        site = made.problem.site[column]
        points = cover.column(column)
        metres = np.array(
            [
                distance_m(
                    made.ground.sites.lat[site],
                    made.ground.sites.lon[site],
                    made.ground.points.lat[one],
                    made.ground.points.lon[one],
                )
                for one in points
            ]
        )
        by_hand = 1 - metres / 400 if column < 50 else np.exp(-2 * (metres / 400) ** 2)
        np.testing.assert_allclose(cover.column_shares(column), by_hand, atol=0.005)


def test_what_stands_already_reaches_and_costs_nothing(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    limits = Limits(most_sites=5, installed=("clinic",), installed_range_m=500.0, unit_most=2)
    study = replace(study, limits=limits, sites=Sites(source="loads", most=50))
    made = instance_of(study, city, grid, STUDIES)
    clinics = [one for one in city.assets.values() if one.kind == "clinic"]
    assert len(made.problem.installed) == len(clinics)
    assert made.ground.candidates == 50
    assert made.problem.cost[made.problem.installed].sum() == 0
    # Every clinic is demand itself.
    assert (made.problem.cover.sizes[made.problem.installed] >= 1).all()


def test_sites_that_must_and_must_not_be_used_become_columns(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    study = replace(study, limits=Limits(most_sites=5), sites=Sites(source="loads", most=50))
    ids = instance_of(study, city, grid, STUDIES).ground.sites.id
    limits = Limits(most_sites=5, must=(ids[3],), must_not=(ids[7],))
    problem = instance_of(replace(study, limits=limits), city, grid, STUDIES).problem
    # One of its columns, whichever, so the site is a unit of its own that needs a site.
    assert not len(problem.must)
    assert problem.unit is not None
    assert problem.unit_least is not None
    (own,) = np.flatnonzero(problem.unit_least)
    assert set(problem.site[problem.unit == own].tolist()) == {3}
    alone = replace(study, options=study.options[:1], limits=limits)
    assert instance_of(alone, city, grid, STUDIES).problem.must.tolist() == [3]
    assert problem.site[problem.forbidden].tolist() == [7] * 9
    wrong = replace(study, limits=Limits(most_sites=5, must=("nowhere",)))
    with pytest.raises(BadInput) as raised:
        instance_of(wrong, city, grid, STUDIES)
    assert raised.value.key == "siting-site-not-there"


def test_sites_that_are_too_near_are_told_in_pairs(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    limits = Limits(most_sites=5, apart_m=1_500.0)
    made = instance_of(
        replace(study, limits=limits, sites=Sites(source="loads", most=200)), city, grid, STUDIES
    )
    lat, lon = made.ground.sites.lat, made.ground.sites.lon
    away = {
        (one, other)
        for one in range(200)
        for other in range(one + 1, 200)
        if distance_m(lat[one], lon[one], lat[other], lon[other]) < 1_495
    }
    assert away <= {(int(one), int(other)) for one, other in made.problem.apart}
    assert len(made.problem.apart) - len(away) < 5


def test_a_supply_is_worth_the_hours_that_it_spares_its_site(city: City, grid: Grid) -> None:
    made = instance_of(shipped("backup-supplies"), city, grid, STUDIES)
    problem, power = made.problem, made.ground.power
    assert power is not None
    own = problem.cover.reached(problem.weights)
    # A pump station of 75 kW and the generator of 100 kW: 24 h at full power are 32 h at 75 kW.
    kinds = [city.assets[one].kind for one in made.ground.sites.asset]
    site = kinds.index("pump_station")
    (column,) = np.flatnonzero((problem.site == site) & (made.option == 1))
    by_hand = np.minimum(power.outage_h[:, site], 2_400_000 / 75_000).mean()
    assert own[column] == pytest.approx(by_hand, rel=1e-6)
    # A clinic counts three times; the battery gives 15 kW for 4 h.
    site = kinds.index("clinic")
    (column,) = np.flatnonzero((problem.site == site) & (made.option == 0))
    by_hand = 3 * np.minimum(power.outage_h[:, site], 4.0).mean()
    assert own[column] == pytest.approx(by_hand, rel=1e-6)


def test_a_storm_needs_a_grid(city: City) -> None:
    with pytest.raises(BadInput, match="siting-grid-none"):
        instance_of(shipped("backup-supplies"), city, None, STUDIES)


def test_areas_say_where_something_may_stand_and_what_counts(city: City, grid: Grid) -> None:
    study = shipped("pilot-cameras")
    study = replace(study, limits=Limits(most_sites=5))
    whole = instance_of(study, city, grid, STUDIES).ground
    centre = (float(np.median(whole.sites.lat)), float(np.median(whole.sites.lon)))
    north, east = centre[0] + 0.08, centre[1] + 0.08
    box = (centre, (centre[0], east), (north, east), (north, centre[1]))
    half = (centre, (centre[0], east), (centre[0] + 0.04, east), (centre[0] + 0.04, centre[1]))
    areas = (
        Area(id="here", use="sites", points=box),
        Area(id="not-here", use="keep_out", points=half),
        Area(id="these", use="demand", points=box),
    )
    made = instance_of(replace(study, areas=areas), city, grid, STUDIES).ground
    assert 0 < made.candidates < 2_000
    assert ((made.sites.lat > half[2][0]) & (made.sites.lat <= north)).all()
    assert ((made.sites.lon >= centre[1]) & (made.sites.lon <= east)).all()
    assert ((made.points.lat >= centre[0]) & (made.points.lat <= north)).all()
    here = (whole.points.lat >= centre[0]) & (whole.points.lat <= north)
    here &= (whole.points.lon >= centre[1]) & (whole.points.lon <= east)
    assert set(made.points.id) == {whole.points.id[row] for row in np.flatnonzero(here)}
    nowhere = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    with pytest.raises(BadInput, match="siting-sites-none"):
        instance_of(replace(study, areas=(Area(id="sea", use="sites", points=nowhere),)), city, grid, STUDIES)
    with pytest.raises(BadInput, match="siting-demand-empty"):
        instance_of(
            replace(study, areas=(Area(id="sea", use="demand", points=nowhere),)), city, grid, STUDIES
        )
