"""Export: the history as a stream of CSV or Parquet, for files that people take away.

Rows come sorted by device, channel (as numbered) and time. Columns: time (RFC 3339, UTC), device, channel,
unit, value, quality (words joined by "+", "good" for none), text. Quality words are part of the format, the
same in every language: the names of ``Quality`` in lower case.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from luylau.telemetry.history.columns import ints32
from luylau.telemetry.history.reader import HistoryReader
from luylau.telemetry.observations import Quality

Format = Literal["csv", "parquet"]

Describe = Callable[[int], tuple[str, str, str]]
"""Series number to (device, channel, unit)."""

_SCHEMA = pa.schema(
    [
        ("time", pa.timestamp("us", "UTC")),
        ("device", pa.string()),
        ("channel", pa.string()),
        ("unit", pa.string()),
        ("value", pa.float64()),
        ("quality", pa.string()),
        ("text", pa.string()),
    ]
)
_FORMULA = r"^([=+\-@\t\r])"


def export(
    reader: HistoryReader,
    form: Format,
    series: Sequence[int] | None,
    start_us: int,
    end_us: int,
    describe: Describe,
) -> Iterator[bytes]:
    """Yield the file's bytes, piece by piece; memory holds about a million rows.

    In CSV a text that a spreadsheet would take for a formula has an apostrophe before it.

    Raises:
        BadInput: the span ends before it starts.
    """
    rows = (_described(table, describe) for table in reader.tables(series, start_us, end_us))
    return _csv(rows) if form == "csv" else _parquet(rows)


def quality_words(quality: int) -> str:
    """Return quality flags as words: "good", or such as "range+late"."""
    return "+".join(str(flag.name).lower() for flag in Quality if flag and quality & flag) or "good"


def _csv(rows: Iterator[pa.Table]) -> Iterator[bytes]:
    yield (",".join(_SCHEMA.names) + "\n").encode()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    for table in rows:
        moment = pc.strftime(table.column("time"), format="%Y-%m-%dT%H:%M:%SZ")
        # NaN is no number to a spreadsheet; a row without a value has an empty field.
        value = pc.if_else(pc.is_nan(table.column("value")), None, table.column("value"))
        text = pc.replace_substring_regex(table.column("text"), _FORMULA, r"'\1")
        table = table.set_column(0, "time", moment).set_column(4, "value", value).set_column(6, "text", text)
        sink = io.BytesIO()
        pyarrow.csv.write_csv(table, sink, options)
        yield sink.getvalue()


def _parquet(rows: Iterator[pa.Table]) -> Iterator[bytes]:
    sink = io.BytesIO()
    # The writer only ever appends, so what it has written can be handed on and forgotten.
    counted = pa.PythonFile(_Drained(sink), mode="w")
    with pq.ParquetWriter(counted, _SCHEMA, compression="zstd") as writer:
        for table in rows:
            writer.write_table(table)
            yield _drain(sink)
    yield _drain(sink)


class _Drained(io.RawIOBase):
    """A file that knows how much went through it, while its buffer is emptied again and again."""

    def __init__(self, sink: io.BytesIO) -> None:
        self._sink = sink
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        count = self._sink.write(cast(bytes, data))
        self._written += count
        return count

    def tell(self) -> int:
        return self._written


def _drain(sink: io.BytesIO) -> bytes:
    data = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return data


def _described(table: pa.Table, describe: Describe) -> pa.Table:
    numbers, places = np.unique(ints32(table, "series"), return_inverse=True)
    said = [describe(int(number)) for number in numbers]
    flags, kinds = np.unique(table.column("quality").to_numpy(), return_inverse=True)
    words = pa.array([quality_words(int(flag)) for flag in flags], pa.string())
    places = pa.array(places)

    def column(position: int) -> pa.Array:
        return pa.array([names[position] for names in said], pa.string()).take(places)

    return pa.Table.from_arrays(
        [
            table.column("time"),
            column(0),
            column(1),
            column(2),
            table.column("value"),
            words.take(pa.array(kinds)),
            table.column("text"),
        ],
        schema=_SCHEMA,
    )
