"""Notifications: who is told of what, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "notify_settings",
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("quiet", sa.JSON),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_notify_settings_user")),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_notify_settings")),
    )
    op.create_table(
        "notify_addresses",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("to", sa.String(1_000), nullable=False),
        sa.Column("p256dh", sa.String(100), nullable=False),
        sa.Column("auth", sa.String(30), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("trouble", sa.String(64), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("last_sent_us", sa.BigInteger),
        sa.Column("tested_us", sa.BigInteger),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_notify_addresses_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notify_addresses")),
    )
    op.create_index(op.f("ix_notify_addresses_user"), "notify_addresses", ["user"])
    op.create_table(
        "notify_watermark",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notify_watermark")),
    )
    op.create_table(
        "notify_deliveries",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("event_seq", sa.BigInteger),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("incident", sa.String(64), nullable=False),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("held", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("due_us", sa.BigInteger, nullable=False),
        sa.Column("sent_us", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("reason_fields", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notify_deliveries")),
        sa.UniqueConstraint("event_seq", "address", name=op.f("uq_notify_deliveries_event_seq")),
    )
    for name, columns in _INDEXES.items():
        op.create_index(op.f(name), "notify_deliveries", columns)


def downgrade() -> None:
    """Take this version's change back."""
    for table in ("notify_deliveries", "notify_watermark", "notify_addresses", "notify_settings"):
        op.drop_table(table)


_INDEXES = {
    "ix_notify_deliveries_user": ["user"],
    "ix_notify_deliveries_incident": ["incident"],
    "ix_notify_deliveries_digest": ["digest"],
    "ix_notify_deliveries_due": ["state", "due_us"],
    "ix_notify_deliveries_recent": ["address", "created_us"],
}
