"""Quality checks: what is wrong with each observation, given those of its series before it.

Rules, in the order they are applied; a row can carry several flags:

* FUTURE, ANCIENT: the time is impossible (see ``QualitySettings``). Such a time never becomes part of the
  state, so one lying device clock cannot make everything that follows look late.
* DUPLICATE: the same time was seen among the newest or the last eight times of the series.
* LATE: before the newest time. GAP: the first after more than three periods of silence.
* NOT_FINITE, RANGE: the value is no number, or outside of what the channel can be.
* SPIKE: further from the last good value than the channel can move in the time between, plus one step of the
  sensor. After ``settle_count`` rejected values in a row that agree with each other the new level is taken as
  real, the last of them is good, and the checks go on from there: a real step costs a few flags, never the
  series.
* STUCK: unchanged for longer than the channel can stay still. A gap starts the count anew.

If the platform's own clock was ahead (by a year, say) while observations without a time of their own came,
the newest time of their series lies in the future once the clock is right again. It is then forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from luylau.telemetry.observations import BAD, Batch, Bool, Float64, UInt16
from luylau.telemetry.quality import kernel
from luylau.telemetry.quality.kernel import STATE, fresh
from luylau.telemetry.records import Records

_COLUMNS = ("low", "high", "max_rate", "stuck_after_s", "period_s", "resolution")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualitySettings:
    """Bounds that hold for every channel.

    Attributes:
        ahead_s: how far the time of an observation may lie after its reception, in seconds.
        oldest_us: no observation is older than this (default 2000-01-01 UTC).
        late_s: no observation comes later than this after its measurement, in seconds (default five years).
        settle_count: how many rejected values in a row must agree before a step is believed.
    """

    ahead_s: float = 60.0
    oldest_us: int = 946_684_800_000_000
    late_s: float = 5 * 365.25 * 86_400
    settle_count: int = 3

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ValueError: a value out of its bounds.
        """
        if self.ahead_s < 0 or self.late_s <= 0 or not 2 <= self.settle_count <= 255:
            raise ValueError(f"quality settings out of bounds: {self}")


class Limits(Protocol):
    """What the checker reads of the series table."""

    def __len__(self) -> int:
        """Return the number of series."""
        ...

    def limit(self, name: str) -> Float64:
        """Return one column of the channel specs, NaN where a check is off."""
        ...


class QualityChecker:
    """Flags observations of all series of a table; 128 bytes of state a series.

    Flags depend only on the observations of a series in their order and on ``now_us``, never on how they
    were cut into batches.
    """

    def __init__(self, table: Limits, settings: QualitySettings | None = None) -> None:
        self._table = table
        self.settings = settings or QualitySettings()
        self._state = fresh(max(len(table), 1))
        self.check(Batch.empty("warm-up"), now_us=0)  # compiles, or loads what was compiled, now

    def check(self, batch: Batch, *, now_us: int) -> Batch:
        """Return the batch with the flags found added to those it has.

        Args:
            batch: its series numbers must be the table's.
            now_us: the platform's clock, microseconds since 1970-01-01 UTC.

        Raises:
            ValueError: a series number that the table does not have.
        """
        table, state = self._table, self._room()
        if len(batch) and not 0 <= int(batch.series.min()) <= int(batch.series.max()) < len(table):
            raise ValueError("a series number is not in the table")
        is_text: Bool = np.zeros(len(batch) if batch.text else 0, np.bool_)
        if batch.text:
            is_text[list(batch.text)] = True
        quality: UInt16 = batch.quality.copy()
        settings = self.settings
        kernel.check(
            state,
            batch.series,
            batch.time_us,
            batch.received_us,
            batch.value,
            is_text,
            quality,
            now_us,
            round(settings.ahead_s * 1e6),
            settings.oldest_us,
            round(settings.late_s * 1e6),
            settings.settle_count,
            BAD,
            *(table.limit(name) for name in _COLUMNS),
        )
        return batch.with_quality(quality)

    def save(self) -> dict[str, Records]:
        """Return a copy of the state, for a checkpoint."""
        return {"quality": self._state[: max(len(self._table), 1)].copy()}

    def load(self, state: Mapping[str, Records]) -> None:
        """Take what ``save`` gave.

        Raises:
            ValueError: the state is of another version.
        """
        saved = state.get("quality")
        if saved is None or saved.dtype != STATE:
            raise ValueError("not a state of this version of the quality checker")
        self._state = saved.copy()
        self._room()

    def _room(self) -> Records:
        missing = len(self._table) - len(self._state)
        if missing > 0:
            self._state = np.concatenate([self._state, fresh(max(missing, len(self._state) // 2))])
        return self._state
