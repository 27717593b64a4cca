import numpy as np

from luylau.power.model import FeederKind, Grid
from luylau.siting.storm import storm_power


def test_a_site_is_dark_exactly_where_hours_are_counted(grid: Grid) -> None:
    nodes = grid.loads.node[::40]
    found = storm_power(grid, nodes, 64, 3)
    assert found.alive.shape == found.outage_h.shape
    assert len(found.alive) == 64
    np.testing.assert_array_equal(found.alive, found.outage_h == 0)
    assert found.unknown == 0
    # 104 of 150 public feeders were out at their heads; of others parts are dark behind reclosers.
    assert 0.5 < 1 - found.alive.mean() < 0.9


def test_park_sites_fare_better_than_public_ones(grid: Grid) -> None:
    """23 of 130 feeders of parks were out, 104 of 150 public ones."""
    heads = grid.switches.to_node[grid.feeders.head]
    park = grid.feeders.kind == FeederKind.PARK
    alive = storm_power(grid, heads, 80, 1).alive.mean(axis=0)
    assert alive[park].mean() > alive[~park].mean() + 0.3


def test_what_the_grid_does_not_know_is_counted_and_taken_as_lit(grid: Grid) -> None:
    found = storm_power(grid, np.array([-1, int(grid.loads.node[0])]), 40, 1)
    assert found.alive[:, 0].all()
    assert found.unknown == 1


def test_the_seed_decides(grid: Grid) -> None:
    nodes = grid.loads.node[::200]
    one, two, other = (storm_power(grid, nodes, 40, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.outage_h, two.outage_h)
    assert (one.outage_h != other.outage_h).any()
