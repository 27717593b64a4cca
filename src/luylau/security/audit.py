"""The audit log: who did what to what, and how it went, as a Merkle tree of RFC 9162 in the database.

An entry is appended in the transaction of the change that it tells of. Nobody can change, drop or reorder an
entry without changing the root that a head kept elsewhere (``luylau audit head``) still remembers.

The leaf of an entry is its line in the export: compact JSON with sorted names, in UTF-8. So a stranger checks
an export with SHA-256 alone, without this program.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.errors import NotFound
from luylau.security import merkle
from luylau.security.merkle import TreeHead
from luylau.security.redact import clean_text, redact
from luylau.security.tables import audit_log, audit_nodes, audit_size

Outcome = Literal["done", "refused", "failed"]
"""How an audited act ended: carried out, not permitted, or permitted and gone wrong."""

_LINES_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit log; ``index`` counts from 0, ``time_us`` is microseconds since 1970 UTC."""

    index: int
    time_us: int
    actor: str
    action: str
    resource: str
    outcome: Outcome
    detail: Mapping[str, Any]

    def line(self) -> str:
        """Return the entry as the export writes it; its UTF-8 bytes are the leaf's data."""
        return _json(
            {
                "index": self.index,
                "time_us": self.time_us,
                "actor": self.actor,
                "action": self.action,
                "resource": self.resource,
                "outcome": self.outcome,
                "detail": dict(self.detail),
            }
        )


class AuditLog:
    """The audit log of one database. It has no state of its own: any process may append."""

    def append(
        self,
        connection: Connection,
        *,
        actor: str,
        action: str,
        resource: str,
        outcome: Outcome,
        time_us: int,
        detail: Mapping[str, Any] | None = None,
    ) -> AuditEntry:
        """Append an entry inside the caller's transaction; secrets in ``detail`` are redacted.

        Taking the next index locks the one row that counts them until the transaction ends, so concurrent
        processes queue and the tree has neither a gap nor a fork.
        """
        entry = AuditEntry(
            index=_next_index(connection),
            time_us=time_us,
            actor=clean_text(actor, 100),
            action=clean_text(action, 64),
            resource=clean_text(resource, 200),
            outcome=outcome,
            detail=redact(detail or {}),
        )
        leaf = merkle.leaf_hash(entry.line().encode())
        connection.execute(
            audit_log.insert().values(
                position=entry.index,
                time_us=time_us,
                actor=entry.actor,
                action=entry.action,
                resource=entry.resource,
                outcome=outcome,
                detail=_json(entry.detail),
                leaf_hash=leaf,
            )
        )
        _complete_nodes(connection, entry.index, leaf)
        return entry

    def head(self, connection: Connection, size: int | None = None) -> TreeHead:
        """Return the tree's head, now or when it had ``size`` entries.

        Raises:
            NotFound: the log is shorter than ``size``.
        """
        now = _size(connection)
        if size is None:
            size = now
        if not 0 <= size <= now:
            raise NotFound("audit-entry-missing", index=size, size=now)
        return TreeHead(size=size, root=merkle.range_hash(_stored(connection), 0, size))

    def inclusion(self, connection: Connection, index: int, size: int) -> list[bytes]:
        """Return the proof that entry ``index`` is in the log of ``size`` entries.

        Raises:
            NotFound: there is no such entry.
        """
        if not 0 <= index < size <= _size(connection):
            raise NotFound("audit-entry-missing", index=index, size=_size(connection))
        return merkle.inclusion_proof(_stored(connection), index, size)

    def consistency(self, connection: Connection, old: int, size: int) -> list[bytes]:
        """Return the proof that the log of ``size`` entries begins with that of ``old``.

        Raises:
            NotFound: the log never had these sizes.
        """
        if not 0 < old <= size <= _size(connection):
            raise NotFound("audit-entry-missing", index=old, size=_size(connection))
        return merkle.consistency_proof(_stored(connection), old, size)

    def read(
        self,
        connection: Connection,
        *,
        before: int | None = None,
        limit: int = 100,
        actor: str | None = None,
        resource: str | None = None,
    ) -> list[AuditEntry]:
        """Return up to ``limit`` entries, newest first: below ``before``, of ``actor``, on ``resource``."""
        query = sa.select(audit_log).order_by(audit_log.c.position.desc()).limit(limit)
        if before is not None:
            query = query.where(audit_log.c.position < before)
        if actor is not None:
            query = query.where(audit_log.c.actor == actor)
        if resource is not None:
            query = query.where(audit_log.c.resource == resource)
        return [entry_of(row) for row in connection.execute(query)]

    def lines(self, connection: Connection, start: int = 0) -> Iterator[str]:
        """Yield the export from entry ``start`` on: one entry a line, oldest first, in bounded memory."""
        while True:
            rows = connection.execute(
                sa.select(audit_log)
                .where(audit_log.c.position >= start)
                .order_by(audit_log.c.position)
                .limit(_LINES_AT_ONCE)
            ).all()
            yield from (entry_of(row).line() for row in rows)
            if len(rows) < _LINES_AT_ONCE:
                return
            start = rows[-1].position + 1


def entry_of(row: sa.Row[Any]) -> AuditEntry:
    """Return a row of the table as an entry.

    Raises:
        ValueError: the detail is no JSON, so somebody wrote to the table by other means.
    """
    return AuditEntry(
        index=row.position,
        time_us=row.time_us,
        actor=row.actor,
        action=row.action,
        resource=row.resource,
        outcome=row.outcome,
        detail=json.loads(row.detail),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _size(connection: Connection) -> int:
    return int(connection.execute(sa.select(audit_size.c.size)).scalar() or 0)


def _next_index(connection: Connection) -> int:
    size = connection.execute(
        sa.update(audit_size).values(size=audit_size.c.size + 1).returning(audit_size.c.size)
    ).scalar()
    if size is None:
        connection.execute(audit_size.insert().values(id=1, size=1))
        return 0
    return int(size) - 1


def _stored(connection: Connection) -> merkle.Complete:
    def complete(level: int, position: int) -> bytes:
        if level == 0:
            query = sa.select(audit_log.c.leaf_hash).where(audit_log.c.position == position)
        else:
            query = sa.select(audit_nodes.c.hash).where(
                audit_nodes.c.level == level, audit_nodes.c.position == position
            )
        found = connection.execute(query).scalar()
        if found is None:
            raise NotFound("audit-entry-missing", index=position << level, size=_size(connection))
        return bytes(found)

    return complete


def _complete_nodes(connection: Connection, index: int, leaf: bytes) -> None:
    """Write the nodes over complete subtrees that leaf ``index`` closes: one on average, log2(n) at most."""
    complete = _stored(connection)
    level, position, reckoned = 0, index, leaf
    rows = []
    while position & 1:
        reckoned = merkle.node_hash(complete(level, position - 1), reckoned)
        level += 1
        position >>= 1
        rows.append({"level": level, "position": position, "hash": reckoned})
    if rows:
        connection.execute(audit_nodes.insert(), rows)
