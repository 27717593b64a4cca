"""The database brought to this version's tables, by Alembic."""

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
    engine = open_engine(url)
    if _revision(engine) != _newest():
        _migrate(engine)
    return engine


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
