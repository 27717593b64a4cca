"""Masks cover heads, faces, plates and zones, cannot be looked through, and where in doubt nothing comes."""

import dataclasses
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.vision.frames import Frame
from luylau.vision.masking import HOLD_US, MaskedFrame, Masker, masks_of, only_masked
from luylau.vision.masking.planes import area_of, pixelate
from luylau.vision.shapes import Float32, Region, Tracks
from tests.unit.vision.masked_pictures import SIZE, START_US, STEP_US, picture, plan, tracks

PERSON = (40.0, 20.0, 60.0, 80.0)
ROOT = Path(__file__).resolve().parents[3]


def covers(boxes: np.ndarray, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether one of the boxes covers all of this."""
    lower = (boxes[:, 0] <= left) & (boxes[:, 1] <= top)
    return bool(np.any(lower & (boxes[:, 2] >= right) & (boxes[:, 3] >= bottom)))


def head_of(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Of a standing person: the middle of the top eighth."""
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (bottom - top) / 16
    return middle - half, top, middle + half, top + 2 * half


def test_the_top_quarter_of_a_person_is_hidden_and_the_rest_is_as_it_was() -> None:
    frame = picture()
    made = Masker(plan()).mask(frame, tracks(START_US, PERSON))
    assert made is not None
    assert made.hidden == 1
    changed = made.y != frame.y
    assert changed[20:35, 40:60].mean() > 0.9
    assert not changed[45:].any()
    assert not changed[:, :30].any()
    assert not changed[:, 70:].any()


def test_what_is_hidden_is_a_handful_of_numbers_in_every_plane() -> None:
    made = Masker(plan()).mask(picture(), tracks(START_US, PERSON))
    assert made is not None
    (left, top, right, bottom) = masks_of([tracks(START_US, PERSON)], START_US, SIZE)[0]
    for plane, scale in ((made.y, 1), (made.u, 2), (made.v, 2)):
        part = plane[top // scale : bottom // scale, left // scale : right // scale]
        assert len(np.unique(part)) <= 6


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(8, 200), st.integers(8, 200)),
    st.lists(st.tuples(*[st.integers(-50, 250)] * 4), min_size=1, max_size=5),
    st.integers(0, 5),
)
def test_nothing_outside_of_masks_changes_and_no_detail_inside_is_left(
    size: tuple[int, int], corners: list[tuple[int, int, int, int]], label: int
) -> None:
    boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    seen = tracks(START_US, *boxes, label=label)
    frame = picture(size=size)
    masker = Masker(plan())
    made = masker.mask(frame, seen)
    assert made is not None, masker.last_fault
    inside = np.zeros((size[1], size[0]), bool)
    parts = masks_of([seen], START_US, size)
    for left, top, right, bottom in parts:
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        inside[top:bottom, left:right] = True
    assert (made.y == frame.y)[~inside].all()
    if len(parts) == 1:
        left, top, right, bottom = parts[0]
        side = min(right - left, bottom - top)
        blocks = max(1, 2 * (right - left) / side) * max(1, 2 * (bottom - top) / side)
        assert len(np.unique(made.y[top:bottom, left:right])) <= blocks


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 60), st.integers(2, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_block_becomes_its_mean(wide: int, high: int, left: int, top: int) -> None:
    frame = picture(size=(120, 120))
    box = np.array([[2 * left, 2 * top, min(120, 2 * (left + wide)), min(120, 2 * (top + high))]], np.int32)
    y, u, v = frame.y.copy(), frame.u.copy(), frame.v.copy()
    pixelate(y, u, v, box)
    x0, y0, x1, y1 = box[0]
    before, after = frame.y[y0:y1, x0:x1], y[y0:y1, x0:x1]
    for value in np.unique(after):
        assert abs(before[after == value].astype(float).mean() - value) <= 0.51
    assert (u[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2] != frame.u[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2]).any()


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_between_two_analyses_the_head_is_hidden_where_it_is(share: float) -> None:
    later = (90.0, 10.0, 110.0, 70.0)
    seen = [tracks(START_US + STEP_US, later), tracks(START_US, PERSON)]
    at = START_US + round(share * STEP_US)
    here = tuple(a + share * (b - a) for a, b in zip(PERSON, later, strict=True))
    made = masks_of(seen, at, SIZE)
    assert len(made) == 1
    assert covers(made, *head_of(here))  # type: ignore[arg-type]


def test_after_the_last_analysis_both_where_it_was_and_where_it_ought_to_be_are_hidden() -> None:
    moved = (70.0, 20.0, 90.0, 80.0)
    seen = [tracks(START_US, PERSON), tracks(START_US + STEP_US, moved)]
    made = masks_of(seen, START_US + 2 * STEP_US, SIZE)
    assert covers(made, *head_of(moved))
    assert covers(made, *head_of((100.0, 20.0, 120.0, 80.0)))


def test_who_is_lost_sight_of_stays_hidden_for_a_while_with_a_wider_margin() -> None:
    seen = [tracks(START_US, PERSON), tracks(START_US + HOLD_US, (120, 20, 140, 80), first=2)]
    near, late = (masks_of(seen, START_US + part * HOLD_US // 4, SIZE) for part in (1, 3))
    assert covers(near, *head_of(PERSON))
    assert covers(late, *head_of(PERSON))
    widths = [made[made[:, 0] < 60, 2] - made[made[:, 0] < 60, 0] for made in (near, late)]
    assert widths[1][0] > widths[0][0]
    assert not covers(masks_of(seen, START_US + HOLD_US + 1, SIZE), *head_of(PERSON))


def test_who_appears_was_hidden_before() -> None:
    assert covers(masks_of([tracks(START_US, PERSON)], START_US - STEP_US, SIZE), *head_of(PERSON))


def test_what_is_thought_to_be_there_has_a_wider_margin() -> None:
    sure, lost = (
        masks_of([tracks(START_US, PERSON, lost=lost)], START_US, SIZE)[0] for lost in (False, True)
    )
    assert lost[0] < sure[0]
    assert lost[3] > sure[3]


def test_somebody_cut_off_by_the_edge_is_hidden_as_deep_as_a_head_is() -> None:
    # 60 wide and 60 high: seen to the waist, so that the head is a third of the box.
    made = masks_of([tracks(START_US, (40, 30, 100, 90))], START_US, SIZE)
    assert covers(made, 55, 30, 85, 30 + 36)


@pytest.mark.parametrize("label", [2, 3, 4, 5])
def test_plates_of_vehicles_are_hidden_low_in_the_middle_and_at_both_ends(label: int) -> None:
    front = masks_of([tracks(START_US, (40, 20, 100, 70), label=label)], START_US, SIZE)
    assert covers(front, 55, 50, 85, 68)
    side = masks_of([tracks(START_US, (20, 20, 140, 70), label=label)], START_US, SIZE)
    assert covers(side, 22, 50, 138, 68)
    if label in (4, 5):
        assert not covers(side, 22, 22, 30, 30)


def test_riders_heads_are_hidden_on_what_they_ride() -> None:
    for label in (1, 2):
        assert covers(masks_of([tracks(START_US, PERSON, label=label)], START_US, SIZE), *head_of(PERSON))


def test_zones_are_burned_over_whatever_the_detector_says() -> None:
    frame = picture()
    made = Masker(plan([(0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0)])).mask(frame, tracks(START_US))
    assert made is not None
    assert (made.y[45:, 80:] == 16).all()
    assert (made.u[23:, 40:] == 128).all()
    assert (made.v[23:, 40:] == 128).all()
    assert (made.y[:44, :79] == frame.y[:44, :79]).all()


def test_a_zone_that_crosses_itself_hides_all_of_its_parts() -> None:
    star = [
        (0.5 + 0.45 * np.sin(2 * np.pi * 2 * i / 5), 0.5 - 0.45 * np.cos(2 * np.pi * 2 * i / 5))
        for i in range(5)
    ]
    assert area_of(star, 100, 100)[50, 50]
    bow = [(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)]
    area = area_of(bow, 100, 100)
    assert area[50, 20]
    assert area[50, 80]
    assert not area[10, 50]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5)), min_size=1, max_size=7))
def test_any_polygon_makes_an_area_that_holds_its_corners(points: list[tuple[float, float]]) -> None:
    area = area_of(points, 64, 36)
    for x, y in points:
        column, row = int(np.floor(x * 64)), int(np.floor(y * 36))
        if 0 <= column < 64 and 0 <= row < 36:
            assert area[row, column]


def test_boxes_of_a_smaller_picture_are_scaled_to_the_one_that_is_masked() -> None:
    small = tuple(value / 2 for value in PERSON)
    whole = Masker(plan()).mask(picture(), tracks(START_US, PERSON))
    scaled = Masker(plan()).mask(picture(), tracks(START_US, small), size=(80, 45))  # type: ignore[arg-type]
    assert whole is not None
    assert scaled is not None
    assert (scaled.y[20:34, 40:60] != picture().y[20:34, 40:60]).mean() > 0.9


def test_pictures_of_odd_sizes_are_masked_to_their_edges() -> None:
    frame = picture(size=(33, 17))
    made = Masker(plan([(0, 0), (1, 0), (1, 1), (0, 1)])).mask(frame, tracks(START_US, (20, 0, 33, 17)))
    assert made is not None
    assert (made.y == 16).all()
    assert (made.u == 128).all()


def test_a_picture_far_from_every_analysis_is_not_written() -> None:
    masker = Masker(plan())
    assert masker.mask(picture(START_US + 2 * STEP_US), tracks(START_US)) is not None
    assert masker.mask(picture(START_US + 2 * STEP_US + 1), tracks(START_US)) is None
    assert masker.mask(picture(), ()) is None
    assert (masker.counts.masked, masker.counts.too_old, masker.counts.failed) == (1, 2, 0)


class Broken:
    def faces(self, frame: Frame, regions: tuple[Region, ...]) -> Float32:
        raise RuntimeError("no model")


def test_a_picture_whose_masking_failed_is_not_written() -> None:
    masker = Masker(plan(), Broken())
    assert masker.mask(picture(), tracks(START_US, PERSON)) is None
    torn = dataclasses.replace(picture(), u=np.zeros((3, 3), np.uint8))
    assert masker.mask(torn, tracks(START_US)) is None
    assert masker.counts.failed == 2
    assert isinstance(masker.last_fault, ValueError)


def test_a_box_that_is_no_numbers_hides_nothing_so_nothing_is_written() -> None:
    masker = Masker(plan())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert masker.mask(picture(), tracks(START_US, (np.nan, 0, 20, 10))) is None
    assert masker.counts.failed == 1


class Faces:
    def __init__(self) -> None:
        self.asked: tuple[Region, ...] = ()

    def faces(self, frame: Frame, regions: tuple[Region, ...]) -> Float32:
        self.asked = regions
        return np.array([[100, 40, 120, 60]], np.float32)


def test_faces_are_looked_for_on_people_and_hidden_with_a_margin() -> None:
    faces = Faces()
    frame = picture()
    made = Masker(plan(), faces).mask(
        frame, tracks(START_US, PERSON), (Region(left=90, top=30, right=130, bottom=70),)
    )
    assert made is not None
    assert Region(left=40, top=20, right=60, bottom=80) in faces.asked
    assert Region(left=90, top=30, right=130, bottom=70) in faces.asked
    assert (made.y[36:64, 96:124] != frame.y[36:64, 96:124]).mean() > 0.9


def test_without_a_detector_all_that_moves_or_moved_of_late_is_hidden_whole() -> None:
    masker = Masker(plan())
    region = Region(left=20, top=10, right=60, bottom=80)
    first = masker.mask(picture(), None, (region,))
    assert first is not None
    assert len(np.unique(first.y[10:80, 20:60])) <= 6
    still = masker.mask(picture(START_US + 9_000_000), None)
    assert still is not None
    assert len(np.unique(still.y[10:80, 20:60])) <= 6
    later = masker.mask(picture(START_US + 11_000_000), None)
    assert later is not None
    assert (later.y == picture().y).all()


def test_the_masker_remembers_who_was_there_before() -> None:
    masker = Masker(plan())
    masker.mask(picture(), tracks(START_US, PERSON))
    made = masker.mask(picture(START_US + STEP_US), tracks(START_US + STEP_US))
    assert made is not None
    assert made.hidden == 1


def test_a_masked_picture_is_its_own_and_nobody_can_make_or_change_one() -> None:
    frame = picture()
    made = Masker(plan()).mask(frame, tracks(START_US))
    assert made is not None
    frame.y[:] = 0
    assert made.y.any()
    for plane in (made.y, made.u, made.v):
        with pytest.raises(ValueError, match="read-only"):
            plane[0, 0] = 1
    with pytest.raises(TypeError):
        MaskedFrame(
            time_us=0, width=2, height=2, samples=frame.y[0, :6], full_range=False, hidden=0, token=object()
        )
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(made, samples=frame.y)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        only_masked(frame)  # type: ignore[arg-type]


def test_a_type_checker_refuses_to_write_an_unmasked_picture(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from luylau.vision.clips import ClipWriter, jpeg\n"
        "from luylau.vision.frames import Frame\n"
        "def save(frame: Frame) -> None:\n"
        "    ClipWriter().write(frame)\n"
        "    jpeg(frame)\n"
    )
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(wrong)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.count('has incompatible type "Frame"; expected "MaskedFrame"') == 2, run.stdout


def test_no_tracks_hide_nothing() -> None:
    assert len(masks_of([], START_US, SIZE)) == 0
    empty: Tracks = tracks(START_US)
    assert len(masks_of([empty], START_US, SIZE)) == 0
