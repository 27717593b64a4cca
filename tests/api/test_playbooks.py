"""Playbooks and drills through the API: offered, run step by step, drafts, and a drill with its report."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.incidents.playbooks import PlaybookShelf
from luylau.kernel.clock import MICROS, iso
from tests.api.world import World

PATH = "/api/v1"
PACK = """
version = 2

[[playbook]]
id = "flood"
names = { vi = "Lũ", en = "Flood", ja = "洪水" }
applies_to = [{ groups = ["river-alarm-3"] }]
assumed = true
note = "Assumed."

[[playbook.step]]
id = "look"
text = { vi = "Xem", en = "Look", ja = "見る" }
role = "operator"
deadline_min = 5

[[playbook.step]]
id = "pump"
text = { vi = "Bơm", en = "Pump", ja = "排水" }
agency = "dien-luc"
deadline_min = 10
after = "look"
draft = "message"
condition = { vi = "Nước vào", en = "Water comes in", ja = "浸水時" }

[[playbook.draft]]
id = "message"
kind = "message"
agency = "dien-luc"
title = { vi = "Lũ tại {place}", en = "Flood in {place}" }
text = { vi = "{asset}: {cause}", en = "{asset}: {cause}, since {since}" }

[[playbook.inject]]
id = "battery"
after_min = 6
text = { vi = "Pin còn 1 giờ", en = "Battery at 1 h", ja = "残り1時間" }

[[playbook]]
id = "fire"
names = { vi = "Cháy", en = "Fire", ja = "火災" }

[[playbook.step]]
id = "call"
text = { vi = "Gọi", en = "Call", ja = "呼ぶ" }
role = "admin"
"""


@pytest.fixture
def client(world: World) -> TestClient:
    (world.city_folder / "playbooks.toml").write_text(PACK, encoding="utf-8")
    return world.client("operator")


def change(client: TestClient, path: str, version: int, body: Any = None, method: str = "POST") -> Any:  # noqa: ANN401
    headers = {"If-Match": f'"{version}"'}
    return client.request(method, f"{PATH}{path}", headers=headers, json=body)


def start(client: TestClient, incident: str) -> Any:  # noqa: ANN401
    answer = client.post(f"{PATH}/incidents/{incident}/playbooks", json={"playbook": "flood"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_playbooks_are_listed_and_shown(world: World, client: TestClient) -> None:
    said = client.get(f"{PATH}/playbooks").json()
    assert (said["version"], [one["name"] for one in said["items"]]) == (2, ["Flood", "Fire"])
    one = world.client("viewer", "vi").get(f"{PATH}/playbooks/flood").json()
    assert (one["name"], one["assumed"], one["note"]) == ("Lũ", True, "Assumed.")
    assert [(step["text"], step["role"], step["agency_name"]) for step in one["step_list"]] == [
        ("Xem", "operator", ""),
        ("Bơm", "", "Công ty Điện lực"),
    ]
    assert one["drafts"][0]["languages"] == ["vi", "en"]
    assert client.get(f"{PATH}/playbooks/dance").json()["key"] == "playbook-unknown"


def test_a_pack_without_playbooks_has_none_and_one_with_faults_says_them(world: World) -> None:
    client = world.client("operator")
    assert client.get(f"{PATH}/playbooks").json() == {"version": 0, "items": []}
    (world.city_folder / "playbooks.toml").write_text(
        "version = 1\n[[playbook]]\nid = 'x'\n", encoding="utf-8"
    )
    answer = client.get(f"{PATH}/playbooks")
    assert answer.status_code == 422
    assert {(one["row"], one["column"]) for one in answer.json()["faults"]} == {(2, "names"), (2, "step")}


@pytest.mark.parametrize("restarted", [False, True])
def test_what_runs_is_shown_whatever_becomes_of_the_file(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, restarted: bool
) -> None:
    path = f"{PATH}/incidents/{world.incident()}/playbooks"
    run = client.post(path, json={"playbook": "flood"}).json()
    (world.city_folder / "playbooks.toml").write_text(f"{PACK}\nx = ", encoding="utf-8")
    current = PlaybookShelf.current
    if restarted:
        fresh = PlaybookShelf(world.city_folder)
        monkeypatch.setattr(PlaybookShelf, "current", lambda _: current(fresh))
    said = client.get(path).json()
    assert [one["id"] for one in said["runs"]] == [run["id"]]
    others = [one["id"] for one in said["offered"] + said["others"]]
    assert others == ([] if restarted else ["fire"])


def test_a_run_from_its_start_to_its_end(world: World, client: TestClient) -> None:
    incident = world.incident()
    said = client.get(f"{PATH}/incidents/{incident}/playbooks").json()
    assert [one["id"] for one in said["offered"]] == ["flood"]
    assert [one["id"] for one in said["others"]] == ["fire"]
    before = len(world.audit())
    run = start(client, incident)
    path = f"/playbook-runs/{run['id']}"
    look, pump = run["steps"]
    assert (look["due"], pump["due"]) == (iso(world.clock.now_us() + 300 * MICROS), None)
    assert (pump["condition"], pump["draft"], pump["after"]) == ("Water comes in", "message", "look")
    said = client.get(f"{PATH}/incidents/{incident}/playbooks").json()
    assert ([one["id"] for one in said["offered"]], [one["id"] for one in said["runs"]]) == ([], [run["id"]])
    again = client.post(f"{PATH}/incidents/{incident}/playbooks", json={"playbook": "flood"})
    assert (again.status_code, again.json()["key"]) == (409, "playbook-running")
    world.clock.advance(400)
    assert client.get(f"{PATH}{path}").json()["overdue"] == 1
    run = change(client, f"{path}/steps/look/done", look["version"]).json()
    assert (run["done"], run["overdue"], run["steps"][0]["ended_by_name"]) == (1, 0, "operator one")
    assert run["steps"][1]["due"] == iso(world.clock.now_us() + 600 * MICROS)
    stale = change(client, f"{path}/steps/look/undo", look["version"])
    assert (stale.status_code, stale.json()["key"]) == (409, "task-changed")
    run = change(client, f"{path}/steps/look/undo", run["steps"][0]["version"]).json()
    run = change(client, f"{path}/steps/pump/skip", pump["version"], {"reason": "khô"}).json()
    assert (run["steps"][1]["state"], run["steps"][1]["reason"]) == ("skipped", "khô")
    run = change(client, f"{path}/end", run["version"]).json()
    assert (run["state"], run["ended_by_name"]) == ("ended", "operator one")
    run = change(client, f"{path}/resume", run["version"]).json()
    assert (run["state"], run["steps"][0]["state"]) == ("running", "open")
    detail = client.get(f"{PATH}/incidents/{incident}").json()
    kinds = [entry["kind"] for entry in detail["timeline"] if entry["kind"].startswith("playbook.")]
    assert kinds == [
        "playbook.started", "playbook.step_done", "playbook.step_undone", "playbook.step_skipped",
        "playbook.ended", "playbook.resumed",
    ]  # fmt: skip
    audited = world.audit()[before:]
    assert [(entry.action, entry.resource) for entry in audited] == [("playbook.run", incident)] * 6


def test_a_draft_is_read_edited_and_marked_as_sent(world: World, client: TestClient) -> None:
    incident = world.incident()
    run = start(client, incident)
    path = f"/playbook-runs/{run['id']}/drafts/message"
    draft = run["drafts"][0]
    assert (draft["agency_name"], draft["step"], draft["version"]) == ("Power Company", "pump", 0)
    texts = {one["language"]: one for one in draft["texts"]}
    assert texts["en"]["title"] == "Flood in Kinh Bac Ward"
    assert texts["en"]["text"].startswith("*** SIMULATED")
    assert "Dap Cau gauge: High water, since 12:00 on 2026-10-07" in texts["en"]["text"]
    body = {"language": "en", "title": "Flood", "text": "Help"}
    said = change(client, path, 0, body, "PUT").json()["drafts"][0]
    assert [(one["language"], one["edited"]) for one in said["texts"]] == [("vi", False), ("en", True)]
    said = change(client, f"{path}/sent", 1, {"to": "Hotline"}).json()["drafts"][0]
    assert (said["sent_to"], said["sent_by_name"]) == ("Hotline", "operator one")
    wrong = change(client, path, 2, body, "PUT")
    assert (wrong.status_code, wrong.json()["key"]) == (409, "playbook-draft-sent")
    said = change(client, f"{path}/unsent", 2).json()["drafts"][0]
    assert said["sent"] is None
    said = change(client, f"{path}/reset", 3, {"language": "en"}).json()["drafts"][0]
    assert [one["text"] for one in said["texts"]] == [one["text"] for one in draft["texts"]]


def test_a_drill_with_its_report(world: World, client: TestClient) -> None:
    viewer = world.user("viewer").id
    body = {
        "playbook": "flood",
        "name": "Lũ lớn",
        "scenario": "Mưa",
        "place": "tinh",
        "participants": [viewer],
    }
    drill = client.post(f"{PATH}/drills", json=body).json()
    path = f"/drills/{drill['id']}"
    assert (drill["leader_name"], drill["may_lead"]) == ("operator one", True)
    assert [one["name"] for one in drill["participants"]] == ["viewer one"]
    assert [(one["text"], one["shown"]) for one in drill["injects"]] == [("Battery at 1 h", False)]
    others = world.client("viewer").get(f"{PATH}{path}").json()
    assert (others["injects"], others["may_lead"]) == ([], False)
    assert others["next_inject"] == iso(world.clock.now_us() + 360 * MICROS)
    incident = client.get(f"{PATH}/incidents/{drill['incident']}").json()
    assert (incident["drill"], incident["title"], incident["place"]) == (True, "Lũ lớn", "tinh")
    assert client.get(f"{PATH}/incidents").json()["by_state"]["suspected"] == 0
    world.clock.advance(420)
    others = world.client("viewer").get(f"{PATH}{path}").json()
    assert [one["text"] for one in others["injects"]] == ["Battery at 1 h"]
    run = client.get(f"{PATH}/playbook-runs/{drill['run']}").json()
    assert run["drafts"][0]["texts"][0]["text"].startswith("*** DIỄN TẬP")
    change(client, f"/playbook-runs/{run['id']}/steps/look/done", 1)
    longest = "\n".join("x" * 1_000)
    for text in ("Chậm", longest):
        client.post(f"{PATH}{path}/notes", json={"text": text})
    world.clock.advance(1200)
    assert client.get(f"{PATH}/drills").json()["items"][0]["late"] == 2
    refused = change(world.client("operator"), f"{path}/end", 9)
    assert refused.json()["key"] == "drill-changed"
    ended = change(client, f"{path}/end", 1).json()
    assert (ended["state"], ended["version"]) == ("ended", 2)
    report = client.get(f"{PATH}{path}/report").json()
    assert report["totals"] == {
        "steps": 2, "in_time": 0, "late": 1, "missed": 1, "skipped": 0, "no_deadline": 0, "open": 0,
    }  # fmt: skip
    assert [(one["verdict"], one["took_min"], one["late_min"]) for one in report["steps"]] == [
        ("late", 7, 2), ("missed", None, 10),
    ]  # fmt: skip
    assert (report["confirmed_min"], report["duration_min"], report["drafts"][0]["sent"]) == (None, 27, None)
    assert [one["text"] for one in report["notes"]] == ["Chậm", longest]
    for language in ("vi", "en", "ja"):
        world.client("admin")
        printed = world.client("viewer", language).get(f"{PATH}{path}/report/pdf")
        assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
        read = world.audit()[-1]
        assert (read.action, read.resource) == ("playbook.read", drill["id"])
        assert len(printed.content) > 10_000
    said = change(client, f"{path}/resume", 2).json()
    assert (said["state"], said["ended"]) == ("running", None)


def test_only_who_leads_a_drill_ends_it(world: World, client: TestClient) -> None:
    drill = world.client("admin").post(f"{PATH}/drills", json={"playbook": "fire", "asset": "gauge-1"}).json()
    assert drill["name"] == "Cháy"
    refused = change(client, f"/drills/{drill['id']}/end", 1)
    assert (refused.status_code, refused.json()["key"]) == (403, "drill-not-leader")
    mine = client.post(f"{PATH}/drills", json={"playbook": "fire", "asset": "gauge-1"}).json()
    assert change(world.client("admin"), f"/drills/{mine['id']}/end", 1).status_code == 200
    listed = [one["id"] for one in client.get(f"{PATH}/drills", params={"limit": 1}).json()["items"]]
    assert listed == [max(mine["id"], drill["id"])]
    for running, one in ((True, drill), (False, mine)):
        found = client.get(f"{PATH}/drills", params={"running": running}).json()["items"]
        assert [each["id"] for each in found] == [one["id"]]


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ({"playbook": "flood"}, 422, "drill-where"),
        ({"playbook": "flood", "asset": "gauge-1", "place": "tinh"}, 422, "drill-where"),
        ({"playbook": "flood", "place": "nowhere"}, 404, "drill-place-unknown"),
        ({"playbook": "flood", "asset": "nothing"}, 404, "asset-unknown"),
        ({"playbook": "dance", "place": "tinh"}, 404, "playbook-unknown"),
        ({"playbook": "flood", "place": "tinh", "participants": ["nobody"]}, 404, "user-missing"),
    ],
)
def test_a_drill_needs_what_there_is(
    world: World, client: TestClient, body: dict[str, Any], status: int, key: str
) -> None:
    answer = client.post(f"{PATH}/drills", json=body)
    assert (answer.status_code, answer.json()["key"]) == (status, key)
    assert client.get(f"{PATH}/drills").json()["items"] == []
    assert client.get(f"{PATH}/incidents", params={"drill": True}).json()["items"] == []


def test_viewers_look_on(world: World, client: TestClient) -> None:
    incident = world.incident()
    viewer = world.client("viewer")
    assert viewer.get(f"{PATH}/incidents/{incident}/playbooks").status_code == 200
    assert (
        viewer.post(f"{PATH}/incidents/{incident}/playbooks", json={"playbook": "flood"}).status_code == 403
    )
