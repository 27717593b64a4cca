"""Statistics over buckets of time that can be worked out piece by piece and put together.

A piece of sorted rows gives one partial per (series, bucket): minimum, maximum, mean, count of the good,
count of the bad, and every quality bit that was seen. Partials of different files overlap freely, for all
six can be merged without the rows, so nothing has to be sorted together, and memory holds buckets, not
observations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from luylau.telemetry.history.columns import ints, ints32
from luylau.telemetry.observations import BAD, Float64, Int32, Int64, UInt16

COLUMNS = ("series", "time", "value", "quality")
"""What statistics need of a segment."""


Column = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregates:
    """Statistics of ``n`` buckets, sorted by (series, start_us); all shapes (n,).

    ``start_us`` is where the bucket begins; it ends, exclusive, ``every_us`` later. ``low``, ``high`` and
    ``mean`` are of the ``count`` good observations with a value, in the channel's unit, and NaN where there
    is none. ``bad`` counts the observations kept out, ``quality`` holds every quality bit seen in the
    bucket, good ones' included. ``missing`` names the segment files that could not be read and may hold
    more.
    """

    every_us: int
    series: Int32
    start_us: Int64
    low: Float64
    high: Float64
    mean: Float64
    count: Int64
    bad: Int64
    quality: UInt16
    missing: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.series)

    @classmethod
    def empty(cls, every_us: int) -> Self:
        """Return the statistics of nothing."""
        return cls(
            every_us=every_us,
            series=np.empty(0, np.int32),
            start_us=np.empty(0, np.int64),
            low=np.empty(0),
            high=np.empty(0),
            mean=np.empty(0),
            count=np.empty(0, np.int64),
            bad=np.empty(0, np.int64),
            quality=np.empty(0, np.uint16),
        )


def partial(table: pa.Table, every_us: int, origin_us: int) -> Aggregates:
    """Return the statistics of one sorted table's rows; buckets begin at ``origin_us`` + k * ``every_us``."""
    if table.num_rows == 0:
        return Aggregates.empty(every_us)
    series = ints32(table, "series")
    value = table.column("value").to_numpy()
    quality = table.column("quality").to_numpy()
    start = ints(table, "time") - origin_us
    start -= start % every_us
    start += origin_us
    change = (series[1:] != series[:-1]) | (start[1:] != start[:-1])
    first = np.concatenate([[0], np.flatnonzero(change) + 1])
    good = ((quality & BAD) == 0) & ~np.isnan(value)
    low = high = total = value
    if not good.all():
        low, high = np.where(good, value, np.inf), np.where(good, value, -np.inf)
        total = np.where(good, value, 0.0)
    count = np.add.reduceat(good, first, dtype=np.int64)
    # A bad one is what quality says; a word (value NaN, quality good) is neither counted nor bad.
    bad = np.add.reduceat((quality & BAD) != 0, first, dtype=np.int64)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.add.reduceat(total, first)
    return _finished(
        every_us,
        series[first],
        start[first],
        np.minimum.reduceat(low, first),
        np.maximum.reduceat(high, first),
        sums,
        count,
        bad,
        np.bitwise_or.reduceat(quality, first),
    )


def merged(parts: Sequence[Aggregates], every_us: int) -> Aggregates:
    """Return partials put together: one row for each (series, bucket)."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return Aggregates.empty(every_us)
    series = np.concatenate([part.series for part in parts])
    start = np.concatenate([part.start_us for part in parts])
    order = np.lexsort((start, series))
    series, start = series[order], start[order]
    change = (series[1:] != series[:-1]) | (start[1:] != start[:-1])
    first = np.concatenate([[0], np.flatnonzero(change) + 1])
    count = np.concatenate([part.count for part in parts])[order]
    mean = np.concatenate([part.mean for part in parts])[order]
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.add.reduceat(np.where(count > 0, mean * count, 0.0), first)
    low = np.concatenate([part.low for part in parts])[order]
    high = np.concatenate([part.high for part in parts])[order]
    return _finished(
        every_us,
        series[first],
        start[first],
        np.fmin.reduceat(low, first),
        np.fmax.reduceat(high, first),
        sums,
        np.add.reduceat(count, first),
        np.add.reduceat(np.concatenate([part.bad for part in parts])[order], first),
        np.bitwise_or.reduceat(np.concatenate([part.quality for part in parts])[order], first),
    )


def dense(found: Aggregates, series: int, start_us: int, buckets: int) -> Aggregates:
    """Return one series' statistics with a row for every bucket from ``start_us`` on, empty ones too."""
    place = (found.start_us - start_us) // found.every_us

    def spread(values: Column, empty: float) -> Column:
        out = np.full(buckets, empty, values.dtype)
        out[place] = values
        return out

    return Aggregates(
        every_us=found.every_us,
        series=np.full(buckets, series, np.int32),
        start_us=start_us + np.arange(buckets, dtype=np.int64) * found.every_us,
        low=spread(found.low, np.nan),
        high=spread(found.high, np.nan),
        mean=spread(found.mean, np.nan),
        count=spread(found.count, 0),
        bad=spread(found.bad, 0),
        quality=spread(found.quality, 0),
        missing=found.missing,
    )


def _finished(
    every_us: int,
    series: Int32,
    start_us: Int64,
    low: Float64,
    high: Float64,
    sums: Float64,
    count: Int64,
    bad: Int64,
    quality: UInt16,
) -> Aggregates:
    none = count == 0
    low = np.where(none, np.nan, low)
    high = np.where(none, np.nan, high)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = sums / np.maximum(count, 1)
        # Sums of numbers near the largest a float holds overflow; a mean lies between its extremes all the
        # same.
        mean = np.where(np.isnan(mean), low / 2 + high / 2, mean)
    return Aggregates(
        every_us=every_us,
        series=series,
        start_us=start_us,
        low=low,
        high=high,
        mean=np.clip(mean, low, high),
        count=count,
        bad=bad,
        quality=quality,
    )
