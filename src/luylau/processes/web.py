"""The process ``web``: the API and the console, fed by the bus."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import msgspec
import uvicorn
from sqlalchemy.engine import Engine

from luylau import __version__
from luylau.api.app import create_app
from luylau.api.camerahub import CameraHub
from luylau.api.cityview import CityHolder
from luylau.api.gridestimate import GridEstimator
from luylau.api.gridlive import GridLive
from luylau.api.gridview import GridHolder
from luylau.api.gridwatch import GridWatch
from luylau.api.health import INGEST_PART, HealthBoard
from luylau.api.live import LiveBatch, LiveValues
from luylau.api.services import Announcement, Services
from luylau.api.streaming import StreamHub
from luylau.incidents import IncidentDesk, IncidentReader, RuleDesk
from luylau.incidents.notify import DeliveryReader, NotifyDesk
from luylau.incidents.playbooks import Playbooks
from luylau.incidents.reports import Reports
from luylau.kernel.bus import Bus
from luylau.kernel.clock import Clock, SystemClock
from luylau.kernel.errors import BadFile, Unavailable
from luylau.kernel.events import SqlEventLog
from luylau.kernel.health import PartHealth, memory_mb
from luylau.kernel.resources import resource_dir
from luylau.kernel.sql import AWAY
from luylau.kernel.tasks import end_tasks
from luylau.power.grids import grid_of
from luylau.power.outages import OutageLog
from luylau.power.proposals import ProposalBook
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.camera_extra import are_cameras_watched
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.disk import disk_trouble
from luylau.processes.notify_secrets import notify_keys
from luylau.processes.notifying import Notifying
from luylau.processes.stopping import STOP_S, stop_on_signals
from luylau.processes.supervision import read_state, supervised_parts
from luylau.security import Security
from luylau.settings import Settings
from luylau.siting.coarse import CoarseModels
from luylau.siting.desk import StudyDesk
from luylau.siting.files import StudyFiles
from luylau.siting.runs import AnswerFiles, RunBook
from luylau.telemetry.history import HistoryReader
from luylau.telemetry.sources.publisher import NatsIngestPublisher
from luylau.telemetry.unknown import UnknownDevices
from luylau.vision.archive import ClipStore
from luylau.vision.events import EventBook
from luylau.vision.plan_desk import PlanDesk

log = logging.getLogger(__name__)

PARTS = ("signals", "web", "studies")
"""The parts that say how they are; the broker is asked by them; "scada" and "cameras" are two where set."""
LOOK_S = 5.0
HEALTH_S = 1.0
GRID_S = 2.0
REPORTS_S = 10.0


class Announcer:
    """Tells other processes that something changed, from any thread."""

    def __init__(self, bus: Bus, hub: StreamHub) -> None:
        self._bus = bus
        self._hub = hub
        self._loop = asyncio.get_running_loop()

    def announce(self, what: Announcement) -> None:
        """Tell it without waiting; who misses it looks by itself."""
        self._hub.hint()
        self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._send(what)))

    async def _send(self, what: Announcement) -> None:
        with suppress(Unavailable):
            await self._bus.publish(what, b"")


class Feed:
    """Carries what the bus brings to where the routes look it up."""

    def __init__(
        self,
        services: Services,
        bus: Bus,
        clock: Clock,
        data: DataFolder,
        figures: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        """``figures`` are those of other tasks of this process, told with its health."""
        self._figures = figures
        self._services = services
        self._data = data
        self._bus = bus
        self._clock = clock
        self._started_us = clock.now_us()
        self._pack_trouble = False
        # Which life of ``signals`` is heard, and which one all values have come from; 0 for none.
        self._signals_since = 0
        self._filled_from = 0

    @property
    def filled(self) -> bool:
        """Whether all newest values have come, so that what is not there was never said."""
        return self._filled_from != 0

    async def start(self) -> None:
        """Listen to the bus."""
        bus = self._bus
        await bus.subscribe("live.values", self._values)
        await bus.subscribe("events.hint", self._hint)
        await bus.subscribe("health.*", self._health)
        await bus.subscribe("city.changed", self._look)
        await bus.subscribe("rules.changed", self._hint)
        for subject in ("cameras.state.*", "cameras.picture.*"):
            await bus.subscribe(subject, self._camera)

    async def run(self) -> None:
        """Follow the pack's files, say how this part is, and ask for all values after each time of
        silence."""
        beats = 0
        while True:
            await self._say_health()
            if beats % round(LOOK_S / HEALTH_S) == 0:
                await self._look("", b"")
            if not self._bus.connected:
                self._filled_from = 0
            elif self._signals_since != self._filled_from and await self._ask_snapshot():
                self._filled_from = self._signals_since
            beats += 1
            await asyncio.sleep(HEALTH_S)

    async def _values(self, _: str, payload: bytes) -> None:
        batch = msgspec.msgpack.decode(payload, type=LiveBatch)
        self._services.live.apply(batch)
        self._services.hub.values(batch)

    async def _hint(self, _: str, __: bytes) -> None:
        self._services.hub.hint()

    async def _camera(self, subject: str, payload: bytes) -> None:
        self._services.camera_hub.note(subject, payload)

    async def _health(self, _: str, payload: bytes) -> None:
        said = msgspec.json.decode(payload, type=PartHealth)
        if said.part == INGEST_PART:
            self._signals_since = said.started_us
        self._services.health.note(said)

    async def _look(self, _: str, __: bytes) -> None:
        try:
            await asyncio.to_thread(self._services.city.reload)
        except BadFile as error:
            if not self._pack_trouble:
                log.error("the city pack has faults and stays as it was: %s", error)
            self._pack_trouble = True
        else:
            self._pack_trouble = False

    async def _ask_snapshot(self) -> bool:
        try:
            await self._bus.call("rpc.signals.snapshot", b"", int)
        except Unavailable:
            return False
        return True

    async def _say_health(self) -> None:
        now_us = self._clock.now_us()
        trouble: list[dict[str, object]] = []
        if not self._bus.connected:
            trouble.append({"where": "broker", "key": "broker-away", "fields": {"said": ""}})
        disk = disk_trouble(self._data.root)
        if disk:
            trouble.append({"where": "disk", "key": disk, "fields": {"folder": str(self._data.root)}})
        if self._pack_trouble:
            trouble.append({"where": "city", "key": "pack-has-faults", "fields": {}})
        said = PartHealth(
            part="web",
            time_us=now_us,
            started_us=self._started_us,
            state="degraded" if trouble else "ok",
            version=__version__,
            pid=os.getpid(),
            memory_mb=memory_mb(),
            trouble=trouble,
            figures={
                "streams": len(self._services.hub),
                "series": len(self._services.live),
                **self._figures(),
            },
        )
        self._services.health.note(said)
        supervised = read_state(self._data)
        # Without a supervisor (each part run alone) there is nobody to tell of.
        for part in supervised_parts(supervised, now_us) if supervised is not None else ():
            self._services.health.note(part)


async def follow_grid(services: Services, filled: Callable[[], bool]) -> None:
    """Keep the grid as the pack has it, and the outage log as the grid is seen to be; apart from all else,
    for reading or building a grid takes seconds.

    The log waits until ``filled``: before all newest values have come, a switch that is open may pass for
    closed.
    """
    watch = GridWatch(services.grid_live, services.outages)
    while True:
        await asyncio.to_thread(services.grid.reload)
        try:
            if filled():
                await asyncio.to_thread(watch.look)
        except AWAY as error:
            log.warning("the outage log was not written: %s", error)
        await asyncio.sleep(GRID_S)


async def keep_reports(services: Services) -> None:
    """Let citizen reports end with their incidents, and delete what is personal when its time is over."""
    while True:
        try:
            changed = await asyncio.to_thread(services.reports.keeper.tick)
        except AWAY as error:
            log.warning("citizen reports were not looked after: %s", error)
        else:
            if changed:
                services.bus.announce("events.hint")
        await asyncio.sleep(REPORTS_S)


class _Server(uvicorn.Server):
    """Leaves the signals to this process, which also has open streams to end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def run_web(data: DataFolder, settings: Settings) -> None:
    """Serve until SIGTERM.

    Raises:
        BadFile: the pack or a policy has faults.
        Unavailable: the broker did not come within its time.
    """
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=STOP_S)
    clock = SystemClock()
    engine = prepare_database(data.database_url(settings))
    bus = await Bus.connect(settings.broker.url, user="web", password=broker_secrets(data.secrets).web)
    services = wire(data, settings, clock, engine, bus)
    notifying = Notifying(services, services.notify_keys)
    feed = Feed(services, bus, clock, data, lambda: notifying.figures)
    await feed.start()
    server = _Server(
        uvicorn.Config(
            create_app(services, console_folder=resource_dir("console")),
            host=settings.web.host,
            port=settings.web.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
    )
    feeding = asyncio.ensure_future(feed.run())
    following = asyncio.ensure_future(follow_grid(services, lambda: feed.filled))
    keeping = asyncio.ensure_future(keep_reports(services))
    telling = asyncio.ensure_future(notifying.run())
    serving = asyncio.ensure_future(server.serve())
    stopping = asyncio.ensure_future(stop.wait())
    done, _ = await asyncio.wait(
        {feeding, following, keeping, telling, serving, stopping}, return_when=asyncio.FIRST_COMPLETED
    )
    feeding.cancel()
    following.cancel()
    keeping.cancel()
    stopping.cancel()
    server.should_exit = True
    services.hub.close()
    services.camera_hub.close()
    await end_tasks([telling])
    await serving
    await bus.close()
    engine.dispose()
    for ended in done - {stopping}:
        ended.result()


def wire(data: DataFolder, settings: Settings, clock: Clock, engine: Engine, bus: Bus) -> Services:
    """Put together what the routes need."""
    events = SqlEventLog()
    hub = StreamHub(engine, events)
    city = CityHolder(data.city)
    security = Security.wire(
        engine, settings.security, clock, origin=settings.web.public_origin, events=events
    )
    live, grid = LiveValues(), GridHolder(city, grid_of)
    grid_live = GridLive(grid, city, live, clock, engine)
    desk = IncidentDesk(engine, events, clock, security.audit)
    return Services(
        settings=settings,
        clock=clock,
        engine=engine,
        events=events,
        security=security,
        city=city,
        incidents=IncidentReader(engine),
        desk=desk,
        rules=RuleDesk(data.city, engine, events, clock, security.audit, lambda: city.view.city),
        history=HistoryReader(data.history, engine),
        unknown=UnknownDevices(engine, events),
        live=live,
        hub=hub,
        health=HealthBoard(clock, expected_parts(data, settings)),
        ingest=NatsIngestPublisher(bus, city.view.city.id),
        bus=Announcer(bus, hub),
        grid=grid,
        grid_live=grid_live,
        grid_estimator=GridEstimator(grid_live, city, live),
        outages=OutageLog(engine),
        proposals=ProposalBook(engine, clock, security.audit),
        reports=Reports.wire(data.city, engine, events, clock, security.audit, settings.reports),
        playbooks=Playbooks.wire(data.city, engine, events, clock, security.audit, desk),
        notify=NotifyDesk(engine, events, clock, security.audit, settings.notify),
        notify_keys=notify_keys(data.secrets),
        deliveries=DeliveryReader(engine),
        cameras=PlanDesk(data.city, engine, clock, security.audit, lambda: city.view.city),
        camera_hub=CameraHub(bus.publish),
        camera_events=EventBook(engine, clock, security.audit),
        clips=ClipStore(settings.cameras.clips or data.clips, engine, clock, security.audit),
        coarse_models=CoarseModels(),
        studies=StudyDesk(data.city, engine, events, clock, security.audit),
        study_files=StudyFiles(data.city, engine, events, clock, security.audit),
        study_runs=RunBook(engine, events, clock, security.audit),
        answers=AnswerFiles(data.answers),
    )


def expected_parts(data: DataFolder, settings: Settings) -> tuple[str, ...]:
    """Return the parts that ought to say how they are."""
    scada = ("scada",) if settings.scada.folder else ()
    cameras = ("cameras",) if are_cameras_watched(data) else ()
    return (*PARTS, *scada, *cameras)
