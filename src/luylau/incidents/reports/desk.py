"""What operators do with reports. Change, event and audit row are one transaction."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.acts import UNDONE, Acts, checked, locked
from luylau.incidents.reports.report import Contact, Report, report_of, reports_query
from luylau.incidents.reports.tables import report_contacts, reports
from luylau.kernel.errors import Conflict, NotFound

ANSWER_MAX = 2_000
"""Letters that a public answer may have."""


class ReportDesk(Acts):
    """Attaches, answers, closes, holds back and releases; each act has one that takes it back.

    All raise NotFound for a report that does not exist (``report-unknown``) and Conflict for one that changed
    since the caller saw it (``report-changed``).
    """

    def attach(self, report: str, incident: str, *, actor: str, version: int | None = None) -> Report:
        """Let a report belong to an incident, whose state the citizen then sees; it leaves any other.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it belongs to it already (``report-attached``), or that is an exercise, of which the
                citizen would read that something is done (``report-attach-drill``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if locked(connection, incident).drill:
                raise Conflict("report-attach-drill", incident=incident)
            if row.incident == incident:
                raise Conflict("report-attached", incident=incident)
            if row.incident is not None:
                self._on_time_line(connection, "incident.report_detached", row.incident, row, actor)
            self._on_time_line(connection, "incident.report_attached", incident, row, actor)
            values = {"incident": incident, "held": False}
            return self._change(connection, row, "report.attached", actor, values, {"incident": incident})

    def detach(self, report: str, *, actor: str, version: int | None = None) -> Report:
        """Take a report out of its incident.

        Raises:
            Conflict: it belongs to none (``report-not-attached``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if row.incident is None:
                raise Conflict("report-not-attached")
            self._on_time_line(connection, "incident.report_detached", row.incident, row, actor)
            said = {"incident": row.incident}
            return self._change(connection, row, "report.detached", actor, {"incident": None}, said)

    def answer(self, report: str, text: str, *, actor: str, version: int | None = None) -> Report:
        """Write what the citizen reads, in their language; an empty text takes an answer back.

        Raises:
            BadInput: the text is too long (``incident-text-too-long``).
        """
        said = checked(text, ANSWER_MAX) if text.strip() else ""
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            answered_us = self._clock.now_us() if said else None
            values = {"answer": said, "answered_us": answered_us, "answered_by": actor if said else ""}
            told = {"text": said} if said else {**UNDONE, "text": row.answer}
            return self._change(connection, row, "report.answered", actor, values, told)

    def close(self, report: str, *, actor: str, version: int | None = None) -> Report:
        """Say that a report is dealt with, whatever becomes of its incident.

        Raises:
            Conflict: it is closed (``report-closed``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if row.closed_us is not None:
                raise Conflict("report-closed")
            values = {"closed_us": self._clock.now_us(), "closed_by": actor}
            return self._change(connection, row, "report.closed", actor, values, {})

    def reopen(self, report: str, *, actor: str, version: int | None = None) -> Report:
        """Take a closing back.

        Raises:
            Conflict: it is not closed (``report-not-closed``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if row.closed_us is None:
                raise Conflict("report-not-closed")
            values = {"closed_us": None, "closed_by": ""}
            return self._change(connection, row, "report.reopened", actor, values, {})

    def hold(self, report: str, *, actor: str, version: int | None = None) -> Report:
        """Hold a report back: it is no evidence, and Open311 does not list it.

        Raises:
            Conflict: it is held back already (``report-held``), or belongs to an incident
                (``report-attached``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if row.held:
                raise Conflict("report-held")
            if row.incident is not None:
                raise Conflict("report-attached", incident=row.incident)
            return self._change(connection, row, "report.held", actor, {"held": True}, {})

    def release(self, report: str, *, actor: str, version: int | None = None) -> Report:
        """Let a report through that was held back.

        Raises:
            Conflict: it is not held back (``report-not-held``).
        """
        with self._engine.begin() as connection:
            row = _locked(connection, report, version)
            if not row.held:
                raise Conflict("report-not-held")
            return self._change(connection, row, "report.released", actor, {"held": False}, {})

    def read_contact(self, report: str, *, actor: str) -> Contact:
        """Return how to reach who reported; each look is audited.

        Raises:
            NotFound: nothing is known, or no more (``report-contact-none``).
        """
        with self._engine.begin() as connection:
            _locked(connection, report, None)
            query = sa.select(report_contacts).where(report_contacts.c.report == report)
            row = connection.execute(query).one_or_none()
            if row is None:
                raise NotFound("report-contact-none", report=report)
            self._audit(connection, "report.read_contact", report, actor, {})
            return Contact(phone=row.phone, email=row.email)

    def _change(
        self,
        connection: Connection,
        row: sa.Row[Any],
        kind: str,
        actor: str,
        values: Mapping[str, Any],
        said: Mapping[str, Any],
    ) -> Report:
        changed = {**values, "version": row.version + 1, "updated_us": self._clock.now_us()}
        connection.execute(reports.update().where(reports.c.id == row.id).values(changed))
        self._tell(connection, kind, row.id, actor, said)
        self._audit(connection, "report.manage", row.id, actor, {"act": kind, **said})
        return report_of(connection.execute(reports_query().where(reports.c.id == row.id)).one())

    def _on_time_line(
        self, connection: Connection, kind: str, incident: str, row: sa.Row[Any], actor: str
    ) -> None:
        said = {"report": row.id, "service": row.service, "names": row.names}
        self._tell(connection, kind, incident, actor, said)


def _locked(connection: Connection, report: str, version: int | None) -> sa.Row[Any]:
    row = connection.execute(sa.select(reports).where(reports.c.id == report).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("report-unknown", report=report)
    if version is not None and row.version != version:
        raise Conflict("report-changed", report=report, expected=version, found=row.version)
    return row
