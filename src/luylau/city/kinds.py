"""The catalogue of kinds: the platform's own, and what a pack adds to it or replaces in it."""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from luylau.city.model import Channel, Kind
from luylau.city.reading import fault, read_toml
from luylau.city.sheets import near
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.ids import is_channel, is_id
from luylau.kernel.units import is_unit

FILE = "kinds.toml"
GROUPS = ("hydromet", "power", "security", "camera", "network", "site")
"""Groups of kinds on the map."""
KIND_KEYS = ("group", "icon", "names", "retention_days", "channels")
CHANNEL_NUMBERS = ("low", "high", "max_rate", "stuck_after_s", "period_s", "resolution")
CHANNEL_KEYS = ("unit", *CHANNEL_NUMBERS, "anomaly", "shown", "names")
MAX_RETENTION_DAYS = 36_500


@cache
def default_kinds() -> Mapping[str, Kind]:
    """Return the platform's own kinds, by id."""
    faults: list[Fault] = []
    kinds = read_kinds(Path(__file__).with_name(FILE).read_bytes(), faults)
    if faults:
        raise BadFile(faults)
    return kinds


def read_kinds(data: bytes, faults: list[Fault]) -> dict[str, Kind]:
    """Return the kinds written in a ``kinds.toml``; every fault found is appended to ``faults``."""
    tables = read_toml(FILE, data, faults)
    kinds = {}
    for id_, table in (tables or {}).items():
        if not is_channel(id_) or not isinstance(table, dict):
            faults.append(fault(FILE, 0, id_, "city-kind-form", value=id_))
            continue
        kinds[id_] = _kind(id_, table, faults)
    return kinds


def _kind(id_: str, table: Mapping[str, Any], faults: list[Fault]) -> Kind:
    unknown_keys(FILE, id_, table, KIND_KEYS, faults)
    group, icon = table.get("group"), table.get("icon", "")
    if group not in GROUPS:
        faults.append(
            fault(FILE, 0, f"{id_}.group", "city-choice", value=str(group or ""), choices=", ".join(GROUPS))
        )
    if not isinstance(icon, str) or not is_id(icon):
        faults.append(fault(FILE, 0, f"{id_}.icon", "city-id-form", value=str(icon)))
    days = table.get("retention_days", 0)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MAX_RETENTION_DAYS:
        faults.append(
            fault(
                FILE, 0, f"{id_}.retention_days", "city-number-range",
                value=str(days), low="0", high=str(MAX_RETENTION_DAYS),
            )
        )  # fmt: skip
        days = 0
    given = table.get("channels", {})
    if not isinstance(given, dict):
        faults.append(fault(FILE, 0, f"{id_}.channels", "city-key-form", wanted="table", value=str(given)))
        given = {}
    channels = {name: _channel(f"{id_}.channels", name, what, faults) for name, what in given.items()}
    if sum(channel.shown for channel in channels.values()) > 1:
        faults.append(fault(FILE, 0, f"{id_}.channels", "city-shown-twice", value=id_))
    return Kind(
        id=id_,
        group=str(group),
        icon=str(icon),
        names=names_of(FILE, id_, table, faults),
        channels=channels,
        retention_days=days,
    )


def _channel(where: str, name: str, table: object, faults: list[Fault]) -> Channel:
    here = f"{where}.{name}"
    if not is_channel(name) or not isinstance(table, dict):
        faults.append(fault(FILE, 0, here, "city-channel-form", value=name))
        return Channel(name=name, unit="")
    unknown_keys(FILE, here, table, CHANNEL_KEYS, faults)
    unit = table.get("unit")
    if not isinstance(unit, str) or not is_unit(unit):
        faults.append(fault(FILE, 0, f"{here}.unit", "city-unit-unknown", value=str(unit)))
    numbers = {}
    for key in CHANNEL_NUMBERS:
        value = table.get(key, math.nan)
        if key in table and not _is_number(value, positive=key not in ("low", "high")):
            faults.append(fault(FILE, 0, f"{here}.{key}", "city-number-form", value=str(value)))
            value = math.nan
        numbers[key] = float(value)
    if numbers["low"] >= numbers["high"]:
        faults.append(fault(FILE, 0, here, "city-low-above-high", value=name))
    faults.extend(
        fault(FILE, 0, f"{here}.{key}", "city-flag-form", value=str(table[key]))
        for key in ("anomaly", "shown")
        if not isinstance(table.get(key, False), bool)
    )
    return Channel(
        name=name,
        unit=str(unit),
        names=names_of(FILE, here, table, faults),
        anomaly=table.get("anomaly", True) is True,
        shown=table.get("shown", False) is True,
        **numbers,
    )


def _is_number(value: object, *, positive: bool) -> bool:
    # A whole number may be too large for a float; comparing is safe, and false for NaN.
    if not isinstance(value, int | float) or isinstance(value, bool) or not -1e300 < value < 1e300:
        return False
    return value > 0 or not positive


def unknown_keys(
    file: str, where: str, table: Mapping[str, Any], known: tuple[str, ...], faults: list[Fault]
) -> None:
    """Note a fault for each key of ``table`` that the format does not know."""
    for key in table:
        if key not in known:
            here = f"{where}.{key}".lstrip(".")
            faults.append(fault(file, 0, here, "city-key-unknown", near=near(key, known)))


def names_of(file: str, where: str, table: Mapping[str, Any], faults: list[Fault]) -> dict[str, str]:
    """Return the ``names`` of a TOML table, by language; a fault is noted where they are not texts."""
    names = table.get("names", {})
    if isinstance(names, dict) and all(isinstance(name, str) and name.strip() for name in names.values()):
        return dict(names)
    here = f"{where}.names".lstrip(".")
    faults.append(fault(file, 0, here, "city-key-form", wanted="text", value=str(names)))
    return {}
