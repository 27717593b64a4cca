"""ASDUs turned into packs of SenML: one value a record, at the outstation's time, flawed ones as words.

Only values that the outstation itself calls good become numbers. Anything else becomes a word ("invalid"),
and since every channel that a point maps to has a unit, the decoder flags a word there as no number: it is
kept in the history and shown as bad, and moves no good value.
"""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import Final

import msgspec

from luylau.kernel.clock import MICROS, from_datetime
from luylau.telemetry.sources.iec104.asdu import END_OF_INITIALISATION, Asdu, TimeTag
from luylau.telemetry.sources.iec104.mapping import Outstation
from luylau.telemetry.sources.iec104.sending import INTERROGATION

MOST_RECORDS: Final = 2_000
"""Records in one message; well below the largest payload."""

INTERROGATED: Final = range(20, 37)
"""The causes of transmission that answer an interrogation, of a station or a group of it."""

Record = tuple[str, dict[str, object]]
"""A device, and a record of SenML that it is made to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A payload for a device. A pack that is made again from the same records has the same ``message_id``, so
    the broker stores it once."""

    device: str
    payload: bytes
    message_id: str


@dataclass(slots=True)
class _Newest:
    """What was last published of a point."""

    time_us: int
    tag_us: int | None
    said: float | str


class Packer:
    """Makes records of what one outstation says, in order, and counts what is odd.

    Times never stand still within a point: two values in the same millisecond lie a microsecond apart, for
    the later one would pass for a duplicate. A time ahead of the platform's clock becomes the moment of
    receipt: nothing is reported before it happens.
    """

    def __init__(self, outstation: Outstation) -> None:
        self._outstation = outstation
        self._newest: dict[tuple[int, int], _Newest] = {}
        self._stamp_us = 0
        self.counts: Counter[str] = Counter()
        """``values``, and by reason ``invalid``, ``substituted``, ``untimed``, ``ahead``, ``unmapped``,
        ``differing`` (of another kind than mapped), ``test``, ``unread`` (of a type that is not read)."""
        self.differing: set[tuple[int, int]] = set()
        """Points that came as another kind than they are mapped as."""

    def records(self, asdu: Asdu, now_us: int) -> tuple[list[Record], bool]:
        """Return device and SenML record of each value, and whether the station should be asked for all its
        values.

        That is so where an event bears an earlier time than what was published of its point at receipt (its
        clock lags, or an interrogation overtook it): which of the two holds now only the outstation knows.
        """
        if asdu.kind is None or asdu.test:
            if asdu.type not in (INTERROGATION, END_OF_INITIALISATION):
                self.counts["test" if asdu.test else "unread"] += 1
            return [], False
        # The answer to an interrogation says what holds now, whenever it came to be so.
        now_holds = asdu.cause in INTERROGATED
        found, ask = [], False
        for one in asdu.objects:
            address = (asdu.common_address, one.address)
            point = self._outstation.points.get(address)
            if point is None:
                self.counts["unmapped"] += 1
                continue
            if point.kind != asdu.kind:
                self.counts["differing"] += 1
                self.differing.add(address)
                continue
            value = one.element.value * point.factor + point.offset
            said: float | str = one.element.flaw or (value if math.isfinite(value) else "not-finite")
            time_us, behind = self._time(address, None if now_holds else one.tag, said, now_us)
            self.counts["untimed"] += one.tag is None and not now_holds
            ask = ask or behind
            self.counts["values"] += 1
            self.counts["invalid"] += isinstance(said, str)
            self.counts["substituted"] += one.element.substituted
            record: dict[str, object] = {"n": point.channel, "u": point.unit, "t": time_us / MICROS}
            record["vs" if isinstance(said, str) else "v"] = said
            found.append((point.device, record))
        return found, ask

    def _time(
        self, address: tuple[int, int], tag: TimeTag | None, said: float | str, now_us: int
    ) -> tuple[int, bool]:
        tag_us = None if tag is None else self._utc_us(tag)
        newest = self._newest.get(address)
        # Each receipt is later than the one before, unless the platform's clock was set back.
        self._stamp_us = self._stamp_us + 1 if 0 <= self._stamp_us - now_us < MICROS else now_us
        if tag_us is None or tag_us > self._stamp_us:
            self.counts["ahead"] += tag_us is not None
            time_us, tag_us = self._stamp_us, None
        elif newest is not None and newest.tag_us == tag_us and newest.said != said:
            time_us = newest.time_us + 1
        else:
            time_us = tag_us
        behind = (
            newest is not None and newest.tag_us is None and time_us < newest.time_us and newest.said != said
        )
        if newest is None or time_us >= newest.time_us:
            self._newest[address] = _Newest(time_us, tag_us, said)
        return time_us, behind

    def _utc_us(self, tag: TimeTag) -> int | None:
        try:
            # In the hour that comes twice, the first is the summer's.
            local = tag.local.replace(tzinfo=self._outstation.zone, fold=0 if tag.summer else 1)
            return from_datetime(local.astimezone(UTC))
        except (ValueError, OverflowError):
            return None


def packs(records: list[Record]) -> list[Pack]:
    """Return the records packed by device, in their order, ``MOST_RECORDS`` in a pack at most."""
    by_device: dict[str, list[dict[str, object]]] = {}
    for device, record in records:
        by_device.setdefault(device, []).append(record)
    return [
        _pack(device, own[start : start + MOST_RECORDS])
        for device, own in by_device.items()
        for start in range(0, len(own), MOST_RECORDS)
    ]


def _pack(device: str, records: list[dict[str, object]]) -> Pack:
    payload = msgspec.json.encode(records)
    digest = hashlib.blake2b(payload, key=device.encode(), digest_size=16).hexdigest()
    return Pack(device=device, payload=payload, message_id=f"iec104:{digest}")
