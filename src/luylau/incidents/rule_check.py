"""From the data of one ``[[rule]]`` to a rule, or to every fault that it has; and back to data."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields
from typing import Any

from luylau.city.model import City
from luylau.incidents.rules import (
    MEASURES,
    OPS,
    QUALITY_NAMES,
    RULE_KINDS,
    SEVERITIES,
    AppliesTo,
    Rule,
    kind_of,
)
from luylau.kernel.errors import Fault, Field
from luylau.kernel.ids import is_id
from luylau.kernel.messages import LANGUAGES

YEAR_S = 366 * 86_400.0
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


class _Row:
    """One rule's data under examination; gathers the faults."""

    def __init__(self, data: Mapping[str, Any], file: str, row: int) -> None:
        self.data = data
        self.faults: list[Fault] = []
        self._file, self._row = file, row

    def fault(self, column: str, key: str, **said: Field) -> None:
        self.faults.append(Fault(file=self._file, row=self._row, column=column, key=key, fields=said))

    def is_good(self, name: str) -> bool:
        return not any(fault.column.split(".")[0] == name for fault in self.faults)

    def wrong_type(self, name: str, wanted: str) -> None:
        self.fault(name, "rule-field-type", name=name, wanted=wanted)

    def text(self, name: str, value: object) -> str:
        if isinstance(value, str):
            return value
        self.wrong_type(name, "text")
        return ""

    def number(self, name: str, value: object) -> float:
        low, high = _NUMBERS[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong_type(name, "number")
        elif not (math.isfinite(value) and low <= value <= high):
            self.fault(name, "rule-field-range", name=name, low=low, high=high)
        else:
            return float(value)
        return low

    def keys(self, name: str, given: Collection[str], known: Collection[str]) -> None:
        for key in given:
            if key not in known:
                column = f"{name}.{key}" if name else key
                self.fault(column, "rule-key-unknown", name=column, known=", ".join(known))


def _names(row: _Row, name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        row.wrong_type(name, "table")
        return {}
    row.keys(name, value, LANGUAGES)
    for language in LANGUAGES:
        said = value.get(language)
        if not isinstance(said, str) or not said.strip():
            row.fault(f"{name}.{language}", "rule-name-missing", language=language)
    return {key: str(said) for key, said in value.items()}


def _applies_to(row: _Row, name: str, value: object) -> AppliesTo:
    if not isinstance(value, dict):
        row.wrong_type(name, "table")
        return AppliesTo()
    known = [part.name for part in fields(AppliesTo)]
    row.keys(name, value, known)
    return AppliesTo(**{key: row.text(f"{name}.{key}", value[key]) for key in known if key in value})


def _flags(row: _Row, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(flag, str) for flag in value):
        row.wrong_type(name, "flags")
        return ()
    for flag in value:
        if flag not in QUALITY_NAMES:
            row.fault(name, "rule-field-choice", name=name, value=flag, choices=", ".join(QUALITY_NAMES))
    return tuple(value)


def _enabled(row: _Row, name: str, value: object) -> bool:
    if not isinstance(value, bool):
        row.wrong_type(name, "truth")
    return value is True


def _min_count(row: _Row, name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        row.wrong_type(name, "whole")
    elif not 1 <= value <= 1_000_000:
        row.fault(name, "rule-field-range", name=name, low=1, high=1_000_000)
    else:
        return value
    return 1


def _id(row: _Row, name: str, value: object) -> str:
    text = row.text(name, value)
    if isinstance(value, str) and not is_id(text):
        row.fault(name, "rule-id-bad", name=name, value=text)
    return text


def _choice(row: _Row, name: str, value: object) -> str:
    text = row.text(name, value)
    if isinstance(value, str) and text not in _CHOICES[name]:
        row.fault(name, "rule-field-choice", name=name, value=text, choices=", ".join(_CHOICES[name]))
    return text


_READERS: Mapping[str, Callable[[_Row, str, object], object]] = {
    "id": _id,
    "group": _id,
    "names": _names,
    "applies_to": _applies_to,
    "enabled": _enabled,
    "note": _Row.text,
    "level": _Row.text,
    "flags": _flags,
    "min_count": _min_count,
    **dict.fromkeys(_CHOICES, _choice),
    **dict.fromkeys(_NUMBERS, _Row.number),
}


def rule_from_data(
    data: Mapping[str, Any], *, file: str = "rules.toml", row: int = 0, city: City | None = None
) -> tuple[Rule | None, list[Fault]]:
    """Return the rule that ``data`` describes and no fault, or None and every fault found.

    ``row`` is the line that faults name. With a ``city``, what the rule refers to must exist there.
    """
    under = _Row(data, file, row)
    kind = data.get("kind")
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


def _check_together(row: _Row, kind: str, values: Mapping[str, Any]) -> None:
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


def _check_against(row: _Row, city: City, values: Mapping[str, Any]) -> None:
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


def rule_to_data(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data, as it stands in the file and in JSON; fields at their default are left
    out."""
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
