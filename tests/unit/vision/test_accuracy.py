"""The whole way from a clip's pictures to tracks and masks, on a clip that is drawn here."""

import argparse
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from benchmarks.mot import Boxes, average_precision, clear_mot, idf1
from benchmarks.vision_accuracy import follow, heads, measure, pictures, rate_of

from luylau.kernel.arrays import Float64, Int64
from luylau.vision.frames import Frame
from luylau.vision.gating import GateSettings
from luylau.vision.shapes import PERSON, Detections, Region

FPS, LENGTH = 10, 80


class DarkBoxes:
    """Finds what is dark; counts how often it was asked to look at the whole picture, and at parts."""

    name = "dark-boxes"

    def __init__(self) -> None:
        self.whole = self.parts = 0

    def detect(self, frame: Frame, regions: tuple[Region, ...]) -> Detections:
        self.whole += not regions
        self.parts += bool(regions)
        whole = (Region(left=0, top=0, right=frame.width, bottom=frame.height),)
        boxes = []
        for part in regions or whole:
            rows, columns = np.nonzero(frame.y[part.top : part.bottom, part.left : part.right] < 70)
            for low in (0, frame.width // 2):
                mine = (columns + part.left >= low) & (columns + part.left < low + frame.width // 2)
                if mine.sum() > 100:
                    x, y = columns[mine] + part.left, rows[mine] + part.top
                    boxes.append((x.min(), y.min(), x.max() + 1, y.max() + 1))
        return Detections(
            boxes=np.array(boxes, np.float32).reshape(-1, 4),
            score=np.full(len(boxes), 0.9, np.float32),
            label=np.full(len(boxes), PERSON, np.int8),
        )


def places(number: int) -> Float64:
    """Return where two stand in a picture: one walks, one stands."""
    left = 20 + 1.2 * number
    return np.array([[left, 60, left + 24, 132], [250, 80, 274, 152]])


def columns(numbers: list[int]) -> Boxes:
    return Boxes(
        frame=np.repeat(np.array(numbers, np.int64), 2),
        id=np.tile(np.array([1, 2], np.int64), len(numbers)),
        boxes=np.concatenate([places(it) for it in numbers]),
        score=np.ones(2 * len(numbers)),
    )


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("clip") / "drawn.avi"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuvj420p"
        for number in range(1, LENGTH + 1):
            luma = np.full((360, 320), 128, np.uint8)
            luma[:240] = 160
            for left, top, right, bottom in places(number).astype(int):
                luma[top:bottom, left:right] = 30
            picture = av.VideoFrame.from_ndarray(luma, format="yuvj420p")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return file


def test_five_pictures_a_second_with_their_numbers(clip: Path) -> None:
    assert rate_of(clip) == FPS
    held = [(number, frame.time_us) for number, frame in islice(pictures(clip, FPS), 4)]
    assert held == [(1, 0), (3, 200_000), (5, 400_000), (7, 600_000)]
    assert [it for it, _ in islice(pictures(clip, FPS, 4), 4)] == [1, 4, 6, 9]
    assert [it for it, _ in islice(pictures(clip, FPS, 25), 3)] == [1, 2, 3]


def test_all_is_found_by_looking_at_little(clip: Path) -> None:
    detector = DarkBoxes()
    found = follow(pictures(clip, FPS), detector, GateSettings(whole_s=4))
    truth = columns(list(found.frames))
    assert average_precision(truth, found.found) == pytest.approx(1)
    assert clear_mot(truth, found.tracks).mota == 1
    assert idf1(truth, found.tracks) == 1
    assert (detector.whole, detector.whole + detector.parts) == (2, found.looked)
    assert found.area < 0.35 * len(found.frames)


def test_between_two_looks_the_tracker_tells(clip: Path) -> None:
    detector = DarkBoxes()
    found = follow(pictures(clip, FPS), detector, GateSettings(alternate=True))
    truth = columns(list(found.frames))
    assert found.looked == detector.whole + detector.parts == len(found.frames) / 2
    assert clear_mot(truth, found.tracks).mota > 0.9
    assert idf1(truth, found.tracks) > 0.95


def test_heads_are_hidden_on_every_picture_and_one_that_nobody_saw_is_not(clip: Path) -> None:
    found = follow(pictures(clip, FPS), DarkBoxes(), GateSettings())
    truth = columns(list(range(1, LENGTH)))
    for live in (False, True):
        cover, wholly, hidden = heads(truth, found, FPS, live=live)
        assert cover > 0.99
        assert wholly > 0.99
        assert 0.01 < hidden < 0.1
    unseen: Int64 = np.arange(1, LENGTH)
    beside = Boxes(
        frame=unseen,
        id=np.full(len(unseen), 3),
        boxes=np.tile([150.0, 180, 170, 240], (len(unseen), 1)),
        score=np.ones(len(unseen)),
    )
    assert heads(beside, found, FPS, live=False)[:2] == (0, 0)


@pytest.mark.parametrize("what", ["clip", "truth"])
def test_a_file_that_is_none_is_named(tmp_path: Path, clip: Path, what: str) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "gt.txt"
    bad.write_text("<html>no</html>", encoding="utf-8")
    good.write_text("1,1,10,10,20,60,1\n", encoding="utf-8")
    given = {"clip": clip, "truth": good, "model": bad, "quick": True} | {what: bad}
    with pytest.raises(SystemExit, match=r"bad\.txt"):
        measure(argparse.Namespace(**given))
