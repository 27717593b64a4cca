"""The newest values in memory, as the bus brings them."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from luylau.telemetry.latest import NEVER
from luylau.telemetry.observations import BAD

_AHEAD_US = 120_000_000
"""No device may be this far ahead of the platform's clock and pass for right."""
DEAF_US = 30_000_000
"""A pause this long in all that comes in is the platform's own: of it nothing follows about a device."""


class LiveBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Newest observations as columns of equal length; what ``live.values`` carries, as MessagePack.

    Times are microseconds UTC; values are in their channel's unit, NaN where there is no number.
    """

    device: Sequence[str]
    channel: Sequence[str]
    time_us: Sequence[int]
    received_us: Sequence[int]
    value: Sequence[float]
    quality: Sequence[int]


class Latest(NamedTuple):
    """The newest observation of a series; times in microseconds UTC."""

    time_us: int
    received_us: int
    value: float
    quality: int


class LiveValues:
    """The newest and the newest good observation of each series.

    One thread applies, any thread reads: each step is one operation on a dict, which CPython keeps whole.
    """

    def __init__(self) -> None:
        self._newest: dict[tuple[str, str], Latest] = {}
        self._good: dict[tuple[str, str], Latest] = {}
        self._heard_us = NEVER
        self._hearing_since_us = NEVER

    def __len__(self) -> int:
        return len(self._newest)

    @property
    def hearing_us(self) -> tuple[int, int]:
        """Since when values have come in without a pause of ``DEAF_US``, and when the newest came in; both in
        microseconds UTC."""
        return self._hearing_since_us, self._heard_us

    def apply(self, batch: LiveBatch) -> None:
        """Take over a batch; the last row of a series wins, a good one only if it is not older.

        A row without a time is that of a series that was never heard, and is left out.
        """
        rows = zip(batch.time_us, batch.received_us, batch.value, batch.quality, strict=True)
        heard_us = max(batch.received_us, default=NEVER)
        if heard_us > self._heard_us + DEAF_US:
            self._hearing_since_us = heard_us
        self._heard_us = max(self._heard_us, heard_us)
        for key, row in zip(zip(batch.device, batch.channel, strict=True), rows, strict=True):
            latest = Latest(*row)
            if latest.time_us == NEVER:
                continue
            self._newest[key] = latest
            if latest.quality & BAD == 0:
                before = self._good.get(key)
                # One from when the platform's clock was ahead gives way, too.
                ahead = before is not None and before.time_us > latest.received_us + _AHEAD_US
                if before is None or ahead or before.time_us <= latest.time_us:
                    self._good[key] = latest

    def newest(self, device: str, channel: str) -> Latest | None:
        """Return the newest observation whatever its quality; None if there was none."""
        return self._newest.get((device, channel))

    def good(self, device: str, channel: str) -> Latest | None:
        """Return the newest good observation; None if there was none."""
        return self._good.get((device, channel))
