"""A world in which events become deliveries, and notifiers that tests put in."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luylau.incidents.notify import (
    Channel,
    Delivery,
    Follower,
    Message,
    NotifyRule,
    Outbox,
    Preferences,
    Quiet,
    Sender,
    Target,
)
from luylau.settings import Settings
from luylau.settings.notify import NotifySettings
from tests.api.world import ORIGIN, World

NOTIFY = NotifySettings(
    smtp_host="127.0.0.1", smtp_from="a@example.vn", webhook_hosts="http://127.0.0.1:1", settle_s=5,
    most_per_hour=5, tries=3,
)  # fmt: skip
EVERYTHING = NotifyRule(
    occasions=("opened", "escalated", "overdue", "assigned", "tasked", "resolved"), severity="info"
)


@dataclass
class Flow:
    """A world with follower and outbox, and an operator who has a mailbox."""

    world: World
    follower: Follower
    outbox: Outbox
    user: str
    address: str
    claims: list[Any] = field(default_factory=list)

    def want(self, *rules: NotifyRule, quiet: Quiet | None = None) -> None:
        now = self.world.services.notify.preferences(self.user)
        wanted = Preferences(rules=rules, quiet=quiet, version=0)
        self.world.services.notify.set_preferences(self.user, wanted, version=now.version)

    def follow(self) -> list[Delivery]:
        """Read the log to its end; return all deliveries, the oldest first."""
        while self.follower.step():
            pass
        return list(self.world.services.deliveries.page(limit=1_000))[::-1]

    def another(self) -> Follower:
        """Return a follower of another process, or of another life."""
        world = self.world
        return Follower(world.engine, world.events, world.clock, NOTIFY, lambda: world.services.city.view)

    def due(self) -> list[Any]:
        self.world.clock.advance(NOTIFY.settle_s)
        return self.outbox.claim("email", (), 100)


@contextmanager
def flow_in(tmp_path: Path, database: str = "") -> Iterator[Flow]:
    settings = Settings(web={"origin": ORIGIN}, notify=NOTIFY)
    world = World(tmp_path, settings, database)
    user = world.user("operator").id
    address = world.services.notify.add_email(user, name="work", email="lan@example.vn").id
    holder = world.services.city
    follower = Follower(world.engine, world.events, world.clock, NOTIFY, lambda: holder.view)
    follower.begin()
    outbox = Outbox(world.engine, world.clock, NOTIFY, lambda: holder.view, random.Random(1))
    yield Flow(world, follower, outbox, user, address)
    world.engine.dispose()


def told(found: list[Delivery]) -> list[tuple[str, str]]:
    return [(one.occasion, one.state) for one in found]


class Recorder:
    """Takes every message."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, target: Target, message: Message) -> None:
        self.messages.append(message)


class Hanging:
    """Never answers and does not end by itself."""

    def __init__(self) -> None:
        self.asked = 0

    async def send(self, target: Target, message: Message) -> None:
        self.asked += 1
        await asyncio.Event().wait()


def sender_of(flow: Flow, notifiers: dict[Channel, Any]) -> Sender:
    names = flow.world.services.city.view
    return Sender(flow.outbox, notifiers, NOTIFY, lambda: names, origin=ORIGIN)


def run_once(flow: Flow, notifiers: dict[Channel, Any]) -> None:
    """Send what is due on the channels, once."""
    sender = sender_of(flow, notifiers)
    for channel in notifiers:
        for claim in flow.due():
            asyncio.run(sender.deliver(channel, claim))
