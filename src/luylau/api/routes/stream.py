"""The event stream."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from luylau import __version__
from luylau.api.models.stream import StreamHello
from luylau.api.operations import media, operation
from luylau.api.permissions import CallerDep, cookie_name, session_holds
from luylau.api.services import Services, ServicesDep
from luylau.api.streaming import EventStream, Listener, opening, resume_from
from luylau.security import Action, User

router = APIRouter(tags=["stream"])

MESSAGES = ("event", "values", "health")
"""What a stream can carry besides hello and reset."""

_SEEN_BY: dict[str, Action] = {
    "incident": "incident.read",
    "finding": "finding.read",
    "rule": "rule.read",
    "device": "device.read_unknown",
    "city": "city.read",
    "system": "system.health",
    "signin": "user.read",
    "shift": "shift.read",
    "playbook": "playbook.read",
    "drill": "playbook.read",
    "report": "report.read",
    "study": "study.read",
    "notification": "notification.read",
}
"""Which action lets a user see an event, by its kind's first word; any other takes "audit.read"."""

_stream = operation("stream.read", "openStream")
_stream["responses"][200] = media({"text/event-stream": ""}, "Server-sent events; x-events names their data.")


@router.get("/stream", response_class=StreamingResponse, **_stream)
async def open_stream(
    services: ServicesDep,
    request: Request,
    caller: CallerDep,
    kinds: Annotated[
        str,
        Query(
            pattern=r"^((event|values|health)(,(event|values|health)){0,2})?$",
            description="Which messages, by commas; empty: all.",
        ),
    ] = "",
    last_event_id: Annotated[
        str | None, Header(max_length=40, description="The id of the last message that arrived.")
    ] = None,
) -> EventStream:
    """Follow the event log and the live values; with `Last-Event-ID` it goes on exactly where it was."""
    client = services.hub.subscribe(frozenset(kinds.split(",") if kinds else MESSAGES), caller.user.language)
    try:
        start = await run_in_threadpool(resume_from, services.engine, last_event_id)
    except BaseException:
        services.hub.unsubscribe(client)
        raise
    hello = StreamHello(
        now=services.clock.now_us(),
        seq=start.newest,
        version=__version__,
        city_version=services.city.view.version,
    )
    token = request.cookies.get(cookie_name(services), "")

    async def still_valid() -> bool:
        return await run_in_threadpool(session_holds, services, token, caller.user)

    listener = Listener(
        after=start.after,
        opening=opening(hello.model_dump(mode="json"), start.after, reset=start.reset),
        may_see=lambda kind: _may_see(services, caller.user, kind),
        still_valid=still_valid,
    )
    return EventStream(services.hub, client, listener)


def _may_see(services: Services, user: User, kind: str) -> bool:
    action = _SEEN_BY.get(kind.split(".")[0], "audit.read")
    return services.security.policy.authorize(user, action).allowed
