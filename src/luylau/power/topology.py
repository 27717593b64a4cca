"""Who is connected to whom: tracing from the sources through what is closed.

Compiled breadth-first search over adjacency lists made once for a grid; a trace of ten thousand nodes takes
well under a millisecond, so a moved switch is answered by tracing anew, not by repairing the old answer.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import Grid

NONE: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjacency:
    """The edges at each node: ``edge[start[n]:start[n + 1]]``, and the node at their other end, ``other``."""

    start: Int64
    edge: Int64
    other: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the sources reach. Arrays are by node, -1 where nothing reaches it.

    ``root``: the source node that feeds it; the first one found where there are several (``loops``).
    ``parent``, ``parent_edge``: the node and edge towards it; -1 at the root. ``order``: the nodes that are
    reached, sources first, each after its parent. ``loops``: edges in service that close a loop or join two
    sources: none in a radial grid.
    """

    root: Int64
    parent: Int64
    parent_edge: Int64
    order: Int64
    loops: Int64

    @property
    def energised(self) -> Bool:
        """Which nodes are fed."""
        fed: Bool = self.root != NONE
        return fed


def adjacency(grid: Grid) -> Adjacency:
    """Return the edges at each node, in or out of service."""
    return adjacency_of(grid.edge_from, grid.edge_to, len(grid.nodes))


def adjacency_of(begin: Int64, end: Int64, nodes: int) -> Adjacency:
    """Return the edges at each of ``nodes`` nodes, given where each edge begins and ends."""
    count = len(begin)
    at = np.concatenate([begin, end])
    other = np.concatenate([end, begin])
    edge = np.concatenate([np.arange(count), np.arange(count)])
    order = np.argsort(at, kind="stable")
    start = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(at, minlength=nodes), out=start[1:])
    return Adjacency(start=start, edge=edge[order], other=other[order])


@njit(cache=True, nogil=True)
def _trace(
    start: Int64, edge: Int64, other: Int64, serving: Bool, roots: Int64,
    root: Int64, parent: Int64, parent_edge: Int64, order: Int64, closing: Bool,
) -> int:  # fmt: skip
    done = found = 0
    for number in roots:
        if root[number] == NONE:
            root[number] = number
            order[found] = number
            found += 1
    while done < found:
        node = order[done]
        done += 1
        for place in range(start[node], start[node + 1]):
            way, there = edge[place], other[place]
            if not serving[way]:
                continue
            if root[there] == NONE:
                root[there] = root[node]
                parent[there] = node
                parent_edge[there] = way
                order[found] = there
                found += 1
            elif parent_edge[node] != way and parent_edge[there] != way:
                closing[way] = True
    return found


def trace(grid: Grid, serving: Bool, beside: Adjacency | None = None) -> Trace:
    """Trace from all sources through the edges in service.

    Args:
        grid: the grid.
        serving: which edges are in service, shape (grid.edge_count,); see ``Grid.edges_in_service``.
        beside: ``adjacency(grid)``, if it is at hand.
    """
    return trace_from(beside or adjacency(grid), serving, grid.sources.node)


def trace_from(beside: Adjacency, serving: Bool, roots: Int64) -> Trace:
    """Trace from the nodes ``roots`` through the edges that are ``serving``."""
    count = len(beside.start) - 1
    root, parent, parent_edge = (np.full(count, NONE) for _ in range(3))
    order, closing = np.empty(count, np.int64), np.zeros(len(serving), np.bool_)
    found = _trace(
        beside.start, beside.edge, beside.other, serving, roots,
        root, parent, parent_edge, order, closing,
    )  # fmt: skip
    return Trace(
        root=root, parent=parent, parent_edge=parent_edge,
        order=order[:found].copy(), loops=np.flatnonzero(closing),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _spread(order: Int64, parent: Int64, parent_edge: Int64, feeder_of_edge: Int64, feeder: Int64) -> None:
    for node in order:
        if parent[node] == NONE:
            continue
        own = feeder_of_edge[parent_edge[node]]
        feeder[node] = own if own != NONE else feeder[parent[node]]


def feeder_of_nodes(grid: Grid, traced: Trace) -> Int64:
    """Return the number of the feeder that each node is fed through, shape (nodes,); -1 for busbars of a
    substation, for what is dead and where the feeder's head is not known."""
    head = np.full(grid.edge_count, NONE)
    known = np.flatnonzero(grid.feeders.head != NONE)
    head[grid.switch_edges.start + grid.feeders.head[known]] = known
    feeder = np.full(len(grid.nodes), NONE)
    _spread(traced.order, traced.parent, traced.parent_edge, head, feeder)
    return feeder


def feeder_of_edges(grid: Grid, traced: Trace) -> Int64:
    """Return the number of the feeder that each edge carries current for, shape (edges,); -1 where it belongs
    to none: in a substation, open between two feeders, dead."""
    of_node = feeder_of_nodes(grid, traced)
    at_begin, at_end = of_node[grid.edge_from], of_node[grid.edge_to]
    feeder: Int64 = np.where(at_begin == at_end, at_begin, NONE)
    # A head begins on a busbar, which belongs to no feeder; one that is open carries nothing.
    below = traced.order[traced.parent_edge[traced.order] != NONE]
    feeder[traced.parent_edge[below]] = of_node[below]
    return feeder


@njit(cache=True, nogil=True)
def gather(order: Int64, parent: Int64, below: Float64 | Int64) -> None:
    """Add to each node's value those of all that is fed through it."""
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if parent[node] != NONE:
            below[parent[node]] += below[node]


def sum_below(traced: Trace, weight: Float64) -> Float64:
    """Return for each node the sum of ``weight`` (by node) over it and all that is fed through it."""
    below = weight.astype(np.float64)
    gather(traced.order, traced.parent, below)
    return below


@njit(cache=True, nogil=True)
def preorder(order: Int64, parent: Int64) -> tuple[Int64, Int64]:
    """Return each node's place in preorder (a node, then all below it without a gap), -1 where it is dead,
    and how many nodes are fed through it, itself included. ``order`` and ``parent`` are a trace's."""
    size, place, free = np.zeros_like(parent), np.full_like(parent, NONE), np.zeros_like(parent)
    for at in range(len(order) - 1, -1, -1):
        node = order[at]
        size[node] += 1
        if parent[node] != NONE:
            size[parent[node]] += size[node]
    begun = 0
    for node in order:
        if parent[node] == NONE:
            place[node] = begun
            begun += size[node]
        else:
            place[node] = free[parent[node]]
            free[parent[node]] += size[node]
        free[node] = place[node] + 1
    return place, size


@njit(cache=True, nogil=True)
def inherit(order: Int64, parent: Int64, own: Int64) -> None:
    """Give each node that has none (-1) in ``own`` the value of the nearest one above it that has one."""
    for node in order:
        if own[node] == NONE and parent[node] != NONE:
            own[node] = own[parent[node]]


def inherited(traced: Trace, own: Int64) -> Int64:
    """Return for each node its own value, or that of the nearest node above it that has one; -1 is none."""
    found = own.astype(np.int64)
    inherit(traced.order, traced.parent, found)
    return found
