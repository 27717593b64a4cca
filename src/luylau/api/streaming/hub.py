"""One hub for all open streams of a process.

Events are not queued: each client keeps the seq of the last event it was sent and reads what lies above
it, from the hub's short memory or from the log itself. So a client misses none and gets none twice, and a
slow one costs no memory. Live values are made into one message for all clients, at most ten a second; a
client that does not take them away is dropped, and its browser connects anew.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.engine import Engine
from starlette.concurrency import run_in_threadpool

from luylau.api.live import Latest, LiveBatch
from luylau.api.streaming.frames import event_frame, frame, values_frame
from luylau.kernel.errors import TooMany
from luylau.kernel.events import Event, EventLog
from luylau.kernel.messages import Language
from luylau.kernel.sql import AWAY, reader
from luylau.telemetry.latest import NEVER

_log = logging.getLogger(__name__)

VALUES_INTERVAL_S = 0.1
"""Shortest time between two messages of live values, in seconds."""

VALUES_AT_ONCE = 5_000
"""Most series in one message of live values; the rest follow with the next."""

POLL_S = 0.5
"""How often the event log is looked at without a hint, in seconds."""

_REMEMBERED = 2_000
_READ_AT_ONCE = 500
_WAITING_FRAMES = 100


@dataclass(frozen=True, slots=True)
class Known:
    """An event of the hub's memory with its message."""

    seq: int
    kind: str
    bytes: bytes


@dataclass(slots=True, kw_only=True, eq=False)
class Client:
    """One open stream. ``dropped`` is set once it was too slow, or the hub has closed."""

    kinds: frozenset[str]
    language: Language
    waiting: deque[bytes] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: bool = False

    def offer(self, kind: str, made: bytes) -> None:
        """Hand over a message that need not arrive; too many that wait drop the client."""
        if kind not in self.kinds:
            return
        if len(self.waiting) >= _WAITING_FRAMES:
            self.dropped = True
        else:
            self.waiting.append(made)
        self.wake.set()


class StreamHub:
    """What open streams share. Its methods belong to the event loop, except ``hint``."""

    def __init__(self, engine: Engine, event_log: EventLog, *, max_clients: int = 500) -> None:
        self._engine = engine
        self._event_log = event_log
        self._max_clients = max_clients
        self._clients: set[Client] = set()
        self._memory: deque[Known] = deque(maxlen=_REMEMBERED)
        self._floor = 0
        """Events above this seq, up to ``_top``, are in the memory."""
        self._top = 0
        self._pending: dict[tuple[str, str], Latest] = {}
        self._flush_at: asyncio.TimerHandle | None = None
        self._flushed = -VALUES_INTERVAL_S
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hinted = asyncio.Event()

    def __len__(self) -> int:
        return len(self._clients)

    def hint(self) -> None:
        """Say from any thread that the event log has grown."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hinted.set)

    async def run(self) -> None:
        """Follow the event log until cancelled; a database that is away is asked again."""
        self._loop = asyncio.get_running_loop()
        await self._begin()
        while True:
            try:
                async with asyncio.timeout(POLL_S):
                    await self._hinted.wait()
            except TimeoutError:
                if not self._clients:
                    continue
            self._hinted.clear()
            try:
                await self._follow()
            except AWAY as error:
                _log.warning("the event log cannot be read: %s", error)
                await asyncio.sleep(POLL_S)
                self._hinted.set()

    async def _begin(self) -> None:
        def ask() -> int:
            with reader(self._engine) as connection:
                return self._event_log.last(connection)

        while True:
            try:
                self._floor = self._top = await run_in_threadpool(ask)
            except AWAY as error:
                _log.warning("the event log cannot be read: %s", error)
                await asyncio.sleep(POLL_S)
            else:
                return

    async def _follow(self) -> None:
        while new := await self._read(self._top):
            for event in new:
                if len(self._memory) == _REMEMBERED:
                    self._floor = self._memory[0].seq
                self._memory.append(Known(event.seq, event.kind, event_frame(event)))
                self._top = event.seq
            for client in self._clients:
                client.wake.set()

    async def _read(self, after: int) -> list[Event]:
        def ask() -> list[Event]:
            with reader(self._engine) as connection:
                return list(self._event_log.read(connection, after=after, limit=_READ_AT_ONCE))

        return await run_in_threadpool(ask)

    async def events_after(self, seq: int) -> list[Known]:
        """Return some events above ``seq``, oldest first; none once the client has caught up."""
        if seq >= self._top:
            return []
        if seq >= self._floor:
            return [known for known in self._memory if known.seq > seq]
        return [Known(event.seq, event.kind, event_frame(event)) for event in await self._read(seq)]

    def subscribe(self, kinds: frozenset[str], language: Language) -> Client:
        """Open a stream.

        Raises:
            TooMany: as many streams as are allowed are open.
        """
        if len(self._clients) >= self._max_clients:
            raise TooMany("stream-full", limit=self._max_clients)
        client = Client(kinds=kinds, language=language)
        self._clients.add(client)
        return client

    def unsubscribe(self, client: Client) -> None:
        """Forget a stream."""
        self._clients.discard(client)

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        for client in self._clients:
            client.dropped = True
            client.wake.set()

    def values(self, batch: LiveBatch) -> None:
        """Take new live values; those that did not change are left out."""
        if not self._clients:
            return
        rows = zip(batch.time_us, batch.received_us, batch.value, batch.quality, strict=True)
        keys = zip(batch.device, batch.channel, strict=True)
        self._pending.update(
            (key, Latest(*row)) for key, row in zip(keys, rows, strict=True) if row[0] != NEVER
        )
        self._flush_soon()

    def languages(self) -> set[Language]:
        """Return the languages of those who listen."""
        return {client.language for client in self._clients}

    def health(self, language: Language, data: object) -> None:
        """Send the state of the platform's parts, JSON-ready, to all who read ``language``."""
        made = frame("health", data)
        for client in self._clients:
            if client.language == language:
                client.offer("health", made)

    def _flush_soon(self) -> None:
        if self._pending and self._flush_at is None:
            loop = asyncio.get_running_loop()
            wait = max(0.0, self._flushed + VALUES_INTERVAL_S - loop.time())
            self._flush_at = loop.call_later(wait, self._flush)

    def _flush(self) -> None:
        self._flush_at = None
        self._flushed = asyncio.get_running_loop().time()
        chosen = list(islice(self._pending.items(), VALUES_AT_ONCE))
        for key, _ in chosen:
            del self._pending[key]
        made = values_frame(chosen)
        for client in self._clients:
            client.offer("values", made)
        self._flush_soon()
