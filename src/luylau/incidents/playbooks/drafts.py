"""Drafts filled in from an incident: a template is text with named fields in braces, and nothing else.

``Bản tin {place}: mất điện từ {since}.`` Two braces stand for one. No field has attributes, indexes,
formats or conversions, so a template can neither call anything nor reach into anything. What is not known is
said to be so, what is assumed is called assumed, and a draft of an exercise or of simulated devices begins
with a line that says it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final
from zoneinfo import ZoneInfo

from luylau.city.model import Asset, City, Organisation, Place
from luylau.incidents.causes import CauseRecord
from luylau.incidents.causes.evidence import NEVER
from luylau.incidents.incident import Incident
from luylau.incidents.playbooks.model import Draft
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import Field
from luylau.kernel.messages import Language, message

FIELDS: Final = (
    "title", "incident", "severity", "place", "places", "asset", "since", "now", "cause", "element", "feeder",
    "customers", "critical_sites", "expected_hours", "expected_end",
)  # fmt: skip
"""What a template may name."""
_NAMED: Final = 8
"""Places and sites that a draft names; the rest is counted."""
_HOUR_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What drafts are filled in from.

    ``expected_h`` is how many hours such trouble usually lasts, None for unknown; with ``assumed`` it is
    called so. ``now_us`` is microseconds UTC.
    """

    incident: Incident
    cause: CauseRecord | None
    city: City
    expected_h: float | None
    assumed: bool
    now_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A draft's title and text in one language."""

    title: str
    text: str


def fields_of(template: str) -> Iterator[tuple[str, str]]:
    """Yield a template's parts: literal text and the name of the field after it, empty at the end.

    Raises:
        ValueError: braces do not pair, or a field is more than a name.
    """
    for literal, name, form, conversion in Formatter().parse(template):
        if name is not None and (form or conversion or not name.isidentifier()):
            raise ValueError(name)
        yield literal, name or ""


def filled(draft: Draft, language: Language, situation: Situation) -> Words:
    """Return a draft in one of its languages as the incident is now."""
    values = _values(language, situation)
    marks = [message(language, f"playbook-mark-{mark}") for mark in _marks(situation)]
    return Words(
        title=_fill(draft.title[language], values),
        text="\n\n".join([*marks, _fill(draft.text[language], values).strip()]),
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    return "".join(literal + (values[name] if name else "") for literal, name in fields_of(template))


def _marks(situation: Situation) -> list[str]:
    incident = situation.incident
    if incident.drill:
        return ["drill"]
    return ["simulated"] if incident.simulated else []


def _values(language: Language, situation: Situation) -> dict[str, str]:
    """Return what each of ``FIELDS`` says."""
    incident, city = situation.incident, situation.city
    asset, place = city.assets.get(incident.asset), city.places.get(incident.place)
    asset_name = _called(asset, language) if asset else incident.asset_name
    data: Mapping[str, Any] = situation.cause.data if situation.cause else {}
    unknown = message(language, "playbook-unknown-yet")
    expected = situation.expected_h
    ends = None if expected is None else incident.opened_us + round(expected * _HOUR_US)
    return {
        "title": incident.title(language, asset_name),
        "incident": incident.id,
        "severity": message(language, f"incident-severity-{incident.severity}"),
        "place": _called(place, language) if place else unknown,
        "places": _places(language, situation, data) or (_called(place, language) if place else unknown),
        "asset": asset_name or unknown,
        "since": _moment(language, situation, _since(situation, data)),
        "now": _moment(language, situation, situation.now_us),
        "cause": incident.names.get(language) or incident.rule,
        "element": _element(language, city, data) or asset_name or unknown,
        "feeder": data.get("feeder") or unknown,
        "customers": _customers(language, data) or unknown,
        "critical_sites": _sites(language, city, data) or message(language, "playbook-none-known"),
        "expected_hours": _figure(language, expected, situation.assumed) if expected else unknown,
        "expected_end": _sure(language, _moment(language, situation, ends), situation.assumed)
        # What is over without the trouble being over is no promise any more.
        if ends is not None and ends > situation.now_us
        else unknown,
    }


def _since(situation: Situation, data: Mapping[str, Any]) -> int:
    since_us = int(data.get("since_us", NEVER))
    return situation.incident.opened_us if since_us == NEVER else since_us


def _customers(language: Language, data: Mapping[str, Any]) -> str:
    if not data:
        return ""
    # Customers of a simulated grid are assumed.
    return _figure(language, data["consequence"]["customers"], data["simulated"])


def _figure(language: Language, figure: float, assumed: bool) -> str:
    return _sure(language, message(language, "playbook-figure", {"figure": figure}), assumed)


def _sure(language: Language, text: str, assumed: bool) -> str:
    return message(language, "playbook-assumed", {"text": text}) if assumed else text


def _element(language: Language, city: City, data: Mapping[str, Any]) -> str:
    if not data:
        return ""
    asset = city.assets.get(data["element"]["asset"])
    return _called(asset, language) if asset else str(data["element"]["name"])


def _places(language: Language, situation: Situation, data: Mapping[str, Any]) -> str:
    if not data:
        return ""
    known = situation.city.places
    hit = [_called(known[place], language) for place in data["consequence"]["places"] if place in known]
    return _listed(language, hit)


def _sites(language: Language, city: City, data: Mapping[str, Any]) -> str:
    if not data:
        return ""
    hit = [
        city.assets[one["asset"]] for one in data["consequence"]["critical"] if one["asset"] in city.assets
    ]
    return _listed(language, [_sure(language, _called(asset, language), asset.assumed) for asset in hit])


def _listed(language: Language, names: list[str]) -> str:
    """Return names as a list in words: some of them, and how many others there are."""
    if not names:
        return ""
    shown: dict[str, Field] = {"names": ", ".join(names[:_NAMED]), "more": max(len(names) - _NAMED, 0)}
    return message(language, "playbook-list", shown)


def _called(thing: Place | Organisation | Asset, language: Language) -> str:
    return thing.names.get(language) or thing.name


def _moment(language: Language, situation: Situation, time_us: int) -> str:
    """Return a time for people, as the city's clocks show it."""
    local = to_datetime(time_us).astimezone(ZoneInfo(situation.city.time_zone))
    parts: dict[str, Field] = {
        "time": f"{local:%H:%M}",
        "day": f"{local:%d}",
        "month": f"{local:%m}",
        "year": f"{local:%Y}",
    }
    return message(language, "playbook-moment", parts)
