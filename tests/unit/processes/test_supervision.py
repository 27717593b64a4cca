"""What the supervisor writes of its children, and what is made of it."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from luylau.kernel.clock import ManualClock
from luylau.processes import supervision
from luylau.processes.children import Child, Supervisor
from luylau.processes.data import BROKER_LOG, DataFolder
from luylau.processes.supervision import (
    ChildState,
    SupervisorState,
    Watch,
    read_state,
    state_file,
    supervised_parts,
    wait_for_former,
)

LIVES = "import time; time.sleep(60)"


async def at_once() -> None:
    await asyncio.sleep(0)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path).prepare()
    folder.jetstream.mkdir()
    return folder


def supervisor(data: DataFolder) -> Supervisor:
    return Supervisor(
        [
            Child(
                name=name,
                argv=[sys.executable, "-c", LIVES, str(data.root)],
                ready=at_once,
                log_file=data.logs / name,
            )
            for name in ("broker", "web")
        ]
    )


async def until(found: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not found():  # type: ignore[operator]
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def restarts(data: DataFolder) -> dict[str, int]:
    state = read_state(data)
    return {child.name: child.restarts for child in state.children if child.pid} if state else {}


def test_the_state_follows_the_children(data: DataFolder) -> None:
    async def play() -> None:
        parts = supervisor(data)
        watch = Watch(data, parts, ManualClock(5))
        watching = asyncio.ensure_future(watch.run())
        await parts.start()
        await until(lambda: restarts(data) == {"broker": 0, "web": 0})
        await parts.keepers[1].restart()
        await until(lambda: restarts(data) == {"broker": 0, "web": 1})
        watching.cancel()
        await parts.stop()
        watch.end()

    asyncio.run(play())
    assert not state_file(data).exists()


def test_the_broker_is_started_anew_once_a_full_disk_has_room(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = ""
    monkeypatch.setattr(supervision, "disk_trouble", lambda *_: disk)

    async def play() -> None:
        nonlocal disk
        parts = supervisor(data)
        watching = asyncio.ensure_future(Watch(data, parts, ManualClock()).run())
        await parts.start()
        disk = "disk-full"
        await asyncio.sleep(1.2)
        assert restarts(data) == {"broker": 0, "web": 0}
        disk = ""
        await until(lambda: restarts(data) == {"broker": 1, "web": 0})
        await asyncio.sleep(1.2)
        assert restarts(data) == {"broker": 1, "web": 0}
        watching.cancel()
        await parts.stop()

    asyncio.run(play())


def test_a_broker_that_gave_up_writing_is_started_anew(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its disk was full for a moment only, which nobody saw; its log tells."""
    monkeypatch.setattr(supervision, "disk_trouble", lambda *_: "")
    log_file = data.logs / BROKER_LOG
    complaint = b"[7] [ERR] Filestore [$MQTT_msgs] Critical write error: no space left on device\n"
    log_file.write_bytes(complaint)

    async def play() -> None:
        parts = supervisor(data)
        watching = asyncio.ensure_future(Watch(data, parts, ManualClock()).run())
        await parts.start()
        await asyncio.sleep(1.2)
        assert restarts(data) == {"broker": 0, "web": 0}, "an old story"
        with log_file.open("ab") as out:
            out.write(b"[7] [INF] Server is ready\n" + complaint[:30])
            out.flush()
            await asyncio.sleep(1.2)
            out.write(complaint[30:])
        await until(lambda: restarts(data) == {"broker": 1, "web": 0})
        # One whose disk takes nothing at all is not started anew all the time; a rotated log is read on.
        log_file.unlink()
        log_file.write_bytes(complaint)
        await asyncio.sleep(1.2)
        assert restarts(data) == {"broker": 1, "web": 0}
        monkeypatch.setattr(supervision, "_AGAIN_S", 0.0)
        await until(lambda: restarts(data) == {"broker": 2, "web": 0})
        watching.cancel()
        await parts.stop()

    asyncio.run(play())


def test_parts_are_told_of() -> None:
    up = ChildState(name="broker", pid=1, restarts=3, since_us=7)
    down = ChildState(name="web", pid=None, restarts=1, since_us=8)
    one, two = supervised_parts(SupervisorState(pid=1, started_us=5, children=[up, down]), 9)
    assert (one.part, one.state, one.figures["restarts"]) == (
        "supervisor",
        "degraded",
        {"broker": 3, "web": 1},
    )
    assert [trouble["key"] for trouble in one.trouble] == ["part-is-down"]
    assert (two.part, two.state, two.started_us, two.trouble) == ("broker", "ok", 7, [])


def test_a_file_that_cannot_be_read_is_no_state(data: DataFolder) -> None:
    assert read_state(data) is None
    state_file(data).write_bytes(b'{"pid": "x"')
    assert read_state(data) is None
    wait_for_former(data)


def test_a_start_waits_for_the_children_of_one_that_was_killed(data: DataFolder) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)", str(data.root)])
    own = ChildState(name="web", pid=child.pid, restarts=0, since_us=0)
    # Another program may have got the number of a child that is gone.
    other = ChildState(name="broker", pid=1, restarts=0, since_us=0)
    state = SupervisorState(pid=1, started_us=0, children=[own, other])
    state_file(data).write_bytes(supervision.msgspec.json.encode(state))
    time.sleep(0.2)
    began = time.monotonic()
    wait_for_former(data, seconds=0.3)
    assert time.monotonic() - began >= 0.3
    child.wait()
    # It waits for nobody: with a child it would for all of an hour.
    wait_for_former(data, seconds=3_600)
