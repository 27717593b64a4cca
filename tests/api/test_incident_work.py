"""The work on incidents through the API, from whom it is given to until it is exported."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.incidents import IncidentBook
from luylau.kernel.clock import MICROS, iso
from tests.api.world import World

PATH = "/api/v1/incidents"


def post(client: TestClient, incident: str, act: str, version: int, body: Any = None) -> Any:  # noqa: ANN401
    headers = {"If-Match": f'"{version}"'}
    return client.post(f"{PATH}/{incident}/{act}", headers=headers, json=body)


def test_from_alarm_to_review(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    me = world.user("operator").id
    said = post(client, incident, "take", 1).json()
    assert (said["state"], said["owner"], said["owner_name"]) == ("assigned", me, "operator one")
    assert said["confirmed_by"] == me
    said = post(client, incident, "assign", 2, {"owner": me, "agency": "dien-luc"}).json()
    assert (said["agency"], said["agency_name"]) == ("dien-luc", "Power Company")
    said = post(client, incident, "start", 3).json()
    assert (said["state"], said["started"]) == ("in_progress", iso(world.clock.now_us()))
    said = post(client, incident, "resolve", 4, {"resolution": "fixed"}).json()
    assert (said["state"], said["resolution"], said["reason"]) == ("resolved", "fixed", "")
    said = post(client, incident, "review", 5, {"learned": "Cần bơm dự phòng"}).json()
    assert (said["state"], said["learned"], said["version"]) == ("reviewed", "Cần bơm dự phòng", 6)
    assert said["timeline"][-1]["text"] == "Cần bơm dự phòng"
    for act, state in (
        ("unreview", "resolved"), ("reopen", "in_progress"), ("stop", "assigned"), ("release", "confirmed"),
        ("unconfirm", "suspected"),
    ):  # fmt: skip
        said = post(client, incident, act, said["version"]).json()
        assert said["state"] == state


def test_work_goes_only_to_whom_there_is(world: World) -> None:
    incident = world.incident()
    client = world.client("admin")
    for body, status, key in (
        ({"owner": "user-nobody"}, 404, "user-missing"),
        ({"agency": "nobody"}, 404, "incident-agency-unknown"),
        ({}, 422, "incident-assignee-missing"),
    ):
        answer = post(client, incident, "assign", 1, body)
        assert (answer.status_code, answer.json()["key"]) == (status, key)
        assert answer.json()["detail"], "what to do about it"
    gone = world.user("viewer").id
    assert client.patch(f"/api/v1/users/{gone}", json={"disabled": True}).status_code == 200
    answer = post(client, incident, "assign", 1, {"owner": gone})
    assert (answer.status_code, answer.json()["key"]) == (422, "incident-owner-disabled")


@pytest.mark.parametrize(
    "act", ["confirm", "take", "release", "start", "stop", "wake", "reopen", "unreview", "unmerge"]
)
def test_of_two_who_act_at_once_one_is_told(act: str, world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    post(client, incident, "comments", 1, {"text": "first"})
    answer = post(client, incident, act, 1)
    assert (answer.status_code, answer.json()["key"]) == (409, "incident-changed")
    assert answer.json()["fields"] == {"incident": incident, "expected": 1, "found": 2}
    assert post(client, "none", act, 1).status_code == 404
    assert post(world.client("viewer"), incident, act, 2).status_code == 403


def test_a_snoozed_one_leaves_the_queue(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    until = world.clock.now_us() + 600 * MICROS
    said = post(client, incident, "snooze", 1, {"until": iso(until)}).json()
    assert said["snoozed_until"] == iso(until)
    listed = client.get(PATH, params={"snoozed": False}).json()
    assert (listed["items"], listed["snoozed"]) == ([], 1)
    assert len(client.get(PATH, params={"snoozed": True}).json()["items"]) == 1
    assert post(client, incident, "wake", 2).json()["snoozed_until"] is None
    past = post(client, incident, "snooze", 3, {"until": iso(world.clock.now_us())})
    assert (past.status_code, past.json()["key"]) == (422, "incident-snooze-span")


def test_the_queue_by_urgency(world: World) -> None:
    low = world.incident("rain-1", severity="minor")
    world.clock.advance(-60)
    high = world.incident(severity="critical")
    client = world.client("viewer")
    by_time = [one["id"] for one in client.get(PATH).json()["items"]]
    listed = client.get(PATH, params={"order": "urgency", "limit": 1}).json()
    rest = client.get(PATH, params={"order": "urgency", "limit": 1, "cursor": listed["next_cursor"]}).json()
    assert by_time == [low, high]
    assert [one["id"] for one in listed["items"] + rest["items"]] == [high, low]
    first = listed["items"][0]
    assert (first["urgency"], first["urgency_parts"][0]["text"]) == (80, "Critical severity (assumed weight)")
    assert client.get(PATH, params={"cursor": listed["next_cursor"]}).status_code == 422


def test_merged_split_and_back(world: World) -> None:
    first, second = world.incident(), world.incident("rain-1")
    client = world.client("operator")
    said = post(client, second, "merge", 1, {"into": first}).json()
    assert (said["id"], said["merged"], len(said["findings"])) == (first, [second], 2)
    assert [one["id"] for one in client.get(PATH).json()["items"]] == [first]
    merged = client.get(PATH, params={"resolution": "merged"}).json()["items"]
    assert [(one["id"], one["merged_into"]) for one in merged] == [(second, first)]
    said = post(client, second, "unmerge", 2).json()
    assert (said["id"], said["state"], len(said["findings"])) == (second, "suspected", 1)
    said = post(client, second, "merge", 3, {"into": first}).json()
    finding = second.replace("incident", "finding", 1)
    new = post(client, first, "split", said["version"], {"findings": [finding]}).json()
    assert (new["asset"], new["state"], [one["id"] for one in new["findings"]]) == (
        "rain-1", "suspected", [finding],
    )  # fmt: skip
    assert new["id"] not in (first, second)
    wrong = post(client, first, "split", said["version"] + 1, {"findings": ["finding-x"]})
    assert (wrong.status_code, wrong.json()["key"]) == (422, "incident-split-unknown")


def test_linked_and_unlinked(world: World) -> None:
    first, second = world.incident(), world.incident("rain-1")
    client = world.client("operator", "ja")
    said = post(client, first, "links", 1, {"to": second, "kind": "caused_by"}).json()
    assert [(link["incident"], link["kind"], link["title"]) for link in said["links"]] == [
        (second, "caused_by", "高水位：Trạm đo mưa Đồng Kỵ")
    ]
    assert client.get(f"{PATH}/{second}").json()["links"][0]["kind"] == "causes"
    said = client.delete(f"{PATH}/{first}/links/{second}", headers={"If-Match": "1"}).json()
    assert said["links"] == []


def test_tasks_of_several_agencies(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    due = world.clock.now_us() + 60 * MICROS
    body = {"title": "Cắt điện tuyến 471", "agency": "dien-luc", "due": iso(due)}
    task = client.post(f"{PATH}/{incident}/tasks", json=body).json()
    assert (task["state"], task["agency_name"], task["overdue"]) == ("open", "Power Company", False)
    world.clock.advance(61)
    assert client.get(f"{PATH}/{incident}").json()["tasks"][0]["overdue"] is True
    path = f"{PATH}/{incident}/tasks/{task['id']}"
    mine = {"assignee": world.user("operator").id, "due": None}
    task = client.patch(path, headers={"If-Match": "1"}, json=mine).json()
    assert (task["assignee_name"], task["due"], task["title"]) == ("operator one", None, body["title"])
    stale = client.patch(path, headers={"If-Match": "1"}, json={"state": "done"})
    assert (stale.status_code, stale.json()["key"]) == (409, "task-changed")
    noted = client.post(f"{path}/notes", json={"text": "Đã gọi"}).json()
    assert [(note["author_name"], note["text"]) for note in noted["notes"]] == [("operator one", "Đã gọi")]
    assert (
        len(client.get("/api/v1/tasks", params={"agency": "dien-luc", "state": "open"}).json()["items"]) == 1
    )
    task = client.patch(path, headers={"If-Match": "2"}, json={"state": "done"}).json()
    assert (task["state"], task["ended_by"]) == ("done", world.user("operator").id)
    assert client.get("/api/v1/tasks", params={"state": "open"}).json()["items"] == []
    assert client.patch(f"{path}x", headers={"If-Match": "1"}, json={"title": "x"}).status_code == 404
    wrong = client.post(f"{PATH}/{incident}/tasks", json={"title": "x", "agency": "nobody"})
    assert (wrong.status_code, wrong.json()["key"]) == (404, "incident-agency-unknown")


@pytest.mark.parametrize(
    "due",
    [
        0,
        2**62,
        -(2**62),
        10**30,
        True,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59Z",
        "2026-10-07T10:00:00",
    ],
)
def test_a_time_that_no_clock_shows_is_refused(world: World, due: object) -> None:
    incident = world.incident()
    client = world.client("operator")
    refused = client.post(f"{PATH}/{incident}/tasks", json={"title": "t", "due": due})
    assert (refused.status_code, refused.json()["faults"][0]["column"]) == (422, "due")
    task = client.post(f"{PATH}/{incident}/tasks", json={"title": "t", "due": "9998-12-31T23:59:59Z"}).json()
    changed = client.patch(
        f"{PATH}/{incident}/tasks/{task['id']}", headers={"If-Match": "1"}, json={"due": due}
    )
    assert (changed.status_code, changed.json()["faults"][0]["column"]) == (422, "due")
    assert post(client, incident, "snooze", 1, {"until": due}).status_code == 422
    assert client.get(f"{PATH}/{incident}").json()["tasks"][0]["due"] == "9998-12-31T23:59:59Z"
    assert client.get(f"{PATH}/{incident}/export/pdf").status_code == 200


def test_tasks_are_paged(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    for number in range(5):
        client.post(f"{PATH}/{incident}/tasks", json={"title": f"t{number}"})
        world.clock.advance(1)
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        said = client.get("/api/v1/tasks", params=query).json()
        seen += [task["title"] for task in said["items"]]
        if said["next_cursor"] is None:
            break
        query["cursor"] = said["next_cursor"]
    assert seen == [f"t{number}" for number in range(5)]


def test_exports_are_made_and_audited(world: World) -> None:
    incident = world.incident()
    client = world.client("operator", "vi")
    post(client, incident, "resolve", 1, {"resolution": "false_alarm", "reason": "Thử còi"})
    table = client.get(f"{PATH}/{incident}/export/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbfincident,"), "by which spreadsheets tell UTF-8"
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert rows[-1]["text"] == "báo động giả · Thử còi"
    assert rows[-1]["who"] == "operator one"
    paper = client.get(f"{PATH}/{incident}/export/pdf")
    assert paper.headers["content-disposition"] == f'attachment; filename="{incident}.pdf"'
    assert paper.content.startswith(b"%PDF-")
    audited = [(entry.action, entry.resource, entry.detail.get("format")) for entry in world.audit()[-2:]]
    assert audited == [("incident.read", incident, "csv"), ("incident.read", incident, "pdf")]
    before = len(world.audit())
    assert client.get(f"{PATH}/none/export/pdf").status_code == 404
    assert len(world.audit()) == before


def test_an_exercise_is_marked_and_in_no_count(world: World) -> None:
    book = IncidentBook(world.engine, world.events, world.clock)
    asset = world.services.city.view.city.assets["gauge-1"]
    drill = book.open_drill(name="Diễn tập", severity="critical", actor="u", asset=asset)
    client = world.client("operator")
    listed = client.get(PATH).json()
    assert [(one["id"], one["drill"], one["title"]) for one in listed["items"]] == [
        (drill, True, "Diễn tập: Dap Cau gauge")
    ]
    assert (sum(listed["by_state"].values()), sum(listed["by_severity"].values())) == (0, 0)
    state = client.get("/api/v1/assets/gauge-1").json()["state"]
    assert state not in ("critical", "major", "minor"), "the map does not cry for an exercise"
