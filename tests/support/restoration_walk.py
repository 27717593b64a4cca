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
    ways: dict[int, list[tuple[int, int]]] = {}
    for edge in np.flatnonzero(serving).tolist():
        a, b = int(grid.edge_from[edge]), int(grid.edge_to[edge])
        ways.setdefault(a, []).append((edge, b))
        ways.setdefault(b, []).append((edge, a))
    roots = grid.sources.node.tolist()
    seen, twice = set(roots), len(set(roots)) < len(roots)
    used: set[int] = set()
    queue = deque(roots)
    while queue:
        for edge, there in ways.get(queue.popleft(), []):
            if edge in used:
                continue
            used.add(edge)
            twice = twice or there in seen
            if there not in seen:
                seen.add(there)
                queue.append(there)
    return seen, twice


def walk(
    grid: Grid, plan: Plan, edges: Int64, *, closed: Bool | None = None, limits: Limits | None = None
) -> Flow:
    """Assert that each state on the way is sound; return the last one's power flow."""
    limits = limits or Limits()
    bare = replace(grid, generators=Generators.none())
    now = (grid.switches.closed if closed is None else closed).copy()
    before = flow(bare, bare.edges_in_service(now))
    low = np.where(before.u_pu > 0, np.minimum(before.u_pu, limits.u_min_pu), limits.u_min_pu)
    most = np.fmax(np.nan_to_num(before.loading), limits.loading)
    hurt = set(grid.edge_from[edges].tolist()) | set(grid.edge_to[edges].tolist())
    now[list(plan.tripped)] = False
    seen, _ = reach(bare, bare.edges_in_service(now, edges))
    assert not seen & hurt, "protection has not parted the fault from all sources"
    found = flow(bare, bare.edges_in_service(now, edges))
    minute = 0.0
    for step in plan.steps:
        assert now[step.switch] != step.close, "a step that changes nothing"
        if grid.switches.kind[step.switch] == SwitchKind.DISCONNECTOR:
            ends = {int(grid.switches.from_node[step.switch]), int(grid.switches.to_node[step.switch])}
            assert not ends & seen, "a disconnector is moved with voltage on it"
        now[step.switch] = step.close
        serving = bare.edges_in_service(now, edges)
        seen, twice = reach(bare, serving)
        assert not twice, "a loop"
        assert not seen & hurt, "voltage on what is hurt"
        found = flow(bare, serving)
        alive = found.u_pu > 0
        assert set(np.flatnonzero(alive).tolist()) == seen
        assert (found.u_pu >= low - 1e-5)[alive].all(), "voltage too low"
        assert (found.u_pu <= limits.u_max_pu + 1e-5).all(), "voltage too high"
        assert (np.nan_to_num(found.loading) <= most + 1e-5).all(), "overload"
        fed = np.isin(grid.loads.node, list(seen))
        assert step.customers == np.maximum(grid.loads.customers, 0)[fed].sum()
        assert step.loading_max <= np.nan_to_num(found.loading).max() + 1e-6
        assert step.u_min_pu >= found.u_pu[alive].min(initial=np.inf) - 1e-6 or not alive.any()
        assert step.minute > minute
        minute = step.minute
    fed = np.isin(grid.loads.node, list(seen))
    assert sorted(plan.dark.tolist()) == np.flatnonzero(~fed).tolist()
    assert set(plan.restored.tolist()) <= set(np.flatnonzero(fed).tolist())
    assert plan.weight <= plan.bound * (1 + 1e-9)
    assert 0 <= plan.gap <= 1
    return found
