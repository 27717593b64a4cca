"""The tables of the grid: the outage log, proposed switching plans."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

power_interruptions = sa.Table(
    "power_interruptions",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("begun_us", sa.BigInteger, nullable=False, index=True),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("feeder", sa.String(500), nullable=False),
    sa.Column("place", sa.String(500), nullable=False),
    sa.Column("root", sa.String(500), nullable=False),
    sa.Column("cause", sa.String(16), nullable=False),
    sa.Column("customers", sa.BigInteger, nullable=False),
    sa.Column("source", sa.String(16), nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
)
"""``ended_us`` is null while the customers are still without power; "" is what is not known."""

sa.Index(
    "ix_power_interruptions_open",
    power_interruptions.c.begun_us,
    sqlite_where=power_interruptions.c.ended_us.is_(None),
    postgresql_where=power_interruptions.c.ended_us.is_(None),
)

power_proposals = sa.Table(
    "power_proposals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("out", sa.JSON, nullable=False),
    sa.Column("steps", sa.JSON, nullable=False),
    sa.Column("withdrawn_us", sa.BigInteger),
)
"""Switching plans that somebody proposes: ``steps`` are pairs of a switch and whether it is closed."""
