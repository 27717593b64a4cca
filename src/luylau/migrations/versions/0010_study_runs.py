"""Runs of siting studies."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "study_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("study", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("share", sa.Float(), nullable=False, server_default="0"),
        sa.Column("step", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("key", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("worker", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("beat_us", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("pack", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("sha256", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_runs")),
    )
    op.create_index("ix_study_runs_newest", "study_runs", ("asked_us", "id"))
    op.create_index("ix_study_runs_of_study", "study_runs", ("study", "asked_us", "id"))
    op.create_index("ix_study_runs_waiting", "study_runs", ("state", "asked_us"))


def downgrade() -> None:
    """Take this version's change back."""
    op.drop_table("study_runs")
