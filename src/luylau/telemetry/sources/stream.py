"""A durable stream of the broker as a source: numbered, contiguous, read from our own offset.

The offset lives in our database beside the history it speaks of, not in the broker: then a message is in the
history if and only if the offset says so. The broker's consumer is therefore a throw-away one that starts at
the offset; what is committed is purged from the stream.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from natsrpy.exceptions import NatsrpyBaseError
from natsrpy.js import (
    AckPolicy,
    DeliverPolicy,
    DiscardPolicy,
    JetStreamMessage,
    PullConsumer,
    PullConsumerConfig,
    RetentionPolicy,
    StorageType,
    Stream,
    StreamConfig,
)

from luylau.kernel.bus import Bus, away
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Unavailable
from luylau.telemetry.decode import Message
from luylau.telemetry.sources.identity import StreamInfo, identity, latest_generation, stream_info
from luylau.telemetry.sources.subjects import SubjectNames

log = logging.getLogger(__name__)

CALL_S: Final = 2.0
"""How long one question to the broker may take, in seconds."""
FETCH_BYTES: Final = 4_000_000
"""About the largest delivery at once: a backlog of huge messages must not fill the memory, and small batches
keep the broker and the decoder busy side by side."""
_BACKLOG: Final = 50
_MEASURE_S: Final = 1.0
_PURGE_S: Final = 5.0
_RETRY_S: Final = 0.2


Delivery = asyncio.Future[list[JetStreamMessage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSpec:
    """Which stream of the broker is read, and what of it.

    ``max_bytes`` is the disk that it may take; when it is full the broker withholds its acknowledgements, so
    the senders keep what they have. ``skip`` counts the subject's levels before tenant, device and channel.
    """

    name: str
    broker_name: str
    subjects: tuple[str, ...]
    filter: str
    skip: int
    max_bytes: int
    duplicate_window_s: float = 120.0


async def ensure_stream(bus: Bus, spec: StreamSpec) -> Stream:
    """Make the stream, or bring one that exists to its limits.

    Raises:
        Unavailable: the broker is away or refuses.
    """
    jetstream = await bus.jetstream()
    config = StreamConfig(
        name=spec.broker_name,
        subjects=list(spec.subjects),
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_bytes=spec.max_bytes,
        num_replicas=1,
        duplicate_window=spec.duplicate_window_s,
    )
    try:
        return await asyncio.wait_for(jetstream.streams.create_or_update(config), CALL_S)
    except (NatsrpyBaseError, TimeoutError) as error:
        raise away(error) from error


class StreamSource:
    """The source over one durable stream; see ``SensorSource``.

    While one delivery is worked on, the next is already asked for.
    """

    dropped = 0

    def __init__(self, bus: Bus, spec: StreamSpec, tenant: str) -> None:
        self.name = spec.name
        self._bus = bus
        self._spec = spec
        self._names = SubjectNames(skip=spec.skip, tenant=tenant)
        self._handle: Stream | None = None
        self._consumer: PullConsumer | None = None
        self._consumer_name = ""
        self._coming: Delivery | None = None
        self._expected = 1
        self._created = ""
        self._generation = 0
        self._delivered = 0
        self._pending = 0
        self._failed = False
        self._most = 1
        self._measured = 0.0
        self.recreated = 0
        """How often the throw-away consumer had to be made anew."""

    @property
    def stream(self) -> str:
        """Identity of the stream; it has no meaning before ``open``."""
        return identity(self.name, self._created, self._generation)

    @property
    def away(self) -> bool:
        """Whether the broker is away or refuses to deliver."""
        return self._failed or not self._bus.connected

    @property
    def pending(self) -> int:
        """Messages waiting in the broker as of the last fetch."""
        return self._pending

    async def open(self, committed: Mapping[str, int]) -> None:
        """Make the stream if there is none, and begin after what is committed.

        Raises:
            Unavailable: the broker is away.
        """
        self._handle = await ensure_stream(self._bus, self._spec)
        self._consumer = None
        info = await stream_info(self._bus, self._spec.broker_name)
        self._created = info.created
        self._generation = latest_generation(self.name, info.created, committed)
        self._delivered = committed.get(self.stream, 0)
        self._follow(info)

    async def fetch(self, limit: int, wait_s: float) -> Sequence[Message]:
        """Return up to ``limit`` messages; [] when there are none within ``wait_s`` or the broker is away."""
        if not self._bus.connected:
            self._consumer = None
            await asyncio.sleep(min(wait_s, _RETRY_S))
            return []
        try:
            if self._consumer is None:
                await self._create_consumer()
            assert self._consumer is not None
            await self._measure_backlog()
            coming = self._coming or self._ask(self._consumer, limit, wait_s)
            self._coming = None
            found = await asyncio.wait_for(coming, wait_s + 2.0)
        except (NatsrpyBaseError, TimeoutError, Unavailable) as error:
            log.info("%s: no delivery (%s); the consumer is made anew", self.name, type(error).__name__)
            self._failed = True
            self._consumer = None
            await asyncio.sleep(_RETRY_S)
            return []
        self._failed = False
        if not found:
            self._pending = 0
            return []
        taken = self._take(found)
        if self._consumer is not None:
            self._coming = self._ask(self._consumer, limit, wait_s)
        return taken

    async def committed(self, watermarks: Mapping[str, int]) -> None:
        """Purge what is safe in the history; a purge that fails is made up for by the next one."""
        upto = watermarks.get(self.stream, 0)
        if not upto or self._handle is None or not self._bus.connected:
            return
        try:
            # The broker purges what lies below the number. Without a filter this only cuts the stream's head.
            await asyncio.wait_for(self._handle.purge(sequence=min(upto, self._delivered) + 1), _PURGE_S)
        except (NatsrpyBaseError, TimeoutError) as error:
            log.info("%s: not purged (%s)", self.name, type(error).__name__)

    async def close(self) -> None:
        """Let the broker forget the consumer."""
        await self._drop_consumer()

    def _ask(self, consumer: PullConsumer, limit: int, wait_s: float) -> Delivery:
        # Asked with a time to wait, the broker sends what it has at once, or the first that comes.
        return asyncio.ensure_future(consumer.fetch(max_messages=min(limit, self._most), expires=wait_s))

    def _take(self, found: list[JetStreamMessage]) -> list[Message]:
        """Return the contiguous head of what was delivered; drop the consumer at a gap, to read it again."""
        taken: list[Message] = []
        names = self._names
        expected = self._expected
        for message in found:
            if message.consumer_sequence != expected:
                log.warning("%s: %s came where %s was due", self.name, message.consumer_sequence, expected)
                self._consumer = None
                break
            expected += 1
            name = names[message.subject]
            taken.append(
                Message(
                    name[0],
                    name[1],
                    message.payload,
                    message.stream_sequence,
                    round(message.published.timestamp() * MICROS),
                )
            )
        self._expected = expected
        if taken:
            self._delivered = taken[-1].seq
            self._pending = found[len(taken) - 1].pending
        return taken

    async def _create_consumer(self) -> None:
        """Look whether the stream is still the same, and read on after what was delivered."""
        await self._drop_consumer()
        self._handle = await ensure_stream(self._bus, self._spec)
        self._follow(await stream_info(self._bus, self._spec.broker_name))
        name = f"{self.name}-{time.time_ns()}"
        config = PullConsumerConfig(
            name=name,
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            delivery_start_sequence=self._delivered + 1,
            filter_subject=self._spec.filter,
            memory_storage=True,
            inactive_threshold=60.0,
        )
        self._consumer = await asyncio.wait_for(self._handle.consumers.create(config), CALL_S)
        self._consumer_name = name
        self._expected = 1
        self.recreated += 1

    async def _measure_backlog(self) -> None:
        """Look how large the waiting messages are, when many wait.

        The broker's own limit on a delivery's bytes is of no use: it ends the delivery with an error.
        """
        if self._pending > _BACKLOG and time.monotonic() - self._measured > _MEASURE_S:
            self._weigh(await stream_info(self._bus, self._spec.broker_name))

    def _weigh(self, info: StreamInfo) -> None:
        """Take as many messages at once as make up ``FETCH_BYTES`` on the average."""
        each = info.state.bytes // max(1, info.state.messages)
        self._most = max(1, FETCH_BYTES // max(1, each))
        self._measured = time.monotonic()

    def _follow(self, info: StreamInfo) -> None:
        """Begin a new identity at the first message if the stream is another one than it was."""
        self._weigh(info)
        if info.created != self._created:
            self._created, self._generation, self._delivered = info.created, 0, 0
        elif info.state.last_seq < self._delivered:
            log.warning("%s: ends at %s, %s was delivered", self.name, info.state.last_seq, self._delivered)
            self._generation, self._delivered = self._generation + 1, 0

    async def _drop_consumer(self) -> None:
        """Delete the consumer; one that cannot be deleted ends by itself after its time of idleness."""
        self._consumer = None
        if self._coming is not None:
            self._coming.cancel()
            self._coming = None
        if self._handle is not None and self._consumer_name and self._bus.connected:
            with suppress(NatsrpyBaseError, TimeoutError):
                await asyncio.wait_for(self._handle.consumers.delete(self._consumer_name), CALL_S)
            self._consumer_name = ""
