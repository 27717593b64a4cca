"""Water over a marked line: what is painted below the line can no longer be seen.

The line is drawn where the water must not come: across a gauge board, a wall, the foot of a pier. What is
seen in a strip just below it is learned while it is dry: its pattern if it has one, else how bright it is
beside the whole picture. Water has reached the line when the strip below is no longer what it was while the
strip above still is: it rises, and does not fall from above. A hand, a camera that moved or a change of light
alter both at once.

It measures nothing and recognises no water: mud, snow, a sheet of paper over the strip look the same. It
needs a line that is dry while it learns, light, and a pattern or a contrast. Water that passed both strips
while nobody watched is not told from a camera that was turned: nothing is said of it until the upper strip is
as it was, and nothing is learned.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from luylau.vision.frames import UInt8
from luylau.vision.plan import Point, Scene
from luylau.vision.scenes.cells import from_text, thinned, to_text
from luylau.vision.scenes.changes import Box, Sight, seconds
from luylau.vision.scenes.view import View
from luylau.vision.shapes import Float32

PERIOD_S: Final = 1.0
LEARN_S: Final = 60.0
LEAST_DWELL_S: Final = 10.0
"""Whatever the scene says: waves and people pass."""
RISES_S: Final = 3.0
"""For so long at least the strip above has to be as it was after the one below no longer is."""
CHANGED: Final = 0.5
"""From this change on, 0 to 1, a strip is no longer what it was; below half of it, it is again."""
_STRIP_HEIGHT: Final = 0.04
"""Height of a strip in heights of the picture."""
_SAMPLES: Final = (12, 96)
"""Rows and columns that a strip is sampled at."""
_KEPT: Final = (3, 12)
"""Rows and columns that are kept of a strip over a restart: too few to show anybody."""
_LEAST_PATTERN: Final = 0.04
"""Standard deviation, as a share of the picture's brightness, from which a strip has a pattern."""
_DARK: Final = 24.0
_CONTRAST: Final = 0.5
"""Change of a strip's brightness against the picture's, as a logarithm, that counts as a whole one."""
_MEMORY_S: Final = 1_800.0
_PICTURE_S: Final = 3.0
"""Strips are averaged over so long, against waves and rain."""


class Water:
    """Watches one line; it looks at the picture itself once a second at most."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._dwell_s = max(LEAST_DWELL_S, scene.dwell_s)
        self._time_us: int | None = None
        self._dry: Float32 | None = None
        """Both strips while dry: above, below; shape (2, rows, columns), or (2, *_KEPT) after a restart. Each
        is divided by the brightness of the whole picture."""
        self._strength: list[float] = []
        """Standard deviation of each strip while dry, before it was thinned out."""
        self._now: Float32 | None = None
        self._learned_s = 0.0
        self._since_us: int | None = None
        self._sight: Sight | None = None

    def look(self, view: View) -> Sight | None:
        """Return that the line is under water, once it has been for the dwell time."""
        if view.frame is None:
            return self._sight
        passed_s = PERIOD_S if self._time_us is None else seconds(self._time_us, view.time_us)
        if 0 <= passed_s < PERIOD_S or self._is_hidden(view):
            return self._sight
        passed_s = min(max(passed_s, 0.0), 2 * PERIOD_S)
        self._time_us = view.time_us
        light = float(np.median(view.frame.y[::16, ::16]))
        seen = _strips(view.frame.y, self._scene.points) / max(light, 1.0)
        if self._now is None:
            self._now = seen.copy()
        self._now += min(1.0, passed_s / _PICTURE_S) * (seen - self._now)
        if light < _DARK:
            # By night without a lamp nothing can be said: it stays as it was.
            return self._sight
        if self._dry is None or self._learned_s < LEARN_S:
            self._learn(self._now, passed_s)
            return None
        kept = self._dry.shape != self._now.shape
        above, below = self._changes(self._dry, self._now) if kept else map(_change, self._dry, self._now)
        self._judge(above, below, view.time_us)
        if self._since_us is None and max(above, below) < CHANGED / 2:
            if kept:
                # As dry as before the restart: how it looks then is seen now.
                self._dry = self._now.copy()
            self._dry += min(1.0, passed_s / _MEMORY_S) * (self._now - self._dry)
        self._sight = self._as_sight(below, view.time_us)
        return self._sight

    def forget(self) -> None:
        """Begin anew; what is dry stays known."""
        self._since_us = None
        self._sight = None

    def state(self) -> dict[str, Any]:
        """Return how the strips look while dry, too coarse for a picture, as plain data."""
        if self._dry is None or self._learned_s < LEARN_S:
            return {}
        dry, strength = self._dry, self._strength
        if dry.shape[1:] != _KEPT:
            dry, strength = thinned(dry, _KEPT), [float(strip.std()) for strip in dry]
        return {"dry": to_text(dry), "strength": strength, "since_us": self._since_us}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        if state:
            self._dry, self._learned_s = from_text(state["dry"]), LEARN_S
            above, below = state["strength"]
            self._strength = [float(above), float(below)]
            self._since_us = state["since_us"]

    def _changes(self, dry: Float32, now: Float32) -> Iterator[float]:
        """Return how much each strip, above and below, has changed against what is kept of it.

        A pattern too fine for that is known by its strength alone; that of water is hardly any.
        """
        for kept, strength, strip in zip(dry, self._strength, now, strict=True):
            if strength >= _LEAST_PATTERN > float(kept.std()):
                yield 1.0 - min(1.0, float(strip.std()) / strength)
            else:
                yield _change(kept, thinned(strip, _KEPT))

    def _is_hidden(self, view: View) -> bool:
        """Say whether somebody stands before the line."""
        left, top, right, bottom = _box(self._scene.points)
        return any(
            thing.box[0] < right and thing.box[2] > left and thing.box[1] < bottom and thing.box[3] > top
            for thing in view.things
        )

    def _learn(self, now: Float32, passed_s: float) -> None:
        self._learned_s += passed_s
        if self._dry is None:
            self._dry = now.copy()
        self._dry += min(1.0, passed_s / self._learned_s) * (now - self._dry)

    def _judge(self, above: float, below: float, time_us: int) -> None:
        if self._since_us is None:
            if below >= CHANGED > above:
                self._since_us = time_us
        elif below < CHANGED / 2 or (above >= CHANGED and seconds(self._since_us, time_us) < RISES_S):
            self._since_us = None

    def _as_sight(self, below: float, time_us: int) -> Sight | None:
        if self._since_us is None or seconds(self._since_us, time_us) < self._dwell_s:
            return None
        lasted_s = seconds(self._since_us, time_us)
        return Sight(
            since_us=self._since_us,
            # The change; by half until it has lasted for twice as long as it has to.
            confidence=min(1.0, below) * min(1.0, lasted_s / (2 * self._dwell_s)),
            value=below,
            threshold=CHANGED,
            unit="",
            key="vision-scene-water",
            fields={"scene": self._scene.name, "change": round(100 * below), "seconds": int(lasted_s)},
            box=_box(self._scene.points),
        )


def _box(line: tuple[Point, ...]) -> Box:
    """Return the box around both strips of a line."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return (
        min(xs), max(0.0, min(ys) - _STRIP_HEIGHT), max(xs), min(1.0, max(ys) + _STRIP_HEIGHT)
    )  # fmt: skip


def _strips(luma: UInt8, line: tuple[Point, ...]) -> Float32:
    """Return the brightness of the strips above and below a line; shape (2, rows, columns).

    "Below" is down in the picture, whichever way the line was drawn. What lies outside of the picture repeats
    its edge.
    """
    rows, columns = _SAMPLES
    height, width = luma.shape
    xs = np.array([x for x, _ in line])
    ys = np.array([y for _, y in line])
    # Along the line by the way gone, so that a line that bends or stands upright is sampled evenly.
    gone = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))))
    along = np.linspace(0, gone[-1], columns)
    x = np.interp(along, gone, xs) * width
    y = np.interp(along, gone, ys) * height
    away = (np.arange(rows) + 0.5) / rows * _STRIP_HEIGHT * height
    column = np.clip(x.astype(np.int64), 0, width - 1)
    strips = np.empty((2, rows, columns), np.float32)
    for place, side in enumerate((-1, 1)):
        row = np.clip((y[None, :] + side * away[:, None]).astype(np.int64), 0, height - 1)
        strips[place] = luma[row, column[None, :]]
    return strips


def _change(dry: Float32, now: Float32) -> float:
    """Return how much a strip has changed, 0 to 1.

    Where it had a pattern, by which share that has faded: one less the slope of the regression of what is
    seen on it; else by how much its brightness has changed.
    """
    if float(dry.std()) < _LEAST_PATTERN:
        return min(1.0, abs(float(np.log((now.mean() + 0.01) / (dry.mean() + 0.01)))) / _CONTRAST)
    pattern = dry - dry.mean()
    slope = float((pattern * (now - now.mean())).sum() / (pattern * pattern).sum())
    return 1.0 - min(1.0, max(0.0, slope))
