"""Whether a camera still sees: dark, blurred, blocked, moved, frozen.

What is usual is learned from the first minutes and follows slowly, apart for coloured pictures and grey ones
(the night's, by infrared). While something is wrong nothing is learned, so that a lens that was covered for a
day is still covered.

What was learned can be kept over a restart. Its contours are a picture, so only a sketch of them is: it tells
whether the camera looks where it looked, and once it does, the contours are those that are seen then.
"""

import base64
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from luylau.kernel.arrays import Bool
from luylau.kernel.errors import Field
from luylau.vision.frames import Frame, UInt8
from luylau.vision.picture import LEAST_PX, Glance, glance, likeness, shift
from luylau.vision.scenes.cells import from_text, to_text
from luylau.vision.scenes.changes import CONDITION_KINDS, ConditionKind, SceneChange, Sight, seconds
from luylau.vision.scenes.spell import Spell, Subject
from luylau.vision.shapes import Float32
from luylau.vision.sketch import BITS, alike, found_at, sketch

PERIOD_S: Final = 1.0
"""No more than one picture in this time is looked at."""
LEARN_S: Final = 120.0
FROZEN_S: Final = 120.0
"""A still place, coded with few bits, can come out the same for most of a minute."""
HOLD_S: Final[Mapping[ConditionKind, float]] = {
    "dark": 10.0,
    "blurred": 20.0,
    "blocked": 5.0,
    "moved": 20.0,
    "frozen": 0.0,
}
"""For how long each has to last to be a finding, and to be over again."""
DARK: Final = 0.08
DARK_TEXTURE: Final = 0.035
"""Dark is a picture below both: light, and texture (a night by infrared has texture)."""
BLURRED: Final = 0.35
"""Blurred is one whose sharpness is below this share of the usual."""
COVERED_SHARE: Final = 0.5
COVERED: Final = 0.3
"""Blocked is one of whose parts that usually have texture this share has less than so much of it."""
MOVED: Final = 0.5
ELSEWHERE: Final = 0.2
"""Moved is one whose contours fit the reference by less than ``MOVED`` of the usual, where they fit elsewhere
again, or by less than ``ELSEWHERE``, wherever they may be now."""
_KEPT_FIT: Final = MOVED
"""Of a place whose contours hardly stand out of the noise nothing is kept: by a sketch it is known no better
than by chance, and two looks of a few seconds fit each other by the square of this only."""
_TEXTURED: Final = 6.0
_LEAST_TEXTURED: Final = 6
"""With fewer parts that have texture nobody can tell whether they are covered."""
_EDGES_S: Final = 8.0
"""Contours are averaged over so long: what vibrates or passes by is none of the place."""
_SLOW_S: Final = 1_800.0
_SETTLE_S: Final = 10.0
"""After a change between colour and grey nothing is judged for so long."""
_BACK: Final = 1.4
"""By how much better than its threshold a measure has to be for a finding to end."""
_GAP_S: Final = 30.0
_JUDGED: Final[tuple[ConditionKind, ...]] = ("blurred", "blocked", "moved")
"""What is found by comparison with the usual."""
_STATE_VERSION: Final = 3


@dataclass(slots=True, kw_only=True)
class _Usual:
    """What is usual in pictures whose contours have the ``shape``. ``fit``: how well the contours of the last
    seconds correlate with ``edges``, or with what ``kept`` is a sketch of, where no more is known of them."""

    sharpness: float
    shape: tuple[int, ...]
    edges: Float32 | None
    kept: Bool | None = None
    cells: Float32
    fit: float = 1.0
    learned_s: float = 0.0

    def likeness(self, edges: Float32) -> float:
        """Return how well contours correlate with those that are usual."""
        if self.edges is not None:
            return likeness(edges, self.edges)
        assert self.kept is not None
        return alike(sketch(edges), self.kept)

    def found_at(self, edges: Float32) -> tuple[float, float, float]:
        """Return by which shares of width and height contours are shifted against those that are usual, and
        how well they fit there."""
        if self.edges is not None:
            return shift(edges, self.edges)
        assert self.kept is not None
        return found_at(edges, self.kept)

    def sketch(self) -> Bool:
        """Return what may be kept of the contours."""
        if self.edges is not None:
            return sketch(self.edges)
        assert self.kept is not None
        return self.kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """``value`` is bad below ``threshold`` (above it where ``rising``), good again beyond a margin."""

    value: float
    threshold: float
    rising: bool = False
    unit: str = ""
    bad: bool
    good: bool
    fields: Mapping[str, Field]

    @property
    def is_beyond(self) -> bool:
        """Whether the value is on the wrong side of the threshold, whatever else it takes to be bad."""
        return (self.value >= self.threshold) if self.rising else (self.value < self.threshold)

    @property
    def confidence(self) -> float:
        """A half at the threshold, 1 at the worst that there is."""
        if self.rising:
            room = 1.0 - self.threshold
            beyond = (self.value - self.threshold) / room if room > 0 else 1.0
        else:
            beyond = 1.0 - self.value / self.threshold
        return 0.5 + 0.5 * min(1.0, max(0.0, beyond))


class PictureCondition:
    """Watches whether one camera's picture can be used; ``camera`` is its id.

    Its findings have scenes "condition:dark" and so on, and version 1. ``value`` and ``threshold`` are shares
    of 1: of full light for "dark", of what is usual for "blurred" and "moved", of the parts that are covered
    for "blocked"; for "frozen" they are in s.
    """

    def __init__(self, camera: str) -> None:
        self._spells = {
            kind: Spell(Subject(camera=camera, scene=f"condition:{kind}", kind=kind, version=1, linger_s=0.0))
            for kind in CONDITION_KINDS
        }
        self._usual: dict[bool, _Usual] = {}
        self._bad_us: dict[ConditionKind, int] = {}
        """Since when each has been bad."""
        self._good_us: dict[ConditionKind, int] = {}
        """Since when each that is found has been good again."""
        self._sights: dict[ConditionKind, Sight] = {}
        self._edges: Float32 | None = None
        self._raw: UInt8 | None = None
        self._same_us = 0
        self._coloured = True
        self._turned_us = 0
        self._time_us: int | None = None

    def update(self, frame: Frame) -> tuple[SceneChange, ...]:
        """Look at a picture, if the last look is a second ago; return what has changed. Of one with a side of
        less than ``LEAST_PX`` nothing can be said: what was found ends.
        """
        if min(frame.y.shape) < LEAST_PX:
            return self.end(frame.time_us)
        before, time_us = self._time_us, frame.time_us
        passed_s = PERIOD_S if before is None else seconds(before, time_us)
        if 0 <= passed_s < PERIOD_S:
            return ()
        changes: list[SceneChange] = []
        if passed_s < 0:
            changes += self.end(time_us)
        seen = glance(frame)
        if self._edges is None or not 0 <= passed_s <= _GAP_S or self._changed_size(seen):
            self._begin_anew(seen, time_us)
            passed_s = PERIOD_S
        self._time_us = time_us
        for kind, measure in self._measure(seen, passed_s, time_us).items():
            self._judge(kind, measure, time_us)
        for kind, spell in self._spells.items():
            change = spell.step(self._sights.get(kind), time_us)
            if change is not None:
                changes.append(change)
        return tuple(changes)

    def relearn(self) -> None:
        """Take what is seen from now on as usual: somebody has turned the camera, or found it in order."""
        self._usual = {}
        for kind in _JUDGED:
            self._sights.pop(kind, None)

    def end(self, time_us: int) -> tuple[SceneChange, ...]:
        """End all findings; what is usual stays known."""
        self._sights, self._bad_us, self._good_us = {}, {}, {}
        found = [spell.end(time_us) for spell in self._spells.values()]
        return tuple(change for change in found if change is not None)

    def state(self) -> dict[str, Any]:
        """Return what was learned and what was found, as data that JSON can hold; there is no picture in
        it."""
        usual = {
            "coloured" if coloured else "grey": _told(one)
            for coloured, one in self._usual.items()
            if one.learned_s >= LEARN_S and one.fit >= _KEPT_FIT
        }
        spells = {kind: self._spells[kind].state() for kind in CONDITION_KINDS}
        return {"version": _STATE_VERSION, "time_us": self._time_us, "usual": usual, "spells": spells}

    def load_state(self, state: Mapping[str, Any], lasting: Container[str]) -> None:
        """Take what ``state`` gave, before the first ``update``. ``lasting``: the scenes whose findings were
        last told as lasting; another that the state has open is over, and so is what is found by comparison
        where nothing to compare with is kept. What lasts ends where the clock has gone back since.

        Raises:
            ValueError: it is no such state, or of another version.
        """
        try:
            if state["version"] != _STATE_VERSION:
                raise ValueError("the state is of another version")
            self._usual = {mode == "coloured": _taken(told) for mode, told in state["usual"].items()}
            self._time_us = state["time_us"]
            for kind in CONDITION_KINDS:
                known = self._usual or kind not in _JUDGED
                self._spells[kind].load(state["spells"][kind], lasting if known else ())
                last = self._spells[kind].sight
                if last is not None:
                    self._sights[kind] = last
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError("not a state of a picture's condition") from error

    def _changed_size(self, seen: Glance) -> bool:
        return self._edges is not None and self._edges.shape != seen.edges.shape

    def _begin_anew(self, seen: Glance, time_us: int) -> None:
        self._edges, self._raw = seen.edges.copy(), None
        self._same_us = time_us
        self._coloured, self._turned_us = seen.coloured, time_us
        self._bad_us, self._good_us = {}, {}
        if any(one.shape != seen.edges.shape for one in self._usual.values()):
            self.relearn()

    def _measure(self, seen: Glance, passed_s: float, time_us: int) -> dict[ConditionKind, _Measure]:
        """Return what can be said of a picture, and learn from one that is well."""
        found: dict[ConditionKind, _Measure] = {"frozen": self._frozen(seen, time_us), "dark": _dark(seen)}
        if seen.coloured != self._coloured:
            self._coloured, self._turned_us = seen.coloured, time_us
            self._edges = seen.edges.copy()
        if self._edges is None or found["dark"].bad or "dark" in self._sights:
            return found
        self._edges += min(1.0, passed_s / _EDGES_S) * (seen.edges - self._edges)
        if seconds(self._turned_us, time_us) < _SETTLE_S or found["frozen"].value >= _SETTLE_S:
            return found
        usual = self._usual.get(seen.coloured)
        if usual is None:
            usual = self._usual[seen.coloured] = _Usual(
                sharpness=seen.sharpness,
                shape=seen.edges.shape,
                edges=self._edges.copy(),
                cells=seen.cells.copy(),
            )
        fit = usual.likeness(self._edges)
        if usual.learned_s >= LEARN_S:
            blocked = _blocked(seen, usual)
            if blocked is not None:
                found["blocked"] = blocked
            if blocked is None or not (blocked.bad or "blocked" in self._sights):
                found["blurred"] = _blurred(seen, usual)
                if not (found["blurred"].bad or "blurred" in self._sights):
                    found["moved"] = _moved(self._edges, usual, fit)
        doubtful = any(found[kind].is_beyond for kind in _JUDGED if kind in found)
        if not doubtful and not self._sights:
            if usual.edges is None and fit > _BACK * MOVED * usual.fit:
                # It looks where it looked before the restart.
                usual.edges = self._edges.copy()
            _learn(usual, seen, self._edges, fit, passed_s)
        return found

    def _frozen(self, seen: Glance, time_us: int) -> _Measure:
        same = self._raw is not None and np.array_equal(self._raw, seen.raw)
        if not same:
            self._same_us = time_us
        self._raw = seen.raw
        still_s = seconds(self._same_us, time_us)
        return _Measure(
            value=still_s, threshold=FROZEN_S, unit="s", rising=True, bad=still_s >= FROZEN_S, good=not same,
            fields={"seconds": int(still_s)},
        )  # fmt: skip

    def _judge(self, kind: ConditionKind, measure: _Measure, time_us: int) -> None:
        """Open a finding that has been bad for long enough, close one that has been good for as long."""
        if not measure.bad:
            self._bad_us.pop(kind, None)
        if not measure.good:
            self._good_us.pop(kind, None)
        hold_s = HOLD_S[kind]
        if kind in self._sights and measure.good:
            since_us = self._good_us.setdefault(kind, time_us)
            if seconds(since_us, time_us) >= hold_s:
                del self._sights[kind]
            return
        if measure.bad:
            since_us = self._bad_us.setdefault(kind, time_us)
            if kind not in self._sights and seconds(since_us, time_us) < hold_s:
                return
            self._sights[kind] = Sight(
                since_us=self._same_us if kind == "frozen" else since_us,
                confidence=measure.confidence,
                value=measure.value,
                threshold=measure.threshold,
                unit=measure.unit,
                key=f"vision-condition-{kind}",
                fields=measure.fields,
            )


def _dark(seen: Glance) -> _Measure:
    return _Measure(
        value=seen.light,
        threshold=DARK,
        bad=seen.light < DARK and seen.texture < DARK_TEXTURE,
        good=seen.light > _BACK * DARK or seen.texture > _BACK * DARK_TEXTURE,
        fields={"light": round(100 * seen.light)},
    )


def _blurred(seen: Glance, usual: _Usual) -> _Measure:
    share = seen.sharpness / max(usual.sharpness, 1e-9)
    return _Measure(
        value=share, threshold=BLURRED, bad=share < BLURRED, good=share > _BACK * BLURRED,
        fields={"share": round(100 * share)},
    )  # fmt: skip


def _blocked(seen: Glance, usual: _Usual) -> _Measure | None:
    """Return how much is covered; None where too little of the place has texture to tell."""
    textured = usual.cells >= _TEXTURED
    count = int(textured.sum())
    if count < _LEAST_TEXTURED:
        return None
    share = int((seen.cells[textured] < COVERED * usual.cells[textured]).sum()) / count
    return _Measure(
        value=share, threshold=COVERED_SHARE, rising=True, bad=share >= COVERED_SHARE,
        good=share < COVERED_SHARE / _BACK, fields={"share": round(100 * share)},
    )  # fmt: skip


def _moved(edges: Float32, usual: _Usual, fit: float) -> _Measure:
    share = max(0.0, fit) / max(usual.fit, 0.1)
    right = down = 0.0
    bad = share < ELSEWHERE
    if share < MOVED:
        right, down, there = usual.found_at(edges)
        bad = bad or (there > 2 * max(fit, 0.0) and there > MOVED * usual.fit)
    away = float(np.hypot(right, down))
    return _Measure(
        value=share, threshold=MOVED, bad=bad, good=share > _BACK * MOVED,
        fields={"share": round(100 * min(1.0, share)), "shift": round(100 * away)},
    )  # fmt: skip


def _learn(usual: _Usual, seen: Glance, edges: Float32, fit: float, passed_s: float) -> None:
    usual.learned_s += passed_s
    # A plain mean while young, then one that forgets.
    weight = passed_s / min(usual.learned_s, _SLOW_S)
    usual.sharpness += weight * (seen.sharpness - usual.sharpness)
    usual.cells += weight * (seen.cells - usual.cells)
    if usual.edges is not None:
        usual.edges += weight * (edges - usual.edges)
        usual.fit += weight * (fit - usual.fit)


def _told(usual: _Usual) -> dict[str, Any]:
    return {
        "sharpness": usual.sharpness, "shape": list(usual.shape), "cells": to_text(usual.cells),
        "sketch": base64.b64encode(np.packbits(usual.sketch()).tobytes()).decode(),
        "fit": usual.fit, "learned_s": usual.learned_s,
    }  # fmt: skip


def _taken(told: Mapping[str, Any]) -> _Usual:
    bits = np.unpackbits(np.frombuffer(base64.b64decode(told["sketch"]), np.uint8))
    if bits.size != BITS:
        raise ValueError("not a state of a picture's condition")
    return _Usual(
        sharpness=float(told["sharpness"]), shape=tuple(told["shape"]), edges=None,
        kept=bits.astype(np.bool_), cells=from_text(told["cells"]), fit=float(told["fit"]),
        learned_s=float(told["learned_s"]),
    )  # fmt: skip
