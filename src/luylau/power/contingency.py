"""Supply security: what goes dark, and what is left, when one element after the other fails (N-1).

In a radial grid each line or transformer that fails leaves all below it dark, and until somebody switches
even more: the nearest protective device above it opens (``scenarios.zones``). What remains is solved by
``radial_outages``. A meshed grid goes to the engine, all cases as batches.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray
from power_grid_model import CalculationMethod, PowerGridModel, initialize_array
from power_grid_model.errors import PowerGridBatchError, PowerGridError  # type: ignore[attr-defined]

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.engine import ERROR_TOLERANCE, MOST_ITERATIONS, Dataset, NoSolution, dataset, fused
from luylau.power.model import Criticality, Grid
from luylau.power.radial import NotRadial, State, Tree, state, sweeps, tree
from luylau.power.radial_outages import Parts, cut, outages
from luylau.power.scenarios import zones
from luylau.power.topology import NONE, Trace, feeder_of_edges, sum_below, trace

LINE_FAILURES_PER_KM: Final = 0.065
TRANSFORMER_FAILURES: Final = 0.015
"""Failures a year, assumed: those of the test system of R. N. Allan et al., IEEE Trans. Power Systems 6(2),
1991."""
_CHUNK: Final = 512
"""Cases in one batch of the engine: bounds the memory for its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingencies:
    """One row for each energised line and transformer, shape (cases,) unless said otherwise.

    ``edge``: what fails. ``feeder``: the feeder that it belongs to, -1 where none. ``customers``, ``p_w``,
    ``critical`` (cases, 4; by ``Criticality``): dark until it is repaired, if no tie is closed. ``tripped``:
    customers dark until the fault is isolated. ``tied``: whether an open switch leads from what is dark to
    what is not. ``u_min_pu``, ``u_max_pu``, ``loading_max``: of what keeps power (in a radial grid, of the
    island that is hit); NaN where the power flow has no solution, which counts as not ``converged``.
    """

    edge: Int64
    feeder: Int64
    customers: Int64
    p_w: Float64
    critical: Int64
    tripped: Int64
    tied: Bool
    converged: Bool
    u_min_pu: Float64
    u_max_pu: Float64
    loading_max: Float64

    def __len__(self) -> int:
        return len(self.edge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Radial:
    """A radial grid made ready for N-1: its tree, the state with everything in service, and in ``bare`` what
    follows from the edges alone. By case, shape (cases,): ``twin`` whether other branches lie beside it,
    ``place`` the tree's node below it."""

    grid: Grid
    serving: Bool
    rooted: Tree
    parts: Parts
    solved: State
    bare: Contingencies
    twin: Bool
    place: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Meshed:
    """A meshed grid made ready for N-1: the engine's model and input."""

    grid: Grid
    serving: Bool
    group: Int64
    made: Dataset
    model: PowerGridModel


Prepared = Radial | Meshed


def prepare(grid: Grid, serving: Bool | None = None) -> Prepared:
    """Return the grid made ready for ``n_minus_1``, with the edges in service (the normal state if None).

    Raises:
        NoSolution: the power flow has none even with everything in service.
    """
    serving = grid.edges_in_service() if serving is None else serving
    try:
        rooted = tree(grid, serving)
    except NotRadial:
        return _prepare_meshed(grid, serving)
    return _prepare_radial(grid, serving, rooted)


def n_minus_1(prepared: Prepared) -> Contingencies:
    """Return what each line and transformer would cost if it failed."""
    return _radial(prepared) if isinstance(prepared, Radial) else _meshed(prepared)


def failures_per_year(grid: Grid, found: Contingencies) -> Float64:
    """Return how often each element is expected to fail in a year, by the assumed rates; shape (cases,)."""
    rate = np.full(grid.edge_count, TRANSFORMER_FAILURES)
    rate[: len(grid.lines)] = np.nan_to_num(grid.lines.length_m) / 1e3 * LINE_FAILURES_PER_KM
    expected: Float64 = rate[found.edge]
    return expected


def expected_interruptions(grid: Grid, found: Contingencies) -> Float64:
    """Return how many customers a year each element is expected to interrupt, shape (cases,): those that lose
    power when it fails times its failures a year. The greatest are the weakest."""
    expected: Float64 = failures_per_year(grid, found) * np.maximum(found.tripped, found.customers)
    return expected


@njit(cache=True, nogil=True)
def _count_ties(begin: Int64, end: Int64, parent: Int64, depth: Int64, ties: Int64) -> None:
    """Add up, for each node, the open switches between what is fed through it and what is not."""
    for at in range(len(begin)):
        a, b = begin[at], end[at]
        while a != b:
            # Climb from the deeper end; both at a root without having met: two islands, each a help to the
            # other.
            if a != NONE and (b == NONE or depth[a] >= depth[b]):
                ties[a] += 1
                a = parent[a]
            else:
                ties[b] += 1
                b = parent[b]


@njit(cache=True, nogil=True)
def _depth(order: Int64, parent: Int64) -> Int64:
    depth = np.full_like(parent, NONE)
    for node in order:
        depth[node] = 0 if parent[node] == NONE else depth[parent[node]] + 1
    return depth


def _ties(grid: Grid, traced: Trace, serving: Bool) -> Int64:
    """Return for each node how many open switches lead from what is fed through it to what else is fed."""
    begin, end = grid.switches.from_node, grid.switches.to_node
    useful = ~serving[grid.switch_edges] & traced.energised[begin] & traced.energised[end]
    ties = np.zeros(len(grid.nodes), np.int64)
    depth = _depth(traced.order, traced.parent)
    _count_ties(begin[useful], end[useful], traced.parent, depth, ties)
    return ties


def _at_nodes(grid: Grid) -> tuple[Float64, Float64, Float64]:
    """Return customers, load and critical loads (nodes, 4) at each node."""
    count, loads = len(grid.nodes), grid.loads
    critical = np.zeros((count, len(Criticality)))
    np.add.at(critical, (loads.node, loads.criticality.astype(np.int64)), 1)
    customers, p_w = np.zeros(count), np.zeros(count)
    np.add.at(customers, loads.node, loads.customers)
    np.add.at(p_w, loads.node, loads.p_w)
    return customers, p_w, critical


def _prepare_radial(grid: Grid, serving: Bool, rooted: Tree) -> Radial:
    solved = state(rooted, grid.loads.p_w, grid.loads.q_var)
    if solved is None:
        raise NoSolution("power-flow-diverges", said="")
    beside = np.bincount(rooted.member_place, minlength=len(rooted))[rooted.member_place] > 1
    # Of branches beside each other one is enough for the tracing; none of them leaves anything dark.
    _, first = np.unique(rooted.member_place, return_index=True)
    spare = np.setdiff1d(np.arange(len(rooted.member_edge)), first)
    single = serving.copy()
    single[rooted.member_edge[spare]] = False
    traced = trace(grid, single)
    order = np.argsort(rooted.member_edge)
    edge, place, twin = rooted.member_edge[order], rooted.member_place[order], beside[order]
    below_edge = np.full(grid.edge_count, NONE)
    fed = traced.order[traced.parent_edge[traced.order] != NONE]
    below_edge[traced.parent_edge[fed]] = fed
    node, lasting = below_edge[edge], ~twin
    customers, p_w, critical = _at_nodes(grid)
    device = zones(grid, single)
    tripped = np.zeros(len(edge), np.int64)
    begun = device.begin[edge[lasting]]
    tripped[lasting] = np.rint(device.sums[device.end[begun], 0] - device.sums[begun, 0])
    lost_critical = np.stack([sum_below(traced, column) for column in critical.T], axis=1)
    bare = _blank(edge)
    bare.feeder[:] = feeder_of_edges(grid, traced)[edge]
    bare.customers[lasting] = np.rint(sum_below(traced, customers)[node[lasting]])
    bare.p_w[lasting] = sum_below(traced, p_w)[node[lasting]]
    bare.critical[lasting] = np.rint(lost_critical[node[lasting]])
    bare.tripped[:] = tripped
    bare.tied[lasting] = _ties(grid, traced, serving)[node[lasting]] > 0
    return Radial(
        grid=grid,
        serving=serving,
        rooted=rooted,
        parts=cut(rooted),
        solved=solved,
        bare=bare,
        twin=twin,
        place=place,
    )


def _blank(edge: Int64) -> Contingencies:
    count = len(edge)
    return Contingencies(
        edge=edge,
        feeder=np.full(count, NONE),
        customers=np.zeros(count, np.int64),
        p_w=np.zeros(count),
        critical=np.zeros((count, len(Criticality)), np.int64),
        tripped=np.zeros(count, np.int64),
        tied=np.zeros(count, np.bool_),
        converged=np.zeros(count, np.bool_),
        u_min_pu=np.full(count, np.nan),
        u_max_pu=np.full(count, np.nan),
        loading_max=np.full(count, np.nan),
    )


def _radial(made: Radial) -> Contingencies:
    left = outages(made.rooted, made.parts, made.solved)
    found = replace(
        made.bare,
        converged=np.isfinite(left.u_min_pu[made.place]),
        u_min_pu=left.u_min_pu[made.place],
        u_max_pu=left.u_max_pu[made.place],
        loading_max=left.loading_max[made.place],
    )
    for row in np.flatnonzero(made.twin).tolist():
        _solve_without(made.grid, made.serving, found, row)
    return found


def _solve_without(grid: Grid, serving: Bool, found: Contingencies, row: int) -> None:
    """Put in what remains when one of several branches beside each other fails: the others carry its
    share."""
    without = serving.copy()
    without[found.edge[row]] = False
    left = sweeps(tree(grid, without), grid.loads.p_w[None], grid.loads.q_var[None])
    found.converged[row] = left.converged[0]
    found.u_min_pu[row], found.u_max_pu[row] = left.u_min_pu[0], left.u_max_pu[0]
    found.loading_max[row] = left.loading_max[0]


def _prepare_meshed(grid: Grid, serving: Bool) -> Meshed:
    group = fused(grid, serving)
    made = dataset(grid, serving, group)
    try:
        model = PowerGridModel(made)
        model.calculate_power_flow(
            error_tolerance=ERROR_TOLERANCE,
            max_iterations=MOST_ITERATIONS,
            calculation_method=CalculationMethod.newton_raphson,
        )
    except PowerGridError as error:
        raise NoSolution("power-flow-diverges", said=str(error).splitlines()[0]) from error
    return Meshed(grid=grid, serving=serving, group=group, made=made, model=model)


def _meshed(ready: Meshed) -> Contingencies:
    grid = ready.grid
    alive = trace(grid, ready.serving).energised
    carrying = ready.serving & alive[grid.edge_from] & alive[grid.edge_to]
    carrying[grid.switch_edges] = False
    found = _blank(np.flatnonzero(carrying))
    first = grid.edge_count - len(grid.transformers)
    for kind, offset, rows in (
        ("line", 0, np.flatnonzero(found.edge < len(grid.lines))),
        ("transformer", first, np.flatnonzero(found.edge >= first)),
    ):
        for begun in range(0, len(rows), _CHUNK):
            chunk = rows[begun : begun + _CHUNK]
            _batch(ready, kind, found.edge[chunk] - offset, found, chunk)
    return replace(found, tripped=found.customers.copy())


def _batch(ready: Meshed, kind: str, rows: Int64, found: Contingencies, into: Int64) -> None:
    """Solve the cases in which each of the ``rows`` of one kind of element is out, and note them."""
    grid, model, made, group, serving = ready.grid, ready.model, ready.made, ready.group, ready.serving
    change: NDArray[np.void] = initialize_array("update", kind, (len(rows), 1))
    change["id"][:, 0] = made[kind]["id"][rows]
    change["from_status"] = change["to_status"] = 0
    answer: Dataset = model.calculate_power_flow(
        update_data={kind: change},
        error_tolerance=ERROR_TOLERANCE,
        max_iterations=MOST_ITERATIONS,
        calculation_method=CalculationMethod.newton_raphson,
        continue_on_batch_error=True,
    )  # type: ignore[assignment]
    good = np.ones(len(rows), np.bool_)
    if isinstance(model.batch_error, PowerGridBatchError):
        # The engine leaves whatever was in the memory in the rows that failed.
        good[model.batch_error.failed_scenarios] = False
    fed = answer["node"]["energized"] == 1
    u_pu = answer["node"]["u_pu"]
    loading = np.zeros(len(rows))
    for name in ("line", "transformer"):
        if name in answer and answer[name].shape[1]:
            loading = np.fmax(loading, np.fmax.reduce(answer[name]["loading"], axis=1, initial=0.0))
    found.converged[into] = good
    found.u_min_pu[into] = np.where(good, np.where(fed, u_pu, np.inf).min(axis=1), np.nan)
    found.u_max_pu[into] = np.where(good, np.where(fed, u_pu, 0.0).max(axis=1), np.nan)
    found.loading_max[into] = np.where(good, loading, np.nan)
    # Who is dark follows from the edges alone, also where the flow has no solution.
    dark = ~fed[:, group[grid.loads.node]]
    for row in np.flatnonzero(~good).tolist():
        without = serving.copy()
        without[found.edge[into[row]]] = False
        dark[row] = ~trace(grid, without).energised[grid.loads.node]
    found.customers[into] = dark @ grid.loads.customers
    found.p_w[into] = dark @ grid.loads.p_w
    for level in Criticality:
        found.critical[into, level] = dark[:, grid.loads.criticality == level].sum(axis=1)
