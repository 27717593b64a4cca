"""State estimation on the ring: exact readings, errors that are named, and what cannot be estimated."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput
from luylau.power.engine import Flow, flow
from luylau.power.estimation import Measurements, Quality, Quantity, Reason, Rules, estimate, estimate_batch
from luylau.power.evaluation import with_loads
from luylau.power.model import Grid
from tests.unit.power.grids import lines, loads, nodes, ring, sources, switches, transformer

Row = tuple[Quantity, int, float, float, float]
S0, S1, S2, TIE = 3, 4, 5, 6
NAN = float("nan")


def measurements(*rows: Row, age_s: float = 10.0) -> Measurements:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return Measurements(
        id=tuple(f"m{row}" for row in range(len(rows))),
        quantity=np.array(columns[0], np.int8),
        element=np.array(columns[1], np.int64),
        value=np.array(columns[2], np.float64),
        reactive_var=np.array(columns[3], np.float64),
        sigma=np.array(columns[4], np.float64),
        age_s=np.full(len(rows), age_s),
    )


def volts(found: Flow, *at: int, sigma: float = 100.0) -> list[Row]:
    return [(Quantity.VOLTAGE, node, float(found.u_pu[node]) * 22_000, NAN, sigma) for node in at]


def meters(grid: Grid, *rows: int, sigma: float = 5e3) -> list[Row]:
    table = grid.loads
    return [(Quantity.LOAD, row, float(table.p_w[row]), float(table.q_var[row]), sigma) for row in rows]


def changed(seen: Measurements, row: int, value: float) -> Measurements:
    values = seen.value.copy()
    values[row] = value
    return replace(seen, value=values)


def heavy() -> Grid:
    """The ring with twice the planned load."""
    grid = ring()
    return with_loads(grid, 2 * grid.loads.p_w, 2 * grid.loads.q_var)


def head_power(grid: Grid, found: Flow, line: int) -> tuple[float, float]:
    """Active and reactive power at the begin of a line that feeds all of its feeder's loads."""
    below = {0: [0, 1], 2: [2]}[line]
    resistance = {0: [0, 1], 2: [2]}[line]
    loss = sum(3 * 0.5 * found.i_a[one] ** 2 for one in resistance)
    return float(grid.loads.p_w[below].sum() + loss), float(grid.loads.q_var[below].sum() + loss * 0.8)


def test_exact_readings_give_the_exact_state() -> None:
    grid = ring()
    true = flow(grid)
    found = estimate(grid, measurements(*volts(true, 0, 4), *meters(grid, 0, 1, 2)))
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-9)
    np.testing.assert_allclose(found.i_a[:3], true.i_a[:3], rtol=1e-6)
    np.testing.assert_allclose(found.loading[:3], true.loading[:3], rtol=1e-6)
    assert np.isnan(found.loading[3:]).all()
    assert found.p_w[0] == pytest.approx(head_power(grid, true, 0)[0], rel=1e-6)
    assert found.flags == ()
    assert found.used.all()
    assert [(one.observable, one.consistent) for one in found.islands] == [(True, True)]
    # n0, n1, n5 are one node to the engine, behind closed switches.
    assert found.quality.tolist() == [Quality.MEASURED] * 2 + [Quality.ESTIMATED] * 2 + [
        Quality.MEASURED,
        Quality.MEASURED,
        Quality.ESTIMATED,
    ]


def test_without_meters_the_plan_stands_in() -> None:
    grid = ring()
    true = flow(grid)
    found = estimate(grid, measurements(*volts(true, 0)))
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-9)
    assert found.islands[0].freedom == 0


def test_a_feeder_that_takes_twice_its_plan_is_believed_by_its_head() -> None:
    true = flow(heavy())
    p, q = head_power(heavy(), true, 0)
    seen = measurements(*volts(true, 0, 2, 4, 6), (Quantity.POWER_BEGIN, S0, p, q, 2e4))
    found = estimate(ring(), seen)
    assert found.flags == ()
    assert found.p_w[0] == pytest.approx(p, rel=0.02)
    assert np.abs(found.u_pu - true.u_pu).max() < 5e-4


def test_power_at_a_head_counts_the_same_from_either_end() -> None:
    true = flow(heavy())
    p, q = head_power(heavy(), true, 0)
    begin = estimate(ring(), measurements(*volts(true, 0), (Quantity.POWER_BEGIN, S0, p, q, 2e4)))
    end = estimate(ring(), measurements(*volts(true, 0), (Quantity.POWER_END, S0, -p, -q, 2e4)))
    np.testing.assert_allclose(begin.p_w[:3], end.p_w[:3], rtol=1e-9)
    assert begin.flags == end.flags == ()


def test_a_wrong_sign_is_named() -> None:
    grid = ring()
    true = flow(grid)
    p, q = head_power(grid, true, 0)
    seen = measurements(
        *volts(true, 0, 4, 6), *meters(grid, 0, 1, 2), (Quantity.POWER_BEGIN, S0, -p, -q, 2e4)
    )
    found = estimate(grid, seen)
    (flag,) = found.flags
    assert (flag.id, flag.reason) == ("m6", Reason.WRONG_SIGN)
    assert flag.expected == pytest.approx(p, rel=1e-2)
    assert flag.residual == pytest.approx(-2 * p, rel=1e-2)
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-6)


def test_bad_data_go_one_after_the_other() -> None:
    grid = ring()
    true = flow(grid)
    p, q = head_power(grid, true, 0)
    loss = 3 * 0.5 * true.i_a[1] ** 2
    middle = (Quantity.POWER_BEGIN, S1, 2e6 + loss, 5e5 + 0.8 * loss, 2e4)
    head = (Quantity.POWER_BEGIN, S0, p, q, 2e4)
    seen = measurements(*volts(true, 0, 2, 4, 6), *meters(grid, 0, 1, 2), head, middle)
    found = estimate(grid, changed(changed(seen, 2, 20_500.0), 5, 2.5e6))
    assert {(flag.row, flag.reason) for flag in found.flags} == {(2, Reason.BAD), (5, Reason.BAD)}
    by_row = {flag.row: flag for flag in found.flags}
    assert by_row[2].expected == pytest.approx(true.u_pu[4] * 22_000, abs=2)
    assert by_row[5].residual == pytest.approx(5e5, rel=0.02)
    assert all(flag.normalised > 4 for flag in found.flags)
    assert found.islands[0].consistent
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-6)


def test_of_two_that_contradict_each_other_neither_is_believed() -> None:
    grid = ring()
    high = (Quantity.VOLTAGE, 0, 22_000.0, NAN, 100.0)
    low = (Quantity.VOLTAGE, 0, 20_000.0, NAN, 100.0)
    found = estimate(grid, measurements(high, low))
    assert found.counts() == {Reason.CONTRADICTORY: 2}
    assert (found.quality == Quality.UNOBSERVABLE).all()
    assert np.isnan(found.u_pu).all()


def test_too_much_bad_data_makes_the_island_doubtful() -> None:
    grid = ring()
    true = flow(grid)
    seen = measurements(*volts(true, 0, 2, 4, 6), *meters(grid, 0, 1, 2))
    seen = changed(changed(seen, 1, 20_000.0), 2, 23_500.0)
    found = estimate(grid, seen, rules=Rules(most_removed=1))
    assert not found.islands[0].consistent
    assert (found.quality == Quality.DOUBTFUL).all()


def test_voltages_that_no_grid_has_are_doubtful() -> None:
    """A load said to feed in thirty megawatts, unchecked, would lift the voltage at the end by 90 %."""
    grid = ring()
    grid = replace(grid, lines=replace(grid.lines, r_ohm=20 * grid.lines.r_ohm))
    seen = measurements(*volts(flow(grid), 0), (Quantity.LOAD, 1, -3e7, 0.0, 1e3))
    found = estimate(grid, seen)
    assert found.u_pu[4] > 1.5
    assert (found.quality == Quality.DOUBTFUL).all()
    assert not found.islands[0].consistent
    assert estimate_batch(grid, seen, *cases(seen, 1)).suspect.tolist() == [True]


def test_what_needs_no_estimate_to_be_refused() -> None:
    grid = ring()
    true = flow(grid)
    rows: list[Row] = [
        (Quantity.VOLTAGE, 2, NAN, NAN, 100.0),
        (Quantity.VOLTAGE, 2, np.inf, NAN, 100.0),
        (Quantity.VOLTAGE, 2, 22_000.0, NAN, 0.0),
        (Quantity.VOLTAGE, 2, 22_000.0, NAN, NAN),
        (Quantity.VOLTAGE, -1, 22_000.0, NAN, 100.0),
        (Quantity.LOAD, 3, 1e5, 0.0, 1e3),
        (Quantity.VOLTAGE, 4, 22.0, NAN, 0.1),
        (Quantity.VOLTAGE, 4, -22_000.0, NAN, 100.0),
        (Quantity.VOLTAGE, 4, 38_000.0, NAN, 100.0),
        (Quantity.LOAD, 0, 1e9, 0.0, 1e7),
        (Quantity.POWER_BEGIN, TIE, 1e5, 0.0, 1e3),
    ]
    seen = measurements(*rows, *volts(true, 0))
    found = estimate(grid, replace(seen, quantity=seen.quantity.copy()))
    assert [flag.reason for flag in found.flags] == [
        *[Reason.NOT_A_NUMBER] * 2,
        *[Reason.SIGMA] * 2,
        *[Reason.UNKNOWN_ELEMENT] * 2,
        Reason.DEAD_ON_LIVE,
        Reason.WRONG_SIGN,
        *[Reason.IMPOSSIBLE] * 2,
        Reason.LIVE_ON_DEAD,
    ]
    assert found.used.tolist() == [False] * len(rows) + [True]
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-9)


def test_ten_thousand_late_ones_are_left_out_and_counted() -> None:
    grid = ring()
    late = measurements(*[(Quantity.VOLTAGE, row % 7, 15_000.0, NAN, 10.0) for row in range(10_000)])
    late = replace(late, age_s=np.where(np.arange(10_000) % 2, 3_600.0, -3_600.0))
    found = estimate(grid, late)
    assert found.counts() == {Reason.STALE: 10_000}
    assert (found.quality == Quality.UNOBSERVABLE).all()
    fresh = measurements(*volts(flow(grid), 0))
    both = Measurements(
        id=(*late.id, "fresh"),
        **{
            name: np.append(getattr(late, name), getattr(fresh, name))
            for name in ("quantity", "element", "value", "reactive_var", "sigma", "age_s")
        },
    )
    assert np.abs(estimate(grid, both).u_pu - flow(grid).u_pu).max() < 1e-9


def test_a_switch_between_many_ways_tells_of_no_single_one() -> None:
    grid = replace(ring(), loads=loads([2, 3, 1, 5], [1e6, 2e6, 5e5, 1e5], [0.0] * 4))
    seen = measurements(*volts(flow(grid), 0), (Quantity.POWER_BEGIN, S0, 1e6, 0.0, 1e4))
    assert estimate(grid, seen).counts() == {Reason.SWITCH: 1}


def test_a_dead_island_stays_dead_and_a_reading_there_is_told() -> None:
    grid = ring()
    serving = grid.edges_in_service(out=np.array([0]))
    true = flow(grid, serving)
    none: Row = (Quantity.VOLTAGE, 3, 0.0, NAN, 100.0)
    idle: Row = (Quantity.LOAD, 1, 0.0, 0.0, 1e3)
    live: Row = (Quantity.VOLTAGE, 4, 21_900.0, NAN, 100.0)
    found = estimate(grid, measurements(*volts(true, 0), none, idle, live), serving)
    assert found.counts() == {Reason.LIVE_ON_DEAD: 1}
    assert found.flags[0].row == 3
    assert found.quality[[2, 3, 4]].tolist() == [Quality.DEAD] * 3
    assert found.u_pu[[2, 3, 4]].tolist() == [0, 0, 0]
    assert found.island[[2, 3, 4]].tolist() == [-1] * 3
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-9)


def two_islands() -> Grid:
    return Grid(
        name="two",
        nodes=nodes(4),
        lines=lines([("a", 0, 1), ("b", 2, 3)]),
        sources=sources(0, 2),
        loads=loads([1, 3], [1e6, 2e6], [0.0, 0.0]),
    )


def test_an_island_without_a_voltage_is_unobservable_the_other_is_not() -> None:
    grid = two_islands()
    true = flow(grid)
    found = estimate(grid, measurements(*volts(true, 0), *meters(grid, 1)))
    assert found.quality.tolist() == [
        Quality.MEASURED,
        Quality.ESTIMATED,
        Quality.UNOBSERVABLE,
        Quality.UNOBSERVABLE,
    ]
    assert np.isnan(found.u_pu[[2, 3]]).all()
    assert np.isnan([found.loading[1], found.i_a[1], found.p_w[1]]).all()
    np.testing.assert_allclose(found.u_pu[:2], true.u_pu[:2], atol=1e-9)
    assert [one.observable for one in found.islands] == [True, False]
    assert found.used.tolist() == [True, False]


def test_each_island_loses_its_own_bad_data() -> None:
    grid = two_islands()
    true = flow(grid)
    seen = measurements(*volts(true, 0, 1, 2, 3), *volts(true, 0, 1, 2, 3))
    found = estimate(grid, changed(changed(seen, 1, 21_000.0), 6, 20_500.0))
    assert {flag.row for flag in found.flags} == {1, 6}


def test_a_load_of_unknown_size_without_a_meter_is_unobservable() -> None:
    grid = two_islands()
    grid = with_loads(grid, np.array([1e6, NAN]), np.array([0.0, NAN]))
    found = estimate(grid, measurements(*volts(flow(two_islands()), 0, 2)))
    assert [one.observable for one in found.islands] == [True, False]
    measured = measurements(*volts(flow(two_islands()), 0, 2), (Quantity.LOAD, 1, 2e6, 0.0, 1e3))
    assert [one.observable for one in estimate(grid, measured).islands] == [True, True]


def test_zero_loads_with_tiny_sigmas_are_not_singular() -> None:
    true_grid = with_loads(ring(), np.array([0.0, 2e6, 0.0]), np.array([0.0, 5e5, 0.0]))
    true = flow(true_grid)
    for sigma in (1e-9, 1e-3, 1.0):
        seen = measurements(*volts(true, 0, 4), *meters(true_grid, 0, 2, sigma=sigma))
        found = estimate(ring(), seen)
        assert found.flags == ()
        np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-6)
    planned = np.zeros(3), np.zeros(3)
    found = estimate(ring(), measurements(*volts(flow(ring()), 0, sigma=1e-9)), planned=planned)
    assert np.ptp(found.u_pu) < 1e-9


def test_nothing_feeds_the_grid() -> None:
    found = estimate(replace(ring(), sources=sources()), measurements())
    assert (found.quality == Quality.DEAD).all()
    assert found.islands == ()


def test_a_transformer_and_a_loop() -> None:
    made = nodes(4)
    made.u_rated_v[3] = 400.0
    grid = Grid(
        name="loop",
        nodes=made,
        lines=lines([("a", 0, 1), ("b", 1, 2)]),
        switches=switches([("tie", 0, 2)], [True]),
        transformers=transformer(2, 3, u_hv_v=22_000.0, u_lv_v=400.0, s_va=4e5),
        sources=sources(0),
        loads=loads([1, 3], [1e6, 2e5], [2e5, 5e4]),
    )
    true = flow(grid)
    low = (Quantity.VOLTAGE, 3, float(true.u_pu[3]) * 400, NAN, 2.0)
    found = estimate(grid, measurements(*volts(true, 0), low, *meters(grid, 0, 1)))
    np.testing.assert_allclose(found.u_pu, true.u_pu, atol=1e-8)
    np.testing.assert_allclose(found.loading[[0, 1, 3]], true.loading[[0, 1, 3]], rtol=1e-6)


def cases(seen: Measurements, count: int) -> tuple[Float64, Float64]:
    return np.tile(seen.value, (count, 1)), np.tile(seen.reactive_var, (count, 1))


def test_a_batch_is_each_estimate() -> None:
    grid = ring()
    true = flow(heavy())
    p, q = head_power(heavy(), true, 0)
    seen = measurements(*volts(true, 0, 4, 6), *meters(heavy(), 1), (Quantity.POWER_BEGIN, S0, p, q, 2e4))
    value, var = cases(seen, 5)
    value *= np.random.default_rng(2).uniform(0.999, 1.001, value.shape)
    value[2, 1] = NAN  # a meter's voltage
    value[3, 3] = NAN  # a load's power
    value[4, 4] = NAN  # the head's power
    found = estimate_batch(grid, seen, value, var, exact=True)
    fast = estimate_batch(grid, seen, value, var)
    assert found.solved.all()
    assert fast.solved.all()
    assert found.refused.tolist() == [0, 0, 1, 1, 1]
    np.testing.assert_allclose(fast.u_pu, found.u_pu, atol=1e-4)
    np.testing.assert_allclose(fast.loading, found.loading, atol=2e-3)
    for case in range(5):
        one = estimate(grid, replace(seen, value=value[case]), rules=Rules(most_removed=0))
        np.testing.assert_allclose(found.u_pu[case], one.u_pu, atol=2e-5)
        np.testing.assert_allclose(found.loading[case], one.loading, atol=1e-3)


def test_a_case_without_any_voltage_has_no_estimate() -> None:
    grid = ring()
    seen = measurements(*volts(flow(grid), 0, 4), *meters(grid, 0))
    value, var = cases(seen, 3)
    value[1, :2] = NAN
    value[2, :2] = [22.0, 1e6]  # kilovolts; nonsense
    found = estimate_batch(grid, seen, value, var)
    assert found.solved.tolist() == [True, False, False]
    assert np.isnan(found.u_pu[1:]).all()
    assert np.isnan(found.loading[1:]).all()
    assert found.refused.tolist() == [0, 2, 2]


@pytest.mark.parametrize("exact", [False, True])
def test_a_case_with_a_reading_far_from_the_others_is_marked(exact: bool) -> None:
    grid = ring()
    seen = measurements(*volts(flow(grid), 0, 2, 4, 6), *meters(grid, 0, 1))
    value, var = cases(seen, 3)
    value[1, 2] = 20_500.0
    value[2, 2] = NAN
    found = estimate_batch(grid, seen, value, var, exact=exact)
    assert found.solved.all()
    assert found.suspect.tolist() == [False, True, False]


def test_a_batch_leaves_dead_and_unobservable_islands_as_they_are() -> None:
    grid = two_islands()
    serving = grid.edges_in_service(out=np.array([0]))
    seen = measurements(*volts(flow(grid), 0))
    found = estimate_batch(grid, seen, *cases(seen, 2), serving)
    assert found.u_pu[:, 1].tolist() == [0, 0]
    assert np.isnan(found.u_pu[:, 2:]).all()
    assert found.u_pu[:, 0] == pytest.approx(1.0, abs=1e-6)
    nothing = measurements()
    assert not estimate_batch(grid, nothing, *cases(nothing, 2)).solved.any()


def test_readings_of_another_shape_are_refused() -> None:
    seen = measurements(*volts(flow(ring()), 0, 4))
    with pytest.raises(BadInput) as caught:
        estimate_batch(ring(), seen, np.zeros((3, 1)), np.zeros((3, 1)))
    assert caught.value.key == "estimation-shape-wrong"
