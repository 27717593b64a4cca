"""Storm scenarios on a chain worked by hand; what is no scenario."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.model import SwitchKind
from luylau.power.radial import NotRadial
from luylau.power.scenarios import Cases, assess, dark, draw, feeder_out, zones
from tests.unit.power.grids import ring
from tests.unit.power.storm_grids import chain

A, B, C, HEAD, RECLOSER, LOAD_BREAK = range(6)


def failed(*sets: tuple[int, ...]) -> Cases:
    mask = np.zeros((len(sets), 6), np.bool_)
    for row, edges in enumerate(sets):
        mask[row, list(edges)] = True
    return Cases.of(mask)


def test_a_fault_opens_the_nearest_device_that_can_clear_it() -> None:
    known = zones(chain())
    # The load-break switch clears nothing; a device's own fault is cleared above, the head's by the source.
    assert known.device.tolist() == [HEAD, RECLOSER, RECLOSER, -1, HEAD, RECLOSER]


def test_what_each_fault_costs() -> None:
    found = assess(zones(chain()), failed((), (A,), (B,), (C,), (B, C), (A, C), (RECLOSER,), (HEAD,)))
    assert found.customers.tolist() == [0, 600, 500, 500, 500, 600, 600, 600]
    assert found.p_w == pytest.approx(np.array([0, 6, 5, 5, 5, 6, 6, 6]) * 1e5)
    assert found.critical[1].tolist() == [0, 1, 1, 1]
    assert found.critical[2].tolist() == [0, 0, 1, 1]
    # A feeder whose recloser has opened is not out; one whose source is dead is.
    assert found.feeders[:, 0].tolist() == [0, 1, 0, 0, 0, 1, 1, 1]
    assert found.feeders[:, 1].tolist() == [0] * 8
    assert found.dark == pytest.approx(np.array([1, 4, 4, 7, 7, 7, 7]) / 8)


def test_shares_of_feeders() -> None:
    grid = chain()
    known = zones(grid)
    found = assess(known, failed((), (A,), (B,), (C,)))
    assert feeder_out(known, found).tolist() == [0.25]


def test_an_open_tie_neither_helps_nor_harms() -> None:
    grid = ring()
    known = zones(grid)
    mask = np.zeros((2, grid.edge_count), np.bool_)
    mask[0, grid.edge_ids.index("tie")] = True
    mask[1, grid.edge_ids.index("c")] = True
    found = assess(known, Cases.of(mask))
    # No breaker stands in that grid, so a fault trips the source.
    assert found.customers.tolist() == [0, 300]
    assert dark(known, Cases.of(mask)).sum(axis=1).tolist() == [0, 7]


def test_the_same_seed_draws_the_same_and_pieces_keep_their_cases() -> None:
    chance = np.full(6, 0.3)
    first, again, other = draw(chance, 500, 1), draw(chance, 500, 1), draw(chance, 500, 2)
    assert np.array_equal(first.edge, again.edge)
    assert not np.array_equal(first.start, other.start)
    piece = first.piece(100, 110)
    assert len(piece) == 10
    assert piece.edge.tolist() == first.edge[first.start[100] : first.start[110]].tolist()
    assert draw(np.zeros(6), 5, 1).start.tolist() == [0] * 6


def test_what_is_no_scenario_is_refused() -> None:
    for wrong in (np.nan, -0.1, 1.1):
        with pytest.raises(BadInput) as bad:
            draw(np.array([0.5, wrong]), 10, 1)
        assert bad.value.key == "storm-probability-wrong"
    with pytest.raises(BadInput) as none:
        draw(np.array([0.5]), 0, 1)
    assert none.value.key == "storm-cases-none"
    beyond = Cases(start=np.array([0, 1]), edge=np.array([6]))
    for asked in (assess, dark):
        with pytest.raises(BadInput) as unknown:
            asked(zones(chain()), beyond)
        assert unknown.value.key == "storm-edge-unknown"


def test_a_loop_has_no_one_device_above() -> None:
    grid = ring()
    closed = replace(grid, switches=replace(grid.switches, closed=np.ones(4, np.bool_)))
    with pytest.raises(NotRadial):
        zones(closed)


def test_switches_beside_each_other_and_bypasses_are_no_loop() -> None:
    """The recloser doubled, and a load-break switch past the head: then the head guards nothing."""
    grid = chain()
    own = grid.switches
    head, recloser = HEAD - 3, RECLOSER - 3
    doubled = own.take(np.array([*range(3), recloser]))
    twice = zones(replace(grid, switches=replace(doubled, id=(*own.id, "beside"))))
    plain = zones(grid)
    assert twice.begin[:6].tolist() == plain.begin.tolist()
    assert twice.begin[6] == plain.begin[RECLOSER]
    assert twice.end.tolist() == plain.end.tolist()
    passed = own.take(np.array([*range(3), head]))
    passed.kind[3] = SwitchKind.LOAD_BREAK
    known = zones(replace(grid, switches=replace(passed, id=(*own.id, "past"))))
    assert known.device[[A, B]].tolist() == [-1, RECLOSER]


def test_customers_that_are_not_known_count_as_none() -> None:
    grid = chain()
    grid.loads.customers[0] = -1
    known = zones(grid)
    assert known.sums[-1, 0] == grid.loads.customers[1:].sum()
