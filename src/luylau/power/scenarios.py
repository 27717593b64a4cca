"""Storm scenarios: which sections fail together, and what goes dark with them.

A *case* is a set of failed edges. Each failure is a fault, and the nearest protective device above it, a
breaker, recloser or fuse that is closed, opens; everything below that device is dark. Where there is none,
the source trips. Load-break switches, disconnectors and ties break no fault, and no tie closes by itself. A
fault of a protective device is cleared by the next one above. Faults on what is dead in the normal state
change nothing. Closed switches beside each other or beside a line, as bypasses are, make no loop: both open,
and a device guards nothing where something else leads past it.

With the nodes numbered in preorder of the normal state's tree, what lies below a device is one interval
[begin, end), and two such intervals lie apart or one within the other. So a case costs a sort of its few
faults and a difference of running sums for each outermost interval, however many nodes go dark."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.engine import fused
from luylau.power.model import PROTECTIVE, Criticality, FeederKind, Grid
from luylau.power.radial import NotRadial
from luylau.power.topology import NONE, preorder, trace

_CUSTOMERS, _P_W, _CRITICAL = 0, 1, 2
_FEEDERS: Final = _CRITICAL + len(Criticality)
_COLUMNS: Final = _FEEDERS + len(FeederKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Failed edges by case: those of case k are ``edge[start[k]:start[k + 1]]``, ascending. ``start`` has
    shape (cases + 1,)."""

    start: Int64
    edge: Int64

    def __len__(self) -> int:
        return len(self.start) - 1

    @classmethod
    def of(cls, failed: Bool) -> "Cases":
        """Return the cases of a mask, shape (cases, edges)."""
        case, edge = np.nonzero(failed)
        start = np.zeros(len(failed) + 1, np.int64)
        np.cumsum(np.bincount(case, minlength=len(failed)), out=start[1:])
        return cls(start=start, edge=edge)

    def piece(self, begin: int, end: int) -> "Cases":
        """Return the cases from ``begin`` until before ``end``."""
        chosen = slice(int(self.start[begin]), int(self.start[end]))
        return Cases(start=self.start[begin : end + 1] - self.start[begin], edge=self.edge[chosen])


@njit(cache=True, nogil=True)
def _draw(
    probability: Float64, cases: int, rng: np.random.Generator, room: int
) -> tuple[Int64, Int64, Int64]:
    """Walk from failure to failure of each edge: the gaps between them are geometric."""
    case, edge = np.empty(room, np.int64), np.empty(room, np.int64)
    start = np.zeros(cases + 1, np.int64)
    found = 0
    for number in range(len(probability)):
        chance = probability[number]
        if chance <= 0.0:
            continue
        scale = 0.0 if chance >= 1.0 else 1.0 / np.log1p(-chance)
        at = -1
        while True:
            gap = np.log(1.0 - rng.random()) * scale
            if gap >= cases - 1 - at:
                break
            at += 1 + int(gap)
            if found == len(case):
                case = np.concatenate((case, np.empty_like(case)))
                edge = np.concatenate((edge, np.empty_like(edge)))
            case[found], edge[found] = at, number
            start[at + 1] += 1
            found += 1
    for number in range(cases):
        start[number + 1] += start[number]
    free = start[:-1].copy()
    by_case = np.empty(found, np.int64)
    for place in range(found):
        by_case[free[case[place]]] = edge[place]
        free[case[place]] += 1
    return start, by_case, case[:found]


def draw(probability: Float64, cases: int, seed: int) -> Cases:
    """Return ``cases`` cases in which edges fail independently; the same for the same seed.

    Args:
        probability: of each edge from number 0 on; lines come first, so one a line will do.
        cases: how many.
        seed: of the random numbers.

    Raises:
        BadInput: a probability outside 0 to 1, or no case.
    """
    wrong = ~((probability >= 0) & (probability <= 1))
    if wrong.any():
        raise BadInput("storm-probability-wrong", count=int(wrong.sum()))
    if cases < 1:
        raise BadInput("storm-cases-none", count=cases)
    expected = float(probability.sum()) * cases
    room = int(expected + 6 * np.sqrt(expected)) + 64
    start, edge, _ = _draw(probability.astype(np.float64), cases, np.random.default_rng(seed), room)
    return Cases(start=start, edge=edge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """What goes dark with each edge in a grid's normal state.

    ``place``: each node's place in preorder, -1 where it is dead anyway. ``begin``: for each edge the first
    place of what goes dark with its fault, -1 where nothing does. ``end``: for each place the end of the
    subtree that begins there. ``device``: for each edge the edge that opens; -1 where the source trips.
    ``sums``: running sums over the places of customers, load (W), loads by criticality and feeder heads by
    kind, shape (places + 1, 8)."""

    grid: Grid
    place: Int64
    begin: Int64
    end: Int64
    device: Int64
    sums: Float64


@njit(cache=True, nogil=True)
def _zones(
    order: Int64, parent: Int64, parent_edge: Int64, protective: Bool, place: Int64,
    begin: Int64, device: Int64, cleared_by: Int64, cut_at: Int64,
) -> None:  # fmt: skip
    for node in order:
        above, edge = parent[node], parent_edge[node]
        if above == NONE:
            cut_at[node] = place[node]
            continue
        begin[edge], device[edge] = cut_at[above], cleared_by[above]
        if protective[edge]:
            cleared_by[node], cut_at[node] = edge, place[node]
        else:
            cleared_by[node], cut_at[node] = cleared_by[above], cut_at[above]


def zones(grid: Grid, serving: Bool | None = None) -> Zones:
    """Return what goes dark with each edge, given the edges in service (the normal state if None).

    Raises:
        NotRadial: there is a loop or an island with two sources.
    """
    serving = grid.edges_in_service() if serving is None else serving
    traced, spare = trace(grid, serving), np.empty(0, np.int64)
    if len(traced.loops):
        single = _single(grid, serving)
        traced, spare = trace(grid, single), np.flatnonzero(serving & ~single)
    if len(traced.loops):
        raise NotRadial("grid-not-radial", at=grid.edge_ids[int(traced.loops[0])])
    place, size = preorder(traced.order, traced.parent)
    protective = np.zeros(grid.edge_count, np.bool_)
    protective[grid.switch_edges] = np.isin(grid.switches.kind, PROTECTIVE)
    begin, device = np.full(grid.edge_count, NONE), np.full(grid.edge_count, NONE)
    # Of each node: the device that clears a fault just below it, and where what it cuts off begins.
    cleared_by, cut_at = np.full(len(place), NONE), np.full(len(place), NONE)
    _zones(
        traced.order, traced.parent, traced.parent_edge, protective, place, begin, device, cleared_by, cut_at
    )  # fmt: skip
    ends = np.stack([grid.edge_from[spare], grid.edge_to[spare]])
    upper = np.where(place[ends[0]] <= place[ends[1]], ends[0], ends[1])
    begin[spare], device[spare] = cut_at[upper], cleared_by[upper]
    places = len(traced.order)
    end = np.empty(places, np.int64)
    end[place[traced.order]] = place[traced.order] + size[traced.order]
    weights = np.zeros((places, _COLUMNS))
    loads = grid.loads
    at = place[loads.node]
    fed = at != NONE
    np.add.at(weights, (at[fed], _CUSTOMERS), np.maximum(loads.customers[fed], 0))
    np.add.at(weights, (at[fed], _P_W), loads.p_w[fed])
    rated = fed & (loads.criticality >= 0)
    np.add.at(weights, (at[rated], _CRITICAL + loads.criticality[rated].astype(np.int64)), 1)
    head_at, live = _heads(grid, traced.parent_edge, place)
    np.add.at(weights, (head_at[live], _FEEDERS + grid.feeders.kind[live].astype(np.int64)), 1)
    sums = np.zeros((places + 1, _COLUMNS))
    np.cumsum(weights, axis=0, out=sums[1:])
    return Zones(grid=grid, place=place, begin=begin, end=end, device=device, sums=sums)


def _single(grid: Grid, serving: Bool) -> Bool:
    """Return the edges in service without those that are needless beside others: of what closed switches join
    one way stays, that without protective switches if there is one."""
    group = fused(grid, serving)
    inner = np.flatnonzero(serving & (group[grid.edge_from] == group[grid.edge_to]))
    guarding = np.zeros(grid.edge_count, np.bool_)
    guarding[grid.switch_edges] = np.isin(grid.switches.kind, PROTECTIVE)
    top = np.arange(len(grid.nodes)).tolist()
    single, begin, end = serving.copy(), grid.edge_from.tolist(), grid.edge_to.tolist()
    for edge in inner[np.argsort(guarding[inner], kind="stable")].tolist():
        ends = []
        for node in (begin[edge], end[edge]):
            while top[node] != node:
                top[node] = top[top[node]]
                node = top[node]
            ends.append(node)
        top[ends[0]] = ends[1]
        single[edge] = ends[0] != ends[1]
    return single


def _heads(grid: Grid, parent_edge: Int64, place: Int64) -> tuple[Int64, Bool]:
    """Return the place of the first node of each feeder, and which feeders are fed in the normal state."""
    edge = grid.switch_edges.start + grid.feeders.head
    begin, end = grid.edge_from[edge], grid.edge_to[edge]
    first = np.where(parent_edge[end] == edge, end, begin)
    return place[first], (place[first] != NONE) & (parent_edge[first] == edge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What each case costs. By case: ``customers`` and ``p_w`` without supply, shape (cases,); ``critical``
    loads by ``Criticality``, shape (cases, 4); ``feeders`` out by ``FeederKind``, shape (cases, 2): a feeder
    is out when its head has tripped or is dead; one that has lost only what lies below a recloser is not.
    ``dark``: the share of the cases in which each node is dark, shape (nodes,); 1 for those that are never
    fed."""

    customers: Int64
    p_w: Float64
    critical: Int64
    feeders: Int64
    dark: Float64


@njit(cache=True, nogil=True)
def _assess(
    start: Int64, edge: Int64, begin: Int64, end: Int64, sums: Float64, lost: Float64, changes: Int64
) -> None:
    widest = 0
    for case in range(len(start) - 1):
        widest = max(widest, start[case + 1] - start[case])
    scratch = np.empty(widest, np.int64)
    columns = sums.shape[1]
    for case in range(len(start) - 1):
        hit = 0
        before = NONE
        for number in range(start[case], start[case + 1]):
            at = begin[edge[number]]
            # Neighbouring sections mostly share a device: what was just noted needs no second note.
            if at != NONE and at != before:
                scratch[hit] = at
                hit += 1
                before = at
        faults = scratch[:hit]
        faults.sort()
        covered = 0
        for at in faults:
            if at < covered:
                continue
            covered = end[at]
            for column in range(columns):
                lost[case, column] += sums[covered, column] - sums[at, column]
            changes[at] += 1
            changes[covered] -= 1


def assess(known: Zones, cases: Cases) -> Impact:
    """Return what each case costs.

    Raises:
        BadInput: a failed edge that the grid does not have.
    """
    _check(known, cases)
    lost = np.zeros((len(cases), _COLUMNS))
    changes = np.zeros(len(known.end) + 1, np.int64)
    _assess(cases.start, cases.edge, known.begin, known.end, known.sums, lost, changes)
    share = np.append(np.cumsum(changes[:-1]) / max(len(cases), 1), 1.0)
    counts = np.rint(lost).astype(np.int64)
    return Impact(
        customers=counts[:, _CUSTOMERS],
        p_w=lost[:, _P_W],
        critical=counts[:, _CRITICAL:_FEEDERS],
        feeders=counts[:, _FEEDERS:],
        # The place -1 of a node that is never fed is the last.
        dark=share[known.place],
    )


def dark(known: Zones, cases: Cases) -> Bool:
    """Return which nodes each case makes dark that are fed in the normal state, shape (cases, nodes): a byte
    each, so take the cases in pieces (``Cases.piece``) where there are many."""
    _check(known, cases)
    changes = np.zeros((len(cases), len(known.end) + 1), np.int64)
    case = np.repeat(np.arange(len(cases)), np.diff(cases.start))
    at = known.begin[cases.edge]
    case, at = case[at != NONE], at[at != NONE]
    np.add.at(changes, (case, at), 1)
    np.add.at(changes, (case, known.end[at]), -1)
    covered = np.cumsum(changes, axis=1) > 0
    # Beyond the last place all is closed again, so the place -1 of what is never fed reads False.
    found: Bool = covered[:, known.place]
    return found


def feeder_out(known: Zones, impact: Impact) -> Float64:
    """Return the share of the cases in which each feeder is out, shape (feeders,); NaN where its head is
    open."""
    grid = known.grid
    edge = grid.switch_edges.start + grid.feeders.head
    begin, end = grid.edge_from[edge], grid.edge_to[edge]
    # The head's first node is the end that lies further down the tree.
    first = np.where(known.place[end] > known.place[begin], end, begin)
    closed = grid.switches.closed[grid.feeders.head]
    return np.where(closed & (known.begin[edge] != NONE), impact.dark[first], np.nan)


def _check(known: Zones, cases: Cases) -> None:
    if len(cases.edge) and not 0 <= cases.edge.min() <= cases.edge.max() < len(known.begin):
        raise BadInput("storm-edge-unknown", edges=len(known.begin))
