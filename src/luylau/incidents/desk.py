"""What operators do with incidents: acknowledge, comment, close, and take the first and the last back.

Change, event and audit row are one transaction.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.incident import Incident, incident_of, incidents_query, not_closed, worst_finding
from luylau.incidents.tables import incidents
from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.events import Event, EventLog

TEXT_MAX = 4_000
"""Letters that a comment or a reason may have."""

_UNDONE = {"undone": True}
"""What event and audit row tell of an act that takes an earlier one of the same name back."""

Change = Callable[[Connection, sa.Row[Any], int], dict[str, Any]]
"""Looks at an incident's row at a time (microseconds) and returns what becomes of its columns."""


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


class IncidentDesk:
    """The operators' hand on the incident book.

    An act names the ``version`` of the incident that the operator saw; if it has changed since, nothing is
    done. None acts on whatever is there.
    """

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, auditor: Auditor) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._auditor = auditor

    def acknowledge(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Say that ``actor`` has taken note of an open incident; return it as it is then.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``), or is not open (``incident-not-open``).
        """

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "open":
                raise Conflict("incident-not-open", incident=incident_id, state=row.state)
            return {"state": "acknowledged", "acknowledged_us": now_us, "acknowledged_by": actor}

        return self._act("acknowledge", "incident.acknowledged", incident_id, actor, version, {}, change)

    def unacknowledge(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take an acknowledgement back, whoever gave it: the incident is open again; return it as it is then.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``), or is not acknowledged
                (``incident-not-acknowledged``).
        """

        def change(_: Connection, row: sa.Row[Any], __: int) -> dict[str, Any]:
            if row.state != "acknowledged":
                raise Conflict("incident-not-acknowledged", incident=incident_id, state=row.state)
            return {"state": "open", "acknowledged_us": None, "acknowledged_by": ""}

        return self._act(
            "acknowledge", "incident.unacknowledged", incident_id, actor, version, _UNDONE, change
        )

    def comment(self, incident_id: str, *, actor: str, text: str, version: int | None = None) -> Incident:
        """Put a remark on the timeline, of a closed incident too; return the incident as it is then.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``).
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        said = {"text": _checked(text)}
        return self._act("comment", "incident.commented", incident_id, actor, version, said, lambda *_: {})

    def close(self, incident_id: str, *, actor: str, reason: str, version: int | None = None) -> Incident:
        """Close an incident by hand, with a reason; return it as it is then.

        Findings that last do not open it again; it takes a worse one, or one that was cleared and comes back.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``), or is closed already (``incident-not-open``).
            BadInput: the reason is empty (``incident-text-missing``) or too long
            (``incident-text-too-long``).
        """
        said = {"reason": _checked(reason)}

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state == "closed":
                raise Conflict("incident-not-open", incident=incident_id, state=row.state)
            return {"state": "closed", "closed_us": now_us, "closed_by": actor, **said}

        return self._act("close", "incident.closed", incident_id, actor, version, said, change)

    def reopen(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take a closing back: the incident is what it was before, acknowledged or open; return it then.

        Its severity is that of the findings that last. Where none does, it would close by itself at once.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``), is not closed (``incident-not-closed``),
                another one has taken its place (``incident-replaced``), or no finding lasts
                (``incident-over``).
        """

        def change(connection: Connection, row: sa.Row[Any], _: int) -> dict[str, Any]:
            if row.state != "closed":
                raise Conflict("incident-not-closed", incident=incident_id, state=row.state)
            current = connection.execute(not_closed(row.group, row.asset)).one_or_none()
            if current is not None:
                raise Conflict("incident-replaced", incident=incident_id, current=current.id)
            worst = worst_finding(connection, incident_id)
            if worst is None:
                raise Conflict("incident-over", incident=incident_id)
            return {
                "state": "open" if row.acknowledged_us is None else "acknowledged",
                "closed_us": None,
                "closed_by": "",
                "reason": "",
                "severity": worst.severity,
                "rule": worst.rule,
                "names": worst.names,
            }

        return self._act("close", "incident.reopened", incident_id, actor, version, _UNDONE, change)

    def _act(
        self,
        action: str,
        kind: str,
        incident_id: str,
        actor: str,
        version: int | None,
        said: Mapping[str, Any],
        change: Change,
    ) -> Incident:
        now_us = self._clock.now_us()
        this = sa.select(incidents).where(incidents.c.id == incident_id)
        with self._engine.begin() as connection:
            row = connection.execute(this.with_for_update()).one_or_none()
            if row is None:
                raise NotFound("incident-unknown", incident=incident_id)
            if version is not None and row.version != version:
                raise Conflict("incident-changed", incident=incident_id, expected=version, found=row.version)
            values = {**change(connection, row, now_us), "updated_us": now_us, "version": row.version + 1}
            connection.execute(incidents.update().where(incidents.c.id == incident_id).values(values))
            data = {"asset": row.asset, **said}
            event = Event(kind=kind, subject=incident_id, actor=actor, time_us=now_us, data=data)
            self._log.append(connection, event)
            self._auditor.append(
                connection,
                actor=actor,
                action=f"incident.{action}",
                resource=incident_id,
                outcome="done",
                time_us=now_us,
                detail={"version": row.version + 1, **said},
            )
            return incident_of(
                connection.execute(incidents_query().where(incidents.c.id == incident_id)).one()
            )


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput("incident-text-missing")
    if len(text) > TEXT_MAX:
        raise BadInput("incident-text-too-long", length=len(text), limit=TEXT_MAX)
    return text
