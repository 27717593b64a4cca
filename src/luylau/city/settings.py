"""``city.toml``: what a city is called, where it lies, which languages and time it keeps."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from luylau.city.kinds import MAX_RETENTION_DAYS, names_of, unknown_keys
from luylau.city.reading import fault, read_toml
from luylau.kernel.errors import Fault
from luylau.kernel.ids import is_id
from luylau.kernel.messages import LANGUAGES

FILE = "city.toml"
KEYS = (
    "id", "name", "names", "languages", "time_zone", "territory_version", "projection", "lat", "lon",
    "retention_days",
)  # fmt: skip
_OPTIONAL = ("names", "projection")
_PROJECTION = re.compile(r"EPSG:\d{4,6}")
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySettings:
    """The fields of ``city.toml``; latitude and longitude in degrees WGS84, retention in days."""

    id: str
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    territory_version: str
    projection: str
    lat: float
    lon: float
    retention_days: int


def read_settings(data: bytes, faults: list[Fault]) -> CitySettings:
    """Return what ``city.toml`` says; every fault found is appended to ``faults``."""
    before = len(faults)
    read = read_toml(FILE, data, faults)
    table = read or {}
    if read is not None or len(faults) == before:
        unknown_keys(FILE, "", table, KEYS, faults)
        _check(table, faults)
    languages = table.get("languages")
    zone, days = table.get("time_zone"), table.get("retention_days")
    return CitySettings(
        id=str(table.get("id", "")),
        name=str(table.get("name", "")),
        names=names_of(FILE, "", table, faults),
        languages=tuple(str(tag) for tag in languages) if isinstance(languages, list) else (),
        time_zone=str(zone or ""),
        territory_version=str(table.get("territory_version", "")),
        projection=str(table.get("projection", "")),
        lat=_degrees(table, "lat", 90, faults, told=read is None),
        lon=_degrees(table, "lon", 180, faults, told=read is None),
        retention_days=days if isinstance(days, int) else 0,
    )


def _check(table: Mapping[str, Any], faults: list[Fault]) -> None:
    faults.extend(
        fault(FILE, 0, key, "city-key-missing") for key in KEYS if key not in table and key not in _OPTIONAL
    )
    for key, (message, test) in _TESTS.items():
        value = table.get(key)
        if value is not None and not (isinstance(value, str) and test(value)):
            faults.append(fault(FILE, 0, key, message, value=str(value)))
    languages = table.get("languages", ["vi"])
    if not isinstance(languages, list) or not languages or any(tag not in LANGUAGES for tag in languages):
        faults.append(
            fault(FILE, 0, "languages", "city-choice", value=str(languages), choices=", ".join(LANGUAGES))
        )
    days = table.get("retention_days", 1)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MAX_RETENTION_DAYS:
        faults.append(
            fault(
                FILE, 0, "retention_days", "city-number-range",
                value=str(days), low="1", high=str(MAX_RETENTION_DAYS),
            )
        )  # fmt: skip


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_TESTS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "id": ("city-id-form", is_id),
    "name": ("city-required", lambda text: bool(text.strip())),
    "time_zone": ("city-time-zone", _is_zone),
    "territory_version": ("city-territory-version", lambda text: _VERSION.fullmatch(text) is not None),
    "projection": ("city-projection", lambda text: _PROJECTION.fullmatch(text) is not None),
}
"""Message key and test of each text."""


def _degrees(table: Mapping[str, Any], key: str, limit: int, faults: list[Fault], *, told: bool) -> float:
    value = table.get(key, 0.0)
    if isinstance(value, int | float) and not isinstance(value, bool) and -limit <= value <= limit:
        return float(value)
    if not told:
        faults.append(
            fault(FILE, 0, key, "city-number-range", value=str(value), low=f"-{limit}", high=str(limit))
        )
    return 0.0
