"""What operators do with an incident: every step of its life, and the step back.

::

    suspected ── confirm ──▶ confirmed ── assign, take ──▶ assigned ── start ──▶ in_progress
        └───────────────┴──────────────┬───────────────────┴─────────────────────────┘
                                    resolve (or by itself) ──▶ resolved ── review ──▶ reviewed

Unconfirm, release, stop, reopen and unreview go back. Change, event and audit row are one transaction.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.acts import UNDONE, Acts, Auditor, check_not_over, checked, locked
from luylau.incidents.gathering import unresolved
from luylau.incidents.incident import Incident, incident_of, incidents_query, not_over, worst_finding
from luylau.incidents.links import LinkDesk
from luylau.incidents.merging import MergeDesk
from luylau.incidents.settling import restarted, severity_values
from luylau.incidents.shifts import ShiftDesk
from luylau.incidents.tables import incidents
from luylau.incidents.tasks import TaskDesk
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import BadInput, Conflict
from luylau.kernel.events import EventLog

LONGEST_SNOOZE_US = 14 * 86_400 * MICROS
"""For how long an incident may leave the queue at most."""

Change = Callable[[Connection, sa.Row[Any], int], dict[str, Any]]
"""Looks at an incident's row at a time (microseconds) and returns what becomes of its columns."""


class IncidentDesk(Acts):
    """The operators' hand on the incident book.

    An act names the ``version`` of the incident that the operator saw; if it has changed since, nothing is
    done. None acts on whatever is there. Each returns the incident as it is then, and each raises

    - NotFound where there is no such incident (``incident-unknown``),
    - Conflict where it changed since (``incident-changed``) or is in no state for the act.
    """

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, auditor: Auditor) -> None:
        super().__init__(engine, event_log, clock, auditor)
        self.tasks = TaskDesk(engine, event_log, clock, auditor)
        self.merging = MergeDesk(engine, event_log, clock, auditor)
        self.links = LinkDesk(engine, event_log, clock, auditor)
        self.shifts = ShiftDesk(engine, event_log, clock, auditor)

    def confirm(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Say that a suspected incident is one; else ``incident-not-suspected``."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "suspected":
                raise Conflict("incident-not-suspected", incident=incident_id, state=row.state)
            return _confirmed(row, actor, now_us) | {"state": "confirmed"} | restarted(now_us)

        return self._act("confirm", "incident.confirmed", incident_id, actor, version, {}, change)

    def unconfirm(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take a confirmation back, whoever gave it; ``incident-not-confirmed`` where it is further on."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "confirmed":
                raise Conflict("incident-not-confirmed", incident=incident_id, state=row.state)
            return {"state": "suspected", "confirmed_us": None, "confirmed_by": "", **restarted(now_us)}

        return self._act("confirm", "incident.unconfirmed", incident_id, actor, version, UNDONE, change)

    def assign(
        self, incident_id: str, *, actor: str, owner: str = "", agency: str = "", version: int | None = None
    ) -> Incident:
        """Give an incident that is not over to a user, an organisation or both; that confirms it too.

        ``owner`` and ``agency`` must exist; whoever calls knows. Work that has begun goes on.

        Raises:
            BadInput: neither is named (``incident-assignee-missing``); to hand it back there is ``release``.
        """
        if not owner and not agency:
            raise BadInput("incident-assignee-missing")

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            check_not_over(row)
            clock = restarted(now_us) if row.state == "suspected" else {}
            state = row.state if row.state == "in_progress" else "assigned"
            values = {"owner": owner, "agency": agency, "state": state}
            return _confirmed(row, actor, now_us) | values | clock

        said = {"owner": owner, "agency": agency}
        return self._act("assign", "incident.assigned", incident_id, actor, version, said, change)

    def take(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Make ``actor`` the owner; the organisation stays."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            check_not_over(row)
            clock = restarted(now_us) if row.state == "suspected" else {}
            state = row.state if row.state == "in_progress" else "assigned"
            return _confirmed(row, actor, now_us) | {"owner": actor, "state": state} | clock

        said = {"owner": actor}
        return self._act("assign", "incident.assigned", incident_id, actor, version, said, change)

    def release(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Hand an incident back: nobody handles it; ``incident-not-assigned`` where nobody did."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state not in ("assigned", "in_progress"):
                raise Conflict("incident-not-assigned", incident=incident_id, state=row.state)
            values = {"owner": "", "agency": "", "started_us": None, "state": "confirmed"}
            return values | restarted(now_us)

        return self._act("assign", "incident.released", incident_id, actor, version, UNDONE, change)

    def start(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Begin the work, as the owner where there is none; ``incident-started`` where it has begun."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            check_not_over(row)
            if row.state == "in_progress":
                raise Conflict("incident-started", incident=incident_id)
            values = {"state": "in_progress", "started_us": now_us}
            if not row.owner and not row.agency:
                values["owner"] = actor
            return _confirmed(row, actor, now_us) | values | restarted(now_us)

        return self._act("work", "incident.started", incident_id, actor, version, {}, change)

    def stop(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take the beginning of the work back; ``incident-not-started`` where none is in progress."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "in_progress":
                raise Conflict("incident-not-started", incident=incident_id, state=row.state)
            return {"state": "assigned", "started_us": None, **restarted(now_us)}

        return self._act("work", "incident.stopped", incident_id, actor, version, UNDONE, change)

    def snooze(self, incident_id: str, *, actor: str, until_us: int, version: int | None = None) -> Incident:
        """Let an incident leave the queue until a time, or until it gets worse; its clock stands meanwhile.

        Raises:
            BadInput: the time is past or further than 14 days away (``incident-snooze-span``).
        """
        if not 0 < until_us - self._clock.now_us() <= LONGEST_SNOOZE_US:
            raise BadInput("incident-snooze-span", days=LONGEST_SNOOZE_US // (86_400 * MICROS))

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            check_not_over(row)
            return {"snoozed_until_us": until_us, "due_us": None}

        said = {"until_us": until_us}
        return self._act("work", "incident.snoozed", incident_id, actor, version, said, change)

    def wake(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Bring a snoozed incident back; ``incident-not-snoozed`` where it is none."""

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.snoozed_until_us is None:
                raise Conflict("incident-not-snoozed", incident=incident_id)
            return {"snoozed_until_us": None, **restarted(now_us)}

        return self._act("work", "incident.woken", incident_id, actor, version, UNDONE, change)

    def comment(self, incident_id: str, *, actor: str, text: str, version: int | None = None) -> Incident:
        """Put a remark on the timeline, of an incident that is over too.

        Raises:
            BadInput: the text is empty (``incident-text-missing``) or too long (``incident-text-too-long``).
        """
        said = {"text": checked(text)}
        return self._act("comment", "incident.commented", incident_id, actor, version, said, lambda *_: {})

    def resolve(
        self,
        incident_id: str,
        *,
        actor: str,
        resolution: Literal["fixed", "false_alarm"],
        reason: str = "",
        version: int | None = None,
    ) -> Incident:
        """Say that an incident is over; ``incident-not-open`` where it is already.

        Findings that last do not open it again; it takes a worse one, or one that was cleared and comes back.

        Raises:
            BadInput: a false alarm has no reason (``incident-text-missing``), or the reason is too long
                (``incident-text-too-long``).
        """
        needed = resolution == "false_alarm" or reason.strip()
        said = {"reason": checked(reason) if needed else "", "resolution": resolution}

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            check_not_over(row)
            ended = {"state": "resolved", "resolved_us": now_us, "resolved_by": actor, **said}
            return ended | {"snoozed_until_us": None} | restarted(now_us)

        return self._act("resolve", "incident.resolved", incident_id, actor, version, said, change)

    def reopen(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take a resolution back: the incident is what it was before.

        Its severity is that of the findings that last. Where none does, it would end by itself at once.

        Raises:
            Conflict: it is not resolved (``incident-not-resolved``), or is merged into another one
                (``incident-is-merged``), another one has taken its place (``incident-replaced``), or no
                finding lasts (``incident-over``).
        """

        def change(connection: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "resolved":
                raise Conflict("incident-not-resolved", incident=incident_id, state=row.state)
            _not_merged(row)
            values = unresolved(row) | restarted(now_us)
            if row.drill:
                return values
            current = connection.execute(not_over(row.group, row.asset)).one_or_none()
            if current is not None:
                raise Conflict("incident-replaced", incident=incident_id, current=current.id)
            worst = worst_finding(connection, incident_id)
            if worst is None:
                raise Conflict("incident-over", incident=incident_id)
            return values | severity_values(row, worst)

        return self._act("resolve", "incident.reopened", incident_id, actor, version, UNDONE, change)

    def review(
        self, incident_id: str, *, actor: str, learned: str = "", version: int | None = None
    ) -> Incident:
        """Say that a resolved incident has been looked back on, and what was learned, if anything.

        Raises:
            Conflict: it is not resolved (``incident-not-resolved``), or merged (``incident-is-merged``).
            BadInput: the text is too long (``incident-text-too-long``).
        """
        said = {"learned": checked(learned) if learned.strip() else ""}

        def change(_: Connection, row: sa.Row[Any], now_us: int) -> dict[str, Any]:
            if row.state != "resolved":
                raise Conflict("incident-not-resolved", incident=incident_id, state=row.state)
            _not_merged(row)
            return {"state": "reviewed", "reviewed_us": now_us, "reviewed_by": actor, **said}

        return self._act("review", "incident.reviewed", incident_id, actor, version, said, change)

    def unreview(self, incident_id: str, *, actor: str, version: int | None = None) -> Incident:
        """Take a review back; ``incident-not-reviewed`` where there is none."""

        def change(_: Connection, row: sa.Row[Any], __: int) -> dict[str, Any]:
            if row.state != "reviewed":
                raise Conflict("incident-not-reviewed", incident=incident_id, state=row.state)
            return {"state": "resolved", "reviewed_us": None, "reviewed_by": "", "learned": ""}

        return self._act("review", "incident.unreviewed", incident_id, actor, version, UNDONE, change)

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
        this = incidents.c.id == incident_id
        with self._engine.begin() as connection:
            row = locked(connection, incident_id, version)
            values = {**change(connection, row, now_us), "updated_us": now_us, "version": row.version + 1}
            connection.execute(incidents.update().where(this).values(values))
            self._tell(connection, kind, incident_id, actor, {"asset": row.asset, **said})
            detail = {"version": row.version + 1, **said}
            self._audit(connection, f"incident.{action}", incident_id, actor, detail)
            return incident_of(connection.execute(incidents_query().where(this)).one())


def _not_merged(row: sa.Row[Any]) -> None:
    if row.merged_into:
        raise Conflict("incident-is-merged", incident=row.id, into=row.merged_into)


def _confirmed(row: sa.Row[Any], actor: str, now_us: int) -> dict[str, Any]:
    """Return the columns of a confirmation; whoever gave one before stays."""
    if row.confirmed_us is not None:
        return {}
    return {"confirmed_us": now_us, "confirmed_by": actor}
