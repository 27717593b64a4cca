"""State estimation on one core, beside pandapower: milliseconds an estimate, and how much it errs.

simbench 1-MV-urban. Every load and generator gives half to one and a half times its plan, each for itself;
half of the loads, drawn by chance, have a meter that tells voltage (1 %) and power (2 %); the busbar's
voltage is known to 0.5 %. States and the meters' errors are drawn anew. ``error_ratio`` is the error (RMS)
of the estimated voltages of all medium-voltage nodes over that of the meters' own. pandapower gets the same
readings and the same plan, with the same standard deviations, for a few of the estimates.
"""

import argparse
import os
import statistics
import warnings
from dataclasses import replace

import numpy as np
import pandapower as pp
import pandapower.estimation as ppe

from benchmarks.common import Result, Table, run, timed
from benchmarks.power_networks import MV_URBAN, grid, without_switches
from luylau.kernel.arrays import Float64, Int64
from luylau.power.engine import flow
from luylau.power.estimation import Measurements, Quantity, Rules, estimate, estimate_batch
from luylau.power.model import Grid

STATES = 20
METERED, VOLTAGE_SHARE, BUSBAR_SHARE, POWER_SHARE = 0.5, 0.01, 0.005, 0.02
PANDAPOWER_CASES = 10


def actual(network: Grid, rng: np.random.Generator) -> Grid:
    of_load, of_gen = (rng.uniform(0.5, 1.5, len(table)) for table in (network.loads, network.generators))
    loads, generators = network.loads, network.generators
    return replace(
        network,
        loads=replace(loads, p_w=loads.p_w * of_load, q_var=loads.q_var * of_load),
        generators=replace(generators, p_w=generators.p_w * of_gen, q_var=generators.q_var * of_gen),
    )


def instruments(network: Grid, at: Int64) -> Measurements:
    """Return the busbar's voltmeter and the meters of the loads ``at``: voltages, then powers."""
    node = np.concatenate([network.transformers.lv_node[:1], network.loads.node[at]])
    u_v = network.nodes.u_rated_v[node]
    share = np.where(np.arange(len(node)) > 0, VOLTAGE_SHARE, BUSBAR_SHARE)
    s_va = np.hypot(network.loads.p_w[at], network.loads.q_var[at])
    count = len(node) + len(at)
    return Measurements(
        id=tuple(f"meter-{row}" for row in range(count)),
        quantity=np.repeat([Quantity.VOLTAGE, Quantity.LOAD], [len(node), len(at)]).astype(np.int8),
        element=np.concatenate([node, at]),
        value=np.full(count, np.nan),
        reactive_var=np.full(count, np.nan),
        sigma=np.concatenate([share * u_v, POWER_SHARE * s_va]),
        age_s=np.zeros(count),
    )


def readings(
    network: Grid, seen: Measurements, cases: int, rng: np.random.Generator
) -> tuple[Float64, Float64, Float64]:
    """Return true voltages, shape (cases, nodes), and what the instruments read."""
    volts = seen.quantity == Quantity.VOLTAGE
    u_pu, p, q = [], [], []
    for _ in range(STATES):
        true = actual(network, rng)
        u_pu.append(flow(true).u_pu)
        volt = u_pu[-1][seen.element * volts] * network.nodes.u_rated_v[seen.element * volts]
        p.append(np.where(volts, volt, true.loads.p_w[seen.element * ~volts]))
        q.append(true.loads.q_var[seen.element * ~volts])
    state = np.arange(cases) % STATES
    errors = seen.sigma * rng.standard_normal((2, cases, len(seen)))
    var = np.where(volts, np.nan, np.array(q)[state] + errors[1])
    return np.array(u_pu)[state], np.array(p)[state] + errors[0], var


def rms(error: Float64) -> float:
    return float(np.sqrt(np.mean(error**2)))


def pandapower_each(
    network: Grid, seen: Measurements, value: Float64, var: Float64, true: Float64
) -> tuple[float, float]:
    """Return seconds an estimate, and the error of its voltages."""
    net, rules = without_switches(MV_URBAN), Rules()
    load_bus, gen_bus = net.load.bus.to_numpy(), net.sgen.bus.to_numpy()
    buses = np.setdiff1d(net.bus.index.to_numpy(), net.ext_grid.bus)
    plans, sigmas = [], []
    for table in (network.loads, network.generators):
        size = np.hypot(table.p_w, table.q_var)
        plans.append((table.p_w, table.q_var))
        sigmas.append(np.maximum(rules.pseudo_share * size, rules.pseudo_least * size.mean()))
    volts = np.flatnonzero(seen.quantity == Quantity.VOLTAGE)
    powers = np.flatnonzero(seen.quantity == Quantity.LOAD)
    at = np.concatenate([[net.trafo.lv_bus.iloc[0]], load_bus[seen.element[powers]]])
    # Where nothing hangs nothing flows in: 1 W is a certainty.
    s2 = np.full(len(net.bus), 1.0)
    of_load = sigmas[0].copy()
    of_load[seen.element[powers]] = seen.sigma[powers]
    np.add.at(s2, load_bus, of_load**2)
    np.add.at(s2, gen_bus, sigmas[1] ** 2)
    taken, errors = [], []
    for case in range(len(value)):
        net.measurement.drop(net.measurement.index, inplace=True)
        for row, bus in zip(volts.tolist(), at.tolist(), strict=True):
            u_v = network.nodes.u_rated_v[seen.element[row]]
            pp.create_measurement(net, "v", "bus", value[case, row] / u_v, seen.sigma[row] / u_v, bus)
        for kind, number, read in (("p", 0, value), ("q", 1, var)):
            drawn = plans[0][number].copy()
            drawn[seen.element[powers]] = read[case, powers]
            injected = np.zeros(len(net.bus))
            np.add.at(injected, load_bus, drawn)
            np.add.at(injected, gen_bus, -plans[1][number])
            for bus in buses.tolist():
                pp.create_measurement(net, kind, "bus", injected[bus] / 1e6, np.sqrt(s2[bus]) / 1e6, bus)
        with warnings.catch_warnings(), timed() as timer:
            warnings.simplefilter("ignore")
            ppe.estimate(net, init="flat", tolerance=1e-6, zero_injection=None)
        taken.append(timer.seconds)
        known = network.loads.node
        errors.append(net.res_bus_est.vm_pu.to_numpy()[load_bus] - true[case, known])
    return statistics.median(taken), rms(np.array(errors))


def measure(arguments: argparse.Namespace) -> Result:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    network, rng = grid(MV_URBAN), np.random.default_rng(1)
    loads = len(network.loads)
    seen = instruments(network, rng.choice(loads, int(METERED * loads), replace=False))
    cases = 500 if arguments.quick else 2_000
    true, value, var = readings(network, seen, cases, rng)
    middle = np.flatnonzero((true[0] > 0) & (network.nodes.u_rated_v < 20e3))
    meters = np.flatnonzero(seen.quantity == Quantity.VOLTAGE)[1:]
    node = seen.element[meters]
    raw = rms(value[:, meters] / network.nodes.u_rated_v[node] - true[:, node])
    table = Table(
        title=f"State estimation, {MV_URBAN}, {cases:,} estimates; the meters err by {raw * 100:.3f} %",
        columns=["program", "ms an estimate", "error, %", "error over the meters'"],
    )
    figures: dict[str, float] = {}
    for exact in (False, True):
        taken = []
        for _ in range(5 if arguments.quick else 15):
            with timed() as timer:
                found = estimate_batch(network, seen, value, var, exact=exact)
            taken.append(timer.seconds / cases * 1e3)
        each_ms = statistics.median(taken)
        error = rms((found.u_pu - true)[found.solved][:, middle])
        name = "exact_" if exact else ""
        figures[f"{name}ms_per_estimate"], figures[f"{name}error_ratio"] = each_ms, error / raw
        figures[f"{name}solved"] = float(found.solved.mean())
        table.add(f"own, in batches{', exact' * exact}", each_ms, error * 100, error / raw)
    alone = []
    for case in range(50):
        one = replace(seen, value=value[case], reactive_var=var[case])
        with timed() as timer:
            estimate(network, one)
        alone.append(timer.seconds * 1e3)
    figures["ms_alone"] = statistics.median(alone)
    table.add("own, alone, with the search for bad data", figures["ms_alone"], None, None)
    few = slice(0, PANDAPOWER_CASES)
    peer_s, error = pandapower_each(network, seen, value[few], var[few], true[few])
    table.add("pandapower", peer_s * 1e3, error * 100, error / raw)
    figures["ratio_pandapower"] = peer_s * 1e3 / figures["ms_per_estimate"]
    return Result(tables=[table], figures=figures)


if __name__ == "__main__":
    run(__doc__ or "", measure)
