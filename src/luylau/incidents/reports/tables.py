"""The tables of citizen reports. What is personal stands apart, so that reading a report cannot show it."""

import sqlalchemy as sa

from luylau.incidents.tables import incidents
from luylau.kernel.sql import metadata

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("submission", sa.String(64), unique=True),
    sa.Column("service", sa.String(64), nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("evidence", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("place", sa.String(64), nullable=False, index=True),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("accuracy_m", sa.Float),
    sa.Column("origin", sa.String(64), nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), index=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("answered_us", sa.BigInteger),
    sa.Column("answered_by", sa.String(100), nullable=False),
    sa.Column("received_us", sa.BigInteger, nullable=False, index=True),
    sa.Column("updated_us", sa.BigInteger, nullable=False),
    sa.Column("closed_us", sa.BigInteger, index=True),
    sa.Column("closed_by", sa.String(100), nullable=False),
    sa.Column("photo_faces", sa.Integer, nullable=False),
    sa.Column("photo_refused", sa.String(64), nullable=False),
    sa.Column("contact_deleted_us", sa.BigInteger),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``submission`` is what a form carries once: one sent twice is one report. ``search`` is folded text."""

report_contacts = sa.Table(
    "report_contacts",
    metadata,
    sa.Column("report", sa.String(64), sa.ForeignKey(reports.c.id), primary_key=True),
    sa.Column("phone", sa.String(40), nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
)

report_photos = sa.Table(
    "report_photos",
    metadata,
    sa.Column("report", sa.String(64), sa.ForeignKey(reports.c.id), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""``content`` is a JPEG whose faces were masked before it came here."""
