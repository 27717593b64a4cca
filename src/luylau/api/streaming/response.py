"""The response that carries a stream: writes until the client goes, is too slow, or may no longer listen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from luylau.api.streaming.frames import KEEP_ALIVE, frame
from luylau.api.streaming.hub import Client, StreamHub

_log = logging.getLogger(__name__)

KEEP_ALIVE_S = 15.0
"""Longest silence on a stream, in seconds."""

SEND_TIMEOUT_S = 10.0
"""How long a client may take to read one message, in seconds."""

CHECK_S = 5.0
"""How often it is asked whether the session still holds, in seconds."""

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who listens: from which seq on, to which kinds of events, for how long."""

    after: int
    opening: bytes
    """The first messages: hello, and reset where the stream cannot go on from where it was."""
    may_see: Callable[[str], bool]
    """Whether a kind of event is shown."""
    still_valid: Callable[[], Awaitable[bool]]
    """Whether the session still holds."""


class EventStream(Response):
    """A stream of server-sent events for one client."""

    media_type = "text/event-stream"

    def __init__(self, hub: StreamHub, client: Client, listener: Listener) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._hub = hub
        self._client = client
        self._listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write the stream until one side ends it."""
        writing = asyncio.create_task(self._write(send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._hub.unsubscribe(self._client)
            for task in (writing, leaving):
                task.cancel()
            ended, _ = await asyncio.gather(writing, leaving, return_exceptions=True)
            if isinstance(ended, Exception):
                _log.info("a stream ended: %r", ended)

    async def _write(self, send: Send) -> None:
        async def put(body: bytes, *, more: bool = True) -> None:
            message = {"type": "http.response.body", "body": body, "more_body": more}
            # Not wait_for: in Python 3.11 it can swallow the cancellation that ends the stream.
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await send(message)

        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await put(self._listener.opening)
        loop = asyncio.get_running_loop()
        cursor, said, checked = self._listener.after, loop.time(), loop.time()
        while not self._client.dropped:
            self._client.wake.clear()
            cursor, made = await self._next(cursor)
            if made:
                await put(made)
                said = loop.time()
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(CHECK_S):
                        await self._client.wake.wait()
            if loop.time() - checked >= CHECK_S:
                checked = loop.time()
                if not await self._listener.still_valid():
                    break
            if loop.time() - said >= KEEP_ALIVE_S:
                await put(KEEP_ALIVE)
                said = loop.time()
        await put(b"", more=False)

    async def _next(self, cursor: int) -> tuple[int, bytes]:
        """Return what is to be sent now, and the seq of the last event in it."""
        made: list[bytes] = []
        if "event" in self._client.kinds:
            for known in await self._hub.events_after(cursor):
                cursor = known.seq
                if self._listener.may_see(known.kind):
                    made.append(known.bytes)
        while self._client.waiting:
            made.append(self._client.waiting.popleft())
        return cursor, b"".join(made)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def opening(hello: object, after: int, *, reset: bool) -> bytes:
    """Return the first messages of a stream that goes on after the seq ``after``."""
    first = frame("hello", hello, after)
    return first + frame("reset", {"seq": after}, after) if reset else first
