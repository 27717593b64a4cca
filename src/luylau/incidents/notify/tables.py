"""The tables of notifications. What is told of an incident is kept as it was when it was decided to tell."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

notify_settings = sa.Table(
    "notify_settings",
    metadata,
    sa.Column("user", sa.String(64), sa.ForeignKey("users.id"), primary_key=True),
    sa.Column("rules", sa.JSON, nullable=False),
    sa.Column("quiet", sa.JSON),
    sa.Column("version", sa.Integer, nullable=False),
)

notify_addresses = sa.Table(
    "notify_addresses",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.id"), nullable=False, index=True),
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
)
"""``to`` is an e-mail address, a chat's id or a URL; the two keys are a browser's. ``trouble`` is the message
key of why the platform has switched it off."""

notify_watermark = sa.Table(
    "notify_watermark",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
)
"""One row: up to which event it has been decided who is told."""

notify_deliveries = sa.Table(
    "notify_deliveries",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("event_seq", sa.BigInteger),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("user", sa.String(64), nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("incident", sa.String(64), nullable=False, index=True),
    sa.Column("occasion", sa.String(16), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("held", sa.String(16), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, index=True),
    sa.Column("items", sa.Integer, nullable=False),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("due_us", sa.BigInteger, nullable=False),
    sa.Column("sent_us", sa.BigInteger),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("reason_fields", sa.JSON, nullable=False),
    sa.UniqueConstraint("event_seq", "address"),
    sa.Index("ix_notify_deliveries_due", "state", "due_us"),
    sa.Index("ix_notify_deliveries_recent", "address", "created_us"),
)
"""One row for each event and address that is to be told of it, for each digest and for each test.

``event_seq`` is unset for digests and tests. A row that went into a digest has the digest's id in ``digest``
and shares its fate. The address may have been deleted since, so nothing refers to it.
"""
