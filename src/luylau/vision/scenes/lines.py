"""Lines that are crossed: which way, how often, and whether that way is a finding.

A thing's foot trembles. Its path is added up, +1 for each time it crosses from left to right and -1 for the
other way, and the sum is taken only once it stands clear of the line: who dithers on it has not crossed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from luylau.kernel.clock import MICROS
from luylau.vision.plan import Point, Scene
from luylau.vision.scenes.changes import Box, Sight, seconds
from luylau.vision.scenes.geometry import crossings, distance
from luylau.vision.scenes.things import Thing
from luylau.vision.scenes.view import View, around, counted, in_heights
from luylau.vision.shapes import Label

CLEAR_SHARE: Final = 0.1
"""Clear of a line is who is further from it than this share of its height."""
HOLD_S: Final = 10.0
"""A finding lasts until nobody has crossed for so long."""
KEPT_MIN: Final = 120
"""For how many minutes counts are kept."""
_MINUTE_US: Final = 60 * MICROS

_Way = Literal["forward", "backward"]


@dataclass(slots=True, kw_only=True)
class LineCount:
    """How many things crossed a line in the minute that begins at ``minute_us`` (microseconds UTC)."""

    scene: str
    minute_us: int
    label: Label
    forward: int = 0
    backward: int = 0


@dataclass(slots=True, kw_only=True)
class _Path:
    """Where a thing was seen last, and the sum of its crossings since it was clear of the line."""

    foot: Point
    net: int = 0


@dataclass(slots=True, kw_only=True)
class _Crossing:
    time_us: int
    track: int
    label: Label
    way: _Way
    confidence: float
    box: Box


class Line:
    """Watches one line: counts every crossing, and finds those that the scene names."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._labels = counted(scene)
        self._paths: dict[int, _Path] = {}
        self._found: list[_Crossing] = []
        self._counts: dict[tuple[int, Label], LineCount] = {}

    def look(self, view: View) -> Sight | None:
        """Return the crossings that go on; each keeps the finding open for some seconds."""
        line = in_heights(self._scene.points, view.aspect)
        before, self._paths = self._paths, {}
        for thing in view.things:
            path = before.get(thing.number) or _Path(foot=thing.foot)
            self._paths[thing.number] = path
            if not thing.seen:
                continue
            path.net += crossings(path.foot, thing.foot, line)
            path.foot = thing.foot
            if distance(thing.foot, line) > CLEAR_SHARE * thing.height:
                if path.net and thing.label in self._labels:
                    self._cross(thing, "forward" if path.net > 0 else "backward", view.time_us)
                path.net = 0
        if self._found and seconds(self._found[-1].time_us, view.time_us) >= HOLD_S:
            self._found = []
        return self._sight() if self._found else None

    def counts(self) -> tuple[LineCount, ...]:
        """Return the counts of the last two hours by minute and class; the newest minute may still grow."""
        return tuple(self._counts.values())

    def forget(self) -> None:
        """Begin anew; the counts stay."""
        self._paths, self._found = {}, []

    def state(self) -> dict[str, Any]:
        """Return paths, findings and counts as plain data."""
        return {
            "paths": {str(number): asdict(path) for number, path in self._paths.items()},
            "found": [asdict(one) for one in self._found],
            "counts": [asdict(one) for one in self._counts.values()],
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        self._paths = {
            int(number): _Path(foot=(told["foot"][0], told["foot"][1]), net=told["net"])
            for number, told in state["paths"].items()
        }
        self._found = [_Crossing(**{**told, "box": tuple(told["box"])}) for told in state["found"]]
        counts = [LineCount(**told) for told in state["counts"]]
        self._counts = {(one.minute_us, one.label): one for one in counts}

    def _cross(self, thing: Thing, way: _Way, time_us: int) -> None:
        minute_us = time_us - time_us % _MINUTE_US
        key = (minute_us, thing.label)
        if key not in self._counts:
            oldest_us = minute_us - (KEPT_MIN - 1) * _MINUTE_US
            self._counts = {at: one for at, one in self._counts.items() if at[0] >= oldest_us}
            self._counts[key] = LineCount(scene=self._scene.id, minute_us=minute_us, label=thing.label)
        if way == "forward":
            self._counts[key].forward += 1
        else:
            self._counts[key].backward += 1
        if self._scene.direction in (way, "both"):
            self._found.append(
                _Crossing(
                    time_us=time_us, track=thing.track, label=thing.label, way=way,
                    confidence=thing.confidence, box=thing.box,
                )
            )  # fmt: skip

    def _sight(self) -> Sight:
        last = self._found[-1]
        count = len(self._found)
        wrong = self._scene.kind == "wrong_way"
        labels = {one.label for one in self._found}
        return Sight(
            since_us=self._found[0].time_us,
            confidence=max(one.confidence for one in self._found),
            value=float(count),
            threshold=1.0,
            unit="count",
            key="vision-scene-wrong-way" if wrong else "vision-scene-line-crossing",
            fields={
                "scene": self._scene.name, "label": last.label if len(labels) == 1 else "mixed",
                "count": count, "direction": last.way,
                "forward": sum(one.way == "forward" for one in self._found),
                "backward": sum(one.way == "backward" for one in self._found),
            },
            count=count,
            label=last.label,
            tracks=tuple(sorted({one.track for one in self._found})),
            box=around([one.box for one in self._found[-1:]]),
        )  # fmt: skip
