"""Gusts raise the chance of lines, and of nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.city.model import Channel, City, Kind
from luylau.incidents.causes import CauseEngine
from luylau.incidents.causes.weather import LOOK_US, UNKNOWN, Gusts
from luylau.incidents.causes.wiring import MOST_UNKNOWN, supply, wire
from luylau.kernel.clock import MICROS
from luylau.power.fragility import Curve, failure_probability
from luylau.power.localisation import HOURS_A_YEAR, Chances, usual_line_year
from luylau.power.model import Grid
from luylau.telemetry.observations import Batch, Quality
from tests.support.wired_city import KEYS as KEYS_OF_CITY
from tests.support.wired_city import START_US, wired_city, wired_grid

KEYS = [("station", "wind_gust")]


def city() -> City:
    plain = wired_city()
    channel = Channel(name="wind_gust", unit="m/s", period_s=60.0)
    kind = Kind(id="station", group="hydromet", icon="", names={}, channels={"wind_gust": channel})
    one = replace(plain.assets["clinic"], id="station", kind="station")
    return replace(plain, kinds={**plain.kinds, "station": kind}, assets={**plain.assets, "station": one})


def grid() -> Grid:
    plain = wired_grid()
    count = len(plain.nodes)
    return replace(plain, nodes=replace(plain.nodes, lat=np.full(count, 21.1), lon=np.full(count, 106.0)))


def gust(value: float, quality: int = 0) -> Batch:
    return Batch(
        stream="test", series=np.zeros(1, np.int32), time_us=np.array([START_US]),
        received_us=np.array([START_US]), value=np.array([value]),
        quality=np.array([quality], np.uint16), seq=np.zeros(1, np.int64),
    )  # fmt: skip


@pytest.fixture
def gusts() -> Gusts:
    made = Gusts(city(), grid())
    made.link(KEYS)
    return made


def test_a_calm_day_is_as_usual(gusts: Gusts) -> None:
    gusts.take(gust(12.0), START_US)
    assert gusts.line_year(START_US) is None


def test_in_a_storm_the_curve_comes_on_top_of_the_usual_rate(gusts: Gusts) -> None:
    gusts.take(gust(40.0), START_US)
    found = gusts.line_year(START_US)
    lines, chances = grid().lines, Chances()
    failed = failure_probability(lines, np.full(len(lines), 40.0), Curve(), year=2026)
    expected = usual_line_year(grid(), chances) + UNKNOWN * failed * HOURS_A_YEAR / chances.hours
    assert found == pytest.approx(expected)
    wiring = wire(city(), grid())
    usual, storm = supply(wiring), supply(wiring, line_year=found)
    # rec-1 trips for what fails below it.
    assert usual.chance[3] * 10 < storm.chance[3] <= MOST_UNKNOWN


def test_it_passes(gusts: Gusts) -> None:
    gusts.take(gust(40.0), START_US)
    assert gusts.line_year(START_US) is not None
    later_us = START_US + 8 * 3_600 * MICROS
    gusts.take(gust(5.0), later_us)
    assert gusts.line_year(later_us) is None


def test_the_same_array_means_nothing_new(gusts: Gusts) -> None:
    gusts.take(gust(40.0), START_US)
    assert gusts.line_year(START_US) is gusts.line_year(START_US + LOOK_US // 2)


def test_a_bad_gust_blows_nothing_down(gusts: Gusts) -> None:
    gusts.take(gust(90.0, int(Quality.SPIKE)), START_US)
    assert gusts.line_year(START_US) is None


def test_a_storm_alone_is_no_outage() -> None:
    """However likely lines are to fail, a cause needs somebody who tells of it."""
    engine = CauseEngine(city(), grid())
    keys = [*KEYS_OF_CITY, *KEYS]
    engine.link(keys)
    said = gust(60.0)
    said.series[0] = len(KEYS_OF_CITY)
    engine.take(said, START_US)
    for second in range(20):
        news = engine.tick(START_US + second * MICROS)
        assert not news.began
    assert engine.known == {}
