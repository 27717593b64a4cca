"""Models of findings and incidents."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Fields, Instant, Json, Model, Names, Number, Page

Severity = Literal["info", "minor", "major", "critical"]
IncidentState = Literal["open", "acknowledged", "closed"]


class Finding(Model):
    """One thing that a rule or a detector found wrong with one asset."""

    id: str
    rule: str
    names: Names = Field(description="The rule's names by language.")
    group: str
    asset: str = Field(description="Empty where it is about the platform itself.")
    asset_name: str = Field(description="In the caller's language, else the city's own.")
    asset_kind: str
    place: str
    place_name: str = Field(description="In the caller's language, else the city's own.")
    channel: str = Field(description="Empty where it is about the device as a whole.")
    severity: Severity
    opened: Instant
    last_seen: Instant
    cleared: Instant | None
    value: Number
    threshold: Number
    unit: str
    key: str = Field(description="Message key of its explanation.")
    fields: Fields
    text: str = Field(description="Its explanation in the caller's language.")
    simulated: bool


class FindingPage(Page[Finding]):
    """A page of findings, newest first."""


class IncidentSummary(Model):
    """An incident in a list."""

    id: str
    title: str = Field(description="What is wrong and where, in the caller's language.")
    names: Names = Field(description="The worst finding's rule's names by language.")
    rule: str
    group: str
    state: IncidentState
    severity: Severity
    asset: str = Field(description="Empty where it is about the platform itself.")
    asset_name: str = Field(description="In the caller's language, else the city's own.")
    asset_kind: str
    place: str
    place_name: str = Field(description="In the caller's language, else the city's own.")
    lat: Number
    lon: Number
    simulated: bool
    opened: Instant
    updated: Instant
    acknowledged: Instant | None
    acknowledged_by: str
    closed: Instant | None
    closed_by: str
    reason: str = Field(description="Why it was closed.")
    version: int = Field(
        description="Hand it back with a change (If-Match); a stale one is refused with 409."
    )


class IncidentPage(Page[IncidentSummary]):
    """A page of incidents, newest first."""

    by_state: dict[IncidentState, int] = Field(description="How many there are, whatever the filter.")
    by_severity: dict[Severity, int] = Field(description="How many are not closed, whatever the filter.")


class TimelineEntry(Model):
    """One thing that happened to an incident."""

    seq: int
    time: Instant
    kind: str = Field(description="incident.opened, .acknowledged, .commented, finding.opened, ...")
    actor: str
    actor_name: str
    data: Json = Field(description="What the event tells; its form belongs to its kind.")
    text: str = Field(
        description="The finding's explanation in the caller's language, or what a person wrote."
    )


class IncidentDetail(IncidentSummary):
    """An incident with all its findings and its timeline, both oldest first."""

    findings: list[Finding]
    timeline: list[TimelineEntry]


class IncidentClosing(Model):
    """Why an incident is closed."""

    reason: str = Field(min_length=1, max_length=2_000)


class IncidentComment(Model):
    """A comment."""

    text: str = Field(min_length=1, max_length=2_000)
