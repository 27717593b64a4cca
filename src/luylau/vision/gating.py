"""Where the detector is to look, and when: detecting is what costs, and most pictures show nothing new.

People are larger in what is cut out than in a whole picture shrunk to the detector's input; how parts are put
together and brought to the input is the detector's own affair. What it is shown holds each thing that is
followed wholly or not at all, for half of a person is none.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from luylau.kernel.clock import MICROS
from luylau.vision.motion import Motion, meet, merged
from luylau.vision.shapes import Region, Tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSettings:
    """``whole_s``: how often the whole picture is looked at, moving or not. ``still_s``: how often those who
    are followed are looked at where nothing moves. ``most``: share of the picture from which parts come to
    the whole. ``alternate``: look at every second picture, the tracker tells what is between."""

    whole_s: float = 10.0
    still_s: float = 1.0
    most: float = 0.8
    alternate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What to do with a picture. "detect": look at ``regions``, the whole if there are none, and let the
    tracker take what is there. "hold": nothing moves, the tracker holds what it has. "predict": it tells
    where all have gone since."""

    do: Literal["detect", "hold", "predict"]
    regions: tuple[Region, ...] = ()


class Gate:
    """Decides for one camera. For one thread."""

    def __init__(self, settings: GateSettings | None = None) -> None:
        self._settings = settings or GateSettings()
        self._whole_us = self._still_us = -(2**62)
        self._looked = False
        self._owed: tuple[int, int] | None = None
        """Times of the first and the last picture whose look was missed."""

    def missed(self, time_us: int) -> None:
        """Take it that the look at a picture was not answered: what it was for is still to be looked at, so
        the next look is at everything."""
        first = time_us if self._owed is None else self._owed[0]
        self._owed = (first, time_us)
        self._looked = False

    def answered(self, regions: tuple[Region, ...], time_us: int) -> None:
        """Take it that a look at ``regions`` (all of a picture, if there are none) was answered."""
        if regions or self._owed is None or time_us < self._owed[0]:
            return
        last = self._owed[1]
        self._owed = (time_us + 1, last) if last > time_us else None

    def knows(self, time_us: int) -> bool:
        """Say whether all that had to be looked at by then has been."""
        return self._owed is None or self._owed[0] > time_us

    def look(self, width: int, height: int, motion: Motion, tracks: Tracks, time_us: int) -> Look:
        """Return what to do with a picture of ``width`` x ``height`` pixels that was taken at ``time_us``,
        where ``tracks`` are thought to be."""
        settings = self._settings
        if settings.alternate and self._looked and not motion.lit:
            self._looked = False
            return Look(do="predict")
        due = not 0 <= time_us - self._whole_us < settings.whole_s * MICROS
        whole = motion.lit or due or self._owed is not None
        # Who stands still is looked at, too, where there is a look anyway: that costs next to nothing.
        still = bool(motion.regions) or not 0 <= time_us - self._still_us < settings.still_s * MICROS
        boxes = _around_tracks(tracks, width, height)
        wanted = [*motion.regions, *(boxes if still else ())]
        if not wanted and not whole:
            return Look(do="hold")
        parts = () if whole else _parts(wanted, boxes)
        if sum(_area(it) for it in parts) > settings.most * width * height:
            parts = ()
        if still or not parts:
            self._still_us = time_us
        if not parts:
            self._whole_us = time_us
        self._looked = True
        return Look(do="detect", regions=parts)


def _parts(wanted: list[Region], boxes: list[Region]) -> tuple[Region, ...]:
    """Return parts that hold what is wanted, none of which overlaps another or cuts one of the boxes."""
    parts = merged(wanted)
    while True:
        # What has grown to hold one box may cut another.
        grown = merged([*parts, *(box for box in boxes if any(meet(box, part) for part in parts))])
        if set(grown) == set(parts):
            return parts
        parts = grown


def _around_tracks(tracks: Tracks, width: int, height: int) -> list[Region]:
    """Return what holds each track's box with some room, as far as it is in the picture."""
    room = (tracks.boxes[:, 2:] - tracks.boxes[:, :2]) / 8
    low = np.floor(np.maximum(tracks.boxes[:, :2] - room, 0)).astype(np.int64)
    high = np.ceil(np.minimum(tracks.boxes[:, 2:] + room, (width, height))).astype(np.int64)
    return [
        Region(left=left, top=top, right=right, bottom=bottom)
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True)
        if left < right and top < bottom
    ]


def _area(region: Region) -> int:
    return (region.right - region.left) * (region.bottom - region.top)
