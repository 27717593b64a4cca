"""The open part as a mixed-integer programme, solved by HiGHS: exact if small, cut off by time or nodes.

Only the columns are whole numbers: with them fixed, every y_i is 0 or 1 by itself. Points that one column
alone covers need no y; their weight stands at the column. Plan and bound are HiGHS's own; the bound that it
states when it is cut off holds as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64, Int64
from luylau.siting.solving.greedy import value
from luylau.siting.solving.plan import TOLERANCE
from luylau.siting.solving.programme import run_programme
from luylau.siting.solving.reduce import Compact


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """``columns``: of the best plan found, ascending; None if none was found or none beats the cut-off.
    ``value`` of it and ``bound``, without the problem's base. ``proven``: the search came to its end, or to
    the gap that was asked for."""

    columns: Int64 | None
    value: float
    bound: float
    proven: bool


def solve_exactly(
    problem: Compact,
    *,
    until: float,
    start: Int64 | None = None,
    gap: float = 0.0,
    nodes: int | None = None,
    tell: Callable[[float], bool] | None = None,
) -> Solved:
    """Solve the open part.

    Args:
        problem: the open part.
        until: monotonic time to stop at.
        start: columns of a plan to begin with.
        gap: relative gap that is near enough.
        nodes: of the search tree, at most; None for any number.
        tell: is given the best value now and then; ends the search by returning False.
    """
    if not problem.columns:
        return Solved(columns=np.empty(0, np.int64), value=0.0, bound=0.0, proven=True)
    alone, matrix, y_cost, high = _model(problem)
    found, bound, proven = run_programme(
        np.concatenate([alone, y_cost]), matrix, high, problem.columns,
        until=until, start=start, gap=gap, nodes=nodes, tell=tell,
    )  # fmt: skip
    if found is None:
        return Solved(columns=None, value=-np.inf, bound=bound, proven=proven)
    columns = np.flatnonzero(found[: problem.columns] > 0.5)
    bound = min(bound, float(problem.weight.sum()))
    if float(problem.cost[columns].sum()) > problem.budget * (1 + TOLERANCE):
        # Within HiGHS's tolerance, not within the budget; its bound is one all the same.
        return Solved(columns=None, value=-np.inf, bound=bound, proven=False)
    return Solved(columns=columns, value=value(problem, columns), bound=bound, proven=proven)


def _model(problem: Compact) -> tuple[Float64, csr_array, Float64, Float64]:
    """Return the columns' own weights, the rows' matrix, the weights of the y, and the rows' limits."""
    cover, columns = problem.cover, problem.columns
    turned = cover.by_point()
    degree = np.diff(turned.starts)
    alone = np.zeros(columns)
    single = np.flatnonzero((degree == 1) & (problem.weight > 0))
    np.add.at(alone, turned.columns[turned.starts[single]], problem.weight[single])
    several = np.flatnonzero((degree > 1) & (problem.weight > 0))
    sizes = degree[several]
    at = np.repeat(turned.starts[several] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    rows = problem.rows()
    sites = np.flatnonzero(np.diff(problem.site_starts) > 1)
    of_site = np.isin(problem.site, sites)
    site_row = np.searchsorted(sites, problem.site[of_site])
    covers, limits = len(several), len(rows.limit)
    # HiGHS's tolerances are absolute, so money is counted in budgets.
    money = problem.budget or 1.0
    parts = (
        # y_i - sum of x_j <= 0
        (np.repeat(np.arange(covers), sizes), turned.columns[at], np.full(len(at), -1.0)),
        (np.arange(covers), columns + np.arange(covers), np.ones(covers)),
        (np.full(columns, covers), np.arange(columns), problem.cost / money),
        (covers + 1 + site_row, np.flatnonzero(of_site), np.ones(len(site_row))),
        (
            covers + 1 + len(sites) + np.repeat(np.arange(limits), np.diff(rows.starts)),
            rows.column,
            rows.value,
        ),
    )
    row = np.concatenate([part[0] for part in parts])
    column = np.concatenate([part[1] for part in parts])
    entry = np.concatenate([part[2] for part in parts]).astype(np.float64)
    purse = [problem.budget / money * (1 + TOLERANCE)]
    high = np.concatenate([np.zeros(covers), purse, np.ones(len(sites)), rows.limit])
    matrix = csr_array((entry, (row, column)), shape=(len(high), columns + covers))
    return alone, matrix, problem.weight[several], high
