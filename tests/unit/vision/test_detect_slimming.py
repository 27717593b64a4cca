"""A YOLOX without the classes that nobody looks for, and with its focus in one step, says the same."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from luylau.vision.detecting import COCO, Description, OnnxDetector, detector
from luylau.vision.detecting.slimming import slimmed
from luylau.vision.shapes import LABELS
from tests.unit.vision.networks import bright_yolox, dark, described, lit

KEPT = [0, 1, 2, 3, 5, 7]
"""Person, bicycle, car, motorcycle, bus, truck: their places in COCO."""
COLUMNS = [0, 1, 2, 3, 4, *(5 + place for place in KEPT)]


def small_yolox(**changes: Any) -> bytes:
    """Make a YOLOX of a focus, one convolution, and a head of two strides. ``changes``: ``focus``: the order
    of its quarters, ``shared``: two heads with the same weights, ``bare``: classes without a sigmoid."""
    rng = np.random.default_rng(3)
    nodes: list[Any] = []
    constants: list[Any] = []

    def constant(name: str, values: NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(values, name))
        return name

    def conv(name: str, source: str, rows: int, columns: int, side: int, **how: Any) -> str:
        weight = rng.normal(0, 0.2, (rows, columns, side, side)).astype(np.float32)
        bias = rng.normal(0, 0.2, rows).astype(np.float32)
        names = [source, constant(f"{name}.w", weight), constant(f"{name}.b", bias)]
        pads = [side // 2] * 4
        nodes.append(helper.make_node("Conv", names, [name], kernel_shape=[side] * 2, pads=pads, **how))
        return name

    for name, value in {"no": 0, "one": 1, "two": 2, "lines": 2, "columns": 3, "end": 2**63 - 1}.items():
        constant(name, np.array([value], np.int64))
    quarters = []
    for mine in changes.get("focus", ("no no", "one no", "no one", "one one")):
        line, column = mine.split()
        nodes.append(helper.make_node("Slice", ["images", line, "end", "lines", "two"], [f"l {mine}"]))
        nodes.append(helper.make_node("Slice", [f"l {mine}", column, "end", "columns", "two"], [mine]))
        quarters.append(mine)
    nodes.append(helper.make_node("Concat", quarters, ["focus"], axis=1))
    conv("stem", "focus", 8, 12, 3)
    nodes.append(helper.make_node("Relu", ["stem"], ["seen"]))
    rows = []
    for stride in (8, 16):
        nodes.append(
            helper.make_node(
                "AveragePool",
                ["seen"],
                [f"p{stride}"],
                kernel_shape=[stride // 2] * 2,
                strides=[stride // 2] * 2,
            )
        )
        box, thing = conv(f"box{stride}", f"p{stride}", 4, 8, 1), conv(f"any{stride}", f"p{stride}", 1, 8, 1)
        kinds = conv(f"kinds{stride}", f"p{stride}", 80, 8, 1)
        if changes.get("shared") and stride == 16:
            nodes[-1].input[1] = "kinds8.w"
        nodes.append(helper.make_node("Sigmoid", [thing], [f"s{thing}"]))
        nodes.append(helper.make_node("Sigmoid", [kinds], [f"s{kinds}"]))
        score = kinds if changes.get("bare") else f"s{kinds}"
        nodes.append(helper.make_node("Concat", [box, f"s{thing}", score], [f"all{stride}"], axis=1))
        constant(f"flat{stride}", np.array([0, 85, -1]))
        nodes.append(helper.make_node("Reshape", [f"all{stride}", f"flat{stride}"], [f"r{stride}"]))
        rows.append(f"r{stride}")
    nodes.append(helper.make_node("Concat", rows, ["joined"], axis=2))
    nodes.append(helper.make_node("Transpose", ["joined"], ["output"], perm=[0, 2, 1]))
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, "places", 85])],
        constants,
    )
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def said_by(data: bytes, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Run a network."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"images": picture})[0])


def kinds_of(data: bytes) -> list[str]:
    """Return the kinds of a network's nodes."""
    return [node.op_type for node in onnx.load_from_string(data).graph.node]


PICTURE = np.random.default_rng(1).uniform(0, 255, (1, 3, 64, 96)).astype(np.float32)


def test_a_slim_network_says_of_the_classes_that_are_looked_for_what_the_whole_one_says() -> None:
    whole = small_yolox()
    data, classes = slimmed(whole, described())
    assert classes == tuple(COCO[place] for place in KEPT)
    assert set(classes) == set(LABELS)
    assert "Slice" not in kinds_of(data)
    slim = said_by(data, PICTURE)
    assert slim.shape == (1, 8 * 12 + 4 * 6, 11)
    np.testing.assert_allclose(slim, said_by(whole, PICTURE)[:, :, COLUMNS], rtol=1e-4, atol=1e-4)


def test_other_sizes_than_the_first_are_taken_too() -> None:
    whole = small_yolox()
    data, _ = slimmed(whole, described())
    picture = np.random.default_rng(2).uniform(0, 255, (1, 3, 160, 32)).astype(np.float32)
    np.testing.assert_allclose(
        said_by(data, picture), said_by(whole, picture)[:, :, COLUMNS], rtol=1e-4, atol=1e-4
    )


def test_a_focus_in_another_order_stays() -> None:
    whole = small_yolox(focus=("no no", "no one", "one no", "one one"))
    data, classes = slimmed(whole, described())
    assert kinds_of(data).count("Slice") == 8
    assert len(classes) == 6
    np.testing.assert_allclose(
        said_by(data, PICTURE), said_by(whole, PICTURE)[:, :, COLUMNS], rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("change", ["shared", "bare"])
def test_a_head_that_is_built_otherwise_keeps_its_classes(change: str) -> None:
    whole = small_yolox(**{change: True})
    data, classes = slimmed(whole, described())
    assert classes == COCO
    np.testing.assert_allclose(said_by(data, PICTURE), said_by(whole, PICTURE), rtol=1e-4, atol=1e-4)


def test_what_is_no_yolox_and_what_is_no_network_stays_as_it_is() -> None:
    nanodet = described(head="nanodet", mean=(103.53, 116.28, 123.675), cell_offset=0.5)
    whole = small_yolox()
    assert slimmed(whole, nanodet) == (whole, COCO)
    for data in (b"", b"no network", whole[: len(whole) // 2]):
        assert slimmed(data, described()) == (data, COCO)


def test_classes_that_are_all_looked_for_stay() -> None:
    own = Description(
        name="own", head="yolox", classes=LABELS, licence="MIT", source="made here", sizes=((96, 64),)
    )
    assert slimmed(small_yolox(), own)[1] == LABELS


def test_a_detector_finds_the_same_in_a_network_that_cannot_be_slimmed(tmp_path: Path) -> None:
    file = bright_yolox(tmp_path / "bright.onnx", label="bus")
    found = OnnxDetector(file, described()).detect(lit(dark(), 64, 64), ())
    assert [LABELS[label] for label in found.label] == ["bus"]


def test_a_detector_finds_the_same_with_a_slim_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "small.onnx"
    file.write_bytes(small_yolox())
    said = described(strides=(8, 16), sizes=((96, 64),))
    frame = dark(96, 64)
    frame.y[:] = np.random.default_rng(4).integers(16, 235, frame.y.shape)
    slim = OnnxDetector(file, said).detect(frame, ())
    monkeypatch.setattr(detector, "slimmed", lambda data, description: (data, description.class_names))
    whole = OnnxDetector(file, said).detect(frame, ())
    assert len(whole) > 0
    np.testing.assert_array_equal(slim.label, whole.label)
    np.testing.assert_allclose(slim.boxes, whole.boxes, atol=0.01)
    np.testing.assert_allclose(slim.score, whole.score, atol=1e-4)
