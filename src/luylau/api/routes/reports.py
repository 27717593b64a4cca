"""Citizen reports as operators work on them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from luylau.api.acting import ByDep
from luylau.api.models.reports import (
    Report,
    ReportAnswer,
    ReportAttachment,
    ReportContact,
    ReportPage,
    ReportService,
    ReportServiceList,
    ReportStatus,
)
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, Limit, Many, RecordId, Search, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.incidents.reports import Report as KeptReport
from luylau.kernel.messages import Language, message
from luylau.security import SignedIn

router = APIRouter(tags=["reports"])


@router.get("/report-services", **operation("report.read", "listReportServices"))
def list_report_services(services: ServicesDep, caller: CallerDep) -> ReportServiceList:
    """List what citizens may report."""
    return ReportServiceList(
        items=[
            ReportService(
                code=one.code,
                group=one.group,
                name=_name(one.names, caller.user.language),
                names=dict(one.names),
                evidence=one.evidence,
                call_first=one.call_first,
            )
            for one in services.reports.shelf.services.values()
        ]
    )


@router.get("/reports", **operation("report.read", "listReports"))
def list_reports(
    services: ServicesDep,
    caller: CallerDep,
    status: Annotated[tuple[ReportStatus, ...], Query(max_length=4)] = (),
    service: Many = (),
    place: Annotated[tuple[Text, ...], Query(max_length=100, description="Places inside count too.")] = (),
    incident: Many = (),
    attached: Annotated[
        bool | None, Query(description="Only those of an incident, or only the others.")
    ] = None,
    held: Annotated[bool, Query(description="Those held back instead of the others.")] = False,
    closed: Annotated[bool | None, Query(description="Only the closed ones, or only the others.")] = None,
    q: Search = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> ReportPage:
    """List citizen reports, newest first."""
    found = services.reports.book.page(
        statuses=status,
        services=service,
        places=services.city.view.inside(place),
        incidents=incident,
        attached=attached,
        held=held,
        closed=closed,
        text=q,
        cursor=cursor or "",
        limit=limit,
    )
    shown = _Showing(services, caller)
    return ReportPage(
        items=[shown.report(one) for one in found.reports],
        next_cursor=found.cursor or None,
        held=found.held,
        open=found.open,
    )


@router.get("/reports/{report}", **operation("report.read", "getReport", 404))
def get_report(services: ServicesDep, caller: CallerDep, response: Response, report: RecordId) -> Report:
    """Return one report; ``ETag`` is its version."""
    return _answer(services, caller, response, services.reports.book.get(report))


_photo = operation("report.read", "getReportPhoto", 404)
_photo["responses"][200] = media({"image/jpeg": "binary"}, "The photo, with masked faces")


@router.get("/reports/{report}/photo", response_class=Response, **_photo)
def get_report_photo(services: ServicesDep, report: RecordId) -> Response:
    """Return a report's photo; its faces were masked before it was kept, as far as they were found."""
    content = services.reports.book.photo(report)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@router.get("/reports/{report}/contact", **operation("report.read_contact", "getReportContact", 404))
def get_report_contact(services: ServicesDep, caller: CallerDep, report: RecordId) -> ReportContact:
    """Return how to reach who reported; that you looked is audited."""
    found = services.reports.desk.read_contact(report, actor=caller.user.id)
    return ReportContact(phone=found.phone, email=found.email)


class _Act:
    """An act of the caller on the report that the path names."""

    def __init__(
        self, services: ServicesDep, caller: CallerDep, response: Response, report: RecordId, by: ByDep
    ) -> None:
        self.desk = services.reports.desk
        self.report = report
        self.by = by
        self._services = services
        self._caller = caller
        self._response = response

    def answer(self, report: KeptReport) -> Report:
        """Return the answer: the report as it is now."""
        return _answer(self._services, self._caller, self._response, report)


_ActDep = Annotated[_Act, Depends()]


@router.post("/reports/{report}/attach", **operation("report.manage", "attachReport", 404, 409, body=True))
def attach_report(act: _ActDep, body: ReportAttachment) -> Report:
    """Let a report belong to an incident; the citizen then sees how that one stands."""
    return act.answer(act.desk.attach(act.report, body.incident, **act.by))


@router.post("/reports/{report}/detach", **operation("report.manage", "detachReport", 404, 409))
def detach_report(act: _ActDep) -> Report:
    """Take a report out of its incident."""
    return act.answer(act.desk.detach(act.report, **act.by))


@router.post("/reports/{report}/answer", **operation("report.manage", "answerReport", 404, 409, body=True))
def answer_report(act: _ActDep, body: ReportAnswer) -> Report:
    """Write a public answer in the citizen's language; an empty one takes it back."""
    return act.answer(act.desk.answer(act.report, body.text, **act.by))


@router.post("/reports/{report}/close", **operation("report.manage", "closeReport", 404, 409))
def close_report(act: _ActDep) -> Report:
    """Say that a report is dealt with."""
    return act.answer(act.desk.close(act.report, **act.by))


@router.post("/reports/{report}/reopen", **operation("report.manage", "reopenReport", 404, 409))
def reopen_report(act: _ActDep) -> Report:
    """Take a closing back."""
    return act.answer(act.desk.reopen(act.report, **act.by))


@router.post("/reports/{report}/hold", **operation("report.manage", "holdReport", 404, 409))
def hold_report(act: _ActDep) -> Report:
    """Hold a report back: it is no evidence, and Open311 does not list it."""
    return act.answer(act.desk.hold(act.report, **act.by))


@router.post("/reports/{report}/release", **operation("report.manage", "releaseReport", 404, 409))
def release_report(act: _ActDep) -> Report:
    """Let a report through that was held back."""
    return act.answer(act.desk.release(act.report, **act.by))


class _Showing:
    """Makes models of reports for one caller."""

    def __init__(self, services: Services, caller: SignedIn) -> None:
        self._view = services.city.view
        self._book = services.reports.book
        self._language = caller.user.language
        self._people = names_of_users(services)
        self._titles: dict[str, str] = {"": ""}

    def report(self, report: KeptReport) -> Report:
        return Report(
            id=report.id,
            code=report.code,
            service=report.service,
            service_name=_name(report.names, self._language),
            evidence=report.evidence,
            text=report.text,
            language=report.language,
            address=report.address,
            place=report.place,
            place_name=self._view.place_name(report.place, self._language),
            lat=report.lat,
            lon=report.lon,
            accuracy_m=report.accuracy_m,
            origin=report.origin,
            held=report.held,
            status=report.status,
            incident=report.incident,
            incident_title=self._title(report.incident),
            answer=report.answer,
            answered=report.answered_us,
            answered_by=report.answered_by,
            answered_by_name=self._people.get(report.answered_by, ""),
            received=report.received_us,
            updated=report.updated_us,
            closed=report.closed_us,
            closed_by=report.closed_by,
            closed_by_name=self._people.get(report.closed_by, ""),
            has_photo=report.has_photo,
            photo_faces=report.photo_faces,
            photo_refused=report.photo_refused,
            photo_refused_text=message(self._language, report.photo_refused) if report.photo_refused else "",
            has_contact=report.has_contact,
            contact_deleted=report.contact_deleted_us,
            version=report.version,
        )

    def _title(self, incident: str) -> str:
        if incident not in self._titles:
            known = self._book.incident(incident)
            name = self._view.asset_name(known.asset, self._language, known.asset_name)
            self._titles[incident] = known.title(self._language, name)
        return self._titles[incident]


def _answer(services: Services, caller: SignedIn, response: Response, report: KeptReport) -> Report:
    response.headers["ETag"] = f'"{report.version}"'
    return _Showing(services, caller).report(report)


def _name(names: Mapping[str, str], language: Language) -> str:
    return names.get(language) or next(iter(names.values()), "")
