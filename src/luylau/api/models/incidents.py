"""Models of findings and incidents."""

from typing import Literal

from pydantic import Field

from luylau.api.models.causes import Cause
from luylau.api.models.common import Fields, Instant, Json, Model, Names, Number, Page
from luylau.api.models.incident_work import IncidentLink, IncidentTask

Severity = Literal["info", "minor", "major", "critical"]
IncidentState = Literal["suspected", "confirmed", "assigned", "in_progress", "resolved", "reviewed"]
Resolution = Literal["", "over", "fixed", "false_alarm", "merged"]
IncidentOrder = Literal["newest", "urgency"]


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


class UrgencyPart(Model):
    """One reason of an incident's urgency."""

    key: str = Field(description="Message key of the reason.")
    fields: Fields
    points: int
    text: str = Field(description="The reason in the caller's language.")


class IncidentSummary(Model):
    """An incident in a list."""

    id: str
    title: str = Field(description="What is wrong and where, in the caller's language.")
    names: Names = Field(description="The worst finding's rule's names by language.")
    rule: str
    group: str
    state: IncidentState
    severity: Severity
    urgency: int = Field(description="0 to 100; how soon somebody must act, by assumed weights.")
    urgency_parts: list[UrgencyPart] = Field(description="What the urgency is made of.")
    asset: str = Field(description="Empty where it is about the platform itself.")
    asset_name: str = Field(description="In the caller's language, else the city's own.")
    asset_kind: str
    place: str
    place_name: str = Field(description="In the caller's language, else the city's own.")
    lat: Number
    lon: Number
    simulated: bool
    drill: bool = Field(description="Whether it only serves an exercise; it is in no count.")
    findings_count: int = Field(description="How many findings it has.")
    open_findings: int = Field(description="How many of them last.")
    opened: Instant
    updated: Instant
    since: Instant = Field(description="Since when it has waited for its next step.")
    owner: str = Field(description="Id of the user who handles it; empty for none.")
    owner_name: str
    agency: str = Field(description="Id of the organisation that handles it; empty for none.")
    agency_name: str
    confirmed: Instant | None
    confirmed_by: str
    started: Instant | None = Field(description="Since when it has been worked on.")
    resolved: Instant | None
    resolved_by: str
    resolution: Resolution = Field(description="How it ended; empty while it is not over.")
    reason: str = Field(description="Why it was resolved.")
    merged_into: str = Field(description="Id of the incident that took it in; empty for none.")
    reviewed: Instant | None
    reviewed_by: str
    learned: str = Field(description="What was learned from it.")
    snoozed_until: Instant | None
    escalations: int = Field(description="How often its escalation clock has run out.")
    due: Instant | None = Field(description="When the running escalation clock ends; null for none.")
    version: int = Field(
        description="Hand it back with a change (If-Match); a stale one is refused with 409."
    )


class IncidentPage(Page[IncidentSummary]):
    """A page of incidents in the order asked for.

    The counts are of all that are no exercise and not merged into others, whatever the filter.
    """

    by_state: dict[IncidentState, int] = Field(description="How many there are.")
    by_severity: dict[Severity, int] = Field(description="How many are not over.")
    snoozed: int = Field(description="How many that are not over are snoozed now.")
    overdue: int = Field(description="How many that are not over have been escalated.")


class TimelineEntry(Model):
    """One thing that happened to an incident."""

    seq: int
    time: Instant
    kind: str = Field(description="incident.opened, .confirmed, .commented, finding.opened, ...")
    actor: str
    actor_name: str
    data: Json = Field(description="What the event tells; its form belongs to its kind.")
    text: str = Field(
        description="The finding's explanation in the caller's language, or what a person wrote."
    )


class IncidentDetail(IncidentSummary):
    """An incident with its findings, tasks, links and its timeline, the oldest of each first."""

    cause: Cause | None = Field(description="What the platform believes has failed; none for plain findings.")
    findings: list[Finding] = Field(
        description="At most 500, the worst that last; findings_count says how many there are."
    )
    tasks: list[IncidentTask]
    links: list[IncidentLink]
    merged: list[str] = Field(description="Ids of the incidents that were merged into this one.")
    timeline: list[TimelineEntry]


class IncidentResolution(Model):
    """How an incident ended."""

    resolution: Literal["fixed", "false_alarm"]
    reason: str = Field("", max_length=2_000, description="Why; needed for a false alarm.")


class IncidentComment(Model):
    """A comment."""

    text: str = Field(min_length=1, max_length=2_000)
