"""Many MQTT clients in one event loop: each device has a connection and a secret of its own."""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from typing import cast

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 120
CONNECTS_AT_ONCE = 32
RETRY_S = 5.0
REFUSED_RETRIES_S = (5.0, 60.0)
"""Waits after a refusal. A platform that is just starting also refuses, so one refusal says little; further
ones mean that the secret is another's now, and trying on would lock out the real device at this address."""
REFUSALS = ("Not authorized", "Bad user name or password")
MOST_QUEUED = 500
"""Messages that a device keeps while it is cut off; it drops further ones."""


class Fleet:
    """The connections of all simulated devices.

    ``tell_refused`` is called once for each device that the platform keeps out; it is not tried again.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        credentials: Mapping[str, str],
        tell_refused: Callable[[str], None],
    ) -> None:
        self._place = (host, port)
        self._secrets = credentials
        self._clients: dict[str, mqtt.Client] = {}
        self._up: set[str] = set()
        self._cut: set[str] = set()
        self._tell_refused = tell_refused
        self._refusals: Counter[str] = Counter()
        self._ended: set[str] = set()
        self._owed: Counter[str] = Counter()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self.sent = 0
        self.acknowledged = 0

    @property
    def connected(self) -> int:
        """How many devices are connected."""
        return len(self._up)

    @property
    def refused(self) -> frozenset[str]:
        """Devices that the platform keeps out, so that nobody speaks for them here any more."""
        return frozenset(self._ended)

    @property
    def unacknowledged(self) -> int:
        """Messages with QoS 1 that wait for their acknowledgement."""
        return self.sent - self.acknowledged

    async def start(self) -> None:
        """Begin to connect all devices, some at a time."""
        for device in self._secrets:
            self._waiting.put_nowait(device)
        self._tasks = [asyncio.create_task(self._connect_on()) for _ in range(CONNECTS_AT_ONCE)]
        self._tasks.append(asyncio.create_task(self._keep_alive()))

    async def stop(self) -> None:
        """Disconnect all devices."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for client in self._clients.values():
            client.on_disconnect = None
            client.disconnect()

    def publish(self, device: str, topic: str, payload: bytes, qos: int) -> None:
        """Let a device send; while it has no connection it keeps a few messages of QoS 1."""
        client = self._clients.get(device)
        if client is None or device in self._ended or (qos == 0 and device not in self._up):
            return
        done = client.publish(topic, payload, qos)
        if qos and done.rc in (mqtt.MQTT_ERR_SUCCESS, mqtt.MQTT_ERR_NO_CONN):
            self.sent += 1
            self._owed[device] += 1

    def cut(self, device: str) -> None:
        """Take a device off the network, without a word to the broker."""
        if device in self._cut or device not in self._clients:
            return
        self._cut.add(device)
        self._up.discard(device)
        held = self._clients[device].socket()
        if isinstance(held, socket.socket):
            self._loop.remove_reader(held)
            self._loop.remove_writer(held)
            held.close()

    def restore(self, device: str) -> None:
        """Put a device back on the network."""
        if device in self._cut:
            self._cut.discard(device)
            self._waiting.put_nowait(device)

    async def _connect_on(self) -> None:
        while True:
            device = await self._waiting.get()
            if device in self._cut or device in self._ended:
                continue
            client = self._clients.get(device) or self._client(device)
            try:
                await asyncio.to_thread(client.connect, *self._place, KEEP_ALIVE_S)
            except OSError as error:
                log.debug("%s: %s", device, error)
                self._again(device, RETRY_S)

    def _client(self, device: str) -> mqtt.Client:
        client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=device, clean_session=True)
        client.username_pw_set(device, self._secrets[device])
        client.max_queued_messages_set(MOST_QUEUED)
        client.on_socket_open = lambda c, _, sock: self._soon(self._loop.add_reader, sock, c.loop_read)
        client.on_socket_close = lambda _, __, sock: self._forget(cast(socket.socket, sock))
        client.on_socket_register_write = lambda c, _, sock: self._soon(
            self._loop.add_writer, sock, c.loop_write
        )
        client.on_socket_unregister_write = lambda _, __, sock: self._soon(self._loop.remove_writer, sock)
        client.on_connect = lambda _, __, ___, code, ____: self._connected(device, code)
        client.on_disconnect = lambda *_: self._disconnected(device)
        client.on_publish = lambda *_: self._acknowledged(device)
        self._clients[device] = client
        return client

    def _soon(self, call: Callable[..., object], sock: object, *rest: object) -> None:
        """Tell the loop of a socket that is open, from the thread that connects."""

        def if_open() -> None:
            if cast(socket.socket, sock).fileno() >= 0:
                call(sock, *rest)

        self._loop.call_soon_threadsafe(if_open)

    def _forget(self, sock: socket.socket) -> None:
        if sock.fileno() >= 0:
            self._loop.remove_reader(sock)
            self._loop.remove_writer(sock)

    def _connected(self, device: str, code: ReasonCode) -> None:
        if not code.is_failure:
            self._refusals.pop(device, None)
            self._up.add(device)
        elif str(code) in REFUSALS:
            self._refusals[device] += 1
            if self._refusals[device] > len(REFUSED_RETRIES_S):
                self._end(device)

    def _end(self, device: str) -> None:
        """Speak no more for a device; what it still had to send is nobody's."""
        self._ended.add(device)
        self.sent -= self._owed.pop(device, 0)
        self._tell_refused(device)

    def _disconnected(self, device: str) -> None:
        self._up.discard(device)
        if device not in self._cut and device not in self._ended:
            count = self._refusals[device]
            self._again(device, REFUSED_RETRIES_S[count - 1] if count else RETRY_S)

    def _again(self, device: str, wait_s: float) -> None:
        self._loop.call_soon_threadsafe(self._loop.call_later, wait_s, self._waiting.put_nowait, device)

    def _acknowledged(self, device: str) -> None:
        self.acknowledged += 1
        self._owed[device] -= 1

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            for device, client in self._clients.items():
                if device not in self._cut and device not in self._ended:
                    client.loop_misc()
