"""Notifications as a part of ``web``: follows the event log and sends, apart from all else."""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Final

from luylau.api.services import Services
from luylau.incidents.notify import DeliveryReader, Follower, NotifyKeys, Outbox, Sender, notifiers_of
from luylau.kernel.sql import AWAY
from luylau.kernel.tasks import end_tasks

log = logging.getLogger(__name__)

FOLLOW_S: Final = 1.0
_AWAY_S: Final = 5.0
_COUNT_S: Final = 5.0
_FORGET_S: Final = 3_600.0


class Notifying:
    """Runs follower and sender; all that waits for database, files or network waits in threads or tasks."""

    def __init__(self, services: Services, keys: NotifyKeys) -> None:
        settings = services.settings.notify
        origin = services.settings.web.public_origin
        self._clock = services.clock
        self._follower = Follower(
            services.engine, services.events, services.clock, settings, lambda: services.city.view
        )
        self._outbox = Outbox(services.engine, services.clock, settings, lambda: services.city.view)
        self._sender = Sender(
            self._outbox,
            notifiers_of(settings, keys, services.clock, origin=origin),
            settings,
            lambda: services.city.view,
            origin=origin,
        )
        self._reader = DeliveryReader(services.engine)
        self._counted: Mapping[str, int] = {}

    @property
    def figures(self) -> Mapping[str, int]:
        """How many messages wait, and how many were sent and have failed in a day; by ``notify_`` and state.

        Some seconds old; empty before the first look.
        """
        return self._counted

    async def run(self) -> None:
        """Follow and send until cancelled."""
        sending = asyncio.ensure_future(self._sender.run())
        try:
            await self._follow()
        finally:
            await end_tasks([sending])

    async def _follow(self) -> None:
        begun = False
        counted_s = forgot_s = float("-inf")
        while True:
            pause_s = FOLLOW_S
            try:
                if not begun:
                    await asyncio.to_thread(self._follower.begin)
                    begun = True
                while await asyncio.to_thread(self._follower.step):
                    pass
                await asyncio.to_thread(self._outbox.bind_digests)
                now_s = time.monotonic()
                if now_s - counted_s >= _COUNT_S:
                    counted_s = now_s
                    await asyncio.to_thread(self._count)
                if now_s - forgot_s >= _FORGET_S:
                    forgot_s = now_s
                    await asyncio.to_thread(self._outbox.forget)
            except AWAY as error:
                log.warning("nobody can be told of anything: %s", error)
                pause_s = _AWAY_S
            except Exception:
                # The process that serves everybody must not end with it.
                log.exception("a fault while following the events: nobody is told of anything new")
                pause_s = _AWAY_S
            await asyncio.sleep(pause_s)

    def _count(self) -> None:
        counts = self._reader.counts(self._clock.now_us())
        self._counted = {f"messages_out.{state}": many for state, many in counts.items()}
