"""Covering where a point may count more than once and units have floors: as one mixed-integer programme.

- Backup coverage: a point counts ``first`` of its weight when it is covered and the rest when it is covered
  twice (K. Hogan and C. ReVelle, "Concepts and applications of backup coverage", Management Science 32(11),
  1986; BACOP2). With z_i for the second::

      maximise sum_i w_i (first y_i + (1 - first) z_i)  subject to  y_i + z_i <= sum of x_j

  As first is at least a half, no best plan has z_i without y_i.

- Floors: each unit must have a share of its demand covered, sum over its points of w_i y_i >= floor_u W_u,
  the epsilon-constraint way to fairness (Y. Y. Haimes, L. S. Lasdon and D. A. Wismer, IEEE Trans. Systems,
  Man and Cybernetics 1(3), 1971), which does not stall as pure max-min does.

For problems that HiGHS can take, some 10,000 points by 1,000 columns after merging; the bound is HiGHS's own.
"""

import time
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cover import merge_equal
from luylau.siting.solving.conflicts import require_feasible
from luylau.siting.solving.plan import TOLERANCE, Plan, Proof, broken, evaluate, unit_reach
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.programme import run_programme
from luylau.siting.solving.reduce import compact
from luylau.siting.solving.solve import solve

_NEAR: Final = 1e-9
_AGREES: Final = 1e-6
"""Relative: by how much the solver's bound may differ from the value that it has proven to be the best."""
_HALVINGS: Final = 8


def times_covered(problem: CoverProblem, chosen: Int64) -> Int64:
    """Return how many columns of a plan, installed ones counted, reach each point, shape (points,)."""
    times = np.zeros(problem.cover.point_count, np.int64)
    for column in np.union1d(chosen, problem.installed).astype(np.int64).tolist():
        times[problem.cover.column(column)] += 1
    return times


def backup_value(problem: CoverProblem, chosen: Int64, first: float) -> float:
    """Return what a plan is worth where the second cover counts as well."""
    times = times_covered(problem, chosen)
    return float(problem.weights @ (first * (times >= 1) + (1 - first) * (times >= 2)))


def backup(
    problem: CoverProblem, *, first: float = 0.7, seconds: float = 60.0, gap: float = 0.0, seed: int = 0
) -> Plan:
    """Return the plan that is worth most where being covered twice counts.

    Args:
        problem: without shares.
        first: share of a point's weight that the first cover brings, 0.5 to 1; the second brings the rest.
        seconds: at most, about.
        gap: relative gap that is near enough.
        seed: kept with the plan.

    Raises:
        BadInput: ``first`` is out of bounds, there are shares, or the limits contradict one another.
    """
    if not 0.5 <= first <= 1.0 or problem.cover.share is not None:
        raise BadInput("siting-backup-wrong", said=float(first))
    begun = time.monotonic()
    start = solve(problem, seconds=seconds / 4, gap=0.01, seed=seed)
    found, bound, proven = _programme(problem, None, None, first, begun + seconds, gap, start.chosen)
    chosen = start.chosen if found is None else found
    if backup_value(problem, start.chosen, first) > backup_value(problem, chosen, first):
        chosen = start.chosen
    return _plan(problem, chosen, backup_value(problem, chosen, first), bound, proven, begun, seed)


def unit_shares(problem: CoverProblem, point_unit: Int64, chosen: Int64, units: int) -> Float64:
    """Return the share of its demand that each unit has covered, shape (units,); 1 for one without demand."""
    asked, got = unit_reach(problem, chosen, point_unit, units).T
    share: Float64 = np.divide(got, asked, out=np.ones(len(asked)), where=asked > 0)
    return share


def with_floors(
    problem: CoverProblem,
    point_unit: Int64,
    floor: Float64,
    *,
    seconds: float = 60.0,
    gap: float = 0.0,
    seed: int = 0,
) -> Plan | None:
    """Return the plan that covers most of those that cover their share in every unit; None if there is none,
    or none was found in the time.

    Args:
        problem: without shares.
        point_unit: each point's unit, shape (points,); no point is without.
        floor: share of its demand that each unit must have covered, shape (units,), 0 to 1.
        seconds: at most, about.
        gap: relative gap that is near enough.
        seed: kept with the plan.

    Raises:
        BadInput: units or floors do not fit, there are shares, or the other limits contradict one another.
    """
    _check(problem, point_unit, floor)
    begun = time.monotonic()
    start = solve(problem, seconds=seconds / 4, gap=0.01, seed=seed)

    def keeps(chosen: Int64) -> bool:
        return bool((unit_shares(problem, point_unit, chosen, len(floor)) >= floor - _NEAR).all())

    enough = keeps(start.chosen)
    if enough and start.optimal:
        return start
    known = start.chosen if enough else None
    found, bound, proven = _programme(problem, point_unit, floor, 1.0, begun + seconds, gap, known)
    # What the solver takes within its tolerance may not be within the limits.
    chosen = found if found is not None and keeps(found) else known
    if chosen is None:
        return None
    value = evaluate(problem, chosen)
    return _plan(problem, chosen, value, min(bound, start.bound), proven, begun, seed)


def most_even(
    problem: CoverProblem, point_unit: Int64, *, seconds: float = 60.0, seed: int = 0
) -> tuple[float, Plan]:
    """Return the largest common floor that a plan was found for, by halving, and that plan: near max-min.

    Raises:
        BadInput: as ``with_floors``.
    """
    until = time.monotonic() + seconds
    units = int(point_unit.max(initial=-1)) + 1
    low, high = 0.0, 1.0
    best = with_floors(problem, point_unit, np.zeros(units), seconds=seconds / _HALVINGS, gap=0.01, seed=seed)
    assert best is not None
    low = float(unit_shares(problem, point_unit, best.chosen, units).min(initial=1.0))
    for turn in range(_HALVINGS):
        left = until - time.monotonic()
        if left <= 0 or high - low < 1e-3:
            break
        middle = 0.5 * (low + high)
        share = left / (_HALVINGS - turn)
        found = with_floors(problem, point_unit, np.full(units, middle), seconds=share, gap=0.02, seed=seed)
        if found is None:
            high = middle
        else:
            best, low = found, float(unit_shares(problem, point_unit, found.chosen, units).min(initial=1.0))
    return low, best


def _programme(
    problem: CoverProblem,
    point_unit: Int64 | None,
    floor: Float64 | None,
    first: float,
    until: float,
    gap: float,
    known: Int64 | None,
) -> tuple[Int64 | None, float, bool]:
    """Return the best plan found, a bound of its worth, and whether that is proven best."""
    require_feasible(problem)
    open_ = compact(problem, merged=False)
    fixed = times_covered(problem, open_.fixed)
    unit = np.zeros(len(fixed), np.int64) if point_unit is None else point_unit
    # Points are alike if the same open columns reach them, as often without these, in the same unit.
    here = np.minimum(fixed, 2)
    alike = merge_equal(problem.cover.take(open_.column), problem.weights, unit * 3 + here)
    weight, had, of_unit = alike.weights, here[alike.first], unit[alike.first]
    worth_of = np.array([first, 1.0 - first])
    # What the open columns can still bring: first and second cover of those that lack it.
    group = np.concatenate(
        [np.flatnonzero((had < 1) & (weight > 0)), np.flatnonzero((had < 2) & (weight > 0))]
    )
    of_layer = (np.arange(len(group)) >= int(((had < 1) & (weight > 0)).sum())).astype(np.int64)
    used = worth_of[of_layer] > 0
    group, of_layer = group[used], of_layer[used]
    base = float(weight @ (first * (had >= 1) + (1 - first) * (had >= 2)))
    columns, ys = open_.columns, len(group)
    need = np.unique(group)
    row_of = np.full(len(weight), -1)
    row_of[need] = np.arange(len(need))
    row, column, entry = [row_of[group]], [columns + np.arange(ys)], [np.ones(ys)]
    inside = row_of[alike.cover.points] >= 0
    row.append(row_of[alike.cover.points[inside]])
    column.append(alike.cover.column_of_pair()[inside].astype(np.int64))
    entry.append(-np.ones(int(inside.sum())))
    sites, rows = len(open_.site_starts) - 1, open_.rows()
    begin = len(need)
    row += [np.full(columns, begin), begin + 1 + open_.site]
    column += [np.arange(columns), np.arange(columns)]
    money = open_.budget or 1.0
    entry += [open_.cost / money, np.ones(columns)]
    begin += 1 + sites
    row.append(begin + np.repeat(np.arange(len(rows.limit)), np.diff(rows.starts)))
    column.append(rows.column.astype(np.int64))
    entry.append(rows.value)
    begin += len(rows.limit)
    high: list[Float64] = [
        np.zeros(len(need)), np.array([open_.budget / money * (1 + TOLERANCE)]), np.ones(sites), rows.limit,
    ]  # fmt: skip
    if floor is not None:
        once = of_layer == 0
        row.append(begin + of_unit[group[once]])
        column.append(columns + np.flatnonzero(once))
        entry.append(-weight[group[once]])
        begin += len(floor)
        whole = np.bincount(of_unit, weight, minlength=len(floor))
        got = np.bincount(of_unit, weight * (had >= 1), minlength=len(floor))
        high.append(-(floor * whole * (1 - _NEAR) - got))
    matrix = csr_array(
        (np.concatenate(entry), (np.concatenate(row), np.concatenate(column))), shape=(begin, columns + ys)
    )
    worth = np.concatenate([np.zeros(columns), weight[group] * worth_of[of_layer]])
    start = None if known is None else np.flatnonzero(np.isin(open_.column, known))
    found, bound, proven = run_programme(
        worth, matrix, np.concatenate(high), columns, until=until, start=start, gap=gap
    )
    chosen = None if found is None else open_.chosen(np.flatnonzero(found[:columns] > 0.5))
    if chosen is not None and broken(problem, chosen):
        # Within the solver's tolerance, not within the limits.
        chosen = None
    return chosen, base + bound, proven


def _check(problem: CoverProblem, point_unit: Int64, floor: Float64) -> None:
    units = len(floor)
    outside = bool(len(point_unit)) and not 0 <= int(point_unit.min()) <= int(point_unit.max()) < units
    if len(point_unit) != problem.cover.point_count or outside:
        raise BadInput("siting-keys-count", count=len(point_unit), points=problem.cover.point_count)
    if problem.cover.share is not None or bool(((floor < 0) | (floor > 1)).any()):
        raise BadInput("siting-floor-wrong", said=float(floor.max(initial=0.0)))


def _plan(
    problem: CoverProblem, chosen: Int64, value: float, bound: float, proven: bool, begun: float, seed: int
) -> Plan:
    bound = max(min(bound, problem.total), value)
    met = proven and bound <= value * (1 + _AGREES)
    return Plan(
        chosen=np.sort(chosen),
        value=value,
        bound=value if met else bound,
        cost=float(problem.cost[chosen].sum()),
        proof=Proof.EXACT if met else Proof.BRANCH,
        seconds=time.monotonic() - begun,
        seed=seed,
    )
