"""From the data of one ``[[rule]]`` to a rule, or to every fault that it has; and back to data."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from luylau.city.model import City
from luylau.incidents.combination_check import combination_from_data, combination_to_data
from luylau.incidents.rules import (
    COMBINATION,
    MEASURES,
    OPS,
    QUALITY_NAMES,
    RULE_KINDS,
    SEVERITIES,
    AnyRule,
    AppliesTo,
    Combination,
    kind_of,
)
from luylau.kernel.errors import Fault
from luylau.kernel.toml_fields import YEAR_S, Row

_BIG = 1e12

_NUMBERS: Mapping[str, tuple[float, float]] = {
    "value": (-_BIG, _BIG),
    "hysteresis": (0.0, _BIG),
    "min_duration_s": (0.0, YEAR_S),
    "clear_duration_s": (0.0, YEAR_S),
    "periods": (1.0, 10_000.0),
    "silent_s": (10.0, YEAR_S),
    "window_s": (10.0, YEAR_S),
    "min_score": (0.0, _BIG),
}
"""Least and greatest value of each number; ``silent_s`` under 10 s would only measure the network."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "severity": SEVERITIES,
    "op": OPS,
    "measure": MEASURES,
}
_ONE_OF: Mapping[str, tuple[str, str]] = {
    "threshold": ("value", "level"),
    "heartbeat": ("periods", "silent_s"),
}


def _number(row: Row, name: str, value: object) -> float:
    return row.number(name, value, *_NUMBERS[name])


def _choice(row: Row, name: str, value: object) -> str:
    return row.choice(name, value, _CHOICES[name])


def _min_count(row: Row, name: str, value: object) -> int:
    return row.whole(name, value, 1, 1_000_000)


def _applies_to(row: Row, name: str, value: object) -> AppliesTo:
    if not isinstance(value, dict):
        row.wrong_type(name, "table")
        return AppliesTo()
    known = [part.name for part in fields(AppliesTo)]
    row.keys(name, value, known)
    return AppliesTo(**{key: row.text(f"{name}.{key}", value[key]) for key in known if key in value})


def _flags(row: Row, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(flag, str) for flag in value):
        row.wrong_type(name, "flags")
        return ()
    for flag in value:
        if flag not in QUALITY_NAMES:
            row.fault(name, "rule-field-choice", name=name, value=flag, choices=", ".join(QUALITY_NAMES))
    return tuple(value)


_READERS: Mapping[str, Callable[[Row, str, object], object]] = {
    "id": Row.id,
    "group": Row.id,
    "names": Row.names,
    "applies_to": _applies_to,
    "enabled": Row.truth,
    "note": Row.text,
    "level": Row.text,
    "flags": _flags,
    "min_count": _min_count,
    **dict.fromkeys(_CHOICES, _choice),
    **dict.fromkeys(_NUMBERS, _number),
}


def rule_from_data(
    data: Mapping[str, Any], *, file: str = "rules.toml", row: int = 0, city: City | None = None
) -> tuple[AnyRule | None, list[Fault]]:
    """Return the rule (or combination) that ``data`` describes and no fault, or None and every fault found.

    ``row`` is the line that faults name. With a ``city``, what the rule refers to must exist there.
    """
    under = Row(data, file, row, words="rule")
    kind = data.get("kind")
    if kind == COMBINATION:
        return combination_from_data(under, city)
    if not isinstance(kind, str) or kind not in RULE_KINDS:
        key = "rule-field-missing" if kind is None else "rule-field-choice"
        under.fault("kind", key, name="kind", value=str(kind), choices=", ".join(RULE_KINDS))
        return None, under.faults
    made = RULE_KINDS[kind]
    known = {part.name: part for part in fields(made)}
    under.keys("", [key for key in data if key != "kind"], known)
    values: dict[str, Any] = {}
    for name, part in known.items():
        if name in data:
            values[name] = _READERS[name](under, name, data[name])
        elif part.default is MISSING and part.default_factory is MISSING:
            under.fault(name, "rule-field-missing", name=name)
    _check_together(under, kind, values)
    if city is not None and not under.faults:
        _check_against(under, city, values)
    return (None, under.faults) if under.faults else (made(**values), [])


def _check_together(row: Row, kind: str, values: Mapping[str, Any]) -> None:
    if kind in _ONE_OF:
        one, other = _ONE_OF[kind]
        if (one in values) == (other in values):
            row.fault(one, "rule-one-of", one=one, other=other)
    applies = values.get("applies_to", AppliesTo())
    if kind == "threshold" and not applies.channel and row.is_good("applies_to"):
        row.fault("applies_to.channel", "rule-field-missing", name="applies_to.channel")
    if kind == "quality" and "value" in values and row.is_good("value") and row.is_good("measure"):
        share, value = values.get("measure") == "share", values["value"]
        if not (0 < value <= 1 if share else value >= 1):
            low, high = (0, 1) if share else (1, _BIG)
            row.fault("value", "rule-field-range", name="value", low=low, high=high)


def _check_against(row: Row, city: City, values: Mapping[str, Any]) -> None:
    applies: AppliesTo = values.get("applies_to", AppliesTo())
    for name, wanted, known in (
        ("asset_kind", applies.asset_kind, city.kinds),
        ("place", applies.place, city.places),
        ("asset", applies.asset, city.assets),
    ):
        if wanted and wanted not in known:
            row.fault(f"applies_to.{name}", "rule-refers-to-nothing", name=f"applies_to.{name}", value=wanted)
    if row.faults:
        return
    kind = city.assets[applies.asset].kind if applies.asset else applies.asset_kind
    if applies.asset and applies.asset_kind and applies.asset_kind != kind:
        row.fault("applies_to.asset", "rule-asset-of-other-kind", asset=applies.asset, kind=kind)
        return
    kinds = [city.kinds[kind]] if kind else list(city.kinds.values())
    if applies.channel and not any(applies.channel in one.channels for one in kinds):
        row.fault("applies_to.channel", "rule-channel-unknown", channel=applies.channel, kind=kind or "*")
    level = values.get("level", "")
    if level and not any(one.level == level and one.channel == applies.channel for one in city.levels):
        row.fault("level", "rule-level-unknown", level=level, channel=applies.channel)


def rule_to_data(rule: AnyRule) -> dict[str, Any]:
    """Return a rule as plain data, as it stands in JSON and (a combination's ``kind`` aside) in the file.

    Fields at their default are left out.
    """
    if isinstance(rule, Combination):
        return combination_to_data(rule)
    data: dict[str, Any] = {"id": rule.id, "kind": kind_of(rule)}
    for part in fields(rule):
        value = getattr(rule, part.name)
        default = part.default_factory() if part.default_factory is not MISSING else part.default
        if part.name == "id" or value == default:
            continue
        if isinstance(value, AppliesTo):
            given = {one.name: getattr(value, one.name) for one in fields(value)}
            data[part.name] = {name: said for name, said in given.items() if said}
        elif isinstance(value, tuple):
            data[part.name] = list(value)
        else:
            data[part.name] = dict(value) if isinstance(value, Mapping) else value
    return data
