"""Simulated time, and whether the simulation keeps up with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from luylau.kernel.clock import MICROS, Clock

LATE_S = 5.0
"""A simulation that is later than this, in seconds of real time, says so."""

SAY_EVERY_S = 60.0
"""How often it says so at most, in seconds of real time."""


@dataclass(slots=True)
class Clockwork:
    """Simulated time: it runs ``speed`` times faster than the real one until it has caught up with it."""

    clock: Clock
    begin_us: int
    speed: float
    _started_us: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember when the run began."""
        self._started_us = self.clock.now_us()

    def now_us(self) -> int:
        """Return the simulated time, never ahead of the real one."""
        return min(self.clock.now_us(), self._unbounded_us())

    @property
    def pace(self) -> float:
        """How many times faster than real time it runs now: ``speed``, or 1 once it has caught up."""
        return self.speed if self._unbounded_us() < self.clock.now_us() else min(self.speed, 1.0)

    def _unbounded_us(self) -> int:
        return self.begin_us + round((self.clock.now_us() - self._started_us) * self.speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How a simulation falls behind.

    ``wanted`` and ``reached`` are times real time; it is ``late_s`` seconds of real time late.
    """

    wanted: float
    reached: float
    late_s: float


class LagWatch:
    """Tells when a simulation falls ever further behind: at once, then each ``SAY_EVERY_S`` at most."""

    def __init__(self, clockwork: Clockwork, tell: Callable[[Lag], None]) -> None:
        self._clockwork = clockwork
        self._tell = tell
        self._since = (clockwork.clock.now_us(), clockwork.begin_us)
        self._looked_us: int | None = None

    def on_time(self) -> None:
        """Note that all that is due has been sent."""
        self._since = (self._clockwork.clock.now_us(), self._clockwork.now_us())

    def at(self, time_us: int) -> None:
        """Note that the simulation has come to ``time_us`` of simulated time and goes on."""
        pace = self._clockwork.pace
        late_s = (self._clockwork.now_us() - time_us) / MICROS / pace
        if late_s < LATE_S:
            return
        now_us = self._clockwork.clock.now_us()
        if self._looked_us is not None and now_us - self._looked_us < SAY_EVERY_S * MICROS:
            return
        since_us, from_us = self._since
        reached = (time_us - from_us) / max(now_us - since_us, 1)
        self._since, self._looked_us = (now_us, time_us), now_us
        if reached < pace:
            # Otherwise it is catching up.
            self._tell(Lag(wanted=pace, reached=max(reached, 0.0), late_s=late_s))
