"""The database brought to this version's tables, by Alembic."""

import os
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

import luylau.migrations
from luylau.kernel.sql import open_engine

_FOLDER = Path(next(iter(luylau.migrations.__path__)))


def prepare_database(url: str) -> Engine:
    """Open the database at ``url`` and migrate it to the newest tables.

    Raises:
        OperationalError: the database cannot be opened or written.
    """
    _make_closed(url)
    engine = open_engine(url)
    if _revision(engine) != _newest():
        _migrate(engine)
    return engine


def _make_closed(url: str) -> None:
    """Make the file of a new SQLite database, so that its owner alone can read it: it holds keys. The files
    that SQLite puts beside it get the same rights. Where it cannot be made, the database says why."""
    file = sa.make_url(url).database
    if sa.make_url(url).get_backend_name() == "sqlite" and file and file != ":memory:":
        with suppress(OSError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _newest() -> str:
    """Return the newest revision: the number that its file begins with."""
    return max(file.name.partition("_")[0] for file in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def _revision(engine: Engine) -> str:
    """Return the revision of the database; "" for a new one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _migrate(engine: Engine) -> None:
    # Imported here, because only the first start after an update needs it; it takes half a second and 15 MB.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
