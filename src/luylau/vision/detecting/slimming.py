"""A YOLOX without what nobody asks of it: the scores of classes that are not looked for, and its first layer
in one step.

Of 80 classes six are looked for; the last convolutions of the others, and their share of what is joined,
turned around and read afterwards, are left out. The first layer ("focus") takes a picture apart into its even
and odd lines and columns and convolves these by 3 x 3; that is one convolution of the picture itself by 6 x 6
in steps of 2, with the same weights at other places, and saves the taking apart. Both give the same numbers
but for the order of sums. What is not built as YOLOX is stays as it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luylau.vision.detecting.description import Description
from luylau.vision.shapes import LABELS

_BOX: Final = 5
"""Columns before those of the classes: centre, sides, score of there being anything."""
_PARTS: Final = ((0, 0), (1, 0), (0, 1), (1, 1))
"""Line and column that each quarter of the focus begins with, in the order in which they are joined."""

Array = NDArray[Any]


def slimmed(data: bytes, description: Description) -> tuple[bytes, tuple[str, ...]]:
    """Return a network, slimmed where that can be done, and the classes that it still has, in its order.

    Without the package ``onnx``, and where ``data`` is none, it is returned as it is: who loads it says so.
    """
    names = description.class_names
    try:
        import onnx
    except ImportError:
        return data, names
    if description.head != "yolox":
        return data, names
    try:
        model = onnx.load_from_string(data)
    except Exception:  # protobuf's own, of a package without types
        return data, names
    if len(model.graph.input) != 1 or len(model.graph.output) != 1:
        return data, names
    graph = _Graph(model.graph)
    kept = [place for place, name in enumerate(names) if name in LABELS]
    trimmed = _trim(graph, len(names), kept)
    if not (_join_focus(graph) or trimmed):
        return data, names
    # Shapes that were noted for what lies between are not true any more.
    del model.graph.value_info[:]
    return bytes(model.SerializeToString()), tuple(names[it] for it in kept) if trimmed else names


class _Graph:
    """The graph of an ONNX, to be changed in place."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401 - protobuf makes its classes at run time
        self.graph = graph
        self.maker = {name: node for node in graph.node for name in node.output}
        self.uses = Counter(name for node in graph.node for name in node.input)
        self.uses.update(one.name for one in graph.output)
        given = {one.name for one in graph.input}
        self._constants = {
            one.name: one
            for one in graph.initializer
            if one.name not in given and not one.external_data  # which would be read from other files
        }

    def constant(self, name: str) -> Array | None:
        """Return a constant, None if this is none."""
        from onnx import numpy_helper

        found = self._constants.get(name)
        return None if found is None else np.asarray(numpy_helper.to_array(found))

    def put(self, name: str, values: Array) -> None:
        """Set a constant anew."""
        from onnx import numpy_helper

        self._constants[name].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), name))

    def made_by(self, name: str, kind: str, **attributes: object) -> Any:  # noqa: ANN401 - as above
        """Return the node that makes a tensor for one other alone, if it is of this kind and has these
        attributes, else None."""
        node = self.maker.get(name)
        if node is None or node.op_type != kind or self.uses[name] != 1:
            return None
        has = attributes_of(node)
        return node if all(has.get(key) == value for key, value in attributes.items()) else None

    def own(self, name: str) -> Array | None:
        """Return a constant that one node alone takes."""
        return self.constant(name) if self.uses[name] == 1 else None


def attributes_of(node: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    """Return a node's attributes by name."""
    from onnx import helper

    return {one.name: helper.get_attribute_value(one) for one in node.attribute}


def _trim(graph: _Graph, classes: int, kept: Sequence[int]) -> bool:
    """Leave out the scores of all classes but those at the places ``kept``; say whether that was done."""
    shape = graph.graph.output[0].type.tensor_type.shape
    turned = graph.made_by(graph.graph.output[0].name, "Transpose", perm=[0, 2, 1])
    joined = None if turned is None else graph.made_by(turned.input[0], "Concat", axis=2)
    if joined is None or len(shape.dim) != 3 or len(kept) == classes:
        return False
    fresh: dict[str, Array] = {}
    for name in joined.input:
        flat = graph.made_by(name, "Reshape")
        parts = None if flat is None else graph.made_by(flat.input[0], "Concat", axis=1)
        score = None if parts is None else graph.made_by(parts.input[-1], "Sigmoid")
        last = None if score is None else graph.made_by(score.input[0], "Conv")
        if last is None or len(last.input) != 3 or attributes_of(last).get("group", 1) != 1:
            return False
        sides, weight, bias = (graph.own(one) for one in (flat.input[1], *last.input[1:]))
        if sides is None or weight is None or bias is None:
            return False
        if len(weight) != classes or len(bias) != classes or sides.tolist()[1:] != [_BOX + classes, -1]:
            return False
        fresh[flat.input[1]] = np.array([sides[0], _BOX + len(kept), -1], sides.dtype)
        fresh[last.input[1]], fresh[last.input[2]] = weight[list(kept)], bias[list(kept)]
    for name, values in fresh.items():
        graph.put(name, values)
    if shape.dim[2].HasField("dim_value"):
        shape.dim[2].dim_value = _BOX + len(kept)
    return True


def _join_focus(graph: _Graph) -> bool:
    """Make of the focus and its convolution one convolution; say whether that was done."""
    picture = graph.graph.input[0].name
    for first in graph.graph.node:
        has = attributes_of(first) if first.op_type == "Conv" else {}
        if has.get("kernel_shape") != [3, 3]:
            continue
        joined = graph.made_by(first.input[0], "Concat", axis=1)
        weight = graph.own(first.input[1])
        plain = has.get("group", 1) == 1 and has.get("pads") == [1] * 4 and "auto_pad" not in has
        plain = plain and all(has.get(one, [1, 1]) == [1, 1] for one in ("strides", "dilations"))
        if joined is None or weight is None or not plain or weight.shape[1:] != (3 * len(_PARTS), 3, 3):
            continue
        slices = [_quarter(graph, name, picture) for name in joined.input]
        if [begin for begin, _ in slices] != list(_PARTS):
            continue
        larger = np.zeros((len(weight), 3, 6, 6), weight.dtype)
        for place, (line, column) in enumerate(_PARTS):
            larger[:, :, line::2, column::2] = weight[:, 3 * place : 3 * place + 3]
        graph.put(first.input[1], larger)
        first.input[0] = picture
        wanted = {"kernel_shape": [6, 6], "pads": [2] * 4, "strides": [2, 2]}
        rest = [one for one in first.attribute if one.name not in wanted]
        del first.attribute[:]
        from onnx import helper

        first.attribute.extend([*rest, *(helper.make_attribute(*one) for one in wanted.items())])
        for node in [joined, *(node for _, nodes in slices for node in nodes)]:
            graph.graph.node.remove(node)
        return True
    return False


def _quarter(graph: _Graph, name: str, picture: str) -> tuple[tuple[int, int] | None, list[Any]]:
    """Return the line and the column that a tensor begins with which takes every second of both of the
    picture, and the nodes that do so; None for what does something else."""
    begins: dict[int, int] = {}
    nodes: list[Any] = []
    while name != picture:
        node = graph.made_by(name, "Slice")
        said = [] if node is None else [graph.constant(one) for one in node.input[1:]]
        if len(said) != 4 or any(one is None or one.size != 1 for one in said):
            return None, []
        start, end, axis, step = (int(one.item()) for one in said if one is not None)
        if step != 2 or end < 1 << 30 or axis in begins:
            return None, []
        begins[axis] = start
        nodes.append(node)
        name = node.input[0]
    return ((begins[2], begins[3]) if begins.keys() == {2, 3} else None), nodes
