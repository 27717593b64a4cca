# ruff: noqa: E501 - the lines of CSV files
"""A whole platform behind the API, in a folder of its own: real database, history, pack and policies."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from starlette.testclient import TestClient

from luylau.api.app import create_app
from luylau.api.camerahub import CameraHub
from luylau.api.cityview import CityHolder
from luylau.api.gridestimate import GridEstimator
from luylau.api.gridlive import GridLive
from luylau.api.gridview import GridHolder
from luylau.api.health import HealthBoard
from luylau.api.live import LiveBatch, LiveValues
from luylau.api.services import Announcement, Services
from luylau.api.streaming import StreamHub
from luylau.incidents import Finding, FindingChange, IncidentBook, IncidentDesk, IncidentReader, RuleDesk
from luylau.incidents.notify import DeliveryReader, NotifyDesk, NotifyKeys, new_vapid_key
from luylau.incidents.playbooks import Playbooks
from luylau.incidents.reports import Reports
from luylau.kernel.clock import MICROS, ManualClock, parse_iso
from luylau.kernel.errors import Unavailable
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.secret import Secret
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.power.model import Grid
from luylau.power.outages import OutageLog
from luylau.power.proposals import ProposalBook
from luylau.security import AuditEntry, Role, Security, User
from luylau.settings import Settings
from luylau.siting.coarse import CoarseModels
from luylau.siting.desk import StudyDesk
from luylau.siting.files import StudyFiles
from luylau.siting.runs import AnswerFiles, RunBook
from luylau.telemetry.history import HistoryReader, HistoryWriter
from luylau.telemetry.observations import Batch
from luylau.telemetry.series import SeriesTable
from luylau.telemetry.unknown import UnknownDevices
from luylau.vision.archive import ClipStore
from luylau.vision.events import EventBook
from luylau.vision.plan_desk import PlanDesk

NOW = parse_iso("2026-10-07T05:00:00Z")
ORIGIN = "http://testserver"
ROLES: tuple[Role, ...] = ("viewer", "operator", "admin")

PACK = {
    "city.toml": """
id = "thu-nghiem"
name = "Thử Nghiệm"
names = { en = "Trial", ja = "試験" }
languages = ["vi", "en", "ja"]
time_zone = "Asia/Ho_Chi_Minh"
territory_version = "2025-07-01"
lat = 21.2
lon = 106.1
retention_days = 30
""",
    "places.csv": """id,kind,name,name_en,name_ja,parent,code,lat,lon,area_km2,population,source,assumed
tinh,province,Tỉnh Thử Nghiệm,,,,24,21.2,106.1,800,1500000,survey,
phuong-kinh-bac,ward,Phường Kinh Bắc,Kinh Bac Ward,キンバク坊,tinh,09163,21.18,106.05,20,90000,survey,
xa-dong-ky,commune,Xã Đồng Kỵ,,,tinh,09200,21.13,105.95,30,,survey,
""",
    "organisations.csv": """id,kind,name,name_en,source,assumed
dien-luc,utility,Công ty Điện lực,Power Company,survey,
""",
    "assets.csv": """id,kind,name,name_en,name_ja,place,lat,lon,powered_by,connected_via,backup_h,criticality,owner,status,source,assumed
ts-1,substation,Trạm biến áp 1,Substation 1,変電所1,phuong-kinh-bac,21.181,106.051,,,0,vital,dien-luc,installed,survey,
switch-1,network_switch,Bộ chuyển mạch 1,Switch 1,,phuong-kinh-bac,21.182,106.052,ts-1,,2,high,dien-luc,simulated,survey,true
gauge-1,river_gauge,Trạm thủy văn Đáp Cầu,Dap Cau gauge,ダップカウ水位計,phuong-kinh-bac,21.2,106.08,ts-1,switch-1,4,high,dien-luc,simulated,survey,true
rain-1,rain_gauge,Trạm đo mưa Đồng Kỵ,Dong Ky rain gauge,,xa-dong-ky,21.131,105.951,,switch-1,0,normal,,simulated,survey,true
""",
    "levels.csv": """asset,channel,level,value,unit,source,assumed
gauge-1,water_level,alarm-1,4.3,m,survey,
gauge-1,water_level,alarm-3,6.3,m,survey,
""",
    "legacy.csv": """old_name,old_district,old_province,unit
Phường Đồng Kỵ,Thành phố Từ Sơn,Tỉnh Bắc Ninh,xa-dong-ky
""",
    "rules.toml": """
version = 1

[[rule]]
id = "river-alarm-3"
kind = "threshold"
names = { vi = "Mực nước trên báo động 3", en = "River above alarm 3", ja = "河川水位が警報3を超過" }
severity = "critical"
group = "river-alarm"
applies_to = { asset_kind = "river_gauge", channel = "water_level" }
op = "ge"
level = "alarm-3"
""",
}


@dataclass
class Publisher:
    """Keeps what is handed in; ``away`` makes it refuse."""

    kept: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    away: bool = False

    async def publish(self, device: str, channel: str, payload: bytes, message_id: str) -> None:
        if self.away:
            raise Unavailable("broker-away", said="test")
        self.kept.setdefault(message_id, (device, channel, payload))


@dataclass
class RecordingBus:
    """Remembers what was announced."""

    told: list[Announcement] = field(default_factory=list)

    def announce(self, what: Announcement) -> None:
        self.told.append(what)


class World:
    """Everything behind one application, and short ways to put things into it."""

    def __init__(self, folder: Path, settings: Settings | None = None, database: str = "") -> None:
        self.city_folder = folder / "city"
        self.city_folder.mkdir(parents=True)
        for name, text in PACK.items():
            (self.city_folder / name).write_text(text.lstrip(), encoding="utf-8")
        self.clock = ManualClock(NOW)
        self.grid: Grid | None = None
        self.engine = open_engine(database or sqlite_url(folder / "luylau.db"))
        metadata.create_all(self.engine)
        self.events = SqlEventLog()
        self.settings = settings or Settings(
            web={"origin": ORIGIN},
            security={"requests_per_s": 10_000, "request_burst": 100_000, "device_cache_s": 0},
        )
        self.security = Security.wire(
            self.engine, self.settings.security, self.clock, origin=ORIGIN, events=self.events
        )
        self.publisher = Publisher()
        self.bus = RecordingBus()
        city = CityHolder(self.city_folder)
        self.history_folder = folder / "history"
        live = LiveValues()
        grid = GridHolder(city, lambda _folder, _city: self.grid)
        grid_live = GridLive(grid, city, live, self.clock, self.engine)
        desk = IncidentDesk(self.engine, self.events, self.clock, self.security.audit)
        self.services = Services(
            settings=self.settings,
            clock=self.clock,
            engine=self.engine,
            events=self.events,
            security=self.security,
            city=city,
            incidents=IncidentReader(self.engine),
            desk=desk,
            rules=RuleDesk(
                self.city_folder,
                self.engine,
                self.events,
                self.clock,
                self.security.audit,
                lambda: city.view.city,
            ),
            history=HistoryReader(self.history_folder, self.engine),
            unknown=UnknownDevices(self.engine, self.events),
            live=live,
            hub=StreamHub(self.engine, self.events),
            health=HealthBoard(self.clock, ("signals", "web")),
            ingest=self.publisher,
            bus=self.bus,
            grid=grid,
            grid_live=grid_live,
            grid_estimator=GridEstimator(grid_live, city, live),
            outages=OutageLog(self.engine),
            proposals=ProposalBook(self.engine, self.clock, self.security.audit),
            notify=NotifyDesk(
                self.engine, self.events, self.clock, self.security.audit, self.settings.notify
            ),
            notify_keys=NotifyKeys(vapid=new_vapid_key(), webhook=Secret("webhooks")),
            deliveries=DeliveryReader(self.engine),
            cameras=PlanDesk(
                self.city_folder, self.engine, self.clock, self.security.audit, lambda: city.view.city
            ),
            camera_hub=CameraHub(self._watch),
            camera_events=EventBook(self.engine, self.clock, self.security.audit),
            clips=ClipStore(folder / "clips", self.engine, self.clock, self.security.audit),
            coarse_models=CoarseModels(),
            studies=StudyDesk(self.city_folder, self.engine, self.events, self.clock, self.security.audit),
            study_files=StudyFiles(
                self.city_folder, self.engine, self.events, self.clock, self.security.audit
            ),
            study_runs=RunBook(self.engine, self.events, self.clock, self.security.audit),
            answers=AnswerFiles(folder / "answers"),
            playbooks=Playbooks.wire(
                self.city_folder, self.engine, self.events, self.clock, self.security.audit, desk
            ),
            reports=Reports.wire(
                self.city_folder,
                self.engine,
                self.events,
                self.clock,
                self.security.audit,
                self.settings.reports,
            ),
        )
        self.watched: list[bytes] = []
        self.relearned: list[bytes] = []
        self.workers_away = False
        self.app = create_app(self.services)
        self._users: dict[Role, User] = {}

    async def _watch(self, subject: str, payload: bytes) -> None:
        if self.workers_away:
            raise Unavailable("broker-away", said="test")
        (self.watched if subject == "cameras.watch" else self.relearned).append(payload)

    def user(self, role: Role, language: str = "en") -> User:
        """Return the user of a role, created at the first call."""
        if role not in self._users:
            with self.engine.begin() as connection:
                self._users[role] = self.security.users.create(
                    connection, name=f"{role} one", role=role, language=language, actor="test"
                )
        return self._users[role]

    def token(self, user: User) -> str:
        """Return a session's token of ``user``."""
        with self.engine.begin() as connection:
            opened = self.security.sessions.open(connection, user, user_agent="test", method="link")
        return str(opened.token)

    def client(self, role: Role | None = None, language: str = "en") -> TestClient:
        """Return a browser, signed in as ``role``; errors inside are answers, as a server gives them."""
        client = TestClient(self.app, base_url=ORIGIN, raise_server_exceptions=False)
        if role is not None:
            client.cookies.set("luylau", self.token(self.user(role, language)))
        return client

    def hear(
        self, device: str, channel: str, value: float, *, age_s: float = 1, quality: int = 0
    ) -> LiveBatch:
        """Bring a live value as the bus does."""
        at = self.clock.now_us() - round(age_s * MICROS)
        batch = LiveBatch(
            device=[device],
            channel=[channel],
            time_us=[at],
            received_us=[at],
            value=[value],
            quality=[quality],
        )
        self.services.live.apply(batch)
        return batch

    def keep(self, device: str, channel: str, rows: list[tuple[int, float, int]]) -> None:
        """Write observations (time_us, value, quality) into the history."""
        table = SeriesTable(self.engine, lambda *_: None)
        number = table.number(device, channel)
        count = len(rows)
        batch = Batch(
            stream="test",
            series=np.full(count, number, np.int32),
            time_us=np.array([row[0] for row in rows], np.int64),
            received_us=np.array([row[0] for row in rows], np.int64),
            value=np.array([row[1] for row in rows], np.float64),
            quality=np.array([row[2] for row in rows], np.uint16),
            seq=np.arange(1, count + 1, dtype=np.int64),
        )
        writer = HistoryWriter(self.history_folder, self.engine)
        writer.append(batch)
        with self.engine.begin() as connection:
            table.save(connection)
            writer.commit(connection, {"test": count})
        writer.saved()
        writer.close()

    def incident(
        self, asset: str = "gauge-1", severity: str = "critical", rule: str = "river-alarm-3"
    ) -> str:
        """Open an incident and return its id."""
        known = self.services.city.view.city.assets[asset]
        finding = Finding(
            id=f"finding-{asset}-{rule}-{self.clock.now_us()}",
            rule=rule,
            names={"vi": "Nước cao", "en": "High water", "ja": "高水位"},
            group=rule,
            asset=asset,
            asset_name=known.name,
            asset_kind=known.kind,
            place=known.place,
            place_name=self.services.city.view.city.places[known.place].name,
            channel="water_level",
            severity=severity,  # type: ignore[arg-type]
            opened_us=self.clock.now_us(),
            last_seen_us=self.clock.now_us(),
            value=6.5,
            threshold=6.3,
            unit="m",
            key="finding-test",
            fields={"value": 6.5},
            simulated=True,
        )
        IncidentBook(self.engine, self.events, self.clock).record(
            [FindingChange(what="opened", finding=finding)]
        )
        return finding.id.replace("finding-", "incident-", 1)

    def tell(self, kind: str, subject: str = "x", **data: object) -> int:
        """Append an event and return its seq."""
        with self.engine.begin() as connection:
            return self.events.append(
                connection,
                Event(
                    kind=kind, subject=subject, actor="system:test", time_us=self.clock.now_us(), data=data
                ),
            )

    def audit(self) -> list[AuditEntry]:
        """Return the audit log, oldest first."""
        with reader(self.engine) as connection:
            return self.security.audit.read(connection, limit=10_000)[::-1]

    def told(self) -> list[Event]:
        """Return all events, oldest first."""
        with reader(self.engine) as connection:
            return list(self.events.read(connection, after=0, limit=10_000))


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """Open a world and close its database afterwards."""
    world = World(folder)
    try:
        yield world
    finally:
        world.engine.dispose()
