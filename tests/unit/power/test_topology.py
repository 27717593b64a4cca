"""Tracing: who is fed, by what, in which order; loops and islands are named."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.power.impact import lost
from luylau.power.model import Grid
from luylau.power.topology import adjacency, feeder_of_edges, feeder_of_nodes, sum_below, trace
from tests.unit.power.grids import feeders, lines, nodes, ring, sources


def test_everything_is_fed_in_the_normal_state() -> None:
    grid = ring()
    found = trace(grid, grid.edges_in_service())
    assert found.energised.all()
    assert found.root.tolist() == [0] * 7
    assert found.parent.tolist() == [-1, 0, 1, 2, 3, 0, 5]
    assert [grid.edge_ids[edge] for edge in found.parent_edge[1:]] == ["s0", "a", "s1", "b", "s2", "c"]
    assert found.loops.tolist() == []


def test_an_open_switch_leaves_dark_what_lies_behind_it() -> None:
    grid = ring()
    closed = grid.switches.closed.copy()
    closed[1] = False
    found = trace(grid, grid.edges_in_service(closed))
    assert np.flatnonzero(~found.energised).tolist() == [3, 4]
    closed[3] = True
    back = trace(grid, grid.edges_in_service(closed))
    assert back.energised.all()
    assert back.parent[3:5].tolist() == [4, 6]


def test_a_failed_line_is_as_good_as_an_open_switch() -> None:
    grid = ring()
    found = trace(grid, grid.edges_in_service(out=np.array([0])))
    assert np.flatnonzero(~found.energised).tolist() == [2, 3, 4]


def test_a_tie_that_closes_a_loop_is_told() -> None:
    grid = ring()
    found = trace(grid, grid.edges_in_service(np.ones(4, np.bool_)))
    assert found.energised.all()
    assert len(found.loops) == 1


def test_parallel_lines_a_line_to_itself_and_two_sources_are_loops() -> None:
    grid = Grid(
        name="odd",
        nodes=nodes(4),
        lines=lines([("a", 0, 1), ("b", 1, 0), ("self", 1, 1), ("c", 1, 2), ("d", 2, 3)]),
        sources=sources(0, 3),
    )
    found = trace(grid, grid.edges_in_service())
    assert found.root.tolist() in ([0, 0, 0, 3], [0, 0, 3, 3])
    assert [grid.edge_ids[edge] for edge in found.loops][:2] == ["b", "self"]
    assert len(found.loops) == 3


def test_no_source_means_no_light() -> None:
    grid = Grid(name="dark", nodes=nodes(2), lines=lines([("a", 0, 1)]))
    assert not trace(grid, grid.edges_in_service()).energised.any()


@given(st.integers(1, 12), st.data())
def test_the_same_nodes_are_fed_as_by_connected_components(count: int, data: st.DataObject) -> None:
    at = st.integers(0, count - 1)
    edges = data.draw(st.lists(st.tuples(at, at), max_size=20))
    serving = np.array(data.draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges))), np.bool_)
    roots = data.draw(st.lists(at, max_size=3, unique=True))
    grid = Grid(
        name="any",
        nodes=nodes(count),
        lines=lines([(f"e{number}", *edge) for number, edge in enumerate(edges)]),
        sources=sources(*roots),
    )
    found = trace(grid, serving, adjacency(grid))
    begin, end = grid.lines.from_node[serving], grid.lines.to_node[serving]
    joined = coo_array((np.ones(len(begin)), (begin, end)), shape=(count, count))
    group = connected_components(joined, directed=False)[1]
    fed = np.isin(group, group[roots])
    assert found.energised.tolist() == fed.tolist()
    assert sorted(found.order.tolist()) == np.flatnonzero(fed).tolist()
    # Each tree edge is one in service; loops are all others between fed nodes.
    tree = found.parent_edge[found.parent_edge >= 0]
    assert (
        sorted({*tree.tolist(), *found.loops.tolist()})
        == np.flatnonzero(serving & fed[grid.lines.from_node]).tolist()
    )
    assert len(tree) == fed.sum() - len(set(roots))


def test_who_belongs_to_which_feeder_follows_the_switches() -> None:
    grid = replace(ring(), feeders=feeders(0, 2))
    normal = trace(grid, grid.edges_in_service())
    assert feeder_of_nodes(grid, normal).tolist() == [-1, 0, 0, 0, 0, 1, 1]
    names = dict(zip(grid.edge_ids, feeder_of_edges(grid, normal).tolist(), strict=True))
    assert names == {"a": 0, "b": 0, "c": 1, "s0": 0, "s1": 0, "s2": 1, "tie": -1}
    moved = trace(grid, grid.edges_in_service(np.array([True, False, True, True])))
    assert feeder_of_nodes(grid, moved).tolist() == [-1, 0, 0, 1, 1, 1, 1]
    # A head that is open carries nothing, whoever feeds what lies behind it.
    helped = trace(grid, grid.edges_in_service(np.array([True, True, False, True])))
    names = dict(zip(grid.edge_ids, feeder_of_edges(grid, helped).tolist(), strict=True))
    assert names == {"a": 0, "b": 0, "c": 0, "s0": 0, "s1": 0, "s2": -1, "tie": 0}


def test_a_feeder_without_a_head_has_nothing() -> None:
    grid = replace(ring(), feeders=replace(feeders(0, 2), head=np.array([0, -1])))
    normal = trace(grid, grid.edges_in_service())
    assert feeder_of_nodes(grid, normal).tolist() == [-1, 0, 0, 0, 0, -1, -1]


def test_what_a_switch_would_cut_off() -> None:
    grid = ring()
    below = sum_below(trace(grid, grid.edges_in_service()), np.array([0.0, 0, 1, 0, 2, 0, 4]))
    assert below.tolist() == [7, 3, 3, 2, 2, 4, 4]


def test_what_is_lost_is_what_hangs_on_dead_nodes() -> None:
    grid = ring()
    gone = lost(grid, trace(grid, grid.edges_in_service(out=np.array([1]))).energised)
    assert gone.loads.tolist() == [1]
    assert (gone.customers, gone.p_w, gone.critical.tolist()) == (100, 2e6, [0, 1, 0, 0])


def test_customers_and_criticality_that_are_not_known_are_not_lost() -> None:
    grid = ring()
    grid.loads.customers[1], grid.loads.criticality[1] = -1, -1
    gone = lost(grid, np.zeros(7, np.bool_))
    assert (gone.customers, gone.critical.tolist()) == (200, [0, 2, 0, 0])
