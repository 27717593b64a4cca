"""The simulated world: the same for the same seed, right at published figures, within the sensors' limits."""

import math
from functools import cache
from itertools import pairwise
from statistics import fmean, pstdev

import pytest

from luylau.cities import find_pack
from luylau.city import load
from luylau.city.model import City
from luylau.kernel.clock import MICROS, parse_iso
from luylau.kernel.cyclone import KNOT_MS, RADIUS_OF_MAXIMUM_WIND_KM, YAGI_2024
from luylau.simulator import SCENARIOS, build_scenario
from luylau.simulator.noise import Noise
from luylau.simulator.outages import Outage, Supply
from luylau.simulator.rivers import FLOOD_2025, FLOOD_START_US
from luylau.simulator.scenarios import Scenario, ScenarioName
from luylau.simulator.weather import Weather

HOUR_US = 3_600 * MICROS
START_US = parse_iso("2026-03-01T00:00:00Z")


@cache
def bac_ninh() -> City:
    return load(find_pack("bac-ninh"))


@cache
def scenario(name: ScenarioName, seed: int = 1) -> Scenario:
    return build_scenario(name, bac_ninh(), start_us=START_US, seed=seed)


def test_noise_is_the_same_for_the_same_seed_and_differs_for_another() -> None:
    first = [Noise(1).uniform("a", index) for index in range(50)]
    assert first == [Noise(1).uniform("a", index) for index in range(50)]
    assert first != [Noise(2).uniform("a", index) for index in range(50)]
    assert first != [Noise(1).uniform("b", index) for index in range(50)]


def test_noise_has_the_distribution_that_it_says() -> None:
    noise = Noise(3)
    uniform = [noise.uniform("u", index) for index in range(20_000)]
    normal = [noise.normal("n", index) for index in range(20_000)]
    # Five standard errors: 0.289/sqrt(20000) and 1/sqrt(20000).
    assert fmean(uniform) == pytest.approx(0.5, abs=0.0103)
    assert pstdev(uniform) == pytest.approx(math.sqrt(1 / 12), rel=0.02)
    assert fmean(normal) == pytest.approx(0, abs=0.036)
    assert pstdev(normal) == pytest.approx(1, rel=0.03)


def test_a_wobble_is_smooth_and_bounded() -> None:
    course = [Noise(1).wobble("w", seconds, 600) for seconds in range(0, 20_000, 10)]
    assert -1 <= min(course) < -0.5 < 0.5 < max(course) <= 1
    # A smooth step between two points of [-1, 1] is nowhere steeper than 2 * 1.5 per scale.
    assert max(abs(b - a) for a, b in pairwise(course)) <= 3 * 10 / 600 + 1e-9


def test_the_flood_reaches_the_published_peaks_at_the_published_times() -> None:
    rivers = scenario("flood").world.rivers
    shift = START_US - FLOOD_START_US
    for gauge, peak in FLOOD_2025.items():
        at_peak = rivers.level_m(gauge, peak.time_us + shift)
        assert at_peak == pytest.approx(peak.level_m, abs=0.01)
        around = [rivers.level_m(gauge, peak.time_us + shift + hours * HOUR_US) for hours in range(-40, 41)]
        assert max(around) <= at_peak + 0.05
        assert around[0] < at_peak - 2


def test_only_a_flood_reaches_an_alarm() -> None:
    city = bac_ninh()
    calm, flood = scenario("calm-day"), scenario("flood")
    for level in city.levels:
        assert calm.world.rivers.crossing_us(level.asset, level.value, calm.start_us, calm.end_us) is None
    crossed = [line for line in flood.truth() if line["what"] == "level"]
    # Alarms 1 to 3 at the three gauges whose peaks are published.
    assert sorted((line["device"], line["level"]) for line in crossed) == sorted(
        (gauge, f"alarm-{step}") for gauge in FLOOD_2025 for step in (1, 2, 3)
    )


def test_the_river_never_rises_faster_than_the_quality_check_allows() -> None:
    rivers = scenario("flood").world.rivers
    limit = bac_ninh().kinds["river_gauge"].channels["water_level"].max_rate * 60
    for gauge in FLOOD_2025:
        course = [rivers.level_m(gauge, START_US + minute * 60 * MICROS) for minute in range(96 * 60)]
        assert max(abs(b - a) for a, b in pairwise(course)) < limit


def test_the_storm_s_wind_is_the_track_s_at_the_eye_wall() -> None:
    weather = Weather(Noise(1), track=YAGI_2024)
    landfall = next(fix for fix in YAGI_2024 if fix.time_us == parse_iso("2024-09-07T12:00:00Z"))
    # One radius of maximum wind north of the centre the profile is 1: x = 1, sqrt(1 * exp(0)).
    north = landfall.lat + RADIUS_OF_MAXIMUM_WIND_KM / 111.195
    assert weather.at(north, landfall.lon, landfall.time_us).wind_ms == pytest.approx(55 * KNOT_MS, rel=0.01)
    city = weather.at(21.186, 106.076, landfall.time_us)
    assert 20 < city.wind_ms < 55 * KNOT_MS
    assert city.pressure_hpa < 1_000
    # Eighteen hours before, 320 km away: x = (30 / 320)**1.6 = 0.0227, sqrt(x exp(1 - x)) = 0.246.
    early = weather.at(21.186, 106.076, YAGI_2024[0].time_us)
    assert early.wind_ms == pytest.approx(0.246 * 85 * KNOT_MS, rel=0.03)
    assert weather.at(21.186, 106.076, landfall.time_us - 48 * HOUR_US).wind_ms < 6


def test_the_storm_leaves_many_lines_dark_and_a_calm_day_none() -> None:
    groups = {outage.group for outage in scenario("storm").world.supply.outages}
    assert scenario("calm-day").world.supply.outages == ()
    assert len(groups) > 10, "a storm that breaks nothing would show nothing"
    assert all(outage.end_us > outage.start_us for outage in scenario("storm").world.supply.outages)


def test_backup_keeps_a_device_running_for_its_hours() -> None:
    city = bac_ninh()
    meter = next(a for a in city.assets.values() if a.kind == "transformer_meter" and a.powered_by)
    outage = Outage(group="g", assets=(meter.powered_by,), start_us=START_US, end_us=START_US + 9 * HOUR_US)
    supply = Supply(city, [outage])
    end = START_US + round(meter.backup_h * HOUR_US)
    assert supply.runs(meter.id, START_US - 1)
    assert supply.dark_since(meter.id, START_US) == START_US
    assert supply.runs(meter.id, end - 1) or meter.backup_h == 0
    assert not supply.runs(meter.id, end)
    assert supply.runs(meter.id, outage.end_us)


def test_a_dead_switch_cuts_off_what_is_behind_it() -> None:
    city = bac_ninh()
    behind = next(a for a in city.assets.values() if a.kind == "camera" and a.connected_via)
    switch = city.assets[behind.connected_via]
    feed = switch.powered_by
    long = START_US + 500 * HOUR_US
    supply = Supply(city, [Outage(group="g", assets=(feed,), start_us=START_US, end_us=long)])
    assert supply.reaches(behind.id, START_US - 1)
    assert not supply.reaches(behind.id, START_US + round((switch.backup_h + 1) * HOUR_US))


@pytest.mark.parametrize("name", SCENARIOS)
def test_true_values_lie_within_what_each_channel_can_be(name: ScenarioName) -> None:
    city, world = bac_ninh(), scenario(name).world
    kinds: dict[str, int] = {}
    for asset in city.assets.values():
        kind = city.kinds[asset.kind]
        if not kind.is_device or kinds.get(asset.kind, 0) >= 5:
            continue
        kinds[asset.kind] = kinds.get(asset.kind, 0) + 1
        for hour in range(0, 36, 3):
            values = world.values(asset, START_US + hour * HOUR_US)
            assert values, f"{asset.kind} measures nothing"
            for channel, value in values.items():
                spec = kind.channels[channel]
                assert math.isfinite(value)
                assert not value < spec.low, (asset.id, channel, value)
                assert not value > spec.high, (asset.id, channel, value)
    assert kinds.keys() == {kind.id for kind in city.kinds.values() if kind.is_device}


def test_the_same_seed_gives_the_same_world() -> None:
    again = build_scenario("storm", bac_ninh(), start_us=START_US, seed=1)
    assert list(again.truth()) == list(scenario("storm").truth())
    assert list(build_scenario("storm", bac_ninh(), start_us=START_US, seed=2).truth()) != list(again.truth())
