"""What powers and what connects each device, as columns: the two trees that share their leaves.

::

    sources ─ grid nodes ─ sites      carriers: core switch ─ area switch ─ street switch
                      │      │                                                  │
                      └──────┴───────────── devices ────────────────────────────┘
                                   (a carrier is a device, too)

*Supply nodes* are the grid's nodes, then *sites*: assets outside the grid that power others (a pump station
with its own board). *Carriers* are the assets that others are connected through. A *group* is all devices at
one supply node behind one carrier: what the two trees share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from scipy.cluster.hierarchy import DisjointSet
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from luylau.city.model import City
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.power.localisation import HOURS_A_YEAR, Chances, on_loops, open_chances
from luylau.power.model import Grid
from luylau.power.open_tree import NEVER
from luylau.power.topology import NONE, Adjacency, Trace, adjacency, feeder_of_nodes, trace

LAST_GASP: Final = "last_gasp"
"""The channel by which a device says with its last energy that it has lost its supply."""
SITE_YEAR: Final = 0.02
"""Failures a year of what a site's own board feeds: assumed."""
CARRIER_YEAR: Final = 0.5
"""Failures a year of a carrier or its link: assumed."""
MISREPORT_OPEN: Final = 0.02
"""How often a switch that says it is open is not: assumed."""
MOST_UNKNOWN: Final = 0.1
"""Nothing is likelier than this to be open without anybody knowing, whatever the storm: what opens shows
soon, or nobody can tell of it."""
_SURE: Final = 1 - 1e-9
_HOUR_US: Final = 3_600 * MICROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Devices in service that report now and then; one a row, shape (devices,).

    ``node``: supply node, -1 where none is known. ``carrier``: what it is connected through, -1 for none.
    ``own``: its row among the carriers, -1 if it is none. ``backup_us``: how long it runs without supply.
    ``period_us``: how often it reports. ``gasps``: whether it says when it loses its supply. ``group``: row
    among the groups.
    """

    id: tuple[str, ...]
    node: Int64
    carrier: Int64
    own: Int64
    backup_us: Int64
    period_us: Int64
    gasps: Bool
    group: Int64

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """Everything that does not change as switches move.

    ``site``: ids of the sites; ``site_parent``: supply node that feeds each, -1 unknown. ``carrier``: ids,
    each after the carrier above it, ``carrier_parent``, -1 at the top. ``carrier_node``: supply node of each,
    ``carrier_backup_us`` how long it runs without. ``group_node``, ``group_carrier``: -1 for none.
    ``node_of``: supply node by asset.
    """

    grid: Grid
    devices: Devices
    site: tuple[str, ...]
    site_parent: Int64
    carrier: tuple[str, ...]
    carrier_parent: Int64
    carrier_node: Int64
    carrier_backup_us: Int64
    group_node: Int64
    group_carrier: Int64
    node_of: Mapping[str, int] = field(repr=False)

    @cached_property
    def beside(self) -> Adjacency:
        """The grid's adjacency."""
        return adjacency(self.grid)

    @cached_property
    def edge_ids(self) -> tuple[str, ...]:
        """Id of each edge of the grid."""
        return self.grid.edge_ids

    @cached_property
    def edge_ends(self) -> tuple[Int64, Int64]:
        """The nodes at which each edge of the grid begins and ends."""
        return self.grid.edge_from, self.grid.edge_to

    @property
    def nodes(self) -> int:
        """How many supply nodes there are."""
        return len(self.grid.nodes) + len(self.site)

    @cached_property
    def carrier_chance(self) -> Float64:
        """The chance of each carrier to be down for a reason of its own."""
        return np.full(len(self.carrier), CARRIER_YEAR * Chances().hours / HOURS_A_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The supply nodes as a tree, as switches are now.

    ``parent``: -1 at a source, and where nothing leads; ``order``: those that a source reaches, each after
    its parent; ``edge``: the grid's edge above each, -1 for none (a source, a site). ``chance``: that the
    edge above is open now. ``said_open``: the edge above is a switch that says so; ``said_us``: since when it
    does, -1 where that is not known. ``region``: row of the feeder that each belongs to; numbers after those
    of feeders for what belongs to none. ``traced``: what the grid's sources reach if no switch said that it
    is open.
    """

    parent: Int64
    order: Int64
    edge: Int64
    chance: Float64
    said_open: Bool
    said_us: Int64
    region: Int64
    traced: Trace


def wire(city: City, grid: Grid) -> Wiring:
    """Return how a city's devices are powered and connected; wires in a loop are cut where they close it (the
    check of a pack refuses them)."""
    node_of = {asset: node for node, asset in enumerate(grid.nodes.asset) if asset}
    loads = zip(grid.loads.asset, grid.loads.node.tolist(), strict=True)
    node_of |= {asset: node for asset, node in loads if asset}
    live = {one.id: one for one in city.assets.values() if one.status not in ("planned", "retired")}
    powering = {one.powered_by for one in live.values()} & live.keys()
    sites = _parents_first({one: live[one].powered_by for one in live if one in powering - node_of.keys()})
    node_of |= {one: len(grid.nodes) + place for place, one in enumerate(sites)}
    carrying = {one.connected_via for one in live.values()} & live.keys()
    carriers = _parents_first({one: live[one].connected_via for one in live if one in carrying})
    row_of = {one: row for row, one in enumerate(carriers)}
    ids: list[str] = []
    rows: list[tuple[int, ...]] = []
    for one in live.values():
        channels = city.kinds[one.kind].channels
        periods = [known.period_s for known in channels.values() if known.period_s == known.period_s]
        if periods:
            ids.append(one.id)
            rows.append(
                (
                    node_of.get(one.powered_by, NONE),
                    row_of.get(one.connected_via, NONE),
                    row_of.get(one.id, NONE),
                    round(one.backup_h * _HOUR_US),
                    round(min(periods) * MICROS),
                    LAST_GASP in channels,
                )
            )
    node, carrier, own, backup_us, period_us, gasps = np.array(rows, np.int64).reshape(-1, 6).T
    pairs, group = np.unique(np.stack([node, carrier], axis=1), axis=0, return_inverse=True)
    return Wiring(
        grid=grid,
        devices=Devices(
            id=tuple(ids),
            node=node.copy(),
            carrier=carrier.copy(),
            own=own.copy(),
            backup_us=backup_us.copy(),
            period_us=period_us.copy(),
            gasps=gasps.astype(np.bool_),
            group=group.astype(np.int64).ravel(),
        ),
        site=tuple(sites),
        site_parent=_before([node_of.get(live[one].powered_by, NONE) for one in sites], len(grid.nodes)),
        carrier=tuple(carriers),
        carrier_parent=_before([row_of.get(live[one].connected_via, NONE) for one in carriers], 0),
        carrier_node=np.array([node_of.get(live[one].powered_by, NONE) for one in carriers], np.int64),
        carrier_backup_us=np.array([round(live[one].backup_h * _HOUR_US) for one in carriers], np.int64),
        group_node=pairs[:, 0].copy(),
        group_carrier=pairs[:, 1].copy(),
        node_of=node_of,
    )


def supply(
    wiring: Wiring,
    closed: Bool | None = None,
    told: Bool | None = None,
    *,
    moved_us: Int64 | None = None,
    line_year: Float64 | None = None,
) -> Supply:
    """Return the supply tree with switches as they say they stand.

    A switch that says it is open, and without which nothing feeds what lies behind it, stays in the tree,
    open with high chance: its word may be wrong, and devices behind it may tell so. Of several around one
    dead part it is one: that through which the part is fed in the normal state.

    Args:
        wiring: what is fed by what.
        closed: the switches' positions, shape (switches,); as planned if None.
        told: which of them say so themselves, shape (switches,); none if None.
        moved_us: when each was seen to move, shape (switches,), -1 for never; not known if None.
        line_year: failures of each line a year at the moment, shape (lines,), as in a storm; usual if None.
    """
    grid = wiring.grid
    serving = grid.edges_in_service(closed)
    traced = trace(grid, serving, wiring.beside)
    said = np.zeros(grid.edge_count, np.bool_)
    if closed is not None and told is not None:
        said[grid.switch_edges] = told & ~closed & grid.switches.closed
        said = _bridging(wiring, serving, traced, said)
        if said.any():
            traced = trace(grid, serving | said, wiring.beside)
    p_open = open_chances(grid, traced, told=told, line_year=line_year)
    count, chances = len(grid.nodes), Chances()
    chance = np.full(wiring.nodes, chances.source_year * chances.hours / HOURS_A_YEAR)
    chance[count:] = SITE_YEAR * chances.hours / HOURS_A_YEAR
    below = np.flatnonzero(traced.parent_edge != NONE)
    said_open = np.zeros(wiring.nodes, np.bool_)
    said_open[below] = said[traced.parent_edge[below]]
    said_us = np.full(wiring.nodes, NONE)
    if moved_us is not None:
        switch = traced.parent_edge[said_open.nonzero()[0]] - grid.switch_edges.start
        said_us[said_open] = moved_us[switch]
    unknown = np.minimum(p_open[traced.parent_edge[below]], MOST_UNKNOWN)
    chance[below] = np.where(said_open[below], 1 - MISREPORT_OPEN, unknown)
    chance[on_loops(grid, traced)] = NEVER
    reached = np.concatenate([traced.energised, np.zeros(len(wiring.site), np.bool_)])
    fed_sites = list[int]()
    for place, above in enumerate(wiring.site_parent.tolist()):
        # A site that nothing is known to feed is a root of its own.
        if above == NONE or reached[above]:
            fed_sites.append(count + place)
            reached[count + place] = True
    return Supply(
        parent=np.concatenate([traced.parent, wiring.site_parent]),
        order=np.concatenate([traced.order, np.array(fed_sites, np.int64)]),
        edge=np.concatenate([traced.parent_edge, np.full(len(wiring.site), NONE)]),
        chance=np.clip(chance, NEVER, _SURE),
        said_open=said_open,
        said_us=said_us,
        region=_regions(wiring, traced),
        traced=traced,
    )


def _bridging(wiring: Wiring, serving: Bool, traced: Trace, said: Bool) -> Bool:
    """Return as a mask, shape (edges,), those of ``said`` that join what no source reaches to what one does,
    without closing a loop."""
    grid, fed = wiring.grid, traced.energised
    begin, end = wiring.edge_ends
    said = said & ~(fed[begin] & fed[end])
    edges = np.flatnonzero(said)
    if not len(edges):
        return said
    # All that a source reaches is one part, whichever source it is.
    apart = np.flatnonzero(serving & ~fed[begin] & ~fed[end])
    ends = (np.ones(len(apart), np.int8), (begin[apart], end[apart]))
    part = connected_components(coo_array(ends, shape=(len(fed), len(fed))), directed=False)[1]
    part[fed] = len(fed)
    above = trace(grid, grid.edges_in_service(None), wiring.beside).parent_edge
    # First those whose end away from the source lies in the dark.
    usual = np.where(above[end[edges]] == edges, ~fed[end[edges]], ~fed[begin[edges]])
    one, other = part[begin[edges]], part[end[edges]]
    joined = DisjointSet(np.union1d(one, other).tolist())
    kept = np.zeros(len(said), np.bool_)
    for row in np.argsort(~usual, kind="stable").tolist():
        kept[edges[row]] = joined.merge(int(one[row]), int(other[row]))
    return kept


def _regions(wiring: Wiring, traced: Trace) -> Int64:
    """Return the part of the supply that each node belongs to: its feeder, else its source; a site to that of
    what feeds it."""
    feeder = feeder_of_nodes(wiring.grid, traced)
    source = np.unique(traced.root, return_inverse=True)[1]
    of_grid = np.where(feeder == NONE, len(wiring.grid.feeders) + source, feeder)
    region = np.concatenate([of_grid, np.empty(len(wiring.site), np.int64)])
    for own, above in enumerate(wiring.site_parent.tolist(), start=len(of_grid)):
        region[own] = region[above] if above != NONE else len(wiring.grid.feeders) + len(of_grid) + own
    return region


def _before(parents: list[int], first: int) -> Int64:
    """Return the parents of rows numbered from ``first`` on, -1 for one that does not come before."""
    above = np.array(parents, np.int64)
    above[above >= first + np.arange(len(above))] = NONE
    return above


def _parents_first(above: Mapping[str, str]) -> list[str]:
    """Return the keys, each after the one it hangs on, as far as no loop forbids it."""
    placed: dict[str, None] = {}
    for one in above:
        way: list[str] = []
        at = one
        while at in above and at not in placed and at not in way:
            way.append(at)
            at = above[at]
        placed.update(dict.fromkeys(reversed(way)))
    return list(placed)
