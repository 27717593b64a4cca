"""The table of runs of studies."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

study_runs = sa.Table(
    "study_runs",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("study", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("actor", sa.String(100), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("cancelling", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("share", sa.Float, nullable=False, server_default="0"),
    sa.Column("step", sa.String(64), nullable=False, server_default=""),
    sa.Column("key", sa.String(64), nullable=False, server_default=""),
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("faults", sa.JSON, nullable=False),
    sa.Column("asked_us", sa.BigInteger, nullable=False),
    sa.Column("started_us", sa.BigInteger),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("worker", sa.String(64), nullable=False, server_default=""),
    sa.Column("beat_us", sa.BigInteger),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("pack", sa.String(64), nullable=False, server_default=""),
    sa.Column("sha256", sa.String(64), nullable=False, server_default=""),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Index("ix_study_runs_newest", "asked_us", "id"),
    sa.Index("ix_study_runs_of_study", "study", "asked_us", "id"),
    sa.Index("ix_study_runs_waiting", "state", "asked_us"),
)
"""``data``: the study as it was asked. ``tries``: how often a worker has begun; ``beat_us``: when the worker
last said that it lives. ``pack``: version of the pack that was asked. ``sha256`` and ``size`` (bytes) are the
answer's file's."""
