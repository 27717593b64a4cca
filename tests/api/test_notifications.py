"""Notifications through the API: one's own settings, addresses and deliveries, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.incidents.notify import Follower, NotSent, Outbox
from luylau.settings import Settings
from tests.api.world import ORIGIN, World
from tests.support.receivers import Browser

PATH = "/api/v1/notifications"
EMAIL = {"channel": "email", "name": "Work", "email": "lan@example.vn"}
RULE = {"occasions": ["opened"], "severity": "minor", "every_min": 0}


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    settings = Settings(
        web={"origin": ORIGIN},
        security={"requests_per_s": 10_000, "request_burst": 100_000},
        notify={
            "smtp_host": "127.0.0.1",
            "smtp_from": "a@example.vn",
            "email_domains": "example.vn",
            "webhook_hosts": "hooks.example.vn",
            "push_hosts": "push.example.vn",
        },
    )
    world = World(tmp_path, settings)
    yield world
    world.engine.dispose()


def put(client: TestClient, version: int, **wanted: Any) -> Any:  # noqa: ANN401
    body = {"rules": [RULE], "quiet": None, **wanted}
    return client.put(f"{PATH}/settings", json=body, headers={"If-Match": f'"{version}"'})


def test_settings_are_ones_own_and_have_versions(told: World) -> None:
    viewer, operator = told.client("viewer"), told.client("operator")
    said = viewer.get(f"{PATH}/settings")
    assert (said.json()["version"], said.headers["etag"]) == (0, '"0"')
    assert said.json()["time_zone"] == "Asia/Ho_Chi_Minh"
    assert [rule["severity"] for rule in said.json()["rules"]] == ["major", "info"]
    quiet = {"begin": "22:00", "end": "06:00", "critical_breaks": True}
    made = put(viewer, 0, quiet=quiet, rules=[{**RULE, "places": ["tinh"], "agencies": ["dien-luc"]}])
    assert (made.status_code, made.json()["version"], made.json()["quiet"]) == (200, 1, quiet)
    assert viewer.get(f"{PATH}/settings").json() == made.json()
    stale = put(viewer, 0)
    assert (stale.status_code, stale.json()["key"]) == (409, "notify-settings-changed")
    assert operator.get(f"{PATH}/settings").json()["version"] == 0
    undone = put(viewer, 1, rules=said.json()["rules"], quiet=said.json()["quiet"])
    assert undone.json()["rules"] == said.json()["rules"]


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ({"places": ["nowhere"]}, "notify-place-unknown"),
        ({"agencies": ["nobody"]}, "notify-agency-unknown"),
        ({"addresses": ["somebodys"]}, "notify-address-not-own"),
    ],
)
def test_a_rule_that_could_never_fit_is_refused(told: World, rule: dict[str, Any], key: str) -> None:
    said = put(told.client("viewer"), 0, rules=[{**RULE, **rule}])
    assert (said.status_code, said.json()["key"]) == (422, key)


@pytest.mark.parametrize(
    "quiet", [{"begin": "24:00", "end": "06:00", "critical_breaks": True}, {"begin": "22:00", "end": "06:00"}]
)
def test_quiet_hours_that_are_none(told: World, quiet: dict[str, Any]) -> None:
    assert put(told.client("viewer"), 0, quiet=quiet).status_code == 422


def test_addresses_are_ones_own(told: World) -> None:
    viewer, operator = told.client("viewer"), told.client("operator")
    made = viewer.post(f"{PATH}/addresses", json=EMAIL)
    assert made.status_code == 201
    address = made.json()
    assert (address["target"], address["enabled"], address["trouble"]) == ("lan@example.vn", True, "")
    assert viewer.get(f"{PATH}/addresses").json()["items"] == [address]
    assert operator.get(f"{PATH}/addresses").json()["items"] == []
    one = f"{PATH}/addresses/{address['id']}"
    for said in (
        operator.patch(one, json={"enabled": False}),
        operator.delete(one),
        operator.post(f"{one}/test"),
    ):
        assert (said.status_code, said.json()["key"]) == (404, "notify-address-unknown")
    assert viewer.patch(one, json={"name": "Office", "enabled": False}).json()["name"] == "Office"
    put(viewer, 0, rules=[{**RULE, "addresses": [address["id"]]}])
    assert viewer.delete(one).status_code == 204
    assert viewer.get(f"{PATH}/addresses").json()["items"] == []
    assert viewer.get(f"{PATH}/settings").json()["rules"] == [], "a rule for it alone goes with it"


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ({**EMAIL, "email": "no address"}, 422, "notify-email-wrong"),
        ({**EMAIL, "email": "a@example.vn\nBcc: b@example.vn"}, 422, "notify-email-wrong"),
        ({**EMAIL, "email": '"a b"@example.vn'}, 422, "notify-email-wrong"),
        ({**EMAIL, "email": "lan@elsewhere.vn"}, 422, "notify-email-domain"),
        ({"channel": "telegram", "name": "x", "chat": "-100"}, 422, "notify-channel-off"),
        ({"channel": "zalo", "name": "x", "chat": "abc"}, 422, "notify-chat-wrong"),
    ],
)
def test_addresses_that_are_refused(told: World, body: dict[str, str], status: int, key: str) -> None:
    said = told.client("viewer").post(f"{PATH}/addresses", json=body)
    assert (said.status_code, said.json()["key"]) == (status, key)
    assert said.json()["detail"], "it says what to do"


def test_one_address_twice_and_too_many(told: World) -> None:
    viewer = told.client("viewer")
    viewer.post(f"{PATH}/addresses", json=EMAIL)
    assert viewer.post(f"{PATH}/addresses", json=EMAIL).json()["key"] == "notify-address-exists"
    for number in range(19):
        viewer.post(f"{PATH}/addresses", json={**EMAIL, "email": f"a{number}@example.vn"})
    said = viewer.post(f"{PATH}/addresses", json={**EMAIL, "email": "last@example.vn"})
    assert (said.status_code, said.json()["key"]) == (409, "notify-too-many-addresses")


def test_a_browser_is_added_renewed_and_handed_on(told: World) -> None:
    viewer, operator = told.client("viewer"), told.client("operator")
    browser, other = Browser(), Browser()
    body = {"channel": "web_push", "name": "Phone", "endpoint": "https://push.example.vn/s3cret-path"}
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    made = viewer.post(f"{PATH}/addresses", json={**body, "keys": keys}).json()
    assert made["target"] == "push.example.vn", "the rest of the URL would let others send to it"
    renewed = {**body, "keys": {"p256dh": other.p256dh, "auth": other.auth}}
    assert viewer.post(f"{PATH}/addresses", json=renewed).json()["id"] == made["id"]
    assert operator.post(f"{PATH}/addresses", json=renewed).status_code == 201
    assert viewer.get(f"{PATH}/addresses").json()["items"] == [], "the browser is somebody else's now"
    wrong = {**body, "keys": {"p256dh": "A" * 87, "auth": browser.auth}}
    assert viewer.post(f"{PATH}/addresses", json=wrong).json()["key"] == "notify-push-keys"
    elsewhere = {**body, "endpoint": "https://169.254.169.254/latest", "keys": keys}
    assert viewer.post(f"{PATH}/addresses", json=elsewhere).json()["key"] == "notify-host-not-listed"


def test_a_browser_that_is_handed_on_leaves_nothing_behind(told: World) -> None:
    viewer, operator = told.client("viewer"), told.client("operator")
    browser = Browser()
    body = {"channel": "web_push", "name": "Phone", "endpoint": "https://push.example.vn/s3cret-path"}
    body["keys"] = {"p256dh": browser.p256dh, "auth": browser.auth}
    mail = viewer.post(f"{PATH}/addresses", json=EMAIL).json()["id"]
    phone = viewer.post(f"{PATH}/addresses", json=body).json()["id"]
    put(viewer, 0, rules=[{**RULE, "addresses": [phone]}, {**RULE, "addresses": [phone, mail]}])
    viewer.post(f"{PATH}/addresses/{phone}/test")
    operator.post(f"{PATH}/addresses", json=body)
    left = viewer.get(f"{PATH}/settings").json()
    assert [rule["addresses"] for rule in left["rules"]] == [[mail]]
    (waited,) = viewer.get(f"{PATH}/deliveries").json()["items"]
    assert (waited["state"], waited["reason"] != "") == ("dropped", True)
    assert put(viewer, left["version"], rules=left["rules"]).status_code == 200, "they can be saved again"
    (entry,) = [one for one in told.audit() if one.detail.get("act") == "notification.address_deleted"]
    assert (entry.actor, entry.resource) == (told.user("operator").id, phone)


def test_webhooks_are_for_administrators_and_listed_hosts(told: World) -> None:
    body = {"name": "Desk", "url": "https://hooks.example.vn/x"}
    assert told.client("operator").post(f"{PATH}/webhooks", json=body).status_code == 403
    admin = told.client("admin")
    made = admin.post(f"{PATH}/webhooks", json=body).json()
    assert made["secret"].startswith("whsec_")
    (listed,) = admin.get(f"{PATH}/addresses").json()["items"]
    assert "secret" not in listed
    for url in ("https://127.0.0.1/x", "http://hooks.example.vn/x", "https://hooks.example.vn.evil.example/"):
        said = admin.post(f"{PATH}/webhooks", json={**body, "url": url})
        assert (said.status_code, said.json()["key"]) == (422, "notify-host-not-listed")


def test_the_ways_and_the_key_for_browsers(told: World) -> None:
    said = told.client("viewer").get(f"{PATH}/channels").json()
    ready = {one["channel"]: one["ready"] for one in said["items"]}
    assert ready == {"email": True, "web_push": True, "telegram": False, "zalo": False, "webhook": True}
    assert len(said["vapid_key"]) == 87


def test_a_test_message_is_a_delivery_to_look_at(told: World) -> None:
    viewer = told.client("viewer", "ja")
    address = viewer.post(f"{PATH}/addresses", json=EMAIL).json()["id"]
    made = viewer.post(f"{PATH}/addresses/{address}/test")
    assert made.status_code == 202
    assert (made.json()["state"], made.json()["title"]) == ("pending", "Luy Lâu：テスト通知")
    again = viewer.post(f"{PATH}/addresses/{address}/test")
    assert (again.status_code, again.json()["key"]) == (429, "notify-test-too-soon")
    outbox = Outbox(told.engine, told.clock, told.settings.notify, lambda: told.services.city.view)
    (claim,) = outbox.claim("email", (), 10)
    outbox.not_sent(claim, NotSent("notify-not-let-in", host="mail.example.vn", permanent=True))
    (shown,) = viewer.get(f"{PATH}/deliveries").json()["items"]
    assert (shown["state"], shown["address_name"], shown["attempts"]) == ("failed", "Work", 1)
    assert shown["reason"] == "mail.example.vn が名前とパスワードを受け付けません。"


def test_deliveries_by_incident_own_and_all(told: World) -> None:
    viewer, operator, admin = told.client("viewer"), told.client("operator"), told.client("admin")
    for client, name in ((viewer, "a"), (operator, "b")):
        client.post(f"{PATH}/addresses", json={**EMAIL, "email": f"{name}@example.vn"})
    follower = Follower(
        told.engine, told.events, told.clock, told.settings.notify, lambda: told.services.city.view
    )
    follower.begin()
    incident, other = told.incident("gauge-1"), told.incident("switch-1")
    while follower.step():
        pass
    (mine,) = viewer.get(f"{PATH}/deliveries", params={"incident": incident}).json()["items"]
    assert (mine["user_name"], mine["incident"], mine["occasion"]) == ("viewer one", incident, "opened")
    assert mine["title"] == "Opened: High water: Dap Cau gauge (critical)"
    assert (mine["severity"], mine["drill"], mine["held"]) == ("critical", False, "")
    assert viewer.get(f"{PATH}/deliveries/all").status_code == 403
    found = admin.get(f"{PATH}/deliveries/all", params={"incident": other}).json()["items"]
    assert {one["user_name"] for one in found} == {"viewer one", "operator one"}
    first = admin.get(f"{PATH}/deliveries/all", params={"limit": 3}).json()
    second = admin.get(f"{PATH}/deliveries/all", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert len({one["id"] for one in first["items"] + second["items"]}) == 4
    assert second["next_cursor"] is None
    assert admin.get(f"{PATH}/deliveries/all", params={"state": "sent"}).json()["items"] == []
    user = told.user("viewer").id
    assert len(admin.get(f"{PATH}/deliveries/all", params={"user": user}).json()["items"]) == 2


def test_what_people_change_is_audited_without_their_addresses(told: World) -> None:
    admin = told.client("admin")
    address = admin.post(f"{PATH}/addresses", json=EMAIL).json()["id"]
    admin.post(f"{PATH}/webhooks", json={"name": "Desk", "url": "https://hooks.example.vn/x"})
    put(admin, 0)
    admin.patch(f"{PATH}/addresses/{address}", json={"enabled": False})
    admin.post(f"{PATH}/addresses/{address}/test")
    admin.delete(f"{PATH}/addresses/{address}")
    entries = [entry for entry in told.audit() if entry.action.startswith("notification.")]
    assert [(entry.action, entry.detail["act"].removeprefix("notification.")) for entry in entries] == [
        ("notification.own", "address_added"),
        ("notification.webhook", "address_added"),
        ("notification.own", "set"),
        ("notification.own", "address_changed"),
        ("notification.own", "tested"),
        ("notification.own", "address_deleted"),
    ]
    assert {entry.actor for entry in entries} == {told.user("admin").id}
    said = f"{entries} {told.told()}"
    assert "lan@example.vn" not in said
    assert "hooks.example.vn" not in said
