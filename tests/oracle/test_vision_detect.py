"""The detectors' arithmetic against plain references, and the detectors themselves against ground truth."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.vision.detecting import COCO, Description, OnnxDetector
from luylau.vision.detecting.heads import Head, groups
from luylau.vision.detecting.letterbox import letterbox
from luylau.vision.detecting.suppression import suppress
from luylau.vision.frames import Frame
from luylau.vision.models import KNOWN
from luylau.vision.shapes import LABELS, PERSON, VEHICLES, Region

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "vision"
CLIP = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
STRIDES = (8, 16, 32)

Found = list[tuple[tuple[float, ...], float, str]]


def described(head: str) -> Description:
    return KNOWN["yolox-nano" if head == "yolox" else "nanodet"].description


def plain_rows(rows: np.ndarray, head: str, width: int, height: int, threshold: float) -> Found:
    """Read an output row by row, as the papers say it."""
    found: Found = []
    place = 0
    for stride in STRIDES:
        for row in range(height // stride):
            for column in range(width // stride):
                one = rows[place].astype(float)
                place += 1
                if head == "yolox":
                    x, y = (column + one[0]) * stride, (row + one[1]) * stride
                    wide, tall = np.exp(one[2]) * stride, np.exp(one[3]) * stride
                    box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
                    scores = one[4] * one[5:]
                else:
                    x, y = (column + 0.5) * stride, (row + 0.5) * stride
                    mean = []
                    for side in range(4):
                        share = np.exp(one[80 + side * 11 : 91 + side * 11])
                        mean.append(float((share / share.sum() * np.arange(11)).sum()) * stride)
                    box = (x - mean[0], y - mean[1], x + mean[2], y + mean[3])
                    scores = one[:80]
                vehicles = [LABELS[label] for label in VEHICLES]
                best = max(vehicles, key=lambda name: scores[COCO.index(name)])
                for name in ("person", "bicycle", best):
                    if scores[COCO.index(name)] >= threshold:
                        found.append((box, float(scores[COCO.index(name)]), name))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return wide * tall / (sum(areas) - wide * tall)


def plain_suppression(found: Found, most: float) -> Found:
    def kind(name: str) -> str:
        return name if name in ("person", "bicycle") else "vehicle"

    kept: Found = []
    for one in sorted(found, key=lambda one: -one[1]):
        if all(kind(one[2]) != kind(other[2]) or overlap(one[0], other[0]) <= most for other in kept):
            kept.append(one)
    return kept


@pytest.mark.parametrize("head", ["yolox", "nanodet"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), sides=st.sampled_from([(64, 64), (96, 64), (64, 160)]))
def test_reading_and_suppression(head: str, seed: int, sides: tuple[int, int]) -> None:
    width, height = sides
    numbers = np.random.default_rng(seed)
    places = sum((width // stride) * (height // stride) for stride in STRIDES)
    columns = 85 if head == "yolox" else 80 + 44
    rows = numbers.normal(0, 1, (places, columns)).astype(np.float32)
    scores = slice(4, None) if head == "yolox" else slice(0, 80)
    rows[:, scores] = numbers.random(rows[:, scores].shape) ** 4
    boxes, score, label = Head(described(head)).read(rows, width, height, 0.3)
    wanted = plain_rows(rows, head, width, height, 0.3)
    as_set = {(round(value, 4), name) for _, value, name in wanted}
    assert {(round(float(v), 4), LABELS[n]) for v, n in zip(score, label, strict=True)} == as_set
    kept = suppress(boxes, score, groups(label), 0.45)
    survivors = plain_suppression(wanted, 0.45)
    assert score[kept] == pytest.approx([one[1] for one in survivors], abs=1e-5)
    assert boxes[kept] == pytest.approx(np.array([one[0] for one in survivors]).reshape(-1, 4), abs=1e-2)
    assert [LABELS[place] for place in label[kept]] == [one[2] for one in survivors]


@pytest.mark.parametrize("source", [(640, 360), (97, 201), (1_280, 720), (200, 120)])
def test_the_input_is_what_pillow_makes_of_it(source: tuple[int, int]) -> None:
    from PIL import Image

    width, height = source
    numbers = np.random.default_rng(7)
    half = ((height + 1) // 2, (width + 1) // 2)
    planes = [numbers.integers(0, 256, shape).astype(np.uint8) for shape in ((height, width), half, half)]
    frame = Frame(time_us=0, y=planes[0], u=planes[1], v=planes[2], full_range=True)
    region = Region(left=0, top=0, right=width, bottom=height)
    found, (across, down) = letterbox(frame, region, (320, 192), described("yolox"))
    columns, rows = round(width * across), round(height * down)
    bilinear = Image.Resampling.BILINEAR
    y, u, v = (
        np.asarray(Image.fromarray(plane).resize((columns, rows), bilinear), np.float64) for plane in planes
    )
    red = y + 1.402 * (v - 128)
    green = y - 0.344136 * (u - 128) - 0.714136 * (v - 128)
    blue = y + 1.772 * (u - 128)
    wanted = np.clip(np.stack((blue, green, red)), 0, 255)
    # Pillow rounds each plane to whole numbers, twice.
    assert np.abs(found[0, :, :rows, :columns] - wanted).max() < 4
    assert np.abs(found[0, :, :rows, :columns] - wanted).mean() < 0.6


def frames(step: int) -> Iterator[tuple[int, Frame]]:
    av = pytest.importorskip("av", reason="the clip is decoded with PyAV")
    with av.open(str(CLIP)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            if number % step == 0:
                planes = [
                    np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
                    for plane in picture.planes
                ]
                yield number, Frame(time_us=number * 100_000, y=planes[0], u=planes[1], v=planes[2])


def average_precision(marks: list[tuple[float, bool]], truths: int) -> float:
    """The area under precision over recall, precision made to fall only (as COCO does, at every point)."""
    marks = sorted(marks, key=lambda mark: -mark[0])
    hits = np.cumsum([hit for _, hit in marks])
    recall = np.concatenate(([0.0], hits / truths))
    precision = np.maximum.accumulate((hits / np.arange(1, len(marks) + 1))[::-1])[::-1]
    return float(np.sum(np.diff(recall) * precision))


def test_people_on_footage_with_ground_truth() -> None:
    weights, truth = DATA / "yolox_nano_dyn.onnx", DATA / "PETS09-S2L1.gt.txt"
    for file in (weights, truth, CLIP):
        if not file.is_file():
            pytest.skip(f"test data is missing: {file}")
    people: dict[int, list[tuple[float, ...]]] = {}
    with truth.open() as lines:
        for line in csv.reader(lines):
            x, y, wide, tall = map(float, line[2:6])
            people.setdefault(int(line[0]) - 1, []).append((x, y, x + wide, y + tall))
    detector = OnnxDetector(weights, described("yolox"))
    marks: list[tuple[float, bool]] = []
    truths = 0
    for number, frame in frames(step=16):
        left = list(people.get(number, []))
        truths += len(left)
        seen = detector.detect(frame, ())
        for box, score, label in zip(seen.boxes.tolist(), seen.score, seen.label, strict=True):
            if label != PERSON:
                continue
            best = max(left, key=lambda one: overlap(tuple(box), one), default=None)
            hit = best is not None and overlap(tuple(box), best) >= 0.5
            if hit:
                left.remove(best)  # type: ignore[arg-type]
            marks.append((float(score), hit))
    assert truths > 250
    assert average_precision(marks, truths) >= 0.86
