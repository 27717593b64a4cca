"""What operators do is told, audited and taken back; what is personal goes when its time is over."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from luylau.incidents.reports import Contact, Report
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadInput, Conflict, NotFound
from tests.unit.incidents.reports.conftest import NAMES, NOW, Office

DAY_S = 86_400


def kinds(office: Office) -> list[str]:
    return [event.kind for event in office.told()]


def test_a_report_moves_between_incidents_and_both_time_lines_say_so(office: Office) -> None:
    report = office.receive(held=True)
    one, other = office.incident("one"), office.incident("other")
    held = office.desk.attach(report.id, one, actor="u", version=1)
    assert (held.incident, held.held, held.version) == ("one", False, 2)
    office.desk.attach(report.id, other, actor="u")
    assert office.desk.detach(report.id, actor="u").status == "received"
    said = [(event.subject, event.kind) for event in office.told() if event.kind.startswith("incident")]
    assert said == [
        ("one", "incident.report_attached"), ("one", "incident.report_detached"),
        ("other", "incident.report_attached"), ("other", "incident.report_detached"),
    ]  # fmt: skip
    attached = next(event for event in office.told() if event.kind == "incident.report_attached")
    assert attached.data == {"report": report.id, "service": "no-power", "names": NAMES}
    assert [row["detail"]["act"] for row in office.auditor.kept] == [
        "report.attached", "report.attached", "report.detached",
    ]  # fmt: skip


def test_acts_refuse_what_makes_no_sense(office: Office) -> None:
    report = office.receive().id
    incident = office.incident("i")
    exercise = office.incident("exercise", drill=True)
    office.desk.attach(report, incident, actor="u")
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: office.desk.attach(report, incident, actor="u"), "report-attached"),
        (lambda: office.desk.attach(report, exercise, actor="u"), "report-attach-drill"),
        (lambda: office.desk.attach(report, "none", actor="u"), "incident-unknown"),
        (lambda: office.desk.hold(report, actor="u"), "report-attached"),
        (lambda: office.desk.release(report, actor="u"), "report-not-held"),
        (lambda: office.desk.reopen(report, actor="u"), "report-not-closed"),
        (lambda: office.desk.close("none", actor="u"), "report-unknown"),
        (lambda: office.desk.close(report, actor="u", version=1), "report-changed"),
    ]
    before = kinds(office)
    for call, key in cases:
        with pytest.raises((Conflict, NotFound)) as caught:
            call()
        assert caught.value.key == key
    assert kinds(office) == before
    with pytest.raises(BadInput):
        office.desk.answer(report, "x" * 2_001, actor="u")


def test_answers_closing_and_holding_are_taken_back(office: Office) -> None:
    report = office.receive().id
    answered = office.desk.answer(report, " Đang sửa. ", actor="u")
    assert (answered.answer, answered.answered_us, answered.answered_by) == ("Đang sửa.", NOW, "u")
    assert office.desk.answer(report, "", actor="u").answered_us is None
    closed = office.desk.close(report, actor="u")
    assert (closed.status, closed.closed_by) == ("solved", "u")
    assert office.desk.reopen(report, actor="u").status == "received"
    assert office.desk.hold(report, actor="u").held
    assert not office.desk.release(report, actor="u").held
    assert kinds(office)[1:] == [
        "report.answered", "report.answered", "report.closed", "report.reopened", "report.held",
        "report.released",
    ]  # fmt: skip


def test_each_look_at_a_contact_is_audited_without_saying_it(office: Office) -> None:
    report = office.receive(contact=Contact(phone="0912")).id
    assert office.desk.read_contact(report, actor="u").phone == "0912"
    (row,) = office.auditor.kept
    assert (row["action"], row["actor"], row["resource"]) == ("report.read_contact", "u", report)
    assert "0912" not in str(row)
    with pytest.raises(NotFound):
        office.desk.read_contact(office.receive().id, actor="u")


def test_reports_end_with_their_incident_and_go_on_with_it(office: Office) -> None:
    report = office.receive().id
    by_hand = office.receive().id
    for one in (report, by_hand):
        office.desk.attach(one, "i" if one == by_hand else office.incident("i"), actor="u")
    office.desk.close(by_hand, actor="u")
    assert office.keeper.tick() == 0
    office.turn("i", "resolved")
    assert office.keeper.tick() == 1
    ended = office.book.get(report)
    assert (ended.status, ended.closed_by, ended.closed_us) == ("solved", "system:web", NOW)
    assert office.keeper.tick() == 0
    office.turn("i", "in_progress")
    assert office.keeper.tick() == 1
    assert office.book.get(report).closed_us is None
    assert office.book.get(by_hand).closed_by == "u"
    office.turn("i", "reviewed")
    office.keeper.tick()
    office.desk.detach(report, actor="u")
    assert office.keeper.tick() == 1
    assert office.book.get(report).status == "received"


def test_contact_and_photo_go_after_their_time(office: Office) -> None:
    def personal(report: Report) -> tuple[bool, bool, bool]:
        now = office.book.get(report.id)
        return now.has_contact, now.has_photo, now.contact_deleted_us is not None

    closed = office.receive(contact=Contact(phone="0912"), photo=b"jpeg")
    still_open = office.receive(contact=Contact(email="a@b.vn"))
    office.desk.close(closed.id, actor="u")
    office.clock.set(NOW + 30 * DAY_S * MICROS - 1)
    assert office.keeper.tick() == 0
    office.clock.set(NOW + 30 * DAY_S * MICROS)
    assert office.keeper.tick() == 1
    assert personal(closed) == (False, False, True)
    assert personal(still_open) == (True, False, False)
    row = office.auditor.kept[-1]
    assert (row["actor"], row["detail"]) == (
        "system:web", {"act": "deleted", "deleted": ["contact", "photo"]},
    )  # fmt: skip
    assert office.keeper.tick() == 0


def test_what_a_person_did_meanwhile_is_not_overwritten(office: Office) -> None:
    """The keeper reads before it writes; who closes a report in between has closed it."""
    report = office.receive()
    office.desk.attach(report.id, office.incident("i", "resolved"), actor="u")
    meanwhile = ["UPDATE reports SET closed_us = 1, closed_by = 'u', version = version + 1"]

    @sa.event.listens_for(office.engine, "before_cursor_execute")
    def close(connection: sa.Connection, _: object, statement: str, *__: object) -> None:
        if statement.startswith("UPDATE reports") and meanwhile:
            connection.exec_driver_sql(meanwhile.pop())

    office.keeper.tick()
    kept = office.book.get(report.id)
    assert (kept.closed_by, kept.closed_us, kept.version) == ("u", 1, 3)
    assert kinds(office)[-1] == "report.attached"


def test_an_answer_holds_nothing_that_sql_cannot(office: Office) -> None:
    assert office.desk.answer(office.receive().id, "\0 Đang sửa\0", actor="u").answer == "Đang sửa"
