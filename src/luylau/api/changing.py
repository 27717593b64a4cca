"""What goes with a change that this layer puts together itself: its event and its line in the audit log."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from luylau.api.services import Services
from luylau.kernel.events import Event
from luylau.security import Action, User


def record_change(
    services: Services,
    connection: Connection,
    user: User,
    *,
    action: Action,
    kind: str,
    subject: str,
    data: Mapping[str, Any],
) -> None:
    """Write the event of ``kind`` and the audit entry of ``action`` in the caller's transaction."""
    now_us = services.clock.now_us()
    services.events.append(
        connection, Event(kind=kind, subject=subject, actor=user.id, time_us=now_us, data=data)
    )
    services.security.audit.append(
        connection,
        actor=user.id,
        action=action,
        resource=subject,
        outcome="done",
        detail=data,
        time_us=now_us,
    )
