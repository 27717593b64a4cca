"""Cameras that run: ended together, within a bound, and heard no more once they have been left."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, ParamSpec

from luylau.vision.camera import Camera, Says

JOIN_S: Final = 2.0
"""How long cameras have to end, all together. One that waits for an answer of its device may take longer."""

P = ParamSpec("P")


class Voice:
    """What one run of a camera says, until it is cut."""

    def __init__(self, says: Says) -> None:
        self._turn = Lock()
        self._is_cut = False
        self.says: Final = Says(
            changes=self._heard(says.changes),
            clip=self._heard(says.clip),
            picture=self._heard(says.picture),
            learned=self._heard(says.learned),
        )

    def cut(self) -> None:
        """Hear nothing of it from now on. What is being said just now is heard to its end before this
        returns."""
        with self._turn:
            self._is_cut = True

    def _heard(self, tell: Callable[P, None]) -> Callable[P, None]:
        def said(*args: P.args, **kwargs: P.kwargs) -> None:
            with self._turn:
                if not self._is_cut:
                    tell(*args, **kwargs)

        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a camera: with what it was opened, and through what it speaks."""

    camera: Camera
    login: tuple[str, str] | None
    voice: Voice


async def end_together(runs: Sequence[Run]) -> None:
    """Stop cameras and wait for them, within ``JOIN_S`` in all; one that has not ended by then is left to end
    by itself, and says nothing any more. What they have said has reached this loop when this returns."""
    for run in runs:
        run.camera.stop()
    if runs:
        await asyncio.to_thread(_join, runs)
    for run in runs:
        run.voice.cut()
    # What their threads have put into the loop comes before what goes on here.
    await asyncio.sleep(0)


def _join(runs: Sequence[Run]) -> None:
    until_s = time.monotonic() + JOIN_S
    for run in runs:
        run.camera.join(max(until_s - time.monotonic(), 0.0))
