"""The broker away: hanging, or gone again and again. The platform answers, says within 5 s what is
stale, and catches up with no gap."""

import json
import signal
import threading
import time

import pytest

from tests.faults.conftest import Running
from tests.support.platform import wait_for

pytestmark = pytest.mark.faults

AWAY_S = 8.0


class Listener:
    """A browser's open stream; keeps what the health messages said, with the time of coming."""

    def __init__(self, running: Running) -> None:
        self.heard: list[tuple[float, str, set[str]]] = []
        self._running = running
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with self._running.platform.browser() as browser, browser.stream("GET", "/api/v1/stream") as answer:
            event = ""
            for line in answer.iter_lines():
                if self._stop.is_set():
                    return
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: ") and event == "health":
                    said = json.loads(line.removeprefix("data: "))
                    keys = {trouble["key"] for part in said["parts"] for trouble in part["trouble"]}
                    self.heard.append((time.monotonic(), said["state"], keys))

    def wait(self, state: str, key: str, seconds: float) -> None:
        """Wait for a health message with this state and, unless "", this trouble."""
        begin = len(self.heard)
        wait_for(
            lambda: any(said == state and (not key or key in keys) for _, said, keys in self.heard[begin:]),
            seconds,
        )

    def end(self) -> None:
        """Leave."""
        self._stop.set()
        self._thread.join(5)


def test_a_broker_that_hangs(running: Running) -> None:
    senders = running.send()
    listener = Listener(running)
    wait_for(lambda: listener.heard, 10)
    running.platform.kill("broker", signal.SIGSTOP)
    began = time.monotonic()
    try:
        wait_for(lambda: "broker-away" in running.troubles(), 5)
        listener.wait("lost", "broker-away", 6)
        waiting = [sender.waiting for sender in senders]
        while time.monotonic() - began < AWAY_S:
            for path in ("/api/v1/assets", "/api/v1/incidents", "/api/v1/system/health"):
                assert running.browser.get(path).status_code == 200
            time.sleep(0.3)
        # What ``signals`` says goes over the broker, so nobody hears it: it counts as lost.
        wait_for(lambda: "signals:lost" in running.troubles(), 15)
        assert all(now > then for now, then in zip([s.waiting for s in senders], waiting, strict=True))
    finally:
        running.platform.kill("broker", signal.SIGCONT)
    wait_for(lambda: not running.troubles(), 60)
    listener.wait("ok", "", 30)
    listener.end()
    assert all(sender.stop(60) for sender in senders)
    wait_for(lambda: running.has_all(senders), 60)


def test_a_broker_that_keeps_dying(running: Running) -> None:
    senders = running.send()
    deadline = time.monotonic() + AWAY_S
    kills = 0
    seen: set[str] = set()
    while time.monotonic() < deadline:
        if "broker" in running.platform.pids():
            running.platform.kill("broker")
            kills += 1
        assert running.browser.get("/api/v1/assets").status_code == 200
        seen |= running.troubles()
        time.sleep(0.1)
    assert kills >= 3
    assert seen & {"broker-away", "part-is-down", "source-away"}
    assert running.figures("supervisor")["restarts.broker"] >= kills - 1
    wait_for(lambda: not running.troubles(), 60)
    assert all(sender.stop(60) for sender in senders)
    wait_for(lambda: running.has_all(senders), 60)
