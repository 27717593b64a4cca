"""Replaying: what the history holds above given watermarks, in the order in which it came.

A process that lost its memory, or went on from an older copy of it, learns anew from here what it had
learned.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import Engine

from luylau.kernel.sql import reader
from luylau.telemetry.history import tables
from luylau.telemetry.history.columns import SCHEMA, ints, ints32
from luylau.telemetry.history.segments import BrokenSegment, SegmentFiles
from luylau.telemetry.history.tables import Segment
from luylau.telemetry.observations import Batch


def since(folder: Path, engine: Engine, marks: Mapping[str, int], *, oldest_us: int) -> Iterator[Batch]:
    """Yield what came after ``marks`` (by stream), oldest file first, each batch in its stream's order.

    A stream that ``marks`` does not name is taken from its beginning. What was received before ``oldest_us``
    is left out. A file that cannot be read is passed over; the reader and the health page tell of it. Call it
    while nobody compacts.
    """
    with reader(engine) as connection:
        segments = tables.all_segments(connection)
    files = SegmentFiles(folder)
    for segment in sorted(segments, key=_first):
        wanted = {
            stream: marks.get(stream, -1)
            for stream, (_, last) in segment.ranges.items()
            if last > marks.get(stream, -1)
        }
        if not wanted:
            continue
        try:
            file = files.open(segment)
            table = file.read(range(len(file.rows)), SCHEMA.names)
        except BrokenSegment:
            continue
        for stream, mark in wanted.items():
            batch = _batch(table, stream, mark, oldest_us)
            if len(batch):
                yield batch


def _first(segment: Segment) -> tuple[int, int]:
    """Order files by their first number, which for one stream is the order of their coming."""
    return min((first for first, _ in segment.ranges.values()), default=0), segment.id


def _batch(table: pa.Table, stream: str, mark: int, oldest_us: int) -> Batch:
    rows = np.flatnonzero(
        pc.equal(table.column("stream").cast(pa.string()), stream).to_numpy()
        & (ints(table, "seq") > mark)
        & (ints(table, "received") >= oldest_us)
    )
    rows = rows[np.argsort(ints(table, "seq")[rows], kind="stable")]
    texts = table.column("text")
    text: dict[int, str] = {}
    if texts.null_count < len(texts):
        said = texts.take(pa.array(rows)).to_pylist()
        text = {row: word for row, word in enumerate(said) if word is not None}
    return Batch(
        stream=stream,
        series=ints32(table, "series")[rows],
        time_us=ints(table, "time")[rows],
        received_us=ints(table, "received")[rows],
        value=table.column("value").to_numpy()[rows],
        quality=table.column("quality").to_numpy()[rows],
        seq=ints(table, "seq")[rows],
        text=text,
    )
