"""Tables of the telemetry package that are no part of the history. Times are microseconds since 1970 UTC."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

unknown_devices = sa.Table(
    "unknown_devices",
    metadata,
    sa.Column("device", sa.String(64), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("changed_us", sa.BigInteger, nullable=False),
    sa.Column("first_seen_us", sa.BigInteger, nullable=False),
    sa.Column("last_seen_us", sa.BigInteger, nullable=False),
    sa.Column("messages", sa.BigInteger, nullable=False),
    sa.Column("channels", sa.JSON, nullable=False),
    sa.Column("last_channel", sa.String(64), nullable=False),
    sa.Column("excerpt", sa.String(500), nullable=False),
    sa.Column("via", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("told_us", sa.BigInteger, nullable=False),
)
"""Devices outside the pack: those that send (held), those not let in (refused), and what became of them."""
