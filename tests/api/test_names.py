"""What things of the city are called: in the reader's language where the pack has a name in it."""

from typing import Any

import pytest

from luylau.kernel.messages import Language
from tests.api.world import World

NAMES: dict[Language, dict[str, str]] = {
    "vi": {
        "ts-1": "Trạm biến áp 1",
        "switch-1": "Bộ chuyển mạch 1",
        "gauge-1": "Trạm thủy văn Đáp Cầu",
        "rain-1": "Trạm đo mưa Đồng Kỵ",
        "phuong-kinh-bac": "Phường Kinh Bắc",
        "dien-luc": "Công ty Điện lực",
    },
    "en": {
        "ts-1": "Substation 1",
        "switch-1": "Switch 1",
        "gauge-1": "Dap Cau gauge",
        "rain-1": "Dong Ky rain gauge",
        "phuong-kinh-bac": "Kinh Bac Ward",
        "dien-luc": "Power Company",
    },
    "ja": {
        "ts-1": "変電所1",
        "switch-1": "Bộ chuyển mạch 1",
        "gauge-1": "ダップカウ水位計",
        "rain-1": "Trạm đo mưa Đồng Kỵ",
        "phuong-kinh-bac": "キンバク坊",
        "dien-luc": "Công ty Điện lực",
    },
}
"""As the pack of the world has them; what has no Japanese name keeps the city's own."""

each_language = pytest.mark.parametrize("language", list(NAMES))


def get(world: World, language: str, path: str, q: str = "") -> dict[str, Any]:
    answer = world.client("admin", language).get(f"/api/v1{path}", params={"q": q} if q else {})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


@each_language
def test_the_map(world: World, language: Language) -> None:
    said = get(world, language, "/map/assets")
    assets = ["ts-1", "switch-1", "gauge-1", "rain-1"]
    assert said["id"] == assets
    assert said["name"] == [NAMES[language][asset] for asset in assets]
    assert said["own_name"] == [NAMES["vi"][asset] for asset in assets]


def test_the_maps_tag_is_of_a_language(world: World) -> None:
    world.user("admin")
    reader = world.client("viewer")
    english = reader.get("/api/v1/map/assets").headers["etag"]
    headers = {"If-None-Match": english}
    assert reader.get("/api/v1/map/assets", headers=headers).status_code == 304
    changed = reader.patch(
        "/api/v1/session", json={"language": "ja"}, headers={"Origin": "http://testserver"}
    )
    assert changed.status_code == 200
    japanese = reader.get("/api/v1/map/assets", headers=headers)
    assert japanese.status_code == 200
    assert japanese.headers["etag"] != english
    assert "変電所1" in japanese.json()["name"]


@each_language
def test_an_asset_and_what_it_hangs_on(world: World, language: Language) -> None:
    names = NAMES[language]
    world.incident("gauge-1")
    said = get(world, language, "/assets/gauge-1")
    assert said["name"] == NAMES["vi"]["gauge-1"], "beside all its names stands the city's own"
    assert said["names"] == {"en": "Dap Cau gauge", "ja": "ダップカウ水位計"}
    assert said["place_name"] == names["phuong-kinh-bac"]
    assert said["powered_by"]["name"] == names["ts-1"]
    assert said["connected_via"]["name"] == names["switch-1"]
    assert said["incidents"][0]["asset_name"] == names["gauge-1"]
    above = get(world, language, "/assets/ts-1")
    assert above["owner_name"] == names["dien-luc"]
    assert [one["name"] for one in above["dependants"]] == [names["switch-1"], names["gauge-1"]]


@each_language
def test_incidents_and_findings(world: World, language: Language) -> None:
    incident = world.incident("gauge-1")
    listed = get(world, language, "/incidents")["items"][0]
    shown = get(world, language, f"/incidents/{incident}")
    for said in (listed, shown, shown["findings"][0], get(world, language, "/findings")["items"][0]):
        assert said["asset_name"] == NAMES[language]["gauge-1"]
        assert said["place_name"] == NAMES[language]["phuong-kinh-bac"]
    rule = {"vi": "Nước cao: ", "en": "High water: ", "ja": "高水位："}[language]
    assert listed["title"] == shown["title"] == rule + NAMES[language]["gauge-1"]


def test_an_incident_outlives_its_asset(world: World) -> None:
    world.incident("rain-1")
    assets = world.city_folder / "assets.csv"
    kept = [row for row in assets.read_text("utf-8").splitlines() if not row.startswith("rain-1,")]
    assets.write_text("\n".join([*kept, ""]), "utf-8")
    assert world.services.city.reload()
    said = get(world, "en", "/incidents")["items"][0]
    assert said["asset_name"] == "Trạm đo mưa Đồng Kỵ"
    assert said["title"] == "High water: Trạm đo mưa Đồng Kỵ"


def test_an_incident_shows_the_name_of_today(world: World) -> None:
    world.incident("gauge-1")
    assets = world.city_folder / "assets.csv"
    assets.write_text(assets.read_text("utf-8").replace("Dap Cau gauge", "Dap Cau bridge"), "utf-8")
    assert world.services.city.reload()
    assert get(world, "en", "/incidents")["items"][0]["asset_name"] == "Dap Cau bridge"


@pytest.mark.parametrize("words", ["dap cau gauge", "ダップカウ", "thuy van", "kinh bac ward", "キンバク坊"])
def test_incidents_are_found_by_every_name(world: World, words: str) -> None:
    incident = world.incident("gauge-1")
    world.incident("rain-1")
    assert [one["id"] for one in get(world, "en", "/incidents", q=words)["items"]] == [incident]


@each_language
def test_a_place_found_and_a_place_drawn(world: World, language: Language) -> None:
    found = get(world, language, "/places/find", q="kinh bac")["items"][0]
    assert found["name"] == NAMES[language]["phuong-kinh-bac"]
    features = get(world, language, "/places/geojson")["features"]
    drawn = {one["id"]: one["properties"] for one in features}["phuong-kinh-bac"]
    assert (drawn["name"], drawn["names"]["ja"]) == ("Phường Kinh Bắc", "キンバク坊")


@each_language
def test_what_a_rule_would_have_fired_on(world: World, language: Language) -> None:
    at = world.clock.now_us() - 60_000_000
    world.keep("gauge-1", "water_level", [(at, 6.5, 0)])
    rule = get(world, language, "/rules/river-alarm-3")["rule"]
    body = {"rule": rule, "start": "2026-10-07T04:00:00Z", "end": "2026-10-07T05:00:00Z"}
    said = world.client("admin", language).post("/api/v1/rules/preview", json=body).json()
    assert [one["asset_name"] for one in said["firings"]] == [NAMES[language]["gauge-1"]]
