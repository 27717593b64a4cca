"""What the expected indices refuse; their figures are held against published ones in tests/oracle."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.failure_rates import expected, failures
from tests.unit.power import grids


def test_a_loop_is_refused_with_an_element_of_it() -> None:
    grid = grids.ring()
    closed = replace(grid, switches=replace(grid.switches, closed=np.ones(4, np.bool_)))
    with pytest.raises(BadInput) as error:
        expected(closed, failures(closed, line_per_km_year=0.1), switching_s=3_600)
    assert error.value.key == "reliability-grid-not-radial"
    assert error.value.fields["first"] in closed.edge_ids


def test_a_dead_part_adds_nothing() -> None:
    """The tie's far side is dead when its feeder's switch is open: its line can fail unnoticed."""
    grid = grids.ring()
    dead = replace(grid, switches=replace(grid.switches, closed=np.array([True, True, False, False])))
    found = expected(dead, failures(dead, line_per_km_year=0.1, line_repair_s=3_600), switching_s=3_600)
    # Lines a and b of 1 km; no breaker anywhere, so each takes all that is fed along.
    assert found.load_per_year.tolist() == pytest.approx([0.2, 0.2, 0.0])


@pytest.mark.parametrize("wrong", [-0.1, np.nan, np.inf])
def test_rates_that_make_no_sense_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="rate or time"):
        failures(grids.ring(), transformer_per_year=0.1, line_per_km_year=wrong)


def test_rates_of_another_grid_are_refused() -> None:
    grid = grids.ring()
    other = failures(replace(grid, lines=grids.lines([("a", 1, 2)])), line_per_km_year=0.1)
    with pytest.raises(ValueError, match="each of 7 edges"):
        expected(grid, other, switching_s=3_600)
