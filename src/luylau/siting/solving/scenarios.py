"""Plans for sites that may lose their power: the mean over scenarios, exactly, and what others would do.

Expected coverage with failures of whatever dependence (M. S. Daskin, "A maximum expected covering location
model", Transportation Science 17(1), 1983, with scenarios in the place of equal and independent chances). A
point becomes one for each set of columns that is left of those that reach it, weighted by how many scenarios
leave that set: exact, and far fewer than points times scenarios, for sites on one feeder fail together.
"""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cover import Cover, merge_equal
from luylau.siting.coverage.merging import UInt64
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


def expected(problem: CoverProblem, alive: Bool) -> CoverProblem:
    """Return the problem whose plans' values are the means over the scenarios.

    Args:
        problem: without shares.
        alive: whether each column has power, shape (scenarios, columns).

    Raises:
        BadInput: no scenario, another number of columns, or a cover with shares.
    """
    _check(problem, alive)
    if problem.cover.share is not None:
        raise BadInput("siting-scenario-share")
    merged = merge_equal(problem.cover, problem.weights)
    turned = merged.cover.by_point()
    code = np.random.default_rng(0).integers(0, 2**63, problem.columns, dtype=np.uint64)
    sizes = np.zeros(merged.cover.point_count, np.int64)
    pairs = _spread(turned.starts, turned.columns, alive, code, merged.weights, sizes, *_no_room(), False)
    rows = int(sizes.sum())
    weight, starts = np.empty(rows), np.zeros(rows + 1, np.int64)
    columns = np.empty(pairs, np.int32)
    _spread(turned.starts, turned.columns, alive, code, merged.weights, sizes, weight, starts, columns, True)
    back = Cover(starts, columns, problem.columns).by_point()
    return replace(problem, weights=weight, cover=Cover(back.starts, back.columns, rows))


def outlook(problem: CoverProblem, chosen: Int64, alive: Bool) -> Outlook:
    """Return what a plan covers in each scenario, with what is installed; ``alive`` as in ``expected``.

    Raises:
        BadInput: no scenario, or another number of columns.
    """
    _check(problem, alive)
    every = np.union1d(chosen, problem.installed).astype(np.int64)
    if problem.cover.share is not None:
        raise BadInput("siting-scenario-share")
    if not len(every):
        return Outlook(value=np.zeros(len(alive)))
    # Columns that fail together cover as one, so each distinct set is added up once.
    patterns, which = np.unique(alive[:, every], axis=0, return_inverse=True)
    value = np.array([problem.weights[covered(problem.cover, every[row])].sum() for row in patterns])
    return Outlook(value=value[which.ravel()])


def regret(problem: CoverProblem, plans: list[Int64], alive: Bool) -> Float64:
    """Return by how much each plan falls short of the best of them, in the scenario where it does most, shape
    (plans,) (L. J. Savage, "The theory of statistical decision", JASA 46, 1951)."""
    values = np.array([outlook(problem, plan, alive).value for plan in plans])
    return np.asarray((values.max(axis=0) - values).max(axis=1), np.float64)


def _check(problem: CoverProblem, alive: Bool) -> None:
    if alive.ndim != 2 or not len(alive) or alive.shape[1] != problem.columns:
        raise BadInput("siting-scenario-shape", columns=problem.columns)


def _no_room() -> tuple[Float64, Int64, Int32]:
    return np.empty(0), np.empty(0, np.int64), np.empty(0, np.int32)


@njit(cache=True, nogil=True)
def _spread(
    starts: Int64,
    columns: Int32,
    alive: Bool,
    code: UInt64,
    weights: Float64,
    sizes: Int64,
    weight: Float64,
    row_starts: Int64,
    row_columns: Int32,
    fill: bool,
) -> int:
    """Count, or write, the sets of columns that the scenarios leave each point; return how many pairs they
    have. Sets are told apart by sums of 64 random bits a column."""
    scenarios = len(alive)
    known = np.empty(scenarios, np.uint64)
    times, first = np.empty(scenarios, np.int64), np.empty(scenarios, np.int64)
    row = pairs = 0
    for point in range(len(sizes)):
        found = 0
        if weights[point] > 0.0:
            for scenario in range(scenarios):
                sign = np.uint64(0)
                some = False
                for at in range(starts[point], starts[point + 1]):
                    if alive[scenario, columns[at]]:
                        sign += code[columns[at]]
                        some = True
                if not some:
                    continue
                place = 0
                while place < found and known[place] != sign:
                    place += 1
                if place == found:
                    known[found], times[found], first[found] = sign, 0, scenario
                    found += 1
                times[place] += 1
        sizes[point] = found
        for place in range(found):
            for at in range(starts[point], starts[point + 1]):
                if alive[first[place], columns[at]]:
                    if fill:
                        row_columns[pairs] = columns[at]
                    pairs += 1
            if fill:
                weight[row] = weights[point] * times[place] / scenarios
                row_starts[row + 1] = pairs
            row += 1
    return pairs
