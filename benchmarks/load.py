"""A load generator: devices that speak MQTT 3.1.1 with QoS 1, several connections with a window each.

Packets are filled in by numpy from a template, so that the generator takes little of the cores that it shares
with what is measured. Values walk slowly with some noise, times move on by the sensors' period, so that no
observation is a duplicate and every one reaches the detectors. Run as a process of its own:
``python -m benchmarks.load SPEC`` (JSON of ``Spec``) prints what it sent as JSON.
"""

import json
import selectors
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHANNELS = {
    "wind_speed": ("#.###", 3_400),
    "wind_gust": ("#.###", 5_700),
    "temperature": ("##.##", 2_500),
    "humidity": ("##.##", 7_000),
    "pressure": ("###.#", 9_800),
}
"""How a channel's value is written, and the level it keeps about, in its last digit's unit."""

KIND = "weather_station"
"""The kind of asset in the default catalogue that has these channels."""

PERIOD_S = 5
DAY_S = 86_400
NOISE = 1
_PUBLISH_QOS1 = 0x32
_PUBACK = b"\x40\x02"


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What to send: ``blocks`` of ``window // 2`` messages on each connection, ``records`` in a message."""

    port: int
    tenant: str
    credentials: dict[str, str]
    records: int
    blocks: int
    window: int
    start_s: int

    @property
    def block(self) -> int:
        return self.window // 2

    @property
    def messages(self) -> int:
        return self.blocks * self.block * len(self.credentials)

    @property
    def observations(self) -> int:
        return self.messages * self.records


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent; ``began`` and ``ended`` (last acknowledgement) are wall-clock seconds."""

    messages: int
    acknowledged: int
    began: float
    ended: float
    cpu_seconds: float


def length_bytes(length: int) -> bytes:
    """Return MQTT's variable length."""
    said = bytearray()
    while True:
        length, low = divmod(length, 128)
        said.append(low | (128 if length else 0))
        if not length:
            return bytes(said)


def text_bytes(text: str) -> bytes:
    """Return MQTT's text with its length before it."""
    said = text.encode()
    return struct.pack(">H", len(said)) + said


def publish(topic: str, said: bytes, number: int) -> bytes:
    """Return the packet that publishes ``said`` with QoS 1 under a packet id from 1 to 65535."""
    body = text_bytes(topic) + struct.pack(">H", number) + said
    return bytes([_PUBLISH_QOS1]) + length_bytes(len(body)) + body


def payload(records: int, channel: str) -> str:
    """Return one message's SenML with ``#`` for the digits of values and ``@`` for those of its time."""
    if records == 1:
        return f'[{{"n":"{channel}","v":{CHANNELS[channel][0]},"t":@@@@@@@@@@}}]'
    names = list(CHANNELS)
    said = []
    for place in range(records):
        name = names[place % len(names)]
        base = '"bt":@@@@@@@@@@,' if place == 0 else ""
        said.append(f'{{{base}"n":"{name}","v":{CHANNELS[name][0]},"t":{place // len(names) * PERIOD_S}}}')
    return f"[{','.join(said)}]"


class Blocks:
    """The blocks of packets of one device, one after another."""

    def __init__(self, spec: Spec, device: str, seed: int) -> None:
        self._spec = spec
        self._random = np.random.default_rng(seed)
        names = list(CHANNELS)
        # A message of one record speaks of one channel; each block of another.
        self._turns = [[name] for name in names] if spec.records == 1 else [names]
        self._templates = [self._template(device, turn[0]) for turn in self._turns]

    def _template(
        self, device: str, channel: str
    ) -> tuple[NDArray[np.uint8], NDArray[Any], NDArray[Any], int]:
        body = payload(self._spec.records, channel).encode()
        packet = np.frombuffer(publish(f"obs/{self._spec.tenant}/{device}/senml", body, 1), np.uint8)
        start = len(packet) - len(body)
        inside = np.arange(len(packet)) >= start
        return (
            np.tile(packet, (self._spec.block, 1)),
            np.flatnonzero(inside & (packet == ord("#"))),
            np.flatnonzero(inside & (packet == ord("@"))),
            start - 2,
        )

    def __iter__(self) -> Iterator[bytes]:
        spec = self._spec
        turns = len(self._turns)
        rows = np.arange(spec.block)
        for number in range(spec.blocks):
            packets, values_at, time_at, id_at = self._templates[number % turns]
            names = self._turns[number % turns]
            step_s = PERIOD_S * max(1, spec.records // len(CHANNELS))
            times_s = spec.start_s + (number // turns * spec.block + rows) * step_s
            ids = 1 + (number * spec.block + rows) % 60_000
            packets[:, id_at] = ids >> 8
            packets[:, id_at + 1] = ids & 255
            packets[:, time_at] = digits(times_s, 10)
            levels = np.array([CHANNELS[name][1] for name in names])
            levels = np.resize(levels, spec.records)
            swing = np.round(100 * np.sin(times_s * (2 * np.pi / DAY_S))).astype(np.int64)
            noise = self._random.integers(-NOISE, NOISE + 1, (spec.block, spec.records))
            values = levels + swing[:, None] + noise
            packets[:, values_at] = digits(values.ravel(), 4).reshape(spec.block, -1)
            yield packets.tobytes()


def digits(numbers: NDArray[np.int64], count: int) -> NDArray[np.uint8]:
    """Return the last ``count`` decimal digits of each number as letters, shape (n, count)."""
    powers = 10 ** np.arange(count - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


@dataclass
class Connection:
    """One device's connection and how far it is."""

    socket: socket.socket
    blocks: Iterator[bytes]
    sent: int = 0
    acknowledged: int = 0
    out: memoryview = field(default_factory=lambda: memoryview(b""))
    rest: bytes = b""
    done: bool = False
    events: int = 0


def connect(port: int, device: str, password: str) -> socket.socket:
    """Connect as a device.

    Raises:
        ConnectionError: the broker refused it.
    """
    made = socket.create_connection(("127.0.0.1", port))
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = text_bytes("MQTT") + bytes([4, 0xC2, 0, 0])
    body += text_bytes(f"load-{device}") + text_bytes(device) + text_bytes(password)
    made.sendall(b"\x10" + length_bytes(len(body)) + body)
    answer = made.recv(4, socket.MSG_WAITALL)
    if answer != b"\x20\x02\x00\x00":
        raise ConnectionError(f"{device} was refused: {answer.hex()}")
    made.setblocking(False)
    return made


def take_acknowledgements(connection: Connection) -> None:
    """Count the acknowledgements that have come; anything else is an error."""
    came = connection.socket.recv(262_144)
    if not came:
        raise ConnectionError("the broker closed a connection")
    came = connection.rest + came
    whole = len(came) // 4
    if came[: whole * 4].count(_PUBACK) < whole:
        raise ConnectionError("something else than an acknowledgement came")
    connection.acknowledged += whole
    connection.rest = came[whole * 4 :]


def send(spec: Spec) -> Sent:
    """Send everything and wait until it is acknowledged."""
    selector = selectors.DefaultSelector()
    connections = [
        Connection(connect(spec.port, device, password), iter(Blocks(spec, device, seed)))
        for seed, (device, password) in enumerate(spec.credentials.items())
    ]
    each = spec.blocks * spec.block
    began, cpu = time.time(), time.process_time()

    def pump(connection: Connection) -> None:
        while True:
            if not connection.out:
                if connection.sent - connection.acknowledged + spec.block > spec.window:
                    break
                block = next(connection.blocks, None)
                if block is None:
                    break
                connection.out = memoryview(block)
                connection.sent += spec.block
            try:
                connection.out = connection.out[connection.socket.send(connection.out) :]
            except BlockingIOError:
                break
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if connection.out else 0)
        if events != connection.events:
            register = selector.modify if connection.events else selector.register
            register(connection.socket, events, connection)
            connection.events = events

    for connection in connections:
        pump(connection)
    left = len(connections)
    while left:
        for key, events in selector.select():
            connection = key.data
            if events & selectors.EVENT_READ:
                take_acknowledgements(connection)
            pump(connection)
            if connection.acknowledged == each and not connection.done:
                connection.done = True
                left -= 1
    ended = time.time()
    for connection in connections:
        connection.socket.send(b"\xe0\x00")
        connection.socket.close()
    return Sent(
        messages=sum(connection.sent for connection in connections),
        acknowledged=sum(connection.acknowledged for connection in connections),
        began=began,
        ended=ended,
        cpu_seconds=time.process_time() - cpu,
    )


if __name__ == "__main__":
    print(json.dumps(asdict(send(Spec(**json.loads(sys.argv[1]))))))
