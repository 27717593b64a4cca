"""Models of shifts."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model, Page
from luylau.api.models.incident_work import TaskNote

ShiftState = Literal["running", "handed_over", "ended"]


class ShiftIncident(Model):
    """An incident that was not over when a shift was handed over."""

    id: str
    title: str = Field(description="In the caller's language.")
    severity: str
    state: str = Field(description="Its state then.")
    urgency: int
    owner: str
    owner_name: str


class Shift(Model):
    """A shift in the operations room."""

    id: int
    state: ShiftState = Field(description='"handed_over" waits for the next to accept.')
    begun: Instant
    holder: str = Field(description="Id of the user who leads it.")
    holder_name: str
    notes: list[TaskNote] = Field(description="Oldest first.")
    handed_over: Instant | None
    text: str = Field(description="What was handed over, in words.")
    open_incidents: int = Field(
        description="How many incidents were not over at the hand-over; of a running shift, are not now."
    )
    incidents: list[ShiftIncident] = Field(description="The most urgent of them, at most 200.")
    ended: Instant | None
    accepted_by: str
    accepted_by_name: str
    version: int = Field(description="Hand it back when you hand over, resume or accept (If-Match).")


class ShiftPage(Page[Shift]):
    """A page of shifts, newest first; the first one may still run."""


class HandOver(Model):
    """What the next shift must know."""

    text: str = Field(min_length=1, max_length=8_000)
