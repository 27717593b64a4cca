"""Shifts through the API."""

from typing import Any

from tests.api.world import World

PATH = "/api/v1/shifts"


def seen(shift: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{shift["version"]}"'}


def test_a_shift_is_begun_noted_and_handed_over(world: World) -> None:
    incident = world.incident()
    operator, admin = world.client("operator"), world.client("admin", "vi")
    said = operator.post(PATH).json()
    assert (said["state"], said["holder_name"]) == ("running", "operator one")
    assert [(one["id"], one["title"]) for one in said["incidents"]] == [
        (incident, "High water: Dap Cau gauge")
    ]
    assert said["open_incidents"] == 1
    path = f"{PATH}/{said['id']}"
    said = operator.post(f"{path}/notes", json={"text": "Mưa to"}).json()
    assert [note["text"] for note in said["notes"]] == ["Mưa to"]
    words = {"text": "Theo dõi Đáp Cầu"}
    said = operator.post(f"{path}/hand-over", json=words, headers=seen(said)).json()
    assert said["state"] == "handed_over"
    own = operator.post(f"{path}/accept", headers=seen(said))
    assert (own.status_code, own.json()["key"]) == (409, "shift-own")
    said = operator.post(f"{path}/resume", headers=seen(said)).json()
    assert said["state"] == "running"
    said = operator.post(f"{path}/hand-over", json=words, headers=seen(said)).json()
    following = admin.post(f"{path}/accept", headers=seen(said)).json()
    assert (following["state"], following["holder_name"]) == ("running", "admin one")
    old = admin.get(path).json()
    assert (old["state"], old["accepted_by_name"], old["text"]) == ("ended", "admin one", "Theo dõi Đáp Cầu")
    assert old["incidents"][0]["title"] == "Nước cao: Trạm thủy văn Đáp Cầu"
    first = admin.get(PATH, params={"limit": 1}).json()
    second = admin.get(PATH, params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert [shift["id"] for shift in first["items"] + second["items"]] == [following["id"], old["id"]]
    assert second["next_cursor"] is None


def test_nobody_accepts_other_words_than_they_have_read(world: World) -> None:
    operator, admin = world.client("operator"), world.client("admin")
    begun = operator.post(PATH).json()
    path = f"{PATH}/{begun['id']}"
    read = operator.post(f"{path}/hand-over", json={"text": "A quiet night"}, headers=seen(begun)).json()
    resumed = operator.post(f"{path}/resume", headers=seen(read)).json()
    words = {"text": "The clinic has 20 minutes left"}
    for act, body in (("hand-over", words), ("resume", None), ("accept", None)):
        refused = admin.post(f"{path}/{act}", json=body, headers=seen(begun))
        assert (refused.status_code, refused.json()["key"]) == (409, "shift-changed"), act
        assert admin.post(f"{path}/{act}", json=body).status_code == 422, act
    now = operator.post(f"{path}/hand-over", json=words, headers=seen(resumed)).json()
    refused = admin.post(f"{path}/accept", headers=seen(read))
    assert (refused.status_code, refused.json()["key"]) == (409, "shift-changed")
    assert admin.post(f"{path}/accept", headers=seen(now)).status_code == 200


def test_viewers_only_look(world: World) -> None:
    world.client("operator").post(PATH)
    viewer = world.client("viewer")
    assert len(viewer.get(PATH).json()["items"]) == 1
    assert viewer.post(f"{PATH}/1/notes", json={"text": "x"}).status_code == 403
    assert viewer.get(f"{PATH}/7").status_code == 404
    again = world.client("operator").post(PATH)
    assert (again.status_code, again.json()["key"]) == (409, "shift-running")
