"""Findings and incidents: read, confirmed, commented, resolved."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from luylau.siting.points import read_points
from tests.api.world import World

PATH = "/api/v1/incidents"


def headers(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def test_the_life_of_an_incident(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    before = len(world.audit())
    shown = client.get(f"{PATH}/{incident}")
    assert shown.headers["etag"] == '"1"'
    said = shown.json()
    assert (said["state"], said["severity"], said["asset_name"]) == (
        "suspected",
        "critical",
        "Dap Cau gauge",
    )
    assert (said["lat"], said["lon"], said["simulated"]) == (21.2, 106.08, True)
    assert [finding["value"] for finding in said["findings"]] == [6.5]

    said = client.post(f"{PATH}/{incident}/confirm", headers=headers(1)).json()
    assert (said["state"], said["version"]) == ("confirmed", 2)
    assert said["confirmed_by"] == world.user("operator").id
    said = client.post(f"{PATH}/{incident}/comments", headers=headers(2), json={"text": "Đang ra đê"}).json()
    said = client.post(
        f"{PATH}/{incident}/resolve", headers=headers(3), json={"resolution": "fixed", "reason": "Nước rút"}
    ).json()
    assert (said["state"], said["reason"], said["version"]) == ("resolved", "Nước rút", 4)
    told = [(entry["kind"], entry["actor_name"], entry["text"]) for entry in said["timeline"]]
    assert told[-3:] == [
        ("incident.confirmed", "operator one", ""),
        ("incident.commented", "operator one", "Đang ra đê"),
        ("incident.resolved", "operator one", "Nước rút"),
    ]
    actions = [(entry.action, entry.outcome, entry.resource) for entry in world.audit()[before:]]
    assert actions == [
        ("incident.confirm", "done", incident),
        ("incident.comment", "done", incident),
        ("incident.resolve", "done", incident),
    ]


def test_a_confirmation_and_a_closing_are_taken_back(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    before = len(world.audit())
    client.post(f"{PATH}/{incident}/confirm", headers=headers(1))
    answer = client.post(f"{PATH}/{incident}/unconfirm", headers=headers(2))
    said = answer.json()
    assert (said["state"], said["confirmed"], said["confirmed_by"]) == ("suspected", None, "")
    assert answer.headers["etag"] == '"3"'
    client.post(
        f"{PATH}/{incident}/resolve", headers=headers(3), json={"resolution": "fixed", "reason": "Nhầm"}
    )
    said = client.post(f"{PATH}/{incident}/reopen", headers=headers(4)).json()
    assert (said["state"], said["resolved"], said["resolved_by"], said["reason"]) == (
        "suspected",
        None,
        "",
        "",
    )
    told = [(entry["kind"], entry["actor_name"], entry["text"]) for entry in said["timeline"]]
    assert told[-4:] == [
        ("incident.confirmed", "operator one", ""),
        ("incident.unconfirmed", "operator one", ""),
        ("incident.resolved", "operator one", "Nhầm"),
        ("incident.reopened", "operator one", ""),
    ]
    audited = [(entry.action, entry.detail.get("undone", False)) for entry in world.audit()[before:]]
    assert audited == [
        ("incident.confirm", False),
        ("incident.confirm", True),
        ("incident.resolve", False),
        ("incident.resolve", True),
    ]


def test_what_cannot_be_taken_back_is_a_problem(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    for act, key in (("unconfirm", "incident-not-confirmed"), ("reopen", "incident-not-resolved")):
        answer = client.post(f"{PATH}/{incident}/{act}", headers=headers(1))
        assert (answer.status_code, answer.json()["key"]) == (409, key)
        assert answer.json()["detail"]
        assert client.post(f"{PATH}/{incident}/{act}", headers=headers(7)).json()["key"] == "incident-changed"
        assert client.post(f"{PATH}/none/{act}", headers=headers(1)).status_code == 404
        assert world.client("viewer").post(f"{PATH}/{incident}/{act}", headers=headers(1)).status_code == 403


def test_a_stale_version_is_refused(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    assert client.post(f"{PATH}/{incident}/confirm", headers=headers(1)).status_code == 200
    answer = client.post(
        f"{PATH}/{incident}/resolve", headers=headers(1), json={"resolution": "fixed", "reason": "x"}
    )
    assert (answer.status_code, answer.json()["key"]) == (409, "incident-changed")
    answer = client.post(f"{PATH}/{incident}/confirm", headers=headers(2))
    assert (answer.status_code, answer.json()["key"]) == (409, "incident-not-suspected")
    missing = client.post(f"{PATH}/{incident}/confirm")
    assert (missing.status_code, missing.json()["faults"][0]["key"]) == (422, "field-missing")
    assert client.get(f"{PATH}/{incident}").json()["version"] == 2


def test_reasons_and_comments_are_needed(world: World) -> None:
    incident = world.incident()
    client = world.client("operator")
    for path, body in (("resolve", {"reason": ""}), ("comments", {"text": ""}), ("comments", {})):
        assert client.post(f"{PATH}/{incident}/{path}", headers=headers(1), json=body).status_code == 422
    blank = client.post(
        f"{PATH}/{incident}/resolve", headers=headers(1), json={"resolution": "false_alarm", "reason": "  "}
    )
    assert (blank.status_code, blank.json()["key"]) == (422, "incident-text-missing")
    assert (
        client.post(
            f"{PATH}/none/resolve", headers=headers(1), json={"resolution": "fixed", "reason": "x"}
        ).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["minor", "critical"]),
        ("state=suspected", ["minor", "critical"]),
        ("state=resolved", []),
        ("severity=critical", ["critical"]),
        ("severity=critical&severity=minor", ["minor", "critical"]),
        ("asset=rain-1", ["minor"]),
        ("place=tinh", ["minor", "critical"]),
        ("place=xa-dong-ky", ["minor"]),
        ("place=nowhere", []),
        ("kind=river_gauge", ["critical"]),
        ("q=dap cau", ["critical"]),
    ],
)
def test_incidents_are_filtered(world: World, query: str, found: list[str]) -> None:
    world.incident()
    world.clock.advance(60)
    world.incident("rain-1", severity="minor")
    said = world.client("viewer").get(f"{PATH}?{query}").json()
    assert [incident["severity"] for incident in said["items"]] == found
    assert said["by_state"] == {
        **{"suspected": 2, "confirmed": 0, "assigned": 0},
        **{"in_progress": 0, "resolved": 0, "reviewed": 0},
    }
    assert said["by_severity"] == {"info": 0, "minor": 1, "major": 0, "critical": 1}


def collect(world: World, path: str) -> list[str]:
    client = world.client("viewer")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        said = client.get(path, params=query).json()
        seen += [item["id"] for item in said["items"]]
        if said["next_cursor"] is None:
            return seen
        query["cursor"] = said["next_cursor"]


def test_pages_join_without_gap(world: World) -> None:
    made = []
    for number in range(5):
        made.append(world.incident(rule=f"rule-{number}"))
        world.clock.advance(1)
    assert collect(world, PATH) == made[::-1]
    assert [
        finding.replace("finding", "incident", 1) for finding in collect(world, "/api/v1/findings")
    ] == made[::-1]


def test_findings_are_filtered(world: World) -> None:
    world.incident()
    world.incident("rain-1")
    client = world.client("viewer", "vi")
    said = client.get("/api/v1/findings", params={"asset": "gauge-1", "is_open": True}).json()["items"]
    assert [finding["asset"] for finding in said] == ["gauge-1"]
    assert said[0]["names"]["vi"] == "Nước cao"
    assert client.get("/api/v1/findings", params={"is_open": False}).json()["items"] == []
    assert client.get("/api/v1/findings", params={"rule": "none"}).json()["items"] == []
    wrong = client.get("/api/v1/findings", params={"cursor": "nonsense"})
    assert wrong.status_code == 422


def test_where_incidents_were_is_a_table_that_a_study_reads(world: World, tmp_path: Path) -> None:
    first, false, second = (world.incident(rule=rule) for rule in ("a", "b", "c"))
    client = world.client("operator")
    wrong = {"resolution": "false_alarm", "reason": "x"}
    assert client.post(f"{PATH}/{false}/resolve", headers=headers(1), json=wrong).status_code == 200
    before = len(world.audit())
    year = int(client.get(f"{PATH}/{first}").json()["opened"][:4])

    def points(start: int, end: int) -> Response:
        span = {"start": f"{start}-01-01T00:00:00Z", "end": f"{end}-01-01T00:00:00Z"}
        return client.get("/api/v1/incident-points", params=span)

    found = points(year, year + 1)
    assert found.status_code == 200, found.text
    rows = list(csv.DictReader(io.StringIO(found.text)))
    assert {row["id"] for row in rows} == {first, second}
    shown = [rows[0][name] for name in ("lat", "lon", "severity", "weight")]
    assert shown == ["21.2", "106.08", "critical", "4"]
    assert [(one.action, one.resource) for one in world.audit()[before:]] == [("incident.read", "incidents")]
    (tmp_path / "incidents.csv").write_bytes(found.content)
    assert read_points(tmp_path / "incidents.csv", "weight").weight.tolist() == [4.0, 4.0]
    for span in ((year, year), (year, year + 6)):
        refused = points(*span)
        assert (refused.status_code, refused.json()["key"]) == (422, "incident-points-span")
    assert points(year - 3, year - 2).text.splitlines() == ["id,lat,lon,weight,severity,kind,opened"]
