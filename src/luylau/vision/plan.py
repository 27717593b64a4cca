"""What is planned for each camera: its streams, what is watched in its picture, what is hidden, what is kept.

Points are shares of the picture, x from the left and y from the top, 0 to 1: they hold for every stream of a
camera, whatever its size.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from luylau.vision.shapes import Label

SceneKind = Literal[
    "intrusion", "loitering", "line_crossing", "crowd", "wrong_way", "stopped_vehicle", "object_left", "water"
]
SCENE_KINDS: Final[tuple[SceneKind, ...]] = (
    "intrusion",
    "loitering",
    "line_crossing",
    "crowd",
    "wrong_way",
    "stopped_vehicle",
    "object_left",
    "water",
)
Severity = Literal["info", "minor", "major", "critical"]
Transport = Literal["tcp", "udp"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A part of the week, in the city's local time: ``days`` 0 (Monday) to 6, ``start`` and ``end`` minutes
    of the day; one that ends before it starts goes on past midnight."""

    days: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Something to watch for in a camera's picture.

    ``points``: a polygon of three points and more; a line of two or more for "line_crossing", "wrong_way" and
    "water". A line is crossed "forward" from its left side to its right, looking from its first point to its
    last. ``labels``: what counts; empty means what the kind counts by nature. ``dwell_s``: for how long
    something must last. ``limit``: "crowd": so many people. ``direction``: "line_crossing": which ways are
    findings ("none": they are counted only); "wrong_way": which one is wrong. ``hours``: when it is watched;
    empty means always. ``version`` counts its changes.
    """

    id: str
    name: str
    kind: SceneKind
    points: tuple[Point, ...]
    labels: tuple[Label, ...] = ()
    dwell_s: float = 0.0
    limit: int = 0
    direction: Literal["forward", "backward", "both", "none"] = "both"
    severity: Severity = "minor"
    hours: tuple[Hours, ...] = ()
    enabled: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyZone:
    """A polygon that is burned over in everything that anybody sees of a camera."""

    id: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is kept of a camera, what for and for how long.

    ``purpose``: why there is this camera, in the languages that it is written in. ``original``: whether
    unmasked originals of clips are kept too, encrypted for two custodians together, for
    ``original_purpose`` and ``original_days``.
    """

    purpose: Mapping[str, str] = field(default_factory=dict)
    retention_days: int = 30
    original: bool = False
    original_purpose: str = ""
    original_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPlan:
    """One camera.

    ``camera``: id of its asset. ``main``, ``sub``: addresses of its streams (``rtsp://host/path`` without a
    password, ``file:NAME`` of a file or folder that is played in a loop, ``usb:0``); the sub-stream is
    analysed, the main one recorded, either alone does both. ``rate_hz``: analyses a second. ``heading_deg``,
    ``view_deg``, ``range_m``: where it looks on the map, clockwise from north; NaN where nobody knows.
    ``simulated``: what it plays is footage of another place.
    """

    camera: str
    main: str
    sub: str = ""
    transport: Transport = "tcp"
    rate_hz: float = 5.0
    heading_deg: float = float("nan")
    view_deg: float = float("nan")
    range_m: float = float("nan")
    scenes: tuple[Scene, ...] = ()
    zones: tuple[PrivacyZone, ...] = ()
    policy: Policy = field(default_factory=Policy)
    pre_s: float = 5.0
    post_s: float = 10.0
    simulated: bool = False
    version: int = 1
