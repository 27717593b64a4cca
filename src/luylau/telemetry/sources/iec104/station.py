"""One outstation: a connection that is kept open, and what it says on its way into the durable stream."""

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from luylau.kernel.clock import Clock
from luylau.kernel.errors import Unavailable
from luylau.kernel.tasks import end_tasks
from luylau.telemetry.channels import PACK_CHANNEL
from luylau.telemetry.sources.iec104.asdu import Asdu
from luylau.telemetry.sources.iec104.frames import Broken
from luylau.telemetry.sources.iec104.mapping import Outstation
from luylau.telemetry.sources.iec104.packing import Pack, Packer, packs
from luylau.telemetry.sources.iec104.session import Received, Session, Timing

log = logging.getLogger(__name__)

MOST_WAITING: Final = 1_024
"""ASDUs that may wait to be published; the standard's window lets far fewer come unacknowledged."""
AT_ONCE: Final = 128
"""ASDUs published together."""
STEADY_S: Final = 30.0
"""A connection that stood this long is made anew at once after its end."""
ASK_AGAIN_S: Final = 10.0
"""A station whose times contradict its order is asked for all its values this often at most."""
_READ_BYTES: Final = 16_384
_RETRY_S: Final = 0.5


class Publisher(Protocol):
    """Where observations go; see ``NatsIngestPublisher``."""

    async def publish(self, device: str, channel: str, payload: bytes, message_id: str) -> None:
        """Return once the payload is durable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a connection, and between two tries: twice as long each time, up to the most."""

    connect_s: float = 30.0
    first_s: float = 1.0
    most_s: float = 60.0


class Station:
    """Keeps the connection to one outstation. ``run`` never ends by itself."""

    def __init__(
        self, outstation: Outstation, publisher: Publisher, clock: Clock, timing: Timing, patience: Patience
    ) -> None:
        self.outstation = outstation
        self.counts: Counter[str] = Counter()
        """``connections`` made and ``breaks`` by the protocol or the line."""
        self._publisher = publisher
        self._clock = clock
        self._timing = timing
        self._patience = patience
        self._packer = Packer(outstation)
        self._queue: deque[tuple[Session, Received, int]] = deque()
        self._filled = asyncio.Event()
        self._wake = asyncio.Event()
        self._session: Session | None = None
        self._asked: dict[int, float] = {}
        self._trouble: Unavailable | None = Unavailable("scada-no-connection", said="")

    @property
    def connected(self) -> bool:
        """Whether the outstation has agreed to send and the connection stands."""
        return self._session is not None and self._session.started

    @property
    def waiting(self) -> int:
        """ASDUs that have come and are not durable yet."""
        return len(self._queue)

    @property
    def figures(self) -> Mapping[str, int]:
        """All counts since the start."""
        return {**self._packer.counts, **self.counts}

    def trouble(self) -> list[dict[str, object]]:
        """Return what is wrong now, as the health page takes it."""
        found: list[tuple[str, dict[str, object]]] = []
        if not self.connected and self._trouble is not None:
            found.append((self._trouble.key, dict(self._trouble.fields)))
        if self._session is not None:
            found.extend(("scada-refused", {"station": station}) for station in sorted(self._session.refused))
        if self._packer.differing:
            common, address = min(self._packer.differing)
            many = len(self._packer.differing)
            found.append(("scada-kind-differs", {"station": common, "address": address, "count": many}))
        said = self.outstation
        return [
            {"where": said.id, "key": key, "fields": {"outstation": said.id, **fields}}
            for key, fields in found
        ]

    async def run(self) -> None:
        """Connect, take in, and connect again, until cancelled."""
        publishing = asyncio.ensure_future(self._publish())
        connecting = asyncio.ensure_future(self._connect())
        try:
            done, _ = await asyncio.wait({publishing, connecting}, return_when=asyncio.FIRST_COMPLETED)
            for ended in done:
                ended.result()
        finally:
            await end_tasks([publishing, connecting])

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        pause = self._patience.first_s
        while True:
            begun = loop.time()
            try:
                reader, writer = await asyncio.wait_for(
                    asyncio.open_connection(self.outstation.host, self.outstation.port),
                    self._patience.connect_s,
                )
            except (OSError, TimeoutError, UnicodeError) as error:
                # A host that is no name at all is an error of text.
                self._fail(Unavailable("scada-no-connection", said=type(error).__name__))
            else:
                try:
                    await self._talk(reader, writer)
                except Broken as broken:
                    self._fail(broken)
                except OSError as error:
                    self._fail(Unavailable("scada-ended", said=type(error).__name__))
                finally:
                    if self.connected and loop.time() - begun >= STEADY_S:
                        pause = self._patience.first_s
                    self._session = None
                    # Whatever the other side still reads or not, this connection is over.
                    writer.transport.abort()
                self.counts["breaks"] += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._patience.most_s)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        session = self._session = Session(self._timing, self.outstation.common_addresses, loop.time())
        self.counts["connections"] += 1
        reading = asyncio.ensure_future(reader.read(_READ_BYTES))
        waking = asyncio.ensure_future(self._wake.wait())
        try:
            while True:
                session.tick(loop.time())
                out = session.output()
                if out:
                    writer.write(out)
                await asyncio.wait(
                    {reading, waking},
                    timeout=max(0.0, session.due() - loop.time()),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if waking.done():
                    self._wake.clear()
                    waking = asyncio.ensure_future(self._wake.wait())
                if reading.done():
                    data = reading.result()
                    if not data:
                        raise Broken("scada-ended", said="")
                    self._take(session, session.receive(data, loop.time()))
                    reading = asyncio.ensure_future(reader.read(_READ_BYTES))
        finally:
            await end_tasks([reading, waking])

    def _take(self, session: Session, found: list[Received]) -> None:
        now_us = self._clock.now_us()
        self._queue.extend((session, one, now_us) for one in found)
        if found:
            self._filled.set()
        if len(self._queue) > MOST_WAITING:
            raise Broken("scada-window", count=len(self._queue))

    async def _publish(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._queue:
                batch = [self._queue[place] for place in range(min(AT_ONCE, len(self._queue)))]
                records = []
                for session, received, now_us in batch:
                    made, ask = self._packer.records(received.asdu, now_us)
                    records += made
                    if ask and session is self._session:
                        self._ask(session, received.asdu, loop.time())
                await asyncio.gather(*map(self._store, packs(records)))
                for session, received, _ in batch:
                    self._queue.popleft()
                    session.handled(received.number, loop.time())
                self._wake.set()

    async def _store(self, pack: Pack) -> None:
        await patiently(
            lambda: self._publisher.publish(pack.device, PACK_CHANNEL, pack.payload, pack.message_id),
            where=self.outstation.id,
        )

    def _ask(self, session: Session, asdu: Asdu, now: float) -> None:
        if now - self._asked.get(asdu.common_address, -ASK_AGAIN_S) >= ASK_AGAIN_S:
            self._asked[asdu.common_address] = now
            session.interrogate(asdu.common_address, now)

    def _fail(self, error: Unavailable) -> None:
        if self._trouble is None or (error.key, error.fields) != (self._trouble.key, self._trouble.fields):
            log.warning("%s: %s", self.outstation.id, error)
        self._trouble = error


async def patiently(work: Callable[[], Awaitable[None]], *, where: str) -> None:
    """Do ``work`` until the broker takes it; what it is told twice it stores once."""
    while True:
        with contextlib.suppress(Unavailable):
            return await work()
        log.info("%s: the broker is away", where)
        await asyncio.sleep(_RETRY_S)
