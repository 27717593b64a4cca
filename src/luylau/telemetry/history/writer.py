"""Writing: observations gather in memory, and become durable together with the caller's transaction.

The order that makes it exactly once: the segment file is whole on the disk under its name; the manifest
names it, and the streams' watermarks move, in the caller's transaction; only then are messages
acknowledged. A crash before the transaction leaves a file that nobody names (removed at the next start) and
messages that come again; a crash after it leaves messages that come again and are recognised by their
sequence numbers.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection, Engine

from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.telemetry.durable import make_folder, unwritable
from luylau.telemetry.history import tables
from luylau.telemetry.history.columns import select, to_table
from luylau.telemetry.history.folder import RAW, FolderLock, SegmentFault, check, claim, prepare
from luylau.telemetry.history.segments import write_segment
from luylau.telemetry.history.tables import Ranges
from luylau.telemetry.observations import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flight:
    """Batches whose file is written and whose transaction may or may not have committed."""

    name: str
    batches: tuple[Batch, ...]
    marks: Mapping[str, int]
    transaction: Any


class HistoryWriter:
    """The one writer of a history's folder. Safe to use from several threads.

    Args of the constructor: the folder (made if need be) and the database whose manifest it belongs to.

    Raises:
        Conflict: another process writes there, or folder and database do not belong together.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        try:
            make_folder(folder)
            self._lock_file = FolderLock(folder)
        except OSError as error:
            raise unwritable(error, folder) from error
        try:
            claim(folder, engine)
            self.faults: tuple[SegmentFault, ...] = tuple(prepare(folder, engine))
            """Segments that were found missing or damaged at the start, or at the last ``look_again``."""
            with reader(engine) as connection:
                self._marks = tables.watermarks(connection)
        except OSError as error:
            self._lock_file.release()
            raise unwritable(error, folder) from error
        except BaseException:
            self._lock_file.release()
            raise
        self._folder = folder
        self._engine = engine
        self._lock = threading.Lock()
        self._fresh: list[Batch] = []
        self._flight: _Flight | None = None

    @property
    def pending_rows(self) -> int:
        """How many observations are not yet known to be durable."""
        with self._lock:
            flying = self._flight.batches if self._flight else ()
            return sum(len(batch) for batch in (*flying, *self._fresh))

    def look_again(self) -> None:
        """Look at the segments that had a fault, at the start or since: some may have been restored."""
        with reader(self._engine) as connection:
            segments = tables.faulty(connection)
        self.faults = tuple(check(self._folder, self._engine, segments))

    def committed(self, connection: Connection) -> Mapping[str, int]:
        """Return, by stream, the last sequence number that is durable."""
        return tables.watermarks(connection)

    def append(self, batch: Batch) -> int:
        """Take observations into memory; return how many were new.

        Rows up to their stream's watermark are durable already, or on the way (the message came again), and
        are passed over.
        """
        with self._lock:
            mark = self._marks.get(batch.stream)
            flying = self._flight.marks.get(batch.stream) if self._flight else None
            known = [seq for seq in (mark, flying) if seq is not None]
            if known:
                batch = select(batch, batch.seq > max(known))
            if len(batch):
                self._fresh.append(batch)
            return len(batch)

    def commit(self, connection: Connection, watermarks: Mapping[str, int]) -> int:
        """Write what has gathered as a segment and name it in the caller's transaction; return the rows
        written.

        ``watermarks`` says, by stream, up to which sequence number every message has been appended or is
        knowingly not kept. Call ``saved`` once the transaction has committed, then acknowledge. If it does
        not commit, the observations stay and go with the next ``commit``, whether or not anybody says so
        here. One commit belongs to one transaction.

        Raises:
            Unavailable: the disk is full, read-only or broken; nothing is half-written, nothing is lost,
            and a
                later commit writes it all. The caller's transaction should be rolled back.
        """
        self._settle(connection)
        name = f"{RAW}/{new_id('seg')}.parquet"
        with self._lock:
            batches = tuple(self._fresh)
            self._flight = _Flight(
                name=name,
                batches=batches,
                marks=dict(watermarks),
                transaction=connection.get_transaction(),
            )
            self._fresh = []
        rows = sum(len(batch) for batch in batches)
        if rows:
            try:
                segment = write_segment(
                    self._folder, name, [to_table(batches)], level=0, day=-1, ranges=_ranges(batches)
                )
            except OSError as error:
                self._take_back()
                raise unwritable(error, self._folder) from error
            tables.add(connection, [segment])
        tables.advance(connection, watermarks)
        return rows

    def saved(self) -> None:
        """Say that the transaction of the last ``commit`` has committed: its observations are durable."""
        with self._lock:
            if self._flight is not None:
                for stream, seq in self._flight.marks.items():
                    self._marks[stream] = max(seq, self._marks.get(stream, seq))
                self._flight = None

    @contextmanager
    def unsettled(self) -> Iterator[tuple[str, Sequence[Batch], Sequence[Batch]]]:
        """Hold the writer still while a reader looks at the manifest.

        Yields the name of the file in flight (empty if none), its batches, and the batches that have no
        file yet.
        """
        with self._lock:
            if self._flight is None:
                yield "", (), tuple(self._fresh)
            else:
                yield self._flight.name, self._flight.batches, tuple(self._fresh)

    def close(self) -> None:
        """Let another process write. What has not been committed is dropped: it was never acknowledged."""
        self._lock_file.release()

    def _settle(self, connection: Connection) -> None:
        """Find out what became of the last commit, if nobody has said."""
        flight = self._flight
        if flight is None:
            return
        if flight.transaction is not None and flight.transaction is connection.get_transaction():
            raise RuntimeError("the history was committed to twice in one transaction")
        with reader(self._engine) as other:
            done = tables.is_named(other, flight.name)
        if done:
            self.saved()
        else:
            with suppress(OSError):
                (self._folder / flight.name).unlink()
            self._take_back()

    def _take_back(self) -> None:
        with self._lock:
            if self._flight is not None:
                self._fresh[:0] = self._flight.batches
                self._flight = None


def _ranges(batches: Sequence[Batch]) -> Ranges:
    found: dict[str, tuple[int, int]] = {}
    for batch in batches:
        if len(batch):
            first, last = int(batch.seq.min()), int(batch.seq.max())
            known = found.get(batch.stream, (first, last))
            found[batch.stream] = (min(first, known[0]), max(last, known[1]))
    return found
