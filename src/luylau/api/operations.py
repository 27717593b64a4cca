"""One way to declare an operation: its id, its Cedar action, its error statuses.

What ``operation`` returns is spread into a route's decorator, so the check that runs and the action that
the OpenAPI document names cannot differ.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict

from fastapi import Depends
from fastapi.params import Depends as DependsType

from luylau.api.permissions import allow_public, require, require_device
from luylau.security import Action

PUBLIC: Literal["public"] = "public"
"""Named instead of a Cedar action where no one need be signed in."""

_SAID: dict[int, str] = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "What is named does not exist",
    408: "The body did not come in time",
    409: "It changed meanwhile, or exists already",
    413: "Too large",
    415: "A media type that is not taken",
    416: "There is nothing of the bytes that are asked for",
    422: "What was handed in is wrong",
    429: "Too many calls",
    503: "A part that this needs is away",
}


class Operation(TypedDict):
    """Keyword arguments of a route's decorator."""

    operation_id: str
    dependencies: Sequence[DependsType]
    openapi_extra: dict[str, Any]
    responses: dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses for error ``statuses``, each an RFC 9457 problem."""
    return {
        status: {
            "description": _SAID[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted(statuses)
    }


def operation(
    action: Action | Literal["public"], operation_id: str, *statuses: int, body: bool = False
) -> Operation:
    """Declare an operation that needs ``action``; ``statuses`` are the errors beyond the usual ones.

    ``body`` says that it takes one, which brings errors of its own. What a device does
    ("observation.ingest") is checked by the one route for devices, which has no session.
    """
    usual = {422, 429, 503}
    if action != PUBLIC:
        usual |= {401, 403}
    if body:
        usual |= {400, 403, 408, 413}
    return Operation(
        operation_id=operation_id,
        dependencies=[Depends(_check(action))],
        openapi_extra={"x-cedar-action": action},
        responses=problems(*usual, *statuses),
    )


def _check(action: Action | Literal["public"]) -> Callable[..., None]:
    if action == "public":
        return allow_public
    if action == "observation.ingest":
        return require_device
    return require(action)


def media(kinds: dict[str, str], said: str) -> dict[str, Any]:
    """Return the OpenAPI 200 response of an operation that answers with files or streams.

    ``kinds``: media type to format ("binary" or "").
    """
    return {
        "description": said,
        "content": {
            kind: {"schema": {"type": "string", **({"format": form} if form else {})}}
            for kind, form in kinds.items()
        },
    }
