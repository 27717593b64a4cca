"""Cameras over RTSP (RFC 2326), by FFmpeg."""

import errno
import itertools
import socket
import time
from typing import Final
from urllib.parse import quote, urlsplit

import av
from av.container import InputContainer
from av.error import (
    FFmpegError,
    HTTPClientError,
    HTTPForbiddenError,
    HTTPNotFoundError,
    HTTPServerError,
    HTTPUnauthorizedError,
)

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.secret import Secret
from luylau.vision.addresses import address_fault
from luylau.vision.frames import SourceFault
from luylau.vision.plan import Transport
from luylau.vision.sources.live import LiveStream, is_late
from luylau.vision.sources.timing import Timing
from luylau.vision.sources.track import Track

PORT: Final = 554
MAX_CREDENTIALS: Final = 127
"""FFmpeg's room for name and password, escaped, with the colon between them; it would cut what is longer."""

_ANALYSE_S: Final = 1.0
"""How much of a stream is looked at for what it does not say in advance; every packet of it is kept."""


class RtspSource:
    """A camera's stream at an address without user and password, which come apart from it.

    Where a camera wants them within the path, ``{user}`` and ``{password}`` stand for them in the address.
    """

    def __init__(
        self,
        address: str,
        *,
        transport: Transport = "tcp",
        password: tuple[str, str] | None = None,
        clock: Clock,
        timing: Timing,
    ) -> None:
        """Raises:
        SourceFault: the address is none, or holds a secret.
        """
        self._host, self._port = _checked(address)
        self._address = address
        self._transport = transport
        self._clock = clock
        self._timing = timing
        self._epochs = itertools.count(1)
        self._full = Secret(_full(address, password))

    @property
    def label(self) -> str:
        """Its address, which holds nothing secret."""
        return self._address

    def open(self) -> LiveStream:
        """Open it anew.

        Raises:
            SourceFault: it cannot be opened.
        """
        opened = self._open()
        if isinstance(opened, SourceFault):
            raise opened
        try:
            track = Track(opened, self.label)
        except SourceFault:
            opened.close()
            raise
        return LiveStream(track, self._epochs, label=self.label, clock=self._clock, timing=self._timing)

    def _open(self) -> InputContainer | SourceFault:
        # A fault is returned and not raised in the handler, where it would carry FFmpeg's error along as its
        # context: that holds the address with the password.
        began_s, limit_s = time.monotonic(), min(self._timing.open_s, self._timing.read_s)
        options = {
            "rtsp_transport": self._transport,
            "allowed_media_types": "video",
            "protocol_whitelist": "rtsp,rtp,tcp,udp",
            "timeout": str(round(limit_s * MICROS)),
            "buffer_size": str(1 << 20),  # of the UDP sockets: a keyframe comes at once
            "fpsprobesize": "0",
            "analyzeduration": str(round(_ANALYSE_S * MICROS)),
        }
        try:
            return av.open(
                str(self._full),
                format="rtsp",
                options=options,
                timeout=(self._timing.open_s, self._timing.read_s),
            )
        except FFmpegError as error:
            return self._fault(error, time.monotonic() - began_s, limit_s)

    def _fault(self, error: FFmpegError, took_s: float, limit_s: float) -> SourceFault:
        where = self.label
        if isinstance(error, HTTPUnauthorizedError):
            return SourceFault("vision-source-password", lasts=True, address=where)
        if isinstance(error, HTTPForbiddenError):
            return SourceFault("vision-source-forbidden", lasts=True, address=where)
        if isinstance(error, HTTPNotFoundError):
            return SourceFault("vision-source-not-found", lasts=True, address=where)
        if isinstance(error, HTTPClientError) or error.errno == errno.EPROTONOSUPPORT:
            return SourceFault(
                "vision-source-refused", lasts=True, address=where, transport=self._transport.upper()
            )
        if isinstance(error, HTTPServerError):
            return SourceFault("vision-source-busy", address=where)
        if is_late(error) or took_s >= limit_s:
            return SourceFault("vision-source-silent", address=where, seconds=round(took_s, 1))
        return self._probe()

    def _probe(self) -> SourceFault:
        """Ask the host once by ourselves: FFmpeg does not tell apart what went wrong below RTSP."""
        where, patience_s = self.label, min(self._timing.open_s, 3.0)
        question = f"OPTIONS rtsp://{self._host}:{self._port}/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"
        try:
            with socket.create_connection((self._host, self._port), patience_s) as line:
                line.settimeout(patience_s)
                line.sendall(question.encode())
                said = line.recv(64)
        except socket.gaierror:
            return SourceFault("vision-source-unknown-host", address=where, host=self._host)
        except TimeoutError:
            return SourceFault("vision-source-silent", address=where, seconds=round(patience_s, 1))
        except ConnectionResetError:
            said = b""
        except OSError as error:
            return SourceFault("vision-source-unreachable", address=where, said=error.strerror or "")
        if not said:
            return SourceFault("vision-source-ended", address=where)
        if said.startswith(b"RTSP/"):
            return SourceFault("vision-source-no-sense", address=where)
        first = said.split(b"\n")[0].decode("ascii", "replace").strip()
        shown = "".join(letter if letter.isprintable() else "·" for letter in first)
        return SourceFault("vision-source-not-rtsp", lasts=True, address=where, said=shown)


def _checked(address: str) -> tuple[str, int]:
    """Return host and port of an address.

    Raises:
        SourceFault: it is none, or holds a secret; what it says is not repeated then.
    """
    fault = address_fault(address)
    if fault == "secret":
        raise SourceFault("vision-source-secret-in-address", lasts=True)
    parts = urlsplit(address) if fault is None else None
    if parts is None or parts.scheme != "rtsp" or parts.hostname is None:
        raise SourceFault("vision-source-no-address", lasts=True, address=address)
    return parts.hostname, parts.port or PORT


def _full(address: str, password: tuple[str, str] | None) -> str:
    """Return the address as FFmpeg wants it: with user and password.

    Raises:
        SourceFault: they are longer than it can take.
    """
    if password is None:
        return address
    user, word = (quote(part, safe="") for part in password)
    if "{password}" in address:
        return address.replace("{user}", user).replace("{password}", word)
    if len(f"{user}:{word}") > MAX_CREDENTIALS:
        raise SourceFault("vision-source-password-long", lasts=True, address=address, most=MAX_CREDENTIALS)
    return address.replace("://", f"://{user}:{word}@", 1)
