"""Storm scenarios against tracing the grid anew for each case, and against probabilities worked by hand."""

import numpy as np
import pytest

from luylau.kernel.arrays import Bool
from luylau.power.impact import lost
from luylau.power.model import PROTECTIVE, Grid
from luylau.power.repairs import Crews, repair
from luylau.power.scenarios import Cases, assess, dark, draw, feeder_out, zones
from luylau.power.topology import NONE, Trace, adjacency, trace, trace_from
from tests.unit.power.storm_grids import chain, random_grid


def opened(grid: Grid, normal: Trace, edge: int) -> int | None:
    """Return what clears a fault, walking up from it: an edge, -1 the source, None where none feels it."""
    below = np.flatnonzero(normal.parent_edge == edge)
    if not len(below):
        return None
    node = int(normal.parent[below[0]])
    while normal.parent[node] != NONE:
        above = int(normal.parent_edge[node])
        row = above - len(grid.lines)
        if 0 <= row < len(grid.switches) and grid.switches.kind[row] in PROTECTIVE:
            return above
        node = int(normal.parent[node])
    return NONE


def traced_dark(grid: Grid, failed: Bool) -> Bool:
    """Return who is dark in one case: what clears the faults is opened, the grid traced anew."""
    normal = trace(grid, grid.edges_in_service())
    serving, roots = grid.edges_in_service(), set(grid.sources.node.tolist())
    for edge in np.flatnonzero(failed).tolist():
        clears = opened(grid, normal, edge)
        if clears == NONE:
            below = int(np.flatnonzero(normal.parent_edge == edge)[0])
            roots.discard(int(normal.root[below]))
        elif clears is not None:
            serving[clears] = False
    after = trace_from(adjacency(grid), serving, np.array(sorted(roots), np.int64))
    return normal.energised & ~after.energised


@pytest.mark.parametrize("seed", range(40))
def test_what_goes_dark_is_what_a_trace_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid = random_grid(rng)
    failed = rng.random((30, grid.edge_count)) < rng.choice([0.02, 0.1, 0.4])
    known, cases = zones(grid), Cases.of(failed)
    normal = trace(grid, grid.edges_in_service())
    expected = np.array([traced_dark(grid, row) for row in failed])
    assert np.array_equal(dark(known, cases), expected)
    found = assess(known, cases)
    for case, row in enumerate(expected):
        said, never = lost(grid, ~row), lost(grid, np.ones_like(row))
        assert never.customers == 0
        assert found.customers[case] == said.customers
        assert found.p_w[case] == pytest.approx(said.p_w, abs=1e-3)
        assert found.critical[case].tolist() == said.critical.tolist()
    assert found.dark[normal.energised] == pytest.approx(expected.mean(axis=0)[normal.energised])
    assert (found.dark[~normal.energised] == 1).all()
    heads = grid.feeders.head + len(grid.lines)
    for feeder, head in enumerate(heads.tolist()):
        first = np.flatnonzero(normal.parent_edge == head)
        share = feeder_out(known, found)[feeder]
        if not grid.switches.closed[grid.feeders.head[feeder]]:
            assert np.isnan(share)
        elif len(first):
            assert share == pytest.approx(expected[:, first[0]].mean())


def test_pieces_are_the_whole() -> None:
    rng = np.random.default_rng(3)
    grid = random_grid(rng)
    known, cases = zones(grid), draw(np.full(grid.edge_count, 0.1), 100, 4)
    pieces = [assess(known, cases.piece(begin, begin + 25)).customers for begin in range(0, 100, 25)]
    assert np.concatenate(pieces).tolist() == assess(known, cases).customers.tolist()


def test_the_mean_over_the_scenarios_is_the_probability_worked_by_hand() -> None:
    # Behind the recloser stand b and c: the load-break switch between them clears nothing.
    chance = np.array([0.1, 0.2, 0.3])
    count = 200_000
    found = assess(zones(chain()), draw(chance, count, 1))
    head, behind = 0.1, 1 - 0.9 * 0.8 * 0.7
    expected = np.array([0, head, head, behind, behind, behind, behind])
    # Five standard errors of a share over the cases.
    assert found.dark == pytest.approx(expected, abs=5 * np.sqrt(0.25 / count))
    assert found.customers.mean() == pytest.approx(100 * head + 500 * behind, rel=0.01)
    assert found.feeders[:, 0].mean() == pytest.approx(head, abs=0.004)


def test_failures_of_edges_are_as_likely_as_asked_and_independent() -> None:
    chance, count = np.array([0.0, 1.0, 0.5, 0.01, 0.3]), 100_000
    cases = draw(chance, count, 7)
    failed = np.zeros((count, len(chance)), np.bool_)
    failed[np.repeat(np.arange(count), np.diff(cases.start)), cases.edge] = True
    assert failed.sum() == len(cases.edge), "an edge failed twice in one case"
    assert failed[:, :2].mean(axis=0).tolist() == [0.0, 1.0]
    for edge in (2, 3, 4):
        error = np.sqrt(chance[edge] * (1 - chance[edge]) / count)
        assert failed[:, edge].mean() == pytest.approx(chance[edge], abs=5 * error)
    both = (failed[:, 2] & failed[:, 4]).mean()
    assert both == pytest.approx(0.15, abs=5 * np.sqrt(0.15 * 0.85 / count))
    # Neither does a failure make the next case's likelier.
    assert np.corrcoef(failed[1:, 2], failed[:-1, 2])[0, 1] == pytest.approx(0, abs=5 / np.sqrt(count))


@pytest.mark.parametrize("seed", range(20))
def test_hours_are_those_of_the_slowest_device_above(seed: int) -> None:
    """With a crew for each fault and no spread each takes its median: a load waits for the slowest."""
    rng = np.random.default_rng(100 + seed)
    grid = random_grid(rng)
    grid.lines.overhead[:] = rng.random(len(grid.lines)) < 0.5
    failed = rng.random((20, grid.edge_count)) < 0.15
    crews = Crews(count=500, sigma=0, wait_h=1, overhead_h=4, underground_h=10)
    known = zones(grid)
    every = np.arange(len(grid.loads))
    found = repair(known, Cases.of(failed), seed=0, crews=crews, keep=every)
    normal = trace(grid, grid.edges_in_service())
    took = np.full(grid.edge_count, 4.0)
    took[: len(grid.lines)][~grid.lines.overhead] = 10
    fed = normal.energised[grid.loads.node]
    assert np.isnan(found.kept_h[:, ~fed]).all()
    for case, row in enumerate(failed):
        expected = np.zeros(len(grid.nodes))
        for edge in np.flatnonzero(row).tolist():
            one = np.zeros_like(row)
            one[edge] = True
            alone = traced_dark(grid, one)
            expected[alone] = np.maximum(expected[alone], 1 + took[edge])
        hours = expected[grid.loads.node][fed]
        assert found.kept_h[case, fed] == pytest.approx(hours)
        assert found.customer_h[case] == pytest.approx(float(hours @ grid.loads.customers[fed]))
        assert found.energy_wh[case] == pytest.approx(float(hours @ grid.loads.p_w[fed]), abs=1e-3)
        assert found.last_h[case] == hours.max(initial=0)
