from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import Criticality, Generators, Grid, SwitchKind
from luylau.power.restoration import Limits, Plan, Status, Times, Weights, Why, restore
from luylau.power.restoration.schedule import steps
from luylau.power.restoration.situation import situation
from tests.support.restoration_walk import walk
from tests.unit.power import grids

SWITCHES = ["a-head", "a1", "a2", "b-head", "b1", "tie", "tie2"]


def town(**ratings: float) -> Grid:
    """Two feeders, two ties::

    n0 ─a-head─ n1 ══a══ n2 ─a1─ n3 ══aa══ n4 ─a2─ n5 ══aaa══ n6
                                           ╎ tie2             ╎ tie
    n7 ─b-head─ n8 ══b══ n9 ─b1─ n10 ══════╪═bb══════════════ n11
                         ╰─────────────────╯
    """
    lines = grids.lines([("a", 1, 2), ("aa", 3, 4), ("aaa", 5, 6), ("b", 8, 9), ("bb", 10, 11)])
    for name, i_rated_a in ratings.items():
        lines.i_rated_a[lines.id.index(name)] = i_rated_a
    ends = [(0, 1), (2, 3), (4, 5), (7, 8), (9, 10), (6, 11), (4, 9)]
    switches = grids.switches(
        [(name, *end) for name, end in zip(SWITCHES, ends, strict=True)], [True] * 5 + [False] * 2
    )
    switches.kind[[0, 3]] = SwitchKind.BREAKER
    switches.kind[5:] = SwitchKind.TIE
    switches.remote[[0, 3, 5]] = True
    return Grid(
        name="town",
        nodes=grids.nodes(12),
        lines=lines,
        switches=switches,
        sources=grids.sources(0, 7),
        loads=grids.loads([2, 4, 6, 9, 11], [1e6] * 5, [2e5] * 5),
    )


def one(grid: Grid, *names: str, **said: object) -> Plan:
    """Return the best plan for hurt edges, walked through."""
    edges = numbers(grid, *names)
    plans = restore(grid, edges, **{"seconds": 0.0, **said})  # type: ignore[arg-type]
    known = {name: said[name] for name in ("closed", "before", "limits") if name in said}
    for plan in plans:
        walk(grid, plan, edges, **known)  # type: ignore[arg-type]
    return plans[0]


def numbers(grid: Grid, *names: str) -> Int64:
    return np.array([grid.edge_ids.index(name) for name in names], np.int64)


def told(grid: Grid, plan: Plan) -> list[str]:
    return [f"{'+' if step.close else '-'}{grid.switches.id[step.switch]}" for step in plan.steps]


def fed(plan: Plan) -> list[int]:
    return [int(load) for load in plan.restored]


def without(grid: Grid, *names: str) -> Grid:
    rows = np.array([row for row, name in enumerate(grid.switches.id) if name not in names])
    return replace(grid, switches=grid.switches.take(rows))


def test_a_fault_in_the_middle_is_isolated_on_both_sides_and_both_sides_come_back() -> None:
    grid = town()
    plan = one(grid, "aa")
    assert plan.tripped == (0,)
    assert sorted(told(grid, plan)) == ["+a-head", "+tie", "-a1", "-a2"]
    assert fed(plan) == [0, 2]
    assert plan.dark.tolist() == [1]
    assert plan.customers == 200
    assert plan.p_w == 2e6
    assert plan.critical.tolist() == [0, 2, 0, 0]
    assert (plan.status, plan.gap) == (Status.BEST, 0.0)
    assert [step.why for step in plan.steps if step.close] == [Why.RECLOSE, Why.SUPPLY]


def test_a_fault_at_the_head_leaves_all_that_follows_to_the_neighbour_from_afar() -> None:
    grid = town()
    plan = one(grid, "a")
    # The remote tie, though the other is as good.
    assert told(grid, plan) == ["-a1", "+tie"]
    assert fed(plan) == [1, 2]


def test_a_fault_at_the_end_needs_no_tie() -> None:
    grid = town()
    plan = one(grid, "aaa")
    assert told(grid, plan) == ["-a2", "+a-head"]
    assert fed(plan) == [0, 1]


def test_a_fault_on_a_busbar_brings_the_feeder_to_the_neighbour() -> None:
    grid = town()
    nothing = np.empty(0, np.int64)
    plan = restore(grid, nothing, nodes=np.array([0]), seconds=0)[0]
    assert sorted(told(grid, plan)) == ["+tie", "-a-head"]
    assert told(grid, plan)[0] == "-a-head"
    assert fed(plan) == [0, 1, 2]
    assert [step.why for step in plan.steps] == [Why.ISOLATE, Why.SUPPLY]


def test_without_a_tie_only_what_lies_above_comes_back() -> None:
    grid = without(town(), "tie", "tie2")
    plan = one(grid, "aa")
    assert told(grid, plan) == ["-a1", "+a-head"]
    assert fed(plan) == [0]
    assert plan.status is Status.BEST
    alone = one(grid, "a")
    assert alone.steps == ()
    assert fed(alone) == []
    assert alone.minutes == 0.0


def test_too_little_room_brings_back_a_part() -> None:
    # 1.02 MVA are 27 A: the neighbour's two loads are 54 A, and 85 A leave room for one more.
    grid = without(town(b=85.0), "tie2")
    plan = one(grid, "a")
    # "a2" parts the end from the rest, which stays dark.
    assert told(grid, plan) == ["-a2", "+tie"]
    assert fed(plan) == [2]
    assert plan.steps[0].why is Why.SHED
    assert plan.gap == pytest.approx(0.5)
    assert plan.status is Status.BOUNDED
    sure = one(grid, "a", seconds=1.0)
    assert fed(sure) == [2]
    assert sure.gap < 1e-3


def test_an_emergency_rating_brings_back_all() -> None:
    grid = without(town(b=85.0), "tie2")
    assert fed(one(grid, "a", limits=Limits(loading=1.4))) == [1, 2]


def test_low_voltage_limits_as_well() -> None:
    grid = without(town(), "tie2")
    lowest = min(step.u_min_pu for step in one(grid, "a").steps)
    assert fed(one(grid, "a", limits=Limits(u_min_pu=lowest + 1e-4))) == [2]


def test_a_clinic_comes_before_more_customers_if_weights_say_so() -> None:
    grid = town(b=85.0)
    loads = grid.loads
    loads.customers[:] = [100, 10, 500, 100, 100]
    loads.criticality[1] = Criticality.VITAL
    assert fed(one(grid, "a")) == [1]
    plain = Weights(critical=(0.0, 0.0, 0.0, 0.0))
    assert fed(one(grid, "a", weights=plain)) == [2]
    assert one(grid, "a").critical.tolist() == [0, 0, 0, 1]


def test_loads_without_customers_count_by_their_power() -> None:
    grid = town()
    grid.loads.customers[:] = -1
    plan = one(grid, "a")
    assert fed(plan) == [1, 2]
    assert plan.customers == 0
    assert plan.weight == pytest.approx(20)


def test_a_switch_that_is_open_already_stays() -> None:
    grid = town()
    closed = grid.switches.closed.copy()
    closed[2], closed[5] = False, True
    plan = one(grid, "aa", closed=closed)
    # The end hangs on the neighbour already.
    assert told(grid, plan) == ["-a1", "+a-head"]
    assert fed(plan) == [0]


def test_the_plan_is_the_same_before_and_after_protection_has_tripped() -> None:
    grid = town()
    closed = grid.switches.closed.copy()
    closed[0] = False
    edges, normal = numbers(grid, "aa"), one(grid, "aa")
    presumed = restore(grid, edges, closed=closed, seconds=0)[0]
    walk(grid, presumed, edges, closed=closed, before=grid.switches.closed)
    for after in (presumed, one(grid, "aa", closed=closed, before=grid.switches.closed)):
        assert after.tripped == ()
        assert told(grid, after) == told(grid, normal)


def test_two_faults_at_once() -> None:
    grid = town()
    plan = one(grid, "aa", "bb")
    assert plan.tripped == (0, 3)
    assert sorted(told(grid, plan)) == ["+a-head", "+b-head", "-a1", "-b1"]
    assert fed(plan) == [0, 3]
    assert plan.dark.tolist() == [1, 2, 4]


def test_a_hurt_switch_is_not_moved_but_parted_from() -> None:
    grid = town()
    plan = one(grid, "a2")
    assert sorted(told(grid, plan)) == ["+a-head", "-a1"]
    assert fed(plan) == [0]


def test_generators_do_not_help() -> None:
    grid = without(town(b=85.0), "tie2")
    strong = Generators(id=("g",), node=np.array([9]), p_w=np.array([9e5]), q_var=np.array([2e5]))
    assert told(grid, one(replace(grid, generators=strong), "a")) == told(grid, one(grid, "a"))


def test_what_is_done_from_afar_comes_first_and_the_crew_drives_meanwhile() -> None:
    grid = town()
    grid.switches.remote[:3] = True
    plan = one(grid, "a", times=Times(remote_min=2, travel_min=30, manual_min=10))
    assert [step.minute for step in plan.steps] == [2, 4]
    assert plan.remote_only
    by_hand = one(without(grid, "tie"), "a", times=Times(remote_min=2, travel_min=30, manual_min=10))
    assert [(step.remote, step.minute) for step in by_hand.steps] == [(True, 2), (False, 40)]
    grid.switches.remote[:] = False
    assert [step.minute for step in one(grid, "a").steps] == [40, 50]


def test_other_plans_are_offered_and_differ() -> None:
    grid = town()
    grid.switches.remote[:] = [True, True, False, True, True, False, False]
    edges = numbers(grid, "aa")
    plans = restore(grid, edges, seconds=0)
    assert [plan.remote_only for plan in plans] == [False, True]
    assert [plan.weight for plan in plans] == sorted((plan.weight for plan in plans), reverse=True)
    assert fed(plans[1]) == [0]
    assert plans[1].gap == pytest.approx(0.5)
    assert len(restore(grid, edges, seconds=0, most=1)) == 1


def test_a_disconnector_is_opened_dead_and_never_closed_onto_voltage() -> None:
    grid = town()
    grid.switches.kind[[1, 2, 6]] = SwitchKind.DISCONNECTOR
    plan = one(grid, "aa")
    assert fed(plan) == [0, 2]
    order = told(grid, plan)
    assert order.index("-a1") < order.index("+a-head")
    assert order.index("-a2") < order.index("+tie")
    assert fed(one(without(grid, "tie"), "a")) == []


def test_a_blown_fuse_is_replaced_last() -> None:
    grid = town()
    grid.switches.kind[1] = SwitchKind.FUSE
    plan = one(without(grid, "tie2", "tie"), "aaa")
    assert plan.tripped == (1,)
    assert told(without(grid, "tie2", "tie"), plan) == ["-a2", "+a1"]
    assert plan.steps[1].why is Why.RECLOSE


def third(i_rated_a: float) -> Grid:
    """Three feeders in a row, the second tight, this rating on the third's line::

    n0 ─head─ n1 ══l0══ n2 ─s─ n3 ══l1══ n4 ╌tie╌ n7
    n5 ─b─ n6 ══l2══ n7 ─c─ n8 ══l3══ n9 ╌tie2╌ n12 ══l4══ n11 ─d─ n10
    """
    names: Sequence[grids.Edge] = [
        ("head", 0, 1), ("s", 2, 3), ("b", 5, 6), ("c", 7, 8), ("d", 10, 11), ("tie", 4, 7), ("tie2", 9, 12),
    ]  # fmt: skip
    lines = grids.lines([("l0", 1, 2), ("l1", 3, 4), ("l2", 6, 7), ("l3", 8, 9), ("l4", 11, 12)])
    lines.i_rated_a[[2, 4]] = 60.0, i_rated_a
    return Grid(
        name="three",
        nodes=grids.nodes(13),
        lines=lines,
        switches=grids.switches(names, [True] * 5 + [False] * 2),
        sources=grids.sources(0, 5, 10),
        loads=grids.loads([2, 4, 7, 9, 12], [1e6] * 5, [2e5] * 5),
    )


def test_room_is_made_by_changing_a_neighbour_over() -> None:
    """The neighbour's own end moves to a third feeder."""
    grid = third(300.0)
    first = one(grid, "l0")
    assert fed(first) == []
    better = one(grid, "l0", seconds=1.0)
    assert fed(better) == [1]
    assert sorted(told(grid, better)) == ["+tie", "+tie2", "-c", "-s"]
    order = told(grid, better)
    assert order.index("-c") < order.index("+tie2") < order.index("+tie")
    assert better.status is Status.BEST


def test_no_room_is_made_at_a_neighbour_that_has_none() -> None:
    """The third feeder is no neighbour of what is dark, but takes over only what it can carry."""
    grid = third(40.0)
    plan = one(grid, "l0", seconds=1.0)
    assert (plan.steps, fed(plan)) == ((), [])
    assert plan.status is Status.BEST


def test_what_was_dead_before_the_fault_stays_dead() -> None:
    """The section in the middle is isolated for work when its neighbour fails."""
    grid = town()
    closed = grid.switches.closed.copy()
    closed[[1, 2]], closed[5] = False, True
    plan = one(grid, "b", closed=closed)
    assert told(grid, plan) == []
    assert plan.dark.tolist() == [1, 2, 3, 4]
    # Who has the switches before the fault otherwise gets it back.
    all_before = restore(grid, numbers(grid, "b"), closed=closed, before=grid.switches.closed, seconds=0)[0]
    assert 1 in fed(all_before)
    with pytest.raises(ValueError, match="before"):
        restore(grid, numbers(grid, "b"), before=np.ones(3, np.bool_))


def test_a_broken_breaker_does_not_clear_its_own_fault() -> None:
    grid = town()
    grid.switches.kind[1] = SwitchKind.RECLOSER
    plan = restore(grid, numbers(grid, "a1"), seconds=0)[0]
    assert plan.tripped == (0,)
    head = restore(grid, numbers(grid, "a-head"), seconds=0)[0]
    assert head.tripped == ()
    assert told(grid, head) == ["-a1", "+tie"]


def test_a_load_that_is_not_known_is_refused() -> None:
    for column in ("p_w", "q_var"):
        grid = town()
        getattr(grid.loads, column)[1] = np.nan
        with pytest.raises(BadInput) as refused:
            restore(grid, numbers(grid, "a"))
        assert refused.value.key == "restoration-load-unknown"
        assert refused.value.fields == {"count": 1, "id": "load4"}


def test_customers_and_criticality_that_are_not_known_count_for_nothing() -> None:
    grid = town()
    grid.loads.customers[1], grid.loads.criticality[1] = -1, -1
    plan = one(grid, "a")
    assert (plan.customers, plan.critical.tolist()) == (100, [0, 1, 0, 0])
    assert plan.weight == pytest.approx(120)


@pytest.mark.parametrize("ticks", range(0, 60, 4))
def test_a_search_cut_short_still_gives_a_sound_plan(ticks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1_000_000))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    grid = without(town(b=85.0), "tie2")
    plan = one(grid, "aa", patience=float(ticks), most=3)
    assert plan.tripped == (0,)
    if ticks > 50:
        assert fed(plan) == [0, 2]
    if not ticks:
        assert fed(plan) == []


@pytest.mark.parametrize("ticks", range(7))
def test_steps_cut_short_leave_nobody_without_power_who_had_it(
    ticks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = third(300.0)
    case = situation(grid, numbers(grid, "l0")).wider()
    closed = case.closed.copy()
    closed[[1, 3]], closed[[5, 6]] = False, True
    now = iter(range(1_000_000))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    # One look at the clock before each of the four steps.
    done = steps(case, closed, Times(), ticks - 0.5)
    assert done is not None
    assert len(done) == (4 if ticks >= 4 else 0)


def test_only_what_is_proven_is_called_the_best() -> None:
    """A hundred-thousandth of all that weighs anything stays dark for want of room, and might not have to."""
    grid = without(town(b=85.0), "tie2")
    grid.loads.customers[:] = [100, 100, 10_000_000, 100, 100]
    plan = one(grid, "a")
    assert fed(plan) == [2]
    assert 0 < plan.gap < 1e-4
    assert plan.status is Status.BOUNDED


def test_transformers_beside_each_other_are_no_hindrance() -> None:
    grid = town()
    twin = grid.lines.take(np.array([0, 1, 2, 3, 3, 4]))
    doubled = replace(grid, lines=replace(twin, id=("a", "aa", "aaa", "b", "b'", "bb")))
    plan = restore(doubled, np.array([0]), seconds=0)[0]
    assert told(doubled, plan) == ["-a1", "+tie"]


def test_a_loop_elsewhere_stays_and_a_fault_in_a_loop_is_refused() -> None:
    grid = town()
    closed = grid.switches.closed.copy()
    closed[5] = True
    with pytest.raises(BadInput) as refused:
        restore(grid, numbers(grid, "aa"), closed=closed)
    assert refused.value.key == "restoration-grid-meshed"
    open_elsewhere = replace(grid, sources=grids.sources(0, 7, 9))
    plan = restore(open_elsewhere, numbers(grid, "a"), seconds=0)[0]
    assert fed(plan) == [1, 2]


@pytest.mark.parametrize("number", [-1, 12, 1_000])
def test_a_fault_outside_the_grid_is_refused(number: int) -> None:
    grid = town()
    assert grid.edge_count == 12
    with pytest.raises(BadInput) as refused:
        restore(grid, np.array([number]))
    assert refused.value.key == "restoration-fault-unknown"
    assert refused.value.fields == {"number": number, "count": 12}
    with pytest.raises(BadInput):
        restore(grid, np.array([0]), nodes=np.array([12]))


def test_no_fault_at_all_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        restore(town(), np.empty(0, np.int64))
    assert refused.value.key == "restoration-no-fault"


def test_switches_of_another_grid_are_refused() -> None:
    with pytest.raises(ValueError, match="closed"):
        restore(town(), np.array([0]), closed=np.ones(3, np.bool_))
