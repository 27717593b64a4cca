"""Users, and why one may or may not do something."""

from typing import Annotated

from fastapi import APIRouter, Query

from luylau.api.models.session import (
    Explanation,
    PolicyText,
    SignInLink,
    User,
    UserChange,
    UserDraft,
    UserList,
)
from luylau.api.operations import operation
from luylau.api.params import RecordId, Text
from luylau.api.people import shown_user
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.kernel.clock import MICROS
from luylau.kernel.sql import reader
from luylau.security import Principal, link_url
from luylau.security.policy import typical_resource

router = APIRouter(tags=["users"])


@router.get("/users", **operation("user.read", "listUsers"))
def list_users(services: ServicesDep) -> UserList:
    """List all users."""
    security = services.security
    with reader(services.engine) as connection:
        users = security.users.all(connection)
        counts = {user.id: len(security.passkeys.of(connection, user.id)) for user in users}
    return UserList(items=[shown_user(user, counts[user.id]) for user in users])


@router.post("/users", status_code=201, **operation("user.manage", "createUser", 409, body=True))
def create_user(services: ServicesDep, caller: CallerDep, body: UserDraft) -> User:
    """Create a user, who signs in first with a link."""
    with services.engine.begin() as connection:
        made = services.security.users.create(
            connection, name=body.name, role=body.role, language=body.language, actor=caller.user.id
        )
    return shown_user(made, 0)


@router.patch("/users/{user}", **operation("user.manage", "changeUser", 404, 409, body=True))
def change_user(services: ServicesDep, caller: CallerDep, user: RecordId, body: UserChange) -> User:
    """Change a user's role, disable or enable them; disabling ends their sessions and links."""
    security = services.security
    with services.engine.begin() as connection:
        changed = security.users.change(
            connection, user, actor=caller.user.id, role=body.role, disabled=body.disabled
        )
        passkeys = security.passkeys.of(connection, user)
    return shown_user(changed, len(passkeys))


@router.post("/users/{user}/link", status_code=201, **operation("user.manage", "createSignInLink", 404, 409))
def create_sign_in_link(services: ServicesDep, caller: CallerDep, user: RecordId) -> SignInLink:
    """Make a one-time sign-in link for a user; earlier ones end."""
    security = services.security
    with services.engine.begin() as connection:
        token = security.sign_in.issue_link(
            connection, security.users.get(connection, user), actor=caller.user.id
        )
    life_us = services.settings.security.link_life_s * MICROS
    return SignInLink(url=link_url(security.origin, token), expires=services.clock.now_us() + life_us)


@router.get("/permissions/explain", **operation("policy.explain", "explainPermission", 404))
def explain_permission(
    services: ServicesDep,
    caller: CallerDep,
    action: Annotated[Text, Query(min_length=1, max_length=64)],
    user: Annotated[Text, Query(max_length=64, description="Id of a user; empty: oneself.")] = "",
) -> Explanation:
    """Say which policies decide an action of a user, and how."""
    security = services.security
    asked = caller.user
    if user:
        with reader(services.engine) as connection:
            asked = security.users.get(connection, user)
    principal = Principal.user(asked)
    found = security.policy.explain(principal, action, typical_resource(principal, action))
    return Explanation(
        user=asked.id,
        action=action,
        allowed=found.decision.allowed,
        policies=[PolicyText(id=policy, text=text) for policy, text in found.texts.items()],
        errors=list(found.decision.errors),
    )
