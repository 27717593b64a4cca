"""Escalation clocks: who does nothing about an incident in time is told again, louder.

A suspected incident must be confirmed, and one confirmed or assigned be in progress, within the time of its
severity. The clock begins with the step (``since_us``); each time it runs out, ``escalations`` grows by one
and it begins again, until it has run out ``most`` times. Exercises, snoozed incidents and those over or in
progress have no clock. Where the machine's clock was ahead and has been set back, a clock begins anew.
"""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.rules import SEVERITIES, Severity, rank
from luylau.incidents.settling import restarted, tell
from luylau.incidents.tables import incidents
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.events import EventLog
from luylau.kernel.sql import reader
from luylau.settings.incidents import IncidentSettings

_WAITING: Final = ("suspected", "confirmed", "assigned")
_LOOKED_AT: Final = 1_000
"""Incidents that one look deals with; the next look takes the rest."""


class Escalation:
    """Lets the clocks of all incidents run; ``tick`` is to be called every few seconds."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, settings: IncidentSettings) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._most = settings.most
        self._limits_us: Mapping[Severity, int] = {
            "critical": round(settings.critical_min * 60 * MICROS),
            "major": round(settings.major_min * 60 * MICROS),
            "minor": round(settings.minor_min * 60 * MICROS),
        }
        self._longest_us = max(self._limits_us.values())

    def tick(self) -> int:
        """Wake what has slept long enough, start the clocks that do not run, and escalate where one has run
        out; return how many incidents were woken or escalated.

        All of it is one transaction; where the database is away nothing is lost, for the clocks are in it.

        Raises:
            OperationalError: the database is away; call again later.
        """
        now_us = self._clock.now_us()
        slept, ripe = incidents.c.snoozed_until_us <= now_us, self._ripe(now_us)
        with reader(self._engine) as connection:
            # Mostly there is nothing to do, and nobody is to wait for that.
            looks = [sa.select(incidents.c.id).where(these).limit(1) for these in (slept, ripe)]
            if all(connection.execute(look).first() is None for look in looks):
                return 0
        with self._engine.begin() as connection:
            woken = self._wake(connection, slept, now_us)
            query = sa.select(incidents).where(ripe)
            rows = connection.execute(
                query.order_by(incidents.c.opened_us).limit(_LOOKED_AT).with_for_update()
            ).all()
            escalated = sum(self._look(connection, row, now_us) for row in rows)
        return woken + escalated

    def _ripe(self, now_us: int) -> sa.ColumnElement[bool]:
        """Return the condition for incidents whose clock is to be started, has run out, or was ahead."""
        waiting = incidents.c.state.in_(_WAITING) & ~incidents.c.drill
        waiting &= incidents.c.snoozed_until_us.is_(None)
        timed = incidents.c.severity.in_([rank(severity) for severity in self._limits_us])
        begins = incidents.c.due_us.is_(None) & (incidents.c.escalations < self._most)
        ends = (incidents.c.due_us <= now_us) | (incidents.c.due_us > now_us + self._longest_us)
        return waiting & timed & (begins | ends)

    def _wake(self, connection: Connection, slept: sa.ColumnElement[bool], now_us: int) -> int:
        rows = connection.execute(sa.select(incidents).where(slept).limit(_LOOKED_AT).with_for_update()).all()
        for row in rows:
            values = {"snoozed_until_us": None, "version": row.version + 1, **restarted(now_us)}
            connection.execute(incidents.update().where(incidents.c.id == row.id).values(values))
            tell(self._log, connection, "incident.woken", row.id, now_us, {"asset": row.asset})
        return len(rows)

    def _look(self, connection: Connection, row: sa.Row[Any], now_us: int) -> bool:
        severity = SEVERITIES[row.severity]
        limit_us = self._limits_us[severity]
        due_us = row.due_us
        if due_us is None:
            due_us = min(row.since_us, now_us) + limit_us
        elif due_us > now_us + self._longest_us:
            due_us = now_us + limit_us
        values: dict[str, Any] = {"due_us": due_us}
        ran_out = bool(due_us <= now_us)
        if ran_out:
            escalations = row.escalations + 1
            again = escalations < self._most
            values = {"escalations": escalations, "due_us": now_us + limit_us if again else None}
        connection.execute(incidents.update().where(incidents.c.id == row.id).values(values))
        if ran_out:
            step = "confirm" if row.state == "suspected" else "start"
            said = {"asset": row.asset, "severity": severity, "step": step, "escalations": escalations}
            tell(self._log, connection, "incident.overdue", row.id, now_us, said)
        return ran_out
