"""Repairs by few crews, worked by hand; and repairs that would never be done."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.repairs import Crews, repair
from luylau.power.scenarios import Cases, zones
from tests.unit.power.storm_grids import chain

EXACT = Crews(count=1, sigma=0, wait_h=2, overhead_h=4)
A, B, C = range(3)


def cases(*sets: tuple[int, ...]) -> Cases:
    mask = np.zeros((len(sets), 6), np.bool_)
    for row, edges in enumerate(sets):
        mask[row, list(edges)] = True
    return Cases.of(mask)


def test_one_crew_repairs_what_cuts_off_most_first() -> None:
    every = np.arange(3)
    found = repair(zones(chain()), cases((), (A,), (B, C), (A, C)), seed=0, crews=EXACT, keep=every)
    # Behind the recloser both faults must be repaired: 2 + 4 + 4. Above it the head's is done first: 2 + 4.
    assert found.kept_h.tolist() == [[0, 0, 0], [6, 6, 6], [0, 10, 10], [6, 10, 10]]
    assert found.customer_h.tolist() == [0, 6 * 600, 10 * 500, 6 * 100 + 10 * 500]
    assert found.energy_wh == pytest.approx([0, 6 * 6e5, 10 * 5e5, 6e5 + 50e5])
    assert found.last_h.tolist() == [0, 6, 10, 10]
    assert found.load_h.tolist() == [3, 6.5, 6.5]


def test_two_crews_work_side_by_side_and_a_cable_takes_longer() -> None:
    grid = chain()
    cable = replace(grid, lines=replace(grid.lines, overhead=np.array([True, True, False])))
    found = repair(zones(cable), cases((A, C)), seed=0, crews=replace(EXACT, count=2), keep=np.array([2, 0]))
    assert found.kept_h.tolist() == [[12, 6]]


def test_backup_is_counted_off() -> None:
    found = repair(
        zones(chain()), cases((A,), (B, C), ()), seed=0, crews=EXACT, backup_h=np.array([0, 6, 8.0])
    )
    assert found.beyond_h == pytest.approx([6 / 3, 4 / 3, 2 / 3])
    assert found.exceeded == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert found.kept_h.shape == (3, 0)


def test_times_are_lognormal_and_the_same_for_the_same_seed() -> None:
    known, many = zones(chain()), cases(*([(A,)] * 20_000))
    crews = Crews(count=1, sigma=0.5, wait_h=0, overhead_h=4)
    hours = repair(known, many, seed=1, crews=crews).last_h
    # Five standard errors: 0.5 / sqrt(20000) = 0.0035 for the mean of the logarithm.
    assert np.log(hours).mean() == pytest.approx(np.log(4), abs=0.018)
    assert np.log(hours).std() == pytest.approx(0.5, abs=0.013)
    assert np.array_equal(hours, repair(known, many, seed=1, crews=crews).last_h)
    assert not np.array_equal(hours, repair(known, many, seed=2, crews=crews).last_h)


def test_a_load_that_is_never_fed_has_no_hours() -> None:
    grid = chain()
    opened = replace(grid, switches=replace(grid.switches, closed=np.array([True, False, True])))
    found = repair(zones(opened), cases((A, B)), seed=0, crews=EXACT, keep=np.array([0, 1]))
    assert found.kept_h[0, 0] == 6
    assert np.isnan(found.kept_h[0, 1])
    assert np.isnan(found.load_h[1:]).all()
    assert found.customer_h.tolist() == [600]


@pytest.mark.parametrize(
    ("name", "value"),
    [("count", 0), ("overhead_h", 0.0), ("underground_h", np.nan), ("sigma", -0.1), ("wait_h", -1.0)],
)
def test_crews_that_would_never_be_done_are_refused(name: str, value: float) -> None:
    with pytest.raises(BadInput) as bad:
        replace(EXACT, **{name: value})
    assert bad.value.fields["name"] == name


def test_unknown_elements_and_backup_that_is_none_are_refused() -> None:
    known = zones(chain())
    with pytest.raises(BadInput) as unknown:
        repair(known, Cases(start=np.array([0, 1]), edge=np.array([9])), seed=0)
    assert unknown.value.key == "storm-edge-unknown"
    with pytest.raises(BadInput) as wrong:
        repair(known, cases((A,)), seed=0, backup_h=np.array([1, np.nan, -1]))
    assert wrong.value.fields == {"count": 2}
