"""Indexes that find what is not over among all that ever was; how many cases a hand-over left."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTED = ("state", "severity", "resolution", "drill", "snoozed_until_us", "escalations")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column("shifts", sa.Column("open_incidents", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE shifts SET open_incidents = json_array_length(incidents)")
    op.create_index("ix_incidents_counted", "incidents", _COUNTED)
    op.create_index("ix_incidents_urgency", "incidents", ("urgency", "opened_us"))
    op.create_index("ix_findings_newest", "findings", ("opened_us",))
    for name, table, column, condition in (
        ("ix_incidents_snoozed", "incidents", "snoozed_until_us", "snoozed_until_us IS NOT NULL"),
        ("ix_findings_newest_open", "findings", "opened_us", "cleared_us IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, table, (column,), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take this version's change back."""
    for name in ("ix_findings_newest_open", "ix_findings_newest"):
        op.drop_index(name, "findings")
    for name in ("ix_incidents_snoozed", "ix_incidents_urgency", "ix_incidents_counted"):
        op.drop_index(name, "incidents")
    op.drop_column("shifts", "open_incidents")
