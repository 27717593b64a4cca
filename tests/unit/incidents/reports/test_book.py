"""Reports come in once, are found by their code, read as columns, and seen as their incident stands."""

import threading

import numpy as np
import pytest

from luylau.incidents.cursors import packed
from luylau.incidents.reports import Contact, new_code, read_code
from luylau.kernel.errors import BadInput, NotFound
from tests.unit.incidents.reports.conftest import NOW, Office


def test_a_report_is_kept_and_told_without_what_is_personal(office: Office) -> None:
    contact = Contact(phone="0912 345 678", email="an@example.vn")
    made = office.receive(contact=contact, photo=b"jpeg", photo_faces=2)
    assert office.book.get(made.id) == made == office.book.by_code(made.code.lower().replace("-", " "))
    assert (made.status, made.has_contact, made.has_photo, made.photo_faces) == ("received", True, True, 2)
    (event,) = office.told()
    assert (event.kind, event.subject, event.actor) == ("report.received", made.id, "system:page")
    assert event.data == {
        "service": "no-power", "place": "phuong-kinh-bac", "evidence": "no-power", "held": False,
    }  # fmt: skip
    for said in (repr(made), repr(contact), str(event)):
        assert "0912" not in said
        assert "example.vn" not in said


def test_a_form_sent_twice_is_one_report_even_at_the_same_time(office: Office) -> None:
    made: list[str] = []

    def send() -> None:
        made.append(office.receive(submission="once").id)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1
    assert len(office.told()) == 1


def test_codes_are_read_as_people_type_them() -> None:
    assert read_code(" km3t 9qwx-2hpa ") == "KM3T-9QWX-2HPA"
    assert read_code("OI1L-0000-0000") == "0111-0000-0000"
    for wrong in ("", "KM3T-9QWX-2HP", "KM3T-9QWX-2HPAA", "KM3T-9QWX-2HPU", "' OR 1=1 --"):
        assert read_code(wrong) == ""
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(code) == code for code in codes)


def test_what_does_not_exist_is_said(office: Office) -> None:
    for call, key in (
        (lambda: office.book.get("none"), "report-unknown"),
        (lambda: office.book.by_code("KM3T-9QWX-2HPA"), "report-code-unknown"),
        (lambda: office.book.by_code("x"), "report-code-unknown"),
        (lambda: office.book.photo("none"), "report-photo-none"),
    ):
        with pytest.raises(NotFound) as caught:
            call()
        assert caught.value.key == key
    with pytest.raises(BadInput):
        office.book.page(cursor="bm9uZQ==")
    for cursor in (packed((10**30, "a")), packed((1, "\ud800"))):
        with pytest.raises(BadInput, match="report-cursor-bad"):
            office.book.page(cursor=cursor)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("suspected", "known"), ("confirmed", "known"), ("assigned", "worked_on"),
        ("in_progress", "worked_on"), ("resolved", "solved"), ("reviewed", "solved"),
    ],
)  # fmt: skip
def test_the_citizen_sees_how_the_incident_stands(office: Office, state: str, status: str) -> None:
    report = office.receive()
    office.desk.attach(report.id, office.incident("i", state), actor="u")
    assert office.book.get(report.id).status == status
    assert [one.id for one in office.book.page(statuses=[status]).reports] == [report.id]
    assert office.book.page(statuses=["received"]).reports == ()


def test_a_merged_incident_speaks_through_the_one_that_took_it_in(office: Office) -> None:
    report = office.receive()
    office.incident("last", "in_progress")
    office.incident("middle", "resolved", "last")
    office.desk.attach(report.id, office.incident("first"), actor="u")
    office.turn("first", "resolved", "middle")
    assert office.book.get(report.id).status == "worked_on"
    assert len(office.book.page(statuses=["worked_on"]).reports) == 1


def test_many_merges_in_a_row_lead_to_the_one_that_lasts(office: Office) -> None:
    """A report may not be called solved, nor its contact deleted, while the case still runs."""
    report = office.receive(contact=Contact(phone="0912 345 678"))
    office.desk.attach(report.id, office.incident("incident-0"), actor="u")
    for number in range(9):
        office.incident(f"incident-{number + 1}")
        office.turn(f"incident-{number}", "resolved", f"incident-{number + 1}")
    assert office.book.get(report.id).status == "known"
    assert [one.id for one in office.book.page(statuses=["known"]).reports] == [report.id]
    assert office.keeper.tick() == 0
    office.turn("incident-9", "resolved")
    assert office.keeper.tick() == 1
    assert office.book.get(report.id).status == "solved"


def test_a_page_filters_and_goes_on(office: Office) -> None:
    made = []
    for number in range(5):
        office.clock.set(NOW + number)
        made.append(office.receive(service="flood" if number % 2 else "no-power", held=number == 4).id)
    first = office.book.page(limit=3)
    assert [one.id for one in first.reports] == made[3:0:-1]
    rest = office.book.page(limit=3, cursor=first.cursor)
    assert ([one.id for one in rest.reports], rest.cursor) == (made[:1], "")
    assert (first.held, first.open) == (1, 4)
    assert [one.id for one in office.book.page(held=True).reports] == made[4:]
    assert len(office.book.page(services=["flood"]).reports) == 2
    assert len(office.book.page(text="cho dap cau").reports) == 4
    assert office.book.page(text="100%").reports == ()
    assert [one.id for one in office.book.page(start_us=NOW + 1, end_us=NOW + 2).reports] == made[2:0:-1]
    assert office.book.page(attached=True).reports == ()


def test_evidence_is_columns_without_what_is_held_or_dealt_with(office: Office) -> None:
    near = office.receive(lat=21.2, lon=106.1)
    office.clock.advance(1)
    far = office.receive(evidence="flood", place="xa-dong-ky")
    office.receive(evidence="")
    office.receive(held=True)
    office.desk.close(office.receive().id, actor="u")
    found = office.book.evidence(0)
    assert found.report == (near.id, far.id)
    assert found.kind == ("no-power", "flood")
    assert found.place == ("phuong-kinh-bac", "xa-dong-ky")
    assert found.time_us.tolist() == [near.received_us, far.received_us]
    assert (found.lat[0], found.lon[0]) == (21.2, 106.1)
    assert np.isnan([found.lat[1], found.lon[1]]).all()
    assert len(office.book.evidence(far.received_us)) == 1
    assert len(office.book.evidence(far.received_us + 1)) == 0
    office.clock.advance(1)
    rough = office.receive(lat=21.2, lon=106.1, accuracy_m=2_500.0)
    (lat,) = office.book.evidence(rough.received_us).lat
    assert np.isnan(lat), "a position good to kilometres says which unit it is, and no more"
