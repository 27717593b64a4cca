"""Models of rules: the four kinds and combinations, told apart by ``kind``."""

from typing import Annotated, Literal

from pydantic import Field

from luylau.api.models.common import GivenInstant, Instant, Language, Model, Number
from luylau.api.models.incidents import Severity

RuleId = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
Seconds = Annotated[float, Field(ge=0, le=31_536_000)]
Flag = Literal[
    "range", "spike", "stuck", "gap", "late", "future", "duplicate", "unit",
    "not_finite", "unknown_device", "unknown_channel", "ancient",
]  # fmt: skip


class AppliesTo(Model):
    """What a rule watches; an empty field takes in everything."""

    asset_kind: str = Field(default="", max_length=64)
    channel: str = Field(default="", max_length=64)
    place: str = Field(default="", max_length=64, description="The places inside it are taken in too.")
    asset: str = Field(default="", max_length=64)


class RuleHead(Model):
    """What every rule has. Durations are seconds of event time."""

    id: RuleId
    names: dict[Language, Annotated[str, Field(max_length=200)]]
    severity: Severity
    group: str = Field(
        min_length=1, max_length=64, description="One open incident at most for a group and an asset."
    )
    applies_to: AppliesTo = AppliesTo()
    enabled: bool = True
    min_duration_s: Seconds = Field(default=0.0, description="The condition must hold so long.")
    clear_duration_s: Seconds = Field(default=0.0, description="It must have been gone so long.")
    note: str = Field(default="", max_length=1_000)


class ThresholdRule(RuleHead):
    """A good value compares with a value, or with a published level of the asset."""

    kind: Literal["threshold"]
    op: Literal["ge", "gt", "le", "lt"]
    value: float | None = None
    level: str = Field(default="", max_length=64)
    hysteresis: float = Field(default=0.0, ge=0)


class HeartbeatRule(RuleHead):
    """Nothing came for so many reporting periods, or for so many seconds."""

    kind: Literal["heartbeat"]
    periods: float | None = Field(default=None, gt=0, le=100_000)
    silent_s: float | None = Field(default=None, gt=0, le=31_536_000)


class QualityRule(RuleHead):
    """Too many observations of a window carry one of the flags."""

    kind: Literal["quality"]
    flags: list[Flag] = Field(min_length=1, max_length=12)
    measure: Literal["count", "share"] = "count"
    value: float = Field(gt=0)
    window_s: float = Field(gt=0, le=31_536_000)
    min_count: int = Field(default=5, ge=1, le=1_000_000)
    hysteresis: float = Field(default=0.0, ge=0)


class AnomalyRule(RuleHead):
    """The statistical detectors say that an anomaly began."""

    kind: Literal["anomaly"]
    min_score: float = Field(default=0.0, ge=0)


class CombinationPart(Model):
    """Which findings are one part of a combination; an empty field takes in everything."""

    rule: str = Field(default="", max_length=64)
    group: str = Field(default="", max_length=64)
    asset_kind: str = Field(default="", max_length=64)
    channel: str = Field(default="", max_length=64)
    feeds: str = Field(
        default="",
        max_length=64,
        description="A kind: only findings below a transformer that feeds one of it as well.",
    )
    min: int = Field(default=1, ge=1, le=10_000, description="On so many assets at least.")


Parts = Annotated[list[CombinationPart], Field(max_length=16)]


class CombinationRule(Model):
    """Findings of several devices at one place and time that are one thing together.

    One place is either a distance from the asset of the first part, or the same ward, supply or switch.
    """

    kind: Literal["combination"]
    id: RuleId
    names: dict[Language, Annotated[str, Field(max_length=200)]]
    severity: Severity
    group: str = Field(min_length=1, max_length=64)
    enabled: bool = True
    note: str = Field(default="", max_length=1_000)
    all: Parts = Field(description="All of these are needed.")
    any_of: Parts = Field(default=[], description="One of these is needed, where there are any.")
    unless: Parts = Field(default=[], description="None of these may last there.")
    within_m: float | None = Field(default=None, ge=1, le=50_000, description="Metres.")
    same: Literal["", "place", "supply", "network"] = ""
    within_s: float | None = Field(
        default=None, ge=1, le=31_622_400, description="Seconds between their beginnings; null: any time."
    )
    clear: Literal["any", "all"] = Field(
        default="any", description="Over when any part is missing, or only when all are."
    )
    hold_s: Seconds = Field(default=0.0, description="It must have been gone so long.")


Rule = Annotated[
    ThresholdRule | HeartbeatRule | QualityRule | AnomalyRule | CombinationRule, Field(discriminator="kind")
]


class RuleList(Model):
    """All rules in force."""

    version: int = Field(description="Grows with every change of any rule; hand it back with a change.")
    items: list[Rule]


class RuleInForce(Model):
    """A rule with the version of the set that it is part of."""

    version: int
    rule: Rule


class RulePreviewRequest(Model):
    """A rule or a combination to try on the history."""

    rule: Rule
    start: GivenInstant
    end: GivenInstant


class PreviewFiring(Model):
    """One time that a rule would have fired."""

    asset: str
    asset_name: str = Field(description="In the caller's language, else the city's own.")
    channel: str
    opened: Instant
    closed: Instant | None = Field(description="null: it would still be open at the end")
    value: Number
    threshold: Number


class RulePreview(Model):
    """How often a rule would have fired."""

    fired: int
    first: Instant | None
    last: Instant | None
    series: int = Field(description="How many series, or devices, it watched.")
    firings: list[PreviewFiring] = Field(description="The first hundred.")
