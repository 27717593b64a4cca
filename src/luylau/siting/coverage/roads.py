"""Who is within reach by road: distances along a road graph.

Places are joined to the nearest road at their foot on it, and go straight there and from there::

      s (site)              d = straight to the road + along the roads + straight from the road
      │
    ──┴────────●────┬──     a point on the site's own road needs no node between
               │    │
               ●    p (point)
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.checks import PAIR_LIMIT, check_lengths, check_pairs
from luylau.siting.coverage.cover import Cover, Float32
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.roads_kernel import Feet, Graph, reach
from luylau.siting.coverage.segments import nearest_segments
from luylau.siting.coverage.threads import threads

_SITES_AT_ONCE: Final = 64
_AT_NODE: Final = 1e-9
"""Part of a road: a foot nearer than this to its end is at the node."""


@dataclass(frozen=True, slots=True)
class Roads:
    """A road graph; lengths may be minutes instead of metres, if all other distances are so, too."""

    nodes: Places
    begin: Int32  # shape (roads,): the node where each begins
    end: Int32  # shape (roads,)
    length: Float64  # shape (roads,): metres
    one_way: Bool  # shape (roads,): may only be gone along from begin to end

    @classmethod
    def of(
        cls,
        nodes: Places,
        begin: ArrayLike,
        end: ArrayLike,
        length: ArrayLike | None = None,
        one_way: ArrayLike | None = None,
    ) -> "Roads":
        """Return a road graph.

        Args:
            nodes: crossings and ends, and bends where the roads' course matters.
            begin: number of a node for each road.
            end: number of the other.
            length: metres; straight from node to node if None.
            one_way: both ways if None.

        Raises:
            BadInput: the columns are not equally long, a node is not there, or a length is negative or no
                number.
        """
        first, last = np.array(begin, np.int32).ravel(), np.array(end, np.int32).ravel()
        if len(last) != len(first):
            raise BadInput("siting-column-shape", name="end", count=len(last), wanted=len(first))
        for column in (first, last):
            wrong = (column < 0) | (column >= len(nodes))
            if wrong.any():
                row = int(np.argmax(wrong))
                raise BadInput("siting-node-unknown", row=row, said=int(column[row]), count=len(nodes))
        if length is None:
            length = np.hypot(nodes.x[last] - nodes.x[first], nodes.y[last] - nodes.y[first])
        metres = check_lengths("length", length, (len(first),))
        if one_way is None:
            return cls(nodes, first, last, metres, np.zeros(len(first), np.bool_))
        single = np.array(one_way, np.bool_).ravel()
        if len(single) != len(first):
            raise BadInput("siting-column-shape", name="one_way", count=len(single), wanted=len(first))
        return cls(nodes, first, last, metres, single)

    def turned(self) -> "Roads":
        """Return the graph with all one-way roads the other way: who is reached there can reach here."""
        return Roads(self.nodes, self.end, self.begin, self.length, self.one_way)


def cover_by_road(
    points: Places,
    sites: Places,
    roads: Roads,
    reach_m: ArrayLike,
    *,
    off_road_m: float = np.inf,
    limit: int = PAIR_LIMIT,
    workers: int | None = None,
) -> tuple[Cover, Float32]:
    """Return which sites reach which points within so many metres by road, and the distances, shape (pairs,).

    Args:
        points: demand points.
        sites: candidate sites, from which one sets out; for the way to the sites hand in ``roads.turned()``.
        roads: the graph.
        reach_m: metres; one for all, or shape (options,), or shape (sites, options); columns are numbered as
            ``cover_by_radius`` does.
        off_road_m: a place farther than this from all roads is not reached, and reaches nothing.
        limit: the most pairs.
        workers: threads; as many as there are processors if None.

    Raises:
        BadInput: a reach is negative or no number, the shapes differ, or there would be too many pairs.
    """
    options = 1 if np.ndim(reach_m) == 0 else np.shape(reach_m)[-1]
    far = check_lengths("reach_m", reach_m, (len(sites), options))
    graph = _graph(roads)
    start, goal = _feet(sites, roads, off_road_m), _feet(points, roads, off_road_m)
    order = np.argsort(goal[0], kind="stable").astype(np.int32)
    slots = np.arange(len(roads.begin) + len(roads.nodes) + 1)
    goals = np.searchsorted(goal[0][order], slots).astype(np.int64), order, goal[1], goal[2]

    def walk(begin: int) -> tuple[Int64, Int32, Float32]:
        return reach(begin, min(begin + _SITES_AT_ONCE, len(sites)), start, far, graph, goals, limit)

    with ThreadPoolExecutor(threads(workers)) as pool:
        parts = []
        for part in pool.map(walk, range(0, len(sites), _SITES_AT_ONCE)):
            parts.append(part)
            check_pairs(sum(len(found[1]) for found in parts), limit)
    counts = np.concatenate([np.zeros(1, np.int64), *(part[0] for part in parts)])
    reached = np.concatenate([np.empty(0, np.int32), *(part[1] for part in parts)])
    metres = np.concatenate([np.empty(0, np.float32), *(part[2] for part in parts)])
    return Cover(np.cumsum(counts), reached, len(points)), metres


def _feet(places: Places, roads: Roads, off_road_m: float) -> Feet:
    begin, end = roads.nodes.take(roads.begin), roads.nodes.take(roads.end)
    road, part, metres = nearest_segments(
        places.x, places.y, np.column_stack([begin.x, begin.y, end.x, end.y])
    )
    # Where the foot is a crossing any of its roads leads there, not only the one that was found.
    slot = road.astype(np.int64)
    for at_end, nodes in ((part <= _AT_NODE, roads.begin), (part >= 1 - _AT_NODE, roads.end)):
        here = at_end & (road >= 0)
        slot[here] = len(roads.begin) + nodes[road[here]]
    return slot, part, np.where((road >= 0) & (metres <= off_road_m), metres, np.inf)


def _graph(roads: Roads) -> Graph:
    both = np.flatnonzero(~roads.one_way)
    road = np.concatenate([np.arange(len(roads.begin)), both]).astype(np.int32)
    forwards = np.arange(len(road)) < len(roads.begin)
    origin = np.where(forwards, roads.begin[road], roads.end[road])
    to = np.where(forwards, roads.end[road], roads.begin[road])
    order = np.argsort(origin, kind="stable")
    first = np.searchsorted(origin[order], np.arange(len(roads.nodes) + 1)).astype(np.int64)
    ways = first, to[order], road[order], forwards[order]
    return *ways, roads.begin, roads.end, roads.length, roads.one_way
