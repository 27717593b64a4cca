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


RuleType = Literal["threshold", "heartbeat", "quality", "anomaly"]
Comparison = Literal["above", "below"]


class RuleDraft(Model):
    """A rule to try or to store."""

    id: str = Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")
    type: RuleType
    enabled: bool = True
    names: dict[str, str] = Field(default_factory=dict)
    severity: Severity = "minor"
    kinds: list[str] = Field(default_factory=list, max_length=100, description="Kinds of assets; empty: all.")
    assets: list[str] = Field(default_factory=list, max_length=1_000, description="Assets; empty: all.")
    channel: str = Field(default="", max_length=64)
    comparison: Comparison = "above"
    value: float | None = None
    level: str = Field(default="", max_length=64, description="A published level instead of a value.")
    hysteresis: float = Field(default=0.0, ge=0)
    for_s: float = Field(default=0.0, ge=0, le=604_800, description="How long it must last, in seconds.")
    score: float | None = Field(default=None, description="Threshold of the anomaly score.")


class Rule(RuleDraft):
    """A rule in force."""

    version: int
    changed: Instant | None
    shipped: bool = Field(description="It comes with the pack and can be restored.")


class RuleList(Model):
    """All rules."""

    items: list[Rule]


class RulePreviewRequest(Model):
    """A rule to try on the history."""

    rule: RuleDraft
    start: Instant
    end: Instant


class PreviewFiring(Model):
    """One time that a rule would have fired."""

    asset: str
    asset_name: str
    channel: str
    opened: Instant
    closed: Instant | None
    value: Number


class RulePreview(Model):
    """How often a rule would have fired."""

    fired: int
    series: int = Field(description="How many series it watched.")
    firings: list[PreviewFiring] = Field(description="The first hundred.")
