"""The grid right after a fault: zones, what tripped, what is dark."""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.model import PROTECTIVE, Grid, SwitchKind
from luylau.power.restoration.plan import Weights
from luylau.power.switching import Envelope, Limits, Network, State
from luylau.power.topology import Adjacency, Trace, adjacency_of, trace_from
from luylau.power.zones import way_up, zones


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a plan begins with.

    By zone: ``weight``, ``faulted``, ``lit`` (with power after protection has tripped). By switch: ``a`` and
    ``b`` (its zones), ``closed`` (after the trip), ``live_ok`` (may be moved with voltage on it), ``usable``
    (works and parts two zones). ``zone``: by node. ``in_service``: lines and transformers, by edge.
    ``roots``: the zones of the sources left. ``sources``: those that a plan can touch. ``envelope``: the
    limits, widened where they were broken before the fault.
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
    lit: Bool
    roots: Int64
    sources: Int64
    in_service: Bool
    envelope: Envelope

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
        weights: what loads count.
        limits: what the grid must keep to.
        network: ``Network.of(grid)``, if it is at hand.

    Raises:
        BadInput: there is no such edge or node, nothing is hurt, or the hurt part lies in a loop.
    """
    nodes = np.empty(0, np.int64) if nodes is None else nodes
    for numbers, count in ((edges, grid.edge_count), (nodes, len(grid.nodes))):
        wrong = numbers[(numbers < 0) | (numbers >= count)]
        if len(wrong):
            raise BadInput("restoration-fault-unknown", number=int(wrong[0]), count=count)
    if not len(edges) and not len(nodes):
        raise BadInput("restoration-no-fault")
    closed = grid.switches.closed if closed is None else closed
    if closed.shape != (len(grid.switches),):
        raise ValueError(f"closed has the shape {closed.shape}, not {(len(grid.switches),)}")
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
    before = trace_from(beside, closed, zone[grid.sources.node])
    tripped = _trips(grid, before, faulted)
    after = closed.copy()
    after[list(tripped)] = False
    source_ok = ~faulted[zone[grid.sources.node]]
    roots = zone[grid.sources.node[source_ok]]
    lit = trace_from(beside, after, roots).energised & ~faulted
    works = np.ones(len(a), np.bool_)
    hurt = edges - grid.switch_edges.start
    works[hurt[(hurt >= 0) & (hurt < len(a))]] = False
    usable = works & (a != b)
    weight = np.zeros(len(faulted))
    np.add.at(weight, zone[grid.loads.node], (weights or Weights()).of(grid))
    # A plan can touch the sources that fed the hurt part, and those behind any open switch beside the dark.
    touched = before.energised & ~lit
    near = usable & ~after & (lit[a] != lit[b])
    touched[a[near]] |= lit[a[near]]
    touched[b[near]] |= lit[b[near]]
    source_zone = zone[grid.sources.node]
    sources = np.flatnonzero(source_ok & np.isin(source_zone, before.root[touched]))
    kind = grid.switches.kind
    whole = np.ones(grid.edge_count, np.bool_)
    whole[grid.switch_edges] = closed
    in_service = np.ones(grid.edge_count, np.bool_)
    in_service[edges] = False
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
        lit=lit,
        roots=roots,
        sources=sources,
        in_service=in_service,
        envelope=Envelope.around(network, network.solve(whole), limits or Limits()),
    )


def _trips(grid: Grid, before: Trace, faulted: Bool) -> tuple[int, ...]:
    """Return the switches that open by themselves: above each hurt zone the nearest that breaks fault
    current; where there is none, the one next to the source."""
    tripped: set[int] = set()
    for zone in np.flatnonzero(faulted & before.energised).tolist():
        way = [int(before.parent_edge[one]) for one in way_up(before, zone)[:-1]]
        able = [one for one in way if grid.switches.kind[one] in PROTECTIVE]
        tripped.update(able[:1] or way[-1:])
    return tuple(sorted(tripped))
