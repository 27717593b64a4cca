"""Who is told of an event: the event's occasion, the incident as it is, and each person's rules."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from luylau.incidents.incident import Incident
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.notify.preferences import NotifyRule, Occasion, Preferences
from luylau.incidents.rules import rank
from luylau.kernel.events import Event
from luylau.kernel.messages import Language

_OCCASIONS: Final[Mapping[str, Occasion]] = {
    "incident.opened": "opened",
    "incident.reopened": "opened",
    "incident.escalated": "escalated",
    "incident.refreshed": "escalated",
    "incident.overdue": "overdue",
    "incident.assigned": "assigned",
    "incident.task_added": "tasked",
    "incident.task_changed": "tasked",
    "incident.task_reopened": "tasked",
    "incident.resolved": "resolved",
    "incident.cleared": "resolved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person who may be told: their preferences, and the channels of their addresses that are switched
    on, by id."""

    user: str
    language: Language
    preferences: Preferences
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an event says of an incident; ``workers`` are the users with an open task in it."""

    event: Event
    occasion: Occasion
    incident: Incident
    workers: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One address that is to be told; ``every_min`` 0 is at once."""

    reader: Reader
    address: str
    every_min: int


def occasion_of(event: Event) -> Occasion | None:
    """Return what an event is to people who are told of incidents; None for nothing.

    A refresh only counts where the urgency rises, a task only where the event gives it to somebody.
    """
    occasion = _OCCASIONS.get(event.kind)
    if occasion == "tasked":
        return occasion if event.data.get("assignee") else None
    if event.kind == "incident.refreshed":
        rises = _whole(event.data, "urgency") > _whole(event.data, "urgency_from")
        return occasion if rises else None
    return occasion


def tellings(fact: Fact, readers: Collection[Reader], names: CityNames) -> Iterator[Telling]:
    """Yield each address that some rule of its owner wants told, once; at once goes before a digest, and a
    digest that goes sooner before one that goes later.

    Nobody is told of what they did themselves.
    """
    for reader in readers:
        if fact.event.actor == reader.user:
            continue
        soonest: dict[str, int] = {}
        for rule in reader.preferences.rules:
            if not fits(rule, fact, reader.user, names):
                continue
            for address in rule.addresses or reader.addresses:
                if address in reader.addresses:
                    soonest[address] = min(soonest.get(address, rule.every_min), rule.every_min)
        for address, every_min in soonest.items():
            yield Telling(reader=reader, address=address, every_min=every_min)


def fits(rule: NotifyRule, fact: Fact, user: str, names: CityNames) -> bool:
    """Say whether a rule of ``user`` lets a fact through."""
    incident, event = fact.incident, fact.event
    if fact.occasion not in rule.occasions or (incident.drill and not rule.drills):
        return False
    if rank(incident.severity) < rank(rule.severity) or incident.urgency < rule.urgency:
        return False
    if event.kind == "incident.refreshed" and not (
        _whole(event.data, "urgency_from") < rule.urgency <= _whole(event.data, "urgency")
    ):
        return False
    if fact.occasion == "tasked" and event.data.get("assignee") != user:
        return False
    if rule.mine and user != incident.owner and user not in fact.workers:
        return False
    if rule.places and not any(incident.place in names.within.get(place, (place,)) for place in rule.places):
        return False
    return not rule.agencies or bool(set(rule.agencies) & _agencies(incident, names))


def _agencies(incident: Incident, names: CityNames) -> set[str]:
    """Return the organisations that handle an incident or own its asset."""
    asset = names.city.assets.get(incident.asset)
    return {incident.agency, asset.owner if asset else ""} - {""}


def _whole(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0
