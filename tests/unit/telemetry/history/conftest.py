"""A history in a folder of its own, with its database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.sql import metadata, open_engine, sqlite_url
from tests.unit.telemetry.history.making import Store


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(sqlite_url(tmp_path / "luylau.db"))
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def store(tmp_path: Path, engine: Engine) -> Iterator[Store]:
    made = Store(tmp_path / "history", engine)
    yield made
    made.close()
