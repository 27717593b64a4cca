"""The routes of the public pages."""

import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from luylau.api.cityview import name_in
from luylau.api.operations import PUBLIC, Operation, media, operation
from luylau.api.permissions import origin_of
from luylau.api.problems import say_when
from luylau.api.public.citymap import city_map
from luylau.api.public.pages import FOLDER, is_kiosk, page, page_language, shown_time
from luylau.api.public.upload import read_form
from luylau.api.reporting import ADDRESS_MAX, TEXT_MAX, Ambiguous, Handed, take_in, units
from luylau.api.services import Services, ServicesDep, services_of
from luylau.incidents.reports import PHOTO_MOST_BYTES, PUBLIC_STATUSES, Sender, read_code
from luylau.kernel.errors import BadInput, LuylauError, NotFound, Unavailable
from luylau.kernel.messages import Language, error_text, message
from luylau.kernel.sql import AWAY
from luylau.kernel.text import fold

_log = logging.getLogger(__name__)


class _PageRoute(APIRoute):
    """A route that answers what goes wrong with a page: people read it, no program does."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler around FastAPI's own."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except (LuylauError, *AWAY) as error:
                return _trouble(request, error)
            except RequestValidationError:
                # All else is strings of any length: nothing but the address can be wrong.
                return _trouble(request, NotFound("path-unknown", path=request.url.path))
            except HTTPException as error:
                if error.status_code not in _BY_STATUS:
                    raise
                return _trouble(request, BadInput(_BY_STATUS[error.status_code]), error.status_code)

        return handle


router = APIRouter(tags=["public"], route_class=_PageRoute)

_BY_STATUS: Final[Mapping[int, str]] = {408: "request-too-slow", 413: "report-form-too-large"}
_FILES: Final[Mapping[str, str]] = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "place.js": "text/javascript",
}
_SAID: Final[Mapping[int, str]] = {
    400: "What came is no form",
    403: "The form comes from another site",
    404: "There is nothing of that name",
    408: "The form did not come in time",
    413: "Too large",
    422: "Something in the form is wrong; the page says what",
    429: "Too many reports",
    503: "No reports are taken, or a part that this needs is away",
}
_CODE_MOST: Final = 40
"""Letters of a mistyped code that are shown again."""
_TEXTS: Final = ("service", "text", "address", "place", "phone", "email")
_POSITION: Final = ("lat", "lon", "accuracy")
_WITH_PHOTO: Final = "photo"
"""What the field ``again`` says where a photo was chosen and not sent along."""
_POSITION_WRONG: Final = ("report-outside", "report-position-wrong", "report-position-half")


def _public(operation_id: str, *statuses: int) -> Operation:
    """Return the keyword arguments of a page's route: open to everybody by design, errors are pages too."""
    as_page = {"text/html": {"schema": {"type": "string"}}, "application/problem+json": _PROBLEM}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": _SAID[status], "content": as_page} for status in (422, 429, 503, *statuses)
    }
    responses[200] = media({"text/html": ""}, "The page")
    made = operation(PUBLIC, operation_id)
    made["responses"] = responses
    return made


_PROBLEM: Final = {"schema": {"$ref": "#/components/schemas/Problem"}}
_file = _public("getReportFile", 404)
_file["responses"][200] = media(dict.fromkeys(_FILES.values(), ""), "The file")
_send = _public("sendReport", 400, 403, 404, 408, 413)
_send["responses"][303] = {"description": "Taken; `Location` is the report's page"}
_fields: dict[str, Any] = {name: {"type": "string"} for name in (*_TEXTS, *_POSITION)}
_send["openapi_extra"]["requestBody"] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["service"],
                "properties": {**_fields, "photo": {"type": "string", "format": "binary"}},
            }
        },
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["service"], "properties": _fields}
        },
    },
}
_find = _public("findReport", 404)
_find["responses"][303] = {"description": "`Location` is the report's page"}


@router.get("/report", response_class=Response, **_public("showReportForm"))
def show_form(services: ServicesDep, request: Request) -> Response:
    """Show the form that citizens report with."""
    return _form(services, request, {})


@router.post("/report", response_class=Response, **_send)
async def send_report(services: ServicesDep, request: Request) -> Response:
    """Take a report in from the form, and lead to its page; or show the form again as it is filled in, in
    another language."""
    sent = await read_form(request)
    if again := sent.fields.get("again"):
        had_photo = bool(sent.photo) or again == _WITH_PHOTO
        return await run_in_threadpool(_form, services, request, sent.fields, had_photo=had_photo)
    return await run_in_threadpool(_take, services, request, sent.fields, sent.photo)


@router.get("/report/files/{name}", response_class=Response, **_file)
def get_file(name: Annotated[str, Path(pattern=r"^[a-z.]{1,20}$")]) -> Response:
    """Return the pages' style sheet or a script of theirs."""
    if name not in _FILES:
        raise HTTPException(404)
    headers = {"Cache-Control": "no-cache"}
    return Response((FOLDER / "files" / name).read_bytes(), 200, headers, media_type=_FILES[name])


@router.get("/report/status", response_class=Response, **_find)
def find_report(services: ServicesDep, request: Request, code: str = "") -> Response:
    """Lead to the page of the report with a code as a person typed it."""
    kept = read_code(code)
    if not kept:
        return _no_code(services, request, code)
    return _to(request, kept, page_language(request, services))


@router.get("/report/{code}", response_class=Response, **_public("showReport", 404))
def show_report(
    services: ServicesDep, request: Request, code: Annotated[str, Path(max_length=100)]
) -> Response:
    """Show what became of a report."""
    if not read_code(code):
        return _no_code(services, request, code)
    language, kiosk = page_language(request, services), is_kiosk(request)
    try:
        services.reports.door.look(origin_of(request).address)
        report = services.reports.book.by_code(code)
    except LuylauError as error:
        return _form(services, request, {"code": code}, error)
    values = {
        "report": report,
        "service": report.names.get(language) or report.service,
        "place": services.city.view.place_name(report.place, language),
        "received": shown_time(services, report.received_us, language),
        "answered": shown_time(services, report.answered_us, language) if report.answered_us else "",
        "steps": [(step, step.replace("_", "-")) for step in PUBLIC_STATUSES],
        "reached": PUBLIC_STATUSES.index(report.status),
        "sent": request.query_params.get("sent") == "1",
        "photo_refused": message(language, report.photo_refused) if report.photo_refused else "",
    }
    return page(request, services, "status.html", language, values, kiosk=kiosk)


def _no_code(services: Services, request: Request, code: str) -> Response:
    return _form(services, request, {"code": code[:_CODE_MOST]}, BadInput("report-code-wrong"))


def _take(services: Services, request: Request, fields: Mapping[str, str], photo: bytes) -> Response:
    language = page_language(request, services)
    address = origin_of(request).address
    try:
        handed = Handed(
            **{name: fields.get(name, "") for name in _TEXTS},
            language=language,
            lat=_number(fields.get("lat", ""), 90),
            lon=_number(fields.get("lon", ""), 180),
            accuracy_m=_number(fields.get("accuracy", ""), 1e7),
            photo=photo,
            origin="kiosk" if services.reports.door.is_kiosk(address) else "page",
            submission=fields.get("submission", "")[:64] or None,
        )
        taken = take_in(services, handed, Sender(address=address))
    except (LuylauError, *AWAY) as error:
        return _form(services, request, fields, _said(error), had_photo=bool(photo))
    return _to(request, taken.code, language, sent=True)


def _said(error: Exception) -> LuylauError:
    """Return what people are told of an error."""
    if isinstance(error, LuylauError):
        return error
    _log.error("a public page: the database failed: %s", error)
    return Unavailable("report-away")


def _trouble(request: Request, error: Exception, status: int | None = None) -> Response:
    """Return a page that says what went wrong where nothing was filled in that it could keep."""
    said, services = _said(error), services_of(request)
    language = page_language(request, services)
    values = {"error": error_text(language, said)}
    kiosk = is_kiosk(request)
    made = page(
        request, services, "trouble.html", language, values, kiosk=kiosk, status=status or said.status
    )
    say_when(made, said)
    return made


def _to(request: Request, code: str, language: Language, *, sent: bool = False) -> Response:
    kiosk = "&kiosk=1" if is_kiosk(request) else ""
    target = f"/report/{code}?lang={language}{kiosk}{'&sent=1' if sent else ''}"
    return Response(None, 303, {"Location": target})


def _form(
    services: Services,
    request: Request,
    kept: Mapping[str, str],
    error: LuylauError | None = None,
    *,
    had_photo: bool = False,
) -> Response:
    """Return the form with what was filled in already, and what is wrong with it."""
    language, kiosk = page_language(request, services), is_kiosk(request)
    view, settings = services.city.view, services.settings.reports
    door = services.reports.door
    places = sorted(units(view), key=lambda place: fold(place.name))
    choices = error.matches if isinstance(error, Ambiguous) else ()
    # A position that is wrong is not handed back: nobody could take it away.
    lost = error is not None and error.key in _POSITION_WRONG
    values = {
        "services": list(services.reports.shelf.services.values()) if settings.taking == "on" else [],
        "places": [(place.id, name_in(language, place)) for place in places],
        "choices": [(one.place_id, view.place_name(one.place_id, language), one.name) for one in choices],
        "kept": kept,
        "position": {name: "" if lost else kept.get(name, "") for name in _POSITION},
        "map": city_map(view, language),
        "approximate": any(one["properties"]["approximate"] for one in view.territory["features"]),
        # Whoever stands at a kiosk saw it elsewhere: the kiosk's own position says nothing.
        "locate": not (kiosk or door.is_kiosk(origin_of(request).address)),
        "photo_most": PHOTO_MOST_BYTES,
        "error": error_text(language, error) if error else "",
        "photos": services.reports.masker.ready,
        "had_photo": had_photo,
        "contact_days": settings.contact_days,
        "text_max": TEXT_MAX,
        "address_max": ADDRESS_MAX,
        "submission": secrets.token_urlsafe(24),
    }
    status = error.status if error else 200
    made = page(request, services, "form.html", language, values, kiosk=kiosk, fresh=not kept, status=status)
    if error:
        say_when(made, error)
    return made


def _number(text: str, most: float) -> float | None:
    """Return a number of a hidden field; None for none, for the script that fills it in need not run."""
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise BadInput("report-position-wrong") from None
    if not -most <= number <= most:
        raise BadInput("report-position-wrong")
    return number
