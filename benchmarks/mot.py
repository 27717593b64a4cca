"""Scores of detection and of tracking, from boxes in the columns of the MOTChallenge's files.

A box counts as found if it and a true one overlap by half of their union (IoU >= 0.5), in all scores.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from luylau.kernel.arrays import Bool, Float64, Int64

OVERLAP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Boxes of a clip: ``frame`` counts from 1; ``id``: whose box it is; ``boxes``: left, top, right, bottom
    in pixels, shape (n, 4); ``score``: how sure, any scale."""

    frame: Int64
    id: Int64
    boxes: Float64
    score: Float64

    def __len__(self) -> int:
        return len(self.frame)

    def where(self, kept: Bool) -> "Boxes":
        """Return those of ``kept``."""
        return Boxes(frame=self.frame[kept], id=self.id[kept], boxes=self.boxes[kept], score=self.score[kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """The CLEAR MOT counts. ``mota``: 1 - (missed + false + switched) / true boxes."""

    truths: int
    missed: int
    false: int
    switched: int

    @property
    def mota(self) -> float:
        """Tracking accuracy; below 0 where more is wrong than there is."""
        return 1 - (self.missed + self.false + self.switched) / max(self.truths, 1)


def read(path: Path) -> Boxes:
    """Return the boxes of a MOTChallenge file: frame, id, left, top, width, height, score, ...

    Rows whose seventh column is 0 are marked there as not to be counted, and are left out.

    Raises:
        ValueError: the file is none of that kind; the message names it.
        OSError: it cannot be read.
    """
    try:
        rows = np.loadtxt(path, delimiter=",", ndmin=2, usecols=range(7))
    except ValueError as error:
        raise ValueError(f"{path} has no rows of frame,id,left,top,width,height,score: {error}") from error
    if not len(rows) or not np.isfinite(rows).all() or (rows[:, 4:6] <= 0).any() or rows[:, 0].min() < 1:
        raise ValueError(f"{path} has rows that make no sense, or none")
    rows = rows[rows[:, 6] != 0]
    return Boxes(
        frame=rows[:, 0].astype(np.int64),
        id=rows[:, 1].astype(np.int64),
        boxes=np.column_stack([rows[:, 2:4], rows[:, 2:4] + rows[:, 4:6]]),
        score=rows[:, 6],
    )


def overlaps(one: Float64, other: Float64) -> Float64:
    """Return the intersection over union of each box of ``one`` with each of ``other``, shape (n, m)."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    shared = np.prod(np.maximum(high - low, 0.0), axis=2)
    areas = np.prod(one[:, 2:] - one[:, :2], axis=1)[:, None] + np.prod(other[:, 2:] - other[:, :2], axis=1)
    return np.asarray(shared / np.maximum(areas - shared, 1e-9))


def average_precision(truth: Boxes, found: Boxes) -> float:
    """Return the area under precision over recall, precision made falling (PASCAL VOC since 2010).

    Everingham et al., "The PASCAL Visual Object Classes Challenge: A Retrospective", IJCV 111 (2015): boxes
    in the order of their score, each takes the true box of its picture that it overlaps most, if that is
    free.
    """
    right = np.zeros(len(found), np.bool_)
    for rows, columns in _pictures(truth, found):
        overlap = overlaps(truth.boxes[rows], found.boxes[columns])
        free = np.ones(len(rows), np.bool_)
        if not len(rows):
            continue
        for place in np.argsort(-found.score[columns], kind="stable").tolist():
            best = int(overlap[:, place].argmax())
            if overlap[best, place] >= OVERLAP and free[best]:
                free[best] = False
                right[columns[place]] = True
    hits = right[np.argsort(-found.score, kind="stable")]
    recall = np.cumsum(hits) / max(len(truth), 1)
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * falling))


def clear_mot(truth: Boxes, found: Boxes) -> Clear:
    """Return the counts of K. Bernardin, R. Stiefelhagen, "Evaluating Multiple Object Tracking Performance:
    The CLEAR MOT Metrics", EURASIP Journal on Image and Video Processing 2008.

    A pair of the picture before that still overlaps stays; the rest is paired for the largest overlap in all.
    A true thing whose box is of another track than the last time that it was found is a switch.
    """
    missed = false = switched = 0
    last: dict[int, int] = {}
    for rows, columns in _pictures(truth, found):
        overlap = overlaps(truth.boxes[rows], found.boxes[columns])
        names, tracks = truth.id[rows].tolist(), found.id[columns].tolist()
        pairs: dict[int, int] = {}
        for place, name in enumerate(names):
            if name in last and last[name] in tracks:
                track = tracks.index(last[name])
                if overlap[place, track] >= OVERLAP and track not in pairs.values():
                    pairs[place] = track
        open_rows = [place for place in range(len(names)) if place not in pairs]
        open_columns = [place for place in range(len(tracks)) if place not in pairs.values()]
        rest = overlap[np.ix_(open_rows, open_columns)]
        # Pairs first, then overlap: no pair is given up for a larger sum.
        gain = np.where(rest >= OVERLAP, len(rest) + rest, 0.0)
        for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if rest[i, j] >= OVERLAP:
                pairs[open_rows[i]] = open_columns[j]
        for place, track in pairs.items():
            switched += last.get(names[place], tracks[track]) != tracks[track]
            last[names[place]] = tracks[track]
        missed += len(names) - len(pairs)
        false += len(tracks) - len(pairs)
    return Clear(truths=len(truth), missed=missed, false=false, switched=switched)


def idf1(truth: Boxes, found: Boxes) -> float:
    """Return 2 IDTP / (true boxes + found boxes) of E. Ristani et al., "Performance Measures and a Data Set
    for Multi-Target, Multi-Camera Tracking", ECCV 2016 workshops.

    Each true thing is paired with one track at most for the whole clip; IDTP is the largest number of boxes
    that can be right so.
    """
    names, name_of = np.unique(truth.id, return_inverse=True)
    tracks, track_of = np.unique(found.id, return_inverse=True)
    together = np.zeros((len(names), len(tracks)))
    for rows, columns in _pictures(truth, found):
        i, j = np.nonzero(overlaps(truth.boxes[rows], found.boxes[columns]) >= OVERLAP)
        np.add.at(together, (name_of[rows[i]], track_of[columns[j]]), 1)
    chosen = linear_sum_assignment(together, maximize=True)
    return float(2 * together[chosen].sum() / max(len(truth) + len(found), 1))


def _pictures(truth: Boxes, found: Boxes) -> Iterator[tuple[Int64, Int64]]:
    """Yield the rows of each picture that has any, in order of time."""
    for frame in np.union1d(truth.frame, found.frame):
        yield np.flatnonzero(truth.frame == frame), np.flatnonzero(found.frame == frame)
