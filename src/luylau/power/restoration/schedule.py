"""The order of the steps: what can be done from afar first, and never a loop, an overload or voltage on what
is hurt on the way."""

import time
from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Bool, Int64
from luylau.power.model import SwitchKind
from luylau.power.restoration.plan import Step, Times, Why
from luylau.power.restoration.situation import Situation
from luylau.power.switching import State
from luylau.power.topology import Trace, trace_from


@dataclass(slots=True, kw_only=True)
class _Clock:
    """When the next switch of each sort can be done."""

    times: Times
    now: float = 0.0

    def after(self, remote: bool) -> float:
        if remote:
            return self.now + self.times.remote_min
        return max(self.now, self.times.travel_min) + self.times.manual_min


def steps(case: Situation, target: Bool, times: Times, until: float) -> tuple[Step, ...] | None:
    """Return the steps from the state after the trip to ``target``, shape (switches,); None if no order keeps
    to the rules. At ``until`` on the monotonic clock the steps end early, where most has power and nobody
    has lost it.

    Each state on the way has passed a full power flow. A disconnector is moved, and a fuse opened, only
    where both sides are dead. Customers who have power may lose it for a moment where they change over to
    another source: open before close.
    """
    walk = _Walk(case, target)
    clock, done = _Clock(times=times), list[Step]()
    worth, kept = 0.0, 0
    while len(walk.pending):
        if time.monotonic() > until:
            return tuple(done[:kept])
        chosen = walk.next()
        if chosen is None:
            return None
        switch, why, state = chosen
        remote = bool(case.grid.switches.remote[switch])
        clock.now = clock.after(remote)
        lit = walk.found.energised
        at = lit[case.zone[case.grid.loads.node]]
        alive = state.u_pu > 0
        done.append(
            Step(
                switch=switch,
                close=bool(target[switch]),
                remote=remote,
                minute=clock.now,
                why=why,
                customers=int(np.maximum(case.grid.loads.customers, 0)[at].sum()),
                loading_max=float(state.loading.max(initial=0.0)),
                u_min_pu=float(state.u_pu[alive].min(initial=np.inf)) if alive.any() else 0.0,
            )
        )
        if case.weight_lit(lit) > worth and lit[case.lit].all():
            worth, kept = case.weight_lit(lit), len(done)
    return tuple(done)


class _Walk:
    """The way from one state to the other."""

    def __init__(self, case: Situation, target: Bool) -> None:
        self.case, self.target = case, target
        self.closed = case.closed.copy()
        self.pending = np.flatnonzero(self.closed != target)
        self.found = case.trace(self.closed)
        self.final = case.trace(target).energised

    def next(self) -> tuple[int, Why, State] | None:
        """Take the best step that is allowed: from afar what takes nobody's power, then a change of source
        from afar, then the same by hand."""
        remote = self.case.grid.switches.remote[self.pending]
        afar = self.pending[remote]
        return (
            self._best(afar, 0.0)
            or (self._best(afar, -np.inf) if self.target[afar].any() else None)
            or self._best(self.pending[~remote], 0.0)
            or self._best(self.pending, -np.inf)
        )

    def _best(self, switches: Int64, least: float) -> tuple[int, Why, State] | None:
        """Take of these the step that brings most, opening before closing, if it brings ``least`` or more."""
        offers = [(*self._gain(switch), switch) for switch in switches.tolist()]
        # Who has lost power for a change of source gets it back first.
        kept = int((self.found.energised & self.case.lit).sum())
        offers.sort(
            key=lambda one: (
                int((one[1].energised & self.case.lit).sum()) <= kept,
                -one[0],
                bool(self.target[one[2]]),
                one[2],
            )
        )
        for gain, found, switch in offers:
            if gain < least:
                continue
            state = self._allowed(switch, found)
            if state is not None:
                why = self._why(switch, gain)
                self.closed[switch] = self.target[switch]
                self.pending = self.pending[self.pending != switch]
                self.found = found
                return switch, why, state
        return None

    def _gain(self, switch: int) -> tuple[float, Trace]:
        """Return the weight that the step brings (less than 0 if it takes power away) and the zones after."""
        self.closed[switch] = self.target[switch]
        found = self.case.trace(self.closed)
        self.closed[switch] = not self.target[switch]
        weight = self.case.weight
        return float(weight[found.energised].sum() - weight[self.found.energised].sum()), found

    def _allowed(self, switch: int, found: Trace) -> State | None:
        case = self.case
        lit, closing = self.found.energised, bool(self.target[switch])
        ends = (int(case.a[switch]), int(case.b[switch]))
        if self._needs_dead(switch) and (lit[ends[0]] or lit[ends[1]]):
            return None
        if closing:
            if len(found.loops) or self._at_hurt(ends):
                return None
            for other in self.pending.tolist():
                # What still has to be moved without voltage must not get any.
                if (
                    other != switch
                    and self._needs_dead(other)
                    and (found.energised[case.a[other]] or found.energised[case.b[other]])
                ):
                    return None
        self.closed[switch] = self.target[switch]
        state = case.solve(self.closed)
        self.closed[switch] = not self.target[switch]
        return state if case.excess(state) <= 0 else None

    def _at_hurt(self, zones: tuple[int, int]) -> bool:
        """Return whether one of these zones is not yet parted from what is hurt."""
        hurt = trace_from(self.case.beside, self.closed, np.flatnonzero(self.case.faulted)).energised
        return bool(hurt[zones[0]] or hurt[zones[1]])

    def _needs_dead(self, switch: int) -> bool:
        fuse_closing = self.case.grid.switches.kind[switch] == SwitchKind.FUSE and bool(self.target[switch])
        return not self.case.live_ok[switch] and not fuse_closing

    def _why(self, switch: int, gain: float) -> Why:
        case = self.case
        a, b = int(case.a[switch]), int(case.b[switch])
        if self.target[switch]:
            return Why.RECLOSE if switch in case.tripped else Why.SUPPLY
        if case.faulted[a] or case.faulted[b]:
            return Why.ISOLATE
        if gain < 0:
            return Why.TRANSFER
        if self.final[a] and self.final[b]:
            return Why.TRANSFER
        # One side stays dark: cut off with the hurt part, or shed.
        return Why.SHED


def affected(case: Situation, lit: Bool) -> tuple[Int64, Int64]:
    """Return the loads that have power now and had none after the trip, and those that have none."""
    zone = case.zone[case.grid.loads.node]
    return np.flatnonzero(lit[zone] & ~case.lit[zone]), np.flatnonzero(~lit[zone])
