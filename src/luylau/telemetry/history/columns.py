"""Observations as Arrow tables: the columns of a segment, their order, and views of them as numpy arrays."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from luylau.telemetry.observations import Batch, Bool, Int32, Int64

_TIME = pa.timestamp("us", "UTC")

SCHEMA = pa.schema(
    [
        pa.field("series", pa.int32(), nullable=False),
        pa.field("time", _TIME, nullable=False),
        pa.field("received", _TIME, nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("quality", pa.uint16(), nullable=False),
        pa.field("seq", pa.int64(), nullable=False),
        pa.field("stream", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("text", pa.string()),
    ]
)
"""The columns of every segment file; anything that reads Parquet reads them."""

EVER = (-(2**62), 2**62)
"""A span that holds every time."""
ALL_SERIES = (0, 2**31 - 2)
"""The first and the last series number that there can be."""

Order = NDArray[np.intp]


def to_table(batches: Sequence[Batch]) -> pa.Table:
    """Return the batches' observations as one table with the columns of ``SCHEMA``, sorted."""
    streams = list(dict.fromkeys(batch.stream for batch in batches))
    places = {stream: place for place, stream in enumerate(streams)}
    lengths = [len(batch) for batch in batches]
    rows = sum(lengths)
    series = np.concatenate([batch.series for batch in batches])
    time_us = np.concatenate([batch.time_us for batch in batches])
    received_us = np.concatenate([batch.received_us for batch in batches])
    order = sort_order(series, time_us, received_us)
    stream = np.repeat(np.array([places[batch.stream] for batch in batches], np.int32), lengths)
    columns = [
        pa.array(series[order]),
        _times(time_us[order]),
        _times(received_us[order]),
        # from_pandas=False: a NaN stays a NaN and becomes no null.
        pa.array(np.concatenate([batch.value for batch in batches])[order], from_pandas=False),
        pa.array(np.concatenate([batch.quality for batch in batches])[order]),
        pa.array(np.concatenate([batch.seq for batch in batches])[order]),
        pa.DictionaryArray.from_arrays(pa.array(stream[order]), pa.array(streams, pa.string())),
        _texts(batches, rows, order),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def select(batch: Batch, wanted: Bool) -> Batch:
    """Return the observations of a batch for which ``wanted``, shape (n,), is true."""
    if wanted.all():
        return batch
    kept = np.flatnonzero(wanted)
    places = {int(row): place for place, row in enumerate(kept)} if batch.text else {}
    return Batch(
        stream=batch.stream,
        series=batch.series[kept],
        time_us=batch.time_us[kept],
        received_us=batch.received_us[kept],
        value=batch.value[kept],
        quality=batch.quality[kept],
        seq=batch.seq[kept],
        text={places[row]: said for row, said in batch.text.items() if row in places},
    )


def merge(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of several tables of like columns as one, sorted."""
    if len(tables) == 1:
        return tables[0]
    joined = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    order = sort_order(ints32(joined, "series"), ints(joined, "time"), ints(joined, "received"))
    return joined.take(pa.array(order))


def sort_order(series: Int32, time_us: Int64, received_us: Int64) -> Order:
    """Return the stable order by (series, time, received).

    Numpy sorts 16-bit keys by radix, several times faster than wider ones, so the series number is sorted
    in halves; times come almost sorted, which its stable sort of wide keys makes use of.
    """
    order = np.argsort(received_us, kind="stable")
    order = order[np.argsort(time_us[order], kind="stable")]
    order = order[np.argsort(series[order].astype(np.uint16), kind="stable")]
    if len(series) and int(series.max()) > np.iinfo(np.uint16).max:
        order = order[np.argsort((series[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def ints(table: pa.Table, name: str) -> Int64:
    """Return a 64-bit integer or time column, times as microseconds since 1970-01-01 UTC."""
    return cast(Int64, table.column(name).to_numpy().view(np.int64))


def ints32(table: pa.Table, name: str) -> Int32:
    """Return a 32-bit integer column."""
    return cast(Int32, table.column(name).to_numpy())


def cut(table: pa.Table, lo: int, hi: int, start_us: int, end_us: int) -> pa.Table:
    """Return the rows of a sorted table with series ``lo`` to ``hi`` (both included) within [start_us,
    end_us).
    """
    first, last = np.searchsorted(ints32(table, "series"), [lo, hi + 1])
    table = table.slice(first, last - first)
    time_us = ints(table, "time")
    if lo == hi:
        first, last = np.searchsorted(time_us, [start_us, end_us])
        return table.slice(first, last - first)
    inside = (time_us >= start_us) & (time_us < end_us)
    return table if inside.all() else table.filter(pa.array(inside))


def _times(time_us: Int64) -> pa.Array:
    return pa.array(np.ascontiguousarray(time_us)).view(_TIME)


def _texts(batches: Sequence[Batch], rows: int, order: Order) -> pa.Array:
    if not any(batch.text for batch in batches):
        return pa.nulls(rows, pa.string())
    texts: list[str | None] = [None] * rows
    start = 0
    for batch in batches:
        for row, said in batch.text.items():
            texts[start + row] = said
        start += len(batch)
    return pa.array(texts, pa.string()).take(pa.array(order))
