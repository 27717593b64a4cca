"""Plans of restoration against brute force on small grids, and walked through again on published networks."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from luylau.power.engine import NoSolution, flow
from luylau.power.model import Grid
from luylau.power.restoration import Limits, Weights, restore
from luylau.power.restoration.bound import bound
from luylau.power.restoration.search import reachable, sealed
from luylau.power.restoration.situation import situation
from tests.support.matpower_cases import rated, read
from tests.support.restoration_walk import bypasses, reach, walk
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
    before, beside = flow(grid), bypasses(grid)
    high = np.maximum(before.u_pu, 1.1)
    low = np.where(before.u_pu > 0, np.minimum(before.u_pu, 0.9), 0.9)
    most = np.fmax(np.nan_to_num(before.loading), 1.0)
    best = 0.0
    for state in product([False, True], repeat=len(grid.switches)):
        if (np.array(state) != grid.switches.closed)[beside].any():
            continue
        serving = grid.edges_in_service(np.array(state), edges)
        seen, _ = reach(grid, serving)
        _, twice = reach(grid, grid.edges_in_service(np.array(state) & ~beside, edges))
        fed = np.isin(grid.loads.node, list(seen))
        won = float(weight[fed & ~kept].sum())
        if twice or seen & hurt or not fed[kept].all() or won <= best:
            continue
        try:
            found = flow(grid, serving)
        except NoSolution:
            continue
        alive = found.u_pu > 0
        if (
            (found.u_pu >= low - 1e-6)[alive].all()
            and (found.u_pu <= high + 1e-6).all()
            and (np.nan_to_num(found.loading) <= most + 1e-6).all()
        ):
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
        assert plan.weight >= first.weight
        assert plan.bound <= first.bound


def test_the_linear_state_alone_would_overload() -> None:
    """Why each state is checked by a full power flow: what linear DistFlow allows may break limits in AC."""
    grid = three_feeders(tie_r_ohm=1.0)
    edges = np.array([4])
    lost, _ = sealed(situation(grid, edges), situation(grid, edges).usable)
    closed = grid.switches.closed.copy()
    closed[[1, 5]] = True, False
    carried = flow(grid, grid.edges_in_service(closed, edges))
    # The first line carries all that comes back, but for what is lost on the way.
    grid.lines.i_rated_a[0] = carried.i_a[0] * 0.9995
    case = situation(grid, edges)
    found = bound(case, lost, 5.0)
    assert found is not None
    assert found.closed is not None
    assert found.weight == pytest.approx(case.weight[~case.lit & ~lost].sum())
    assert case.excess(case.solve(found.closed)) > 0
    plan = restore(grid, edges, seconds=1.0, most=1)[0]
    walk(grid, plan, edges)
    assert plan.weight < found.weight


def three_feeders(
    *, tie_r_ohm: float = 4.0, tap_pu: float = 0.0, u_ref_pu: tuple[float, float] = (1.0, 1.0)
) -> Grid:
    """A feeder that must help another, which ends in three parts, one of them behind a transformer::

    n0 ─b─ n1 ══l══ n2 ╌tie╌ n3 ══lr══ n4 ─sa─ n5 =transformer= n6
                                       ├─sb─ n7 ══ n8
    n11 ─head─ n12 ══l0 (fails)══ n13 ─s─ n3      ╰─sc─ n9 ══ n10
    """
    names = [
        ("b", 0, 1), ("tie", 2, 3), ("sa", 4, 5), ("sb", 4, 7), ("sc", 4, 9), ("s", 13, 3), ("head", 11, 12),
    ]  # fmt: skip
    lines = grids.lines(
        [("l", 1, 2), ("lr", 3, 4), ("lB", 7, 8), ("lC", 9, 10), ("l0", 12, 13)],
        r_ohm=0.1, x_ohm=0.1, i_rated_a=1_000.0,
    )  # fmt: skip
    lines.r_ohm[0] = lines.x_ohm[0] = tie_r_ohm
    transformers = replace(
        grids.transformer(5, 6, u_hv_v=22_000.0, u_lv_v=22_000.0, s_va=20e6),
        tap_pu=np.array([tap_pu]), clock=np.array([0], np.int8), pk_w=np.array([3e4]),
    )  # fmt: skip
    grid = Grid(
        name="three parts",
        nodes=grids.nodes(14),
        lines=lines,
        transformers=transformers,
        switches=grids.switches(names, [True, False] + [True] * 5),
        sources=replace(grids.sources(0, 11), u_ref_pu=np.array(u_ref_pu)),
        loads=grids.loads([2, 6, 8, 10], [2e5, 6e6, 3e6, 3e6], [1e5, 2e6, 1e6, 1e6]),
    )
    grid.loads.customers[:] = [10, 1_000, 300, 300]
    return grid


def test_a_voltage_that_only_the_linear_flow_finds_too_high_does_not_lower_the_bound() -> None:
    grid = three_feeders(tap_pu=-0.1605, u_ref_pu=(1.0, 0.93))
    grid.lines.i_rated_a[0] = 215.0
    edges = np.array([4])
    plan = restore(grid, edges, seconds=2.0, most=1)[0]
    walk(grid, plan, edges)
    best = best_by_hand(grid, 4)
    assert best == pytest.approx(1_060)
    assert plan.bound >= best * (1 - 1e-9)


def test_behind_a_transformer_that_raises_the_voltage_a_line_carries_more() -> None:
    """n0 ─b─ n1 =transformer= n2 ══l══ n3 ╌tie╌ n4 ══lr══ n5, and n6 ─head─ n7 ══l0 (fails)══ n8 ─s─ n4."""
    lines = grids.lines([("l", 2, 3), ("lr", 4, 5), ("l0", 7, 8)], r_ohm=0.02, x_ohm=0.02)
    transformers = replace(
        grids.transformer(1, 2, u_hv_v=22_000.0, u_lv_v=22_000.0, s_va=50e6),
        tap_pu=np.array([-0.09]), clock=np.array([0], np.int8), uk_pu=np.array([0.02]),
        pk_w=np.array([1e4]), p0_w=np.zeros(1), i0_pu=np.zeros(1),
    )  # fmt: skip
    names = [("b", 0, 1), ("tie", 3, 4), ("head", 6, 7), ("s", 8, 4)]
    grid = Grid(
        name="raised",
        nodes=grids.nodes(9),
        lines=lines,
        transformers=transformers,
        switches=grids.switches(names, [True, False, True, True]),
        sources=grids.sources(0, 6),
        loads=grids.loads([2, 5], [1e3, 6e6], [0.0, 0.0]),
    )
    # At 1.1 times its rated voltage the line carries what it could not at 1.0: 6 MW are 157 A there.
    grid.lines.i_rated_a[0] = 147.0
    limits, edges = Limits(u_max_pu=1.5), np.array([2])
    case = situation(grid, edges, limits=limits)
    lost, _ = sealed(case, case.usable)
    plan = restore(grid, edges, limits=limits, seconds=0, most=1)[0]
    walk(grid, plan, edges, limits=limits)
    assert plan.weight == pytest.approx(160)
    found = bound(case, lost, 5.0)
    assert found is not None
    assert found.weight >= 160 * (1 - 1e-9)


def test_a_bypass_carries_what_the_line_beside_it_cannot() -> None:
    """The neighbour's first line is rated for its own load, but a closed switch stands beside it."""
    town = three_feeders()
    town.lines.i_rated_a[0] = 1.0
    switches = town.switches.take(np.array([*range(7), 0]))
    switches = replace(
        switches, id=(*town.switches.id, "bypass"),
        from_node=np.array([*town.switches.from_node, 1]), to_node=np.array([*town.switches.to_node, 2]),
    )  # fmt: skip
    grid = replace(town, switches=switches)
    edges = np.array([4])
    case = situation(grid, edges)
    lost, _ = sealed(case, case.usable)
    plan = restore(grid, edges, seconds=0, most=1)[0]
    walk(grid, plan, edges)
    found = bound(case, lost, 5.0)
    assert found is not None
    assert plan.weight > 1_000
    assert found.weight >= plan.weight * (1 - 1e-9)


@pytest.mark.parametrize("seed", [1, 6, 23])
def test_loads_that_give_power_leave_the_bound_at_what_switches_reach(seed: int) -> None:
    grid = random_grid(seed)
    draw = np.random.default_rng(seed + 1_000)
    grid.loads.p_w[draw.integers(0, 7, 2)] = -draw.uniform(5e5, 2e6, 2)
    case = situation(grid, np.array([2]))
    lost, _ = sealed(case, case.usable)
    plan = restore(grid, np.array([2]), seconds=1.0, most=1)[0]
    walk(grid, plan, np.array([2]))
    assert plan.bound == pytest.approx(reachable(case, lost))
    assert plan.bound >= best_by_hand(grid, 2) * (1 - 1e-9)


def varied_grid(seed: int) -> Grid:
    """Return three feeders of two or three zones with five ties between them: sources above 1 pu, a
    transformer off its middle tap in front of a load, a switch beside a line, tightly rated."""
    draw = np.random.default_rng(seed)
    above = [(0, 3), (3, 4), (1, 5), (5, 6), (2, 7), (7, 8)]
    ties = [(3, 5), (4, 6), (6, 8), (5, 7), (4, 8)]
    names = [(f"s{b}", 2 * a + 1, 2 * b) for a, b in above]
    names += [(f"t{number}", 2 * a + 1, 2 * b + 1) for number, (a, b) in enumerate(ties)]
    bypassed = int(draw.integers(3, 9))
    names.append(("bypass", 2 * bypassed, 2 * bypassed + 1))
    behind = int(draw.integers(3, 9))
    transformers = replace(
        grids.transformer(2 * behind + 1, 18, u_hv_v=22_000.0, u_lv_v=22_000.0, s_va=4e6),
        tap_pu=draw.uniform(-0.08, 0.08, 1), clock=np.array([0], np.int8), pk_w=np.array([3e4]),
    )  # fmt: skip
    at = [2 * zone + 1 for zone in range(3, 9)]
    at[behind - 3] = 18
    grid = Grid(
        name="varied",
        nodes=grids.nodes(19),
        lines=grids.lines([(f"l{zone}", 2 * zone, 2 * zone + 1) for zone in range(9)], r_ohm=1.5, x_ohm=1.0),
        switches=grids.switches(names, [True] * 6 + [False] * 5 + [bool(seed % 2)]),
        transformers=transformers,
        sources=replace(grids.sources(0, 2, 4), u_ref_pu=draw.uniform(0.98, 1.07, 3)),
        loads=grids.loads(at, draw.uniform(5e5, 2e6, 6).tolist(), draw.uniform(1e5, 5e5, 6).tolist()),
    )
    grid.loads.customers[:] = draw.integers(20, 400, 6)
    i_a = np.nan_to_num(flow(grid).i_a[: len(grid.lines)])
    grid.lines.i_rated_a[:] = np.maximum(draw.uniform(1.1, 1.7) * i_a, 60.0)
    return grid


@pytest.mark.parametrize("seed", range(12))
def test_three_sources_taps_and_a_bypass(seed: int) -> None:
    grid = varied_grid(seed)
    fault = 3 + 2 * (seed % 3)
    edges = np.array([fault])
    plans = [*restore(grid, edges, seconds=0), *restore(grid, edges, seconds=5.0, most=1)]
    best = best_by_hand(grid, fault)
    for plan in plans:
        walk(grid, plan, edges)
        assert plan.weight <= best * (1 + 1e-9)
        assert plan.bound >= best * (1 - 1e-9)
