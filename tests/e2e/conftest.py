"""One platform with the shipped pack, one browser, and people who use them.

Not for the whole run but for this package: while Playwright runs, its event loop is the main thread's, and
tests elsewhere run one of their own.
"""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import paho.mqtt.client as mqtt
import pytest
from playwright.sync_api import Browser

from luylau.kernel.messages import Language
from tests.support.platform import REPOSITORY, Platform, wait_for
from tests.support.screen import Screen, chromium, open_screen

CITY = "bac-ninh"
GAUGE = "gauge-dap-cau"
CHANNEL = "water_level"


@pytest.fixture(scope="package")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Everything, started as an operator starts it."""
    made = Platform(root=tmp_path_factory.mktemp("e2e"))
    with closing(made):
        made.start()
        yield made


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as made:
        yield made


class People:
    """Who may use the platform; each is made once and signs in by a link of their own."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._sessions: dict[tuple[str, Language], str] = {}

    def run(self, *words: str) -> str:
        """Run ``luylau`` as the operator does; return what it printed."""
        command = [sys.executable, "-m", "luylau", *words, "--data", str(self.platform.root), "--lang", "en"]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    def link(self, role: str, language: Language, name: str) -> str:
        """Make a user; return their sign-in link."""
        return self.run("users", "add", name, "--role", role, "--language", language).split()[-1]

    def session(self, role: str, language: Language = "en") -> str:
        """Return the cookie of somebody of that role who reads that language."""
        if (role, language) not in self._sessions:
            link = self.link(role, language, f"{role}-{language}")
            with self._client() as client:
                answer = client.post("/api/v1/signin/link", json={"token": link.partition("#")[2]})
                assert answer.status_code == 200, answer.text
                ((name, value),) = client.cookies.items()
            self._sessions[role, language] = f"{name}={value}"
        return self._sessions[role, language]

    def client(self, role: str, language: Language = "en") -> httpx2.Client:
        """Return a client of the API that is signed in."""
        client = self._client()
        client.headers["Cookie"] = self.session(role, language)
        return client

    def _client(self) -> httpx2.Client:
        origin = self.platform.origin
        return httpx2.Client(base_url=origin, headers={"Origin": origin}, timeout=20)


@pytest.fixture(scope="package")
def people(platform: Platform) -> People:
    """Users of all roles and languages."""
    return People(platform)


@pytest.fixture
def screens(browser: Browser, platform: Platform) -> Iterator[Callable[..., Screen]]:
    """A function that opens a screen. At the end each is closed and none may have had a fault."""
    opened: list[Screen] = []

    def one(**how: Any) -> Screen:
        opened.append(open_screen(browser, platform.origin, **how))
        return opened[-1]

    yield one
    for screen in opened:
        screen.context.close()
    for screen in opened:
        screen.check(platform.complaints)


class Gauge:
    """A river gauge in the field: MQTT 3.1.1, QoS 1, a credential of its own."""

    def __init__(self, platform: Platform, device: str, password: str) -> None:
        self.device = device
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=device, protocol=mqtt.MQTTv311, clean_session=False
        )
        self.client.username_pw_set(device, password)
        self.client.connect("127.0.0.1", platform.mqtt_port)
        self.client.loop_start()

    def send(self, *rows: tuple[float, float], channel: str = CHANNEL) -> None:
        """Send (seconds since 1970, metres) in one pack and wait for the broker's word."""
        pack = [{"n": channel, "u": "m", "t": when, "v": value} for when, value in rows]
        # A credential that was just issued ends the connections made before it was looked at.
        wait_for(self.client.is_connected, 20)
        sent = self.client.publish(f"obs/{CITY}/{self.device}/{channel}", json.dumps(pack), qos=1)
        sent.wait_for_publish(10)
        assert sent.is_published()

    def speak(self, value: float) -> None:
        """Send one value, measured now."""
        self.send((time.time(), value))

    def end(self) -> None:
        """Leave."""
        self.client.disconnect()
        self.client.loop_stop()


class River:
    """The level at one gauge as it goes on: each step a minute of the gauge's own time."""

    def __init__(self, gauge: Gauge, minutes: int) -> None:
        self.gauge = gauge
        self.now = time.time() - minutes * 60
        self.level = 0.0

    def go(self, *levels: float) -> None:
        """Measure these levels (m), one a minute."""
        rows = []
        for self.level in levels:
            self.now += 60
            assert self.now <= time.time() + 1, "the river has run ahead of the clock"
            rows.append((self.now, self.level))
        self.gauge.send(*rows)

    def move(self, level: float, step: float = 0.25) -> None:
        """Rise or fall to a level, slowly enough to be believed (the kind allows 0.3 m a minute)."""
        levels = []
        last = self.level
        while abs(level - last) > step:
            last = round(last + (step if level > last else -step), 3)
            levels.append(last)
        self.go(*levels, level)


@pytest.fixture(scope="package")
def gauges(platform: Platform, people: People) -> Iterator[Callable[[str], Gauge]]:
    """A function that connects a device of the pack with a credential that the operator issues."""
    connected: dict[str, Gauge] = {}

    def one(device: str) -> Gauge:
        if device not in connected:
            secret = people.run("devices", "issue", device).strip().rpartition(",")[2]
            connected[device] = Gauge(platform, device, secret)
        return connected[device]

    yield one
    for gauge in connected.values():
        gauge.end()


@pytest.fixture(scope="package")
def stranger(platform: Platform, people: People) -> Iterator[Callable[[str], Gauge]]:
    """A function that connects a device that the pack does not know, by enrolment, and lets it speak."""
    token = people.run("devices", "enrolment-token").strip()
    connected: dict[str, Gauge] = {}

    def one(device: str) -> Gauge:
        if device not in connected:
            connected[device] = Gauge(platform, device, f"enrol:{token}:{secrets.token_hex(16)}")
            connected[device].speak(2.5)
        return connected[device]

    yield one
    for gauge in connected.values():
        gauge.end()


Flood = Callable[[str], str]


@pytest.fixture(scope="package")
def flood(people: People, gauges: Callable[[str], Gauge]) -> Flood:
    """A function that lets a river rise over its alarm 1, once, and returns the id of the incident."""
    floods: dict[str, str] = {}

    def rise(device: str) -> str:
        with people.client("operator") as client:
            channels = client.get(f"/api/v1/assets/{device}").json()["channels"]
            levels = {one["level"]: one["value"] for channel in channels for one in channel["levels"]}
            limit = levels["alarm-1"]
            River(gauges(device), minutes=20).go(limit - 0.1, limit + 0.1, limit + 0.15, limit + 0.2)

            def there() -> str:
                found = client.get("/api/v1/incidents", params={"state": "suspected", "asset": device}).json()
                return next((one["id"] for one in found["items"] if one["group"] == "river-alarm"), "")

            return wait_for(there, 20)

    def one(device: str) -> str:
        if device not in floods:
            floods[device] = rise(device)
        return floods[device]

    return one
