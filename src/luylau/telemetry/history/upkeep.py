"""Upkeep: merging small files into sorted ones of a day, and letting go of what is past its time.

New files are whole on the disk before one transaction puts them on the manifest in place of the old ones;
the old files are deleted after it. A crash at any point leaves the history as it was or as it should be,
and at most files that nobody names, which the next start removes. Runs beside the writer and any number of
readers; in the process that writes, one call at a time (a lock sees to that).
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Engine

from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.telemetry.durable import unwritable
from luylau.telemetry.history import tables
from luylau.telemetry.history.columns import ALL_SERIES, EVER, SCHEMA, cut, ints, ints32, merge
from luylau.telemetry.history.folder import DAYS, note
from luylau.telemetry.history.planning import DAY_US, SLICE_ROWS, Merge, next_merge, slices
from luylau.telemetry.history.segments import BrokenSegment, OpenSegment, SegmentFiles, write_segment
from luylau.telemetry.history.tables import Ranges, Segment
from luylau.telemetry.observations import Bool, Int32, Quality

_log = logging.getLogger(__name__)

_WILD = int(Quality.FUTURE | Quality.ANCIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkept:
    """What one call has done: merges, files and rows read and written, rows past their time let go."""

    merges: int = 0
    files_in: int = 0
    files_out: int = 0
    rows: int = 0
    rows_dropped: int = 0

    def __add__(self, other: "Upkept") -> "Upkept":
        return Upkept(
            merges=self.merges + other.merges,
            files_in=self.files_in + other.files_in,
            files_out=self.files_out + other.files_out,
            rows=self.rows + other.rows,
            rows_dropped=self.rows_dropped + other.rows_dropped,
        )


class HistoryUpkeep:
    """Compaction and retention of one history's folder."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder = folder
        self._engine = engine
        self._files = SegmentFiles(folder)
        self._lock = threading.Lock()

    def compact(self, now_us: int, *, everything: bool = False, merges: int = 1_000) -> Upkept:
        """Merge what is due, at most ``merges`` times; return what was done.

        ``everything`` merges each day into one file now. A file that cannot be read is noted in the
        manifest, left where it is, and no longer waited for.

        Raises:
            Unavailable: the disk is full, read-only or broken; the history is as it was.
        """
        done = Upkept()
        with self._lock:
            for _ in range(merges):
                with reader(self._engine) as connection:
                    plan = next_merge(tables.all_segments(connection), now_us, everything=everything)
                if plan is None:
                    break
                done += self._merge(plan)
        return done

    def retain(self, now_us: int, days_of: Callable[[int], int]) -> Upkept:
        """Let go of observations whose UTC day ended more than ``days_of(series)`` days ago.

        0 days means for ever. Files of which all is past are deleted, files of which a part is are written
        anew. A late observation counts by the day that it measured; one with an impossible time by the day
        it came.

        Raises:
            ValueError: ``days_of`` gave a negative number.
            Unavailable: the disk is full, read-only or broken; what was done before stays done.
        """
        done = Upkept()
        with self._lock:
            with reader(self._engine) as connection:
                segments = [part for part in tables.all_segments(connection) if part.level > 0]
            for segment in segments:
                age_days = (now_us - (segment.day + 1) * DAY_US) // DAY_US
                done += self._let_go(segment, age_days, days_of)
        return done

    def _merge(self, plan: Merge) -> Upkept:
        try:
            files = [self._files.open(segment) for segment in plan.inputs]
            if plan.day >= 0:
                pieces = [(plan.day, merged(files))]
            else:
                pieces = [(day, iter([table])) for day, table in _by_day(files)]
            return self._replace(plan.inputs, pieces, plan.level)
        except BrokenSegment as broken:
            with self._engine.begin() as connection:
                note(connection, [(broken.segment, broken.key)])
            return Upkept()

    def _let_go(self, segment: Segment, age_days: int, days_of: Callable[[int], int]) -> Upkept:
        if age_days < 1:
            return Upkept()
        try:
            file = self._files.open(segment)
            present = _series_in(file)
            days = np.array([days_of(int(number)) for number in present], np.int64)
            if (days < 0).any():
                raise ValueError("days_of must not be negative")
            past = (days > 0) & (days <= age_days)
            if not past.any():
                return Upkept()
            kept = present[~past]
            done = self._replace(
                [segment],
                [(segment.day, _only(merged([file]), kept))] if len(kept) else [],
                segment.level,
            )
        except BrokenSegment as broken:
            _log.warning("segment %s: %s; retention leaves it", segment.name, broken.key)
            return Upkept()
        return done

    def _replace(
        self, old: Sequence[Segment], pieces: Sequence[tuple[int, Iterator[pa.Table]]], level: int
    ) -> Upkept:
        new: list[Segment] = []
        ranges = _joined(old)
        try:
            for day, rows in pieces:
                name = f"{DAYS}/{_day_name(day)}/{new_id(f'day-{level}')}.parquet"
                new.append(write_segment(self._folder, name, rows, level=level, day=day, ranges=ranges))
            with self._engine.begin() as connection:
                tables.remove(connection, old)
                tables.add(connection, new)
        except BaseException as error:
            self._delete(new)
            if isinstance(error, OSError):
                raise unwritable(error, self._folder) from error
            raise
        self._delete(old)
        written = sum(segment.rows for segment in new)
        return Upkept(
            merges=1,
            files_in=len(old),
            files_out=len(new),
            rows=written,
            rows_dropped=sum(segment.rows for segment in old) - written,
        )

    def _delete(self, segments: Sequence[Segment]) -> None:
        for segment in segments:
            path = self._folder / segment.name
            # What cannot be deleted now is named by nobody, and goes at the next start.
            with suppress(OSError):
                path.unlink()
            if segment.level > 0:
                with suppress(OSError):
                    path.parent.rmdir()


def merged(files: Sequence[OpenSegment]) -> Iterator[pa.Table]:
    """Yield the rows of sorted files as sorted tables of about ``SLICE_ROWS`` rows each.

    Every slice is a span of series, read from the row groups that may hold it; so memory holds one slice,
    whatever the files' size.
    """
    spans = [
        (int(first), int(last), int(rows))
        for file in files
        for first, last, rows in zip(file.series_first, file.series_last, file.rows, strict=True)
    ]
    for lo, hi, _ in slices(spans, *ALL_SERIES, SLICE_ROWS):
        parts = [_slice(file, lo, hi) for file in files]
        parts = [part for part in parts if part.num_rows]
        if parts:
            yield merge(parts)


def _slice(file: OpenSegment, lo: int, hi: int) -> pa.Table:
    table = file.read(file.groups(lo, hi, *EVER), SCHEMA.names)
    return cut(table, lo, hi, *EVER)


def _by_day(files: Sequence[OpenSegment]) -> Iterator[tuple[int, pa.Table]]:
    """Yield (day, sorted rows) of written segments together, in memory."""
    table = merge([_slice(file, *ALL_SERIES) for file in files])
    # A lying clock must not make files of the years 1970 and 2099: such rows lie with the day they came.
    wild = (table.column("quality").to_numpy() & _WILD) != 0
    days = np.where(wild, ints(table, "received"), ints(table, "time")) // DAY_US
    for day in np.unique(days):
        yield max(int(day), 0), table.filter(pa.array(days == day))


def _series_in(file: OpenSegment) -> Int32:
    found = [np.empty(0, np.int32)]
    for group in range(len(file.rows)):
        if file.series_first[group] == file.series_last[group]:
            found.append(file.series_first[group : group + 1].astype(np.int32))
        else:
            found.append(np.unique(ints32(file.read([group], ["series"]), "series")))
    return np.unique(np.concatenate(found))


def _only(rows: Iterator[pa.Table], series: Int32) -> Iterator[pa.Table]:
    for table in rows:
        wanted: Bool = np.isin(ints32(table, "series"), series)
        yield table.filter(pa.array(wanted))


def _joined(segments: Sequence[Segment]) -> Ranges:
    found: dict[str, tuple[int, int]] = {}
    for segment in segments:
        for stream, (first, last) in segment.ranges.items():
            known = found.get(stream, (first, last))
            found[stream] = (min(first, known[0]), max(last, known[1]))
    return found


def _day_name(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).date().isoformat()
