"""What was seen: a row for each finding of a scene, and how often lines were crossed."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

JUDGED = sa.text("verdict <> ''")
"""What an index is for; a query that is to use it says so in the same words."""

camera_events = sa.Table(
    "camera_events",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("camera", sa.String(64), nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("scene", sa.String(64), nullable=False),
    sa.Column("scene_name", sa.String(200), nullable=False),
    sa.Column("scene_version", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("label", sa.String(32), nullable=False),
    sa.Column("severity", sa.String(16), nullable=False),
    sa.Column("opened_us", sa.BigInteger, nullable=False),
    sa.Column("seen_us", sa.BigInteger, nullable=False),
    sa.Column("cleared_us", sa.BigInteger),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("box", sa.JSON, nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
    sa.Column("verdict", sa.String(8), nullable=False, server_default=""),
    sa.Column("verdict_by", sa.String(64), nullable=False, server_default=""),
    sa.Column("verdict_us", sa.BigInteger),
    sa.Index("ix_camera_events_newest", "opened_us", "id"),
    sa.Index("ix_camera_events_of_camera", "camera", "opened_us"),
    # What lasts, and what ended long ago.
    sa.Index("ix_camera_events_ended", "cleared_us", "opened_us", "id"),
    # What people have judged, a small part: no other row has its price.
    sa.Index("ix_camera_events_judged", "opened_us", "id", sqlite_where=JUDGED, postgresql_where=JUDGED),
)

camera_counts = sa.Table(
    "camera_counts",
    metadata,
    sa.Column("camera", sa.String(64), primary_key=True),
    sa.Column("scene", sa.String(64), primary_key=True),
    sa.Column("minute_us", sa.BigInteger, primary_key=True),
    sa.Column("label", sa.String(32), primary_key=True),
    sa.Column("forward", sa.Integer, nullable=False),
    sa.Column("backward", sa.Integer, nullable=False),
    sa.Index("ix_camera_counts_minute", "minute_us"),
)
