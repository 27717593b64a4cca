"""What a camera's watchers say: something has begun, lasts, or is over."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Field
from luylau.vision.plan import SceneKind
from luylau.vision.shapes import Label

What = Literal["opened", "refreshed", "cleared"]
ConditionKind = Literal["dark", "blurred", "blocked", "moved", "frozen"]
CONDITION_KINDS: Final[tuple[ConditionKind, ...]] = ("dark", "blurred", "blocked", "moved", "frozen")
Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen of a scene now, once it has lasted long enough to be worth saying.

    ``since_us``: when it began, microseconds UTC. ``confidence``: 0 to 1. ``value`` and ``threshold`` are in
    ``unit`` ("s", "count", or "" for a share of 1). ``count``: how many things. ``label``: what most of them
    are; "" where nothing was recognised. ``tracks``: their numbers. ``key`` and ``fields`` say it to people.
    """

    since_us: int
    confidence: float
    value: float
    threshold: float
    unit: str
    key: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    count: int = 1
    label: Label | Literal[""] = ""
    tracks: tuple[int, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneChange(Sight):
    """One finding of a camera has begun ("opened"), lasts ("refreshed") or is over ("cleared"), with what was
    seen of it last.

    ``finding``: its id, the same from its beginning to its end. ``scene``: id of the scene, or
    "condition:dark" and the like; ``version``: the scene's.
    """

    finding: str
    what: What
    camera: str
    scene: str
    kind: SceneKind | ConditionKind
    version: int
    time_us: int


def sight_of(told: Mapping[str, Any]) -> Sight:
    """Return a sight from plain data: ``dataclasses.asdict`` of it, as JSON brings it back."""
    box = told["box"]
    return Sight(**{**told, "tracks": tuple(told["tracks"]), "box": None if box is None else tuple(box)})


def finding_id(camera: str, scene: str, version: int, since_us: int) -> str:
    """Return the id of a finding: the SHA-256 of what makes it one, its first 32 digits."""
    told = f"{camera}\n{scene}\n{version}\n{since_us}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def seconds(start_us: int, end_us: int) -> float:
    """Return the time between two times, in s."""
    return (end_us - start_us) / MICROS
