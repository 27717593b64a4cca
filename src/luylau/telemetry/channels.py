"""Which series a message speaks of: names in topics and packs to numbers, within limits on strangers."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from luylau.kernel.ids import is_channel, is_id
from luylau.telemetry.observations import Quality, UInt16
from luylau.telemetry.senml import SUM, Refused
from luylau.telemetry.series import SeriesTable
from luylau.telemetry.tokens import TokenTable

PACK_CHANNEL = "senml"
"""The topic's last level for a pack whose records name their channels."""

_MOST_TOPICS = 100_000
"""Topics that are remembered; a device may invent any number of them."""
_MOST_NAMES = 1_000_000
"""Names that are remembered for the scanner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerLimits:
    """How many devices outside the pack are held, and how many channels of one device outside its kind."""

    devices: int
    channels: int


class ChannelBook:
    """What was learnt of devices and channels; dropped by ``forget`` when the pack changes."""

    def __init__(
        self, *, tenant: str, table: SeriesTable, is_device: Callable[[str], bool], limits: StrangerLimits
    ) -> None:
        self.tenant = tenant
        self._table = table
        self._is_device = is_device
        self._limits = limits
        self._topics: dict[tuple[str, str], TopicNames] = {}
        self._numbers = count()
        self.tokens = TokenTable()
        """What was learnt, for the scanner: names by the number of their topic."""
        self.flags: UInt16 = np.zeros(1_024, np.uint16)
        """Quality flags that every observation of a series gets, by the series' number."""
        self._stranger_channels: dict[str, int] = {}
        self._stranger_devices: set[str] = set()
        self.forget()

    def forget(self) -> None:
        """Drop what was learnt, and count anew what is stored of strangers."""
        self._forget_topics()
        self._stranger_channels.clear()
        self._stranger_devices.clear()
        for number, (device, channel) in enumerate(self._table.keys):
            self._count(device, channel)
            self._flag(number, device, channel)

    def names(self, device: str, channel: str) -> "TopicNames":
        """Return the names that hold under one topic.

        Raises:
            Refused: the topic is malformed, or there are too many strangers already.
        """
        found = self._topics.get((device, channel))
        if found is None:
            if not is_id(device) or not is_channel(channel):
                raise Refused("refused-topic")
            known = self._is_device(device)
            if not known and device not in self._stranger_devices:
                if len(self._stranger_devices) >= self._limits.devices:
                    raise Refused("refused-too-many-unknown")
                self._stranger_devices.add(device)
            if len(self._topics) >= _MOST_TOPICS:
                self._forget_topics()
            found = TopicNames(self, device, channel, number=next(self._numbers), known=known)
            self._topics[device, channel] = found
        return found

    def number(self, device: str, channel: str) -> int:
        """Return the number of a series, giving it one if there is room.

        Raises:
            Refused: no channel's name, or the device has named too many that its kind does not have.
        """
        number = self._table.find(device, channel)
        if number is not None:
            return number
        if not is_channel(channel):
            raise Refused("refused-name")
        if (
            not self._table.knows(device, channel)
            and self._stranger_channels.get(device, 0) >= self._limits.channels
        ):
            raise Refused("refused-too-many-channels")
        number = self._table.number(device, channel)
        self._count(device, channel)
        self._flag(number, device, channel)
        return number

    def learn(self, topic: int, name: str, number: int) -> None:
        """Let the scanner know what a name means under a topic (by its number); forget all when it is full.

        The topics go too: they would not learn again what they know.
        """
        if len(self.tokens) >= _MOST_NAMES:
            self._forget_topics()
        self.tokens.learn(topic, name.encode(), number)

    def _forget_topics(self) -> None:
        self._topics.clear()
        self.tokens.clear()

    def _flag(self, number: int, device: str, channel: str) -> None:
        if number >= len(self.flags):
            self.flags = np.concatenate([self.flags, np.zeros(max(number, len(self.flags)), np.uint16)])
        if not self._is_device(device):
            self.flags[number] = int(Quality.UNKNOWN_DEVICE)
        elif not self._table.knows(device, channel):
            self.flags[number] = int(Quality.UNKNOWN_CHANNEL)
        else:
            self.flags[number] = int(Quality.GOOD)

    def _count(self, device: str, channel: str) -> None:
        if not self._table.knows(device, channel):
            self._stranger_channels[device] = self._stranger_channels.get(device, 0) + 1
            if not self._is_device(device):
                self._stranger_devices.add(device)


class TopicNames(dict[str, int]):
    """Names of one topic's records to series numbers, learnt as they come.

    A device speaks of itself alone: a name is empty or the device's own (then the topic names the channel),
    a channel, or a channel behind a prefix that names the device. The sum of a nameless record is the sum of
    the topic's channel.
    """

    def __init__(self, book: ChannelBook, device: str, channel: str, *, number: int, known: bool) -> None:
        super().__init__()
        self.number = number
        """The topic's own number, under which the scanner finds its names; never given again."""
        self.known = known
        """Whether the pack has the device."""
        self._book = book
        self._device = device
        self._channel = channel
        urn = f"urn:luylau:{book.tenant}:asset:{device}"
        self._prefixes = (f"{urn}:", f"{device}:", f"{device}/")
        own = ("", urn, device, *self._prefixes)
        self._own = frozenset(own + tuple(name + SUM for name in own))

    def __missing__(self, name: str) -> int:
        number = self._book.number(self._device, self._channel_of(name))
        if len(self) < 1_000:
            self[name] = number
            self._book.learn(self.number, name, number)
        return number

    def _channel_of(self, name: str) -> str:
        if self._channel != PACK_CHANNEL and name in self._own:
            return self._channel + SUM if name.endswith(SUM) else self._channel
        for prefix in self._prefixes:
            if name.startswith(prefix):
                name = name[len(prefix) :]
                break
        else:
            if ":" in name or "/" in name:
                raise Refused("refused-other-device")
        if name in ("", SUM):
            raise Refused("refused-no-name")
        return name
