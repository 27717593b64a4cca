"""Destroying the keys of clips, so that nobody can open their files again, wherever copies of these lie."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.sql import patience, reader
from luylau.security.audit import AuditEntry, AuditLog, entry_of
from luylau.security.tables import audit_log
from luylau.vision.archive.tables import clips

_UNSET: Final = ("clip.delete", "clip.delete_original")
_GONE: Final = "clip.key_gone"
_WAIT_MS: Final = 200
"""How long the emptying of the log may keep all others from writing, in milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When clips are deleted (microseconds UTC), by whom and why."""

    now_us: int
    actor: str
    reason: str


def unset_keys(
    engine: Engine, audit: AuditLog, whole: Sequence[str], originals: Sequence[str], ending: Ending
) -> None:
    """Unset the keys of clips, and of originals, in one transaction with an audit entry for each, which
    carries the hash of what can no longer be opened. What is gone already is passed over.

    On SQLite the keys are zeroed in its file; older pages are in its write-ahead log until ``Leftovers``
    are cleared. Backups of the database made before hold them still.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")

        def note(action: str, clip_id: str, sha256: str) -> None:
            audit.append(
                connection,
                actor=ending.actor,
                action=action,
                resource=clip_id,
                outcome="done",
                time_us=ending.now_us,
                detail={"sha256": sha256, "reason": ending.reason, "key": "unset"},
            )

        for clip_id in whole:
            found = connection.execute(
                sa.update(clips)
                .where(clips.c.id == clip_id, clips.c.state == "kept")
                .values(
                    state="deleted",
                    key=None,
                    thumbnail=None,
                    ended_us=ending.now_us,
                    ended_by=ending.actor,
                )
                .returning(clips.c.sha256)
            ).scalar()
            if found is not None:
                note("clip.delete", clip_id, found)
        for clip_id in originals:
            found = connection.execute(
                sa.update(clips)
                .where(clips.c.id == clip_id, clips.c.original_until_us.is_not(None))
                .values(original_key=None, original_until_us=None)
                .returning(clips.c.original_sha256)
            ).scalar()
            if found is not None:
                note("clip.delete_original", clip_id, found)


class Leftovers:
    """What may be left of unset keys in SQLite's write-ahead log, and the audit entry when it is not.

    The audit log itself says what is owed: each unset key has an entry, and once the log was emptied after
    it, a second one. So it does not matter which process unset the key, and whether it was killed.

    On PostgreSQL this does nothing: how long old versions of rows live there is up to its administration.
    """

    def __init__(self, engine: Engine, clock: Clock, audit: AuditLog) -> None:
        self._engine = engine
        self._clock = clock
        self._audit = audit
        self._from: int | None = None
        """All entries before this one are settled; None until it was looked up."""

    def clear(self) -> bool:
        """Empty the write-ahead log if keys may be in it, and note that they are gone; say whether nothing is
        left. While somebody reads for long it cannot be emptied: try again later."""
        if self._engine.dialect.name != "sqlite":
            return True
        with reader(self._engine) as connection:
            newest = connection.execute(sa.select(sa.func.max(audit_log.c.position))).scalar()
            size = 0 if newest is None else int(newest) + 1
            start = self._settled(connection) if self._from is None else self._from
            owed = bool(_unset_entries(connection, start, size))
        if owed:
            if not _emptied(self._engine):
                return False
            with self._engine.begin() as connection:
                # Another process may have noted some of them meanwhile.
                start = max(start, self._settled(connection))
                for entry in _unset_entries(connection, start, size):
                    self._audit.append(
                        connection,
                        actor="system:retention",
                        action=_GONE,
                        resource=entry.resource,
                        outcome="done",
                        time_us=self._clock.now_us(),
                        detail={
                            "sha256": entry.detail["sha256"],
                            "unset": entry.index,
                            "key": "destroyed",
                        },
                    )
        self._from = size
        return True

    def _settled(self, connection: Connection) -> int:
        newest = connection.execute(
            sa.select(audit_log)
            .where(audit_log.c.action == _GONE)
            .order_by(audit_log.c.position.desc())
            .limit(1)
        ).first()
        return int(entry_of(newest).detail["unset"]) + 1 if newest is not None else 0


def _unset_entries(connection: Connection, start: int, stop: int) -> list[AuditEntry]:
    """Return the entries on unset keys at these places. A person's right to delete is noted under the same
    action; that entry tells of no key."""
    rows = connection.execute(
        sa.select(audit_log)
        .where(audit_log.c.position >= start, audit_log.c.position < stop, audit_log.c.action.in_(_UNSET))
        .order_by(audit_log.c.position)
    )
    return [entry for entry in map(entry_of, rows) if entry.detail.get("key") == "unset"]


def _emptied(engine: Engine) -> bool:
    """Bring SQLite's write-ahead log into the file and cut it to nothing; say whether that was possible."""
    # Not within a transaction, as the checkpoint would wait for that. It waits for whoever reads, and lets
    # nobody write meanwhile.
    with (
        reader(engine) as connection,
        patience(connection, _WAIT_MS),
        closing(connection.connection.cursor()) as raw,
    ):
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            answer = raw.fetchone()
        except sqlite3.OperationalError:
            return False
    # Its first column says whether others were in the way.
    return answer is not None and not answer[0]
