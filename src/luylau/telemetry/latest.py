"""Latest values: the last observation and the last good one of every series, as columns by series number.

Newest is what was measured last, not what came last. A device whose clock runs ahead must not hold its
place for ever, and one whose clock was never set must still be seen; so where the checks flagged the time
as impossible, and for a time ahead of the arrival, the moment of arrival counts in its stead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from luylau.telemetry.checkpoint import Checkpoint, Reason, load, save
from luylau.telemetry.observations import Batch, Bool, Float64, Int64, Quality, UInt16

NEVER = np.iinfo(np.int64).min
"""The time of a series that has had no observation yet."""

_WILD = int(Quality.FUTURE | Quality.ANCIENT)
_START = 1_024
_COLUMNS: dict[str, tuple[str, Any]] = {
    "order_us": ("i8", NEVER),
    "time_us": ("i8", NEVER),
    "received_us": ("i8", NEVER),
    "value": ("f8", np.nan),
    "quality": ("u2", 0),
    "good_time_us": ("i8", NEVER),
    "good_received_us": ("i8", NEVER),
    "good_value": ("f8", np.nan),
    "good_quality": ("u2", 0),
    "version": ("i8", 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """Latest values of ``n`` series; shapes (n,). ``time_us`` is ``NEVER`` where there is none.

    ``value`` and ``good_value`` are in the channels' units; ``text`` and ``good_text`` hold by series
    number those that are words.
    """

    series: Int64
    time_us: Int64
    received_us: Int64
    value: Float64
    quality: UInt16
    good_time_us: Int64
    good_received_us: Int64
    good_value: Float64
    good_quality: UInt16
    text: Mapping[int, str]
    good_text: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.series)


class LatestValues:
    """The latest values of all series; grows as series numbers do. For use by one thread."""

    def __init__(self) -> None:
        self._columns = {name: np.full(_START, empty, dtype) for name, (dtype, empty) in _COLUMNS.items()}
        self._text: dict[int, str] = {}
        self._good_text: dict[int, str] = {}
        self._version = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def cursor(self) -> int:
        """What to hand to ``changed_since`` next time to hear of later changes only."""
        return self._version

    def apply(self, batch: Batch) -> None:
        """Take a batch in. Applying it again changes nothing, so a replay after a restart does no harm."""
        if not len(batch):
            return
        self._grow(int(batch.series.max()) + 1)
        self._version += 1
        order_us = np.minimum(batch.time_us, batch.received_us)
        order_us = np.where((batch.quality & _WILD) != 0, batch.received_us, order_us)
        first_of_time = (batch.quality & int(Quality.DUPLICATE)) == 0
        self._move(batch, order_us, first_of_time, "order_us", "", self._text)
        self._move(batch, batch.time_us, batch.good, "good_time_us", "good_", self._good_text)

    def get(self, series: Int64 | Sequence[int]) -> Latest:
        """Return the latest values of these series, in this order; an unknown number has none."""
        numbers = np.asarray(series, np.int64)
        if len(numbers):
            self._grow(int(numbers.max()) + 1, heard=False)
        return self._latest(numbers)

    def changed_since(self, cursor: int) -> Int64:
        """Return the numbers of the series that changed after ``cursor`` was read, ascending."""
        return np.flatnonzero(self._columns["version"][: self._size] > cursor)

    def snapshot(self) -> Latest:
        """Return the latest values of all series."""
        return self._latest(np.arange(self._size))

    def save(self, path: Path, watermarks: Mapping[str, int]) -> None:
        """Write everything to a checkpoint file.

        Raises:
            Unavailable: the disk is full, read-only or broken; the old checkpoint is as it was.
        """
        arrays = {name: column[: self._size] for name, column in self._columns.items() if name != "version"}
        texts = {"text": list(self._text.items()), "good_text": list(self._good_text.items())}
        save(path, Checkpoint(arrays=arrays, watermarks=watermarks, meta=texts))

    def load(self, path: Path) -> Mapping[str, int] | Reason:
        """Take over a checkpoint file and return its watermarks, or why it cannot be used (nothing changes
        then).
        """
        found = load(path)
        if not isinstance(found, Checkpoint):
            return found
        if {"version", *found.arrays} != set(_COLUMNS):
            return "foreign"
        size = len(found.arrays["value"])
        self._grow(size)
        self._version += 1
        for name, column in found.arrays.items():
            self._columns[name][:size] = column
        self._columns["version"][:size] = self._version
        self._text = {int(number): said for number, said in found.meta["text"]}
        self._good_text = {int(number): said for number, said in found.meta["good_text"]}
        return found.watermarks

    def _move(
        self, batch: Batch, key: Int64, wanted: Bool, held: str, prefix: str, texts: dict[int, str]
    ) -> None:
        rows = np.flatnonzero(wanted)
        rows = rows[key[rows] > self._columns[held][batch.series[rows]]]
        if not len(rows):
            return
        # Of several of one series the newest; of equal times the one that came first.
        order = np.lexsort((-rows, key[rows], batch.series[rows]))
        rows = rows[order]
        last = np.append(batch.series[rows][1:] != batch.series[rows][:-1], True)
        rows = rows[last]
        numbers = batch.series[rows]
        columns = self._columns
        columns[held][numbers] = key[rows]
        columns[prefix + "time_us"][numbers] = batch.time_us[rows]
        columns[prefix + "received_us"][numbers] = batch.received_us[rows]
        columns[prefix + "value"][numbers] = batch.value[rows]
        columns[prefix + "quality"][numbers] = batch.quality[rows]
        columns["version"][numbers] = self._version
        if texts:
            for number in texts.keys() & set(numbers.tolist()):
                del texts[number]
        if batch.text:
            kept = dict(zip(rows.tolist(), numbers.tolist(), strict=True))
            texts.update({kept[row]: said for row, said in batch.text.items() if row in kept})

    def _latest(self, numbers: Int64) -> Latest:
        columns = self._columns
        some = set(numbers.tolist()) if self._text or self._good_text else set()
        return Latest(
            series=numbers,
            time_us=columns["time_us"][numbers],
            received_us=columns["received_us"][numbers],
            value=columns["value"][numbers],
            quality=columns["quality"][numbers],
            good_time_us=columns["good_time_us"][numbers],
            good_received_us=columns["good_received_us"][numbers],
            good_value=columns["good_value"][numbers],
            good_quality=columns["good_quality"][numbers],
            text={number: said for number, said in self._text.items() if number in some},
            good_text={number: said for number, said in self._good_text.items() if number in some},
        )

    def _grow(self, size: int, *, heard: bool = True) -> None:
        room = len(self._columns["value"])
        if size > room:
            more = max(size, 2 * room) - room
            for name, (dtype, empty) in _COLUMNS.items():
                self._columns[name] = np.concatenate([self._columns[name], np.full(more, empty, dtype)])
        if heard:
            self._size = max(self._size, size)
