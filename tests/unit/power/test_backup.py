"""What backup is worth, worked by hand."""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.backup import Supply, value
from luylau.power.repairs import Crews, repair
from luylau.power.scenarios import draw, zones
from tests.unit.power.storm_grids import chain


def test_value_by_hand() -> None:
    outage_h = np.array([[0.0, 0.0], [4.0, 10.0], [20.0, 2.0], [8.0, 0.0]])
    # 10 kW for 6 h at a load of 10 kW; half of it, 5 kW for 4 h; and fuel for three days.
    supply = Supply(p_w=np.array([1e4, 5e3, 5e4]), energy_wh=np.array([6e4, 2e4, 36e5]))
    found = value(outage_h, np.array([1e4, 1e4]), supply, np.array([2.0, 0.0]))
    # Site 0 has 0, 2, 18, 6 hours beyond its own two; site 1 0, 10, 2, 0.
    assert found.without_h.tolist() == [26 / 4, 12 / 4]
    assert found.avoided_h[0] == pytest.approx([(2 + 6 + 6) / 4, (2 + 4 + 4) / 2 / 4, 26 / 4])
    assert found.avoided_h[1] == pytest.approx([(6 + 2) / 4, (4 + 2) / 2 / 4, 12 / 4])
    assert found.avoided_wh == pytest.approx(found.avoided_h * 1e4)
    assert found.lasting[0].tolist() == [0.75, 0.25, 1.0]
    assert found.lasting[1].tolist() == [0.75, 0.5, 1.0]
    assert (found.low_h <= found.avoided_h).all()
    assert (found.avoided_h <= found.high_h).all()


def test_a_generator_lasts_longer_at_part_load() -> None:
    made = Supply.generators(np.array([2e4]), np.array([10.0]))
    assert value(np.array([[30.0]]), np.array([1e4]), made).avoided_h[0, 0] == pytest.approx(20)


def test_more_energy_is_never_worth_less_and_never_more_than_the_outage() -> None:
    rng = np.random.default_rng(2)
    outage_h, load_w = rng.exponential(8, (300, 6)), rng.uniform(1e3, 1e5, 6)
    supply = Supply(p_w=np.full(12, 3e4), energy_wh=np.geomspace(1e3, 1e9, 12))
    found = value(outage_h, load_w, supply)
    assert (np.diff(found.avoided_h, axis=1) >= -1e-12).all()
    assert (found.avoided_h <= found.without_h[:, None] + 1e-9).all()


def test_the_storms_hours_give_the_value_of_a_site() -> None:
    grid = chain()
    known = zones(grid)
    hospital = np.array([2])
    crews = Crews(count=1, sigma=0, wait_h=2, overhead_h=4)
    outage = repair(known, draw(np.array([0.0, 0.0, 0.25]), 40_000, 3), seed=3, crews=crews, keep=hospital)
    supply = Supply(p_w=np.array([3e5]), energy_wh=np.array([3e5 * 5]))
    found = value(outage.kept_h, grid.loads.p_w[hospital], supply)
    # A quarter of the cases cuts it off for 2 + 4 hours, of which the battery covers 5.
    assert found.avoided_h[0, 0] == pytest.approx(5 * 0.25, rel=0.05)
    assert found.without_h[0] == pytest.approx(6 * 0.25, rel=0.05)


def test_what_makes_no_sense_is_refused() -> None:
    one = Supply(p_w=np.array([1e3]), energy_wh=np.array([1e3]))
    load_w = np.array([1e3])
    for hours in (np.nan, -1.0, np.inf):
        with pytest.raises(BadInput) as bad:
            value(np.array([[hours]]), load_w, one)
        assert bad.value.key == "backup-hours-wrong"
    for load in (0.0, -5.0, np.nan):
        with pytest.raises(BadInput) as bad:
            value(np.array([[1.0]]), np.array([load]), one)
        assert bad.value.key == "backup-load-wrong"
    with pytest.raises(BadInput) as bad:
        value(np.empty((0, 1)), load_w, one)
    assert bad.value.key == "storm-cases-none"
    for p_w, energy_wh in ((0.0, 1.0), (1.0, 0.0), (np.nan, 1.0), (1.0, np.nan)):
        with pytest.raises(BadInput) as bad:
            Supply(p_w=np.array([p_w]), energy_wh=np.array([energy_wh]))
        assert bad.value.key == "backup-supply-wrong"
