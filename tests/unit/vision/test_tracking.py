"""Things that walk, hide and cross, and keep their number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.arrays import Float64
from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame
from luylau.vision.shapes import Detections, Float32, Region, Tracker, Tracks
from luylau.vision.tracking import ByteTracker, TrackerSettings, appearance, kalman
from luylau.vision.tracking.association import overlaps, pairs
from luylau.vision.tracking.bytetrack import ROW

PERSON, CAR, TRUCK = 0, 3, 5


def us(seconds: float) -> int:
    return round(seconds * MICROS)


def person(x: float, y: float = 200.0) -> tuple[float, float, float, float]:
    """Return the box of somebody 30 x 80 pixels, by its middle."""
    return (x - 15, y - 40, x + 15, y + 40)


def seen(
    *boxes: tuple[float, float, float, float], score: float | list[float] = 0.9, label: int = PERSON
) -> Detections:
    return Detections(
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        score=np.broadcast_to(np.asarray(score, np.float32), len(boxes)).copy(),
        label=np.full(len(boxes), label, np.int8),
    )


def middle(tracks: Tracks) -> list[float]:
    return [float(left + right) / 2 for left, _, right, _ in tracks.boxes]


def walk(tracker: ByteTracker, x: float, speed: float, start: float, end: float) -> Tracks:
    """Let somebody walk, five pictures a second; return the last tracks."""
    tracks = tracker.predict(us(start))
    for time_s in np.arange(start, end, 0.2):
        tracks = tracker.update(seen(person(x + speed * time_s)), us(time_s))
    return tracks


def test_is_a_tracker() -> None:
    tracker: Tracker = ByteTracker()
    assert len(tracker.predict(0)) == 0
    assert len(tracker.update(Detections.none(), 0)) == 0


@pytest.mark.parametrize("speed", [0.0, 40.0, -90.0, 120.0])
def test_who_walks_keeps_his_number(speed: float) -> None:
    tracker = ByteTracker()
    tracks = walk(tracker, 600, speed, 0, 6)
    assert tracks.id.tolist() == [1]
    assert tracks.since_us.tolist() == [0]
    assert not tracks.lost.any()
    assert middle(tracks)[0] == pytest.approx(600 + speed * 5.8, abs=3)


def test_pictures_at_any_distance() -> None:
    tracker, rng, time_s = ByteTracker(), np.random.default_rng(4), 0.0
    for _ in range(60):
        tracks = tracker.update(seen(person(100 + 30 * time_s)), us(time_s))
        time_s += float(rng.uniform(0.02, 0.7))
    assert tracks.id.tolist() == [1]


def test_prediction_goes_on_as_it_went_and_changes_nothing() -> None:
    tracker = ByteTracker()
    walk(tracker, 100, 50, 0, 4)
    for ahead_s in (0.4, 0.2, 1.0):
        then = tracker.predict(us(3.8 + ahead_s))
        assert middle(then)[0] == pytest.approx(100 + 50 * (3.8 + ahead_s), abs=4)
        assert then.time_us == us(3.8 + ahead_s)
    assert middle(tracker.predict(us(3.8)))[0] == pytest.approx(100 + 50 * 3.8, abs=3)


def test_who_is_hidden_for_a_moment_is_thought_to_go_on() -> None:
    tracker = ByteTracker()
    walk(tracker, 100, 50, 0, 3)
    for time_s in (3.0, 3.2, 3.4, 3.6, 3.8):
        tracks = tracker.update(Detections.none(), us(time_s))
        assert tracks.id.tolist() == [1]
        assert tracks.lost.all()
    assert middle(tracks)[0] == pytest.approx(100 + 50 * 3.8, abs=12)
    tracks = tracker.update(seen(person(100 + 50 * 4)), us(4))
    assert (tracks.id.tolist(), tracks.lost.tolist()) == ([1], [False])


def test_who_is_gone_too_long_is_another() -> None:
    tracker = ByteTracker(TrackerSettings(keep_s=1))
    walk(tracker, 100, 0, 0, 2)
    for time_s in (2.0, 2.6, 3.2):
        tracks = tracker.update(Detections.none(), us(time_s))
    assert len(tracks) == 0
    tracker.update(seen(person(100)), us(3.4))
    assert tracker.update(seen(person(100)), us(3.6)).id.tolist() == [2]


def test_gone_too_long_without_pictures_too() -> None:
    tracker = ByteTracker(TrackerSettings(keep_s=1))
    walk(tracker, 100, 0, 0, 2)
    tracker.update(Detections.none(), us(2))
    assert tracker.predict(us(2.5)).lost.all()
    assert len(tracker.predict(us(4))) == 0
    assert len(tracker.hold(us(4))) == 0


def test_new_after_the_start_is_told_of_when_seen_twice() -> None:
    tracker = ByteTracker()
    tracker.update(Detections.none(), 0)
    assert len(tracker.update(seen(person(100)), us(0.2))) == 0
    tracks = tracker.update(seen(person(105)), us(0.4))
    assert (tracks.id.tolist(), tracks.since_us.tolist()) == ([1], [us(0.2)])
    # A flash is nobody.
    tracker.update(seen(person(105), person(400)), us(0.6))
    tracks = tracker.update(seen(person(105)), us(0.8))
    assert tracks.id.tolist() == [1]
    assert len(tracker.update(seen(person(105), person(400)), us(1.0))) == 1


def test_weak_boxes_go_on_but_begin_nothing() -> None:
    tracker = ByteTracker()
    walk(tracker, 100, 40, 0, 2)
    for time_s in (2.0, 2.2, 2.4):
        boxes = (person(100 + 40 * time_s), person(400))
        tracks = tracker.update(seen(*boxes, score=[0.2, 0.45]), us(time_s))
        assert (tracks.id.tolist(), tracks.lost.tolist()) == ([1], [False])
    assert tracker.update(seen(person(400), score=0.05), us(2.6)).lost.tolist() == [True]


def test_vehicles_of_any_kind_are_one_thing_and_people_are_not() -> None:
    tracker = ByteTracker()
    box = (100.0, 100.0, 220.0, 160.0)
    for number in range(6):
        tracks = tracker.update(seen(box, label=TRUCK if number in (1, 4) else CAR), us(0.2 * number))
    assert (tracks.id.tolist(), tracks.label.tolist()) == ([1], [CAR])
    tracker.update(seen(box, label=PERSON), us(1.2))
    tracks = tracker.update(seen(box, label=PERSON), us(1.4))
    assert (tracks.label.tolist(), tracks.lost.tolist()) == ([CAR, PERSON], [True, False])


def test_where_nobody_looked_all_stays() -> None:
    tracker = ByteTracker()
    for time_s in np.arange(0, 2, 0.2):
        tracker.update(seen(person(100 + 30 * time_s), person(400)), us(time_s))
    part = (Region(left=0, top=0, right=300, bottom=360),)
    for time_s in np.arange(2, 6, 0.2):
        tracks = tracker.update(seen(person(160)), us(time_s), part)
        assert tracks.id.tolist() == [1, 2]
        assert tracks.lost.tolist() == [False, False]
        assert middle(tracks)[1] == pytest.approx(400, abs=1)
    # Where it did look, it sees that nobody is there.
    assert tracker.update(Detections.none(), us(6), part).lost.tolist() == [True, False]


def test_hold_keeps_all_where_they_were() -> None:
    tracker = ByteTracker()
    there = middle(walk(tracker, 100, 50, 0, 2))
    for time_s in (2.0, 2.2, 9.0):
        held = tracker.hold(us(time_s))
        assert middle(held) == there
        assert not held.lost.any()
    assert middle(tracker.predict(us(9.4))) == there
    assert tracker.update(seen(person(there[0] + 5)), us(9.4)).id.tolist() == [1]


def test_a_clock_that_was_set_back_moves_nothing_back() -> None:
    tracker = ByteTracker()
    walk(tracker, 100, 50, 10, 12)
    tracks = tracker.update(seen(person(100 + 50 * 11.9)), us(3))
    assert tracks.id.tolist() == [1]
    assert np.isfinite(tracks.boxes).all()


def test_a_clock_that_jumps_ahead_sends_nobody_to_the_moon() -> None:
    tracker = ByteTracker()
    there = middle(walk(tracker, 100, 50, 0, 2))[0]
    assert middle(tracker.predict(us(1e9)))[0] == pytest.approx(there + 50 * 2, abs=5)
    assert len(tracker.update(Detections.none(), us(1e9))) == 0


def looks_of(*shades: int) -> Float32:
    """Return what people in coats of these shades look like, from a picture of them."""
    y = np.full((360, 640), 120, np.uint8)
    for place, shade in enumerate(shades):
        y[160:240, 85 + 100 * place : 115 + 100 * place] = shade
    grey = np.full((180, 320), 128, np.uint8)
    boxes = np.array([person(100 + 100 * it) for it in range(len(shades))], np.float32)
    return appearance(Frame(time_us=0, y=y, u=grey, v=grey), boxes)


DARK, BRIGHT = looks_of(30, 220)


def stopped_behind_a_pillar(looks: tuple[Float32, Float32] | None) -> Tracks:
    """One goes behind a pillar, stops for a while, and comes out later than thought."""
    tracker = ByteTracker()
    for time_s in np.arange(0, 2, 0.2):
        tracker.update(
            seen(person(100 + 100 * time_s)), us(time_s), (), None if looks is None else looks[0][None]
        )
    for time_s in np.arange(2, 3, 0.2):
        tracker.update(Detections.none(), us(time_s))
    for time_s in (3.0, 3.2):
        tracks = tracker.update(seen(person(310)), us(time_s), (), None if looks is None else looks[1][None])
    return tracks


def test_who_is_not_where_he_is_thought_is_known_by_his_looks() -> None:
    assert 1 in stopped_behind_a_pillar((DARK, DARK)).id[~stopped_behind_a_pillar((DARK, DARK)).lost]
    for looks in (None, (DARK, BRIGHT)):
        tracks = stopped_behind_a_pillar(looks)
        assert tracks.id[~tracks.lost].tolist() == [2]


def test_two_who_meet_and_turn_back_keep_their_numbers_by_their_looks() -> None:
    tracker, plain = ByteTracker(), ByteTracker()
    for time_s in np.arange(0, 6, 0.2):
        left = 300 - 60 * abs(time_s - 3)
        boxes = seen(person(left), person(600 - left))
        tracks = tracker.update(boxes, us(time_s), (), np.stack([DARK, BRIGHT]))
        other = plain.update(boxes, us(time_s))
    assert tracks.id[np.argsort(middle(tracks))].tolist() == [1, 2]
    # Nobody could tell who turned back and who went on, but for their looks.
    assert other.id[np.argsort(middle(other))].tolist() == [2, 1]


def test_looks() -> None:
    assert np.linalg.norm(DARK) == pytest.approx(1)
    one, same, grey, beside = looks_of(30, 30, 60, 120)
    assert one @ same == pytest.approx(1)
    assert one @ grey < 0.9
    assert one @ beside < 0.9
    y, grey_plane = np.zeros((100, 100), np.uint8), np.full((50, 50), 128, np.uint8)
    blue = grey_plane + 40
    boxes = np.array([person(50, 50), person(-100, 50), person(50, 900)], np.float32)
    plain = appearance(Frame(time_us=0, y=y, u=grey_plane, v=grey_plane), boxes)
    coloured = appearance(Frame(time_us=0, y=y, u=blue, v=grey_plane), boxes)
    assert plain[0] @ coloured[0] == pytest.approx(2 / 3)
    assert not plain[1:].any()
    assert appearance(Frame(time_us=0, y=y, u=blue, v=blue), boxes[:0]).shape == (0, 48)


def test_overlaps_and_pairs() -> None:
    one = np.array([person(100), person(300)], np.float32)
    other = np.array([person(115), person(130), (0, 0, 0, 0)], np.float32)
    assert overlaps(one, other)[0] == pytest.approx([1 / 3, 0, 0])
    assert not overlaps(one, other)[1].any()
    # The best sum is not the best pair first; what is worth too little takes nobody's place.
    gain = np.array([[0.9, 0.8], [0.8, 0.05]], np.float32)
    assert [it.tolist() for it in pairs(gain, 0.1)] == [[0, 1], [1, 0]]
    assert [it.tolist() for it in pairs(gain * [[1], [0.25]], 0.3)] == [[0], [0]]
    assert [len(it) for it in pairs(np.zeros((0, 3), np.float32), 0.1)] == [0, 0]


def matrices(seconds: float, height: float) -> tuple[Float64, Float64]:
    """Return F and Q of constant velocity for centre x, y, width, height and their speeds."""
    f = np.eye(8)
    f[:4, 4:] = seconds * np.eye(4)
    block = np.array([[seconds**3 / 3, seconds**2 / 2], [seconds**2 / 2, seconds]])
    return f, np.kron(block, np.diag((kalman.ACCELERATION * height) ** 2))


def test_the_filter_is_the_textbooks() -> None:
    rng, height = np.random.default_rng(8), 80.0
    rows = np.zeros(1, ROW)
    first = np.array([[100.0, 200.0, 30.0, height]])
    kalman.begin(rows, first)
    x = np.concatenate([first[0], np.zeros(4)])
    p = np.diag(np.concatenate([(kalman.MEASURED * height) ** 2, (kalman.FIRST_SPEED * height) ** 2]))
    h = np.eye(4, 8)
    for _ in range(10):
        seconds, score = float(rng.uniform(0.05, 0.6)), np.array([0.75], np.float32)
        z = first[0] + rng.normal(0, 4, 4)
        f, q = matrices(seconds, x[3])
        x, p = f @ x, f @ p @ f.T + q
        kalman.ahead(rows, seconds)
        r = np.diag((kalman.MEASURED * x[3] * (2 - 0.75)) ** 2)
        k = p @ h.T @ np.linalg.inv(h @ p @ h.T + r)
        x, p = x + k @ (z - h @ x), (np.eye(8) - k @ h) @ p
        rows = kalman.correct(rows, z[None], score)
        assert rows["at"][0] == pytest.approx(x[:4])
        assert rows["speed"][0] == pytest.approx(x[4:], abs=1e-9)
        assert rows["var_at"][0] == pytest.approx(np.diag(p)[:4])
        assert rows["cov"][0] == pytest.approx(np.diag(p, 4))
        assert rows["var_speed"][0] == pytest.approx(np.diag(p)[4:])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 25))
def test_whatever_is_seen_numbers_are_given_once(seed: int, most: int) -> None:
    rng, tracker = np.random.default_rng(seed), ByteTracker()
    time_us, since, gone = 0, dict[int, int](), set[int]()
    for _ in range(25):
        count = int(rng.integers(0, most))
        low = rng.uniform(-20, 600, (count, 2))
        boxes = np.concatenate([low, low + rng.uniform(0, 120, (count, 2))], axis=1)
        given_boxes = Detections(
            boxes=boxes.astype(np.float32),
            score=rng.random(count).astype(np.float32),
            label=rng.integers(0, 6, count).astype(np.int8),
        )
        time_us += int(rng.integers(0, 900_000))
        tracks = tracker.update(given_boxes, time_us)
        ids = tracks.id.tolist()
        assert len(set(ids)) == len(ids)
        assert not gone & set(ids)
        assert np.isfinite(tracks.boxes).all()
        assert (tracks.boxes[:, 2:] > tracks.boxes[:, :2]).all()
        for number, at in zip(ids, tracks.since_us.tolist(), strict=True):
            assert since.setdefault(number, at) == at <= time_us
        gone = set(since) - set(ids)
        # Each box is one thing at most.
        assert (~tracks.lost).sum() <= count
