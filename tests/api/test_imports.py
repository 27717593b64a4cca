"""Imports into the pack: a dry run that shows all, then all or nothing, and back again."""

import json

from tests.api.world import World

ASSETS = """id,kind,name,place,lat,lon,status,source
rain-2,rain_gauge,Trạm mưa 2,phuong-kinh-bac,21.19,106.06,simulated,survey
rain-1,rain_gauge,Trạm mưa đổi tên,xa-dong-ky,21.131,105.951,simulated,survey
"""


def test_assets_first_dry_then_in_earnest_then_undone(world: World) -> None:
    admin = world.client("admin")
    upload = {"file": ("new.csv", ASSETS, "text/csv")}
    plan = admin.post("/api/v1/city/import/assets", files=upload)
    assert plan.status_code == 200, plan.text
    said = plan.json()
    assert (said["applied"], said["faults"]) == (False, [])
    assert [one["id"] for one in said["added"]] == ["rain-2"]
    changes = {cell["field"]: (cell["before"], cell["after"]) for cell in said["changed"][0]["changes"]}
    assert changes["name"] == ("Trạm đo mưa Đồng Kỵ", "Trạm mưa đổi tên")
    assert admin.get("/api/v1/assets/rain-2").status_code == 404
    assert world.told() == []

    query = {"dry_run": False, "expected": said["version"]}
    done = admin.post("/api/v1/city/import/assets", params=query, files=upload).json()
    assert done["applied"] is True
    assert admin.get("/api/v1/assets/rain-2").status_code == 200
    assert world.told()[-1].kind == "city.changed"
    assert world.bus.told.count("city.changed") == 1
    stale = admin.post("/api/v1/city/import/assets", params=query, files=upload)
    assert (stale.status_code, stale.json()["key"]) == (409, "city-changed-meanwhile")

    listed = admin.get("/api/v1/city/changes").json()["items"]
    assert [change["fields"]["added"] for change in listed] == [1]
    undone = admin.post("/api/v1/city/undo").json()
    assert undone["number"] == listed[0]["number"]
    assert undone["text"] != undone["key"]
    assert admin.get("/api/v1/assets/rain-2").status_code == 404
    nothing = admin.post("/api/v1/city/undo")
    assert (nothing.status_code, nothing.json()["key"]) == (404, "city-nothing-to-undo")
    actions = [entry.action for entry in world.audit() if entry.actor == world.user("admin").id]
    assert actions.count("city.import") == 2


def test_faults_name_row_and_column_and_nothing_is_taken_over(world: World) -> None:
    admin = world.client("admin")
    wrong = ASSETS.replace("phuong-kinh-bac", "atlantis")
    upload = {"file": ("new.csv", wrong, "text/csv")}
    said = admin.post("/api/v1/city/import/assets", params={"dry_run": False}, files=upload).json()
    assert said["applied"] is False
    assert [(fault["file"], fault["row"], fault["column"]) for fault in said["faults"]] == [
        ("new.csv", 2, "place")
    ]
    assert "atlantis" in said["faults"][0]["text"]
    assert admin.get("/api/v1/assets/rain-2").status_code == 404
    assert world.told() == []


def test_places_from_geojson(world: World) -> None:
    ring = [[105.9, 21.1], [106.0, 21.1], [106.0, 21.2], [105.9, 21.2], [105.9, 21.1]]
    feature = {
        "type": "Feature",
        "properties": {"id": "xa-dong-ky"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]})
    admin = world.client("admin")
    upload = {"file": ("places.geojson", data, "application/geo+json")}
    said = admin.post("/api/v1/city/import/places", params={"dry_run": False}, files=upload).json()
    assert said["applied"] is True, said
    shapes = {one["id"]: one for one in admin.get("/api/v1/places/geojson").json()["features"]}
    assert shapes["xa-dong-ky"]["properties"]["approximate"] is False
    assert shapes["xa-dong-ky"]["geometry"]["coordinates"] == [ring]


def test_other_kinds_of_files_are_refused(world: World) -> None:
    admin = world.client("admin")
    answer = admin.post("/api/v1/city/import/assets", files={"file": ("run.exe", b"MZ", "text/csv")})
    assert (answer.status_code, answer.json()["key"]) == (422, "import-file-kind")
    answer = admin.post("/api/v1/city/import/assets", files={"file": ("x.csv", b"\xff\xfe\x00", "text/csv")})
    assert answer.status_code == 200
    assert answer.json()["faults"]
