"""Urgency: one number from 0 to 100 that orders the queue, with its reasons.

It is a sum of points. Severity gives the most; what depends on the asset adds to it; what is known of the
consequences is added by whoever works them out. The weights are assumed: no authority has published any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from luylau.city.model import Criticality
from luylau.incidents.rules import Severity
from luylau.kernel.errors import Field

SEVERITY_POINTS: Final[Mapping[Severity, int]] = {"critical": 80, "major": 60, "minor": 40, "info": 20}
ASSET_POINTS: Final[Mapping[Criticality, int]] = {"vital": 10, "high": 5}
HIGHEST: Final = 100

_OF_SEVERITY: Final = "urgency-severity"
_OF_ASSET: Final = "urgency-asset"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyPart:
    """One reason: its message key, the fields of its text, its points."""

    key: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    points: int


def first_parts(severity: Severity, criticality: Criticality) -> tuple[UrgencyPart, ...]:
    """Return the reasons that are known when an incident opens."""
    parts = [severity_part(severity)]
    if criticality in ASSET_POINTS:
        said = {"criticality": criticality}
        parts.append(UrgencyPart(key=_OF_ASSET, fields=said, points=ASSET_POINTS[criticality]))
    return tuple(parts)


def severity_part(severity: Severity) -> UrgencyPart:
    """Return the reason that a severity is."""
    return UrgencyPart(key=_OF_SEVERITY, fields={"severity": severity}, points=SEVERITY_POINTS[severity])


def with_severity(parts: Sequence[UrgencyPart], severity: Severity) -> tuple[UrgencyPart, ...]:
    """Return the reasons with another severity, all else as it was."""
    return (severity_part(severity), *(part for part in parts if part.key != _OF_SEVERITY))


def asset_parts(parts: Sequence[UrgencyPart]) -> tuple[UrgencyPart, ...]:
    """Return the reasons that hang on the asset alone."""
    return tuple(part for part in parts if part.key == _OF_ASSET)


def total(parts: Iterable[UrgencyPart]) -> int:
    """Return the urgency that reasons add up to."""
    return min(max(sum(part.points for part in parts), 0), HIGHEST)


def parts_of(kept: Iterable[Mapping[str, Any]]) -> tuple[UrgencyPart, ...]:
    """Return the reasons as a table keeps them."""
    return tuple(UrgencyPart(**part) for part in kept)


def kept_parts(parts: Iterable[UrgencyPart]) -> list[dict[str, Any]]:
    """Return reasons as a table keeps them."""
    return [{"key": part.key, "fields": dict(part.fields), "points": part.points} for part in parts]
