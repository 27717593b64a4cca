"""Models of findings, incidents and rules."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Fields, Instant, Model, Number, Page

Severity = Literal["info", "minor", "major", "critical"]
IncidentState = Literal["open", "acknowledged", "closed"]


class Finding(Model):
    """One thing that a rule or a detector found wrong with one channel."""

    id: str
    rule: str
    asset: str
    asset_name: str
    channel: str
    severity: Severity
    open: bool
    opened: Instant
    last_seen: Instant
    closed: Instant | None
    value: Number
    unit: str
    incident: str
    key: str = Field(description="Message key of its text.")
    fields: Fields
    text: str = Field(description="Its text in the caller's language.")


class FindingPage(Page[Finding]):
    """A page of findings, newest first."""


class IncidentSummary(Model):
    """An incident in a list."""

    id: str
    key: str = Field(description="Message key of its title.")
    fields: Fields
    title: str = Field(description="Its title in the caller's language.")
    state: IncidentState
    severity: Severity
    asset: str
    asset_name: str
    kind: str
    place: str
    place_name: str
    lat: float
    lon: float
    simulated: bool
    opened: Instant
    updated: Instant
    closed: Instant | None
    cleared: bool = Field(description="No finding of it is open any more.")
    findings: int
    version: int = Field(description="Hand it back with a change (If-Match); a stale one is refused with 409.")


class IncidentPage(Page[IncidentSummary]):
    """A page of incidents, newest first."""

    total: int
    open: int = Field(description="How many are open or acknowledged, whatever the filter.")


class TimelineEntry(Model):
    """One thing that happened to an incident."""

    seq: int
    time: Instant
    kind: str = Field(description="incident.opened, .acknowledged, .commented, ...")
    actor: str
    actor_name: str
    note: str = Field(description="What a person wrote.")
    fields: Fields


class IncidentDetail(IncidentSummary):
    """An incident with all its findings and its timeline."""

    findings_list: list[Finding]
    timeline: list[TimelineEntry]


class IncidentNote(Model):
    """A change of an incident, with a word of the person who makes it."""

    note: str = Field(default="", max_length=2_000)


class IncidentComment(Model):
    """A comment."""

    note: str = Field(min_length=1, max_length=2_000)
