"""What becomes of reports by itself: closed with their incident, and rid of what is personal after a time."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.acts import Acts, Auditor
from luylau.incidents.reports.report import WEB, reports_query
from luylau.incidents.reports.tables import report_contacts, report_photos, reports
from luylau.incidents.tables import OVER
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.events import EventLog
from luylau.settings.reports import ReportSettings

_MOST = 500
"""Reports that one look changes at most, so that no transaction is long."""


class ReportKeeper(Acts):
    """Looks after reports; ``tick`` is to be called now and then, by one process at a time."""

    def __init__(
        self,
        engine: sa.Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        settings: ReportSettings,
    ) -> None:
        super().__init__(engine, event_log, clock, auditor)
        self._keep_us = settings.contact_days * 86_400 * MICROS

    def tick(self) -> int:
        """Close and reopen reports with their incidents, delete what is due; return how many were changed."""
        with self._engine.begin() as connection:
            return self._follow(connection) + self._forget(connection)

    def _follow(self, connection: Connection) -> int:
        base = reports_query().subquery()
        ended = base.c.closed_us.is_(None) & base.c.state.in_(OVER)
        # What the platform closed goes on with its incident; what a person closed stays closed.
        again = (base.c.closed_by == WEB) & (base.c.state.is_(None) | base.c.state.not_in(OVER))
        query = sa.select(base.c.id, base.c.version, base.c.closed_us).where(ended | again).limit(_MOST)
        rows = connection.execute(query).all()
        now_us = self._clock.now_us()
        for row in rows:
            closes = row.closed_us is None
            values: dict[str, Any] = {
                "closed_us": now_us if closes else None,
                "closed_by": WEB if closes else "",
            }
            values |= {"version": row.version + 1, "updated_us": now_us}
            # What a person did meanwhile stands; the next look sees it.
            as_seen = (reports.c.id == row.id) & (reports.c.version == row.version)
            if connection.execute(reports.update().where(as_seen).values(values)).rowcount:
                self._tell(connection, "report.closed" if closes else "report.reopened", row.id, WEB, {})
        return len(rows)

    def _forget(self, connection: Connection) -> int:
        due = reports.c.closed_us.is_not(None) & (reports.c.closed_us <= self._clock.now_us() - self._keep_us)
        photo = sa.exists().where(report_photos.c.report == reports.c.id)
        contact = sa.exists().where(report_contacts.c.report == reports.c.id)
        query = sa.select(reports.c.id, photo.label("photo"), contact.label("contact"))
        rows = connection.execute(query.where(due & (photo | contact)).limit(_MOST)).all()
        for row in rows:
            connection.execute(report_contacts.delete().where(report_contacts.c.report == row.id))
            connection.execute(report_photos.delete().where(report_photos.c.report == row.id))
            gone = {"contact_deleted_us": self._clock.now_us()}
            connection.execute(reports.update().where(reports.c.id == row.id).values(gone))
            deleted = [name for name, was in (("contact", row.contact), ("photo", row.photo)) if was]
            self._audit(connection, "report.manage", row.id, WEB, {"act": "deleted", "deleted": deleted})
        return len(rows)
