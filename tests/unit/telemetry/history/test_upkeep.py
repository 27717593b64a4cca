"""Compaction changes no row; retention takes exactly what is past; a failure half-way changes nothing."""

import errno
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.telemetry import durable
from luylau.telemetry.history import planning, tables, upkeep
from luylau.telemetry.observations import Batch, Quality
from tests.unit.telemetry.history.making import DAY_US, NOON_US, Store, batch, by_key, chance_batch, rows_of

DAY = NOON_US // DAY_US


def days_in(store: Store) -> list[tuple[int, int]]:
    with reader(store.engine) as connection:
        return sorted((part.day, part.rows) for part in tables.all_segments(connection))


def test_each_day_becomes_one_sorted_file(store: Store) -> None:
    rng = np.random.default_rng(5)
    made = [chance_batch(rng, 500, first_seq=1 + 500 * part) for part in range(8)]
    for part in made:
        store.write(part)
    done = store.upkeep.compact(NOON_US, everything=True)
    assert done.rows == 4_000
    assert done.rows_dropped == 0
    found = days_in(store)
    assert [day for day, _ in found] == sorted({day for day, _ in found})
    assert len(store.files()) == len(found)
    assert store.rows() == sorted((row for part in made for row in rows_of(part)), key=by_key)
    with reader(store.engine) as connection:
        for segment in tables.all_segments(connection):
            assert segment.time_min_us // DAY_US == segment.time_max_us // DAY_US == segment.day
            assert segment.ranges == {"mqtt@1": (1, 4_000)}


def test_levels_keep_a_day_to_few_files_while_it_lasts(store: Store) -> None:
    count = planning.RAW_FILES * planning.FAN_IN
    for part in range(count):
        store.write(batch([(part % 7, NOON_US + part, float(part))], first_seq=1 + part))
        store.upkeep.compact(NOON_US)
    assert days_in(store) == [(DAY, count)]
    with reader(store.engine) as connection:
        assert [part.level for part in tables.all_segments(connection)] == [2]
    assert len(store.rows()) == count


def test_a_merge_larger_than_memory_allows_goes_in_slices(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SLICE_ROWS", 700)
    rng = np.random.default_rng(6)
    made = [chance_batch(rng, 900, first_seq=1 + 900 * part, days=1, series=50) for part in range(4)]
    for part in made:
        store.write(part)
        store.upkeep.compact(NOON_US, everything=True)
    assert store.rows() == sorted((row for part in made for row in rows_of(part)), key=by_key)
    assert len(store.files()) == len(days_in(store))


def test_a_lying_clock_makes_no_files_of_other_centuries(store: Store) -> None:
    wild = [(1, 0, 1.0), (1, NOON_US + 30_000 * DAY_US, 2.0), (1, NOON_US, 3.0)]
    made = batch(wild, quality=[int(Quality.ANCIENT), int(Quality.FUTURE), 0])
    made.received_us[:] = NOON_US + 1
    store.write(made)
    store.upkeep.compact(NOON_US, everything=True)
    assert days_in(store) == [(DAY, 3)]
    assert store.outside.range(1, 0, 1).value.tolist() == [1.0]
    assert store.outside.range(1, NOON_US + DAY_US, 2**62).value.tolist() == [2.0]
    store.upkeep.retain(NOON_US + 3 * DAY_US, lambda _: 1)
    assert store.rows() == []


@pytest.mark.parametrize("step", ["file", "folder"])
def test_a_full_disk_leaves_the_history_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made = chance_batch(np.random.default_rng(2), 300)
    store.write(made)
    before, files = store.rows(), store.files()
    real = durable.sync
    calls = 0

    def full(path: Path) -> None:
        nonlocal calls
        calls += path.is_dir() == (step == "folder")
        if calls > 3:
            raise OSError(errno.ENOSPC, "injected")
        real(path)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "sync", full)
        with pytest.raises(Unavailable) as caught:
            store.upkeep.compact(NOON_US, everything=True)
    assert caught.value.key == "history-disk-full"
    assert (store.rows(), store.files()) == (before, files)
    store.upkeep.compact(NOON_US, everything=True)
    assert store.rows() == before


def test_a_file_that_cannot_be_read_is_noted_and_the_rest_is_merged(store: Store) -> None:
    for part in range(3):
        store.write(batch([(1, NOON_US + part, float(part))], first_seq=1 + part))
    first = store.files()[0]
    (store.folder / first).write_bytes(b"PAR1 and nothing else")
    store.upkeep.compact(NOON_US, everything=True)
    assert [row[3] for row in store.rows()] == [1.0, 2.0]
    with reader(store.engine) as connection:
        noted = {part.name: part.fault for part in tables.all_segments(connection) if part.fault}
    assert noted == {first: "history-segment-damaged"}
    assert (store.folder / first).exists()


def test_retention_goes_by_series_and_by_whole_days(store: Store) -> None:
    for past in range(6):
        rows = [(series, NOON_US - past * DAY_US, float(past)) for series in (1, 2, 3)]
        store.write(batch(rows, first_seq=1 + 3 * past))
    store.upkeep.compact(NOON_US, everything=True)
    days = {1: 2, 2: 4, 3: 0}
    # It is the midnight that ends the newest day: the day before it ended a day ago, and so on.
    done = store.upkeep.retain(NOON_US + DAY_US // 2, days.__getitem__)
    left = {series: sorted(row[3] for row in store.rows() if row[0] == series) for series in (1, 2, 3)}
    assert left == {1: [0.0, 1.0], 2: [0.0, 1.0, 2.0, 3.0], 3: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]}
    assert done.rows_dropped == 6
    assert store.upkeep.retain(NOON_US + DAY_US // 2, days.__getitem__) == upkeep.Upkept()
    assert len(store.files()) == 6


def test_retention_of_a_whole_day_deletes_its_file_and_folder(store: Store) -> None:
    store.write(batch([(1, NOON_US, 1.0), (1, NOON_US + DAY_US, 2.0)]))
    store.upkeep.compact(NOON_US, everything=True)
    store.upkeep.retain(NOON_US + 3 * DAY_US, lambda _: 2)
    assert [path.name for path in (store.folder / "days").iterdir()] == ["2024-10-05"]
    assert [row[3] for row in store.rows()] == [2.0]
    with pytest.raises(ValueError, match="negative"):
        store.upkeep.retain(NOON_US + 3 * DAY_US, lambda _: -1)


def test_watermarks_outlive_the_files_they_came_with(store: Store) -> None:
    made = batch([(1, NOON_US, 1.0)], first_seq=7)
    store.write(made)
    store.upkeep.compact(NOON_US, everything=True)
    store.upkeep.retain(NOON_US + 10 * DAY_US, lambda _: 1)
    assert store.rows() == []
    assert store.writer.append(made) == 0


row = st.tuples(
    st.integers(0, 70_000),
    st.integers(NOON_US - 2 * DAY_US, NOON_US + 2 * DAY_US) | st.sampled_from([NOON_US, NOON_US + 1]),
    st.floats(allow_nan=True, allow_infinity=True, width=64),
    st.sampled_from([0, 1, 16, 64, 256]),
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)


@given(st.lists(st.lists(row, max_size=12), min_size=1, max_size=6), st.booleans(), st.integers(1, 40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compaction_is_identity(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[list[tuple[int, int, float, int, str | None]]],
    between: bool,
    slice_rows: int,
) -> None:
    folder = tmp_path_factory.mktemp("identity")
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    metadata.create_all(engine)
    store = Store(folder / "history", engine)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(upkeep, "SLICE_ROWS", slice_rows)
        wanted = _written_and_merged(store, parts, between)
    assert store.rows() == wanted
    assert store.rows(store.inside) == wanted
    store.close()
    engine.dispose()


def _written_and_merged(
    store: Store, parts: list[list[tuple[int, int, float, int, str | None]]], between: bool
) -> list[object]:
    wanted = []
    for turn, part in enumerate(parts):
        made = Batch(
            stream=f"stream@{turn % 2}",
            series=np.array([one[0] for one in part], np.int32),
            time_us=np.array([one[1] for one in part], np.int64),
            received_us=np.array([one[1] for one in part], np.int64) + turn,
            value=np.array([one[2] for one in part], np.float64),
            quality=np.array([one[3] for one in part], np.uint16),
            seq=1_000 * turn + np.arange(len(part), dtype=np.int64),
            text={place: one[4] for place, one in enumerate(part) if one[4] is not None},
        )
        store.write(made)
        wanted += rows_of(made)
        if between:
            store.upkeep.compact(NOON_US, everything=True)
    store.upkeep.compact(NOON_US, everything=True)
    return sorted(wanted, key=by_key)


def test_nothing_to_do_is_done_at_once(store: Store, engine: Engine) -> None:
    assert store.upkeep.compact(NOON_US, everything=True) == upkeep.Upkept()
    assert store.upkeep.retain(NOON_US, lambda _: 1) == upkeep.Upkept()
