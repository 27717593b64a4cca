"""The history's folder: whose it is, one writer at a time, and no file in it that the manifest does not
name.
"""

import fcntl
import logging
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.errors import Conflict
from luylau.kernel.sql import reader
from luylau.telemetry.durable import TEMPORARY, make_folder, replacing
from luylau.telemetry.history.segments import BrokenSegment, SegmentFiles
from luylau.telemetry.history.tables import Segment, all_segments, history_stores, set_fault

_log = logging.getLogger(__name__)

RAW = "raw"
"""Where segments lie as they were written."""
DAYS = "days"
"""Where compacted segments lie, one folder a day."""
_OWNER = "STORE"
_LOCK = "LOCK"


class FolderLock:
    """The right to write to a history's folder; it ends with ``release``, or with the process."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise Conflict("history-in-use", folder=str(folder)) from None

    def release(self) -> None:
        """Let another process write."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFault:
    """A segment that cannot be read. ``key`` is the message key (fields ``file``, ``rows``)."""

    file: str
    rows: int
    key: str


def claim(folder: Path, engine: Engine) -> None:
    """Bind the folder and the database to each other, or see that they are.

    Raises:
        Conflict: the folder belongs to another database, or the database to another folder. Going on would
        clear
            away every file that this database does not know.
    """
    owner = folder / _OWNER
    said = owner.read_text(encoding="ascii").strip() if owner.exists() else ""
    with engine.begin() as connection:
        known = connection.execute(sa.select(history_stores.c.id)).scalar() or ""
        if said and not known and any(folder.rglob("*.parquet")):
            raise Conflict("history-of-another-database", folder=str(folder))
        if known and said != known:
            raise Conflict("history-folder-not-its-own", folder=str(folder))
        if known:
            return
        # Should the file not get written, the row falls with the transaction; should the process end between
        # the file and the commit, the folder holds no history yet and is claimed anew.
        new = uuid.uuid4().hex
        connection.execute(history_stores.insert().values(id=new))
        with replacing(owner) as part:
            part.write_text(new, encoding="ascii")


def prepare(folder: Path, engine: Engine) -> list[SegmentFault]:
    """Make the folder what the manifest says; return the segments that are missing or damaged.

    Files that were not finished, or whose transaction did not commit, are removed: what was in them was not
    acknowledged and comes again.
    """
    make_folder(folder / RAW)
    make_folder(folder / DAYS)
    with reader(engine) as connection:
        segments = all_segments(connection)
    named = {segment.name for segment in segments}
    for path in sorted(path for part in (RAW, DAYS) for path in (folder / part).rglob("*")):
        ours = path.suffix in (".parquet", TEMPORARY) and path.is_file()
        if ours and path.relative_to(folder).as_posix() not in named:
            _log.info("removing %s: no transaction names it", path)
            path.unlink()
    return check(folder, engine, segments)


def check(folder: Path, engine: Engine, segments: list[Segment]) -> list[SegmentFault]:
    """Look at every segment's footer, note in the manifest which have a fault, and return those."""
    files = SegmentFiles(folder)
    faults = []
    changed: list[tuple[Segment, str]] = []
    for segment in segments:
        key = ""
        try:
            files.open(segment)
        except BrokenSegment as broken:
            key = broken.key
            faults.append(SegmentFault(file=segment.name, rows=segment.rows, key=key))
        if key != segment.fault:
            changed.append((segment, key))
    if changed:
        with engine.begin() as connection:
            note(connection, changed)
    return faults


def note(connection: Connection, changed: list[tuple[Segment, str]]) -> None:
    """Write new states of segments into the manifest."""
    for segment, key in changed:
        _log.warning("segment %s: %s", segment.name, key or "sound again")
        set_fault(connection, segment, key)
