"""The tracker beside ByteTrack written down plainly, and beside another's: the same boxes are one thing."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from luylau.kernel.arrays import Float64
from luylau.kernel.clock import MICROS
from luylau.vision.shapes import PERSON, Detections
from luylau.vision.tracking import ByteTracker, TrackerSettings, kalman

RATE_HZ = 5
LIMITS = TrackerSettings()


def crowd(seed: int, people: int = 12, seconds: int = 30) -> list[Detections]:
    """Return what a detector makes of people who walk to and fro: off by some pixels, some weak, some missed,
    some of nothing."""
    rng = np.random.default_rng(seed)
    at, speed = rng.uniform([50, 80], [700, 500], (people, 2)), rng.normal(0, 40, (people, 2))
    out = []
    for _ in range(seconds * RATE_HZ):
        speed += rng.normal(0, 8, speed.shape)
        at += speed / RATE_HZ
        speed = np.where((at < [20, 50]) | (at > [750, 550]), -speed, speed)
        height = 50 + at[:, 1] / 10
        sides = np.column_stack([at, height * 0.4, height]) + rng.normal(0, 2.5, (people, 4))
        ghosts = np.column_stack([rng.uniform(50, 700, (2, 2)), rng.uniform(20, 90, (2, 2))])
        found = np.concatenate([sides[rng.random(people) > 0.08], ghosts[rng.random(2) > 0.7]])
        boxes = np.concatenate([found[:, :2] - found[:, 2:] / 2, found[:, :2] + found[:, 2:] / 2], axis=1)
        score = rng.beta(5, 2, len(boxes))
        out.append(
            Detections(
                boxes=boxes.astype(np.float32),
                score=score.astype(np.float32),
                label=np.full(len(boxes), PERSON, np.int8),
            )
        )
    return out


@dataclass
class Plain:
    """A track with the textbook's filter of 8 states and full matrices."""

    number: int
    x: Float64
    p: Float64
    seen_us: int
    sure: bool
    lost: bool = False

    def ahead(self, seconds: float) -> None:
        f = np.eye(8)
        f[:4, 4:] = seconds * np.eye(4)
        block = np.array([[seconds**3 / 3, seconds**2 / 2], [seconds**2 / 2, seconds]])
        q = np.kron(block, np.diag((kalman.ACCELERATION * self.x[3]) ** 2))
        self.x, self.p = f @ self.x, f @ self.p @ f.T + q

    def correct(self, z: Float64, score: float) -> None:
        h = np.eye(4, 8)
        r = np.diag((kalman.MEASURED * self.x[3] * (2 - score)) ** 2)
        k = self.p @ h.T @ np.linalg.inv(h @ self.p @ h.T + r)
        self.x, self.p = self.x + k @ (z - h @ self.x), (np.eye(8) - k @ h) @ self.p

    @property
    def box(self) -> Float64:
        return np.concatenate([self.x[:2] - self.x[2:4] / 2, self.x[:2] + self.x[2:4] / 2])


def overlap(one: Float64, other: Float64) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = [(it[2] - it[0]) * (it[3] - it[1]) for it in (one, other)]
    return float(wide * high / (sum(areas) - wide * high))


@dataclass
class Reference:
    """Algorithm 1 of the ByteTrack paper, track by track and box by box."""

    tracks: list[Plain] = field(default_factory=list)
    made: int = 0
    now_us: int | None = None

    def update(self, seen: Detections, time_us: int) -> dict[int, int]:
        """Return the number of the track by the place of its box."""
        first = self.now_us is None
        gap = 0.0 if self.now_us is None else (time_us - self.now_us) / MICROS
        self.now_us = time_us
        for track in self.tracks:
            track.ahead(gap)
        strong = [it for it in range(len(seen)) if seen.score[it] >= LIMITS.high]
        weak = [it for it in range(len(seen)) if LIMITS.low <= seen.score[it] < LIMITS.high]
        taken: dict[int, int] = {}
        sure = [it for it in self.tracks if it.sure]
        self._pair(sure, strong, seen, taken, time_us, LIMITS.near, weighted=True)
        self._pair([it for it in sure if not it.lost], weak, seen, taken, time_us, LIMITS.near_low)
        unsure = [it for it in self.tracks if not it.sure]
        self._pair(unsure, strong, seen, taken, time_us, LIMITS.near, weighted=True)
        for track in self.tracks:
            if track.seen_us != time_us:
                track.lost = True
                track.x[6:] = 0
        self.tracks = [
            it
            for it in self.tracks
            if not it.lost or (it.sure and it.seen_us >= time_us - LIMITS.keep_s * MICROS)
        ]
        for place in strong:
            if place not in taken and seen.score[place] >= LIMITS.start:
                self.made += 1
                z = measured(seen, place)
                p = np.concatenate([(kalman.MEASURED * z[3]) ** 2, (kalman.FIRST_SPEED * z[3]) ** 2])
                x = np.concatenate([z, np.zeros(4)])
                self.tracks.append(Plain(self.made, x, np.diag(p), time_us, sure=first))
        return taken

    def _pair(
        self,
        tracks: list[Plain],
        boxes: list[int],
        seen: Detections,
        taken: dict[int, int],
        time_us: int,
        least: float,
        *,
        weighted: bool = False,
    ) -> None:
        tracks = [it for it in tracks if it.seen_us != time_us]
        boxes = [it for it in boxes if it not in taken]
        cost = np.zeros((len(tracks), len(boxes)))
        for i, track in enumerate(tracks):
            for j, place in enumerate(boxes):
                worth = overlap(track.box, seen.boxes[place].astype(np.float64))
                worth *= float(seen.score[place]) if weighted else 1.0
                cost[i, j] = -worth if worth >= least else 0.0
        for i, j in zip(*linear_sum_assignment(cost), strict=True):
            if cost[i, j] < 0:
                track, place = tracks[i], boxes[j]
                track.correct(measured(seen, place), float(seen.score[place]))
                track.seen_us, track.sure, track.lost = time_us, True, False
                taken[place] = track.number


def measured(seen: Detections, place: int) -> Float64:
    left, top, right, bottom = seen.boxes[place].astype(np.float64)
    return np.array([(left + right) / 2, (top + bottom) / 2, right - left, bottom - top])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("people", [5, 25])
def test_the_same_matches_as_the_plain_algorithm(seed: int, people: int) -> None:
    tracker, reference = ByteTracker(), Reference()
    rng, time_us, compared = np.random.default_rng(seed), 0, 0
    for seen in crowd(seed, people):
        reference.update(seen, time_us)
        tracks = tracker.update(seen, time_us)
        plain = {it.number: it for it in reference.tracks if it.sure}
        assert tracks.id.tolist() == list(plain)
        for place, number in enumerate(tracks.id.tolist()):
            assert tracks.lost[place] == plain[number].lost
            assert tracks.boxes[place] == pytest.approx(plain[number].box, abs=0.01)
            compared += 1
        time_us += int(rng.choice([100_000, 200_000, 200_000, 200_000, 500_000]))
    assert compared > 100 * people


def test_follows_as_well_as_another_bytetrack() -> None:
    """How often two boxes of pictures that follow each other, told to be of one thing by one tracker, are so
    by the other: the filters differ, hence not always."""
    other = pytest.importorskip("trackers", reason="the package trackers is not installed")
    supervision = pytest.importorskip("supervision", reason="the package supervision is not installed")
    theirs = other.ByteTrackTracker(
        frame_rate=RATE_HZ,
        track_activation_threshold=LIMITS.start,
        high_conf_det_threshold=LIMITS.high,
        minimum_iou_threshold=LIMITS.near,
    )
    tracker, steps = ByteTracker(), []
    for number, seen in enumerate(crowd(4)):
        tracks = tracker.update(seen, round(number * MICROS / RATE_HZ))
        got = theirs.update(
            supervision.Detections(
                xyxy=seen.boxes, confidence=seen.score, class_id=seen.label.astype(np.int64)
            )
        )
        ours = {}
        for place, number_of in enumerate(tracks.id.tolist()):
            near = [overlap(tracks.boxes[place].astype(float), it.astype(float)) for it in seen.boxes]
            if not tracks.lost[place] and max(near) > 0.5:
                ours[int(np.argmax(near))] = number_of
        places = [int(np.abs(seen.boxes - it).sum(axis=1).argmin()) for it in got.xyxy]
        steps.append((ours, {p: int(i) for p, i in zip(places, got.tracker_id, strict=True) if i >= 0}))
    same = both = 0
    for (ours, their), (ours_next, their_next) in pairwise(steps):
        for before in ours.keys() & their.keys():
            for after in ours_next.keys() & their_next.keys():
                we, they = ours[before] == ours_next[after], their[before] == their_next[after]
                both += we or they
                same += we and they
    assert both > 1_000
    assert same / both > 0.95
