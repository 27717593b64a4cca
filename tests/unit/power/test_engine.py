"""Power flow: a line worked by hand, dead islands, loads beyond what the grid can carry."""

import math
from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.messages import LANGUAGES, message
from luylau.power.engine import NoSolution, flow
from luylau.power.model import Grid, Sources
from tests.unit.power.grids import lines, loads, nodes, ring, sources, transformer


def two_nodes(p_w: float, q_var: float, r_ohm: float = 2.0, x_ohm: float = 3.0) -> Grid:
    return Grid(
        name="two",
        nodes=nodes(2),
        lines=lines([("a", 0, 1)], r_ohm=r_ohm, x_ohm=x_ohm),
        sources=sources(0),
        loads=loads([1], [p_w], [q_var]),
    )


def test_one_line_worked_by_hand() -> None:
    """|V2| solves V2^4 - (V1^2 - 2(RP + XQ)) V2^2 + (P^2 + Q^2)(R^2 + X^2) = 0.

    Powers are of three phases, voltages line to line.
    """
    p, q, r, x, v1 = 3e6, 1e6, 2.0, 3.0, 22_000.0
    half = (v1**2 - 2 * (r * p + x * q)) / 2
    v2 = math.sqrt(half + math.sqrt(half**2 - (p**2 + q**2) * (r**2 + x**2)))
    found = flow(two_nodes(p, q))
    assert found.u_pu[1] * 22_000 == pytest.approx(v2, rel=1e-9)
    current = math.hypot(p, q) / (math.sqrt(3) * v2)
    assert found.i_a[0] == pytest.approx(current, rel=1e-9)
    assert found.loading[0] == pytest.approx(current / 300, rel=1e-9)
    assert found.losses_w == pytest.approx(3 * r * current**2, rel=1e-9)
    assert found.p_source_w[0] == pytest.approx(p + 3 * r * current**2, rel=1e-9)


def test_switches_carry_without_loss() -> None:
    found = flow(ring())
    assert found.u_pu[0] == pytest.approx(found.u_pu[1], abs=1e-12)
    assert found.u_pu[2] == pytest.approx(found.u_pu[3], abs=1e-12)
    assert found.u_pu[4] < found.u_pu[3] < 1
    assert np.isnan(found.i_a[3:]).all()


def test_what_no_source_reaches_is_dead() -> None:
    grid = ring()
    found = flow(grid, grid.edges_in_service(out=np.array([0])))
    assert np.flatnonzero(~found.energised).tolist() == [2, 3, 4]
    assert found.u_pu[[2, 3, 4]].tolist() == [0, 0, 0]
    assert found.i_a[[0, 1]].tolist() == [0, 0]


def test_a_load_beyond_the_line_has_no_solution() -> None:
    with pytest.raises(NoSolution) as caught:
        flow(two_nodes(2e8, 1e8))
    assert caught.value.key == "power-flow-diverges"


def test_a_grid_that_the_engine_does_not_take_is_no_load_beyond_it() -> None:
    grid = two_nodes(1e6, 0.0)
    grid.nodes.u_rated_v[1] = 22_200.0
    with pytest.raises(NoSolution) as caught:
        flow(grid)
    assert caught.value.key == "power-flow-input-refused"
    for language in LANGUAGES:
        assert "line" in message(language, caught.value.key, caught.value.fields)
        assert message(language, caught.value.key, part="remedy")


def test_without_a_source_all_is_dead() -> None:
    found = flow(replace(ring(), sources=Sources.none()))
    assert found.u_pu.tolist() == [0] * 7
    assert found.i_a[:3].tolist() == [0] * 3
    assert (found.losses_w, len(found.p_source_w)) == (0, 0)


def test_a_grid_of_nothing_has_a_flow_of_nothing() -> None:
    found = flow(Grid(name="", nodes=nodes(0)))
    assert (len(found.u_pu), len(found.i_a), found.losses_w) == (0, 0, 0)


def test_a_transformer_lets_its_voltage_drop_with_the_load() -> None:
    made = nodes(2)
    made.u_rated_v[1] = 400.0
    grid = Grid(
        name="station",
        nodes=made,
        transformers=transformer(0, 1, u_hv_v=22_000.0, u_lv_v=400.0, s_va=400e3),
        sources=sources(0),
        loads=loads([1], [300e3], [100e3]),
    )
    found = flow(grid)
    assert 0.95 < found.u_pu[1] < 1
    assert found.loading[0] == pytest.approx(math.hypot(300e3, 100e3) / 400e3, abs=0.03)
    # p0 and the copper loss of three quarters of the rated load
    assert found.losses_w == pytest.approx(300 + 3_000 * (math.hypot(300, 100) / 400) ** 2, rel=0.08)
