"""The process ``cameras``: keeps the workers and the detector alive, says how they are, deletes old clips."""

import asyncio
import logging
import os
import sys
import time
from contextlib import suppress
from typing import Any, Final

import msgspec

from luylau import __version__
from luylau.kernel.bus import Bus
from luylau.kernel.clock import Clock, SystemClock
from luylau.kernel.errors import Unavailable
from luylau.kernel.health import STALE_AFTER_S, PartHealth, memory_mb
from luylau.kernel.tasks import end_tasks
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.camera_models import detector_in_use
from luylau.processes.camera_retention import Retention
from luylau.processes.children import Child, Keeper
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.security.audit import AuditLog
from luylau.settings import Settings
from luylau.vision.archive import ClipStore
from luylau.vision.events import EventBook
from luylau.vision.models import listed

log = logging.getLogger(__name__)

PART: Final = "cameras"
HEALTH_S: Final = 1.0
LOOK_S: Final = 5.0
RETAIN_S: Final = 600.0


class Cameras:
    """The loops of the process."""

    def __init__(self, data: DataFolder, settings: Settings, bus: Bus, clock: Clock) -> None:
        self._data = data
        self._settings = settings
        self._bus = bus
        self._clock = clock
        self._started_us = clock.now_us()
        self._engine = prepare_database(data.database_url(settings))
        clips = ClipStore(settings.cameras.clips or data.clips, self._engine, clock, AuditLog())
        events = EventBook(self._engine, clock, AuditLog())
        self._retention = Retention(clips, events, data.city, clock)
        self._workers = [
            Keeper(self._child(f"camera-worker-{number}", "camera-worker", str(number)))
            for number in range(settings.cameras.workers)
        ]
        self._detector: Keeper | None = None
        self._model = ""
        self._heard: dict[str, tuple[float, dict[str, Any]]] = {}
        self._retained: list[dict[str, Any]] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop``; then end the others."""
        await self._bus.subscribe("cameras.state.*", self._note)
        for keeper in self._workers:
            await keeper.start()
        loops = [
            asyncio.ensure_future(one)
            for one in (self._model_loop(), self._health_loop(), self._retain_loop())
        ]
        stopping = asyncio.ensure_future(stop.wait())
        done, _ = await asyncio.wait({stopping, *loops}, return_when=asyncio.FIRST_COMPLETED)
        await end_tasks(loops)
        keepers = [*self._workers, *([self._detector] if self._detector is not None else [])]
        await asyncio.gather(*(keeper.stop() for keeper in keepers))
        self._engine.dispose()
        for ended in done - {stopping}:
            ended.result()

    def _child(self, name: str, part: str, shard: str = "") -> Child:
        async def at_once() -> None:
            await asyncio.sleep(0)

        argv = [sys.executable, "-m", "luylau", "run", part, "--data", str(self._data.root)]
        if shard:
            argv += ["--shard", shard]
        return Child(name=name, argv=argv, ready=at_once, log_file=self._data.logs / f"{name}.log")

    async def _model_loop(self) -> None:
        """Start the detector where a model is installed, and anew where it is another one."""
        folder = self._settings.cameras.models or self._data.models
        while True:
            models, faults = await asyncio.to_thread(listed, folder)
            model = detector_in_use(models, faults, self._model)
            if model != self._model:
                if self._detector is not None:
                    await self._detector.stop()
                    self._detector = None
                if model:
                    self._detector = Keeper(self._child("camera-detector", "camera-detector"))
                    await self._detector.start()
                self._model = model
            await asyncio.sleep(LOOK_S)

    async def _note(self, subject: str, payload: bytes) -> None:
        self._heard[subject.rpartition(".")[2]] = (time.monotonic(), msgspec.json.decode(payload))

    async def _health_loop(self) -> None:
        while True:
            with suppress(Unavailable):
                await self._bus.publish(f"health.{PART}", self.health())
            await asyncio.sleep(HEALTH_S)

    def health(self) -> PartHealth:
        """Return how cameras, workers and detector are doing."""
        now = time.monotonic()
        trouble: list[dict[str, Any]] = []
        if not self._bus.connected:
            trouble.append({"where": "broker", "key": "broker-away", "fields": {"said": ""}})
        trouble += self._retained
        totals = {"cameras": 0, "streaming": 0, "pictures_dropped": 0, "clips_waiting": 0}
        said = {name: state for name, (at, state) in self._heard.items() if now - at <= STALE_AFTER_S}
        for number in range(self._settings.cameras.workers):
            state, where = said.get(str(number)), f"worker {number + 1}"
            if state is None:
                fields = {"worker": number + 1}
                trouble.append({"where": where, "key": "cameras-worker-away", "fields": fields})
                continue
            trouble += [{"where": where, **one} for one in state["troubles"]]
            totals["cameras"] += len(state["cameras"]) + len(state["faults"])
            totals["clips_waiting"] += state["clips_waiting"]
            for camera in state["cameras"]:
                totals["streaming"] += camera["phase"] == "streaming"
                totals["pictures_dropped"] += camera["dropped"]
        if self._model and "detector" not in said:
            trouble.append({"where": "detector", "key": "cameras-detector-away", "fields": {}})
        detector = said.get("detector", {})
        restarts = {"camera-worker": sum(keeper.restarts for keeper in self._workers)}
        return PartHealth(
            part=PART,
            time_us=self._clock.now_us(),
            started_us=self._started_us,
            state="degraded" if trouble else "ok",
            version=__version__,
            pid=os.getpid(),
            memory_mb=memory_mb(),
            trouble=trouble,
            figures={
                **totals,
                "detected": detector.get("detected", 0),
                "detector_busy_s": detector.get("busy_s", 0.0),
                "restarts": restarts,
            },
        )

    async def _retain_loop(self) -> None:
        """Delete what has been kept for long enough, and what a crash has left behind."""
        await asyncio.sleep(HEALTH_S)
        while True:
            self._retained = await asyncio.to_thread(self._retention.round)
            await asyncio.sleep(RETAIN_S)


async def run_cameras(data: DataFolder, settings: Settings) -> None:
    """Run the process until SIGTERM.

    Raises:
        BadFile: the broker's secrets have faults.
        Unavailable: the broker did not come within its time.
    """
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    password = broker_secrets(data.secrets).cameras
    bus = await Bus.connect(settings.broker.url, user="cameras", password=password)
    try:
        await Cameras(data, settings, bus, SystemClock()).run(stop)
    finally:
        await bus.close()
