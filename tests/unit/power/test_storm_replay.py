"""Storm no. 3 of 2024 on the built grid: calibrated numbers come out, and the band is told."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.cities import find_pack
from luylau.city import load
from luylau.kernel.cyclone import YAGI_2024, Track
from luylau.kernel.errors import BadInput
from luylau.power.grids import grid_of
from luylau.power.model import FeederKind, Grid
from luylau.power.storm_replay import gusts, replay


@pytest.fixture(scope="module")
def grid() -> Grid:
    folder = find_pack("bac-ninh")
    made = grid_of(folder, load(folder))
    assert made is not None
    return made


def test_the_published_feeders_are_expected_out(grid: Grid) -> None:
    found = replay(grid, cases=2_000)
    low, mean, high = found.band(found.feeders.sum(axis=1))
    assert mean == pytest.approx(127, abs=5)
    assert found.feeders[:, FeederKind.PUBLIC].mean() == pytest.approx(104, abs=5)
    assert found.feeders[:, FeederKind.PARK].mean() == pytest.approx(23, abs=4)
    assert low < 110 < 145 < high, "one event leaves much open"
    assert np.nansum(found.feeder_out) == pytest.approx(mean, rel=1e-6)
    assert found.customers.mean() > 100_000
    # Cables hold where lines in the open fail: what was fitted is in a range that makes sense.
    assert 40 < found.curve.median_ms < 90
    assert 0.01 < found.curve.underground < 0.6
    again = replay(grid, cases=2_000, curve=found.curve)
    assert np.array_equal(again.customers, found.customers)


def test_the_field_is_the_storms(grid: Grid) -> None:
    found = gusts(grid, Track.of(YAGI_2024))
    # The best track has 90 kt at landfall and 55 kt some kilometres from Bac Ninh: with gusts 30 to 60 m/s.
    assert 30 < found.min() < found.max() < 60


def test_what_cannot_be_replayed_is_told(grid: Grid) -> None:
    with pytest.raises(BadInput) as none:
        replay(grid, cases=10)
    assert none.value.key == "storm-cases-none"
    lost = replace(grid, nodes=replace(grid.nodes, lat=np.full(len(grid.nodes), np.nan)))
    with pytest.raises(BadInput) as nowhere:
        replay(lost)
    assert nowhere.value.key == "storm-place-unknown"
