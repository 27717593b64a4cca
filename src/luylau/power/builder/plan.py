"""What is to be built: the figures of ``grid.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from luylau.kernel.errors import BadFile, Fault

FILE: Final = "grid.toml"
"""The file in a city pack that holds the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A grid to build. All figures are assumed unless the pack's file gives a source.

    ``former``: build on the units that were this province before the territory's last change; "" builds on
    all. ``feeders_public``, ``feeders_park``: medium-voltage feeders. ``transformers``: 22/0.4 kV, all
    together. ``persons_per_customer``: people behind a household's meter; ``commercial``: further customers
    as a share of the households. ``peak_public_mw``, ``peak_park_mw``: load. ``power_factor``: of all loads.
    ``park_feeder_loads``: transformers on a park's feeder. ``station_mw``: what a substation may carry.
    ``far_km``: a park further away from a substation with room gets one of its own."""

    seed: int
    former: str = ""
    feeders_public: int
    feeders_park: int
    transformers: int
    persons_per_customer: float
    commercial: float
    peak_public_mw: float
    peak_park_mw: float
    power_factor: float
    park_feeder_loads: int
    station_mw: float
    far_km: float
    source: str


_LEAST: Mapping[str, float] = {
    "seed": 0, "feeders_public": 1, "feeders_park": 0, "transformers": 1, "persons_per_customer": 1,
    "commercial": 0, "peak_public_mw": 0.001, "peak_park_mw": 0, "power_factor": 0.5, "park_feeder_loads": 1,
    "station_mw": 1, "far_km": 0.1,
}  # fmt: skip
_MOST: Mapping[str, float] = {
    "feeders_public": 5_000, "feeders_park": 5_000, "transformers": 200_000, "power_factor": 1,
    "park_feeder_loads": 1_000, "seed": 2**63,
}  # fmt: skip
_MOST_ELSE: Final = 1e9


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        BadFile: it is no TOML, or a field is missing, unknown, of the wrong kind or out of bounds.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refused("", "grid-plan-not-toml", path.name, said=str(error)) from error
    faults: list[Fault] = []
    known = {field.name: field for field in fields(Plan)}
    faults += [
        _fault(path.name, name, "grid-plan-field-unknown", field=name)
        for name in sorted(data.keys() - known.keys())
    ]
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name not in data:
            if name != "former":
                faults.append(_fault(path.name, name, "grid-plan-field-missing", field=name))
            continue
        value = data[name]
        kinds = {int: (int,), float: (int, float), str: (str,)}[field.type]  # type: ignore[index]
        if isinstance(value, bool) or not isinstance(value, kinds):
            faults.append(_fault(path.name, name, "grid-plan-field-wrong", field=name, said=str(value)))
            continue
        if not isinstance(value, str):
            least, most = _LEAST[name], _MOST.get(name, _MOST_ELSE)
            if not least <= value <= most:
                said = str(value)[:60]
                faults.append(
                    _fault(path.name, name, "grid-plan-field-range", field=name, said=said, least=least)
                )
        values[name] = value
    if faults:
        raise BadFile(faults)
    return Plan(**values)


def refused(column: str, key: str, file: str = FILE, **said: str | float) -> BadFile:
    """Return the error of one field that no grid can be built with."""
    return BadFile([_fault(file, column, key, **said)])


def _fault(file: str, column: str, key: str, **said: str | float) -> Fault:
    return Fault(file=file, row=0, column=column, key=key, fields=dict(said))
