"""Which plans are beaten by another in everything that counts, and which are not (the Pareto front)."""

from collections.abc import Callable

import numpy as np

from luylau.kernel.arrays import Bool, Float64
from luylau.siting.solving.plan import Plan
from luylau.siting.solving.problem import CoverProblem

Solve = Callable[[CoverProblem], Plan]
"""Finds a plan for a problem."""


def dominated(values: Float64) -> Bool:
    """Return which rows another one beats: at least as good everywhere and better somewhere; more is better,
    shape (plans, criteria). Of equal rows none beats the other."""
    at_least = (values[None, :, :] >= values[:, None, :]).all(axis=2)
    better = (values[None, :, :] > values[:, None, :]).any(axis=2)
    beaten: Bool = np.logical_or.reduce(at_least & better, axis=1)
    return beaten
