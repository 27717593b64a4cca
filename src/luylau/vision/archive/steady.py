"""Whether the clock may be believed, when what is deleted by it cannot be brought back."""

import time
from collections.abc import Callable
from typing import Final

from luylau.kernel.clock import MICROS

JUMP_US: Final = 86_400 * MICROS
"""A clock that is further than this from where it should be has jumped."""

STEADY_S: Final = 6 * 3600.0
"""For how long it must then go on evenly before it is believed again. A wrong clock is mostly set right
within minutes, and clips that are kept for days can wait for hours."""


class SteadyClock:
    """Watches a clock from look to look, beside the time that the machine has run.

    ``known_us``: a time that was right once, such as that of the newest clip; None where there is none. A
    first look more than a day from it counts as a jump: a machine that starts may tell any time.
    """

    def __init__(self, known_us: int | None, *, running_s: Callable[[], float] = time.monotonic) -> None:
        self._running_s = running_s
        self._known_us = known_us
        self._began_us: int | None = None
        """What the clock would have said when the machine began to run, by the look that it is held to."""
        self._jumped_s: float | None = None
        self.jumped = False
        """Whether it jumped while it was watched, and is not believed for that."""

    def believes(self, now_us: int) -> bool:
        """Look at the clock, which says ``now_us``; say whether to believe it."""
        running_s = self._running_s()
        began_us = now_us - round(running_s * MICROS)
        if self._began_us is None:
            jumped = self._known_us is not None and abs(now_us - self._known_us) > JUMP_US
        else:
            jumped = abs(began_us - self._began_us) > JUMP_US
        if jumped:
            self._jumped_s = running_s
            self.jumped = self._began_us is not None
        if jumped or self._began_us is None:
            self._began_us = began_us
        if self._jumped_s is not None and running_s - self._jumped_s >= STEADY_S:
            self._jumped_s = None
            self.jumped = False
        return self._jumped_s is None
