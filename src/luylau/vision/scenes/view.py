"""What a scene's watcher looks at, and what every watcher is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from luylau.vision.frames import Frame
from luylau.vision.plan import Point, Scene, SceneKind
from luylau.vision.scenes.changes import Box, Sight
from luylau.vision.scenes.things import Thing
from luylau.vision.shapes import LABELS, Label

_VEHICLES: Final[tuple[Label, ...]] = ("motorcycle", "car", "bus", "truck")
NATURAL: Final[Mapping[SceneKind, tuple[Label, ...]]] = {
    "intrusion": LABELS,
    "loitering": ("person",),
    "line_crossing": LABELS,
    "crowd": ("person",),
    "wrong_way": ("bicycle", *_VEHICLES),
    "stopped_vehicle": _VEHICLES,
    "object_left": (),
    "water": (),
}
"""What each kind of scene counts where it names no labels; none: it looks at the picture itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One moment of a camera. ``aspect``: width over height of the picture; ``things``: what is in it, or is
    thought to be; ``frame``: the picture, where it is at hand."""

    time_us: int
    aspect: float
    things: tuple[Thing, ...]
    frame: Frame | None


class Watcher(Protocol):
    """Watches one scene."""

    def look(self, view: View) -> Sight | None:
        """Return what is seen of it at a moment; None where it is not so."""
        ...

    def forget(self) -> None:
        """Begin as if nothing had been seen yet; what was learned of the place stays."""
        ...

    def state(self) -> dict[str, Any]:
        """Return what it remembers, as plain data."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        ...


def counted(scene: Scene) -> frozenset[Label]:
    """Return what counts in a scene."""
    return frozenset(scene.labels or NATURAL[scene.kind])


def in_heights(points: tuple[Point, ...], aspect: float) -> tuple[Point, ...]:
    """Return points given as shares of a picture in heights of it."""
    return tuple((x * aspect, y) for x, y in points)


def around(boxes: list[Box]) -> Box:
    """Return the box around one or several."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return (min(left), min(top), max(right), max(bottom))


def told(things: list[Thing]) -> str:
    """Return what some things are in a text: their label, "mixed" where they are not all of one."""
    labels = {thing.label for thing in things}
    return labels.pop() if len(labels) == 1 else "mixed"


def most(things: list[Thing]) -> Label:
    """Return what most of some things are; of equals what stands first in ``LABELS``."""
    labels = [thing.label for thing in things]
    return max(LABELS, key=lambda label: (labels.count(label), -LABELS.index(label)))
