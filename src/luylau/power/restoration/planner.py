"""From a fault to plans: the first at once, then a bound and what the solver finds better."""

import time
from dataclasses import replace
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import Grid
from luylau.power.restoration.plan import Plan, Status, Times, Weights, critical_of
from luylau.power.restoration.schedule import affected, steps
from luylau.power.restoration.search import Target, lightened, reachable, sealed, spared, target, widened
from luylau.power.restoration.situation import Situation, situation
from luylau.power.switching import Envelope, Limits, Network, State

_EQUAL: Final = 1e-9
_TRIALS: Final = 6
"""How often the solver's state, found to overload something in full AC, is sought anew with less room."""
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
    weights: Weights | None = None,
    limits: Limits | None = None,
    times: Times | None = None,
    seconds: float = 1.0,
    most: int = 3,
    network: Network | None = None,
) -> tuple[Plan, ...]:
    """Plan how power comes back after a located fault.

    The first plan brings back most. Others differ from it: one that needs no crew, one with the fewest steps.
    Each is complete, and each state on its way has passed a full AC power flow. What is hurt is parted from
    all that gets power; towards what stays dark anyway no switch is opened.

    Args:
        grid: the grid.
        edges: the edges (numbers as in ``Grid.edge_ids``) that are hurt; a hurt switch cannot be moved.
        nodes: hurt nodes, as a busbar.
        closed: the switches, before or after protection has tripped, shape (switches,); the normal state if
            None.
        weights: what loads count.
        limits: loading and voltage to keep to.
        times: how long switching takes.
        seconds: time for the solver; 0 leaves the bound at what switches could reach at all.
        most: so many plans at most.
        network: ``Network.of(grid)``, if it is at hand.

    Raises:
        BadInput: there is no such edge or node, nothing is hurt, or the hurt part lies in a loop.
    """
    times = times or Times()
    case = situation(grid, edges, nodes=nodes, closed=closed, weights=weights, limits=limits, network=network)
    lost, _ = sealed(case, case.usable)
    best = _best(case, times)
    ceiling = reachable(case, lost)
    if seconds > 0 and best.weight < ceiling * (1 - _EQUAL):
        best, ceiling = _improved(case, times, best, lost, ceiling, seconds)
    offers = [best]
    if most > 1:
        afar = target(case, times, operable=grid.switches.remote)
        for goal in (afar, target(case, times, whole=True)):
            plan = _plan(case, goal, times) if goal.weight > 0 else None
            if plan is not None:
                offers.append(plan)
    return _distinct([_rated(one, ceiling) for one in offers])[:most]


def _distinct(plans: list[Plan]) -> tuple[Plan, ...]:
    kept: dict[frozenset[tuple[int, bool]], Plan] = {}
    for plan in plans:
        kept.setdefault(frozenset((step.switch, step.close) for step in plan.steps), plan)
    return tuple(kept.values())


def _best(case: Situation, times: Times) -> Plan:
    """Return the best plan of the search; the one without steps if none can be walked."""
    for whole in (False, True):
        plan = _plan(case, target(case, times, whole=whole), times)
        if plan is not None:
            return plan
    stay = _plan(case, Target(closed=case.closed, lit=case.lit, weight=0.0), times)
    assert stay is not None
    return stay


def _plan(case: Situation, goal: Target, times: Times) -> Plan | None:
    done = steps(case, goal.closed, times)
    if done is None:
        return None
    grid = case.grid
    restored, dark = affected(case, goal.lit)
    return Plan(
        tripped=case.tripped,
        steps=done,
        restored=restored,
        dark=dark,
        customers=int(np.maximum(grid.loads.customers[restored], 0).sum()),
        p_w=float(grid.loads.p_w[restored].sum()),
        critical=critical_of(grid, restored),
        weight=goal.weight,
        bound=np.inf,
        gap=np.inf,
        status=Status.BOUNDED,
    )


def _rated(plan: Plan, ceiling: float) -> Plan:
    ceiling = max(ceiling, plan.weight)
    gap = (ceiling - plan.weight) / ceiling if ceiling > 0 else 0.0
    status = Status.BEST if gap <= 1e-4 else Status.BOUNDED
    return replace(plan, bound=ceiling, gap=gap, status=status)


def _improved(
    case: Situation, times: Times, best: Plan, lost: Bool, ceiling: float, seconds: float
) -> tuple[Plan, float]:
    """Return the best plan and the least bound that the solver can give in ``seconds``."""
    # Only here, so that the first plan does not wait for the solver to be loaded.
    from luylau.power.restoration.bound import bound

    until = time.monotonic() + seconds
    closed = case.closed.copy()
    for step in best.steps:
        closed[step.switch] = step.close
    wide = spared(case, widened(case, times, closed, until - seconds * _SOLVER_SHARE).closed)
    if wide.weight > best.weight * (1 + _EQUAL):
        plan = _plan(case, wide, times)
        if plan is not None:
            best, closed = plan, wide.closed
    if best.weight >= ceiling * (1 - _EQUAL):
        return best, ceiling
    tight = case
    for trial in range(_TRIALS):
        left = until - time.monotonic()
        if left < _LEAST_S:
            break
        found = bound(tight, lost, left, beyond=best.weight, start=closed)
        if found is None:
            break
        if trial == 0:
            ceiling = min(ceiling, found.weight)
        if found.closed is None or found.u_pu is None:
            break
        goal = spared(case, found.closed)
        if goal.weight <= best.weight * (1 + _EQUAL):
            break
        state = case.solve(goal.closed)
        if case.excess(state) <= 0:
            plan = _plan(case, goal, times)
            best = plan if plan is not None else best
            break
        mended = lightened(case, times, goal.closed)
        if mended.weight > best.weight * (1 + _EQUAL):
            plan = _plan(case, mended, times)
            if plan is not None:
                best, closed = plan, mended.closed
        # Give less room by as much as the linear flow has missed.
        tight = replace(tight, envelope=_tightened(case, tight, state, found.u_pu))
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
