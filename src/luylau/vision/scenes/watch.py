"""Everything that is watched in one camera's picture."""

import json
from collections.abc import Callable, Container, Mapping
from dataclasses import asdict, dataclass
from datetime import tzinfo
from typing import Any, Final

from luylau.vision.frames import Frame
from luylau.vision.plan import CameraPlan, Scene, SceneKind
from luylau.vision.scenes.changes import SceneChange
from luylau.vision.scenes.crowd import Crowd
from luylau.vision.scenes.left import ObjectLeft
from luylau.vision.scenes.lines import Line, LineCount
from luylau.vision.scenes.schedule import is_watched
from luylau.vision.scenes.spell import Spell, Subject
from luylau.vision.scenes.things import Things
from luylau.vision.scenes.view import View, Watcher
from luylau.vision.scenes.water import Water
from luylau.vision.scenes.zones import Intrusion, loitering, stopped_vehicle
from luylau.vision.shapes import Tracks

_WATCHERS: Final[Mapping[SceneKind, tuple[Callable[[Scene], Watcher], float]]] = {
    "intrusion": (Intrusion, 2.0),
    "loitering": (loitering, 2.0),
    "line_crossing": (Line, 0.0),
    "crowd": (Crowd, 3.0),
    "wrong_way": (Line, 0.0),
    "stopped_vehicle": (stopped_vehicle, 2.0),
    "object_left": (ObjectLeft, 3.0),
    "water": (Water, 3.0),
}
"""What watches each kind, and for how many seconds a finding lasts on after it was seen last."""
_GAP_LINGER_S: Final = 5.0
"""After a gap, what was found has so long to be seen again."""
_STATE_VERSION: Final = 3
_LOOKS: Final[frozenset[SceneKind]] = frozenset({"object_left", "water"})
"""What learns how the place looks."""


@dataclass(slots=True, kw_only=True)
class _Watched:
    scene: Scene
    watcher: Watcher
    spell: Spell


class SceneWatch:
    """Watches the scenes of one camera's plan. ``zone``: the city's time zone, for the hours.

    Results depend only on what was handed to ``update``, in its order.
    """

    def __init__(self, plan: CameraPlan, zone: tzinfo) -> None:
        self._plan = plan
        self._zone = zone
        self._things = Things()
        self._watched = [_watched(plan.camera, scene) for scene in plan.scenes if scene.enabled]
        self._resumed_us = 0
        self._time_us = 0

    def update(
        self, tracks: Tracks, frame_size: tuple[int, int], time_us: int, frame: Frame | None = None
    ) -> tuple[SceneChange, ...]:
        """Take what is followed at ``time_us``, microseconds UTC; return what began, lasts or ended.

        Args:
            tracks: boxes in pixels of a picture of ``frame_size``.
            frame_size: width and height in pixels.
            time_us: when the picture was taken. Where the clock goes back, everything that lasts ends.
            frame: the picture; without it "object_left" and "water" stay as they are. It is not kept.
        """
        changes: list[SceneChange] = []
        if time_us < self._time_us:
            changes += self.end(time_us)
        if self._things.update(tracks, frame_size, time_us):
            self._resumed_us = time_us
        self._time_us = time_us
        width, height = frame_size
        view = View(
            time_us=time_us, aspect=width / height, things=self._things.present(), frame=frame
        )  # fmt: skip
        for one in self._watched:
            changes += self._look(one, view)
        return tuple(changes)

    def counts(self) -> tuple[LineCount, ...]:
        """Return how many things crossed each line, by minute, class and direction, in the last two hours.

        The minute that goes on may still grow: what stores them stores the newest count of a minute.
        """
        lines = [one.watcher for one in self._watched if isinstance(one.watcher, Line)]
        return tuple(count for line in lines for count in line.counts())

    def density(self) -> dict[str, float]:
        """Return, for each "crowd" scene, which share of its polygon people cover now."""
        return {one.scene.id: one.watcher.density for one in self._watched if isinstance(one.watcher, Crowd)}

    def end(self, time_us: int) -> tuple[SceneChange, ...]:
        """End all findings: the camera is gone, or its plan is another one now."""
        changes = []
        for one in self._watched:
            one.watcher.forget()
            change = one.spell.end(time_us)
            if change is not None:
                changes.append(change)
        return tuple(changes)

    def relearn(self, time_us: int) -> tuple[SceneChange, ...]:
        """Learn anew how the place looks, for the camera was turned; end what was found by that."""
        changes = []
        for one in self._watched:
            if one.scene.kind in _LOOKS:
                one.watcher = _watcher(one.scene)
                change = one.spell.end(time_us)
                if change is not None:
                    changes.append(change)
        return tuple(changes)

    def state(self) -> dict[str, Any]:
        """Return what is remembered, as data that JSON can hold; there is no picture in it."""
        return {
            "version": _STATE_VERSION,
            "time_us": self._time_us,
            "things": self._things.state(),
            "scenes": {
                one.scene.id: {
                    "scene": _mark(one.scene), "watcher": one.watcher.state(), "spell": one.spell.state(),
                }
                for one in self._watched
            },
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any], lasting: Container[str]) -> None:
        """Take what ``state`` gave, before the first ``update``; scenes that were changed since begin anew.
        ``lasting``: the scenes whose findings were last told as lasting; another that the state has open is
        over.

        Tracks are those of another tracker from then on: a thing goes on where one of its sort is found near
        the place.

        Raises:
            ValueError: it is no such state, or of another version.
        """
        try:
            if state["version"] != _STATE_VERSION:
                raise ValueError("the state is of another version")
            self._time_us = int(state["time_us"])
            self._things.load(state["things"])
            for one in self._watched:
                told = state["scenes"].get(one.scene.id)
                if told is not None and told["scene"] == _mark(one.scene):
                    one.watcher.load(told["watcher"])
                    one.spell.load(told["spell"], lasting)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError("not a state of a scene watch") from error

    def _look(self, one: _Watched, view: View) -> list[SceneChange]:
        if self._resumed_us == view.time_us:
            one.spell.resume(view.time_us, _GAP_LINGER_S)
        if is_watched(one.scene.hours, view.time_us, self._zone):
            change = one.spell.step(one.watcher.look(view), view.time_us)
        else:
            one.watcher.forget()
            change = one.spell.end(view.time_us)
        return [] if change is None else [change]


def _watched(camera: str, scene: Scene) -> _Watched:
    _, linger_s = _WATCHERS[scene.kind]
    subject = Subject(
        camera=camera, scene=scene.id, kind=scene.kind, version=scene.version, linger_s=linger_s
    )
    return _Watched(scene=scene, watcher=_watcher(scene), spell=Spell(subject))


def _watcher(scene: Scene) -> Watcher:
    make, _ = _WATCHERS[scene.kind]
    return make(scene)


def _mark(scene: Scene) -> str:
    """Return what tells a scene from the same one changed."""
    return json.dumps(asdict(scene), sort_keys=True)
