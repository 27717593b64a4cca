from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import IncidentBook, IncidentDesk, IncidentReader
from luylau.incidents.acts import TEXT_MAX
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


def test_confirm_comment_close(desk: IncidentDesk, engine: Engine, auditor: ListAuditor) -> None:
    taken = desk.confirm(INCIDENT, actor="user-1", version=1)
    assert (taken.state, taken.confirmed_by, taken.confirmed_us) == (
        "confirmed",
        "user-1",
        T0 + 5 * SECOND,
    )
    said = desk.comment(INCIDENT, actor="user-2", version=2, text="  Đội trực đã đến.  ")
    assert (said.state, said.version) == ("confirmed", 3)
    done = desk.resolve(INCIDENT, actor="user-1", version=3, resolution="fixed", reason="Đã xử lý")
    assert (done.state, done.resolved_by, done.reason, done.version) == ("resolved", "user-1", "Đã xử lý", 4)
    timeline = IncidentReader(engine).get(INCIDENT).timeline
    assert [(event.kind, event.actor) for event in timeline[2:]] == [
        ("incident.confirmed", "user-1"),
        ("incident.commented", "user-2"),
        ("incident.resolved", "user-1"),
    ]
    assert timeline[3].data["text"] == "Đội trực đã đến."
    assert auditor.rows == [
        ("user-1", "incident.confirm", INCIDENT, "done"),
        ("user-2", "incident.comment", INCIDENT, "done"),
        ("user-1", "incident.resolve", INCIDENT, "done"),
    ]


def test_a_closed_incident_takes_comments_only(desk: IncidentDesk) -> None:
    desk.resolve(INCIDENT, actor="u", resolution="fixed", reason="r")
    desk.comment(INCIDENT, actor="u", text="Afterwards.")
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.resolve(INCIDENT, actor="u", resolution="fixed", reason="r")
    with pytest.raises(Conflict, match="incident-not-suspected"):
        desk.confirm(INCIDENT, actor="u")


def test_a_confirmation_is_taken_back(desk: IncidentDesk, engine: Engine, auditor: ListAuditor) -> None:
    desk.confirm(INCIDENT, actor="user-1", version=1)
    taken = desk.unconfirm(INCIDENT, actor="user-2", version=2)
    assert (taken.state, taken.confirmed_us, taken.confirmed_by, taken.version) == ("suspected", None, "", 3)
    last = IncidentReader(engine).get(INCIDENT).timeline[-1]
    assert (last.kind, last.actor, last.time_us) == ("incident.unconfirmed", "user-2", T0 + 5 * SECOND)
    assert auditor.rows[-1] == ("user-2", "incident.confirm", INCIDENT, "done")
    assert desk.confirm(INCIDENT, actor="user-1").confirmed_by == "user-1"


def test_only_a_confirmation_that_stands_can_be_taken_back(desk: IncidentDesk, engine: Engine) -> None:
    before = event_kinds(engine)
    with pytest.raises(Conflict, match="incident-not-confirmed"):
        desk.unconfirm(INCIDENT, actor="u")
    assert event_kinds(engine) == before
    desk.confirm(INCIDENT, actor="u")
    with pytest.raises(Conflict, match="incident-changed"):
        desk.unconfirm(INCIDENT, actor="u", version=1)
    desk.resolve(INCIDENT, actor="u", resolution="fixed", reason="r")
    with pytest.raises(Conflict, match="incident-not-confirmed") as caught:
        desk.unconfirm(INCIDENT, actor="u")
    assert caught.value.fields["state"] == "resolved"


@pytest.mark.parametrize("state", ["suspected", "confirmed"])
def test_a_closing_is_taken_back(
    state: str, desk: IncidentDesk, engine: Engine, auditor: ListAuditor
) -> None:
    if state == "confirmed":
        desk.confirm(INCIDENT, actor="user-1")
    desk.resolve(INCIDENT, actor="user-1", resolution="fixed", reason="by mistake")
    again = desk.reopen(INCIDENT, actor="user-2")
    assert (again.state, again.resolved_us, again.resolved_by, again.reason) == (state, None, "", "")
    assert again.confirmed_by == ("user-1" if state == "confirmed" else "")
    timeline = IncidentReader(engine).get(INCIDENT).timeline
    assert [(event.kind, event.actor) for event in timeline[-2:]] == [
        ("incident.resolved", "user-1"),
        ("incident.reopened", "user-2"),
    ]
    assert timeline[-2].data["reason"] == "by mistake"
    assert auditor.rows[-1] == ("user-2", "incident.resolve", INCIDENT, "done")
    with pytest.raises(Conflict, match="incident-not-resolved"):
        desk.reopen(INCIDENT, actor="user-2")


def test_the_audit_log_tells_what_was_undone(engine: Engine) -> None:
    log = AuditLog()
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), log)
    desk.confirm(INCIDENT, actor="user-1")
    desk.unconfirm(INCIDENT, actor="user-1")
    with engine.connect() as connection:
        rows = log.read(connection, limit=10)
    assert [row.detail for row in rows] == [{"undone": True, "version": 3}, {"version": 2}]


def test_two_operators_at_once(desk: IncidentDesk, engine: Engine) -> None:
    desk.confirm(INCIDENT, actor="first", version=1)
    before = event_kinds(engine)
    with pytest.raises(Conflict) as caught:
        desk.resolve(INCIDENT, actor="second", version=1, resolution="fixed", reason="r")
    assert (caught.value.key, caught.value.fields["expected"], caught.value.fields["found"]) == (
        "incident-changed", 1, 2,
    )  # fmt: skip
    with pytest.raises(Conflict, match="incident-not-suspected"):
        desk.confirm(INCIDENT, actor="second", version=2)
    assert event_kinds(engine) == before


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (TEXT_MAX + 1)])
def test_texts_are_checked(text: str, desk: IncidentDesk) -> None:
    with pytest.raises(BadInput, match="incident-text"):
        desk.comment(INCIDENT, actor="u", text=text)
    with pytest.raises(BadInput, match="incident-text"):
        desk.resolve(INCIDENT, actor="u", resolution="false_alarm", reason=text)


def test_an_unknown_incident(desk: IncidentDesk, engine: Engine) -> None:
    with pytest.raises(NotFound, match="incident-unknown"):
        desk.confirm("incident-x", actor="u")
    with pytest.raises(NotFound, match="incident-unknown"):
        IncidentReader(engine).get("incident-x")


def test_without_its_audit_row_nothing_is_done(engine: Engine) -> None:
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), ListAuditor(broken=True))
    before = event_kinds(engine)
    with pytest.raises(OSError, match="disk full"):
        desk.resolve(INCIDENT, actor="u", resolution="fixed", reason="r")
    assert event_kinds(engine) == before
    assert IncidentReader(engine).get(INCIDENT).incident.state == "suspected"


def test_the_audit_log_of_the_platform_fits(engine: Engine) -> None:
    log = AuditLog()
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), log)
    desk.confirm(INCIDENT, actor="user-1", version=1)
    with engine.connect() as connection:
        assert log.head(connection).size == 1


@pytest.mark.parametrize(
    "error",
    [
        NotFound("incident-unknown", incident="incident-x"),
        Conflict("incident-changed", incident="x", expected=1, found=2),
        Conflict("incident-not-open", incident="x", state="confirmed"),
        Conflict("incident-not-confirmed", incident="x", state="suspected"),
        Conflict("incident-not-resolved", incident="x", state="confirmed"),
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
