"""What a reader sees of the history at one moment: the manifest's files and the rows not yet committed.

A file that compaction has just replaced may be gone when it is opened. Then the question is asked anew of
the new manifest; a file that the manifest still names is missing in truth, is reported, and the others
answer.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from sqlalchemy.engine import Engine

from luylau.kernel.sql import reader
from luylau.telemetry.history.columns import cut, select, to_table
from luylau.telemetry.history.folder import SegmentFault
from luylau.telemetry.history.segments import BrokenSegment, SegmentFiles
from luylau.telemetry.history.tables import Segment, is_named, overlapping
from luylau.telemetry.history.writer import HistoryWriter

T = TypeVar("T")

_CHUNK_GROUPS = 16
_ATTEMPTS = 20


class _Replaced(Exception):
    """A file was replaced by compaction while it was being read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which observations: series ``lo`` to ``hi`` (both included) within [start_us, end_us)."""

    lo: int
    hi: int
    start_us: int
    end_us: int


@dataclass(slots=True, kw_only=True)
class View:
    """The history at one moment, as far as a window goes; ``missing`` grows as files turn out unreadable."""

    window: Window
    segments: list[Segment]
    loose: list[pa.Table]
    missing: list[str] = field(default_factory=list)


class Access:
    """Reading for one process; safe to use from several threads.

    ``writer`` is given in the process that writes: its uncommitted rows are seen too, each row once.
    """

    def __init__(self, folder: Path, engine: Engine, writer: HistoryWriter | None) -> None:
        self._engine = engine
        self._writer = writer
        self._files = SegmentFiles(folder)
        self._faults: dict[str, SegmentFault] = {}
        self._lock = threading.Lock()

    def faults(self) -> tuple[SegmentFault, ...]:
        """Return the segments that could not be read when last tried and are still part of the history."""
        with self._lock:
            known = list(self._faults.values())
        with reader(self._engine) as connection:
            gone = {fault.file for fault in known if not is_named(connection, fault.file)}
        with self._lock:
            for file in gone:
                self._faults.pop(file, None)
        return tuple(fault for fault in known if fault.file not in gone)

    def ask(self, window: Window, question: Callable[[View], T]) -> T:
        """Return what ``question`` makes of the history at one moment; it may be called several times."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return question(self._view(window))
            except _Replaced:
                continue
        return question(self._view(window))

    def chunks(self, view: View, segment: Segment, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield a file's rows within the window, sorted, a bounded number of row groups at a time."""
        window = view.window
        try:
            file = self._files.open(segment)
            groups = file.groups(window.lo, window.hi, window.start_us, window.end_us)
            many = len(groups) > 1
            for first in range(0, len(groups), _CHUNK_GROUPS):
                table = file.read(groups[first : first + _CHUNK_GROUPS], columns, threads=many)
                yield cut(table, window.lo, window.hi, window.start_us, window.end_us)
        except BrokenSegment as broken:
            self._report(view, broken)
            return
        with self._lock:
            self._faults.pop(segment.name, None)

    def spans(self, view: View) -> list[tuple[int, int, int]]:
        """Return (first series, last series, rows) of the row groups that the window touches, to plan by."""
        found = []
        window = view.window
        for segment in view.segments:
            try:
                file = self._files.open(segment)
            except BrokenSegment as broken:
                self._report(view, broken)
                continue
            found += [
                (int(file.series_first[group]), int(file.series_last[group]), int(file.rows[group]))
                for group in file.groups(window.lo, window.hi, window.start_us, window.end_us)
            ]
        return found

    def _view(self, window: Window) -> View:
        if self._writer is None:
            return View(window=window, segments=self._segments(window), loose=[])
        with self._writer.unsettled() as (name, flying, fresh):
            # What is in flight counts by its file once its transaction has committed, by its rows before.
            # It may commit between these two lines; then its file is seen, and left out.
            landed = bool(flying) and self._is_named(name)
            segments = [part for part in self._segments(window) if landed or part.name != name]
        batches = fresh if landed else (*flying, *fresh)
        wanted = [
            select(batch, (batch.series >= window.lo) & (batch.series <= window.hi)) for batch in batches
        ]
        table = to_table(wanted) if wanted else None
        loose = [] if table is None else [cut(table, window.lo, window.hi, window.start_us, window.end_us)]
        return View(window=window, segments=segments, loose=loose)

    def _segments(self, window: Window) -> list[Segment]:
        with reader(self._engine) as connection:
            return overlapping(
                connection, lo=window.lo, hi=window.hi, start_us=window.start_us, end_us=window.end_us
            )

    def _is_named(self, name: str) -> bool:
        with reader(self._engine) as connection:
            return is_named(connection, name)

    def _report(self, view: View, broken: BrokenSegment) -> None:
        segment = broken.segment
        if not self._is_named(segment.name):
            raise _Replaced from broken
        if segment.name not in view.missing:
            view.missing.append(segment.name)
        with self._lock:
            self._faults[segment.name] = SegmentFault(file=segment.name, rows=segment.rows, key=broken.key)
