"""Signing in and out, users, passkeys: through the API as a browser does it."""

from urllib.parse import urlsplit

from starlette.testclient import TestClient

from tests.api.world import ORIGIN, World
from tests.unit.security.authenticator import Authenticator


def link_for(world: World, admin: TestClient, name: str = "Lan") -> tuple[str, str]:
    made = admin.post("/api/v1/users", json={"name": name, "role": "operator", "language": "vi"})
    assert made.status_code == 201
    user = made.json()["id"]
    link = admin.post(f"/api/v1/users/{user}/link")
    assert link.status_code == 201
    split = urlsplit(link.json()["url"])
    assert f"{split.scheme}://{split.netloc}" == ORIGIN
    assert split.query == "", "the token is in the fragment, which no log ever sees"
    return user, split.fragment


def test_a_link_signs_in_once(world: World) -> None:
    user, token = link_for(world, world.client("admin"))
    browser = world.client()
    answer = browser.post("/api/v1/signin/link", json={"token": token})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    for part in ("luylau=", "httponly", "samesite=strict", "path=/"):
        assert part in cookie
    said = answer.json()
    assert said["user"]["id"] == user
    assert said["user"]["language"] == "vi"
    assert {"incident.resolve", "session.own"} <= set(said["actions"])
    assert "user.manage" not in said["actions"]
    assert browser.get("/api/v1/session").json()["user"]["id"] == user
    again = world.client().post("/api/v1/signin/link", json={"token": token})
    assert (again.status_code, again.json()["key"]) == (401, "link-invalid")


def test_five_wrong_links_lock_the_address(world: World) -> None:
    browser = world.client()
    statuses = [
        browser.post("/api/v1/signin/link", json={"token": f"guess-{number}"}).status_code
        for number in range(6)
    ]
    assert statuses == [401] * 5 + [429]
    assert [entry.outcome for entry in world.audit()] == ["refused"] * 5


def test_signing_out_ends_the_session(world: World) -> None:
    browser = world.client("viewer")
    token = browser.cookies["luylau"]
    answer = browser.delete("/api/v1/session")
    assert answer.status_code == 204
    assert "luylau=" in answer.headers["set-cookie"]
    other = world.client()
    other.cookies.set("luylau", token)
    assert other.get("/api/v1/session").status_code == 401
    assert world.audit()[-1].action == "session.own"


def test_one_s_sign_ins_are_listed(world: World) -> None:
    first = world.client("viewer")
    world.clock.advance(600)
    user, token = link_for(world, world.client("admin"), "Minh")
    other = world.client()
    other.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0"
    other.post("/api/v1/signin/link", json={"token": token})
    second = world.client("viewer")
    said = second.get("/api/v1/sessions").json()["items"]
    assert [(one["user_agent"], one["method"], one["current"]) for one in said] == [
        ("test", "link", True),
        ("test", "link", False),
    ]
    assert (said[1]["created"], said[1]["last_used"]) == ("2026-10-07T05:00:00Z", "2026-10-07T05:00:00Z")
    assert said[0]["created"] == "2026-10-07T05:10:00Z"
    assert first.get("/api/v1/sessions").json()["items"][1]["last_used"] == "2026-10-07T05:10:00Z"
    (own,) = other.get("/api/v1/sessions").json()["items"]
    assert "Firefox/143.0" in own["user_agent"]
    assert other.get("/api/v1/session").json()["user"]["id"] == user


def test_one_sign_in_is_ended_from_another(world: World) -> None:
    here, lost, others = world.client("viewer"), world.client("viewer"), world.client("operator")
    (gone,) = [one["id"] for one in lost.get("/api/v1/sessions").json()["items"] if one["current"]]
    theirs = others.get("/api/v1/sessions").json()["items"][0]["id"]
    assert here.delete(f"/api/v1/sessions/{gone}").status_code == 204
    assert lost.get("/api/v1/session").status_code == 401
    assert here.get("/api/v1/session").status_code == 200
    row = world.audit()[-1]
    assert (row.actor, row.action, row.resource) == (
        world.user("viewer").id,
        "session.own",
        f"session:{gone}",
    )
    for unknown in (gone, theirs):
        answer = here.delete(f"/api/v1/sessions/{unknown}")
        assert (answer.status_code, answer.json()["key"]) == (404, "session-missing")
    assert others.get("/api/v1/session").status_code == 200


def test_all_other_sign_ins_are_ended_at_once(world: World) -> None:
    here, *mine = (world.client("viewer") for _ in range(3))
    others = world.client("operator")
    assert here.delete("/api/v1/sessions").status_code == 204
    assert [browser.get("/api/v1/session").status_code for browser in mine] == [401, 401]
    assert [browser.get("/api/v1/session").status_code for browser in (here, others)] == [200, 200]
    row = world.audit()[-1]
    assert (row.action, row.detail) == ("session.own", {"others_ended": 2})


def test_the_language_can_be_changed(world: World) -> None:
    world.user("admin")
    browser = world.client("viewer")
    assert browser.patch("/api/v1/session", json={"language": "ja"}).json()["user"]["language"] == "ja"
    assert browser.get("/api/v1/assets/none").headers["content-language"] == "ja"
    assert browser.patch("/api/v1/session", json={"language": "fr"}).status_code == 422


def test_a_passkey_is_registered_and_signs_in(world: World) -> None:
    browser = world.client("operator")
    device = Authenticator(ORIGIN)
    options = browser.post("/api/v1/session/passkeys/options").json()["options"]
    made = browser.post(
        "/api/v1/session/passkeys", json={"credential": device.create(options), "label": "My phone"}
    )
    assert made.status_code == 201, made.text
    assert made.json()["label"] == "My phone"
    listed = browser.get("/api/v1/session/passkeys").json()["items"]
    assert [(key["id"], key["last_used"]) for key in listed] == [(made.json()["id"], None)]

    other = world.client()
    options = other.post("/api/v1/signin/passkey/options").json()["options"]
    answer = other.post("/api/v1/signin/passkey", json={"credential": device.get(options)})
    assert answer.status_code == 200, answer.text
    assert answer.json()["user"]["passkeys"] == 1
    assert other.get("/api/v1/session").status_code == 200

    assert browser.delete(f"/api/v1/session/passkeys/{made.json()['id']}").status_code == 204
    assert browser.delete(f"/api/v1/session/passkeys/{made.json()['id']}").status_code == 404
    refused = other.post("/api/v1/signin/passkey", json={"credential": {"id": "none"}})
    assert (refused.status_code, refused.json()["key"]) == (401, "passkey-refused")


def test_users_are_managed(world: World) -> None:
    admin = world.client("admin")
    user, token = link_for(world, admin)
    again = admin.post("/api/v1/users", json={"name": "Lan", "role": "viewer"})
    assert (again.status_code, again.json()["key"]) == (409, "user-exists")
    assert admin.patch(f"/api/v1/users/{user}", json={"role": "viewer"}).json()["role"] == "viewer"
    assert admin.patch(f"/api/v1/users/{user}", json={"disabled": True}).json()["disabled"] is True
    assert world.client().post("/api/v1/signin/link", json={"token": token}).status_code == 401
    assert admin.post(f"/api/v1/users/{user}/link").status_code == 409
    names = {one["name"]: one["disabled"] for one in admin.get("/api/v1/users").json()["items"]}
    assert names == {"Lan": True, "admin one": False}
    last = admin.patch(f"/api/v1/users/{world.user('admin').id}", json={"role": "viewer"})
    assert (last.status_code, last.json()["key"]) == (409, "last-admin")


def test_every_change_leaves_an_audit_row(world: World) -> None:
    admin = world.client("admin")
    before = len(world.audit())
    user, _ = link_for(world, admin)
    admin.patch(f"/api/v1/users/{user}", json={"role": "viewer"})
    rows = world.audit()[before:]
    assert [(row.action, row.outcome) for row in rows] == [("user.manage", "done")] * 3
    assert {row.actor for row in rows} == {world.user("admin").id}
    shown = admin.get("/api/v1/audit", params={"limit": 2}).json()
    assert [row["index"] for row in shown["items"]] == [rows[-1].index, rows[-2].index]
    assert shown["items"][0]["actor_name"] == "admin one"
    following = admin.get("/api/v1/audit", params={"limit": 2, "cursor": shown["next_cursor"]}).json()
    assert following["items"][0]["index"] == rows[-2].index - 1
    assert following["next_cursor"] is None or following["items"][-1]["index"] > 0
