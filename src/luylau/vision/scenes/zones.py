"""Intrusion, loitering and stopped vehicles: things in a polygon for some time.

All three need the time between two sights of the thing inside, so that what is held after it was seen last
does not add to it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from luylau.kernel.errors import Field
from luylau.vision.plan import Scene
from luylau.vision.scenes.changes import Sight, seconds
from luylau.vision.scenes.stays import Stay, Stays
from luylau.vision.scenes.things import Thing
from luylau.vision.scenes.view import View, around, most, told

_LEAVE_S: Final = 1.0
_LOITER_LEAVE_S: Final = 5.0
"""Somebody who loiters walks to and fro."""
UNMOVED_S: Final = 900.0
UNMOVED_DWELLS: Final = 10.0
"""A vehicle that was never seen coming counts as stopped after so long at least, and so many dwell times: it
may have been parked there for ever."""


class Intrusion:
    """Somebody or something is inside: as long as the polygon is never empty, it is one intrusion."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._stays = Stays(scene, _LEAVE_S)
        self._since_us: int | None = None
        self._inside_us = 0
        """When anybody was seen inside last."""

    def look(self, view: View) -> Sight | None:
        """Return who is inside, once somebody has been for the dwell time."""
        inside = self._stays.update(view)
        if not inside:
            self._since_us = None
            return None
        if self._since_us is None:
            self._since_us = min(stay.since_us for _, stay in inside)
            self._inside_us = self._since_us
        # Those who stayed longest may have left, and those who are left be hidden for a moment.
        self._inside_us = max(self._inside_us, *(stay.inside_us for _, stay in inside))
        lasted_s = seconds(self._since_us, self._inside_us)
        if lasted_s < self._scene.dwell_s:
            return None
        return _sight(
            self._scene, "vision-scene-intrusion", [thing for thing, _ in inside], self._since_us, lasted_s
        )

    def forget(self) -> None:
        """Begin anew."""
        self._stays.forget()
        self._since_us = None

    def state(self) -> dict[str, Any]:
        """Return who is inside, as plain data."""
        return {
            "stays": self._stays.state(), "since_us": self._since_us, "inside_us": self._inside_us,
        }  # fmt: skip

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        self._stays.load(state["stays"])
        self._since_us, self._inside_us = state["since_us"], int(state["inside_us"])


Begun = Callable[[Scene, Thing, Stay], tuple[int, float]]
"""Since when a thing does what counts, and for how long it has to, in s."""


class LongStay:
    """Things of which each for itself has to do something inside for some time."""

    def __init__(self, scene: Scene, key: str, leave_s: float, begun: Begun) -> None:
        self._scene = scene
        self._key = key
        self._begun = begun
        self._stays = Stays(scene, leave_s)

    def look(self, view: View) -> Sight | None:
        """Return those that have done it for long enough."""
        long: list[Thing] = []
        since_us, lasted_s = view.time_us, 0.0
        for thing, stay in self._stays.update(view):
            begun_us, needed_s = self._begun(self._scene, thing, stay)
            so_far_s = seconds(begun_us, stay.inside_us)
            if so_far_s >= needed_s:
                long.append(thing)
                since_us, lasted_s = min(since_us, begun_us), max(lasted_s, so_far_s)
        return _sight(self._scene, self._key, long, since_us, lasted_s) if long else None

    def forget(self) -> None:
        """Begin anew."""
        self._stays.forget()

    def state(self) -> dict[str, Any]:
        """Return who is inside, as plain data."""
        return {"stays": self._stays.state()}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        self._stays.load(state["stays"])


def loitering(scene: Scene) -> LongStay:
    """Watch for one and the same thing that stays inside."""
    return LongStay(scene, "vision-scene-loitering", _LOITER_LEAVE_S, _stays)


def stopped_vehicle(scene: Scene) -> LongStay:
    """Watch for a vehicle that has come and stands inside.

    One that was never seen moving by its own size counts only after a quarter of an hour, or ten dwell times.
    """
    return LongStay(scene, "vision-scene-stopped-vehicle", _LEAVE_S, _stands)


def _stays(scene: Scene, thing: Thing, stay: Stay) -> tuple[int, float]:
    return stay.since_us, scene.dwell_s


def _stands(scene: Scene, thing: Thing, stay: Stay) -> tuple[int, float]:
    needed_s = scene.dwell_s if thing.moved else max(UNMOVED_S, UNMOVED_DWELLS * scene.dwell_s)
    return max(thing.anchor_us, stay.since_us), needed_s


def _sight(scene: Scene, key: str, things: list[Thing], since_us: int, lasted_s: float) -> Sight:
    label = most(things)
    fields: dict[str, Field] = {
        "scene": scene.name, "label": told(things), "count": len(things), "seconds": int(lasted_s),
    }  # fmt: skip
    return Sight(
        since_us=since_us,
        confidence=max(thing.confidence for thing in things),
        value=lasted_s,
        threshold=scene.dwell_s,
        unit="s",
        key=key,
        fields=fields,
        count=len(things),
        label=label,
        tracks=tuple(sorted(thing.track for thing in things if thing.track >= 0)),
        box=around([thing.box for thing in things]),
    )
