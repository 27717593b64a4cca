"""The active part of a problem: the edges that may be open at all.

An edge is open in no best set, and with next to no probability in any, if all that lies below it together
speaks against that, whatever the carriers do. The node below such an edge is as dead or alive as the one
above it; the two become one. What a group tells is kept, or, with live supply for certain, said of its
carrier alone. Of the 17,000 nodes of a province some dozens stay.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from luylau.incidents.causes.joint import Beliefs, Causes, Problem, Tree, beliefs, most_probable
from luylau.kernel.arrays import Bool, Int64
from luylau.power.topology import NONE

FAINT: Final = 9.0
"""Edges that would be open with lower log odds than minus this, at the very best, are left out."""


class Active(NamedTuple):
    """``problem``: the active part; ``nodes``: its supply nodes in the whole, shape (active nodes,).

    ``home``: for each node of the whole the active one that it counts with, -1 for none, shape (nodes,).
    ``rest``: what everything cut away adds to a score.
    """

    problem: Problem
    nodes: Int64
    home: Int64
    rest: float


@njit(cache=True, nogil=True)
def _possible(problem: Problem) -> Bool:
    """Say of each supply node whether the edge above it may be open."""
    supply, carriers = problem.supply, problem.carriers
    most = supply.weight.copy()
    silent = carriers.weight.copy()
    for g in range(len(problem.dark)):
        node, one = problem.group_node[g], problem.group_carrier[g]
        if node >= 0:
            most[node] += max(problem.dark[g], problem.both[g] - problem.cut[g])
        if one >= 0:
            silent[one] += max(problem.cut[g], problem.both[g] - problem.dark[g])
    for place in range(len(carriers.order) - 1, -1, -1):
        one = carriers.order[place]
        if carriers.parent[one] >= 0:
            silent[carriers.parent[one]] += max(silent[one], 0.0)
        node = problem.carrier_node[one]
        spent = problem.spent[one]
        if node >= 0 and spent > 0:
            p = carriers.chance[one]
            # What dead supply is worth for it, if all is silent that can be.
            fed = max(silent[one] + np.log(p), np.log1p(-p))
            most[node] += max(silent[one] + np.log(spent), np.log1p(-spent)) - fed
    may = np.zeros(len(supply.parent), np.bool_)
    for place in range(len(supply.order) - 1, -1, -1):
        node = supply.order[place]
        p = supply.chance[node]
        may[node] = np.log(p) - np.log1p(-p) + most[node] > -FAINT
        if supply.parent[node] >= 0:
            most[supply.parent[node]] += most[node]
    return may


@njit(cache=True, nogil=True)
def active(problem: Problem) -> Active:
    """Return the active part of a problem."""
    supply, carriers = problem.supply, problem.carriers
    may = _possible(problem)
    home = np.full(len(supply.parent), NONE)
    nodes = np.empty(len(supply.order), np.int64)
    weight = np.zeros(len(supply.order))
    count, rest = 0, 0.0
    for node in supply.order:
        above = supply.parent[node]
        if may[node]:
            home[node] = count
            nodes[count] = node
            weight[count] += supply.weight[node]
            count += 1
        else:
            holds = np.log1p(-supply.chance[node])
            rest += holds
            if above >= 0 and home[above] >= 0:
                home[node] = home[above]
                # Dead with what is above, it need not hold.
                weight[home[node]] += supply.weight[node] - holds
    nodes = nodes[:count].copy()
    parent = np.empty(count, np.int64)
    for place in range(count):
        above = supply.parent[nodes[place]]
        parent[place] = home[above] if above >= 0 else NONE
    own = carriers.weight.copy()
    kept = np.empty(len(problem.dark), np.int64)
    at = np.empty(len(problem.dark), np.int64)
    groups = 0
    for g in range(len(problem.dark)):
        node, one = problem.group_node[g], problem.group_carrier[g]
        held = home[node] if node >= 0 else NONE
        if held >= 0:
            kept[groups], at[groups] = g, held
            groups += 1
        elif one >= 0:
            own[one] += problem.cut[g]
    kept, at = kept[:groups].copy(), at[:groups].copy()
    fed = np.full(len(problem.spent), NONE)
    for one in range(len(fed)):
        if problem.carrier_node[one] >= 0:
            fed[one] = home[problem.carrier_node[one]]
    small = Problem(
        Tree(np.arange(count), parent, supply.chance[nodes], weight[:count].copy()),
        Tree(carriers.order, carriers.parent, carriers.chance, own),
        at,
        problem.group_carrier[kept],
        problem.dark[kept],
        problem.cut[kept],
        problem.both[kept],
        fed,
        problem.spent,
    )
    return Active(small, nodes, home, rest)


def whole(part: Active, causes: Causes) -> Causes:
    """Return a set of causes of the active part as one of the whole."""
    opened = np.zeros(len(part.home), np.bool_)
    opened[part.nodes] = causes.opened
    dead = np.append(causes.dead, False)[part.home]
    return Causes(opened, dead, causes.failed, causes.down)


def solve(part: Active) -> tuple[Causes, float]:
    """Return the most probable causes in the whole, and their score."""
    found, score = most_probable(part.problem)
    return whole(part, found), score + part.rest


def probabilities(part: Active) -> Beliefs:
    """Return the probabilities in the whole; those of edges that nothing speaks for are left at 0."""
    found = beliefs(part.problem)
    opened = np.zeros(len(part.home))
    opened[part.nodes] = found.opened
    return Beliefs(opened, np.append(found.dead, 0.0)[part.home], found.failed, found.down)
