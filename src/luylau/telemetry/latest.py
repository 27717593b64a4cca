"""Latest values: the last observation and the last good one of every series, as columns by series number.

Newest is what was measured last, not what came last. A device whose clock runs ahead must not hold its
place for ever, and one whose clock was never set must still be seen; so where the checks flagged the time
as impossible, and for a time ahead of the arrival, the moment of arrival counts in its stead.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numba import njit

from luylau.telemetry.checkpoint import Checkpoint, Reason, load, save
from luylau.telemetry.observations import Batch, Bool, Float64, Int32, Int64, Quality, UInt16

NEVER = np.iinfo(np.int64).min
"""The time of a series that has had no observation yet."""

_WILD = int(Quality.FUTURE | Quality.ANCIENT)
_AHEAD_US = 120_000_000
"""No device may be this far ahead of the platform's clock and pass for right."""
_START = 1_024
_ROW = np.dtype(
    [
        ("time_us", "i8"),
        ("received_us", "i8"),
        ("value", "f8"),
        ("good_time_us", "i8"),
        ("good_received_us", "i8"),
        ("good_value", "f8"),
        ("version", "i8"),
        ("quality", "u2"),
        ("good_quality", "u2"),
        ("unused", "u4"),
    ]
)
"""One series: 64 bytes, a line of the processor's cache, so that a lookup by chance fetches one."""

_WORDS = 8
_SAVED = tuple(name for name in _ROW.names or () if name not in ("version", "unused"))
_EMPTY = np.array([(NEVER, NEVER, np.nan, NEVER, NEVER, np.nan, 0, 0, 0, 0)], _ROW)


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


@njit(cache=True, nogil=True)
def _newest(series: Int32, key: Int64, wanted: Bool, held: Int64, winner: Int64) -> Int64:
    """Return the rows that become the latest of their series, and put their keys into ``held``.

    Of several of one series it is the newest; of equal times the one that came first. ``winner`` is room for
    a row of each series, -1 before and after.
    """
    rows = np.empty(len(series), np.int64)
    count = 0
    for row in range(len(series)):
        number = series[row]
        if wanted[row] and key[row] > held[number]:
            held[number] = key[row]
            if winner[number] < 0:
                rows[count] = number
                count += 1
            winner[number] = row
    for place in range(count):
        number = rows[place]
        rows[place] = winner[number]
        winner[number] = -1
    return rows[:count].copy()


class LatestValues:
    """The latest values of all series; grows as series numbers do. Safe to use from several threads."""

    def __init__(self) -> None:
        self._rows = np.repeat(_EMPTY, _START)
        self._order_us = np.full(_START, NEVER)
        self._winner = np.full(_START, -1)
        self._text: dict[int, str] = {}
        self._good_text: dict[int, str] = {}
        self._version = 0
        self._size = 0
        self._lock = threading.Lock()
        empty = Batch.empty("warm-up")
        for held in (self._order_us, self._rows["good_time_us"]):
            # Compiles, or loads what was compiled, now and not with the first batch.
            _newest(empty.series, empty.time_us, empty.good, held, self._winner)

    def __len__(self) -> int:
        return self._size

    @property
    def cursor(self) -> int:
        """What to hand to ``changed_since`` next time; read it before asking, so that no change is missed."""
        return self._version

    def apply(self, batch: Batch, now_us: int | None = None) -> None:
        """Take a batch in. Applying it again changes nothing, so a replay after a restart does no harm.

        With ``now_us``, the platform's clock, what is held for a moment still to come gives way to anything:
        the clock was ahead when it came, and without this it would stay for as long as the clock was ahead.
        """
        if not len(batch):
            return
        order_us = np.minimum(batch.time_us, batch.received_us)
        order_us = np.where((batch.quality & _WILD) != 0, batch.received_us, order_us)
        first_of_time = (batch.quality & int(Quality.DUPLICATE)) == 0
        with self._lock:
            self._grow(int(batch.series.max()) + 1)
            self._version += 1
            good_time_us = self._rows["good_time_us"]
            if now_us is not None:
                for held in (self._order_us, good_time_us):
                    touched = held[batch.series] > now_us + _AHEAD_US
                    held[batch.series[touched]] = NEVER
            self._move(batch, order_us, first_of_time, self._order_us, "", self._text)
            self._move(batch, batch.time_us, batch.good, good_time_us, "good_", self._good_text)

    def get(self, series: Int64 | Sequence[int]) -> Latest:
        """Return the latest values of these series, in this order; an unknown number has none."""
        numbers = np.asarray(series, np.int64)
        with self._lock:
            if len(numbers):
                self._grow(int(numbers.max()) + 1, heard=False)
            return self._latest(numbers)

    def changed_since(self, cursor: int) -> Int64:
        """Return the numbers of the series that changed after ``cursor`` was read, ascending."""
        with self._lock:
            return np.flatnonzero(self._rows["version"][: self._size] > cursor)

    def snapshot(self) -> Latest:
        """Return the latest values of all series."""
        with self._lock:
            return self._latest(np.arange(self._size))

    def save(self, path: Path, watermarks: Mapping[str, int]) -> None:
        """Write everything to a checkpoint file.

        Raises:
            Unavailable: the disk is full, read-only or broken; the old checkpoint is as it was.
        """
        with self._lock:
            arrays = {name: self._rows[name][: self._size].copy() for name in _SAVED}
            arrays["order_us"] = self._order_us[: self._size].copy()
            texts = {"text": list(self._text.items()), "good_text": list(self._good_text.items())}
        save(path, Checkpoint(arrays=arrays, watermarks=watermarks, meta=texts))

    def load(self, path: Path) -> Mapping[str, int] | Reason:
        """Take over a checkpoint file and return its watermarks, or why it cannot be used (nothing changes
        then).
        """
        found = load(path)
        if not isinstance(found, Checkpoint):
            return found
        if set(found.arrays) != {*_SAVED, "order_us"}:
            return "foreign"
        with self._lock:
            size = len(found.arrays["order_us"])
            self._grow(size)
            self._version += 1
            for name in _SAVED:
                self._rows[name][:size] = found.arrays[name]
            self._order_us[:size] = found.arrays["order_us"]
            self._rows["version"][:size] = self._version
            self._text = {int(number): said for number, said in found.meta["text"]}
            self._good_text = {int(number): said for number, said in found.meta["good_text"]}
        return found.watermarks

    def _move(
        self, batch: Batch, key: Int64, wanted: Bool, held: Int64, prefix: str, texts: dict[int, str]
    ) -> None:
        rows = _newest(batch.series, key, wanted, held, self._winner)
        if not len(rows):
            return
        numbers = batch.series[rows]
        self._rows[prefix + "time_us"][numbers] = batch.time_us[rows]
        self._rows[prefix + "received_us"][numbers] = batch.received_us[rows]
        self._rows[prefix + "value"][numbers] = batch.value[rows]
        self._rows[prefix + "quality"][numbers] = batch.quality[rows]
        self._rows["version"][numbers] = self._version
        if texts:
            for number in texts.keys() & set(numbers.tolist()):
                del texts[number]
        if batch.text:
            kept = dict(zip(rows.tolist(), numbers.tolist(), strict=True))
            texts.update({kept[row]: said for row, said in batch.text.items() if row in kept})

    def _latest(self, numbers: Int64) -> Latest:
        # Whole rows are fetched at once, as plain words: numpy copies those fastest.
        words = self._rows.view(np.int64).reshape(-1, _WORDS)
        rows = words.take(numbers, axis=0).view(_ROW)[:, 0]
        return Latest(
            series=numbers,
            text=self._among(numbers, self._text),
            good_text=self._among(numbers, self._good_text),
            **{name: rows[name] for name in _SAVED},
        )

    def _among(self, numbers: Int64, texts: Mapping[int, str]) -> dict[int, str]:
        if not texts:
            return {}
        asked = np.zeros(len(self._rows), np.bool_)
        asked[numbers] = True
        return {number: said for number, said in texts.items() if asked[number]}

    def _grow(self, size: int, *, heard: bool = True) -> None:
        room = len(self._rows)
        if size > room:
            more = max(size, 2 * room) - room
            self._rows = np.concatenate([self._rows, np.repeat(_EMPTY, more)])
            self._order_us = np.concatenate([self._order_us, np.full(more, NEVER)])
            self._winner = np.full(len(self._rows), -1)
        if heard:
            self._size = max(self._size, size)
