"""The process ``camera-detector``: one model for all cameras, and nothing else."""

import asyncio
import logging
from contextlib import suppress
from threading import Thread
from typing import Final

from luylau.kernel.bus import Bus
from luylau.kernel.core_dumps import forbid_core_dumps
from luylau.kernel.errors import NotFound, Unavailable
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.camera_worker import SOCKET
from luylau.processes.data import DataFolder
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.settings import Settings
from luylau.vision.models import best_detector
from luylau.vision.serving import DetectorServer

log = logging.getLogger(__name__)

SAY_S: Final = 1.0


async def run_camera_detector(data: DataFolder, settings: Settings) -> None:
    """Serve the workers until SIGTERM.

    Raises:
        NotFound: no detector is installed.
        LuylauError: the one that is cannot be used.
        Unavailable: the broker did not come within its time.
    """
    forbid_core_dumps()
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    width, _, height = settings.cameras.input.partition("x")
    models = settings.cameras.models or data.models
    detector = best_detector(models, size=(int(width), int(height)))
    if detector is None:
        raise NotFound("vision-model-none", folder=str(models))
    secret = broker_secrets(data.secrets).cameras
    bus = await Bus.connect(settings.broker.url, user="cameras", password=secret)
    server = DetectorServer(data.run / SOCKET, secret.encode(), detector)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    log.info("detecting with %s", detector.name)
    try:
        while not stop.is_set() and serving.is_alive():
            said = {
                "detector": detector.name,
                "detected": server.detected,
                "dropped": server.dropped,
                "busy_s": round(server.busy_s, 3),
            }
            with suppress(Unavailable):
                await bus.publish("cameras.state.detector", said)
            with suppress(TimeoutError):
                async with asyncio.timeout(SAY_S):
                    await stop.wait()
    finally:
        server.stop()
        await bus.close()
    if not stop.is_set():
        raise RuntimeError("the detector has stopped by itself; its log says why")
