"""The reliability report: the outage log and the grid's customers to indices by feeder, unit and month.

Rules of IEEE Std 1366-2012: an interruption counts in full to the local day on which it began; major event
days are found with the threshold of up to five years before the period, and shown beside the whole, never
instead of it. What is still out counts up to now, and the report says how many rows that are.

The threshold needs history. The standard asks for five years and takes what there is until then; below one
year (this report's own limit) storms of one season would make the threshold, so none is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS, from_datetime, to_datetime
from luylau.power.model import Grid
from luylau.power.outages import Cause, Interruption
from luylau.power.reliability import (
    DAY_US,
    Indices,
    Interruptions,
    daily_saidi_min,
    indices,
    major_events,
    without_days,
)
from luylau.power.topology import NONE, feeder_of_nodes, trace

FULL_HISTORY_US: Final = 5 * 365 * DAY_US
LEAST_HISTORY_US: Final = 365 * DAY_US


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """What indices are asked for: ids, names and customers, shape (groups,)."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    customers: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Whom the grid serves. ``customers`` counts all, those of no feeder and no known unit too."""

    grid: str
    simulated: bool
    source: str
    customers: int
    feeders: Groups
    units: Groups


def served(grid: Grid, places: Sequence[str], names: dict[str, str] | None = None) -> Served:
    """Return the customers of each feeder (in the normal state of the switches) and of each unit.

    Args:
        grid: the grid.
        places: the unit in which each load stands, shape (loads,): the place of its transformer or site in
            the city, or of the nearest unit; "" where it is not known.
        names: the units' names by id; the id stands in for one that is lacking.

    Raises:
        ValueError: not one place for each load.
    """
    if len(places) != len(grid.loads):
        raise ValueError(f"{len(places)} places for {len(grid.loads)} loads")
    feeder = feeder_of_nodes(grid, trace(grid, grid.edges_in_service()))[grid.loads.node]
    customers = grid.loads.customers
    units = sorted(set(places) - {""})
    number = {unit: row for row, unit in enumerate(units)}
    unit_of_load = np.array([number.get(place, NONE) for place in places], np.int64)
    return Served(
        grid=grid.name,
        simulated=grid.simulated,
        source=grid.source,
        customers=int(customers.sum()),
        feeders=Groups(
            id=grid.feeders.id,
            name=grid.feeders.name,
            customers=_sum(customers, feeder, len(grid.feeders)),
        ),
        units=Groups(
            id=tuple(units),
            name=tuple((names or {}).get(unit, unit) for unit in units),
            customers=_sum(customers, unit_of_load, len(units)),
        ),
    )


def _sum(customers: Int64, group: Int64, groups: int) -> Int64:
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group[group != NONE], customers[group != NONE])
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Indices of some groups: everything; without major event days (None where no threshold can be given);
    what was announced, and what was not. ``rows`` counts the log's rows, ``dropped`` those of no group."""

    groups: Groups
    rows: Int64
    dropped: int
    all: Indices
    ordinary: Indices | None
    planned: Indices
    unplanned: Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorDays:
    """The threshold for a day's SAIDI (minutes; NaN where history is too short), the local days above it
    (numbered from 1970), and how long the history is that it rests on (at most five years)."""

    threshold_min: float
    days: Int64
    history_us: int

    @property
    def history_days(self) -> int:
        """How many whole days of history there are."""
        return self.history_us // DAY_US

    @property
    def given(self) -> bool:
        """Whether there is a threshold at all."""
        return self.history_us >= LEAST_HISTORY_US

    @property
    def full(self) -> bool:
        """Whether it rests on the five years that the standard asks for."""
        return self.history_us >= FULL_HISTORY_US


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A period's reliability. Times in microseconds since 1970 UTC; ``ahead_s`` is local time less UTC.

    ``to_us`` is the period's end, or now where it has not ended. ``still_out`` counts rows whose end is not
    known: they are reckoned up to ``now_us``.
    """

    served: Served
    simulated: bool
    from_us: int
    to_us: int
    now_us: int
    ahead_s: float
    still_out: int
    imported: int
    major: MajorDays
    whole: Section
    months: Section
    feeders: Section
    units: Section


def report(
    served: Served,
    log: Sequence[Interruption],
    *,
    from_us: int,
    to_us: int,
    now_us: int,
    ahead_s: float,
    history: Sequence[Interruption] = (),
    history_from_us: int | None = None,
) -> Report:
    """Return the reliability report of a period.

    Args:
        served: whom the grid serves; taken as constant over the period and its history.
        log: the rows that began in the period; others are passed over. No rows give a report of zeros.
        from_us: begin of the period.
        to_us: its end, left out; the report ends now where that is earlier.
        now_us: the time.
        ahead_s: how far local clocks are ahead of UTC, in seconds.
        history: the rows that began before the period, for the threshold of major event days.
        history_from_us: since when the log has been kept; None where it begins with the period. Of a log
            without a row in a year it cannot be told whether nothing happened or nothing was written down.

    Raises:
        ValueError: the period has no length, or has not begun.
    """
    to_us = min(to_us, now_us)
    if to_us <= from_us:
        raise ValueError("the period has no length yet")
    rows = [one for one in log if from_us <= one.begun_us < to_us]
    columns = _Columns(rows, now_us)
    major = _major(served, columns, history, history_from_us, from_us, now_us, ahead_s)

    def section(groups: Groups, group: Int64, period_s: float | Float64) -> Section:
        return _section(columns, groups, group, period_s, major, ahead_s)

    months, begins_us = _months(from_us, to_us, ahead_s)
    bounds = np.array([*begins_us, to_us])
    total = np.array([served.customers])
    whole_s = (to_us - from_us) / MICROS
    month = np.searchsorted(bounds, columns.begun_us, side="right") - 1
    every = Groups(id=months, name=months, customers=np.repeat(total, len(months)))
    return Report(
        served=served,
        simulated=served.simulated or any(one.simulated for one in rows),
        from_us=from_us,
        to_us=to_us,
        now_us=now_us,
        ahead_s=ahead_s,
        still_out=sum(one.ended_us is None for one in rows),
        imported=sum(one.source == "imported" for one in rows),
        major=major,
        whole=section(
            Groups(id=("",), name=(served.grid,), customers=total), np.zeros(len(rows), np.int64), whole_s
        ),
        months=section(every, month, np.diff(bounds) / MICROS),
        feeders=section(served.feeders, _number([one.feeder for one in rows], served.feeders), whole_s),
        units=section(served.units, _number([one.place for one in rows], served.units), whole_s),
    )


class _Columns:
    """Rows of the log as columns; what is still out is taken to end now."""

    def __init__(self, rows: Sequence[Interruption], now_us: int) -> None:
        self.begun_us = np.array([one.begun_us for one in rows], np.int64)
        ended_us = np.array([now_us if one.ended_us is None else one.ended_us for one in rows], np.int64)
        self.duration_s = np.maximum(ended_us - self.begun_us, 0) / MICROS
        self.customers = np.array([one.customers for one in rows], np.int64)
        self.planned = np.array([one.cause is Cause.PLANNED for one in rows], np.bool_)

    def log(self, group: Int64) -> Interruptions:
        """Return the rows with the group of each."""
        return Interruptions(
            start_us=self.begun_us, duration_s=self.duration_s, customers=self.customers, group=group
        )


def _section(
    columns: _Columns,
    groups: Groups,
    group: Int64,
    period_s: float | Float64,
    major: MajorDays,
    ahead_s: float,
) -> Section:
    known: Bool = group != NONE
    log = columns.log(group)

    def figures(chosen: Interruptions) -> Indices:
        return indices(chosen, groups.customers, period_s)

    inside = log.take(known)
    return Section(
        groups=groups,
        rows=np.bincount(inside.group, minlength=len(groups.id)),
        dropped=int((~known).sum()),
        all=figures(inside),
        ordinary=figures(without_days(inside, major.days, ahead_s)) if major.given else None,
        planned=figures(log.take(known & columns.planned)),
        unplanned=figures(log.take(known & ~columns.planned)),
    )


def _major(
    served: Served,
    columns: _Columns,
    history: Sequence[Interruption],
    history_from_us: int | None,
    from_us: int,
    now_us: int,
    ahead_s: float,
) -> MajorDays:
    since_us = from_us if history_from_us is None else min(history_from_us, from_us)
    since_us = max(since_us, from_us - FULL_HISTORY_US)
    short = MajorDays(threshold_min=float("nan"), days=np.empty(0, np.int64), history_us=from_us - since_us)
    if not short.given or served.customers <= 0:
        return short
    before = _Columns([one for one in history if since_us <= one.begun_us < from_us], now_us)
    everything = before.log(np.zeros(len(before.begun_us), np.int64))
    threshold_min = major_events(everything, served.customers, ahead_s).threshold_min
    log = columns.log(np.zeros(len(columns.begun_us), np.int64))
    days, saidi_min = daily_saidi_min(log, served.customers, ahead_s)
    return MajorDays(
        threshold_min=threshold_min, days=days[saidi_min > threshold_min], history_us=short.history_us
    )


def _number(said: Sequence[str], groups: Groups) -> Int64:
    number = {name: row for row, name in enumerate(groups.id)}
    return np.array([number.get(one, NONE) for one in said], np.int64)


def _months(from_us: int, to_us: int, ahead_s: float) -> tuple[tuple[str, ...], list[int]]:
    """Return the local months of the period as "2026-09", and when each begins within it."""
    ahead = timedelta(seconds=ahead_s)
    local = to_datetime(from_us) + ahead
    names, begins_us = [f"{local:%Y-%m}"], [from_us]
    while True:
        turn = local.month // 12
        local = datetime(local.year + turn, local.month % 12 + 1, 1, tzinfo=UTC)
        begin_us = from_datetime(local - ahead)
        if begin_us >= to_us:
            return tuple(names), begins_us
        names.append(f"{local:%Y-%m}")
        begins_us.append(begin_us)
