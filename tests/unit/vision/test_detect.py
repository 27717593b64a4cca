"""A detector as a whole, on a network whose answers are known."""

from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadInput, LuylauError, NotFound
from luylau.kernel.messages import LANGUAGES, error_text, has_message
from luylau.vision.detecting import OnnxDetector
from luylau.vision.shapes import LABELS, Detector, Region
from tests.unit.vision.networks import SIDE, bright_yolox, dark, described, lit, written

onnx = pytest.importorskip("onnx", reason="networks for tests are made with onnx")
helper = onnx.helper


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bright_yolox(tmp_path_factory.mktemp("models") / "bright.onnx")


@pytest.fixture(scope="module")
def detector(model: Path) -> OnnxDetector:
    return OnnxDetector(model, described(), zoom=1.0)


def test_what_is_bright_is_found_where_it_is(detector: Detector) -> None:
    found = detector.detect(lit(dark(), 200, 120), ())
    assert found.boxes == pytest.approx(
        np.array([[204 - SIDE / 2, 124 - SIDE / 2, 204 + SIDE / 2, 124 + SIDE / 2]]), abs=0.1
    )
    assert found.label.tolist() == [LABELS.index("person")]
    assert found.score == pytest.approx([1.0], abs=0.01)
    assert (found.boxes.dtype, found.score.dtype, found.label.dtype) == (np.float32, np.float32, np.int8)


def test_nothing_is_found_where_nothing_is(detector: Detector) -> None:
    found = detector.detect(dark(), ())
    assert len(found) == 0
    assert found.boxes.shape == (0, 4)


def test_weak_ones_are_there_for_the_tracker_the_strongest_first(detector: Detector) -> None:
    frame = lit(lit(lit(dark(), 40, 40, luma=50), 200, 120), 320, 200, luma=30)
    found = detector.detect(frame, ())
    assert found.score == pytest.approx([1.0, 34 / 219], abs=0.01)


def test_boxes_are_pixels_of_the_picture_whatever_the_region(detector: Detector) -> None:
    frame = lit(dark(1_280, 720), 800, 400, side=48)
    whole = detector.detect(frame, ())
    part = detector.detect(frame, (Region(left=780, top=380, right=870, bottom=470),))
    for found in (whole, part):
        middle = (found.boxes[0, :2] + found.boxes[0, 2:]) / 2
        assert middle == pytest.approx([824, 424], abs=20)
    assert len(part) > 0


def test_boxes_stay_within_the_picture(detector: Detector) -> None:
    found = detector.detect(lit(lit(dark(), 0, 0), 408, 248), ())
    assert len(found) == 2
    assert found.boxes.min() == 0
    assert found.boxes[:, 2].max() == 416
    assert found.boxes[:, 3].max() == 256


def test_what_a_regions_edge_cuts_is_no_thing(detector: Detector) -> None:
    frame = lit(dark(1_280, 720), 652, 360)
    # With its margin, grown to an input of 192 pixels, this ends at 660; the box would reach to 672.
    cut = Region(left=496, top=300, right=632, bottom=400)
    assert len(detector.detect(frame, (cut,))) == 0
    assert len(detector.detect(frame, (Region(left=600, top=300, right=680, bottom=400),))) > 0


def test_two_regions_that_share_a_thing_find_it_once(detector: Detector) -> None:
    frame = lit(dark(1_920, 1_080), 800, 400)
    regions = (
        Region(left=100, top=100, right=860, bottom=460),
        Region(left=760, top=360, right=1_500, bottom=900),
    )
    assert len(detector.detect(frame, regions)) == len(detector.detect(frame, regions[:1]))


def test_a_vehicle_is_one_thing_whatever_it_is_taken_for(tmp_path: Path) -> None:
    car = OnnxDetector(bright_yolox(tmp_path / "a.onnx", label="bus"), described())
    found = car.detect(lit(dark(), 200, 120, side=16), ())
    assert {LABELS[place] for place in found.label} == {"bus"}


def test_the_name_says_which_file_it_is(detector: Detector, model: Path) -> None:
    from hashlib import sha256

    assert detector.name == f"bright {sha256(model.read_bytes()).hexdigest()[:12]}"


def test_a_model_of_one_size_is_run_at_that_size(tmp_path: Path) -> None:
    fixed = OnnxDetector(bright_yolox(tmp_path / "fixed.onnx", sides=(320, 192)), described())
    found = fixed.detect(lit(dark(640, 384), 320, 192, side=16), ())
    assert found.boxes[0] == pytest.approx([296, 168, 360, 232], abs=1)


def refused(file: Path, **fields: object) -> LuylauError:
    with pytest.raises(LuylauError) as caught:
        OnnxDetector(file, described(**fields))
    for language in LANGUAGES:
        assert has_message(language, caught.value.key)
        text = error_text(language, caught.value)
        assert str(file) in text
        assert caught.value.key not in text
    return caught.value


def test_a_file_that_is_no_onnx(tmp_path: Path, model: Path) -> None:
    file = tmp_path / "page.onnx"
    for content in (b"", b"<!doctype html><title>Login</title>", model.read_bytes()[:-500], bytes(5_000)):
        file.write_bytes(content)
        assert refused(file).key == "vision-model-no-onnx"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert isinstance(refused(tmp_path / "none.onnx"), NotFound)
    assert refused(tmp_path).key == "vision-model-unreadable"


def test_another_file_than_the_one_described(model: Path) -> None:
    assert refused(model, sha256="0" * 64).key == "vision-model-other"


@pytest.mark.parametrize(
    "fields",
    [{"head": "nanodet"}, {"classes": ("person", "car")}, {"strides": (8, 16)}, {"strides": (4, 8, 16)}],
)
def test_an_answer_of_another_form_than_described(model: Path, fields: dict[str, object]) -> None:
    assert refused(model, **fields).key == "vision-model-output"


def test_a_face_model_is_no_detector(model: Path) -> None:
    assert refused(model, head="yunet").key == "vision-model-purpose"


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (onnx.TensorProto.UINT8, [1, 3, "h", "w"]),
        (onnx.TensorProto.FLOAT, [1, 1, "h", "w"]),
        (onnx.TensorProto.FLOAT, [1, "h", "w", 3]),
        (onnx.TensorProto.FLOAT, [1, 3, 100, 100]),
        (onnx.TensorProto.FLOAT, [8, 3, 64, 64]),
        (onnx.TensorProto.FLOAT, [1, 3, 64, "w"]),
        (onnx.TensorProto.FLOAT, [4]),
    ],
)
def test_an_input_that_is_no_picture(tmp_path: Path, kind: int, shape: list[int | str]) -> None:
    picture = helper.make_tensor_value_info("x", kind, shape)
    answer = helper.make_tensor_value_info("y", kind, shape)
    file = written(tmp_path / "other.onnx", [helper.make_node("Identity", ["x"], ["y"])], [], picture, answer)
    assert refused(file).key == "vision-model-input"


def test_a_network_that_fails_on_its_input(tmp_path: Path) -> None:
    picture = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 3, "h", "w"])
    answer = helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, ["n"])
    shape = onnx.numpy_helper.from_array(np.array([7]), "seven")
    file = written(
        tmp_path / "fails.onnx",
        [helper.make_node("Reshape", ["x", "seven"], ["y"])],
        [shape],
        picture,
        answer,
    )
    error = refused(file)
    assert isinstance(error, BadInput)
    assert error.key == "vision-model-fails"


def test_a_network_that_only_says_that_it_takes_any_size(tmp_path: Path) -> None:
    picture = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 3, "h", "w"])
    answer = helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1, 2_184, 85])
    constants = {"flat": [-1], "start": [0], "end": [2_184 * 85], "rows": [1, 2_184, 85]}
    nodes = [
        helper.make_node("Reshape", ["x", "flat"], ["line"]),
        helper.make_node("Slice", ["line", "start", "end"], ["part"]),
        helper.make_node("Reshape", ["part", "rows"], ["y"]),
    ]
    file = written(
        tmp_path / "claims.onnx",
        nodes,
        [onnx.numpy_helper.from_array(np.array(value), name) for name, value in constants.items()],
        picture,
        answer,
    )
    assert refused(file).key == "vision-model-fails"
