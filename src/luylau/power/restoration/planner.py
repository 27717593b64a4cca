"""From a fault to plans: the first at once, then a bound and what the solver finds better."""

import logging
import time
from dataclasses import replace
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import Grid
from luylau.power.restoration.plan import Plan, Status, Step, Times, Weights, critical_of
from luylau.power.restoration.schedule import affected, steps
from luylau.power.restoration.search import Target, lightened, reachable, sealed, spared, target, widened
from luylau.power.restoration.situation import Situation, situation
from luylau.power.switching import Envelope, Limits, Network, State

log = logging.getLogger(__name__)

_EQUAL: Final = 1e-9
_TRIALS: Final = 6
"""How often the solver's state, found to overload something in full AC, is sought anew with less room."""
_SEARCH_SHARE: Final = 0.5
"""The search's part of the time for the first plan; the rest is for the order of its steps."""
_SOLVER_SHARE: Final = 0.5
"""The solver's part of the time; before it, room is sought by changing over what has power."""
_LEAST_S: Final = 0.02
"""With less time than that the solver is not called again."""


def restore(
    grid: Grid,
    edges: Int64,
    *,
    nodes: Int64 | None = None,
    closed: Bool | None = None,
    before: Bool | None = None,
    weights: Weights | None = None,
    limits: Limits | None = None,
    times: Times | None = None,
    seconds: float = 1.0,
    patience: float = 5.0,
    most: int = 3,
    network: Network | None = None,
) -> tuple[Plan, ...]:
    """Plan how power comes back after a located fault.

    The first plan brings back most. Others differ from it: one that needs no crew, one with the fewest steps.
    Each is complete, and each state on its way has passed a full AC power flow of the sources that it can
    touch; its last state, one of the whole grid. What is hurt is parted from all that gets power; towards
    what stays dark anyway no switch is opened. What had no power before the fault gets none.

    Args:
        grid: the grid.
        edges: the edges (numbers as in ``Grid.edge_ids``) that are hurt; a hurt switch cannot be moved.
        nodes: hurt nodes, as a busbar.
        closed: the switches, before or after protection has tripped, shape (switches,); the normal state if
            None.
        before: the switches right before the fault, shape (switches,). If None: ``closed``, with the
            protective switches on the way to what is hurt that are closed in the normal state closed.
        weights: what loads count.
        limits: loading and voltage to keep to.
        times: how long switching takes.
        seconds: time to better the first plan and its bound; 0 leaves the bound at what switches could reach
            at all.
        patience: so many seconds at most for the search before that; then what it has found counts.
        most: so many plans at most.
        network: ``Network.of(grid)``, if it is at hand.

    Raises:
        BadInput: there is no such edge or node, nothing is hurt, the hurt part lies in a loop, or a load is
            not known.
    """
    until = time.monotonic() + patience
    times = times or Times()
    case = situation(
        grid, edges,
        nodes=nodes, closed=closed, before=before, weights=weights, limits=limits, network=network,
    )  # fmt: skip
    lost, _ = sealed(case, case.usable)
    first, *others = _first(case, times, until, most)
    within = reachable(case, lost)
    best, ceiling = first, within
    if seconds > 0 and best.weight < ceiling * (1 - _EQUAL):
        best, ceiling = _improved(case.wider(), times, best, lost, ceiling, seconds)
    offers = sorted([best, *others], key=lambda plan: -plan.weight)
    if offers[0].weight > ceiling * (1 + _EQUAL):
        log.error("the solver's bound %g lies below the plan's %g and is not used", ceiling, offers[0].weight)
        ceiling = within
    return _distinct([_rated(one, ceiling) for one in offers])[:most]


def _distinct(plans: list[Plan]) -> tuple[Plan, ...]:
    kept: dict[frozenset[tuple[int, bool]], Plan] = {}
    for plan in plans:
        kept.setdefault(frozenset((step.switch, step.close) for step in plan.steps), plan)
    return tuple(kept.values())


def _first(case: Situation, times: Times, until: float, most: int) -> list[Plan]:
    """Return the best plan of the search, the one without steps if none can be walked; and, if more than one
    is wanted, those without a crew and with the fewest steps, where they bring back anything."""
    now = time.monotonic()
    searched = now + (until - now) * _SEARCH_SHARE
    plan = None
    for whole in (False, True):
        plan = plan or _plan(case, target(case, times, searched, whole=whole), times, until)
    found = [plan or _plan_of(case, case.closed, ())]
    if most > 1:
        afar = target(case, times, until, operable=case.grid.switches.remote)
        for goal in (afar, target(case, times, until, whole=True)):
            other = _plan(case, goal, times, until) if goal.weight > 0 else None
            if other is not None and other.weight > 0:
                found.append(other)
    return found


def _plan(case: Situation, goal: Target, times: Times, until: float) -> Plan | None:
    """Return the plan that leads to a state, or as near as it comes by ``until``; None if no order of steps
    keeps to the rules, or the whole grid does not keep to its limits after them."""
    done = steps(case, goal.closed, times, until)
    if done is None:
        return None
    closed = _after(case, done)
    if done and not case.holds(closed):
        log.error("a plan keeps to the limits under the sources it touches, but not elsewhere")
        return None
    return _plan_of(case, closed, done)


def _after(case: Situation, done: tuple[Step, ...]) -> Bool:
    """Return the switches after these steps, shape (switches,)."""
    closed = case.closed.copy()
    for step in done:
        closed[step.switch] = step.close
    return closed


def _better(case: Situation, goal: Target, times: Times, best: Plan, until: float) -> Plan:
    """Return the plan that leads to a state if it brings back more than the best so far, else that one."""
    if goal.weight <= best.weight * (1 + _EQUAL):
        return best
    plan = _plan(case, goal, times, until)
    return best if plan is None or plan.weight <= best.weight * (1 + _EQUAL) else plan


def _plan_of(case: Situation, closed: Bool, done: tuple[Step, ...]) -> Plan:
    grid, lit = case.grid, case.trace(closed).energised
    restored, dark = affected(case, lit)
    return Plan(
        tripped=case.tripped,
        steps=done,
        restored=restored,
        dark=dark,
        customers=int(np.maximum(grid.loads.customers[restored], 0).sum()),
        p_w=float(grid.loads.p_w[restored].sum()),
        critical=critical_of(grid, restored),
        weight=case.weight_lit(lit),
        bound=np.inf,
        gap=np.inf,
        status=Status.BOUNDED,
    )


def _rated(plan: Plan, ceiling: float) -> Plan:
    gap = max((ceiling - plan.weight) / ceiling, 0.0) if ceiling > 0 else 0.0
    proven = gap <= _EQUAL
    return replace(
        plan,
        bound=plan.weight if proven else ceiling,
        gap=0.0 if proven else gap,
        status=Status.BEST if proven else Status.BOUNDED,
    )


def _improved(
    case: Situation, times: Times, best: Plan, lost: Bool, ceiling: float, seconds: float
) -> tuple[Plan, float]:
    """Return the best plan and the least bound that the solver can give in ``seconds``."""
    # Only here, so that the first plan does not wait for the solver to be loaded.
    from luylau.power.restoration.bound import bound

    until = time.monotonic() + seconds
    # Who comes late still gets as long to order the steps.
    ordered = until + seconds
    wide = widened(case, times, _after(case, best.steps), until - seconds * _SOLVER_SHARE)
    best = _better(case, spared(case, wide.closed, until), times, best, ordered)
    if best.weight >= ceiling * (1 - _EQUAL):
        return best, ceiling
    tight, topped = case, False
    for trial in range(_TRIALS):
        left = until - time.monotonic()
        if left < _LEAST_S:
            break
        start = _after(case, best.steps)
        found = bound(tight, lost, left, beyond=best.weight, start=start, topped=topped)
        if found is None:
            break
        if trial == 0:
            ceiling = min(ceiling, found.weight)
        if found.closed is None or found.u_pu is None:
            break
        goal = spared(case, found.closed, until)
        if goal.weight <= best.weight * (1 + _EQUAL):
            break
        state = case.solve(goal.closed)
        if case.excess(state) <= 0:
            best = _better(case, goal, times, best, ordered)
            break
        best = _better(case, lightened(case, times, goal.closed, ordered), times, best, ordered)
        # Give less room by as much as the linear flow has missed.
        tight = replace(tight, envelope=_tightened(case, tight, state, found.u_pu))
        topped = topped or (state is not None and bool((state.u_pu > case.envelope.u_high).any()))
    return best, ceiling


def _tightened(case: Situation, tight: Situation, state: State | None, u_pu: Float64) -> Envelope:
    """Return limits by which a state with these linear voltages would have been refused."""
    own, now = case.envelope, tight.envelope
    if state is None:
        return replace(now, most=now.most * 0.95)
    missed = np.where(state.u_pu > 0, np.maximum(u_pu - state.u_pu, 0.0) + 1e-5, 0.0)
    over = np.maximum(state.loading / own.most, 1.0)
    return replace(
        now,
        u_low=np.maximum(now.u_low, own.u_low + missed),
        most=np.where(over > 1, now.most / over * 0.999, now.most),
    )
