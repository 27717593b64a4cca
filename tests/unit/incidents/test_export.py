"""The time line as CSV and PDF: all of it, in words, in three languages."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from sqlalchemy.engine import Engine

from luylau.incidents import (
    IncidentBook,
    IncidentDesk,
    IncidentReader,
    IncidentReport,
    NewTask,
    incident_csv,
    incident_pdf,
)
from luylau.kernel.clock import ManualClock
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import LANGUAGES, Language, has_message
from tests.unit.incidents.helpers import SECOND, T0, ListAuditor, make_engine, make_finding, opened


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    clock = ManualClock(T0)
    book = IncidentBook(made, SqlEventLog(), clock)
    second = make_finding("finding-2", asset="gauge-b")
    book.record([opened(make_finding(severity="critical")), opened(second)])
    desk = IncidentDesk(made, SqlEventLog(), clock, ListAuditor())
    desk.comment("incident-2", actor="user-1", text="=cmd|' /C calc'!A0")
    desk.merging.merge("incident-2", "incident-1", actor="user-1")
    clock.advance(60)
    desk.assign("incident-1", actor="user-1", owner="user-2", agency="evn")
    task = desk.tasks.add(
        NewTask(incident="incident-1", title="Gọi <EVN> & báo", agency="evn"), actor="user-1"
    )
    desk.tasks.note("incident-1", task.id, actor="user-2", text="現場に到着")
    desk.snooze("incident-1", actor="user-1", until_us=T0 + 3_600 * SECOND)
    desk.resolve("incident-1", actor="user-2", resolution="false_alarm", reason="Thử còi")
    desk.review("incident-1", actor="user-2", learned="Báo trước khi thử")
    yield made
    made.dispose()


def report(engine: Engine, language: Language = "en") -> IncidentReport:
    reader = IncidentReader(engine)
    return IncidentReport(
        detail=reader.get("incident-1"),
        events=reader.history("incident-1"),
        language=language,
        asset_name="Đáp Cầu",
        place_name="Kinh Bắc",
        people={"user-1": "Nguyễn An", "user-2": "Trần Bình"},
        agencies={"evn": "Điện lực"},
        zone=ZoneInfo("Asia/Bangkok"),
        now_us=T0 + 7_200 * SECOND,
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_everything_stands_on_one_time_line(engine: Engine) -> None:
    found = rows(incident_csv(report(engine)))
    assert [int(row["seq"]) for row in found] == sorted(int(row["seq"]) for row in found)
    assert {row["incident"] for row in found} == {"incident-1", "incident-2"}
    said = {row["kind"]: row for row in found}
    assert said["incident.assigned"]["text"] == "Trần Bình · Điện lực"
    assert said["incident.merged"]["text"] == "incident-1"
    assert said["incident.resolved"]["text"] == "false alarm · Thử còi"
    assert said["incident.reviewed"]["text"] == "Báo trước khi thử"
    assert said["incident.task_noted"]["text"] == "Gọi <EVN> & báo · 現場に到着"
    assert said["incident.opened"]["who"] == "Platform"
    assert said["incident.resolved"]["who"] == "Trần Bình"
    assert said["incident.assigned"]["time"] == "2026-09-21T14:14:20Z"
    assert said["incident.assigned"]["local_time"] == "2026-09-21T21:14:20+07:00"
    assert said["finding.opened"]["text"].startswith("4.5 m")
    assert {row["simulated"] for row in found} == {"true"}


def test_what_people_wrote_is_no_formula(engine: Engine) -> None:
    text = next(
        row["text"] for row in rows(incident_csv(report(engine))) if row["kind"] == "incident.commented"
    )
    assert text.startswith("'=cmd")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_name_in_each_language(language: Language, engine: Engine) -> None:
    made = report(engine, language)
    for event in made.events:
        assert made.happened(event) != event.kind
        assert "(" not in made.word("state", "in_progress")
    strange = replace(made.events[0], kind="incident.something_new")
    assert made.happened(strange) == "incident.something_new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_made_the_same_each_time(language: Language, engine: Engine) -> None:
    made = incident_pdf(report(engine, language))
    assert made.startswith(b"%PDF-")
    assert made == incident_pdf(report(engine, language))
    others = [incident_pdf(report(engine, other)) for other in LANGUAGES if other != language]
    assert made not in others


def test_a_long_time_line_breaks_over_pages(engine: Engine) -> None:
    made = report(engine)
    long = replace(made, events=made.events * 100)
    assert incident_pdf(long).count(b"/Type /Page\n") > 10
    events = [event for event in made.events if event.kind == "finding.opened"]
    crowd = replace(made, events=tuple(events * 2_000))
    assert incident_pdf(crowd).count(b"/Type /Page\n") < 10, "what is found is not printed without end"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["Dòng chữ dài " * 307, "停電の原因を" * 666, "x\n" * 1_999, "y" * 4_000])
def test_the_longest_texts_allowed_break_over_pages(text: str, language: Language, engine: Engine) -> None:
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), ListAuditor())
    desk.unreview("incident-1", actor="user-1")
    desk.review("incident-1", actor="user-1", learned=text)
    desk.comment("incident-1", actor="user-1", text=text)
    desk.comment("incident-1", actor="user-1", text="cuối cùng")
    (task,) = IncidentReader(engine).get("incident-1").tasks
    for number in range(40):
        desk.tasks.note("incident-1", task.id, actor="user-2", text=f"Đã gọi đội sửa chữa lần {number + 1}")
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(incident_pdf(report(engine, language)))).pages
    ]
    whole = "".join("".join(pages).split())
    wrote = "".join(text.split())
    assert whole.count(wrote[:1]) >= 3 * text.count(wrote[:1]), (
        "thrice: what it is, and twice on the time line"
    )
    assert whole.index("cuốicùng") > whole.index(wrote[:5])
    assert all(f"lần{number + 1}" in whole for number in range(40))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_of_states_and_ends_exist(language: Language) -> None:
    for family, values in {
        "state": ("suspected", "confirmed", "assigned", "in-progress", "resolved", "reviewed"),
        "resolution": ("over", "fixed", "false-alarm", "merged"),
        "severity": ("info", "minor", "major", "critical"),
        "task-state": ("open", "done", "not-done", "cancelled"),
        "link": ("related", "caused-by", "causes"),
    }.items():
        assert all(has_message(language, f"incident-{family}-{value}") for value in values)
