"""Single-line diagrams of all feeders of the built grid: complete, and nothing lies on anything else."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.cities import find_pack
from luylau.city import load
from luylau.power.grids import grid_of
from luylau.power.model import Grid
from luylau.power.single_line import Diagram, diagram, profile
from luylau.power.topology import feeder_of_edges, feeder_of_nodes, trace
from tests.unit.power import grids


@pytest.fixture(scope="module")
def grid() -> Grid:
    folder = find_pack("bac-ninh")
    made = grid_of(folder, load(folder))
    assert made is not None
    return made


def clashes(made: Diagram) -> list[tuple[int, int]]:
    """Places where a mark lies on another mark, or a line on a mark that it does not lead to."""
    held: dict[tuple[int, int], int] = {}
    found = []
    for number, mark in enumerate(made.marks):
        if (mark.x, mark.y) in held:
            found.append((mark.x, mark.y))
        held[mark.x, mark.y] = number
    verticals: dict[tuple[int, int], int] = {}
    for number, mark in enumerate(made.marks):
        if mark.above < 0:
            continue
        top = made.marks[mark.above]
        assert mark.x > top.x
        way = 1 if mark.y > top.y else -1
        passed = [(top.x, y) for y in range(top.y + way, mark.y + way, way)] if mark.y != top.y else []
        # Laterals of one mark may share their way; those of two may not.
        found += [place for place in passed if verticals.setdefault(place, mark.above) != mark.above]
        passed += [(x, mark.y) for x in range(top.x + 1, mark.x)]
        found += [place for place in passed if held.get(place, number) not in (number, mark.above)]
    return found


def test_every_feeder_is_drawn_whole_and_without_a_clash(grid: Grid) -> None:
    normal = trace(grid, grid.edges_in_service())
    of_node, of_edge = feeder_of_nodes(grid, normal), feeder_of_edges(grid, normal)
    for feeder in range(len(grid.feeders)):
        made = diagram(grid, normal, of_node, feeder)
        assert clashes(made) == []
        assert made.marks[0].symbol == "busbar"
        drawn = {mark.line for mark in made.marks if mark.line >= 0}
        drawn |= {mark.edge for mark in made.marks if mark.edge >= 0 and mark.leads_to < 0}
        assert drawn == set(np.flatnonzero(of_edge == feeder).tolist())
        assert all(mark.leads_to != feeder for mark in made.marks)
        loads = of_node[grid.loads.node] == feeder
        assert sum(mark.customers for mark in made.marks) == grid.loads.customers[loads].sum()
        assert max(mark.x for mark in made.marks) < made.width
        assert max(mark.y for mark in made.marks) < made.height


def test_a_profile_runs_along_the_lines(grid: Grid) -> None:
    normal = trace(grid, grid.edges_in_service())
    of_node = feeder_of_nodes(grid, normal)
    u_pu = np.linspace(1, 0.95, len(grid.nodes))
    found = profile(grid, normal, of_node, 3, u_pu)
    assert (grid.nodes.u_rated_v[found.node] == 22_000).all()
    assert found.above[0] == -1
    assert (found.above[1:] < np.arange(1, len(found.above))).all()
    assert (found.distance_m[1:] >= found.distance_m[found.above[1:]]).all()
    lines = feeder_of_edges(grid, normal)[: len(grid.lines)] == 3
    ways = found.distance_m[1:] - found.distance_m[found.above[1:]]
    assert ways.sum() == pytest.approx(grid.lines.length_m[lines].sum())
    assert np.array_equal(found.u_pu, u_pu[found.node])


def test_a_feeder_of_laterals_within_laterals_is_drawn() -> None:
    """Without load the way goes on at the smaller number, here always a leaf: each step of the chain is a
    lateral of the lateral before it."""
    count = 1_500
    leaf, chain = 2, 2 + count
    edges = [("first", 1, chain)]
    edges += [(f"c{one}", chain + one, chain + one + 1) for one in range(count - 1)]
    edges += [(f"l{one}", chain + one, leaf + one) for one in range(count)]
    comb = Grid(
        name="",
        nodes=grids.nodes(2 + 2 * count),
        lines=grids.lines(edges),
        switches=grids.switches([("head", 0, 1)], [True]),
        sources=grids.sources(0),
        feeders=grids.feeders(0),
    )
    normal = trace(comb, comb.edges_in_service())
    made = diagram(comb, normal, feeder_of_nodes(comb, normal), 0)
    assert len(made.marks) == 2 + 2 * count
    assert clashes(made) == []


def test_a_feeder_without_a_head_is_a_busbar_nowhere() -> None:
    grid = replace(grids.ring(), feeders=replace(grids.feeders(0), head=np.array([-1])))
    normal = trace(grid, grid.edges_in_service())
    (mark,) = diagram(grid, normal, feeder_of_nodes(grid, normal), 0).marks
    assert (mark.symbol, mark.node) == ("busbar", -1)


def test_a_profile_goes_on_at_another_medium_voltage() -> None:
    """Busbar, 1 km at 35 kV, a transformer to 22 kV, 1 km there, a transformer to 400 V."""
    both = grids.transformer(2, 3, u_hv_v=35_000.0, u_lv_v=22_000.0, s_va=1e7).take(np.array([0, 0]))
    both = replace(both, id=("step", "low"), hv_node=np.array([2, 4]), lv_node=np.array([3, 5]))
    grid = Grid(
        name="",
        nodes=replace(grids.nodes(6), u_rated_v=np.array([35e3, 35e3, 35e3, 22e3, 22e3, 400.0])),
        lines=grids.lines([("a", 1, 2), ("b", 3, 4)]),
        transformers=both,
        switches=grids.switches([("head", 0, 1)], [True]),
        sources=grids.sources(0),
        feeders=grids.feeders(0),
    )
    normal = trace(grid, grid.edges_in_service())
    found = profile(grid, normal, feeder_of_nodes(grid, normal), 0, np.linspace(1, 0.9, 6))
    assert found.node.tolist() == [1, 2, 3, 4]
    assert found.distance_m.tolist() == [0, 1_000, 1_000, 2_000]
    assert found.above.tolist() == [-1, 0, 1, 2]
