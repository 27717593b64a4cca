"""The grid built for a city: counts as planned, radial, within limits, the same each time."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from luylau.cities import find_pack
from luylau.city import City, load
from luylau.kernel.errors import BadFile
from luylau.kernel.messages import LANGUAGES, message
from luylau.power.builder import Plan, build, read_plan
from luylau.power.check import Severity, check
from luylau.power.evaluation import evaluate
from luylau.power.model import Criticality, FeederKind, Grid, SwitchKind, Table
from luylau.power.topology import adjacency, feeder_of_edges, feeder_of_nodes, trace

FOLDER = find_pack("bac-ninh")


@pytest.fixture(scope="module")
def city() -> City:
    return load(FOLDER)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FOLDER / "grid.toml")


@pytest.fixture(scope="module")
def grid(city: City, plan: Plan) -> Grid:
    return build(city, plan)


def test_counts_are_the_published_ones(grid: Grid, plan: Plan) -> None:
    assert (grid.feeders.kind == FeederKind.PARK).sum() == 130
    assert (grid.feeders.kind == FeederKind.PUBLIC).sum() == 150
    low = grid.nodes.u_rated_v[grid.transformers.lv_node] < 1_000
    assert low.sum() == plan.transformers
    # 1,561,524 people in the old province's 41 units, one customer for each 3.6, and a tenth more.
    people = 1_561_524 / 3.6 * 1.1
    assert grid.loads.customers.sum() == pytest.approx(people, rel=0.02)
    assert grid.loads.p_w.sum() / 1e6 == pytest.approx(plan.peak_public_mw + plan.peak_park_mw)
    assert grid.simulated
    assert "assumed" in grid.source


def limits_kept(grid: Grid) -> None:
    serving = grid.edges_in_service()
    traced = trace(grid, serving)
    assert traced.energised.all()
    assert len(traced.loops) == 0
    now = evaluate(grid, serving, adjacency(grid))
    assert now.solved
    middle, low = grid.nodes.u_rated_v == 22_000, grid.nodes.u_rated_v == 400
    assert 0.95 < now.u_pu[middle].min() < now.u_pu[middle].max() < 1.05
    assert 0.9 < now.u_pu[low].min() < now.u_pu[low].max() < 1.1
    assert np.nanmax(now.loading) < 1
    assert not [fault for fault in check(grid) if fault.severity is Severity.ERROR]


def test_the_base_case_keeps_all_limits(grid: Grid) -> None:
    limits_kept(grid)


def test_conductors_are_neither_idle_nor_full(grid: Grid) -> None:
    traced = trace(grid, grid.edges_in_service())
    now = evaluate(grid, grid.edges_in_service(), adjacency(grid))
    of_line = feeder_of_edges(grid, traced)[: len(grid.lines)]
    highest = np.zeros(len(grid.feeders))
    live = of_line >= 0
    np.maximum.at(highest, of_line[live], now.loading[: len(grid.lines)][live])
    assert 0.2 < highest.min() < highest.max() < 0.6
    assert 0.3 < np.median(highest[grid.feeders.kind == FeederKind.PUBLIC]) < 0.6
    assert now.loading[grid.edge_count - len(grid.transformers) :].max() < 0.95


def test_busbars_share_the_load_and_stand_where_they_should(grid: Grid) -> None:
    serving = grid.edges_in_service()
    now = evaluate(grid, serving, adjacency(grid))
    buses = grid.transformers.lv_node[grid.transformers.u_hv_v > 100_000].reshape(-1, 2)
    u_pu = now.u_pu[buses]
    # A step of the tap changer is 1.78 %.
    assert np.abs(u_pu - 1.02).max() < 0.0178
    of_node = feeder_of_nodes(grid, trace(grid, serving))
    load_w = np.bincount(of_node[grid.loads.node], grid.loads.p_w, len(grid.feeders))
    begins = grid.switches.from_node[grid.feeders.head]
    for first, second in buses.tolist():
        on_first, on_second = load_w[begins == first].sum(), load_w[begins == second].sum()
        assert abs(on_first - on_second) <= load_w.max()
        for bus, odd in ((first, True), (second, False)):
            numbers = [int(grid.feeders.id[row][:3]) for row in np.flatnonzero(begins == bus)]
            assert all(number % 2 == odd for number in numbers)


def test_a_substation_is_added_where_one_would_carry_too_much(city: City, plan: Plan) -> None:
    tight = replace(plan, former="", feeders_public=400, peak_public_mw=1_600.0, transformers=6_000)
    grid = build(city, tight)
    assert any(feeder.split("-", 1)[1].startswith("sim-") for feeder in grid.feeders.id)
    public = grid.feeders.kind == FeederKind.PUBLIC
    of_node = feeder_of_nodes(grid, trace(grid, grid.edges_in_service()))
    load_w = np.bincount(of_node[grid.loads.node], grid.loads.p_w, len(grid.feeders))
    of_station: dict[str, float] = {}
    for row in np.flatnonzero(public).tolist():
        station = grid.feeders.id[row].split("-", 1)[1]
        of_station[station] = of_station.get(station, 0.0) + load_w[row]
    assert max(of_station.values()) <= tight.station_mw * 1e6 * (1 + 1e-9)
    limits_kept(grid)


@pytest.mark.parametrize(
    ("changed", "column", "key", "fields"),
    [
        ({"feeders_public": 1}, "feeders_public", "grid-plan-feeders-too-few", {"said": 1, "least": 20}),
        ({"feeders_public": 19}, "feeders_public", "grid-plan-feeders-too-few", {"said": 19, "least": 20}),
        ({"peak_park_mw": 0.0}, "peak_park_mw", "grid-plan-park-load-missing", {"feeders": 130}),
        (
            {"former": "Hà Tây"}, "former", "grid-plan-former-unknown",
            {"said": "Hà Tây", "known": "Tỉnh Bắc Giang, Tỉnh Bắc Ninh"},
        ),
        (
            {"peak_public_mw": 20_000.0, "transformers": 3_000}, "peak_public_mw",
            "grid-plan-load-too-large", {"said": 760},
        ),
    ],
)  # fmt: skip
def test_a_plan_that_does_not_fit_the_city_is_refused_by_field(
    city: City, plan: Plan, changed: dict[str, Any], column: str, key: str, fields: dict[str, object]
) -> None:
    with pytest.raises(BadFile) as bad:
        build(city, replace(plan, **changed))
    (fault,) = bad.value.faults
    assert (fault.file, fault.column, fault.key, fault.fields) == ("grid.toml", column, key, fields)
    for language in LANGUAGES:
        for part in ("", "remedy"):
            assert "{" not in message(language, key, fault.fields, part=part), "a field is lacking"


def test_the_fewest_feeders_that_are_allowed_serve_everybody(city: City, plan: Plan, grid: Grid) -> None:
    least = build(city, replace(plan, feeders_public=20))
    assert (least.feeders.kind == FeederKind.PUBLIC).sum() == 20
    assert len(least.loads) == len(grid.loads)
    assert least.loads.customers.sum() == grid.loads.customers.sum()


def test_a_city_without_people_names_their_file(city: City, plan: Plan) -> None:
    empty = {name: replace(place, population=float("nan")) for name, place in city.places.items()}
    with pytest.raises(BadFile) as bad:
        build(replace(city, places=empty), plan)
    (fault,) = bad.value.faults
    assert (fault.file, fault.column, fault.key) == ("places.csv", "population", "grid-plan-nobody")
    for language in LANGUAGES:
        assert "41" in message(language, fault.key, fault.fields)


def test_one_transformer_of_more_than_a_substation_is_left_whole(city: City, plan: Plan) -> None:
    lonely = replace(plan, transformers=2, feeders_park=0, station_mw=1.0, peak_public_mw=100.0)
    assert build(replace(city, assets={}), lonely).loads.p_w.sum() == pytest.approx(1e8)


def test_each_feeder_has_a_way_to_another(grid: Grid) -> None:
    of_node = feeder_of_nodes(grid, trace(grid, grid.edges_in_service()))
    ties = np.flatnonzero(grid.switches.kind == SwitchKind.TIE)
    ends = np.stack([of_node[grid.switches.from_node[ties]], of_node[grid.switches.to_node[ties]]])
    assert not grid.switches.closed[ties].any()
    assert (ends[0] != ends[1]).all()
    assert np.unique(ends).tolist() == list(range(280))
    remote = grid.switches.remote
    assert 0 < remote[ties].sum() < len(ties)
    assert remote[grid.feeders.head].all()


def test_the_packs_assets_are_in_it(grid: Grid, city: City) -> None:
    own = {asset.id for asset in city.assets.values() if asset.kind == "transformer"}
    assert own <= set(grid.transformers.id)
    assert own == {asset for asset in grid.loads.asset if asset}
    assert set(grid.feeders.substation) - {""} <= set(city.assets)
    clinic = next(asset for asset in city.assets.values() if asset.kind == "clinic")
    load_row = grid.loads.asset.index(clinic.powered_by)
    assert grid.loads.criticality[load_row] >= Criticality.HIGH
    station = city.assets[clinic.powered_by].powered_by
    feeder = feeder_of_nodes(grid, trace(grid, grid.edges_in_service()))[grid.loads.node[load_row]]
    assert grid.feeders.substation[feeder] == station


def test_the_same_plan_gives_the_same_grid_and_another_seed_another(
    city: City, plan: Plan, grid: Grid
) -> None:
    again = build(city, plan)
    for one in fields(Grid):
        table = getattr(grid, one.name)
        if isinstance(table, Table):
            for column in fields(table):
                first, second = getattr(table, column.name), getattr(getattr(again, one.name), column.name)
                assert np.array_equal(first, second), (one.name, column.name)
    other = build(city, replace(plan, seed=1))
    assert not np.array_equal(other.nodes.lat, grid.nodes.lat[: len(other.nodes)])


def test_the_whole_new_province(city: City, plan: Plan) -> None:
    whole = build(
        city,
        replace(plan, former="", transformers=20_000, feeders_public=520, peak_public_mw=1_300.0, far_km=5.0),
    )
    assert len(whole.feeders) == 650
    assert len(whole.transformers) > 20_000
    limits_kept(whole)


@pytest.mark.parametrize(
    ("text", "column", "key"),
    [
        ("seed = ", "", "grid-plan-not-toml"),
        ("colour = 1", "colour", "grid-plan-field-unknown"),
        ("seed = 1", "feeders_public", "grid-plan-field-missing"),
        ('seed = "one"', "seed", "grid-plan-field-wrong"),
        ("seed = true", "seed", "grid-plan-field-wrong"),
        ("power_factor = 1.2", "power_factor", "grid-plan-field-range"),
        ("persons_per_customer = nan", "persons_per_customer", "grid-plan-field-range"),
        ("peak_public_mw = inf", "peak_public_mw", "grid-plan-field-range"),
    ],
)
def test_a_broken_plan_names_the_field(tmp_path: Path, text: str, column: str, key: str) -> None:
    file = tmp_path / "grid.toml"
    file.write_text(text)
    with pytest.raises(BadFile) as bad:
        read_plan(file)
    assert (column, key) in {(fault.column, fault.key) for fault in bad.value.faults}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path, plan: Plan) -> None:
    file = tmp_path / "grid.toml"
    file.write_text((FOLDER / "grid.toml").read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert read_plan(file) == plan
