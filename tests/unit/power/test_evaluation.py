"""A state as a whole: by sweeps where they do, by the engine where they do not."""

import math
from dataclasses import replace

import numpy as np
import pytest

from luylau.power import radial
from luylau.power.engine import flow
from luylau.power.evaluation import Evaluation, evaluate
from luylau.power.model import Grid
from luylau.power.topology import adjacency
from tests.unit.power.grids import lines, loads, nodes, ring, sources, transformer


def evaluated(grid: Grid) -> Evaluation:
    return evaluate(grid, grid.edges_in_service(), adjacency(grid))


def at_the_most(share: float) -> Grid:
    """A line that carries a share of the most it can: P is the most where V2^2 is half of V1^2 - 2RP.

    With r = 2 ohm, x = 3 ohm, 22 kV and no reactive power that is P = V1^2 / 2 / (R + sqrt(R^2 + X^2)).
    """
    p_w = share * 22_000.0**2 / 2 / (2 + math.hypot(2, 3))
    return Grid(
        name="",
        nodes=nodes(2),
        lines=lines([("a", 0, 1)], r_ohm=2.0, x_ohm=3.0),
        sources=sources(0),
        loads=loads([1], [p_w], [0.0]),
    )


def test_what_sweeps_do_not_find_the_engine_does() -> None:
    grid = at_the_most(0.995)
    assert radial.solve(radial.tree(grid)) is None, "or this test looks at nothing"
    found = evaluated(grid)
    assert found.solved
    p_w = grid.loads.p_w[0]
    half = (22_000.0**2 - 2 * 2 * p_w) / 2
    by_hand = math.sqrt(half + math.sqrt(half**2 - p_w**2 * 13))
    assert found.u_pu[1] == pytest.approx(by_hand / 22_000, rel=1e-6)
    assert found.losses_w > 0


def test_what_nobody_finds_is_not_solved() -> None:
    found = evaluated(at_the_most(1.005))
    assert not found.solved
    assert np.isnan(found.u_pu).all()


@pytest.mark.parametrize("uk_pu", [2.14 / 100, 2.21 / 100, 0.05])
@pytest.mark.parametrize("s_va", [100e3, 400e3])
def test_a_transformer_that_is_all_resistance(uk_pu: float, s_va: float) -> None:
    """uk = pk / s leaves no reactance; by rounding the difference of the squares is below 0 for the first
    two."""
    grid = Grid(
        name="",
        nodes=replace(nodes(2), u_rated_v=np.array([22_000.0, 400.0])),
        transformers=replace(
            transformer(0, 1, u_hv_v=22_000.0, u_lv_v=400.0, s_va=s_va),
            uk_pu=np.array([uk_pu]),
            pk_w=np.array([uk_pu * s_va]),
        ),
        sources=sources(0),
        loads=loads([1], [2e4], [1e3]),
    )
    solved = radial.solve(radial.tree(grid))
    assert solved is not None
    assert solved.u_pu == pytest.approx(flow(grid).u_pu, abs=1e-9)


def test_of_two_sources_at_one_node_the_first_of_them_is_named() -> None:
    with pytest.raises(radial.NotRadial) as caught:
        radial.tree(replace(ring(), sources=sources(6, 0, 1)))
    assert caught.value.fields["at"] == "source0", "0 and 1 are joined by a closed switch"
