"""Supply security: what goes dark, and what is left, when one element after the other fails (N-1).

A line or transformer that fails leaves dark what hangs on it alone (``bridges``), and until somebody switches
even more: the protective switches around it open, and all goes dark that they cut off. What remains is solved
by ``radial_outages`` in a radial grid; a meshed one goes to the engine, all cases as batches.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from power_grid_model import CalculationMethod, PowerGridModel, initialize_array
from power_grid_model.errors import PowerGridBatchError, PowerGridError  # type: ignore[attr-defined]

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.bridges import hanging
from luylau.power.engine import (
    ERROR_TOLERANCE,
    MOST_ITERATIONS,
    Dataset,
    NoSolution,
    dataset,
    fused,
    unsolved,
)
from luylau.power.model import PROTECTIVE, Criticality, Grid
from luylau.power.radial import NotRadial, State, Tree, state, sweeps, tree
from luylau.power.radial_outages import Parts, cut, outages
from luylau.power.topology import NONE, adjacency, adjacency_of, feeder_of_edges, trace
from luylau.power.zones import components

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
    follows from the edges alone. By case, shape (cases,): ``beside`` whether other branches or a closed
    switch lie beside it, ``place`` the tree's node below it, -1 where a closed switch bridges it."""

    grid: Grid
    serving: Bool
    rooted: Tree
    parts: Parts
    solved: State
    bare: Contingencies
    beside: Bool
    place: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Meshed:
    """A meshed grid made ready for N-1: the engine's model and input; ``bare`` as in ``Radial``."""

    grid: Grid
    made: Dataset
    model: PowerGridModel
    bare: Contingencies


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
    """Return how often each element is expected to fail in a year, by the assumed rates; shape (cases,).

    A line of unknown length is taken to be as long as the others are on average; NaN where none is known.
    """
    rate = np.full(grid.edge_count, TRANSFORMER_FAILURES)
    length_m = grid.lines.length_m
    known = np.isfinite(length_m)
    mean_m = float(length_m[known].mean()) if known.any() else np.nan
    rate[: len(grid.lines)] = np.where(known, length_m, mean_m) / 1e3 * LINE_FAILURES_PER_KM
    expected: Float64 = rate[found.edge]
    return expected


def expected_interruptions(grid: Grid, found: Contingencies) -> Float64:
    """Return how many customers a year each element is expected to interrupt, shape (cases,): those that lose
    power when it fails times its failures a year. The greatest are the weakest."""
    expected: Float64 = failures_per_year(grid, found) * np.maximum(found.tripped, found.customers)
    return expected


def _bare(grid: Grid, serving: Bool) -> Contingencies:
    """Return what follows from the edges alone, in radial and meshed grids."""
    traced = trace(grid, serving)
    carrying = serving & traced.energised[grid.edge_from] & traced.energised[grid.edge_to]
    carrying[grid.switch_edges] = False
    found = _blank(np.flatnonzero(carrying))
    loads, nodes = grid.loads, len(grid.nodes)
    customers = _sums(loads.node, np.maximum(loads.customers, 0), nodes)
    hung = hanging(adjacency(grid), serving, grid.sources.node)
    alone = np.flatnonzero(hung.alone)
    row_of = np.full(grid.edge_count, NONE)
    row_of[found.edge] = np.arange(len(found))
    alone = alone[row_of[hung.parent_edge[alone]] != NONE]
    rows = row_of[hung.parent_edge[alone]]
    found.feeder[:] = feeder_of_edges(grid, traced)[found.edge]
    found.customers[rows] = np.rint(hung.below(customers)[alone])
    found.p_w[rows] = hung.below(_sums(loads.node, loads.p_w, nodes))[alone]
    for level in Criticality:
        sites = _sums(loads.node, loads.criticality == level, nodes)
        found.critical[rows, level] = np.rint(hung.below(sites)[alone])
    idle = ~serving[grid.switch_edges]
    ties = hung.ties(grid.switches.from_node[idle], grid.switches.to_node[idle])
    found.tied[rows] = ties[alone] > 0
    found.tripped[:] = _tripped(grid, serving, customers)[found.edge]
    return found


def _sums(at: Int64, weight: Float64 | Int64 | Bool, count: int) -> Float64:
    """Return the sum of the weights at each of ``count`` places."""
    return np.bincount(at, weight, count).astype(np.float64)


def _tripped(grid: Grid, serving: Bool, customers: Float64) -> Int64:
    """Return for each edge the customers without supply when all protective switches around it are open, or
    its source has tripped where there are none, shape (edges,)."""
    guarding = np.zeros(grid.edge_count, np.bool_)
    guarding[grid.switch_edges] = np.isin(grid.switches.kind, PROTECTIVE)
    guarding &= serving
    begin, end = grid.edge_from, grid.edge_to
    joined = serving & ~guarding
    part = components(begin[joined], end[joined], len(grid.nodes))
    count = int(part.max(initial=NONE)) + 1
    hung = hanging(adjacency_of(part[begin], part[end], count), guarding, part[grid.sources.node])
    lost = hung.without(_sums(part, customers, count))
    return np.rint(lost[part[begin]]).astype(np.int64)


def _prepare_radial(grid: Grid, serving: Bool, rooted: Tree) -> Radial:
    solved = state(rooted, grid.loads.p_w, grid.loads.q_var)
    if solved is None:
        raise NoSolution("power-flow-diverges", said="")
    bare = _bare(grid, serving)
    several = np.bincount(rooted.member_place, minlength=len(rooted)) > 1
    place = np.full(grid.edge_count, NONE)
    place[rooted.member_edge] = rooted.member_place
    at = place[bare.edge]
    return Radial(
        grid=grid,
        serving=serving,
        rooted=rooted,
        parts=cut(rooted),
        solved=solved,
        bare=bare,
        beside=(at == NONE) | several[at],
        place=at,
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
    for row in np.flatnonzero(made.beside).tolist():
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
        raise unsolved(error) from error
    return Meshed(grid=grid, made=made, model=model, bare=_bare(grid, serving))


def _meshed(ready: Meshed) -> Contingencies:
    grid = ready.grid
    count = len(ready.bare)
    found = replace(
        ready.bare,
        converged=np.zeros(count, np.bool_),
        u_min_pu=np.full(count, np.nan),
        u_max_pu=np.full(count, np.nan),
        loading_max=np.full(count, np.nan),
    )
    first = grid.edge_count - len(grid.transformers)
    for kind, offset, rows in (
        ("line", 0, np.flatnonzero(found.edge < len(grid.lines))),
        ("transformer", first, np.flatnonzero(found.edge >= first)),
    ):
        for begun in range(0, len(rows), _CHUNK):
            chunk = rows[begun : begun + _CHUNK]
            _batch(ready, kind, found.edge[chunk] - offset, found, chunk)
    return found


def _batch(ready: Meshed, kind: str, rows: Int64, found: Contingencies, into: Int64) -> None:
    """Solve the cases in which each of the ``rows`` of one kind of element is out, and note them."""
    model, made = ready.model, ready.made
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
