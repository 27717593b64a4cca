"""Measurements as power-grid-model's sensors, and its state estimation run with them."""

from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
from power_grid_model import (
    CalculationMethod,
    ComponentType,
    MeasuredTerminalType,
    PowerGridModel,
    initialize_array,
)
from power_grid_model.errors import PowerGridError  # type: ignore[attr-defined]
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.engine import Dataset, dataset, fused
from luylau.power.estimation.allocation import load_factors
from luylau.power.estimation.measurements import Measurements, Placed, Quantity, place, reactive
from luylau.power.model import Generators, Grid, Loads
from luylau.power.topology import NONE, Trace, trace

TOLERANCE: Final = 1e-8
"""Largest change of a voltage (pu) in the last iteration."""
MOST_ITERATIONS: Final = 30
MOST_LINEAR: Final = 100
"""Iterations of the linear method, which are many and cheap."""
LEAST_VA: Final = 1e3
"""Stands for the mean load where no load is planned at all."""
LEAST_SHARE: Final = 2e-3
"""Standard deviations of powers are at least this share of the largest: the engine's equations are singular
where some measurements are certainties beside others."""
LEAST_U: Final = 1e-4
"""Likewise of voltages, as a share of the rated one; the best instrument transformers err by ten times it."""

_WANTED: Final[dict[str, list[str]]] = {
    "node": ["u_pu"],
    "line": ["loading"],
    "transformer": ["loading"],
    "sym_voltage_sensor": ["u_residual"],
    "sym_power_sensor": ["p_residual", "q_residual"],
}
"""What is taken of many cases; of one, all."""
_APPLIANCE: Final = {
    Quantity.LOAD: ("sym_load", MeasuredTerminalType.load),
    Quantity.GENERATOR: ("sym_gen", MeasuredTerminalType.generator),
    Quantity.SOURCE: ("source", MeasuredTerminalType.source),
}


class NoEstimate(Exception):
    """The engine finds no solution with these sensors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How to estimate. ``stale_s``: older measurements are not used. ``pseudo_share`` and ``pseudo_least``
    make the standard deviation of a planned load: a share of itself, and of the mean load at least (a load
    planned as 0 is no certainty); both assumed. ``confidence`` of the chi-square test. ``residual_limit``: a
    normalised residual beyond it is bad data (3 is usual for one; among hundreds 4 raises fewer false
    alarms). ``most_removed``: how many measurements an island may lose before it counts as contradictory.
    """

    stale_s: float = 900.0
    pseudo_share: float = 0.5
    pseudo_least: float = 0.05
    confidence: float = 0.99
    residual_limit: float = 4.0
    most_removed: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One grid with its switches, and where it is measured.

    ``grid`` holds the planned loads. ``made``: the engine's network; ``group`` of each node. Islands,
    numbered from 0, are what is joined and has a source: ``group_island`` (-1 where dead) and ``row_island``
    of each measurement.
    """

    grid: Grid
    measured: Measurements
    placed: Placed
    group: Int64
    made: Dataset
    traced: Trace
    group_island: Int64
    row_island: Int64
    islands: int
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensors:
    """The engine's sensors, ``made``. ``volt_rows``, ``power_rows``: the measurements that the voltage
    sensors and the first of the power sensors are; the other power sensors are planned: loads
    (``load_rows``), then generators (``gen_rows``). ``power_island``: of each power sensor. ``freedom``: by
    island, equations less unknowns."""

    made: Dataset
    volt_rows: Int64
    power_rows: Int64
    load_rows: Int64
    gen_rows: Int64
    power_island: Int64
    freedom: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the sensors read: voltages, shape (cases, volt_rows), powers, shape (cases, power sensors), and
    their standard deviations; infinite where a case has no reading."""

    u_v: Float64
    u_sigma: Float64
    p_w: Float64
    q_var: Float64
    p_sigma: Float64
    q_sigma: Float64


def prepare(
    grid: Grid,
    measured: Measurements,
    serving: Bool | None,
    planned: tuple[Float64, Float64] | None,
    rules: Rules | None,
) -> Case:
    """Return the grid and its measurements as the engine takes them; see ``state.estimate``."""
    rules = rules or Rules()
    if planned is not None:
        grid = replace(grid, loads=replace(grid.loads, p_w=planned[0], q_var=planned[1]))
    serving = grid.edges_in_service() if serving is None else serving
    traced = trace(grid, serving)
    placed = place(grid, measured, serving, traced, rules.stale_s)
    group = fused(grid, serving)
    group_island = _islands(grid, serving, traced, group)
    return Case(
        grid=grid,
        measured=measured,
        placed=placed,
        group=group,
        made=dataset(grid, serving, group),
        traced=traced,
        group_island=group_island,
        row_island=group_island[group[placed.node]],
        islands=int(group_island.max(initial=NONE)) + 1,
        rules=rules,
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
    """Return sensors of the active measurements and of all planned loads and generators without one."""
    placed, made, grid = case.placed, case.made, case.grid
    volt_rows = np.flatnonzero(active & (placed.quantity == Quantity.VOLTAGE))
    power_rows = np.flatnonzero(active & (placed.quantity != Quantity.VOLTAGE))
    load_rows = _unmetered(placed, power_rows, Quantity.LOAD, grid.loads)
    gen_rows = _unmetered(placed, power_rows, Quantity.GENERATOR, grid.generators)
    objects, kinds = _terminals(case, power_rows)
    nodes = [grid.loads.node[load_rows], grid.generators.node[gen_rows]]
    for (name, kind), rows in zip(
        (_APPLIANCE[Quantity.LOAD], _APPLIANCE[Quantity.GENERATOR]), (load_rows, gen_rows), strict=True
    ):
        objects = np.concatenate([objects, made[name]["id"][rows]])
        kinds = np.concatenate([kinds, np.full(len(rows), int(kind))])
    island = np.concatenate(
        [case.row_island[power_rows], case.group_island[case.group[np.concatenate(nodes)]]]
    )
    first = 1 + max(int(part["id"].max(initial=0)) for part in made.values())
    volts = initialize_array("input", "sym_voltage_sensor", len(volt_rows))
    volts["id"] = first + np.arange(len(volts))
    volts["measured_object"] = case.group[placed.element[volt_rows]]
    powers = initialize_array("input", "sym_power_sensor", len(objects))
    powers["id"] = first + len(volts) + np.arange(len(powers))
    powers["measured_object"], powers["measured_terminal_type"] = objects, kinds
    chosen = Sensors(
        made={"sym_voltage_sensor": volts, "sym_power_sensor": powers},
        volt_rows=volt_rows,
        power_rows=power_rows,
        load_rows=load_rows,
        gen_rows=gen_rows,
        power_island=island,
        freedom=_freedom(case, volt_rows, objects, kinds, island),
    )
    read = readings(case, chosen, case.measured.value[None], case.measured.reactive_var[None], active[None])
    volts["u_measured"], volts["u_sigma"] = read.u_v[0], read.u_sigma[0]
    powers["p_measured"], powers["q_measured"] = read.p_w[0], read.q_var[0]
    powers["p_sigma"], powers["q_sigma"] = read.p_sigma[0], read.q_sigma[0]
    return chosen


def _unmetered(placed: Placed, power_rows: Int64, quantity: Quantity, table: Loads | Generators) -> Int64:
    free = np.isfinite(np.hypot(table.p_w, table.q_var))
    free[placed.element[power_rows[placed.quantity[power_rows] == quantity]]] = False
    return np.flatnonzero(free)


def readings(case: Case, chosen: Sensors, value: Float64, reactive_var: Float64, used: Bool) -> Readings:
    """Return what the sensors read in each case; a load or generator without a reading is taken as planned.

    Args:
        case: the grid.
        chosen: the sensors.
        value: in V or W, shape (cases, measurements).
        reactive_var: likewise.
        used: which of them count, likewise.
    """
    grid, placed, measured = case.grid, case.placed, case.measured
    u_rated_v = grid.nodes.u_rated_v[placed.node[chosen.volt_rows]]
    has = used[:, chosen.volt_rows]
    rows, count = chosen.power_rows, len(chosen.power_rows)
    quantity, element, given = placed.quantity[rows], placed.element[rows], used[:, rows]
    measured_p = placed.sign[rows] * value[:, rows]
    measured_q, sigma_q = (part[:, rows] for part in reactive(measured, value, reactive_var))
    factor = load_factors(grid, case.traced, quantity, element, np.where(given, measured_p, np.nan))
    # The plans of all loads, of all generators, and of nothing: which of them each sensor falls back to.
    loads, generators, nothing = grid.loads, grid.generators, len(grid.loads) + len(grid.generators)
    scale = np.hstack([factor, np.ones((len(value), len(generators) + 1))])
    plans_p = scale * np.concatenate([loads.p_w, generators.p_w, [0.0]])
    plans_q = scale * np.concatenate([loads.q_var, generators.q_var, [0.0]])
    sigma = np.concatenate([_sigmas(case, loads), _sigmas(case, generators), [np.nan]])
    own = np.where(quantity == Quantity.LOAD, element, nothing)
    own = np.where(quantity == Quantity.GENERATOR, len(loads) + element, own)
    own[np.isnan(sigma[own])] = nothing
    plan = np.concatenate([own, chosen.load_rows, len(loads) + chosen.gen_rows])
    p_w, q_var = plans_p[:, plan], plans_q[:, plan]
    p_sigma = np.where(np.isnan(sigma[plan]), np.inf, sigma[plan]) + np.zeros_like(p_w)
    q_sigma = p_sigma.copy()
    p_w[:, :count][given], q_var[:, :count][given] = (
        measured_p[given],
        (placed.sign[rows] * measured_q)[given],
    )
    p_sigma[:, :count][given] = np.broadcast_to(measured.sigma[rows], given.shape)[given]
    q_sigma[:, :count][given] = sigma_q[given]
    least = LEAST_SHARE * float(np.nanmax(sigma, initial=0.0))
    return Readings(
        u_v=np.where(has, value[:, chosen.volt_rows], u_rated_v),
        u_sigma=np.where(has, np.maximum(measured.sigma[chosen.volt_rows], LEAST_U * u_rated_v), np.inf),
        p_w=p_w,
        q_var=q_var,
        p_sigma=np.maximum(p_sigma, least),
        q_sigma=np.maximum(q_sigma, least),
    )


def _sigmas(case: Case, table: Loads | Generators) -> Float64:
    """Return the standard deviation of each plan, NaN where there is none."""
    size = np.hypot(table.p_w, table.q_var)
    some = size[size > 0]
    least = case.rules.pseudo_least * (float(some.mean()) if len(some) else LEAST_VA)
    return np.maximum(case.rules.pseudo_share * size, least)


def _terminals(case: Case, rows: Int64) -> tuple[Int64, Int64]:
    """Return what the engine calls the element of each measured power, and its end."""
    placed, grid = case.placed, case.grid
    quantity, element = placed.quantity[rows], placed.element[rows]
    objects, kinds = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for appliance, (name, kind) in _APPLIANCE.items():
        here = quantity == appliance
        objects[here], kinds[here] = case.made[name]["id"][element[here]], int(kind)
    ids = np.full(grid.edge_count, NONE)
    ids[: len(grid.lines)] = case.made["line"]["id"]
    ids[grid.edge_count - len(grid.transformers) :] = case.made["transformer"]["id"]
    for side, kind in (
        (Quantity.POWER_BEGIN, MeasuredTerminalType.branch_from),
        (Quantity.POWER_END, MeasuredTerminalType.branch_to),
    ):
        here = quantity == side
        objects[here], kinds[here] = ids[element[here]], int(kind)
    return objects, kinds


def _freedom(case: Case, volt_rows: Int64, objects: Int64, kinds: Int64, island: Int64) -> Int64:
    """Return by island how many more equations there are than unknowns.

    Unknowns are a voltage and an angle at each group of nodes, less one angle. What flows in is known where
    everything that hangs there has a sensor, or nothing hangs there; a second sensor of the same is an
    equation more.
    """
    live = case.group_island != NONE
    unknowns = 2 * np.bincount(case.group_island[live], minlength=case.islands) - 1
    known = np.ones(len(case.group_island), np.bool_)
    appliance = np.isin(kinds, [int(kind) for _, kind in _APPLIANCE.values()])
    for name, _ in _APPLIANCE.values():
        blind = ~np.isin(case.made[name]["id"], objects[appliance])
        known[case.made[name]["node"][blind]] = False
    equations = 2 * np.bincount(case.group_island[live & known], minlength=case.islands)
    equations += np.bincount(case.row_island[volt_rows], minlength=case.islands)
    more = ~appliance
    at = np.flatnonzero(appliance)
    doubled = np.ones(len(at), np.bool_)
    doubled[np.unique(objects[at], return_index=True)[1]] = False
    more[at[doubled]] = True
    more &= island != NONE
    equations += 2 * np.bincount(island[more], minlength=case.islands)
    freedom: Int64 = equations - unknowns
    return freedom


def observable(case: Case, chosen: Sensors) -> Bool:
    """Return which islands have a measured voltage and enough else, shape (islands,)."""
    pinned = np.zeros(case.islands, np.bool_)
    pinned[case.row_island[chosen.volt_rows]] = True
    return pinned & (chosen.freedom >= 0)


def solve(
    case: Case,
    chosen: Sensors,
    islands: Bool,
    update: Dataset | None = None,
    *,
    tolerance: float = TOLERANCE,
    exact: bool = True,
    partly: bool = False,
) -> tuple[Dataset, Bool]:
    """Run the engine once, or once for each row of ``update``; return what it found and which rows it solved,
    shape (1,) or (cases,).

    Args:
        case: the grid.
        chosen: the sensors.
        islands: which are solved, shape (islands,): the engine solves all or none, so the others' sources
            are switched off.
        update: the engine's update data.
        tolerance: largest change of a voltage (pu) in the last iteration.
        exact: whether by Newton-Raphson, or by the faster iterative linear method.
        partly: whether rows without a solution are let pass; what they hold is garbage.

    Raises:
        NoEstimate: it finds no solution.
    """
    source = case.made["source"].copy()
    source["status"] = islands[case.group_island[source["node"]]]
    try:
        model = PowerGridModel({**case.made, "source": source, **chosen.made})
        answer = cast(
            Dataset,
            model.calculate_state_estimation(
                symmetric=True,
                error_tolerance=tolerance,
                max_iterations=MOST_ITERATIONS if exact else MOST_LINEAR,
                calculation_method=CalculationMethod.newton_raphson
                if exact
                else CalculationMethod.iterative_linear,
                update_data=update,  # type: ignore[arg-type] # its overloads forget this pair
                threading=-1,
                continue_on_batch_error=partly,
                output_component_types={
                    ComponentType(name): columns if partly else None
                    for name, columns in _WANTED.items()
                    if name in case.made or name in chosen.made
                },
            ),
        )
    except PowerGridError as error:
        raise NoEstimate(str(error).splitlines()[0]) from error
    u_pu = answer["node"]["u_pu"]
    solved = np.isfinite(u_pu.reshape(-1, u_pu.shape[-1])).all(axis=1)
    if model.batch_error is not None:
        solved[model.batch_error.failed_scenarios] = False
    if not partly and not solved.all():
        raise NoEstimate("not a number")
    return answer, solved
