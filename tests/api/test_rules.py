"""Rules: read, tried on history, changed, put back."""

from typing import Any

from luylau.kernel.clock import MICROS, parse_iso
from tests.api.world import World

PATH = "/api/v1/rules"
DRAFT: dict[str, Any] = {
    "id": "river-high",
    "kind": "threshold",
    "names": {"vi": "Nước cao", "en": "High water", "ja": "高水位"},
    "severity": "major",
    "group": "river-high",
    "applies_to": {"asset_kind": "river_gauge", "channel": "water_level"},
    "op": "ge",
    "value": 2.0,
}


def headers(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def test_rules_are_listed_with_their_version(world: World) -> None:
    client = world.client("viewer")
    said = client.get(PATH).json()
    assert said["version"] == 1
    assert [rule["id"] for rule in said["items"]] == ["river-alarm-3"]
    one = client.get(f"{PATH}/river-alarm-3").json()
    assert one["rule"]["level"] == "alarm-3"
    assert one["rule"]["value"] is None
    assert one["rule"]["enabled"] is True
    missing = client.get(f"{PATH}/none")
    assert (missing.status_code, missing.json()["key"]) == (404, "rule-unknown")


def test_rules_are_changed_one_version_after_the_other(world: World) -> None:
    admin = world.client("admin")
    made = admin.post(PATH, json=DRAFT, headers=headers(1))
    assert made.status_code == 201, made.text
    assert (made.json()["version"], made.json()["rule"]["value"]) == (2, 2.0)
    again = admin.post(PATH, json=DRAFT, headers=headers(2))
    assert (again.status_code, again.json()["key"]) == (409, "rule-exists")
    stale = admin.put(f"{PATH}/river-high", json={**DRAFT, "value": 3.0}, headers=headers(1))
    assert (stale.status_code, stale.json()["key"]) == (409, "rules-changed")
    put = admin.put(f"{PATH}/river-high", json={**DRAFT, "value": 3.0}, headers=headers(2))
    assert (put.json()["version"], put.json()["rule"]["value"]) == (3, 3.0)
    left = admin.delete(f"{PATH}/river-high", headers=headers(3)).json()
    assert (left["version"], [rule["id"] for rule in left["items"]]) == (4, ["river-alarm-3"])
    back = admin.post(f"{PATH}/versions/2/restore", headers=headers(4)).json()
    assert (back["version"], back["items"][1]["value"]) == (5, 2.0)
    assert admin.post(f"{PATH}/versions/77/restore", headers=headers(5)).status_code == 404
    assert world.bus.told.count("rules.changed") == 4
    assert [event.kind for event in world.told()] == ["rule.changed"] * 4
    done = [entry for entry in world.audit() if entry.action == "rule.edit" and entry.outcome == "done"]
    assert len(done) == 4


def test_a_wrong_rule_names_each_fault(world: World) -> None:
    admin = world.client("admin")
    wrong = {**DRAFT, "applies_to": {"asset_kind": "unicorn", "channel": "water_level"}}
    answer = admin.post(PATH, json=wrong, headers=headers(1))
    assert answer.status_code == 422
    assert [fault["column"] for fault in answer.json()["faults"]] == ["applies_to.asset_kind"]
    answer = admin.post(PATH, json={**DRAFT, "kind": "magic"}, headers=headers(1))
    assert answer.json()["faults"][0]["key"] == "field-no-choice"
    answer = admin.put(f"{PATH}/other", json=DRAFT, headers=headers(1))
    assert (answer.status_code, answer.json()["key"]) == (422, "rule-id-differs")
    answer = admin.put(f"{PATH}/river-high", json=DRAFT, headers=headers(1))
    assert (answer.status_code, answer.json()["key"]) == (404, "rule-unknown")
    assert admin.get(PATH).json()["version"] == 1


def test_a_rule_is_tried_on_history(world: World) -> None:
    start = parse_iso("2026-10-06T00:00:00Z")
    levels = [1.0] * 6 + [2.5] * 6 + [1.0] * 6 + [2.5] * 6
    rows = [(start + n * 600 * MICROS, level, 0) for n, level in enumerate(levels)]
    world.keep("gauge-1", "water_level", rows)
    span = {"start": "2026-10-06T00:00:00Z", "end": "2026-10-06T04:00:00Z"}
    client = world.client("operator")
    said = client.post(f"{PATH}/preview", json={"rule": DRAFT, **span}).json()
    assert said["fired"] == 2
    assert said["series"] == 1
    assert [(one["asset"], one["opened"], one["value"]) for one in said["firings"]] == [
        ("gauge-1", "2026-10-06T01:00:00Z", 2.5),
        ("gauge-1", "2026-10-06T03:00:00Z", 2.5),
    ]
    assert said["firings"][0]["closed"] == "2026-10-06T02:00:00Z"
    assert said["firings"][1]["closed"] is None
    too_long = {"rule": DRAFT, "start": "2026-01-01T00:00:00Z", "end": span["end"]}
    answer = client.post(f"{PATH}/preview", json=too_long)
    assert (answer.status_code, answer.json()["key"]) == (422, "preview-span-wrong")
    assert client.get(PATH).json()["version"] == 1


BOTH: dict[str, Any] = {
    "id": "both",
    "kind": "combination",
    "names": {"vi": "Cả hai", "en": "Both", "ja": "両方"},
    "severity": "critical",
    "group": "both",
    "same": "place",
    "within_s": 3_600,
    "all": [{"rule": "river-high"}, {"group": "river-alarm"}],
}


def test_combinations_stand_among_the_rules(world: World) -> None:
    admin = world.client("admin")
    made = admin.post(PATH, json=BOTH, headers=headers(1))
    assert made.status_code == 201, made.text
    assert made.json()["rule"] == {
        **BOTH,
        "enabled": True,
        "note": "",
        "any_of": [],
        "unless": [],
        "within_m": None,
        "clear": "any",
        "hold_s": 0,
        "all": [
            {"rule": "river-high", "group": "", "asset_kind": "", "channel": "", "feeds": "", "min": 1},
            {"rule": "", "group": "river-alarm", "asset_kind": "", "channel": "", "feeds": "", "min": 1},
        ],
    }
    off = admin.put(f"{PATH}/both", json={**made.json()["rule"], "enabled": False}, headers=headers(2))
    assert off.json()["rule"]["enabled"] is False
    assert [rule["kind"] for rule in admin.get(PATH).json()["items"]] == ["threshold", "combination"]
    wrong = admin.put(f"{PATH}/both", json={**BOTH, "within_m": 5}, headers=headers(3))
    assert [fault["key"] for fault in wrong.json()["faults"]] == ["rule-one-of"]


def test_a_combination_is_tried_on_history(world: World) -> None:
    admin = world.client("admin")
    made = admin.post(PATH, json={**DRAFT, "value": 2.0}, headers=headers(1))
    assert made.status_code == 201, made.text
    start = parse_iso("2026-10-06T00:00:00Z")
    rows = [(start + n * 600 * MICROS, 1.0 if n < 6 else 2.5 if n < 9 else 9.0, 0) for n in range(18)]
    world.keep("gauge-1", "water_level", rows)
    span = {"start": "2026-10-06T00:00:00Z", "end": "2026-10-06T03:00:00Z"}
    twice = {**BOTH, "all": [{"rule": "river-high"}, {"rule": "river-alarm-3"}]}
    said = world.client("operator").post(f"{PATH}/preview", json={"rule": twice, **span}).json()
    assert (said["fired"], said["series"]) == (1, 2)
    fired = said["firings"][0]
    assert (fired["asset"], fired["channel"], fired["value"], fired["threshold"]) == ("gauge-1", "", 2, 2)
    assert fired["opened"] == "2026-10-06T01:30:00Z"
    never = {**twice, "within_s": 60}
    said = world.client("operator").post(f"{PATH}/preview", json={"rule": never, **span}).json()
    assert said["fired"] == 0
