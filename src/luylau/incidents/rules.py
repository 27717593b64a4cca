"""Rules as data: what is watched, from when on it is a finding, and how bad that is.

Four kinds share one head (``Rule``) and differ in their condition::

    ThresholdRule   a value, or a published level of the asset, is crossed
    HeartbeatRule   nothing came for too long
    QualityRule     too many observations of a window carry given quality flags
    AnomalyRule     the statistical detectors say that the value is out of the ordinary

All of them run through the same state machine (``machine.py``), so a rule written on paper, previewed on
yesterday and run live mean the same.

A ``Combination`` stands beside them: it watches no values but what the rules find, and makes one finding of
several at one place and time (``combining.py``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from luylau.city.model import Asset, City
from luylau.kernel.errors import NotFound
from luylau.telemetry.observations import Quality

Severity = Literal["info", "minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("info", "minor", "major", "critical")
"""Severities, the mildest first; the position is the rank."""

Op = Literal["ge", "gt", "le", "lt"]
OPS: tuple[Op, ...] = ("ge", "gt", "le", "lt")

Measure = Literal["count", "share"]
MEASURES: tuple[Measure, ...] = ("count", "share")

WATCHED_STATUS = ("installed", "simulated")
"""Only assets in one of these states are watched; a planned or retired one cannot be in trouble."""

QUALITY_NAMES: Mapping[str, Quality] = {
    str(flag.name).lower(): flag for flag in Quality if flag is not Quality.GOOD
}
"""The quality flags by the names that rules use, e.g. "stuck"."""


def rank(severity: str) -> int:
    """Return how bad a severity is: 0 for "info" to 3 for "critical"."""
    return SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """What a rule watches; an empty field takes in everything."""

    asset_kind: str = ""
    channel: str = ""
    place: str = ""
    """A place's id; the places inside it are taken in too."""
    asset: str = ""

    def takes(self, city: City, asset: Asset) -> bool:
        """Say whether ``asset`` of ``city`` is watched (its channels aside)."""
        if asset.status not in WATCHED_STATUS:
            return False
        if self.asset_kind and asset.kind != self.asset_kind:
            return False
        if self.asset and asset.id != self.asset:
            return False
        return not self.place or inside(city, asset.place, self.place)


def inside(city: City, place: str, outer: str) -> bool:
    """Say whether ``place`` is ``outer`` or lies within it, however deep."""
    seen: set[str] = set()
    while place and place not in seen:
        if place == outer:
            return True
        seen.add(place)
        known = city.places.get(place)
        place = known.parent if known else ""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHead:
    """What every rule has.

    ``group`` joins findings: there is at most one open incident for one group and one asset. Durations are
    seconds of event time: the condition must hold for ``min_duration_s`` before a finding opens, and must
    have been gone for ``clear_duration_s`` before it is cleared.
    """

    id: str
    names: Mapping[str, str]
    severity: Severity
    group: str
    applies_to: AppliesTo = field(default_factory=AppliesTo)
    enabled: bool = True
    min_duration_s: float = 0.0
    clear_duration_s: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRule(RuleHead):
    """A good observation compares by ``op`` with ``value``, or with the asset's ``level``.

    Both are in the channel's unit. ``hysteresis`` (the channel's unit): once open, it stays so until the
    value is back by that much.
    """

    op: Op
    value: float | None = None
    level: str = ""
    hysteresis: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatRule(RuleHead):
    """Nothing was received for ``periods`` reporting periods, or for ``silent_s`` seconds.

    Without a channel it watches the device as a whole: any of its channels counts, and the shortest of their
    periods is the device's.
    """

    periods: float | None = None
    silent_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRule(RuleHead):
    """In ``window_s``, ``value`` or more observations ("count") or that share of them carry one of ``flags``.

    A "share" (0 to 1) is only taken once the window holds ``min_count`` observations.
    """

    flags: tuple[str, ...]
    measure: Measure = "count"
    value: float
    window_s: float
    min_count: int = 5
    hysteresis: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyRule(RuleHead):
    """The detectors say that an anomaly began, with a score of at least ``min_score``."""

    min_score: float = 0.0


Rule = ThresholdRule | HeartbeatRule | QualityRule | AnomalyRule

RULE_KINDS: Mapping[str, type[Rule]] = {
    "threshold": ThresholdRule,
    "heartbeat": HeartbeatRule,
    "quality": QualityRule,
    "anomaly": AnomalyRule,
}


def kind_of(rule: Rule) -> str:
    """Return the name of a rule's kind, as in its ``kind`` field."""
    return next(name for name, made in RULE_KINDS.items() if type(rule) is made)


Same = Literal["", "place", "supply", "network"]
SAMES: tuple[Same, ...] = ("place", "supply", "network")

Clear = Literal["any", "all"]
CLEARS: tuple[Clear, ...] = ("any", "all")

COMBINATION = "combination"
"""What stands in the ``kind`` field of a combination among rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which findings are one part of a combination; an empty field takes in everything."""

    rule: str = ""
    """A rule's id."""
    group: str = ""
    """A group of rules."""
    asset_kind: str = ""
    channel: str = ""
    feeds: str = ""
    """A kind of asset: only findings below a transformer that feeds one of that kind as well."""
    min: int = 1
    """On how many assets there must be one, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Findings of several devices at one place and time that are one thing together.

    One place is either ``within_m`` metres of the asset of the first part of ``all``, or the ``same`` unit of
    the territory, supply (transformer above both) or network (switch that carries both). One time is that all
    of them last, and that they began within ``within_s`` seconds of each other (None: whenever they began).

    It takes every part of ``all``, one of ``any_of`` where there are any, and none of ``unless``. Once
    open, it is over when that has not held for ``hold_s`` seconds; with ``clear`` "all" only when none of
    the parts lasts, or one of ``unless`` comes up.
    """

    id: str
    names: Mapping[str, str]
    severity: Severity
    group: str
    all: tuple[Part, ...]
    any_of: tuple[Part, ...] = ()
    unless: tuple[Part, ...] = ()
    within_m: float | None = None
    same: Same = ""
    within_s: float | None = None
    clear: Clear = "any"
    hold_s: float = 0.0
    enabled: bool = True
    note: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts: those of ``all``, of ``any_of`` and of ``unless``, in this order."""
        return (*self.all, *self.any_of, *self.unless)


AnyRule = Rule | Combination


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules and combinations of a city, in the file's order; ``version`` grows with every change."""

    version: int
    rules: tuple[Rule, ...]
    combinations: tuple[Combination, ...] = ()

    @classmethod
    def of(cls, version: int, entries: Iterable["AnyRule"]) -> "RuleSet":
        """Return the set of ``entries``, which may stand in any order."""
        rules: list[Rule] = []
        combinations: list[Combination] = []
        for entry in entries:
            if isinstance(entry, Combination):
                combinations.append(entry)
            else:
                rules.append(entry)
        return cls(version=version, rules=tuple(rules), combinations=tuple(combinations))

    @property
    def entries(self) -> tuple[AnyRule, ...]:
        """The rules, and then the combinations."""
        return (*self.rules, *self.combinations)

    def get(self, rule_id: str) -> AnyRule:
        """Return a rule or a combination by its id.

        Raises:
            NotFound: there is none (``rule-unknown``).
        """
        for rule in self.entries:
            if rule.id == rule_id:
                return rule
        raise NotFound("rule-unknown", rule=rule_id)
