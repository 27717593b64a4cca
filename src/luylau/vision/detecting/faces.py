"""Faces on a picture, so that they can be masked: where, and nothing else of them.

YuNet: W. Wu, H. Peng, S. Yu, "YuNet: A tiny millisecond-level face detector", Machine Intelligence Research
2023. For each cell of 8, 16 and 32 pixels the scores of a face and of any thing, whose geometric mean counts,
the centre's offset in cells and the logarithms of the sides in cells.

CenterFace: Y. Xu et al., "CenterFace: Joint face detection and alignment using face as point", Scientific
Programming 2020. For each cell of 4 pixels a score, the logarithms of height and width in cells, and the
centre's offset, down and right, in cells from the cell's middle.

A face that is missed is shown, a thing that is masked for nothing does little harm: so the threshold is low,
and a face that is cut by a region's edge counts.
"""

from pathlib import Path
from typing import Final

import numpy as np

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.vision.detecting.description import Description
from luylau.vision.detecting.heads import cells, centred
from luylau.vision.detecting.letterbox import blank_frame, letterbox
from luylau.vision.detecting.placing import in_picture
from luylau.vision.detecting.regions import Run, plan_runs
from luylau.vision.detecting.session import Session
from luylau.vision.detecting.suppression import suppress
from luylau.vision.frames import Frame
from luylau.vision.shapes import Float32, Region

FACE_THRESHOLD: Final = 0.25
_OVERLAP: Final = 0.4
_CENTERFACE: Final = ("537", "538", "539")
_CENTERFACE_CHANNELS: Final = (1, 2, 2)
_YUNET: Final = {"cls": 1, "obj": 1, "bbox": 4}
_FAR: Final = np.float32(10.0)
"""No face is more than e to this times a cell."""


class FaceDetector:
    """A YuNet or a CenterFace on onnxruntime, on one thread; not for several threads at once."""

    def __init__(
        self,
        file: Path,
        description: Description,
        *,
        data: bytes | None = None,
        size: tuple[int, int] | None = None,
        threshold: float = FACE_THRESHOLD,
        zoom: float = 2.0,
    ) -> None:
        """Load the model and try it; arguments as ``OnnxDetector`` takes them.

        Raises:
            LuylauError: the model cannot be used; which file, why, and what to do.
        """
        if not description.finds_faces:
            raise BadInput("vision-model-purpose", file=str(file), head=description.head)
        self._session = Session(file, description, data)
        self._description = description
        self._threshold = threshold
        yunet = description.head == "yunet"
        self._outputs = (
            tuple(f"{part}_{stride}" for stride in description.strides for part in _YUNET)
            if yunet
            else _CENTERFACE
        )
        self._read = self._yunet if yunet else self._centerface
        self._budget = self._session.budget(size, zoom)
        for width, height, found in self._session.trials(self._budget):
            wanted = self._form(width, height)
            by_name = {name: one.shape for name, one in zip(self._session.outputs, found, strict=True)}
            if any(by_name.get(name) != shape for name, shape in wanted.items()):
                form = ", ".join(f"{name} {list(shape)}" for name, shape in wanted.items())
                raise self._session.refuse(found, form)
        # So that all is compiled or loaded before the first picture that counts.
        self.faces(blank_frame(), ())

    def _form(self, width: int, height: int) -> dict[str, tuple[int, ...]]:
        """Return the shape of each output that is read, by its name."""
        strides = self._description.strides
        if self._description.head == "yunet":
            shapes: list[tuple[int, ...]] = [
                (1, (height // stride) * (width // stride), columns)
                for stride in strides
                for columns in _YUNET.values()
            ]
        else:
            shapes = [
                (1, channels, height // strides[0], width // strides[0]) for channels in _CENTERFACE_CHANNELS
            ]
        return dict(zip(self._outputs, shapes, strict=True))

    @property
    def name(self) -> str:
        """Which model it is, with the first 12 digits of its file's SHA-256."""
        return self._session.name

    def faces(self, frame: Frame, regions: tuple[Region, ...]) -> Float32:
        """Return the faces in these parts of a picture, or in the whole if there are none: left, top, right,
        bottom in pixels of the picture, shape (n, 4), the surest first."""
        runs = plan_runs(regions, frame.width, frame.height, self._budget)
        found = [self._look(frame, run) for run in runs]
        boxes, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
        kept = suppress(boxes, score, np.zeros(len(score), np.int8), _OVERLAP)
        return boxes[kept]

    def _look(self, frame: Frame, run: Run) -> tuple[Float32, Float32]:
        picture, scale = letterbox(frame, run.region, (run.width, run.height), self._description)
        boxes, score = self._read(self._session.run(picture, self._outputs), run.width, run.height)
        found, solid = in_picture(boxes, run.region, scale, frame)
        return found[solid], score[solid]

    def _yunet(self, outputs: list[Float32], width: int, height: int) -> tuple[Float32, Float32]:
        face, thing, box = (np.concatenate([part[0] for part in outputs[place::3]]) for place in range(3))
        score = np.sqrt(np.clip(face[:, 0], 0, 1) * np.clip(thing[:, 0], 0, 1))
        row = self._good(score)
        return centred(box[row], cells(width, height, self._description.strides)[row]), score[row]

    def _centerface(self, outputs: list[Float32], width: int, height: int) -> tuple[Float32, Float32]:
        score, side, offset = (part[0].reshape(part.shape[1], -1) for part in outputs)
        row = self._good(score[0])
        cell = cells(width, height, self._description.strides)[row]
        stride = cell[:, 2]
        tall, wide = np.exp(np.minimum(side[:, row], _FAR)) * stride
        down, right = (offset[:, row] + cell[:, 1::-1].T + np.float32(0.5)) * stride
        boxes = np.stack((right - wide / 2, down - tall / 2, right + wide / 2, down + tall / 2), axis=1)
        return boxes, score[0][row]

    def _good(self, score: Float32) -> Int64:
        return np.flatnonzero(score >= self._threshold)
