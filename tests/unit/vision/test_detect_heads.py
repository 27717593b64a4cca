"""How rows of numbers become boxes: cases worked by hand."""

from math import log

import numpy as np
import pytest

from luylau.vision.detecting import COCO
from luylau.vision.detecting.heads import Head, cells, groups
from luylau.vision.detecting.suppression import suppress
from luylau.vision.shapes import LABELS
from tests.unit.vision.networks import described

YOLOX = Head(described())
NANODET = Head(described(head="nanodet", cell_offset=0.5))
PLACES = (8 * 4) + (4 * 2) + (2 * 1)
"""Cells of an input of 64 x 32."""


def place(row: int, column: int) -> int:
    """Return the row of the output for a cell of the finest stride."""
    return row * 8 + column


def yolox(**scores: float) -> np.ndarray:
    rows = np.zeros((PLACES, 85), np.float32)
    rows[place(1, 3), :5] = 0.25, 0.75, log(2), log(3), 0.8
    for name, score in scores.items():
        rows[place(1, 3), 5 + COCO.index(name)] = score
    return rows


def test_cells_go_line_by_line_the_finest_first() -> None:
    found = cells(64, 32, (8, 16, 32))
    assert found.shape == (PLACES, 3)
    assert found[place(1, 3)].tolist() == [3, 1, 8]
    assert found[32].tolist() == [0, 0, 16]
    assert found[-1].tolist() == [1, 0, 32]


def test_a_yolox_row() -> None:
    boxes, score, label = YOLOX.read(yolox(person=0.5), 64, 32, 0.1)
    # Middle (3.25, 1.75) cells of 8 pixels; 2 x 3 cells large.
    assert boxes == pytest.approx(np.array([[26 - 8, 14 - 12, 26 + 8, 14 + 12]]))
    assert score == pytest.approx([0.4])
    assert label.tolist() == [LABELS.index("person")]


def test_a_nanodet_row() -> None:
    rows = np.zeros((PLACES, 80 + 4 * 11), np.float32)
    rows[place(1, 3), COCO.index("truck")] = 0.7
    logits = np.full((4, 11), -50.0, np.float32)
    logits[0, 2] = logits[1, 0] = logits[2, 10] = 0.0
    logits[3, 3] = logits[3, 4] = 0.0
    rows[place(1, 3), 80:] = logits.ravel()
    boxes, score, label = NANODET.read(rows, 64, 32, 0.1)
    # From the cell's middle at (28, 12): 2, 0, 10 and 3.5 cells.
    assert boxes == pytest.approx(np.array([[12, 12, 108, 40]]))
    assert score == pytest.approx([0.7])
    assert label.tolist() == [LABELS.index("truck")]


def test_of_vehicles_the_best_of_others_each() -> None:
    rows = yolox(car=0.5, truck=0.7, bus=0.2, person=0.3, bicycle=0.25, dog=0.99)
    _, score, label = YOLOX.read(rows, 64, 32, 0.1)
    found = {LABELS[one]: float(value) for one, value in zip(label, score, strict=True)}
    assert found == pytest.approx({"truck": 0.56, "person": 0.24, "bicycle": 0.2})


def test_what_is_no_number_is_nothing() -> None:
    rows = yolox(person=0.5)
    for column in (4, 5):
        broken = rows.copy()
        broken[:, column] = np.nan
        assert len(YOLOX.read(broken, 64, 32, 0.1)[1]) == 0


def test_classes_may_stand_in_any_order_and_may_lack() -> None:
    head = Head(described(classes=("truck", "person")))
    rows = np.zeros((PLACES, 7), np.float32)
    rows[0, 4:] = 1.0, 0.2, 0.9
    _, score, label = head.read(rows, 64, 32, 0.1)
    found = {LABELS[one]: float(value) for one, value in zip(label, score, strict=True)}
    assert found == pytest.approx({"truck": 0.2, "person": 0.9})


@pytest.mark.parametrize(
    ("head", "shape", "good"),
    [
        (YOLOX, (1, PLACES, 85), True),
        (YOLOX, (1, PLACES, 84), False),
        (YOLOX, (1, PLACES - 1, 85), False),
        (YOLOX, (PLACES, 85), False),
        (NANODET, (1, PLACES, 80 + 44), True),
        (NANODET, (1, PLACES, 80 + 32), True),
        (NANODET, (1, PLACES, 80 + 4), False),
        (NANODET, (1, PLACES, 80 + 45), False),
    ],
)
def test_the_form_of_an_answer(head: Head, shape: tuple[int, ...], good: bool) -> None:
    assert head.fits(np.zeros(shape, np.float32), 64, 32) is good


def test_vehicles_are_one_group() -> None:
    assert groups(np.arange(6, dtype=np.int8)).tolist() == [0, 1, 2, 2, 2, 2]


def test_suppression_by_hand() -> None:
    boxes = np.array(
        [[0, 0, 10, 10], [0, 0, 10, 8], [0, 0, 10, 4], [100, 0, 110, 10], [0, 0, 10, 10]], np.float32
    )
    score = np.array([0.5, 0.9, 0.8, 0.1, 0.4], np.float32)
    group = np.array([0, 0, 0, 0, 1], np.int8)
    # The second beats the first (0.8 > 0.5), and shares exactly 0.5 with the third, which stays.
    assert suppress(boxes, score, group, 0.5).tolist() == [1, 2, 4, 3]
    assert suppress(boxes[:0], score[:0], group[:0], 0.5).tolist() == []
