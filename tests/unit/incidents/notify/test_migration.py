"""The tables of notifications come and go with their migration."""

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from luylau.kernel.sql import open_engine, sqlite_url
from luylau.migrations.tables import metadata
from tests.unit.incidents.test_migration import migrate

TABLES = {"notify_settings", "notify_addresses", "notify_watermark", "notify_deliveries"}


def test_the_tables_come_and_go(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path / "luylau.db"))
    try:
        migrate(engine, "0004")
        assert set(sa.inspect(engine).get_table_names()) >= TABLES
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert [one for one in compare_metadata(context, metadata) if "notify" in str(one)] == []
        migrate(engine, "0003", back=True)
        assert not set(sa.inspect(engine).get_table_names()) & TABLES
        migrate(engine, "0004")
    finally:
        engine.dispose()
