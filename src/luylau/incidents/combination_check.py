"""From the data of one ``[[combination]]`` to a combination, or to every fault that it has; and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from luylau.city.model import City
from luylau.incidents.rules import CLEARS, COMBINATION, SAMES, SEVERITIES, Combination, Part, RuleSet
from luylau.incidents.scenes import GROUPS, SCENE_RULE
from luylau.kernel.errors import Fault
from luylau.kernel.toml_fields import YEAR_S, Row

WIDEST_M = 50_000.0
"""The greatest ``within_m``: what is farther apart is not one place any more."""
MOST_PARTS = 16
MOST_ASSETS = 10_000

_LISTS = ("all", "any_of", "unless")


def _parts(row: Row, name: str, value: object) -> tuple[Part, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        row.wrong_type(name, "parts")
        return ()
    if len(value) > MOST_PARTS:
        row.fault(name, "combination-parts-many", name=name, limit=MOST_PARTS)
    known = [part.name for part in fields(Part)]
    found = []
    for number, one in enumerate(value):
        at = f"{name}.{number}"
        row.keys(at, one, known)
        told = {key: row.text(f"{at}.{key}", one[key]) for key in known[:-1] if key in one}
        least = row.whole(f"{at}.min", one["min"], 1, MOST_ASSETS) if "min" in one else 1
        if not any(told.values()):
            row.fault(at, "combination-part-empty", name=at)
        found.append(Part(**told, min=least))
    return tuple(found)


_READERS: Mapping[str, Callable[[Row, str, object], object]] = {
    "id": Row.id,
    "group": Row.id,
    "names": Row.names,
    "enabled": Row.truth,
    "note": Row.text,
    "severity": lambda row, name, value: row.choice(name, value, SEVERITIES),
    "same": lambda row, name, value: row.choice(name, value, SAMES),
    "clear": lambda row, name, value: row.choice(name, value, CLEARS),
    "within_m": lambda row, name, value: row.number(name, value, 1.0, WIDEST_M),
    "within_s": lambda row, name, value: row.number(name, value, 1.0, YEAR_S),
    "hold_s": lambda row, name, value: row.number(name, value, 0.0, YEAR_S),
    **dict.fromkeys(_LISTS, _parts),
}


def combination_from_data(row: Row, city: City | None) -> tuple[Combination | None, list[Fault]]:
    """Return the combination that the row describes and no fault, or None and every fault found.

    With a ``city``, kinds and channels that it names must exist there. Rules and groups need not: a later
    version of the platform, or a rule still to be written, may make them (``combination_warnings``).
    """
    known = {part.name: part for part in fields(Combination)}
    row.keys("", [key for key in row.data if key != "kind"], known)
    values: dict[str, Any] = {}
    for name, part in known.items():
        if name in row.data:
            values[name] = _READERS[name](row, name, row.data[name])
        elif part.default is MISSING:
            row.fault(name, "rule-field-missing", name=name)
    if ("within_m" in values) == ("same" in values):
        row.fault("within_m", "rule-one-of", one="within_m", other="same")
    if "all" in values and row.is_good("all"):
        _check_count(row, values)
    if city is not None and not row.faults:
        for name in _LISTS:
            _check_against(row, city, name, values.get(name, ()))
    return (None, row.faults) if row.faults else (Combination(**values), [])


def _check_count(row: Row, values: Mapping[str, Any]) -> None:
    """A combination of one finding would only say again what a rule says."""
    parts: Sequence[Part] = values["all"]
    others = 1 if values.get("any_of") else 0
    if not parts or sum(part.min for part in parts) + others < 2:
        row.fault("all", "combination-parts-few")


def _check_against(row: Row, city: City, name: str, parts: Sequence[Part]) -> None:
    for number, part in enumerate(parts):
        for field, kind in (("asset_kind", part.asset_kind), ("feeds", part.feeds)):
            if kind and kind not in city.kinds:
                at = f"{name}.{number}.{field}"
                row.fault(at, "rule-refers-to-nothing", name=at, value=kind)
        kinds = [city.kinds[part.asset_kind]] if part.asset_kind in city.kinds else city.kinds.values()
        if part.channel and not any(part.channel in kind.channels for kind in kinds):
            said = {"channel": part.channel, "kind": part.asset_kind or "*"}
            row.fault(f"{name}.{number}.channel", "rule-channel-unknown", **said)


def combination_warnings(rules: RuleSet, lines: Sequence[int] = (), file: str = "rules.toml") -> list[Fault]:
    """Return what is not wrong but will not work: parts by a rule or a group that neither a rule nor a
    camera's scene has.

    ``lines`` gives the line of each combination in its file.
    """
    ids = {rule.id for rule in rules.rules}
    groups = {rule.group for rule in rules.rules} | set(GROUPS.values())
    found = []
    for place, combination in enumerate(rules.combinations):
        line = lines[place] if place < len(lines) else 0
        for name in _LISTS:
            for number, part in enumerate(getattr(combination, name)):
                for field, said, known in (("rule", part.rule, ids), ("group", part.group, groups)):
                    # What cameras see is named by its kind, whether or not one watches for it yet.
                    if said and said not in known and not said.startswith(SCENE_RULE):
                        told: dict[str, str | int | float] = {"combination": combination.id, "value": said}
                        key = f"combination-no-{field}"
                        column = f"{name}.{number}.{field}"
                        found.append(Fault(file=file, row=line, column=column, key=key, fields=told))
    return found


def combination_to_data(combination: Combination) -> dict[str, Any]:
    """Return a combination as plain data, as it stands in JSON; fields at their default are left out."""
    data: dict[str, Any] = {"id": combination.id, "kind": COMBINATION}
    for part in fields(combination):
        value = getattr(combination, part.name)
        if part.name == "id" or value == part.default:
            continue
        if isinstance(value, tuple):
            data[part.name] = [_part_to_data(one) for one in value]
        else:
            data[part.name] = dict(value) if isinstance(value, Mapping) else value
    return data


def _part_to_data(part: Part) -> dict[str, Any]:
    return {one.name: said for one in fields(part) if (said := getattr(part, one.name)) != one.default}
