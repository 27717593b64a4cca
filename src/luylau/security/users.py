"""Users: who they are, which role they have, which language they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.ids import new_id
from luylau.kernel.messages import LANGUAGES, Language
from luylau.security.audit import AuditLog
from luylau.security.tables import sessions, sign_in_links, users

Role = Literal["viewer", "operator", "admin"]
"""What a user may do; each role may also do what the ones before it may."""

ROLES: tuple[Role, ...] = get_args(Role)

FIRST_USER = "admin"
"""Name of the user that every installation begins with."""

_MAX_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who may sign in. ``created_us`` is microseconds since 1970 UTC."""

    id: str
    name: str
    role: Role
    language: Language
    created_us: int
    disabled: bool


class Users:
    """The users of one installation; every change is audited in the caller's transaction."""

    def __init__(self, clock: Clock, audit: AuditLog) -> None:
        self._clock = clock
        self._audit = audit

    def create(self, connection: Connection, *, name: str, role: str, language: str, actor: str) -> User:
        """Create a user.

        Raises:
            BadInput: the name is empty, too long or has control letters, or role or language is unknown.
            Conflict: another user has that name.
        """
        name = name.strip()
        if not 0 < len(name) <= _MAX_NAME or not name.isprintable():
            raise BadInput("user-name-invalid", longest=_MAX_NAME)
        if role not in ROLES:
            raise BadInput("role-unknown", role=role)
        if language not in LANGUAGES:
            raise BadInput("language-unknown", language=language)
        if self.named(connection, name) is not None:
            raise Conflict("user-exists", name=name)
        user = User(
            id=new_id("user"),
            name=name,
            role=role,
            language=language,
            created_us=self._clock.now_us(),
            disabled=False,
        )
        connection.execute(
            users.insert().values(
                id=user.id,
                name=name,
                role=role,
                language=language,
                created_us=user.created_us,
                disabled=False,
            )
        )
        self._record(connection, actor, user.id, {"created": name, "role": role})
        return user

    def first(self, connection: Connection, language: Language, actor: str) -> User:
        """Return the first user, an admin named "admin", and create it where there is none."""
        found = self.named(connection, FIRST_USER)
        return found or self.create(connection, name=FIRST_USER, role="admin", language=language, actor=actor)

    def get(self, connection: Connection, user: str) -> User:
        """Return the user of that id.

        Raises:
            NotFound: there is none.
        """
        row = connection.execute(sa.select(users).where(users.c.id == user)).one_or_none()
        if row is None:
            raise NotFound("user-missing", user=user)
        return User(**row._mapping)

    def named(self, connection: Connection, name: str) -> User | None:
        """Return the user of that name, or None."""
        row = connection.execute(sa.select(users).where(users.c.name == name)).one_or_none()
        return None if row is None else User(**row._mapping)

    def all(self, connection: Connection) -> list[User]:
        """Return all users by name."""
        return [User(**row._mapping) for row in connection.execute(sa.select(users).order_by(users.c.name))]

    def change(
        self,
        connection: Connection,
        user: str,
        *,
        actor: str,
        role: str | None = None,
        language: str | None = None,
        disabled: bool | None = None,
    ) -> User:
        """Change what is given of a user. Disabling ends the user's sessions and links at once.

        Raises:
            NotFound: there is no such user.
            BadInput: role or language is unknown.
            Conflict: nobody who may manage users would be left.
        """
        if role is not None and role not in ROLES:
            raise BadInput("role-unknown", role=role)
        if language is not None and language not in LANGUAGES:
            raise BadInput("language-unknown", language=language)
        before = self.get(connection, user)
        given = {"role": role, "language": language, "disabled": disabled}
        values = {
            name: value
            for name, value in given.items()
            if value is not None and value != getattr(before, name)
        }
        if not values:
            return before
        connection.execute(users.update().where(users.c.id == user).values(**values))
        if not self._admins(connection):
            raise Conflict("last-admin", name=before.name)
        if disabled:
            connection.execute(sessions.delete().where(sessions.c.user == user))
            connection.execute(sign_in_links.delete().where(sign_in_links.c.user == user))
        self._record(connection, actor, user, values)
        return self.get(connection, user)

    def _admins(self, connection: Connection) -> int:
        return connection.execute(
            sa.select(sa.func.count())
            .select_from(users)
            .where(users.c.role == "admin", users.c.disabled.is_(False))
        ).scalar_one()

    def _record(self, connection: Connection, actor: str, user: str, detail: Mapping[str, object]) -> None:
        self._audit.append(
            connection,
            actor=actor,
            action="user.manage",
            resource=f"user:{user}",
            outcome="done",
            detail=detail,
            time_us=self._clock.now_us(),
        )
