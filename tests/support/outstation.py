"""A small outstation for tests, written apart from the platform's own code, that can misbehave."""

import asyncio
import contextlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.support.broker import free_port

Point = tuple[int, bytes]
"""An object address, and the bytes of its element."""


def i_frame(sent: int, received: int, asdu: bytes) -> bytes:
    return bytes((0x68, 4 + len(asdu))) + struct.pack("<HH", sent << 1, received << 1) + asdu


def asdu(kind: int, cause: int, common: int, points: Iterable[Point]) -> bytes:
    said = list(points)
    body = b"".join(address.to_bytes(3, "little") + element for address, element in said)
    return bytes((kind, len(said), cause, 0)) + common.to_bytes(2, "little") + body


@dataclass
class TestOutstation:
    """Serves one common address; answers as it should until told otherwise.

    ``points`` are told when all values are asked for: type, address, element.
    """

    __test__ = False

    common: int = 1
    points: list[tuple[int, int, bytes]] = field(default_factory=list)
    mute: bool = False
    """Whether it takes all and says nothing."""
    port: int = field(default_factory=free_port)
    heard: bytearray = field(default_factory=bytearray)
    """Every byte that ever came."""
    connections: int = 0
    interrogations: int = 0
    acknowledged: int = 0

    async def __aenter__(self) -> "TestOutstation":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._writer: asyncio.StreamWriter | None = None
        self.sent = self.received = 0
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.drop()

    def say(self, said: bytes, *, sent: int | None = None) -> None:
        """Send an ASDU, under a wrong number with ``sent``."""
        self.write(i_frame(self.sent if sent is None else sent, self.received, said))
        self.sent += 1

    def write(self, data: bytes) -> None:
        assert self._writer is not None
        self._writer.write(data)

    def drop(self) -> None:
        """Cut the line."""
        if self._writer is not None:
            self._writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer, self.sent, self.received = writer, 0, 0
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readexactly(2)
                body = await reader.readexactly(head[1])
                self.heard += head + body
                if not self.mute:
                    self._answer(body)
        writer.transport.abort()

    def _answer(self, body: bytes) -> None:
        if body[0] in (0x07, 0x43):
            self.write(bytes((0x68, 4, {0x07: 0x0B, 0x43: 0x83}[body[0]], 0, 0, 0)))
        elif body[0] & 1 == 0:
            self.received += 1
            self.interrogations += 1
            self.acknowledged = struct.unpack("<H", body[2:4])[0] >> 1
            question = body[4:]
            self.say(question[:2] + b"\x07" + question[3:])
            for kind, address, element in self.points:
                self.say(asdu(kind, 20, self.common, [(address, element)]))
            self.say(question[:2] + b"\x0a" + question[3:])
        elif body[0] == 1:
            self.acknowledged = struct.unpack("<H", body[2:4])[0] >> 1
