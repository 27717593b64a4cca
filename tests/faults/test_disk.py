"""A disk that is full or read-only: the platform answers, says so within 5 s, loses nothing that it has
acknowledged, and goes on by itself."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from luylau.processes.disk import disk_trouble
from tests.faults.conftest import Running
from tests.support import disks
from tests.support.platform import wait_for

pytestmark = pytest.mark.faults

Fault = Callable[..., AbstractContextManager[None]]
FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "full": (disks.full, {"disk-full", "history-disk-full"}),
    "read-only": (disks.read_only, {"disk-read-only", "history-read-only"}),
}
ANY = {"disk-full", "history-disk-full", "disk-read-only", "history-read-only", "history-write-failed"}


@pytest.mark.parametrize("name", FAULTS)
def test_told_within_5_seconds_nothing_lost_and_on_it_goes(running: Running, name: str) -> None:
    fault, keys = FAULTS[name]
    senders = running.send()
    restarts = running.figures("broker")["restarts"]
    with fault(running.platform, real=running.real_disk):
        began = time.monotonic()
        wait_for(lambda: running.troubles() & (keys if running.real_disk else ANY), 5)
        while time.monotonic() - began < 7:
            assert running.browser.get("/api/v1/incidents").status_code == 200
            assert running.troubles() & ANY
            time.sleep(0.5)
    before = [len(sender.acknowledged) for sender in senders]
    _is_mended(running, restarts)
    wait_for(
        lambda: all(len(sender.acknowledged) > count for sender, count in zip(senders, before, strict=True)),
        60,
    )
    assert all(sender.stop(60) for sender in senders)
    wait_for(lambda: running.has_all(senders), 60)
    if running.real_disk:
        assert running.figures("broker")["restarts"] == restarts + 1


def test_changes_can_be_written_again_after_a_read_only_disk(running: Running) -> None:
    """A connection to the database that was opened meanwhile must not stay read-only."""
    restarts = running.figures("broker")["restarts"]
    noticed = _noticed(running)
    with disks.read_only(running.platform, real=running.real_disk):
        for _ in range(20):
            assert running.browser.get("/api/v1/incidents").status_code == 200
            running.browser.post("/api/v1/enrolment")
        if running.real_disk:
            wait_for(lambda: _noticed(running) > noticed, 30)
    wait_for(lambda: running.browser.post("/api/v1/enrolment").status_code == 201, 60)
    assert running.browser.delete("/api/v1/enrolment").status_code == 204
    assert [running.browser.post("/api/v1/enrolment").status_code for _ in range(5)] == [201] * 5
    assert running.browser.delete("/api/v1/enrolment").status_code == 204
    _is_mended(running, restarts)


def test_a_disk_is_judged_by_its_room(tmp_path: Path) -> None:
    assert disk_trouble(tmp_path, least_bytes=0) == ""
    assert disk_trouble(tmp_path, least_bytes=2**62) == "disk-full"
    assert disk_trouble(tmp_path / "gone") == "disk-read-only"


def _is_mended(running: Running, restarts: float) -> None:
    """Wait until all is well. The broker wrote nothing more to its streams, had it not been started anew."""
    if running.real_disk:
        wait_for(lambda: running.figures("broker")["restarts"] > restarts, 60)
    wait_for(lambda: not running.troubles(), 60)


def _noticed(running: Running) -> int:
    """Return how often the supervisor has said that the disk is read-only."""
    return running.platform.output.read_text(encoding="utf-8").count(": disk-read-only")
