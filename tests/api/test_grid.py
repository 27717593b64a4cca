"""The grid through the API: what is there, what is dark, what would fail, what to switch; and who may ask."""

from pathlib import Path

import pytest

from luylau.api.gridwatch import GridWatch
from tests.api.world import World
from tests.support.small_grid import city_grid

FAULT = "a"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.grid = city_grid()
    world.services.grid.reload()
    return world


def test_what_the_grid_is(world: World) -> None:
    client = world.client("viewer")
    info = client.get("/api/v1/grid").json()
    assert info["simulated"]
    assert info["source"] == "assumed"
    assert info["customers"] == 300
    assert info["p_mw"] == pytest.approx(3.5)
    assert (info["counts"]["lines"], info["counts"]["switches"], info["counts"]["ties"]) == (3, 4, 1)
    drawn = client.get("/api/v1/grid/map").json()
    assert drawn["version"] == info["version"]
    assert drawn["lines"]["id"] == ["a", "b", "c"]
    assert drawn["lines"]["feeder"] == [0, 0, 1]
    assert len(drawn["lines"]["points"]) == 12
    assert drawn["switches"]["id"] == ["s1", "tie"], "heads stand in their substation"
    assert drawn["switches"]["normally_closed"] == [True, False]


def test_without_a_grid_that_is_said_and_while_it_is_read_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    client = world.client("viewer")
    early = client.get("/api/v1/grid")
    assert (early.status_code, early.json()["key"]) == (503, "grid-not-ready")
    world.services.grid.reload()
    none = client.get("/api/v1/grid")
    assert (none.status_code, none.json()["key"]) == (404, "grid-none")


def test_the_state_is_planned_until_a_switch_reports(world: World) -> None:
    client = world.client("viewer")
    planned = client.get("/api/v1/grid/state").json()
    assert (planned["basis"], planned["loads"], planned["reporting"]) == ("planned", "planned", 0)
    assert planned["dead"] == []
    assert planned["outages"] == []
    assert planned["totals"]["lost"]["customers"] == 0
    assert 0.9 < planned["totals"]["u_min_pu"] < 1
    world.hear("s1", "position", float("nan"))
    world.clock.advance(3)
    assert client.get("/api/v1/grid/state").json()["basis"] == "planned", "a word is no position"
    world.hear("s1", "position", 0.0)
    world.clock.advance(3)
    now = client.get("/api/v1/grid/state").json()
    assert (now["basis"], now["reporting"], now["moved"]) == ("measured", 1, ["s1"])
    assert now["dead"] == [1]
    (outage,) = now["outages"]
    assert (outage["element"], outage["element_kind"], outage["feeder"]) == ("s1", "switch", "f0")
    assert outage["lost"]["customers"] == 100
    assert outage["lost"]["p_mw"] == pytest.approx(2.0)
    # ts-1 feeds a switch and a gauge of the city, the switch by way of the gauge's supply too.
    assert outage["lost"]["assets"] == 3
    assert outage["kinds"] == {"substation": 1, "network_switch": 1, "river_gauge": 1}
    (site,) = outage["critical_sites"]
    assert (site["asset"], site["criticality"]) == ("ts-1", "vital")


def test_an_outage_is_logged_and_ends(world: World) -> None:
    watch = GridWatch(world.services.grid_live, world.services.outages)
    watch.look()
    assert world.services.outages.still_out() == ()
    world.hear("s1", "position", 0.0)
    world.clock.advance(3)
    watch.look()
    watch.look()
    (row,) = world.services.outages.still_out()
    assert (row.feeder, row.root, row.customers, row.simulated) == ("f0", "s1", 100, True)
    assert row.place == "phuong-kinh-bac", "where the city has the load's asset"
    client = world.client("viewer")
    world.clock.advance(1_800)
    (outage,) = client.get("/api/v1/grid/state").json()["outages"]
    assert outage["since"] is not None
    # A watch that starts anew goes on with the open row.
    world.hear("s1", "position", 1.0)
    world.clock.advance(3)
    GridWatch(world.services.grid_live, world.services.outages).look()
    assert world.services.outages.still_out() == ()
    report = client.get("/api/v1/grid/reliability", params={"by": "feeder"}).json()
    minutes = (1_800 + 3) / 60
    assert report["whole"]["all"]["saidi_min"] == pytest.approx(minutes * 100 / 300)
    assert report["whole"]["all"]["saifi"] == pytest.approx(1 / 3)
    assert report["rows"][0]["all"]["saidi_min"] == pytest.approx(minutes * 100 / 200)
    assert report["rows"][1]["all"]["saidi_min"] == 0
    assert report["major"]["threshold_min"] is None
    assert client.get("/api/v1/grid/reliability/csv").text.count("\n") > 3
    assert client.get("/api/v1/grid/reliability/pdf").content.startswith(b"%PDF")
    left = [one.detail["format"] for one in world.audit() if one.resource == "grid:reliability"]
    assert left == ["csv", "pdf"], "nothing leaves without a record"


def test_a_feeder_has_its_diagram_profile_and_ties(world: World) -> None:
    client = world.client("viewer")
    rows = client.get("/api/v1/grid/feeders").json()["items"]
    assert [(row["id"], row["customers"], row["ties"]) for row in rows] == [("f0", 200, 1), ("f1", 100, 1)]
    page = client.get("/api/v1/grid/feeders/f0").json()
    marks = page["diagram"]["marks"]
    assert [mark["symbol"] for mark in marks] == ["busbar", "breaker", "joint", "load_break", "joint", "tie"]
    assert [mark["x"] for mark in marks] == [0, 1, 2, 3, 4, 5]
    assert marks[2]["line"] == "a"
    assert marks[4]["critical"]
    assert marks[5]["leads_to"] == "f1"
    assert marks[5]["closed"] is False
    profile = page["profile"]
    assert [point["distance_m"] for point in profile] == [0, 1_000, 1_000, 2_000]
    assert profile[3]["u_pu"] < profile[1]["u_pu"] < profile[0]["u_pu"]
    assert page["ties"] == [
        {"switch": "tie", "remote": False, "closed": False, "feeder": "f1", "feeder_name": "f1"}
    ]
    assert client.get("/api/v1/grid/feeders/none").status_code == 404


def test_what_if(world: World) -> None:
    client = world.client("operator")
    asked = {"switches": [{"id": "s1", "closed": False}, {"id": "tie", "closed": True}], "out": []}
    found = client.post("/api/v1/grid/what-if", json=asked).json()
    assert found["basis"] == "simulated"
    assert found["moved"] == ["s1", "tie"]
    assert found["dead"] == []
    loop = client.post("/api/v1/grid/what-if", json={"switches": [{"id": "tie", "closed": True}]}).json()
    assert len(loop["loops"]) == 1
    assert loop["solved"]
    gone = client.post("/api/v1/grid/what-if", json={"out": [FAULT]}).json()
    assert gone["totals"]["lost"]["customers"] == 200
    assert gone["out"] == [FAULT]
    bad = client.post("/api/v1/grid/what-if", json={"out": ["nothing"]})
    assert (bad.status_code, bad.json()["key"]) == (422, "grid-element-unknown")
    assert client.get("/api/v1/grid/state").json()["moved"] == [], "nothing real has changed"


def test_contingencies_are_ordered(world: World) -> None:
    client = world.client("operator")
    found = client.get("/api/v1/grid/contingencies", params={"order": "customers"}).json()
    assert [one["id"] for one in found["items"]] == ["a", "b", "c"]
    assert [one["customers"] for one in found["items"]] == [200, 100, 100]
    assert (found["cases"], found["islanding"]) == (3, 3)
    own = client.get("/api/v1/grid/contingencies", params={"feeder": "f1"}).json()
    assert [one["id"] for one in own["items"]] == ["c"]


def test_a_fault_is_restored_in_steps_and_the_plan_proposed(world: World) -> None:
    client = world.client("operator")
    found = client.post("/api/v1/grid/restoration", json={"out": [FAULT], "seconds": 0.2}).json()
    assert found["lost"]["customers"] == 200
    best = found["plans"][0]
    assert "best" in best["labels"]
    assert best["tripped"] == ["s0"]
    assert [(step["switch"], step["close"]) for step in best["steps"]] == [("s1", False), ("tie", True)]
    assert best["restored"]["customers"] == 100
    assert best["left"]["customers"] == 100
    none = client.post("/api/v1/grid/restoration", json={"out": []})
    assert none.json()["key"] == "grid-fault-missing"

    steps = [{"id": step["switch"], "closed": step["close"]} for step in best["steps"]]
    made = client.post(
        "/api/v1/grid/proposals", json={"title": "Bring b back", "out": [FAULT], "steps": steps}
    )
    assert made.status_code == 200
    assert made.json()["author_name"] == "operator one"
    assert client.get("/api/v1/grid/proposals").json()["items"] == [made.json()]
    number = made.json()["id"]
    assert client.post(f"/api/v1/grid/proposals/{number}/withdraw").json()["state"] == "withdrawn"
    assert client.post(f"/api/v1/grid/proposals/{number}/withdraw").status_code == 409
    audited = [(one.action, one.outcome) for one in world.audit()]
    assert audited.count(("grid.propose", "done")) == 2
    assert client.get("/api/v1/grid/state").json()["moved"] == [], "no switch was operated"


def test_a_rota_spares_vital_sites_and_goes_round(world: World) -> None:
    client = world.client("operator")
    found = client.post("/api/v1/grid/rota", json={"p_mw": 0.4, "slots": 3, "slot_hours": 2}).json()
    assert [[one["id"] for one in slot["feeders"]] for slot in found["slots"]] == [["f1"]] * 3
    assert (found["excluded"], found["available_mw"]) == (1, 0.5)
    assert (found["most_hours"], found["customer_hours"]) == (6, 600)
    much = client.post("/api/v1/grid/rota", json={"p_mw": 1})
    assert (much.status_code, much.json()["key"]) == (422, "rota-target-too-much")


def test_a_storm_needs_a_grid_of_the_published_size(world: World) -> None:
    answer = world.client("operator").get("/api/v1/grid/storm")
    assert (answer.status_code, answer.json()["key"]) == (422, "storm-grid-too-small")


def test_a_forecast_comes_from_the_feeders_meters(world: World) -> None:
    client = world.client("viewer")
    none = client.get("/api/v1/grid/feeders/f0/forecast").json()
    assert (none["points"], none["notes"]) == ([], ["forecast-note-none"])
    assert client.get("/api/v1/grid/feeders/nobody/forecast").status_code == 404


def test_seeing_simulating_and_proposing_are_different_rights(world: World) -> None:
    client = world.client("viewer")
    assert client.get("/api/v1/grid/state").status_code == 200
    assert client.post("/api/v1/grid/what-if", json={}).status_code == 403
    assert client.get("/api/v1/grid/contingencies").status_code == 403
    proposal = {"title": "x", "steps": [{"id": "tie", "closed": True}]}
    assert client.post("/api/v1/grid/proposals", json=proposal).status_code == 403
