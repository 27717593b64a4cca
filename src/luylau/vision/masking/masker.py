"""Making masked pictures, and none where it is not known what has to be hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from luylau.kernel.arrays import Bool, Int32
from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame, UInt8
from luylau.vision.masking.boxes import HOLD_US, Boxes, masks_of, to_pixels
from luylau.vision.masking.masked import MADE_HERE, MaskedFrame, planes_of
from luylau.vision.masking.planes import GREY, area_of, burn, halved, pixelate, runs_of
from luylau.vision.plan import CameraPlan
from luylau.vision.shapes import PERSON, Float32, Region, Tracks

MOTION_HOLD_US: Final = 10 * MICROS
"""For how long a part that moved stays hidden where there is no detector, in microseconds."""

OLDEST_ANALYSES: Final = 2
"""How many analyses may have been missed before nobody knows where people are."""

FACE_MARGIN: Final = 0.3
"""Of a face's width and height, on every side: hair, ears and chin lie outside of what detectors mark."""


SHAPE: Final = 0.02
"""By what share the shapes of the picture that was analysed and of the one that is masked may differ."""


class FaceDetector(Protocol):
    """Finds where faces are, and nothing else about them."""

    def faces(self, frame: Frame, regions: tuple[Region, ...]) -> Float32:
        """Return the faces within these parts of a picture: left, top, right, bottom in pixels, (n, 4)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingCounts:
    """How many pictures a masker was given since it was made: masked; given back as nothing because what is
    known of them is too old; or because masking failed."""

    masked: int = 0
    too_old: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zones:
    """The privacy zones as runs of pixels, for one size of picture."""

    luma: Int32
    chroma: Int32


class Masker:
    """Masks the pictures of one camera, handed in in their order. For one thread.

    It remembers what it was told for ``HOLD_US``, so that somebody who is lost sight of stays hidden for that
    long: a live view and a clip each take a masker of their own.
    """

    def __init__(self, plan: CameraPlan, faces: FaceDetector | None = None, *, slack_us: int = 0) -> None:
        """``slack_us``: how far the times of pictures and analyses may be apart, where they are of two
        streams."""
        self._plan = plan
        self._faces = faces
        self._slack_us = (0, -slack_us, -slack_us // 2, slack_us // 2, slack_us) if slack_us else (0,)
        self._oldest_us = min(round(OLDEST_ANALYSES * MICROS / max(plan.rate_hz, 0.1)), HOLD_US)
        self._zones: dict[tuple[int, int], _Zones] = {}
        self._told: dict[int, Tracks] = {}
        self._moved: list[tuple[int, tuple[Region, ...]]] = []
        self._counts = {"masked": 0, "too_old": 0, "failed": 0}
        self.last_fault: Exception | None = None

    @property
    def counts(self) -> MaskingCounts:
        """How its pictures fared so far."""
        return MaskingCounts(**self._counts)

    def mask(
        self,
        frame: Frame,
        tracks: Tracks | Sequence[Tracks] | None,
        moving: tuple[Region, ...] = (),
        *,
        size: tuple[int, int] | None = None,
    ) -> MaskedFrame | None:
        """Return the picture masked, in planes of its own; None where that cannot be done safely.

        Args:
            frame: the picture.
            tracks: what the analyses around its time found, one before and one after where there are such.
                None where no detector is installed: then all of ``moving`` is hidden.
            moving: where something moves.
            size: width and height of the picture that was analysed; that of ``frame`` where not said.

        A picture further than two analyses' time from any analysis, or whose masking failed in whatever way,
        gives None and is counted: who does not know where people are must not write.
        """
        try:
            masked = self._mask(frame, tracks, moving, size or (frame.width, frame.height))
        except Exception as fault:  # whatever went wrong, nothing unmasked may come of it
            self.last_fault = fault
            self._counts["failed"] += 1
            return None
        self._counts["too_old" if masked is None else "masked"] += 1
        return masked

    def _mask(
        self,
        frame: Frame,
        tracks: Tracks | Sequence[Tracks] | None,
        moving: tuple[Region, ...],
        size: tuple[int, int],
    ) -> MaskedFrame | None:
        seen: Int32
        if tracks is None:
            seen = self._motion(frame.time_us, moving, size)
        else:
            given = (tracks,) if isinstance(tracks, Tracks) else tuple(tracks)
            if not any(abs(one.time_us - frame.time_us) <= self._oldest_us for one in given):
                return None
            told = self._remember(given, frame.time_us)
            seen = np.concatenate([masks_of(told, frame.time_us + by, size) for by in self._slack_us])
        here = (frame.width, frame.height)
        if abs(here[0] * size[1] - here[1] * size[0]) > SHAPE * here[0] * size[1]:
            # Of another shape, it shows another part: nobody knows where in it things are.
            return None
        boxes = seen if size == here else to_pixels(seen * np.tile(np.divide(here, size), 2), here)
        if self._faces is not None:
            boxes = np.concatenate([boxes, self._face_boxes(frame, tracks, moving, size)])
        samples = _own(frame)
        y, u, v = planes_of(samples, *here)
        pixelate(y, u, v, boxes)
        zones = self._zones_for(*here)
        burn(y, zones.luma, 0 if frame.full_range else 16)
        burn(u, zones.chroma, GREY)
        burn(v, zones.chroma, GREY)
        return MaskedFrame(
            time_us=frame.time_us,
            width=frame.width,
            height=frame.height,
            samples=samples,
            full_range=frame.full_range,
            hidden=len(boxes) + len(self._plan.zones),
            token=MADE_HERE,
        )

    def _remember(self, given: tuple[Tracks, ...], time_us: int) -> list[Tracks]:
        """Return what is known around ``time_us``; newer words on one analysis replace older ones."""
        self._told.update({one.time_us: one for one in given})
        self._told = {at: one for at, one in self._told.items() if abs(at - time_us) <= HOLD_US}
        return list(self._told.values())

    def _motion(self, time_us: int, moving: tuple[Region, ...], size: tuple[int, int]) -> Int32:
        """Return what moved of late: who stands still for a moment is there all the same."""
        self._moved = [one for one in self._moved if abs(one[0] - time_us) <= MOTION_HOLD_US]
        if moving and (not self._moved or self._moved[-1][1] != moving):
            self._moved.append((time_us, moving))
        elif moving:
            self._moved[-1] = (time_us, moving)
        parts = {part for _, regions in self._moved for part in regions}
        rows = [(part.left, part.top, part.right, part.bottom) for part in parts]
        return to_pixels(np.array(rows, np.float64).reshape(-1, 4), size)

    def _face_boxes(
        self,
        frame: Frame,
        tracks: Tracks | Sequence[Tracks] | None,
        moving: tuple[Region, ...],
        size: tuple[int, int],
    ) -> Int32:
        """Return the faces with their margins, looked for on people's boxes and on what moves."""
        assert self._faces is not None
        given = () if tracks is None else (tracks,) if isinstance(tracks, Tracks) else tuple(tracks)
        people = [one.boxes[one.label == PERSON].astype(np.float64) for one in given]
        shifting = [(part.left, part.top, part.right, part.bottom) for part in moving]
        all_parts = np.concatenate([*people, np.array(shifting, np.float64).reshape(-1, 4)])
        here = (frame.width, frame.height)
        scaled = to_pixels(all_parts * np.tile(np.divide(here, size), 2), here)
        if not len(scaled):
            return scaled
        found: Boxes = self._faces.faces(
            frame,
            tuple(Region(left=int(a), top=int(b), right=int(c), bottom=int(d)) for a, b, c, d in scaled),
        ).astype(np.float64)
        extent = (found[:, 2:] - found[:, :2]) * FACE_MARGIN
        return to_pixels(np.hstack([found[:, :2] - extent, found[:, 2:] + extent]), here)

    def _zones_for(self, width: int, height: int) -> _Zones:
        if (width, height) not in self._zones:
            area: Bool = np.zeros((height, width), np.bool_)
            for zone in self._plan.zones:
                area |= area_of(zone.points, width, height)
            self._zones[width, height] = _Zones(luma=runs_of(area), chroma=runs_of(halved(area)))
        return self._zones[width, height]


def _own(frame: Frame) -> UInt8:
    """Return a copy of a picture's planes, one after the other.

    Raises:
        ValueError: they do not fit each other.
    """
    half = ((frame.height + 1) // 2, (frame.width + 1) // 2)
    if frame.y.ndim != 2 or frame.u.shape != half or frame.v.shape != half:
        raise ValueError(f"planes of {frame.y.shape}, {frame.u.shape} and {frame.v.shape}")
    if not frame.y.dtype == frame.u.dtype == frame.v.dtype == np.uint8:
        raise ValueError("planes of another type than bytes")
    # One piece of memory and not three: an encoder takes it as it is.
    samples = np.empty(frame.y.size + frame.u.size + frame.v.size, np.uint8)
    for own, plane in zip(
        planes_of(samples, frame.width, frame.height), (frame.y, frame.u, frame.v), strict=True
    ):
        own[:] = plane
    return samples
