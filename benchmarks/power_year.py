"""One year of 15-minute steps on a network of 144 buses, on one core, beside power-grid-model and pandapower.

Each load follows a daily and weekly course with noise, the same for all programs. power-grid-model solves
the year as one batch (in pieces, for the memory), pandapower some steps only.
"""

import argparse
import os
import statistics
import warnings

import numpy as np
import pandapower as pp
from power_grid_model import CalculationMethod, PowerGridModel, initialize_array

from benchmarks.common import Result, Table, run, timed
from benchmarks.power_networks import MV_URBAN, grid, pandapower_network
from luylau.power.engine import dataset, fused
from luylau.power.radial import sweeps, tree

STEPS = 35_040
PIECE = 4_380
PANDAPOWER_STEPS = 20
TOLERANCE = 1e-8
"""Largest change of a voltage (pu) in the last iteration, for all."""


def courses(loads: int) -> np.ndarray:
    """Return the factor on each load's power at each step."""
    hour = np.arange(STEPS) / 4
    day = 0.65 + 0.25 * np.sin(2 * np.pi * (hour / 24 - 0.3)) + 0.1 * np.sin(4 * np.pi * hour / 24)
    week = np.where(hour // 24 % 7 >= 5, 0.85, 1.0)
    noise = np.random.default_rng(11).normal(1, 0.1, (STEPS, loads))
    return (day * week)[:, None] * np.clip(noise, 0.5, 1.5)


def measure(arguments: argparse.Namespace) -> Result:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    network = grid(MV_URBAN)
    factor = courses(len(network.loads))
    p_w, q_var = network.loads.p_w * factor, network.loads.q_var * factor
    rooted = tree(network)
    taken = []
    for _ in range(4 if arguments.quick else 12):
        with timed() as timer:
            found = sweeps(rooted, p_w, q_var, tolerance=TOLERANCE)
        taken.append(timer.seconds)
    ours = statistics.median(taken[1:])
    serving = network.edges_in_service()
    made = dataset(network, serving, fused(network, serving))
    model = PowerGridModel(made)
    low = np.empty(STEPS)
    with timed() as engine:
        for begun in range(0, STEPS, PIECE):
            piece = slice(begun, begun + PIECE)
            change = initialize_array("update", "sym_load", (PIECE, len(network.loads)))
            change["id"] = made["sym_load"]["id"]
            change["p_specified"], change["q_specified"] = p_w[piece], q_var[piece]
            answer = model.calculate_power_flow(
                update_data={"sym_load": change},
                output_component_types=["node"],
                error_tolerance=TOLERANCE,
                calculation_method=CalculationMethod.newton_raphson,
                threading=-1,
            )
            u_pu, fed = answer["node"]["u_pu"], answer["node"]["energized"] == 1
            low[piece] = np.where(fed, u_pu, np.inf).min(axis=1)
    net = pandapower_network(MV_URBAN)
    base_p, base_q = net.load.p_mw.copy(), net.load.q_mvar.copy()
    with warnings.catch_warnings(), timed() as pandas:
        warnings.simplefilter("ignore")
        for step in range(PANDAPOWER_STEPS):
            net.load.p_mw, net.load.q_mvar = base_p * factor[step].mean(), base_q * factor[step].mean()
            pp.runpp(net)
    net.load.p_mw, net.load.q_mvar = base_p, base_q
    pandas_year = pandas.seconds / PANDAPOWER_STEPS * STEPS
    difference_pu = float(np.abs(low - found.u_min_pu).max())
    table = Table(
        title=f"{STEPS:,} steps, {len(rooted)} nodes",
        columns=["program", "seconds", "times as long", "largest difference of the lowest voltage"],
    )
    table.add("own", ours, 1.0, None)
    table.add("power-grid-model", engine.seconds, engine.seconds / ours, difference_pu)
    table.add(f"pandapower (from {PANDAPOWER_STEPS} steps)", pandas_year, pandas_year / ours, None)
    figures = {
        "seconds": ours,
        "ratio_pgm": engine.seconds / ours,
        "ratio_pandapower": pandas_year / ours,
        "difference_pu": difference_pu,
    }
    return Result(tables=[table], figures=figures)


if __name__ == "__main__":
    run(__doc__ or "", measure)
