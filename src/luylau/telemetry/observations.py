"""Observations as columns: what flows from a source to the history, the detectors and the screen.

A *channel* is one measured quantity of a device ("water_level"). A *series* is one channel of one device;
inside a running process it is a small int (see ``series.py``). A batch is a set of equally long columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntFlag
from typing import Self

import numpy as np

from luylau.kernel.arrays import Bool as Bool
from luylau.kernel.arrays import Float64 as Float64
from luylau.kernel.arrays import Int32 as Int32
from luylau.kernel.arrays import Int64 as Int64
from luylau.kernel.arrays import UInt16 as UInt16


class Quality(IntFlag):
    """Why an observation is not simply good; 0 is good. Kept with the observation for ever."""

    GOOD = 0
    RANGE = 1
    """Outside the physically possible range of its channel."""
    SPIKE = 2
    """Changed faster than its channel can."""
    STUCK = 4
    """Did not change for longer than its channel can stay still."""
    GAP = 8
    """The first after a silence of more than three periods (the value itself is fine)."""
    LATE = 16
    """Measured before the newest one already known (the value itself is fine)."""
    FUTURE = 32
    """Its time lies ahead of the platform's clock by more than is allowed."""
    DUPLICATE = 64
    """The same series and time came before."""
    UNIT = 128
    """Its unit is unknown or does not fit the channel; the value is as sent."""
    NOT_FINITE = 256
    """Not a number, or infinite; also a word where the channel has a unit."""
    UNKNOWN_DEVICE = 512
    """Its device was not in the city pack when it came."""
    UNKNOWN_CHANNEL = 1024
    """Its device's kind has no such channel in the pack (kept, with no checks)."""
    ANCIENT = 2048
    """Its time is impossibly old (a device whose clock was never set)."""


BAD = int(
    Quality.RANGE
    | Quality.SPIKE
    | Quality.STUCK
    | Quality.FUTURE
    | Quality.DUPLICATE
    | Quality.UNIT
    | Quality.NOT_FINITE
    | Quality.UNKNOWN_DEVICE
    | Quality.ANCIENT
)
"""An observation with any of these bits enters no statistic and moves no latest good value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """``n`` observations in the order they came.

    Shapes are (n,). Times are microseconds since 1970-01-01 UTC; values are in the channel's own unit (or as
    sent where ``Quality.UNIT`` is set). ``seq`` is the position in the durable stream ``stream`` of the
    message that carried the observation; several observations of one message share it. ``text`` holds the few
    values that are words, by row; their ``value`` is NaN. They are ``NOT_FINITE`` only where the channel has
    a unit.
    """

    stream: str
    series: Int32
    time_us: Int64
    received_us: Int64
    value: Float64
    quality: UInt16
    seq: Int64
    text: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.series)

    @property
    def good(self) -> Bool:
        """Which rows may enter statistics."""
        good: Bool = (self.quality & BAD) == 0
        return good

    def with_quality(self, quality: UInt16) -> Self:
        """Return the same observations with other quality flags."""
        return replace(self, quality=quality)

    @classmethod
    def empty(cls, stream: str) -> Self:
        """Return a batch of nothing."""
        return cls(
            stream=stream,
            series=np.empty(0, np.int32),
            time_us=np.empty(0, np.int64),
            received_us=np.empty(0, np.int64),
            value=np.empty(0, np.float64),
            quality=np.empty(0, np.uint16),
            seq=np.empty(0, np.int64),
        )
