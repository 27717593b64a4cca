"""Tables of playbooks at work and of drills. A step's state and times are those of its task."""

import sqlalchemy as sa

from luylau.incidents.tables import incident_tasks, incidents
from luylau.kernel.sql import metadata

playbook_runs = sa.Table(
    "playbook_runs",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), nullable=False, index=True),
    sa.Column("playbook", sa.String(64), nullable=False),
    sa.Column("playbooks_version", sa.Integer, nullable=False),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("running", sa.Boolean, nullable=False),
    sa.Column("started_us", sa.BigInteger, nullable=False),
    sa.Column("started_by", sa.String(100), nullable=False),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("ended_by", sa.String(100), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``definition`` is the playbook as the pack had it when the run was started."""

sa.Index(
    "uq_playbook_runs_running",
    playbook_runs.c.incident,
    playbook_runs.c.playbook,
    unique=True,
    sqlite_where=sa.text("running"),
    postgresql_where=sa.text("running"),
)
"""A playbook runs once at a time on an incident."""

playbook_steps = sa.Table(
    "playbook_steps",
    metadata,
    sa.Column("run", sa.String(64), sa.ForeignKey(playbook_runs.c.id), primary_key=True),
    sa.Column("step", sa.String(64), primary_key=True),
    sa.Column("task", sa.String(64), sa.ForeignKey(incident_tasks.c.id), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("dropped", sa.Boolean, nullable=False),
)
"""``reason``: why it was skipped; ``dropped``: it was still open when the run was ended."""

playbook_drafts = sa.Table(
    "playbook_drafts",
    metadata,
    sa.Column("run", sa.String(64), sa.ForeignKey(playbook_runs.c.id), primary_key=True),
    sa.Column("draft", sa.String(64), primary_key=True),
    sa.Column("edited", sa.JSON, nullable=False),
    sa.Column("edited_us", sa.BigInteger),
    sa.Column("edited_by", sa.String(100), nullable=False),
    sa.Column("sent", sa.JSON, nullable=False),
    sa.Column("sent_us", sa.BigInteger),
    sa.Column("sent_by", sa.String(100), nullable=False),
    sa.Column("sent_to", sa.String(300), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
"""Drafts that a person has touched. ``edited`` and ``sent`` hold {"title", "text"} by language."""

drills = sa.Table(
    "drills",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("run", sa.String(64), sa.ForeignKey(playbook_runs.c.id), nullable=False, unique=True),
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("scenario", sa.Text, nullable=False),
    sa.Column("leader", sa.String(100), nullable=False),
    sa.Column("participants", sa.JSON, nullable=False),
    sa.Column("begun_us", sa.BigInteger, nullable=False),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("ended_by", sa.String(100), nullable=False),
    sa.Column("report", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``report`` is what the drill showed when it was ended; empty while it runs."""

drill_notes = sa.Table(
    "drill_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("drill", sa.String(64), sa.ForeignKey(drills.c.id), nullable=False, index=True),
    sa.Column("time_us", sa.BigInteger, nullable=False),
    sa.Column("author", sa.String(100), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
