"""From a combination that is met to a finding with its words."""

from collections.abc import Mapping, Sequence

from luylau.city.model import City
from luylau.incidents.combination_board import Entry, Instance
from luylau.incidents.combination_places import Whereabouts
from luylau.incidents.findings import Finding
from luylau.incidents.rules import Combination
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Field
from luylau.kernel.messages import LANGUAGES, Language, has_message, message

COMBINED = "finding-combined"
"""The message key of every combined finding, by which it is known."""

SHOWN = 4
"""How many findings are told one by one."""

MINUTE_S = 60
HOUR_S = 3_600


def warm() -> None:
    """Read the texts now and not when the first combination is met."""
    for language in LANGUAGES:
        has_message(language, COMBINED)


def is_combined(finding: Finding) -> bool:
    """Say whether a finding is made of others."""
    return finding.key == COMBINED


def describe(where: Whereabouts, instance: Instance, held: Mapping[str, Finding]) -> Finding:
    """Return the combined finding of an instance; ``held`` gives its members by their ids.

    ``value`` is how many findings it has, ``threshold`` how many it takes.
    """
    city, combination = where.city, instance.combination
    anchor = city.assets[instance.anchor]
    place = city.places.get(anchor.place)
    entries = instance.entries()
    members = [held[entry.id] for entry in entries]
    return Finding(
        id=instance.id,
        rule=combination.id,
        names=combination.names,
        group=combination.group,
        asset=anchor.id,
        asset_name=anchor.name,
        asset_kind=anchor.kind,
        place=anchor.place,
        place_name=place.name if place else "",
        channel="",
        severity=combination.severity,
        opened_us=instance.opened_us,
        last_seen_us=instance.opened_us,
        value=float(len(entries)),
        threshold=float(needed(combination)),
        unit="",
        key=COMBINED,
        fields=_fields(where, instance, entries, held),
        simulated=any(one.simulated for one in members) if members else anchor.status == "simulated",
    )


def needed(combination: Combination) -> int:
    """Return on how many assets there must be a finding at least, each part counted for itself."""
    others = min((part.min for part in combination.any_of), default=0)
    return sum(part.min for part in combination.all) + others


def _fields(
    where: Whereabouts, instance: Instance, entries: Sequence[Entry], held: Mapping[str, Finding]
) -> Mapping[str, Field]:
    """The sentence in each language: names of rules and places differ, so it is made here once for all."""
    times = [entry.opened_us for entry in entries]
    span_s = round((max(times) - min(times)) / MICROS) if times else 0
    metres = round(max((where.distance_m(instance.anchor, entry.asset) for entry in entries), default=0.0))
    fields: dict[str, Field] = {"count": len(entries), "seconds": span_s, "metres": metres}
    for language in LANGUAGES:
        what = "; ".join(_part(language, where.city, held[entry.id]) for entry in entries[:SHOWN])
        if len(entries) > SHOWN:
            what = message(language, "combination-more", {"what": what, "count": len(entries) - SHOWN})
        fields[f"said_{language}"] = message(
            language,
            "combination-said",
            {
                "what": what,
                "span": _span(language, span_s),
                "near": instance.combination.same or "metres",
                "metres": metres,
                "where": _where(language, where, instance),
            },
        )
    return fields


def _part(language: Language, city: City, finding: Finding) -> str:
    asset = city.assets[finding.asset]
    rule = finding.names.get(language, finding.rule)
    return message(
        language, "combination-part", {"rule": rule, "asset": asset.names.get(language, asset.name)}
    )


def _span(language: Language, seconds: int) -> str:
    """A span as a person says it: seconds up to two minutes, minutes up to two hours, then hours."""
    unit, each = "h", HOUR_S
    if seconds < 2 * MINUTE_S:
        unit, each = "s", 1
    elif seconds < 2 * HOUR_S:
        unit, each = "min", MINUTE_S
    return message(language, "combination-span", {"unit": unit, "count": round(seconds / each)})


def _where(language: Language, where: Whereabouts, instance: Instance) -> str:
    same = instance.combination.same
    if not same:
        return ""
    shared = where.shared(same, instance.anchor)
    known = where.city.places.get(shared) if same == "place" else where.city.assets.get(shared)
    return known.names.get(language, known.name) if known else shared
