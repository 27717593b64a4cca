"""Passkeys (WebAuthn level 3): the way to sign in after the first link.

A passkey is bound to the site's origin, so it cannot be phished; the authenticator asks for a fingerprint or
PIN ("user verification" is required), so it is two factors in one. Keys are discoverable: nobody types a
name, and nobody can learn from the platform which users exist.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import sqlalchemy as sa
import webauthn
from sqlalchemy.engine import Connection, Engine
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, Conflict, NotFound, NotSignedIn
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.security.challenges import BROKEN, Challenges
from luylau.security.redact import clean_text
from luylau.security.sessions import OpenedSession
from luylau.security.signin import Caller, SignIn
from luylau.security.tables import passkeys
from luylau.security.users import User, Users
from luylau.settings.security import SecuritySettings

_SITE_NAME = "Luy Lâu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey of a user, without its key. Times are microseconds since 1970 UTC."""

    id: str
    user: str
    label: str
    created_us: int
    last_used_us: int | None


class Passkeys:
    """Registering passkeys and signing in with them, at one origin."""

    def __init__(
        self,
        engine: Engine,
        settings: SecuritySettings,
        clock: Clock,
        *,
        origin: str,
        users: Users,
        sign_in: SignIn,
        audit: AuditLog,
    ) -> None:
        """Bind the passkeys to ``origin``, e.g. ``https://watch.example.gov.vn``."""
        self._engine = engine
        self._clock = clock
        self._origin = origin.rstrip("/")
        self._site = urlsplit(origin).hostname or ""
        self._users = users
        self._sign_in = sign_in
        self._audit = audit
        self._life_s = settings.challenge_life_s
        self._challenges = Challenges(engine, clock, settings.challenge_life_s)

    def registration_options(self, user: User) -> dict[str, Any]:
        """Return the options for ``navigator.credentials.create()`` as JSON-ready values."""
        with self._engine.begin() as connection:
            held = connection.execute(
                sa.select(passkeys.c.credential).where(passkeys.c.user == user.id)
            ).scalars()
            options = webauthn.generate_registration_options(
                rp_id=self._site,
                rp_name=_SITE_NAME,
                user_id=user.id.encode(),
                user_name=user.name,
                timeout=self._life_s * 1000,
                exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(known)) for known in held],
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
            )
            self._challenges.keep(connection, options.challenge, "register", user.id)
        return cast(dict[str, Any], json.loads(webauthn.options_to_json(options)))

    def register(self, user: User, credential: Mapping[str, Any], label: str) -> Passkey:
        """Check the browser's answer to the registration options and keep the new passkey.

        Raises:
            BadInput: the answer is broken, or to no live challenge of this user.
            Conflict: this passkey is registered already.
        """
        now = self._clock.now_us()
        challenge = self._challenges.spend(credential, "register", user.id)
        try:
            verified = webauthn.verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except BROKEN as error:
            raise BadInput("passkey-refused") from error
        passkey = Passkey(
            id=new_id("passkey"),
            user=user.id,
            label=clean_text(label.strip(), 100),
            created_us=now,
            last_used_us=None,
        )
        with self._engine.begin() as connection:
            if _known(connection, verified.credential_id) is not None:
                raise Conflict("passkey-exists")
            connection.execute(
                passkeys.insert().values(
                    id=passkey.id,
                    user=user.id,
                    credential=verified.credential_id,
                    public_key=verified.credential_public_key,
                    sign_count=verified.sign_count,
                    label=passkey.label,
                    created_us=now,
                )
            )
            self._record(connection, user.id, passkey.id, "registered")
        return passkey

    def authentication_options(self) -> dict[str, Any]:
        """Return the options for ``navigator.credentials.get()`` as JSON-ready values."""
        options = webauthn.generate_authentication_options(
            rp_id=self._site,
            timeout=self._life_s * 1000,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        with self._engine.begin() as connection:
            self._challenges.keep(connection, options.challenge, "sign-in", None)
        return cast(dict[str, Any], json.loads(webauthn.options_to_json(options)))

    def authenticate(self, credential: Mapping[str, Any], caller: Caller) -> OpenedSession:
        """Check the browser's answer to the authentication options and open a session.

        Raises:
            NotSignedIn: the answer is broken, to no live challenge, or by no passkey of an enabled user.
            TooMany: the address or the user is locked out after failures.
        """
        self._sign_in.check_lock(caller)
        refused = NotSignedIn("passkey-refused")
        try:
            raw_id = base64url_to_bytes(str(credential["id"]))
            challenge = self._challenges.spend(credential, "sign-in", None)
        except (*BROKEN, BadInput) as error:
            raise self._sign_in.refuse(caller, method="passkey", error=refused) from error
        with reader(self._engine) as connection:
            row = _known(connection, raw_id)
        if row is None:
            raise self._sign_in.refuse(caller, method="passkey", error=refused)
        self._sign_in.check_lock(caller, row.user)
        try:
            verified = webauthn.verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._site,
                expected_origin=self._origin,
                credential_public_key=bytes(row.public_key),
                credential_current_sign_count=row.sign_count,
                require_user_verification=True,
            )
        except BROKEN as error:
            raise self._sign_in.refuse(caller, method="passkey", error=refused, user=row.user) from error
        with self._engine.begin() as connection:
            user = self._users.get(connection, row.user)
            if not user.disabled:
                connection.execute(
                    passkeys.update()
                    .where(passkeys.c.id == row.id)
                    .values(sign_count=verified.new_sign_count, last_used_us=self._clock.now_us())
                )
                return self._sign_in.succeed(connection, user, caller, method="passkey")
        raise self._sign_in.refuse(caller, method="passkey", error=refused, user=row.user)

    def of(self, connection: Connection, user: str) -> list[Passkey]:
        """Return the passkeys of ``user``, oldest first."""
        names = ("id", "user", "label", "created_us", "last_used_us")
        rows = connection.execute(
            sa.select(*(passkeys.c[name] for name in names))
            .where(passkeys.c.user == user)
            .order_by(passkeys.c.created_us, passkeys.c.id)
        )
        return [Passkey(**row._mapping) for row in rows]

    def remove(self, connection: Connection, passkey: str, *, user: str) -> None:
        """Remove a passkey of ``user``; sessions opened with it go on.

        Raises:
            NotFound: the user has no such passkey.
        """
        if not connection.execute(
            passkeys.delete().where(passkeys.c.id == passkey, passkeys.c.user == user)
        ).rowcount:
            raise NotFound("passkey-missing", passkey=passkey)
        self._record(connection, user, passkey, "removed")

    def _record(self, connection: Connection, user: str, passkey: str, what: str) -> None:
        self._audit.append(
            connection,
            actor=user,
            action="passkey.own",
            resource=f"passkey:{passkey}",
            outcome="done",
            detail={what: True},
            time_us=self._clock.now_us(),
        )


def _known(connection: Connection, credential: bytes) -> sa.Row[Any] | None:
    return connection.execute(sa.select(passkeys).where(passkeys.c.credential == credential)).one_or_none()
