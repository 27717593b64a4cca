"""From a study's data to what it asks, or to every fault that it has; and back to data."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, Final, Protocol, TypeVar

import shapely

from luylau.kernel.errors import Fault
from luylau.kernel.toml_fields import Reader, Row, choices, numbers, read_known, wholes
from luylau.kernel.toml_lines import Lines
from luylau.siting.study.model import (
    AREA_USES,
    DECAYS,
    DEMAND_SOURCES,
    METHODS,
    SITE_SOURCES,
    Area,
    Demand,
    Limits,
    Method,
    Option,
    Sites,
    Study,
)

WORDS: Final = "study"
PARTS: Final = ("demand", "option", "area")
"""The lists of tables within a study."""
MOST_CORNERS: Final = 10_000
MOST_PARTS: Final = 100
"""Demands, options and areas, each."""
MOST_FAULTS: Final = 50
"""That are told of one study."""
MOST_LETTERS: Final = 2_000
MOST_NAME: Final = 128
"""Letters of a file's name."""
WHOLE_DEG: Final = 360.0
_NEEDED: Final[Mapping[Method, tuple[str, ...]]] = {
    "covering": ("range_m",),
    "cover_all": ("range_m",),
    "median": (),
    "supply": ("supply_w", "energy_wh"),
}
"""What each option must say."""
MOST_COST: Final = 1e15
MOST_RANGE_M: Final = 100_000.0
MOST_SECONDS: Final = 86_400.0


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)


def study_from_data(
    data: Mapping[str, Any], file: str, lines: Lines | None = None
) -> tuple[Study | None, list[Fault]]:
    """Return the study that ``data`` describes and no fault, or None and every fault found.

    ``lines`` are those that faults name. A fault within a list has the column "demand.N.", "option.N."
    or "area.N.", counted from 0, and a field.
    """
    lines = lines or Lines()
    row = Row(data, file, lines.head, words=WORDS)
    plain = {name: value for name, value in data.items() if name not in (*PARTS, "sites", "limits")}
    values = read_known(row, plain, Study, _STUDY)
    values["demand"] = _list(row, lines, "demand", Demand, _DEMAND, _check_demand)
    values["options"] = _list(row, lines, "option", Option, _OPTION, _check_option)
    values["areas"] = (
        () if data.get("area", []) == [] else _list(row, lines, "area", Area, _AREA, _check_area)
    )
    values["sites"] = _table(row, "sites", Sites, _SITES)
    values["limits"] = _table(row, "limits", Limits, _LIMITS) if "limits" in data else Limits()
    if row.faults:
        return None, row.faults[:MOST_FAULTS]
    study = Study(**values)
    _check_whole(row, study)
    return (None, row.faults[:MOST_FAULTS]) if row.faults else (study, [])


def study_to_data(study: Study) -> dict[str, Any]:
    """Return a study as plain data, as it stands in JSON and in its file; fields at their default are left
    out."""
    data = _plain(study)
    data.pop("options", None)
    if areas := data.pop("areas", None):
        data["area"] = [_plain(one) | {"points": [list(at) for at in one.points]} for one in areas]
    data["demand"] = [_plain(one) for one in study.demand]
    data["option"] = [_plain(one) for one in study.options]
    data["sites"] = _plain(study.sites)
    if limits := _plain(study.limits):
        data["limits"] = limits
    else:
        data.pop("limits", None)
    return data


def _plain(made: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the study's dataclasses
    data: dict[str, Any] = {}
    for part in fields(made):
        value = getattr(made, part.name)
        default = part.default_factory() if part.default_factory is not MISSING else part.default
        if value != default:
            data[part.name] = list(value) if isinstance(value, tuple) else value
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in data.items()}


def _list(
    row: Row,
    lines: Lines,
    table: str,
    made: type[Part],
    readers: Mapping[str, Reader],
    check: Callable[[Row, Part], None],
) -> tuple[Part, ...]:
    given = row.data.get(table)
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        row.fault(table, f"{WORDS}-list-empty", name=table)
        return ()
    if len(given) > MOST_PARTS:
        row.fault(table, f"{WORDS}-list-long", name=table, most=MOST_PARTS, count=len(given))
        return ()
    found: list[Part] = []
    seen: set[str] = set()
    for number, data in enumerate(given):
        part = Row(data, row.file, lines.of(table, number), words=WORDS)
        values = read_known(part, data, made, readers)
        if not part.faults:
            found.append(made(**values))
            check(part, found[-1])
        named = str(data.get("id"))
        if named in seen:
            part.fault("id", f"{WORDS}-id-twice", id=named)
        seen.add(named)
        row.faults += [replace(fault, column=f"{table}.{number}.{fault.column}") for fault in part.faults]
    return tuple(found)


def _table(row: Row, name: str, made: type[Any], readers: Mapping[str, Reader]) -> Any:  # noqa: ANN401
    given = row.data.get(name)
    if not isinstance(given, dict):
        row.wrong_type(name, "table")
        return None
    before = len(row.faults)
    values = read_known(row, given, made, readers, f"{name}.")
    return made(**values) if len(row.faults) == before else None


def _check_demand(row: Row, demand: Demand) -> None:
    if demand.source == "file" and not demand.file:
        row.fault("file", f"{WORDS}-field-missing", name="file")
    if demand.source == "assets" and not demand.kinds:
        row.fault("kinds", f"{WORDS}-field-missing", name="kinds")
    if demand.served_by and not demand.served_m:
        row.fault("served_m", f"{WORDS}-field-missing", name="served_m")


def _check_option(row: Row, option: Option) -> None:
    if option.range_m and option.near_m >= option.range_m:
        row.fault("near_m", f"{WORDS}-near-not-below-range", near=option.near_m, range=option.range_m)


def _check_area(row: Row, area: Area) -> None:
    lon_lat = [(lon, lat) for lat, lon in area.points]
    if len(set(lon_lat)) < 3 or not shapely.is_valid(shape := shapely.Polygon(lon_lat)) or not shape.area:
        row.fault("points", f"{WORDS}-area-crossed", area=area.id)


def _check_whole(row: Row, study: Study) -> None:
    limits, sites = study.limits, study.sites
    if sites.source == "file" and not sites.file:
        row.fault("sites.file", f"{WORDS}-field-missing", name="sites.file")
    if sites.source == "assets" and not sites.kinds:
        row.fault("sites.kinds", f"{WORDS}-field-missing", name="sites.kinds")
    if not (limits.budget or limits.most_sites or study.method == "cover_all"):
        row.fault("limits.budget", f"{WORDS}-limit-missing")
    if study.method == "supply":
        _check_supply(row, study)
    if study.method == "cover_all":
        _check_cover_all(row, study)
    _check_layers(row, study)
    _check_surroundings(row, study)
    _check_capacity(row, study)
    for number, option in enumerate(study.options):
        for name in _NEEDED[study.method]:
            if not getattr(option, name):
                row.fault(f"option.{number}.{name}", f"{WORDS}-field-missing", name=name)
    if limits.installed and not limits.installed_range_m and study.method in ("covering", "cover_all"):
        row.fault("limits.installed_range_m", f"{WORDS}-field-missing", name="installed_range_m")
    if limits.unit_most and limits.unit_least > limits.unit_most:
        row.fault("limits.unit_least", f"{WORDS}-unit-bounds", least=limits.unit_least, most=limits.unit_most)
    for site in sorted(set(limits.must) & set(limits.must_not)):
        row.fault("limits.must", f"{WORDS}-must-and-must-not", site=site)


def _check_supply(row: Row, study: Study) -> None:
    """Batteries serve the sites where they stand, so these are the assets that are asked for."""
    for number, demand in enumerate(study.demand):
        if demand.source != "assets":
            row.fault(f"demand.{number}.source", f"{WORDS}-supply-needs-assets")
        elif not demand.load_w:
            row.fault(f"demand.{number}.load_w", f"{WORDS}-field-missing", name="load_w")


def _check_cover_all(row: Row, study: Study) -> None:
    """To reach all at the least cost nothing else may limit the plan, and of two options of one site the one
    that reaches farther must reach all that the other does."""
    for name in ("budget", "most_sites", "apart_m", "unit_least", "unit_most", "powered"):
        if getattr(study.limits, name):
            row.fault(f"limits.{name}", f"{WORDS}-cover-all-limit", name=name)
    if study.limits.must and len(study.options) > 1:
        row.fault("limits.must", f"{WORDS}-cover-all-limit", name="must")
    for number, option in enumerate(study.options):
        if option.angle_deg < WHOLE_DEG or option.near_m or option.decay != "step":
            row.fault(f"option.{number}", f"{WORDS}-cover-all-option", id=option.id)


def _check_layers(row: Row, study: Study) -> None:
    """Floors of units and second covers count whole points, in a study of covering, one of the two."""
    limits = study.limits
    asked = [name for name in ("unit_reach", "twice") if getattr(limits, name)]
    fading = any(one.decay != "step" for one in study.options)
    for name in asked:
        if study.method != "covering" or fading or limits.powered or len(asked) > 1:
            row.fault(f"limits.{name}", f"{WORDS}-layer-alone", name=name)


def _check_capacity(row: Row, study: Study) -> None:
    """Who serves whom is decided for one thing of one kind, so many times, and nothing else."""
    limits, option = study.limits, study.options[0]
    if not any(one.capacity for one in study.options):
        return
    others = replace(limits, most_sites=0, years=0.0, scenarios=Limits().scenarios) != Limits()
    alone = len(study.options) == len(study.demand) == 1 and limits.most_sites and not others
    if study.method != "median" or not alone:
        row.fault("option.0.capacity", f"{WORDS}-capacity-alone", id=option.id)


def _check_surroundings(row: Row, study: Study) -> None:
    """Supplies reach nothing but their sites; one goes along a road and does not look along it."""
    for name in ("buildings", "roads"):
        if getattr(study, name) and study.method == "supply":
            row.fault(name, f"{WORDS}-surroundings-supply", name=name)
    looks = any(one.angle_deg < WHOLE_DEG or one.headings > 1 or one.near_m for one in study.options)
    if study.roads and (looks or study.buildings):
        row.fault("roads", f"{WORDS}-roads-looking")


def _texts(row: Row, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        row.wrong_type(name, "texts")
        return ()
    return tuple(value)


def _corners(row: Row, name: str, value: object) -> tuple[tuple[float, float], ...]:
    """Corners of an area as [latitude, longitude]."""
    if not isinstance(value, list) or len(value) > MOST_CORNERS:
        row.wrong_type(name, "corners")
        return ()
    found = []
    for number, corner in enumerate(value):
        if not isinstance(corner, list) or len(corner) != 2:
            row.wrong_type(f"{name}.{number}", "corners")
            return ()
        lat = row.number(f"{name}.{number}", corner[0], -90.0, 90.0)
        found.append((lat, row.number(f"{name}.{number}", corner[1], -180.0, 180.0)))
    return tuple(found)


def _words(row: Row, name: str, value: object) -> str:
    """A text that is told to people."""
    text = row.text(name, value)
    if len(text) > MOST_LETTERS:
        row.fault(name, f"{WORDS}-text-long", name=name, most=MOST_LETTERS)
    return text


def _spoken(row: Row, name: str, value: object) -> dict[str, str]:
    """Such a text in every language."""
    found = row.names(name, value)
    for language, text in found.items():
        _words(row, f"{name}.{language}", text)
    return found


def _file(row: Row, name: str, value: object) -> str:
    """A file beside the study: a path that leads elsewhere could show what its writer may not see."""
    text = row.text(name, value)
    if text and (set("/\\\0") & set(text) or text.startswith(".") or len(text.encode()) > MOST_NAME):
        row.fault(name, f"{WORDS}-file-elsewhere", value=text)
    return text


_NAMED: Final[Mapping[str, Reader]] = {"id": Row.id, "names": _spoken}
_STUDY: Final[Mapping[str, Reader]] = {
    **_NAMED,
    "question": _spoken,
    "currency": _words,
    "buildings": _file,
    "roads": _file,
    "method": choices(METHODS),
    "seed": wholes(0, 2**31 - 1),
    "seconds": numbers(0.1, MOST_SECONDS),
    "version": wholes(1, 2**31 - 1),
}
_DEMAND: Final[Mapping[str, Reader]] = {
    **_NAMED,
    "source": choices(DEMAND_SOURCES),
    "weight": numbers(0.0, 1e9),
    "kinds": _texts,
    "file": _file,
    "column": Row.text,
    "load_w": numbers(0.0, 1e9),
    "served_by": _texts,
    "served_m": numbers(0.0, MOST_RANGE_M),
    "note": _words,
    "assumed": Row.truth,
}
_OPTION: Final[Mapping[str, Reader]] = {
    **_NAMED,
    "cost": numbers(0.0, MOST_COST),
    "running_cost": numbers(0.0, MOST_COST),
    "range_m": numbers(0.0, MOST_RANGE_M),
    "near_m": numbers(0.0, MOST_RANGE_M),
    "angle_deg": numbers(1.0, 360.0),
    "headings": wholes(1, 36),
    "decay": choices(DECAYS),
    "capacity": numbers(0.0, 1e12),
    "power_w": numbers(0.0, 1e9),
    "supply_w": numbers(0.0, 1e9),
    "energy_wh": numbers(0.0, 1e12),
    "note": _words,
    "assumed": Row.truth,
}
_AREA: Final[Mapping[str, Reader]] = {**_NAMED, "use": choices(AREA_USES), "points": _corners}
_SITES: Final[Mapping[str, Reader]] = {
    "source": choices(SITE_SOURCES),
    "kinds": _texts,
    "file": _file,
    "step_m": numbers(10.0, MOST_RANGE_M),
    "most": wholes(0, 1_000_000),
}
_LIMITS: Final[Mapping[str, Reader]] = {
    "budget": numbers(0.0, MOST_COST),
    "years": numbers(0.0, 50.0),
    "most_sites": wholes(0, 1_000_000),
    "must": _texts,
    "must_not": _texts,
    "installed": _texts,
    "installed_range_m": numbers(0.0, MOST_RANGE_M),
    "apart_m": numbers(0.0, MOST_RANGE_M),
    "unit_least": wholes(0, 100_000),
    "unit_most": wholes(0, 100_000),
    "unit_reach": numbers(0.0, 1.0),
    "twice": numbers(0.0, 0.5),
    "reliable": numbers(0.0, 1.0),
    "powered": Row.truth,
    "scenarios": wholes(1, 4_096),
}
