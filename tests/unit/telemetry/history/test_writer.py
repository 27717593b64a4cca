"""Exactly once: what is committed is there once, what is not is written again, whatever went wrong."""

import errno
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.errors import Conflict, Unavailable
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.telemetry import durable
from luylau.telemetry.history import HistoryWriter
from luylau.telemetry.history.tables import all_segments, history_stores
from tests.unit.telemetry.history.making import NOON_US, Store, batch, by_key, rows_of


def test_what_is_committed_is_read_back_with_every_column(store: Store) -> None:
    made = batch(
        [(3, NOON_US, 1.5), (1, NOON_US + 5, float("nan")), (3, NOON_US - 7, -2.0)],
        quality=[0, 256, 16],
        text={1: "mở"},
    )
    store.write(made)
    assert store.rows() == sorted(rows_of(made), key=by_key)


def test_a_commit_names_its_file_and_moves_the_watermark_in_one_transaction(store: Store) -> None:
    store.writer.append(batch([(1, NOON_US, 1.0), (2, NOON_US, 2.0)], first_seq=41))
    with store.engine.begin() as connection:
        assert store.writer.commit(connection, {"mqtt@1": 42}) == 2
    with reader(store.engine) as connection:
        (segment,) = all_segments(connection)
        assert store.writer.committed(connection) == {"mqtt@1": 42}
    assert store.files() == [segment.name]
    assert (segment.rows, segment.level, segment.ranges) == (2, 0, {"mqtt@1": (41, 42)})
    assert segment.bytes == (store.folder / segment.name).stat().st_size
    assert (segment.series_min, segment.series_max, segment.time_min_us, segment.time_max_us) == (
        1,
        2,
        NOON_US,
        NOON_US,
    )


def test_messages_that_come_again_are_passed_over(store: Store) -> None:
    made = batch([(1, NOON_US + turn, float(turn)) for turn in range(10)])
    store.write(made)
    assert store.writer.append(made) == 0
    more = batch([(1, NOON_US + turn, float(turn)) for turn in range(12)])
    assert store.writer.append(more) == 2
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@1": 12})
    assert store.rows() == rows_of(more)


def test_messages_that_come_again_while_their_commit_is_under_way_are_passed_over(store: Store) -> None:
    made = batch([(1, NOON_US, 1.0)])
    store.writer.append(made)
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@1": 1})
        assert store.writer.append(made) == 0
    store.writer.saved()
    assert store.writer.pending_rows == 0
    assert store.rows() == rows_of(made)


def test_a_stream_that_was_wiped_is_another_stream(store: Store) -> None:
    store.write(batch([(1, NOON_US, 1.0)], first_seq=500))
    again = batch([(1, NOON_US + 1, 2.0)], stream="mqtt@2", first_seq=1)
    assert store.writer.append(again) == 1
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@2": 1})
        assert store.writer.committed(connection) == {"mqtt@1": 500, "mqtt@2": 1}


def test_a_watermark_never_moves_back(store: Store) -> None:
    store.write(batch([(1, NOON_US, 1.0)], first_seq=9))
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@1": 3})
    with reader(store.engine) as connection:
        assert store.writer.committed(connection) == {"mqtt@1": 9}


def test_a_transaction_that_falls_loses_and_doubles_nothing(store: Store) -> None:
    first, second = batch([(1, NOON_US, 1.0)]), batch([(1, NOON_US + 1, 2.0)], first_seq=2)
    store.writer.append(first)
    with store.engine.connect() as connection, connection.begin() as transaction:
        store.writer.commit(connection, {"mqtt@1": 1})
        transaction.rollback()
    assert store.rows() == []
    store.writer.append(second)
    with store.engine.begin() as connection:
        assert store.writer.commit(connection, {"mqtt@1": 2}) == 2
    store.writer.saved()
    assert store.rows() == rows_of(first) + rows_of(second)
    assert len(store.files()) == 1


def test_a_commit_that_nobody_confirmed_is_found_out_about(store: Store) -> None:
    first, second = batch([(1, NOON_US, 1.0)]), batch([(1, NOON_US + 1, 2.0)], first_seq=2)
    for made in (first, second):
        store.writer.append(made)
        with store.engine.begin() as connection:
            store.writer.commit(connection, {"mqtt@1": int(made.seq[-1])})
    assert store.writer.pending_rows == 1
    assert store.rows() == rows_of(first) + rows_of(second)


def test_two_commits_in_one_transaction_are_refused(store: Store) -> None:
    store.writer.append(batch([(1, NOON_US, 1.0)]))
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@1": 1})
        with pytest.raises(RuntimeError, match="twice in one transaction"):
            store.writer.commit(connection, {"mqtt@1": 1})


def test_a_commit_of_nothing_only_moves_the_watermark(store: Store) -> None:
    with store.engine.begin() as connection:
        assert store.writer.commit(connection, {"mqtt@1": 77}) == 0
    assert store.files() == []
    with reader(store.engine) as connection:
        assert store.writer.committed(connection) == {"mqtt@1": 77}


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "history-disk-full"),
        (errno.EDQUOT, "history-disk-full"),
        (errno.EROFS, "history-read-only"),
        (errno.EIO, "history-write-failed"),
    ],
)
@pytest.mark.parametrize("step", ["file", "folder"])
def test_a_disk_that_refuses_is_said_and_a_later_commit_writes_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, key: str, step: str
) -> None:
    made = batch([(1, NOON_US, 1.0), (2, NOON_US, 2.0)])
    store.writer.append(made)
    real = durable.sync

    def broken(path: Path) -> None:
        if path.is_dir() == (step == "folder"):
            raise OSError(number, "injected")
        real(path)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "sync", broken)
        with pytest.raises(Unavailable) as caught, store.engine.begin() as connection:
            store.writer.commit(connection, {"mqtt@1": 2})
    assert caught.value.key == key
    assert store.writer.pending_rows == 2
    with store.engine.begin() as connection:
        assert store.writer.commit(connection, {"mqtt@1": 2}) == 2
    store.writer.saved()
    assert store.rows() == rows_of(made)
    assert len(store.files()) == 1


def test_a_start_removes_what_no_transaction_names_and_nothing_else(store: Store, engine: Engine) -> None:
    made = batch([(1, NOON_US, 1.0)])
    store.write(made)
    kept = store.files()
    store.close()
    for name in ("raw/seg-x.parquet", "raw/seg-y.parquet.part", "days/2024-10-04/day-1-z.parquet"):
        (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (store.folder / name).write_bytes(b"half")
    (store.folder / "raw" / "notes.txt").write_text("an operator's own")
    again = Store(store.folder, engine)
    assert again.files() == sorted([*kept, "raw/notes.txt"])
    assert again.rows() == rows_of(made)
    assert again.writer.append(made) == 0
    again.close()


def test_one_process_writes_at_a_time(store: Store, engine: Engine) -> None:
    with pytest.raises(Conflict) as caught:
        HistoryWriter(store.folder, engine)
    assert caught.value.key == "history-in-use"
    store.close()
    HistoryWriter(store.folder, engine).close()


def test_a_fresh_database_does_not_clear_anothers_folder(store: Store, tmp_path: Path) -> None:
    store.write(batch([(1, NOON_US, 1.0)]))
    files = store.files()
    store.close()
    other = open_engine(sqlite_url(tmp_path / "other.db"))
    metadata.create_all(other)
    with pytest.raises(Conflict) as caught:
        HistoryWriter(store.folder, other)
    other.dispose()
    assert caught.value.key == "history-of-another-database"
    assert store.files() == files


def test_a_claim_that_was_cut_short_is_made_anew(tmp_path: Path, engine: Engine) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "STORE").write_text("of a transaction that never committed")
    first = Store(folder, engine)
    first.write(batch([(1, NOON_US, 1.0)]))
    first.close()
    again = Store(folder, engine)
    assert [row[3] for row in again.rows()] == [1.0]
    again.close()


def test_a_database_does_not_take_an_empty_folder_for_its_own(store: Store, tmp_path: Path) -> None:
    store.close()
    with pytest.raises(Conflict) as caught:
        HistoryWriter(tmp_path / "elsewhere", store.engine)
    assert caught.value.key == "history-folder-not-its-own"


def test_a_folder_that_could_not_be_claimed_leaves_the_database_unclaimed(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_text

    def full(path: Path, *rest: str, **options: str) -> int:
        raise OSError(errno.ENOSPC, f"no room for {path}")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(Unavailable):
        HistoryWriter(tmp_path / "history", engine)
    monkeypatch.setattr(Path, "write_text", real)
    with reader(engine) as connection:
        assert connection.execute(sa.select(history_stores)).all() == []
    HistoryWriter(tmp_path / "history", engine).close()
