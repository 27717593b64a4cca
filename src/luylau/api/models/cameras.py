"""Models of cameras: how they are, what is watched in their pictures, what they have seen, their clips."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from luylau.api.models.common import Fields, Instant, Model, Number, Page
from luylau.vision.plan_check import MOST_DAYS

Phase = Literal["connecting", "streaming", "waiting", "ended", "unknown"]
SceneKind = Literal[
    "intrusion", "loitering", "line_crossing", "crowd", "wrong_way", "stopped_vehicle", "object_left", "water"
]
Label = Literal["person", "bicycle", "motorcycle", "car", "bus", "truck"]
Verdict = Literal["", "right", "wrong"]
Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[Share, Share]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
SceneId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
Severity = Literal["info", "minor", "major", "critical"]


class Hours(Model):
    """A part of the week, in the city's time."""

    days: list[Annotated[int, Field(ge=0, le=6)]] = Field(max_length=7, description="0 is Monday.")
    start: int = Field(ge=0, le=1440, description="Minute of the day.")
    end: int = Field(ge=0, le=1440, description="Minute of the day; before `start`, it is the next day's.")


class Scene(Model):
    """Something to watch for in a camera's picture."""

    id: SceneId
    name: Name
    kind: SceneKind
    points: list[Point] = Field(max_length=64, description="Shares of the picture, from its top left.")
    labels: list[Label] = Field(max_length=6, description="What counts; empty: what counts by nature.")
    dwell_s: float = Field(ge=0, le=86_400)
    limit: int = Field(ge=0, le=10_000)
    direction: Literal["forward", "backward", "both", "none"]
    severity: Severity
    hours: list[Hours] = Field(max_length=21)
    enabled: bool


class PrivacyZone(Model):
    """A part of the picture that nobody ever sees."""

    id: SceneId
    name: Name
    points: list[Point] = Field(max_length=64)


class ScenesChange(Model):
    """What is to be watched from now on, all of it."""

    scenes: list[Scene] = Field(max_length=50)


class PrivacyChange(Model):
    """What is hidden, and how long clips are kept, from now on."""

    zones: list[PrivacyZone] = Field(max_length=50)
    purpose: dict[Literal["vi", "en", "ja"], Annotated[str, StringConstraints(max_length=500)]]
    retention_days: int = Field(ge=1, le=MOST_DAYS)


class CameraSummary(Model):
    """One camera, as a list and the map show it."""

    id: str
    name: str
    place: str
    place_name: str
    lat: float
    lon: float
    heading_deg: Number
    view_deg: Number
    range_m: Number
    simulated: bool = Field(description="It plays footage of another place.")
    phase: Phase = Field(description='"unknown": no worker tells of it.')
    since: Instant | None
    fault: str = Field(description="What is wrong, in the caller's language; empty: nothing.")
    remedy: str
    conditions: list[str] = Field(description="What is wrong with its picture, in words.")
    people: int
    vehicles: int
    last: Instant | None = Field(description="Time of its newest picture.")
    frames_per_s: float
    analyses_per_s: float
    age_ms: float = Field(description="How old pictures are once analysed: 95 of 100 are younger.")
    dropped: int = Field(description="Pictures that the detector had no time for, since it was started.")
    scenes: int = Field(description="How many scenes are watched.")


class CameraList(Model):
    """All cameras that are watched."""

    items: list[CameraSummary]
    detector: str = Field(description="Which model finds people and vehicles; empty: only motion is seen.")
    planned: int
    unplanned: int = Field(description="Cameras of the pack that are not watched.")


class ScenePrecision(Model):
    """How often people have called the findings of a scene right."""

    scene: str
    version: int
    seen: int
    right: int
    wrong: int
    share: float | None


class CameraDetail(Model):
    """One camera with its plan."""

    camera: CameraSummary
    version: int = Field(description="Of the plans; hand it back when you change one (If-Match).")
    main: str
    sub: str
    width: int
    height: int
    codec: str
    bitrate_mbps: float
    broken: int = Field(description="Packets that could not be used.")
    reconnects: int
    lazy: bool = Field(description="Only keyframes are looked at, for nothing moves.")
    scenes: list[Scene]
    zones: list[PrivacyZone]
    purpose: dict[str, str]
    retention_days: int
    original: bool = Field(description="Whether unmasked originals are kept too, sealed for two custodians.")
    original_purpose: str
    original_days: int
    precision: list[ScenePrecision]


class CameraEvent(Model):
    """One thing that a camera saw."""

    id: str
    camera: str
    camera_name: str
    place: str
    place_name: str
    scene: str
    scene_name: str
    kind: str
    title: str = Field(description="In the caller's language.")
    explanation: str
    label: str
    severity: str
    opened: Instant
    seen: Instant
    cleared: Instant | None
    confidence: float
    box: list[float]
    model: str
    simulated: bool
    verdict: Verdict
    verdict_by: str
    clip: str = Field(description="Id of its clip; empty: there is none.")
    fields: Fields


class CameraEventPage(Page[CameraEvent]):
    """What cameras saw, newest first."""


class NewVerdict(Model):
    """What a person says of a finding."""

    verdict: Verdict
    seen: Verdict = Field(description="What was said when the caller looked.")


class LineCount(Model):
    """How often a line was crossed in a minute, or in the hour that begins then."""

    scene: str
    minute: Instant
    label: str
    forward: int
    backward: int


class LineCounts(Model):
    """How often a camera's lines were crossed."""

    items: list[LineCount]


class Clip(Model):
    """A masked clip."""

    id: str
    camera: str
    camera_name: str
    finding: str
    scene: str
    start: Instant
    end: Instant
    made: Instant
    expires: Instant
    purpose: dict[str, str]
    sha256: str
    size: int
    width: int
    height: int
    model: str
    rules_version: int
    mask_version: str
    simulated: bool
    audit_index: int
    original_until: Instant | None = Field(description="Until when a sealed original is kept; null: none is.")


class ClipList(Model):
    """Clips, newest first."""

    items: list[Clip]
