"""The event log: everything that any part learns or does, in one order.

An event is appended in the same SQL transaction as the change that it tells of, so neither can exist without
the other. ``seq`` grows without end and is what a browser resumes from (``Last-Event-ID``). Events become
visible in the order of their seqs, because one transaction at a time writes (``sql.open_engine``): whoever
has read up to one has missed none before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.sql import metadata

events = sa.Table(
    "events",
    metadata,
    sa.Column(
        "seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    sa.Column("time_us", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False, index=True),
    sa.Column("actor", sa.String(100), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    ``kind`` is a dotted name such as "incident.opened"; ``subject`` the id of what it is about; ``actor`` the
    user's id, or "system:PART"; ``data`` JSON-ready details. ``seq`` is 0 until the log has given one.
    """

    kind: str
    subject: str
    actor: str
    time_us: int
    data: Mapping[str, Any]
    seq: int = 0


class EventLog(Protocol):
    """What keeps events."""

    def append(self, connection: Connection, event: Event) -> int:
        """Append inside the caller's transaction; return the event's seq."""
        ...

    def read(self, connection: Connection, *, after: int, limit: int = 500) -> Sequence[Event]:
        """Return up to ``limit`` events with ``seq`` above ``after``, oldest first."""
        ...

    def last(self, connection: Connection) -> int:
        """Return the newest seq; 0 for an empty log."""
        ...


class SqlEventLog:
    """The event log as a table of the database."""

    def append(self, connection: Connection, event: Event) -> int:
        """Append inside the caller's transaction; return the event's seq."""
        done = connection.execute(
            events.insert().values(
                time_us=event.time_us,
                kind=event.kind,
                subject=event.subject,
                actor=event.actor,
                data=dict(event.data),
            )
        )
        key = done.inserted_primary_key
        assert key is not None
        return int(key[0])

    def read(self, connection: Connection, *, after: int, limit: int = 500) -> Sequence[Event]:
        """Return up to ``limit`` events with ``seq`` above ``after``, oldest first."""
        rows = connection.execute(
            sa.select(events).where(events.c.seq > after).order_by(events.c.seq).limit(limit)
        )
        return [_event(row) for row in rows]

    def last(self, connection: Connection) -> int:
        """Return the newest seq; 0 for an empty log."""
        return int(connection.execute(sa.select(sa.func.max(events.c.seq))).scalar() or 0)


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        seq=row.seq, time_us=row.time_us, kind=row.kind, subject=row.subject, actor=row.actor, data=row.data
    )
