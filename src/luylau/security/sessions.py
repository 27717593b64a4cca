"""Sessions: kept on the server, known to the browser only by a token in a cookie."""

import logging
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import NotFound
from luylau.kernel.ids import new_id
from luylau.kernel.secret import Secret
from luylau.kernel.sql import reader
from luylau.security.redact import clean_text
from luylau.security.tables import sessions, users
from luylau.security.tokens import new_token, token_hash
from luylau.security.users import User
from luylau.settings.security import SecuritySettings

log = logging.getLogger(__name__)

Method = Literal["link", "passkey"]
"""How a session was opened."""

_TOUCH_US = 60 * MICROS
"""A session's last use is written down at most once in this time, so that reading stays reading."""

_SKEW_US = 86_400 * MICROS
"""A session from further in the future was opened under a clock that has been set right since."""

_COLUMNS = ("id", "user", "created_us", "last_seen_us", "expires_us", "user_agent", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser. Times are microseconds since 1970 UTC; at ``expires_us`` it ends in any case."""

    id: str
    user: str
    created_us: int
    last_seen_us: int
    expires_us: int
    user_agent: str
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session with the user whose it is."""

    user: User
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A session just opened, with the token that goes into the cookie and nowhere else."""

    user: User
    session: Session
    token: Secret


class Sessions:
    """The sessions of one installation."""

    def __init__(self, engine: Engine, settings: SecuritySettings, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._idle_us = settings.session_idle_s * MICROS
        self._absolute_us = settings.session_absolute_s * MICROS

    def open(self, connection: Connection, user: User, *, user_agent: str, method: Method) -> OpenedSession:
        """Open a session for ``user`` in the caller's transaction, and drop all that have ended."""
        now = self._clock.now_us()
        connection.execute(
            sessions.delete().where(
                sa.or_(sessions.c.expires_us <= now, sessions.c.last_seen_us <= now - self._idle_us)
            )
        )
        session = Session(
            id=new_id("session"),
            user=user.id,
            created_us=now,
            last_seen_us=now,
            expires_us=now + self._absolute_us,
            user_agent=clean_text(user_agent, 200),
            method=method,
        )
        token = new_token()
        connection.execute(
            sessions.insert().values(
                hash=token_hash(token), **{name: getattr(session, name) for name in _COLUMNS}
            )
        )
        return OpenedSession(user=user, session=session, token=token)

    def resolve(self, token: str) -> SignedIn | None:
        """Return whose session ``token`` opens; None for an unknown or ended one, or of a disabled user."""
        now = self._clock.now_us()
        with reader(self._engine) as connection:
            row = connection.execute(
                sa.select(sessions, users)
                .join(users, users.c.id == sessions.c.user)
                .where(sessions.c.hash == token_hash(token))
            ).one_or_none()
        if row is None:
            return None
        held = row._mapping
        session = Session(**{name: held[sessions.c[name]] for name in _COLUMNS})
        user = User(**{column.name: held[column] for column in users.c})
        ended = (
            now >= session.expires_us
            or now >= session.last_seen_us + self._idle_us
            or now < session.created_us - _SKEW_US
        )
        if ended or user.disabled:
            return None
        if now - session.last_seen_us >= _TOUCH_US:
            self._touch(session, now)
        return SignedIn(user=user, session=session)

    def close(self, connection: Connection, session: str, *, user: str) -> None:
        """End one session of ``user``.

        Raises:
            NotFound: the user has no such session.
        """
        gone = connection.execute(
            sessions.delete().where(sessions.c.id == session, sessions.c.user == user)
        ).rowcount
        if not gone:
            raise NotFound("session-missing", session=session)

    def close_all(self, connection: Connection, user: str, *, but: str = "") -> int:
        """End all sessions of ``user`` except the one of id ``but``; return how many there were."""
        return connection.execute(
            sessions.delete().where(sessions.c.user == user, sessions.c.id != but)
        ).rowcount

    def of(self, connection: Connection, user: str) -> list[Session]:
        """Return the live sessions of ``user``, newest first."""
        now = self._clock.now_us()
        rows = connection.execute(
            sa.select(*(sessions.c[name] for name in _COLUMNS))
            .where(
                sessions.c.user == user,
                sessions.c.expires_us > now,
                sessions.c.last_seen_us > now - self._idle_us,
            )
            .order_by(sessions.c.created_us.desc(), sessions.c.id.desc())
        )
        return [Session(**row._mapping) for row in rows]

    def _touch(self, session: Session, now_us: int) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    sessions.update().where(sessions.c.id == session.id).values(last_seen_us=now_us)
                )
        except sa.exc.OperationalError as error:
            # A full or read-only disk must not sign everybody out: they are needed to see what is wrong.
            log.warning("could not note the last use of a session: %s", error)
