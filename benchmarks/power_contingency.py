"""N-1 over all lines and transformers, on one core, beside power-grid-model, lightsim2grid and pandapower.

Every program solves the same networks in the same run, its model made beforehand: power-grid-model all cases
as one batch, lightsim2grid its contingency analysis, pandapower one power flow a case (some cases only; the
others would take minutes). What the product's figure holds besides: who is dark, tripped, tied, and the
extremes of every case.
"""

import argparse
import os
import statistics
import subprocess
import sys
import warnings
from collections.abc import Callable

import numpy as np
import pandapower as pp
from lightsim2grid.lightsim2grid_cpp import ContingencyAnalysisCPP
from lightsim2grid.network import init_from_pandapower
from power_grid_model import CalculationMethod, PowerGridModel, initialize_array

from benchmarks.common import Result, Table, run, timed
from benchmarks.power_networks import (
    MV_URBAN,
    MVLV_RURAL,
    OBERRHEIN,
    grid,
    pandapower_network,
    without_switches,
    written,
)
from luylau.power.contingency import n_minus_1, prepare
from luylau.power.engine import dataset, fused
from luylau.power.model import Grid

PANDAPOWER_CASES = 20


def own(network: Grid) -> tuple[Callable[[], object], int]:
    ready = prepare(network)
    return lambda: n_minus_1(ready), len(n_minus_1(ready))


def engine(network: Grid) -> tuple[Callable[[], object], int]:
    serving = network.edges_in_service()
    made = dataset(network, serving, fused(network, serving))
    model = PowerGridModel(made)
    lines = np.flatnonzero(serving[: len(network.lines)])
    change = initialize_array("update", "line", (len(lines), 1))
    change["id"][:, 0] = made["line"]["id"][lines]
    change["from_status"] = change["to_status"] = 0

    def work() -> object:
        return model.calculate_power_flow(
            update_data={"line": change},
            output_component_types=["node"],
            calculation_method=CalculationMethod.newton_raphson,
            continue_on_batch_error=True,
            threading=-1,
        )

    return work, len(lines)


def lightsim(name: str) -> tuple[Callable[[], object], int]:
    net = without_switches(name)
    model = init_from_pandapower(net)
    angle = np.deg2rad(net.res_bus.va_degree)
    start = (net.res_bus.vm_pu * np.exp(1j * angle)).to_numpy()
    analysis = ContingencyAnalysisCPP(model)
    analysis.handle_disconnected_grid = True
    analysis.add_all_n1()

    def work() -> object:
        analysis.clear_results_only()
        analysis.compute(start, 10, 1e-8)
        return analysis.get_voltages()

    return work, len(net.line) + len(net.trafo)


def pandapower_each(name: str) -> float:
    """Return seconds a case."""
    net = pandapower_network(name)
    with warnings.catch_warnings(), timed() as timer:
        warnings.simplefilter("ignore")
        for line in net.line.index[:PANDAPOWER_CASES]:
            net.line.loc[line, "in_service"] = False
            pp.runpp(net)
            net.line.loc[line, "in_service"] = True
    return timer.seconds / PANDAPOWER_CASES


def us_per_case(work: Callable[[], object], cases: int, times: int) -> float:
    work()
    taken = []
    for _ in range(times):
        with timed() as timer:
            work()
        taken.append(timer.seconds)
    return statistics.median(taken) / cases * 1e6


ALONE = """
import sys
from pathlib import Path
from luylau.power.contingency import n_minus_1, prepare
from luylau.power.exchange import pandapower_json
n_minus_1(prepare(pandapower_json.read(Path(sys.argv[1]))))
status = Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""


def peak_of_own(name: str) -> float:
    """Return the most memory (MB) that a process has which does nothing else.

    By the kernel's mark for the program: what ``getrusage`` says of a child begins with its parent's.
    """
    with written(name) as file:
        done = subprocess.run(
            [sys.executable, "-c", ALONE, str(file)], capture_output=True, text=True, check=True
        )
    return float(done.stdout) * 1_024 / 1e6


def measure(arguments: argparse.Namespace) -> Result:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    table = Table(
        title="N-1, microseconds a case, medians",
        columns=["network", "cases", "own", "power-grid-model", "lightsim2grid", "pandapower"],
    )
    figures: dict[str, dict[str, float]] = {}
    times = 5 if arguments.quick else 15
    for key, name in (("mv_urban", MV_URBAN), ("mv_oberrhein", OBERRHEIN)):
        network = grid(name)
        work, cases = own(network)
        ours = us_per_case(work, cases, times * 4)
        pgm = us_per_case(*engine(network), times)
        # lightsim2grid's power flow does not converge on mv_oberrhein.
        ls = us_per_case(*lightsim(name), times) if name == MV_URBAN else None
        pandas = pandapower_each(name) * 1e6
        table.add(name, cases, ours, pgm, ls, pandas)
        figures[key] = {"us_per_case": ours, "ratio_pgm": pgm / ours, "ratio_pandapower": pandas / ours}
        if ls is not None:
            figures[key]["ratio_lightsim2grid"] = ls / ours
    network = grid(MVLV_RURAL)
    work, cases = own(network)
    ours = us_per_case(work, cases, times)
    figures["mvlv_rural"] = {"seconds": ours * cases / 1e6, "peak_mb": peak_of_own(MVLV_RURAL)}
    table.add(MVLV_RURAL, cases, ours, None, None, None)
    if not arguments.quick:
        figures["mvlv_rural"]["ratio_pgm"] = us_per_case(*engine(network), 1) / ours
    return Result(tables=[table], figures=figures)


if __name__ == "__main__":
    run(__doc__ or "", measure)
