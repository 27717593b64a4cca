"""Cameras as the workers last told of them, and their masked pictures while somebody looks."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import msgspec

from luylau.kernel.errors import Unavailable
from luylau.kernel.health import STALE_AFTER_S

LEASE_S: Final = 6.0
"""A worker goes on showing a camera for so long after it was asked for."""
RENEW_S: Final = 2.0
QUIET_S: Final = 15.0
"""So long nothing may come of any camera before something is sent all the same, so that a line that has
broken is noticed."""
MOST_WATCHED: Final = 16
MOST_STREAMS: Final = 8
"""Streams of pictures that one user may have open: screens and tabs."""
LOOK_AGAIN_S: Final = 600.0
"""Looking at the same cameras again within this time makes no new entry in the audit log."""
BOUNDARY: Final = "picture"

Send = Callable[[str, bytes], Awaitable[None]]
"""Sends to the workers: subject and payload. Raises Unavailable where they cannot be reached."""


class _Watcher:
    """One browser: of each camera it gets the newest picture, whatever it has missed."""

    def __init__(self, cameras: tuple[str, ...], user: str) -> None:
        self.cameras = frozenset(cameras)
        self.user = user
        self.ended = asyncio.Event()
        self.newest: dict[str, bytes] = {}
        self.news = asyncio.Event()


class CameraHub:
    """For the thread of the event loop; only ``states`` and ``detector`` may be read from others."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._workers: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._watchers: set[_Watcher] = set()
        self._closed = False
        self._looked: dict[tuple[str, frozenset[str]], float] = {}

    def note(self, subject: str, payload: bytes) -> None:
        """Take what a worker says of its cameras, or a camera's picture."""
        kind, _, name = subject.removeprefix("cameras.").partition(".")
        if kind == "state":
            self._workers[name] = (time.monotonic(), msgspec.json.decode(payload))
        elif kind == "picture":
            for watcher in self._watchers:
                if name in watcher.cameras:
                    watcher.newest[name] = payload
                    watcher.news.set()

    def states(self) -> dict[str, Mapping[str, Any]]:
        """Return the state of every camera that a worker has told of within the last seconds."""
        found: dict[str, Mapping[str, Any]] = {}
        for said in self._fresh().values():
            for camera in said.get("cameras", ()):
                found[camera["camera"]] = camera
            for camera, fault in said.get("faults", {}).items():
                found[camera] = {"phase": "waiting", "fault": fault["key"], "fault_fields": fault["fields"]}
        return found

    def detector(self) -> str:
        """Return the name of the detector in use; "" where only motion is seen."""
        return next((str(said["detector"]) for said in self._fresh().values() if said.get("detector")), "")

    async def relearn(self, camera: str) -> None:
        """Let a camera's worker take what is seen from now on as how the place looks.

        Raises:
            Unavailable: no worker watches it, or the broker is away.
        """
        if "camera" not in self.states().get(camera, {}):
            raise Unavailable("camera-not-watched", camera=camera)
        await self._send("cameras.relearn", msgspec.json.encode({"camera": camera}))

    def streams_of(self, user: str) -> int:
        """Return how many streams of pictures somebody has open."""
        return sum(watcher.user == user for watcher in self._watchers)

    def is_news(self, user: str, cameras: tuple[str, ...]) -> bool:
        """Say whether it is new that somebody looks at these cameras: not within ``LOOK_AGAIN_S``, as a wall
        that is turned page by page asks again and again."""
        now = time.monotonic()
        self._looked = {key: at for key, at in self._looked.items() if now - at < LOOK_AGAIN_S}
        key = (user, frozenset(cameras))
        return key not in self._looked

    def looked(self, user: str, cameras: tuple[str, ...]) -> None:
        """Take it that this look has been written down."""
        self._looked[user, frozenset(cameras)] = time.monotonic()

    async def pictures(
        self, cameras: tuple[str, ...], user: str, still_valid: Callable[[], Awaitable[bool]]
    ) -> AsyncIterator[bytes]:
        """Yield the masked pictures of some cameras as they come: the parts of a multipart body. It ends once
        the session is not ``still_valid``."""
        watcher = _Watcher(cameras, user)
        self._watchers.add(watcher)
        renewing = asyncio.create_task(self._renew(watcher, still_valid))
        try:
            yield f"--{BOUNDARY}\r\n".encode()
            while not (self._closed or watcher.ended.is_set()):
                try:
                    async with asyncio.timeout(QUIET_S):
                        await watcher.news.wait()
                except TimeoutError:
                    yield _part("", 0, b"")
                    continue
                watcher.news.clear()
                if watcher.ended.is_set():
                    break
                shown, watcher.newest = watcher.newest, {}
                for camera, picture in shown.items():
                    yield _part(camera, int.from_bytes(picture[:8], "big"), picture[8:])
        finally:
            renewing.cancel()
            self._watchers.discard(watcher)

    def close(self) -> None:
        """End all streams of pictures."""
        self._closed = True
        for watcher in self._watchers:
            watcher.news.set()

    async def _renew(self, watcher: _Watcher, still_valid: Callable[[], Awaitable[bool]]) -> None:
        wanted = msgspec.json.encode({"cameras": sorted(watcher.cameras), "seconds": LEASE_S})
        while await still_valid():
            # It is sent again and again: one that is lost does no harm.
            with suppress(Unavailable):
                await self._send("cameras.watch", wanted)
            await asyncio.sleep(RENEW_S)
        watcher.ended.set()
        watcher.news.set()

    def _fresh(self) -> dict[str, Mapping[str, Any]]:
        now = time.monotonic()
        return {
            name: said
            for name, (at, said) in list(self._workers.items())
            if name != "detector" and now - at <= STALE_AFTER_S
        }


def _part(camera: str, time_us: int, picture: bytes) -> bytes:
    head = (
        f"Content-Type: image/jpeg\r\nX-Camera: {camera}\r\nX-Time: {time_us}\r\n"
        f"Content-Length: {len(picture)}\r\n\r\n"
    )
    return head.encode() + picture + f"\r\n--{BOUNDARY}\r\n".encode()
