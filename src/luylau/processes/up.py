"""``luylau up``: everything on one machine, supervised."""

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from luylau.cities import find_pack
from luylau.city import ensure_working_copy, load
from luylau.city.model import City
from luylau.incidents import begin_rules, load_rules
from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import BadFile, Conflict
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import Language
from luylau.processes.broker import broker_child
from luylau.processes.camera_extra import are_cameras_planned, are_cameras_watched
from luylau.processes.children import Child, Supervisor, port_answers, wait_until
from luylau.processes.data import ORIGIN_FILE, READY_FILE, DataFolder, RunLock
from luylau.processes.database import prepare_database
from luylau.processes.demo import credentials_file, issue_simulator_credentials
from luylau.processes.stopping import stop_on_signals
from luylau.processes.supervision import Watch, wait_for_former
from luylau.security import Security
from luylau.settings import Settings, load_settings
from luylau.telemetry.sources.iec104 import read_map

log = logging.getLogger(__name__)

START_S = 90.0
"""How long a part may take to come up; the first start of ``signals`` compiles its kernels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpOptions:
    """What ``luylau up`` was asked for. ``city`` is a shipped pack's id or a folder; ``scenario`` "" means
    no simulator."""

    data: Path
    city: str
    language: Language
    scenario: str = ""
    speed: float = 1.0
    from_hour: float = 0.0
    port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An installation that is ready to start."""

    data: DataFolder
    settings: Settings
    city: City
    link: str
    lock: RunLock


def prepare(options: UpOptions) -> Prepared:
    """Make folders, the pack's working copy, the database, the first user's link and, with a scenario,
    credentials.

    Raises:
        BadFile: the pack or the settings have faults.
        Conflict: another supervisor runs on this folder, or a port is taken.
    """
    data = DataFolder(options.data.resolve()).prepare()
    lock = RunLock(data)
    settings = load_settings(data.root).with_web_port(options.port)
    wait_for_former(data)
    check_ports(settings)
    if ensure_working_copy(find_pack(options.city), data.city):
        begin_rules(data.city)
    city = load(data.city)
    load_rules(data.city, city)
    if settings.scada.folder is not None:
        try:
            read_map(settings.scada.folder, city)
        except BadFile as error:
            # A city is watched without its outstations, too; the health page goes on saying so.
            for fault in error.faults:
                said = (fault.file, fault.row, fault.column, fault.key)
                log.error("no outstation is read until its map is mended: %s, row %s, %s: %s", *said)
    engine = prepare_database(data.database_url(settings))
    security = Security.wire(
        engine,
        settings.security,
        SystemClock(),
        origin=settings.web.public_origin,
        events=SqlEventLog(),
    )
    if options.scenario:
        issue_simulator_credentials(data, city, engine, security.devices)
    with engine.begin() as connection:
        link = security.first_link(connection, options.language, "system:up")
    engine.dispose()
    return Prepared(data=data, settings=settings, city=city, link=link, lock=lock)


def children(prepared: Prepared, options: UpOptions) -> list[Child]:
    """Return the parts in the order in which they start."""
    data, settings = prepared.data, prepared.settings
    web = settings.web

    async def signals_ready() -> None:
        marker = data.run / READY_FILE

        async def is_there() -> bool:
            return marker.exists()

        await wait_until(is_there, seconds=START_S)

    async def web_ready() -> None:
        await wait_until(lambda: port_answers(web.host, web.port), seconds=START_S)

    async def at_once() -> None:
        # It speaks to the platform as any device does, so there is nothing of its own to wait for.
        await asyncio.sleep(0)

    def part(name: str) -> list[str]:
        return [
            sys.executable, "-m", "luylau", "run", name,
            "--data", str(data.root),
            "--web-port", str(web.port),
        ]  # fmt: skip

    (data.run / READY_FILE).unlink(missing_ok=True)
    (data.run / ORIGIN_FILE).write_text(web.public_origin, encoding="utf-8")
    if are_cameras_planned(data) and not are_cameras_watched(data):
        log.error("cameras are not watched: install luylau[vision]")
    parts = [
        broker_child(data, settings.broker),
        Child(name="signals", argv=part("signals"), ready=signals_ready, log_file=data.logs / "signals.log"),
        Child(name="web", argv=part("web"), ready=web_ready, log_file=data.logs / "web.log"),
    ]
    studies_log = data.logs / "studies.log"
    parts.append(Child(name="studies", argv=part("studies"), ready=at_once, log_file=studies_log))
    if settings.scada.folder is not None:
        scada_log = data.logs / "scada.log"
        parts.append(Child(name="scada", argv=part("scada"), ready=at_once, log_file=scada_log))
    if are_cameras_watched(data):
        log_file = data.logs / "cameras.log"
        parts.append(Child(name="cameras", argv=part("cameras"), ready=at_once, log_file=log_file))
    if options.scenario:
        parts.append(_simulator(prepared, options, at_once))
    return parts


def _simulator(prepared: Prepared, options: UpOptions, ready: Callable[[], Awaitable[None]]) -> Child:
    settings, data = prepared.settings, prepared.data
    argv: Sequence[str] = [
        sys.executable, "-m", "luylau", "simulate",
        "--city", str(data.city),
        "--credentials", str(credentials_file(data)),
        "--host", settings.broker.mqtt_host,
        "--port", str(settings.broker.mqtt_port),
        "--scenario", options.scenario,
        "--speed", str(options.speed),
        "--from-hour", str(options.from_hour),
        "--truth", str(data.run / "truth.jsonl"),
        "--lang", options.language,
    ]  # fmt: skip
    return Child(name="simulator", argv=argv, ready=ready, log_file=data.logs / "simulator.log")


def check_ports(settings: Settings) -> None:
    """Find out whether the platform's ports are free, before anything is started.

    Raises:
        Conflict: another program listens on one of them.
    """
    broker, web = settings.broker, settings.web
    wanted = (
        (web.host, web.port, "HTTP", "[web] port"),
        (broker.host, broker.nats_port, "NATS", "[broker] nats_port"),
        (broker.mqtt_host, broker.mqtt_port, "MQTT", "[broker] mqtt_port"),
    )
    for host, port, name, setting in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise Conflict("port-taken", port=port, name=name, setting=setting) from error


async def up_until_stopped(prepared: Prepared, options: UpOptions, *, ready: Callable[[], None]) -> None:
    """Run everything until SIGINT or SIGTERM, then stop it cleanly; call ``ready`` once all parts serve.

    Raises:
        ChildFailed: a part did not come up; the others have been stopped.
    """
    supervisor = Supervisor(children(prepared, options))
    watch = Watch(prepared.data, supervisor, SystemClock())
    watching = asyncio.ensure_future(watch.run())
    stop = asyncio.Event()
    stop_on_signals(stop)
    starting = asyncio.ensure_future(supervisor.start())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            ready()
            await stopping
        else:
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await starting
    finally:
        stopping.cancel()
        watching.cancel()
        await supervisor.stop()
        watch.end()
        prepared.lock.release()
