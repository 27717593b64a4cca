"""N-1: what goes dark and what is left, on grids small enough to see through."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.power.contingency import expected_interruptions, n_minus_1, prepare
from luylau.power.engine import NoSolution, flow
from luylau.power.model import Grid, SwitchKind
from tests.unit.power.grids import feeders, lines, loads, nodes, ring, sources, transformer


def guarded() -> Grid:
    """The ring with breakers at the heads of its two feeders."""
    grid = ring()
    kinds = np.array([SwitchKind.BREAKER, SwitchKind.LOAD_BREAK, SwitchKind.BREAKER, SwitchKind.TIE], np.int8)
    return replace(grid, switches=replace(grid.switches, kind=kinds), feeders=feeders(0, 2))


def test_what_lies_below_is_dark_and_the_breaker_takes_more() -> None:
    grid = guarded()
    found = n_minus_1(prepare(grid))
    assert [grid.edge_ids[edge] for edge in found.edge] == ["a", "b", "c"]
    assert found.feeder.tolist() == [0, 0, 1]
    assert found.customers.tolist() == [200, 100, 100]
    assert found.p_w.tolist() == [3e6, 2e6, 5e5]
    assert found.critical[:, 1].tolist() == [2, 1, 1]
    assert found.tripped.tolist() == [200, 200, 100]
    assert found.tied.tolist() == [True, True, True]
    assert found.converged.all()


def test_what_is_left_is_what_the_engine_says() -> None:
    grid = guarded()
    found = n_minus_1(prepare(grid))
    for row, edge in enumerate(found.edge):
        left = flow(grid, grid.edges_in_service(out=np.array([edge])))
        assert found.u_min_pu[row] == pytest.approx(left.u_pu[left.energised].min(), abs=1e-8)
        assert found.loading_max[row] == pytest.approx(np.nanmax(left.loading), abs=1e-6)


def test_with_the_tie_closed_one_feeder_carries_both() -> None:
    grid = guarded()
    closed = np.array([True, True, False, True])
    found = n_minus_1(prepare(grid, grid.edges_in_service(closed)))
    assert [grid.edge_ids[edge] for edge in found.edge] == ["a", "b", "c"]
    assert found.customers.tolist() == [300, 200, 0], "behind c nobody is left"
    assert found.tied.tolist() == [True, True, True], "the open head of the second feeder"


def test_the_weakest_is_what_interrupts_most_in_a_year() -> None:
    grid = guarded()
    assert expected_interruptions(grid, n_minus_1(prepare(grid))).tolist() == pytest.approx([13, 13, 6.5])


def test_of_two_transformers_beside_each_other_one_is_enough() -> None:
    one = transformer(0, 1, u_hv_v=110_000, u_lv_v=22_000, s_va=25e6)
    both = replace(one.take(np.array([0, 0])), id=("left", "right"))
    grid = Grid(
        name="pair",
        nodes=replace(nodes(3), u_rated_v=np.array([110_000.0, 22_000.0, 22_000.0])),
        lines=lines([("a", 1, 2)]),
        transformers=both,
        sources=sources(0),
        loads=loads([2], [4e6], [1e6]),
    )
    found = n_minus_1(prepare(grid))
    assert [grid.edge_ids[edge] for edge in found.edge] == ["a", "left", "right"]
    assert found.customers.tolist() == [100, 0, 0]
    for row, edge in enumerate(found.edge):
        left = flow(grid, grid.edges_in_service(out=np.array([edge])))
        assert found.u_min_pu[row] == pytest.approx(left.u_pu[left.energised].min(), abs=1e-8)


def test_a_meshed_grid_loses_nobody_and_goes_to_the_engine() -> None:
    grid = Grid(
        name="triangle",
        nodes=nodes(4),
        lines=lines([("a", 0, 1), ("b", 1, 2), ("c", 2, 0), ("d", 2, 3)]),
        sources=sources(0),
        loads=loads([1, 2, 3], [1e6, 1e6, 1e6], [1e5, 1e5, 1e5]),
    )
    found = n_minus_1(prepare(grid))
    assert found.customers.tolist() == [0, 0, 0, 100]
    for row, edge in enumerate(found.edge):
        left = flow(grid, grid.edges_in_service(out=np.array([edge])))
        assert found.u_min_pu[row] == pytest.approx(left.u_pu[left.energised].min(), abs=1e-9)
        assert found.loading_max[row] == pytest.approx(np.nanmax(left.loading), abs=1e-9)


def test_a_case_that_the_rest_cannot_carry_is_told_as_unsolved() -> None:
    weak = Grid(
        name="weak",
        nodes=nodes(3),
        lines=lines([("a", 0, 1), ("b", 0, 2), ("c", 1, 2)], r_ohm=20.0, x_ohm=20.0),
        sources=sources(0),
        loads=loads([1, 2], [3e6, 3e6], [0.0, 0.0]),
    )
    found = n_minus_1(prepare(weak))
    assert found.converged.tolist() == [False, False, True]
    assert np.isnan(found.u_min_pu[:2]).all()
    assert found.customers.tolist() == [0, 0, 0]
    with pytest.raises(NoSolution):
        prepare(replace(weak, loads=loads([1, 2], [30e6, 30e6], [0.0, 0.0])))
