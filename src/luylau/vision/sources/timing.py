"""Times of packets, and how long is waited for them."""

from dataclasses import dataclass
from typing import Final

from luylau.kernel.clock import MICROS

APART_US: Final = MICROS * 9 // 10
"""A packet's time is never further from its arrival than this."""
_FOLLOW: Final = 64
"""A stream's clock that runs slower than ours is followed by 1/64 of the difference a packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a source may take: ``open_s`` until its first packet could come, ``read_s`` for each one."""

    open_s: float = 10.0
    read_s: float = 10.0


PATIENCE: Final = Timing()
"""What suits cameras on a city's network."""


class Arrivals:
    """Times of packets out of their arrival and the stream's own stamps.

    A network only delays, so the packet that was delayed least tells best how the stream's clock stands to
    ours: times go by the stamps, from the earliest arrival so far, and slowly follow when all arrive later.
    """

    def __init__(self) -> None:
        self._offset_us: int | None = None
        self._last_us: int | None = None

    def time(self, arrived_us: int, stamp_us: int | None) -> tuple[int, bool]:
        """Return a packet's time, and whether times begin anew with it.

        It is later than that of the packet before and within a second of its arrival. Where our own clock was
        set back by more than that, no such time exists: times begin anew.
        """
        anew = self._last_us is not None and arrived_us < self._last_us - APART_US
        if anew:
            self._offset_us = self._last_us = None
        time_us = arrived_us
        if stamp_us is not None:
            if self._offset_us is None:
                self._offset_us = arrived_us - stamp_us
            late_us = arrived_us - (stamp_us + self._offset_us)
            if late_us < 0 or late_us > APART_US:  # the least delay so far, or stamps that count anew
                self._offset_us += late_us
            else:
                time_us -= late_us
                self._offset_us += late_us // _FOLLOW
        if self._last_us is not None:
            time_us = max(time_us, self._last_us + 1)
        self._last_us = time_us
        return time_us, anew


class Playhead:
    """Where a recording stands, out of its stamps: forward only, whatever they say.

    ``longest_us``: a step that is longer is taken for a fault of the stamps, and goes by one picture.
    """

    def __init__(self, longest_us: int) -> None:
        self._longest_us = longest_us
        self._at_us = -1
        self._stamp_us: int | None = None

    def advance(self, stamp_us: int | None, fps: float) -> int:
        """Return how far into the recording a packet is, microseconds from 0 on; ``fps`` 0 if not known."""
        usual_us = round(MICROS / fps) if fps else MICROS // 25
        step_us = usual_us
        if stamp_us is not None and self._stamp_us is not None:
            said_us = stamp_us - self._stamp_us
            if 0 < said_us <= self._longest_us:
                step_us = said_us
        self._stamp_us = stamp_us
        self._at_us = 0 if self._at_us < 0 else self._at_us + max(step_us, 1)
        return self._at_us

    def new_file(self) -> None:
        """Stamps count anew from here."""
        self._stamp_us = None
