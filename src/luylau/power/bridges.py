"""What hangs on one element alone: bridges and articulation points by low points (R. E. Tarjan, SIAM J.
Computing 1(2), 1972), in grids with loops as well as without.

All sources count as joined above: what any of them still reaches is fed.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.topology import NONE, Adjacency

_ABOVE = -1
"""The place above all sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A depth-first tree of what the sources reach. Arrays are by node, -1 where nothing reaches it.

    ``place``: in preorder, so that ``[place, place + size)`` is all that hangs below. ``parent``,
    ``parent_edge``: -1 at a root. ``low``: the least place that the nodes below reach by an edge that is not
    in the tree; -1 if one of them is a source. ``order``: the nodes that are reached, in preorder.
    """

    place: Int64
    size: Int64
    parent: Int64
    parent_edge: Int64
    low: Int64
    order: Int64

    @property
    def alone(self) -> Bool:
        """Whether what hangs below each node has no other way to a source than the edge above it."""
        alone: Bool = (self.parent != NONE) & (self.low == self.place)
        return alone

    def below(self, weight: Float64) -> Float64:
        """Return the sum of ``weight`` (by node) over each node and all below it; 0 where nothing is fed."""
        sums = np.concatenate([np.zeros(1), np.cumsum(weight[self.order])])
        found = sums[self.place + self.size] - sums[self.place]
        return np.where(self.place == NONE, 0.0, found)

    def without(self, weight: Float64) -> Float64:
        """Return the sum of ``weight`` (by node) over all that is no longer fed if a node fails, for each."""
        lost = np.where(self.place == NONE, 0.0, weight)
        below = self.below(weight)
        top = self.parent
        cut_off = (top != NONE) & (self.low >= self.place[top])
        np.add.at(lost, top[cut_off], below[cut_off])
        return lost

    def ties(self, begin: Int64, end: Int64) -> Int64:
        """Return for each node how many of these open switches (nodes at their ends) lead from what hangs
        below it to what else is fed."""
        fed = (self.place[begin] != NONE) & (self.place[end] != NONE)
        found = np.zeros(len(self.place), np.int64)
        _climb(begin[fed], end[fed], self.place, self.size, self.parent, found)
        return found


@njit(cache=True, nogil=True)
def _search(
    start: Int64, edge: Int64, other: Int64, serving: Bool, roots: Int64,
    place: Int64, size: Int64, parent: Int64, parent_edge: Int64, low: Int64, order: Int64,
) -> int:  # fmt: skip
    source = np.zeros(len(place), np.bool_)
    source[roots] = True
    ahead = start[:-1].copy()
    found = 0
    for root in roots:
        if place[root] != NONE:
            continue
        place[root], low[root], order[found] = found, _ABOVE, root
        found += 1
        node = root
        while node != NONE:
            if ahead[node] < start[node + 1]:
                at = ahead[node]
                ahead[node] += 1
                way, there = edge[at], other[at]
                if not serving[way] or way == parent_edge[node]:
                    continue
                if place[there] != NONE:
                    low[node] = min(low[node], place[there])
                    continue
                parent[there], parent_edge[there] = node, way
                place[there], order[found] = found, there
                low[there] = _ABOVE if source[there] else found
                found += 1
                node = there
            else:
                top = parent[node]
                size[node] = found - place[node]
                if top != NONE:
                    low[top] = min(low[top], low[node])
                node = top
    return found


def hanging(beside: Adjacency, serving: Bool, roots: Int64) -> Hanging:
    """Search from the nodes ``roots`` through the edges that are ``serving``."""
    count = len(beside.start) - 1
    place, parent, parent_edge, low = (np.full(count, NONE) for _ in range(4))
    size, order = np.zeros(count, np.int64), np.empty(count, np.int64)
    found = _search(
        beside.start, beside.edge, beside.other, serving, roots,
        place, size, parent, parent_edge, low, order,
    )  # fmt: skip
    return Hanging(
        place=place, size=size, parent=parent, parent_edge=parent_edge, low=low, order=order[:found].copy()
    )


@njit(cache=True, nogil=True)
def _climb(begin: Int64, end: Int64, place: Int64, size: Int64, parent: Int64, ties: Int64) -> None:
    for at in range(len(begin)):
        for node, other in ((begin[at], end[at]), (end[at], begin[at])):
            while node != NONE and not place[node] <= place[other] < place[node] + size[node]:
                ties[node] += 1
                node = parent[node]
