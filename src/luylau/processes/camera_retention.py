"""The rounds in which old clips and what cameras saw are deleted."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import LuylauError, Unavailable
from luylau.kernel.sql import AWAY
from luylau.vision.archive import ClipStore, SteadyClock
from luylau.vision.events import EventBook
from luylau.vision.plan_file import load_cameras

log = logging.getLogger(__name__)

EVENTS_DAYS: Final = 365
"""How long it is kept what was seen; the clips go by each camera's policy."""


class Retention:
    """Deletes what has been kept for long enough, and what a crash left behind. ``pack``: the folder of the
    city pack, whose policies hold for clips that are kept already too.

    By a clock that has jumped nothing is deleted until it has gone on evenly for some hours.
    """

    def __init__(
        self, clips: ClipStore, events: EventBook, pack: Path, clock: Clock, steady: SteadyClock | None = None
    ) -> None:
        self._clips = clips
        self._events = events
        self._pack = pack
        self._clock = clock
        self._steady = steady or SteadyClock(clips.newest_us())

    def round(self) -> list[dict[str, Any]]:
        """Do each step, whatever becomes of the others; return what went wrong, as parts tell of it."""
        trouble: list[dict[str, Any]] = []

        def each(step: Callable[[], object]) -> None:
            try:
                step()
            except (LuylauError, *AWAY) as error:
                log.error("old clips could not be deleted: %s", error)
                said = error if isinstance(error, LuylauError) else Unavailable("database-away", said="")
                trouble.append({"where": "clips", "key": said.key, "fields": dict(said.fields)})

        now_us = self._clock.now_us()
        # What is deleted for good comes first: a file that cannot be removed must not keep a key alive.
        if self._steady.believes(now_us):
            each(self._shorten)
            each(lambda: self._retain(now_us))
            each(lambda: self._events.forget(now_us - EVENTS_DAYS * 86_400 * MICROS))
        elif self._steady.jumped:
            each(self._distrust)
        else:
            # Off for days, or started with a wrong clock: nobody can tell yet.
            log.warning("nothing old is deleted in the first hours: the newest clip is far from the clock")
        each(self._settle)
        each(self._clips.sweep)
        return trouble

    def _shorten(self) -> None:
        for plan in load_cameras(self._pack).plans:
            policy = plan.policy
            days = policy.original_days if policy.original else 0
            self._clips.shorten(plan.camera, days=policy.retention_days, original_days=days)

    def _retain(self, now_us: int) -> None:
        gone = self._clips.retain(now_us)
        if gone:
            log.info("%s clips are deleted", len(gone))

    def _distrust(self) -> None:
        raise Unavailable("clip-clock-jumped")

    def _settle(self) -> None:
        if not self._clips.settle():
            raise Unavailable("clip-keys-left")
