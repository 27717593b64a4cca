"""Crowd: at least so many people within a polygon, and how much of it they cover."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from luylau.kernel.arrays import Bool
from luylau.vision.plan import Scene
from luylau.vision.scenes.changes import Box, Sight, seconds
from luylau.vision.scenes.geometry import is_inside
from luylau.vision.scenes.stays import Stays
from luylau.vision.scenes.view import View, around, most, told

_LEAVE_S: Final = 1.0
_DIP_S: Final = 1.0
"""For how long there may be too few without the time counting anew."""
STAY_SHARE: Final = 0.9
"""A crowd that is found lasts while there are at least this share of the limit."""
_CELLS: Final = 64


class Crowd:
    """Many people at one place.

    ``density`` is the share of the polygon that their boxes cover: how full it looks, whatever the height of
    the camera. Without measures of the place, people per square metre cannot be told.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._stays = Stays(scene, _LEAVE_S)
        self._since_us: int | None = None
        self._full_us = 0
        self._cells = _inside_cells(scene)
        self.density = 0.0

    def look(self, view: View) -> Sight | None:
        """Return the crowd, once it has lasted for the dwell time."""
        things = [thing for thing, _ in self._stays.update(view)]
        count, time_us = len(things), view.time_us
        lasts = self._since_us is not None and self._lasted_s() >= self._scene.dwell_s
        self.density = self._covered([thing.box for thing in things])
        if count >= self._scene.limit or (lasts and count >= STAY_SHARE * self._scene.limit):
            if self._since_us is None:
                self._since_us = time_us
            self._full_us = time_us
        elif self._since_us is not None and seconds(self._full_us, time_us) > _DIP_S:
            self._since_us = None
        if not things or self._since_us is None or self._lasted_s() < self._scene.dwell_s:
            return None
        label = most(things)
        return Sight(
            since_us=self._since_us,
            confidence=sum(thing.confidence for thing in things) / count,
            value=float(count),
            threshold=float(self._scene.limit),
            unit="count",
            key="vision-scene-crowd",
            fields={
                "scene": self._scene.name, "label": told(things), "count": count, "limit": self._scene.limit,
                "density": round(100 * self.density), "seconds": int(self._lasted_s()),
            },
            count=count,
            label=label,
            tracks=tuple(sorted(thing.track for thing in things if thing.track >= 0)),
            box=around([thing.box for thing in things]),
        )  # fmt: skip

    def forget(self) -> None:
        """Begin anew."""
        self._stays.forget()
        self._since_us = None

    def state(self) -> dict[str, Any]:
        """Return who is there, as plain data."""
        return {"stays": self._stays.state(), "since_us": self._since_us, "full_us": self._full_us}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        self._stays.load(state["stays"])
        self._since_us, self._full_us = state["since_us"], int(state["full_us"])

    def _lasted_s(self) -> float:
        return 0.0 if self._since_us is None else seconds(self._since_us, self._full_us)

    def _covered(self, boxes: list[Box]) -> float:
        covered = np.zeros_like(self._cells)
        for left, top, right, bottom in boxes:
            columns = slice(int(left * _CELLS), int(np.ceil(right * _CELLS)))
            covered[int(top * _CELLS) : int(np.ceil(bottom * _CELLS)), columns] = True
        whole = int(self._cells.sum())
        return float((covered & self._cells).sum()) / whole if whole else 0.0


def _inside_cells(scene: Scene) -> Bool:
    """Return which cells of a grid over the picture have their centre in the polygon; shape (64, 64)."""
    centres = [(number + 0.5) / _CELLS for number in range(_CELLS)]
    return np.array([[is_inside((x, y), scene.points) for x in centres] for y in centres])
