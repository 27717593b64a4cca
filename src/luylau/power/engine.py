"""Power flow: the grid handed to power-grid-model, and its answer brought back.

Closed switches have no impedance, so the nodes that they join are one node to the engine (its own links are
branches of a very small impedance, which costs digits and time). Nodes that no source reaches come back dead.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from power_grid_model import (
    CalculationMethod,
    LoadGenType,
    PowerGridModel,
    WindingType,
    initialize_array,
)
from power_grid_model.errors import (  # type: ignore[attr-defined]
    IterationDiverge,
    PowerGridError,
    SparseMatrixError,
)
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import LuylauError
from luylau.power.model import Grid

Dataset = dict[str, NDArray[Any]]
"""What power-grid-model takes: structured arrays by component."""

ERROR_TOLERANCE: Final = 1e-10
"""Largest change of a voltage (pu) between the last two iterations."""
MOST_ITERATIONS: Final = 30
_SPARE: Final = 2**31 - 1
"""Id of the node that bridged branches end on."""


class NoSolution(LuylauError):
    """The power flow found no solution: the grid cannot carry this load (``power-flow-diverges``), or the
    engine does not take the grid as it is (``power-flow-input-refused``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A solved grid. By node: ``u_pu`` (0 where it is dead) and ``angle_rad``. By edge: ``i_a`` (the larger
    of its two ends; NaN for switches, whose currents the engine does not know) and ``loading`` (1 = rated;
    NaN where no rating is known). ``p_source_w``: what each source gives. ``losses_w``: of all lines and
    transformers together."""

    u_pu: Float64
    angle_rad: Float64
    i_a: Float64
    loading: Float64
    p_source_w: Float64
    losses_w: float

    @property
    def energised(self) -> Bool:
        """Which nodes are fed."""
        fed: Bool = self.u_pu > 0
        return fed


def fused(grid: Grid, serving: Bool) -> Int64:
    """Return the group of each node: nodes joined by closed switches are one group, numbered from 0."""
    closed = serving[grid.switch_edges]
    begin, end = grid.switches.from_node[closed], grid.switches.to_node[closed]
    count = len(grid.nodes)
    joined = coo_array((np.ones(len(begin)), (begin, end)), shape=(count, count))
    groups: Int64 = connected_components(joined, directed=False)[1].astype(np.int64)
    return groups


def dataset(grid: Grid, serving: Bool, group: Int64) -> Dataset:
    """Return the grid as power-grid-model's input. Ids run through groups, lines, transformers, sources,
    loads and generators."""
    lines, trafos = grid.lines, grid.transformers
    count = int(group.max(initial=-1)) + 1
    node = initialize_array("input", "node", count)
    node["id"] = np.arange(count)
    node["u_rated"][group] = grid.nodes.u_rated_v
    at = count
    line = initialize_array("input", "line", len(lines))
    line["id"] = at + np.arange(len(lines))
    line["from_node"], line["to_node"] = group[lines.from_node], group[lines.to_node]
    line["from_status"] = line["to_status"] = serving[: len(lines)]
    line["r1"], line["x1"], line["c1"], line["tan1"] = lines.r_ohm, lines.x_ohm, lines.c_f, 0.0
    line["i_n"] = lines.i_rated_a
    at += len(lines)
    trafo = initialize_array("input", "transformer", len(trafos))
    trafo["id"] = at + np.arange(len(trafos))
    trafo["from_node"], trafo["to_node"] = group[trafos.hv_node], group[trafos.lv_node]
    trafo["from_status"] = trafo["to_status"] = serving[grid.edge_count - len(trafos) :]
    trafo["u1"], trafo["u2"], trafo["sn"] = (
        trafos.u_hv_v * (1 + trafos.tap_pu),
        trafos.u_lv_v,
        trafos.s_rated_va,
    )
    trafo["uk"], trafo["pk"], trafo["i0"], trafo["p0"] = trafos.uk_pu, trafos.pk_w, trafos.i0_pu, trafos.p0_w
    odd = trafos.clock % 2 == 1
    trafo["winding_from"] = np.where(odd, WindingType.delta, WindingType.wye_n)
    trafo["winding_to"] = WindingType.wye_n
    trafo["clock"] = trafos.clock
    trafo["tap_side"] = trafo["tap_pos"] = trafo["tap_min"] = trafo["tap_max"] = trafo["tap_nom"] = 0
    trafo["tap_size"] = 0.0
    at += len(trafos)
    source = initialize_array("input", "source", len(grid.sources))
    source["id"] = at + np.arange(len(grid.sources))
    source["node"], source["status"] = group[grid.sources.node], 1
    source["u_ref"], source["sk"] = grid.sources.u_ref_pu, grid.sources.sk_va
    at += len(grid.sources)
    found = {"node": node, "line": line, "transformer": trafo, "source": source}
    for name, table in (("sym_load", grid.loads), ("sym_gen", grid.generators)):
        taken = initialize_array("input", name, len(table))
        taken["id"] = at + np.arange(len(table))
        taken["node"], taken["status"], taken["type"] = group[table.node], 1, LoadGenType.const_power
        taken["p_specified"], taken["q_specified"] = table.p_w, table.q_var
        at += len(table)
        found[name] = taken
    _unbridge(found)
    return found


def _unbridge(made: Dataset) -> None:
    """Take out of service what closed switches bridge: it carries nothing, and the engine takes no branch
    from a node to itself, so that such a branch ends on a node of its own."""
    nodes = made["node"]
    for name in ("line", "transformer"):
        branch = made[name]
        bridged = branch["from_node"] == branch["to_node"]
        if not bridged.any():
            continue
        if len(made["node"]) == len(nodes):
            spare = nodes[:1].copy()
            spare["id"] = _SPARE
            made["node"] = np.concatenate([nodes, spare])
        branch["to_node"][bridged] = _SPARE
        branch["from_status"][bridged] = branch["to_status"][bridged] = 0


def unsolved(error: PowerGridError) -> NoSolution:
    """Return what an error of the engine means: loads beyond the grid, or a grid that it does not take."""
    diverged = isinstance(error, IterationDiverge | SparseMatrixError)
    key = "power-flow-diverges" if diverged else "power-flow-input-refused"
    return NoSolution(key, said=str(error).splitlines()[0])


def flow(grid: Grid, serving: Bool | None = None) -> Flow:
    """Return the power flow (Newton-Raphson, symmetric) with the edges in service (the normal state if None).

    Raises:
        NoSolution: it does not converge, or the engine does not take the grid; see there.
    """
    serving = grid.edges_in_service() if serving is None else serving
    group = fused(grid, serving)
    try:
        found: Dataset = PowerGridModel(dataset(grid, serving, group)).calculate_power_flow(
            symmetric=True,
            error_tolerance=ERROR_TOLERANCE,
            max_iterations=MOST_ITERATIONS,
            calculation_method=CalculationMethod.newton_raphson,
        )
    except PowerGridError as error:
        raise unsolved(error) from error
    # The engine answers nothing of a component that the grid has none of.
    node, line, trafo, source = (
        found.get(name, initialize_array("sym_output", name, 0))
        for name in ("node", "line", "transformer", "source")
    )
    alive = node["energized"][group] == 1
    i_a, loading = np.full(grid.edge_count, np.nan), np.full(grid.edge_count, np.nan)
    first = grid.edge_count - len(grid.transformers)
    losses_w = 0.0
    for part, rows in ((line, slice(0, len(grid.lines))), (trafo, slice(first, None))):
        i_a[rows] = np.maximum(part["i_from"], part["i_to"])
        loading[rows] = part["loading"]
        losses_w += float((part["p_from"] + part["p_to"]).sum())
    return Flow(
        u_pu=np.where(alive, node["u_pu"][group], 0.0),
        angle_rad=np.where(alive, node["u_angle"][group], 0.0),
        i_a=i_a,
        loading=loading,
        p_source_w=source["p"].copy(),
        losses_w=losses_w,
    )
