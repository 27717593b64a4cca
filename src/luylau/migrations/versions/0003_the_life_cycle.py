"""The life cycle of incidents: states, owners, tasks, links, shifts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_NAMES = {
    "acknowledged_us": "confirmed_us",
    "acknowledged_by": "confirmed_by",
    "closed_us": "resolved_us",
    "closed_by": "resolved_by",
}
_NEW_STATES = {"open": "suspected", "acknowledged": "confirmed", "closed": "resolved"}
_OLD_STATES = {
    "suspected": "open",
    "confirmed": "acknowledged",
    "assigned": "acknowledged",
    "in_progress": "acknowledged",
    "resolved": "closed",
    "reviewed": "closed",
}
_NEW_EVENTS = {
    "incident.acknowledged": "incident.confirmed",
    "incident.unacknowledged": "incident.unconfirmed",
    "incident.closed": "incident.resolved",
}


_NOT_CLOSED = ("uq_incidents_not_closed", "state != 'closed'")
_NOT_OVER = ("uq_incidents_not_over", "state NOT IN ('resolved', 'reviewed')")


def upgrade() -> None:
    """Bring the tables to this version.

    Whoever acknowledged an incident is taken to have confirmed it. What was closed by hand counts as fixed,
    what closed by itself as over; both wait for review. Columns are altered in place: findings refer to
    incidents, so SQLite lets nobody put another table in its place.
    """
    _drop_index(*_NOT_CLOSED)
    for old, new in _NEW_NAMES.items():
        op.execute(f"ALTER TABLE incidents RENAME COLUMN {old} TO {new}")
    for column in _columns():
        op.add_column("incidents", column)
    _rename_states(_NEW_STATES)
    _rename_events(_NEW_EVENTS)
    op.execute(
        "UPDATE incidents SET since_us = opened_us, resolution = CASE WHEN state <> 'resolved' THEN '' "
        "WHEN resolved_by = 'system:signals' THEN 'over' ELSE 'fixed' END, "
        "urgency = CASE severity WHEN 3 THEN 80 WHEN 2 THEN 60 WHEN 1 THEN 40 ELSE 20 END"
    )
    op.create_index(op.f("ix_incidents_asset"), "incidents", ["asset"], unique=False)
    op.create_index(op.f("ix_incidents_merged_into"), "incidents", ["merged_into"], unique=False)
    _create_index(*_NOT_OVER)
    op.add_column("findings", sa.Column("under", sa.String(length=64), nullable=False, server_default=""))
    lasting = sa.text("cleared_us IS NULL")
    op.create_index(
        "ix_findings_lasting",
        "findings",
        ["incident", "severity", "opened_us"],
        sqlite_where=lasting,
        postgresql_where=lasting,
    )
    _create_tables()


def downgrade() -> None:
    """Take this version's change back; what the earlier one cannot hold is lost."""
    for table in ("shift_notes", "shifts", "incident_task_notes", "incident_tasks", "incident_links"):
        op.drop_table(table)
    op.drop_table("incident_merges")
    op.drop_index("ix_findings_lasting", table_name="findings")
    op.execute("ALTER TABLE findings DROP COLUMN under")
    _drop_index(*_NOT_OVER)
    op.drop_index(op.f("ix_incidents_merged_into"), table_name="incidents")
    op.drop_index(op.f("ix_incidents_asset"), table_name="incidents")
    _rename_states(_OLD_STATES)
    _rename_events({new: old for old, new in _NEW_EVENTS.items()})
    for column in _columns():
        op.execute(f"ALTER TABLE incidents DROP COLUMN {column.name}")
    for old, new in _NEW_NAMES.items():
        op.execute(f"ALTER TABLE incidents RENAME COLUMN {new} TO {old}")
    _create_index(*_NOT_CLOSED)


def _columns() -> list[sa.Column[Any]]:
    sizes = {"resolution": 16, "merged_into": 64, "reviewed_by": 100, "owner": 100, "agency": 64}
    times = ("started_us", "reviewed_us", "snoozed_until_us", "due_us")
    return [
        *(
            sa.Column(name, sa.String(length=size), nullable=False, server_default="")
            for name, size in sizes.items()
        ),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in times),
        sa.Column("learned", sa.Text(), nullable=False, server_default=""),
        sa.Column("urgency", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("urgency_parts", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("since_us", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("escalations", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("drill", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def _drop_index(name: str, where: str) -> None:
    text = sa.text(where)
    op.drop_index(name, table_name="incidents", sqlite_where=text, postgresql_where=text)


def _create_index(name: str, where: str) -> None:
    text = sa.text(where)
    op.create_index(
        name, "incidents", ["group", "asset"], unique=True, sqlite_where=text, postgresql_where=text
    )


def _rename_states(names: dict[str, str]) -> None:
    states = sa.table("incidents", sa.column("state"))
    for old, new in names.items():
        op.execute(states.update().where(states.c.state == old).values(state=new))


def _rename_events(names: dict[str, str]) -> None:
    events = sa.table("events", sa.column("kind"))
    for old, new in names.items():
        op.execute(events.update().where(events.c.kind == old).values(kind=new))


def _create_tables() -> None:
    op.create_table(
        "incident_merges",
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("added_links", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_merges_incident")),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_incident_merges")),
    )
    op.create_table(
        "incident_links",
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_links_incident")),
        sa.ForeignKeyConstraint(["other"], ["incidents.id"], name=op.f("fk_incident_links_other")),
        sa.PrimaryKeyConstraint("incident", "other", name=op.f("pk_incident_links")),
    )
    op.create_index(op.f("ix_incident_links_other"), "incident_links", ["other"], unique=False)
    op.create_table(
        "incident_tasks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("assignee", sa.String(length=100), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("origin", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_tasks_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_tasks")),
    )
    op.create_index(op.f("ix_incident_tasks_incident"), "incident_tasks", ["incident"], unique=False)
    op.create_table(
        "incident_task_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("time_us", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task"], ["incident_tasks.id"], name=op.f("fk_incident_task_notes_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_task_notes")),
    )
    op.create_index(op.f("ix_incident_task_notes_task"), "incident_task_notes", ["task"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("begun_us", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("handed_over_us", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("incidents", sa.JSON(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("accepted_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("running", name=op.f("uq_shifts_running")),
    )
    op.create_table(
        "shift_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("time_us", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shift"], ["shifts.id"], name=op.f("fk_shift_notes_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_notes")),
    )
    op.create_index(op.f("ix_shift_notes_shift"), "shift_notes", ["shift"], unique=False)
