"""Signing in by a one-time link, and what every way of signing in shares: lock, audit, event."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import Conflict, LuylauError, NotSignedIn
from luylau.kernel.events import Event, EventLog
from luylau.kernel.secret import Secret
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.security.limits import Lockout, address_subject, user_subject
from luylau.security.sessions import Method, OpenedSession, Sessions
from luylau.security.tables import sign_in_links
from luylau.security.tokens import new_token, token_hash
from luylau.security.users import User, Users
from luylau.settings.security import SecuritySettings

SIGN_IN_PATH = "/sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Where an attempt to sign in comes from: the network address and what the browser calls itself."""

    address: str
    user_agent: str = ""


def link_url(origin: str, token: str) -> str:
    """Return the sign-in link. The token is the fragment, so neither proxies nor server logs ever see it."""
    return f"{origin.rstrip('/')}{SIGN_IN_PATH}#{token}"


class SignIn:
    """One-time links, and the common end of every attempt to sign in."""

    def __init__(
        self,
        engine: Engine,
        settings: SecuritySettings,
        clock: Clock,
        *,
        users: Users,
        sessions: Sessions,
        audit: AuditLog,
        events: EventLog,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._users = users
        self._sessions = sessions
        self._audit = audit
        self._events = events
        self._lockout = Lockout(settings)
        self._link_life_us = settings.link_life_s * MICROS

    def issue_link(self, connection: Connection, user: User, *, actor: str) -> Secret:
        """Return the token of a new one-time link for ``user``; earlier links of the user end.

        Raises:
            Conflict: the user is disabled.
        """
        if user.disabled:
            raise Conflict("user-disabled", name=user.name)
        now = self._clock.now_us()
        token = new_token()
        connection.execute(
            sign_in_links.delete().where(
                sa.or_(sign_in_links.c.user == user.id, sign_in_links.c.expires_us <= now)
            )
        )
        connection.execute(
            sign_in_links.insert().values(
                hash=token_hash(token), user=user.id, expires_us=now + self._link_life_us
            )
        )
        self._audit.append(
            connection,
            actor=actor,
            action="user.manage",
            resource=f"user:{user.id}",
            outcome="done",
            detail={"link_issued": True},
            time_us=now,
        )
        return token

    def redeem_link(self, token: str, caller: Caller) -> OpenedSession:
        """Open a session with a link's token; the link is used up by it.

        Raises:
            NotSignedIn: the link is unknown, used or too old.
            TooMany: the address or the user is locked out after failures.
        """
        self.check_lock(caller)
        now = self._clock.now_us()
        with self._engine.begin() as connection:
            # Marking it used is what decides: of two calls with the same link only one finds it unused.
            owner = connection.execute(
                sign_in_links.update()
                .where(
                    sign_in_links.c.hash == token_hash(token),
                    sign_in_links.c.used_us.is_(None),
                    sign_in_links.c.expires_us > now,
                )
                .values(used_us=now)
                .returning(sign_in_links.c.user)
            ).scalar()
            if owner is not None:
                user = self._users.get(connection, owner)
                if not user.disabled:
                    return self.succeed(connection, user, caller, method="link")
        raise self.refuse(caller, method="link", error=NotSignedIn("link-invalid"))

    def check_lock(self, caller: Caller, user: str | None = None) -> None:
        """Return when neither the address nor the user (where one is known) is locked out.

        Raises:
            TooMany: one of them is.
        """
        with reader(self._engine) as connection:
            self._lockout.check(connection, _subjects(caller, user), self._clock.now_us())

    def succeed(self, connection: Connection, user: User, caller: Caller, *, method: Method) -> OpenedSession:
        """Open the session of a sign-in that went well, with its audit entry and event."""
        self._lockout.clear(connection, _subjects(caller, user.id))
        opened = self._sessions.open(connection, user, user_agent=caller.user_agent, method=method)
        self._tell(connection, "signin.opened", user.id, caller, method, "done")
        return opened

    def refuse(
        self, caller: Caller, *, method: Method, error: LuylauError, user: str | None = None
    ) -> LuylauError:
        """Count and record a failed sign-in in a transaction of its own; return ``error`` to raise."""
        now = self._clock.now_us()
        with self._engine.begin() as connection:
            locked = self._lockout.fail(connection, _subjects(caller, user), now)
            kind = "signin.locked" if locked else "signin.refused"
            self._tell(connection, kind, user or "unknown", caller, method, "refused")
        return error

    def _tell(
        self, connection: Connection, kind: str, user: str, caller: Caller, method: Method, outcome: str
    ) -> None:
        now = self._clock.now_us()
        self._audit.append(
            connection,
            actor=user,
            action=kind,
            resource=f"user:{user}",
            outcome="done" if outcome == "done" else "refused",
            detail={"method": method, "address": caller.address, "user_agent": caller.user_agent},
            time_us=now,
        )
        # Addresses stay in the audit log: an event goes to the screens of all who may see users.
        self._events.append(
            connection, Event(kind=kind, subject=user, actor=user, time_us=now, data={"method": method})
        )


def _subjects(caller: Caller, user: str | None) -> Sequence[str]:
    address = address_subject(caller.address)
    return [address] if user is None else [address, user_subject(user)]
