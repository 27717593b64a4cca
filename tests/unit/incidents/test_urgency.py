from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.city.model import Criticality
from luylau.incidents import IncidentBook, IncidentDesk, IncidentReader, UrgencyPart
from luylau.incidents.urgency import first_parts, total
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import LANGUAGES, message
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    event_kinds,
    make_engine,
    make_finding,
    opened,
    refreshed,
)

CRITICALITY: dict[str, Criticality] = {"hospital": "vital", "pump": "high"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def book(engine: Engine) -> IncidentBook:
    return IncidentBook(
        engine, SqlEventLog(), ManualClock(T0), lambda asset: CRITICALITY.get(asset, "normal")
    )


@pytest.mark.parametrize(
    ("severity", "asset", "urgency"),
    [
        ("critical", "hospital", 90),
        ("critical", "pump", 85),
        ("critical", "post", 80),
        ("major", "hospital", 70),
        ("minor", "post", 40),
        ("info", "pump", 25),
    ],
)
def test_severity_and_asset_make_it(
    severity: str, asset: str, urgency: int, book: IncidentBook, engine: Engine
) -> None:
    book.record([opened(make_finding(severity=severity, asset=asset))])
    incident = IncidentReader(engine).get("incident-1").incident
    assert incident.urgency == urgency == sum(part.points for part in incident.urgency_parts)


def test_consequences_are_added_and_stay_when_the_severity_changes(
    book: IncidentBook, engine: Engine
) -> None:
    book.record([opened(make_finding(severity="minor", asset="hospital"))])
    reader = IncidentReader(engine)
    parts = [
        *reader.get("incident-1").incident.urgency_parts,
        UrgencyPart(key="urgency-customers", fields={"customers": 412}, points=25),
    ]
    with engine.begin() as connection:
        book.set_urgency(connection, "incident-1", total(parts), parts)
    found = reader.get("incident-1").incident
    assert (found.urgency, found.version) == (75, 1)
    assert event_kinds(engine)[-1] == "incident.refreshed"
    with engine.begin() as connection:
        book.set_urgency(connection, "incident-1", total(parts), parts)
    assert event_kinds(engine).count("incident.refreshed") == 1
    book.record([refreshed(make_finding(severity="critical", asset="hospital"))])
    found = reader.get("incident-1").incident
    assert found.urgency == 100, "no more than that"
    assert {part.key: part.points for part in found.urgency_parts} == {
        "urgency-severity": 80, "urgency-asset": 10, "urgency-customers": 25,
    }  # fmt: skip


def test_the_queue_by_urgency_holds_over_its_pages(book: IncidentBook, engine: Engine) -> None:
    for number, severity in enumerate(["minor", "critical", "minor", "major", "critical"]):
        book.record(
            [
                opened(
                    make_finding(
                        f"finding-{number}", asset=f"a{number}", severity=severity, opened_us=T0 + number
                    )
                )
            ]
        )
    reader = IncidentReader(engine)
    seen, cursor = "", ""
    while True:
        page = reader.page(order="urgency", limit=2, cursor=cursor)
        seen += "".join(one.id[-1] for one in page.incidents)
        cursor = page.cursor
        if not cursor:
            break
        with pytest.raises(BadInput, match="incident-cursor-bad"):
            reader.page(order="newest", cursor=cursor)
    assert seen == "41320"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_is_said_and_called_assumed(language: str) -> None:
    assumed = {"vi": "giả định", "en": "assumed", "ja": "推定"}[language]
    for part in (*first_parts("critical", "vital"), *first_parts("info", "high")):
        said = message(language, part.key, part.fields)  # type: ignore[arg-type]
        assert assumed in said, said


def test_a_queue_by_owner_and_agency(book: IncidentBook, engine: Engine) -> None:
    book.record([opened(make_finding()), opened(make_finding("finding-2", asset="b"))])
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0 + SECOND), ListAuditor())
    desk.assign("incident-1", actor="u", owner="an", agency="evn")
    reader = IncidentReader(engine)
    assert [one.id for one in reader.page(owners=["an"]).incidents] == ["incident-1"]
    assert [one.id for one in reader.page(agencies=["evn"]).incidents] == ["incident-1"]
    assert [one.id for one in reader.page(owners=[""]).incidents] == ["incident-2"]
