"""Models of devices' credentials and of devices that the pack does not know."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model

UnknownState = Literal["held", "refused", "adopted", "dismissed"]


class UnknownDevice(Model):
    """A device that the pack does not know, or one that it knows and that was not let in."""

    device: str
    known: bool = Field(description="The pack has it: there is nothing to adopt.")
    state: UnknownState = Field(
        description="held: it sends and nobody has decided; refused: it was not let in"
    )
    first_seen: Instant
    last_seen: Instant
    messages: int
    channels: list[str]
    last_channel: str
    excerpt: str = Field(description="The beginning of its last message, made harmless.")
    source: str = Field(description="Which way it came, e.g. mqtt or http.")
    reason: str = Field(description="Why it was last refused: a message key; empty if it never was.")
    reason_text: str = Field(description="The same in the caller's language.")
    address: str


class UnknownDeviceList(Model):
    """The last seen first."""

    items: list[UnknownDevice]


class Adoption(Model):
    """What the pack must know of a device that it takes in."""

    kind: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    place: str = Field(min_length=1, max_length=64)
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    powered_by: str = Field(default="", max_length=64)
    connected_via: str = Field(default="", max_length=64)
    source: str = Field(
        default="", max_length=200, description="Where this is known from; empty: the caller."
    )


class DeviceCredential(Model):
    """What a device signs in with; never its password."""

    device: str
    issued: Instant | None = Field(description="null: it has none")
    revoked: Instant | None


class IssuedCredential(Model):
    """A new credential; the password is shown this once."""

    device: str
    username: str
    password: str
    topic: str = Field(description="The MQTT topics that the device may publish to.")


class Enrolment(Model):
    """Whether devices that the platform does not know may ask to be let in."""

    open: bool


class EnrolmentToken(Model):
    """A new enrolment token, shown this once; the one before stops working."""

    token: str
    password: str = Field(
        description="What a device signs in with: OWN stands for a secret that it makes up itself."
    )
