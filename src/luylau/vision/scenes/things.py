"""The things in a picture, with a number that outlives the tracker's.

A tracker loses a thing behind a pole and finds it again under another number, and forgets everything when it
starts anew. Here a thing that is missing is held for a while where it was seen last; a track that begins near
there, of the same sort and size, is that thing again. All scenes of a camera share this, so that a break in a
track is no exit and no second visitor.

Points are in heights of the picture: y runs from 0 to 1, x from 0 to width over height, so that a distance is
the same in every direction.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from luylau.kernel.clock import MICROS
from luylau.vision.plan import Point
from luylau.vision.scenes.changes import Box, seconds
from luylau.vision.shapes import LABELS, PERSON, VEHICLES, Label, Tracks

HOLD_S: Final = 4.0
"""For how long a thing that is missing is thought to be there."""
PARKED_HOLD_S: Final = 20.0
"""The same for a vehicle that stood: what hides it is another one that waits in front of it."""
GAP_S: Final = 10.0
"""After so long without a picture, or a clock that went back, tracks are taken for new ones."""
GAP_HOLD_S: Final = 120.0
"""For how long after such a gap a thing can be found again where it was."""
STILL_SHARE: Final = 0.25
"""A thing that is moved by less than this share of its size stands still; a box trembles by a tenth."""
MOVED_SHARE: Final = 1.0
"""A thing that has come this share of its size away from where it was seen first has come on its own."""
_PARKED_S: Final = 10.0
_MEMORY: Final = 100
"""Over how many pictures scores are averaged."""
_SIZE_RATIO: Final = 1.7
_REACH: Final = (0.5, 0.5, 1.5)
"""How far from where it was thought to be a thing is found again, in its heights: at once, more for each
second, at most."""


@dataclass(slots=True, kw_only=True)
class Thing:
    """One thing. ``track``: its number with the tracker now, -1 while it has none. ``foot``: bottom centre of
    its box. ``size``: root of its box's area; ``height``: of its box. ``velocity``: per second. ``anchor``:
    centre of the box where it stands, since ``anchor_us``; ``first``: where it was seen first. ``seen``:
    whether it was seen in this picture.
    """

    number: int
    track: int
    since_us: int
    seen_us: int
    foot: Point
    box: Box
    size: float
    height: float
    anchor: Point
    anchor_us: int
    first: Point
    moved: bool = False
    seen: bool = True
    velocity: Point = (0.0, 0.0)
    votes: list[float]
    trust: float = 0.0
    looks: int = 0

    @property
    def label(self) -> Label:
        """What it was recognised as most."""
        return LABELS[self.votes.index(max(self.votes))]

    @property
    def confidence(self) -> float:
        """Mean score over the pictures since it was seen first, a picture without it counting 0, and one such
        picture more than there were: a single sight never convinces."""
        return self.trust / (self.looks + 1)


class Things:
    """What is in the picture of one camera."""

    def __init__(self) -> None:
        self._things: dict[int, Thing] = {}
        self._next = 1
        self._time_us: int | None = None
        self._gap_us: int | None = None
        """When pictures came again after the last gap."""

    def update(self, tracks: Tracks, frame_size: tuple[int, int], time_us: int) -> bool:
        """Take the tracks in a picture of ``frame_size`` (width, height in pixels); say whether there was a
        gap before it."""
        before = self._time_us
        gap = before is None or not 0 <= seconds(before, time_us) <= GAP_S
        if gap:
            self._begin_anew(before, time_us)
        self._time_us = time_us
        by_track = {thing.track: thing for thing in self._things.values() if thing.track >= 0}
        for thing in self._things.values():
            thing.seen = False
        fresh = []
        kept = set()
        for row in range(len(tracks)):
            track = int(tracks.id[row])
            kept.add(track)
            if tracks.lost[row]:
                continue
            found = _found(tracks, row, frame_size)
            known = by_track.get(track)
            if known is None:
                fresh.append((track, found))
            else:
                _move(known, found, time_us)
        for thing in self._things.values():
            if thing.track not in kept:
                thing.track = -1
        for track, found in fresh:
            self._welcome(track, found, time_us)
        for thing in list(self._things.values()):
            if not thing.seen:
                _count(thing, 0.0)
                if seconds(thing.seen_us, time_us) > self._hold_s(thing):
                    del self._things[thing.number]
        return gap

    def present(self) -> tuple[Thing, ...]:
        """Return the things that are there, or are thought to be."""
        return tuple(self._things.values())

    def state(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "time_us": self._time_us, "next": self._next,
            "things": [asdict(thing) for thing in self._things.values()],
        }  # fmt: skip

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what ``state`` gave; its tracks are those of a tracker that is no more."""
        self._things = {}
        for told in state["things"]:
            pairs = {name: tuple(told[name]) for name in ("foot", "box", "anchor", "first", "velocity")}
            thing = Thing(**{**told, **pairs, "track": -1})
            self._things[thing.number] = thing
        self._next = int(state["next"])
        # The next picture comes after a gap, however short it was.
        self._time_us = None

    def _begin_anew(self, before: int | None, time_us: int) -> None:
        back = before is not None and time_us < before
        self._gap_us = time_us
        for thing in list(self._things.values()):
            if back or not 0 <= seconds(thing.seen_us, time_us) <= GAP_HOLD_S:
                del self._things[thing.number]
                continue
            thing.track = -1

    def _hold_s(self, thing: Thing) -> float:
        if self._gap_us is not None and thing.seen_us < self._gap_us:
            return seconds(thing.seen_us, self._gap_us) + PARKED_HOLD_S
        stood = seconds(thing.anchor_us, thing.seen_us) >= _PARKED_S
        return PARKED_HOLD_S if stood and LABELS.index(thing.label) in VEHICLES else HOLD_S

    def _welcome(self, track: int, found: "_Found", time_us: int) -> None:
        """Take a track that begins: for a thing that is missing near there, else for a new one."""
        near = [
            (away, thing.number)
            for thing in self._things.values()
            if thing.track < 0 and not thing.seen and (away := _away(thing, found, time_us)) is not None
        ]
        if near:
            thing = self._things[min(near)[1]]
            thing.track = track
            _move(thing, found, time_us)
            return
        thing = Thing(
            number=self._next, track=track, since_us=time_us, seen_us=time_us, foot=found.foot, box=found.box,
            size=found.size, height=found.height, anchor=found.centre, anchor_us=time_us, first=found.centre,
            votes=[0.0] * len(LABELS),
        )  # fmt: skip
        self._next += 1
        self._things[thing.number] = thing
        _move(thing, found, time_us)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    box: Box
    foot: Point
    centre: Point
    size: float
    height: float
    label: int
    score: float


def _found(tracks: Tracks, row: int, frame_size: tuple[int, int]) -> _Found:
    width, height = frame_size
    left, top, right, bottom = (float(edge) for edge in tracks.boxes[row])
    left, right = (min(max(edge / width, 0.0), 1.0) for edge in (left, right))
    top, bottom = (min(max(edge / height, 0.0), 1.0) for edge in (top, bottom))
    aspect = width / height
    x, wide, high = (left + right) / 2 * aspect, (right - left) * aspect, bottom - top
    return _Found(
        box=(left, top, right, bottom), foot=(x, bottom), centre=(x, (top + bottom) / 2),
        size=math.sqrt(wide * high), height=high,
        label=int(tracks.label[row]), score=float(tracks.score[row]),
    )  # fmt: skip


def _move(thing: Thing, found: _Found, time_us: int) -> None:
    """Note where a thing is seen now."""
    passed_s = seconds(thing.seen_us, time_us)
    if passed_s > 0:
        # Of about the last second, as a box's edges tremble.
        weight = passed_s / (passed_s + 0.5)
        thing.velocity = (
            thing.velocity[0] + weight * ((found.foot[0] - thing.foot[0]) / passed_s - thing.velocity[0]),
            thing.velocity[1] + weight * ((found.foot[1] - thing.foot[1]) / passed_s - thing.velocity[1]),
        )
    if math.dist(found.centre, thing.anchor) > STILL_SHARE * max(found.size, thing.size):
        thing.anchor, thing.anchor_us = found.centre, time_us
    if math.dist(found.centre, thing.first) > MOVED_SHARE * max(found.size, thing.size):
        thing.moved = True
    thing.foot, thing.box, thing.size, thing.height = found.foot, found.box, found.size, found.height
    thing.seen, thing.seen_us = True, time_us
    thing.votes[found.label] += found.score
    _count(thing, found.score)


def _count(thing: Thing, score: float) -> None:
    if thing.looks >= _MEMORY:
        thing.trust *= (_MEMORY - 1) / _MEMORY
    else:
        thing.looks += 1
    thing.trust += score


def _away(thing: Thing, found: _Found, time_us: int) -> float | None:
    """Return how far what was found is from where a missing thing is thought to be; None where it is another
    thing."""
    label = LABELS.index(thing.label)
    alike = label == found.label or (label in VEHICLES and found.label in VEHICLES)
    # A rider is seen as a person at one time and as what is ridden at another.
    ridden = {label, found.label} in ({PERSON, 1}, {PERSON, 2})
    larger = max(thing.height, found.height, 1e-9)
    if not (alike or ridden) or larger > _SIZE_RATIO * min(thing.height, found.height):
        return None
    gap_s = (time_us - thing.seen_us) / MICROS
    ahead_s = gap_s if gap_s <= HOLD_S else 0.0
    # It may have gone on, or have stopped.
    gone_on = tuple(at + ahead_s * speed for at, speed in zip(thing.foot, thing.velocity, strict=True))
    away = min(math.dist(gone_on, found.foot), math.dist(thing.foot, found.foot))
    at_once, more, most = _REACH
    return away if away <= min(at_once + more * gap_s, most) * larger else None
