"""Measurements as power-grid-model's sensors, and its state estimation run with them."""

from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from power_grid_model import CalculationMethod, MeasuredTerminalType, PowerGridModel, initialize_array
from power_grid_model.errors import PowerGridError  # type: ignore[attr-defined]
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.allocation import load_factors
from luylau.power.engine import Dataset, dataset, fused
from luylau.power.measurements import Measurements, Quantity, Screened, node_of, screen
from luylau.power.model import Generators, Grid, Loads
from luylau.power.topology import NONE, Trace, trace

TOLERANCE: Final = 1e-6
"""Largest change of a voltage (pu) in the last iteration; the step after it would be far smaller."""
MOST_ITERATIONS: Final = 30
LEAST_VA: Final = 1e3
"""Stands for the mean load where no load is planned at all."""

_APPLIANCE: Final = {
    int(Quantity.LOAD): ("sym_load", MeasuredTerminalType.load),
    int(Quantity.GENERATOR): ("sym_gen", MeasuredTerminalType.generator),
    int(Quantity.SOURCE): ("source", MeasuredTerminalType.source),
}


class NoEstimate(Exception):
    """The engine finds no solution with these sensors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensors:
    """The engine's sensors, ``made``. ``volt_rows``, ``power_rows``: the measurements that the voltage
    sensors and the first of the power sensors are; the other power sensors are planned loads.
    ``power_island``: of each power sensor. ``freedom``: by island, equations less unknowns."""

    made: Dataset
    volt_rows: Int64
    power_rows: Int64
    power_island: Int64
    freedom: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One grid with its switches, and what is measured in it.

    ``made``: the engine's network; ``group`` of each node. Islands, numbered from 0, are what is joined and
    has a source: ``group_island`` (-1 where dead) and ``row_island`` of each measurement.
    """

    grid: Grid
    screened: Screened
    group: Int64
    made: Dataset
    traced: Trace
    group_island: Int64
    row_island: Int64
    islands: int
    pseudo_share: float
    pseudo_least: float


def case(
    grid: Grid, measured: Measurements, serving: Bool, *,
    stale_s: float, pseudo_share: float, pseudo_least: float,
) -> Case:  # fmt: skip
    """Return the grid and its measurements as the engine takes them."""
    traced = trace(grid, serving)
    screened = screen(grid, measured, serving, traced, stale_s)
    group = fused(grid, serving)
    group_island = _islands(grid, serving, traced, group)
    return Case(
        grid=grid,
        screened=screened,
        group=group,
        made=dataset(grid, serving, group),
        traced=traced,
        group_island=group_island,
        row_island=group_island[group[node_of(grid, screened.quantity, screened.element)]],
        islands=int(group_island.max(initial=NONE)) + 1,
        pseudo_share=pseudo_share,
        pseudo_least=pseudo_least,
    )


def _islands(grid: Grid, serving: Bool, traced: Trace, group: Int64) -> Int64:
    count = len(grid.nodes)
    ways = (np.ones(int(serving.sum())), (grid.edge_from[serving], grid.edge_to[serving]))
    label = connected_components(coo_array(ways, shape=(count, count)), directed=False)[1]
    live = np.unique(label[traced.energised])
    number = np.full(count, NONE)
    number[live] = np.arange(len(live))
    of_group = np.full(int(group.max(initial=NONE)) + 1, NONE)
    of_group[group] = number[label]
    return of_group


def sensors(case: Case, active: Bool) -> Sensors:
    """Return sensors of the active measurements and of all planned loads and generators without one.

    A load planned as 0 W is no certainty: its sigma is a share of the mean load, for sigmas of nothing make
    the engine's equations singular.
    """
    screened, made = case.screened, case.made
    volt_rows = np.flatnonzero(active & (screened.quantity == Quantity.VOLTAGE))
    power_rows = np.flatnonzero(active & (screened.quantity != Quantity.VOLTAGE))
    first = 1 + max(int(part["id"].max(initial=0)) for part in made.values())
    volts = initialize_array("input", "sym_voltage_sensor", len(volt_rows))
    volts["id"] = first + np.arange(len(volts))
    volts["measured_object"] = case.group[screened.element[volt_rows]]
    volts["u_measured"], volts["u_sigma"] = screened.p[volt_rows], screened.sigma_p[volt_rows]
    objects, kinds = _terminals(case, power_rows)
    columns = [
        (objects, kinds, screened.p[power_rows], screened.q_var[power_rows],
         screened.sigma_p[power_rows], screened.sigma_q[power_rows], case.row_island[power_rows])
    ]  # fmt: skip
    factor = load_factors(case.grid, screened, active, case.traced)
    columns.append(_planned(case, case.grid.loads, Quantity.LOAD, factor, power_rows))
    generators = case.grid.generators
    columns.append(_planned(case, generators, Quantity.GENERATOR, np.ones(len(generators)), power_rows))
    objects, kinds, p, q, sigma_p, sigma_q, island = (
        np.concatenate(parts) for parts in zip(*columns, strict=True)
    )
    powers = initialize_array("input", "sym_power_sensor", len(p))
    powers["id"] = first + len(volts) + np.arange(len(p))
    powers["measured_object"], powers["measured_terminal_type"] = objects, kinds
    powers["p_measured"], powers["q_measured"] = p, q
    powers["p_sigma"], powers["q_sigma"] = sigma_p, sigma_q
    return Sensors(
        made={"sym_voltage_sensor": volts, "sym_power_sensor": powers},
        volt_rows=volt_rows,
        power_rows=power_rows,
        power_island=island,
        freedom=_freedom(case, volt_rows, objects, kinds, island),
    )


def _planned(
    case: Case, table: Loads | Generators, quantity: Quantity, factor: Float64, power_rows: Int64
) -> tuple[Int64, Int64, Float64, Float64, Float64, Float64, Int64]:
    """Return the columns of the power sensors of what has no meter but a plan."""
    screened = case.screened
    metered = np.zeros(len(table), np.bool_)
    metered[screened.element[power_rows[screened.quantity[power_rows] == quantity]]] = True
    p, q = table.p_w * factor, table.q_var * factor
    size = np.hypot(p, q)
    some = size[size > 0]
    least = case.pseudo_least * (float(some.mean()) if len(some) else LEAST_VA)
    rows = np.flatnonzero(~metered & np.isfinite(size))
    sigma = np.maximum(case.pseudo_share * size[rows], least)
    name, kind = _APPLIANCE[quantity]
    island = case.group_island[case.group[table.node[rows]]]
    return case.made[name]["id"][rows], np.full(len(rows), int(kind)), p[rows], q[rows], sigma, sigma, island


def _terminals(case: Case, rows: Int64) -> tuple[Int64, Int64]:
    """Return what the engine calls the element of each measured power, and its end."""
    screened, grid = case.screened, case.grid
    objects, kinds = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    trafo = grid.edge_count - len(grid.transformers)
    for place, row in enumerate(rows.tolist()):
        quantity, element = int(screened.quantity[row]), int(screened.element[row])
        if quantity == Quantity.NODE:
            kinds[place], objects[place] = MeasuredTerminalType.node, case.group[element]
        elif quantity in _APPLIANCE:
            name, kind = _APPLIANCE[quantity]
            kinds[place], objects[place] = kind, case.made[name]["id"][element]
        else:
            begins = quantity == Quantity.POWER_BEGIN
            kinds[place] = MeasuredTerminalType.branch_from if begins else MeasuredTerminalType.branch_to
            name, number = ("line", element) if element < trafo else ("transformer", element - trafo)
            objects[place] = case.made[name]["id"][number]
    return objects, kinds


def _freedom(case: Case, volt_rows: Int64, objects: Int64, kinds: Int64, island: Int64) -> Int64:
    """Return by island how many more equations there are than unknowns.

    Unknowns are a voltage and an angle at each group of nodes, less one angle. What flows in is known where
    everything that hangs there has a sensor, or nothing hangs there.
    """
    live = case.group_island != NONE
    unknowns = 2 * np.bincount(case.group_island[live], minlength=case.islands) - 1
    known = np.ones(len(case.group_island), np.bool_)
    appliance = np.isin(kinds, [int(kind) for _, kind in _APPLIANCE.values()])
    sensed = np.unique(objects[appliance])
    for name, _ in _APPLIANCE.values():
        blind = ~np.isin(case.made[name]["id"], sensed)
        known[case.made[name]["node"][blind]] = False
    equations = 2 * np.bincount(case.group_island[live & known], minlength=case.islands)
    equations += np.bincount(case.row_island[volt_rows], minlength=case.islands)
    again = ~appliance
    order = np.flatnonzero(appliance)
    _, first = np.unique(objects[order], return_index=True)
    doubled = np.ones(len(order), np.bool_)
    doubled[first] = False
    again[order[doubled]] = True
    again &= island != NONE
    equations += 2 * np.bincount(island[again], minlength=case.islands)
    freedom: Int64 = equations - unknowns
    return freedom


def keep(case: Case, observable: Bool) -> None:
    """Let sources feed these islands only, shape (islands,): the engine solves all or none."""
    source = case.made["source"]
    source["status"] = observable[case.group_island[source["node"]]]


def solve(case: Case, chosen: Sensors, update: Dataset | None = None) -> Dataset:
    """Run the engine: once, or once for each row of ``update``.

    Raises:
        NoEstimate: it finds no solution, or none that is a number.
    """
    try:
        model = PowerGridModel({**case.made, **chosen.made})
        found = model.calculate_state_estimation(
            symmetric=True,
            error_tolerance=TOLERANCE,
            max_iterations=MOST_ITERATIONS,
            calculation_method=CalculationMethod.newton_raphson,
            update_data=update,
            threading=-1,
        )
    except PowerGridError as error:
        raise NoEstimate(str(error).splitlines()[0]) from error
    answer = cast(Dataset, found)
    if not np.isfinite(answer["node"]["u_pu"]).all():
        raise NoEstimate("not a number")
    return answer
