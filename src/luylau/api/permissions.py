"""Who calls, and may they? One dependency for every operation, made by ``require``."""

import logging
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from luylau.api.params import DeviceId
from luylau.api.services import Services, ServicesDep
from luylau.kernel.errors import Denied, NotSignedIn
from luylau.kernel.sql import AWAY
from luylau.security import (
    Action,
    Caller,
    Principal,
    Resource,
    SignedIn,
    User,
    address_subject,
    cookie_parameters,
)
from luylau.security.policy import typical_resource

_log = logging.getLogger(__name__)


def cookie_name(services: Services) -> str:
    """Return the name of the session's cookie."""
    return cookie_parameters(https=is_https(services), max_age_s=0).key


def is_https(services: Services) -> bool:
    """Say whether browsers come by https."""
    return services.settings.web.public_origin.startswith("https://")


def origin_of(request: Request) -> Caller:
    """Return where a call comes from, for the audit log and the locks."""
    address = request.client.host if request.client else ""
    return Caller(address=address, user_agent=request.headers.get("user-agent", ""))


def require(action: Action) -> Callable[..., None]:
    """Return the dependency that lets only those through who are signed in and may do ``action``."""

    def check(request: Request, services: ServicesDep) -> None:
        token = request.cookies.get(cookie_name(services), "")
        signed_in = services.security.sessions.resolve(token) if token else None
        if signed_in is None:
            raise NotSignedIn("session-needed")
        request.state.signed_in = signed_in
        request.state.language = signed_in.user.language
        services.security.limiter.check(signed_in.user.id)
        principal = Principal.user(signed_in.user)
        resource = typical_resource(principal, action)
        if not services.security.policy.authorize(principal, action, resource).allowed:
            record_refusal(services, principal, action, request.url.path)
            raise Denied("action-denied", action=action)

    return check


def allow_public(request: Request, services: ServicesDep) -> None:
    """Let everybody through, though not arbitrarily often."""
    services.security.limiter.check(address_subject(origin_of(request).address))


def record_refusal(services: Services, principal: Principal, action: Action, path: str) -> None:
    """Write into the audit log that ``principal`` was not let through to ``path``."""
    try:
        with services.engine.begin() as connection:
            services.security.audit.append(
                connection,
                actor=principal.id,
                action=action,
                resource=path,
                outcome="refused",
                time_us=services.clock.now_us(),
            )
    except AWAY as error:
        # Whoever may not, may not, whether or not it can be written down.
        _log.error("a refusal could not be audited: %s %s %s: %s", principal.id, action, path, error)


def signed_in_of(request: Request) -> SignedIn:
    """Return who ``require`` has let through."""
    signed_in = request.state.signed_in
    assert isinstance(signed_in, SignedIn)
    return signed_in


CallerDep = Annotated[SignedIn, Depends(signed_in_of)]
"""The signed-in user, as a route's parameter."""


_basic = HTTPBasic(auto_error=False)


def require_device(
    request: Request,
    services: ServicesDep,
    device: DeviceId,
    credentials: Annotated[HTTPBasicCredentials | None, Depends(_basic)],
) -> None:
    """Let a device through that signs in with its own name and password and sends as itself.

    Raises:
        NotSignedIn: no credentials came, or they do not let the device in.
        Denied: it would send as another device.
    """
    request.state.challenge = 'Basic realm="devices"'
    if credentials is None:
        raise NotSignedIn("device-credentials-needed")
    name = credentials.username
    # With the address, so that a stranger who knows a device's name cannot use up what it may send.
    services.security.limiter.check(f"device:{name[:64]}:{address_subject(origin_of(request).address)}")
    verdict = services.security.devices.verify(name, credentials.password)
    if verdict.kind == "refused":
        raise NotSignedIn(verdict.reason, device=name)
    principal = Principal.device(name)
    action: Action = "observation.ingest"
    if not services.security.policy.authorize(principal, action, Resource(kind="Device", id=device)).allowed:
        record_refusal(services, principal, action, request.url.path)
        raise Denied("device-not-itself", device=name, named=device)


def session_holds(services: Services, token: str, user: User) -> bool:
    """Say whether the session still is that of ``user`` as it was: a new role begins with a new stream."""
    try:
        found = services.security.sessions.resolve(token)
        return found is not None and found.user == user
    except AWAY:
        # A database that is away must not close every screen: they show that it is away.
        return True
