"""The incident book's tables. The timeline of an incident is the events with its id as their subject."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("group", sa.String(64), nullable=False),
    sa.Column("asset", sa.String(64), nullable=False),
    sa.Column("asset_name", sa.String(200), nullable=False),
    sa.Column("asset_kind", sa.String(64), nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("severity", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("opened_us", sa.BigInteger, nullable=False, index=True),
    sa.Column("updated_us", sa.BigInteger, nullable=False),
    sa.Column("refreshed_us", sa.BigInteger, nullable=False),
    sa.Column("acknowledged_us", sa.BigInteger),
    sa.Column("acknowledged_by", sa.String(100), nullable=False),
    sa.Column("closed_us", sa.BigInteger),
    sa.Column("closed_by", sa.String(100), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``severity`` is the rank (0 info to 3 critical) of the worst open finding; ``search`` is folded text."""

sa.Index(
    "uq_incidents_not_closed",
    incidents.c.group,
    incidents.c.asset,
    unique=True,
    sqlite_where=incidents.c.state != "closed",
    postgresql_where=incidents.c.state != "closed",
)

findings = sa.Table(
    "findings",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), nullable=False, index=True),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("group", sa.String(64), nullable=False),
    sa.Column("asset", sa.String(64), nullable=False, index=True),
    sa.Column("asset_name", sa.String(200), nullable=False),
    sa.Column("asset_kind", sa.String(64), nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("place_name", sa.String(200), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("severity", sa.Integer, nullable=False),
    sa.Column("opened_us", sa.BigInteger, nullable=False),
    sa.Column("last_seen_us", sa.BigInteger, nullable=False),
    sa.Column("cleared_us", sa.BigInteger),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("threshold", sa.Float, nullable=False),
    sa.Column("unit", sa.String(16), nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
)

sa.Index(
    "uq_findings_open",
    findings.c.rule,
    findings.c.asset,
    findings.c.channel,
    unique=True,
    sqlite_where=findings.c.cleared_us.is_(None),
    postgresql_where=findings.c.cleared_us.is_(None),
)
