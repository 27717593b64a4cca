"""One detector for many cameras, in a process of its own: the newest picture of each camera wins.

A worker sends every picture that is due. While the detector is busy with others, a newer picture of a camera
takes the place of the one that waits, and of its place in the queue: each camera gets its turn, whatever it
looks at is as new as can be, and what was overtaken is answered as dropped. So an overloaded machine looks at
fewer pictures of every camera, evenly, and knows how many.

Over a Unix socket goes, from a worker, a head and the planes of a part of a picture; back come the boxes.
Neither side waits for long for one that hangs: it is hung up on, and comes again when it can.
"""

import logging
import os
import socket
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from luylau.vision.frames import Frame
from luylau.vision.shapes import Detections, Detector, Region

log = logging.getLogger(__name__)

RETRY_S: Final = 0.5
"""Pause before a worker tries again to reach a detector that is away."""
SEND_S: Final = 2.0
"""Who takes nothing for so long hangs, and is hung up on."""
HELLO_S: Final = 5.0
"""Within so long each answer has to come by which both prove that they know the key."""
WAITING: Final = 16
"""Workers that may wait to be let in."""


class _Asked(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a picture is about; the planes come after it."""

    camera: str
    time_us: int
    shape: tuple[int, int]
    full_range: bool
    corner: tuple[int, int]
    """Where the part that is sent lies in the picture: left, top; both even."""
    regions: tuple[tuple[int, int, int, int], ...]
    """In pixels of that part."""


class _Answer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    camera: str
    time_us: int
    dropped: bool
    boxes: bytes = b""
    score: bytes = b""
    label: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of a picture: ``found`` is None for one that was dropped."""

    camera: str
    time_us: int
    found: Detections | None


class _Worker:
    """One worker's connection. It is closed only while nobody sends, so that nobody sends to another's."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._sending = threading.Lock()

    def answer(self, answer: _Answer) -> None:
        """Send an answer, or hang up on a worker that takes none."""
        with self._sending:
            try:
                self.connection.send_bytes(msgspec.msgpack.encode(answer))
            except OSError:
                log.info("a worker left before its answer")
                _hang_up(self.connection)

    def close(self) -> None:
        """Close it."""
        _hang_up(self.connection)
        with self._sending:
            self.connection.close()


@dataclass(frozen=True, slots=True)
class _Waiting:
    worker: _Worker
    asked: _Asked
    frame: Frame


class DetectorServer:
    """Serves workers until ``stop``; ``run`` takes the thread that calls it, for detecting."""

    def __init__(self, path: Path, key: bytes, detector: Detector) -> None:
        path.unlink(missing_ok=True)
        # Closed to others from its first moment on, and not only a moment later.
        before = os.umask(0o177)
        try:
            self._listener = Listener(str(path), family="AF_UNIX", backlog=WAITING)
        finally:
            os.umask(before)
        self._key = key
        self._detector = detector
        self._turns: OrderedDict[tuple[int, str], _Waiting] = OrderedDict()
        self._come = threading.Condition()
        self._stopping = threading.Event()
        self._workers: set[_Worker] = set()
        self.detected = self.dropped = 0
        self.busy_s = 0.0

    def run(self) -> None:
        """Answer until ``stop`` is called, the camera that has waited longest first."""
        threading.Thread(target=self._accept, daemon=True).start()
        while (waiting := self._next()) is not None:
            begun = time.perf_counter()
            regions = tuple(
                Region(left=left, top=top, right=right, bottom=bottom)
                for left, top, right, bottom in waiting.asked.regions
            )
            found = self._detector.detect(waiting.frame, regions)
            self.busy_s += time.perf_counter() - begun
            self.detected += 1
            boxes = found.boxes + np.array(waiting.asked.corner * 2, np.float32)
            waiting.worker.answer(
                _Answer(
                    camera=waiting.asked.camera,
                    time_us=waiting.asked.time_us,
                    dropped=False,
                    boxes=boxes.astype(np.float32).tobytes(),
                    score=found.score.astype(np.float32).tobytes(),
                    label=found.label.astype(np.int8).tobytes(),
                )
            )

    def stop(self) -> None:
        """Let ``run`` return; what waits is not answered any more."""
        with self._come:
            self._stopping.set()
            self._come.notify()
            # In this order: nobody who is hung up on finds the way back to here.
            self._listener.close()
            for worker in self._workers:
                _hang_up(worker.connection)

    def _next(self) -> _Waiting | None:
        with self._come:
            while not self._turns and not self._stopping.is_set():
                self._come.wait()
            return None if self._stopping.is_set() else self._turns.popitem(last=False)[1]

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection = self._listener.accept()
            except OSError:
                continue
            worker = _Worker(connection)
            with self._come:
                if self._stopping.is_set():
                    connection.close()
                    return
                self._workers.add(worker)
            threading.Thread(target=self._serve, args=(worker,), daemon=True).start()

    def _serve(self, worker: _Worker) -> None:
        try:
            _greet(worker.connection, self._key, first=True)
            self._read(worker)
        except (EOFError, OSError):
            pass
        except AuthenticationError:
            log.warning("somebody without the key asked the detector")
        except Exception:
            # What one worker sends is not the others' trouble; it is hung up on, not left waiting.
            log.exception("a worker cannot be served")
        finally:
            with self._come:
                self._workers.discard(worker)
            worker.close()

    def _read(self, worker: _Worker) -> None:
        while True:
            asked = msgspec.msgpack.decode(worker.connection.recv_bytes(), type=_Asked)
            planes = worker.connection.recv_bytes()
            frame = _frame(asked, planes)
            place = (id(worker), asked.camera)
            with self._come:
                before = self._turns.get(place)
                # A value that is replaced keeps its place in the order.
                self._turns[place] = _Waiting(worker, asked, frame)
                self._come.notify()
            if before is not None:
                self.dropped += 1
                said = before.asked
                worker.answer(_Answer(camera=said.camera, time_us=said.time_us, dropped=True))


class DetectorLink:
    """A worker's way to the detector; for several threads at once.

    ``heard`` is called with every answer, in a thread of the link's own. What was under way when the
    detector went away counts as dropped.
    """

    def __init__(self, path: Path, key: bytes, heard: Callable[[Seen], None]) -> None:
        self._path = path
        self._key = key
        self._heard = heard
        self._connection: Connection | None = None
        self._sending = threading.Lock()
        self._open: dict[tuple[str, int], None] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        """Whether the detector is there."""
        return self._connection is not None

    def submit(self, camera: str, frame: Frame, regions: tuple[Region, ...]) -> bool:
        """Send what ``regions`` of a picture hold (all of it, if there are none) to be looked at; say whether
        it could be sent."""
        asked, planes = _asked(camera, frame, regions)
        with self._sending:
            connection = self._connection
            if connection is None:
                return False
            self._open[camera, frame.time_us] = None
            try:
                connection.send_bytes(msgspec.msgpack.encode(asked))
                connection.send_bytes(planes)
            except OSError:
                self._open.pop((camera, frame.time_us), None)
                # It may have been sent in part: nothing that comes after it would be understood.
                _hang_up(connection)
                return False
        return True

    def close(self) -> None:
        """End the link: at once, or within seconds where it is just being made."""
        self._stopping.set()
        with self._sending:
            if self._connection is not None:
                _hang_up(self._connection)
        self._thread.join(SEND_S)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                connection = _reach(self._path, self._key)
            except Exception:  # it is starting, or stopping, or hangs, or is not there
                self._stopping.wait(RETRY_S)
                continue
            with self._sending:
                if self._stopping.is_set():
                    connection.close()
                    return
                self._connection = connection
            try:
                self._hear(connection)
            except (EOFError, OSError):
                pass
            except Exception:
                log.exception("the detector's answers are not understood")
            with self._sending:
                self._connection = None
                connection.close()
                lost, self._open = list(self._open), {}
            for camera, time_us in lost:
                self._heard(Seen(camera=camera, time_us=time_us, found=None))

    def _hear(self, connection: Connection) -> None:
        while True:
            answer = msgspec.msgpack.decode(connection.recv_bytes(), type=_Answer)
            self._open.pop((answer.camera, answer.time_us), None)
            self._heard(_seen(answer))


def _reach(path: Path, key: bytes) -> Connection:
    """Connect to a server and prove to each other that both know the key.

    Raises:
        OSError: it is not there, or does not answer in time.
        EOFError: it hung up.
        AuthenticationError: one of the two does not know the key.
    """
    with socket.socket(socket.AF_UNIX) as made:
        _limit(made, send_s=SEND_S, receive_s=HELLO_S)
        made.connect(str(path))
        connection = Connection(made.detach())
    try:
        _greet(connection, key, first=False)
    except BaseException:
        connection.close()
        raise
    return connection


def _greet(connection: Connection, key: bytes, *, first: bool) -> None:
    """Prove to each other that both know the key; then limit how long a send may take, no read any more."""
    with socket.socket(fileno=os.dup(connection.fileno())) as held:
        _limit(held, send_s=SEND_S, receive_s=HELLO_S)
        for turn in (first, not first):
            (deliver_challenge if turn else answer_challenge)(connection, key)
        _limit(held, send_s=SEND_S, receive_s=0.0)


def _limit(held: socket.socket, *, send_s: float, receive_s: float) -> None:
    """Limit how long a socket that blocks waits; 0: for ever."""
    for option, seconds in ((socket.SO_SNDTIMEO, send_s), (socket.SO_RCVTIMEO, receive_s)):
        whole, part = divmod(round(seconds * 1e6), 1_000_000)
        held.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", whole, part))


def _hang_up(connection: Connection) -> None:
    """End a connection so that who reads from it, on either side, is told; to close it tells nobody here."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as held:
        held.shutdown(socket.SHUT_RDWR)


def _asked(camera: str, frame: Frame, regions: tuple[Region, ...]) -> tuple[_Asked, bytes]:
    """Return a head and the planes of the part of a picture that holds the regions."""
    left, top, right, bottom = 0, 0, frame.width, frame.height
    if regions:
        # Chroma has one value for two pixels.
        left, top = min(one.left for one in regions) & ~1, min(one.top for one in regions) & ~1
        right, bottom = max(one.right for one in regions), max(one.bottom for one in regions)
    half = np.s_[top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2]
    planes = b"".join(
        np.ascontiguousarray(plane).tobytes()
        for plane in (frame.y[top:bottom, left:right], frame.u[half], frame.v[half])
    )
    asked = _Asked(
        camera=camera,
        time_us=frame.time_us,
        shape=(bottom - top, right - left),
        full_range=frame.full_range,
        corner=(left, top),
        regions=tuple(
            (one.left - left, one.top - top, one.right - left, one.bottom - top) for one in regions
        ),
    )
    return asked, planes


def _frame(asked: _Asked, planes: bytes) -> Frame:
    height, width = asked.shape
    half = ((height + 1) // 2, (width + 1) // 2)
    luma, chroma = height * width, half[0] * half[1]
    all_of_it = np.frombuffer(planes, np.uint8)
    return Frame(
        time_us=asked.time_us,
        y=all_of_it[:luma].reshape(height, width),
        u=all_of_it[luma : luma + chroma].reshape(half),
        v=all_of_it[luma + chroma :].reshape(half),
        full_range=asked.full_range,
    )


def _seen(answer: _Answer) -> Seen:
    if answer.dropped:
        return Seen(camera=answer.camera, time_us=answer.time_us, found=None)
    found = Detections(
        boxes=np.frombuffer(answer.boxes, np.float32).reshape(-1, 4),
        score=np.frombuffer(answer.score, np.float32),
        label=np.frombuffer(answer.label, np.int8),
    )
    return Seen(camera=answer.camera, time_us=answer.time_us, found=found)
