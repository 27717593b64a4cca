"""Findings: one thing wrong on one asset, as long as it lasts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from luylau.incidents.rules import Severity
from luylau.kernel.errors import Field

What = Literal["opened", "refreshed", "cleared"]

PLATFORM = ""
"""The asset of a finding about the platform itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong. Times are microseconds UTC; ``value`` and ``threshold`` are in ``unit``.

    For a heartbeat both are seconds of silence, for a quality rule the count or share of flagged
    observations, for an anomaly the score. ``key`` and ``fields`` make the explanation in three languages.
    """

    id: str
    rule: str
    names: Mapping[str, str]
    """The rule's names by language."""
    group: str
    asset: str
    """Id of the asset; ``PLATFORM`` for the platform itself."""
    asset_name: str
    asset_kind: str
    place: str
    place_name: str
    channel: str
    """Empty where the finding is about the device as a whole."""
    severity: Severity
    opened_us: int
    last_seen_us: int
    cleared_us: int | None = None
    value: float
    threshold: float
    unit: str
    key: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    simulated: bool = False
    """Whether the asset exists only in the platform."""
    incident: str = ""
    """Id of the incident it belongs to, once the book knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """What became of a finding. Each change carries the whole finding, so a lost one does no harm."""

    what: What
    finding: Finding
    under: str = ""
    """Id of the finding whose incident this one belongs to, a common cause say; empty says nothing of it.

    Its own id gives it an incident of its own again.
    """


def finding_id(rule: str, asset: str, channel: str, opened_us: int) -> str:
    """Return the id of a finding: always the same one for the same rule, series and time of opening."""
    said = "|".join((rule, asset, channel, str(opened_us)))
    return "finding-" + hashlib.sha256(said.encode()).hexdigest()[:20]
