"""A plan of restoration walked through again by other code than made it: plain graph search over nodes, and
the engine's power flow after each step."""

from collections import deque
from dataclasses import replace

import numpy as np

from luylau.kernel.arrays import Bool, Int64
from luylau.power.engine import Flow, flow
from luylau.power.model import Generators, Grid, SwitchKind
from luylau.power.restoration import Limits, Plan

Reached = tuple[set[int], bool]


def reach(grid: Grid, serving: Bool) -> Reached:
    """Return the nodes that sources reach, and whether one is reached twice."""
    sources, twice = fed_by(grid, serving)
    return set(sources), twice


def fed_by(grid: Grid, serving: Bool) -> tuple[dict[int, int], bool]:
    """Return by which source node each node is reached first, and whether one is reached twice."""
    ways: dict[int, list[tuple[int, int]]] = {}
    begin, end = grid.edge_from.tolist(), grid.edge_to.tolist()
    for edge in np.flatnonzero(serving).tolist():
        a, b = begin[edge], end[edge]
        ways.setdefault(a, []).append((edge, b))
        ways.setdefault(b, []).append((edge, a))
    roots = grid.sources.node.tolist()
    seen, twice = {root: root for root in roots}, len(set(roots)) < len(roots)
    used: set[int] = set()
    queue = deque(roots)
    while queue:
        node = queue.popleft()
        for edge, there in ways.get(node, []):
            if edge in used:
                continue
            used.add(edge)
            twice = twice or there in seen
            if there not in seen:
                seen[there] = seen[node]
                queue.append(there)
    return seen, twice


def bypasses(grid: Grid) -> Bool:
    """Return the switches between nodes that lines and transformers join as well, shape (switches,)."""
    top = list(range(len(grid.nodes)))

    def first(node: int) -> int:
        while top[node] != node:
            node = top[node] = top[top[node]]
        return node

    switches = range(grid.switch_edges.start, grid.switch_edges.stop)
    for edge, (a, b) in enumerate(zip(grid.edge_from.tolist(), grid.edge_to.tolist(), strict=True)):
        if edge not in switches:
            top[first(a)] = first(b)
    ends = zip(grid.switches.from_node.tolist(), grid.switches.to_node.tolist(), strict=True)
    return np.array([first(a) == first(b) for a, b in ends], np.bool_)


def walk(
    grid: Grid,
    plan: Plan,
    edges: Int64,
    *,
    closed: Bool | None = None,
    before: Bool | None = None,
    limits: Limits | None = None,
) -> Flow:
    """Assert that each state on the way is sound; return the last one's power flow.

    ``closed``: the switches that the plan was asked for. ``before``: those before the fault, if others.
    """
    limits = limits or Limits()
    bare = replace(grid, generators=Generators.none())
    now = (grid.switches.closed if closed is None else closed).copy()
    lived = bare.edges_in_service(now if before is None else before)
    before_fault = flow(bare, lived)
    idle = set(np.flatnonzero(before_fault.u_pu == 0).tolist())
    alive = before_fault.u_pu > 0
    low = np.where(alive, np.minimum(before_fault.u_pu, limits.u_min_pu), limits.u_min_pu)
    high = np.maximum(before_fault.u_pu, limits.u_max_pu)
    beside = bypasses(grid)
    most = np.fmax(np.nan_to_num(before_fault.loading), limits.loading)
    hurt = set(grid.edge_from[edges].tolist()) | set(grid.edge_to[edges].tolist())
    now[list(plan.tripped)] = False
    seen, _ = reach(bare, bare.edges_in_service(now, edges))
    assert not seen & hurt, "protection has not parted the fault from all sources"
    found = flow(bare, bare.edges_in_service(now, edges))
    last = now.copy()
    for step in plan.steps:
        last[step.switch] = step.close
    moved = [step.switch for step in plan.steps]
    ends = {*grid.switches.from_node[moved].tolist(), *grid.switches.to_node[moved].tolist()}
    at_end, _ = fed_by(bare, bare.edges_in_service(last, edges))
    touched = {at_end[node] for node in ends if node in at_end}
    minute = 0.0
    for step in plan.steps:
        assert now[step.switch] != step.close, "a step that changes nothing"
        if grid.switches.kind[step.switch] == SwitchKind.DISCONNECTOR:
            ends = {int(grid.switches.from_node[step.switch]), int(grid.switches.to_node[step.switch])}
            assert not ends & seen, "a disconnector is moved with voltage on it"
        now[step.switch] = step.close
        serving = bare.edges_in_service(now, edges)
        _, twice = reach(bare, bare.edges_in_service(now & ~beside, edges))
        assert not twice, "a loop"
        source_of, _ = fed_by(bare, serving)
        seen = set(source_of)
        assert not seen & idle, "voltage on what had none before the fault"
        assert not seen & hurt, "voltage on what is hurt"
        found = flow(bare, serving)
        alive = found.u_pu > 0
        assert set(np.flatnonzero(alive).tolist()) == seen
        assert (found.u_pu >= low - 1e-5)[alive].all(), "voltage too low"
        assert (found.u_pu <= high + 1e-5).all(), "voltage too high"
        assert (np.nan_to_num(found.loading) <= most + 1e-5).all(), "overload"
        fed = np.isin(grid.loads.node, list(seen))
        assert step.customers == np.maximum(grid.loads.customers, 0)[fed].sum()
        assert step.loading_max <= np.nan_to_num(found.loading).max() + 1e-6
        own = np.isin(grid.edge_from, [node for node, source in source_of.items() if source in touched])
        assert step.loading_max >= np.nan_to_num(found.loading)[own].max(initial=0.0) - 1e-6
        assert step.u_min_pu >= found.u_pu[alive].min(initial=np.inf) - 1e-6 or not alive.any()
        assert step.minute > minute
        minute = step.minute
    fed = np.isin(grid.loads.node, list(seen))
    assert sorted(plan.dark.tolist()) == np.flatnonzero(~fed).tolist()
    assert set(plan.restored.tolist()) <= set(np.flatnonzero(fed).tolist())
    assert plan.weight <= plan.bound * (1 + 1e-9)
    assert 0 <= plan.gap <= 1
    return found
