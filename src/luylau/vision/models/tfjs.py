"""Turns a detector in TensorFlow.js's graph format into ONNX.

The format: a JSON file with the graph's nodes (TensorFlow's own, in NHWC order) and a manifest of the
weights, which lie one after another in a binary file; floats may be stored as halves. Source:
``io/weights_list`` and ``operations/op_list`` of TensorFlow.js's converter.

The graph that comes of it stays in ONNX's NCHW order throughout: a transposition only notes by which order
the following nodes look at a tensor (``_Value.axes``). It takes pictures of any width and height that are
multiples of 32, for nothing in it but the input's declaration says a size. TensorFlow's SAME padding puts the
odd point at the end (ONNX's SAME_UPPER), and its bilinear resizing is either half-pixel or asymmetric.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luylau.kernel.errors import BadInput, Unavailable

OPSET: Final = 17
_NCHW: Final = (0, 1, 2, 3)
_NHWC: Final = (0, 2, 3, 1)
_LOW: Final = -1e30
"""What a picture is padded with before a maximum is at most this."""

Array = NDArray[Any]
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Value:
    """A tensor: its name in the new graph, and at each place of its shape as TensorFlow sees it, which axis
    of the new tensor that is. ``pads``: rows and columns still to be put around it (top, left, bottom,
    right), with ``fill``."""

    name: str
    axes: tuple[int, ...] = _NCHW
    pads: tuple[int, int, int, int] = (0, 0, 0, 0)
    fill: float = 0.0


def weights_of(model: Mapping[str, Any], data: bytes) -> dict[str, Array]:
    """Return the weights by name, halves as float32.

    Raises:
        ValueError: the data is shorter or longer than the manifest says, or of a type that is not known.
    """
    found: dict[str, Array] = {}
    at = 0
    for group in model["weightsManifest"]:
        for one in group["weights"]:
            stored = np.dtype(one.get("quantization", {}).get("dtype", one["dtype"]))
            if stored not in (np.float16, np.float32, np.int32):
                raise ValueError(f"{one['name']}: {stored}")
            size = int(np.prod(one["shape"], dtype=np.int64))
            piece = np.frombuffer(data, stored.newbyteorder("<"), size, at)
            found[one["name"]] = piece.astype(one["dtype"]).reshape(one["shape"])
            at += size * stored.itemsize
    if at != len(data):
        raise ValueError(f"{len(data)} != {at}")
    return found


def convert(description: bytes, data: bytes, *, classes: int, file: str) -> bytes:
    """Return the ONNX of a NanoDet in TensorFlow.js's format.

    Its one output has the shape (batch, places, classes + distribution): per place of the strides 8, 16 and
    32 the score of each class, then the four distributions of the distances to the box's edges. ``classes``:
    how many classes; ``file`` names it in errors.

    Raises:
        BadInput: it is not such a model, is damaged, or has nodes that are not known here.
        Unavailable: the package ``onnx`` is not installed.
    """
    try:
        import onnx
    except ImportError as error:
        raise Unavailable("vision-package-missing", package="onnx") from error
    try:
        model = json.loads(description)
        graph = _Graph(model, weights_of(model, data))
        outputs = _outputs_by_stride(model, classes)
        levels = [[graph.value(name) for name in pair] for pair in outputs]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
        raise BadInput("vision-model-not-tfjs", file=file, said=said) from error
    joined = [graph.emit("Concat", [value.name for value in pair], axis=1) for pair in levels]
    graph.emit("Transpose", [graph.emit("Concat", joined, axis=2)], output="output", perm=[0, 2, 1])
    pictures: list[str | int | None] = ["batch", 3, "height", "width"]
    rows: list[str | int | None] = ["batch", "places", "columns"]
    made = onnx.helper.make_graph(
        graph.nodes,
        PurePath(file).stem,
        [onnx.helper.make_tensor_value_info(graph.input, onnx.TensorProto.FLOAT, pictures)],
        [onnx.helper.make_tensor_value_info("output", onnx.TensorProto.FLOAT, rows)],
        graph.constants,
    )
    whole = onnx.helper.make_model(
        made, producer_name="luylau", ir_version=8, opset_imports=[onnx.helper.make_opsetid("", OPSET)]
    )
    onnx.checker.check_model(whole, full_check=True)
    return bytes(whole.SerializeToString(deterministic=True))


def _outputs_by_stride(model: Mapping[str, Any], classes: int) -> list[tuple[str, str]]:
    """Return the names of the outputs for classes and for boxes, finest stride first."""
    by_places: dict[int, dict[bool, str]] = {}
    for name, one in model["signature"]["outputs"].items():
        _, places, columns = (int(dim["size"]) for dim in one["tensorShape"]["dim"])
        by_places.setdefault(places, {})[columns == classes] = name.split(":")[0]
    return [(pair[True], pair[False]) for _, pair in sorted(by_places.items(), reverse=True)]


class _Graph:
    """The new graph while it grows: a node of the old one is turned when something asks for its value."""

    def __init__(self, model: Mapping[str, Any], weights: Mapping[str, Array]) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.input = ""
        self._old: dict[str, Node] = {node["name"]: node for node in model["modelTopology"]["node"]}
        self._weights = weights
        self._made: dict[str, _Value] = {}
        self._turns: dict[str, Callable[[Node], _Value]] = {
            "Placeholder": self._placeholder,
            "Transpose": self._transpose,
            "Pad": self._pad,
            "PadV2": self._pad,
            "Conv2D": self._convolve,
            "Add": self._add,
            "AddV2": self._add,
            "LeakyRelu": lambda node: self._same(node, "LeakyRelu", alpha=float(node["attr"]["alpha"]["f"])),
            "Sigmoid": lambda node: self._same(node, "Sigmoid"),
            "Identity": lambda node: self.value(node["input"][0]),
            "MaxPool": self._max,
            "ConcatV2": self._concatenate,
            "ResizeBilinear": self._resize,
            "SplitV": self._split,
            "Reshape": self._reshape,
        }

    def emit(self, kind: str, inputs: list[str], *, output: str = "", **attributes: Any) -> str:
        """Add a node; return its output's name."""
        import onnx

        name = output or f"t{len(self.nodes)}"
        self.nodes.append(onnx.helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, value: Array) -> str:
        """Add a constant; return its name."""
        import onnx

        name = f"c{len(self.constants)}"
        self.constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def value(self, name: str) -> _Value:
        """Return what the old graph's ``name`` has become."""
        if name not in self._made:
            node = self._old[name.split(":")[0]]
            self._made[name] = self._turns[node["op"]](node)
        return self._made[name]

    def _whole(self, name: str, axes: tuple[int, ...] | None = None) -> _Value:
        """Return the value of ``name`` where nothing has still to be put around it."""
        found = self.value(name)
        if any(found.pads) or (axes is not None and found.axes != axes):
            raise ValueError(f"{name}: {found.axes} {found.pads}")
        return found

    def _same(self, node: Node, kind: str, **attributes: Any) -> _Value:
        one = self._whole(node["input"][0])
        return replace(one, name=self.emit(kind, [one.name], **attributes))

    def _placeholder(self, node: Node) -> _Value:
        self.input = node["name"]
        return _Value(node["name"])

    def _transpose(self, node: Node) -> _Value:
        one = self.value(node["input"][0])
        order = self._weights[node["input"][1]]
        return replace(one, axes=tuple(one.axes[place] for place in order))

    def _pad(self, node: Node) -> _Value:
        one = self._whole(node["input"][0])
        around = dict(zip(one.axes, self._weights[node["input"][1]].tolist(), strict=True))
        if any(around[0] + around[1]):
            raise ValueError(f"{node['name']}: {around}")
        fill = float(self._weights[node["input"][2]]) if len(node["input"]) > 2 else 0.0
        (top, bottom), (left, right) = around[2], around[3]
        return replace(one, pads=(top, left, bottom, right), fill=fill)

    def _window(self, node: Node, one: _Value) -> dict[str, Any]:
        """Return how a window moves over a picture: strides, and what is put around."""
        if one.axes != _NHWC:
            raise ValueError(f"{node['name']}: {one.axes}")
        strides = [int(step) for step in node["attr"]["strides"]["list"]["i"]]
        found: dict[str, Any] = {"strides": strides[1:3]}
        if base64.b64decode(node["attr"]["padding"]["s"]) == b"SAME":
            if any(one.pads):
                raise ValueError(f"{node['name']}: {one.pads}")
            found["auto_pad"] = "SAME_UPPER"
        else:
            found["pads"] = list(one.pads)
        return found

    def _convolve(self, node: Node) -> _Value:
        one = self.value(node["input"][0])
        if one.fill != 0.0:
            raise ValueError(f"{node['name']}: {one.fill}")
        weight = self._weights[node["input"][1]].transpose(3, 2, 0, 1)
        dilations = [int(step) for step in node["attr"].get("dilations", {}).get("list", {}).get("i", "1111")]
        name = self.emit(
            "Conv", [one.name, self.constant(weight)], dilations=dilations[1:3], **self._window(node, one)
        )
        return _Value(name, one.axes)

    def _max(self, node: Node) -> _Value:
        one = self.value(node["input"][0])
        if any(one.pads) and one.fill > _LOW:
            raise ValueError(f"{node['name']}: {one.fill}")
        kernel = [int(side) for side in node["attr"]["ksize"]["list"]["i"]][1:3]
        name = self.emit("MaxPool", [one.name], kernel_shape=kernel, **self._window(node, one))
        return _Value(name, one.axes)

    def _add(self, node: Node) -> _Value:
        one, other = self._whole(node["input"][0]), node["input"][1]
        if other in self._weights:
            bias = self._weights[other]
            # Along the last axis as TensorFlow sees it, whichever that is here.
            shape = [-1 if axis == one.axes[-1] else 1 for axis in range(len(one.axes))]
            second = self.constant(bias.reshape(shape))
        else:
            second = self._whole(other, one.axes).name
        return replace(one, name=self.emit("Add", [one.name, second]))

    def _concatenate(self, node: Node) -> _Value:
        *parts, axis = node["input"]
        first = self._whole(parts[0])
        names = [first.name, *(self._whole(part, first.axes).name for part in parts[1:])]
        place = first.axes[int(self._weights[axis])]
        return replace(first, name=self.emit("Concat", names, axis=place))

    def _resize(self, node: Node) -> _Value:
        one = self._whole(node["input"][0], _NHWC)
        if node["attr"]["align_corners"].get("b"):
            raise ValueError(node["name"])
        half = node["attr"].get("half_pixel_centers", {}).get("b")
        scale = self._scale(node)
        sizes = self.constant(np.array([1, 1, scale, scale], np.float32))
        name = self.emit(
            "Resize",
            [one.name, "", sizes],
            mode="linear",
            coordinate_transformation_mode="half_pixel" if half else "asymmetric",
        )
        return replace(one, name=name)

    def _scale(self, node: Node) -> float:
        """Return by how much a picture grows: what it becomes, by the input's declared size, over what it
        is."""
        target = int(self._weights[node["input"][1]][0])
        return target / self._rows(node["input"][0])

    def _rows(self, name: str) -> float:
        """Return how many rows the old graph's picture ``name`` has, at the input's declared size."""
        node = self._old[name.split(":")[0]]
        if node["op"] == "Placeholder":
            return int(node["attr"]["shape"]["shape"]["dim"][2]["size"])
        if node["op"] == "ResizeBilinear":
            return int(self._weights[node["input"][1]][0])
        rows = self._rows(node["input"][0])
        strides = node["attr"].get("strides")
        return -(-rows // int(strides["list"]["i"][1])) if strides else rows

    def _split(self, node: Node) -> _Value:
        one = self._whole(node["input"][0])
        axis = one.axes[int(self._weights[node["input"][2]])]
        sizes = self._weights[node["input"][1]].astype(np.int64)
        ends = np.cumsum(sizes)
        for place, (end, size) in enumerate(zip(ends, sizes, strict=True)):
            bounds = [self.constant(np.array([edge])) for edge in (end - size, end, axis)]
            part = replace(one, name=self.emit("Slice", [one.name, *bounds]))
            self._made[f"{node['name']}:{place}" if place else node["name"]] = part
        return self._made[node["name"]]

    def _reshape(self, node: Node) -> _Value:
        """A picture's places in one row; to what size is not read, for it follows from the input's."""
        one = self._whole(node["input"][0], _NCHW)
        return _Value(self.emit("Reshape", [one.name, self.constant(np.array([0, 0, -1]))]), (0, 1, 2))
