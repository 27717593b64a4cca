"""A good final state, found at once: dark islands are taken whole where a neighbour can carry them, and cut
where it cannot.

An island is a group of dark zones that closed switches join. A door is an open switch between it and what has
power. Every state that is kept has passed a full power flow.

Whatever takes long ends at ``until`` on the monotonic clock, with the best state so far.
"""

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Int64
from luylau.power.model import SwitchKind
from luylau.power.restoration.plan import Times
from luylau.power.restoration.situation import Situation
from luylau.power.switching import State
from luylau.power.topology import NONE, Trace, sum_below
from luylau.power.zones import loop, way_up

_EXCHANGES: Final = 4
"""So many parts at most are changed over to make room for one island."""
_MOST_DOORS: Final = 4
"""Through so many doors an island that is too heavy is tried, the most promising first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A final state: which switches are closed, and what then has power, by zone."""

    closed: Bool
    lit: Bool
    weight: float


def target(
    case: Situation, times: Times, until: float, *, operable: Bool | None = None, whole: bool = False
) -> Target:
    """Return a final state that keeps to all limits.

    Args:
        case: what the fault has left.
        times: how long switching takes; the quicker of two equal doors is taken.
        until: when to end.
        operable: the switches that may be moved, shape (switches,); all that work if None.
        whole: take islands whole or not at all, which needs the fewest steps.
    """
    usable = case.usable if operable is None else operable & case.usable
    return _Search(case, times, usable, until).run(whole)


def lightened(case: Situation, times: Times, closed: Bool, until: float) -> Target:
    """Return what is left of a state that breaks limits when enough is cut off again."""
    search = _Search(case, times, case.usable, until)
    search.closed = closed.copy()
    found = case.trace(closed)
    island = np.flatnonzero(found.energised & ~case.lit)
    if search.cut(search.closed, island, NONE) <= 0:
        return Target(closed=case.closed, lit=case.lit, weight=0.0)
    return search.run(whole=False)


def widened(case: Situation, times: Times, closed: Bool, until: float) -> Target:
    """Return a state that is no worse than ``closed``, with living parts changed over to make room."""
    search = _Search(case, times, case.usable, until)
    search.closed = closed & ~(search.lost[case.a] != search.lost[case.b])
    return search.widen()


def spared(case: Situation, closed: Bool, until: float) -> Target:
    """Return the state without changes of source that win nothing: each is taken back if limits allow."""
    closed = closed.copy()
    goal = trimmed(case, closed)
    for switch in np.flatnonzero(case.closed & ~closed & goal.lit[case.a] & goal.lit[case.b]).tolist():
        if time.monotonic() > until:
            break
        found = case.trace(closed)
        for tie in loop(found, int(case.a[switch]), int(case.b[switch])):
            if case.closed[tie]:
                continue
            closed[switch], closed[tie] = True, False
            if case.excess(case.solve(closed)) <= 0:
                break
            closed[switch], closed[tie] = False, True
    return trimmed(case, closed)


def sealed(case: Situation, operable: Bool) -> tuple[Bool, Bool]:
    """Return which zones must stay dark (the hurt ones, those that were dark before, and what cannot be
    parted from them), and which switches stay closed when all around those are opened."""
    lost = case.faulted | case.idle
    stuck = np.flatnonzero(case.closed & ~operable)
    while True:
        side = lost[case.a[stuck]] != lost[case.b[stuck]]
        if not side.any():
            break
        lost[case.a[stuck[side]]] = lost[case.b[stuck[side]]] = True
    return lost, case.closed & ~(lost[case.a] != lost[case.b])


def reachable(case: Situation, lost: Bool) -> float:
    """Return the weight of all that switches can join to a source, whatever the load: a bound at no cost.

    ``lost``: the zones that must stay dark.
    """
    ways = (case.closed | case.usable) & ~lost[case.a] & ~lost[case.b]
    return case.weight_lit(case.trace(ways).energised)


def trimmed(case: Situation, closed: Bool) -> Target:
    """Return the state without needless steps: closings that bring back nothing that counts, and openings
    between zones that are dark on both sides."""
    closed = closed.copy()
    lit = case.trace(closed).energised
    weight = case.weight_lit(lit)
    for switch in np.flatnonzero(closed & ~case.closed).tolist():
        closed[switch] = False
        less = case.trace(closed).energised
        if case.weight_lit(less) < weight or (case.lit & ~less).any():
            closed[switch] = True
        else:
            lit = less
    dark = ~lit[case.a] & ~lit[case.b]
    return Target(closed=np.where(dark, case.closed, closed), lit=lit, weight=weight)


class _Search:
    """One search; ``closed`` is the state so far."""

    def __init__(self, case: Situation, times: Times, operable: Bool, until: float) -> None:
        self.case, self.until = case, until
        self.operable = operable
        self.lost, self.closed = sealed(case, operable)
        grid = case.grid
        self.minutes = np.where(grid.switches.remote, times.remote_min, times.travel_min + times.manual_min)
        # Only what may be closed with voltage on one side joins the dark to the living.
        may_live = grid.switches.kind != SwitchKind.DISCONNECTOR
        self.door_ok = operable & (may_live | ~(case.lit[case.a] | case.lit[case.b]))
        self.door_ok &= ~self.lost[case.a] & ~self.lost[case.b]

    def over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.until

    def run(self, whole: bool) -> Target:
        lit = self.case.trace(self.closed).energised
        while True:
            lit, more = self._take_whole(lit)
            if not whole and not more:
                lit, more = self._take_part(lit)
            if not more:
                break
        return trimmed(self.case, self.closed)

    def _islands(self, lit: Bool) -> list[Int64]:
        """Return the dark islands that weigh anything, the heaviest first."""
        case = self.case
        dark = ~lit & ~self.lost
        inner = np.flatnonzero(self.closed & dark[case.a] & dark[case.b])
        parent = {int(zone): int(zone) for zone in np.flatnonzero(dark)}

        def top(zone: int) -> int:
            while parent[zone] != zone:
                parent[zone] = parent[parent[zone]]
                zone = parent[zone]
            return zone

        for switch in inner.tolist():
            parent[top(int(case.a[switch]))] = top(int(case.b[switch]))
        members: dict[int, list[int]] = {}
        for zone in parent:
            members.setdefault(top(zone), []).append(zone)
        islands = [np.array(zones) for zones in members.values()]
        return sorted(islands, key=lambda one: (-case.weight[one].sum(), int(one[0])))

    def _doors(self, lit: Bool, island: Int64) -> Int64:
        case = self.case
        inside = np.zeros(len(lit), np.bool_)
        inside[island] = True
        across = (inside[case.a] & lit[case.b]) | (inside[case.b] & lit[case.a])
        return np.flatnonzero(across & ~self.closed & self.door_ok)

    def _take_whole(self, lit: Bool) -> tuple[Bool, bool]:
        """Close for each island the best door that carries all of it."""
        any_taken = False
        for island in self._islands(lit):
            best: tuple[float, float, int] | None = None
            for door in self._doors(lit, island).tolist():
                if self.over():
                    break
                self.closed[door] = True
                one = self._behind(self.closed, door)
                state = one.solve(self.closed)
                self.closed[door] = False
                if one.excess(state) > 0 or state is None:
                    continue
                rank = (float(self.minutes[door]), float(state.loading.max(initial=0.0)), door)
                best = rank if best is None else min(best, rank)
            if best is not None:
                self.closed[best[2]] = True
                lit = lit.copy()
                lit[island] = True
                any_taken = True
        return lit, any_taken

    def _take_part(self, lit: Bool) -> tuple[Bool, bool]:
        """Take of the first island that allows it the part that weighs most."""
        for island in self._islands(lit):
            if self.case.weight[island].sum() <= 0:
                continue
            best: tuple[float, int, Bool] | None = None
            doors = self._doors(lit, island)
            for door in self._promising(doors):
                if self.over():
                    break
                trial = self.closed.copy()
                trial[door] = True
                kept = self.cut(trial, island, door)
                if kept > 0 and (best is None or kept > best[0]):
                    best = (kept, door, trial)
            if best is not None:
                self.closed = best[2]
                return self.case.trace(self.closed).energised, True
        return lit, False

    def _promising(self, doors: Int64) -> list[int]:
        ranked: list[tuple[float, int]] = []
        for door in doors.tolist() if len(doors) > _MOST_DOORS else ():
            if self.over():
                break
            self.closed[door] = True
            one = self._behind(self.closed, door)
            ranked.append((one.excess(one.solve(self.closed)), door))
            self.closed[door] = False
        return [door for _, door in sorted(ranked)[:_MOST_DOORS]] or doors.tolist()

    def _behind(self, closed: Bool, door: int) -> Situation:
        """Return the situation with that source alone which feeds through a closed door: nothing has changed
        for all others, and what is kept of them is sound."""
        case = self.case
        root = case.trace(closed).root[case.a[door]]
        return replace(case, sources=np.flatnonzero(case.zone[case.grid.sources.node] == root))

    def cut(self, closed: Bool, island: Int64, door: int) -> float:
        """Open switches within the island until what is left can be carried; return its weight, 0 if nothing
        is, or the time is over before. ``closed`` changes."""
        case = self.case if door == NONE else self._behind(closed, door)
        before = case.excess(case.solve(closed))
        while True:
            found = case.trace(closed)
            own = island[found.energised[island]]
            if before <= 0:
                return float(case.weight[own].sum())
            below = sum_below(found, case.weight)
            cuts = [
                (float(below[zone]), int(found.parent_edge[zone]))
                for zone in own.tolist()
                if self.operable[found.parent_edge[zone]] and found.parent_edge[zone] != door
            ]
            best: tuple[float, float, int] | None = None
            for shed, switch in sorted(cuts):
                if self.over():
                    return 0.0
                closed[switch] = False
                after = case.excess(case.solve(closed))
                closed[switch] = True
                if after <= 0:
                    best = (0.0, 0.0, switch)
                    break
                relief = before - after
                if np.isinf(before):
                    relief = 1 / after
                if relief > 0 and (best is None or shed / relief < best[0]):
                    best = (shed / relief, after, switch)
            if best is None:
                return 0.0
            closed[best[2]] = False
            before = best[1]

    def widen(self) -> Target:
        """Grow what has power zone by zone, making room by changing living parts over to other sources."""
        lit = self.case.trace(self.closed).energised
        while True:
            grown = self._grown(lit)
            if grown is None:
                return trimmed(self.case, self.closed)
            self.closed = grown
            lit = self.case.trace(grown).energised
            # What has become possible thereby is taken first.
            more = True
            while more:
                lit, more = self._take_whole(lit)

    def _grown(self, lit: Bool) -> Bool | None:
        """Return a state with at least one more zone that counts; None if none is found in time."""
        case = self.case
        for island in self._islands(lit):
            doors = self._doors(lit, island).tolist()
            trials = []
            for door in doors:
                whole = self.closed.copy()
                whole[door] = True
                trials.append(whole)
                first = int(case.b[door] if lit[case.a[door]] else case.a[door])
                if case.weight[first] > 0:
                    one = self.closed & ~(((case.a == first) | (case.b == first)) & self.operable)
                    one[door] = True
                    trials.append(one)
            for trial in trials:
                if self.over():
                    return None
                kept = self._relieved(trial)
                if kept is not None:
                    return kept
        return None

    def _relieved(self, closed: Bool) -> Bool | None:
        """Exchange switches, each time for the largest relief, until all limits are kept; only between the
        sources that are solved."""
        case = self.case
        state = case.solve(closed)
        excess = case.excess(state)
        for _ in range(_EXCHANGES):
            if excess <= 0:
                return closed
            if state is None or self.over():
                return None
            found = case.trace(closed)
            inside = case.touchable(found)
            ways = self._hurting(state, found)
            best: tuple[float, int, int, State] | None = None
            ties = ~closed & self.door_ok & case.live_ok & inside[case.a] & inside[case.b]
            for tie in np.flatnonzero(ties).tolist():
                if self.over():
                    return None
                on_it = loop(found, int(case.a[tie]), int(case.b[tie]))
                if not ways.intersection(on_it):
                    continue
                for switch in on_it:
                    if not (self.operable[switch] and case.live_ok[switch]):
                        continue
                    closed[tie], closed[switch] = True, False
                    after = case.solve(closed)
                    closed[tie], closed[switch] = False, True
                    if after is None:
                        continue
                    rank = case.excess(after)
                    if rank < (excess if best is None else best[0]):
                        best = rank, tie, switch, after
            if best is None:
                return None
            excess, state = best[0], best[3]
            closed[best[1]], closed[best[2]] = True, False
        return closed if excess <= 0 else None

    def _hurting(self, state: State, found: Trace) -> set[int]:
        """Return the switches above whatever breaks its limit."""
        case, envelope = self.case, self.case.envelope
        over = np.flatnonzero(state.loading > envelope.most)
        low = np.flatnonzero((state.u_pu > 0) & (state.u_pu < envelope.u_low))
        at = np.unique(np.concatenate([case.zone[case.grid.edge_to[over]], case.zone[low]]))
        return {
            int(found.parent_edge[zone])
            for one in at[found.energised[at]].tolist()
            for zone in way_up(found, one)[:-1]
        }
