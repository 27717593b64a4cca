"""The report book: takes reports in durably, and reads them."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from luylau.incidents.cursors import packed, unpacked
from luylau.incidents.incident import Incident, incident_of, incidents_query
from luylau.incidents.reports.codes import new_code, read_code
from luylau.incidents.reports.report import (
    WEB,
    NewReport,
    PublicStatus,
    Report,
    ReportEvidence,
    ReportPage,
    report_of,
    reports_query,
)
from luylau.incidents.reports.tables import report_contacts, report_photos, reports
from luylau.incidents.tables import incidents as incident_table
from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.events import Event, EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.kernel.text import fold

EVIDENCE_MOST = 100_000
"""Reports that ``evidence`` returns at most, the newest."""
_PAGE = 100
_PAGE_MAX = 1_000


class ReportBook:
    """Keeps reports. What comes in and the event that tells of it are one transaction."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock

    def receive(self, new: NewReport) -> Report:
        """Keep a report and return it; one whose ``submission`` came before is that earlier one."""
        now_us = self._clock.now_us()
        report_id = new_id("report")
        try:
            with self._engine.begin() as connection:
                before = self._submitted(connection, new.submission)
                if before is not None:
                    return before
                self._insert(connection, new, report_id, now_us)
                return _get(connection, reports.c.id == report_id, report=report_id)
        except IntegrityError:
            # The same form came by two connections at once; the other one was quicker.
            with reader(self._engine) as connection:
                before = self._submitted(connection, new.submission)
            if before is None:
                raise
            return before

    def _insert(self, connection: Connection, new: NewReport, report_id: str, now_us: int) -> None:
        code = new_code()
        connection.execute(
            reports.insert().values(
                id=report_id,
                code=code,
                submission=new.submission,
                service=new.service,
                names=dict(new.names),
                evidence=new.evidence,
                text=new.text,
                language=new.language,
                address=new.address,
                search=fold(" ".join((code, new.text, new.address, *new.names.values()))),
                place=new.place,
                lat=new.lat,
                lon=new.lon,
                accuracy_m=new.accuracy_m,
                origin=new.origin,
                held=new.held,
                incident=None,
                answer="",
                answered_by="",
                received_us=now_us,
                updated_us=now_us,
                closed_by="",
                photo_faces=new.photo_faces,
                photo_refused=new.photo_refused,
                version=1,
            )
        )
        if new.contact:
            said = {"phone": new.contact.phone, "email": new.contact.email}
            connection.execute(report_contacts.insert().values(report=report_id, **said))
        if new.photo:
            connection.execute(report_photos.insert().values(report=report_id, content=new.photo))
        data = {"service": new.service, "place": new.place, "evidence": new.evidence, "held": new.held}
        actor = f"system:{new.origin}"
        self._log.append(
            connection,
            Event(kind="report.received", subject=report_id, actor=actor, time_us=now_us, data=data),
        )

    def _submitted(self, connection: Connection, submission: str | None) -> Report | None:
        if submission is None:
            return None
        row = connection.execute(reports_query().where(reports.c.submission == submission)).one_or_none()
        return None if row is None else report_of(row)

    def get(self, report: str) -> Report:
        """Return a report by its id.

        Raises:
            NotFound: there is none (``report-unknown``).
        """
        with reader(self._engine) as connection:
            return _get(connection, reports.c.id == report, report=report)

    def by_code(self, code: str) -> Report:
        """Return a report by its code as a person typed it.

        Raises:
            NotFound: there is none (``report-code-unknown``).
        """
        kept = read_code(code)
        with reader(self._engine) as connection:
            row = connection.execute(reports_query().where(reports.c.code == kept)).one_or_none()
        if not kept or row is None:
            raise NotFound("report-code-unknown")
        return report_of(row)

    def incident(self, incident: str) -> Incident:
        """Return an incident that reports belong to.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
        """
        query = incidents_query().where(incident_table.c.id == incident)
        with reader(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("incident-unknown", incident=incident)
        return incident_of(row)

    def photo(self, report: str) -> bytes:
        """Return a report's photo, a JPEG with masked faces.

        Raises:
            NotFound: it has none (``report-photo-none``).
        """
        query = sa.select(report_photos.c.content).where(report_photos.c.report == report)
        with reader(self._engine) as connection:
            content = connection.execute(query).scalar_one_or_none()
        if content is None:
            raise NotFound("report-photo-none", report=report)
        return bytes(content)

    def page(
        self,
        *,
        ids: Collection[str] = (),
        statuses: Collection[PublicStatus] = (),
        services: Collection[str] = (),
        places: Collection[str] = (),
        incidents: Collection[str] = (),
        attached: bool | None = None,
        held: bool | None = False,
        closed: bool | None = None,
        text: str = "",
        start_us: int | None = None,
        end_us: int | None = None,
        cursor: str = "",
        limit: int = _PAGE,
    ) -> ReportPage:
        """Return reports, newest first, at most ``limit`` (1 to 1,000) of those after ``cursor``.

        An empty filter lets everything through, and so does None; ``text`` are words that must all occur.
        ``start_us`` and ``end_us`` bound when they came, both included.

        Raises:
            BadInput: the cursor is none (``report-cursor-bad``).
        """
        base = reports_query().subquery()
        query = sa.select(base)
        for column, wanted in (
            (base.c.id, ids),
            (base.c.service, services),
            (base.c.place, places),
            (base.c.incident, incidents),
        ):
            if wanted:
                query = query.where(column.in_(list(wanted)))
        if statuses:
            query = query.where(_status(base).in_(list(statuses)))
        for column, wanted_to_be in ((base.c.incident, attached), (base.c.closed_us, closed)):
            if wanted_to_be is not None:
                query = query.where(column.is_not(None) if wanted_to_be else column.is_(None))
        if held is not None:
            query = query.where(base.c.held.is_(held))
        for word in fold(text).split():
            query = query.where(base.c.search.contains(word, autoescape=True))
        if start_us is not None:
            query = query.where(base.c.received_us >= start_us)
        if end_us is not None:
            query = query.where(base.c.received_us <= end_us)
        if cursor:
            after = unpacked(cursor, (int, str))
            if after is None:
                raise BadInput("report-cursor-bad")
            query = query.where(sa.tuple_(base.c.received_us, base.c.id) < after)
        limit = min(max(limit, 1), _PAGE_MAX)
        query = query.order_by(base.c.received_us.desc(), base.c.id.desc()).limit(limit + 1)
        waiting = sa.select(
            sa.func.count(sa.case((reports.c.held, 1))).label("held"),
            sa.func.count(sa.case((~reports.c.held, 1))).label("open"),
        ).where(reports.c.closed_us.is_(None))
        with reader(self._engine) as connection:
            found = [report_of(row) for row in connection.execute(query)]
            counts = connection.execute(waiting).one()
        shown = tuple(found[:limit])
        return ReportPage(
            reports=shown,
            cursor=packed((shown[-1].received_us, shown[-1].id)) if len(found) > limit else "",
            held=counts.held,
            open=counts.open,
        )

    def evidence(self, since_us: int) -> ReportEvidence:
        """Return what was reported since a time as columns, oldest first, at most ``EVIDENCE_MOST``.

        Left out is what is held back, what an operator has closed, and what is no evidence of anything.
        """
        columns = (
            reports.c.id, reports.c.place, reports.c.evidence, reports.c.lat, reports.c.lon,
            reports.c.accuracy_m, reports.c.received_us,
        )  # fmt: skip
        query = sa.select(*columns).where(
            reports.c.received_us >= since_us,
            reports.c.evidence != "",
            ~reports.c.held,
            reports.c.closed_by.in_(("", WEB)),
        )
        query = query.order_by(reports.c.received_us.desc(), reports.c.id.desc()).limit(EVIDENCE_MOST)
        with reader(self._engine) as connection:
            return ReportEvidence.of(list(connection.execute(query))[::-1])


def _get(connection: Connection, where: sa.ColumnElement[bool], *, report: str) -> Report:
    row = connection.execute(reports_query().where(where)).one_or_none()
    if row is None:
        raise NotFound("report-unknown", report=report)
    return report_of(row)


def _status(base: sa.Subquery) -> sa.ColumnElement[Any]:
    """Return ``status_of`` as SQL."""
    state = base.c.state
    return sa.case(
        (base.c.closed_by.not_in(("", WEB)), "solved"),
        (state.in_(("suspected", "confirmed")), "known"),
        (state.in_(("assigned", "in_progress")), "worked_on"),
        (state.is_not(None), "solved"),
        (base.c.closed_by != "", "solved"),
        else_="received",
    )
