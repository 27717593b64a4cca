"""Least losses: which switches of a radial grid should be open.

Branch exchange (Civanlar et al., IEEE Trans. Power Delivery 3(3), 1988): closing an open switch makes a loop,
and opening another one on it makes the grid radial again. Exchanges that lower the losses are made until none
is left; then a few exchanges at random shake the state, and the descent begins again. Each state is judged by
its full AC power flow, not by an estimate. A heuristic: it proves nothing about the optimum, but reaches the
published optima of the usual test networks.
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.errors import BadInput
from luylau.power.engine import NoSolution
from luylau.power.model import Grid, SwitchKind
from luylau.power.switching import Envelope, Limits, Network
from luylau.power.topology import Adjacency, Trace, adjacency_of, trace_from
from luylau.power.zones import loop, zones

_LEAST_W: Final = 1e-3
"""A gain below this is none."""
_KICK: Final = 3
"""Exchanges at random before a new descent, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A switch is closed, another opened (row numbers); ``losses_w`` is what remains after both."""

    close: int
    open: int
    losses_w: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconfiguration:
    """``closed``: the switches in the state of least losses that was found, shape (switches,). ``moves`` lead
    there, each from one radial state that keeps to the limits to the next wherever that is possible."""

    closed: Bool
    losses_w: float
    losses_before_w: float
    moves: tuple[Move, ...]


def reconfigure(
    grid: Grid,
    closed: Bool | None = None,
    *,
    movable: Bool | None = None,
    limits: Limits | None = None,
    tries: int = 30,
    seed: int = 0,
    seconds: float = 60.0,
) -> Reconfiguration:
    """Find the radial state of least losses that feeds all that is fed now. Generators are left out.

    Args:
        grid: the grid.
        closed: the switches now, shape (switches,); the normal state if None.
        movable: the switches that may be moved; all but disconnectors and fuses if None.
        limits: loading and voltage to keep to; what is outside of them now may remain so.
        tries: how often the state is shaken.
        seed: of the random exchanges.
        seconds: at most; then the best state so far is returned.

    Raises:
        BadInput: the grid is not radial.
        NoSolution: the power flow of the state now does not converge.
    """
    until = time.monotonic() + seconds
    now = grid.switches.closed if closed is None else closed
    if movable is None:
        movable = ~np.isin(grid.switches.kind, (SwitchKind.DISCONNECTOR, SwitchKind.FUSE))
    search = _Search(grid, now, movable, limits or Limits(), until)
    best, least = search.descend(now.copy(), search.losses(now))
    random = np.random.default_rng(seed)
    for _ in range(tries):
        if search.over():
            break
        state, losses = search.descend(*search.shaken(best, random))
        if losses < least - _LEAST_W:
            best, least = state, losses
    return Reconfiguration(
        closed=best, losses_w=least, losses_before_w=search.losses(now), moves=search.moves(now, best)
    )


class _Search:
    def __init__(self, grid: Grid, now: Bool, movable: Bool, limits: Limits, until: float) -> None:
        self.until = until
        self.network = Network.of(grid)
        zone, meshed = zones(grid, now)
        if meshed.any():
            at = int(np.flatnonzero(meshed[zone])[0])
            raise BadInput("restoration-grid-meshed", at=grid.nodes.id[at])
        self.a, self.b = zone[grid.switches.from_node], zone[grid.switches.to_node]
        self.apart: Bool = self.a != self.b
        self.movable = movable & self.apart
        self.beside: Adjacency = adjacency_of(self.a, self.b, len(meshed))
        self.roots: Int64 = zone[grid.sources.node]
        self.serving = grid.edges_in_service(now)
        self.place = grid.switch_edges
        state = self.network.solve(self.serving)
        if state is None:
            raise NoSolution("power-flow-diverges", said="")
        self.envelope = Envelope.around(self.network, state, limits)

    def over(self) -> bool:
        """Return whether the time is over."""
        return time.monotonic() > self.until

    def losses(self, closed: Bool) -> float:
        """Return the losses; infinite where a limit is broken."""
        self.serving[self.place] = closed
        state = self.network.solve(self.serving)
        if state is None or self.envelope.excess(state) > 0:
            return float(np.inf)
        return state.losses_w

    def trace(self, closed: Bool) -> Trace:
        return trace_from(self.beside, closed & self.apart, self.roots)

    def loop(self, found: Trace, tie: int) -> list[int]:
        """Return the movable switches on the loop that closing ``tie`` would make."""
        on_it = loop(found, int(self.a[tie]), int(self.b[tie]))
        return [switch for switch in on_it if self.movable[switch]]

    def descend(self, closed: Bool, losses: float) -> tuple[Bool, float]:
        """Exchange until nothing is won any more, or the time is over."""
        since, ties = 0, np.flatnonzero(~closed & self.movable).tolist()
        while ties and since < len(ties) and not self.over():
            tie = ties.pop(0)
            best, chosen = losses - _LEAST_W, tie
            found = self.trace(closed)
            closed[tie] = True
            for switch in self.loop(found, tie):
                closed[switch] = False
                after = self.losses(closed)
                closed[switch] = True
                if after < best:
                    best, chosen = after, switch
            closed[chosen] = False
            ties.append(chosen)
            since = since + 1 if chosen == tie else 0
            losses = losses if chosen == tie else best
        return closed, losses

    def shaken(self, closed: Bool, random: np.random.Generator) -> tuple[Bool, float]:
        closed = closed.copy()
        for _ in range(int(random.integers(2, _KICK + 1))):
            ties = np.flatnonzero(~closed & self.movable)
            if not len(ties):
                break
            tie = int(random.choice(ties))
            ways = self.loop(self.trace(closed), tie)
            if ways:
                closed[tie], closed[int(random.choice(ways))] = True, False
        return closed, self.losses(closed)

    def moves(self, now: Bool, goal: Bool) -> tuple[Move, ...]:
        """Return exchanges from one state to the other, each time the one with the least losses; when the
        time is over, the first that leads there."""
        done: list[Move] = []
        closed = now.copy()
        while True:
            best: Move | None = None
            found = self.trace(closed)
            for tie in np.flatnonzero(goal & ~closed).tolist():
                if best is not None and self.over():
                    break
                closed[tie] = True
                for switch in self.loop(found, tie):
                    if goal[switch] or (best is not None and self.over()):
                        continue
                    closed[switch] = False
                    move = Move(close=tie, open=switch, losses_w=self.losses(closed))
                    closed[switch] = True
                    if best is None or move.losses_w < best.losses_w:
                        best = move
                closed[tie] = False
            if best is None:
                return tuple(done)
            closed[best.close], closed[best.open] = True, False
            done.append(best)
