"""Users and sessions as response models."""

from collections.abc import Mapping

from luylau.api.models.session import Session
from luylau.api.models.session import User as ShownUser
from luylau.api.services import Services
from luylau.kernel.sql import reader
from luylau.security import SignedIn, User


def shown_user(user: User, passkeys: int) -> ShownUser:
    """Return a user with the number of their passkeys."""
    return ShownUser(
        id=user.id,
        name=user.name,
        role=user.role,
        language=user.language,
        disabled=user.disabled,
        created=user.created_us,
        passkeys=passkeys,
    )


def shown_session(services: Services, signed_in: SignedIn) -> Session:
    """Return who is signed in and what they may do."""
    with reader(services.engine) as connection:
        passkeys = services.security.passkeys.of(connection, signed_in.user.id)
    return Session(
        user=shown_user(signed_in.user, len(passkeys)),
        actions=list(services.security.policy.allowed_actions(signed_in.user)),
        expires=signed_in.session.expires_us,
    )


def names_of_users(services: Services) -> Mapping[str, str]:
    """Return all users' names by id, to say who did something."""
    with reader(services.engine) as connection:
        return {user.id: user.name for user in services.security.users.all(connection)}
