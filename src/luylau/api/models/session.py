"""Models of signing in, the session, users and passkeys."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Json, Language, Model

Role = Literal["viewer", "operator", "admin"]


class User(Model):
    """Someone who may sign in."""

    id: str
    name: str
    role: Role
    language: Language
    disabled: bool
    created: Instant
    passkeys: int = Field(description="How many passkeys the user has.")


class UserList(Model):
    """All users."""

    items: list[User]


class Session(Model):
    """Who is signed in, and what they may do."""

    user: User
    actions: list[str] = Field(description="The Cedar actions that the user may take, e.g. incident.resolve.")
    expires: Instant


class OwnSession(Model):
    """A browser in which the caller is signed in."""

    id: str
    created: Instant = Field(description="When the caller signed in there.")
    last_used: Instant = Field(description="To the minute.")
    expires: Instant = Field(description="When it ends in any case.")
    user_agent: str = Field(description="What the browser called itself when signing in.")
    method: Literal["link", "passkey"]
    current: bool = Field(description="Whether it is the one that asks.")


class OwnSessionList(Model):
    """The caller's sessions, newest first."""

    items: list[OwnSession]


class LinkSignIn(Model):
    """The token of a one-time sign-in link."""

    token: str = Field(min_length=1, max_length=200)


class PasskeyOptions(Model):
    """What the browser's WebAuthn call needs."""

    options: Json = Field(description="PublicKeyCredentialRequestOptions or ...CreationOptions as JSON.")


class PasskeyAnswer(Model):
    """What the browser's WebAuthn call gave."""

    credential: Json = Field(description="PublicKeyCredential.toJSON()")
    label: str = Field(
        default="", max_length=100, description="The user's name for the key, when registering."
    )


class Passkey(Model):
    """A passkey of the user who asks."""

    id: str
    label: str
    created: Instant
    last_used: Instant | None


class PasskeyList(Model):
    """The caller's passkeys."""

    items: list[Passkey]


class SessionChange(Model):
    """What a user may change about themselves."""

    language: Language


class UserDraft(Model):
    """A user to create."""

    name: str = Field(min_length=1, max_length=100)
    role: Role
    language: Language = "vi"


class UserChange(Model):
    """What an administrator may change about a user; what is left out stays."""

    role: Role | None = None
    disabled: bool | None = None


class SignInLink(Model):
    """A one-time sign-in link, shown once."""

    url: str = Field(description="Address of the console that signs in, the token in its fragment.")
    expires: Instant


class PolicyText(Model):
    """A Cedar policy."""

    id: str
    text: str


class Explanation(Model):
    """Why an action is allowed or not."""

    user: str
    action: str
    allowed: bool
    policies: list[PolicyText] = Field(description="Those that decided; none at all means no.")
    errors: list[str]
