"""Reading: one series' observations, statistics over time, the last value before a moment, whole tables.

A reader holds no lock and no file; any number of processes have one each. Times are microseconds since
1970-01-01 UTC; a span is [start_us, end_us): its end is not part of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial as bind
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Engine

from luylau.kernel.errors import BadInput
from luylau.telemetry.history import statistics
from luylau.telemetry.history.access import Access, View, Window
from luylau.telemetry.history.columns import ALL_SERIES, EVER, SCHEMA, ints, ints32, merge
from luylau.telemetry.history.folder import SegmentFault
from luylau.telemetry.history.planning import SLICE_ROWS, slices
from luylau.telemetry.history.statistics import Aggregates
from luylau.telemetry.history.tables import Segment
from luylau.telemetry.history.writer import HistoryWriter
from luylau.telemetry.observations import BAD, Float64, Int64, UInt16

_ROWS = ("series", "time", "received", "value", "quality", "seq", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """``n`` observations of one series as numpy columns of shape (n,), sorted by (time, received), or the
    reverse.

    ``value`` is in the channel's unit; ``text`` holds by row the few values that are words. ``missing``
    names the segment files that could not be read and may hold more.
    """

    series: int
    time_us: Int64
    received_us: Int64
    value: Float64
    quality: UInt16
    seq: Int64
    text: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.time_us)

    @classmethod
    def of(cls, series: int, table: pa.Table, missing: Sequence[str]) -> Self:
        """Return a table with the columns that a range needs as rows."""
        column = table.column("text")
        text = {}
        if column.null_count < len(column):
            text = {row: said for row, said in enumerate(column.to_pylist()) if said is not None}
        return cls(
            series=series,
            time_us=ints(table, "time"),
            received_us=ints(table, "received"),
            value=table.column("value").to_numpy(),
            quality=table.column("quality").to_numpy(),
            seq=ints(table, "seq"),
            text=text,
            missing=tuple(missing),
        )


class HistoryReader:
    """Questions to the history. ``writer`` is given in the process that writes, to see uncommitted rows
    too.
    """

    def __init__(self, folder: Path, engine: Engine, writer: HistoryWriter | None = None) -> None:
        self._access = Access(folder, engine, writer)

    def faults(self) -> tuple[SegmentFault, ...]:
        """Return the segments that this reader found missing or damaged, for the health page."""
        return self._access.faults()

    def range(
        self, series: int, start_us: int, end_us: int, *, limit: int | None = None, newest_first: bool = False
    ) -> Rows:
        """Return observations of one series, all qualities, oldest first unless told otherwise.

        ``limit`` keeps the first of that order; files that cannot hold one of them are not opened.

        Raises:
            BadInput: the span ends before it starts, or the limit is not positive.
        """
        window = _window(series, series, start_us, end_us)
        if limit is not None and limit < 1:
            raise BadInput("history-limit-not-positive", limit=limit)
        return self._access.ask(window, bind(self._range, limit=limit, newest_first=newest_first))

    def last_before(self, series: int, time_us: int, *, good_only: bool = False) -> Rows:
        """Return the newest observation before ``time_us``: one row, or none where there is none.

        ``good_only`` passes over the bad ones.
        """
        limit = 1
        while True:
            found = self.range(series, EVER[0], time_us, limit=limit, newest_first=True)
            good = np.flatnonzero((found.quality & BAD) == 0) if good_only else np.arange(min(len(found), 1))
            if len(good) or len(found) < limit:
                return _take(found, good[:1])
            limit *= 64

    def aggregate(
        self,
        series: int | Sequence[int] | None,
        start_us: int,
        end_us: int,
        every_us: int,
        *,
        origin_us: int = 0,
    ) -> Aggregates:
        """Return statistics for each bucket of ``every_us`` that holds an observation, of one, several or
        all series.

        Buckets begin at ``origin_us`` + k * ``every_us`` (days of a city at UTC+7 have the origin -7 h);
        one that sticks out of the span holds only what lies inside the span. Bad observations are counted
        and their reasons shown, and enter no statistic.

        Raises:
            BadInput: the span ends before it starts, or ``every_us`` is not positive.
        """
        if every_us < 1:
            raise BadInput("history-bucket-not-positive", every=every_us)
        wanted = None if series is None else np.unique(np.atleast_1d(np.asarray(series, np.int32)))
        if wanted is not None and not len(wanted):
            return Aggregates.empty(every_us)
        lo, hi = ALL_SERIES if wanted is None else (int(wanted[0]), int(wanted[-1]))
        window = _window(lo, hi, start_us, end_us)

        def question(view: View) -> Aggregates:
            parts: list[Aggregates] = []
            for table in self._tables(view, statistics.COLUMNS):
                if wanted is not None and lo != hi:
                    table = table.filter(pa.array(np.isin(ints32(table, "series"), wanted)))
                parts.append(statistics.partial(table, every_us, origin_us))
            return _with_missing(statistics.merged(parts, every_us), view)

        return self._access.ask(window, question)

    def downsample(self, series: int, start_us: int, end_us: int, buckets: int) -> Aggregates:
        """Return statistics of one series in exactly ``buckets`` equal buckets from ``start_us`` on.

        An empty bucket has count 0 and NaN. The width is rounded up to whole microseconds, so the last
        bucket may stick out of the span; it holds only what lies inside.

        Raises:
            BadInput: the span is empty, or ``buckets`` is not positive.
        """
        if buckets < 1:
            raise BadInput("history-bucket-not-positive", every=buckets)
        if end_us <= start_us:
            raise BadInput("history-span-backwards", start=start_us, end=end_us)
        every_us = -(-(end_us - start_us) // buckets)
        found = self.aggregate(series, start_us, end_us, every_us, origin_us=start_us)
        return statistics.dense(found, series, start_us, buckets)

    def tables(self, series: Sequence[int] | None, start_us: int, end_us: int) -> Iterator[pa.Table]:
        """Yield whole observations (the columns of a segment), sorted by (series, time), about a million at
        a time.

        Every piece is read at a moment of its own; no observation comes twice. What could not be read is in
        ``faults``.
        """
        wanted = None if series is None else np.unique(np.asarray(series, np.int32))
        if wanted is not None and not len(wanted):
            return
        lo, hi = ALL_SERIES if wanted is None else (int(wanted[0]), int(wanted[-1]))
        window = _window(lo, hi, start_us, end_us)
        for piece in self._access.ask(window, bind(_pieces, self._access)):
            table = self._access.ask(piece, self._whole)
            if wanted is not None and piece.lo != piece.hi:
                table = table.filter(pa.array(np.isin(ints32(table, "series"), wanted)))
            elif wanted is not None and piece.lo not in wanted:
                continue
            if table.num_rows:
                yield table

    def _whole(self, view: View) -> pa.Table:
        tables = [table for table in self._tables(view, SCHEMA.names) if table.num_rows]
        return merge(tables) if tables else SCHEMA.empty_table()

    def _tables(self, view: View, columns: Sequence[str]) -> Iterator[pa.Table]:
        for segment in view.segments:
            yield from self._access.chunks(view, segment, columns)
        for table in view.loose:
            yield table.select(list(columns))

    def _range(self, view: View, *, limit: int | None, newest_first: bool) -> Rows:
        found = [table.select(list(_ROWS)) for table in view.loose]
        sign = -1 if newest_first else 1

        def nearest(segment: Segment) -> int:
            return -segment.time_max_us if newest_first else segment.time_min_us

        for segment in sorted(view.segments, key=nearest):
            if limit is not None:
                ahead = sum(int((sign * ints(table, "time") < nearest(segment)).sum()) for table in found)
                if ahead >= limit:
                    break
            found.extend(self._access.chunks(view, segment, _ROWS))
        found = [table for table in found if table.num_rows]
        table = merge(found) if found else SCHEMA.empty_table()
        rows = Rows.of(view.window.lo, table, view.missing)
        order = np.arange(len(rows))[::sign][:limit]
        return rows if limit is None and not newest_first else _take(rows, order)


def _pieces(access: Access, view: View) -> list[Window]:
    """Cut a window into pieces of about ``SLICE_ROWS`` rows: by series, and one large series by time."""
    window = view.window
    spans = access.spans(view)
    for table in view.loose:
        spans += [(int(number), int(number), 1) for number in ints32(table, "series")]
    pieces = []
    for lo, hi, size in slices(spans, window.lo, window.hi, SLICE_ROWS):
        pieces += _by_time(Window(lo=lo, hi=hi, start_us=window.start_us, end_us=window.end_us), size, view)
    return pieces


def _by_time(window: Window, size: int, view: View) -> list[Window]:
    parts = size // (2 * SLICE_ROWS) if window.lo == window.hi else 0
    if parts < 2 or not view.segments:
        return [window]
    first = max(window.start_us, min(segment.time_min_us for segment in view.segments))
    last = min(window.end_us, max(segment.time_max_us for segment in view.segments))
    edges = [window.start_us, *np.linspace(first, last, parts + 1)[1:-1].astype(int).tolist(), window.end_us]
    return [Window(lo=window.lo, hi=window.hi, start_us=start, end_us=end) for start, end in pairwise(edges)]


def _window(lo: int, hi: int, start_us: int, end_us: int) -> Window:
    if end_us < start_us:
        raise BadInput("history-span-backwards", start=start_us, end=end_us)
    return Window(lo=lo, hi=hi, start_us=start_us, end_us=end_us)


def _take(rows: Rows, order: Int64) -> Rows:
    return Rows(
        series=rows.series,
        time_us=rows.time_us[order],
        received_us=rows.received_us[order],
        value=rows.value[order],
        quality=rows.quality[order],
        seq=rows.seq[order],
        text={place: rows.text[row] for place, row in enumerate(order.tolist()) if row in rows.text},
        missing=rows.missing,
    )


def _with_missing(found: Aggregates, view: View) -> Aggregates:
    return replace(found, missing=tuple(view.missing))
