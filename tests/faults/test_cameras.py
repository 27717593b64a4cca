"""Cameras on a whole platform: shown and explained, and any of their processes may be killed at any time."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx2
import numpy as np
import pytest

from luylau.telemetry.checkpoint import Checkpoint, load
from tests.support.platform import Platform, wait_for
from tests.support.small_city import write_small_city

pytestmark = pytest.mark.faults

_CAMERAS = """
version = 1

[[camera]]
camera = "cam-street"
main = "file:street.mkv"
simulated = true

[[camera]]
camera = "cam-dark"
main = "file:dark.mkv"
simulated = true

[[camera]]
camera = "cam-lost"
main = "file:nowhere.mkv"
simulated = true
"""


def film(path: Path, *, dark: bool) -> None:
    """Film four seconds of a textured place through which something walks, or of darkness."""
    rng = np.random.default_rng(1)
    ground = rng.integers(40, 200, (30, 40), np.uint8).repeat(8, 0).repeat(8, 1)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=10, options={"g": "5"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(40):
            luma = np.full((240, 320), 17, np.uint8) if dark else ground.copy()
            if not dark:
                luma[80:200, 6 * number : 6 * number + 30] = 250
            planes = np.concatenate([luma.ravel(), np.full(320 * 120, 128, np.uint8)])
            for packet in stream.encode(
                av.VideoFrame.from_ndarray(planes.reshape(-1, 320), format="yuv420p")
            ):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)


class Watched:
    """The platform, and somebody at its API."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.browser = platform.browser()

    def cameras(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.browser.get("/api/v1/cameras").json()["items"]}

    def streams(self, camera: str) -> bool:
        found = self.cameras()[camera]
        return bool(found["phase"] == "streaming" and found["analyses_per_s"] > 0)

    def events(self) -> list[dict[str, Any]]:
        return list(self.browser.get("/api/v1/camera-events").json()["items"])

    def pid_of(self, part: str) -> int | None:
        """Return the process of a part of ``cameras``, which are its children."""
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    command = (folder / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if part.encode() in command and str(self.platform.root).encode() in command:
                    return int(folder.name)
        return None

    def kill(self, part: str) -> None:
        pid = wait_for(lambda: self.pid_of(part))
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: self.pid_of(part) not in (None, pid), 60)


def _lasts(file: Path) -> bool:
    """Say whether darkness lasts by what a camera has learned."""
    kept = load(file)
    return isinstance(kept, Checkpoint) and bool(kept.meta["state"]["condition"]["spells"]["dark"]["sight"])


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("cameras")
    pack = write_small_city(folder / "pack", 1)
    (pack / "cameras.toml").write_text(_CAMERAS, encoding="utf-8")
    assets = pack / "assets.csv"
    rows = [
        f"{camera},camera,Camera {camera},phuong,21.1,106.1,0,normal,simulated,,true"
        for camera in ("cam-street", "cam-dark", "cam-lost", "cam-unplanned")
    ]
    assets.write_text(assets.read_text(encoding="utf-8") + "\n".join([*rows, ""]), encoding="utf-8")
    platform = Platform(root=folder / "data", city=pack)
    footage = platform.data.footage
    footage.mkdir()
    film(footage / "street.mkv", dark=False)
    film(footage / "dark.mkv", dark=True)
    try:
        platform.start()
        made = Watched(platform)
        wait_for(lambda: made.streams("cam-street") and made.streams("cam-dark"), 120)
        yield made
        made.browser.close()
    finally:
        platform.close()


def test_what_cannot_be_watched_says_why_and_hinders_nobody(watched: Watched) -> None:
    lost = watched.cameras()["cam-lost"]
    assert lost["phase"] in ("waiting", "connecting")
    wait_for(lambda: "nowhere" in watched.cameras()["cam-lost"]["fault"], 60)
    assert watched.cameras()["cam-lost"]["remedy"]
    listed = watched.browser.get("/api/v1/cameras").json()
    assert (listed["detector"], listed["planned"], listed["unplanned"]) == ("", 3, 1)


def test_pictures_come_masked_while_somebody_looks(watched: Watched) -> None:
    url = "/api/v1/cameras/live?camera=cam-street&camera=cam-dark"
    seen: set[str] = set()
    kept = b""
    with watched.browser.stream("GET", url, timeout=60) as answer:
        assert answer.headers["content-type"].startswith("multipart/x-mixed-replace")
        for chunk in answer.iter_bytes():
            kept += chunk
            seen |= {name for name in ("cam-street", "cam-dark") if f"X-Camera: {name}\r\n".encode() in kept}
            if len(seen) == 2:
                break
    begin = kept.index(b"\xff\xd8")
    coder = av.CodecContext.create("mjpeg", "r")
    (picture,) = [
        *coder.decode(av.Packet(kept[begin : kept.index(b"\xff\xd9", begin) + 2])),
        *coder.decode(None),
    ]
    assert (picture.width, picture.height) == (320, 240)
    unknown = watched.browser.get("/api/v1/cameras/live?camera=cam-unplanned")
    assert (unknown.status_code, unknown.json()["key"]) == (404, "camera-unknown")


def test_a_dark_camera_is_one_incident_whatever_is_killed(watched: Watched) -> None:
    def dark() -> list[dict[str, Any]]:
        return [one for one in watched.events() if one["camera"] == "cam-dark" and one["kind"] == "dark"]

    def incidents() -> list[str]:
        return [row.id for row in watched.platform.incidents() if row.group == "scene-dark"]

    wait_for(lambda: dark() and incidents(), 120)
    (before,) = dark()
    learned = watched.platform.data.checkpoint / "cameras" / "cam-dark.learned"
    wait_for(lambda: learned.exists() and _lasts(learned), 60)
    for part in ("camera-worker", "cameras"):
        watched.kill(part)
        wait_for(lambda: watched.streams("cam-street") and watched.streams("cam-dark"), 120)
    wait_for(lambda: dark()[0]["seen"] > before["seen"], 120)
    (after,) = dark()
    assert (after["id"], after["opened"], after["cleared"]) == (before["id"], before["opened"], None)
    assert len(incidents()) == 1
    # What it had learned was whole each time, and was taken up.
    worker_log = (watched.platform.data.logs / "camera-worker-0.log").read_text(encoding="utf-8")
    assert "learns anew" not in worker_log
    assert "is not used" not in worker_log
    assert _lasts(learned)


def test_a_scene_is_drawn_and_another_version_is_refused(watched: Watched) -> None:
    browser = watched.browser
    found = browser.get("/api/v1/cameras/cam-street").json()
    scene = {
        "id": "gate",
        "name": "Cổng",
        "kind": "intrusion",
        "points": [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]],
        "labels": [],
        "dwell_s": 2,
        "limit": 0,
        "direction": "both",
        "severity": "major",
        "hours": [],
        "enabled": True,
    }
    crossed = scene | {"points": [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]}

    def put(one: dict[str, Any], version: int) -> httpx2.Response:
        headers = {"If-Match": f'"{version}"'}
        return browser.put("/api/v1/cameras/cam-street/scenes", json={"scenes": [one]}, headers=headers)

    refused = put(crossed, found["version"])
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["column"] == "scene.0.points"
    made = put(scene, found["version"])
    assert made.status_code == 200, made.text
    assert [one["name"] for one in made.json()["scenes"]] == ["Cổng"]
    assert put(scene, found["version"]).status_code == 409
    wait_for(lambda: watched.cameras()["cam-street"]["scenes"] == 1 and watched.streams("cam-street"), 60)
    (entry,) = [
        one for one in watched.platform.audit() if one.action == "camera.plan" and one.outcome == "done"
    ]
    assert entry.resource == "cam-street"


def test_nothing_half_written_is_left(watched: Watched) -> None:
    clips = watched.platform.data.clips
    assert [file.name for file in clips.rglob("*") if file.is_file() and file.suffix not in (".clip",)] == []
