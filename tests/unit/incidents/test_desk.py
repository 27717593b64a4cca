from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import IncidentBook, IncidentDesk, IncidentReader
from luylau.incidents.desk import TEXT_MAX
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, LuylauError, NotFound
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import LANGUAGES, error_text
from luylau.security.audit import AuditLog
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    event_kinds,
    make_engine,
    make_finding,
    opened,
)

INCIDENT = "incident-1"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    IncidentBook(made, SqlEventLog(), ManualClock(T0)).record([opened(make_finding())])
    yield made
    made.dispose()


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def desk(engine: Engine, auditor: ListAuditor) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), ManualClock(T0 + 5 * SECOND), auditor)


def test_acknowledge_comment_close(desk: IncidentDesk, engine: Engine, auditor: ListAuditor) -> None:
    taken = desk.acknowledge(INCIDENT, actor="user-1", version=1)
    assert (taken.state, taken.acknowledged_by, taken.acknowledged_us) == (
        "acknowledged",
        "user-1",
        T0 + 5 * SECOND,
    )
    said = desk.comment(INCIDENT, actor="user-2", version=2, text="  Đội trực đã đến.  ")
    assert (said.state, said.version) == ("acknowledged", 3)
    done = desk.close(INCIDENT, actor="user-1", version=3, reason="Đã xử lý")
    assert (done.state, done.closed_by, done.reason, done.version) == ("closed", "user-1", "Đã xử lý", 4)
    timeline = IncidentReader(engine).get(INCIDENT).timeline
    assert [(event.kind, event.actor) for event in timeline[2:]] == [
        ("incident.acknowledged", "user-1"),
        ("incident.commented", "user-2"),
        ("incident.closed", "user-1"),
    ]
    assert timeline[3].data["text"] == "Đội trực đã đến."
    assert auditor.rows == [
        ("user-1", "incident.acknowledge", INCIDENT, "done"),
        ("user-2", "incident.comment", INCIDENT, "done"),
        ("user-1", "incident.close", INCIDENT, "done"),
    ]


def test_a_closed_incident_takes_comments_only(desk: IncidentDesk) -> None:
    desk.close(INCIDENT, actor="u", reason="r")
    desk.comment(INCIDENT, actor="u", text="Afterwards.")
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.close(INCIDENT, actor="u", reason="r")
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.acknowledge(INCIDENT, actor="u")


def test_an_acknowledgement_is_taken_back(desk: IncidentDesk, engine: Engine, auditor: ListAuditor) -> None:
    desk.acknowledge(INCIDENT, actor="user-1", version=1)
    taken = desk.unacknowledge(INCIDENT, actor="user-2", version=2)
    assert (taken.state, taken.acknowledged_us, taken.acknowledged_by, taken.version) == ("open", None, "", 3)
    last = IncidentReader(engine).get(INCIDENT).timeline[-1]
    assert (last.kind, last.actor, last.time_us) == ("incident.unacknowledged", "user-2", T0 + 5 * SECOND)
    assert auditor.rows[-1] == ("user-2", "incident.acknowledge", INCIDENT, "done")
    assert desk.acknowledge(INCIDENT, actor="user-1").acknowledged_by == "user-1"


def test_only_an_acknowledgement_that_stands_can_be_taken_back(desk: IncidentDesk, engine: Engine) -> None:
    before = event_kinds(engine)
    with pytest.raises(Conflict, match="incident-not-acknowledged"):
        desk.unacknowledge(INCIDENT, actor="u")
    assert event_kinds(engine) == before
    desk.acknowledge(INCIDENT, actor="u")
    with pytest.raises(Conflict, match="incident-changed"):
        desk.unacknowledge(INCIDENT, actor="u", version=1)
    desk.close(INCIDENT, actor="u", reason="r")
    with pytest.raises(Conflict, match="incident-not-acknowledged") as caught:
        desk.unacknowledge(INCIDENT, actor="u")
    assert caught.value.fields["state"] == "closed"


@pytest.mark.parametrize("state", ["open", "acknowledged"])
def test_a_closing_is_taken_back(
    state: str, desk: IncidentDesk, engine: Engine, auditor: ListAuditor
) -> None:
    if state == "acknowledged":
        desk.acknowledge(INCIDENT, actor="user-1")
    desk.close(INCIDENT, actor="user-1", reason="by mistake")
    again = desk.reopen(INCIDENT, actor="user-2")
    assert (again.state, again.closed_us, again.closed_by, again.reason) == (state, None, "", "")
    assert again.acknowledged_by == ("user-1" if state == "acknowledged" else "")
    timeline = IncidentReader(engine).get(INCIDENT).timeline
    assert [(event.kind, event.actor) for event in timeline[-2:]] == [
        ("incident.closed", "user-1"),
        ("incident.reopened", "user-2"),
    ]
    assert timeline[-2].data["reason"] == "by mistake"
    assert auditor.rows[-1] == ("user-2", "incident.close", INCIDENT, "done")
    with pytest.raises(Conflict, match="incident-not-closed"):
        desk.reopen(INCIDENT, actor="user-2")


def test_the_audit_log_tells_what_was_undone(engine: Engine) -> None:
    log = AuditLog()
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), log)
    desk.acknowledge(INCIDENT, actor="user-1")
    desk.unacknowledge(INCIDENT, actor="user-1")
    with engine.connect() as connection:
        rows = log.read(connection, limit=10)
    assert [row.detail for row in rows] == [{"undone": True, "version": 3}, {"version": 2}]


def test_two_operators_at_once(desk: IncidentDesk, engine: Engine) -> None:
    desk.acknowledge(INCIDENT, actor="first", version=1)
    before = event_kinds(engine)
    with pytest.raises(Conflict) as caught:
        desk.close(INCIDENT, actor="second", version=1, reason="r")
    assert (caught.value.key, caught.value.fields["expected"], caught.value.fields["found"]) == (
        "incident-changed", 1, 2,
    )  # fmt: skip
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.acknowledge(INCIDENT, actor="second", version=2)
    assert event_kinds(engine) == before


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (TEXT_MAX + 1)])
def test_texts_are_checked(text: str, desk: IncidentDesk) -> None:
    with pytest.raises(BadInput, match="incident-text"):
        desk.comment(INCIDENT, actor="u", text=text)
    with pytest.raises(BadInput, match="incident-text"):
        desk.close(INCIDENT, actor="u", reason=text)


def test_an_unknown_incident(desk: IncidentDesk, engine: Engine) -> None:
    with pytest.raises(NotFound, match="incident-unknown"):
        desk.acknowledge("incident-x", actor="u")
    with pytest.raises(NotFound, match="incident-unknown"):
        IncidentReader(engine).get("incident-x")


def test_without_its_audit_row_nothing_is_done(engine: Engine) -> None:
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), ListAuditor(broken=True))
    before = event_kinds(engine)
    with pytest.raises(OSError, match="disk full"):
        desk.close(INCIDENT, actor="u", reason="r")
    assert event_kinds(engine) == before
    assert IncidentReader(engine).get(INCIDENT).incident.state == "open"


def test_the_audit_log_of_the_platform_fits(engine: Engine) -> None:
    log = AuditLog()
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), log)
    desk.acknowledge(INCIDENT, actor="user-1", version=1)
    with engine.connect() as connection:
        assert log.head(connection).size == 1


@pytest.mark.parametrize(
    "error",
    [
        NotFound("incident-unknown", incident="incident-x"),
        Conflict("incident-changed", incident="x", expected=1, found=2),
        Conflict("incident-not-open", incident="x", state="acknowledged"),
        Conflict("incident-not-acknowledged", incident="x", state="open"),
        Conflict("incident-not-closed", incident="x", state="acknowledged"),
        Conflict("incident-replaced", incident="x", current="y"),
        Conflict("incident-over", incident="x"),
        BadInput("incident-text-missing"),
        BadInput("incident-text-too-long", length=5, limit=4),
        BadInput("incident-cursor-bad"),
        NotFound("rule-unknown", rule="x"),
        Conflict("rule-exists", rule="x"),
        Conflict("rules-changed", expected=1, found=2),
        NotFound("rules-version-unknown", version=7),
    ],
    ids=str,
)
def test_every_error_can_be_read_in_three_languages(error: LuylauError) -> None:
    texts = [error_text(language, error) for language in LANGUAGES]
    assert len(set(texts)) == 3
    assert all(error.key not in text and "{" not in text and "{ $" not in text for text in texts)
