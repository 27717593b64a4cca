"""One platform for the tests that disturb it and let it recover: they leave it as they found it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from luylau.telemetry.observations import Quality
from tests.faults.lives import Lives
from tests.support.disks import mounted, unmount
from tests.support.platform import Platform, wait_for
from tests.support.sending import Sender
from tests.support.small_city import CHANNEL, CITY, post, write_small_city

POSTS = 40
BURST = 2_000
"""Messages that a device of this platform may send at once before the limit bites."""


@dataclass
class Running:
    """A platform that runs, a signed-in browser, and posts that no other test has used."""

    platform: Platform
    browser: httpx2.Client
    real_disk: bool
    secrets: dict[str, str]
    used: int = 0
    senders: list[Sender] = field(default_factory=list)

    def send(self, count: int = 3, per_s: float = 20, in_flight: int = 20) -> list[Sender]:
        """Let some more devices begin to send."""
        names = [post(self.used + number) for number in range(count)]
        self.used += count
        assert self.used <= POSTS
        begun = [
            Sender(
                port=self.platform.mqtt_port,
                tenant=CITY,
                device=device,
                secret=self.secrets[device],
                channel=CHANNEL,
                per_s=per_s,
                in_flight=in_flight,
            )
            for device in names
        ]
        for sender in begun:
            sender.start()
        self.senders += begun
        wait_for(lambda: all(sender.acknowledged for sender in begun), 60)
        return begun

    def troubles(self) -> set[str]:
        """Return the keys of all that the health page says is wrong, "part:state" for parts not well."""
        health = self.platform.health(self.browser)
        keys = {trouble["key"] for part in health["parts"] for trouble in part["trouble"]}
        return keys | {f"{part['part']}:{part['state']}" for part in health["parts"] if part["state"] != "ok"}

    def figures(self, part: str) -> dict[str, Any]:
        """Return a part's figures."""
        parts = {one["part"]: one for one in self.platform.health(self.browser)["parts"]}
        return dict(parts[part]["figures"]) if part in parts else {}

    def restarts(self) -> dict[str, float]:
        """Return how often each part was restarted."""
        figures = self.figures("supervisor")
        return {key: figures[key] for key in figures if key.startswith("restarts.")}

    def has_all(self, senders: list[Sender]) -> bool:
        """Say whether the history has what the broker acknowledged; fail where something is twice in it."""
        found = self.platform.observations()
        clean = (found["quality"] & int(Quality.DUPLICATE)) == 0
        for sender in senders:
            rows = found["time_us"][clean & (found["device"] == sender.device)].tolist()
            kept = set(rows)
            assert len(rows) == len(kept), f"{sender.device}: {len(rows) - len(kept)} doubled"
            if not sender.acknowledged <= kept:
                return False
        return True


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The platform, on a disk of its own where that is permitted."""
    folder = tmp_path_factory.mktemp("platform")
    disk = folder / "disk"
    real = mounted(disk)
    platform = Platform(
        root=disk / "data",
        city=write_small_city(folder / "pack", POSTS),
        settings={"ingest": {"max_device_burst": BURST}},
    )
    try:
        platform.start()
        browser = platform.browser()
        yield Running(platform, browser, real, platform.issue([post(number) for number in range(POSTS)]))
        browser.close()
    finally:
        platform.close()
        if real:
            unmount(disk)


@pytest.fixture
def running(shared: Running) -> Iterator[Running]:
    """The platform, well at the beginning and at the end."""
    wait_for(lambda: not shared.troubles(), 60)
    yield shared
    for sender in shared.senders:
        sender.stop(20)
    shared.senders.clear()


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[Lives]:
    found = Lives(tmp_path)
    yield found
    found.now.close()
