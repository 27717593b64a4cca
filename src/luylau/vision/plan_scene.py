"""From the data of one scene or privacy zone to what it means, or to every fault that it has; and back."""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from luylau.kernel.toml_fields import Reader, Row, choices, numbers, read_known, wholes
from luylau.vision.plan import SCENE_KINDS, Hours, Point, PrivacyZone, Scene, SceneKind
from luylau.vision.scenes.geometry import area, crosses_itself, length
from luylau.vision.scenes.view import NATURAL
from luylau.vision.shapes import LABELS

SEVERITIES: Final = ("info", "minor", "major", "critical")
DIRECTIONS: Final = ("forward", "backward", "both", "none")
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LINES: Final[frozenset[SceneKind]] = frozenset({"line_crossing", "wrong_way", "water"})
"""Kinds of scenes that are drawn as a line."""
LASTING: Final[frozenset[SceneKind]] = frozenset({"loitering", "stopped_vehicle", "object_left"})
"""Kinds that mean nothing without a dwell time."""
MOST_POINTS: Final = 64
LEAST_AREA: Final = 1e-4
"""A polygon covers at least this share of the picture, a line is at least as long as the root of it."""
_DAY_S: Final = 86_400.0
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def scene_from_row(row: Row) -> Scene | None:
    """Return the scene that a row describes; None where faults were noted.

    "water" is off unless it says otherwise.
    """
    values = read_known(row, row.data, Scene, _SCENE)
    kind = values.get("kind")
    if kind in SCENE_KINDS:
        values.setdefault("enabled", kind != "water")
        _check_kind(row, kind, values)
        if row.is_good("points") and "points" in values:
            _check_shape(row, values["points"], "line" if kind in LINES else "polygon")
    return None if row.faults else Scene(**values)


def zone_from_row(row: Row) -> PrivacyZone | None:
    """Return the privacy zone that a row describes; None where faults were noted."""
    values = read_known(row, row.data, PrivacyZone, _ZONE)
    if row.is_good("points") and "points" in values:
        _check_shape(row, values["points"], "polygon")
    return None if row.faults else PrivacyZone(**values)


def scene_to_data(scene: Scene) -> dict[str, Any]:
    """Return a scene as plain data; fields at their default are left out."""
    default = Scene(id="", name="", kind=scene.kind, points=(), enabled=scene.kind != "water")
    data: dict[str, Any] = {"id": scene.id, "name": scene.name, "kind": scene.kind}
    data["points"] = [list(point) for point in scene.points]
    for name in ("labels", "dwell_s", "limit", "direction", "severity", "hours", "enabled", "version"):
        value = getattr(scene, name)
        if value == getattr(default, name):
            continue
        if name == "hours":
            value = [_hours_to_data(part) for part in scene.hours]
        data[name] = list(value) if isinstance(value, tuple) else value
    return data


def zone_to_data(zone: PrivacyZone) -> dict[str, Any]:
    """Return a privacy zone as plain data."""
    return {"id": zone.id, "name": zone.name, "points": [list(point) for point in zone.points]}


def _check_kind(row: Row, kind: SceneKind, values: Mapping[str, Any]) -> None:
    if kind in LASTING and row.is_good("dwell_s") and not values.get("dwell_s"):
        row.fault("dwell_s", "vision-plan-dwell-needed", kind=kind)
    if row.is_good("limit"):
        if kind == "crowd" and values.get("limit", 0) < 2:
            row.fault("limit", "vision-plan-limit-needed")
        elif kind != "crowd" and values.get("limit"):
            row.fault("limit", "vision-plan-not-for-kind", name="limit", kind=kind)
    if row.is_good("direction"):
        if kind == "wrong_way" and values.get("direction") not in ("forward", "backward"):
            row.fault("direction", "vision-plan-wrong-way-direction")
        elif kind not in ("wrong_way", "line_crossing") and "direction" in values:
            row.fault("direction", "vision-plan-not-for-kind", name="direction", kind=kind)
    if row.is_good("labels"):
        labels = values.get("labels", ())
        if labels and not NATURAL[kind]:
            row.fault("labels", "vision-plan-not-for-kind", name="labels", kind=kind)
        elif kind == "stopped_vehicle" and not set(labels) <= set(NATURAL[kind]):
            row.fault("labels", "vision-plan-labels-vehicles", choices=", ".join(NATURAL[kind]))


def _check_shape(row: Row, drawn: tuple[Point, ...], shape: Literal["polygon", "line"]) -> None:
    least = 3 if shape == "polygon" else 2
    if len(drawn) < least:
        row.fault("points", "vision-plan-points-few", shape=shape, least=least, count=len(drawn))
    elif shape == "line":
        if length(drawn) < LEAST_AREA**0.5:
            row.fault("points", "vision-plan-line-short")
    elif crosses_itself(drawn):
        row.fault("points", "vision-plan-polygon-crosses")
    elif area(drawn) < LEAST_AREA:
        row.fault("points", "vision-plan-polygon-flat")


def _points(row: Row, name: str, value: object) -> tuple[Point, ...]:
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 2 for one in value):
        row.wrong_type(name, "points")
        return ()
    if len(value) > MOST_POINTS:
        row.fault(name, "vision-plan-points-many", count=len(value), most=MOST_POINTS)
        return ()
    found = []
    for number, (x, y) in enumerate(value):
        at = f"{name}.{number}"
        found.append((row.number(at, x, 0.0, 1.0), row.number(at, y, 0.0, 1.0)))
    return tuple(found)


def _labels(row: Row, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        row.wrong_type(name, "labels")
        return ()
    found = [row.choice(name, one, LABELS) for one in value]
    if len(set(found)) < len(found):
        row.fault(name, "vision-plan-twice-in-list", name=name)
    return tuple(found)


def _name(row: Row, name: str, value: object) -> str:
    text = row.text(name, value)
    if isinstance(value, str) and not 0 < len(text.strip()) <= 80:
        row.fault(name, "vision-plan-name-length", most=80)
    return text


def _hours(row: Row, name: str, value: object) -> tuple[Hours, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        row.wrong_type(name, "hours")
        return ()
    found = []
    for number, one in enumerate(value):
        at = f"{name}.{number}."
        before = len(row.faults)
        part = read_known(row, one, Hours, _HOURS, at)
        if len(row.faults) > before:
            continue
        if part["start"] == part["end"]:
            row.fault(f"{at}end", "vision-plan-hours-empty")
        else:
            found.append(Hours(**part))
    return tuple(found)


def _days(row: Row, name: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        row.wrong_type(name, "days")
        return ()
    days = [row.choice(name, one, DAYS) for one in value]
    if len(set(days)) < len(days):
        row.fault(name, "vision-plan-twice-in-list", name=name)
    return tuple(sorted(DAYS.index(day) for day in days if day in DAYS))


def _minute(row: Row, name: str, value: object) -> int:
    """Return a time of the day in minutes; "24:00" may stand for the end of the day."""
    text = row.text(name, value)
    if text == "24:00" and name.endswith(".end"):
        return 24 * 60
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return int(clock[1]) * 60 + int(clock[2])
    if isinstance(value, str):
        row.fault(name, "vision-plan-time-bad", value=text)
    return 0


def _hours_to_data(part: Hours) -> dict[str, Any]:
    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    return {
        "days": [DAYS[day] for day in part.days], "start": clock(part.start), "end": clock(part.end)
    }  # fmt: skip


VERSION: Final = wholes(1, 2**31)
_HOURS: Final[Mapping[str, Reader]] = {"days": _days, "start": _minute, "end": _minute}
_SCENE: Final[Mapping[str, Reader]] = {
    "id": Row.id,
    "name": _name,
    "kind": choices(SCENE_KINDS),
    "points": _points,
    "labels": _labels,
    "dwell_s": numbers(0.0, _DAY_S),
    "limit": wholes(0, 10_000),
    "direction": choices(DIRECTIONS),
    "severity": choices(SEVERITIES),
    "hours": _hours,
    "enabled": Row.truth,
    "version": VERSION,
}
_ZONE: Final[Mapping[str, Reader]] = {"id": Row.id, "name": _name, "points": _points}
