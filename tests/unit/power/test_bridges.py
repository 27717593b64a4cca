"""What hangs on one element alone, against taking out one after the other."""

import numpy as np
import pytest

from luylau.power.bridges import hanging
from luylau.power.topology import adjacency_of, trace_from


@pytest.mark.parametrize("seed", range(30))
def test_each_edge_and_node_taken_out_by_itself(seed: int) -> None:
    draw = np.random.default_rng(seed)
    count, edges = int(draw.integers(2, 14)), int(draw.integers(1, 20))
    begin, end = draw.integers(0, count, edges), draw.integers(0, count, edges)
    serving = draw.random(edges) < 0.8
    roots = draw.choice(count, int(draw.integers(1, min(count, 3) + 1)), replace=False)
    weight = draw.integers(1, 1_000, count).astype(np.float64)
    beside = adjacency_of(begin, end, count)
    found = hanging(beside, serving, roots)
    fed = trace_from(beside, serving, roots).energised
    assert ((found.place >= 0) == fed).all()
    assert found.place[found.order].tolist() == list(range(int(fed.sum())))
    below, lost = found.below(weight), found.without(weight)
    ties = found.ties(begin[~serving], end[~serving])
    edge_of = {int(found.parent_edge[node]): node for node in np.flatnonzero(found.alone).tolist()}
    for edge in np.flatnonzero(serving).tolist():
        without = serving.copy()
        without[edge] = False
        dark = fed & ~trace_from(beside, without, roots).energised
        assert weight[dark].sum() == (below[edge_of[edge]] if edge in edge_of else 0.0)
        if edge in edge_of:
            a, b = begin[~serving], end[~serving]
            other = fed & ~dark
            assert ties[edge_of[edge]] == ((dark[a] & other[b]) | (dark[b] & other[a])).sum()
    for node in range(count):
        without = serving & (begin != node) & (end != node)
        left = trace_from(beside, without, roots[roots != node]).energised
        assert lost[node] == (weight[fed & ~left].sum() if fed[node] else 0.0)
