"""What cameras see and keep: their findings, how often lines are crossed, and clips."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "camera_events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("camera", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("scene_name", sa.String(length=200), nullable=False),
        sa.Column("scene_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("cleared_us", sa.BigInteger(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("box", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False, server_default=""),
        sa.Column("verdict_by", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("verdict_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camera_events")),
    )
    op.create_index("ix_camera_events_newest", "camera_events", ("opened_us", "id"))
    op.create_index("ix_camera_events_of_camera", "camera_events", ("camera", "opened_us"))
    op.create_index("ix_camera_events_ended", "camera_events", ("cleared_us", "opened_us", "id"))
    judged = sa.text("verdict <> ''")
    op.create_index(
        "ix_camera_events_judged",
        "camera_events",
        ("opened_us", "id"),
        sqlite_where=judged,
        postgresql_where=judged,
    )
    op.create_table(
        "camera_counts",
        sa.Column("camera", sa.String(length=64), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("minute_us", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=32), nullable=False),
        sa.Column("forward", sa.Integer(), nullable=False),
        sa.Column("backward", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("camera", "scene", "minute_us", "label", name=op.f("pk_camera_counts")),
    )
    op.create_index("ix_camera_counts_minute", "camera_counts", ("minute_us",))
    op.create_table(
        "clips",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("camera", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=64), nullable=False),
        sa.Column("scene", sa.String(length=64), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("mask_version", sa.String(length=32), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=False, server_default=""),
        sa.Column("audit_index", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("original_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("original_size", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("original_sha256", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("original_until_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clips")),
    )
    op.create_index(op.f("ix_clips_finding"), "clips", ("finding",))
    op.create_index("ix_clips_camera", "clips", ("camera", "from_us"))
    for name, column, condition in (
        ("ix_clips_expiring", "expires_us", "state = 'kept'"),
        ("ix_clips_originals", "original_until_us", "original_until_us IS NOT NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "clips", (column,), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take this version's change back."""
    op.drop_table("clips")
    op.drop_table("camera_counts")
    op.drop_table("camera_events")
