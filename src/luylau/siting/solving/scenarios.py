"""What a plan covers in scenarios in which sites lose their power, each by itself and exactly."""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.plan import covered
from luylau.siting.solving.problem import CoverProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a plan covers in scenarios: ``value`` of each, shape (scenarios,)."""

    value: Float64

    @property
    def mean(self) -> float:
        """Return the mean over the scenarios."""
        return float(self.value.mean())

    @property
    def worst(self) -> float:
        """Return what is covered in the scenario that is hardest on the plan."""
        return float(self.value.min())


def outlook(problem: CoverProblem, chosen: Int64, alive: Bool) -> Outlook:
    """Return what a plan covers in each scenario, with what is installed.

    Args:
        problem: without shares.
        chosen: the plan's columns.
        alive: whether each column has power, shape (scenarios, columns).

    Raises:
        BadInput: no scenario, another number of columns, or a cover with shares.
    """
    if alive.ndim != 2 or not len(alive) or alive.shape[1] != problem.columns:
        raise BadInput("siting-scenario-shape", columns=problem.columns)
    every = np.union1d(chosen, problem.installed).astype(np.int64)
    if problem.cover.share is not None:
        raise BadInput("siting-scenario-share")
    if not len(every):
        return Outlook(value=np.zeros(len(alive)))
    # Columns that fail together cover as one, so each distinct set is added up once.
    patterns, which = np.unique(alive[:, every], axis=0, return_inverse=True)
    value = np.array([problem.weights[covered(problem.cover, every[row])].sum() for row in patterns])
    return Outlook(value=value[which.ravel()])
