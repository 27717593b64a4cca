"""The SQL database: SQLite in a file by default, PostgreSQL by URL; one metadata for all packages' tables."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every package declares its tables on this metadata, in its own ``tables.py``."""

AWAY = (sa.exc.OperationalError, sa.exc.TimeoutError)
"""What is raised where the database does not answer: it refuses, or all connections to it are busy."""

BUSY_TIMEOUT_MS = 20_000
"""How long a writer waits for another one's transaction, in milliseconds."""

ASK_MS = 10
"""How often a writer that waits asks for its turn, in milliseconds. SQLite's own waiting comes down to every
100 ms, so whoever writes again and again with short pauses would keep all others out."""

_WRITERS = int.from_bytes(b"luylau")
"""The number of the lock on PostgreSQL that a transaction holds which may write."""


def sqlite_url(path: Path) -> str:
    """Return the database URL of a SQLite file."""
    return f"sqlite:///{path}"


def open_engine(url: str) -> Engine:
    """Open the database at ``url``.

    SQLite runs in WAL mode with synchronous=FULL: a committed row survives a power cut.

    On either database one transaction at a time may write: each takes the lock as it begins, so two queue
    for it instead of failing half-way, what one has read stays so until it has written, and numbers that
    grow (an event's seq) become visible in their order. Who only reads takes a ``reader``, which never waits.
    """
    engine = sa.create_engine(url, json_serializer=_dumps, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_immediate)
        sa.event.listen(engine, "handle_error", _drop_read_only)
    else:
        sa.event.listen(engine, "begin", _begin_locked)
    return engine


def reader(engine: Engine) -> Connection:
    """Return a connection for reading: it takes no write lock. Use it in a ``with``."""
    return engine.connect().execution_options(luylau_reader=True)


@contextmanager
def patience(connection: Connection, wait_ms: int) -> Iterator[None]:
    """Let SQLite wait for others no longer than ``wait_ms`` within this block."""
    _wait_at_most(connection, wait_ms)
    try:
        yield
    finally:
        # One that has just been forgotten is closed.
        if not connection.invalidated:
            _wait_at_most(connection, BUSY_TIMEOUT_MS)


def _wait_at_most(connection: Connection, wait_ms: int) -> None:
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout={wait_ms}")


def _dumps(value: Any) -> str:  # noqa: ANN401 - whatever a JSON column holds
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # pysqlite's own transaction handling is switched off; the "begin" listener says BEGIN itself.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _drop_read_only(context: ExceptionContext) -> None:
    """Forget connections that were opened while the disk was read-only: they would stay so for ever."""
    if getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
        context.is_disconnect = True


def _begin_immediate(connection: Connection) -> None:
    if _reads(connection):
        connection.exec_driver_sql("BEGIN")
        return
    with patience(connection, ASK_MS):
        _begin_writing(connection)


def _begin_writing(connection: Connection) -> None:
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.OperationalError as error:
            code = getattr(error.orig, "sqlite_errorcode", 0)
            if code & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASK_MS / 1_000)
        else:
            return


def _begin_locked(connection: Connection) -> None:
    if not _reads(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("luylau_reader", False))
