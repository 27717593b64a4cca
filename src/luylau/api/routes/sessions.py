"""One's own sign-ins: in which browsers one is signed in, and ending them from elsewhere."""

from collections.abc import Mapping

from fastapi import APIRouter
from sqlalchemy.engine import Connection

from luylau.api.models.session import OwnSession, OwnSessionList
from luylau.api.operations import operation
from luylau.api.params import RecordId
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.kernel.sql import reader
from luylau.security import SignedIn

router = APIRouter(tags=["session"])


@router.get("/sessions", **operation("session.own", "listSessions"))
def list_sessions(services: ServicesDep, caller: CallerDep) -> OwnSessionList:
    """List one's own sessions that last, newest first."""
    with reader(services.engine) as connection:
        found = services.security.sessions.of(connection, caller.user.id)
    return OwnSessionList(
        items=[
            OwnSession(
                id=session.id,
                created=session.created_us,
                last_used=session.last_seen_us,
                expires=session.expires_us,
                user_agent=session.user_agent,
                method=session.method,
                current=session.id == caller.session.id,
            )
            for session in found
        ]
    )


@router.delete("/sessions", status_code=204, **operation("session.own", "endOtherSessions"))
def end_other_sessions(services: ServicesDep, caller: CallerDep) -> None:
    """End all of one's own sessions but the one that calls."""
    with services.engine.begin() as connection:
        ended = services.security.sessions.close_all(connection, caller.user.id, but=caller.session.id)
        record_end(services, connection, caller, f"user:{caller.user.id}", {"others_ended": ended})


@router.delete("/sessions/{session}", status_code=204, **operation("session.own", "endSession", 404))
def end_session(services: ServicesDep, caller: CallerDep, session: RecordId) -> None:
    """End one of one's own sessions."""
    with services.engine.begin() as connection:
        services.security.sessions.close(connection, session, user=caller.user.id)
        record_end(services, connection, caller, f"session:{session}", {"ended": True})


def record_end(
    services: Services, connection: Connection, caller: SignedIn, resource: str, detail: Mapping[str, object]
) -> None:
    """Write into the audit log that ``caller`` has ended a session of their own, or several."""
    services.security.audit.append(
        connection,
        actor=caller.user.id,
        action="session.own",
        resource=resource,
        outcome="done",
        detail=detail,
        time_us=services.clock.now_us(),
    )
