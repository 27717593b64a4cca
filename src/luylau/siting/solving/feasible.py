"""A first plan where units need sites and the greedy way runs into the other limits."""

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.plan import TOLERANCE
from luylau.siting.solving.programme import maximise
from luylau.siting.solving.reduce import Compact


def first_plan(problem: Compact) -> Int64:
    """Return the plan that keeps all limits and reaches most if points counted as often as they are covered.

    Raises:
        BadInput: no plan keeps the limits.
    """
    rows, columns = problem.rows(), problem.columns
    sites, limits = len(problem.site_starts) - 1, len(rows.limit)
    row = np.concatenate(
        [
            np.zeros(columns, np.int64),
            1 + problem.site,
            1 + sites + np.repeat(np.arange(limits), np.diff(rows.starts)),
        ]
    )
    column = np.concatenate([np.arange(columns), np.arange(columns), rows.column])
    # HiGHS's tolerances are absolute, so money is counted in budgets.
    money = problem.budget or 1.0
    factor = np.concatenate([problem.cost / money, np.ones(columns), rows.value])
    matrix = csr_array((factor, (row, column)), shape=(1 + sites + limits, columns))
    high = np.concatenate([[problem.budget / money * (1 + TOLERANCE)], np.ones(sites), rows.limit])
    found = maximise(problem.cover.reached(problem.weight), matrix, high, np.ones(columns))
    if found is None:
        raise BadInput("siting-no-plan")
    return np.flatnonzero(found > 0.5)
