import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from luylau.kernel.events import Event, SqlEventLog, events
from luylau.kernel.sql import ASK_MS, AWAY, BUSY_TIMEOUT_MS, metadata, open_engine, reader, sqlite_url
from tests.support.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    url = sqlite_url(tmp_path / "a.db") if request.param == "sqlite" else new_database()
    engine = open_engine(url)
    metadata.create_all(engine, tables=[events])
    yield engine
    engine.dispose()


def event(kind: str = "incident.opened") -> Event:
    return Event(kind=kind, subject="inc-1", actor="system:signals", time_us=5, data={"name": "Đáp Cầu"})


def test_events_come_back_in_order_from_where_one_stopped(engine: sa.Engine) -> None:
    log = SqlEventLog()
    with engine.begin() as connection:
        seqs = [log.append(connection, event(f"k.{n}")) for n in range(5)]
    assert seqs == [1, 2, 3, 4, 5]
    with reader(engine) as connection:
        assert [found.kind for found in log.read(connection, after=2)] == ["k.2", "k.3", "k.4"]
        assert [found.seq for found in log.read(connection, after=0, limit=2)] == [1, 2]
        assert log.read(connection, after=0)[0].data == {"name": "Đáp Cầu"}
        assert log.last(connection) == 5


def test_an_event_dies_with_its_transaction(engine: sa.Engine) -> None:
    log = SqlEventLog()
    with pytest.raises(RuntimeError), engine.begin() as connection:  # noqa: PT012 - the raise is the point
        log.append(connection, event())
        raise RuntimeError
    with reader(engine) as connection:
        assert log.last(connection) == 0


def test_a_seq_is_never_given_twice(engine: sa.Engine) -> None:
    log = SqlEventLog()
    with engine.begin() as connection:
        log.append(connection, event())
    with engine.begin() as connection:
        connection.execute(events.delete())
    with engine.begin() as connection:
        assert log.append(connection, event()) == 2


def test_two_writers_queue_instead_of_failing(engine: sa.Engine) -> None:
    log = SqlEventLog()

    def write() -> None:
        for _ in range(50):
            with engine.begin() as connection:
                log.append(connection, event())

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reader(engine) as connection:
        assert [found.seq for found in log.read(connection, after=0)] == list(range(1, 201))


def test_a_reader_does_not_wait_for_a_writer(engine: sa.Engine) -> None:
    with engine.begin() as writing:
        SqlEventLog().append(writing, event())
        with reader(engine) as reading:
            assert SqlEventLog().last(reading) == 0


def test_an_event_is_never_seen_before_one_of_a_lower_seq(engine: sa.Engine) -> None:
    """Whoever follows the log by its seqs would pass over one that is committed late."""
    log = SqlEventLog()
    seqs: list[int] = []

    def second() -> None:
        with engine.begin() as connection:
            seqs.append(log.append(connection, event("second")))

    thread = threading.Thread(target=second)
    with engine.begin() as connection:
        seqs.append(log.append(connection, event("first")))
        thread.start()
        thread.join(0.3)
        with reader(engine) as reading:
            assert log.read(reading, after=0) == []
    thread.join()
    with reader(engine) as reading:
        assert [found.kind for found in log.read(reading, after=0)] == ["first", "second"]
    assert seqs == sorted(seqs)


def test_what_is_read_before_a_write_is_still_so_when_it_is_written(engine: sa.Engine) -> None:
    count = sa.select(sa.func.count()).select_from(events)
    log = SqlEventLog()

    def write() -> None:
        for _ in range(10):
            with engine.begin() as connection:
                many = connection.execute(count).scalar_one()
                log.append(connection, event(f"k.{many}"))

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reader(engine) as connection:
        assert [found.kind for found in log.read(connection, after=0)] == [f"k.{n}" for n in range(30)]


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_away(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luylau.kernel.sql.BUSY_TIMEOUT_MS", 50)
    other = open_engine(engine.url.render_as_string(hide_password=False))
    with engine.begin() as connection:
        SqlEventLog().append(connection, event())
        with pytest.raises(AWAY), other.begin():
            pass
    with other.begin() as connection:
        SqlEventLog().append(connection, event())
    other.dispose()


def test_a_writer_that_waits_asks_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own waiting comes down to every 100 ms, and a flood of transactions leaves shorter gaps."""
    engine = open_engine(sqlite_url(tmp_path / "a.db"))
    metadata.create_all(engine, tables=[events])
    waited: list[float] = []
    other = open_engine(engine.url.render_as_string(hide_password=False))
    with other.connect() as holding:
        holding.execute(sa.select(1))

        def wait(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 5:
                holding.rollback()

        monkeypatch.setattr("luylau.kernel.sql.time.sleep", wait)
        with engine.begin() as connection:
            SqlEventLog().append(connection, event())
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == BUSY_TIMEOUT_MS
    assert waited == [ASK_MS / 1_000] * 5
    engine.dispose()
    other.dispose()


def test_sqlite_is_set_to_survive_a_power_cut(tmp_path: Path) -> None:
    with reader(open_engine(sqlite_url(tmp_path / "a.db"))) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
