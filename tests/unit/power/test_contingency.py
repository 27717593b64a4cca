"""N-1: what goes dark and what is left, on grids small enough to see through."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.power.contingency import (
    Contingencies,
    expected_interruptions,
    failures_per_year,
    n_minus_1,
    prepare,
)
from luylau.power.engine import NoSolution, flow
from luylau.power.model import PROTECTIVE, Grid, SwitchKind
from luylau.power.topology import adjacency_of, trace, trace_from
from tests.unit.power.grids import feeders, lines, loads, nodes, ring, sources, switches, transformer


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


def by_hand(grid: Grid, found: Contingencies) -> None:
    """Compare who is dark, and until somebody switches, with the elements taken out one after the other."""
    loads, serving = grid.loads, grid.edges_in_service()
    fed = trace(grid, serving).energised
    guarding = np.zeros(grid.edge_count, np.bool_)
    guarding[grid.switch_edges] = np.isin(grid.switches.kind, PROTECTIVE)
    customers = np.maximum(loads.customers, 0)
    begin, end = grid.switches.from_node, grid.switches.to_node
    for row, edge in enumerate(found.edge.tolist()):
        left = trace(grid, grid.edges_in_service(out=np.array([edge]))).energised
        dark = fed & ~left
        assert found.customers[row] == customers[dark[loads.node]].sum()
        assert found.p_w[row] == pytest.approx(loads.p_w[dark[loads.node]].sum())
        assert found.critical[row].sum() == dark[loads.node].sum()
        open_ways = ~grid.switches.closed & fed[begin] & fed[end] & (dark[begin] != dark[end])
        assert found.tied[row] == open_ways.any()
        # The fault burns on until all protective switches around it are open.
        inner = serving & ~guarding
        beside = adjacency_of(grid.edge_from, grid.edge_to, len(grid.nodes))
        hit = trace_from(beside, inner, grid.edge_from[[edge]]).energised
        parted = serving & ~(hit[grid.edge_from] | hit[grid.edge_to])
        roots = grid.sources.node[~hit[grid.sources.node]]
        gone = fed & ~trace_from(beside, parted, roots).energised
        assert found.tripped[row] == customers[gone[loads.node]].sum()


def with_switches(grid: Grid, *more: tuple[str, int, int], kind: SwitchKind = SwitchKind.BREAKER) -> Grid:
    """Return the grid with more closed switches."""
    own = grid.switches
    names = [*zip(own.id, own.from_node.tolist(), own.to_node.tolist(), strict=True), *more]
    made = switches(names, [*own.closed.tolist(), *([True] * len(more))])
    made.kind[:] = [*own.kind.tolist(), *([kind] * len(more))]
    return replace(grid, switches=made)


def test_switches_beside_each_other_and_beside_a_line_are_no_loop() -> None:
    twice = with_switches(guarded(), ("s0'", 0, 1))
    found = n_minus_1(prepare(twice))
    by_hand(twice, found)
    assert found.customers.tolist() == [200, 100, 100]
    assert found.tripped.tolist() == [200, 200, 100]
    bypassed = with_switches(guarded(), ("bypass", 1, 2))
    found = n_minus_1(prepare(bypassed))
    by_hand(bypassed, found)
    assert [bypassed.edge_ids[edge] for edge in found.edge] == ["a", "b", "c"]
    # Beside the line "a" stands the bypass: nobody is dark for long, but its fault trips all the same.
    assert found.customers.tolist() == [0, 100, 100]
    assert found.tripped.tolist() == [200, 200, 100]
    for grid in (twice, bypassed):
        found = n_minus_1(prepare(grid))
        for row, edge in enumerate(found.edge):
            left = flow(grid, grid.edges_in_service(out=np.array([edge])))
            assert found.u_min_pu[row] == pytest.approx(left.u_pu[left.energised].min(), abs=1e-8)
            assert found.loading_max[row] == pytest.approx(np.nanmax(left.loading), abs=1e-6)


def test_a_loop_elsewhere_changes_nothing_for_the_rest() -> None:
    grid = guarded()
    looped = replace(
        grid,
        nodes=nodes(9),
        lines=lines([("a", 1, 2), ("b", 3, 4), ("c", 5, 6), ("x", 0, 7), ("y", 7, 8), ("z", 8, 0)]),
    )
    alone, beside = n_minus_1(prepare(grid)), n_minus_1(prepare(looped))
    by_hand(looped, beside)
    for column in ("feeder", "customers", "p_w", "critical", "tripped", "tied"):
        assert getattr(beside, column)[:3].tolist() == getattr(alone, column).tolist(), column
    assert beside.customers[3:].tolist() == [0, 0, 0]


def test_what_is_dark_anyway_is_lost_by_no_failure() -> None:
    grid = Grid(
        name="triangle and a dark end",
        nodes=nodes(6),
        lines=lines([("a", 0, 1), ("b", 1, 2), ("c", 2, 0), ("d", 2, 3), ("e", 4, 5)]),
        switches=switches([("open", 3, 4)], [False]),
        sources=sources(0),
        loads=loads([1, 2, 3, 5], [1e6] * 4, [1e5] * 4),
    )
    found = n_minus_1(prepare(grid))
    by_hand(grid, found)
    assert found.customers.tolist() == [0, 0, 0, 100]
    assert found.critical[:, 1].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("seed", range(25))
def test_grids_by_chance_with_loops_and_without(seed: int) -> None:
    draw = np.random.default_rng(seed)
    count = 12
    tree = [(f"l{node}", int(draw.integers(0, node)), node) for node in range(1, count)]

    def joined(name: str, first: int) -> tuple[str, int, int]:
        a, b = draw.choice(np.arange(first, count), 2, replace=False).tolist()
        return name, a, b

    chords = [joined(f"c{one}", 0) for one in range(seed % 3)]
    ends = [joined(f"s{one}", 1) for one in range(3)]
    grid = Grid(
        name="chance",
        nodes=nodes(2 * count),
        # Every line begins behind a switch of its own.
        lines=lines([(name, count + b, b) for name, _, b in tree] + chords),
        switches=switches(
            [(f"h{b}", a, count + b) for _, a, b in tree] + ends,
            [*(draw.random(count - 1) < 0.9).tolist(), False, False, bool(seed % 2)],
        ),
        sources=sources(0),
        loads=loads(list(range(1, count)), [1e4] * (count - 1), [1e3] * (count - 1)),
    )
    grid.switches.kind[:] = np.where(
        draw.random(len(grid.switches)) < 0.5, SwitchKind.BREAKER, SwitchKind.LOAD_BREAK
    )
    grid.loads.customers[:] = draw.integers(-1, 300, len(grid.loads))
    by_hand(grid, n_minus_1(prepare(grid)))


def test_a_line_of_unknown_length_fails_as_often_as_the_others() -> None:
    grid = guarded()
    grid.lines.length_m[:] = [np.nan, 1_000.0, 3_000.0]
    found = n_minus_1(prepare(grid))
    assert failures_per_year(grid, found).tolist() == pytest.approx([0.13, 0.065, 0.195])
    grid.lines.length_m[:] = np.nan
    assert np.isnan(failures_per_year(grid, found)).all()


def test_customers_that_are_not_known_count_as_none() -> None:
    grid = guarded()
    grid.loads.customers[:] = [-1, 100, 50]
    found = n_minus_1(prepare(grid))
    assert found.customers.tolist() == [100, 100, 50]
    assert found.tripped.tolist() == [100, 100, 50]
