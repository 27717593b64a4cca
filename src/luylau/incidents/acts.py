"""What every act of a person on incidents has in common: event, audit row and change in one transaction."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.tables import OVER, incidents
from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.events import Event, EventLog

TEXT_MAX = 4_000
"""Letters that a comment, a reason or a note may have."""

UNDONE: Mapping[str, Any] = {"undone": True}
"""What event and audit row tell of an act that takes an earlier one of the same name back."""


class Auditor(Protocol):
    """Where every act of a person is written down (``luylau.security``'s audit log is one)."""

    def append(
        self,
        connection: Connection,
        *,
        actor: str,
        action: str,
        resource: str,
        outcome: Literal["done", "refused", "failed"],
        time_us: int,
        detail: Mapping[str, Any] | None = None,
    ) -> object:
        """Write one act down inside the caller's transaction."""
        ...


class Acts:
    """The ground of all desks: where they write to."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, auditor: Auditor) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._auditor = auditor

    def _tell(
        self, connection: Connection, kind: str, subject: str, actor: str, data: Mapping[str, Any]
    ) -> None:
        now_us = self._clock.now_us()
        self._log.append(
            connection, Event(kind=kind, subject=subject, actor=actor, time_us=now_us, data=data)
        )

    def _audit(
        self, connection: Connection, action: str, resource: str, actor: str, detail: Mapping[str, Any]
    ) -> None:
        self._auditor.append(
            connection,
            actor=actor,
            action=action,
            resource=resource,
            outcome="done",
            time_us=self._clock.now_us(),
            detail=detail,
        )


def locked(connection: Connection, incident: str, version: int | None = None) -> sa.Row[Any]:
    """Return an incident's row, kept from others until the transaction ends.

    Raises:
        NotFound: there is no such incident (``incident-unknown``).
        Conflict: its version is not the one that the caller saw (``incident-changed``).
    """
    row = connection.execute(
        sa.select(incidents).where(incidents.c.id == incident).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("incident-unknown", incident=incident)
    if version is not None and row.version != version:
        raise Conflict("incident-changed", incident=incident, expected=version, found=row.version)
    return row


def check_not_over(row: sa.Row[Any]) -> None:
    """Check that the incident of a row is not over.

    Raises:
        Conflict: it is (``incident-not-open``).
    """
    if row.state in OVER:
        raise Conflict("incident-not-open", incident=row.id, state=row.state)


def checked(text: str, limit: int = TEXT_MAX) -> str:
    """Return a text without blanks around it, and without what SQL cannot hold.

    Raises:
        BadInput: it is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
    """
    text = text.replace("\0", "").strip()
    if not text:
        raise BadInput("incident-text-missing")
    if len(text) > limit:
        raise BadInput("incident-text-too-long", length=len(text), limit=limit)
    return text
