"""Where the grid is broken: the edges whose loss explains best which meters are silent and which are not.

The model is the tree of chances of ``open_tree``: each edge that should carry is open, unknown to all, with
a small chance; each meter tells, independently of the others, one of four ``Sign``s, whose chances depend
only on whether its node is dead.

Chances that protective devices opened, and missing and false reports of smart meters, are taken into account
as by Y. Jiang, C.-C. Liu, M. Diedesch, E. Lee, A. Srivastava, "Outage management of distribution systems
incorporating information from smart meters", IEEE Trans. Power Systems 31(5), 2016: what opens for a fault is
the protective switch above it, so its chance is that of a fault anywhere down to the next one.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import PROTECTIVE, Grid
from luylau.power.open_tree import NEVER, likeliest, marginals
from luylau.power.topology import NONE, Adjacency, Trace, adjacency, inherited, trace
from luylau.power.zones import way_up

LEAST: Final = 1e-3
"""Alternatives to a fault that are less probable are left out."""
HOURS_A_YEAR: Final = 8_760.0


class Sign(IntEnum):
    """What a meter tells: it reports with voltage; it is silent though it reported until lately; it sent a
    last gasp and nothing since; it reports no voltage; nothing was known of it before, which tells
    nothing."""

    REPORTING = 0
    SILENT = 1
    LAST_GASP = 2
    NO_VOLTAGE = 3
    UNHEARD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What meters tell, one a row, shape (meters,): the ``node`` it is at (that of its load), a ``Sign``, and
    since when (microseconds since 1970 UTC; -1: not known): its last report before it fell silent, or the
    last gasp."""

    node: Int64
    sign: Int8
    since_us: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """All assumed. ``dead``, ``alive``: the chance of each sign but ``UNHEARD`` at a meter whose node is so;
    both add up to 1. Of ten last gasps four are lost; one meter of forty is silent for reasons of its own.
    ``line_km_year``, ``switch_year``, ``transformer_year``, ``source_year``: failures a year. ``broken``: the
    share of a line's failures that open it without a trip. ``hours``: how long one lasts. ``misreport``: how
    often a switch that says it is closed is not.
    """

    dead: tuple[float, float, float, float] = (0.002, 0.358, 0.6, 0.04)
    alive: tuple[float, float, float, float] = (0.9749, 0.025, 0.00005, 0.00005)
    line_km_year: float = 0.1
    switch_year: float = 0.01
    transformer_year: float = 0.05
    source_year: float = 0.01
    broken: float = 0.1
    hours: float = 4.0
    misreport: float = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where the grid is open.

    ``edge``: the most probable one, -1 where the source itself is gone; ``node``: the first that is dead.
    ``probability``: that this edge is what opened; ``alternatives``: other edges above and below it, with
    theirs, the most probable first. ``dark`` of ``meters`` below it are silent, gasped or see no voltage,
    ``unheard`` more told nothing before, ``against`` report with voltage. ``since_us``: the middle one of the
    times when the dark ones fell silent, -1 if none is known.
    """

    edge: int
    node: int
    probability: float
    alternatives: tuple[tuple[int, float], ...]
    meters: int
    dark: int
    against: int
    unheard: int
    since_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A part of the grid that the switches say is dead while meters in it (rows of the evidence) report:
    one of the open ``switches`` (edges) around it is closed in truth; the closed state of none is known if
    there is none."""

    meters: Int64
    switches: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """What is most probably open.

    ``faults``: the most probable set, the most meters below first. ``failed``: the same as a mask, shape
    (edges,), with all edges at a source that is gone; ``serving & ~failed`` is what carries current by it.
    ``opened``: the probability of each edge that it is what opened, shape (edges,). ``dead``: that each node
    is without power, shape (nodes,); 1 where the switches say so. ``below``: the place in ``faults`` of
    the one that each node lies below, -1 for none, shape (nodes,). ``unexplained``: rows of dark evidence
    outside every fault: single meters or their own connections.
    """

    faults: tuple[Fault, ...]
    failed: Bool
    opened: Float64
    dead: Float64
    below: Int64
    contradictions: tuple[Contradiction, ...]
    unexplained: Int64


def localise(
    grid: Grid,
    serving: Bool,
    seen: Evidence,
    *,
    told: Bool | None = None,
    chances: Chances | None = None,
    p_open: Float64 | None = None,
    beside: Adjacency | None = None,
) -> Localisation:
    """Return which edges are most probably open although the switches, as far as they are known, say that
    they carry.

    Edges of a loop, and those between two sources, count as whole: what is fed from two sides does not go
    dark by one of them.

    Args:
        grid: the grid.
        serving: which edges carry as far as is known, shape (edges,); see ``Grid.edges_in_service``.
        seen: the evidence.
        told: which switches report their position themselves, shape (switches,); none if None.
        chances: how much each sign weighs and how often elements fail.
        p_open: the chance of each edge to be open now without being known to, shape (edges,), such as in a
            storm; ``open_chances`` if None.
        beside: ``adjacency(grid)``, if it is at hand.

    Raises:
        BadInput: evidence on a node, or with a sign, that there is not.
    """
    chances = chances or Chances()
    count = len(grid.nodes)
    wrong = (seen.node < 0) | (seen.node >= count) | (seen.sign < 0) | (seen.sign >= len(Sign))
    if wrong.any():
        raise BadInput("localisation-evidence-wrong", count=int(wrong.sum()))
    beside = beside or adjacency(grid)
    traced = trace(grid, serving, beside)
    if p_open is None:
        p_open = open_chances(grid, traced, told=told, chances=chances)
    fed = np.flatnonzero(traced.parent_edge != NONE)
    p = np.full(count, chances.source_year * chances.hours / HOURS_A_YEAR)
    p[fed] = p_open[traced.parent_edge[fed]]
    p[on_loops(grid, traced)] = NEVER
    p = np.clip(p, NEVER, 1 - 1e-9)
    ratio = np.append(np.log(np.array(chances.dead) / np.array(chances.alive)), 0.0)
    reached = traced.energised[seen.node]
    w = np.bincount(seen.node[reached], ratio[seen.sign[reached]], count).astype(np.float64)
    cut, opened, dead = np.zeros(count, np.bool_), np.zeros(count), np.ones(count)
    likeliest(traced.order, traced.parent, p, w, cut, np.zeros(count, np.bool_))
    marginals(traced.order, traced.parent, p, w, opened, dead)
    under = inherited(traced, np.where(cut, np.arange(count), NONE))
    at = np.where(reached, under[seen.node], NONE)
    failed, by_edge = np.zeros(grid.edge_count, np.bool_), np.zeros(grid.edge_count)
    by_edge[traced.parent_edge[fed]] = opened[fed]
    found = np.flatnonzero(cut)
    failed[traced.parent_edge[found][traced.parent_edge[found] != NONE]] = True
    for root in found[traced.parent_edge[found] == NONE].tolist():
        failed[beside.edge[beside.start[root] : beside.start[root + 1]]] = True
    failed &= serving
    is_dark = (seen.sign != Sign.REPORTING) & (seen.sign != Sign.UNHEARD)
    faults = sorted(
        _faults(traced, found, opened, under, seen, at, is_dark),
        key=lambda fault: (-fault.meters, fault.node),
    )
    place = np.full(count + 1, NONE)
    place[[fault.node for fault in faults]] = np.arange(len(faults))
    return Localisation(
        faults=tuple(faults),
        below=place[under],
        failed=failed,
        opened=by_edge,
        dead=dead,
        contradictions=_contradictions(grid, serving, traced, seen, ~reached & (seen.sign == Sign.REPORTING)),
        unexplained=np.flatnonzero(reached & is_dark & (at == NONE)),
    )


def open_chances(
    grid: Grid,
    traced: Trace,
    *,
    told: Bool | None = None,
    chances: Chances | None = None,
    line_year: Float64 | None = None,
) -> Float64:
    """Return the chance of each edge to be open now without being known to, shape (edges,).

    It is rate x duration. A line's faults trip the protective switch above it, so most of its rate counts
    there; a switch that says itself that it is closed is open only if that is wrong.

    Args:
        grid: the grid.
        traced: what the sources reach as far as is known.
        told: which switches report their position themselves, shape (switches,); none if None.
        chances: how often elements fail.
        line_year: failures of each line a year at the moment, shape (lines,), as in a storm; by its length if
            None.
    """
    chances = chances or Chances()
    if line_year is None:
        line_year = usual_line_year(grid, chances)
    lines, switches = len(grid.lines), grid.switch_edges
    rate = np.concatenate(
        [
            line_year,
            np.full(len(grid.switches), chances.switch_year),
            np.full(len(grid.transformers), chances.transformer_year),
        ]
    )
    opens = rate.copy()
    opens[:lines] *= chances.broken
    protective = np.zeros(grid.edge_count, np.bool_)
    protective[switches] = np.isin(grid.switches.kind, PROTECTIVE)
    # The node below the protective switch nearest above each node.
    device = np.full(len(grid.nodes), NONE)
    fed = np.flatnonzero(traced.parent_edge != NONE)
    own = fed[protective[traced.parent_edge[fed]]]
    device[own] = own
    device = inherited(traced, device)
    at = fed[(traced.parent_edge[fed] < lines) & (device[fed] != NONE)]
    np.add.at(opens, traced.parent_edge[device[at]], rate[traced.parent_edge[at]] * (1 - chances.broken))
    if told is not None:
        opens[switches] = np.where(told, opens[switches] * chances.misreport, opens[switches])
    return opens * chances.hours / HOURS_A_YEAR


def usual_line_year(grid: Grid, chances: Chances) -> Float64:
    """Return how often each line fails a year as a rule, shape (lines,); unknown lengths count as a metre."""
    found: Float64 = chances.line_km_year * np.maximum(np.nan_to_num(grid.lines.length_m), 1.0) / 1e3
    return found


def on_loops(grid: Grid, traced: Trace) -> Int64:
    """Return the nodes whose edge above lies on a loop, or between two sources."""
    found: set[int] = set()
    for edge in traced.loops.tolist():
        found |= set(way_up(traced, int(grid.edge_from[edge]))) ^ set(way_up(traced, int(grid.edge_to[edge])))
    return np.array(sorted(found), np.int64)


def _faults(
    traced: Trace, cuts: Int64, opened: Float64, under: Int64, seen: Evidence, at: Int64, is_dark: Bool
) -> list[Fault]:
    """Return what is told of each cut; ``at`` is the cut above each row of the evidence."""
    likely = np.flatnonzero((opened >= LEAST) & (traced.root != NONE))
    found = []
    for cut in cuts.tolist():
        above = np.array(way_up(traced, cut)[1:], np.int64)
        others = np.concatenate([above[opened[above] >= LEAST], likely[under[likely] == cut]])
        others = others[others != cut]
        others = others[np.argsort(-opened[others], kind="stable")]
        here = at == cut
        dark = here & is_dark
        since = seen.since_us[dark & (seen.since_us >= 0)]
        unheard = int((here & (seen.sign == Sign.UNHEARD)).sum())
        found.append(
            Fault(
                edge=int(traced.parent_edge[cut]),
                node=cut,
                probability=float(opened[cut]),
                alternatives=tuple(
                    (int(traced.parent_edge[node]), float(opened[node])) for node in others.tolist()
                ),
                meters=int(here.sum()) - unheard,
                dark=int(dark.sum()),
                against=int((here & (seen.sign == Sign.REPORTING)).sum()),
                unheard=unheard,
                since_us=int(np.sort(since)[len(since) // 2]) if len(since) else -1,
            )
        )
    return found


def _contradictions(
    grid: Grid, serving: Bool, traced: Trace, seen: Evidence, rows: Bool
) -> tuple[Contradiction, ...]:
    """Return the dead parts in which meters report, with the open switches between them and live ones; those
    to other dead parts where there are none."""
    if not rows.any():
        return ()
    begin, end, count = grid.edge_from, grid.edge_to, len(grid.nodes)
    ways = (np.ones(int(serving.sum())), (begin[serving], end[serving]))
    part = connected_components(coo_array(ways, shape=(count, count)), directed=False)[1]
    opened = np.flatnonzero(~serving[grid.switch_edges]) + grid.switch_edges.start
    first, second = part[begin[opened]], part[end[opened]]
    live = traced.energised[begin[opened]] | traced.energised[end[opened]]
    found = []
    for number in np.unique(part[seen.node[rows]]).tolist():
        around = ((first == number) | (second == number)) & (first != second)
        found.append(
            Contradiction(
                meters=np.flatnonzero(rows & (part[seen.node] == number)),
                switches=opened[around & live] if (around & live).any() else opened[around],
            )
        )
    return tuple(found)
