"""What a person wants to be told of: rules and quiet hours."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from luylau.incidents.rules import Severity
from luylau.kernel.clock import MICROS, from_datetime, to_datetime

Occasion = Literal["opened", "escalated", "overdue", "assigned", "tasked", "resolved"]
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)

_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyRule:
    """One rule; an empty tuple lets everything through. ``every_min`` 0 sends at once."""

    occasions: tuple[Occasion, ...]
    severity: Severity
    urgency: int = 0
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    mine: bool = False
    drills: bool = False
    addresses: tuple[str, ...] = ()
    every_min: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of each day, "HH:MM" in the city's time, in which one is not told; they may span midnight."""

    begin: str
    end: str
    critical_breaks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A person's rules, of which any may fit, and quiet hours. ``version`` 0 means that nothing was set."""

    rules: tuple[NotifyRule, ...]
    quiet: Quiet | None
    version: int


DEFAULT = Preferences(
    rules=(
        NotifyRule(occasions=("opened", "escalated", "overdue"), severity="major"),
        NotifyRule(occasions=("assigned", "tasked"), severity="info", mine=True),
    ),
    quiet=None,
    version=0,
)
"""What holds for whoever has set nothing; without an address it tells nobody."""


def kept(preferences: Preferences) -> dict[str, Any]:
    """Return preferences as the columns of their table, the version aside."""
    quiet = preferences.quiet
    return {
        "rules": [asdict(rule) for rule in preferences.rules],
        "quiet": None if quiet is None else asdict(quiet),
    }


def preferences_of(
    rules: Sequence[Mapping[str, Any]], quiet: Mapping[str, Any] | None, version: int
) -> Preferences:
    """Return what the columns hold."""
    lists = ("occasions", "places", "agencies", "addresses")
    return Preferences(
        rules=tuple(NotifyRule(**{**rule, **{name: tuple(rule[name]) for name in lists}}) for rule in rules),
        quiet=None if quiet is None else Quiet(**quiet),
        version=version,
    )


def without_address(preferences: Preferences, address: str) -> Preferences:
    """Return preferences in which an address is no longer named; a rule for it alone goes with it."""
    rules = []
    for rule in preferences.rules:
        left = tuple(one for one in rule.addresses if one != address)
        if left or not rule.addresses:
            rules.append(replace(rule, addresses=left))
    return replace(preferences, rules=tuple(rules))


def quiet_until(quiet: Quiet | None, now_us: int, zone: ZoneInfo) -> int | None:
    """Return when the quiet hours end in which ``now_us`` lies; None outside of them.

    Equal ends mean the whole day: they end at that time of the next day.
    """
    if quiet is None:
        return None
    local = to_datetime(now_us).astimezone(zone)
    begin, end = time.fromisoformat(quiet.begin), time.fromisoformat(quiet.end)
    clock = local.time()
    if begin < end and not begin <= clock < end:
        return None
    if begin > end and end <= clock < begin:
        return None
    day = local.date() + timedelta(days=1 if clock >= end else 0)
    return from_datetime(datetime.combine(day, end, zone))


def next_digest(every_min: int, now_us: int, zone: ZoneInfo) -> int:
    """Return when the digest goes out in which something of now belongs.

    Digests go at whole multiples of ``every_min`` since local midnight, so that all that is collected
    meanwhile shares one time; the last one of a day goes at midnight.
    """
    local = to_datetime(now_us).astimezone(zone)
    midnight = datetime.combine(local.date(), time(), zone)
    passed_min = int((local - midnight).total_seconds() // 60)
    after_min = min((passed_min // every_min + 1) * every_min, _MINUTES_A_DAY)
    due_us = from_datetime(midnight + timedelta(minutes=after_min))
    # Where the clocks are put back, a time of the day comes twice and may have passed already.
    return due_us if due_us > now_us else now_us + every_min * 60 * MICROS
