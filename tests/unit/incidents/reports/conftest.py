from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.reports import NewReport, Report, ReportBook, ReportDesk, ReportKeeper
from luylau.incidents.tables import incidents
from luylau.kernel.clock import ManualClock, parse_iso
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.sql import open_engine, reader, sqlite_url
from luylau.migrations.tables import metadata
from luylau.settings.reports import ReportSettings

NOW = parse_iso("2026-10-07T05:00:00Z")
NAMES = {"vi": "Mất điện", "en": "No power", "ja": "停電"}


@dataclass
class Auditor:
    """Keeps what was audited."""

    kept: list[dict[str, Any]] = field(default_factory=list)

    def append(self, connection: Connection, **said: Any) -> object:
        self.kept.append(said)
        return None


class Office:
    """The report book, desk and keeper over one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock, self.log, self.auditor = engine, ManualClock(NOW), SqlEventLog(), Auditor()
        self.book = ReportBook(engine, self.log, self.clock)
        self.desk = ReportDesk(engine, self.log, self.clock, self.auditor)
        self.keeper = ReportKeeper(engine, self.log, self.clock, self.auditor, ReportSettings())

    def receive(self, **values: Any) -> Report:
        given: dict[str, Any] = {
            "service": "no-power", "names": NAMES, "evidence": "no-power", "text": "Tối om", "language": "vi",
            "address": "Chợ Đáp Cầu", "place": "phuong-kinh-bac",
        }  # fmt: skip
        return self.book.receive(NewReport(**given | values))

    def incident(
        self, incident: str, state: str = "suspected", merged_into: str = "", *, drill: bool = False
    ) -> str:
        values: dict[str, Any] = {
            "id": incident, "group": incident, "asset": "", "asset_name": "", "asset_kind": "", "place": "",
            "rule": "r", "names": NAMES, "search": "", "severity": 2, "state": state, "opened_us": NOW,
            "updated_us": NOW, "refreshed_us": NOW, "confirmed_by": "", "resolved_by": "", "reason": "",
            "merged_into": merged_into, "simulated": True, "version": 1,
            "drill": drill,
        }  # fmt: skip
        with self.engine.begin() as connection:
            connection.execute(incidents.insert().values(values))
        return incident

    def turn(self, incident: str, state: str, merged_into: str = "") -> None:
        with self.engine.begin() as connection:
            this = sa.update(incidents).where(incidents.c.id == incident)
            connection.execute(this.values(state=state, merged_into=merged_into))

    def told(self) -> list[Event]:
        with reader(self.engine) as connection:
            return list(self.log.read(connection, after=0))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = open_engine(sqlite_url(tmp_path / "reports.db"))
    metadata.create_all(engine)
    yield Office(engine)
    engine.dispose()
