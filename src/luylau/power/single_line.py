"""Single-line diagram and voltage profile of a feeder: where each symbol stands, without a crossing.

The trunk, the way that most load hangs on, runs straight to the right; laterals are blocks above and below
it. They are placed from the trunk's end towards its head, each in the nearest lane that is free: what was
placed before begins further right, so no lateral's way up or down meets another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.power.model import Criticality, Grid, SwitchKind
from luylau.power.topology import NONE, Trace, sum_below

Symbol = Literal[
    "busbar", "breaker", "recloser", "load_break", "disconnector", "fuse", "tie", "transformer", "joint"
]
_SWITCHES: Final[dict[SwitchKind, Symbol]] = {
    SwitchKind.BREAKER: "breaker",
    SwitchKind.RECLOSER: "recloser",
    SwitchKind.LOAD_BREAK: "load_break",
    SwitchKind.DISCONNECTOR: "disconnector",
    SwitchKind.FUSE: "fuse",
    SwitchKind.TIE: "tie",
}

LOW_V: Final = 1_000.0
"""Up to this rated voltage a network is low-voltage (IEC 60038)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A symbol at a place in steps; ``node`` is the grid's node below it, ``edge`` the switch or transformer
    that it stands for, -1 for a joint. ``above`` is the index of the mark before it, -1 at the busbar;
    ``line`` the line between the two, -1 where they simply join. ``customers`` hang right on it;
    ``critical`` says that a load of high or vital criticality is among them; ``leads_to`` is the feeder
    beyond an open tie, -1 for none."""

    symbol: Symbol
    x: int
    y: int
    node: int
    edge: int
    above: int
    line: int
    customers: int
    critical: bool
    leads_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A diagram of ``width`` by ``height`` steps; the first mark is the busbar."""

    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class _Part:
    """A mark to be placed, and what hangs on it. A lateral begins ``lane`` lanes away from the mark before it
    and takes ``length`` steps and ``height`` lanes; what goes straight on has lane 0."""

    symbol: Symbol
    node: int
    edge: int
    line: int
    weight: float
    customers: int = 0
    critical: bool = False
    leads_to: int = NONE
    below: list["_Part"] = field(default_factory=list)
    lane: int = 0
    length: int = 0
    height: int = 0
    x: int = 0
    y: int = 0


def diagram(grid: Grid, normal: Trace, feeder_of_node: Int64, feeder: int) -> Diagram:
    """Return the single-line diagram of a feeder in the normal state.

    Args:
        grid: the grid.
        normal: the trace of its normal state.
        feeder_of_node: ``topology.feeder_of_nodes`` of it.
        feeder: row of the feeder.
    """
    root = _parts(grid, normal, feeder_of_node, feeder)
    _place(root)
    flat: list[tuple[_Part, int]] = []
    waiting = [(root, NONE)]
    while waiting:
        part, above = waiting.pop()
        flat.append((part, above))
        waiting.extend((one, len(flat) - 1) for one in reversed(part.below))
    top = min(part.y for part, _ in flat)
    marks = tuple(
        Mark(
            symbol=part.symbol,
            x=part.x,
            y=part.y - top,
            node=part.node,
            edge=part.edge,
            above=above,
            line=part.line,
            customers=part.customers,
            critical=part.critical,
            leads_to=part.leads_to,
        )
        for part, above in flat
    )
    return Diagram(
        width=max(mark.x for mark in marks) + 1, height=max(mark.y for mark in marks) + 1, marks=marks
    )


def _parts(grid: Grid, normal: Trace, feeder_of_node: Int64, feeder: int) -> _Part:
    """Return the feeder as a tree of marks, its busbar at the root."""
    load = np.zeros(len(grid.nodes))
    np.add.at(load, grid.loads.node, np.maximum(grid.loads.p_w, 0) + 1.0)
    weight = sum_below(normal, load)
    loads_at: dict[int, list[int]] = {}
    for row, node in enumerate(grid.loads.node.tolist()):
        loads_at.setdefault(node, []).append(row)
    order = [node for node in normal.order.tolist() if feeder_of_node[node] == feeder]
    lines, switches = len(grid.lines), grid.switch_edges
    made: dict[int, _Part] = {}
    root: _Part | None = None
    for node in order:
        edge, above = int(normal.parent_edge[node]), int(normal.parent[node])
        if root is None:
            root = _Part("busbar", above, NONE, NONE, float("inf"))
            made[above] = root
        if edge < lines:
            part = _Part("joint", node, NONE, edge, float(weight[node]))
        elif edge < switches.stop:
            kind = SwitchKind(int(grid.switches.kind[edge - switches.start]))
            part = _Part(_SWITCHES[kind], node, edge, NONE, float(weight[node]))
        else:
            part = _Part("transformer", node, edge, NONE, float(weight[node]))
        for row in loads_at.get(node, ()):
            part.customers += int(grid.loads.customers[row])
            part.critical |= bool(grid.loads.criticality[row] >= Criticality.HIGH)
        made[above].below.append(part)
        made[node] = part
    if root is None:  # its head is open or not known: nothing is fed through it
        head = int(grid.feeders.head[feeder])
        begin = NONE if head == NONE else int(grid.switches.from_node[head])
        return _Part("busbar", begin, NONE, NONE, 0.0)
    for row in np.flatnonzero(~grid.switches.closed).tolist():
        ends = int(grid.switches.from_node[row]), int(grid.switches.to_node[row])
        for here, there in (ends, ends[::-1]):
            if here in made and made[here].symbol != "busbar":
                kind = SwitchKind(int(grid.switches.kind[row]))
                tie = _Part(_SWITCHES[kind], there, switches.start + row, NONE, 0.0)
                tie.leads_to = int(feeder_of_node[there])
                made[here].below.append(tie)
    return root


class _Lanes:
    """The lanes on one side of a trunk: from which step on each is taken; lane 1 lies next to the trunk."""

    def __init__(self) -> None:
        self._from: list[int] = []

    def nearest(self, end: int, height: int) -> int:
        """Return the nearest lane from which on ``height`` lanes are free up to a step."""
        lane = 1
        while any(start <= end for start in self._from[lane - 1 : lane - 1 + height]):
            lane += 1
        return lane

    def take(self, lane: int, begin: int, height: int) -> None:
        """Take lanes from a step on, to the right, and all nearer ones: the way to the block crosses them."""
        last = lane - 1 + height
        while len(self._from) < last:
            self._from.append(10**9)
        for at in range(last):
            self._from[at] = min(self._from[at], begin)


def _trunk(root: _Part) -> list[_Part]:
    """Return the way along the heaviest part."""
    way = [root]
    while way[-1].below:
        way.append(max(way[-1].below, key=lambda part: (part.weight, -part.node)))
    return way


def _laterals(way: list[_Part]) -> Iterator[tuple[int, _Part]]:
    """Yield the laterals of a trunk from its end towards its head, each with the step that it hangs on."""
    for step in range(len(way) - 1, -1, -1):
        own = way[step + 1] if step + 1 < len(way) else None
        for lateral in way[step].below:
            if lateral is not own:
                yield step, lateral


def _place(root: _Part) -> None:
    """Give each part its place: the trunk straight to the right, the laterals on both sides of it."""
    ways, waiting = [], [root]
    while waiting:
        ways.append(_trunk(waiting.pop()))
        waiting.extend(lateral for _, lateral in _laterals(ways[-1]))
    # A lateral's own laterals stand behind it in the list, and are measured before it.
    for way in reversed(ways[1:]):
        _measure(way)
    side = {1: _Lanes(), -1: _Lanes()}
    turn = 1
    for step, lateral in _laterals(ways[0]):
        lanes = {way: side[way].nearest(step + lateral.length, lateral.height) for way in (turn, -turn)}
        chosen = min(lanes, key=lambda way: (lanes[way], way != turn))
        side[chosen].take(lanes[chosen], step, lateral.height)
        lateral.lane = chosen * lanes[chosen]
        turn = -chosen
    # Within a lateral all lanes lead away from the trunk.
    for part in (moved := [root]):
        for one in part.below:
            away = -1 if part.y < 0 else 1
            one.x, one.y = part.x + 1, part.y + away * one.lane
        moved.extend(part.below)


def _measure(way: list[_Part]) -> None:
    """Place the laterals of a lateral, given by its trunk, all on one side; note its own length and
    height."""
    lanes, length, height = _Lanes(), len(way), 1
    for step, lateral in _laterals(way):
        lateral.lane = lanes.nearest(step + lateral.length, lateral.height)
        lanes.take(lateral.lane, step, lateral.height)
        length = max(length, step + 1 + lateral.length)
        height = max(height, lateral.lane + lateral.height)
    way[0].length, way[0].height = length, height


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Voltage along a feeder, point by point, a point after the one above it: ``node``, ``distance_m`` from
    the busbar along the lines, ``u_pu`` (NaN where not known, 0 where dead), ``above`` the index of the
    point before it, -1 at the head. Shapes are (points,)."""

    node: Int64
    distance_m: Float64
    u_pu: Float64
    above: Int64


def profile(grid: Grid, normal: Trace, feeder_of_node: Int64, feeder: int, u_pu: Float64) -> Profile:
    """Return the voltage profile of a feeder, in the order of its normal state: through transformers to
    another medium voltage, as far as those to low voltage.

    Args:
        grid: the grid.
        normal: the trace of its normal state.
        feeder_of_node: ``topology.feeder_of_nodes`` of it.
        feeder: row of the feeder.
        u_pu: voltage by node.
    """
    order = [node for node in normal.order.tolist() if feeder_of_node[node] == feeder]
    first_trafo = grid.switch_edges.stop
    place: dict[int, int] = {}
    distance: list[float] = []
    above: list[int] = []
    for node in order:
        edge = int(normal.parent_edge[node])
        low = edge >= first_trafo and grid.nodes.u_rated_v[node] <= LOW_V
        if low or (place and int(normal.parent[node]) not in place):
            continue
        top = place.get(int(normal.parent[node]), NONE)
        length = float(np.nan_to_num(grid.lines.length_m[edge])) if edge < len(grid.lines) else 0.0
        place[node] = len(above)
        distance.append((distance[top] if top != NONE else 0.0) + length)
        above.append(top)
    nodes = np.array(list(place), np.int64)
    return Profile(
        node=nodes,
        distance_m=np.array(distance),
        u_pu=u_pu[nodes],
        above=np.array(above, np.int64),
    )
