"""Devices whose credential was revoked are put out at once, whoever revoked it: the console, a command."""

import asyncio
import logging

from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import reader
from luylau.security import DeviceRegistry
from luylau.security.callout import DeviceCallout

log = logging.getLogger(__name__)


class Door:
    """Looks for new revocations; those made while nobody looked are found at the first look."""

    def __init__(self, engine: Engine, registry: DeviceRegistry, callout: DeviceCallout) -> None:
        self._engine = engine
        self._registry = registry
        self._callout = callout
        self._version = 0

    async def look(self) -> None:
        """End the connections of devices revoked since the last look; the next one makes up for a failure."""
        try:
            version, devices = await asyncio.to_thread(self._revoked)
            if devices:
                ended = await self._callout.kick(*devices)
                log.info("%s devices revoked, %s connections ended", len(devices), ended)
        except (OperationalError, Unavailable) as error:
            log.warning("revoked devices were not put out: %s", error)
        else:
            self._version = version

    def _revoked(self) -> tuple[int, list[str]]:
        with reader(self._engine) as connection:
            return self._registry.revoked_since(connection, self._version)
