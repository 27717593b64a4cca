"""One segment file: writing it whole, and reading of it only the row groups that a question needs."""

import errno
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from luylau.telemetry.durable import make_folder, replacing
from luylau.telemetry.history.columns import SCHEMA
from luylau.telemetry.history.tables import Ranges, Segment
from luylau.telemetry.observations import Int64

ROW_GROUP = 32_768
"""Rows of a row group: what reading one sensor's day must decode at least (docs/adr/0001)."""

_PARQUET: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": ["series", "value", "quality", "stream", "text"],
    "column_encoding": dict.fromkeys(("time", "received", "seq"), "DELTA_BINARY_PACKED"),
    "write_page_checksum": True,
    "write_page_index": True,
    "sorting_columns": [pq.SortingColumn(0), pq.SortingColumn(1), pq.SortingColumn(2)],
}
_OPEN_FILES = 2_048


class BrokenSegment(Exception):
    """A segment file is missing or cannot be read; ``key`` is the message key of which."""

    def __init__(self, segment: Segment, key: str) -> None:
        self.segment = segment
        self.key = key
        super().__init__(f"{segment.name}: {key}")


def write_segment(
    folder: Path, name: str, tables: Iterable[pa.Table], *, level: int, day: int, ranges: Ranges
) -> Segment:
    """Write sorted tables, in order, as the file ``name`` under ``folder``; return its manifest entry.

    When this returns, the file is on the disk under its name, whole. ``tables`` hold at least one row.

    Raises:
        OSError: the disk is full, read-only or broken; nothing of the file is left.
    """
    path = folder / name
    make_folder(path.parent)
    rows = 0
    series: list[int] = []
    times: list[int] = []
    try:
        with replacing(path) as part:
            with pq.ParquetWriter(part, SCHEMA, **_PARQUET) as writer:
                for table in tables:
                    if table.num_rows == 0:
                        continue
                    writer.write_table(table, row_group_size=ROW_GROUP)
                    rows += table.num_rows
                    numbers = table.column("series").to_numpy()
                    moments = table.column("time").to_numpy().view(np.int64)
                    series += [int(numbers[0]), int(numbers[-1])]
                    times += [int(moments.min()), int(moments.max())]
            size = part.stat().st_size
    except BaseException:
        # Its folder may have failed to be flushed after the file had its name.
        with suppress(OSError):
            path.unlink()
        raise
    return Segment(
        name=name,
        level=level,
        day=day,
        rows=rows,
        bytes=size,
        series_min=min(series),
        series_max=max(series),
        time_min_us=min(times),
        time_max_us=max(times),
        ranges=ranges,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSegment:
    """A segment whose footer is read: the bounds of its row groups, shape (groups,), and a way to read
    them.
    """

    segment: Segment
    path: Path
    footer: Any
    series_first: Int64
    series_last: Int64
    time_min: Int64
    time_max: Int64
    rows: Int64

    def groups(self, lo: int, hi: int, start_us: int, end_us: int) -> list[int]:
        """Return the row groups that may hold series ``lo`` to ``hi`` within [start_us, end_us)."""
        inside = (self.series_last >= lo) & (self.series_first <= hi)
        inside &= (self.time_max >= start_us) & (self.time_min < end_us)
        return [int(group) for group in np.flatnonzero(inside)]

    def read(self, groups: Sequence[int], columns: Sequence[str], *, threads: bool = False) -> pa.Table:
        """Return the columns of some row groups.

        Raises:
            BrokenSegment: the file is gone, or a page of it is damaged.
        """
        with _reported(self.segment):
            # A file object of its own for every call, with the footer known: two threads never share a
            # reader.
            with pq.ParquetFile(self.path, metadata=self.footer, page_checksum_verification=True) as file:
                table = file.read_row_groups(list(groups), columns=list(columns), use_threads=threads)
            return table.combine_chunks()


class SegmentFiles:
    """The files of a history's folder, with the footers of those last used kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: OrderedDict[str, OpenSegment] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, segment: Segment) -> OpenSegment:
        """Return a segment ready to be read.

        Raises:
            BrokenSegment: the file is missing, cut off or damaged.
        """
        with self._lock:
            found = self._known.get(segment.name)
            if found is not None:
                self._known.move_to_end(segment.name)
                return found
        found = _open(self.folder / segment.name, segment)
        with self._lock:
            self._known[segment.name] = found
            while len(self._known) > _OPEN_FILES:
                self._known.popitem(last=False)
        return found


def _open(path: Path, segment: Segment) -> OpenSegment:
    with _reported(segment):
        footer = pq.read_metadata(path)
        bounds = np.array(
            [_bounds(footer.row_group(group)) for group in range(footer.num_row_groups)], np.int64
        )
    if footer.num_rows != segment.rows:
        raise BrokenSegment(segment, "history-segment-damaged")
    return OpenSegment(
        segment=segment,
        path=path,
        footer=footer,
        series_first=bounds[:, 0],
        series_last=bounds[:, 1],
        time_min=bounds[:, 2],
        time_max=bounds[:, 3],
        rows=bounds[:, 4],
    )


def _bounds(group: Any) -> tuple[int, int, int, int, int]:  # noqa: ANN401 - pyarrow ships no types
    series, time = group.column(0).statistics, group.column(1).statistics
    return series.min_raw, series.max_raw, time.min_raw, time.max_raw, group.num_rows


@contextmanager
def _reported(segment: Segment) -> Iterator[None]:
    """Turn what reading a file can raise into a BrokenSegment; running out of handles is not the file's
    fault.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise BrokenSegment(segment, "history-segment-missing") from error
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
            raise
        raise BrokenSegment(segment, "history-segment-damaged") from error
