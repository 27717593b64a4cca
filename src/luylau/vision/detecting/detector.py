"""People and vehicles on a picture, by a YOLOX or a NanoDet."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from luylau.kernel.arrays import Int8
from luylau.kernel.errors import BadInput
from luylau.vision.detecting.description import Description
from luylau.vision.detecting.heads import Head, groups
from luylau.vision.detecting.letterbox import blank_frame, letterbox
from luylau.vision.detecting.placing import in_picture, is_cut
from luylau.vision.detecting.regions import Run, plan_runs
from luylau.vision.detecting.session import Session
from luylau.vision.detecting.slimming import slimmed
from luylau.vision.detecting.suppression import suppress
from luylau.vision.frames import Frame
from luylau.vision.shapes import Detections, Float32, Region

THRESHOLD: Final = 0.1
"""The least score: a tracker follows with weak detections what it has begun with strong ones."""
OVERLAP: Final = 0.55
"""From this intersection over union on two boxes are one and the same thing."""
_MOST: Final = 600
"""Candidates a picture, the best ones; a crowd has some hundreds."""


class OnnxDetector:
    """A ``Detector`` on onnxruntime, on one thread; not for several threads at once.

    What is cut by the edge of a region, but not by that of the picture, is left out: a part of a thing is no
    thing. Regions are looked at with a margin, so that what moves within one is whole.
    """

    def __init__(
        self,
        file: Path,
        description: Description,
        *,
        data: bytes | None = None,
        size: tuple[int, int] | None = None,
        threshold: float = THRESHOLD,
        overlap: float = OVERLAP,
        zoom: float = 1.5,
    ) -> None:
        """Load the model and try it; ``data`` is what the file holds where it has been read already.

        ``size``: so many pixels, width times height, its inputs have together for a picture; by default the
        first of the description. ``zoom``: how many of them a pixel of the picture becomes at most.

        Raises:
            LuylauError: the model cannot be used; which file, why, and what to do.
        """
        if description.finds_faces:
            raise BadInput("vision-model-purpose", file=str(file), head=description.head)
        classes = description.class_names

        def made(read: bytes) -> bytes:
            nonlocal classes
            slim, classes = slimmed(read, description)
            return slim

        self._session = Session(file, description, data, made=made)
        self._description = description
        self._threshold, self._overlap = threshold, overlap
        self._head = Head(replace(description, classes=classes))
        self._budget = self._session.budget(size, zoom)
        for width, height, found in self._session.trials(self._budget):
            if len(found) != 1 or not self._head.fits(found[0], width, height):
                raise self._session.refuse(found, self._head.form(width, height))
        # So that all is compiled or loaded before the first picture that counts.
        self.detect(blank_frame(), ())

    @property
    def name(self) -> str:
        """Which model it is, with the first 12 digits of its file's SHA-256."""
        return self._session.name

    def detect(self, frame: Frame, regions: tuple[Region, ...]) -> Detections:
        """Return what stands in these parts of a picture; of the whole if there are none."""
        runs = plan_runs(regions, frame.width, frame.height, self._budget)
        found = [self._look(frame, run) for run in runs]
        boxes, score, label = (np.concatenate(parts) for parts in zip(*found, strict=True))
        if len(score) > _MOST:
            best = np.argsort(-score, kind="stable")[:_MOST]
            boxes, score, label = boxes[best], score[best], label[best]
        kept = suppress(boxes, score, groups(label), self._overlap)
        return Detections(boxes=boxes[kept], score=score[kept], label=label[kept])

    def _look(self, frame: Frame, run: Run) -> tuple[Float32, Float32, Int8]:
        picture, scale = letterbox(frame, run.region, (run.width, run.height), self._description)
        rows = self._session.run(picture)[0][0]
        boxes, score, label = self._head.read(rows, run.width, run.height, self._threshold)
        found, solid = in_picture(boxes, run.region, scale, frame)
        good = solid & ~is_cut(boxes, run.region, scale, frame)
        return found[good], score[good], label[good]
