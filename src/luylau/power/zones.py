"""Zones: what no switch parts, the nodes that lines and transformers join.

Switches are the edges between zones, so switching is planned on a graph of some hundred zones, whatever the
number of nodes.
"""

from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Int64
from luylau.power.model import Grid
from luylau.power.topology import NONE, Trace, adjacency_of, trace_from


def zones(grid: Grid, closed: Bool) -> tuple[Int64, Bool]:
    """Return each node's zone, shape (nodes,), and which zones stand for a loop or for sources side by side,
    shape (zones,): what closed switches mesh is taken as one zone, whose switches stay."""
    fixed = np.ones(grid.edge_count, np.bool_)
    fixed[grid.switch_edges] = False
    zone = components(grid.edge_from[fixed], grid.edge_to[fixed], len(grid.nodes))
    count = int(zone.max()) + 1
    a, b = zone[grid.switches.from_node], zone[grid.switches.to_node]
    source_zone = zone[grid.sources.node]
    found = trace_from(adjacency_of(a, b, count), closed, source_zone)
    loops = found.loops[a[found.loops] != b[found.loops]]
    if not len(loops):
        return zone, np.zeros(count, np.bool_)
    joined: list[tuple[int, int]] = []
    for loop in loops.tolist():
        ways = [way_up(found, int(a[loop])), way_up(found, int(b[loop]))]
        shared = set(ways[0]) & set(ways[1])
        joined.append((int(a[loop]), int(b[loop])))
        for way in ways:
            # Up to the first zone that both have on their way; to the sources if there is none.
            own = [one for one in way if one not in shared] + [one for one in way if one in shared][:1]
            joined.extend(pairwise(own))
        if not shared:
            joined.append((ways[0][-1], ways[1][-1]))
    pairs = np.array(joined, np.int64)
    merged = components(pairs[:, 0], pairs[:, 1], count)
    meshed = np.zeros(int(merged.max()) + 1, np.bool_)
    meshed[merged[pairs[:, 0]]] = True
    return merged[zone], meshed


def way_up(found: Trace, zone: int) -> list[int]:
    """Return the zone and those above it, up to its source's."""
    way = [zone]
    while found.parent[way[-1]] != NONE:
        way.append(int(found.parent[way[-1]]))
    return way


def components(begin: Int64, end: Int64, count: int) -> Int64:
    """Return the number of the part that each of ``count`` nodes lies in, given the edges' ends."""
    joined = coo_array((np.ones(len(begin), np.int8), (begin, end)), shape=(count, count))
    numbers: Int64 = connected_components(joined, directed=False)[1].astype(np.int64)
    return numbers


def loop(found: Trace, a: int, b: int) -> list[int]:
    """Return the switches on the loop that joining zones ``a`` and ``b`` would make; none where one is dead.

    Two sources count as joined above: then the loop runs through both.
    """
    ways: list[list[int]] = []
    for end in (a, b):
        if found.root[end] == NONE:
            return []
        ways.append([int(found.parent_edge[zone]) for zone in way_up(found, end)[:-1]])
    # What both have on their way to the source is not on the loop.
    shared = set(ways[0]) & set(ways[1])
    return [switch for way in ways for switch in way if switch not in shared]
