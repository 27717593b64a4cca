"""State estimation against true power flows, a dense least squares written for the test, and pandapower."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandapower as pp
import pandapower.estimation as ppe
import pandapower.networks as pn
import pytest
from numpy.typing import NDArray

from luylau.kernel.arrays import Float64
from luylau.power.engine import Flow, flow
from luylau.power.estimation import Measurements, Quantity, Reason, estimate, estimate_batch
from luylau.power.evaluation import with_loads
from luylau.power.exchange import pandapower_json
from luylau.power.model import Grid
from tests.unit.power.grids import ring

pytestmark = pytest.mark.filterwarnings("ignore")


Row = tuple[Quantity, int, float, float, float]


def measurements(rows: Sequence[Row]) -> Measurements:
    quantity, element, value, reactive_var, sigma = zip(*rows, strict=True)
    return Measurements(
        id=tuple(f"m{row}" for row in range(len(rows))),
        quantity=np.array(quantity, np.int8),
        element=np.array(element, np.int64),
        value=np.array(value, np.float64),
        reactive_var=np.array(reactive_var, np.float64),
        sigma=np.array(sigma, np.float64),
        age_s=np.zeros(len(rows)),
    )


def dense(grid: Grid, seen: Measurements, empty: Sequence[int]) -> NDArray[np.complex128]:
    """Weighted least squares over lines and voltages in volts, written from the definition; nothing hangs on
    the nodes ``empty``."""
    lines, count = grid.lines, len(grid.nodes)
    u_v = 22_000.0
    y = np.zeros((count, count), np.complex128)
    for begin, end, r, x in zip(lines.from_node, lines.to_node, lines.r_ohm, lines.x_ohm, strict=True):
        for a, b, sign in ((begin, begin, 1), (end, end, 1), (begin, end, -1), (end, begin, -1)):
            y[a, b] += sign / complex(r, x)

    def model(state: Float64) -> Float64:
        u = state[:count] * np.exp(1j * np.append(0.0, state[count:]))
        injected = u * np.conj(y @ u)
        out: list[float] = []
        for quantity, element in zip(seen.quantity.tolist(), seen.element.tolist(), strict=True):
            if quantity == Quantity.VOLTAGE:
                out.append(abs(u[element]))
            elif quantity == Quantity.LOAD:
                taken = -injected[grid.loads.node[element]]
                out += [taken.real, taken.imag]
            else:
                begin, end = int(lines.from_node[element]), int(lines.to_node[element])
                into = u[begin] * np.conj(
                    (u[begin] - u[end]) / complex(lines.r_ohm[element], lines.x_ohm[element])
                )
                out += [into.real, into.imag]
        for node in empty:
            out += [injected[node].real, injected[node].imag]
        return np.array(out)

    z: list[float] = []
    sigma: list[float] = []
    for row in range(len(seen)):
        voltage = seen.quantity[row] == Quantity.VOLTAGE
        z += [seen.value[row]] if voltage else [seen.value[row], seen.reactive_var[row]]
        sigma += [seen.sigma[row]] * (1 if voltage else 2)
    z += [0.0] * (2 * len(empty))
    sigma += [1.0] * (2 * len(empty))
    state = np.append(np.full(count, u_v), np.zeros(count - 1))
    step = np.append(np.full(count, 1.0), np.full(count - 1, 1e-5))
    weight = 1 / np.array(sigma)
    for _ in range(20):
        jacobian = np.stack(
            [(model(state + one) - model(state - one)) / (2 * one.sum()) for one in np.diag(step)],
            axis=1,
        )
        change, *_ = np.linalg.lstsq(
            (jacobian / np.append(np.full(count, 1 / u_v), np.ones(count - 1))) * weight[:, None],
            (np.array(z) - model(state)) * weight,
            rcond=None,
        )
        state = state + change * np.append(np.full(count, u_v), np.ones(count - 1))
    u_pu, angle = state[:count] / u_v, np.append(0.0, state[count:])
    return (u_pu * np.exp(1j * angle)).astype(np.complex128)


def chain() -> Grid:
    """The ring without switches: n1 ══a══ n2, n2 ══b══ n4, n1 ══c══ n6."""
    grid = ring()
    kept = np.array([1, 2, 4, 6])
    number = {old: new for new, old in enumerate(kept.tolist())}
    lines = grid.lines
    ends = [(1, 2), (2, 4), (1, 6)]
    return Grid(
        name="chain",
        nodes=grid.nodes.take(kept),
        lines=replace(
            lines,
            from_node=np.array([number[begin] for begin, _ in ends]),
            to_node=np.array([number[end] for _, end in ends]),
        ),
        sources=replace(grid.sources, node=np.array([0])),
        loads=replace(grid.loads, node=np.array([1, 2, 3])),
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("empty", [[], [1]])
def test_noisy_readings_give_what_a_dense_least_squares_gives(seed: int, empty: list[int]) -> None:
    grid = chain()
    grid = replace(grid, loads=grid.loads.take(np.flatnonzero(~np.isin(grid.loads.node, empty))))
    true = flow(grid)
    rng = np.random.default_rng(seed)
    rows = [(Quantity.VOLTAGE, node, true.u_pu[node] * 22e3, np.nan, 80.0) for node in range(4)]
    rows += [
        (Quantity.LOAD, row, grid.loads.p_w[row], grid.loads.q_var[row], 3e4)
        for row in range(len(grid.loads))
    ]
    into_p = 3.05e6 if not empty else 2.03e6
    rows += [(Quantity.POWER_BEGIN, 0, into_p, 0.27 * into_p, 4e4)]
    noisy = [
        (kind, at, value + sigma * rng.standard_normal(), var + sigma * rng.standard_normal(), sigma)
        for kind, at, value, var, sigma in rows
    ]
    seen = measurements(noisy)
    expected = dense(grid, seen, empty)
    found = estimate(grid, seen)
    assert found.flags == ()
    np.testing.assert_allclose(found.u_pu, np.abs(expected), atol=1e-7)
    np.testing.assert_allclose(found.angle_rad, np.angle(expected), atol=1e-6)


@pytest.fixture(scope="module")
def oberrhein(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    file = tmp_path_factory.mktemp("net") / "net.json"
    pp.to_json(pn.mv_oberrhein(), str(file))
    return pandapower_json.read(file)


def metered(grid: Grid, true: Flow, rng: np.random.Generator, share: float) -> Measurements:
    """Voltage (1 %) and power (2 %) at a share of the loads, with errors; the busbars' voltages (0.5 %)."""
    at = rng.choice(len(grid.loads), int(share * len(grid.loads)), replace=False)
    rows = []
    for node, share_u in [(int(grid.loads.node[load]), 0.01) for load in at] + [
        (int(node), 0.005) for node in grid.transformers.lv_node
    ]:
        u_v = true.u_pu[node] * grid.nodes.u_rated_v[node]
        sigma = share_u * u_v
        rows.append((Quantity.VOLTAGE, node, u_v + sigma * rng.standard_normal(), np.nan, sigma))
    for load in at.tolist():
        p, q = grid.loads.p_w[load], grid.loads.q_var[load]
        sigma = 0.02 * np.hypot(p, q)
        rows.append(
            (
                Quantity.LOAD,
                load,
                p + sigma * rng.standard_normal(),
                q + sigma * rng.standard_normal(),
                sigma,
            )
        )
    return measurements(rows)


def test_voltages_are_three_times_better_than_the_sensors(oberrhein: Grid) -> None:
    """True loads are half to one and a half times the plan, each for itself; half of them have a meter."""
    grid = oberrhein
    rng = np.random.default_rng(11)
    scale = rng.uniform(0.5, 1.5, len(grid.loads))
    actual = with_loads(grid, grid.loads.p_w * scale, grid.loads.q_var * scale)
    true = flow(actual)
    alive = true.energised
    squares, raw = [], []
    for _ in range(10):
        seen = metered(actual, true, rng, 0.5)
        found = estimate(grid, seen)
        assert found.flags == ()
        volts = (seen.quantity == Quantity.VOLTAGE) & (seen.sigma > 0.006 * seen.value)
        node = seen.element[volts]
        raw.append(seen.value[volts] / grid.nodes.u_rated_v[node] - true.u_pu[node])
        squares.append((found.u_pu - true.u_pu)[alive])
    error, sensors = (float(np.sqrt(np.mean(np.concatenate(part) ** 2))) for part in (squares, raw))
    assert sensors == pytest.approx(0.01, rel=0.15)
    assert error <= sensors / 3


def test_a_bad_voltage_among_many_is_found_and_costs_nothing(oberrhein: Grid) -> None:
    grid = oberrhein
    true = flow(grid)
    rng = np.random.default_rng(4)
    seen = metered(grid, true, rng, 0.6)
    value, high = seen.value.copy(), 5
    value[high] *= 1.1
    found = estimate(grid, replace(seen, value=value))
    assert [(flag.row, flag.reason) for flag in found.flags] == [(high, Reason.BAD)]
    assert found.flags[0].residual == pytest.approx(0.1 * seen.value[high], rel=0.3)
    without = np.delete(np.arange(len(seen)), high)
    np.testing.assert_allclose(found.u_pu, estimate(grid, seen.take(without)).u_pu, atol=1e-9)


def test_the_answer_is_pandapowers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Voltage and power of every bus of the 33-bus network, with errors, in both programs."""
    net = pn.case33bw()
    file = tmp_path_factory.mktemp("net") / "net.json"
    pp.to_json(net, str(file))
    grid = pandapower_json.read(file)
    assert grid.nodes.id == tuple(f"bus-{bus}" for bus in net.bus.index)
    true = flow(grid)
    rng = np.random.default_rng(9)
    rows: list[Row] = []
    for node in range(len(grid.nodes)):
        u_rated_v = grid.nodes.u_rated_v[node]
        u_v = float(true.u_pu[node] * u_rated_v + 0.005 * u_rated_v * rng.standard_normal())
        rows.append((Quantity.VOLTAGE, node, u_v, np.nan, 0.005 * u_rated_v))
        pp.create_measurement(net, "v", "bus", u_v / u_rated_v, 0.005, node)
    for load, node in enumerate(grid.loads.node.tolist()):
        p, q = (
            float(column[load] + 2e4 * rng.standard_normal()) for column in (grid.loads.p_w, grid.loads.q_var)
        )
        rows.append((Quantity.LOAD, load, p, q, 2e4))
        pp.create_measurement(net, "p", "bus", p / 1e6, 0.02, node)
        pp.create_measurement(net, "q", "bus", q / 1e6, 0.02, node)
    assert len(grid.loads) == 32
    assert ppe.estimate(net, init="flat", tolerance=1e-9)["success"]
    found = estimate(grid, measurements(rows))
    assert found.flags == ()
    np.testing.assert_allclose(found.u_pu, net.res_bus_est.vm_pu, atol=1e-7)
    lines = [int(name.removeprefix("line-")) for name in grid.lines.id]
    i_a = net.res_line_est.i_ka.loc[lines].to_numpy() * 1e3
    np.testing.assert_allclose(found.i_a[: len(lines)], i_a, rtol=1e-4)


def test_a_batch_on_a_real_network_is_each_estimate(oberrhein: Grid) -> None:
    grid = oberrhein
    rng, cases = np.random.default_rng(1), 40
    seen = metered(grid, flow(grid), rng, 0.5)
    value = seen.value * rng.uniform(0.995, 1.005, (cases, len(seen)))
    value[rng.random(value.shape) < 0.02] = np.nan
    var = np.tile(seen.reactive_var, (cases, 1))
    found = estimate_batch(grid, seen, value, var, exact=True)
    assert found.solved.all()
    assert (found.refused == np.isnan(value).sum(axis=1)).all()
    for case in (0, 7, cases - 1):
        one = estimate(grid, replace(seen, value=value[case]))
        assert {flag.reason for flag in one.flags} <= {Reason.NOT_A_NUMBER}
        np.testing.assert_allclose(found.u_pu[case], one.u_pu, atol=2e-5)
    # A twentieth of what the meters err, as a rule.
    fast = estimate_batch(grid, seen, value, var)
    assert fast.solved.all()
    assert np.sqrt(np.mean((fast.u_pu - found.u_pu) ** 2)) < 5e-4
    np.testing.assert_allclose(fast.u_pu, found.u_pu, atol=3e-3)
