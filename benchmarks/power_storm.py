"""What goes dark in 10,000 storm scenarios on a network of 5,400 sections, on one core, beside
power-grid-model.

The network is simbench's 1-MVLV-rural with the two switches open that close a loop. Each section fails with
one chance; the nearest breaker above each failure opens. power-grid-model, which knows no protection, is told
which breakers are open (as lines of a metre, for it takes no breaker away) and solves some of the same
scenarios with its linear method; both must find the same nodes dark. A second figure is the same on the
simulated grid of Bac Ninh under the gusts of storm no. 3.
"""

import argparse
import os
import statistics
from dataclasses import fields, replace

import numpy as np
from power_grid_model import CalculationMethod, PowerGridModel, initialize_array

from benchmarks.common import Result, Table, median_ms, run, timed
from benchmarks.power_networks import MVLV_RURAL, grid
from luylau.cities import find_pack
from luylau.city import load
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.cyclone import YAGI_2024, Track
from luylau.power.engine import dataset, fused
from luylau.power.fragility import failure_probability
from luylau.power.grids import grid_of
from luylau.power.model import PROTECTIVE, Grid, Lines, Switches
from luylau.power.scenarios import Cases, Zones, assess, dark, draw, zones
from luylau.power.storm_replay import STORM_YEAR, calibrated, gusts
from luylau.power.topology import NONE, adjacency, trace, trace_from

CASES = 10_000
CHANCE = 0.002
"""Of a section to fail: eleven fail in the mean."""
PEER_CASES = 100
SEED = 471


def opened_loops(network: Grid) -> Grid:
    """Return the network with the switches open that close its loops."""
    closed = network.switches.closed.copy()
    for _ in range(10):
        made = replace(network, switches=replace(network.switches, closed=closed))
        loops = trace(made, made.edges_in_service()).loops
        if not len(loops):
            return made
        closed[loops[0] - made.switch_edges.start] = False
    raise RuntimeError("the network's loops are not closed by switches")


def with_breakers_as_lines(network: Grid) -> tuple[Grid, Int64]:
    """Return the network with each closed breaker as a line of a metre; and the switch of each such line."""
    switches, lines = network.switches, network.lines
    chosen = np.flatnonzero(np.isin(switches.kind, PROTECTIVE) & switches.closed)
    stay = np.ones(len(switches), np.bool_)
    stay[chosen] = False
    ends = {"from_node": switches.from_node[chosen], "to_node": switches.to_node[chosen]}
    columns = {}
    for field in fields(Lines):
        column = getattr(lines, field.name)
        if isinstance(column, tuple):
            columns[field.name] = column + tuple(switches.id[row] for row in chosen)
        else:
            like = np.resize(column[:1], len(chosen))
            columns[field.name] = np.concatenate((column, ends.get(field.name, like)))
    # A line of a metre whose current has no limit.
    columns["r_ohm"][len(lines) :] = columns["x_ohm"][len(lines) :] = 1e-4
    kept = {
        field.name: tuple(np.array(column, dtype=object)[stay]) if isinstance(column, tuple) else column[stay]
        for field in fields(Switches)
        for column in (getattr(switches, field.name),)
    }
    return replace(network, lines=Lines(**columns), switches=Switches(**kept)), chosen


def peer_dark(network: Grid, known: Zones, cases: Cases) -> tuple[float, Bool]:
    """Return the seconds that power-grid-model takes and which nodes it finds dark, shape (cases, nodes)."""
    twin, chosen = with_breakers_as_lines(network)
    serving = twin.edges_in_service()
    group = fused(twin, serving)
    made = dataset(twin, serving, group)
    model = PowerGridModel(made)
    line_of = {int(switch): len(network.lines) + row for row, switch in enumerate(chosen)}
    felt = known.begin[cases.edge] != NONE
    device = known.device[cases.edge[felt]]
    if (device == NONE).any():
        raise RuntimeError("a failure without a breaker above it trips the source")
    line = np.array([line_of[int(one) - known.grid.switch_edges.start] for one in device])
    change = initialize_array("update", "line", (len(cases), len(chosen)))
    change["id"] = made["line"]["id"][len(network.lines) : len(network.lines) + len(chosen)]
    status = np.ones((len(cases), len(chosen)), np.int8)
    case = np.repeat(np.arange(len(cases)), np.diff(cases.start))[felt]
    status[case, line - len(network.lines)] = 0
    change["from_status"] = change["to_status"] = status
    with timed() as timer:
        answer = model.calculate_power_flow(
            update_data={"line": change},
            output_component_types=["node"],
            calculation_method=CalculationMethod.linear,
            threading=-1,
        )
    by_group = np.zeros((len(cases), int(group.max()) + 1), np.bool_)
    by_group[:, answer["node"]["id"][0]] = answer["node"]["energized"] == 0
    return timer.seconds, by_group[:, group]


def own_seconds(known: Zones, chance: Float64, times: int) -> tuple[float, float]:
    """Return the median seconds of drawing all cases and of finding what each makes dark."""
    drawing, finding = [], []
    for _ in range(times + 1):
        with timed() as draws:
            cases = draw(chance, CASES, SEED)
        with timed() as finds:
            assess(known, cases)
        drawing.append(draws.seconds)
        finding.append(finds.seconds)
    return statistics.median(drawing[1:]), statistics.median(finding[1:])


def trace_ms(network: Grid) -> float:
    """Return the median milliseconds of tracing the network after one switch has moved, adjacency at hand."""
    beside, serving = adjacency(network), network.edges_in_service()

    def after(turn: int) -> object:
        moved = serving.copy()
        moved[network.switch_edges.start + turn % len(network.switches)] ^= True
        return trace_from(beside, moved, network.sources.node)

    return median_ms(after, 300)


def measure(arguments: argparse.Namespace) -> Result:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    network = opened_loops(grid(MVLV_RURAL))
    known = zones(network)
    chance = np.full(len(network.lines), CHANCE)
    draw_s, find_s = own_seconds(known, chance, 5 if arguments.quick else 25)
    few = draw(chance, CASES, SEED).piece(0, PEER_CASES)
    peer_s, peer = peer_dark(network, known, few)
    ours = dark(known, few)
    fed = known.place >= 0
    differing = int((ours[:, fed] != peer[:, fed]).sum())
    peer_all_s = peer_s / PEER_CASES * CASES
    table = Table(
        title=f"{CASES:,} scenarios, {len(network.lines):,} sections, {len(network.nodes):,} nodes",
        columns=["program", "seconds", "us a scenario", "times as long"],
    )
    table.add("own: who is dark", find_s, find_s / CASES * 1e6, 1.0)
    table.add("own: drawing the failures", draw_s, draw_s / CASES * 1e6, None)
    table.add(
        f"power-grid-model (from {PEER_CASES})", peer_all_s, peer_all_s / CASES * 1e6, peer_all_s / find_s
    )
    folder = find_pack("bac-ninh")
    city_grid = grid_of(folder, load(folder))
    if city_grid is None:
        raise RuntimeError("the pack has no grid")
    gust_ms = gusts(city_grid, Track.of(YAGI_2024))
    city_chance = failure_probability(
        city_grid.lines, gust_ms, calibrated(city_grid, gust_ms), year=STORM_YEAR
    )
    city_draw_s, city_find_s = own_seconds(zones(city_grid), city_chance, 5)
    city = Table(
        title=f"{CASES:,} scenarios of storm no. 3 on the simulated grid, {len(city_grid.lines):,} sections",
        columns=["step", "seconds", "us a scenario"],
    )
    city.add("who is dark", city_find_s, city_find_s / CASES * 1e6)
    city.add("drawing the failures", city_draw_s, city_draw_s / CASES * 1e6)
    traced_ms = trace_ms(city_grid)
    city.add("tracing after one move, each", traced_ms / 1e3, traced_ms * 1e3)
    return Result(
        tables=[table, city],
        figures={
            "seconds": find_s,
            "draw_seconds": draw_s,
            "ratio_pgm": peer_all_s / find_s,
            "differing_nodes": differing,
            "city": {"seconds": city_find_s, "draw_seconds": city_draw_s, "trace_ms": traced_ms},
        },
    )


if __name__ == "__main__":
    run(__doc__ or "", measure)
