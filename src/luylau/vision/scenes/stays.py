"""Who is inside a polygon, and since when. A thing is where its foot is: the bottom centre of its box."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from luylau.vision.plan import Scene
from luylau.vision.scenes.changes import seconds
from luylau.vision.scenes.geometry import distance, is_inside, outline
from luylau.vision.scenes.things import Thing
from luylau.vision.scenes.view import View, counted, in_heights

MARGIN: Final = 0.1
"""By how much of its height a thing that was inside may stand outside and still be inside."""


@dataclass(slots=True, kw_only=True)
class Stay:
    """One thing's stay: since when, when it was seen inside last, and since when it is seen outside, if it
    is."""

    since_us: int
    inside_us: int
    outside_us: int | None = None


class Stays:
    """The stays in one scene's polygon. A thing has left once it is outside for ``leave_s``, or gone."""

    def __init__(self, scene: Scene, leave_s: float) -> None:
        self._scene = scene
        self._labels = counted(scene)
        self._leave_s = leave_s
        self._stays: dict[int, Stay] = {}

    def update(self, view: View) -> list[tuple[Thing, Stay]]:
        """Return the things inside at a moment."""
        polygon = in_heights(self._scene.points, view.aspect)
        edges = outline(polygon)
        before, self._stays = self._stays, {}
        found = []
        for thing in view.things:
            stay = before.get(thing.number)
            if thing.seen:
                inside = thing.label in self._labels and (
                    is_inside(thing.foot, polygon)
                    or (stay is not None and distance(thing.foot, edges) <= MARGIN * thing.height)
                )
                stay = self._seen(stay, inside, view.time_us)
            if stay is not None:
                self._stays[thing.number] = stay
                found.append((thing, stay))
        return found

    def forget(self) -> None:
        """Everybody is a newcomer from now on."""
        self._stays = {}

    def state(self) -> dict[str, Any]:
        """Return the stays as plain data."""
        return {str(number): asdict(stay) for number, stay in self._stays.items()}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave."""
        self._stays = {int(number): Stay(**told) for number, told in state.items()}

    def _seen(self, stay: Stay | None, inside: bool, time_us: int) -> Stay | None:
        if inside:
            if stay is None:
                return Stay(since_us=time_us, inside_us=time_us)
            stay.inside_us, stay.outside_us = time_us, None
        elif stay is not None:
            if stay.outside_us is None:
                stay.outside_us = time_us
            if seconds(stay.outside_us, time_us) >= self._leave_s:
                return None
        return stay
