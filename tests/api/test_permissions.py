"""Three roles times all operations: what the policies say is what the API does, and a no is audited."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.api.openapi import document
from luylau.security import ROLES, Role
from tests.api.world import ORIGIN, World

ALLOWED: dict[Role, set[str]] = {
    "viewer": {
        *("entity.read", "observation.read", "finding.read", "incident.read", "rule.read", "city.read"),
        *("grid.read", "shift.read", "notification.own", "playbook.read", "camera.read"),
        "study.read",
        *("system.health", "stream.read", "policy.explain", "session.own", "passkey.own"),
    },
    "operator": {
        *("observation.export", "incident.confirm", "incident.assign", "incident.work", "incident.resolve"),
        *("incident.review", "incident.merge", "incident.comment", "shift.write", "playbook.run"),
        *("report.read", "report.manage", "report.read_contact"),
        *("rule.preview", "device.read_unknown", "grid.simulate", "grid.propose", "study.run"),
        *("camera.look", "camera.judge", "camera.relearn", "clip.read", "clip.export"),
    },
    "admin": {
        *("rule.edit", "device.adopt", "device.dismiss", "device.issue_credential", "device.revoke"),
        *("city.import", "study.edit", "user.read", "user.manage", "audit.read"),
        *("notification.read", "notification.webhook"),
        *("camera.plan", "camera.policy", "clip.delete", "clip.read_original"),
    },
}
"""Written out once more, by hand: what each role may do beyond the one before."""

VALUES = {
    "asset": "gauge-1", "channel": "water_level", "incident": "none", "rule": "none", "device": "stranger",
    "user": "none", "passkey": "none", "session": "none", "version": "1", "feeder": "none",
    "proposal": "1", "task": "none", "other": "none2", "shift": "1", "report": "none", "address": "none",
    "playbook": "none", "run": "none", "step": "none", "draft": "none", "drill": "none",
    "event": "none", "clip": "none", "study": "none", "change": "1", "name": "none.csv",
}  # fmt: skip


def operations() -> list[tuple[str, str, str]]:
    """Method, path, action of all operations that need a session, except streams, which never end."""
    return [
        (method, path, said["x-cedar-action"])
        for path, methods in document()["paths"].items()
        for method, said in methods.items()
        if said["x-cedar-action"] not in ("public", "observation.ingest")
        and not path.endswith(("/stream", "/live"))
    ]


def call(client: TestClient, method: str, path: str) -> Any:  # noqa: ANN401
    headers = {"If-Match": '"1"'}
    return client.request(method, path.format(**VALUES), headers=headers)


def may(role: Role, action: str) -> bool:
    return any(action in ALLOWED[lesser] for lesser in ROLES[: ROLES.index(role) + 1])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_is_written_here_and_nothing_else(world: World, role: Role) -> None:
    asked = operations()
    assert len(asked) == 190
    refused = 0
    for method, path, action in asked:
        # A new session each time, for one of the operations ends it.
        answer = call(world.client(role), method, path)
        if may(role, action):
            assert answer.status_code not in (401, 403), (method, path, answer.text)
        else:
            refused += 1
            assert answer.status_code == 403, (method, path, answer.text)
            assert answer.json()["key"] == "action-denied"
            assert answer.json()["fields"] == {"action": action}
    audited = [entry for entry in world.audit() if entry.outcome == "refused"]
    assert len(audited) == refused
    assert {entry.actor for entry in audited} <= {world.user(role).id}


def test_without_a_session_nothing_is_answered(world: World) -> None:
    client = world.client()
    for method, path, _ in operations():
        answer = call(client, method, path)
        assert answer.status_code == 401, (method, path)
        assert answer.json()["key"] == "session-needed"


def test_a_token_that_is_none_is_no_session(world: World) -> None:
    client = world.client()
    client.cookies.set("luylau", "guessed")
    assert client.get("/api/v1/city").status_code == 401


def test_a_disabled_user_is_out_at_once(world: World) -> None:
    client = world.client("viewer")
    assert client.get("/api/v1/session").status_code == 200
    admin = world.client("admin")
    user = world.user("viewer").id
    assert admin.patch(f"/api/v1/users/{user}", json={"disabled": True}).status_code == 200
    assert client.get("/api/v1/session").status_code == 401


def test_an_idle_session_ends(world: World) -> None:
    client = world.client("viewer")
    world.clock.advance(world.settings.security.session_idle_s - 1)
    assert client.get("/api/v1/session").status_code == 200
    world.clock.advance(world.settings.security.session_idle_s + 1)
    assert client.get("/api/v1/session").status_code == 401


def test_a_decision_is_explained(world: World) -> None:
    client = world.client("viewer")
    said = client.get("/api/v1/permissions/explain", params={"action": "incident.read"}).json()
    assert said["allowed"] is True
    assert [policy["id"] for policy in said["policies"]] == ["viewer-reads"]
    assert 'Role::"viewer"' in said["policies"][0]["text"]
    said = client.get("/api/v1/permissions/explain", params={"action": "rule.edit"}).json()
    assert (said["allowed"], said["policies"]) == (False, [])
    admin = world.user("admin").id
    said = client.get("/api/v1/permissions/explain", params={"action": "rule.edit", "user": admin}).json()
    assert said["allowed"] is True
    unknown = client.get("/api/v1/permissions/explain", params={"action": "x", "user": "nobody"})
    assert (unknown.status_code, unknown.json()["key"]) == (404, "user-missing")


def test_too_many_calls_are_told_when_to_come_again(world: World) -> None:
    world.security.limiter._rate = 0.5
    world.security.limiter._burst = 3.0
    client = world.client("viewer")
    answers = [client.get("/api/v1/session") for _ in range(6)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_addresses_of_one_network_count_as_one_caller(world: World) -> None:
    """A customer holds 2**64 addresses of IPv6; counting single ones would count nothing."""
    world.security.limiter._rate = 0.001
    world.security.limiter._burst = 3.0

    def call(address: str) -> int:
        client = TestClient(world.app, base_url=ORIGIN, client=(address, 1))
        return client.get("/open311/v2/services.json").status_code

    assert [call(f"2001:db8:1:2::{number}") for number in range(5)] == [200, 200, 200, 429, 429]
    assert call("2001:db8:1:3::1") == 200
    for number in range(4):
        device = TestClient(world.app, base_url=ORIGIN, client=(f"2001:db8:2:2::{number}", 1))
        answer = device.post("/api/v1/ingest/gauge-1/water_level", auth=("gauge-1", "x"), json=[])
    assert answer.status_code == 429
