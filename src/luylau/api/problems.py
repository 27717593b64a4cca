"""Every error leaves as one RFC 9457 problem document, in the caller's language."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luylau.api.models.common import Problem, ProblemFault
from luylau.kernel.errors import BadFile, Fault, Field, LuylauError, Unavailable
from luylau.kernel.messages import Language, as_language, message

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)

_BY_STATUS = {
    400: "request-unreadable",
    404: "path-unknown",
    405: "method-not-allowed",
    408: "request-too-slow",
    413: "request-too-large",
}

_BY_PYDANTIC: Mapping[str, str] = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "json_invalid": "request-not-json",
    "literal_error": "field-no-choice",
    "enum": "field-no-choice",
    "union_tag_invalid": "field-no-choice",
    "union_tag_not_found": "field-missing",
    "string_too_short": "field-too-short",
    "too_short": "field-too-short",
    "string_too_long": "field-too-long",
    "too_long": "field-too-long",
    "greater_than": "field-too-small",
    "greater_than_equal": "field-too-small",
    "less_than": "field-too-big",
    "less_than_equal": "field-too-big",
    "int_parsing": "field-no-number",
    "int_type": "field-no-number",
    "int_from_float": "field-no-number",
    "float_parsing": "field-no-number",
    "float_type": "field-no-number",
    "finite_number": "field-no-number",
}
"""Pydantic's error types to message keys; any other is "field-wrong". Its own English text is never shown."""

_LIMITS = ("min_length", "max_length", "gt", "ge", "lt", "le", "expected", "expected_tags")


def language_of(request: Request) -> Language:
    """Return the signed-in user's language, else the best fit for Accept-Language."""
    known: Language | None = getattr(request.state, "language", None)
    return known or as_language(request.headers.get("accept-language", ""))


def shown_fault(language: Language, fault: Fault) -> ProblemFault:
    """Return a fault with its text and remedy in ``language``."""
    return ProblemFault(
        file=fault.file,
        row=fault.row,
        column=fault.column,
        key=fault.key,
        fields=fault.fields,
        text=message(language, fault.key, fault.fields),
        remedy=message(language, fault.key, fault.fields, part="remedy"),
    )


def problem(
    request: Request, status: int, key: str, fields: Mapping[str, Field], faults: Iterable[Fault] = ()
) -> Response:
    """Return the problem document for a message key."""
    language = language_of(request)
    said = Problem(
        type=f"urn:luylau:problem:{key}",
        title=message(language, key, fields),
        status=status,
        detail=message(language, key, fields, part="remedy"),
        key=key,
        fields=dict(fields),
        faults=[shown_fault(language, fault) for fault in faults],
        instance=request.url.path,
    )
    return JSONResponse(
        said.model_dump(mode="json"), status, {"Content-Language": language}, media_type=MEDIA_TYPE
    )


def say_when(answer: Response, error: LuylauError) -> None:
    """Say in an answer when to try again, where the error knows it."""
    wait = error.fields.get("seconds")
    if error.status in (429, 503) and isinstance(wait, int | float):
        answer.headers["Retry-After"] = str(max(1, round(wait)))


def _luylau_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LuylauError)
    if error.status >= 500:
        _log.warning("%s %s: %s", request.method, request.url.path, error)
    faults = error.faults if isinstance(error, BadFile) else ()
    answer = problem(request, error.status, error.key, error.fields, faults)
    say_when(answer, error)
    challenge = getattr(request.state, "challenge", None)
    if error.status == 401 and challenge is not None:
        answer.headers["WWW-Authenticate"] = challenge
    return answer


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = _BY_STATUS.get(error.status_code, "request-refused")
    answer = problem(request, error.status_code, key, {"method": request.method, "path": request.url.path})
    answer.headers.update(error.headers or {})
    return answer


def _wrong_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [_fault(said) for said in error.errors()]
    return problem(request, 422, "request-has-faults", {"count": len(faults)}, faults)


def _fault(said: Mapping[str, Any]) -> Fault:
    where: Sequence[str | int] = said["loc"]
    context: Mapping[str, Any] = said.get("ctx") or {}
    limit = next((str(context[name]) for name in _LIMITS if name in context), "")
    column = ".".join(str(part) for part in where[1:] if not isinstance(part, int) or len(where) > 2)
    return Fault(
        file=str(where[0]) if where else "body",
        row=0,
        column=column,
        key=_BY_PYDANTIC.get(said["type"], "field-wrong"),
        fields={"field": column, "limit": limit},
    )


def _database_error(request: Request, error: Exception) -> Response:
    _log.error("%s %s: the database failed: %s", request.method, request.url.path, error)
    return _luylau_error(
        request, Unavailable("database-away", said=str(getattr(error, "orig", None) or error))
    )


def _unforeseen(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(request, 500, "internal-error", {})


def install(app: FastAPI) -> None:
    """Let ``app`` answer every error with a problem document."""
    app.add_exception_handler(LuylauError, _luylau_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(sa.exc.OperationalError, _database_error)
    app.add_exception_handler(sa.exc.TimeoutError, _database_error)
    app.add_exception_handler(Exception, _unforeseen)
