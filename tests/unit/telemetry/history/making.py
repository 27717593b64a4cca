"""What the history's tests share: batches by hand or by chance, and a store with all its parts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy.engine import Engine

from luylau.telemetry.history import HistoryReader, HistoryUpkeep, HistoryWriter
from luylau.telemetry.observations import Batch

DAY_US = 86_400_000_000
NOON_US = 20_000 * DAY_US + DAY_US // 2
"""Noon of 2024-10-04, in microseconds."""

Row = tuple[int, int, int, float, int, int, str, str | None]
"""series, time, received, value, quality, seq, stream, text."""


def batch(
    rows: Sequence[tuple[int, int, float]],
    *,
    stream: str = "mqtt@1",
    first_seq: int = 1,
    quality: Sequence[int] | None = None,
    text: Mapping[int, str] | None = None,
) -> Batch:
    """Return a batch of (series, time, value); each row is a message of its own and comes a second later."""
    count = len(rows)
    times = np.array([row[1] for row in rows], np.int64)
    return Batch(
        stream=stream,
        series=np.array([row[0] for row in rows], np.int32),
        time_us=times,
        received_us=times + 1_000_000,
        value=np.array([row[2] for row in rows], np.float64),
        quality=np.array(quality or [0] * count, np.uint16),
        seq=np.arange(first_seq, first_seq + count, dtype=np.int64),
        text=text or {},
    )


def chance_batch(
    rng: np.random.Generator,
    rows: int,
    *,
    stream: str = "mqtt@1",
    first_seq: int = 1,
    series: int = 20,
    days: int = 3,
    start_us: int = NOON_US,
) -> Batch:
    """Return rows by chance: several days, late ones, bad ones, words, one time twice."""
    times = start_us + np.sort(rng.integers(0, days * DAY_US, rows)) // 1_000 * 1_000
    late = rng.random(rows) < 0.05
    times = np.where(late, times - rng.integers(0, DAY_US, rows), times)
    numbers = rng.integers(0, series, rows).astype(np.int32)
    value = np.round(rng.normal(20, 5, rows), 2)
    text = {int(row): f"chữ {row}" for row in np.flatnonzero(rng.random(rows) < 0.02)}
    value[list(text)] = np.nan
    return Batch(
        stream=stream,
        series=numbers,
        time_us=times,
        received_us=times + rng.integers(0, 5_000_000, rows),
        value=value,
        quality=rng.choice(np.array([0, 0, 0, 0, 2, 16, 1 | 8, 256], np.uint16), rows),
        seq=np.arange(first_seq, first_seq + rows, dtype=np.int64),
        text=text,
    )


def rows_of(made: Batch) -> list[Row]:
    """Return a batch's observations as plain tuples; NaN becomes -1e300, so that rows can be compared."""
    return [
        (
            int(made.series[row]),
            int(made.time_us[row]),
            int(made.received_us[row]),
            comparable(float(made.value[row])),
            int(made.quality[row]),
            int(made.seq[row]),
            made.stream,
            made.text.get(row),
        )
        for row in range(len(made))
    ]


def comparable(value: float) -> float:
    return -1e300 if np.isnan(value) else value


def by_key(row: Row) -> tuple[object, ...]:
    return (*row[:7], row[7] or "")


class Store:
    """One history with its writer, a reader of the same process, one of another, and its upkeep."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.writer = HistoryWriter(folder, engine)
        self.inside = HistoryReader(folder, engine, self.writer)
        self.outside = HistoryReader(folder, engine)
        self.upkeep = HistoryUpkeep(folder, engine)

    def write(self, *batches: Batch) -> None:
        """Append and commit batches as one segment."""
        marks: dict[str, int] = {}
        for made in batches:
            self.writer.append(made)
            if len(made):
                marks[made.stream] = max(int(made.seq.max()), marks.get(made.stream, 0))
        with self.engine.begin() as connection:
            self.writer.commit(connection, marks)
        self.writer.saved()

    def rows(self, reader: HistoryReader | None = None) -> list[Row]:
        """Return every row of the history, sorted."""
        return sorted((row for table in self._tables(reader) for row in table), key=by_key)

    def files(self) -> list[str]:
        """Return the names of the segment files that lie in the folder."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name not in ("LOCK", "STORE")
        )

    def close(self) -> None:
        self.writer.close()

    def _tables(self, reader: HistoryReader | None) -> list[list[Row]]:
        found = []
        for table in (reader or self.outside).tables(None, -(2**62), 2**62):
            columns = [
                table.column("series").to_pylist(),
                table.column("time").to_numpy().view(np.int64).tolist(),
                table.column("received").to_numpy().view(np.int64).tolist(),
                [comparable(value) for value in table.column("value").to_pylist()],
                table.column("quality").to_pylist(),
                table.column("seq").to_pylist(),
                table.column("stream").to_pylist(),
                table.column("text").to_pylist(),
            ]
            found.append(list(zip(*columns, strict=True)))
        return found
