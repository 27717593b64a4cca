"""Localisation on a feeder drawn by hand: trips, a blown fuse, single silent meters, wrong switch positions.

n0 ─brk─ n1 ══a══ n2 ══b══ n3 ══c══ n4        load-break "tie" n4 ╌ n6 (open)
                  └─fuse─ n5 ══d══ n6
"""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.power.localisation import Chances, Evidence, Sign, localise, open_chances
from luylau.power.model import Grid, SwitchKind
from luylau.power.topology import trace
from tests.unit.power.grids import lines, loads, nodes, sources, switches

A, B, C, D, BREAKER, FUSE, TIE = range(7)
MINUTE_US = 60_000_000


def feeder() -> Grid:
    made = switches([("brk", 0, 1), ("fuse", 2, 5), ("tie", 4, 6)], [True, True, False])
    made.kind[:] = [SwitchKind.BREAKER, SwitchKind.FUSE, SwitchKind.TIE]
    return Grid(
        name="feeder",
        nodes=nodes(7),
        lines=lines([("a", 1, 2), ("b", 2, 3), ("c", 3, 4), ("d", 5, 6)]),
        switches=made,
        sources=sources(0),
        loads=loads([2, 3, 4, 5, 6], [1e5] * 5, [3e4] * 5),
    )


def meters(*rows: tuple[int, Sign], since_us: int = -1) -> Evidence:
    return Evidence(
        node=np.array([node for node, _ in rows], np.int64),
        sign=np.array([sign for _, sign in rows], np.int8),
        since_us=np.full(len(rows), since_us),
    )


def all_but(dark: set[int], sign: Sign = Sign.LAST_GASP, others: Sign = Sign.REPORTING) -> Evidence:
    return meters(*((node, sign if node in dark else others) for node in (2, 3, 4, 5, 6)))


def test_all_reporting_is_no_fault() -> None:
    found = localise(feeder(), feeder().edges_in_service(), all_but(set()))
    assert found.faults == ()
    assert not found.failed.any()
    assert found.dead.max() < 1e-4
    assert len(found.unexplained) == 0


def test_a_blown_fuse_is_what_darkens_its_lateral_alone() -> None:
    grid = feeder()
    found = localise(grid, grid.edges_in_service(), all_but({5, 6}))
    (fault,) = found.faults
    assert fault.edge == FUSE
    assert fault.node == 5
    assert fault.probability > 0.99
    assert (fault.meters, fault.dark, fault.against, fault.unheard) == (2, 2, 0, 0)
    assert np.flatnonzero(found.failed).tolist() == [FUSE]
    assert found.dead[[5, 6]].min() > 0.999
    assert found.dead[[2, 3, 4]].max() < 1e-3


def test_a_whole_feeder_out_is_its_breaker_and_the_source_an_alternative() -> None:
    grid = feeder()
    found = localise(grid, grid.edges_in_service(), all_but({2, 3, 4, 5, 6}))
    (fault,) = found.faults
    assert fault.edge == BREAKER
    # Trips of 90 % of the failures on a, b and c and of its own; line a broken; the source.
    trips, line, source = 0.1 * 3 * 0.9 + 0.01, 0.1 * 0.1, 0.01
    assert fault.probability == pytest.approx(trips / (trips + line + source), rel=1e-2)
    assert {edge for edge, _ in fault.alternatives} == {A, -1}
    assert fault.probability + sum(p for _, p in fault.alternatives) == pytest.approx(1, abs=1e-3)


def test_a_breaker_that_says_it_is_closed_leaves_the_line_behind_it() -> None:
    grid = feeder()
    told = np.array([True, False, False])
    found = localise(
        grid, grid.edges_in_service(), all_but({2, 3, 4, 5, 6}), told=told, chances=Chances(source_year=0.0)
    )
    (fault,) = found.faults
    assert fault.edge == A
    assert dict(fault.alternatives)[BREAKER] == pytest.approx(0.28 * 0.01 / (0.28 * 0.01 + 0.01), rel=1e-2)


def test_one_silent_meter_is_no_outage_but_is_told() -> None:
    grid = feeder()
    found = localise(grid, grid.edges_in_service(), all_but({3}, Sign.SILENT))
    assert found.faults == ()
    assert found.unexplained.tolist() == [1]


def test_a_live_meter_among_the_dark_counts_against() -> None:
    grid = feeder()
    rows = [(node, Sign.LAST_GASP) for node in (5, 5, 5, 6, 6)]
    seen = meters((2, Sign.REPORTING), (3, Sign.REPORTING), *rows, (6, Sign.REPORTING), (6, Sign.UNHEARD))
    (fault,) = localise(grid, grid.edges_in_service(), seen).faults
    assert fault.edge == FUSE
    assert (fault.meters, fault.dark, fault.against, fault.unheard) == (6, 5, 1, 1)


def test_since_when_is_the_middle_one_of_the_times() -> None:
    grid = feeder()
    seen = Evidence(
        node=np.array([5, 5, 6, 6, 2]),
        sign=np.array([*[Sign.LAST_GASP] * 4, Sign.REPORTING], np.int8),
        since_us=np.array([9, 10, 11, -1, 99]) * MINUTE_US,
    )
    (fault,) = localise(grid, grid.edges_in_service(), seen).faults
    assert fault.since_us == 10 * MINUTE_US


def test_two_faults_at_once() -> None:
    grid = feeder()
    dark = [(node, Sign.LAST_GASP) for node in (4, 4, 4, 5, 6)]
    seen = meters(*dark, *[(node, Sign.REPORTING) for node in (2, 2, 3, 3)])
    found = localise(grid, grid.edges_in_service(), seen)
    assert [fault.edge for fault in found.faults] == [C, FUSE]


def test_unheard_meters_tell_nothing() -> None:
    grid = feeder()
    found = localise(grid, grid.edges_in_service(), all_but(set(), others=Sign.UNHEARD))
    prior = open_chances(grid, trace(grid, grid.edges_in_service()))
    assert found.faults == ()
    assert found.opened[BREAKER] == pytest.approx(prior[BREAKER], rel=1e-2)


def test_what_is_known_to_be_open_is_no_fault() -> None:
    grid = feeder()
    serving = grid.edges_in_service(np.array([True, False, False]))
    found = localise(grid, serving, all_but({5, 6}))
    assert found.faults == ()
    assert found.dead[[5, 6]].tolist() == [1, 1]
    assert len(found.unexplained) == 0


def test_meters_alive_where_the_switches_let_nothing_through_contradict_them() -> None:
    grid = feeder()
    serving = grid.edges_in_service(np.array([True, False, False]))
    found = localise(grid, serving, all_but(set()))
    (one,) = found.contradictions
    assert one.meters.tolist() == [3, 4]
    assert one.switches.tolist() == [FUSE, TIE]


def test_an_edge_on_a_loop_is_not_blamed() -> None:
    grid = feeder()
    serving = grid.edges_in_service(np.array([True, True, True]))
    found = localise(grid, serving, all_but({5, 6}))
    assert not found.failed[[B, C, D, FUSE, TIE]].any()
    assert found.unexplained.tolist() == [3, 4]


def test_a_storm_makes_lines_likelier_than_the_fuse() -> None:
    grid = feeder()
    p_open = np.full(grid.edge_count, 1e-5)
    p_open[D] = 0.3
    found = localise(grid, grid.edges_in_service(), all_but({6}), p_open=p_open)
    assert [fault.edge for fault in found.faults] == [D]


def test_the_source_itself_may_be_gone() -> None:
    grid = feeder()
    found = localise(
        grid, grid.edges_in_service(), all_but({2, 3, 4, 5, 6}), chances=Chances(source_year=100.0)
    )
    (fault,) = found.faults
    assert (fault.edge, fault.node) == (-1, 0)
    at_source = (grid.edge_from == 0) | (grid.edge_to == 0)
    assert found.failed.tolist() == at_source.tolist()


def test_evidence_on_no_node_is_refused() -> None:
    grid = feeder()
    with pytest.raises(BadInput) as caught:
        localise(grid, grid.edges_in_service(), meters((7, Sign.SILENT), (-1, Sign.SILENT)))
    assert caught.value.key == "localisation-evidence-wrong"
    assert caught.value.fields == {"count": 2}


def test_no_evidence_and_no_source() -> None:
    grid = replace(feeder(), sources=sources())
    found = localise(grid, grid.edges_in_service(), meters())
    assert found.faults == ()
    assert found.dead.tolist() == [1] * 7
