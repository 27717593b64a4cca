"""What is seen on a picture, as columns: boxes in pixels of the whole picture."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from luylau.kernel.arrays import Int8, Int64
from luylau.vision.frames import Frame

Float32 = NDArray[np.float32]

Label = Literal["person", "bicycle", "motorcycle", "car", "bus", "truck"]
LABELS: Final[tuple[Label, ...]] = ("person", "bicycle", "motorcycle", "car", "bus", "truck")
"""The classes, by their number."""
PERSON: Final = 0
VEHICLES: Final = (2, 3, 4, 5)
"""Classes that a detector confuses with each other on one and the same thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of a picture, in pixels: ``left`` <= x < ``right``, ``top`` <= y < ``bottom``."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Detections:
    """``boxes``: left, top, right, bottom, shape (n, 4), within the picture; ``score``: 0 to 1, ``label``:
    places in ``LABELS``, shape (n,)."""

    boxes: Float32
    score: Float32
    label: Int8

    def __len__(self) -> int:
        return len(self.score)

    @classmethod
    def none(cls) -> "Detections":
        """Return no detections."""
        empty = np.empty(0, np.float32)
        return cls(boxes=empty.reshape(0, 4), score=empty, label=np.empty(0, np.int8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Things that are followed, at one time: as ``Detections``, each with a number that it keeps, and since
    when it has been seen (``since_us``). ``lost``: whether it is only thought to be there, having been seen a
    moment ago; shape (n,)."""

    time_us: int
    id: Int64
    boxes: Float32
    score: Float32
    label: Int8
    since_us: Int64
    lost: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.id)


class Detector(Protocol):
    """Finds people and vehicles on a picture."""

    @property
    def name(self) -> str:
        """Which model it is, with the first 12 digits of its file's SHA-256: "yolox-nano 1f2e3d4c5b6a"."""
        ...

    def detect(self, frame: Frame, regions: tuple[Region, ...]) -> Detections:
        """Return what stands in these parts of a picture; of the whole if there are none."""
        ...


class Tracker(Protocol):
    """Follows things from picture to picture of one camera."""

    def update(self, seen: Detections, time_us: int) -> Tracks:
        """Take what was detected at ``time_us``; later each time."""
        ...

    def predict(self, time_us: int) -> Tracks:
        """Return where the followed things are thought to be at ``time_us``, without a detection."""
        ...
