"""Open311 GeoReport v2 as it goes over the wire: JSON and XML of the same answer, and errors in its own form.

Specification: https://wiki.open311.org/GeoReport_v2. XML is written with the standard library and never read.
"""

import logging
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args
from xml.etree import ElementTree as Xml

from fastapi import Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException

from luylau.api.models.common import Model
from luylau.api.models.open311 import Open311Error
from luylau.api.operations import PUBLIC, Operation, operation, problems
from luylau.api.problems import language_of, say_when
from luylau.kernel.errors import LuylauError, Unavailable
from luylau.kernel.messages import error_text, message
from luylau.kernel.sql import AWAY

_log = logging.getLogger(__name__)

Format = Literal["json", "xml"]
FormatPath = Annotated[str, Path(pattern=r"^(json|xml)$", description="Form of the answer.")]

_MEDIA: Mapping[Format, str] = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATUS = {401: 403, 409: 400, 422: 400}
"""What the specification has instead: a wrong key is 403, anything wrong in a request 400."""
_SAID = {
    400: "Something in the request is wrong",
    403: "The API key is missing or wrong",
    404: "What is named does not exist",
    422: "Not used: what is wrong in a request is answered with 400",
    429: "Too many calls",
    503: "No reports are taken, or a part that this needs is away",
}


def answer(
    form: str, content: Model | Sequence[Model], root: str, item: str = "", *, status: int = 200
) -> Response:
    """Return a model or a list of them as JSON, or as XML with elements of these names."""
    if form == "json":
        body = TypeAdapter(type(content) if isinstance(content, Model) else list[Model]).dump_json(
            content if isinstance(content, Model) else list(content), serialize_as_any=True
        )
        return Response(body, status, media_type=_MEDIA["json"])
    if isinstance(content, Model):
        top = _element(root, content.model_dump())
    else:
        top = Xml.Element(root)
        top.extend(_element(item, one.model_dump()) for one in content)
    body = Xml.tostring(top, encoding="UTF-8", xml_declaration=True)
    return Response(body, status, media_type=_MEDIA["xml"])


def _element(name: str, value: object) -> Xml.Element:
    made = Xml.Element(name)
    if isinstance(value, Mapping):
        made.extend(_element(str(inner), held) for inner, held in value.items())
    elif isinstance(value, list):
        # "endpoints" holds "endpoint", "attributes" "attribute".
        made.extend(_element(name.removesuffix("s"), held) for held in value)
    elif isinstance(value, bool):
        made.text = "true" if value else "false"
    elif value is not None:
        made.text = _NO_XML.sub("\ufffd", str(value))
    return made


def declared(operation_id: str, model: Any, *, body: bool = False) -> Operation:  # noqa: ANN401 - a type
    """Return the keyword arguments of a public operation with the errors of the specification."""
    as_xml: dict[str, Any] = {"content": {"text/xml": {"schema": {"type": "string"}}}}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": said, "model": list[Open311Error], **as_xml} for status, said in _SAID.items()
    }
    responses[200] = {"description": "As JSON or XML", "model": model, **as_xml}
    if body:
        responses |= problems(408, 413)
    made = operation(PUBLIC, operation_id)
    made["responses"] = responses
    return made


class Open311Route(APIRoute):
    """A route that answers every error as the specification has it, in the form that was asked for."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler around FastAPI's own."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except (LuylauError, RequestValidationError, HTTPException) as error:
                return _refusal(request, error)
            except AWAY as error:
                _log.error("Open311: the database failed: %s", error)
                return _refusal(request, Unavailable("report-away"))

        return handle


def _refusal(request: Request, error: LuylauError | RequestValidationError | HTTPException) -> Response:
    language = language_of(request)
    if isinstance(error, LuylauError):
        status, said = error.status, error_text(language, error)
    elif isinstance(error, RequestValidationError):
        named = sorted({".".join(str(part) for part in one["loc"][1:]) for one in error.errors()})
        status, said = 400, message(language, "report-fields-wrong", {"fields": ", ".join(named)})
    elif error.status_code in (408, 413):
        raise error
    else:
        status, said = error.status_code, message(language, "request-unreadable")
    status = _STATUS.get(status, status)
    wanted = request.url.path.rpartition(".")[2]
    form = wanted if wanted in get_args(Format) else "xml"
    made = answer(form, [Open311Error(code=status, description=said)], "errors", "error", status=status)
    if isinstance(error, LuylauError):
        say_when(made, error)
    return made
