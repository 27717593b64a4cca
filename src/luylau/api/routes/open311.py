"""Open311 GeoReport v2: other systems hand reports in, and everybody may see what became of them.

What is personal is in no answer: no contact, no photo; positions are rounded, and what people wrote is shown
only where the settings say so.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response

from luylau.api.models.open311 import (
    Open311Created,
    Open311Definition,
    Open311Discovery,
    Open311Endpoint,
    Open311Request,
    Open311Service,
    Open311Token,
)
from luylau.api.open311 import FormatPath, Open311Route, answer, declared
from luylau.api.params import Text
from luylau.api.permissions import origin_of
from luylau.api.problems import language_of
from luylau.api.reporting import Handed, take_in
from luylau.api.services import Services, ServicesDep
from luylau.incidents.reports import PUBLIC_STATUSES, PublicStatus, Report, Sender
from luylau.kernel.clock import MICROS, iso, parse_iso
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.messages import Language, message

router = APIRouter(tags=["open311"], prefix="/open311", route_class=Open311Route)

SPAN_DAYS = 90
"""Longest time that a list may span."""
MOST = 1_000
"""Requests that a list holds at most, the newest."""
_DECIMALS = 3
"""Public positions are rounded to this: some 100 m."""
_CHANGESET = "2026-11-27T00:00:00Z"

Jurisdiction = Annotated[Text, Query(max_length=100, description="The city's id; may be left out.")]
Some = Annotated[Text, Query(max_length=4_000)]


@router.get("/discovery.{form}", **declared("discoverOpen311", Open311Discovery))
def discover(services: ServicesDep, form: FormatPath) -> Response:
    """Say where the endpoint is, and which forms it speaks."""
    origin = services.settings.web.public_origin
    endpoint = Open311Endpoint(
        specification="http://wiki.open311.org/GeoReport_v2",
        url=f"{origin}/open311/v2",
        changeset=_CHANGESET,
        type="production",
        formats=["text/xml", "application/json"],
    )
    content = Open311Discovery(
        changeset=_CHANGESET,
        contact=f"{origin}/report",
        key_service=f"{origin}/report",
        endpoints=[endpoint],
    )
    return answer(form, content, "discovery")


@router.get("/v2/services.{form}", **declared("listOpen311Services", list[Open311Service]))
def list_services(
    services: ServicesDep, request: Request, form: FormatPath, jurisdiction_id: Jurisdiction = ""
) -> Response:
    """List what may be reported."""
    _check_jurisdiction(services, jurisdiction_id)
    language = language_of(request)
    content = [
        Open311Service(
            service_code=one.code,
            service_name=one.names[language],
            description=one.descriptions[language],
            metadata=False,
            type="realtime",
            keywords=",".join(one.keywords),
            group=one.group,
        )
        for one in services.reports.shelf.services.values()
    ]
    return answer(form, content, "services", "service")


@router.get("/v2/services/{service_code}.{form}", **declared("getOpen311Service", Open311Definition))
def get_service(
    services: ServicesDep,
    form: FormatPath,
    service_code: Annotated[Text, Path(max_length=64)],
    jurisdiction_id: Jurisdiction = "",
) -> Response:
    """Return the attributes of a service; it has none."""
    _check_jurisdiction(services, jurisdiction_id)
    service = services.reports.shelf.get(service_code)
    content = Open311Definition(service_code=service.code, attributes=[])
    return answer(form, content, "service_definition")


@router.post("/v2/requests.{form}", **declared("createOpen311Request", list[Open311Created], body=True))
def create_request(
    services: ServicesDep,
    request: Request,
    form: FormatPath,
    service_code: Annotated[str, Form(max_length=64)] = "",
    api_key: Annotated[str, Form(max_length=200)] = "",
    jurisdiction_id: Annotated[str, Form(max_length=100)] = "",
    lat: Annotated[float | None, Form(ge=-90, le=90, allow_inf_nan=False)] = None,
    long: Annotated[float | None, Form(ge=-180, le=180, allow_inf_nan=False)] = None,
    address_string: Annotated[str, Form(max_length=1_000)] = "",
    address_id: Annotated[str, Form(max_length=64, description="Id of a place of the city.")] = "",
    description: Annotated[str, Form(max_length=8_000)] = "",
    phone: Annotated[str, Form(max_length=100)] = "",
    email: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Hand a report in, as a system that has a key."""
    system = services.reports.door.system(api_key)
    _check_jurisdiction(services, jurisdiction_id)
    language = language_of(request)
    handed = Handed(
        service=service_code,
        text=description,
        language=language,
        address=address_string,
        place=address_id,
        lat=lat,
        lon=long,
        phone=phone,
        email=email,
        origin=f"open311:{system}",
    )
    taken = take_in(services, handed, Sender(address=origin_of(request).address, system=system))
    service = services.reports.shelf.get(service_code)
    notice = message(language, "report-open311-notice", {"code": taken.code})
    if service.call_first:
        notice = f"{message(language, 'report-call-first', {'number': service.call_first})} {notice}"
    content = [Open311Created(service_request_id=taken.id, service_notice=notice, account_id=None)]
    return answer(form, content, "service_requests", "request")


@router.get("/v2/tokens/{token}.{form}", **declared("getOpen311Token", list[Open311Token]))
def get_token(
    services: ServicesDep,
    request: Request,
    form: FormatPath,
    token: Annotated[Text, Path(max_length=64, description="The code that a report is found by.")],
    jurisdiction_id: Jurisdiction = "",
) -> Response:
    """Return the id of the request that a code stands for."""
    _check_jurisdiction(services, jurisdiction_id)
    services.reports.door.look(origin_of(request).address)
    found = services.reports.book.by_code(token)
    content = [Open311Token(service_request_id=found.id, token=found.code)]
    return answer(form, content, "service_requests", "request")


@router.get("/v2/requests.{form}", **declared("listOpen311Requests", list[Open311Request]))
def list_requests(
    services: ServicesDep,
    request: Request,
    form: FormatPath,
    jurisdiction_id: Jurisdiction = "",
    service_request_id: Some = "",
    service_code: Some = "",
    start_date: Annotated[Text, Query(max_length=40)] = "",
    end_date: Annotated[Text, Query(max_length=40)] = "",
    status: Annotated[Text, Query(max_length=40)] = "",
) -> Response:
    """List requests, newest first: at most 1,000 of at most 90 days; lists are separated by commas."""
    _check_jurisdiction(services, jurisdiction_id)
    ids = _listed(service_request_id)
    book = services.reports.book
    if ids:
        # As the specification has it, ids override all else.
        found = book.page(ids=ids, held=False, limit=MOST)
    else:
        start_us, end_us = _span(start_date, end_date, services.clock.now_us())
        found = book.page(
            services=_listed(service_code),
            statuses=_statuses(status),
            start_us=start_us,
            end_us=end_us,
            limit=MOST,
        )
    language = language_of(request)
    content = [_shown(services, report, language) for report in found.reports]
    return answer(form, content, "service_requests", "request")


@router.get("/v2/requests/{service_request_id}.{form}", **declared("getOpen311Request", list[Open311Request]))
def get_request(
    services: ServicesDep,
    request: Request,
    form: FormatPath,
    service_request_id: Annotated[Text, Path(max_length=64)],
    jurisdiction_id: Jurisdiction = "",
) -> Response:
    """Return one request."""
    _check_jurisdiction(services, jurisdiction_id)
    report = services.reports.book.get(service_request_id)
    content = [_shown(services, report, language_of(request))]
    return answer(form, content, "service_requests", "request")


def _shown(services: Services, report: Report, language: Language) -> Open311Request:
    """Return a report as everybody may see it."""
    view, public = services.city.view, services.settings.reports.publish_text == "on"
    service = services.reports.shelf.services.get(report.service)
    status = message(language, f"report-status-{report.status.replace('_', '-')}")
    place = view.place_name(report.place, language)
    return Open311Request(
        service_request_id=report.id,
        status="closed" if report.status == "solved" else "open",
        status_notes=report.answer or status,
        service_name=report.names.get(language, report.service),
        service_code=report.service,
        description=report.text if public else None,
        agency_responsible=view.owner_name(service.agency, language) or None if service else None,
        service_notice=None,
        requested_datetime=_seconds(report.received_us),
        updated_datetime=_seconds(report.updated_us),
        expected_datetime=None,
        address=", ".join(part for part in (public and report.address, place) if part) or None,
        address_id=report.place or None,
        zipcode=None,
        lat=None if report.lat is None else round(report.lat, _DECIMALS),
        long=None if report.lon is None else round(report.lon, _DECIMALS),
        media_url=None,
    )


def _check_jurisdiction(services: Services, said: str) -> None:
    if said and said != services.city.view.city.id:
        raise NotFound("report-jurisdiction-unknown", jurisdiction=said)


def _listed(text: str) -> Sequence[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _statuses(text: str) -> Sequence[PublicStatus]:
    named = set(_listed(text))
    if named - {"open", "closed"}:
        raise BadInput("report-status-wrong", status=text)
    if len(named) != 1:
        return ()
    return ("solved",) if named == {"closed"} else [one for one in PUBLIC_STATUSES if one != "solved"]


def _span(start: str, end: str, now_us: int) -> tuple[int, int]:
    """Return a list's bounds; one that is left out lies 90 days from the other, the end not after now."""
    longest_us = SPAN_DAYS * 86_400 * MICROS
    start_us, end_us = _time(start, "start_date"), _time(end, "end_date")
    if end_us is None:
        end_us = now_us if start_us is None else min(now_us, start_us + longest_us)
    if start_us is None:
        start_us = end_us - longest_us
    if end_us - start_us > longest_us:
        raise BadInput("report-span-too-long", days=SPAN_DAYS)
    return start_us, end_us


def _time(text: str, name: str) -> int | None:
    if not text:
        return None
    try:
        # A plus sign that a client did not encode arrives as a blank.
        return parse_iso(text.replace(" ", "+"))
    except (ValueError, OverflowError):
        raise BadInput("report-time-wrong", field=name) from None


def _seconds(time_us: int) -> str:
    """Return a time as the specification writes it, without parts of seconds."""
    return iso(time_us - time_us % MICROS)
