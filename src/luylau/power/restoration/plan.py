"""What a plan of restoration is, and the figures that it is made with."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.power.model import Criticality, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a load's restoration is worth, in customers (assumed figures).

    Each customer counts as one, each 100 kW as one more (a factory is one customer, but much work), and a
    load that much depends on as many more as its criticality says.
    """

    customer: float = 1.0
    kilowatt: float = 0.01
    critical: tuple[float, float, float, float] = (0.0, 0.0, 100.0, 1_000.0)
    """By ``Criticality``: low, normal, high, vital."""

    def of(self, grid: Grid) -> Float64:
        """Return the weight of each load, shape (loads,); what is not known adds nothing."""
        loads = grid.loads
        weight: Float64 = (
            self.customer * np.maximum(loads.customers, 0)
            + self.kilowatt * np.maximum(loads.p_w, 0) / 1e3
            + np.where(loads.criticality >= 0, np.array(self.critical)[loads.criticality], 0.0)
        )
        return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long switching takes (assumed figures): one switch after the other, one crew, which is called at
    minute 0 and drives while switches are operated from afar."""

    remote_min: float = 1.0
    travel_min: float = 30.0
    manual_min: float = 10.0


class Why(StrEnum):
    """What a step is for; a message key."""

    ISOLATE = "restoration-why-isolate"
    RECLOSE = "restoration-why-reclose"
    SUPPLY = "restoration-why-supply"
    SHED = "restoration-why-shed"
    TRANSFER = "restoration-why-transfer"


class Status(StrEnum):
    """What is known about a plan's worth; a message key."""

    BEST = "restoration-status-best"
    """Nothing better exists: the bound is reached, if the solver has found it to its precision."""
    BOUNDED = "restoration-status-bounded"
    """At most ``gap`` could be won."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One switch (row number) is closed or opened; ``minute`` is when that is done. ``customers`` and
    ``u_min_pu``, ``loading_max`` tell the state after it: all customers with power in the whole grid, and
    the extremes among the sources that the plan touches, by full AC power flow."""

    switch: int
    close: bool
    remote: bool
    minute: float
    why: Why
    customers: int
    loading_max: float
    u_min_pu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole switching sequence after a fault.

    ``tripped``: switches that protection has opened, before the first step. Loads are row numbers:
    ``restored`` by the plan, ``dark`` after it. ``critical``: restored loads by ``Criticality``, shape (4,).
    ``weight``: what is restored, and ``bound``: what at most can be, by switching among the sources that a
    plan touches and those beside them; ``gap`` = (bound - weight) / bound.
    """

    tripped: tuple[int, ...]
    steps: tuple[Step, ...]
    restored: Int64
    dark: Int64
    customers: int
    p_w: float
    critical: Int64
    weight: float
    bound: float
    gap: float
    status: Status

    @property
    def minutes(self) -> float:
        """When the last step is done."""
        return self.steps[-1].minute if self.steps else 0.0

    @property
    def remote_only(self) -> bool:
        """Whether no crew is needed."""
        return all(step.remote for step in self.steps)


def critical_of(grid: Grid, loads: Int64) -> Int64:
    """Return how many of these loads are of each criticality, shape (4,); unknown ones count in none."""
    known = grid.loads.criticality[loads]
    return np.bincount(known[known >= 0], minlength=len(Criticality))
