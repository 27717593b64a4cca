"""The life cycle's migration: rows of the version before are taken over, and can go back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

import luylau.migrations
from luylau.incidents import IncidentReader
from luylau.kernel.sql import open_engine, sqlite_url
from luylau.migrations.tables import metadata

OLD = [
    ("incident-1", "open", "", ""),
    ("incident-2", "acknowledged", "user-1", ""),
    ("incident-3", "closed", "user-1", "user-2"),
    ("incident-4", "closed", "", "system:signals"),
]


def migrate(engine: Engine, to: str, *, back: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", next(iter(luylau.migrations.__path__)))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, to)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(sqlite_url(tmp_path / "old.db"))
    migrate(made, "0002")
    with made.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection, only=["incidents", "findings", "events"])
        for number, (incident, state, seen_by, closed_by) in enumerate(OLD):
            row: dict[str, Any] = {
                "id": incident, "group": "g", "asset": f"a{number}", "asset_name": "", "asset_kind": "",
                "place": "", "rule": "r", "names": {}, "search": "", "severity": 3, "state": state,
                "opened_us": 5, "updated_us": 6, "refreshed_us": 6,
                "acknowledged_us": 7 if seen_by else None, "acknowledged_by": seen_by,
                "closed_us": 8 if closed_by else None, "closed_by": closed_by, "reason": "",
                "simulated": True, "version": 1,
            }  # fmt: skip
            connection.execute(tables.tables["incidents"].insert().values(row))
        finding = {
            "id": "finding-1", "incident": "incident-1", "rule": "r", "names": {}, "group": "g",
            "asset": "a0", "asset_name": "", "asset_kind": "", "place": "", "place_name": "",
            "channel": "c", "severity": 3,
            "opened_us": 5, "last_seen_us": 5, "value": 1.0, "threshold": 1.0, "unit": "", "key": "k",
            "fields": {}, "simulated": True,
        }  # fmt: skip
        connection.execute(tables.tables["findings"].insert().values(finding))
        told = {"time_us": 7, "kind": "incident.acknowledged", "subject": "incident-2", "actor": "user-1"}
        connection.execute(tables.tables["events"].insert().values(**told, data={}))
    yield made
    made.dispose()


def test_what_was_there_is_taken_over(engine: Engine) -> None:
    migrate(engine, "head")
    found = IncidentReader(engine).page().incidents
    assert sorted(
        (one.id, one.state, one.resolution, one.confirmed_by, one.resolved_by) for one in found
    ) == [
        ("incident-1", "suspected", "", "", ""),
        ("incident-2", "confirmed", "", "user-1", ""),
        ("incident-3", "resolved", "fixed", "user-1", "user-2"),
        ("incident-4", "resolved", "over", "", "system:signals"),
    ]
    assert {(one.urgency, one.since_us, one.owner, one.drill) for one in found} == {(80, 5, "", False)}
    assert IncidentReader(engine).get("incident-2").timeline[0].kind == "incident.confirmed"
    assert [finding.id for finding in IncidentReader(engine).get("incident-1").findings] == ["finding-1"]


def test_one_incident_of_a_group_and_asset_is_not_over(engine: Engine) -> None:
    migrate(engine, "head")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE incidents SET asset = 'a0' WHERE state = 'resolved'")
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE incidents SET state = 'assigned' WHERE asset = 'a0'")


def test_it_goes_back_and_forth(engine: Engine) -> None:
    migrate(engine, "0003")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE incidents SET state = 'in_progress' WHERE id = 'incident-2'")
    migrate(engine, "0002", back=True)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, state, acknowledged_by, closed_by FROM incidents")
        assert sorted(map(tuple, rows)) == OLD
        kinds = connection.exec_driver_sql("SELECT kind FROM events").scalars().all()
    assert kinds == ["incident.acknowledged"]
    migrate(engine, "head")
    assert len(IncidentReader(engine).page().incidents) == 4


def test_a_hand_over_of_before_left_what_it_lists(engine: Engine) -> None:
    migrate(engine, "0007")
    with engine.begin() as connection:
        for number, listed in ((1, "[]"), (2, '[{"id": "incident-1"}, {"id": "incident-2"}]')):
            connection.exec_driver_sql(
                "INSERT INTO shifts (id, state, begun_us, holder, text, incidents, accepted_by, version)"
                f" VALUES ({number}, 'ended', 0, 'an', '', '{listed}', 'binh', 1)"
            )
    migrate(engine, "0008")
    with engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT open_incidents FROM shifts ORDER BY id").scalars().all()
    assert left == [0, 2]
    migrate(engine, "0007", back=True)
    migrate(engine, "head")


def test_the_tables_are_those_of_the_code(engine: Engine) -> None:
    migrate(engine, "head")
    mine = {"incidents", "findings", "incident_merges", "incident_links", "incident_tasks"}
    mine |= {"incident_task_notes", "shifts", "shift_notes"}

    def include(_: object, name: str | None, kind: str, *__: object) -> bool:
        return kind != "table" or name in mine

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include})
        assert compare_metadata(context, metadata) == []
