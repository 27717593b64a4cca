"""How long it stays dark after a storm: faults repaired by few crews, the dearest first.

All faults of a case (``scenarios``) stand when the storm lets the crews out; hours count from then on,
beginning with ``wait_h``. Each fault takes one crew a time drawn from a lognormal distribution. The next
free crew goes to the fault whose protective device has cut off the most weight (``restoration.Weights``). A
device closes when the last fault that it has cleared is repaired, and a load has power again when all
devices above it are closed. No tie is closed meanwhile and nothing is switched around a fault, so the hours
are an upper estimate.

All figures of ``Crews`` are assumed.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.restoration.plan import Weights
from luylau.power.scenarios import Cases, Zones
from luylau.power.topology import NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Crews:
    """Who repairs, and how fast; every figure is assumed.

    ``count``: crews. ``overhead_h``, ``underground_h``: median hours of a repair of a line and of a cable,
    the way there included; what is neither, a switch or transformer, takes a line's. ``sigma``: spread of
    the logarithm. ``wait_h``: hours until work may begin.
    """

    count: int = 40
    overhead_h: float = 4.0
    underground_h: float = 10.0
    sigma: float = 0.6
    wait_h: float = 6.0

    def __post_init__(self) -> None:
        """Refuse crews that would never be done.

        Raises:
            BadInput: no crew, a repair without a length, or a spread or wait below 0.
        """
        for name, value, good in (
            ("count", self.count, self.count >= 1),
            ("overhead_h", self.overhead_h, self.overhead_h > 0),
            ("underground_h", self.underground_h, self.underground_h > 0),
            ("sigma", self.sigma, self.sigma >= 0),
            ("wait_h", self.wait_h, self.wait_h >= 0),
        ):
            if not (good and np.isfinite(value)):
                raise BadInput("storm-crews-wrong", name=name, value=float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What the outages of the cases come to. By case, shape (cases,): ``customer_h``, ``energy_wh`` not
    served, ``last_h`` when the last load has power again. By load, shape (loads,), NaN for loads that are
    never fed: ``load_h`` mean hours without power, ``beyond_h`` mean hours without power beyond its backup,
    ``exceeded`` share of the cases in which its backup does not last. ``kept_h``: the hours of the loads
    asked for, shape (cases, kept)."""

    customer_h: Float64
    energy_wh: Float64
    last_h: Float64
    load_h: Float64
    beyond_h: Float64
    exceeded: Float64
    kept_h: Float64


@njit(cache=True, nogil=True)
def _cleared(value: Float64, work_h: Float64, crews: int, wait_h: float) -> Float64:
    """Return when each fault is repaired: the most valuable first, each by the crew that is free first."""
    free = np.full(crews, wait_h)
    done = np.empty(len(value))
    for fault in np.argsort(-value, kind="mergesort"):
        crew = np.argmin(free)
        free[crew] += work_h[fault]
        done[fault] = free[crew]
    return done


@njit(cache=True, nogil=True)
def _stretches(at: Int64, done: Float64, end: Int64) -> tuple[Int64, Int64, Float64]:
    """Return where in preorder it is dark, in stretches [from, to) that lie apart, and for how long.

    The intervals below devices lie apart or within each other; where several cover a place, it is dark as
    long as the slowest of them.
    """
    order = np.argsort(at, kind="mergesort")
    room = 2 * len(at) + 1
    begins, ends, hours = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    open_to, open_h = np.empty(len(at), np.int64), np.empty(len(at))
    found = depth = here = 0
    for number in range(len(order) + 1):
        after = at[order[number]] if number < len(order) else end[at[order[-1]]] if len(order) else 0
        last = number == len(order)
        while depth and (last or open_to[depth - 1] <= after):
            if here < open_to[depth - 1]:
                begins[found], ends[found], hours[found] = here, open_to[depth - 1], open_h[depth - 1]
                found += 1
                here = open_to[depth - 1]
            depth -= 1
        if last:
            break
        if depth and here < after:
            begins[found], ends[found], hours[found] = here, after, open_h[depth - 1]
            found += 1
        here = after
        slowest = done[order[number]]
        if depth:
            slowest = max(slowest, open_h[depth - 1])
        open_to[depth], open_h[depth] = end[after], slowest
        depth += 1
    return begins[:found], ends[:found], hours[:found]


@njit(cache=True, nogil=True)
def _repair(
    start: Int64, edge: Int64, work_h: Float64, begin: Int64, end: Int64, value: Float64,
    crews: int, wait_h: float, customers: Float64, p_w: Float64, first: Int64, backup_h: Float64,
    column: Int64, by_case: Float64, by_load: Float64, kept_h: Float64,
) -> None:  # fmt: skip
    for case in range(len(start) - 1):
        hit = slice(start[case], start[case + 1])
        felt = begin[edge[hit]] != NONE
        at, work = begin[edge[hit]][felt], work_h[hit][felt]
        done = _cleared(value[at], work, crews, wait_h)
        begins, ends, hours = _stretches(at, done, end)
        for stretch in range(len(begins)):
            a, b, dark_h = begins[stretch], ends[stretch], hours[stretch]
            by_case[case, 0] += (customers[b] - customers[a]) * dark_h
            by_case[case, 1] += (p_w[b] - p_w[a]) * dark_h
            if first[b] > first[a]:
                by_case[case, 2] = max(by_case[case, 2], dark_h)
            for load in range(first[a], first[b]):
                by_load[load, 0] += dark_h
                if dark_h > backup_h[load]:
                    by_load[load, 1] += dark_h - backup_h[load]
                    by_load[load, 2] += 1
                if column[load] != NONE:
                    kept_h[case, column[load]] = dark_h


def repair(
    known: Zones,
    cases: Cases,
    *,
    seed: int,
    crews: Crews | None = None,
    weights: Weights | None = None,
    backup_h: Float64 | None = None,
    keep: Int64 | None = None,
) -> Repaired:
    """Return how long the loads of each case are without power.

    Args:
        known: what goes dark with each edge.
        cases: what has failed.
        seed: of the repairs' durations.
        crews: who repairs.
        weights: what a load counts when the next fault is chosen.
        backup_h: hours that each load has power of its own, shape (loads,); none if None.
        keep: row numbers of the loads, each once, whose hours are wanted case by case; eight bytes each.

    Raises:
        BadInput: a failed edge that the grid does not have, or backup hours below 0 or that are no number.
    """
    crews, grid = crews or Crews(), known.grid
    if len(cases.edge) and not 0 <= cases.edge.min() <= cases.edge.max() < len(known.begin):
        raise BadInput("storm-edge-unknown", edges=len(known.begin))
    loads = grid.loads
    backup = np.zeros(len(loads)) if backup_h is None else backup_h.astype(np.float64)
    if not (backup >= 0).all():
        raise BadInput("backup-hours-wrong", count=int((~(backup >= 0)).sum()))
    kept = np.empty(0, np.int64) if keep is None else keep
    at = known.place[loads.node]
    # By place; the loads that are never fed come first and are left out.
    order = np.argsort(at, kind="stable")
    order = order[np.searchsorted(at[order], 0) :]
    places = len(known.end)
    first = np.searchsorted(at[order], np.arange(places + 1))
    column_of_load = np.full(len(loads), NONE)
    column_of_load[kept] = np.arange(len(kept))
    customers, p_w, worth = (
        np.append(0.0, np.cumsum(values[order]))[first]
        for values in (loads.customers.astype(np.float64), loads.p_w, (weights or Weights()).of(grid))
    )
    median_h = np.full(grid.edge_count, crews.overhead_h)
    median_h[: len(grid.lines)] = np.where(grid.lines.overhead, crews.overhead_h, crews.underground_h)
    spread = np.random.default_rng(seed).standard_normal(len(cases.edge))
    by_case = np.zeros((len(cases), 3))
    by_load = np.zeros((len(order), 3))
    kept_h = np.where(at[kept] == NONE, np.nan, np.zeros((len(cases), len(kept))))
    _repair(
        cases.start, cases.edge, median_h[cases.edge] * np.exp(crews.sigma * spread),
        known.begin, known.end, worth[known.end] - worth[:-1], crews.count, float(crews.wait_h),
        customers, p_w, first, backup[order], column_of_load[order],
        by_case, by_load, kept_h,
    )  # fmt: skip
    means = np.full((len(loads), 3), np.nan)
    means[order] = by_load / max(len(cases), 1)
    return Repaired(
        customer_h=by_case[:, 0],
        energy_wh=by_case[:, 1],
        last_h=by_case[:, 2],
        load_h=means[:, 0],
        beyond_h=means[:, 1],
        exceeded=means[:, 2],
        kept_h=kept_h,
    )
