"""Unknown devices, credentials, enrolment, and observations over HTTP."""

import json
from typing import Any

import pytest

from luylau.telemetry.unknown import Sighting
from tests.api.world import World

ADOPTION = {"kind": "rain_gauge", "name": "Trạm mưa mới", "place": "xa-dong-ky", "lat": 21.13, "lon": 105.95}


def sight(world: World, device: str = "rain-new") -> None:
    world.services.unknown.note(
        [
            Sighting(
                device=device,
                channel="rain_1h",
                payload=b'{"value": 1}',
                received_us=world.clock.now_us(),
                via="mqtt",
            )
        ]
    )


def test_an_unknown_device_is_listed_and_adopted(world: World) -> None:
    sight(world)
    world.services.unknown.note([])
    listed = world.client("operator").get("/api/v1/unknown-devices").json()["items"]
    assert [(one["device"], one["state"], one["channels"], one["messages"]) for one in listed] == [
        ("rain-new", "held", ["rain_1h"], 1)
    ]
    admin = world.client("admin")
    made = admin.post("/api/v1/unknown-devices/rain-new/adopt", json=ADOPTION)
    assert made.status_code == 201, made.text
    assert (made.json()["id"], made.json()["place_name"]) == ("rain-new", "Xã Đồng Kỵ")
    assert admin.get("/api/v1/assets/rain-new").json()["source"] == "admin one"
    assert admin.get("/api/v1/unknown-devices").json()["items"] == []
    assert "city.changed" in world.bus.told
    assert world.told()[-1].kind == "device.adopted"
    assert world.audit()[-1].action == "device.adopt"
    again = admin.post("/api/v1/unknown-devices/rain-new/adopt", json=ADOPTION)
    assert (again.status_code, again.json()["key"]) == (409, "city-asset-exists")


def test_a_device_of_the_pack_that_was_refused_is_listed_as_known(world: World) -> None:
    sight(world)
    sight(world, "gauge-1")
    items = world.client("operator").get("/api/v1/unknown-devices").json()["items"]
    assert {one["device"]: one["known"] for one in items} == {"rain-new": False, "gauge-1": True}


def test_a_wrong_adoption_changes_nothing(world: World) -> None:
    sight(world)
    admin = world.client("admin")
    before = len(world.told())
    answer = admin.post("/api/v1/unknown-devices/rain-new/adopt", json={**ADOPTION, "place": "atlantis"})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["column"] == "place"
    assert len(world.told()) == before
    assert len(admin.get("/api/v1/unknown-devices").json()["items"]) == 1


def test_an_unknown_device_is_dismissed(world: World) -> None:
    sight(world)
    admin = world.client("admin")
    assert admin.post("/api/v1/unknown-devices/rain-new/dismiss").status_code == 204
    assert admin.get("/api/v1/unknown-devices").json()["items"] == []
    answer = admin.post("/api/v1/unknown-devices/rain-new/dismiss")
    assert (answer.status_code, answer.json()["key"]) == (404, "device-not-listed")


def auth(device: str, password: str) -> Any:  # noqa: ANN401
    return (device, password)


def issued(world: World, device: str = "gauge-1") -> str:
    made = world.client("admin").post(f"/api/v1/devices/{device}/credential")
    assert made.status_code == 201
    assert made.json()["topic"] == f"obs/thu-nghiem/{device}/CHANNEL"
    return str(made.json()["password"])


def test_credentials_are_issued_and_revoked(world: World) -> None:
    admin = world.client("admin")
    assert admin.get("/api/v1/devices/gauge-1/credential").json()["issued"] is None
    password = issued(world)
    assert admin.get("/api/v1/devices/gauge-1/credential").json()["issued"] is not None
    device = world.client()
    send = {"json": {"value": 2.5}, "auth": auth("gauge-1", password)}
    assert device.post("/api/v1/ingest/gauge-1/water_level", **send).status_code == 202
    assert admin.delete("/api/v1/devices/gauge-1/credential").status_code == 204
    answer = device.post("/api/v1/ingest/gauge-1/water_level", **send)
    assert answer.status_code == 401
    assert answer.json()["key"].startswith("device-")
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert admin.delete("/api/v1/devices/gauge-1/credential").status_code == 404
    assert password not in json.dumps([entry.line() for entry in world.audit()])


def test_observations_over_http_are_kept_before_they_are_acknowledged(world: World) -> None:
    password = issued(world)
    device = world.client()
    pack = [{"bn": "", "n": "water_level", "u": "m", "v": 2.5}, {"n": "water_level", "t": -60, "v": 2.4}]
    answer = device.post(
        "/api/v1/ingest/gauge-1/senml",
        content=json.dumps(pack),
        headers={"content-type": "application/senml+json"},
        auth=auth("gauge-1", password),
    )
    assert (answer.status_code, answer.json()) == (202, {"accepted": 2})
    ((name, channel, payload),) = world.publisher.kept.values()
    assert (name, channel, json.loads(payload)) == ("gauge-1", "senml", pack)
    world.publisher.away = True
    answer = device.post(
        "/api/v1/ingest/gauge-1/water_level", json={"value": 1}, auth=auth("gauge-1", password)
    )
    assert (answer.status_code, answer.json()["key"]) == (503, "broker-away")


def test_the_same_message_sent_again_is_kept_once(world: World) -> None:
    password = issued(world)
    for _ in range(2):
        answer = world.client().post(
            "/api/v1/ingest/gauge-1/water_level",
            json={"value": 1},
            auth=auth("gauge-1", password),
            headers={"Idempotency-Key": "m-1"},
        )
        assert answer.status_code == 202
    assert len(world.publisher.kept) == 1


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"[]", b"[1]", b"null", b'{"value": NaN}', b'{"v": 1}', b'{"value": 1, "x": 2}',
     b"\xff", b"[" * 5000, b'[{"n": "water_level"}]', b'[{"n":"a","v":1,"vs":"b"}]'],
)  # fmt: skip
def test_what_is_no_observation_is_refused_with_its_reason(world: World, payload: bytes) -> None:
    password = issued(world)
    answer = world.client().post(
        "/api/v1/ingest/gauge-1/water_level", content=payload, auth=auth("gauge-1", password)
    )
    assert answer.status_code == 422
    assert answer.json()["key"].startswith("refused-")
    assert world.publisher.kept == {}


def test_a_device_sends_as_itself_only(world: World) -> None:
    password = issued(world)
    send = {"json": {"value": 1}, "auth": auth("gauge-1", password)}
    answer = world.client().post("/api/v1/ingest/rain-1/rain_1h", **send)
    assert (answer.status_code, answer.json()["key"]) == (403, "device-not-itself")
    assert world.audit()[-1].outcome == "refused"
    assert world.audit()[-1].actor == "gauge-1"
    answer = world.client().post("/api/v1/ingest/gauge-1/water_level", json={"value": 1})
    assert (answer.status_code, answer.json()["key"]) == (401, "device-credentials-needed")
    answer = world.client().post(
        "/api/v1/ingest/gauge-1/water_level", json={"value": 1}, auth=auth("gauge-1", "wrong")
    )
    assert answer.status_code == 401
    admin = world.client("admin").post("/api/v1/ingest/gauge-1/water_level", json={"value": 1})
    assert admin.status_code == 401


def test_a_message_beyond_256_kib_is_refused(world: World) -> None:
    password = issued(world)
    answer = world.client().post(
        "/api/v1/ingest/gauge-1/water_level",
        content=b" " * (256 * 1024) + b'{"value": 1}',
        auth=auth("gauge-1", password),
    )
    assert (answer.status_code, answer.json()["key"]) == (413, "request-too-large")

    def parts() -> Any:  # noqa: ANN401
        for _ in range(300):
            yield b" " * 1024

    answer = world.client().post(
        "/api/v1/ingest/gauge-1/water_level", content=parts(), auth=auth("gauge-1", password)
    )
    assert answer.status_code == 413


def test_an_unknown_device_enrols_and_is_adopted_with_its_own_secret(world: World) -> None:
    admin = world.client("admin")
    assert admin.get("/api/v1/enrolment").json() == {"open": False}
    token = admin.post("/api/v1/enrolment").json()
    assert admin.get("/api/v1/enrolment").json() == {"open": True}
    own = "Own-secret-0123456789"
    send = {"json": {"value": 1}, "auth": auth("rain-new", token["password"].replace("OWN", own))}
    answer = world.client().post("/api/v1/ingest/rain-new/rain_1h", **send)
    assert answer.status_code == 202, answer.text
    assert admin.post("/api/v1/unknown-devices/rain-new/adopt", json=ADOPTION).status_code == 201
    assert admin.delete("/api/v1/enrolment").status_code == 204
    plain = {"json": {"value": 1}, "auth": auth("rain-new", own)}
    assert world.client().post("/api/v1/ingest/rain-new/rain_1h", **plain).status_code == 202
