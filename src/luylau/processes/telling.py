"""What ``signals`` tells the other processes: live values, hints, and how it is doing."""

import logging
import os
from collections.abc import Sequence

import msgspec
import numpy as np
from sqlalchemy.exc import OperationalError

from luylau import __version__
from luylau.api.live import LiveBatch
from luylau.kernel.bus import Bus
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import LuylauError, Unavailable
from luylau.kernel.health import PartHealth, memory_mb
from luylau.processes.assembly import Assembly
from luylau.processes.data import BROKER_LOG
from luylau.telemetry.latest import NEVER
from luylau.telemetry.sources import SensorSource
from luylau.telemetry.violations import ViolationCounter

log = logging.getLogger(__name__)

SNAPSHOT_ROWS = 4_000
"""Series in one message of a snapshot; it stays well below the bus's largest message."""
TOLD_FAULTS = 5
"""Files of the history that are told of at once; a folder that is gone lacks thousands."""


class Telling:
    """The process's voice on the bus; a broker that is away is no error, for whoever listens also looks."""

    def __init__(self, parts: Assembly, bus: Bus, sources: Sequence[SensorSource]) -> None:
        self._parts = parts
        self._bus = bus
        self._sources = sources
        self._cursor = parts.latest.cursor
        self._trouble: dict[str, dict[str, object]] = {}
        self._started_us = parts.clock.now_us()
        self._violations = ViolationCounter(parts.data.logs / BROKER_LOG)
        self.committed_us = self._started_us
        """When everything taken was last made durable."""

    async def announce(self, subject: str, payload: bytes = b"") -> None:
        """Send a message to whoever listens now."""
        try:
            await self._bus.publish(subject, payload)
        except Unavailable:
            log.debug("%s not sent: the broker is away", subject)

    async def publish_values(self) -> None:
        """Send the values that changed since the last call."""
        numbers = self._parts.latest.changed_since(self._cursor)
        self._cursor = self._parts.latest.cursor
        if len(numbers):
            await self._send_values(numbers.tolist())

    async def send_snapshot(self, _: bytes) -> int:
        """Send the latest values of all series on ``live.values``; return how many there are."""
        count = len(self._parts.latest)
        # The last good ones first: where the newest is bad, the screens show both.
        await self._send_values(range(count), good=True)
        await self._send_values(range(count))
        return count

    def fail(self, where: str, error: LuylauError | OperationalError) -> None:
        """Remember, and tell with the health, that ``where`` does not work."""
        if isinstance(error, LuylauError):
            said: dict[str, object] = {"where": where, "key": error.key, "fields": dict(error.fields)}
        else:
            said = {"where": where, "key": "database-refuses", "fields": {"said": str(error.orig)}}
        if self._trouble.get(where) != said:
            log.error("%s: %s", where, error)
        self._trouble[where] = said

    def mend(self, where: str) -> None:
        """Say that ``where`` works, or works again."""
        if self._trouble.pop(where, None) is not None:
            log.info("%s works again", where)

    async def say_health(self) -> None:
        """Say how the process is doing."""
        self._violations.poll()
        trouble = self._all_trouble()
        said = PartHealth(
            part="signals",
            time_us=self._parts.clock.now_us(),
            started_us=self._started_us,
            state="degraded" if trouble else "ok",
            version=__version__,
            pid=os.getpid(),
            memory_mb=memory_mb(),
            trouble=trouble,
            figures=self._figures(),
        )
        await self.announce("health.signals", msgspec.json.encode(said))

    def _all_trouble(self) -> list[dict[str, object]]:
        away: list[dict[str, object]] = [
            {"where": source.name, "key": "source-away", "fields": {"source": source.name}}
            for source in self._sources
            if source.away
        ]
        lacking: list[dict[str, object]] = [
            {"where": "history", "key": fault.key, "fields": {"file": fault.file, "rows": fault.rows}}
            for fault in self._parts.history.faults[:TOLD_FAULTS]
        ]
        return [*self._trouble.values(), *away, *lacking]

    def _figures(self) -> dict[str, object]:
        parts = self._parts
        counts = parts.pipeline.counts
        denied = self._violations.counts.total()
        lag_us = parts.clock.now_us() - self.committed_us
        return {
            "accepted": counts.observations,
            "messages": counts.messages,
            "refused": {**counts.refused, **({"refused-denied": denied} if denied else {})},
            "marked": counts.marked(),
            "lag_s": max(0.0, lag_us / MICROS),
            "waiting": {source.name: source.pending for source in self._sources},
            "dropped": {source.name: source.dropped for source in self._sources},
            "uncommitted": parts.pipeline.pending_rows,
            "series": len(parts.table),
            "rules": parts.rules.pair_count,
        }

    async def _send_values(self, numbers: Sequence[int], *, good: bool = False) -> None:
        keys = self._parts.table.keys
        for start in range(0, len(numbers), SNAPSHOT_ROWS):
            found = self._parts.latest.get(numbers[start : start + SNAPSHOT_ROWS])
            times = found.good_time_us if good else found.time_us
            heard = np.flatnonzero(times != NEVER)
            part = found.series[heard].tolist()
            received, value, quality = (
                (found.good_received_us, found.good_value, found.good_quality)
                if good
                else (found.received_us, found.value, found.quality)
            )
            said = LiveBatch(
                device=[keys[number][0] for number in part],
                channel=[keys[number][1] for number in part],
                time_us=times[heard].tolist(),
                received_us=received[heard].tolist(),
                value=value[heard].tolist(),
                quality=quality[heard].tolist(),
            )
            await self.announce("live.values", msgspec.msgpack.encode(said))
