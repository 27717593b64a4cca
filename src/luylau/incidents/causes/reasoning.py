"""From what is heard to the most probable causes, each with its probability and its alternatives.

One look is a function of the wiring, the switches, what has been heard and what the last look found (since
when things are thought dead: batteries run from then on). It takes milliseconds, so each look reasons anew.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numba import njit

from luylau.incidents.causes.active import Active, active, probabilities, solve
from luylau.incidents.causes.evidence import (
    BATTERY_LONG,
    LONG,
    NEARLY,
    NEVER,
    SHORT_US,
    Columns,
    Heard,
    Weights,
    weigh,
)
from luylau.incidents.causes.joint import Beliefs, Causes, Problem, Tree
from luylau.incidents.causes.wiring import Supply, Wiring
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.power.topology import NONE, inherit

LEAST: Final = 1e-3
"""Alternatives less probable than this are left out."""
SETTLED_US: Final = 300 * MICROS
"""When a cause began is reckoned anew for so long, while more and more devices are found silent."""
SPENT: Final = 0.98
"""How likely a carrier without a battery is down whose supply is dead: assumed."""

_NO_ROWS: Final = np.empty(0, np.int64)

CauseKind = Literal["power", "network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What else may have failed: a supply node's edge above ("power") or a carrier ("network"), by row."""

    kind: CauseKind
    place: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that failed. ``place``: the first dead supply node, or the carrier. ``probability``: that it
    is just this element; ``devices``: rows of those that it explains; ``since_us``: when it began, by what
    they said last, NEVER if they tell nothing."""

    kind: CauseKind
    place: int
    probability: float
    alternatives: tuple[Alternative, ...]
    devices: Int64
    since_us: int


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look found. ``dark_since_us``, ``down_since_us``: for the next one."""

    wiring: Wiring
    supply: Supply
    now_us: int
    heard: Heard
    weights: Weights
    problem: Problem
    part: Active
    found: Causes
    score: float
    dark_since_us: Int64
    down_since_us: Int64

    @cached_property
    def beliefs(self) -> Beliefs:
        """Probabilities of all elements."""
        return probabilities(self.part)

    @cached_property
    def cause_of_node(self) -> Int64:
        """The opened supply node that each lies below, -1 for none, shape (nodes,)."""
        return _inherited(self.supply.order, self.supply.parent, self.found.opened)

    @cached_property
    def cause_of_carrier(self) -> Int64:
        """The failed carrier that each is down because of, -1 for none, shape (carriers,)."""
        carriers = self.problem.carriers
        return _inherited(carriers.order, carriers.parent, self.found.failed)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What failed; a carrier that only lost its supply is part of that cause. Most devices first."""
        return _causes(self)


def look(
    wiring: Wiring,
    supply: Supply,
    columns: Columns,
    heard: Heard,
    now_us: int,
    *,
    dark_since_us: Int64 | None = None,
    down_since_us: Int64 | None = None,
    loss: float = 0.05,
    false: float = 0.001,
    weight: Float64 | None = None,
) -> Look:
    """Find the most probable causes of what is heard.

    Args:
        wiring: what is powered and connected by what.
        supply: the supply tree as switches are now.
        columns: ``columns_of`` of both.
        heard: what has been heard of each device.
        now_us: the time, by the clock of ``heard``.
        dark_since_us: since when each supply node is thought dead by the last look; NEVER for the others.
        down_since_us: likewise of the carriers.
        loss: how often a single report is lost.
        false: how often a device has fallen silent lately for reasons of its own.
        weight: evidence at single supply nodes beside devices (citizens' reports), shape (nodes,).
    """
    if dark_since_us is None:
        dark_since_us = np.full(wiring.nodes, NEVER)
    if down_since_us is None:
        down_since_us = np.full(len(wiring.carrier), NEVER)
    weights = weigh(columns, heard, now_us, dark_since_us, down_since_us, loss, false)
    node = wiring.carrier_node
    dark_us = np.where(node == NONE, NEVER, dark_since_us[node]) if wiring.nodes else np.empty(0, np.int64)
    used = np.where(dark_us == NEVER, 0.0, (now_us - dark_us) / np.maximum(wiring.carrier_backup_us, 1))
    of_battery = np.select([used >= LONG, used >= NEARLY], [1 - BATTERY_LONG, 0.5], 0.0)
    spent = np.where(wiring.carrier_backup_us <= SHORT_US, SPENT, of_battery)
    problem = Problem(
        supply=Tree(
            supply.order,
            supply.parent,
            supply.chance,
            np.zeros(wiring.nodes) if weight is None else weight,
        ),
        carriers=Tree(
            np.arange(len(wiring.carrier)), wiring.carrier_parent, wiring.carrier_chance, weights.carrier
        ),
        group_node=wiring.group_node,
        group_carrier=wiring.group_carrier,
        dark=weights.dark,
        cut=weights.cut,
        both=weights.both,
        carrier_node=wiring.carrier_node,
        spent=spent,
    )
    part = active(problem)
    found, score = solve(part)
    return Look(
        wiring=wiring,
        supply=supply,
        now_us=now_us,
        heard=heard,
        weights=weights,
        problem=problem,
        part=part,
        found=found,
        score=score,
        dark_since_us=dark_since_us,
        down_since_us=down_since_us,
    )


def _inherited(order: Int64, parent: Int64, first: Bool) -> Int64:
    """Return for each node the nearest one at or above it that is ``first``, -1 for none."""
    of = np.where(first, np.arange(len(parent)), NONE)
    inherit(order, parent, of)
    return of


def since_next(seen: Look) -> tuple[Int64, Int64]:
    """Return since when each supply node is dead and each carrier down, for the next look."""
    dark, down = np.full(seen.wiring.nodes, NEVER), np.full(len(seen.wiring.carrier), NEVER)
    by_node, by_carrier = seen.cause_of_node, seen.cause_of_carrier
    for cause in seen.causes:
        if cause.kind == "power":
            dark[by_node == cause.place] = cause.since_us
        else:
            down[by_carrier == cause.place] = cause.since_us
    for fresh, was in ((dark, seen.dark_since_us), (down, seen.down_since_us)):
        kept = (fresh != NEVER) & (was != NEVER) & (seen.now_us - was > SETTLED_US)
        fresh[kept] = was[kept]
    return dark, down


def _causes(seen: Look) -> tuple[Cause, ...]:
    devices, problem, chance = seen.wiring.devices, seen.problem, seen.beliefs
    by_node = np.append(seen.cause_of_node, NONE)
    by_carrier = np.append(seen.cause_of_carrier, NONE)
    failed = np.flatnonzero(seen.found.failed)
    # A carrier whose supply died and whose battery may be spent belongs to what took the supply.
    lost = (problem.spent[failed] > 0) & (by_node[problem.carrier_node[failed]] != NONE)
    behind = np.full(len(by_carrier), NONE)
    for one in failed[lost].tolist():
        behind[one] = by_node[problem.carrier_node[one]]
    node, carrier = seen.wiring.group_node, seen.wiring.group_carrier
    of_power = by_node[node]
    of_power = np.where(of_power == NONE, behind[by_carrier[carrier]], of_power)
    of_network = np.where(of_power == NONE, by_carrier[carrier], NONE)
    # Of all devices only some hang on what failed.
    hit = (of_power != NONE) | (of_network != NONE)
    rows = np.flatnonzero(hit[devices.group] | (devices.own != NONE))
    of_power, of_network = of_power[devices.group[rows]], of_network[devices.group[rows]]
    own = devices.own[rows]
    itself = (own != NONE) & (of_power == NONE)
    of_network[itself] = by_carrier[own[itself]]
    by_place = rows_by(of_power)
    found = [
        Cause(
            kind="power",
            place=place,
            probability=float(chance.opened[place]),
            alternatives=_alternatives(seen, "power", place, below),
            devices=below,
            since_us=_since(seen, below, _known_us(seen, place)),
        )
        for place in np.flatnonzero(seen.found.opened).tolist()
        for below in [rows[by_place.get(place, _NO_ROWS)]]
    ]
    by_place = rows_by(of_network)
    found += [
        Cause(
            kind="network",
            place=place,
            probability=float(chance.failed[place]),
            alternatives=_alternatives(seen, "network", place, below),
            devices=below,
            since_us=_since(seen, below, int(seen.down_since_us[place])),
        )
        for place in failed[~lost].tolist()
        for below in [rows[by_place.get(place, _NO_ROWS)]]
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.devices), one.kind, one.place)))


def rows_by(place: Int64) -> dict[int, Int64]:
    """Return the rows of each place, -1 aside."""
    rows = np.flatnonzero(place != NONE)
    rows = rows[np.argsort(place[rows], kind="stable")]
    places, first = np.unique(place[rows], return_index=True)
    return dict(zip(places.tolist(), np.split(rows, first[1:]), strict=True)) if len(rows) else {}


def _since(seen: Look, rows: Int64, known_us: int) -> int:
    """Return when a cause began: the middle last gasp; else just after what most of its devices said last; as
    known if none tells."""
    devices, heard = seen.wiring.devices, seen.heard
    gasp_us = heard.gasp_us[rows]
    gasp_us = gasp_us[(gasp_us != NEVER) & (gasp_us >= heard.last_us[rows])]
    if len(gasp_us):
        return int(np.median(gasp_us))
    dark = (seen.weights.missed[rows] >= 1) & (devices.backup_us[rows] <= SHORT_US)
    last_us = heard.last_us[rows][dark]
    at = -(9 * (1 - len(last_us)) // 10)
    return int(np.partition(last_us, at)[at]) if len(last_us) else known_us


def _known_us(seen: Look, place: int) -> int:
    """Return since when a supply node is dead as the last look had it, or as its switch says."""
    known_us = int(seen.dark_since_us[place])
    return int(seen.supply.said_us[place]) if known_us == NEVER else known_us


def _alternatives(seen: Look, kind: CauseKind, place: int, rows: Int64) -> tuple[Alternative, ...]:
    """Return what else would explain the same devices, the most probable first."""
    devices, problem, chance = seen.wiring.devices, seen.problem, seen.beliefs
    nodes = _with_above(devices.node[rows], seen.supply.parent)
    carriers = _with_above(devices.carrier[rows], problem.carriers.parent)
    if kind == "power":
        nodes = np.union1d(nodes, _with_above(np.array([place]), seen.supply.parent))
    else:
        carriers = np.union1d(carriers, _with_above(np.array([place]), problem.carriers.parent))
    found = [
        Alternative(kind="power", place=node, probability=float(chance.opened[node]))
        for node in nodes[chance.opened[nodes] >= LEAST].tolist()
        if not seen.found.opened[node]
    ]
    found += [
        Alternative(kind="network", place=one, probability=float(chance.failed[one]))
        for one in carriers[chance.failed[carriers] >= LEAST].tolist()
        if not seen.found.failed[one]
    ]
    return tuple(sorted(found, key=lambda one: -one.probability))


def _with_above(places: Int64, parent: Int64) -> Int64:
    """Return the places (-1 is none) and all above them."""
    marked = np.zeros(len(parent), np.bool_)
    _mark_above(places, parent, marked)
    return np.flatnonzero(marked)


@njit(cache=True, nogil=True)
def _mark_above(places: Int64, parent: Int64, marked: Bool) -> None:
    for place in places:
        at = place
        while at >= 0 and not marked[at]:
            marked[at] = True
            at = parent[at]
