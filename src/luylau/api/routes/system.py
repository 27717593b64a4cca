"""The system's health and its audit log."""

from typing import Annotated

from fastapi import APIRouter, Query

from luylau.api.asking import cursor_of, number_of
from luylau.api.models.system import AuditEntry, AuditHead, AuditPage, AuditProof, SystemHealth
from luylau.api.operations import operation
from luylau.api.params import Cursor, Limit, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.api.vitals import health_of
from luylau.kernel.errors import NotFound
from luylau.kernel.sql import reader
from luylau.security.merkle import leaf_hash

router = APIRouter(tags=["system"])


@router.get("/system/health", **operation("system.health", "getSystemHealth"))
def get_system_health(services: ServicesDep, caller: CallerDep) -> SystemHealth:
    """Say how each part is, how far it lags, and what became of what came in."""
    return health_of(services, caller.user.language)


@router.get("/audit", **operation("audit.read", "listAudit"))
def list_audit(
    services: ServicesDep,
    actor: Annotated[Text, Query(max_length=100, description="By this user's id; empty: by anyone.")] = "",
    resource: Annotated[Text, Query(max_length=200, description="On this; empty: on anything.")] = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> AuditPage:
    """List the audit log, newest first."""
    people = names_of_users(services)
    with reader(services.engine) as connection:
        found = services.security.audit.read(
            connection,
            before=number_of(cursor),
            limit=limit + 1,
            actor=actor or None,
            resource=resource or None,
        )
    shown = found[:limit]
    return AuditPage(
        items=[
            AuditEntry(
                index=entry.index,
                time=entry.time_us,
                actor=entry.actor,
                actor_name=people.get(entry.actor, entry.actor),
                action=entry.action,
                resource=entry.resource,
                outcome=entry.outcome,
                detail=dict(entry.detail),
                line=entry.line(),
            )
            for entry in shown
        ],
        next_cursor=cursor_of(shown[-1].index) if len(found) > limit else None,
    )


@router.get("/audit/head", **operation("audit.read", "getAuditHead"))
def get_audit_head(services: ServicesDep) -> AuditHead:
    """Return the tree head of the audit log; kept elsewhere, it proves later that nothing was changed."""
    with reader(services.engine) as connection:
        head = services.security.audit.head(connection)
    return AuditHead(size=head.size, root=head.root.hex(), time=services.clock.now_us())


@router.get("/audit/proof", **operation("audit.read", "getAuditProof", 404))
def get_audit_proof(
    services: ServicesDep,
    index: Annotated[int, Query(ge=0, lt=2**62)],
    size: Annotated[
        int | None, Query(ge=1, lt=2**62, description="Size of the log to prove against; empty: today's.")
    ] = None,
) -> AuditProof:
    """Prove that a row is in the log."""
    audit = services.security.audit
    with reader(services.engine) as connection:
        head = audit.head(connection, size)
        path = audit.inclusion(connection, index, head.size)
        entries = audit.read(connection, before=index + 1, limit=1)
    if not entries or entries[0].index != index:
        raise NotFound("audit-entry-missing", index=index, size=head.size)
    return AuditProof(
        index=index,
        size=head.size,
        leaf=leaf_hash(entries[0].line().encode()).hex(),
        root=head.root.hex(),
        path=[part.hex() for part in path],
    )
