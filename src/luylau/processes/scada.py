"""The process ``scada``: reads outstations over IEC 60870-5-104 and puts what they say into the stream
INGEST."""

import asyncio
import hashlib
import logging
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from luylau import __version__
from luylau.city import load, pack_version
from luylau.kernel.bus import Bus
from luylau.kernel.clock import Clock, SystemClock
from luylau.kernel.errors import BadFile, NotFound, Unavailable
from luylau.kernel.health import PartHealth, memory_mb
from luylau.kernel.tasks import end_tasks
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.data import DataFolder
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.settings import Settings
from luylau.settings.scada import ScadaSettings
from luylau.telemetry.sources.iec104 import Outstation, Patience, Station, Timing, read_map
from luylau.telemetry.sources.iec104.mapping import OUTSTATIONS, POINTS
from luylau.telemetry.sources.publisher import NatsIngestPublisher

log = logging.getLogger(__name__)

PART = "scada"
HEALTH_S = 1.0
LOOK_S = 5.0
"""How often the pack's and the map's files are looked at for changes that nobody announced."""
TOLD_TROUBLES = 20
"""Outstations' troubles that are told of at once; a line that serves hundreds may fail."""


class Scada:
    """The loops of the process: a task for each outstation, its health, and a look at the files.

    A map that comes to have faults is not used any further, not even the part of it that looks well: a point
    might mean another channel by now. Nothing is read until it is mended."""

    def __init__(
        self, data: DataFolder, folder: Path, settings: ScadaSettings, bus: Bus, clock: Clock
    ) -> None:
        self._data = data
        self._folder = folder
        self._bus = bus
        self._clock = clock
        self._timing = Timing(
            answer_s=settings.answer_s,
            acknowledge_s=settings.acknowledge_s,
            test_s=settings.test_s,
            acknowledge_every=settings.acknowledge_every,
            interrogate_s=settings.interrogate_s,
        )
        self._patience = Patience(connect_s=settings.connect_s, most_s=settings.retry_most_s)
        self._started_us = clock.now_us()
        self._version = ""
        self._faults: BadFile | None = None
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._look_now = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self.stations: list[Station] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop``. A loop that fails ends the process."""
        await self._bus.subscribe("city.changed", self._announced)
        loops = [
            asyncio.ensure_future(self._look_loop()),
            asyncio.ensure_future(self._health_loop()),
        ]
        stopping = asyncio.ensure_future(stop.wait())
        ends: set[asyncio.Future[Any]] = {*loops, stopping, self._failed}
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        await end_tasks([*loops, stopping, *self._running])
        for ended in done - {stopping}:
            ended.result()

    async def _announced(self, _: str, __: bytes) -> None:
        self._look_now.set()

    async def _look_loop(self) -> None:
        while True:
            await self._look()
            # Not wait_for: in Python 3.11 it can swallow the cancellation that ends this loop.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._look_now.wait()
            self._look_now.clear()

    async def _look(self) -> None:
        version = await asyncio.to_thread(self._files)
        if version == self._version:
            return
        try:
            city, outstations = await asyncio.to_thread(self._read)
        except BadFile as error:
            log.error("nothing is read from outstations: %s", error)
            self._faults = error
            await self._begin("", ())
        else:
            self._faults = None
            await self._begin(city, outstations)
        self._version = version

    def _files(self) -> str:
        """Return a digest of all that the map depends on."""
        digest = hashlib.sha256(pack_version(self._data.city).encode())
        for sheet in (OUTSTATIONS, POINTS):
            with suppress(OSError):
                digest.update(sheet.file.encode() + (self._folder / sheet.file).read_bytes())
        return digest.hexdigest()

    def _read(self) -> tuple[str, tuple[Outstation, ...]]:
        city = load(self._data.city)
        return city.id, read_map(self._folder, city)

    async def _begin(self, city: str, outstations: tuple[Outstation, ...]) -> None:
        await end_tasks(self._running)
        publisher = NatsIngestPublisher(self._bus, city)
        self.stations = [
            Station(outstation, publisher, self._clock, self._timing, self._patience)
            for outstation in outstations
        ]
        self._running = [asyncio.ensure_future(station.run()) for station in self.stations]
        for task in self._running:
            task.add_done_callback(self._ended)
        log.info("%s outstations", len(outstations))

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not self._failed.done():
            self._failed.set_exception(error)

    async def _health_loop(self) -> None:
        while True:
            with suppress(Unavailable):
                await self._bus.publish(f"health.{PART}", msgspec.json.encode(self.health()))
            await asyncio.sleep(HEALTH_S)

    def health(self) -> PartHealth:
        """Return how the process is doing."""
        trouble: list[dict[str, object]] = []
        if not self._bus.connected:
            trouble.append({"where": "broker", "key": "broker-away", "fields": {"said": ""}})
        if self._faults is not None:
            fields = dict(self._faults.fields)
            trouble.append({"where": "map", "key": "scada-map-faults", "fields": fields})
        for station in self.stations:
            trouble += station.trouble()
        return PartHealth(
            part=PART,
            time_us=self._clock.now_us(),
            started_us=self._started_us,
            state="degraded" if trouble else "ok",
            version=__version__,
            pid=os.getpid(),
            memory_mb=memory_mb(),
            trouble=trouble[:TOLD_TROUBLES],
            figures=self._figures(),
        )

    def _figures(self) -> Mapping[str, object]:
        counts: Counter[str] = Counter()
        for station in self.stations:
            counts.update(station.figures)
        return {
            "outstations": len(self.stations),
            "connected": sum(station.connected for station in self.stations),
            "waiting": {"iec104": sum(station.waiting for station in self.stations)},
            **counts,
        }


async def run_scada(data: DataFolder, settings: Settings) -> None:
    """Run the process until SIGTERM.

    Raises:
        NotFound: no folder with a map is set.
        BadFile: the pack, the map or the broker's secrets have faults.
        Unavailable: the broker did not come within its time.
    """
    folder = settings.scada.folder
    if folder is None:
        raise NotFound("scada-not-set")
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    password = broker_secrets(data.secrets).scada
    bus = await Bus.connect(settings.broker.url, user=PART, password=password)
    try:
        await Scada(data, folder, settings.scada, bus, SystemClock()).run(stop)
    finally:
        await bus.close()
