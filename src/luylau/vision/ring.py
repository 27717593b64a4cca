"""The last seconds of a stream as they came, for the beginning of a clip. In memory only: it is unmasked."""

from collections import deque
from dataclasses import dataclass, field
from threading import Lock

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Packet
from luylau.vision.sources.coding import Coding


@dataclass(slots=True)
class _Group:
    """A keyframe and what refers to it."""

    coding: Coding
    packets: list[Packet] = field(default_factory=list)
    bytes: int = 0


class PacketRing:
    """Keeps whole groups of pictures: as many as ``seconds`` need, and at most ``max_bytes`` of coded data.
    For several threads at once.

    Where one group alone is larger than ``max_bytes``, it is given up, and what follows it is kept from the
    next keyframe on.
    """

    def __init__(self, seconds: float, max_bytes: int) -> None:
        self.span_us = round(seconds * MICROS)
        """How far back clips may begin."""
        self._max_bytes = max_bytes
        self._groups: deque[_Group] = deque()
        self._lock = Lock()
        self.bytes = 0
        """Coded data kept now."""
        self.forced_out = 0
        """Packets that had to go for ``max_bytes`` while they were still within ``seconds``."""

    def __len__(self) -> int:
        with self._lock:
            return sum(len(group.packets) for group in self._groups)

    def add(self, packet: Packet, coding: Coding) -> None:
        """Take the next packet of a stream, and how it is coded."""
        with self._lock:
            self._add(packet, coding)

    def _add(self, packet: Packet, coding: Coding) -> None:
        last = self._groups[-1].packets[-1] if self._groups else None
        if packet.keyframe:
            self._groups.append(_Group(coding))
        elif last is None or last.epoch != packet.epoch:
            return  # there is nothing that it could refer to
        group = self._groups[-1]
        group.packets.append(packet)
        group.bytes += len(packet.data)
        self.bytes += len(packet.data)
        self._trim(packet)

    def since(self, time_us: int, *, across: bool = False) -> list[Packet]:
        """Return the packets from the keyframe at or before ``time_us`` on, from the oldest one if none is
        kept that is so old; only those of the stretch that runs now, or with ``across`` earlier ones too.
        """
        return [packet for group in self._since(time_us, across) for packet in group]

    def clip(self, from_us: int, until_us: int) -> tuple[tuple[Packet, ...], dict[int, Coding]]:
        """Return the packets of a clip, from the keyframe at or before ``from_us`` to ``until_us``, and how
        each stretch of them is coded; across breaks."""
        with self._lock:
            codings = {group.packets[0].epoch: group.coding for group in self._groups}
        packets = tuple(one for one in self.since(from_us, across=True) if one.time_us <= until_us)
        return packets, {one.epoch: codings[one.epoch] for one in packets if one.epoch in codings}

    def _since(self, time_us: int, across: bool) -> list[list[Packet]]:
        with self._lock:
            groups = [(group.packets[0], list(group.packets)) for group in self._groups]
        if not groups:
            return []
        epoch = groups[-1][0].epoch
        first = len(groups) - 1
        while first and groups[first][0].time_us > time_us:
            if not across and groups[first - 1][0].epoch != epoch:
                break
            first -= 1
        return [packets for _, packets in groups[first:]]

    def coding(self, epoch: int) -> Coding | None:
        """Return how the packets of a stretch are coded, None if none of it is kept."""
        with self._lock:
            found = (group.coding for group in self._groups if group.packets[0].epoch == epoch)
            return next(found, None)

    def _trim(self, newest: Packet) -> None:
        from_us = newest.time_us - self.span_us
        while len(self._groups) > 1 and self._is_old(from_us, newest.time_us):
            self._drop()
        while self.bytes > self._max_bytes and self._groups:
            self.forced_out += self._drop()

    def _is_old(self, from_us: int, now_us: int) -> bool:
        """Whether the oldest group is not needed any more: the next one begins early enough, it ended long
        before a break, or it is of before the clock was set back."""
        oldest, following = self._groups[0].packets, self._groups[1].packets
        if oldest[0].epoch == following[0].epoch:
            return following[0].time_us <= from_us
        return oldest[-1].time_us < from_us or oldest[0].time_us > now_us

    def _drop(self) -> int:
        group = self._groups.popleft()
        self.bytes -= group.bytes
        return len(group.packets)
