"""Files of observations played into the platform, at any speed, as if their devices were sending.

The file is read through first: with a single fault nothing of it is sent. Then its rows go, packed by device,
into the stream INGEST; a block of rows counts as sent once the broker has acknowledged all of it. A replay
that was interrupted goes on at the first block that was not.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from luylau.kernel.bus import Bus
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadFile, Fault, Unavailable
from luylau.telemetry.channels import PACK_CHANNEL
from luylau.telemetry.durable import replacing
from luylau.telemetry.sources.ingest import store
from luylau.telemetry.sources.replay_rows import Row, Tally, read_rows

BLOCK_ROWS: Final = 5_000
PACK_ROWS: Final = 2_000
"""Rows in one message; well below the largest payload."""
SLOT_S: Final = 0.1
"""At a set speed, rows go out together that lie within this time on the clock on the wall."""
PATIENCE_S: Final = 60.0
"""How long a broker may be away, or full, before the replay gives up."""
_ACK_S: Final = 5.0
_RETRY_S: Final = 0.5
_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file that was read through and found good. ``skipped`` rows have neither value nor text."""

    file: Path
    digest: str
    rows: int
    skipped: int
    devices: int
    first_us: int
    last_us: int
    in_order: bool
    """Whether no row is older than the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a replay is: rows acknowledged, of how many, and the time in the file."""

    rows: int
    of: int
    time_us: int


class _Mark(msgspec.Struct, frozen=True):
    digest: str
    rows: int
    shift_us: int


def check_file(file: Path) -> Checked:
    """Read ``file`` through.

    Raises:
        NotFound: there is no such file.
        BadFile: it has faults, or holds no observation; each is named by row and column.
    """
    tally = Tally()
    devices: set[str] = set()
    rows, last, first_us, last_us, in_order = 0, None, 0, 0, True
    for row in read_rows(file, tally):
        if last is None:
            first_us = last_us = row.time_us
        elif row.time_us < last:
            in_order = False
        last = row.time_us
        first_us, last_us = min(first_us, row.time_us), max(last_us, row.time_us)
        devices.add(row.device)
        rows += 1
    if not rows:
        raise BadFile([Fault(file=file.name, row=0, column="", key="replay-empty")])
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()[:16]
    return Checked(
        file=file,
        digest=digest,
        rows=rows,
        skipped=tally.skipped,
        devices=len(devices),
        first_us=first_us,
        last_us=last_us,
        in_order=in_order,
    )


class Replay:
    """One replay of a checked file.

    ``speed`` is seconds of the file in a second on the wall; 0 means as fast as the broker takes it.
    ``shift_us`` is added to every time. ``folder`` keeps how far it came, so that a second run goes on there.

    Raises:
        BadFile: a speed is set and the file is not in order of time.
    """

    def __init__(
        self,
        bus: Bus,
        checked: Checked,
        *,
        tenant: str,
        speed: float = 0.0,
        shift_us: int = 0,
        folder: Path | None = None,
    ) -> None:
        if speed > 0 and not checked.in_order:
            raise BadFile([Fault(file=checked.file.name, row=0, column="time", key="replay-not-in-order")])
        self._bus = bus
        self._checked = checked
        self._tenant = tenant
        self._speed = speed
        self._mark_file = None if folder is None else folder / f"replay-{checked.digest}.json"
        mark = self._read_mark()
        self.resumed_rows = 0 if mark is None else mark.rows
        """Rows that an earlier run sent already."""
        self._shift_us = shift_us if mark is None else mark.shift_us
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def run(self, report: Callable[[Progress], None] = lambda _: None) -> int:
        """Send what is left of the file and return how many rows that was.

        Raises:
            Unavailable: the broker was away, or its stream full, for longer than ``PATIENCE_S``.
            BadFile: the file was changed meanwhile.
        """
        sent = 0
        begun = time.monotonic()
        start_us: int | None = None
        for block in self._blocks():
            for slot in self._slots(block):
                start_us = slot[0].time_us if start_us is None else start_us
                if self._speed > 0:
                    due = begun + (slot[0].time_us - start_us) / MICROS / self._speed
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                await self._send(slot)
            sent += len(block)
            rows = block[-1].number + 1
            self._write_mark(rows)
            report(Progress(rows=rows, of=self._checked.rows, time_us=block[-1].time_us + self._shift_us))
        if self._mark_file is not None:
            self._mark_file.unlink(missing_ok=True)
        return sent

    def _blocks(self) -> Iterator[list[Row]]:
        block: list[Row] = []
        for row in read_rows(self._checked.file):
            if row.number < self.resumed_rows:
                continue
            block.append(row)
            if len(block) >= BLOCK_ROWS:
                yield block
                block = []
        if block:
            yield block

    def _slots(self, block: list[Row]) -> Iterator[list[Row]]:
        """Split a block by what is due together; without a speed it is one."""
        if self._speed <= 0:
            yield block
            return
        length_us = SLOT_S * self._speed * MICROS
        slot: list[Row] = []
        for row in block:
            if slot and row.time_us // length_us != slot[0].time_us // length_us:
                yield slot
                slot = []
            slot.append(row)
        yield slot

    async def _send(self, rows: list[Row]) -> None:
        """Send rows packed by device: devices side by side, the packs of one in order."""
        devices: dict[str, list[Row]] = {}
        for row in rows:
            devices.setdefault(row.device, []).append(row)
        await asyncio.gather(*(self._send_device(device, own) for device, own in devices.items()))

    async def _send_device(self, device: str, rows: list[Row]) -> None:
        subject = f"ingest.replay.{self._tenant}.{device}.{PACK_CHANNEL}"
        for start in range(0, len(rows), PACK_ROWS):
            part = rows[start : start + PACK_ROWS]
            # The same rows have the same id in every run, so what was stored unheard is not stored again.
            message_id = (
                f"{self._checked.digest}:{self._shift_us}:{part[0].number}-{part[-1].number}:{device}"
            )
            async with self._room:
                await self._store(subject, self._pack(part), message_id)

    async def _store(self, subject: str, payload: bytes, message_id: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                await store(self._bus, subject, payload, message_id, timeout_s=_ACK_S)
                return
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(_RETRY_S)

    def _pack(self, rows: Sequence[Row]) -> bytes:
        records: list[dict[str, Any]] = []
        for row in rows:
            record: dict[str, Any] = {"n": row.channel, "t": (row.time_us + self._shift_us) / MICROS}
            if row.unit:
                record["u"] = row.unit
            if row.text:
                record["vs"] = row.text
            else:
                record["v"] = row.value
            records.append(record)
        return msgspec.json.encode(records)

    def _read_mark(self) -> _Mark | None:
        if self._mark_file is None or not self._mark_file.is_file():
            return None
        with suppress(msgspec.DecodeError):
            mark = msgspec.json.decode(self._mark_file.read_bytes(), type=_Mark)
            return mark if mark.digest == self._checked.digest else None
        return None

    def _write_mark(self, rows: int) -> None:
        if self._mark_file is not None:
            said = _Mark(digest=self._checked.digest, rows=rows, shift_us=self._shift_us)
            with replacing(self._mark_file) as part:
                part.write_bytes(msgspec.json.encode(said))
