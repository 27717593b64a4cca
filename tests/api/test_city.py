"""The city, its places and assets, and their states."""

import pytest

from luylau.telemetry.observations import Quality
from tests.api.world import World


def test_the_city(world: World) -> None:
    said = world.client("viewer").get("/api/v1/city").json()
    assert (said["id"], said["name"], said["names"]["ja"]) == ("thu-nghiem", "Thử Nghiệm", "試験")
    assert said["counts"] == {"places": 3, "organisations": 1, "assets": 4, "devices": 3, "simulated": 3}
    assert said["bounds"] == [105.95, 21.13, 106.1, 21.2]
    gauge = next(kind for kind in said["kinds"] if kind["id"] == "river_gauge")
    assert gauge["assets"] == 1
    level = next(channel for channel in gauge["channels"] if channel["name"] == "water_level")
    assert (level["unit"], level["shown"]) == ("m", True)
    flags = {flag["name"]: (flag["bit"], flag["bad"]) for flag in said["quality"]}
    assert flags["range"] == (1, True)
    assert flags["late"] == (16, False)


def test_places_count_what_lies_inside(world: World) -> None:
    world.incident("gauge-1")
    world.incident("rain-1", severity="minor")
    items = world.client("viewer").get("/api/v1/places").json()["items"]
    found = {place["id"]: (place["assets"], place["open_incidents"]) for place in items}
    assert found == {"tinh": (4, 2), "phuong-kinh-bac": (3, 1), "xa-dong-ky": (1, 1)}
    assert next(place["population"] for place in items if place["id"] == "xa-dong-ky") is None


def test_an_old_address_is_found(world: World) -> None:
    client = world.client("viewer")
    found = client.get("/api/v1/places/find", params={"q": "dong ky, tu son"}).json()["items"]
    assert found[0]["place"] == "xa-dong-ky"
    assert found[0]["name"] == "Xã Đồng Kỵ"
    assert client.get("/api/v1/places/find", params={"q": "zzzzqqq"}).json()["items"] == []


def test_the_territory_is_geojson(world: World) -> None:
    said = world.client("viewer").get("/api/v1/places/geojson").json()
    assert said["type"] == "FeatureCollection"
    shapes = {feature["id"]: feature for feature in said["features"]}
    assert shapes["xa-dong-ky"]["properties"]["approximate"] is True
    ring = shapes["xa-dong-ky"]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]


def states(world: World) -> dict[str, str]:
    items = world.client("viewer").get("/api/v1/assets").json()["items"]
    return {asset["id"]: asset["state"] for asset in items}


def test_the_state_of_each_asset(world: World) -> None:
    assert states(world) == {
        "ts-1": "passive", "switch-1": "unheard", "gauge-1": "unheard", "rain-1": "unheard"
    }  # fmt: skip
    world.hear("gauge-1", "water_level", 2.5)
    world.hear("rain-1", "rain_1h", 99999, quality=int(Quality.RANGE))
    world.hear("switch-1", "online", 1)
    assert states(world) == {"ts-1": "passive", "switch-1": "ok", "gauge-1": "ok", "rain-1": "faulty"}
    world.incident("gauge-1")
    world.incident("rain-1", severity="minor")
    assert states(world)["gauge-1"] == "alarm"
    assert states(world)["rain-1"] == "warning"
    period = world.services.city.view.city.kinds["network_switch"].channels["online"].period_s
    world.clock.advance(3 * period + 2)
    assert states(world)["switch-1"] == "silent"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ts-1", "switch-1", "gauge-1", "rain-1"]),
        ("kind=river_gauge", ["gauge-1"]),
        ("kind=river_gauge&kind=rain_gauge", ["gauge-1", "rain-1"]),
        ("group=network", ["switch-1"]),
        ("place=xa-dong-ky", ["rain-1"]),
        ("place=tinh", ["ts-1", "switch-1", "gauge-1", "rain-1"]),
        ("place=nowhere", []),
        ("status=installed", ["ts-1"]),
        ("state=ok", ["gauge-1"]),
        ("q=dap cau", ["gauge-1"]),
        ("q=ĐÁP  CẦU", ["gauge-1"]),
        ("q=dong ky mua", ["rain-1"]),
        ("q=kinh bac", ["ts-1", "switch-1", "gauge-1"]),
        ("q=gauge", ["gauge-1", "rain-1"]),
        ("bbox=105.9,21.1,106.0,21.15", ["rain-1"]),
    ],
)
def test_assets_are_filtered(world: World, query: str, found: list[str]) -> None:
    world.hear("gauge-1", "water_level", 2.5)
    said = world.client("viewer").get(f"/api/v1/assets?{query}").json()
    assert [asset["id"] for asset in said["items"]] == found
    assert said["total"] == len(found)


def test_pages_join_without_gap(world: World) -> None:
    client = world.client("viewer")
    seen: list[str] = []
    cursor = None
    while True:
        said = client.get(
            "/api/v1/assets", params={"limit": 3} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [asset["id"] for asset in said["items"]]
        cursor = said["next_cursor"]
        if cursor is None:
            break
    assert seen == ["ts-1", "switch-1", "gauge-1", "rain-1"]


def test_the_map_has_columns_of_one_length_and_a_tag(world: World) -> None:
    client = world.client("viewer")
    world.hear("gauge-1", "water_level", 2.5)
    answer = client.get("/api/v1/map/assets")
    said = answer.json()
    columns = ("id", "name", "place", "lat", "lon", "kind", "state", "value", "simulated")
    assert {len(said[column]) for column in columns} == {4}
    place = said["id"].index("gauge-1")
    assert said["kinds"][said["kind"][place]] == "river_gauge"
    assert said["states"][said["state"][place]] == "ok"
    assert said["value"][place] == 2.5
    assert said["value"][said["id"].index("ts-1")] is None
    tag = answer.headers["etag"]
    same = client.get("/api/v1/map/assets", headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    world.hear("gauge-1", "water_level", 2.6)
    other = client.get("/api/v1/map/assets", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_one_asset_with_all_that_hangs_together(world: World) -> None:
    world.hear("gauge-1", "water_level", 2.5, age_s=60)
    world.hear("gauge-1", "water_level", 99, quality=int(Quality.RANGE))
    incident = world.incident("gauge-1")
    said = world.client("viewer", "ja").get("/api/v1/assets/gauge-1").json()
    assert said["urn"] == "urn:luylau:thu-nghiem:asset:gauge-1"
    assert said["powered_by"]["id"] == "ts-1"
    assert said["connected_via"]["name"] == "Bộ chuyển mạch 1"
    assert said["owner_name"] == "Công ty Điện lực"
    assert said["assumed"] is True
    channel = next(one for one in said["channels"] if one["name"] == "water_level")
    assert channel["latest"]["value"] == 99
    assert channel["latest"]["quality"] == int(Quality.RANGE)
    assert channel["latest_good"]["value"] == 2.5
    assert channel["latest_good"]["time"] == "2026-10-07T04:59:00Z"
    assert [(level["level"], level["value"]) for level in channel["levels"]] == [
        ("alarm-1", 4.3),
        ("alarm-3", 6.3),
    ]
    assert said["shown"]["value"] == 2.5
    assert [one["id"] for one in said["incidents"]] == [incident]
    assert "高水位" in said["incidents"][0]["title"]
    above = world.client("viewer").get("/api/v1/assets/ts-1").json()
    assert [one["id"] for one in above["dependants"]] == ["switch-1", "gauge-1"]
