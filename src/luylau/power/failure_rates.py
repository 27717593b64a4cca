"""Expected reliability of a radial grid from the failure rates of its elements.

Failure modes and effects are gone through one by one, as in R. N. Allan, R. Billinton, I. Sjarief, L. Goel,
K. S. So, "A reliability test system for educational purposes: basic distribution system data and results",
IEEE Trans. Power Systems 6(2), 1991. An element fails; then

1. the nearest closed breaker, recloser or fuse towards the source clears the fault, and all that is fed
   through it is dark;
2. the zone of the fault, which is what hangs together without a switch between, is cut out by the switches
   around it;
3. after the switching time all that is reached around the zone is fed again: from upstream through the
   device closed again, from elsewhere through ties if they may be used;
4. the rest waits until the element is repaired or replaced.

Each load adds up how often that happens and how long it lasts::

    lambda = sum(rate)      U = sum(rate x time)      ENS = sum(U x mean load)

Taken for granted: protection never fails, a tie carries whatever it is asked to, one failure at a time, no
failure while another is repaired.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import PROTECTIVE, Grid
from luylau.power.topology import NONE, Adjacency, Trace, adjacency, preorder, sum_below, trace, trace_from
from luylau.power.zones import zones

YEAR_S: Final = 8_760 * 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often each edge fails (a year) and how long its repair or replacement takes, shape (edges,)."""

    per_year: Float64
    repair_s: Float64


def failures(
    grid: Grid,
    *,
    line_per_km_year: float | Float64 = 0.0,
    line_repair_s: float | Float64 = 0.0,
    transformer_per_year: float | Float64 = 0.0,
    transformer_repair_s: float | Float64 = 0.0,
    switch_per_year: float | Float64 = 0.0,
    switch_repair_s: float | Float64 = 0.0,
) -> Failures:
    """Return failure rates of all edges; each figure is one for all elements of its kind, or one for each.

    Raises:
        ValueError: a rate or time is below 0 or not finite.
    """
    counts = len(grid.lines), len(grid.switches), len(grid.transformers)

    def column(*figures: float | Float64) -> Float64:
        parts = [np.broadcast_to(one, (count,)) for one, count in zip(figures, counts, strict=True)]
        whole: Float64 = np.concatenate(parts).astype(np.float64)
        if not (np.isfinite(whole).all() and (whole >= 0).all()):
            raise ValueError("a rate or time is below 0 or no number")
        return whole

    per_line = line_per_km_year * grid.lines.length_m / 1e3
    return Failures(
        per_year=column(per_line, switch_per_year, transformer_per_year),
        repair_s=column(line_repair_s, switch_repair_s, transformer_repair_s),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is to be expected of a year. By load, shape (loads,): interruptions, seconds without power; for
    the whole: as ``reliability.Indices``, and the energy not supplied. NaN where nobody is served, and CAIDI
    where nothing fails."""

    load_per_year: Float64
    load_out_s: Float64
    saifi: float
    saidi_min: float
    caidi_min: float
    asai: float
    ens_wh: float


def expected(grid: Grid, rates: Failures, *, switching_s: float, ties: bool = True) -> Expected:
    """Return the expected indices of a grid in its normal state.

    Args:
        grid: a radial grid; ``p_w`` of its loads is their mean over the year.
        rates: how its edges fail.
        switching_s: how long it takes to find and cut out a fault and to switch the rest over.
        ties: whether switches that are normally open may be closed to feed what is cut off.

    Raises:
        BadInput: the grid has loops or joins two sources while in its normal state.
        ValueError: not one rate and one time for each edge.
    """
    if not len(rates.per_year) == len(rates.repair_s) == grid.edge_count:
        raise ValueError(f"not one rate and time for each of {grid.edge_count} edges")
    case = _Case(grid, ties=ties)
    per_year, out_s = np.zeros(len(grid.loads)), np.zeros(len(grid.loads))
    for edge, dark, back in case.faults(rates.per_year):
        rate = rates.per_year[edge]
        repair_s = rates.repair_s[edge]
        per_year[dark] += rate
        # Where a repair is quicker than switching, nobody switches.
        out_s[dark] += rate * np.where(back[dark], min(switching_s, repair_s), repair_s)
    customers = grid.loads.customers
    total = float(customers.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        saifi = np.float64((per_year * customers).sum()) / total
        saidi_s = np.float64((out_s * customers).sum()) / total
        caidi_min = saidi_s / saifi / 60
    return Expected(
        load_per_year=per_year,
        load_out_s=out_s,
        saifi=float(saifi),
        saidi_min=float(saidi_s / 60),
        caidi_min=float(caidi_min),
        asai=float(1 - saidi_s / YEAR_S),
        ens_wh=float((out_s * grid.loads.p_w).sum() / 3_600),
    )


class _Case:
    """A grid made ready to let its edges fail one by one."""

    def __init__(self, grid: Grid, *, ties: bool) -> None:
        self.grid = grid
        self.beside: Adjacency = adjacency(grid)
        self.normal = grid.edges_in_service()
        self.traced = trace(grid, self.normal, self.beside)
        if len(self.traced.loops):
            first = grid.edge_ids[int(self.traced.loops[0])]
            raise BadInput("reliability-grid-not-radial", count=len(self.traced.loops), first=first)
        self.usable = np.ones(grid.edge_count, np.bool_) if ties else self.normal
        self.begin, self.end = grid.edge_from, grid.edge_to
        self.zone = zones(grid, grid.switches.closed)[0]
        self.region = _regions(grid, self.traced)
        self.place, self.below = preorder(self.traced.order, self.traced.parent)
        self.top = np.full(len(grid.nodes), NONE)
        # Sources come first in the order: of a zone's nodes the one nearest to them is written last.
        self.top[self.zone[self.traced.order[::-1]]] = self.traced.order[::-1]
        ways = self.usable & ~self.normal
        ends = np.concatenate([self.begin[ways], self.end[ways]])
        self.ways_in = sum_below(self.traced, np.bincount(ends, minlength=len(grid.nodes)).astype(np.float64))

    def faults(self, per_year: Float64) -> Iterator[tuple[int, Bool, Bool]]:
        """Yield each edge that can fail while it is fed: its number, the loads that go dark, and the loads
        that can be fed with its zone cut out, shapes (loads,)."""
        known: dict[tuple[int, int], Bool] = {}
        regions: dict[int, Bool] = {}
        for edge in np.flatnonzero((per_year > 0) & self.normal).tolist():
            top = self._upper(edge)
            if top == NONE:
                continue
            lower = int(self.end[edge]) if top == self.begin[edge] else int(self.begin[edge])
            where = (int(self.zone[top]), int(self.zone[lower]))
            region = int(self.region[top])
            if region not in regions:
                regions[region] = self._fed_through(region)
            if where not in known:
                known[where] = self._reached(where)
            yield edge, regions[region], known[where]

    def _upper(self, edge: int) -> int:
        """Return the end of a fed edge that is nearer the source; NONE where the edge is dead."""
        begin, end = int(self.begin[edge]), int(self.end[edge])
        if self.traced.parent_edge[end] == edge:
            return begin
        return end if self.traced.parent_edge[begin] == edge else NONE

    def _fed_through(self, top: int) -> Bool:
        """Return the loads that are fed through a node, those at it too."""
        at = self.place[self.grid.loads.node]
        begin = self.place[top]
        through: Bool = (at >= begin) & (at < begin + self.below[top])
        return through

    def _reached(self, cut_out: tuple[int, int]) -> Bool:
        """Return the loads that can be fed when these zones, the upper one first, are cut out."""
        top = self.top[cut_out[0]]
        if not self.ways_in[top]:
            # No tie leads to what hangs on them, so all of that waits and nothing else does.
            return ~self._fed_through(top)
        cut = np.isin(self.zone, cut_out)
        serving = self.usable & ~cut[self.begin] & ~cut[self.end]
        roots = self.grid.sources.node
        fed = trace_from(self.beside, serving, roots[~cut[roots]]).energised
        reached: Bool = fed[self.grid.loads.node]
        return reached


def _regions(grid: Grid, traced: Trace) -> Int64:
    """Return for each fed node the first node behind the device that clears its faults; the source's own node
    where there is none; NONE where it is dead."""
    clearing = np.zeros(grid.edge_count, np.bool_)
    clearing[grid.switch_edges] = np.isin(grid.switches.kind, PROTECTIVE)
    region = np.full(len(grid.nodes), NONE)
    _inherit(traced.order, traced.parent, traced.parent_edge, clearing, region)
    return region


@njit(cache=True, nogil=True)
def _inherit(order: Int64, parent: Int64, parent_edge: Int64, clearing: Bool, region: Int64) -> None:
    for node in order:
        own = parent[node] == NONE or clearing[parent_edge[node]]
        region[node] = node if own else region[parent[node]]
