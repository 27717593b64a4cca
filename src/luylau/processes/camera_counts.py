"""How often lines were crossed, on its way into the book: what came since, and nothing twice."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

from luylau.kernel.sql import AWAY
from luylau.vision.events import Crossed, EventBook
from luylau.vision.scenes import LineCount

log = logging.getLogger(__name__)

AT_ONCE: Final = 2_000
"""Counts that are written in one transaction: others write too."""
MOST_WAITING: Final = 100_000
"""Counts that wait while the database is away; more, and the oldest are given up, with a word in the log."""

_Line = tuple[str, int, str]
"""Scene, minute, label."""


class LineCounting:
    """Takes what cameras have counted since they were begun, writes what is new of it.

    A camera counts from its own beginning, the book from the minute's: so the book is told differences. All
    but the writing itself happens in the loop's thread.
    """

    def __init__(self, book: EventBook) -> None:
        self._book = book
        self._taken: dict[str, dict[_Line, tuple[int, int]]] = {}
        """By camera: what was taken of those minutes that it still counts."""
        self._waiting: dict[tuple[str, *_Line], tuple[int, int]] = {}

    def begin(self, camera: str, counts: Iterable[LineCount]) -> None:
        """A camera begins; what it has counted already is written."""
        self._taken[camera] = {_line(one): (one.forward, one.backward) for one in counts}

    def take(self, camera: str, counts: Iterable[LineCount]) -> None:
        """Take what a camera has counted."""
        before = self._taken.get(camera, {})
        now: dict[_Line, tuple[int, int]] = {}
        for one in counts:
            line = _line(one)
            # Read once: the camera goes on counting.
            now[line] = forward, backward = one.forward, one.backward
            was = before.get(line, (0, 0))
            if now[line] != was:
                self._wait((camera, *line), forward - was[0], backward - was[1])
        self._taken[camera] = now

    async def write(self) -> None:
        """Write what waits; what fails now is written with the next."""
        while self._waiting:
            keys = list(self._waiting)[:AT_ONCE]
            told = {key: self._waiting.pop(key) for key in keys}
            try:
                await asyncio.to_thread(self._book.record, (), [_crossed(*one) for one in told.items()])
            except AWAY as error:
                log.warning("counts are written later: %s", error)
                newer, self._waiting = self._waiting, told
                for key, (forward, backward) in newer.items():
                    self._wait(key, forward, backward)
                return

    def _wait(self, key: tuple[str, *_Line], forward: int, backward: int) -> None:
        was = self._waiting.get(key, (0, 0))
        self._waiting[key] = (was[0] + forward, was[1] + backward)
        if len(self._waiting) > MOST_WAITING:
            given_up = next(iter(self._waiting))
            del self._waiting[given_up]
            log.error("a count of %s is given up: too many wait", given_up[0])


def _line(count: LineCount) -> _Line:
    return count.scene, count.minute_us, count.label


def _crossed(key: tuple[str, *_Line], ways: tuple[int, int]) -> Crossed:
    camera, scene, minute_us, label = key
    return Crossed(
        camera=camera, scene=scene, minute_us=minute_us, label=label, forward=ways[0], backward=ways[1]
    )
