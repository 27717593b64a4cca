"""Outages on the simulated grid: what a failed section cuts off, what a breaker says of it, and that the
pack's breakers are the grid's feeder heads."""

import json
import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from luylau.cities import find_pack
from luylau.city import City, load
from luylau.cli.simulate import grid_or_none
from luylau.kernel.clock import MICROS
from luylau.kernel.cyclone import YAGI_2024, Track
from luylau.power.builder import build, read_plan
from luylau.power.fragility import failure_probability
from luylau.power.grids import PLAN, grid_of
from luylau.power.model import FeederKind, Grid
from luylau.power.scenarios import assess, draw, zones
from luylau.power.storm_replay import PUBLISHED, gusts
from luylau.simulator import Schedule, build_scenario
from luylau.simulator.heads import METER, Heads
from luylau.simulator.noise import Noise
from luylau.simulator.outages import Outage, Supply
from luylau.simulator.scenarios import Scenario, ScenarioName
from luylau.simulator.sections import (
    QUICK_REPAIR_S,
    STORM_CURVE,
    STORM_YEAR,
    WORK_BELOW_MS,
    passing_cuts,
    storm_cuts,
)
from tests.unit.power.grids import ring, switches
from tests.unit.power.storm_grids import chain

HOUR_US = 3_600 * MICROS
DAY_US = 24 * HOUR_US
MORNING_US = 30 * HOUR_US
"""07:00 on 8 September 2024 in the storm's course, which begins at 18:00 UTC on 6 September."""
BREAKER = "feeder_breaker"


@cache
def bac_ninh() -> City:
    return load(find_pack("bac-ninh"))


@cache
def its_grid() -> Grid:
    grid = grid_of(find_pack("bac-ninh"), bac_ninh())
    assert grid is not None
    return grid


@cache
def scenario(name: ScenarioName, seed: int = 1) -> Scenario:
    return build_scenario(name, bac_ninh(), start_us=0, seed=seed, grid=its_grid())


def heads_of(name: ScenarioName) -> Heads:
    heads = scenario(name).world.heads
    assert heads is not None
    return heads


def breakers() -> list[str]:
    return [asset.id for asset in bac_ninh().assets.values() if asset.kind == BREAKER]


# --- the pack ---


def test_the_pack_has_a_breaker_for_each_feeder_head_and_no_other() -> None:
    grid, city = its_grid(), bac_ninh()
    ids = [grid.switches.id[head] for head in grid.feeders.head.tolist()]
    assert sorted(breakers()) == sorted(ids)
    assert len(ids) == 280
    for head, station in zip(grid.feeders.head.tolist(), grid.feeders.substation, strict=True):
        asset = city.assets[grid.switches.id[head]]
        node = grid.switches.from_node[head]
        assert asset.powered_by == station
        assert asset.lat == pytest.approx(grid.nodes.lat[node], abs=0.001)
        assert asset.lon == pytest.approx(grid.nodes.lon[node], abs=0.001)


def test_the_grid_does_not_depend_on_the_breakers() -> None:
    city = bac_ninh()
    others = {id_: asset for id_, asset in city.assets.items() if asset.kind != BREAKER}
    without = build(replace(city, assets=others), read_plan(find_pack("bac-ninh") / PLAN))
    grid = its_grid()
    assert (without.switches.id, without.nodes.id, without.loads.asset) == (
        grid.switches.id, grid.nodes.id, grid.loads.asset,
    )  # fmt: skip
    for mine, theirs in ((without.loads.p_w, grid.loads.p_w), (without.lines.length_m, grid.lines.length_m)):
        np.testing.assert_array_equal(mine, theirs)


# --- what fails, and what is cut off ---


def test_a_fault_opens_the_next_device_above_and_darkens_all_below() -> None:
    """Section a hangs on the head; b and c on the recloser: the load-break switch between clears nothing."""
    cuts = passing_cuts(zones(chain()), Noise(1), 0, DAY_US)
    below = {"a": ("head", ("clinic", "hospital")), "b": ("rec", ("clinic", "hospital"))}
    below["c"] = below["b"]
    seen = set()
    for cut in cuts:
        (failed,) = cut.outage.failed
        seen.add(failed)
        assert (cut.outage.device, cut.outage.assets) == below[failed]
        assert cut.outage.group == "f0"
    assert seen == set(below)


def test_passing_faults_come_every_few_minutes_and_are_soon_repaired() -> None:
    cuts = passing_cuts(zones(chain()), Noise(2), 0, 10 * DAY_US)
    begun = [cut.outage.start_us for cut in cuts]
    assert all(a < b for a, b in pairwise(begun))
    assert 0 <= begun[0] <= begun[-1] < 10 * DAY_US
    # One in eight minutes: 1,800 in ten days, with a standard deviation of 42.
    assert len(cuts) == pytest.approx(1_800, abs=210)
    spans = [(cut.outage.end_us - cut.outage.start_us) / MICROS for cut in cuts]
    assert QUICK_REPAIR_S[0] <= min(spans) < max(spans) <= QUICK_REPAIR_S[1]


def test_with_the_storm_curve_the_published_feeders_are_expected_out() -> None:
    """What is written down is what the calibration finds: a standard error of 1,000 cases is about 0.2."""
    grid = its_grid()
    chance = failure_probability(grid.lines, gusts(grid, Track.of(YAGI_2024)), STORM_CURVE, year=STORM_YEAR)
    out = assess(zones(grid), draw(chance, 1_000, 7)).feeders.mean(axis=0)
    for kind, published in PUBLISHED.items():
        assert out[kind] == pytest.approx(published, abs=1.5)


def test_sections_fail_in_the_storm_as_often_as_the_curve_says() -> None:
    """Over many seeds the share of each section's failures is its probability; four standard errors."""
    grid = replace(chain(), lines=replace(chain().lines, length_m=np.array([500.0, 1_000.0, 3_000.0])))
    known, city, track = zones(grid), bac_ninh(), Track.of(YAGI_2024)
    placed = replace(
        grid,
        nodes=replace(
            grid.nodes,
            lat=np.full(len(grid.nodes), city.lat),
            lon=np.full(len(grid.nodes), city.lon),
        ),
    )
    chance = failure_probability(placed.lines, gusts(placed, track), STORM_CURVE, year=STORM_YEAR)
    seeds, count = 600, dict.fromkeys("abc", 0)
    for seed in range(seeds):
        # The chain's nodes have no place, so that the city's middle stands for them.
        for cut in storm_cuts(known, city, track, Noise(seed)):
            for line in cut.outage.failed:
                count[line] += 1
    for (line, found), p in zip(count.items(), chance.tolist(), strict=True):
        assert found / seeds == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / seeds)), line
    assert 0 < count["a"] < count["b"] < count["c"]


def test_nothing_is_repaired_while_the_storm_blows() -> None:
    world = scenario("storm").world
    grid = its_grid()
    lat, lon = float(grid.nodes.lat.mean()), float(grid.nodes.lon.mean())
    for outage in world.supply.outages:
        assert 0 <= outage.start_us < outage.end_us
        assert outage.failed
        assert world.weather.at(lat, lon, outage.end_us).gust_ms < WORK_BELOW_MS + 5


def test_the_morning_after_the_storm_is_near_the_published_one() -> None:
    """127 of 280 are expected before any repair; the default seed gives 129, as the guide says."""
    heads, grid = heads_of("storm"), its_grid()
    out = np.array(
        [not heads.state(grid.switches.id[head], MORNING_US).closed for head in grid.feeders.head.tolist()]
    )
    park = grid.feeders.kind == FeederKind.PARK
    assert (out[park].sum(), out[~park].sum()) == (21, 108)
    assert heads_of("calm-day").moves() == []


def test_the_truth_names_what_failed_and_what_opened() -> None:
    grid = its_grid()
    lines, devices = set(grid.lines.id), set(grid.switches.id)
    told = [line for line in scenario("storm").truth() if line["what"] == "outage"]
    assert len(told) > 300
    for line in told:
        assert set(line["failed"]) <= lines
        assert line["device"] in devices
        assert line["group"] in grid.feeders.id
        assert set(line["assets"]) <= bac_ninh().assets.keys()
    json.dumps(told)


# --- what breakers say ---


def cut_heads(grid: Grid, seed: int = 1) -> tuple[Heads, Sequence[Outage]]:
    known = zones(grid)
    cuts = passing_cuts(known, Noise(seed), 0, DAY_US)
    return Heads(known, cuts, bac_ninh()), [cut.outage for cut in cuts]


def test_a_head_is_open_while_its_own_fault_lasts_and_loses_load_to_faults_below() -> None:
    """The chain's loads: 100 kW before the recloser, 200 and 300 kW behind it."""
    heads, outages = cut_heads(chain())
    moments = sorted({moment for one in outages for moment in (one.start_us, one.end_us)})
    seen = set()
    for moment in moments:
        devices = {one.device for one in outages if one.start_us <= moment < one.end_us}
        state = heads.state("head", moment)
        wanted = 0.0 if "head" in devices else 100e3 if "rec" in devices else 600e3
        assert (state.closed, state.live, state.peak_w) == ("head" not in devices, True, wanted)
        seen.add(wanted)
    assert seen == {0.0, 100e3, 600e3}
    own = [one for one in outages if one.device == "head"]
    assert sorted(heads.moves()) == sorted(
        (moment, "head") for one in own for moment in (one.start_us, one.end_us)
    )


def test_what_a_meter_tells_is_not_counted_as_planned_too() -> None:
    meter = next(one for one in bac_ninh().assets.values() if one.kind == "transformer_meter")
    grid = chain()
    heads, outages = cut_heads(replace(grid, loads=replace(grid.loads, asset=("", meter.powered_by, ""))))
    calm = heads.state("head", outages[0].start_us - 1)
    assert (calm.peak_w, calm.meters) == (400e3, (meter,))
    below = next(one for one in outages if one.device == "rec")
    assert below.assets == (meter.powered_by,)
    assert heads.state("head", below.start_us).meters == ()


def test_where_the_source_trips_the_busbar_is_dead_but_the_head_stays_closed() -> None:
    """The ring's switches clear no fault."""
    grid = replace(ring(), feeders=replace(chain().feeders))
    heads, outages = cut_heads(grid)
    first = outages[0]
    assert first.device == ""
    state = heads.state("s0", first.start_us)
    assert (state.closed, state.live, state.peak_w) == (True, False, 0.0)
    assert heads.moves() == []


def test_a_head_may_be_drawn_either_way_round_or_be_open_in_the_normal_state() -> None:
    grid = chain()
    ends = grid.switches.from_node.copy(), grid.switches.to_node.copy()
    ends[0][0], ends[1][0] = ends[1][0], ends[0][0]
    turned = replace(grid, switches=replace(grid.switches, from_node=ends[0], to_node=ends[1]))
    assert cut_heads(turned)[0].of["head"] == cut_heads(grid)[0].of["head"]
    opened = replace(grid, switches=replace(grid.switches, closed=np.array([False, True, True])))
    heads, outages = cut_heads(opened)
    assert outages == []
    state = heads.state("head", 0)
    assert (state.closed, state.peak_w, state.meters) == (False, 0.0, ())


def test_current_follows_from_power_and_voltage() -> None:
    world, city = scenario("calm-day").world, bac_ninh()
    for name in breakers()[::40]:
        for hour in range(0, 24, 5):
            said = world.values(city.assets[name], hour * HOUR_US)
            assert said["position"] == 1
            assert 21.9 < said["voltage"] < 23.1
            apparent = math.hypot(said["active_power"], said["reactive_power"])
            assert said["current"] == pytest.approx(
                apparent / math.sqrt(3) / said["voltage"], rel=0.01, abs=0.5
            )
            assert said["active_power"] / apparent == pytest.approx(0.93, abs=0.02)


def test_all_feeders_together_carry_the_planned_load_at_the_evening_peak() -> None:
    world, grid = scenario("calm-day").world, its_grid()
    # 19:30 in Vietnam.
    evening_us = round(12.5 * HOUR_US)
    at_peak = sum(world.values(bac_ninh().assets[name], evening_us)["active_power"] for name in breakers())
    assert at_peak == pytest.approx(grid.loads.p_w.sum() / 1e3, rel=0.1)
    at_night = sum(world.values(bac_ninh().assets[name], 19 * HOUR_US)["active_power"] for name in breakers())
    assert at_night < 0.7 * at_peak


def test_an_open_head_says_so_and_carries_nothing() -> None:
    world, heads = scenario("storm").world, heads_of("storm")
    opened = [one for one in world.supply.outages if one.device in heads.of]
    for outage in opened[:20]:
        asset = bac_ninh().assets[outage.device]
        before, after = (world.values(asset, outage.start_us + step) for step in (-1, 0))
        assert (before["position"], after["position"]) == (1, 0)
        assert before["active_power"] > 100
        for channel in ("active_power", "reactive_power", "current"):
            # Near nothing: a sensor is noisy.
            assert abs(after[channel]) < 5
        assert after["voltage"] > 21
        assert world.values(asset, outage.end_us)["position"] == 1


class Sent:
    """A fleet that keeps what is sent."""

    def __init__(self) -> None:
        self.said: dict[str, list[tuple[int, float]]] = {}
        self.heard: dict[str, list[tuple[int, dict[str, float]]]] = {}

    def publish(self, device: str, topic: str, payload: bytes, qos: int) -> None:
        records = json.loads(payload)
        assert topic == f"obs/bac-ninh/{device}/senml"
        assert qos in (0, 1)
        at_us = round(records[0]["bt"] * MICROS)
        self.heard.setdefault(device, []).append((at_us, {one["n"]: one["v"] for one in records}))
        for record in records:
            if record["n"] == "position":
                self.said.setdefault(device, []).append((round(records[0]["bt"] * MICROS), record["v"]))

    def cut(self, device: str) -> None: ...

    def restore(self, device: str) -> None: ...


def test_a_switch_that_moves_says_so_at_once_and_then_goes_on_as_before() -> None:
    storm, sent = scenario("storm"), Sent()
    moves = sorted(heads_of("storm").moves())
    at_us, name = moves[len(moves) // 4]
    begin_us = at_us - 200 * MICROS
    schedule = Schedule(storm, sent, begin_us)
    while schedule.next_us < at_us + 200 * MICROS:
        schedule.step()
    said = sent.said[name]
    assert at_us in [time_us for time_us, _ in said]
    positions = (
        [value for time_us, value in said if time_us < at_us],
        [value for time_us, value in said if time_us >= at_us],
    )
    assert set(positions[0]) == {1}
    assert set(positions[1]) == {0}
    # Each minute, and once at the move itself.
    assert len(said) in (7, 8)
    assert len(sent.said) == 280


def test_a_meter_that_loses_its_supply_says_one_last_word_and_returns_with_it() -> None:
    storm, sent = scenario("storm"), Sent()
    dark = next(
        one for one in storm.world.supply.outages if len(one.assets) >= 10 and one.start_us > 9 * HOUR_US
    )
    schedule = Schedule(storm, sent, dark.start_us - 200 * MICROS)
    while schedule.next_us < dark.start_us + 600 * MICROS:
        schedule.step()
    meters = [
        one.id
        for one in storm.world.city.assets.values()
        if one.kind == METER and one.powered_by in dark.assets and one.id in sent.heard
    ]
    assert len(meters) > 5, "some have no network any more"
    gasps = 0
    for meter in meters:
        after = [said for at_us, said in sent.heard[meter] if at_us >= dark.start_us]
        assert len(sent.heard[meter]) - len(after) >= 3, "it measured until then"
        assert after in ([], [{"last_gasp": 1.0, "voltage": 0.0}])
        gasps += len(after)
    # Some are heard, some are not.
    assert 0 < gasps < len(meters)
    back = Sent()
    schedule = Schedule(storm, back, dark.end_us - 130 * MICROS)
    while schedule.next_us < dark.end_us + 130 * MICROS:
        schedule.step()
    lit = [one for one in meters if storm.world.supply.dark_since(one, dark.end_us + MICROS) is None]
    assert lit
    for meter in lit:
        at_us, first = back.heard[meter][0]
        assert at_us >= dark.end_us, "it does not gasp again"
        assert (first["last_gasp"], first["voltage"] > 200) == (0.0, True)


# --- without a grid, or with an odd one ---


def test_without_a_grid_the_storm_takes_out_groups_by_place() -> None:
    old = build_scenario("storm", bac_ninh(), start_us=0, seed=1)
    assert old.world.heads is None
    assert len({outage.group for outage in old.world.supply.outages}) > 10
    assert all(outage.device == "" for outage in old.world.supply.outages)
    assert build_scenario("grid-fault", bac_ninh(), start_us=0, seed=1).world.supply.outages == ()
    asset = bac_ninh().assets[breakers()[0]]
    said = old.world.values(asset, MORNING_US)
    assert said["position"] == 1
    assert said["active_power"] > 500


def test_a_meshed_grid_is_left_out_and_said_so(caplog: pytest.LogCaptureFixture) -> None:
    grid = ring()
    edges = [
        (name, int(begin), int(end))
        for name, begin, end in zip(
            grid.switches.id, grid.switches.from_node, grid.switches.to_node, strict=True
        )
    ]
    meshed = replace(grid, switches=switches(edges, [True] * len(edges)))
    with caplog.at_level(logging.WARNING):
        world = build_scenario("storm", bac_ninh(), start_us=0, seed=1, grid=meshed).world
    assert world.heads is None
    assert world.supply.outages
    assert "left out" in caplog.text


def test_a_broken_plan_stops_no_simulation(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert grid_or_none(tmp_path, bac_ninh()) is None
    assert caplog.text == ""
    (tmp_path / PLAN).write_text("seed = 'none'")
    assert grid_or_none(tmp_path, bac_ninh()) is None
    assert "without it" in caplog.text


def test_what_begins_in_an_outage_goes_on_with_it() -> None:
    """[0, 4) and [3, 6) are one stretch of darkness, [6, 7) goes on with it, [9, 10) is another."""
    spans = ((0, 4), (3, 6), (6, 7), (9, 10))
    transformer = next(one for one in bac_ninh().assets.values() if one.kind == "transformer")
    supply = Supply(
        bac_ninh(),
        [
            Outage(group="g", assets=(transformer.id,), start_us=begin * HOUR_US, end_us=end * HOUR_US)
            for begin, end in spans
        ],
    )
    found = [supply.dark_since(transformer.id, round(hour * HOUR_US)) for hour in (0, 3.5, 5, 6.5, 8, 9, 11)]
    assert found == [0, 0, 0, 0, None, 9 * HOUR_US, None]


def test_a_meter_measures_what_the_grid_gives_its_transformer() -> None:
    """At the evening's peak it is the planned load and voltage, at night less load and more voltage."""
    world = scenario("calm-day").world
    heads = heads_of("calm-day")
    # 19:30 in Vietnam.
    peak_us, night_us = DAY_US + 45_000_000_000, DAY_US + 70_000_000_000
    for asset in [one for one in world.city.assets.values() if one.kind == METER][::40]:
        known = heads.planned[asset.powered_by]
        peak, night = world.values(asset, peak_us), world.values(asset, night_us)
        assert peak["active_power"] == pytest.approx(known.p_w / 1e3, rel=0.08)
        assert peak["voltage"] * math.sqrt(3) == pytest.approx(known.u_v, rel=0.008)
        assert night["active_power"] < 0.75 * peak["active_power"]
        assert abs(night["voltage"] * math.sqrt(3) / known.u_rated_v - 1.02) < 0.03
