"""Tracks drawn on paper: who is where at which second."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

import numpy as np

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame
from luylau.vision.plan import CameraPlan, Scene
from luylau.vision.scenes import SceneChange, SceneWatch
from luylau.vision.shapes import LABELS, Label, Tracks

WIDTH, HEIGHT = 640, 360
START_US = 1_780_000_000 * MICROS
"""A Thursday, 20:26:40 UTC."""
SQUARE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))

Path = Callable[[float], tuple[float, float] | None]
"""Where a foot is at a time in s, in shares of the picture; None where it is not seen."""


@dataclass(frozen=True, kw_only=True)
class Walker:
    """Somebody or something with a path; ``size``: its box in pixels."""

    path: Path
    track: int = 1
    label: Label = "person"
    score: float = 0.8
    size: tuple[float, float] = (30.0, 60.0)


def at(x: float, y: float) -> Path:
    """Return the path of one who stands."""
    return lambda _: (x, y)


def between(start_s: float, end_s: float, path: Path) -> Path:
    """Return a path that is seen from ``start_s`` to before ``end_s`` only."""
    return lambda t: path(t) if start_s <= t < end_s else None


def legs(*stops: tuple[float, float, float]) -> Path:
    """Return the path through (time, x, y), in a straight line between; not seen before and after."""
    times, xs, ys = zip(*stops, strict=True)

    def path(t: float) -> tuple[float, float] | None:
        if not times[0] <= t <= times[-1]:
            return None
        return float(np.interp(t, times, xs)), float(np.interp(t, times, ys))

    return path


def tracks_at(walkers: Iterable[Walker], t: float, time_us: int) -> Tracks:
    """Return the tracks at a second ``t`` of the drawing."""
    rows = [(one, foot) for one in walkers if (foot := one.path(t)) is not None]
    boxes = [
        (
            x * WIDTH - one.size[0] / 2, y * HEIGHT - one.size[1],
            x * WIDTH + one.size[0] / 2, y * HEIGHT,
        )
        for one, (x, y) in rows
    ]  # fmt: skip
    count = len(rows)
    return Tracks(
        time_us=time_us,
        id=np.array([one.track for one, _ in rows], np.int64),
        boxes=np.array(boxes, np.float32).reshape(count, 4),
        score=np.array([one.score for one, _ in rows], np.float32),
        label=np.array([LABELS.index(one.label) for one, _ in rows], np.int8),
        since_us=np.full(count, time_us, np.int64),
        lost=np.zeros(count, np.bool_),
    )


def watch_of(*scenes: Scene) -> SceneWatch:
    """Return a watch over scenes of one camera."""
    return SceneWatch(CameraPlan(camera="cam-1", main="usb:0", scenes=scenes), UTC)


def play(
    watch: SceneWatch,
    walkers: Sequence[Walker],
    seconds: float,
    *,
    start_s: float = 0.0,
    step_s: float = 0.2,
    picture: Callable[[float], Frame] | None = None,
) -> list[SceneChange]:
    """Hand the drawing to a watch, five times a second; return what it said."""
    said: list[SceneChange] = []
    for number in range(round(start_s / step_s), round(seconds / step_s)):
        t = number * step_s
        time_us = START_US + round(t * MICROS)
        frame = None if picture is None else picture(t)
        said += watch.update(tracks_at(walkers, t, time_us), (WIDTH, HEIGHT), time_us, frame)
    return said


def whats(changes: Iterable[SceneChange]) -> list[str]:
    """Return what was said, without the news in between."""
    return [change.what for change in changes if change.what != "refreshed"]


def second(time_us: int) -> float:
    """Return a time as a second of the drawing."""
    return (time_us - START_US) / MICROS
