"""Playbooks at work, and drills."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "playbook_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("playbook", sa.String(length=64), nullable=False),
        sa.Column("playbooks_version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(length=100), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_playbook_runs_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_runs")),
    )
    op.create_index(op.f("ix_playbook_runs_incident"), "playbook_runs", ["incident"], unique=False)
    op.create_index(
        "uq_playbook_runs_running",
        "playbook_runs",
        ["incident", "playbook"],
        unique=True,
        sqlite_where=sa.text("running"),
        postgresql_where=sa.text("running"),
    )
    op.create_table(
        "playbook_steps",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["playbook_runs.id"], name=op.f("fk_playbook_steps_run")),
        sa.ForeignKeyConstraint(["task"], ["incident_tasks.id"], name=op.f("fk_playbook_steps_task")),
        sa.PrimaryKeyConstraint("run", "step", name=op.f("pk_playbook_steps")),
    )
    op.create_table(
        "playbook_drafts",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.String(length=64), nullable=False),
        sa.Column("edited", sa.JSON(), nullable=False),
        sa.Column("edited_us", sa.BigInteger(), nullable=True),
        sa.Column("edited_by", sa.String(length=100), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("sent_us", sa.BigInteger(), nullable=True),
        sa.Column("sent_by", sa.String(length=100), nullable=False),
        sa.Column("sent_to", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["playbook_runs.id"], name=op.f("fk_playbook_drafts_run")),
        sa.PrimaryKeyConstraint("run", "draft", name=op.f("pk_playbook_drafts")),
    )
    op.create_table(
        "drills",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("leader", sa.String(length=100), nullable=False),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("begun_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_drills_incident")),
        sa.ForeignKeyConstraint(["run"], ["playbook_runs.id"], name=op.f("fk_drills_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
        sa.UniqueConstraint("run", name=op.f("uq_drills_run")),
    )
    op.create_table(
        "drill_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill", sa.String(length=64), nullable=False),
        sa.Column("time_us", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["drill"], ["drills.id"], name=op.f("fk_drill_notes_drill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_notes")),
    )
    op.create_index(op.f("ix_drill_notes_drill"), "drill_notes", ["drill"], unique=False)


def downgrade() -> None:
    """Take this version's change back."""
    for table in ("drill_notes", "drills", "playbook_drafts", "playbook_steps", "playbook_runs"):
        op.drop_table(table)
