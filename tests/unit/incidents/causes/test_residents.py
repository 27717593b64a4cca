"""Residents' reports of no power: where they count, and for how long."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.incidents.causes import LASTS_US, CauseEngine
from luylau.incidents.causes.residents import MOST, WEIGHT, Residents
from luylau.incidents.causes.wiring import wire
from luylau.kernel.arrays import Float64
from luylau.kernel.clock import MICROS
from luylau.power.model import Grid
from tests.support.wired_city import KEYS, START_US, batch, everyone, wired_city, wired_grid


def grid() -> Grid:
    """Loads a kilometre apart, from south to north; tx-3 is at the fifth node."""
    plain = wired_grid()
    count = len(plain.nodes)
    lat = 21.1 + np.arange(count) * 0.009
    return replace(plain, nodes=replace(plain.nodes, lat=lat, lon=np.full(count, 106.0)))


TX_3 = 5


def at(*nodes: float) -> tuple[Float64, Float64]:
    """Degrees at (between) nodes."""
    return 21.1 + np.array(nodes) * 0.009, np.full(len(nodes), 106.0)


@pytest.fixture
def residents() -> Residents:
    return Residents(wire(wired_city(), grid()))


def test_reports_count_at_the_nearest_load_up_to_three(residents: Residents) -> None:
    residents.hear(*at(5.1, 4.9, 5.0, 5.0, 2.1), np.full(5, START_US))
    standing = residents.standing(np.full(100, -1), START_US)
    weight = residents.weight(standing)
    assert weight is not None
    assert weight[TX_3] == MOST * WEIGHT
    assert weight[2] == WEIGHT
    assert weight.sum() == (MOST + 1) * WEIGHT


def test_a_report_far_from_any_load_or_without_a_position_counts_nowhere(residents: Residents) -> None:
    residents.hear(np.array([25.0, np.nan]), np.array([106.0, np.nan]), np.full(2, START_US))
    assert not len(residents.standing(np.full(100, -1), START_US))


def test_a_report_ends_with_time_and_with_a_device_that_is_heard_there(residents: Residents) -> None:
    residents.hear(*at(5.0), np.array([START_US]))
    wiring = wire(wired_city(), grid())
    last_us = np.full(len(wiring.devices), -1)
    assert len(residents.standing(last_us, START_US + LASTS_US - 1)) == 1
    assert not len(residents.standing(last_us, START_US + LASTS_US))
    last_us[wiring.devices.id.index("meter-30")] = START_US + 1
    assert not len(residents.standing(last_us, START_US + 2))


def test_reports_find_an_outage_that_few_devices_show() -> None:
    """Two devices at tx-4 fall silent: too few to tell; with what residents say it is an outage."""
    lost = {"camera-40", "camera-41"}
    known = lost | {"sw-core", "sw-a", "sw-b", "meter-20", "meter-21", "meter-30"}

    def causes(said: int) -> list[str]:
        engine = CauseEngine(wired_city(), grid())
        engine.link(KEYS)
        engine.take(batch(everyone(lambda device: device in known), START_US), START_US)
        engine.residents.hear(*at(*[7.0] * said), np.full(said, START_US + 30 * MICROS))
        for second in range(30, 120, 15):
            now_us = START_US + second * MICROS
            engine.take(batch(everyone(lambda device: device in known - lost), now_us), now_us)
            engine.tick(now_us)
        return [one.element for one in engine.known.values() if one.told]

    assert causes(0) == []
    assert causes(3) == ["br-2"]
