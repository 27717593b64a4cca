"""Messages of any source turned into batches of observations, with a reason for all that is refused.

Nearly all messages are read by the compiled scanner (``scan.py``), many in one call. What it declines,
because it is unusual, broken or new, is resolved one by one (``senml.py``) and teaches the scanner its names
and units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np

from luylau.kernel.units import conversion
from luylau.telemetry.channels import ChannelBook, TopicNames
from luylau.telemetry.flood import FloodGate
from luylau.telemetry.observations import Batch, Float64, Int32, Int64, Quality
from luylau.telemetry.scan import DECLINED, PADDING, SEPARATOR, SHORTEST_RECORD, scan
from luylau.telemetry.senml import Refused, Resolved, resolve, resolve_plain
from luylau.telemetry.series import SeriesTable
from luylau.telemetry.tokens import TokenTable

_IDENTITY: Final = (1.0, 0.0)
_MOST_UNITS: Final = 1_000_000


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Rows as columns of shape (n,): ``place`` is the position of the message, in ascending order."""

    place: Int64
    series: Int32
    time_us: Int64
    value: Float64
    misfit: Sequence[int] = ()
    """Rows whose unit does not fit."""
    text: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.series)


class _Rows:
    """Rows gathered one by one; those of a message that turns out to be refused can be taken back."""

    def __init__(self) -> None:
        self.place: list[int] = []
        self.series: list[int] = []
        self.time_us: list[int] = []
        self.value: list[float] = []
        self.misfit: list[int] = []
        self.text: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.series)

    def cut(self, length: int) -> None:
        """Take back all rows from ``length`` on."""
        for column in (self.place, self.series, self.time_us, self.value):
            del column[length:]
        # What was noted last stands last, so only the message's own rows are walked.
        while self.misfit and self.misfit[-1] >= length:
            self.misfit.pop()
        while self.text and next(reversed(self.text)) >= length:
            self.text.popitem()

    def columns(self) -> _Columns:
        """Return the rows as columns."""
        return _Columns(
            place=np.array(self.place, np.int64),
            series=np.array(self.series, np.int32),
            time_us=np.array(self.time_us, np.int64),
            value=np.array(self.value, np.float64),
            misfit=self.misfit,
            text=self.text,
        )


class _Factors:
    """Factor and offset from the units that devices send to the units of their series.

    ``table`` holds the codes by series, for the scanner, as rows of ``rows`` (row 0: the series' own unit).
    """

    def __init__(self, table: SeriesTable) -> None:
        self._series = table
        self._known: dict[tuple[int, str], tuple[float, float]] = {}
        self.tokens = TokenTable()
        self.forget()

    def forget(self) -> None:
        """Drop what was learnt from the pack, after it has changed."""
        self._known.clear()
        self.tokens.clear()
        self._row_of = {_IDENTITY: 0}
        self.rows = np.array([_IDENTITY])

    def __len__(self) -> int:
        return len(self._known)

    def has_unit(self, number: int) -> bool:
        """Say whether the pack gives a series a unit: then its values are numbers and no words."""
        spec = self._series.specs[number]
        return spec is not None and spec.unit != ""

    def find(self, number: int, unit: str) -> tuple[float, float] | None:
        """Return factor and offset from ``unit`` to the unit of a series; None where it does not fit."""
        key = (number, unit)
        factor = self._known.get(key)
        if factor is None:
            spec = self._series.specs[number]
            factor = _IDENTITY if spec is None else conversion(unit, spec.unit)
            # A device may invent any number of units; only what can be converted is worth remembering.
            if factor is not None and spec is not None:
                if len(self._known) >= _MOST_UNITS:
                    self.forget()
                self._known[key] = factor
                self.tokens.learn(number, unit.encode(), self._row(factor))
        return factor

    def _row(self, factor: tuple[float, float]) -> int:
        row = self._row_of.get(factor)
        if row is None:
            row = self._row_of[factor] = len(self.rows)
            self.rows = np.concatenate([self.rows, [factor]])
        return row


class Decoder:
    """Decodes messages of all sources; keeps the names and units that it has looked up."""

    def __init__(self, *, table: SeriesTable, book: ChannelBook, gate: FloodGate) -> None:
        self._book = book
        self._gate = gate
        self._factors = _Factors(table)
        self._scan([], [], np.empty(0, np.int64), np.empty(0, np.int64))  # compiles, or loads, now

    def forget(self) -> None:
        """Drop what was learnt from the pack, after it has changed."""
        self._book.forget()
        self._factors.forget()

    def decode(self, stream: str, messages: Sequence[Message]) -> Decoded:
        """Decode a run of messages of one stream; never raises for what a device has sent."""
        refused: dict[int, str] = {}
        topics: list[TopicNames] = []
        taken: list[int] = []
        for place, message in enumerate(messages):
            try:
                topics.append(self._book.names(message.device, message.channel))
                taken.append(place)
            except Refused as reason:
                refused[place] = reason.key
        received_us = np.array([message.received_us for message in messages], np.int64)
        topics, places = self._admitted(stream, messages, received_us, topics, taken, refused)
        payloads = [messages[place].payload for place in places.tolist()]
        scanned, declined = self._scan(payloads, topics, places, received_us[places])
        columns = scanned
        if len(declined):
            rows = _Rows()
            for at in declined.tolist():
                place = int(places[at])
                length = len(rows)
                try:
                    self._resolve(messages[place], place, topics[at], rows)
                except Refused as reason:
                    rows.cut(length)
                    refused[place] = reason.key
            columns = _merged(scanned, rows.columns())
        unknown = [
            place
            for place, names in zip(places.tolist(), topics, strict=True)
            if not names.known and place not in refused
        ]
        return Decoded(
            batch=self._batch(stream, messages, received_us, columns),
            refused=[_refusal(messages[place], key) for place, key in sorted(refused.items())],
            unknown=unknown,
        )

    def _admitted(
        self,
        stream: str,
        messages: Sequence[Message],
        received_us: Int64,
        topics: list[TopicNames],
        taken: list[int],
        refused: dict[int, str],
    ) -> tuple[list[TopicNames], Int64]:
        """Return the topics and positions of the messages that the gate lets pass."""
        places = np.array(taken, np.int64)
        admitted = self._gate.admit(
            stream.partition("@")[0],
            [messages[place].device for place in taken],
            received_us[places],
        )
        if not admitted.all():
            refused.update(dict.fromkeys(places[~admitted].tolist(), "refused-flood"))
            topics = [topics[at] for at in np.flatnonzero(admitted)]
            places = places[admitted]
        return topics, places

    def _scan(
        self, payloads: list[bytes], topics: list[TopicNames], places: Int64, received_us: Int64
    ) -> tuple[_Columns, Int64]:
        """Return the rows of what the compiled scanner takes, and which messages it declined."""
        joined = SEPARATOR.join(payloads) + PADDING
        lengths = np.array([len(payload) for payload in payloads], np.int64)
        starts = np.zeros(len(payloads) + 1, np.int64)
        np.cumsum(lengths + len(SEPARATOR), out=starts[1:])
        room = len(joined) // SHORTEST_RECORD + 1
        series, time_us, value = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room)
        long = np.empty((room, 3), np.int64)
        counts = np.empty(len(payloads), np.int64)
        names, units = self._book.tokens, self._factors.tokens
        rows, longs = scan(
            np.frombuffer(joined, np.uint8), starts, np.array([topic.number for topic in topics], np.int64),
            received_us, names.slots, names.letters, units.slots, units.letters, self._factors.rows,
            series, time_us, value, long, counts,
        )  # fmt: skip
        for row, start, end in long[:longs].tolist():
            value[row] = float(joined[start:end])
        found = _Columns(
            place=np.repeat(places, np.maximum(counts, 0)),
            series=series[:rows].copy(),
            time_us=time_us[:rows].copy(),
            value=value[:rows].copy(),
        )
        return found, np.flatnonzero(counts == DECLINED)

    def _resolve(self, message: Message, place: int, names: TopicNames, rows: _Rows) -> None:
        payload = message.payload
        found: Sequence[Resolved]
        if payload.lstrip()[:1] == b"[":
            found = resolve(payload, message.received_us)
        else:
            found = [resolve_plain(payload, message.received_us)]
        for record in found:
            number = names[record.name]
            value = record.value
            if record.text is not None:
                rows.text[len(rows)] = record.text
            elif record.unit is not None:
                factor = self._factors.find(number, record.unit)
                if factor is None:
                    rows.misfit.append(len(rows))
                elif factor != _IDENTITY:
                    value = value * factor[0] + factor[1]
            rows.place.append(place)
            rows.series.append(number)
            rows.time_us.append(record.time_us)
            rows.value.append(value)

    def _batch(
        self, stream: str, messages: Sequence[Message], received_us: Int64, columns: _Columns
    ) -> Batch:
        quality = self._book.flags[columns.series]
        not_finite = ~np.isfinite(columns.value)
        if not_finite.any():
            not_finite[list(columns.text)] = False
            quality[not_finite] |= int(Quality.NOT_FINITE)
        misplaced = [row for row in columns.text if self._factors.has_unit(int(columns.series[row]))]
        quality[misplaced] |= int(Quality.NOT_FINITE)
        quality[list(columns.misfit)] |= int(Quality.UNIT)
        seq = np.array([message.seq for message in messages], np.int64)
        return Batch(
            stream=stream,
            series=columns.series,
            time_us=columns.time_us,
            received_us=received_us[columns.place],
            value=columns.value,
            quality=quality,
            seq=seq[columns.place],
            text=columns.text,
        )


def _merged(one: _Columns, other: _Columns) -> _Columns:
    """Return the rows of both in the order of their messages. ``one`` holds neither misfits nor texts."""
    order = np.argsort(np.concatenate([one.place, other.place]), kind="stable")
    now_at = np.empty(len(order), np.int64)
    now_at[order] = np.arange(len(order))
    now_at = now_at[len(one) :]
    return _Columns(
        place=np.concatenate([one.place, other.place])[order],
        series=np.concatenate([one.series, other.series])[order],
        time_us=np.concatenate([one.time_us, other.time_us])[order],
        value=np.concatenate([one.value, other.value])[order],
        misfit=[int(now_at[row]) for row in other.misfit],
        text={int(now_at[row]): said for row, said in other.text.items()},
    )


def _refusal(message: Message, key: str) -> Refusal:
    return Refusal(
        device=message.device[:64], channel=message.channel[:64], key=key, received_us=message.received_us
    )
