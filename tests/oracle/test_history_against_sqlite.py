"""The history's answers against SQLite's: the same rows in a plain table, the same questions in SQL."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.history import EVER
from luylau.telemetry.history.planning import FAN_IN
from luylau.telemetry.observations import BAD, Batch
from tests.unit.telemetry.history.making import DAY_US, NOON_US, Store, chance_batch

SERIES = 12
STATISTICS = (
    f"min(CASE WHEN quality & {BAD} = 0 THEN value END), max(CASE WHEN quality & {BAD} = 0 THEN value END),"
    f" avg(CASE WHEN quality & {BAD} = 0 THEN value END),"
    f" count(CASE WHEN quality & {BAD} = 0 THEN value END), sum(quality & {BAD} <> 0)"
)

Both = tuple[Store, sqlite3.Connection]


def insert(db: sqlite3.Connection, made: Batch) -> None:
    """Insert a batch; SQLite stores NaN as NULL, which its aggregates leave out: a word has no value."""
    db.executemany(
        "INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                int(made.series[row]),
                int(made.time_us[row]),
                int(made.received_us[row]),
                float(made.value[row]),
                int(made.quality[row]),
                int(made.seq[row]),
                made.text.get(row),
            )
            for row in range(len(made))
        ),
    )


@pytest.fixture(scope="module", params=["written", "partly compacted", "compacted"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder: Path = tmp_path_factory.mktemp("oracle")
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    metadata.create_all(engine)
    store = Store(folder / "history", engine)
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE observations (series, time, received, value, quality, seq, text)")
    rng = np.random.default_rng(99)
    for part in range(FAN_IN + 3):
        made = chance_batch(rng, 700, first_seq=1 + 700 * part, series=SERIES, days=4)
        store.write(made)
        insert(db, made)
        if part == FAN_IN and request.param == "partly compacted":
            store.upkeep.compact(NOON_US, everything=True)
    if request.param == "compacted":
        store.upkeep.compact(NOON_US, everything=True)
    # Some rows have not been committed: the process that writes sees them, and so does the oracle.
    late = chance_batch(rng, 100, first_seq=1_000_000, series=SERIES, days=4)
    store.writer.append(late)
    insert(db, late)
    yield store, db
    db.close()
    store.close()
    engine.dispose()


def windows(count: int) -> list[tuple[int, int, int]]:
    rng = np.random.default_rng(5)
    found = []
    for _ in range(count):
        start = NOON_US + int(rng.integers(-DAY_US, 4 * DAY_US))
        found.append((int(rng.integers(0, SERIES + 1)), start, start + int(rng.integers(1, 3 * DAY_US))))
    return found


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [None, 1, 50])
def test_ranges(both: Both, newest_first: bool, limit: int | None) -> None:
    store, db = both
    way = "DESC" if newest_first else "ASC"
    for series, start, end in windows(20):
        found = store.inside.range(series, start, end, limit=limit, newest_first=newest_first)
        wanted = db.execute(
            "SELECT time, received, value, quality, seq, text FROM observations"
            f" WHERE series=? AND time>=? AND time<? ORDER BY time {way}, received {way} LIMIT ?",
            (series, start, end, -1 if limit is None else limit),
        ).fetchall()
        rows = [
            (
                int(found.time_us[row]),
                int(found.received_us[row]),
                None if np.isnan(found.value[row]) else float(found.value[row]),
                int(found.quality[row]),
                int(found.seq[row]),
                found.text.get(row),
            )
            for row in range(len(found))
        ]
        assert rows == wanted


def test_hourly_statistics_of_all_series(both: Both) -> None:
    store, db = both
    hour = 3_600_000_000
    found = store.inside.aggregate(None, *EVER, hour)
    wanted = db.execute(
        f"SELECT series, time / {hour} * {hour}, {STATISTICS} FROM observations GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    keys = list(zip(found.series.tolist(), found.start_us.tolist(), strict=True))
    assert keys == [row[:2] for row in wanted]
    assert found.count.tolist() == [row[5] for row in wanted]
    assert found.bad.tolist() == [row[6] for row in wanted]
    for column, place in ((found.low, 2), (found.high, 3), (found.mean, 4)):
        expected = [np.nan if row[place] is None else row[place] for row in wanted]
        np.testing.assert_allclose(column, expected, rtol=1e-12)


def test_downsampling_any_window(both: Both) -> None:
    store, db = both
    for series, start, end in windows(25):
        found = store.inside.downsample(series, start, end, 17)
        every = -(-(end - start) // 17)
        assert found.every_us == every
        assert found.start_us.tolist() == [start + every * bucket for bucket in range(17)]
        wanted = {
            row[0]: row[1:]
            for row in db.execute(
                f"SELECT (time - {start}) / {every}, {STATISTICS} FROM observations"
                " WHERE series=? AND time>=? AND time<? GROUP BY 1",
                (series, start, end),
            )
        }
        assert {int(bucket) for bucket in np.flatnonzero(found.count + found.bad)} <= set(wanted)
        for bucket, (low, high, mean, count, bad) in wanted.items():
            assert (int(found.count[bucket]), int(found.bad[bucket])) == (count, bad)
            shown = (found.low[bucket], found.high[bucket], found.mean[bucket])
            np.testing.assert_allclose(shown, [np.nan if one is None else one for one in (low, high, mean)])


def test_every_quality_bit_of_a_bucket_is_kept(both: Both) -> None:
    store, db = both
    found = store.inside.aggregate([3, 7], *EVER, DAY_US)
    wanted: dict[tuple[int, int], int] = {}
    for series, time_us, quality in db.execute("SELECT series, time, quality FROM observations"):
        if series in (3, 7):
            key = (series, time_us // DAY_US * DAY_US)
            wanted[key] = wanted.get(key, 0) | quality
    keys = zip(found.series.tolist(), found.start_us.tolist(), strict=True)
    assert dict(zip(keys, found.quality.tolist(), strict=True)) == wanted


def test_the_last_value_before_a_moment(both: Both) -> None:
    store, db = both
    for series, _, moment in windows(25):
        for good_only in (False, True):
            found = store.inside.last_before(series, moment, good_only=good_only)
            wanted = db.execute(
                "SELECT time, received FROM observations WHERE series=? AND time<?"
                f" AND (quality & {BAD if good_only else 0}) = 0 ORDER BY time DESC, received DESC LIMIT 1",
                (series, moment),
            ).fetchall()
            rows = zip(found.time_us.tolist(), found.received_us.tolist(), strict=True)
            assert list(rows) == wanted
