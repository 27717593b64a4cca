"""Object left: something new lies in a polygon where nothing that is followed stands.

Two backgrounds are kept of the polygon's brightness, in coarse cells: a fast one that follows within seconds
and a slow one that follows within minutes and not at all where the two differ. What was put down and left is
where the fast one has come to rest on something else than the slow one (Porikli, Ivanov and Haga 2008). Cells
under a followed thing stand still in both.

It sees brightness alone: a bag of the colour of the ground is missed, and a person who sits still and is not
detected is taken for an object. What was taken away is told from what was left by whether the picture has
more contours there now than before.

Over a restart no background is kept, for it is a picture, and no outline of what lies there: only the box
around each thing that has been found, how much of it the thing fills, and its age. The ground under it is
then thought to be as it is around the box, until what is seen there changes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np
from scipy import ndimage

from luylau.kernel.arrays import Bool
from luylau.kernel.clock import MICROS
from luylau.vision.plan import Scene
from luylau.vision.scenes.cells import Cells
from luylau.vision.scenes.changes import Box, Sight, seconds, sight_of
from luylau.vision.scenes.view import View, around
from luylau.vision.shapes import Float32

PERIOD_S: Final = 0.5
LEARN_S: Final = 10.0
"""A cell belongs to the background once it was seen uncovered and at rest for so long."""
ABSORB_S: Final = 3_600.0
"""What lies for so long has become a part of the place."""
_MOST_CELLS: Final = 96
_FAST_S: Final = 2.0
_SLOW_S: Final = 300.0
_LEAST_LEVELS: Final = 10.0
_NOISES: Final = 5.0
_NOISE_S: Final = 60.0
_AROUND: Final = 0.15
_MOST_SHARE: Final = 0.4
"""A larger part of the polygon that differs is another light or another view, and no object."""
_LEAST_CELLS: Final = 4
_GAIN: Final = (0.5, 2.0)
_STILL_SHARE: Final = 0.5
"""A thing that lay there before a restart does still if so much of it is other than what is around it."""


@dataclass(slots=True, kw_only=True)
class _Ground:
    """What is known of each cell; arrays of shape (rows, columns). ``slow``, ``fast``: brightness; ``noise``:
    how much it trembles; ``known_s``: seen uncovered and at rest for so long, at most ``LEARN_S``; ``new_s``:
    for how long it has been other than the background, and at rest. ``thought``: where the background is only
    thought to be so, since a restart; ``then``: how bright it was there when it was taken up."""

    slow: Float32
    fast: Float32
    noise: Float32
    known_s: Float32
    new_s: Float32
    thought: Bool
    then: Float32
    still: list[tuple[Bool, int]] = field(default_factory=list)
    """What lies there since before a restart: the cells of its box, and how many of them stood out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lain:
    """What had lain somewhere before a restart: the first and the last row and column of its box in cells,
    the last not in it, which ``share`` of it the thing filled, and for how long it had lain there."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    share: float
    lain_s: float

    def within(self, shape: tuple[int, ...]) -> Bool:
        """Return which cells the box has; ``shape``: rows and columns of all."""
        found = np.zeros(shape, np.bool_)
        found[slice(*self.rows), slice(*self.columns)] = True
        return found


class ObjectLeft:
    """Watches for things left behind. It looks at the picture itself twice a second at most."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._cells: Cells | None = None
        self._ground: _Ground | None = None
        self._time_us: int | None = None
        self._sight: Sight | None = None
        self._gain = 1.0
        self._lain: list[_Lain] | None = None
        """What had lain there before a restart, without what was not covered since."""
        self._before: Sight | None = None
        """What was seen before a restart, as long as some of it is covered."""

    def look(self, view: View) -> Sight | None:
        """Return what lies there, once it has for the dwell time."""
        frame = view.frame
        if frame is None:
            return self._sight
        cells = self._cells
        if cells is None or (cells.height, cells.width) != frame.y.shape:
            # Another size is another stream, and often another crop.
            cells = self._cells = Cells.over(self._scene.points, (frame.height, frame.width), _MOST_CELLS)
            self._ground = None
            self._sight = self._lain = self._before = None
        if cells.inside.size == 0:
            return None
        passed_s = PERIOD_S if self._time_us is None else seconds(self._time_us, view.time_us)
        if 0 <= passed_s < PERIOD_S:
            return self._sight
        # After a gap nobody knows how long what is seen now has been there.
        passed_s = min(max(passed_s, 0.0), 4 * PERIOD_S)
        self._time_us = view.time_us
        now = cells.mean(frame.y)
        covered = cells.under([thing.box for thing in view.things], _AROUND)
        if self._ground is None or self._ground.slow.shape != now.shape:
            self._ground = _unknown(now)
        if self._lain is not None:
            self._lain = _take_up(self._ground, self._lain, now, covered)
            if not self._lain:
                self._lain = self._before = None
        self._learn(self._ground, cells, now, covered, passed_s)
        self._sight = self._objects(self._ground, cells, view.time_us) or self._before
        return self._sight

    def forget(self) -> None:
        """Begin anew; the background stays."""
        self._sight = self._lain = self._before = None
        if self._ground is not None:
            self._ground.new_s[:] = 0

    def state(self) -> dict[str, Any]:
        """Return where things lie that have been found, as plain data; nothing of how it looks there."""
        if self._ground is None or self._cells is None:
            return {}
        lain = list(self._lain or ())
        for part in _parts(self._cells.inside & (self._ground.new_s > 0)):
            lain_s = float(np.median(self._ground.new_s[part]))
            if lain_s >= self._scene.dwell_s:
                lain.append(_lain(part, lain_s))
        return {
            "size": [self._cells.height, self._cells.width],
            "lain": [asdict(one) for one in lain],
            "sight": None if self._sight is None else asdict(self._sight),
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        if state:
            height, width = state["size"]
            cells = Cells.over(self._scene.points, (height, width), _MOST_CELLS)
            self._lain = [
                _Lain(
                    rows=(int(one["rows"][0]), int(one["rows"][1])),
                    columns=(int(one["columns"][0]), int(one["columns"][1])),
                    share=float(one["share"]),
                    lain_s=float(one["lain_s"]),
                )
                for one in state["lain"]
            ]
            self._cells = cells
            self._sight = self._before = None if state["sight"] is None else sight_of(state["sight"])

    def _learn(self, ground: _Ground, cells: Cells, now: Float32, covered: Bool, passed_s: float) -> None:
        error = np.abs(now - ground.fast)
        limit = np.maximum(_LEAST_LEVELS, _NOISES * ground.noise)
        open_ = ~covered
        rest = open_ & (error <= limit)
        ground.noise[rest] += min(1.0, passed_s / _NOISE_S) * (error[rest] - ground.noise[rest])
        ground.fast[open_] += min(1.0, passed_s / _FAST_S) * (now[open_] - ground.fast[open_])
        known = ground.known_s >= LEARN_S
        self._gain = _gain(ground, known & open_ & cells.inside & ~ground.thought, self._gain)
        changed = ground.thought & rest & (np.abs(ground.fast - self._gain * ground.then) > limit)
        ground.known_s[changed] = ground.new_s[changed] = 0
        ground.thought &= ~changed
        known &= ~changed
        differs = np.abs(ground.fast - self._gain * ground.slow) > limit
        # Until it is known, the background is what the cell shows at rest.
        fresh = rest & ~known
        ground.slow[fresh] = ground.fast[fresh]
        ground.known_s[rest] = np.minimum(ground.known_s[rest] + passed_s, LEARN_S)
        ground.known_s[open_ & ~rest & ~known] = 0
        # In the light in which the rest was learned, so that what lies there is measured by the same.
        same = rest & known & ~differs
        ground.slow[same] += min(1.0, passed_s / _SLOW_S) * (now[same] / self._gain - ground.slow[same])
        ground.new_s[rest & known & differs] += passed_s
        ground.new_s[open_ & ~(differs & known)] = 0
        old = ground.new_s > max(ABSORB_S, 10 * self._scene.dwell_s)
        if (differs & known & cells.inside).sum() > _MOST_SHARE * cells.inside.sum():
            # All of it is learned anew, for parts of it have not come to rest yet.
            ground.known_s[:] = 0
            old[:] = True
        ground.slow[old] = ground.fast[old] / self._gain
        ground.new_s[old] = 0
        ground.thought &= (ground.new_s > 0) & (ground.known_s >= LEARN_S)
        for box, stood_out in list(ground.still):
            if ground.thought[box].sum() < _STILL_SHARE * stood_out:
                # It was taken: what else stands out in its box is the ground's own.
                ground.known_s[box] = ground.new_s[box] = 0
                ground.thought[box] = False
        ground.still = [(box, count) for box, count in ground.still if ground.thought[box].any()]

    def _objects(self, ground: _Ground, cells: Cells, time_us: int) -> Sight | None:
        boxes: list[Box] = []
        contrasts: list[float] = []
        age_s = 0.0
        for part in _parts(cells.inside & (ground.new_s > 0)):
            # Its edges come and go with the noise; most of it has to have lain there.
            lain_s = float(np.median(ground.new_s[part]))
            if lain_s < self._scene.dwell_s or not _has_come(ground, part):
                # What does not stand out was taken while nobody watched: its ground is learned.
                ground.known_s[part & ground.thought] = 0
                continue
            ((rows, columns),) = ndimage.find_objects(part.astype(np.int8))
            boxes.append(cells.box(rows, columns))
            change = np.abs(ground.fast - self._gain * ground.slow)[part]
            limit = np.maximum(_LEAST_LEVELS, _NOISES * ground.noise)[part]
            contrasts.append(float(change.mean() / (change.mean() + limit.mean())))
            age_s = max(age_s, lain_s)
        if not boxes:
            return None
        return Sight(
            since_us=time_us - int(age_s * MICROS),
            # A change just over the limit convinces by half.
            confidence=max(contrasts),
            value=age_s,
            threshold=self._scene.dwell_s,
            unit="s",
            key="vision-scene-object-left",
            fields={"scene": self._scene.name, "count": len(boxes), "seconds": int(age_s)},
            count=len(boxes),
            box=around(boxes),
        )


def _unknown(now: Float32) -> _Ground:
    return _Ground(
        slow=now.copy(), fast=now.copy(), noise=np.full_like(now, 2.0), known_s=np.zeros_like(now),
        new_s=np.zeros_like(now), thought=np.zeros(now.shape, np.bool_), then=now.copy(),
    )  # fmt: skip


def _parts(found: Bool) -> list[Bool]:
    """Return the cells of each thing that is large enough to be one."""
    regions, count = ndimage.label(found, structure=np.ones((3, 3), np.int8))
    parts = (regions == number for number in range(1, count + 1))
    return [part for part in parts if part.sum() >= _LEAST_CELLS]


def _lain(part: Bool, lain_s: float) -> _Lain:
    ((rows, columns),) = ndimage.find_objects(part.astype(np.int8))
    return _Lain(
        rows=(rows.start, rows.stop),
        columns=(columns.start, columns.stop),
        share=float(part[rows, columns].mean()),
        lain_s=lain_s,
    )


def _take_up(ground: _Ground, lain: list[_Lain], now: Float32, covered: Bool) -> list[_Lain]:
    """Let things that lay there before a restart lie there still, those that are not covered now, with what
    is around them; return the others."""
    boxes = [one.within(now.shape) for one in lain]
    waiting = []
    for one, box in zip(lain, boxes, strict=True):
        around_it = ndimage.binary_dilation(box, iterations=2) & ~np.any(boxes, axis=0)
        if (covered & (box | around_it)).any():
            waiting.append(one)
            continue
        thought = float(now[around_it].mean()) if around_it.any() else 0.0
        part = box & (np.abs(now - thought) > _LEAST_LEVELS)
        # Where hardly anything stands out it was taken meanwhile.
        if part.sum() >= _STILL_SHARE * one.share * box.sum():
            ground.still.append((box, int(part.sum())))
            ground.fast[part] = ground.then[part] = now[part]
            ground.slow[part] = thought
            ground.known_s[part], ground.new_s[part] = LEARN_S, one.lain_s
            ground.thought[part] = True
    return waiting


def _gain(ground: _Ground, known: Bool, before: float) -> float:
    """Return by how much the light has changed since the slow background was learned: the median ratio."""
    bright = known & (ground.slow > 16)
    if not bright.any():
        return before
    return float(np.clip(np.median(ground.fast[bright] / ground.slow[bright]), *_GAIN))


def _has_come(ground: _Ground, region: Bool) -> bool:
    """Say whether something was put there rather than taken away: its contour stands out now more than in the
    background."""
    outside = ndimage.binary_dilation(region) & ~region
    rim = region & ndimage.binary_dilation(~region)
    if not outside.any():
        return True

    def stands_out(picture: Float32) -> float:
        return abs(float(picture[rim].mean()) - float(picture[outside].mean()))

    return stands_out(ground.fast) >= stands_out(ground.slow)
