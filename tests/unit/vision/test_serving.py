"""A detector in a process of its own: each camera gets its turn with its newest picture."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import msgspec
import numpy as np
import pytest

from luylau.vision import serving
from luylau.vision.frames import Frame
from luylau.vision.serving import DetectorLink, DetectorServer, Seen
from luylau.vision.shapes import Detections, Region

KEY = b"known to both"


def picture(time_us: int, size: tuple[int, int] = (36, 64)) -> Frame:
    """Return a picture whose luma says when it was taken."""
    height, width = size
    half = ((height + 1) // 2, (width + 1) // 2)
    y = np.full(size, time_us % 251, np.uint8)
    return Frame(time_us=time_us, y=y, u=np.full(half, 1, np.uint8), v=np.full(half, 2, np.uint8))


class Slow:
    """A detector that waits to be let on, and finds one box: the regions' bounds within what it was given."""

    name = "slow"

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.looked: list[tuple[int, tuple[int, int]]] = []

    def detect(self, frame: Frame, regions: tuple[Region, ...]) -> Detections:
        self.begun.release()
        assert self.go.acquire(timeout=30)
        assert (frame.u == 1).all()
        assert (frame.v == 2).all()
        self.looked.append((int(frame.y[0, 0]), (frame.width, frame.height)))
        boxes = [(one.left, one.top, one.right, one.bottom) for one in regions]
        return Detections(
            boxes=np.array(boxes, np.float32).reshape(-1, 4),
            score=np.full(len(boxes), 0.5, np.float32),
            label=np.zeros(len(boxes), np.int8),
        )


class Pair:
    """Both ends."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "detector"
        self.detector = Slow()
        self.heard: list[Seen] = []
        self.serve()
        self.link = DetectorLink(self.path, KEY, self.heard.append)
        self.until(lambda: self.link.connected)

    def serve(self) -> None:
        self.server = DetectorServer(self.path, KEY, self.detector)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def until(self, holds: object) -> None:
        assert callable(holds)
        for _ in range(3_000):
            if holds():
                return
            time.sleep(0.01)
        raise AssertionError("it did not come to be")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    yield made
    for _ in range(100):
        made.detector.go.release()
    made.link.close()
    made.server.stop()
    made.thread.join(10)


def test_the_socket_is_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rights: list[int] = []
    listen = socket.socket.listen

    def seen(one: socket.socket, *backlog: int) -> None:
        rights.append((tmp_path / "detector").stat().st_mode & 0o777)
        listen(one, *backlog)

    monkeypatch.setattr(socket.socket, "listen", seen)
    before = os.umask(0o022)
    try:
        DetectorServer(tmp_path / "detector", KEY, Slow()).stop()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert rights == [0o600]


def test_boxes_come_back_in_the_pictures_own_pixels(pair: Pair) -> None:
    regions = (Region(left=11, top=7, right=30, bottom=20), Region(left=20, top=10, right=41, bottom=31))
    pair.detector.go.release()
    assert pair.link.submit("a", picture(5), regions)
    pair.until(lambda: pair.heard)
    (seen,) = pair.heard
    assert (seen.camera, seen.time_us) == ("a", 5)
    assert seen.found is not None
    assert seen.found.boxes.tolist() == [[11, 7, 30, 20], [20, 10, 41, 31]]
    # Only the part that holds the regions went over, from even pixels on.
    assert pair.detector.looked == [(5, (41 - 10, 31 - 6))]


def test_an_odd_picture_goes_over_whole(pair: Pair) -> None:
    pair.detector.go.release()
    assert pair.link.submit("a", picture(9, (35, 63)), ())
    pair.until(lambda: pair.heard)
    assert pair.detector.looked == [(9, (63, 35))]


def test_the_newest_picture_of_each_camera_is_looked_at_and_each_has_its_turn(pair: Pair) -> None:
    assert pair.link.submit("busy", picture(1), ())
    assert pair.detector.begun.acquire(timeout=30)
    for time_us in (2, 3, 4):
        assert pair.link.submit("a", picture(time_us), ())
        assert pair.link.submit("b", picture(10 * time_us), ())
    pair.until(lambda: pair.server.dropped == 4)
    for _ in range(3):
        pair.detector.go.release()
    pair.until(lambda: len(pair.heard) == 7)
    assert [time_us for time_us, _ in pair.detector.looked] == [1, 4, 40]
    assert {(one.camera, one.time_us) for one in pair.heard if one.found is None} == {
        ("a", 2),
        ("a", 3),
        ("b", 20),
        ("b", 30),
    }


def test_what_was_under_way_when_the_detector_went_away_is_dropped_and_a_new_one_is_found(pair: Pair) -> None:
    assert pair.link.submit("a", picture(1), ())
    assert pair.detector.begun.acquire(timeout=30)
    pair.server.stop()
    pair.until(lambda: pair.heard)
    assert pair.heard == [Seen(camera="a", time_us=1, found=None)]
    pair.detector.go.release()
    pair.thread.join(10)
    pair.serve()
    pair.until(lambda: pair.link.connected)
    pair.detector.go.release()
    assert pair.link.submit("a", picture(2), ())
    pair.until(lambda: len(pair.heard) == 2)
    assert pair.heard[1].found is not None


def test_who_does_not_know_the_key_is_not_served(pair: Pair) -> None:
    stranger = DetectorLink(pair.path, b"another", pair.heard.append)
    time.sleep(0.3)
    assert not stranger.connected
    assert not stranger.submit("a", picture(1), ())
    stranger.close()
    pair.detector.go.release()
    assert pair.link.submit("a", picture(2), ())
    pair.until(lambda: pair.heard)


def test_a_detector_that_hangs_stops_no_camera_and_the_link_can_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SEND_S", 0.2)
    monkeypatch.setattr(serving, "HELLO_S", 0.5)
    listener = Listener(str(tmp_path / "hangs"), family="AF_UNIX", authkey=KEY)
    accepted: list[Connection] = []
    # It lets a worker in, then reads nothing, and answers nobody who comes again.
    threading.Thread(target=lambda: accepted.append(listener.accept()), daemon=True).start()
    heard: list[Seen] = []
    link = DetectorLink(tmp_path / "hangs", KEY, heard.append)
    for _ in range(1_000):
        if link.connected:
            break
        time.sleep(0.01)
    assert link.connected
    done: list[int] = []

    def watch(name: str) -> None:
        for number in range(30):
            link.submit(name, picture(number, (360, 640)), ())
        done.append(30)

    cameras = [threading.Thread(target=watch, args=(name,), daemon=True) for name in "abc"]
    for camera in cameras:
        camera.start()
    for camera in cameras:
        camera.join(20)
    assert done == [30, 30, 30]
    closing = threading.Thread(target=link.close, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()
    assert all(one.found is None for one in heard)
    accepted[0].close()
    listener.close()


def test_a_worker_that_takes_no_answers_keeps_them_from_nobody(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SEND_S", 0.3)
    for _ in range(100):
        pair.detector.go.release()
    hangs = serving._reach(pair.path, KEY)

    def flood() -> None:
        """Ask until there is no room left for answers, of what was seen and what was dropped."""
        while True:
            asked, planes = serving._asked("hung", picture(1), ())
            hangs.send_bytes(msgspec.msgpack.encode(asked))
            hangs.send_bytes(planes)
            pair.detector.go.release()

    with pytest.raises(OSError, match=r"Broken pipe|unavailable|reset"):
        flood()
    assert pair.link.submit("a", picture(7), ())
    pair.until(lambda: pair.heard)
    assert pair.heard[0].found is not None
    hangs.close()


def test_what_a_worker_sends_wrongly_ends_its_connection_alone(pair: Pair) -> None:
    wrong = Client(str(pair.path), family="AF_UNIX", authkey=KEY)
    wrong.send_bytes(b"no such thing")
    with suppress(ConnectionError):  # it may have been hung up on by now
        wrong.send_bytes(b"")
    assert wrong.poll(20)
    with pytest.raises((EOFError, ConnectionError)):
        wrong.recv_bytes()
    pair.detector.go.release()
    assert pair.link.submit("a", picture(2), ())
    pair.until(lambda: pair.heard)


def test_who_comes_and_says_nothing_keeps_nobody_out(pair: Pair) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(pair.path))
        late = DetectorLink(pair.path, KEY, pair.heard.append)
        pair.until(lambda: late.connected)
        late.close()
