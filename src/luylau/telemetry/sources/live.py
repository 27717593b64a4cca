"""MQTT with QoS 0: what devices send without asking for an acknowledgement, at most once.

Nobody keeps such a message: what comes while the platform is down is lost, which is what QoS 0 means. What
comes faster than it can be taken in waits in a bounded queue; what finds it full is dropped and counted.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from luylau.kernel.clock import Clock, SystemClock
from luylau.kernel.errors import Unavailable
from luylau.kernel.tasks import end_tasks
from luylau.telemetry.decode import Message
from luylau.telemetry.sources.subjects import SubjectNames
from luylau.telemetry.sources.wire import Raw, WireReader

log = logging.getLogger(__name__)

NAME: Final = "live"
MAX_QUEUED: Final = 100_000
"""Messages that may wait."""
MAX_QUEUED_BYTES: Final = 128_000_000
"""Bytes of payload that may wait."""
_CONNECT_S: Final = 5.0
_RETRY_S: Final = 0.5


class LiveSource:
    """The source over the plain subject ``obs.>``; see ``SensorSource``.

    Nobody else numbers these messages, so each life of the source is a stream of its own, counted from 1.
    """

    name = NAME

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: str,
        tenant: str,
        clock: Clock | None = None,
        max_queued: int = MAX_QUEUED,
    ) -> None:
        self._place = (host, port)
        self._user = user
        self._password = password
        self._clock = clock or SystemClock()
        self.stream = f"{NAME}@{self._clock.now_us()}"
        self._number = 0
        self._names = SubjectNames(skip=1, tenant=tenant)
        self._max_queued = max_queued
        self._queue: deque[Message] = deque()
        self._queued_bytes = 0
        self._filled = asyncio.Event()
        self._reader: WireReader | None = None
        self._keeping: asyncio.Task[None] | None = None
        self.dropped = 0

    @property
    def away(self) -> bool:
        """Whether the connection is down."""
        return self._reader is None or self._reader.lost.done()

    @property
    def pending(self) -> int:
        """Messages waiting in the queue."""
        return len(self._queue)

    async def open(self, committed: Mapping[str, int]) -> None:
        """Connect; there is no number to begin after.

        Raises:
            Unavailable: the broker is away.
        """
        try:
            await self._connect()
        except (OSError, TimeoutError) as error:
            raise Unavailable("broker-away", said=type(error).__name__) from error
        self._keeping = asyncio.create_task(self._keep())

    async def fetch(self, limit: int, wait_s: float) -> Sequence[Message]:
        """Return up to ``limit`` messages; [] when none came within ``wait_s``."""
        if not self._queue:
            self._filled.clear()
            try:
                await asyncio.wait_for(self._filled.wait(), wait_s)
            except TimeoutError:
                return []
        taken = [self._queue.popleft() for _ in range(min(limit, len(self._queue)))]
        self._queued_bytes -= sum(len(message.payload) for message in taken)
        return taken

    async def committed(self, watermarks: Mapping[str, int]) -> None:
        """Nothing is kept, so nothing can be forgotten."""

    async def close(self) -> None:
        """Disconnect."""
        if self._keeping is not None:
            await end_tasks([self._keeping])
        if self._reader is not None:
            self._reader.close()

    async def _connect(self) -> None:
        def made() -> WireReader:
            return WireReader(user=self._user, password=self._password, subject="obs.>", take=self._take)

        loop = asyncio.get_running_loop()
        _, reader = await asyncio.wait_for(loop.create_connection(made, *self._place), _CONNECT_S)
        try:
            await asyncio.wait_for(reader.ready, _CONNECT_S)
        except BaseException:
            reader.close()
            raise
        self._reader = reader

    async def _keep(self) -> None:
        """Connect again whenever the connection is lost."""
        while True:
            assert self._reader is not None
            await self._reader.lost
            log.info("live: the broker is away")
            while self.away:
                await asyncio.sleep(_RETRY_S)
                try:
                    await self._connect()
                except (OSError, TimeoutError):
                    log.debug("live: the broker is still away")

    def _take(self, found: list[Raw]) -> None:
        now_us = self._clock.now_us()
        for subject, payload in found:
            if len(self._queue) >= self._max_queued or self._queued_bytes > MAX_QUEUED_BYTES:
                self.dropped += 1
                continue
            device, channel = self._names[subject]
            self._number += 1
            self._queue.append(Message(device, channel, payload, self._number, now_us))
            self._queued_bytes += len(payload)
        self._filled.set()
