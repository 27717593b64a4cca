"""The incident book's tables. The timeline of an incident is the events with its id as their subject."""

from typing import Final

import sqlalchemy as sa

from luylau.kernel.sql import metadata

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("group", sa.String(64), nullable=False),
    sa.Column("asset", sa.String(64), nullable=False, index=True),
    sa.Column("asset_name", sa.String(200), nullable=False),
    sa.Column("asset_kind", sa.String(64), nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("rule", sa.String(64), nullable=False),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("severity", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("opened_us", sa.BigInteger, nullable=False, index=True),
    sa.Column("updated_us", sa.BigInteger, nullable=False),
    sa.Column("refreshed_us", sa.BigInteger, nullable=False),
    sa.Column("confirmed_us", sa.BigInteger),
    sa.Column("confirmed_by", sa.String(100), nullable=False),
    sa.Column("started_us", sa.BigInteger),
    sa.Column("resolved_us", sa.BigInteger),
    sa.Column("resolved_by", sa.String(100), nullable=False),
    sa.Column("resolution", sa.String(16), nullable=False, server_default=""),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("merged_into", sa.String(64), nullable=False, server_default="", index=True),
    sa.Column("reviewed_us", sa.BigInteger),
    sa.Column("reviewed_by", sa.String(100), nullable=False, server_default=""),
    sa.Column("learned", sa.Text, nullable=False, server_default=""),
    sa.Column("owner", sa.String(100), nullable=False, server_default=""),
    sa.Column("agency", sa.String(64), nullable=False, server_default=""),
    sa.Column("urgency", sa.Integer, nullable=False, server_default="0"),
    sa.Column("urgency_parts", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("snoozed_until_us", sa.BigInteger),
    sa.Column("since_us", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("escalations", sa.Integer, nullable=False, server_default="0"),
    sa.Column("due_us", sa.BigInteger),
    sa.Column("simulated", sa.Boolean, nullable=False),
    sa.Column("drill", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``severity`` is the rank (0 info to 3 critical) of the worst open finding; ``search`` is folded text.

``since_us`` is when the running escalation clock began; ``due_us`` when it ends, unset until the clock's next
look; ``escalations`` how often it has run out.
"""

ACTIVE: Final = ("suspected", "confirmed", "assigned", "in_progress")
"""The states of an incident that is not over."""

OVER = ("resolved", "reviewed")
"""The states of an incident that is over."""

is_over = incidents.c.state.not_in(ACTIVE)
"""Whether an incident is over. Incidents are kept for good: said by the states of those that are not, its
opposite finds these few by the index, and it never leads through the many that are over."""

_NOT_OVER = sa.text("state NOT IN ('resolved', 'reviewed')")

sa.Index(
    "uq_incidents_not_over",
    incidents.c.group,
    incidents.c.asset,
    unique=True,
    sqlite_where=_NOT_OVER,
    postgresql_where=_NOT_OVER,
)

sa.Index(
    "ix_incidents_counted",
    incidents.c.state,
    incidents.c.severity,
    incidents.c.resolution,
    incidents.c.drill,
    incidents.c.snoozed_until_us,
    incidents.c.escalations,
)
"""Finds the few incidents that are not over, and holds all that is counted of the many that are."""

sa.Index("ix_incidents_urgency", incidents.c.urgency, incidents.c.opened_us)

sa.Index(
    "ix_incidents_snoozed",
    incidents.c.snoozed_until_us,
    sqlite_where=incidents.c.snoozed_until_us.is_not(None),
    postgresql_where=incidents.c.snoozed_until_us.is_not(None),
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
    sa.Column("under", sa.String(64), nullable=False, server_default=""),
)
"""``under`` is the finding whose incident this one was put into; empty where it was put into none."""

sa.Index(
    "uq_findings_open",
    findings.c.rule,
    findings.c.asset,
    findings.c.channel,
    unique=True,
    sqlite_where=findings.c.cleared_us.is_(None),
    postgresql_where=findings.c.cleared_us.is_(None),
)

sa.Index(
    "ix_findings_lasting",
    findings.c.incident,
    findings.c.severity,
    findings.c.opened_us,
    sqlite_where=findings.c.cleared_us.is_(None),
    postgresql_where=findings.c.cleared_us.is_(None),
)
"""Finds the worst finding that lasts without a look at all of them: a cause has thousands."""

sa.Index("ix_findings_newest", findings.c.opened_us)

sa.Index(
    "ix_findings_newest_open",
    findings.c.opened_us,
    sqlite_where=findings.c.cleared_us.is_(None),
    postgresql_where=findings.c.cleared_us.is_(None),
)

incident_merges = sa.Table(
    "incident_merges",
    metadata,
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), primary_key=True),
    sa.Column("findings", sa.JSON, nullable=False),
    sa.Column("tasks", sa.JSON, nullable=False),
    sa.Column("links", sa.JSON, nullable=False),
    sa.Column("added_links", sa.JSON, nullable=False),
)
"""What a person's merge moved out of ``incident``, so that it can be moved back."""

incident_links = sa.Table(
    "incident_links",
    metadata,
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), primary_key=True),
    sa.Column("other", sa.String(64), sa.ForeignKey(incidents.c.id), primary_key=True, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.String(100), nullable=False),
)
"""``kind`` is "related", or "caused_by": ``incident`` comes from ``other``. A pair has one link at most."""

incident_tasks = sa.Table(
    "incident_tasks",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("incident", sa.String(64), sa.ForeignKey(incidents.c.id), nullable=False, index=True),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("agency", sa.String(64), nullable=False),
    sa.Column("assignee", sa.String(100), nullable=False),
    sa.Column("due_us", sa.BigInteger),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.String(100), nullable=False),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("ended_by", sa.String(100), nullable=False),
    sa.Column("origin", sa.String(128), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

incident_task_notes = sa.Table(
    "incident_task_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("task", sa.String(64), sa.ForeignKey(incident_tasks.c.id), nullable=False, index=True),
    sa.Column("time_us", sa.BigInteger, nullable=False),
    sa.Column("author", sa.String(100), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

shifts = sa.Table(
    "shifts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("running", sa.Integer, unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("begun_us", sa.BigInteger, nullable=False),
    sa.Column("holder", sa.String(100), nullable=False),
    sa.Column("handed_over_us", sa.BigInteger),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("open_incidents", sa.Integer, nullable=False, server_default="0"),
    sa.Column("incidents", sa.JSON, nullable=False),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("accepted_by", sa.String(100), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
"""``running`` is 1 until the shift has ended and then unset, so that no two run at once. Of the
``open_incidents`` at the hand-over the most urgent are listed."""

shift_notes = sa.Table(
    "shift_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shift", sa.Integer, sa.ForeignKey(shifts.c.id), nullable=False, index=True),
    sa.Column("time_us", sa.BigInteger, nullable=False),
    sa.Column("author", sa.String(100), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
