"""The grid right after a fault: zones, what tripped, what is dark."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import PROTECTIVE, Grid, SwitchKind
from luylau.power.restoration.plan import Weights
from luylau.power.switching import Envelope, Limits, Network, State
from luylau.power.topology import Adjacency, Trace, adjacency_of, trace_from
from luylau.power.zones import way_up, zones

MOST_NODES: Final = 5_000
"""Of more nodes the solver's programme is not even written down in a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a plan begins with.

    By zone: ``weight``, ``faulted``, ``idle`` (without power before the fault already, and left so), ``lit``
    (with power after protection has tripped). By switch: ``a`` and ``b`` (its zones), ``closed`` (after the
    trip), ``live_ok`` (may be moved with voltage on it), ``usable`` (works and parts two zones). ``zone``: by
    node. ``in_service``: lines and transformers, by edge. ``roots``: the zones of the sources left.
    ``sources``: those that a plan can touch. ``envelope``: the limits, widened where they were broken before
    the fault; ``solved``: whether the whole grid had a power flow then.
    """

    network: Network
    zone: Int64
    beside: Adjacency
    a: Int64
    b: Int64
    closed: Bool
    tripped: tuple[int, ...]
    live_ok: Bool
    usable: Bool
    weight: Float64
    faulted: Bool
    idle: Bool
    lit: Bool
    roots: Int64
    sources: Int64
    in_service: Bool
    envelope: Envelope
    solved: bool

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.network.grid

    def trace(self, closed: Bool) -> Trace:
        """Trace the zones with these switches closed, shape (switches,)."""
        return trace_from(self.beside, closed & (self.a != self.b), self.roots)

    def serving(self, closed: Bool) -> Bool:
        """Return the edges in service with these switches closed."""
        serving = self.in_service.copy()
        serving[self.grid.switch_edges] = closed
        return serving

    def solve(self, closed: Bool) -> State | None:
        """Return the power flow of the sources that a plan can touch; None where there is none."""
        return self.network.solve(self.serving(closed), self.sources)

    def touchable(self, found: Trace) -> Bool:
        """Return which zones the sources that a plan can touch feed."""
        return np.isin(found.root, self.zone[self.grid.sources.node[self.sources]])

    def wider(self) -> Self:
        """Return the situation with the sources, too, that could take parts over from those that a plan can
        touch; as it is where they have more than ``MOST_NODES`` nodes together."""
        found = self.trace(self.closed)
        own = self.touchable(found)
        ties = self.usable & ~self.closed & found.energised[self.a] & found.energised[self.b]
        ties &= own[self.a] != own[self.b]
        beside = np.where(own[self.a[ties]], self.b[ties], self.a[ties])
        source_zone = self.zone[self.grid.sources.node]
        more = np.flatnonzero(np.isin(source_zone, self.roots) & np.isin(source_zone, found.root[beside]))
        wide = replace(self, sources=np.union1d(self.sources, more))
        inside = wide.touchable(found) | (~found.energised & ~self.idle)
        return wide if int(inside[self.zone].sum()) <= MOST_NODES else self

    def holds(self, closed: Bool) -> bool:
        """Return whether the whole grid keeps to the limits, also where no plan can touch it. Where it had no
        power flow before the fault either, only the sources count that a plan can touch."""
        everything = None if self.solved else self.sources
        return self.excess(self.network.solve(self.serving(closed), everything)) <= 0

    def excess(self, state: State | None) -> float:
        """Return how far limits are broken; 0 = feasible."""
        return self.envelope.excess(state)

    def weight_lit(self, lit: Bool) -> float:
        """Return the weight of what is lit now and was not after the trip."""
        return float(self.weight[lit & ~self.lit].sum())


def situation(
    grid: Grid,
    edges: Int64,
    *,
    nodes: Int64 | None = None,
    closed: Bool | None = None,
    before: Bool | None = None,
    weights: Weights | None = None,
    limits: Limits | None = None,
    network: Network | None = None,
) -> Situation:
    """Work out what a fault leaves.

    Args:
        grid: the grid.
        edges: the edges (``Grid.edge_ids``) that are hurt: a section, or all of a group. A hurt switch cannot
            be moved.
        nodes: hurt nodes, as a busbar.
        closed: the switches before protection tripped or after it, shape (switches,); the normal state if
            None.
        before: the switches right before the fault, shape (switches,). What had no power then stays without.
            If None: ``closed``, and closed are the protective switches on the way to what is hurt that are
            closed in the normal state: what is hurt is taken to have had power.
        weights: what loads count.
        limits: what the grid must keep to.
        network: ``Network.of(grid)``, if it is at hand.

    Raises:
        BadInput: there is no such edge or node, nothing is hurt, the hurt part lies in a loop, or a load is
            not known.
    """
    nodes = np.empty(0, np.int64) if nodes is None else nodes
    for numbers, count in ((edges, grid.edge_count), (nodes, len(grid.nodes))):
        wrong = numbers[(numbers < 0) | (numbers >= count)]
        if len(wrong):
            raise BadInput("restoration-fault-unknown", number=int(wrong[0]), count=count)
    if not len(edges) and not len(nodes):
        raise BadInput("restoration-no-fault")
    unknown = ~(np.isfinite(grid.loads.p_w) & np.isfinite(grid.loads.q_var))
    if unknown.any():
        first = grid.loads.id[int(np.flatnonzero(unknown)[0])]
        raise BadInput("restoration-load-unknown", count=int(unknown.sum()), id=first)
    closed = grid.switches.closed if closed is None else closed
    for name, given in (("closed", closed), ("before", before)):
        if given is not None and given.shape != (len(grid.switches),):
            raise ValueError(f"{name} has the shape {given.shape}, not {(len(grid.switches),)}")
    network = network or Network.of(grid)
    hurt_nodes = np.unique(np.concatenate([nodes, grid.edge_from[edges], grid.edge_to[edges]]))
    zone, meshed = zones(grid, closed)
    faulted = np.zeros(int(zone.max()) + 1, np.bool_)
    faulted[zone[hurt_nodes]] = True
    if (faulted & meshed).any():
        at = int(hurt_nodes[meshed[zone[hurt_nodes]]][0])
        raise BadInput("restoration-grid-meshed", at=grid.nodes.id[at])
    a, b = zone[grid.switches.from_node], zone[grid.switches.to_node]
    beside = adjacency_of(a, b, len(faulted))
    source_zone = zone[grid.sources.node]
    if before is None:
        before = _presumed(grid, beside, closed, source_zone, faulted)
    fed = trace_from(beside, before & (a != b), source_zone)
    works = np.ones(len(a), np.bool_)
    hurt = edges - grid.switch_edges.start
    works[hurt[(hurt >= 0) & (hurt < len(a))]] = False
    tripped = tuple(one for one in _trips(grid, fed, faulted, works) if closed[one])
    after = closed.copy()
    after[list(tripped)] = False
    source_ok = ~faulted[source_zone]
    roots = source_zone[source_ok]
    now = trace_from(beside, after, roots)
    lit = now.energised & ~faulted
    usable = works & (a != b)
    weight = np.zeros(len(faulted))
    np.add.at(weight, zone[grid.loads.node], (weights or Weights()).of(grid))
    # A plan can touch the sources that fed the hurt part, and those behind any open switch beside the dark.
    dark = fed.energised & ~lit
    beyond = (usable & ~after & lit[a] & dark[b], usable & ~after & lit[b] & dark[a])
    touched = np.concatenate([fed.root[dark], now.root[a[beyond[0]]], now.root[b[beyond[1]]]])
    sources = np.flatnonzero(source_ok & np.isin(source_zone, touched))
    kind = grid.switches.kind
    whole = np.ones(grid.edge_count, np.bool_)
    whole[grid.switch_edges] = before
    in_service = np.ones(grid.edge_count, np.bool_)
    in_service[edges] = False
    state = network.solve(whole)
    return Situation(
        network=network,
        zone=zone,
        beside=beside,
        a=a,
        b=b,
        closed=after,
        tripped=tripped,
        live_ok=~np.isin(kind, (SwitchKind.DISCONNECTOR, SwitchKind.FUSE)),
        usable=usable,
        weight=weight,
        faulted=faulted,
        idle=~fed.energised & ~lit,
        lit=lit,
        roots=roots,
        sources=sources,
        in_service=in_service,
        envelope=Envelope.around(network, state, limits or Limits()),
        solved=state is not None,
    )


def _presumed(grid: Grid, beside: Adjacency, closed: Bool, roots: Int64, faulted: Bool) -> Bool:
    """Return the switches before the fault, where ``closed`` may be those after the trip already."""
    fed = trace_from(beside, closed, roots).energised
    able = np.isin(grid.switches.kind, PROTECTIVE) & grid.switches.closed & ~closed
    found = trace_from(beside, closed | able, roots)
    before = closed.copy()
    for zone in np.flatnonzero(faulted & ~fed & found.energised).tolist():
        way = found.parent_edge[way_up(found, zone)[:-1]]
        before[way[able[way]]] = True
    return before


def _trips(grid: Grid, fed: Trace, faulted: Bool, works: Bool) -> tuple[int, ...]:
    """Return the switches that open by themselves: above each hurt zone the nearest that works and breaks
    fault current; where there is none, the one next to the source."""
    tripped: set[int] = set()
    for zone in np.flatnonzero(faulted & fed.energised).tolist():
        way = [int(one) for one in fed.parent_edge[way_up(fed, zone)[:-1]] if works[one]]
        able = [one for one in way if grid.switches.kind[one] in PROTECTIVE]
        tripped.update(able[:1] or way[-1:])
    return tuple(sorted(tripped))
