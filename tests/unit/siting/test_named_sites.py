"""Sites that a study names, and what stands already."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadInput
from luylau.power.model import Grid
from luylau.siting import comparing
from luylau.siting.comparing import compared
from luylau.siting.finding import find
from luylau.siting.ground import ground_of
from luylau.siting.instance import instance_of
from luylau.siting.solving.plan import broken
from luylau.siting.study import Limits, Sites, Study, load_study
from tests.unit.siting.shipped import STUDIES


@pytest.fixture(scope="module")
def cameras() -> Study:
    study = load_study(STUDIES / "pilot-cameras.toml")
    return replace(study, sites=Sites(source="loads", most=80), limits=Limits(most_sites=3), seconds=5.0)


def test_a_site_that_must_be_used_has_its_best_option_and_heading(
    cameras: Study, city: City, grid: Grid
) -> None:
    free = instance_of(cameras, city, grid, STUDIES)
    reach = free.problem.cover.reached(free.problem.weights)
    site = int(free.problem.site[np.argsort(reach)[len(reach) // 2]])
    name = free.ground.sites.id[site]
    asked = replace(cameras, limits=Limits(most_sites=1, must=(name,)))
    instance = instance_of(asked, city, grid, STUDIES)
    found = find(instance, seconds=5)
    mine = np.flatnonzero(instance.problem.site == instance.ground.sites.id.index(name))
    assert len(mine) == 9
    best = instance.problem.cover.reached(instance.problem.weights)[mine].max()
    assert found.chosen.tolist()[0] in mine
    assert (found.value, found.bound) == (pytest.approx(best), pytest.approx(best))


def test_it_counts_in_its_unit(cameras: Study, city: City, grid: Grid) -> None:
    ground = ground_of(cameras, city, grid, STUDIES)
    name, unit = ground.sites.id[0], int(ground.site_unit[0])
    for most in (1, 2):
        asked = replace(cameras, limits=Limits(most_sites=9, unit_most=most, must=(name,)))
        instance = instance_of(asked, city, grid, STUDIES)
        chosen = find(instance, seconds=5).chosen
        assert broken(instance.problem, chosen) == ()
        sites = instance.problem.site[chosen]
        assert 0 in sites
        in_units = np.bincount(instance.ground.site_unit[sites])
        assert in_units.max() <= most
        assert in_units[unit] >= 1


def test_limits_of_units_go_through_plan_and_comparison(
    cameras: Study, city: City, grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "DRAWS", 3)
    monkeypatch.setattr(comparing, "SHARES", (0.5,))
    for limits in (
        Limits(most_sites=10, unit_most=2),
        Limits(most_sites=40, unit_least=1),
        Limits(most_sites=20, unit_reach=0.001),
    ):
        study = replace(cameras, limits=limits)
        if limits.unit_reach:
            # Only units that can be reached at all are asked for.
            study = replace(
                study,
                demand=tuple(replace(one, served_by=(), weight=1.0) for one in study.demand[:1]),
                options=(replace(study.options[0], range_m=30_000.0),),
            )
        instance = instance_of(study, city, grid, STUDIES)
        found = find(instance, seconds=3)
        assert broken(instance.problem, found.chosen) == ()
        comparison = compared(instance, found)
        assert comparison is not None
        for one in comparison.plans:
            if one.kind == "other":
                assert broken(instance.problem, one.plan.chosen) == ()


def test_a_contradiction_names_fields_and_sites(cameras: Study, city: City, grid: Grid) -> None:
    name = ground_of(cameras, city, grid, STUDIES).sites.id[3]
    asked = replace(cameras, limits=Limits(budget=1.0, must=(name,)))
    with pytest.raises(BadInput) as raised:
        find(instance_of(asked, city, grid, STUDIES), seconds=3)
    assert raised.value.key == "siting-limits-conflict"
    assert set(str(raised.value.fields["limits"]).split(", ")) == {"budget", f"must {name}"}


def test_a_named_site_is_drawn_and_a_refused_one_need_not_be(cameras: Study, city: City, grid: Grid) -> None:
    drawn = ground_of(cameras, city, grid, STUDIES).sites.id
    others = [one for one in grid.loads.id if one not in drawn][:2]
    limits = Limits(most_sites=3, must=(others[0],), must_not=(others[1], drawn[0]))
    instance = instance_of(replace(cameras, limits=limits), city, grid, STUDIES)
    assert others[0] in instance.ground.sites.id
    assert len(instance.ground.sites) in (80, 81)
    refused = instance.ground.sites.id.index(drawn[0])
    assert set(instance.problem.site[instance.problem.forbidden].tolist()) == {refused}
    for wrong in (Limits(most_sites=3, must=("nowhere",)), Limits(most_sites=3, must_not=("nowhere",))):
        with pytest.raises(BadInput, match="siting-site-not-there"):
            instance_of(replace(cameras, limits=wrong), city, grid, STUDIES)


def test_what_stands_already_is_no_candidate_and_loses_its_power_too(
    cameras: Study, city: City, grid: Grid
) -> None:
    limits = Limits(most_sites=3, installed=("clinic",), installed_range_m=500.0, powered=True, scenarios=16)
    study = replace(cameras, sites=Sites(source="assets", kinds=("clinic", "pump_station")), limits=limits)
    ground = ground_of(study, city, grid, STUDIES)
    assert {city.assets[one].kind for one in ground.sites.asset[: ground.candidates]} == {"pump_station"}
    assert {city.assets[one].kind for one in ground.sites.asset[ground.candidates :]} == {"clinic"}
    assert ground.power is not None
    assert ground.power.alive.shape == (16, len(ground.sites))
    assert not ground.power.alive[:, ground.candidates :].all()


def test_too_much_is_refused_before_it_takes_the_memory(
    cameras: Study, city: City, grid: Grid, tmp_path: Path
) -> None:
    fine = replace(cameras, sites=Sites(source="raster", step_m=10.0))
    with pytest.raises(BadInput, match="siting-raster-many"):
        instance_of(fine, city, grid, tmp_path)
    near = replace(cameras, sites=Sites(source="loads"), limits=Limits(most_sites=3, apart_m=40_000.0))
    with pytest.raises(BadInput, match="siting-apart-many"):
        instance_of(near, city, grid, tmp_path)
    turned = replace(cameras, options=tuple(replace(cameras.options[1], headings=36) for _ in range(100)))
    with pytest.raises(BadInput, match="siting-columns-many"):
        instance_of(replace(turned, sites=Sites(source="loads")), city, grid, tmp_path)


def test_a_site_must_have_power_in_so_many_storms(cameras: Study, city: City, grid: Grid) -> None:
    plain = instance_of(replace(cameras, limits=Limits(most_sites=3)), city, grid, STUDIES)
    asked = replace(cameras, limits=Limits(most_sites=3, reliable=0.6, scenarios=64))
    instance = instance_of(asked, city, grid, STUDIES)
    power = instance.ground.power
    assert power is not None
    chance = power.alive.mean(axis=0)
    # Storms only choose among the sites; what a site reaches is not less for them.
    assert (instance.copies, instance.problem.cover.pairs) == (1, plain.problem.cover.pairs)
    refused = np.unique(instance.problem.site[instance.problem.forbidden])
    np.testing.assert_array_equal(refused, np.flatnonzero(chance < 0.6))
    assert 0 < len(refused) < 80
    found = find(instance, seconds=5)
    assert (chance[instance.problem.site[found.chosen]] >= 0.6).all()
    assert found.value < find(plain, seconds=5).value
    with pytest.raises(BadInput, match="siting-reliable-none"):
        instance_of(replace(asked, limits=replace(asked.limits, reliable=1.0)), city, grid, STUDIES)


def test_more_musts_than_a_unit_may_have_are_a_contradiction(cameras: Study, city: City, grid: Grid) -> None:
    ground = ground_of(replace(cameras, sites=Sites(source="loads")), city, grid, STUDIES)
    unit = int(ground.site_unit[0])
    two = [ground.sites.id[row] for row in np.flatnonzero(ground.site_unit == unit)[:2]]
    asked = replace(cameras, limits=Limits(most_sites=9, unit_most=1, must=tuple(two)))
    for options in (cameras.options, cameras.options[:1]):
        with pytest.raises(BadInput) as raised:
            find(instance_of(replace(asked, options=options), city, grid, STUDIES), seconds=3)
        assert raised.value.key == "siting-limits-conflict"
        assert set(str(raised.value.fields["limits"]).split(", ")) == {
            f"unit_most {ground.units.id[unit]}", *(f"must {one}" for one in two)
        }  # fmt: skip


def test_sites_just_so_far_apart_may_both_be_used(cameras: Study, city: City, grid: Grid) -> None:
    study = replace(cameras, sites=Sites(source="raster", step_m=1_000.0))
    limits = Limits(most_sites=3, apart_m=1_000.0)
    assert not len(instance_of(replace(study, limits=limits), city, grid, STUDIES).problem.apart)
    limits = Limits(most_sites=3, apart_m=1_001.0)
    assert len(instance_of(replace(study, limits=limits), city, grid, STUDIES).problem.apart)


def test_of_sites_at_one_place_the_named_one_is_kept_and_none_where_something_stands(
    cameras: Study, city: City, tmp_path: Path
) -> None:
    clinic = next(one for one in city.assets.values() if one.kind == "clinic")
    rows = [
        "id,lat,lon", f"a,{clinic.lat + 0.001},{clinic.lon}", f"b,{clinic.lat + 0.001},{clinic.lon}",
        f"c,{clinic.lat},{clinic.lon}",
    ]  # fmt: skip
    (tmp_path / "sites.csv").write_text("\n".join(rows), encoding="utf-8")
    study = replace(cameras, sites=Sites(source="file", file="sites.csv"), demand=cameras.demand[1:2])
    limits = Limits(most_sites=1, must=("b",), installed=("clinic",), installed_range_m=10.0)
    ground = ground_of(replace(study, limits=limits), city, None, tmp_path)
    assert ground.sites.id[: ground.candidates] == ("b",)
    (tmp_path / "sites.csv").write_text(
        "\n".join([*rows, f"a,{clinic.lat - 0.002},{clinic.lon}"]), encoding="utf-8"
    )
    with pytest.raises(BadInput, match="siting-site-twice"):
        ground_of(study, city, None, tmp_path)


def test_where_nobody_gave_a_budget_none_is_moved(
    cameras: Study, city: City, grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "SHARES", ())
    monkeypatch.setattr(comparing, "DRAWS", 5)
    study = replace(cameras, sites=Sites(source="loads", most=3), demand=cameras.demand[:1])
    instance = instance_of(study, city, grid, STUDIES)
    comparison = compared(instance, find(instance, seconds=3))
    assert comparison is not None
    # One criterion and every site wanted: nothing can come and go.
    assert comparison.sensitivity.share.tolist() == [1.0, 1.0, 1.0]
