"""The manifest: which segment files make up the history, and how far each stream is in it.

A file that the manifest does not name is no part of the history, whatever lies in the folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.sql import metadata

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")

history_segments = sa.Table(
    "history_segments",
    metadata,
    sa.Column("id", _BIG, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("series_min", sa.Integer, nullable=False),
    sa.Column("series_max", sa.Integer, nullable=False),
    sa.Column("time_min_us", sa.BigInteger, nullable=False),
    sa.Column("time_max_us", sa.BigInteger, nullable=False),
    sa.Column("ranges", sa.JSON, nullable=False),
    sa.Column("fault", sa.String(64), nullable=False, default=""),
    sqlite_autoincrement=True,
)

history_streams = sa.Table(
    "history_streams",
    metadata,
    sa.Column("stream", sa.String(200), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

history_stores = sa.Table(
    "history_stores",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
)
"""One row: the id that the history's folder carries too, so that no database clears another's folder."""

Ranges = Mapping[str, tuple[int, int]]
"""First and last sequence number by stream, of the observations in a segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One immutable file of the history.

    ``name`` is its path under the history's folder. ``level`` 0 is as written, above that compacted: the
    file holds one ``day`` (days since 1970-01-01 UTC; -1 at level 0). Bounds are inclusive. ``fault`` is
    the message key of what was found wrong with it; empty for a sound one.
    """

    name: str
    level: int
    day: int
    rows: int
    bytes: int
    series_min: int
    series_max: int
    time_min_us: int
    time_max_us: int
    ranges: Ranges = field(default_factory=dict)
    fault: str = ""
    id: int = 0


def add(connection: Connection, segments: Iterable[Segment]) -> None:
    """Name new files in the manifest, inside the caller's transaction."""
    rows = [
        {
            "name": segment.name,
            "level": segment.level,
            "day": segment.day,
            "rows": segment.rows,
            "bytes": segment.bytes,
            "series_min": segment.series_min,
            "series_max": segment.series_max,
            "time_min_us": segment.time_min_us,
            "time_max_us": segment.time_max_us,
            "ranges": {stream: list(pair) for stream, pair in segment.ranges.items()},
            "fault": segment.fault,
        }
        for segment in segments
    ]
    if rows:
        connection.execute(history_segments.insert(), rows)


def remove(connection: Connection, segments: Sequence[Segment]) -> None:
    """Take files off the manifest, inside the caller's transaction."""
    ids = [segment.id for segment in segments]
    connection.execute(history_segments.delete().where(history_segments.c.id.in_(ids)))


def set_fault(connection: Connection, segment: Segment, fault: str) -> None:
    """Note what is wrong with a file; an empty ``fault`` says that it is sound again."""
    connection.execute(
        history_segments.update().where(history_segments.c.id == segment.id).values(fault=fault)
    )


def all_segments(connection: Connection) -> list[Segment]:
    """Return every file of the history, oldest entry first."""
    query = sa.select(history_segments).order_by(history_segments.c.id)
    return [_segment(row) for row in connection.execute(query)]


def faulty(connection: Connection) -> list[Segment]:
    """Return the files that were found missing or damaged when last looked at."""
    query = sa.select(history_segments).where(history_segments.c.fault != "").order_by(history_segments.c.id)
    return [_segment(row) for row in connection.execute(query)]


def overlapping(connection: Connection, *, lo: int, hi: int, start_us: int, end_us: int) -> list[Segment]:
    """Return the files that may hold series ``lo`` to ``hi`` (both included) within [start_us, end_us)."""
    c = history_segments.c
    query = sa.select(history_segments).where(
        c.series_min <= hi, c.series_max >= lo, c.time_min_us < end_us, c.time_max_us >= start_us
    )
    return [_segment(row) for row in connection.execute(query)]


def is_named(connection: Connection, name: str) -> bool:
    """Say whether the manifest names this file."""
    query = sa.select(history_segments.c.id).where(history_segments.c.name == name)
    return connection.execute(query).first() is not None


def watermarks(connection: Connection) -> dict[str, int]:
    """Return the last sequence number that is in the history, by stream."""
    rows = connection.execute(sa.select(history_streams))
    return {row.stream: row.seq for row in rows}


def advance(connection: Connection, marks: Mapping[str, int]) -> None:
    """Move streams on to ``marks``, inside the caller's transaction; a stream never moves back."""
    known = watermarks(connection)
    for stream, seq in marks.items():
        if stream not in known:
            connection.execute(history_streams.insert().values(stream=stream, seq=seq))
        elif seq > known[stream]:
            connection.execute(
                history_streams.update().where(history_streams.c.stream == stream).values(seq=seq)
            )


def _segment(row: sa.Row[Any]) -> Segment:
    return Segment(
        id=row.id,
        name=row.name,
        level=row.level,
        day=row.day,
        rows=row.rows,
        bytes=row.bytes,
        series_min=row.series_min,
        series_max=row.series_max,
        time_min_us=row.time_min_us,
        time_max_us=row.time_max_us,
        ranges={stream: (pair[0], pair[1]) for stream, pair in row.ranges.items()},
        fault=row.fault,
    )
