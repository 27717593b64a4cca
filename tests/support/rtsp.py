"""A small RTSP camera for tests (RFC 2326), on loopback: TCP and UDP, digest and basic authentication, and
the faults that real ones have.

``python -m tests.support.rtsp PORT FILE...`` serves files as ``/0``, ``/1``, ... from a process of its own.
"""

import base64
import contextlib
import hashlib
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.support.clips import Clip, loaded
from tests.support.rtp import TYPES, payloads, units

Fault = Literal[
    "", "ends", "stalls", "sound", "busy", "forbidden", "tcp-only", "nonsense", "lossy", "changes"
]
REALM, NONCE = "camera", "0123456789abcdef"


@dataclass
class Route:
    """A stream at one path. ``after``: so many pictures and the fault sets in. ``then``: what a stream that
    "changes" goes on with. ``announce``: whether the description holds the parameter sets."""

    clip: Clip
    user: str = ""
    password: str = ""
    scheme: Literal["Digest", "Basic"] = "Digest"
    fault: Fault = ""
    after: int = 15
    then: Clip | None = None
    announce: bool = True


@dataclass
class RtspServer:
    """Serves ``routes`` by path; ``manner``: what it does instead of speaking RTSP."""

    routes: Mapping[str, Route]
    manner: Literal["", "html", "silent", "closes"] = ""
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """The first line of every request."""
    plays: int = 0

    def __enter__(self) -> "RtspServer":
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._open = True
        self._lines: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()

    def url(self, path: str = "/0") -> str:
        return f"rtsp://127.0.0.1:{self.port}{path}"

    def drop(self) -> None:
        """Cut every line."""
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while self._open:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.add(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError, EOFError):
            if self.manner == "html":
                line.recv(4096)
                line.sendall(
                    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>Hello</html>\n"
                )
            elif self.manner == "silent":
                while line.recv(4096):
                    pass
            elif not self.manner:
                _Session(self, line).run()
        self._lines.discard(line)


class _Session:
    """One client."""

    def __init__(self, server: RtspServer, line: socket.socket) -> None:
        self._server, self._line = server, line
        self._lock = threading.Lock()
        self._buffer = b""
        self._udp: tuple[socket.socket, tuple[str, int]] | None = None
        self._player: threading.Thread | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        try:
            while self._one():
                pass
        finally:
            self._ended.set()
            if self._player is not None:
                self._player.join()
            if self._udp is not None:
                self._udp[0].close()

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            said = self._line.recv(65536)
            if not said:
                raise EOFError
            self._buffer += said
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _one(self) -> bool:
        if (first := self._take(1)) == b"$":  # the client's own RTCP
            _, length = struct.unpack(">BH", self._take(3))
            self._take(length)
            return True
        head = first
        while not head.endswith(b"\r\n\r\n"):
            head += self._take(1)
        lines = head.decode().strip().split("\r\n")
        self._server.asked.append(lines[0])
        method, url, _ = lines[0].split(" ")
        fields = {name.lower(): said.strip() for name, _, said in (one.partition(":") for one in lines[1:])}
        self._take(int(fields.get("content-length", 0)))
        return self._answer(method, url, fields)

    def _say(
        self, code: str, fields: dict[str, str], more: dict[str, str] | None = None, body: str = ""
    ) -> None:
        answer = {"CSeq": fields.get("cseq", "0"), **(more or {})}
        if body:
            answer["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {said}\r\n" for name, said in answer.items())
        with self._lock:
            self._line.sendall(f"RTSP/1.0 {code}\r\n{head}\r\n{body}".encode())

    def _answer(self, method: str, url: str, fields: dict[str, str]) -> bool:
        path = re.sub(r"^rtsp://[^/]*", "", url).removesuffix("/track")
        if method == "OPTIONS":
            self._say("200 OK", fields, {"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"})
            return True
        route = self._server.routes.get(path) or self._server.routes.get(path.rstrip("/"))
        if route is None:
            self._say("404 Not Found", fields)
        elif not _allowed(route, method, fields.get("authorization", "")):
            said = f'{route.scheme} realm="{REALM}"'
            said += f', nonce="{NONCE}"' if route.scheme == "Digest" else ""
            self._say("401 Unauthorized", fields, {"WWW-Authenticate": said})
        elif route.fault in ("busy", "forbidden"):
            self._say({"busy": "503 Service Unavailable", "forbidden": "403 Forbidden"}[route.fault], fields)
        elif method == "DESCRIBE":
            body = "hello" if route.fault == "nonsense" else _description(route)
            self._say(
                "200 OK",
                fields,
                {"Content-Type": "application/sdp", "Content-Base": f"{url.rstrip('/')}/"},
                body,
            )
        elif method == "SETUP":
            self._setup(route, fields)
        elif method == "PLAY":
            self._say("200 OK", fields, {"Session": "7"})
            self._server.plays += 1
            self._player = threading.Thread(target=self._play, args=(route,), daemon=True)
            self._player.start()
        else:
            self._say("200 OK", fields, {"Session": "7"})
        return method != "TEARDOWN"

    def _setup(self, route: Route, fields: dict[str, str]) -> None:
        asked = fields["transport"]
        ports = re.search(r"client_port=(\d+)-(\d+)", asked)
        if ports is None:
            self._say("200 OK", fields, {"Session": "7", "Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"})
        elif route.fault == "tcp-only":
            self._say("461 Unsupported Transport", fields)
        else:
            own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            own.bind(("127.0.0.1", 0))
            self._udp = own, ("127.0.0.1", int(ports[1]))
            port = own.getsockname()[1]
            said = f"RTP/AVP;unicast;client_port={ports[1]}-{ports[2]};server_port={port}-{port + 1}"
            self._say("200 OK", fields, {"Session": "7", "Transport": said})

    def _play(self, route: Route) -> None:
        number, sequence, due = 0, 0, time.monotonic()
        kind = TYPES[route.clip.codec][0]
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                faulty = number >= route.after
                if faulty and route.fault == "ends":
                    self._line.shutdown(socket.SHUT_RDWR)
                    return
                clip = route.then if faulty and route.then is not None else route.clip
                _, data = clip.packets[number % len(clip.packets)]
                parts = list(payloads(clip.codec, data))
                stamp = number * 90000 // clip.fps & 0xFFFFFFFF
                for at, part in enumerate(parts):
                    marker = (at == len(parts) - 1) << 7
                    head = struct.pack(">BBHII", 0x80, marker | kind, sequence & 0xFFFF, stamp, 0x4C4C)
                    lost = route.fault == "lossy" and sequence % 7 == 3
                    sequence += 1
                    if not lost and not (faulty and route.fault == "stalls"):
                        self._send(head + part)
                number += 1
                due += 1 / clip.fps
                self._ended.wait(max(0.0, due - time.monotonic()))

    def _send(self, packet: bytes) -> None:
        if self._udp is not None:
            self._udp[0].sendto(packet, self._udp[1])
            return
        with self._lock:
            self._line.sendall(b"$\0" + struct.pack(">H", len(packet)) + packet)


def _allowed(route: Route, method: str, said: str) -> bool:
    if not route.user:
        return True
    if route.scheme == "Basic":
        return said == "Basic " + base64.b64encode(f"{route.user}:{route.password}".encode()).decode()
    uri, response = re.search(r'uri="([^"]*)"', said), re.search(r'response="([^"]*)"', said)
    if uri is None or response is None:
        return False
    first = _md5(f"{route.user}:{REALM}:{route.password}")
    return response[1] == _md5(f"{first}:{NONCE}:{_md5(f'{method}:{uri[1]}')}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _description(route: Route) -> str:
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=camera", "c=IN IP4 0.0.0.0", "t=0 0"]
    if route.fault == "sound":
        lines += ["m=audio 0 RTP/AVP 0", "a=control:track"]
    else:
        kind, name = TYPES[route.clip.codec]
        lines += [f"m=video 0 RTP/AVP {kind}", f"a=rtpmap:{kind} {name}", "a=control:track"]
        if route.clip.codec == "h264" and route.announce:
            sets = [one for one in units(route.clip.packets[0][1]) if one[0] & 31 in (7, 8)]
            said = ",".join(base64.b64encode(one).decode() for one in sets)
            lines.append(f"a=fmtp:{kind} packetization-mode=1;sprop-parameter-sets={said}")
    return "\r\n".join(lines) + "\r\n"


def main() -> None:
    port, files = int(sys.argv[1]), sys.argv[2:]
    routes = {f"/{number}": Route(loaded(Path(file))) for number, file in enumerate(files)}
    with RtspServer(routes, port=port):
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
