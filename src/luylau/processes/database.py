"""The database brought to this version's tables, by Alembic."""

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine

import luylau.migrations
from luylau.kernel.sql import open_engine


def prepare_database(url: str) -> Engine:
    """Open the database at ``url`` and migrate it to the newest tables.

    Raises:
        OperationalError: the database cannot be opened or written.
    """
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", next(iter(luylau.migrations.__path__)))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine
