"""One state of the grid looked at as a whole: who is fed, how loaded it is, what each dark part hangs on."""

from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.engine import Flow, NoSolution, flow
from luylau.power.impact import Lost, lost
from luylau.power.model import Grid
from luylau.power.radial import NotRadial, Solution, solve, tree
from luylau.power.topology import NONE, Adjacency, Trace, trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A state of the grid.

    ``serving``: the edges in service. ``traced``: what the sources reach. ``u_pu`` by node (0 where it is
    dead), ``loading`` by edge (1 = rated; NaN where not known), ``losses_w``; all NaN where the power flow
    has no solution, which ``solved`` says.
    """

    serving: Bool
    traced: Trace
    u_pu: Float64
    loading: Float64
    losses_w: float
    solved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DarkPart:
    """What went dark together: ``edge`` is the open switch or failed element that it hung on in the normal
    state; ``nodes`` and what is lost with them."""

    edge: int
    nodes: Int64
    lost: Lost


def evaluate(
    grid: Grid, serving: Bool, beside: Adjacency, p_w: Float64 | None = None, q_var: Float64 | None = None
) -> Evaluation:
    """Return the state with the edges in service: by sweeps where they do, else by the engine, which solves
    meshes and goes on where sweeps no longer converge, close to the most that the grid can carry.

    Args:
        grid: the grid.
        serving: which edges are in service, shape (edges,).
        beside: ``adjacency(grid)``.
        p_w: active power of each load, shape (loads,); the grid's own if None.
        q_var: reactive power, likewise.
    """
    traced = trace(grid, serving, beside)
    nodes, edges = np.full(len(grid.nodes), np.nan), np.full(grid.edge_count, np.nan)
    u_pu, loading, losses_w, solved = np.where(traced.energised, nodes, 0.0), edges, float("nan"), False
    found: Solution | Flow | None = None
    with suppress(NotRadial):
        found = solve(tree(grid, serving), p_w, q_var)
    if found is None:
        with suppress(NoSolution):
            found = flow(with_loads(grid, p_w, q_var), serving)
    if found is not None:
        u_pu, loading, losses_w, solved = found.u_pu, found.loading, found.losses_w, True
    return Evaluation(
        serving=serving, traced=traced, u_pu=u_pu, loading=loading, losses_w=losses_w, solved=solved
    )


def with_loads(grid: Grid, p_w: Float64 | None, q_var: Float64 | None) -> Grid:
    """Return the grid with other loads; those that are None stay."""
    loads = grid.loads
    changed = replace(
        loads, p_w=loads.p_w if p_w is None else p_w, q_var=loads.q_var if q_var is None else q_var
    )
    return replace(grid, loads=changed)


def split(grid: Grid, part: DarkPart, fault: Int64, edge: Int64) -> list[tuple[DarkPart, int]]:
    """Return a dark part in pieces by the fault that each of its nodes lies below, each with the number of
    its fault, -1 for none. A piece hangs on its fault's edge; what lies below none, on the part's own.

    Args:
        grid: the grid.
        part: what is dark.
        fault: of each node the number of the fault, -1 for none, shape (nodes,).
        edge: of each fault its edge, -1 where it is a source, shape (faults,).
    """
    found = []
    for number in np.unique(fault[part.nodes]).tolist():
        nodes = part.nodes[fault[part.nodes] == number]
        keeps = np.ones(len(grid.nodes), np.bool_)
        keeps[nodes] = False
        hangs = int(edge[number]) if number >= 0 and edge[number] >= 0 else part.edge
        found.append((DarkPart(edge=hangs, nodes=nodes, lost=lost(grid, keeps)), number))
    return found


@njit(cache=True, nogil=True)
def _parts(order: Int64, parent: Int64, parent_edge: Int64, serving: Bool, fed: Bool) -> Int64:
    """Return for each dark node the first dark node above it whose own way is broken, -1 where it is fed."""
    part = np.full_like(parent, NONE)
    for node in order:
        if fed[node]:
            continue
        top = parent[node]
        if top == NONE or fed[top] or not serving[parent_edge[node]]:
            part[node] = node
        else:
            part[node] = part[top]
    return part


def dark_parts(grid: Grid, normal: Trace, now: Evaluation) -> list[DarkPart]:
    """Return what is dark that is fed in the normal state, part by part; the most customers first.

    Args:
        grid: the grid.
        normal: the trace of its normal state.
        now: the state to look at.
    """
    fed = now.traced.energised
    part = _parts(normal.order, normal.parent, normal.parent_edge, now.serving, fed)
    found = []
    for first in np.unique(part[part != NONE]).tolist():
        nodes = np.flatnonzero(part == first)
        keeps = np.ones(len(grid.nodes), np.bool_)
        keeps[nodes] = False
        found.append(DarkPart(edge=int(normal.parent_edge[first]), nodes=nodes, lost=lost(grid, keeps)))
    return sorted(found, key=lambda one: (-one.lost.customers, one.edge))
