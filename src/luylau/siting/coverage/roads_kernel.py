"""The compiled part of ``roads``: from each site outwards along the roads, no farther than it reaches.

E. W. Dijkstra's algorithm (*A note on two problems in connexion with graphs*, Numerische Mathematik 1, 1959)
with a heap; only nodes within reach cost anything, so a small reach in a large graph is cheap.
"""

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.coverage.cover import Float32

Feet = tuple[Int64, Float64, Float64]
"""Where places meet the roads: the road, or the number of roads + the node where the foot is a crossing; the
part of the road before it; metres to the foot (infinite: off all roads)."""
Graph = tuple[Int64, Int32, Int32, Bool, Int32, Int32, Float64, Bool]
"""Where each node's ways out begin, shape (nodes + 1,); by way: to which node, along which road, whether
forwards; by road: its begin, its end, length in metres, whether it is one-way."""
Goals = tuple[Int64, Int32, Float64, Float64]
"""Where the points of each road and then of each node begin, shape (roads + nodes + 1,), and the points in
this order; by point: the part of its road before it, metres to its foot."""


@njit(cache=True, nogil=True, error_model="numpy")
def reach(
    begin: int, end: int, feet: Feet, far: Float64, graph: Graph, goals: Goals, limit: int
) -> tuple[Int64, Int32, Float32]:
    """Return what the sites from ``begin`` to before ``end`` reach: how many points each column, the points,
    ascending in a column, and their distances. It ends early where there are more than ``limit`` pairs.

    Args:
        begin: first site.
        end: the one after the last.
        feet: of all sites.
        far: metres, shape (sites, options).
        graph: the roads.
        goals: the points.
        limit: the most pairs.
    """
    options = far.shape[1]
    counts = np.zeros((end - begin) * options, np.int64)
    points, metres = np.empty(1_024, np.int32), np.empty(1_024, np.float32)
    used = 0
    node_m = np.full(len(graph[0]) - 1, np.inf)
    point_m = np.full(len(goals[2]), np.inf)
    nodes, touched = np.empty(len(node_m), np.int32), np.empty(len(point_m), np.int32)
    for site in range(begin, end):
        if feet[2][site] == np.inf:
            continue
        farthest = far[site].max() if options else 0.0
        node_count, found = _spread(site, feet, farthest, graph, goals, node_m, point_m, nodes, touched)
        node_m[nodes[:node_count]] = np.inf
        reached = np.sort(touched[:found])
        for option in range(options):
            if used + found > len(points):
                size = max(2 * len(points), used + found)
                points, metres = _longer(points, used, size), _longer(metres, used, size)
            before = used
            for point in reached:
                if point_m[point] <= far[site, option]:
                    points[used], metres[used] = point, point_m[point]
                    used += 1
            counts[(site - begin) * options + option] = used - before
        point_m[reached] = np.inf
        if used > limit:
            break
    return counts, points[:used].copy(), metres[:used].copy()


@njit(cache=True, nogil=True, error_model="numpy")
def _longer(values: Any, used: int, size: int) -> Any:  # noqa: ANN401 - of any type
    more = np.empty(size, values.dtype)
    more[:used] = values[:used]
    return more


@njit(cache=True, nogil=True, error_model="numpy")
def _spread(
    site: int,
    feet: Feet,
    farthest: float,
    graph: Graph,
    goals: Goals,
    node_m: Float64,
    point_m: Float64,
    nodes: Int32,
    touched: Int32,
) -> tuple[int, int]:
    """Set the distances of nodes and points within reach; return how many of each were touched."""
    first, to, along, forwards, road_begin, road_end, length, one_way = graph
    first_at, points, part, off = goals
    road, before, straight = feet[0][site], feet[1][site], feet[2][site]
    found = 0
    if road >= len(length):
        heap = [(straight, road - len(length))]
    else:
        for at in range(first_at[road], first_at[road + 1]):
            point = points[at]
            metres = straight + abs(part[point] - before) * length[road] + off[point]
            if metres <= farthest and (part[point] >= before or not one_way[road]):
                point_m[point], touched[found] = metres, point
                found += 1
        heap = [(straight + (1.0 - before) * length[road], np.int64(road_end[road]))]
        if not one_way[road]:
            heappush(heap, (straight + before * length[road], np.int64(road_begin[road])))
    node_count = 0
    while heap:
        gone, node = heappop(heap)
        if gone > farthest:
            break
        if gone >= node_m[node]:
            continue
        nodes[node_count], node_m[node] = node, gone
        node_count += 1
        for way in range(first[node] - 1, first[node + 1]):
            # First the points at the node itself, then those along each way out of it.
            slot = len(length) + node if way < first[node] else np.int64(along[way])
            for at in range(first_at[slot], first_at[slot + 1]):
                point = points[at]
                metres = gone + off[point]
                if slot < len(length):
                    metres += (part[point] if forwards[way] else 1.0 - part[point]) * length[slot]
                if metres <= farthest and metres < point_m[point]:
                    if point_m[point] == np.inf:
                        touched[found] = point
                        found += 1
                    point_m[point] = metres
            if way >= first[node] and gone + length[slot] < node_m[to[way]]:
                heappush(heap, (gone + length[slot], np.int64(to[way])))
    return node_count, found
