"""Localisation against brute force: all sets of open edges of small random trees, one by one."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from luylau.kernel.arrays import Bool, Float64
from luylau.power.localisation import Chances, Evidence, Sign, localise
from luylau.power.model import Grid
from tests.unit.power.grids import lines, nodes, sources


def random_case(seed: int) -> tuple[Grid, Evidence, Float64]:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 11))
    roots = 1 + int(rng.random() < 0.3 and count > 2)
    edges = []
    for node in range(roots, count):
        ends = (int(rng.integers(0, node)), node)
        edges.append((f"e{node}", *(ends if rng.random() < 0.5 else ends[::-1])))
    grid = Grid(name="tree", nodes=nodes(count), lines=lines(edges), sources=sources(*range(roots)))
    meters = int(rng.integers(0, 3 * count))
    chances = Chances()
    dead = rng.random(count) < 0.4
    at = rng.integers(0, count, meters)
    sign = [
        rng.choice(4, p=chances.dead if dead[node] else chances.alive)
        if rng.random() < 0.8
        else int(rng.integers(0, len(Sign)))
        for node in at.tolist()
    ]
    seen = Evidence(node=at, sign=np.array(sign, np.int8), since_us=np.full(meters, -1))
    return grid, seen, 10.0 ** rng.uniform(-5, -0.05, len(edges))


def depth_of(grid: Grid) -> list[list[int]]:
    """The edges between each node and its source, from the node upward."""
    up: dict[int, tuple[int, int]] = {}
    for edge in range(len(grid.lines)):
        ends = int(grid.lines.from_node[edge]), int(grid.lines.to_node[edge])
        # Nodes are numbered away from the sources.
        up[max(ends)] = (edge, min(ends))
    ways = []
    for node in range(len(grid.nodes)):
        way = []
        at = node
        while at in up:
            edge, at = up[at]
            way.append(edge)
        ways.append([*way, -1 - at])
    return ways


@pytest.mark.parametrize("seed", range(60))
def test_most_probable_set_and_probabilities_are_those_of_brute_force(seed: int) -> None:
    grid, seen, p_edge = random_case(seed)
    chances = Chances(source_year=20.0)
    ways = depth_of(grid)
    roots = grid.sources.node.tolist()
    p_root = 20.0 * chances.hours / 8_760
    elements = [*range(len(p_edge)), *(-1 - root for root in roots)]
    p = np.append(p_edge, np.full(len(roots), p_root))
    best, best_set = -np.inf, frozenset[int]()
    total, dead = 0.0, np.zeros(len(grid.nodes))
    opened = np.zeros(len(elements))
    for states in product([False, True], repeat=len(elements)):
        is_open: Bool = np.array(states)
        gone = {element for element, out in zip(elements, states, strict=True) if out}
        dark = np.array([bool(gone.intersection(way)) for way in ways])
        chance = float(np.prod(np.where(is_open, p, 1 - p)))
        for node, sign in zip(seen.node.tolist(), seen.sign.tolist(), strict=True):
            if sign != Sign.UNHEARD:
                chance *= (chances.dead if dark[node] else chances.alive)[sign]
        # The first that is open on the way down to some node.
        first = {next(one for one in reversed(way) if one in gone) for way in ways if gone.intersection(way)}
        total += chance
        dead += chance * dark
        opened += chance * np.isin(elements, sorted(first))
        if chance > best:
            best, best_set = chance, frozenset(first)
    found = localise(grid, grid.edges_in_service(), seen, chances=chances, p_open=p_edge)
    assert {fault.edge if fault.edge >= 0 else -1 - fault.node for fault in found.faults} == best_set
    gone = [-1 - element for element in best_set if element < 0]
    at_gone = np.isin(grid.lines.from_node, gone) | np.isin(grid.lines.to_node, gone)
    own = {edge for edge in best_set if edge >= 0}
    assert set(np.flatnonzero(found.failed).tolist()) == own | set(np.flatnonzero(at_gone).tolist())
    cut = [one if one >= 0 else -1 - one for one in best_set]
    for node, way in enumerate(ways):
        mine = [one for one in way if one in best_set]
        fault = found.faults[found.below[node]] if found.below[node] >= 0 else None
        assert (fault is not None) == bool(mine)
        if fault is not None:
            assert (fault.edge if fault.edge >= 0 else -1 - fault.node) == mine[0]
    assert len(cut) == len(found.faults)
    np.testing.assert_allclose(found.dead, dead / total, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.opened, opened[: len(p_edge)] / total, rtol=1e-9, atol=1e-12)


def test_a_large_tree_with_nothing_wrong_but_one_branch() -> None:
    """17,000 nodes: the answer is the branch that is dark, whatever single meters say elsewhere."""
    rng = np.random.default_rng(5)
    count = 17_000
    parent = np.array([0, *(max(0, node - int(rng.integers(1, 40))) for node in range(1, count))])
    grid = Grid(
        name="large",
        nodes=nodes(count),
        lines=lines([(f"e{node}", int(parent[node]), node) for node in range(1, count)]),
        sources=sources(0),
    )
    below = np.zeros(count, np.bool_)
    top = 15_000
    for node in range(1, count):
        below[node] = node == top or below[parent[node]]
    sign = np.where(below, Sign.LAST_GASP, Sign.REPORTING).astype(np.int8)
    odd = rng.choice(np.flatnonzero(~below), 400, replace=False)
    sign[odd] = Sign.SILENT
    seen = Evidence(node=np.arange(count), sign=sign, since_us=np.full(count, -1))
    found = localise(grid, grid.edges_in_service(), seen)
    assert [fault.edge for fault in found.faults] == [top - 1]
    assert found.faults[0].dark == below.sum()
    assert len(found.unexplained) == 400
    more = replace(seen, sign=np.where(below, Sign.UNHEARD, sign).astype(np.int8))
    assert localise(grid, grid.edges_in_service(), more).faults == ()
