from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import IncidentBook, IncidentDesk
from luylau.incidents.playbooks import Playbooks, PlaybookSet
from luylau.kernel.clock import ManualClock
from luylau.kernel.events import SqlEventLog
from tests.unit.incidents.helpers import T0, ListAuditor, make_engine, make_finding, opened

PACK = """
version = 3

[[playbook]]
id = "flood"
names = { vi = "Lũ", en = "Flood", ja = "洪水" }
applies_to = [{ groups = ["river"], min_severity = "minor" }]
expected_h = 2
assumed = true

[[playbook.step]]
id = "look"
text = { vi = "Xem", en = "Look", ja = "見る" }
role = "operator"
deadline_min = 5

[[playbook.step]]
id = "tell"
text = { vi = "Báo", en = "Tell", ja = "知らせる" }
role = "operator"
deadline_min = 10
after = "look"
draft = "notice"

[[playbook.step]]
id = "pump"
text = { vi = "Bơm", en = "Pump", ja = "排水" }
agency = "thuy-loi"
condition = { vi = "Nước vào", en = "Water comes in", ja = "浸水時" }

[[playbook.draft]]
id = "notice"
kind = "public_notice"
title = { vi = "Lũ tại {place}", en = "Flood in {place}" }
[playbook.draft.text]
vi = "{asset}, từ {since}: {customers} hộ, {expected_hours} giờ"
en = "{asset}, {customers}, {expected_hours} h {{x}}"

[[playbook.inject]]
id = "later"
after_min = 20
text = { vi = "Sau", en = "Later", ja = "後" }

[[playbook.inject]]
id = "battery"
after_min = 6
text = { vi = "Pin còn 1 giờ", en = "Battery at 1 h", ja = "残り1時間" }
"""
INCIDENT = "incident-1"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    book = IncidentBook(made, SqlEventLog(), ManualClock(T0))
    book.record([opened(make_finding()), opened(make_finding("finding-2", asset="gauge-b"))])
    yield made
    made.dispose()


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def desk(engine: Engine, clock: ManualClock, auditor: ListAuditor) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), clock, auditor)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "playbooks.toml").write_text(PACK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def playbooks(
    folder: Path, engine: Engine, clock: ManualClock, auditor: ListAuditor, desk: IncidentDesk
) -> Playbooks:
    return Playbooks.wire(folder, engine, SqlEventLog(), clock, auditor, desk)


@pytest.fixture
def shelf(playbooks: Playbooks) -> PlaybookSet:
    return playbooks.shelf.current()
