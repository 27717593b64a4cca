"""Open311 GeoReport v2: one answer as JSON and XML, errors in its own form, nothing that is personal."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from luylau.kernel.clock import MICROS
from luylau.settings import Settings
from tests.api.reporting import SERVICES
from tests.api.world import NOW, ORIGIN, World

KEY = "k" * 40
ROOT = "/open311/v2"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(
        tmp_path,
        Settings(
            web={"origin": ORIGIN},
            security={"requests_per_s": 10_000, "request_burst": 100_000},
            reports={"api_keys": f"hotline:{hashlib.sha256(KEY.encode()).hexdigest()}"},
        ),
    )
    (made.city_folder / "reports.toml").write_text(SERVICES, encoding="utf-8")
    yield made
    made.engine.dispose()


def post(client: TestClient, form: str = "json", **fields: Any) -> Any:  # noqa: ANN401
    data = {"api_key": KEY, "service_code": "no-power", "address_id": "phuong-kinh-bac"} | fields
    return client.post(f"{ROOT}/requests.{form}", data={name: said for name, said in data.items() if said})


def test_services_are_the_same_in_both_forms_and_in_the_callers_language(world: World) -> None:
    client = world.client()
    said = client.get(f"{ROOT}/services.json", params={"jurisdiction_id": "thu-nghiem"})
    assert said.headers["content-type"] == "application/json; charset=utf-8"
    assert said.json()[0] == {
        "service_code": "no-power", "service_name": "No power", "description": "No electricity",
        "metadata": False, "type": "realtime", "keywords": "outage,dark", "group": "power",
    }  # fmt: skip
    xml = client.get(f"{ROOT}/services.xml", headers={"Accept-Language": "ja"})
    assert xml.headers["content-type"] == "text/xml; charset=utf-8"
    assert xml.text.startswith("<?xml version='1.0' encoding='UTF-8'?>")
    top = Xml.fromstring(xml.text)
    assert (top.tag, [one.tag for one in top]) == ("services", ["service"] * 3)
    assert top.findtext("service/service_name") == "停電"
    assert top.findtext("service/metadata") == "false"
    assert client.get(f"{ROOT}/services/no-power.json").json() == {
        "service_code": "no-power", "attributes": [],
    }  # fmt: skip
    definition = Xml.fromstring(client.get(f"{ROOT}/services/no-power.xml").text)
    assert [part.tag for part in definition] == ["service_code", "attributes"]


def test_discovery_names_the_endpoint(world: World) -> None:
    client = world.client()
    (endpoint,) = client.get("/open311/discovery.json").json()["endpoints"]
    assert endpoint["url"] == f"{ORIGIN}/open311/v2"
    top = Xml.fromstring(client.get("/open311/discovery.xml").text)
    assert top.findtext("endpoints/endpoint/url") == f"{ORIGIN}/open311/v2"
    assert [one.text for one in top.findall("endpoints/endpoint/formats/format")] == [
        "text/xml", "application/json",
    ]  # fmt: skip


def test_a_system_reports_and_everybody_sees_what_may_be_seen(world: World) -> None:
    client = world.client()
    created = post(
        client, lat="21.18123", long="106.05123", description="Nhà ông An mất điện", phone="0912 345 678",
        email="an@example.vn", address_string="Số 5 Chợ Đáp Cầu",
    )  # fmt: skip
    assert created.status_code == 200, created.text
    (made,) = created.json()
    assert made["account_id"] is None
    report = world.services.reports.book.get(made["service_request_id"])
    assert report.code in made["service_notice"]
    assert (report.origin, report.place, report.lat) == ("open311:hotline", "phuong-kinh-bac", 21.18123)
    shown = client.get(f"{ROOT}/requests/{report.id}.json").json()
    assert client.get(f"{ROOT}/requests.json").json() == shown
    assert shown == [{
        "service_request_id": report.id, "status": "open", "status_notes": "received",
        "service_name": "No power", "service_code": "no-power", "description": None,
        "agency_responsible": "Power Company", "service_notice": None,
        "requested_datetime": "2026-10-07T05:00:00Z", "updated_datetime": "2026-10-07T05:00:00Z",
        "expected_datetime": None, "address": "Kinh Bac Ward", "address_id": "phuong-kinh-bac",
        "zipcode": None, "lat": 21.181, "long": 106.051, "media_url": None,
    }]  # fmt: skip
    top = Xml.fromstring(client.get(f"{ROOT}/requests/{report.id}.xml").text)
    assert (top.tag, top[0].tag) == ("service_requests", "request")
    assert top.findtext("request/lat") == "21.181"
    assert top.findtext("request/zipcode") == ""
    (token,) = client.get(f"{ROOT}/tokens/{report.code}.json").json()
    assert token == {"service_request_id": report.id, "token": report.code}
    for path in (f"/requests/{report.id}.json", "/requests.xml", f"/tokens/{report.code}.xml"):
        text = client.get(ROOT + path).text
        assert not any(secret in text for secret in ("0912", "example.vn", "ông An", "Số 5"))
    assert not any("0912" in str(event.data) for event in world.told())


def test_an_answer_and_the_end_are_seen(world: World) -> None:
    client = world.client()
    report = post(client).json()[0]["service_request_id"]
    world.services.reports.desk.answer(report, "Đã sửa <xong> & sạch\x0b", actor="u")
    world.services.reports.desk.close(report, actor="u")
    (shown,) = client.get(f"{ROOT}/requests.json", params={"status": "closed"}).json()
    assert (shown["status"], shown["status_notes"]) == ("closed", "Đã sửa <xong> & sạch")
    assert client.get(f"{ROOT}/requests.json", params={"status": "open"}).json() == []
    assert len(client.get(f"{ROOT}/requests.json", params={"status": "open,closed"}).json()) == 1
    assert Xml.fromstring(client.get(f"{ROOT}/requests.xml").text).findtext("request/status") == "closed"


def test_lists_are_filtered_and_span_90_days(world: World) -> None:
    client = world.client()
    made = []
    for number, service in enumerate(("no-power", "flood", "no-power")):
        world.clock.set(NOW + number * 60 * 86_400 * MICROS)
        made.append(post(client, service_code=service).json()[0]["service_request_id"])
    held = world.services.reports.desk.hold(post(client).json()[0]["service_request_id"], actor="u").id

    def listed(**params: str) -> list[str]:
        answer = client.get(f"{ROOT}/requests.json", params=params)
        assert answer.status_code == 200, answer.text
        return [one["service_request_id"] for one in answer.json()]

    assert listed() == [made[2], made[1]]
    assert listed(service_code="flood, other") == [made[1]]
    assert listed(service_request_id=f"{made[0]},{held},none") == [made[0]]
    assert listed(start_date="2026-10-01T00:00:00+07:00") == [made[1], made[0]]
    assert listed(end_date="2026-10-08T00:00:00Z") == [made[0]]
    assert listed(start_date="2026-10-08T00:00:00Z", end_date="2026-12-30T00:00:00Z") == [made[1]]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/services.{form}", {"jurisdiction_id": "ha-noi"}, 404),
        ("/services/none.{form}", {}, 404),
        ("/requests/none.{form}", {}, 404),
        ("/tokens/KM3T-9QWX-2HPA.{form}", {}, 404),
        ("/requests.{form}", {"status": "lost"}, 400),
        ("/requests.{form}", {"start_date": "yesterday"}, 400),
        ("/requests.{form}", {"start_date": "2026-10-07T05:00:00"}, 400),
        ("/requests.{form}", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
    ],
)  # fmt: skip
def test_errors_have_the_form_of_the_specification(
    world: World, path: str, params: dict[str, str], status: int
) -> None:
    client = world.client()
    answer = client.get(ROOT + path.format(form="json"), params=params)
    assert answer.status_code == status
    (error,) = answer.json()
    assert error["code"] == status
    assert len(error["description"]) > 10
    top = Xml.fromstring(client.get(ROOT + path.format(form="xml"), params=params).text)
    assert (top.tag, top[0].tag) == ("errors", "error")
    assert top.findtext("error/code") == str(status)
    assert top.findtext("error/description") == error["description"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "guessed"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "none"}, 404),
        ({"jurisdiction_id": "ha-noi"}, 404),
        ({"lat": "21.2"}, 400),
        ({"lat": "abc", "long": "1"}, 400),
        ({"lat": "nan", "long": "1"}, 400),
        ({"lat": "10.8", "long": "106.7"}, 400),
        ({"address_id": ""}, 400),
        ({"address_id": "none"}, 404),
        ({"email": "nobody"}, 400),
        ({"phone": "call me"}, 400),
        ({"description": "x" * 4_001}, 400),
        ({"service_code": "other"}, 400),
    ],
)
def test_what_is_wrong_in_a_report_is_said_and_nothing_is_kept(
    world: World, fields: dict[str, str], status: int
) -> None:
    answer = post(world.client(), **fields)
    assert answer.status_code == status, answer.text
    assert [error["code"] for error in answer.json()] == [status]
    assert post(world.client(), "xml", **fields).status_code == status
    assert world.services.reports.book.page(held=None).reports == ()


def test_an_old_address_finds_the_unit(world: World) -> None:
    client = world.client()
    made = post(client, address_id="", address_string="Phường Đồng Kỵ, Thành phố Từ Sơn").json()
    assert world.services.reports.book.get(made[0]["service_request_id"]).place == "xa-dong-ky"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_database_that_is_away_is_told_in_the_form_asked_for(
    world: World, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("disk I/O error"))

    monkeypatch.setattr(world.services.reports.book, "get", away)
    answer = world.client().get(f"{ROOT}/requests/report-1.{form}")
    assert answer.status_code == 503
    assert "disk" not in answer.text
    code = answer.json()[0]["code"] if form == "json" else Xml.fromstring(answer.text).findtext("error/code")
    assert str(code) == "503"
