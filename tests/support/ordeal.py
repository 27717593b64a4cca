"""An ordeal: the platform under load while its processes are killed at random points, and the account of it.

Who sends keeps book of what was acknowledged; afterwards the books are held against what the platform kept.
"""

import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import numpy as np

from luylau.telemetry.observations import Quality
from tests.support.platform import PARTS, Platform, wait_for
from tests.support.sending import Sender
from tests.support.small_city import CHANNEL, CITY, post, write_small_city

SUPERVISOR = "supervisor"
RESTART_S = 60.0
"""No part may take longer to be back, on however busy a machine."""


@dataclass(kw_only=True)
class Account:
    """What came of the observations.

    ``lost``: acknowledged, and not in the history. ``doubled``: more than one row for one observation without
    the mark of a duplicate. ``altered``: another value than was sent, or never sent at all. ``repeated``:
    rows that carry the mark.
    """

    sent: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int
    altered: int
    repeated: int


class Operator:
    """A person at the API who comments on incidents all the time, and remembers what was confirmed."""

    def __init__(self, platform: Platform) -> None:
        self._browser = platform.browser()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.confirmed: list[str] = []
        self.attempted: list[str] = []
        self.errors: list[str] = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._browser.close()

    def _work(self) -> None:
        while not self._stop.wait(0.2):
            try:
                self._comment()
            except httpx2.HTTPError:
                # The web process is away just now.
                continue

    def _comment(self) -> None:
        listed = self._browser.get("/api/v1/incidents", params={"limit": 1})
        if listed.status_code != 200 or not listed.json()["items"]:
            return
        incident = listed.json()["items"][0]["id"]
        version = self._browser.get(f"/api/v1/incidents/{incident}").headers.get("ETag", "")
        text = f"comment {len(self.attempted)}"
        self.attempted.append(text)
        said = self._browser.post(
            f"/api/v1/incidents/{incident}/comments", json={"text": text}, headers={"If-Match": version}
        )
        if said.status_code == 200:
            self.confirmed.append(text)
        elif said.status_code >= 500 and said.status_code != 503:
            self.errors.append(said.text)


@dataclass(kw_only=True)
class Ordeal:
    """A platform of ``posts`` devices that send ``per_s`` messages a second each, killed ``kills`` times.

    ``supervisor_every``: each so-many-th kill hits the supervisor itself; then ``luylau up`` is started anew.
    ``patience``: how often (0 to 1) a part is let come back before the next kill.
    """

    root: Path
    posts: int = 6
    per_s: float = 20.0
    kills: int = 10
    supervisor_every: int = 5
    patience: float = 0.5
    seed: int = 2026
    restart_s: list[float] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        city = write_small_city(self.root / "pack", self.posts)
        self.platform = Platform(
            root=self.root / "data", city=city, settings={"ingest": {"checkpoint_s": 2.0}}
        )
        self.senders: list[Sender] = []

    def run(self) -> None:
        """Start, kill again and again, let everything be acknowledged, stop."""
        platform = self.platform
        platform.start()
        secrets = platform.issue([post(number) for number in range(self.posts)])
        self.operator = Operator(platform)
        self.senders = [
            Sender(
                port=platform.mqtt_port,
                tenant=CITY,
                device=device,
                secret=secret,
                channel=CHANNEL,
                per_s=self.per_s,
            )
            for device, secret in secrets.items()
        ]
        for sender in self.senders:
            sender.start()
        self.operator.start()
        wait_for(lambda: all(sender.acknowledged for sender in self.senders))
        chance = random.Random(self.seed)
        for turn in range(1, self.kills + 1):
            time.sleep(chance.uniform(0.0, 1.2))
            if turn % self.supervisor_every == 0:
                self._kill_supervisor()
            else:
                part = chance.choice(PARTS)
                self._kill(part, wait=chance.random() < self.patience)
        for part in PARTS:
            wait_for(lambda part=part: platform.serves(part), RESTART_S)
        self.finish()

    def finish(self) -> None:
        """Let everything be acknowledged and stored, then stop."""
        self.operator.stop()
        assert [sender.device for sender in self.senders if not sender.stop(30)] == []
        self.platform.stop()

    def _kill(self, part: str, *, wait: bool) -> None:
        old = self.platform.kill(part)
        self.killed[part] += 1
        if wait:
            began = time.monotonic()
            wait_for(lambda: self.platform.serves(part, old), RESTART_S)
            self.restart_s.append(time.monotonic() - began)

    def _kill_supervisor(self) -> None:
        """Kill it; whoever watches over it (systemd, a person) starts it again at once."""
        platform = self.platform
        assert platform.process is not None
        platform.process.send_signal(signal.SIGKILL)
        platform.process.wait()
        self.killed[SUPERVISOR] += 1
        began = time.monotonic()
        platform.start()
        self.restart_s.append(time.monotonic() - began)

    def account(self) -> Account:
        """Hold what was sent against what is in the history."""
        found = self.platform.observations()
        clean = (found["quality"] & int(Quality.DUPLICATE)) == 0
        rows: Counter[tuple[str, int]] = Counter()
        altered = 0
        sent = {sender.device: sender for sender in self.senders}
        for device, time_us, value, unmarked in zip(
            found["device"].tolist(),
            found["time_us"].tolist(),
            found["value"].tolist(),
            clean.tolist(),
            strict=True,
        ):
            rows[device, time_us] += unmarked
            altered += sent[device].sent.get(time_us) != value
        acknowledged = {
            (sender.device, time_us) for sender in self.senders for time_us in sender.acknowledged
        }
        return Account(
            sent=sum(len(sender.sent) for sender in self.senders),
            acknowledged=len(acknowledged),
            stored=len(rows),
            lost=sum(not rows[key] for key in acknowledged),
            doubled=sum(count > 1 for count in rows.values()),
            altered=altered,
            repeated=int(np.count_nonzero(~clean)),
        )
