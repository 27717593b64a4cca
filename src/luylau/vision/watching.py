"""One camera's way from a picture to what is seen of it: motion, gate, detector, tracker, scenes.

The detector is asked and answers later. Meanwhile newer pictures come; the one that is asked about is kept,
so that what is shown and masked belongs together.
"""

from collections import deque
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

import numpy as np

from luylau.kernel.clock import MICROS
from luylau.vision.condition import PictureCondition
from luylau.vision.frames import Frame
from luylau.vision.gating import Gate, GateSettings
from luylau.vision.motion import Motion, MotionGate
from luylau.vision.plan import CameraPlan
from luylau.vision.scenes import LineCount, SceneChange, SceneWatch
from luylau.vision.serving import Seen
from luylau.vision.shapes import Detections, Region, Tracks
from luylau.vision.tracking import ByteTracker, appearance
from luylau.vision.tracking.association import overlaps

KEPT_US: Final = 120 * MICROS
"""How long it is remembered where people were: a clip is masked by that after it has happened."""
FAINT: Final = 0.2
"""A detection with a lower score is taken for nobody."""
SAME: Final = 0.3
"""Overlap (intersection over union) from which a detection is one that is followed."""
MOST_ASKED: Final = 8
"""So many pictures wait for the detector's answer at most; it answers each, so this is never reached."""

Ask = Callable[[Frame, tuple[Region, ...]], bool]
"""Asks the detector about parts of a picture; says whether it could be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A picture and what is known of it: ``hides``, who is followed there and what else may be somebody, None
    where there is no detector; ``seen``: who is followed; ``moving``: where something moves."""

    frame: Frame
    hides: Tracks | None
    seen: Tracks | None
    moving: tuple[Region, ...]
    changes: tuple[SceneChange, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    frame: Frame
    motion: Motion
    regions: tuple[Region, ...]


class CameraWatch:
    """Watches one camera. For one thread. ``ask`` is None where no detector is installed: then only the
    picture's condition is judged, and motion is seen."""

    def __init__(
        self, plan: CameraPlan, zone: tzinfo, ask: Ask | None, gate: GateSettings | None = None
    ) -> None:
        self.plan = plan
        self._ask = ask
        self._gate_settings = gate
        self._zone = zone
        self._know_nothing()
        self.size = (0, 0)
        """Width and height of the newest picture."""
        self.history: deque[Tracks] = deque()
        """What was to be hidden, picture by picture, for ``KEPT_US``; all of it of pictures of ``size``."""
        self.dropped = 0
        """Pictures that the detector should have looked at and did not."""
        self.moved_us = 0
        """When something moved last, or was followed."""
        self._time_us = 0
        self._strangers = 0
        self._begin_anew()

    def offer(self, frame: Frame) -> Analysed | None:
        """Take a picture that is due; return what is known of it, or None while the detector looks at it, or
        while something before it was not looked at: who may be there is not known then."""
        size = (frame.width, frame.height)
        if size != self.size or frame.time_us <= self._time_us:
            self._begin_anew()
        self.size, self._time_us = size, frame.time_us
        motion = self._motion.update(frame)
        if motion.regions or motion.lit:
            self.moved_us = frame.time_us
        if self._ask is None:
            return self._done(frame, None, None, motion)
        look = self._gate.look(*size, motion, self._tracker.predict(frame.time_us), frame.time_us)
        if look.do == "detect":
            held = _own(frame)
            if len(self._asked) < MOST_ASKED and self._ask(held, look.regions):
                self._asked[frame.time_us] = _Asked(held, motion, look.regions)
            else:
                self._miss(frame.time_us)
            return None
        if self._asked or not self._gate.knows(frame.time_us):
            # What is known of the picture before comes first.
            return None
        tracks = (self._tracker.hold if look.do == "hold" else self._tracker.predict)(frame.time_us)
        return self._done(frame, tracks, tracks, motion)

    def seen(self, answer: Seen) -> Analysed | None:
        """Take the detector's answer; return what is known of its picture, None if it was dropped, or
        something before it was not looked at."""
        asked = self._asked.pop(answer.time_us, None)
        if asked is None:
            return None
        if answer.found is None:
            self._miss(answer.time_us)
            return None
        self._gate.answered(asked.regions, answer.time_us)
        looks = appearance(asked.frame, answer.found.boxes)
        tracks = self._tracker.update(answer.found, answer.time_us, asked.regions, looks)
        if not self._gate.knows(answer.time_us):
            return None
        return self._done(asked.frame, self._with_strangers(tracks, answer.found), tracks, asked.motion)

    def counts(self) -> tuple[LineCount, ...]:
        """Return how often lines were crossed, minute by minute, in the last two hours."""
        return self._scenes.counts()

    def relearn(self, time_us: int) -> tuple[SceneChange, ...]:
        """Take what is seen from now on as how the place looks; return what ends at once by that. That the
        camera was moved ends with the next picture."""
        self._condition.relearn()
        return self._scenes.relearn(time_us)

    def state(self) -> dict[str, Any]:
        """Return what was learned and found, as data that JSON can hold; there is no picture in it."""
        return {"condition": self._condition.state(), "scenes": self._scenes.state()}

    def load_state(self, state: Mapping[str, Any], lasting: Container[str]) -> None:
        """Take what ``state`` gave, before the first picture. ``lasting``: the scenes whose findings were
        last told as lasting; another that the state has open is over.

        Raises:
            ValueError: it is no such state, or of another version; nothing was taken.
        """
        try:
            self._condition.load_state(state["condition"], lasting)
            self._scenes.load_state(state["scenes"], lasting)
        except (KeyError, TypeError, ValueError) as error:
            self._know_nothing()
            raise ValueError("not a state of this camera") from error

    def end(self, time_us: int) -> tuple[SceneChange, ...]:
        """End all that was found: nobody watches any more."""
        return (*self._condition.end(time_us), *self._scenes.end(time_us))

    def _know_nothing(self) -> None:
        self._scenes = SceneWatch(self.plan, self._zone)
        self._condition = PictureCondition(self.plan.camera)

    def _begin_anew(self) -> None:
        """Forget where things were: pictures of another size or time say nothing of these."""
        self._motion = MotionGate()
        self._gate = Gate(self._gate_settings)
        self._tracker = ByteTracker()
        self._asked: dict[int, _Asked] = {}
        self.history.clear()
        self.moved_us = 0

    def _miss(self, time_us: int) -> None:
        self.dropped += 1
        self._gate.missed(time_us)

    def _with_strangers(self, tracks: Tracks, found: Detections) -> Tracks:
        """Return tracks with what was detected and is followed by none: it is too new, too fast or too faint
        to be followed, and may be somebody all the same."""
        faint = found.score < FAINT
        near = overlaps(found.boxes, tracks.boxes).max(axis=1, initial=0.0) >= SAME
        rows = np.flatnonzero(~faint & ~near)
        if not len(rows):
            return tracks
        first, self._strangers = self._strangers, self._strangers + len(rows)
        return Tracks(
            time_us=tracks.time_us,
            id=np.concatenate([tracks.id, -1 - first - np.arange(len(rows))]),
            boxes=np.concatenate([tracks.boxes, found.boxes[rows]]),
            score=np.concatenate([tracks.score, found.score[rows]]),
            label=np.concatenate([tracks.label, found.label[rows]]),
            since_us=np.concatenate([tracks.since_us, np.full(len(rows), tracks.time_us)]),
            lost=np.concatenate([tracks.lost, np.zeros(len(rows), np.bool_)]),
        )

    def _done(self, frame: Frame, hides: Tracks | None, tracks: Tracks | None, motion: Motion) -> Analysed:
        changes: tuple[SceneChange, ...] = self._condition.update(frame)
        moving = motion.regions
        if hides is None or tracks is None:
            if motion.lit:
                # Nobody can tell what moves, so all of it may be somebody.
                moving = (Region(left=0, top=0, right=frame.width, bottom=frame.height),)
        else:
            self._remember(hides)
            changes += self._scenes.update(tracks, self.size, frame.time_us, frame)
        return Analysed(frame=frame, hides=hides, seen=tracks, moving=moving, changes=changes)

    def _remember(self, hides: Tracks) -> None:
        if len(hides):
            self.moved_us = max(self.moved_us, hides.time_us)
        self.history.append(hides)
        while self.history[0].time_us < hides.time_us - KEPT_US:
            self.history.popleft()


def _own(frame: Frame) -> Frame:
    """Return a picture whose planes nothing overwrites."""
    return Frame(
        time_us=frame.time_us,
        y=frame.y.copy(),
        u=frame.u.copy(),
        v=frame.v.copy(),
        full_range=frame.full_range,
    )
