"""What is open on trees: the most probable set of open edges, and each edge's probability.

Each node n of a tree has an edge above it (at a root: the source itself) that is open with chance p(n),
independently of all others, and evidence of weight w(n): the log of how much more probable what is seen at
the node is without supply than with it. A node is dead if any edge between it and the source is open::

    source ── e1 ──●── e2 ──●── e3 ──●        dead(n) = e1 or ... or the edge above n
                   │
                   └── e4 ──●

With the larger of both terms (open, not open) at each node one pass up and one down give the most probable
set (dynamic programming; exact); with their sum they give each edge's probability to be the first that is
open on the way down (belief propagation, exact on trees: J. Pearl, *Probabilistic Reasoning in Intelligent
Systems*, 1988, chapter 4). Both take linear time.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.topology import NONE

NEVER: Final = 1e-15
"""Stands for no chance at all."""


@njit(cache=True, nogil=True)
def likeliest(order: Int64, parent: Int64, p: Float64, w: Float64, cut: Bool, dead: Bool) -> float:
    """Mark in ``cut`` the nodes whose edge above is the first that is open on the way from the source, and in
    ``dead`` all nodes below them, themselves included; return the log of the set's probability, evidence
    included, up to a constant.

    Args:
        order: nodes, each after its parent; others are left alone.
        parent: the node above each, -1 at a root, shape (nodes,).
        p: the chance of the edge above each to be open, within (0, 1), shape (nodes,).
        w: weight of the evidence at each, shape (nodes,).
        cut: written to, False on entry, shape (nodes,).
        dead: written to, shape (nodes,).
    """
    below, alive = w.copy(), np.zeros_like(w)
    best = 0.0
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        opens, holds = np.log(p[node]), np.log1p(-p[node])
        cut[node] = opens + below[node] > holds + alive[node]
        if parent[node] == NONE:
            best += max(opens + below[node], holds + alive[node])
        else:
            # What lies below an open edge may be open or not: that costs nothing.
            below[parent[node]] += below[node]
            alive[parent[node]] += max(opens + below[node], holds + alive[node])
    for node in order:
        above = parent[node]
        hidden = above != NONE and dead[above]
        if hidden:
            cut[node] = False
        dead[node] = hidden or cut[node]
    return best


@njit(cache=True, nogil=True)
def marginals(order: Int64, parent: Int64, p: Float64, w: Float64, opened: Float64, dead: Float64) -> None:
    """Put into ``opened`` the probability of each node's edge above to be the first that is open, and into
    ``dead`` that of the node to be dead; other arguments as ``likeliest`` takes them."""
    below, alive, both = w.copy(), np.zeros_like(w), np.zeros_like(w)
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        both[node] = np.logaddexp(np.log(p[node]) + below[node], np.log1p(-p[node]) + alive[node])
        if parent[node] != NONE:
            below[parent[node]] += below[node]
            alive[parent[node]] += both[node]
    for node in order:
        before = 0.0 if parent[node] == NONE else dead[parent[node]]
        opened[node] = (1.0 - before) * np.exp(np.log(p[node]) + below[node] - both[node])
        dead[node] = min(before + opened[node], 1.0)
