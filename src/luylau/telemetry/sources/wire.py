"""The NATS protocol read raw: as fast as Python can, for the one subject where every message counts in time.

The client library costs ten times as much for a message on a plain subject, and most of what comes there are
copies of QoS 1 messages that the durable stream delivers anyway. Here such a copy costs one comparison.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec

_COPY_HEADER_BYTES: Final = 25
"""Length of ``NATS/1.0 CRLF Nmqtt-Pub:1 CRLF CRLF``, the header that the broker gives every MQTT message."""
_QOS_AT: Final = 20
"""Where in that header the quality of service stands."""

Raw = tuple[str, bytes]
"""Subject and payload."""


class WireReader(asyncio.Protocol):
    """One connection that hands on what comes on one subject, copies of QoS 1 messages left out."""

    def __init__(self, *, user: str, password: str, subject: str, take: Callable[[list[Raw]], None]) -> None:
        self._login = msgspec.json.encode(
            {
                "verbose": False,
                "pedantic": False,
                "headers": True,
                "no_responders": False,
                "user": user,
                "pass": str(password),
                "lang": "luylau",
                "version": "1",
                "protocol": 1,
                "name": "live",
            }
        )
        self._subject = subject.encode()
        self._take = take
        self._held = b""
        self._transport: asyncio.Transport | None = None
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        """Done once the broker has taken the subscription."""
        self.lost: asyncio.Future[None] = loop.create_future()
        """Done once the connection is gone."""
        self.copies = 0
        """Copies of QoS 1 messages left out."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport; the broker speaks first."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the broker refused the connection"))
        if not self.lost.done():
            self.lost.set_result(None)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Take whole messages out of what came; keep an unfinished one for the next time."""
        data = self._held + data if self._held else data
        found: list[Raw] = []
        at = 0
        while True:
            line_end = data.find(b"\r\n", at)
            if line_end < 0:
                break
            verb = data[at : at + 4]
            if verb == b"HMSG":
                words = data[at + 5 : line_end].split(b" ")
                header_length, length = int(words[-2]), int(words[-1])
                start, end = line_end + 2, line_end + 2 + length
                if end + 2 > len(data):
                    break
                if header_length == _COPY_HEADER_BYTES and data[start + _QOS_AT] != ord("0"):
                    self.copies += 1
                else:
                    found.append((words[0].decode("utf-8", "replace"), data[start + header_length : end]))
                at = end + 2
            elif verb == b"MSG ":
                words = data[at + 4 : line_end].split(b" ")
                start, end = line_end + 2, line_end + 2 + int(words[-1])
                if end + 2 > len(data):
                    break
                found.append((words[0].decode("utf-8", "replace"), data[start:end]))
                at = end + 2
            else:
                self._obey(data[at:line_end])
                at = line_end + 2
        self._held = data[at:]
        if found:
            self._take(found)

    def _obey(self, line: bytes) -> None:
        assert self._transport is not None
        if line.startswith(b"PING"):
            self._transport.write(b"PONG\r\n")
        elif line.startswith(b"INFO") and not self.ready.done():
            self._transport.write(b"CONNECT " + self._login + b"\r\nSUB " + self._subject + b" 1\r\nPING\r\n")
        elif line.startswith(b"PONG") and not self.ready.done():
            self.ready.set_result(None)
        elif line.startswith(b"-ERR"):
            self._transport.close()
