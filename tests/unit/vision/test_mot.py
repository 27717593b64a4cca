"""Scores of detection and tracking, worked by hand."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.mot import Boxes, average_precision, clear_mot, idf1, overlaps, read


def rows(*given: tuple[int, int, float, float]) -> Boxes:
    """Return boxes of 10 x 10 pixels: (picture, whose, left, score)."""
    left = np.array([it[2] for it in given], np.float64)
    return Boxes(
        frame=np.array([it[0] for it in given], np.int64),
        id=np.array([it[1] for it in given], np.int64),
        boxes=np.column_stack([left, 0 * left, left + 10, 0 * left + 10]),
        score=np.array([it[3] for it in given], np.float64),
    )


TRUTH = rows(*((picture, who, 100.0 * who, 1.0) for picture in (1, 2, 3, 4) for who in (1, 2)))
"""Two people who stand for four pictures."""


def test_overlap() -> None:
    one, other = rows((1, 1, 0, 1)).boxes, rows((1, 1, 0, 1), (1, 1, 5, 1), (1, 1, 10, 1)).boxes
    assert overlaps(one, other)[0] == pytest.approx([1, 50 / 150, 0])


def test_clear_mot_by_hand() -> None:
    found = rows(
        (1, 7, 100, 1), (1, 8, 200, 1),
        (2, 7, 101, 1),  # 2 is missed
        (3, 9, 100, 1), (3, 8, 200, 1), (3, 5, 400, 1),  # 1 is another; one of nothing
        (4, 9, 102, 1), (4, 8, 208, 1),  # 2 is off too far: missed, and one of nothing
    )  # fmt: skip
    counts = clear_mot(TRUTH, found)
    assert (counts.truths, counts.missed, counts.false, counts.switched) == (8, 2, 2, 1)
    assert counts.mota == pytest.approx(1 - 5 / 8)
    # Tracks 7 and 9 are right twice each for 1, of which one counts; 8 is right twice for 2.
    assert idf1(TRUTH, found) == pytest.approx(2 * (2 + 2) / (8 + 8))


def test_a_pair_stays_though_another_fits_better() -> None:
    truth = rows((1, 1, 100, 1), (2, 1, 100, 1))
    found = rows((1, 7, 100, 1), (2, 7, 103, 1), (2, 8, 100, 1))
    counts = clear_mot(truth, found)
    assert (counts.missed, counts.false, counts.switched) == (0, 1, 0)


def test_a_switch_counts_after_a_gap_too() -> None:
    truth = rows((1, 1, 100, 1), (2, 1, 100, 1), (3, 1, 100, 1))
    found = rows((1, 7, 100, 1), (3, 8, 100, 1))
    counts = clear_mot(truth, found)
    assert (counts.missed, counts.switched) == (1, 1)


def test_as_many_pairs_as_there_can_be() -> None:
    # The first found box fits both; only if it takes the worse one, both are found.
    truth = rows((1, 1, 100, 1), (1, 2, 103, 1))
    found = rows((1, 7, 102, 1), (1, 8, 99.0, 1))
    assert clear_mot(truth, found).missed == 0


def test_average_precision_by_hand() -> None:
    found = rows((1, 0, 100, 0.9), (1, 0, 500, 0.8), (2, 0, 200, 0.7), (2, 0, 201, 0.6), (3, 0, 100, 0.5))
    # Right, wrong, right, a second box of the same, right: precision 1, 1/2, 2/3, 1/2, 3/5 at recalls of
    # eighths; made falling 1, 2/3, 2/3, 3/5, 3/5.
    assert average_precision(TRUTH, found) == pytest.approx((1 + 2 / 3 + 3 / 5) / 8)


def test_all_right_and_nothing() -> None:
    assert average_precision(TRUTH, TRUTH) == idf1(TRUTH, TRUTH) == clear_mot(TRUTH, TRUTH).mota == 1
    none = TRUTH.where(TRUTH.frame < 0)
    assert average_precision(TRUTH, none) == idf1(TRUTH, none) == clear_mot(TRUTH, none).mota == 0


def test_reads_motchallenge(tmp_path: Path) -> None:
    file = tmp_path / "gt.txt"
    file.write_text("1,5,10,20,30,40,1,-1,-1,-1\n2,6,0,0,5,5,0,-1,-1,-1\n", encoding="utf-8")
    held = read(file)
    assert (held.frame.tolist(), held.id.tolist(), held.boxes.tolist()) == ([1], [5], [[10, 20, 40, 60]])


@pytest.mark.parametrize(
    "text", ["", "frame,id,left\n", "1,2,3\n", "1,1,0,0,0,5,1\n", "0,1,0,0,5,5,1\n", "1,1,nan,0,5,5,1\n"]
)
@pytest.mark.filterwarnings("ignore:loadtxt:UserWarning")
def test_what_is_no_such_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.txt"):
        read(file)
