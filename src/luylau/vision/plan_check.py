"""From the data of one ``[[camera]]`` to its plan, or to every fault that it has; and back to data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final, Protocol, TypeVar

from luylau.city.model import City
from luylau.kernel.errors import Fault, Field
from luylau.kernel.messages import LANGUAGES
from luylau.kernel.toml_fields import Reader, Row, choices, numbers, read_known, wholes
from luylau.kernel.toml_lines import Lines
from luylau.vision.addresses import address_fault
from luylau.vision.plan import CameraPlan, Policy
from luylau.vision.plan_scene import (
    VERSION,
    scene_from_row,
    scene_to_data,
    zone_from_row,
    zone_to_data,
)

FILE: Final = "cameras.toml"
WORDS: Final = "vision-plan"
KIND: Final = "camera"
"""The kind of asset that a plan is for."""
PARTS: Final = ("scene", "zone")
"""The tables within a camera's."""
MOST_DAYS: Final = 3_660
"""Ten years, leap days and all: how long clips may be kept."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)


def plan_from_data(
    data: Mapping[str, Any], *, lines: Lines | None = None, city: City | None = None
) -> tuple[CameraPlan | None, list[Fault]]:
    """Return the plan that ``data`` describes and no fault, or None and every fault found.

    ``lines`` are those that faults name. With a ``city``, the camera must be an asset of it, of the kind
    "camera". A fault of a scene or zone has the column "scene.N." or "zone.N.", counted from 0, and a field.
    """
    lines = lines or Lines()
    head = Row(data, FILE, lines.head, words=WORDS)
    values = read_known(
        head, {name: value for name, value in data.items() if name not in PARTS}, CameraPlan, _CAMERA
    )
    values["scenes"], wrong = _parts(head, lines, "scene", scene_from_row)
    values["zones"], wrong_zones = _parts(head, lines, "zone", zone_from_row)
    if city is not None and head.is_good("camera") and "camera" in values:
        _check_camera(head, values["camera"], city)
    faults = head.faults + wrong + wrong_zones
    return (None, faults) if faults else (CameraPlan(**values), [])


def plan_to_data(plan: CameraPlan) -> dict[str, Any]:
    """Return a plan as plain data, as it stands in JSON and in the file; fields at their default are left
    out, and what nobody knows."""
    default = CameraPlan(camera=plan.camera, main="")
    data: dict[str, Any] = {"camera": plan.camera}
    for name in _CAMERA:
        value = getattr(plan, name)
        # Not a number is not equal to itself.
        if name in ("camera", "policy") or value == getattr(default, name) or value != value:
            continue
        data[name] = value
    if policy := _policy_to_data(plan.policy):
        data["policy"] = policy
    if plan.scenes:
        data["scene"] = [scene_to_data(scene) for scene in plan.scenes]
    if plan.zones:
        data["zone"] = [zone_to_data(zone) for zone in plan.zones]
    return data


def changed(before: CameraPlan | None, after: CameraPlan) -> CameraPlan:
    """Return ``after`` with the versions that follow from ``before``: one more for the plan and for each
    scene that is another than it was, the same for those that are as they were. 1 for what is new.
    """
    if before is None:
        return replace(after, version=1, scenes=tuple(replace(scene, version=1) for scene in after.scenes))
    known = {scene.id: scene for scene in before.scenes}
    scenes = []
    for scene in after.scenes:
        old = known.get(scene.id)
        version = 1 if old is None else old.version + (old != replace(scene, version=old.version))
        scenes.append(replace(scene, version=version))
    same = replace(after, scenes=tuple(scenes), version=before.version)
    # As data, in which what nobody knows is equal to itself.
    return same if plan_to_data(same) == plan_to_data(before) else replace(same, version=before.version + 1)


def _parts(
    head: Row, lines: Lines, table: str, read: Callable[[Row], Part | None]
) -> tuple[tuple[Part, ...], list[Fault]]:
    """Return the scenes or zones of a camera, and their faults."""
    given = head.data.get(table, [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        head.wrong_type(table, "tables")
        return (), []
    found: list[Part] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, one in enumerate(given):
        row = Row(one, FILE, lines.of(table, number), words=WORDS)
        part = read(row)
        named = one.get("id")
        if isinstance(named, str) and named in seen:
            row.fault("id", "vision-plan-id-twice", id=named)
        elif isinstance(named, str):
            seen.add(named)
        faults += [replace(fault, column=f"{table}.{number}.{fault.column}") for fault in row.faults]
        if part is not None:
            found.append(part)
    return tuple(found), faults


def _check_camera(row: Row, camera: str, city: City) -> None:
    asset = city.assets.get(camera)
    if asset is None:
        row.fault("camera", "vision-plan-camera-unknown", camera=camera)
    elif asset.kind != KIND:
        row.fault("camera", "vision-plan-camera-kind", camera=camera, kind=asset.kind)


def _address(row: Row, name: str, value: object) -> str:
    text = row.text(name, value)
    if not isinstance(value, str) or (name == "sub" and not text):
        return text
    wrong = address_fault(text)
    if wrong == "secret":
        # What it says is not repeated: a fault is shown, and kept in logs.
        row.fault(name, "vision-plan-address-secret")
    elif wrong == "unknown":
        row.fault(name, "vision-plan-address-unknown", value=text)
    return text


def _purpose(row: Row, name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        row.wrong_type(name, "table")
        return {}
    row.keys(name, value, LANGUAGES)
    for language, said in value.items():
        if not row.text(f"{name}.{language}", said).strip():
            row.fault(f"{name}.{language}", "vision-plan-purpose-empty")
    return {language: str(said) for language, said in value.items()}


def _policy(row: Row, name: str, value: object) -> Policy:
    if not isinstance(value, dict):
        row.wrong_type(name, "table")
        return Policy()
    before = len(row.faults)
    values = read_known(row, value, Policy, _POLICY, f"{name}.")
    if values.get("original") and not str(values.get("original_purpose", "")).strip():
        row.fault(f"{name}.original_purpose", "vision-plan-original-purpose")
    return Policy(**values) if len(row.faults) == before else Policy()


def _policy_to_data(policy: Policy) -> dict[str, Any]:
    default = Policy()
    data = {part.name: getattr(policy, part.name) for part in fields(Policy)}
    data["purpose"] = dict(policy.purpose)
    return {name: value for name, value in data.items() if value != getattr(default, name)}


def twice(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Fault]:
    """Return a fault for each plan of a camera that has one already; ``rows``: line and data of each."""
    seen: dict[str, int] = {}
    faults = []
    for line, row in rows:
        camera = row.get("camera")
        if not isinstance(camera, str):
            continue
        if camera in seen:
            said: dict[str, Field] = {"camera": camera, "first": seen[camera]}
            faults.append(
                Fault(file=FILE, row=line, column="camera", key="vision-plan-camera-twice", fields=said)
            )
        else:
            seen[camera] = line
    return faults


_POLICY: Final[Mapping[str, Reader]] = {
    "purpose": _purpose,
    "retention_days": wholes(1, MOST_DAYS),
    "original": Row.truth,
    "original_purpose": Row.text,
    "original_days": wholes(1, MOST_DAYS),
}
_CAMERA: Final[Mapping[str, Reader]] = {
    "camera": Row.id,
    "main": _address,
    "sub": _address,
    "transport": choices(("tcp", "udp")),
    "rate_hz": numbers(0.1, 30.0),
    "heading_deg": numbers(0.0, 360.0),
    "view_deg": numbers(1.0, 360.0),
    "range_m": numbers(1.0, 5_000.0),
    "policy": _policy,
    "pre_s": numbers(0.0, 30.0),
    "post_s": numbers(0.0, 60.0),
    "simulated": Row.truth,
    "version": VERSION,
}
