"""Operators work on reports: versions, permissions, contacts that are audited, photos with masked faces."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from luylau.incidents.reports import Contact, NewReport
from tests.api.reporting import SERVICES
from tests.api.world import World, world_in


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_in(tmp_path) as made:
        (made.city_folder / "reports.toml").write_text(SERVICES, encoding="utf-8")
        yield made


def report(world: World, **values: Any) -> str:
    given: dict[str, Any] = {
        "service": "no-power", "names": {"vi": "Mất điện", "en": "No power", "ja": "停電"},
        "evidence": "no-power", "text": "Tối om", "language": "vi", "address": "Chợ",
        "place": "phuong-kinh-bac",
    }  # fmt: skip
    return world.services.reports.book.receive(NewReport(**given | values)).id


def version(number: int) -> dict[str, str]:
    return {"If-Match": f'"{number}"'}


def test_an_operator_takes_a_report_through(world: World) -> None:
    client = world.client("operator")
    one, incident = report(world, photo_refused="report-photo-failed"), world.incident()
    listed = client.get("/api/v1/reports").json()
    assert (listed["open"], listed["held"]) == (1, 0)
    (item,) = listed["items"]
    assert (item["id"], item["service_name"], item["place_name"]) == (one, "No power", "Kinh Bac Ward")
    assert (item["status"], item["has_contact"], item["has_photo"]) == ("received", False, False)
    assert "masked" in item["photo_refused_text"]
    answer = client.post(f"/api/v1/reports/{one}/attach", json={"incident": incident}, headers=version(1))
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"2"'
    assert answer.json()["incident_title"].startswith("High water")
    assert answer.json()["status"] == "known"
    stale = client.post(f"/api/v1/reports/{one}/close", headers=version(1))
    assert (stale.status_code, stale.json()["key"]) == (409, "report-changed")
    path = f"/api/v1/reports/{one}"
    assert client.post(f"{path}/answer", json={"text": "Đang sửa"}, headers=version(2)).status_code == 200
    assert client.post(f"{path}/close", headers=version(3)).json()["closed_by_name"] == "operator one"
    assert client.get("/api/v1/reports", params={"closed": False}).json()["items"] == []
    assert client.get("/api/v1/reports", params={"incident": incident}).json()["items"][0]["id"] == one
    assert client.post(f"{path}/reopen", headers=version(4)).json()["closed"] is None
    assert client.post(f"{path}/detach", headers=version(5)).json()["status"] == "received"
    assert client.post(f"{path}/hold", headers=version(6)).json()["held"] is True
    assert client.get("/api/v1/reports", params={"held": True}).json()["held"] == 1
    assert client.post(f"{path}/release", headers=version(7)).json()["held"] is False
    timeline = client.get(f"/api/v1/incidents/{incident}").json()["timeline"]
    assert [entry["kind"] for entry in timeline if "report" in entry["kind"]] == [
        "incident.report_attached", "incident.report_detached",
    ]  # fmt: skip
    acts = [entry.detail["act"] for entry in world.audit() if entry.action == "report.manage"]
    assert acts == [
        "report.attached", "report.answered", "report.closed", "report.reopened", "report.detached",
        "report.held", "report.released",
    ]  # fmt: skip


def test_a_contact_is_for_operators_and_each_look_is_audited(world: World) -> None:
    one = report(world, contact=Contact(phone="0912 345 678"))
    client = world.client("operator")
    assert "0912" not in client.get(f"/api/v1/reports/{one}").text
    assert "0912" not in client.get("/api/v1/reports").text
    assert client.get(f"/api/v1/reports/{one}/contact").json() == {"phone": "0912 345 678", "email": ""}
    assert world.client("viewer").get(f"/api/v1/reports/{one}/contact").status_code == 403
    looks = [entry for entry in world.audit() if entry.action == "report.read_contact"]
    assert [(entry.outcome, entry.resource) for entry in looks] == [
        ("done", one), ("refused", f"/api/v1/reports/{one}/contact"),
    ]  # fmt: skip
    none = client.get(f"/api/v1/reports/{report(world)}/contact")
    assert (none.status_code, none.json()["key"]) == (404, "report-contact-none")


def test_a_photo_is_for_operators(world: World) -> None:
    one = report(world, photo=b"\xff\xd8jpeg", photo_faces=1)
    answer = world.client("operator").get(f"/api/v1/reports/{one}/photo")
    assert (answer.content, answer.headers["content-type"]) == (b"\xff\xd8jpeg", "image/jpeg")
    assert world.client("viewer").get(f"/api/v1/reports/{one}/photo").status_code == 403
    assert world.client().get(f"/api/v1/reports/{one}/photo").status_code == 401


def test_services_are_listed_and_places_hold_those_inside(world: World) -> None:
    client = world.client("operator", "ja")
    items = client.get("/api/v1/report-services").json()["items"]
    assert [(one["code"], one["name"], one["call_first"]) for one in items] == [
        ("no-power", "停電", ""), ("flood", "冠水", "114"), ("other", "その他", ""),
    ]  # fmt: skip
    report(world)
    assert len(client.get("/api/v1/reports", params={"place": "tinh"}).json()["items"]) == 1
    assert client.get("/api/v1/reports", params={"place": "xa-dong-ky"}).json()["items"] == []
    assert client.get("/api/v1/reports", params={"place": "none"}).json()["items"] == []
    assert client.get("/api/v1/reports", params={"status": "known"}).json()["items"] == []
