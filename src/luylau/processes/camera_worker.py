"""The process ``camera-worker``: watches its share of the cameras, shows and keeps what is masked."""

import asyncio
import logging
import zlib
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

import msgspec

from luylau.kernel.bus import Bus
from luylau.kernel.clock import MICROS, Clock, SystemClock
from luylau.kernel.core_dumps import forbid_core_dumps
from luylau.kernel.errors import BadFile, BadInput, LuylauError, Unavailable
from luylau.kernel.tasks import end_tasks
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.camera_clips import ClipMaking
from luylau.processes.camera_counts import LineCounting
from luylau.processes.camera_learned import CameraLearned
from luylau.processes.camera_models import ModelsInUse, find_models
from luylau.processes.camera_plans import PlansOfPack
from luylau.processes.camera_runs import Run, Voice, end_together
from luylau.processes.camera_telling import CameraTelling
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.security.audit import AuditLog
from luylau.security.vault import Custodian, read_custodians
from luylau.settings import Settings
from luylau.telemetry.sources.publisher import NatsIngestPublisher
from luylau.vision.archive import ClipStore
from luylau.vision.camera import Camera, Says
from luylau.vision.events import EventBook
from luylau.vision.gating import GateSettings
from luylau.vision.passwords import Passwords
from luylau.vision.plan import CameraPlan
from luylau.vision.scenes import SceneChange
from luylau.vision.serving import DetectorLink, Seen
from luylau.vision.sources import source_of

log = logging.getLogger(__name__)

LOOK_S: Final = 5.0
STATE_S: Final = 1.0
COUNT_S: Final = 10.0
ONLINE_S: Final = 60.0
"""How often what a camera reports as a device is put into the stream INGEST."""
WRITE_S: Final = 10.0
"""How often what was learned is written, where it is new."""
LAST_CLIPS_S: Final = 4.0
"""How long clips that wait as the process ends may take; what is not made by then is not made."""
SOCKET: Final = "detector.sock"
"""In the run folder: where the detector is asked."""


def shard_of(camera: str, workers: int) -> int:
    """Return the number, from 0, of the worker that watches a camera; the same in every process."""
    return zlib.crc32(camera.encode()) % workers


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looks at these cameras, for some seconds from now."""

    cameras: tuple[str, ...]
    seconds: float


class Relearn(msgspec.Struct, frozen=True, kw_only=True):
    """What this camera shows from now on is how its place looks."""

    camera: str


class CameraWorker:
    """The loops of one worker."""

    def __init__(
        self, data: DataFolder, settings: Settings, bus: Bus, clock: Clock, number: int, workers: int
    ) -> None:
        self._data = data
        self._settings = settings.cameras
        self._bus = bus
        self._clock = clock
        self._number = number
        self._workers = workers
        self._loop = asyncio.get_running_loop()
        engine = prepare_database(data.database_url(settings))
        self._engine = engine
        self._book = EventBook(engine, clock, AuditLog())
        self._counting = LineCounting(self._book)
        clips = ClipStore(self._settings.clips or data.clips, engine, clock, AuditLog())
        self._models = self._settings.models or data.models
        self._footage = self._settings.footage or data.footage
        self._passwords = Passwords(data.secrets)
        self._key = broker_secrets(data.secrets).cameras.encode()
        self._pack = PlansOfPack(data.city, self._is_mine)
        self._plans, self._pack_fault = self._pack.first()
        self._telling = CameraTelling(bus, self._book, lambda: self._plans.city, self._is_mine)
        self._in_use = ModelsInUse()
        self._link: DetectorLink | None = None
        self._cameras: dict[str, Run] = {}
        self._faults: dict[str, LuylauError] = {}
        """Cameras whose address is none."""
        self._learned = CameraLearned(data.checkpoint / "cameras")
        self._making = ClipMaking(
            clips,
            clock,
            models=lambda: self._in_use,
            finding_of=self._telling.finding_of,
            simulated=self._is_simulated,
            custodians=self._custodians,
            made=lambda: self._from_thread(self._hint()),
        )
        self._look_now = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop``. A loop that fails ends the process."""
        await self._bus.subscribe("city.changed", self._announced)
        await self._bus.subscribe("cameras.watch", self._watched)
        await self._bus.subscribe("cameras.relearn", self._relearn)
        loops = [
            asyncio.ensure_future(one)
            for one in (
                self._look_loop(),
                self._state_loop(),
                self._count_loop(),
                self._learned_loop(),
                self._online_loop(),
                self._telling.run(),
            )
        ]
        stopping = asyncio.ensure_future(stop.wait())
        done, _ = await asyncio.wait({stopping, *loops}, return_when=asyncio.FIRST_COMPLETED)
        await end_tasks(loops)
        await end_together(list(self._cameras.values()))
        await self._count()
        await asyncio.to_thread(self._learned.write)
        for ended in done - {stopping}:
            ended.result()
        await self._telling.tell()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_CLIPS_S):
                await asyncio.to_thread(self._making.finish)
        self._making.give_up()
        if self._link is not None:
            self._link.close()
        self._engine.dispose()

    def _is_simulated(self, camera: str) -> bool:
        asset = self._plans.city.assets.get(camera)
        return asset is not None and asset.status == "simulated"

    def _is_mine(self, camera: str) -> bool:
        return shard_of(camera, self._workers) == self._number

    async def _announced(self, _: str, __: bytes) -> None:
        self._look_now.set()

    async def _watched(self, _: str, payload: bytes) -> None:
        wanted = msgspec.json.decode(payload, type=Wanted)
        for one in wanted.cameras:
            run = self._cameras.get(one)
            if run is not None:
                run.camera.look(min(wanted.seconds, 30.0))

    async def _relearn(self, _: str, payload: bytes) -> None:
        camera = msgspec.json.decode(payload, type=Relearn).camera
        run = self._cameras.get(camera)
        if run is None:
            return
        run.camera.relearn()
        try:
            await asyncio.to_thread(self._learned.forget, camera)
        except Unavailable as error:
            log.error("a restart may bring the old picture of %s back: %s", camera, error)
        log.info("%s learns its picture anew", camera)

    async def _look_loop(self) -> None:
        while True:
            try:
                self._plans = await asyncio.to_thread(self._pack.load, self._plans)
                self._pack_fault = None
            except BadFile as error:
                if self._pack_fault is None:
                    log.error("the cameras stay as they were: %s", error)
                self._pack_fault = error
            await self._reconcile()
            if self._pack_fault is None:
                await asyncio.to_thread(self._learned.keep, self._plans.of, self._is_mine)
            self._telling.look(self._clock.now_us())
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._look_now.wait()
            self._look_now.clear()

    async def _reconcile(self) -> None:
        """Start, restart and end cameras, so that they are what is planned."""
        before = self._in_use
        self._in_use = await asyncio.to_thread(find_models, self._models, before)
        if self._in_use.faults and not before.faults:
            log.error("models cannot be used: %s", ", ".join(map(str, self._in_use.faults)))
        anew = self._in_use != before
        if self._in_use.detector and self._link is None:
            self._link = DetectorLink(self._data.run / SOCKET, self._key, self._heard)
        changed = {
            camera: run
            for camera, run in self._cameras.items()
            if anew
            or run.camera.failed
            or run.camera.plan != self._plans.of.get(camera)
            or run.login != self._passwords.of(camera)
        }
        await end_together(list(changed.values()))
        now_us = self._clock.now_us()
        for camera, run in changed.items():
            del self._cameras[camera]
            self._counting.take(camera, run.camera.counts())
            plan = self._plans.of.get(camera)
            scenes = {one.id: one.version for one in plan.scenes if one.enabled} if plan is not None else None
            self._telling.leave(camera, now_us, scenes=scenes)
        for camera in self._faults.keys() - self._plans.of.keys():
            del self._faults[camera]
        for camera, plan in self._plans.of.items():
            if camera not in self._cameras:
                self._begin(plan)

    def _begin(self, plan: CameraPlan) -> None:
        login = self._passwords.of(plan.camera)
        how: dict[str, Any] = {
            "folder": self._footage,
            "transport": plan.transport,
            "password": login,
            "clock": self._clock,
        }
        try:
            main = source_of(plan.main, **how)
            sub = source_of(plan.sub, **how) if plan.sub else None
        except LuylauError as fault:
            if plan.camera not in self._faults:
                log.error("the camera %s cannot be watched: %s", plan.camera, fault)
            self._faults[plan.camera] = fault
            return
        self._faults.pop(plan.camera, None)
        voice = Voice(
            Says(
                changes=self._changed,
                clip=self._making.take,
                picture=self._picture,
                learned=lambda _, state: self._learned.take(plan, state),
            )
        )
        camera = Camera(
            plan,
            main=main,
            sub=sub,
            clock=self._clock,
            zone=self._plans.zone,
            link=self._link if self._in_use.detector else None,
            detector=self._in_use.detector,
            faces=self._in_use.faces,
            says=voice.says,
            gate=GateSettings(alternate=self._settings.alternate),
        )
        self._take_up(camera)
        self._counting.begin(plan.camera, camera.counts())
        self._cameras[plan.camera] = Run(camera=camera, login=login, voice=voice)
        camera.start()

    def _take_up(self, camera: Camera) -> None:
        """Let a camera go on with what it had learned before it was begun anew."""
        state = self._learned.of(camera.plan)
        if state is not None:
            try:
                camera.load_state(state, self._telling.lasting(camera.plan.camera))
            except ValueError as error:
                log.warning("%s learns anew: %s", camera.plan.camera, error.__cause__ or error)

    # What follows is called in other threads.

    def _heard(self, seen: Seen) -> None:
        run = self._cameras.get(seen.camera)
        if run is not None:
            run.camera.heard(seen)

    def _changed(self, plan: CameraPlan, changes: Sequence[SceneChange]) -> None:
        self._telling.take(plan, changes, self._in_use.detector)

    def _picture(self, camera: str, time_us: int, picture: bytes) -> None:
        self._from_thread(self._show(camera, time_us, picture))

    def _from_thread(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def _custodians(self) -> tuple[Custodian, ...]:
        if self._settings.custodians is None:
            raise BadInput("clip-no-custodians")
        return read_custodians(self._settings.custodians)

    # From here on it is the loop's thread again.

    async def _hint(self) -> None:
        with suppress(Unavailable):
            await self._bus.publish("events.hint", b"")

    async def _show(self, camera: str, time_us: int, picture: bytes) -> None:
        with suppress(Unavailable):
            await self._bus.publish(f"cameras.picture.{camera}", time_us.to_bytes(8, "big") + picture)

    async def _state_loop(self) -> None:
        while True:
            states = [asdict(run.camera.state()) for run in self._cameras.values()]
            said = {
                "worker": self._number,
                "time_us": self._clock.now_us(),
                "detector": self._in_use.detector,
                "connected": self._link is not None and self._link.connected,
                "clips_waiting": self._making.waiting,
                "troubles": self._troubles(),
                "cameras": states,
                "faults": {
                    camera: {"key": fault.key, "fields": fault.fields}
                    for camera, fault in self._faults.items()
                },
            }
            with suppress(Unavailable):
                await self._bus.publish(f"cameras.state.{self._number}", said)
            await asyncio.sleep(STATE_S)

    def _troubles(self) -> list[dict[str, Any]]:
        faults = [*([self._pack_fault] if self._pack_fault is not None else []), *self._in_use.faults]
        told = [{"key": fault.key, "fields": fault.fields} for fault in faults]
        if self._telling.trouble:
            told.append({"key": self._telling.trouble, "fields": {"said": ""}})
        return told

    async def _count_loop(self) -> None:
        while True:
            await asyncio.sleep(COUNT_S)
            await self._count()

    async def _count(self) -> None:
        for camera, run in self._cameras.items():
            self._counting.take(camera, run.camera.counts())
        await self._counting.write()

    async def _learned_loop(self) -> None:
        while True:
            await asyncio.sleep(WRITE_S)
            await asyncio.to_thread(self._learned.write)

    async def _online_loop(self) -> None:
        """Say as a device what the camera itself would say, so that power and network explain its silence."""
        while True:
            publisher = NatsIngestPublisher(self._bus, self._plans.city.id)
            for camera, run in list(self._cameras.items()):
                state = run.camera.state()
                if state.phase != "streaming" or self._clock.now_us() - state.last_us > 10 * MICROS:
                    continue
                pack = [
                    {"n": "online", "v": 1},
                    {"n": "bitrate", "u": "Mbit/s", "v": state.bitrate_mbps},
                ]
                with suppress(LuylauError):
                    await publisher.publish(
                        camera, "senml", msgspec.json.encode(pack), f"{camera}-{self._clock.now_us()}"
                    )
            await asyncio.sleep(ONLINE_S)


async def run_camera_worker(data: DataFolder, settings: Settings, number: int, workers: int) -> None:
    """Run worker ``number`` (from 0) of ``workers`` until SIGTERM.

    Raises:
        BadFile: the pack or the broker's secrets have faults; of its cameras only the state tells.
        Unavailable: the broker did not come within its time.
    """
    forbid_core_dumps()
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    password = broker_secrets(data.secrets).cameras
    bus = await Bus.connect(settings.broker.url, user="cameras", password=password)
    try:
        await CameraWorker(data, settings, bus, SystemClock(), number, workers).run(stop)
    finally:
        await bus.close()
