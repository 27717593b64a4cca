"""ByteTrack: things keep their number from picture to picture.

Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every Detection Box", ECCV 2022: boxes of a
high score are paired with all tracks, then those of a low score with the tracks that are left, since what is
half hidden has a low score, and what is nothing has no track. Different here: time is in seconds, not in
pictures, and the limits are for few pictures a second; a person is never paired with a vehicle; the detector
need not have looked everywhere; and what things look like, where that is told, forbids pairs that do not
look alike and finds again what went on elsewhere while it was hidden.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.vision.shapes import LABELS, VEHICLES, Detections, Float32, Region, Tracks
from luylau.vision.tracking import kalman
from luylau.vision.tracking.association import overlaps, pairs
from luylau.vision.tracking.looks import LENGTH

SORT: Final = np.array([VEHICLES[0] if it in VEHICLES else it for it in range(len(LABELS))], np.int8)
"""Labels that may be of one and the same thing have the same sort."""
REACH: Final = 0.5
REACH_S: Final = 1.0
"""Heights, and heights a second unseen, by which something found again may be off from where it is
thought."""
GROWN: Final = 1.5
"""By which its height may differ."""
KEPT: Final = 0.8
"""Share of what a track looked like before that is kept when it is seen anew."""

ROW: Final = np.dtype(
    [
        *kalman.FIELDS,
        ("id", np.int64),
        ("sort", np.int8),
        ("votes", np.float32, (len(LABELS),)),  # sum of the scores by label
        ("score", np.float32),
        ("look", np.float32, (LENGTH,)),  # zeros where nobody knows
        ("since_us", np.int64),
        ("seen_us", np.int64),
        ("sure", np.bool_),  # seen twice
        ("lost", np.bool_),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """``high``: score from which a box is paired with every track, ``low``: with the tracks of the picture
    before; below it is nothing. ``start``: score from which one begins a track. ``near``: overlap times
    score that a pair needs, ``near_low``: overlap for a low score. ``alike``: what a pair needs in likeness,
    ``found``: and to be found again out of place (products of two rows of ``appearance``). ``keep_s``: for
    how long a thing that is not seen is thought to be there."""

    high: float = 0.5
    low: float = 0.1
    start: float = 0.7
    near: float = 0.1
    near_low: float = 0.5
    alike: float = 0.7
    found: float = 0.9
    keep_s: float = 2.0


class ByteTracker:
    """Follows the things of one camera. For one thread."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self._settings = settings or TrackerSettings()
        self._rows = np.empty(0, ROW)
        self._time_us: int | None = None
        self._next = 1

    def update(
        self,
        seen: Detections,
        time_us: int,
        looked: tuple[Region, ...] = (),
        looks: Float32 | None = None,
    ) -> Tracks:
        """Take what was detected at ``time_us``; later each time.

        ``looked``: where the detector looked; everywhere if empty. What stands elsewhere is thought to stay
        as it is: nothing moves there, or somebody would have looked. ``looks``: what each box looks like, of
        ``appearance``.
        """
        rows, first = self._rows, self._time_us is None
        if looks is None:
            looks = np.zeros((len(seen), LENGTH), np.float32)
        before = rows["at"].copy()
        kalman.ahead(rows, self._passed_s(time_us))
        self._time_us = time_us
        found, free = self._matched(rows, seen, looks, time_us)
        aside = ~found & ~rows["lost"] & ~_within(before, looked)
        rows["at"][aside], rows["speed"][aside] = before[aside], 0.0
        gone = ~found & ~aside
        rows["lost"] |= gone
        rows["speed"][gone, 2:] = 0.0  # Of what is not seen nobody knows how it grows.
        kept = ~self._old(rows, time_us) & ~(gone & ~rows["sure"])
        if not kept.all():
            rows = rows[kept]
        begins = np.flatnonzero(free & (seen.score >= self._settings.start))
        if len(begins):
            rows = np.concatenate([rows, self._begun(seen, looks, begins, time_us, sure=first)])
        self._rows = rows
        return _tracks(rows, time_us)

    def predict(self, time_us: int) -> Tracks:
        """Return where the followed things are thought to be at ``time_us``, without a detection."""
        if not len(self._rows):
            return _tracks(self._rows, time_us)
        rows = self._rows[~self._old(self._rows, time_us)]
        rows["at"] += rows["speed"] * self._passed_s(time_us)
        return _tracks(rows, time_us)

    def hold(self, time_us: int) -> Tracks:
        """Take that nothing moved until ``time_us``, so that nobody looked: all stay where they were."""
        if not len(self._rows):
            self._time_us = time_us
            return _tracks(self._rows, time_us)
        rows = self._rows[~self._old(self._rows, time_us)]
        at = rows["at"].copy()
        kalman.ahead(rows, self._passed_s(time_us))
        rows["at"], rows["speed"] = at, 0.0
        self._rows, self._time_us = rows, time_us
        return _tracks(rows, time_us)

    def _passed_s(self, time_us: int) -> float:
        """Return the time since the last picture; 0 where a clock was set back, and no more than somebody is
        thought to go on unseen."""
        if self._time_us is None:
            return 0.0
        return min(max(time_us - self._time_us, 0) / MICROS, self._settings.keep_s)

    def _old(self, rows: np.ndarray, time_us: int) -> Bool:
        """Return which have been lost for too long."""
        return np.asarray(rows["lost"] & (rows["seen_us"] < time_us - self._settings.keep_s * MICROS))

    def _matched(self, rows: np.ndarray, seen: Detections, looks: Float32, time_us: int) -> tuple[Bool, Bool]:
        """Pair and correct the rows; return which rows were seen, and which boxes of a high score are
        nobody's."""
        limits = self._settings
        high, low = seen.score >= limits.high, seen.score >= limits.low
        found, free = np.zeros(len(rows), np.bool_), low.copy()
        sure = rows["sure"]
        same = rows["sort"][:, None] == SORT[seen.label]
        # What nobody knows is alike enough to stay, not to be found again.
        known: Bool = np.logical_and.outer(rows["look"].any(axis=1), looks.any(axis=1))
        alike = np.where(known, rows["look"] @ looks.T, limits.alike)
        overlap = overlaps(kalman.boxes(rows["at"]), seen.boxes) * same
        near = np.where(alike >= limits.alike, overlap * seen.score, 0.0)
        rounds = (
            (high, sure, lambda: near, limits.near),
            (low & ~high, sure & ~rows["lost"], lambda: overlap, limits.near_low),
            (high, ~sure, lambda: near, limits.near),
            (high, sure, lambda: alike * (same & _in_reach(rows, seen, time_us)), limits.found),
        )
        for boxes, who, gain, least in rounds:
            tracks, places = (who & ~found).nonzero()[0], (boxes & free).nonzero()[0]
            if not len(tracks) or not len(places):
                continue
            one, other = pairs(gain()[tracks[:, None], places], least)
            if not len(one):
                continue
            tracks, places = tracks[one], places[other]
            found[tracks], free[places] = True, False
            _take(rows, tracks, seen, looks, places, time_us)
        return found, free & high

    def _begun(
        self, seen: Detections, looks: Float32, places: Int64, time_us: int, *, sure: bool
    ) -> np.ndarray:
        """Return the rows of new tracks."""
        fresh = np.zeros(len(places), ROW)
        kalman.begin(fresh, kalman.measured(seen.boxes[places]))
        fresh["id"] = np.arange(self._next, self._next + len(places))
        self._next += len(places)
        fresh["sort"] = SORT[seen.label[places]]
        fresh["votes"][np.arange(len(places)), seen.label[places]] = seen.score[places]
        fresh["score"], fresh["look"] = seen.score[places], looks[places]
        fresh["since_us"] = fresh["seen_us"] = time_us
        fresh["sure"] = sure
        return fresh


def _take(
    rows: np.ndarray, tracks: Int64, seen: Detections, looks: Float32, places: Int64, time_us: int
) -> None:
    """Let these rows have been seen as these boxes."""
    score = seen.score[places]
    mine = kalman.correct(rows[tracks], kalman.measured(seen.boxes[places]), score)
    mine["votes"][np.arange(len(tracks)), seen.label[places]] += score
    look = KEPT * mine["look"] + (1 - KEPT) * looks[places]
    mine["look"] = look / np.maximum(np.linalg.norm(look, axis=1, keepdims=True), 1e-9)
    mine["score"], mine["seen_us"], mine["sure"], mine["lost"] = score, time_us, True, False
    rows[tracks] = mine


def _in_reach(rows: np.ndarray, seen: Detections, time_us: int) -> Bool:
    """Return which boxes each thing may be at, having gone on unseen; shape (tracks, boxes)."""
    there, at = kalman.measured(seen.boxes), rows["at"]
    off = np.hypot(at[:, None, 0] - there[:, 0], at[:, None, 1] - there[:, 1])
    far = at[:, 3] * (REACH + REACH_S * (time_us - rows["seen_us"]) / MICROS)
    grown = there[:, 3] / np.maximum(at[:, None, 3], 1.0)
    return np.asarray((off <= far[:, None]) & (grown <= GROWN) & (grown >= 1 / GROWN))


def _within(at: Float64, looked: tuple[Region, ...]) -> Bool:
    """Return which centres lie in one of the regions; all, if there are none."""
    inside = np.full(len(at), not looked)
    x, y = at[:, 0], at[:, 1]
    for one in looked:
        inside |= (x >= one.left) & (x < one.right) & (y >= one.top) & (y < one.bottom)
    return inside


def _tracks(rows: np.ndarray, time_us: int) -> Tracks:
    """Return what is sure as columns."""
    if not len(rows):
        # Most pictures show nobody.
        return Tracks(
            time_us=time_us,
            id=np.empty(0, np.int64),
            boxes=np.empty((0, 4), np.float32),
            score=np.empty(0, np.float32),
            label=np.empty(0, np.int8),
            since_us=np.empty(0, np.int64),
            lost=np.empty(0, np.bool_),
        )
    sure = rows["sure"]
    return Tracks(
        time_us=time_us,
        id=rows["id"][sure],
        boxes=kalman.boxes(rows["at"][sure]),
        score=rows["score"][sure],
        label=rows["votes"][sure].argmax(axis=1).astype(np.int8),
        since_us=rows["since_us"][sure],
        lost=rows["lost"][sure],
    )
