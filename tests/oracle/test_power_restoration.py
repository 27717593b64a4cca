"""Plans of restoration against brute force on small grids, and walked through again on published networks."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from luylau.power.engine import NoSolution, flow
from luylau.power.model import Grid
from luylau.power.restoration import Limits, Weights, restore
from luylau.power.restoration.bound import bound
from luylau.power.restoration.search import sealed
from luylau.power.restoration.situation import situation
from tests.support.matpower_cases import rated, read
from tests.support.restoration_walk import reach, walk
from tests.unit.power import grids


def random_grid(seed: int, c_f: float = 0.0) -> Grid:
    """Return two short feeders of five zones with four ties at random places, tightly rated."""
    draw = np.random.default_rng(seed)
    # Zone k has the nodes 2k, where its switch ends, and 2k + 1 with its load; zones 0 and 1 are sources.
    parents = [0, 2, 3, 3, 1, 6, 7]
    lines = grids.lines([(f"l{zone}", 2 * zone, 2 * zone + 1) for zone in range(9)], r_ohm=1.5, x_ohm=1.0)
    switches = [(f"s{zone}", 2 * above + 1, 2 * zone) for zone, above in enumerate(parents, start=2)]
    ties = [
        (f"t{number}", 2 * int(draw.integers(2, 6)) + 1, 2 * int(draw.integers(6, 9)) + 1)
        for number in range(3)
    ]
    grid = Grid(
        name="random",
        nodes=grids.nodes(18),
        lines=lines,
        switches=grids.switches(switches + ties, [True] * 7 + [False] * 3),
        sources=grids.sources(0, 2),
        loads=grids.loads(
            [2 * zone + 1 for zone in range(2, 9)],
            draw.uniform(5e5, 2e6, 7).tolist(),
            draw.uniform(1e5, 5e5, 7).tolist(),
        ),
    )
    grid.lines.c_f[:] = c_f
    grid.loads.customers[:] = draw.integers(20, 400, 7)
    i_a = np.nan_to_num(flow(grid).i_a[: len(grid.lines)])
    grid.lines.i_rated_a[:] = np.maximum(1.6 * i_a, 80.0)
    return grid


def best_by_hand(grid: Grid, fault: int) -> float:
    """Return the most weight that any state of the switches brings back without taking power from others."""
    edges = np.array([fault])
    weight = Weights().of(grid)
    case = situation(grid, edges)
    lit = set(np.flatnonzero(case.lit[case.zone]).tolist())
    kept = np.isin(grid.loads.node, list(lit))
    hurt = set(grid.edge_from[edges].tolist()) | set(grid.edge_to[edges].tolist())
    before = flow(grid)
    low = np.where(before.u_pu > 0, np.minimum(before.u_pu, 0.9), 0.9)
    most = np.fmax(np.nan_to_num(before.loading), 1.0)
    best = 0.0
    for state in product([False, True], repeat=len(grid.switches)):
        serving = grid.edges_in_service(np.array(state), edges)
        seen, twice = reach(grid, serving)
        fed = np.isin(grid.loads.node, list(seen))
        won = float(weight[fed & ~kept].sum())
        if twice or seen & hurt or not fed[kept].all() or won <= best:
            continue
        try:
            found = flow(grid, serving)
        except NoSolution:
            continue
        alive = found.u_pu > 0
        if (found.u_pu >= low - 1e-6)[alive].all() and (np.nan_to_num(found.loading) <= most + 1e-6).all():
            best = won
    return best


@pytest.mark.parametrize(
    ("seed", "c_f"), [*((seed, 0.0) for seed in range(8)), (1, 4e-6), (2, 4e-6), (3, 4e-6)]
)
def test_nothing_that_brute_force_finds_beats_the_bound_and_the_plan_reaches_it(
    seed: int, c_f: float
) -> None:
    grid = random_grid(seed, c_f)
    fault = 2
    best = best_by_hand(grid, fault)
    first = restore(grid, np.array([fault]), seconds=0, most=1)[0]
    plan = restore(grid, np.array([fault]), seconds=5.0, most=1)[0]
    for one in (first, plan):
        walk(grid, one, np.array([fault]))
        assert one.weight <= best * (1 + 1e-9)
        assert one.bound >= best * (1 - 1e-9)
    assert plan.weight == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("name", ["33bw", "136ma"])
def test_plans_for_single_faults_of_published_networks_hold_step_by_step(name: str) -> None:
    grid = rated(read(name))
    for fault in np.flatnonzero(grid.switches.closed).tolist()[::6]:
        for plan in restore(grid, np.array([fault]), seconds=0):
            walk(grid, plan, np.array([fault]))


def test_a_plan_that_the_solver_has_a_hand_in_holds_as_well() -> None:
    grid = rated(read("33bw"))
    for fault in (2, 4, 21):
        first = restore(grid, np.array([fault]), seconds=0, most=1)[0]
        plan = restore(grid, np.array([fault]), seconds=3.0, most=1)[0]
        walk(grid, plan, np.array([fault]))
        assert plan.weight > first.weight
        assert plan.bound <= first.bound


def test_the_linear_state_alone_would_overload() -> None:
    """Why each state is checked by a full power flow: what linear DistFlow allows may break limits in AC."""
    grid = rated(read("33bw"))
    tight = replace(grid, lines=replace(grid.lines, i_rated_a=grid.lines.i_rated_a * 0.8))
    broken = 0
    for fault in (2, 21, 24):
        case = situation(tight, np.array([fault]), limits=Limits(u_min_pu=0.92))
        lost, _ = sealed(case, case.usable)
        found = bound(case, lost, 0.4)
        assert found is not None
        if found.closed is not None and case.envelope.excess(case.solve(found.closed)) > 0:
            broken += 1
        plan = restore(tight, np.array([fault]), limits=Limits(u_min_pu=0.92), seconds=0.6, most=1)[0]
        walk(tight, plan, np.array([fault]), limits=Limits(u_min_pu=0.92))
    assert broken > 0
