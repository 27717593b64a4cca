"""Rows of a file of observations, CSV or Parquet, read one by one with every fault named.

Columns: ``time`` (RFC 3339 with an offset, or seconds since 1970 UTC), ``device``, ``channel``, ``value`` (a
number), and if wanted ``unit`` and ``text`` (a word instead of a number). Others are passed over: an export
of the history can be replayed as it is.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from luylau.kernel.clock import MICROS, from_datetime, parse_iso
from luylau.kernel.errors import BadFile, Fault, Field, NotFound
from luylau.kernel.ids import is_channel, is_id

REQUIRED: Final = ("time", "device", "channel", "value")
OPTIONAL: Final = ("unit", "text")
MOST_FAULTS: Final = 50
"""After so many faults a file is not read further."""
_PARQUET_ROWS: Final = 20_000
_LONGEST_FIELD: Final = 10_000
_FAR_S: Final = 4.1e9

Cell = str | int | float | datetime | bool | None


class Row(msgspec.Struct, frozen=True, gc=False):
    """One observation. ``number`` counts the file's observations from 0; ``text`` stands for a value."""

    number: int
    time_us: int
    device: str
    channel: str
    value: float
    unit: str
    text: str


@dataclass(slots=True)
class Tally:
    """What was passed over: rows with neither value nor text."""

    skipped: int = 0


class _Wrong(Exception):
    def __init__(self, column: str, key: str, **fields: Field) -> None:
        self.column = column
        self.key = key
        self.fields = fields


def read_rows(file: Path, tally: Tally | None = None) -> Iterator[Row]:
    """Yield the rows of ``file``; rows with neither value nor text are counted in ``tally``.

    Raises:
        NotFound: there is no such file.
        BadFile: it is no file of observations; up to ``MOST_FAULTS`` rows are named. It is raised after the
            last good row, so a caller that must take all or nothing reads the file through first.
    """
    if not file.is_file():
        raise NotFound("replay-file-missing", file=str(file))
    faults: list[Fault] = []
    tally = tally if tally is not None else Tally()
    cells = _parquet_cells if file.suffix.lower() == ".parquet" else _csv_cells
    number = 0
    for place, said in cells(file):
        try:
            row = _row(number, said)
        except _Wrong as wrong:
            faults.append(
                Fault(file=file.name, row=place, column=wrong.column, key=wrong.key, fields=wrong.fields)
            )
            if len(faults) >= MOST_FAULTS:
                break
            continue
        if row is None:
            tally.skipped += 1
            continue
        number += 1
        yield row
    if faults:
        raise BadFile(faults)


def _row(number: int, said: Mapping[str, Cell]) -> Row | None:
    device, channel = said["device"], said["channel"]
    if not isinstance(device, str) or not is_id(device):
        raise _Wrong("device", "replay-device-invalid", said=str(device)[:64])
    if not isinstance(channel, str) or not is_channel(channel):
        raise _Wrong("channel", "replay-channel-invalid", said=str(channel)[:64])
    unit = str(said.get("unit") or "")
    text = str(said.get("text") or "")[:_LONGEST_FIELD]
    time_us = _time_us(said["time"])
    value = _value(said["value"])
    if math.isnan(value) and not text:
        return None
    return Row(number, time_us, device, channel, value, unit, text)


def _time_us(said: Cell) -> int:
    try:
        if isinstance(said, datetime):
            return from_datetime(said)
        if isinstance(said, str) and not _is_number(said):
            return parse_iso(said)
        seconds = float(said)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise _Wrong("time", "replay-time-invalid", said=str(said)[:64]) from error
    if not -_FAR_S < seconds < _FAR_S:
        raise _Wrong("time", "replay-time-invalid", said=str(said)[:64])
    return round(seconds * MICROS)


def _value(said: Cell) -> float:
    if said is None or said == "":
        return math.nan
    try:
        value = float(said) if not isinstance(said, str) or "_" not in said else None  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = None
    if value is None or math.isinf(value):
        raise _Wrong("value", "replay-value-invalid", said=str(said)[:64])
    return value


def _is_number(said: str) -> bool:
    return said.replace(".", "", 1).lstrip("-").isdecimal()


def _csv_cells(file: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as opened:
        lines = csv.reader(opened, strict=True)
        try:
            header = next(lines, [])
            at = _columns(file, [name.strip() for name in header])
            for cells in lines:
                if not cells:
                    continue
                # Letters that are no UTF-8 were kept as halves, so that the row they stand in can be named.
                "".join(cells).encode()
                if len(cells) != len(header):
                    raise BadFile([_whole(file, "replay-row-width", row=lines.line_num)])
                yield lines.line_num, {name: cells[place].strip() for name, place in at.items()}
        except csv.Error as error:
            raise BadFile([_whole(file, "replay-unreadable", row=lines.line_num, said=str(error))]) from error
        except UnicodeEncodeError as error:
            raise BadFile([_whole(file, "replay-not-utf8", row=lines.line_num)]) from error


def _parquet_cells(file: Path) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    try:
        opened = pq.ParquetFile(file)
        at = _columns(file, opened.schema_arrow.names)
        place = 0
        for batch in opened.iter_batches(_PARQUET_ROWS, columns=list(at)):
            columns = {name: _plain(batch.column(name)).to_pylist() for name in at}
            for row in range(batch.num_rows):
                place += 1
                yield place, {name: cells[row] for name, cells in columns.items()}
    except (pa.ArrowException, OSError) as error:
        raise BadFile([_whole(file, "replay-unreadable", row=0, said=str(error)[:200])]) from error


def _plain(column: pa.Array) -> pa.Array:
    """Return times as microseconds, which Python's own type can hold."""
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _columns(file: Path, names: list[str]) -> dict[str, int]:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadFile(
            Fault(file=file.name, row=1, column=name, key="replay-column-missing", fields={"column": name})
            for name in missing
        )
    return {name: names.index(name) for name in (*REQUIRED, *OPTIONAL) if name in names}


def _whole(file: Path, key: str, *, row: int, **fields: Field) -> Fault:
    return Fault(file=file.name, row=row, column="", key=key, fields=fields)
