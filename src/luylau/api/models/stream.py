"""Models of what the event stream carries in its `data:` lines."""

from pydantic import Field

from luylau.api.models.common import Instant, Json, Model, Number


class StreamHello(Model):
    """First message of every stream."""

    now: Instant
    seq: int = Field(description="The newest event's seq.")
    version: str
    city_version: str


class StreamEvent(Model):
    """One entry of the event log; its seq is the message's id."""

    seq: int
    time: Instant
    kind: str
    subject: str
    actor: str
    data: Json = Field(description="What the event tells; its form belongs to its kind.")


class StreamValues(Model):
    """Values that changed, as columns of equal length."""

    asset: list[str]
    channel: list[str]
    time_ms: list[int]
    received_ms: list[int]
    value: list[Number]
    quality: list[int]


class StreamReset(Model):
    """The stream cannot go on from the id that was given: read everything anew."""

    seq: int
