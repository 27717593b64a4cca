"""A database, a clock that stands still, and security wired to both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.security import Security, User
from luylau.settings.security import SecuritySettings

ORIGIN = "http://localhost:8400"
NOW_US = 1_790_000_000 * MICROS


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW_US)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(sqlite_url(tmp_path / "luylau.db"))
    metadata.create_all(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def security(engine: Engine, clock: ManualClock) -> Security:
    return Security.wire(engine, SecuritySettings(), clock, origin=ORIGIN, events=SqlEventLog())


@pytest.fixture
def admin(engine: Engine, security: Security) -> User:
    with engine.begin() as connection:
        return security.users.first(connection, "vi", "cli:test")


@pytest.fixture
def viewer(engine: Engine, security: Security, admin: User) -> User:
    with engine.begin() as connection:
        return security.users.create(connection, name="Lan", role="viewer", language="en", actor=admin.id)
