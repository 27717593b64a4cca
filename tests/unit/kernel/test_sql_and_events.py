import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from luylau.kernel.events import Event, SqlEventLog, events
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    engine = open_engine(sqlite_url(tmp_path / "a.db"))
    metadata.create_all(engine, tables=[events])
    return engine


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


def test_sqlite_is_set_to_survive_a_power_cut(engine: sa.Engine) -> None:
    with reader(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
