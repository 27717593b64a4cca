"""Rota cuts: enough load, least harm, fairly shared; and what cannot be."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.rota import FeederSums, _cheapest, feeder_sums, rota
from luylau.power.topology import feeder_of_nodes, trace
from tests.unit.power.grids import feeders, ring


def sums(p_mw: list[float], weight: list[float], vital: tuple[int, ...] = ()) -> FeederSums:
    count = len(p_mw)
    critical = np.zeros((count, 2), np.int64)
    critical[list(vital), 1] = 1
    return FeederSums(
        p_w=np.array(p_mw) * 1e6,
        customers=np.array(weight, np.int64),
        weight=np.array(weight, np.float64),
        critical=critical,
    )


def test_what_hangs_on_a_feeder() -> None:
    grid = replace(ring(), feeders=feeders(0, 2))
    found = feeder_sums(grid, feeder_of_nodes(grid, trace(grid, grid.edges_in_service())))
    assert found.p_w.tolist() == [3e6, 5e5]
    assert found.customers.tolist() == [200, 100]


def test_each_slots_first_choice_is_the_cheapest_there_is() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        p_mw, weight = rng.uniform(1, 9, 9), rng.integers(10, 5_000, 9).astype(float)
        target = float(p_mw.sum() * rng.uniform(0.1, 0.7))
        found = rota(sums(p_mw.tolist(), weight.tolist()), target * 1e6, 1, 2.0).slots[0]
        best = min(
            sum(weight[list(rows)])
            for size in range(1, 10)
            for rows in combinations(range(9), size)
            if p_mw[list(rows)].sum() >= target
        )
        assert weight[found.feeders].sum() == pytest.approx(best)
        assert found.p_w >= target * 1e6
        assert found.gap == pytest.approx(0, abs=1e-6)


def test_the_cut_goes_round_and_earlier_cuts_count() -> None:
    same = sums([10.0] * 6, [100.0] * 6)
    made = rota(same, 20e6, 6, 2.0)
    assert made.hours.tolist() == [4.0] * 6
    before = np.array([8.0, 8.0, 0, 0, 0, 0])
    spared = rota(same, 20e6, 2, 2.0, before_h=before)
    assert spared.hours.tolist() == [0, 0, 2, 2, 2, 2]


def test_vital_sites_are_never_cut_and_too_much_is_refused() -> None:
    made = rota(sums([50.0, 10.0, 10.0], [1.0, 500.0, 500.0], vital=(0,)), 15e6, 1, 2.0)
    assert made.slots[0].feeders.tolist() == [1, 2]
    assert made.allowed.tolist() == [False, True, True]
    with pytest.raises(BadInput) as much:
        rota(sums([50.0, 10.0], [1.0, 1.0], vital=(0,)), 11e6, 1, 2.0)
    assert much.value.key == "rota-target-too-much"
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(BadInput):
            rota(sums([1.0], [1.0]), wrong, 1, 1.0)


def test_all_that_may_be_cut_can_be_shed_to_the_last_watt() -> None:
    """The sum over the feeders depends on its order by a rounding, which must not matter."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        p_w = rng.uniform(1e5, 9e6, 271)
        picked, gap = _cheapest(rng.uniform(1, 2, 271), p_w, float(p_w.sum()), 0.0)
        assert picked.all()
        assert gap == pytest.approx(0, abs=1e-9)
