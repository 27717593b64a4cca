"""Radial sweeps against power-grid-model: voltages within 1e-9, currents, losses; N-1 case by case."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandapower as pp
import pandapower.networks as pn
import pytest

from luylau.power import radial
from luylau.power.contingency import n_minus_1, prepare
from luylau.power.engine import flow
from luylau.power.exchange import pandapower_json
from luylau.power.model import Generators, Grid
from luylau.power.topology import trace
from tests.unit.power.grids import lines, loads, nodes, ring, sources, switches, transformer

pytestmark = pytest.mark.filterwarnings("ignore")

NETWORKS: dict[str, Callable[[], pp.pandapowerNet]] = {
    "cigre medium voltage": pn.create_cigre_network_mv,
    "cigre low voltage": pn.create_cigre_network_lv,
    "oberrhein": pn.mv_oberrhein,
    "33 buses": pn.case33bw,
    "four buses": pn.simple_four_bus_system,
    "kerber suburb": pn.create_kerber_vorstadtnetz_kabel_1,
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Grid]:
    def one(name: str) -> Grid:
        file = tmp_path_factory.mktemp("net") / "net.json"
        pp.to_json(NETWORKS[name](), str(file))
        return pandapower_json.read(file)

    return one


def agree(grid: Grid) -> None:
    rooted = radial.tree(grid)
    found, expected = radial.solve(rooted), flow(grid)
    assert found is not None
    assert np.abs(found.u_pu - expected.u_pu).max() < 1e-9
    known = np.isfinite(found.i_a)
    assert known.any()
    # What carries nothing because it is dead or open has no current here and 0 there.
    assert np.nan_to_num(expected.i_a[~known]).max(initial=0) < 1e-6
    assert np.abs(found.i_a - expected.i_a)[known].max() < 1e-5
    assert np.nanmax(np.abs(found.loading - expected.loading)) < 1e-8
    assert found.losses_w == pytest.approx(expected.losses_w, rel=1e-8, abs=1e-3)


@pytest.mark.parametrize("name", NETWORKS)
def test_one_case_is_the_engines(name: str, read: Callable[[str], Grid]) -> None:
    agree(read(name))


def test_many_cases_are_each_the_engines(read: Callable[[str], Grid]) -> None:
    grid = read("oberrhein")
    rooted = radial.tree(grid)
    rng = np.random.default_rng(7)
    scale = rng.uniform(0.2, 1.6, (37, len(grid.loads)))
    p_w, q_var = grid.loads.p_w * scale, grid.loads.q_var * scale
    u_pu = np.empty((37, len(rooted)))
    found = radial.sweeps(rooted, p_w, q_var, u_pu=u_pu)
    assert found.converged.all()
    for case in (0, 15, 16, 36):
        one = replace(grid, loads=replace(grid.loads, p_w=p_w[case], q_var=q_var[case]))
        expected = flow(one)
        alive = rooted.place >= 0
        assert np.abs(u_pu[case][rooted.place] - expected.u_pu)[alive].max() < 1e-9
        assert found.u_min_pu[case] == pytest.approx(expected.u_pu[alive].min(), abs=1e-9)
        assert found.u_max_pu[case] == pytest.approx(expected.u_pu[alive].max(), abs=1e-9)
        assert found.loading_max[case] == pytest.approx(np.nanmax(expected.loading), abs=1e-8)
        assert found.losses_w[case] == pytest.approx(expected.losses_w, rel=1e-7)


def test_a_transformer_fed_from_its_low_side_a_turn_of_phase_and_a_generator() -> None:
    grid = Grid(
        name="upward",
        nodes=replace(nodes(4), u_rated_v=np.array([400.0, 400.0, 22_000.0, 22_000.0])),
        lines=replace(
            lines([("a", 0, 1), ("b", 2, 3)]), r_ohm=np.array([0.001, 0.5]), x_ohm=np.array([0.001, 0.4])
        ),
        transformers=replace(
            transformer(2, 1, u_hv_v=22_500.0, u_lv_v=410.0, s_va=1e6), tap_pu=np.array([0.025])
        ),
        sources=sources(0, sk_va=5e7),
        loads=loads([3, 1], [2e5, 1e5], [5e4, 1e4]),
        generators=Generators(id=("g",), node=np.array([3]), p_w=np.array([9e4]), q_var=np.array([1e4])),
    )
    agree(grid)


def test_what_a_closed_switch_bridges_carries_nothing() -> None:
    grid = Grid(
        name="bridged",
        nodes=nodes(3),
        lines=lines([("a", 0, 1), ("b", 1, 2)]),
        switches=switches([("s", 0, 1)], [True]),
        sources=sources(0),
        loads=loads([2], [1e6], [1e5]),
    )
    agree(grid)
    alone = flow(replace(grid, switches=grid.switches.take(np.empty(0, np.int64))))
    found = flow(grid)
    assert found.u_pu[1] == found.u_pu[0] == pytest.approx(1)
    assert found.u_pu[2] > alone.u_pu[2]
    assert found.i_a[0] == 0


def test_a_load_beyond_what_the_grid_carries_is_told_apart() -> None:
    grid = ring()
    rooted = radial.tree(grid)
    scale = np.array([[1.0], [1e3], [2.0]])
    found = radial.sweeps(rooted, grid.loads.p_w * scale, grid.loads.q_var * scale)
    assert found.converged.tolist() == [True, False, True]
    assert np.isnan(found.u_min_pu[1])
    twice = replace(grid, loads=replace(grid.loads, p_w=grid.loads.p_w * 2, q_var=grid.loads.q_var * 2))
    assert found.u_min_pu[2] == pytest.approx(flow(twice).u_pu.min(), abs=1e-9)


def test_a_loop_and_two_sources_on_one_island_are_no_tree() -> None:
    grid = ring()
    with pytest.raises(radial.NotRadial):
        radial.tree(grid, grid.edges_in_service(np.ones(4, np.bool_)))
    with pytest.raises(radial.NotRadial):
        radial.tree(replace(grid, sources=sources(0, 4)))


@pytest.mark.parametrize("name", ["oberrhein", "cigre medium voltage", "kerber suburb"])
def test_n_minus_1_is_the_engines_case_by_case(name: str, read: Callable[[str], Grid]) -> None:
    grid = read(name)
    found = n_minus_1(prepare(grid))
    base = trace(grid, grid.edges_in_service())
    assert len(found) > 10
    for row in np.random.default_rng(3).choice(len(found), min(len(found), 40), replace=False).tolist():
        out = grid.edges_in_service(out=found.edge[row : row + 1])
        left = flow(grid, out)
        dark = base.energised & ~left.energised
        assert found.p_w[row] == pytest.approx(grid.loads.p_w[dark[grid.loads.node]].sum())
        assert found.customers[row] == np.maximum(grid.loads.customers, 0)[dark[grid.loads.node]].sum()
        assert found.converged[row]
        island = trace(grid, out).root == base.root[grid.edge_from[found.edge[row]]]
        inner = island[grid.edge_from] & island[grid.edge_to] & out
        # Of the second order: half of a substation's load may go.
        most = np.nan_to_num(left.loading)[inner].max(initial=0.0)
        assert found.loading_max[row] == pytest.approx(most, abs=2e-3)
        # Feeders that are not hit follow to the first order: some 1e-5 where a large load goes.
        assert found.u_min_pu[row] == pytest.approx(left.u_pu[island].min(), abs=1e-4)
        assert found.u_max_pu[row] == pytest.approx(left.u_pu[island].max(), abs=1e-4)


def test_what_a_transformer_carries_in_a_feeder_that_is_not_hit() -> None:
    """Four feeders of 30 sections below one transformer; at the end of each a transformer that carries more
    for its rating than any line. When a neighbour goes and the voltage rises, it draws less current, but the
    same power."""
    count, feeders = 30, 4
    edges: list[tuple[str, int, int]] = []
    at: list[int] = []
    p_w: list[float] = []
    for feeder in range(feeders):
        first = 2 + feeder * count
        edges += [
            (f"l{feeder}-{one}", 1 if one == 0 else first + one - 1, first + one) for one in range(count)
        ]
        at += range(first, first + count)
        p_w += [2e5 if feeder == 0 else 5e4] * count
    many = 2 + feeders * count
    one = transformer(0, 1, u_hv_v=110_000.0, u_lv_v=22_000.0, s_va=40e6)
    rows = one.take(np.zeros(feeders + 1, np.int64))
    transformers = replace(
        rows,
        id=("main", *(f"end {feeder}" for feeder in range(feeders))),
        hv_node=np.array([0, *(1 + (feeder + 1) * count for feeder in range(feeders))]),
        lv_node=np.array([1, *(many + feeder for feeder in range(feeders))]),
        u_hv_v=np.array([110_000.0, *[22_000.0] * feeders]),
        u_lv_v=np.array([22_000.0, *[400.0] * feeders]),
        s_rated_va=np.array([40e6, *[4e5] * feeders]),
        uk_pu=np.array([0.12, *[0.04] * feeders]),
    )
    u_rated_v = np.array([110_000.0, *[22_000.0] * (many - 1), *[400.0] * feeders])
    grid = Grid(
        name="four feeders",
        nodes=replace(nodes(many + feeders), u_rated_v=u_rated_v),
        lines=lines(edges, r_ohm=0.05, x_ohm=0.05, i_rated_a=600.0),
        transformers=transformers,
        sources=sources(0, sk_va=2e8),
        loads=loads(
            [*at, *range(many, many + feeders)],
            [*p_w, *[3.2e5 + 1e3 * feeder for feeder in range(feeders)]],
            [0.3 * one for one in p_w] + [1e5] * feeders,
        ),
    )
    found = n_minus_1(prepare(grid))
    head = int(np.flatnonzero(found.edge == 0)[0])
    left = flow(grid, grid.edges_in_service(out=np.array([0])))
    assert flow(grid).u_pu[1] < left.u_pu[1] - 0.005
    assert int(np.nanargmax(left.loading)) >= len(grid.lines) + 1
    assert found.loading_max[head] == pytest.approx(np.nanmax(left.loading), abs=1e-4)
    assert found.customers[head] == 100 * (count + 1)
