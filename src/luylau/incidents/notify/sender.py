"""The sender: one bounded task group for each channel, so that a slow or hanging one delays no other."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Final

from luylau.incidents.notify.channels import CHANNELS, Channel, Notifier, NotSent
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.notify.outbox import Claim, Outbox
from luylau.incidents.notify.texts import Writer
from luylau.kernel.sql import AWAY
from luylau.kernel.tasks import end_tasks
from luylau.settings.notify import NotifySettings

log = logging.getLogger(__name__)

LOOK_S: Final = 0.5
"""How often a channel looks for what is due."""
_AWAY_S: Final = 5.0
_GRACE_S: Final = 5.0
"""A notifier ends its try by itself; one that does not is ended so long after it should have."""


class Sender:
    """Sends what is due, on all channels beside one another."""

    def __init__(
        self,
        outbox: Outbox,
        notifiers: Mapping[Channel, Notifier],
        settings: NotifySettings,
        names: Callable[[], CityNames],
        *,
        origin: str,
    ) -> None:
        self._outbox = outbox
        self._notifiers = notifiers
        self._settings = settings
        self._names = names
        self._origin = origin

    async def run(self) -> None:
        """Send until cancelled."""
        channels = [asyncio.ensure_future(self._channel(channel)) for channel in CHANNELS]
        try:
            await asyncio.gather(*channels)
        finally:
            await end_tasks(channels)

    async def _channel(self, channel: Channel) -> None:
        under_way: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                under_way = {address: task for address, task in under_way.items() if not task.done()}
                pause_s = LOOK_S
                try:
                    free = self._settings.at_once - len(under_way)
                    due = await asyncio.to_thread(self._outbox.claim, channel, set(under_way), free)
                    for claim in due:
                        under_way[claim.target.id] = asyncio.ensure_future(self.deliver(channel, claim))
                except AWAY as error:
                    log.warning("nothing can be sent by %s: %s", channel, error)
                    pause_s = _AWAY_S
                except Exception:
                    # A fault in one channel must not end the others.
                    log.exception("a fault while looking for what is due by %s", channel)
                    pause_s = _AWAY_S
                await asyncio.sleep(pause_s)
        finally:
            await end_tasks(under_way.values())

    async def deliver(self, channel: Channel, claim: Claim) -> None:
        """Try one delivery and note what became of it. Where that cannot be noted, it is tried again."""
        try:
            error = await self._try(channel, claim)
            if error is None:
                await asyncio.to_thread(self._outbox.sent, claim)
            else:
                log.info("not sent by %s: %s, %s", channel, claim.delivery.id, error.key)
                await asyncio.to_thread(self._outbox.not_sent, claim, error)
        except AWAY as away:
            log.warning("it could not be noted what became of %s: %s", claim.delivery.id, away)

    async def _try(self, channel: Channel, claim: Claim) -> NotSent | None:
        notifier = self._notifiers.get(channel)
        if notifier is None:
            return NotSent("notify-channel-off", permanent=True)
        try:
            writer = Writer(self._names(), self._origin)
            message = writer.message(claim.delivery, claim.members, claim.language)
            async with asyncio.timeout(self._settings.try_s + _GRACE_S):
                await notifier.send(claim.target, message)
        except NotSent as error:
            return error
        except TimeoutError:
            return NotSent("notify-hangs", seconds=self._settings.try_s)
        except Exception as error:
            # One broken message must not end the channel for all others. Its text may hold a secret.
            log.error("a fault while sending by %s: %s", channel, type(error).__name__, exc_info=False)
            return NotSent("notify-fault", said=type(error).__name__)
        return None
