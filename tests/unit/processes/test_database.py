import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import luylau.migrations
from luylau.kernel.sql import metadata, sqlite_url
from luylau.processes import database
from luylau.processes.database import prepare_database
from tests.support.postgres import new_database

SECOND_START = """
import sys
from luylau.processes.database import prepare_database
prepare_database(sys.argv[1]).dispose()
print("alembic" in sys.modules)
"""


def test_a_new_database_gets_all_tables(tmp_path: Path) -> None:
    engine = prepare_database(sqlite_url(tmp_path / "new.db"))
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    assert found >= set(metadata.tables)


def test_a_new_database_is_closed_to_others_and_one_that_is_there_stays_as_it_was(tmp_path: Path) -> None:
    engine = prepare_database(sqlite_url(tmp_path / "new.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE more (x)")
        rights = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    engine.dispose()
    assert rights == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), 384)
    (tmp_path / "new.db").chmod(0o640)
    prepare_database(sqlite_url(tmp_path / "new.db")).dispose()
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o640


def test_a_database_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(sa.exc.OperationalError):
        prepare_database(sqlite_url(tmp_path / "none" / "new.db"))


def test_the_newest_revision_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", next(iter(luylau.migrations.__path__)))
    assert database._newest() == ScriptDirectory.from_config(config).get_current_head()


def test_a_second_start_changes_nothing_and_does_without_alembic(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "kept.db")
    engine = prepare_database(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO series (id, device, channel) VALUES (0, 'gauge-1', 'level')")
    engine.dispose()
    done = subprocess.run(
        [sys.executable, "-c", SECOND_START, url], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    engine = prepare_database(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT device FROM series").scalar() == "gauge-1"
    engine.dispose()


def test_a_database_without_a_revision_is_migrated(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "half.db")
    engine = prepare_database(url)
    with engine.begin() as connection:
        for name in (*metadata.tables, "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
    engine.dispose()
    engine = prepare_database(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert connection.exec_driver_sql("SELECT count(*) FROM incidents").scalar() == 0
    engine.dispose()


def test_a_postgresql_database_gets_the_tables_of_the_code_and_can_go_back() -> None:
    engine = prepare_database(new_database())
    config = Config()
    config.set_main_option("script_location", next(iter(luylau.migrations.__path__)))
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        config.attributes["connection"] = connection
        listed = '[{"id": "incident-1"}, {"id": "incident-2"}]'
        command.downgrade(config, "0007")
        connection.exec_driver_sql(
            "INSERT INTO shifts (id, state, begun_us, holder, text, incidents, accepted_by, version)"
            f" VALUES (1, 'ended', 0, 'an', '', '{listed}', 'binh', 1)"
        )
        command.upgrade(config, "head")
        assert connection.exec_driver_sql("SELECT open_incidents FROM shifts").scalar() == 2
    engine.dispose()
