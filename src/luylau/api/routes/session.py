"""Signing in and out, and what a user may change about themselves."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from luylau.api.models.session import (
    LinkSignIn,
    Passkey,
    PasskeyAnswer,
    PasskeyList,
    PasskeyOptions,
    Session,
    SessionChange,
)
from luylau.api.operations import PUBLIC, operation
from luylau.api.params import RecordId
from luylau.api.people import shown_session
from luylau.api.permissions import CallerDep, is_https, origin_of
from luylau.api.routes.sessions import record_end
from luylau.api.services import Services, ServicesDep
from luylau.kernel.sql import reader
from luylau.security import OpenedSession, SignedIn, cookie_parameters
from luylau.security import Passkey as KeptPasskey

router = APIRouter(tags=["session"])


@router.post("/signin/link", **operation(PUBLIC, "signInWithLink", 401, body=True))
def sign_in_with_link(
    services: ServicesDep, request: Request, response: Response, body: LinkSignIn
) -> Session:
    """Sign in with a one-time link; sets the session cookie."""
    opened = services.security.sign_in.redeem_link(body.token, origin_of(request))
    return _welcome(services, response, opened)


@router.post("/signin/passkey/options", **operation(PUBLIC, "startPasskeySignIn", 403))
def start_passkey_sign_in(services: ServicesDep) -> PasskeyOptions:
    """Begin to sign in with a passkey."""
    return PasskeyOptions(options=services.security.passkeys.authentication_options())


@router.post("/signin/passkey", **operation(PUBLIC, "signInWithPasskey", 401, body=True))
def sign_in_with_passkey(
    services: ServicesDep, request: Request, response: Response, body: PasskeyAnswer
) -> Session:
    """Sign in with a passkey; sets the session cookie."""
    opened = services.security.passkeys.authenticate(body.credential, origin_of(request))
    return _welcome(services, response, opened)


@router.get("/session", **operation("session.own", "getSession"))
def get_session(services: ServicesDep, caller: CallerDep) -> Session:
    """Say who is signed in and what they may do."""
    return shown_session(services, caller)


@router.patch("/session", **operation("session.own", "changeSession", body=True))
def change_session(
    services: ServicesDep, request: Request, caller: CallerDep, body: SessionChange
) -> Session:
    """Change one's own language."""
    with services.engine.begin() as connection:
        user = services.security.users.change(
            connection, caller.user.id, actor=caller.user.id, language=body.language
        )
    return shown_session(services, SignedIn(user=user, session=caller.session))


@router.delete("/session", status_code=204, **operation("session.own", "signOut"))
def sign_out(services: ServicesDep, response: Response, caller: CallerDep) -> None:
    """Sign out: the session ends and the cookie goes."""
    security = services.security
    with services.engine.begin() as connection:
        security.sessions.close(connection, caller.session.id, user=caller.user.id)
        record_end(services, connection, caller, f"session:{caller.session.id}", {"ended": True})
    cookie = cookie_parameters(https=is_https(services), max_age_s=0)
    response.delete_cookie(
        cookie.key, path=cookie.path, secure=cookie.secure, httponly=True, samesite="strict"
    )


@router.get("/session/passkeys", **operation("passkey.own", "listPasskeys"))
def list_passkeys(services: ServicesDep, caller: CallerDep) -> PasskeyList:
    """List one's own passkeys."""
    with reader(services.engine) as connection:
        found = services.security.passkeys.of(connection, caller.user.id)
    return PasskeyList(items=[_shown(passkey) for passkey in found])


@router.post("/session/passkeys/options", **operation("passkey.own", "startPasskeyRegistration"))
def start_passkey_registration(services: ServicesDep, caller: CallerDep) -> PasskeyOptions:
    """Begin to register a passkey."""
    return PasskeyOptions(options=services.security.passkeys.registration_options(caller.user))


@router.post(
    "/session/passkeys", status_code=201, **operation("passkey.own", "registerPasskey", 409, body=True)
)
def register_passkey(services: ServicesDep, caller: CallerDep, body: PasskeyAnswer) -> Passkey:
    """Register a passkey for oneself."""
    return _shown(services.security.passkeys.register(caller.user, body.credential, body.label))


@router.delete(
    "/session/passkeys/{passkey}", status_code=204, **operation("passkey.own", "deletePasskey", 404)
)
def delete_passkey(services: ServicesDep, caller: CallerDep, passkey: RecordId) -> None:
    """Delete one of one's own passkeys."""
    with services.engine.begin() as connection:
        services.security.passkeys.remove(connection, passkey, user=caller.user.id)


def _welcome(services: Services, response: Response, opened: OpenedSession) -> Session:
    life_s = services.settings.security.session_absolute_s
    cookie = cookie_parameters(https=is_https(services), max_age_s=life_s)
    response.set_cookie(value=str(opened.token), **asdict(cookie))
    return shown_session(services, SignedIn(user=opened.user, session=opened.session))


def _shown(passkey: KeptPasskey) -> Passkey:
    return Passkey(
        id=passkey.id, label=passkey.label, created=passkey.created_us, last_used=passkey.last_used_us
    )
