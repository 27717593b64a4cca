"""Where the grid is broken: the edges whose loss explains best who is dark and who is not.

Meters say that their power goes (last gasp), fall silent, report no voltage, or go on reporting. Each of these is
a likelihood ratio between a dead and a live node, and each edge has a chance to be out. In a radial grid an edge
that is out darkens all below it, so the gain of that supposition is a sum over a subtree::

    gain(e) = log(prior of e) + sum over what is below e of log(P(evidence | dead) / P(evidence | alive))

and the most likely set of lost edges follows from the leaves upward: a node's best is the larger of the gain of
the edge above it and of the sum of its children's best. This is exact and takes linear time.

What opens for a fault is the protective switch above it, so a breaker's prior is that of a fault anywhere down to
the next protective switch; within that zone the fault lies on a line with a chance that goes with its length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.impact import Lost, lost
from luylau.power.model import Grid, SwitchKind, Table
from luylau.power.topology import (
    NONE,
    Adjacency,
    Trace,
    adjacency,
    feeder_of_nodes,
    sum_below,
    trace,
    trace_from,
)


class Sign(IntEnum):
    """What was seen at a node: a last gasp, silence where a report was due, a measured voltage of nothing, a
    report with voltage."""

    LAST_GASP = 0
    SILENT = 1
    NO_VOLTAGE = 2
    ALIVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihoods:
    """All assumed. ``dead``, ``alive``: the chance of each ``Sign`` at a node that is so; they are many meters'
    own errors: a last gasp is lost in a third of cases, one of fifty meters is silent for other reasons.
    ``line_km_year``, ``switch_year``, ``transformer_year``: failures a year. ``broken``: the share of a
    line's failures that open it without a trip. ``hours``: how long one lasts."""

    dead: tuple[float, float, float, float] = (0.65, 0.95, 0.9, 0.002)
    alive: tuple[float, float, float, float] = (0.002, 0.02, 0.001, 0.97)
    line_km_year: float = 0.1
    switch_year: float = 0.01
    transformer_year: float = 0.01
    broken: float = 0.1
    hours: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Table):
    """What was seen, one a row: at which node, which ``Sign``, when (microseconds since 1970 UTC)."""

    node: Int64
    sign: Int8
    at_us: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a feeder between switches: the switch above it (-1: none, up to the source) and those below
    that bound it, as edge numbers; and the feeder, -1 in a substation."""

    feeder: int
    above: int
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An edge that may be out, with its probability among the candidates of the same fault."""

    edge: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A line that may be what failed, with its probability; ``section`` it lies in."""

    edge: int
    probability: float
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where the grid is open: the likeliest ``edge`` and the others (``candidates``, likeliest
    first); the lines that may have failed; what is ``dark`` (nodes) and ``lost`` below it; rows of the evidence
    ``against`` it: live meters where all should be dark."""

    edge: int
    candidates: tuple[Candidate, ...]
    suspects: tuple[Suspect, ...]
    dark: Int64
    lost: Lost
    assets: tuple[str, ...]
    against: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Live evidence (its row) where the switches as known let nothing through, and the open switches (edges)
    one of which must be closed in truth."""

    row: int
    switches: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """What is most likely out. ``unexplained``: rows of dark evidence outside every fault: single meters or
    connections. ``unknown``: rows of the evidence on nodes that the grid does not have."""

    faults: tuple[Fault, ...]
    mismatches: tuple[Mismatch, ...]
    unexplained: Int64
    unknown: Int64


@njit(cache=True, nogil=True)
def _best(order: Int64, parent: Int64, gain: Float64, cut: Bool) -> None:
    """Mark the nodes whose edge above is out in the best explanation; a cut below another is none."""
    best = np.zeros(len(parent))
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if gain[node] > best[node]:
            best[node], cut[node] = gain[node], True
        if parent[node] != -1:
            best[parent[node]] += best[node]
    hidden = np.zeros(len(parent), np.bool_)
    for node in order:
        if parent[node] != -1:
            above = parent[node]
            hidden[node] = hidden[above] or cut[above]
            if hidden[node]:
                cut[node] = False


@njit(cache=True, nogil=True)
def _inherit(order: Int64, parent: Int64, own: Int64) -> None:
    """Hand each node's value down to those below it that have none."""
    for node in order:
        if own[node] == -1 and parent[node] != -1:
            own[node] = own[parent[node]]


def localise(
    grid: Grid,
    serving: Bool,
    seen: Evidence,
    *,
    likelihoods: Likelihoods | None = None,
    beside: Adjacency | None = None,
) -> Localisation:
    """Return the edges that are most likely out although the switches say that they carry.

    Edges of a loop are no candidates: what is fed from two sides does not go dark by one of them.

    Args:
        grid: the grid.
        serving: which edges carry current as far as is known, shape (edges,).
        seen: the evidence.
        likelihoods: how much each kind of evidence weighs, and how often elements fail.
        beside: ``adjacency(grid)``, if it is at hand.
    """
    chances = likelihoods or Likelihoods()
    traced = trace(grid, serving, beside or adjacency(grid))
    count = len(grid.nodes)
    known = (seen.node >= 0) & (seen.node < count)
    node = np.where(known, seen.node, 0)
    reached = known & traced.energised[node]
    ratio = np.log(np.array(chances.dead) / np.array(chances.alive))[seen.sign]
    weight = np.bincount(node[reached], ratio[reached], count).astype(np.float64)
    fed = np.flatnonzero(traced.parent_edge != NONE)
    prior = np.full(count, -np.inf)
    prior[fed] = _log_prior(grid, traced, chances)[traced.parent_edge[fed]]
    prior[_on_loops(grid, traced)] = -np.inf
    gain = sum_below(traced, weight) + prior
    cut = np.zeros(count, np.bool_)
    _best(traced.order, traced.parent, gain, cut)
    cuts = np.flatnonzero(cut)
    under = np.full(count, NONE)
    under[cuts] = cuts
    _inherit(traced.order, traced.parent, under)
    dark_sign = seen.sign != Sign.ALIVE
    sections = _Sections(grid, traced)
    return Localisation(
        faults=tuple(
            _fault(grid, traced, gain, cuts, int(one), under, seen, reached & ~dark_sign, sections, chances)
            for one in cuts[np.argsort(-gain[cuts], kind="stable")]
        ),
        mismatches=_mismatches(grid, serving, traced, seen, known & ~reached & ~dark_sign),
        unexplained=np.flatnonzero(reached & dark_sign & (under[node] == NONE)),
        unknown=np.flatnonzero(~known),
    )


def _protective(grid: Grid) -> Bool:
    protective = np.zeros(grid.edge_count, np.bool_)
    protective[grid.switch_edges] = np.isin(
        grid.switches.kind, [SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.FUSE]
    )
    return protective


def _protector(grid: Grid, traced: Trace) -> Int64:
    """Return by node the protective switch nearest above it, as the node below that switch; -1 if none."""
    above = np.full(len(grid.nodes), NONE)
    fed = np.flatnonzero(traced.parent_edge != NONE)
    own = fed[_protective(grid)[traced.parent_edge[fed]]]
    above[own] = own
    _inherit(traced.order, traced.parent, above)
    return above


def _failures(grid: Grid, chances: Likelihoods) -> Float64:
    """Return how often each edge fails in a year by itself."""
    length_m = np.nan_to_num(grid.lines.length_m)
    return np.concatenate(
        [
            chances.line_km_year * np.maximum(length_m, 1.0) / 1e3,
            np.full(len(grid.switches), chances.switch_year),
            np.full(len(grid.transformers), chances.transformer_year),
        ]
    )


def _log_prior(grid: Grid, traced: Trace, chances: Likelihoods) -> Float64:
    """Return the log of the chance that each edge is open right now without being known to."""
    rate = _failures(grid, chances)
    lines = len(grid.lines)
    opens = rate.copy()
    opens[:lines] *= chances.broken
    protector = _protector(grid, traced)
    fed = np.flatnonzero((traced.parent_edge != NONE) & (traced.parent_edge < lines))
    fed = fed[protector[fed] != NONE]
    np.add.at(opens, traced.parent_edge[protector[fed]], rate[traced.parent_edge[fed]])
    now: Float64 = np.log(opens * chances.hours / 8_760)
    return now


def _on_loops(grid: Grid, traced: Trace) -> Int64:
    """Return the nodes whose edge above lies on a loop, or between two sources."""
    found: set[int] = set()
    for edge in traced.loops.tolist():
        paths = [_path(traced, int(end[edge])) for end in (grid.edge_from, grid.edge_to)]
        common = set(paths[0]) & set(paths[1])
        found |= (set(paths[0]) | set(paths[1])) - common
    return np.array(sorted(found), np.int64)


def _path(traced: Trace, node: int) -> list[int]:
    path = []
    while node != NONE:
        path.append(node)
        node = int(traced.parent[node])
    return path


class _Sections:
    """The sections between switches, made for what is asked."""

    def __init__(self, grid: Grid, traced: Trace) -> None:
        self.switches = grid.switch_edges
        self.feeder = feeder_of_nodes(grid, traced)
        self.top = np.full(len(grid.nodes), NONE)
        fed = np.flatnonzero(traced.parent_edge != NONE)
        way = traced.parent_edge[fed]
        self.own = fed[(way >= self.switches.start) & (way < self.switches.stop)]
        self.top[self.own] = self.own
        self.top[traced.order[traced.parent[traced.order] == NONE]] = traced.order[
            traced.parent[traced.order] == NONE
        ]
        _inherit(traced.order, traced.parent, self.top)
        self.traced = traced

    def of(self, node: int) -> Section:
        """Return the section that the node lies in."""
        top = int(self.top[node])
        below = self.own[self.top[self.traced.parent[self.own]] == top]
        above = int(self.traced.parent_edge[top])
        return Section(
            feeder=int(self.feeder[node]),
            above=above,
            below=tuple(self.traced.parent_edge[below].tolist()),
        )


def _fault(
    grid: Grid, traced: Trace, gain: Float64, cuts: Int64, cut: int, under: Int64, seen: Evidence,
    live: Bool, sections: _Sections, chances: Likelihoods,
) -> Fault:  # fmt: skip
    dark = np.flatnonzero(under == cut)
    alive = np.ones(len(grid.nodes), np.bool_)
    alive[dark] = False
    gone = lost(grid, alive)
    below, delta = [dark], [gain[dark] - gain[cut]]
    path = _path(traced, cut)[1:]
    if path:
        # Another edge above would stand for all faults below it at once.
        others = [(int(one), set(_path(traced, int(one)))) for one in cuts]
        for above in path:
            inside = [one for one, way in others if above in way]
            below.append(np.array([above]))
            delta.append(np.array([gain[above] - gain[inside].sum()]))
    places, odds = np.concatenate(below), np.concatenate(delta)
    chance = np.exp(odds - odds.max())
    chance /= chance.sum()
    order = np.argsort(-chance, kind="stable")
    order = order[chance[order] >= LEAST]
    return Fault(
        edge=int(traced.parent_edge[cut]),
        candidates=tuple(
            Candidate(edge=int(traced.parent_edge[places[one]]), probability=float(chance[one]))
            for one in order
        ),
        suspects=_suspects(grid, traced, places[order], chance[order], sections, chances),
        dark=dark,
        lost=gone,
        assets=tuple(
            dict.fromkeys(grid.loads.asset[load] for load in gone.loads.tolist() if grid.loads.asset[load])
        ),
        against=np.flatnonzero(live & (under[np.where(live, seen.node, 0)] == cut)),
    )


LEAST: Final = 1e-3
"""Candidates below this probability are left out."""
MOST_SUSPECTS: Final = 20


def _suspects(
    grid: Grid, traced: Trace, places: Int64, chance: Float64, sections: _Sections, chances: Likelihoods
) -> tuple[Suspect, ...]:
    """Return what may have failed: an edge itself, or, where a protective switch opened, a line of its zone."""
    total = np.zeros(grid.edge_count)
    protector = _protector(grid, traced)
    protective = _protective(grid)
    rate = _failures(grid, chances)
    lines = np.flatnonzero((traced.parent_edge != NONE) & (traced.parent_edge < len(grid.lines)))
    node_of_edge = np.full(grid.edge_count, NONE)
    fed = np.flatnonzero(traced.parent_edge != NONE)
    node_of_edge[traced.parent_edge[fed]] = fed
    for place, share in zip(places.tolist(), chance.tolist(), strict=True):
        edge = int(traced.parent_edge[place])
        if protective[edge]:
            zone = traced.parent_edge[lines[protector[lines] == place]]
            whole = rate[zone].sum() + rate[edge]
            total[zone] += share * rate[zone] / whole
            total[edge] += share * rate[edge] / whole
        else:
            total[edge] += share
    order = np.argsort(-total, kind="stable")[:MOST_SUSPECTS]
    return tuple(
        Suspect(edge=int(edge), probability=float(total[edge]), section=sections.of(int(node_of_edge[edge])))
        for edge in order
        if total[edge] >= LEAST
    )


def _mismatches(grid: Grid, serving: Bool, traced: Trace, seen: Evidence, rows: Bool) -> tuple[Mismatch, ...]:
    """Return live evidence on dead nodes with the open switches between it and what is energised."""
    if not rows.any():
        return ()
    begin, end = grid.edge_from, grid.edge_to
    at = np.flatnonzero(~serving[grid.switch_edges]) + grid.switch_edges.start
    island, number = np.full(len(grid.nodes), NONE), 0
    beside = adjacency(grid)
    found = []
    for row in np.flatnonzero(rows).tolist():
        start = int(seen.node[row])
        if island[start] == NONE:
            reach = _reach(beside, serving, start)
            island[reach] = number
            number += 1
        inside_begin, inside_end = island[begin[at]] == island[start], island[end[at]] == island[start]
        live = traced.energised
        joins = (inside_begin & live[end[at]]) | (inside_end & live[begin[at]])
        chosen: Sequence[int] = at[joins].tolist() or at[inside_begin ^ inside_end].tolist()
        found.append(Mismatch(row=row, switches=tuple(chosen)))
    return tuple(found)


def _reach(beside: Adjacency, serving: Bool, start: int) -> Int64:
    return trace_from(beside, serving, np.array([start])).order
