"""The message bus between the platform's parts: a thin, typed face of NATS.

What goes over it is JSON by msgspec, or bytes where the caller has them ready. The client reconnects by
itself and says nothing of it, so the bus keeps asking the broker whether it is there: ``connected`` is never
more than ``AWAY_AFTER_S`` behind the truth.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from natsrpy import IteratorSubscription, Message, Nats
from natsrpy.exceptions import NatsrpyBaseError
from natsrpy.js import JetStream

from luylau.kernel.errors import BadInput, Conflict, Denied, LuylauError, NotFound, TooMany, Unavailable
from luylau.kernel.tasks import end_tasks

log = logging.getLogger(__name__)

PING_S = 0.5
"""Pause between two questions to the broker."""
AWAY_AFTER_S = 2.0
"""The broker counts as away once it has answered nothing for this long."""
RPC_TIMEOUT_S = 5.0
"""How long a call to another part may take."""

_PING_SUBJECT = "$SYS.REQ.USER.INFO"

Handler = Callable[[str, bytes], Awaitable[None]]
"""Takes the subject and the payload of one message."""
T = TypeVar("T")

_KINDS: dict[str, type[LuylauError]] = {
    kind.__name__: kind for kind in (BadInput, Conflict, Denied, NotFound, TooMany, Unavailable)
}
"""The errors that keep their class on the way between two parts."""


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a call that failed: an error of ``kernel.errors`` by its class, key and fields."""

    error: str
    key: str
    fields: dict[str, Any]


def away(error: BaseException | None = None) -> Unavailable:
    """Return the error that says that the broker is away."""
    return Unavailable("broker-away", said=type(error).__name__ if error is not None else "")


class Bus:
    """One connection to the broker. Make it with ``Bus.connect``; end it with ``close``."""

    def __init__(self, client: Nats) -> None:
        self._client = client
        self._heard = time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()
        self._subscriptions: list[IteratorSubscription] = []
        self._jetstream: JetStream | None = None
        self._closed = False

    @classmethod
    async def connect(cls, url: str, *, user: str, password: str, wait_s: float = 30.0) -> "Bus":
        """Connect to the broker at ``url`` ("nats://host:port"), trying again for ``wait_s`` seconds.

        Raises:
            Unavailable: the broker did not let us in within that time.
        """
        deadline = time.monotonic() + wait_s
        while True:
            client = Nats(addrs=[url], user_and_pass=(user, password), read_buffer_capacity=65_535)
            try:
                await asyncio.wait_for(client.startup(), 5.0)
                break
            except (NatsrpyBaseError, TimeoutError, OSError) as error:
                if time.monotonic() > deadline:
                    raise away(error) from error
                await asyncio.sleep(0.1)
        bus = cls(client)
        bus._spawn(bus._ping())
        return bus

    @property
    def connected(self) -> bool:
        """Whether the broker has answered within the last ``AWAY_AFTER_S`` seconds."""
        return not self._closed and time.monotonic() - self._heard < AWAY_AFTER_S

    async def jetstream(self) -> JetStream:
        """Return the handle of the durable streams.

        Raises:
            Unavailable: the broker is away.
        """
        if self._jetstream is None:
            try:
                self._jetstream = await asyncio.wait_for(self._client.jetstream(), 5.0)
            except (NatsrpyBaseError, TimeoutError) as error:
                raise away(error) from error
        return self._jetstream

    async def publish(self, subject: str, said: object) -> None:
        """Send ``said`` (bytes as they are, anything else as JSON) to whoever listens now.

        Raises:
            Unavailable: the broker is away; nothing was sent.
        """
        if not self.connected:
            raise away()
        try:
            await self._client.publish(subject, encode(said), err_on_disconnect=True)
        except NatsrpyBaseError as error:
            raise away(error) from error

    async def request(self, subject: str, said: object, *, timeout_s: float = RPC_TIMEOUT_S) -> bytes:
        """Send ``said`` and return the answer as it came.

        Raises:
            Unavailable: the broker is away, nobody serves ``subject``, or no answer came in time.
        """
        try:
            answer = await asyncio.wait_for(
                self._client.request(subject, encode(said), timeout=timeout_s), timeout_s + 1
            )
        except (NatsrpyBaseError, TimeoutError) as error:
            raise Unavailable("part-not-answering", subject=subject) from error
        if answer.status is not None:
            raise Unavailable("part-not-answering", subject=subject)
        return answer.payload

    async def call(
        self, subject: str, said: object, result: type[T], *, timeout_s: float = RPC_TIMEOUT_S
    ) -> T:
        """Call what another part serves with ``serve`` and return its result, read as ``result``.

        Raises:
            Unavailable: no answer came in time.
            LuylauError: what the other part raised.
        """
        payload = await self.request(subject, said, timeout_s=timeout_s)
        if payload.startswith(b'{"error":'):
            failed = msgspec.json.decode(payload, type=Failed)
            raise _KINDS.get(failed.error, LuylauError)(failed.key, **failed.fields)
        return msgspec.json.decode(payload, type=result)

    async def subscribe(self, subject: str, handler: Handler, *, queue: str | None = None) -> None:
        """Hand each message on ``subject`` to ``handler``, one after another and in the order sent.

        What the handler raises is logged; the next message is handed on all the same.

        Raises:
            Unavailable: the broker is away.
        """
        await self.listen(subject, lambda message: handler(message.subject, message.payload), queue=queue)

    async def serve(
        self, subject: str, handler: Callable[[bytes], Awaitable[object]], *, queue: str | None = None
    ) -> None:
        """Answer calls on ``subject`` with what ``handler`` returns; a LuylauError reaches the caller as one.

        The result must not be an object with "error" as its first field.

        Raises:
            Unavailable: the broker is away.
        """

        async def answer(message: Message) -> None:
            if message.reply is None:
                return
            try:
                result = await handler(message.payload)
            except LuylauError as error:
                result = Failed(error=type(error).__name__, key=error.key, fields=error.fields)
            except Exception:
                log.exception("a call on %s failed", subject)
                result = Failed(error="LuylauError", key="part-failed", fields={"subject": subject})
            # "error" comes first in the struct and so in the JSON; ``call`` relies on it.
            await self._client.publish(message.reply, encode(result))

        await self.listen(subject, answer, queue=queue)

    async def listen(
        self, subject: str, handler: Callable[[Message], Awaitable[None]], *, queue: str | None = None
    ) -> None:
        """Hand each whole message (with reply and headers) on ``subject`` to ``handler``, in order.

        The broker knows of the subscription when this returns: what anybody sends from then on is heard.

        Raises:
            Unavailable: the broker is away.
        """
        try:
            found = await asyncio.wait_for(self._client.subscribe(subject, queue=queue).detatch(), 5.0)
            # The broker takes what comes over one connection in turn: its answer says that it has subscribed.
            await asyncio.wait_for(self._client.request(_PING_SUBJECT, b"", timeout=5.0), 5.5)
        except (NatsrpyBaseError, TimeoutError) as error:
            raise away(error) from error
        self._subscriptions.append(found)
        self._spawn(self._deliver(found, subject, handler))

    async def reply(self, message: Message, payload: bytes) -> None:
        """Answer a message that asks for one; a broker that left meanwhile is no error of ours."""
        if message.reply is not None:
            with suppress(NatsrpyBaseError):
                await self._client.publish(message.reply, payload)

    async def close(self) -> None:
        """End all subscriptions and the connection; never raises, never waits longer than 3 s."""
        self._closed = True
        await end_tasks(self._tasks)
        with suppress(NatsrpyBaseError, TimeoutError):
            await asyncio.wait_for(self._client.shutdown(), 3.0)

    async def _deliver(
        self, found: IteratorSubscription, subject: str, handler: Callable[[Message], Awaitable[None]]
    ) -> None:
        async for message in found:
            try:
                await handler(message)
            except Exception:
                log.exception("a message on %s was not handled", subject)

    async def _ping(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._client.request(_PING_SUBJECT, b"", timeout=1.0), 1.5)
                self._heard = time.monotonic()
            except (NatsrpyBaseError, TimeoutError):
                log.debug("the broker does not answer")
            await asyncio.sleep(PING_S)

    def _spawn(self, work: Any) -> None:  # noqa: ANN401 - any coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def encode(said: object) -> bytes:
    """Return bytes as they are and anything else as JSON."""
    return said if isinstance(said, bytes) else msgspec.json.encode(said)
