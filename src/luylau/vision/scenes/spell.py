"""The life of a scene's findings: one at a time, with a beginning, news now and then, and an end."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from luylau.kernel.clock import MICROS
from luylau.vision.plan import SceneKind
from luylau.vision.scenes.changes import (
    ConditionKind,
    SceneChange,
    Sight,
    What,
    finding_id,
    seconds,
    sight_of,
)

REFRESH_S: Final = 5.0
"""How often a finding that lasts says how it stands."""
_RECOUNT_S: Final = 1.0
"""How soon it says that there are more or fewer than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose findings they are. ``linger_s``: for how long one lasts after what it is about was seen last."""

    camera: str
    scene: str
    kind: SceneKind | ConditionKind
    version: int
    linger_s: float


class Spell:
    """Turns what is seen of a scene from time to time into the changes of one finding after another."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._sight: Sight | None = None
        self._held_us = 0
        self._said_us = 0
        self._said_count = 0
        self._before_us: int | None = None
        """When the finding before began."""

    @property
    def sight(self) -> Sight | None:
        """What was seen last of the finding that lasts; None while there is none."""
        return self._sight

    def step(self, sight: Sight | None, time_us: int) -> SceneChange | None:
        """Take what is seen at a time, None where nothing is; return what has changed."""
        if sight is None:
            if self._sight is None or seconds(self._held_us, time_us) < self._subject.linger_s:
                return None
            return self.end(time_us)
        what: What = "opened" if self._sight is None else "refreshed"
        if self._sight is not None:
            # A finding keeps the beginning under which it was told, whoever of several things has left since.
            sight = replace(sight, since_us=self._sight.since_us)
        elif sight.since_us == self._before_us:
            # Of two that came together one is found after the other has left: another finding.
            sight = replace(sight, since_us=time_us)
        self._sight = sight
        self._held_us = time_us
        silent_s = seconds(self._said_us, time_us)
        news = sight.count != self._said_count and silent_s >= _RECOUNT_S
        if what == "refreshed" and silent_s < REFRESH_S and not news:
            return None
        return self._say(what, time_us)

    def end(self, time_us: int) -> SceneChange | None:
        """End the finding, if one lasts."""
        if self._sight is None:
            return None
        change = self._say("cleared", max(time_us, self._sight.since_us))
        self._before_us = self._sight.since_us
        self._sight = None
        return change

    def resume(self, time_us: int, for_s: float) -> None:
        """Go on after a gap: what is not seen at once has ``for_s`` to be seen again."""
        self._held_us = max(self._held_us, time_us + int(for_s * MICROS))

    def state(self) -> dict[str, Any]:
        """Return the finding that lasts, as plain data."""
        return {
            "sight": None if self._sight is None else asdict(self._sight), "before_us": self._before_us,
            "held_us": self._held_us, "said_us": self._said_us, "said_count": self._said_count,
        }  # fmt: skip

    def load(self, state: Mapping[str, Any], lasting: Container[str]) -> None:
        """Take what ``state`` gave. A finding whose scene is not among the ``lasting`` was told as over since
        then: what is seen from now on is another one."""
        self._sight = None if state["sight"] is None else sight_of(state["sight"])
        self._before_us = state["before_us"]
        if self._sight is not None and self._subject.scene not in lasting:
            self._before_us, self._sight = self._sight.since_us, None
        self._held_us, self._said_us = int(state["held_us"]), int(state["said_us"])
        self._said_count = int(state["said_count"])

    def _say(self, what: What, time_us: int) -> SceneChange:
        assert self._sight is not None
        self._said_us, self._said_count = time_us, self._sight.count
        subject = self._subject
        return SceneChange(
            finding=finding_id(subject.camera, subject.scene, subject.version, self._sight.since_us),
            what=what,
            camera=subject.camera,
            scene=subject.scene,
            kind=subject.kind,
            version=subject.version,
            time_us=time_us,
            **{part.name: getattr(self._sight, part.name) for part in fields(self._sight)},
        )
