"""Messages of any source turned into batches of observations, with a reason for all that is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from luylau.kernel.clock import MICROS
from luylau.kernel.units import conversion
from luylau.telemetry.channels import ChannelBook, TopicNames
from luylau.telemetry.flood import FloodGate
from luylau.telemetry.observations import Batch, Quality
from luylau.telemetry.senml import (
    FAR_S,
    RELATIVE_BELOW_S,
    Head,
    Lean,
    Refused,
    Resolved,
    absolute_us,
    lean_pack,
    resolve,
    resolve_plain,
)
from luylau.telemetry.series import SeriesTable

_IDENTITY = (1.0, 0.0)


class Message(msgspec.Struct, gc=False, frozen=True):
    """One message as a source delivers it. ``seq`` is its place in the source's stream, from 1."""

    device: str
    channel: str
    payload: bytes
    seq: int
    received_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A message that was refused, and why (message key)."""

    device: str
    channel: str
    key: str
    received_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What became of a run of messages: each is in ``batch`` or in ``refused``.

    ``unknown`` holds the positions in the run of those that came from devices outside the pack.
    """

    batch: Batch
    refused: Sequence[Refusal]
    unknown: Sequence[int]


@dataclass(slots=True)
class _Rows:
    """Columns under construction; ``seconds`` are since 1970, ``quality`` holds flagged rows only."""

    series: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    quality: dict[int, int] = field(default_factory=dict)
    text: dict[int, str] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    sources: list[Message] = field(default_factory=list)

    def cut(self, length: int) -> None:
        """Take back the rows of a message that turned out to be refused."""
        if len(self.series) > length:
            del self.series[length:]
            del self.seconds[length:]
            del self.values[length:]
            # What was flagged last stands last, so only the message's own rows are walked.
            for marks in (self.quality, self.text):
                while marks and next(reversed(marks)) >= length:
                    marks.popitem()


class Decoder:
    """Decodes messages of all sources; keeps the unit factors that it has looked up."""

    def __init__(self, *, table: SeriesTable, book: ChannelBook, gate: FloodGate) -> None:
        self._table = table
        self._book = book
        self._gate = gate
        self._factors: dict[tuple[int, str], tuple[float, float]] = {}

    def forget(self) -> None:
        """Drop what was learnt from the pack, after it has changed."""
        self._book.forget()
        self._factors.clear()

    def decode(self, stream: str, messages: Sequence[Message]) -> Decoded:
        """Decode a run of messages of one stream; never raises for what a device has sent."""
        rows = _Rows()
        refused: list[Refusal] = []
        unknown: list[int] = []
        source = stream.partition("@")[0]
        for position, message in enumerate(messages):
            mark = len(rows.series)
            try:
                names = self._book.names(message.device, message.channel)
                if not self._gate.admits(source, message.device, message.received_us):
                    raise Refused("refused-flood")
                self._decode_one(message, names, rows)
            except Refused as reason:
                rows.cut(mark)
                refused.append(
                    Refusal(
                        device=message.device[:64],
                        channel=message.channel[:64],
                        key=reason.key,
                        received_us=message.received_us,
                    )
                )
            else:
                rows.counts.append(len(rows.series) - mark)
                rows.sources.append(message)
                if not names.known:
                    unknown.append(position)
        return Decoded(batch=_batch(stream, rows), refused=refused, unknown=unknown)

    def _decode_one(self, message: Message, names: TopicNames, rows: _Rows) -> None:
        payload = message.payload
        if payload[:1] != b"[" and payload.lstrip()[:1] != b"[":
            self._add(resolve_plain(payload, message.received_us), names, rows)
            return
        lean = lean_pack(payload)
        if lean is not None:
            self._add_lean(*lean, message.received_us, names, rows)
            return
        for record in resolve(payload, message.received_us):
            self._add(record, names, rows)

    def _add_lean(self, first: Head, rest: list[Lean], now_us: int, names: TopicNames, rows: _Rows) -> None:
        base, base_s, base_value = first.bn, first.bt, first.bv
        start = len(rows.series)
        rows.series.append(names[base + first.n])
        rows.values.append(first.v + base_value)
        if rest:
            series = [names[base + record.n] for record in rest] if base else [names[r.n] for r in rest]
            rows.series += series
            rows.values += [record.v + base_value for record in rest]
            rows.seconds += _seconds(base_s, [first.t, *[record.t for record in rest]], now_us)
        else:
            rows.seconds.append(absolute_us(base_s + first.t, now_us) / MICROS)
        if not names.clean:
            self._flag(rows, start, names)
        if first.bu is not None and any(
            self._factor(number, first.bu) != _IDENTITY for number in set(rows.series[start:])
        ):
            for row in range(start, len(rows.series)):
                self._convert(rows, row, first.bu)

    def _add(self, record: Resolved, names: TopicNames, rows: _Rows) -> None:
        start = len(rows.series)
        rows.series.append(names[record.name])
        rows.seconds.append(record.time_us / MICROS)
        rows.values.append(record.value)
        if not names.clean:
            self._flag(rows, start, names)
        if record.text is not None:
            rows.text[start] = record.text
        elif record.unit is not None:
            self._convert(rows, start, record.unit)

    @staticmethod
    def _flag(rows: _Rows, start: int, names: TopicNames) -> None:
        for row in range(start, len(rows.series)):
            flags = names.flags[rows.series[row]]
            if flags:
                rows.quality[row] = flags

    def _convert(self, rows: _Rows, row: int, unit: str) -> None:
        """Convert one value from ``unit`` to its channel's own, or flag it."""
        factor = self._factor(rows.series[row], unit)
        if factor is None:
            rows.quality[row] = rows.quality.get(row, 0) | int(Quality.UNIT)
        elif factor != _IDENTITY:
            rows.values[row] = rows.values[row] * factor[0] + factor[1]

    def _factor(self, number: int, unit: str) -> tuple[float, float] | None:
        """Return factor and offset from ``unit`` to the unit of a series; None where it does not fit."""
        key = (number, unit)
        factor = self._factors.get(key)
        if factor is None:
            spec = self._table.specs[number]
            factor = _IDENTITY if spec is None else conversion(unit, spec.unit)
            # A device may invent any number of units; only what can be converted is worth remembering.
            if factor is not None and spec is not None:
                self._factors[key] = factor
        return factor


def _seconds(base_s: float, times_s: list[float], now_us: int) -> list[float]:
    """Return absolute seconds since 1970 for the times of a pack, by the rules of ``absolute_us``."""
    low, high = min(times_s) + base_s, max(times_s) + base_s
    if low >= RELATIVE_BELOW_S and high < FAR_S:
        return [base_s + time_s for time_s in times_s] if base_s else times_s
    return [absolute_us(base_s + time_s, now_us) / MICROS for time_s in times_s]


def _batch(stream: str, rows: _Rows) -> Batch:
    counts = np.array(rows.counts, np.int64)
    value = np.array(rows.values, np.float64)
    quality = np.zeros(len(value), np.uint16)
    quality[~np.isfinite(value)] = int(Quality.NOT_FINITE)
    quality[list(rows.text)] = 0
    for row, flags in rows.quality.items():
        quality[row] |= flags
    return Batch(
        stream=stream,
        series=np.array(rows.series, np.int32),
        # A double holds microseconds of this century exactly once rounded: 2e15 is below 2**53.
        time_us=np.rint(np.array(rows.seconds, np.float64) * MICROS).astype(np.int64),
        received_us=np.repeat(np.array([m.received_us for m in rows.sources], np.int64), counts),
        value=value,
        quality=quality,
        seq=np.repeat(np.array([m.seq for m in rows.sources], np.int64), counts),
        text=rows.text,
    )
