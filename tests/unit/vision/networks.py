"""Networks small enough to know their answers by heart: they find what is bright."""

from math import log
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from luylau.vision.detecting import COCO, Description
from luylau.vision.frames import Frame

STRIDES = (8, 16, 32)
SIDE = 32.0
"""Width and height of every box that ``bright_yolox`` finds, pixels of its input."""


def described(**fields: object) -> Description:
    """Describe ``bright_yolox``."""
    said: dict[str, object] = {
        "name": "bright",
        "head": "yolox",
        "classes": "coco-80",
        "padding": 0,
        "licence": "CC0-1.0",
        "source": "made here",
        "sizes": ((416, 256),),
    }
    return Description(**{**said, **fields})  # type: ignore[arg-type]


def bright_yolox(
    file: Path, *, label: str = "person", columns: int = 85, sides: tuple[int, int] | None = None
) -> Path:
    """Write a YOLOX that takes each wholly bright cell of 8 x 8 pixels for the middle of a ``label`` of
    ``SIDE`` pixels, with the brightness of the cell as its score. ``sides``: width and height, else any."""
    width, height = sides or ("width", "height")
    nodes, constants, rows = [], [], []
    for stride in STRIDES:
        weight = np.zeros((columns, 3, 1, 1), np.float32)
        # Only the finest stride sees anything.
        weight[4] = 1 / (3 * 255) if stride == STRIDES[0] else 0.0
        bias = np.zeros(columns, np.float32)
        bias[:2], bias[2:4] = 0.5, log(SIDE / stride)
        bias[5 + COCO.index(label)] = 1.0
        constants += [
            numpy_helper.from_array(weight, f"w{stride}"),
            numpy_helper.from_array(bias, f"b{stride}"),
        ]
        nodes += [
            helper.make_node(
                "AveragePool", ["images"], [f"p{stride}"], kernel_shape=[stride] * 2, strides=[stride] * 2
            ),
            helper.make_node("Conv", [f"p{stride}", f"w{stride}", f"b{stride}"], [f"c{stride}"]),
            helper.make_node("Reshape", [f"c{stride}", "flat"], [f"r{stride}"]),
        ]
        rows.append(f"r{stride}")
    constants.append(numpy_helper.from_array(np.array([0, 0, -1]), "flat"))
    nodes += [
        helper.make_node("Concat", rows, ["all"], axis=2),
        helper.make_node("Transpose", ["all"], ["output"], perm=[0, 2, 1]),
    ]
    picture = helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, height, width])
    answer = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, "places", columns])
    return written(file, nodes, constants, picture, answer)


def written(
    file: Path,
    nodes: list[onnx.NodeProto],
    constants: list[onnx.TensorProto],
    picture: onnx.ValueInfoProto,
    answer: onnx.ValueInfoProto,
) -> Path:
    """Write a network."""
    graph = helper.make_graph(nodes, "small", [picture], [answer], constants)
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    file.write_bytes(model.SerializeToString())
    return file


def dark(width: int = 416, height: int = 256) -> Frame:
    """Make a black picture."""
    chroma = ((height + 1) // 2, (width + 1) // 2)
    grey = np.full(chroma, 128, np.uint8)
    return Frame(time_us=0, y=np.full((height, width), 16, np.uint8), u=grey, v=grey.copy())


def lit(frame: Frame, left: int, top: int, side: int = 8, luma: int = 235) -> Frame:
    """Light a square of a picture."""
    frame.y[top : top + side, left : left + side] = luma
    return frame
