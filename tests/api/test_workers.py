"""Whom work can be given to, through the API."""

from tests.api.world import World

PATH = "/api/v1/workers"


def test_people_who_may_work_and_organisations_are_listed(world: World) -> None:
    world.client("viewer")
    world.client("admin")
    operator = world.client("operator", "en")
    said = operator.get(PATH).json()
    assert [one["name"] for one in said["people"]] == ["admin one", "operator one"]
    assert said["agencies"] == [{"id": "dien-luc", "name": "Power Company"}]

    # Work can be given to each of them.
    incident = world.incident()
    path = f"/api/v1/incidents/{incident}/assign"
    body = {"owner": said["people"][0]["id"], "agency": said["agencies"][0]["id"]}
    given = operator.post(path, json=body, headers={"If-Match": '"1"'}).json()
    assert (given["owner_name"], given["agency_name"]) == ("admin one", "Power Company")


def test_a_disabled_user_is_not_listed(world: World) -> None:
    operator, admin = world.client("operator"), world.client("admin")
    mine = operator.get("/api/v1/session").json()["user"]["id"]
    assert admin.patch(f"/api/v1/users/{mine}", json={"disabled": True}).status_code == 200
    assert [one["name"] for one in admin.get(PATH).json()["people"]] == ["admin one"]
