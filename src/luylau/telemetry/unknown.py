"""Devices that the pack does not know: seen, listed, and kept until a person decides.

A device is *held* while it sends and nobody has decided; *refused* when it was not even let in; *adopted* or
*dismissed* by a person. Nothing of it is dropped in silence: what a held device sends is in the history,
marked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import NotFound
from luylau.kernel.events import Event, EventLog
from luylau.kernel.sql import reader
from luylau.security.callout import RefusedConnect
from luylau.telemetry.tables import unknown_devices

State = Literal["held", "refused", "adopted", "dismissed"]

EXCERPT_LETTERS: Final = 500
MOST_CHANNELS: Final = 20
MOST_REFUSED: Final = 500
"""Refused devices that are kept; the oldest go first, for anybody can try names."""
DISMISSED_US: Final = 24 * 3600 * MICROS
"""A dismissed device that still sends after this time is listed again."""
ADOPTED_US: Final = 60 * MICROS
"""So long after its adoption a device may still come as unknown, until all parts have read the new pack."""
TELL_AGAIN_US: Final = 3600 * MICROS
"""A device that keeps being refused is told of once in this time."""

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_ACTOR: Final = "system:signals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One message of a device outside the pack. ``via`` is the source's name."""

    device: str
    channel: str
    payload: bytes
    received_us: int
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownDevice:
    """One device outside the pack. Times are microseconds since 1970 UTC.

    ``excerpt`` is the beginning of its last payload, made harmless to show; ``reason`` the message key of why
    it was last refused, "" for one that never was.
    """

    device: str
    state: State
    first_seen: int
    last_seen: int
    messages: int
    channels: tuple[str, ...]
    last_channel: str
    excerpt: str
    source: str
    reason: str
    address: str


@dataclass(slots=True)
class _Seen:
    """What one run of sightings says of one device."""

    first: Sighting
    last: Sighting
    count: int = 0
    channels: list[str] = field(default_factory=list)


def excerpt(payload: bytes) -> str:
    """Return the beginning of a payload as text that is safe to show: one line, nothing invisible."""
    text = payload[: 4 * EXCERPT_LETTERS].decode("utf-8", "replace")
    return _UNPRINTABLE.sub("\ufffd", text)[:EXCERPT_LETTERS]


class UnknownDevices:
    """The list of unknown devices; each first sight and its event are written in one transaction."""

    def __init__(self, engine: Engine, events: EventLog) -> None:
        self._engine = engine
        self._events = events

    def note(self, sightings: Iterable[Sighting]) -> None:
        """Write down devices that sent; one that is seen for the first time makes an event."""
        seen: dict[str, _Seen] = {}
        for sighting in sightings:
            one = seen.setdefault(sighting.device, _Seen(sighting, sighting))
            one.last = sighting
            one.count += 1
            if sighting.channel not in one.channels and len(one.channels) < MOST_CHANNELS:
                one.channels.append(sighting.channel)
        if not seen:
            return
        with self._engine.begin() as connection:
            rows = _rows(connection, seen)
            for device, one in seen.items():
                self._note_one(connection, device, one, rows.get(device))

    def note_refused(self, refused: Sequence[RefusedConnect]) -> None:
        """Write down devices that were not let in; a new one, or one with a new reason, makes an event."""
        with self._engine.begin() as connection:
            rows = _rows(connection, [one.device for one in refused])
            for one in refused:
                self._refuse_one(connection, one, rows.get(one.device))
            _forget_oldest_refused(connection)

    def listed(self, *states: State) -> list[UnknownDevice]:
        """Return the devices in ``states`` (held ones when none is named), the last seen first."""
        wanted = states or ("held",)
        with reader(self._engine) as connection:
            rows = connection.execute(
                sa.select(unknown_devices)
                .where(unknown_devices.c.state.in_(wanted))
                .order_by(unknown_devices.c.last_seen_us.desc(), unknown_devices.c.device)
            )
            return [_device(row) for row in rows]

    def forget(self, connection: Connection, device: str) -> None:
        """Mark a device as adopted in the caller's transaction; one that was never seen needs no mark."""
        self._decide(connection, device, "adopted")

    def dismiss(self, connection: Connection, device: str) -> None:
        """Take a device off the list in the caller's transaction, for a day; what it sends is kept as before.

        Raises:
            NotFound: it is not on the list.
        """
        if not self._decide(connection, device, "dismissed"):
            raise NotFound("device-not-listed", device=device)

    def _decide(self, connection: Connection, device: str, state: State) -> bool:
        table = unknown_devices
        return bool(
            connection.execute(
                table.update()
                .where(table.c.device == device, table.c.state.in_(("held", "refused")))
                .values(state=state, changed_us=table.c.last_seen_us)
            ).rowcount
        )

    def _note_one(self, connection: Connection, device: str, one: _Seen, row: sa.Row[Any] | None) -> None:
        last = one.last
        values: dict[str, Any] = {
            "last_seen_us": last.received_us,
            "last_channel": last.channel[:64],
            "excerpt": excerpt(last.payload),
            "via": last.via,
        }
        if row is None:
            begins = {"first_seen_us": one.first.received_us, "messages": one.count, "channels": one.channels}
            empty = {"reason": "", "address": "", "told_us": last.received_us}
            connection.execute(
                unknown_devices.insert().values(
                    device=device, state="held", changed_us=last.received_us, **values, **begins, **empty
                )
            )
        else:
            more = [channel for channel in one.channels if channel not in row.channels]
            values["channels"] = [*row.channels, *more][:MOST_CHANNELS]
            values["messages"] = row.messages + one.count
            if _comes_anew(row, last.received_us):
                values |= {"state": "held", "changed_us": last.received_us}
            connection.execute(
                unknown_devices.update().where(unknown_devices.c.device == device).values(**values)
            )
        if row is None or "state" in values:
            data = {"channel": values["last_channel"], "via": last.via, "excerpt": values["excerpt"]}
            self._tell(connection, "device.unknown", device, last.received_us, data)

    def _refuse_one(self, connection: Connection, one: RefusedConnect, row: sa.Row[Any] | None) -> None:
        table = unknown_devices
        tell = row is None or row.reason != one.reason or one.time_us - row.told_us > TELL_AGAIN_US
        values: dict[str, Any] = {"reason": one.reason, "address": one.address}
        if tell:
            values["told_us"] = one.time_us
        if row is None:
            empty = {"messages": 0, "channels": [], "last_channel": "", "excerpt": "", "via": "mqtt"}
            times = dict.fromkeys(("first_seen_us", "last_seen_us", "changed_us"), one.time_us)
            connection.execute(
                table.insert().values(device=one.device, state="refused", **values, **empty, **times)
            )
        else:
            if row.state != "held":
                values |= {"state": "refused", "last_seen_us": one.time_us}
            connection.execute(table.update().where(table.c.device == one.device).values(**values))
        if tell:
            data = {"reason": one.reason, "address": one.address, "count": one.count}
            self._tell(connection, "device.refused", one.device, one.time_us, data)

    def _tell(
        self, connection: Connection, kind: str, device: str, time_us: int, data: dict[str, Any]
    ) -> None:
        event = Event(kind=kind, subject=f"device:{device}", actor=_ACTOR, time_us=time_us, data=data)
        self._events.append(connection, event)


def _comes_anew(row: sa.Row[Any], now_us: int) -> bool:
    """Say whether a device that sends must be held (again)."""
    grace_us = {"refused": -1, "dismissed": DISMISSED_US, "adopted": ADOPTED_US}.get(row.state)
    return grace_us is not None and abs(now_us - row.changed_us) > grace_us


def _rows(connection: Connection, devices: Iterable[str]) -> dict[str, sa.Row[Any]]:
    wanted = list(devices)
    found = {}
    # A database takes only so many values in one question.
    for start in range(0, len(wanted), 500):
        part = sa.select(unknown_devices).where(unknown_devices.c.device.in_(wanted[start : start + 500]))
        found.update({row.device: row for row in connection.execute(part)})
    return found


def _forget_oldest_refused(connection: Connection) -> None:
    table = unknown_devices
    kept = (
        sa.select(table.c.device)
        .where(table.c.state == "refused")
        .order_by(table.c.last_seen_us.desc())
        .limit(MOST_REFUSED)
    )
    connection.execute(table.delete().where(table.c.state == "refused", table.c.device.not_in(kept)))


def _device(row: sa.Row[Any]) -> UnknownDevice:
    return UnknownDevice(
        device=row.device,
        state=row.state,
        first_seen=row.first_seen_us,
        last_seen=row.last_seen_us,
        messages=row.messages,
        channels=tuple(row.channels),
        last_channel=row.last_channel,
        excerpt=row.excerpt,
        source=row.via,
        reason=row.reason,
        address=row.address,
    )
