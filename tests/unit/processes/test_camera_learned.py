"""What cameras have learned outlives a restart: whole, or not at all."""

import errno
import json
import logging
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from luylau.kernel.errors import Unavailable
from luylau.processes import camera_learned
from luylau.processes.camera_learned import SUFFIX, CameraLearned
from luylau.telemetry.checkpoint import Checkpoint, save
from luylau.telemetry.durable import unwritable
from luylau.vision.plan import CameraPlan

PLAN = CameraPlan(camera="cam-1", main="rtsp://host/main", sub="rtsp://host/sub")
STATE = {"condition": {"version": 2}, "scenes": {"things": [1.5, None, "x"]}}


def kept(folder: Path, plan: CameraPlan = PLAN) -> object:
    return CameraLearned(folder).of(plan)


def test_it_is_there_after_a_restart_once_it_was_written(tmp_path: Path) -> None:
    learned = CameraLearned(tmp_path / "cameras")
    assert learned.of(PLAN) is None
    learned.take(PLAN, STATE)
    assert learned.of(PLAN) == STATE
    assert kept(tmp_path / "cameras") is None
    learned.write()
    assert kept(tmp_path / "cameras") == STATE
    assert kept(tmp_path / "cameras", replace(PLAN, camera="cam-2")) is None
    # Nothing new, nothing written.
    file = tmp_path / "cameras" / f"cam-1{SUFFIX}"
    file.unlink()
    learned.write()
    assert not file.exists()


def test_of_other_streams_nothing_is_known(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    learned = CameraLearned(tmp_path)
    learned.take(PLAN, STATE)
    learned.write()
    with caplog.at_level(logging.INFO):
        for other in (replace(PLAN, main="rtsp://elsewhere/main"), replace(PLAN, sub="")):
            assert kept(tmp_path, other) is None
            assert learned.of(other) is None
    assert "other streams" in caplog.text
    assert "rtsp" not in (tmp_path / f"cam-1{SUFFIX}").read_bytes().decode("latin-1")
    # What else is planned changes nothing of how the place looks.
    assert kept(tmp_path, replace(PLAN, rate_hz=1.0, version=9)) == STATE


@pytest.mark.parametrize("harm", ["cut", "flipped", "foreign", "empty"])
def test_a_damaged_file_is_left_out_with_a_word(
    harm: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    learned = CameraLearned(tmp_path)
    learned.take(PLAN, STATE)
    learned.write()
    file = tmp_path / f"cam-1{SUFFIX}"
    whole = file.read_bytes()
    harmed = {
        "cut": whole[:-20],
        "flipped": whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        "foreign": json.dumps(STATE).encode() * 3,
        "empty": b"",
    }
    file.write_bytes(harmed[harm])
    assert kept(tmp_path) is None
    assert "is not used" in caplog.text


def test_what_is_forgotten_stays_forgotten(tmp_path: Path) -> None:
    learned = CameraLearned(tmp_path)
    learned.take(PLAN, STATE)
    learned.write()
    learned.take(PLAN, STATE)
    learned.forget("cam-1")
    learned.write()
    assert learned.of(PLAN) is None
    assert kept(tmp_path) is None
    learned.forget("cam-1")


def test_what_the_disk_refuses_is_written_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "cameras"
    folder.write_text("no folder")
    learned = CameraLearned(folder)
    learned.take(PLAN, STATE)
    learned.write()
    learned.write()
    assert caplog.text.count("not written") == 1
    folder.unlink()
    learned.write()
    assert kept(folder) == STATE


def test_where_the_file_cannot_be_removed_that_is_said(tmp_path: Path) -> None:
    (tmp_path / f"cam-1{SUFFIX}").mkdir()
    with pytest.raises(Unavailable) as caught:
        CameraLearned(tmp_path).forget("cam-1")
    assert caught.value.key == "camera-learned-stays"


def test_one_file_that_is_refused_keeps_no_other_from_being_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / f"cam-0{SUFFIX}").mkdir()
    learned = CameraLearned(tmp_path)
    for camera in ("cam-0", "cam-1", "cam-2"):
        learned.take(replace(PLAN, camera=camera), STATE)
    learned.write()
    learned.write()
    assert [kept(tmp_path, replace(PLAN, camera=camera)) for camera in ("cam-1", "cam-2")] == [STATE] * 2
    assert caplog.text.count("not written") == 1


def test_where_the_disk_is_full_no_other_file_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def full(path: Path, _: object) -> None:
        tried.append(path.name)
        error = OSError(errno.ENOSPC, "full")
        raise unwritable(error, path.parent) from error

    monkeypatch.setattr(camera_learned, "save", full)
    learned = CameraLearned(tmp_path)
    for camera in ("cam-1", "cam-2"):
        learned.take(replace(PLAN, camera=camera), STATE)
    learned.write()
    assert tried == [f"cam-1{SUFFIX}"]


def test_a_camera_is_not_held_up_and_nothing_of_it_lost_while_its_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = CameraLearned(tmp_path)

    def slow(path: Path, checkpoint: Checkpoint) -> None:
        # From the camera's thread, in the midst of it.
        camera = Thread(target=learned.take, args=(PLAN, {"newer": True}), daemon=True)
        camera.start()
        camera.join(10)
        assert not camera.is_alive()
        save(path, checkpoint)

    monkeypatch.setattr(camera_learned, "save", slow)
    learned.take(PLAN, STATE)
    learned.write()
    assert kept(tmp_path) == STATE
    monkeypatch.setattr(camera_learned, "save", save)
    learned.write()
    assert kept(tmp_path) == {"newer": True}


def test_it_is_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cameras"
    learned = CameraLearned(folder)
    learned.take(PLAN, STATE)
    learned.write()
    assert stat.S_IMODE((folder / f"cam-1{SUFFIX}").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_of_cameras_that_are_no_longer_planned_nothing_is_kept(tmp_path: Path) -> None:
    plans = [replace(PLAN, camera=camera) for camera in ("cam-1", "cam-2", "other-1")]
    before = CameraLearned(tmp_path)
    for plan in plans:
        before.take(plan, STATE)
    before.write()
    learned = CameraLearned(tmp_path)
    learned.take(plans[1], STATE)
    learned.keep({"cam-1"}, lambda camera: camera.startswith("cam-"))
    learned.write()
    # The third is another worker's.
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"cam-1{SUFFIX}", f"other-1{SUFFIX}"]
    assert learned.of(plans[1]) is None


WRITER = """
import sys
from pathlib import Path
from luylau.processes.camera_learned import CameraLearned
from luylau.vision.plan import CameraPlan
plan = CameraPlan(camera="cam-1", main="rtsp://host/main", sub="rtsp://host/sub")
learned = CameraLearned(Path(sys.argv[1]))
for number in range(1_000_000):
    learned.take(plan, {"number": number, "padding": [number] * 50_000})
    learned.write()
"""


def test_a_killed_writer_leaves_what_it_wrote_last_whole(tmp_path: Path) -> None:
    numbers = []
    for wait_s in (0.05, 0.12, 0.2):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)])
        try:
            file = tmp_path / f"cam-1{SUFFIX}"
            before = file.stat().st_mtime_ns if file.exists() else 0
            for _ in range(3_000):
                if file.exists() and file.stat().st_mtime_ns != before:
                    break
                time.sleep(0.01)
            time.sleep(wait_s)
        finally:
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait(30)
        state = kept(tmp_path)
        assert isinstance(state, dict)
        assert state["padding"] == [state["number"]] * 50_000
        numbers.append(state["number"])
    assert len(numbers) == 3
