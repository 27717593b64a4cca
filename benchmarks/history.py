"""The history store beside SQLite and DuckDB's own file: the same observations, the same questions.

Full: 2,000 sensors, one observation a minute, 7 days = 20.16 million rows. Every commit is durable (fsync)
in all three stores. "Sensor day" is one sensor's 1,440 observations of a day. The second table puts the
same question to the store's own Parquet files through three readers (docs/adr/0001-history-store.md).
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from sqlalchemy.engine import Engine

from benchmarks.common import Result, Table, median_ms, peak_mb, run, summary_ms, timed
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.history import EVER, HistoryReader, HistoryUpkeep, HistoryWriter
from luylau.telemetry.latest import LatestValues
from luylau.telemetry.observations import Batch

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
START_US = 20_700 * DAY_US
MANY = 100_000


@dataclass(frozen=True, kw_only=True)
class Size:
    sensors: int
    days: int
    minutes_a_commit: int = 120

    @property
    def rows(self) -> int:
        return self.sensors * self.days * 1_440


def batches(size: Size) -> Iterator[Batch]:
    """Yield the observations in the order they would come, one commit's worth at a time."""
    rng = np.random.default_rng(20_26)
    phase = rng.integers(0, MINUTE_US // 1_000, size.sensors) * 1_000
    level = rng.normal(20, 5, size.sensors)
    total, seq = size.days * 1_440, 0
    for first in range(0, total, size.minutes_a_commit):
        minutes = np.arange(first, min(total, first + size.minutes_a_commit))
        walk = level + np.cumsum(rng.normal(0, 0.02, (len(minutes), size.sensors)), axis=0)
        level = walk[-1]
        times = START_US + (minutes[:, None] * MINUTE_US + phase).ravel()
        count = len(times)
        yield Batch(
            stream="MQTT@bench",
            series=np.tile(np.arange(size.sensors, dtype=np.int32), len(minutes)),
            time_us=times,
            received_us=times + rng.integers(5_000, 80_000, count),
            value=np.round(walk.ravel(), 2),
            quality=np.where(rng.random(count) < 0.002, 2, 0).astype(np.uint16),
            seq=1 + (seq + np.arange(count)) // 10,
        )
        seq += count


def questions(size: Size) -> list[tuple[int, int]]:
    """Return (sensor, start of a day), by chance."""
    rng = np.random.default_rng(7)
    sensors = rng.integers(0, size.sensors, 200)
    days = rng.integers(0, size.days, 200)
    return [(int(sensor), START_US + int(day) * DAY_US) for sensor, day in zip(sensors, days, strict=True)]


def measure_store(folder: Path, engine: Engine, size: Size) -> dict[str, Any]:
    writer = HistoryWriter(folder, engine)
    with timed() as writing:
        writing.seconds = 0.0
    for made in batches(size):
        with timed(writing):
            writer.append(made)
            with engine.begin() as connection:
                writer.commit(connection, {made.stream: int(made.seq[-1])})
            writer.saved()
    asked = questions(size)
    before = HistoryReader(folder, engine)
    fresh_ms, _ = summary_ms(lambda turn: day_of(before, asked[turn]), 30)
    with timed() as compacting:
        HistoryUpkeep(folder, engine).compact(START_US, everything=True)
    writer.close()
    held = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    reader = HistoryReader(folder, engine)
    with timed() as cold:
        day_of(reader, asked[0])
    warm_ms, p99_ms = summary_ms(lambda turn: day_of(reader, asked[turn]), len(asked), warm_up=50)
    week = (START_US, START_US + size.days * DAY_US)
    return {
        "rows": size.rows,
        "rows_per_s": size.rows / writing.seconds,
        "bytes_per_row": held / size.rows,
        "sensor_day_ms": warm_ms,
        "sensor_day_p99_ms": p99_ms,
        "sensor_day_cold_ms": cold.seconds * 1_000,
        "sensor_day_uncompacted_ms": fresh_ms,
        "hourly_all_ms": median_ms(lambda _: reader.aggregate(None, *EVER, HOUR_US), 3, warm_up=1),
        "downsample_ms": median_ms(lambda turn: reader.downsample(asked[turn][0], *week, 500), 30),
        "compacted_rows_per_s": size.rows / compacting.seconds,
        "peak_mb": peak_mb(),
    }


def day_of(reader: HistoryReader, asked: tuple[int, int]) -> None:
    found = reader.range(asked[0], asked[1], asked[1] + DAY_US)
    assert len(found) == 1_440, len(found)


def measure_latest() -> float:
    """Return the milliseconds to look up the latest values of 100,000 sensors, in an order by chance."""
    rng = np.random.default_rng(3)
    latest = LatestValues()
    latest.apply(
        Batch(
            stream="MQTT@bench",
            series=rng.permutation(MANY).astype(np.int32),
            time_us=np.full(MANY, START_US),
            received_us=np.full(MANY, START_US),
            value=rng.normal(size=MANY),
            quality=np.zeros(MANY, np.uint16),
            seq=np.arange(MANY),
        )
    )
    wanted = rng.permutation(MANY)
    return median_ms(lambda _: latest.get(wanted), 100)


def measure_sqlite(path: Path, size: Size) -> dict[str, Any]:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-500000;"
        "CREATE TABLE observations (series INT, time INT, received INT, value REAL, quality INT, seq INT,"
        " PRIMARY KEY (series, time)) WITHOUT ROWID;"
        "CREATE TABLE latest (series INTEGER PRIMARY KEY, time INT, value REAL, quality INT);"
    )
    with timed() as writing:
        writing.seconds = 0.0
    for made in batches(size):
        columns = (made.series, made.time_us, made.received_us, made.value, made.quality, made.seq)
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        with timed(writing):
            db.execute("BEGIN")
            db.executemany("INSERT INTO observations VALUES (?,?,?,?,?,?)", rows)
            db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    asked = questions(size)
    day = "SELECT time,received,value,quality,seq FROM observations WHERE series=? AND time>=? AND time<?"
    hourly = (
        "SELECT series, time/3600000000, min(value), max(value), avg(value), count(*) FROM observations"
        " WHERE quality=0 GROUP BY 1, 2"
    )

    def one(turn: int) -> None:
        sensor, start = asked[turn]
        assert len(db.execute(day, (sensor, start, start + DAY_US)).fetchall()) == 1_440

    day_ms, p99_ms = summary_ms(one, len(asked), warm_up=50)
    db.executemany("INSERT INTO latest VALUES (?,?,?,?)", ((n, START_US, 1.5, 0) for n in range(MANY)))
    return {
        "rows_per_s": size.rows / writing.seconds,
        "bytes_per_row": path.stat().st_size / size.rows,
        "sensor_day_ms": day_ms,
        "sensor_day_p99_ms": p99_ms,
        "latest_100k_ms": median_ms(lambda _: db.execute("SELECT * FROM latest").fetchall(), 10),
        "hourly_all_ms": median_ms(lambda _: db.execute(hourly).fetchall(), 1, warm_up=0),
    }


def measure_duckdb(path: Path, size: Size) -> dict[str, Any]:
    db = duckdb.connect(str(path))
    db.execute(
        "CREATE TABLE observations (series INTEGER, time BIGINT, received BIGINT, value DOUBLE,"
        " quality USMALLINT, seq BIGINT)"
    )
    with timed() as writing:
        writing.seconds = 0.0
    for made in batches(size):
        rows = pa.table(
            {
                "series": made.series,
                "time": made.time_us,
                "received": made.received_us,
                "value": made.value,
                "quality": made.quality,
                "seq": made.seq,
            }
        )
        with timed(writing):
            db.register("incoming", rows)
            db.execute("INSERT INTO observations SELECT * FROM incoming")
            db.unregister("incoming")
    # What compaction is to the store, a table sorted by sensor is to DuckDB.
    with timed() as sorting:
        db.execute("CREATE TABLE sorted AS SELECT * FROM observations ORDER BY series, time")
        db.execute("DROP TABLE observations")
        db.execute("CHECKPOINT")
    asked = questions(size)
    day = "SELECT time,received,value,quality,seq FROM sorted WHERE series=? AND time>=? AND time<?"
    hourly = (
        "SELECT series, time//3600000000, min(value), max(value), avg(value), count(*) FROM sorted"
        " WHERE quality=0 GROUP BY 1, 2"
    )

    def one(turn: int) -> None:
        sensor, start = asked[turn]
        assert len(db.execute(day, [sensor, start, start + DAY_US]).fetchnumpy()["time"]) == 1_440

    day_ms, p99_ms = summary_ms(one, len(asked), warm_up=50)
    hourly_ms = median_ms(lambda _: db.execute(hourly).fetchnumpy(), 3, warm_up=1)
    db.execute(
        f"CREATE TABLE latest AS SELECT range AS series, 1.5 AS value, 0 AS quality FROM range({MANY})"
    )
    latest_ms = median_ms(lambda _: db.execute("SELECT * FROM latest").fetchnumpy(), 10)
    used, block = db.execute("SELECT used_blocks, block_size FROM pragma_database_size()").fetchall()[0]
    db.close()
    return {
        "rows_per_s": size.rows / writing.seconds,
        "bytes_per_row": used * block / size.rows,
        "sensor_day_ms": day_ms,
        "sensor_day_p99_ms": p99_ms,
        "latest_100k_ms": latest_ms,
        "hourly_all_ms": hourly_ms,
        "compacted_rows_per_s": size.rows / sorting.seconds,
    }


def measure_readers(folder: Path, size: Size) -> dict[str, dict[str, float]]:
    """Put the same questions to the compacted Parquet files through Polars and DuckDB."""
    files = str(folder / "days" / "*" / "*.parquet")
    asked = questions(size)
    db = duckdb.connect()
    day = (
        f"SELECT time, received, value, quality, seq FROM read_parquet('{files}')"
        " WHERE series=? AND time>=make_timestamptz(?) AND time<make_timestamptz(?)"
    )
    hourly = (
        "SELECT series, time_bucket(INTERVAL 1 HOUR, time), min(value), max(value), avg(value), count(*)"
        f" FROM read_parquet('{files}') WHERE quality=0 GROUP BY 1, 2"
    )
    utc = pl.Datetime("us", "UTC")

    def by_duckdb(turn: int) -> None:
        sensor, start = asked[turn]
        assert len(db.execute(day, [sensor, start, start + DAY_US]).fetchnumpy()["time"]) == 1_440

    def by_polars(turn: int) -> None:
        sensor, start = asked[turn]
        span = pl.col("time").is_between(
            pl.lit(start).cast(utc), pl.lit(start + DAY_US).cast(utc), closed="left"
        )
        found = pl.scan_parquet(files).filter((pl.col("series") == sensor) & span)
        assert found.select("time", "received", "value", "quality", "seq").collect().height == 1_440

    def hourly_by_polars(_: int) -> None:
        value = pl.col("value")
        pl.scan_parquet(files).filter(pl.col("quality") == 0).group_by(
            "series", pl.col("time").dt.truncate("1h")
        ).agg(value.min().alias("a"), value.max().alias("b"), value.mean().alias("c"), pl.len()).collect()

    found = {}
    for name, one, every in (
        ("polars", by_polars, hourly_by_polars),
        ("duckdb", by_duckdb, lambda _: db.execute(hourly).fetchnumpy()),
    ):
        with timed() as cold:
            one(0)
        found[name] = {
            "sensor_day_cold_ms": cold.seconds * 1_000,
            "sensor_day_ms": median_ms(one, 50),
            "hourly_all_ms": median_ms(every, 3, warm_up=1),
        }
    return found


def measure(chosen: argparse.Namespace) -> Result:
    size = Size(sensors=250, days=2) if chosen.quick else Size(sensors=2_000, days=7)
    with tempfile.TemporaryDirectory(prefix="luylau-bench-", dir=chosen.folder) as made:
        folder = Path(made)
        engine = open_engine(sqlite_url(folder / "luylau.db"))
        metadata.create_all(engine)
        ours = measure_store(folder / "history", engine, size)
        ours["latest_100k_ms"] = measure_latest()
        readers = {
            "pyarrow": {
                name: ours[name] for name in ("sensor_day_cold_ms", "sensor_day_ms", "hourly_all_ms")
            },
            **measure_readers(folder / "history", size),
        }
        engine.dispose()
        peers = {
            "sqlite": measure_sqlite(folder / "peer.sqlite", size),
            "duckdb": measure_duckdb(folder / "peer.duckdb", size),
        }
    names = ("rows_per_s", "compacted_rows_per_s", "bytes_per_row", "sensor_day_ms", "sensor_day_p99_ms")
    names += ("sensor_day_cold_ms", "sensor_day_uncompacted_ms", "latest_100k_ms", "hourly_all_ms")
    names += ("downsample_ms", "peak_mb")
    stores = Table(title=f"Stores, {size.rows:,} rows", columns=("", "luylau", "sqlite", "duckdb"))
    for name in names:
        stores.add(name, ours.get(name), peers["sqlite"].get(name), peers["duckdb"].get(name))
    through = Table(title="The store's own files, by reader", columns=("", *readers))
    for name in ("sensor_day_cold_ms", "sensor_day_ms", "hourly_all_ms"):
        through.add(name, *(readers[reader][name] for reader in readers))
    return Result(tables=[stores, through], figures={**ours, **peers, "readers": readers})


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", help="where to make the files (default: the system's temporary folder)")


if __name__ == "__main__":
    run(str(__doc__).partition("\n")[0], measure, arguments)
