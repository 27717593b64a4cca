"""Cameras over the API: plans, events, verdicts, clips, and who may look."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pyrage import x25519

from luylau.api.camerahub import MOST_STREAMS, CameraHub
from luylau.kernel.clock import MICROS
from luylau.security.vault import Custodian, Sealing, open_with, seal
from luylau.vision.archive import About, Original, Recording
from luylau.vision.events import CameraEvent, Crossed
from tests.api.world import NOW, World

CAMERAS = """
version = 1

[[camera]]
camera = "cam-1"
main = "rtsp://192.0.2.1/main"
heading_deg = 90

[[camera.scene]]
id = "fence"
name = "Hàng rào"
kind = "intrusion"
points = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]
severity = "major"

[[camera.zone]]
id = "window"
name = "Cửa sổ"
points = [[0, 0], [0.2, 0], [0.2, 0.2]]
"""


@pytest.fixture
def watched(world: World) -> World:
    assets = world.city_folder / "assets.csv"
    camera = (
        "cam-1,camera,Camera cổng,Gate camera,,phuong-kinh-bac,21.18,106.05,,,0,normal,,installed,survey,"
    )
    assets.write_text(assets.read_text(encoding="utf-8") + camera + "\n", encoding="utf-8")
    (world.city_folder / "cameras.toml").write_text(CAMERAS, encoding="utf-8")
    world.services.city.reload()
    return world


def event(number: int, **other: object) -> CameraEvent:
    values: dict[str, Any] = {
        "id": f"finding-{number:02}",
        "camera": "cam-1",
        "place": "phuong-kinh-bac",
        "scene": "fence",
        "scene_name": "Hàng rào",
        "scene_version": 1,
        "kind": "intrusion",
        "label": "person",
        "severity": "major",
        "opened_us": NOW + number * MICROS,
        "seen_us": NOW + number * MICROS,
        "cleared_us": None,
        "confidence": 0.7,
        "box": (0.1, 0.2, 0.3, 0.5),
        "key": "vision-scene-intrusion",
        "fields": {"scene": "Hàng rào", "seconds": 14, "count": 1, "label": "person"},
        "model": "model",
        "simulated": False,
    }
    return CameraEvent(**(values | other))


def keep_clip(world: World, finding: str, original: Original | None = None) -> str:
    made = Recording(
        data=bytes(range(256)) * 10,
        thumbnail=b"\xff\xd8jpeg",
        from_us=NOW,
        to_us=NOW + 15 * MICROS,
        width=640,
        height=360,
        frames=75,
    )
    about = About(
        camera="cam-1",
        finding=finding,
        scene="fence",
        purpose={"en": "Test"},
        model="model",
        expires_us=NOW + 30 * 86_400 * MICROS,
    )
    return world.services.clips.keep(made, about, original=original).id


def test_what_no_worker_tells_of_is_unknown_and_what_one_tells_is_shown(watched: World) -> None:
    client = watched.client("viewer")
    listed = client.get("/api/v1/cameras").json()
    (camera,) = listed["items"]
    assert (camera["phase"], camera["name"], camera["heading_deg"]) == ("unknown", "Gate camera", 90)
    assert (listed["detector"], listed["planned"], listed["unplanned"]) == ("", 1, 0)
    state = {
        "camera": "cam-1", "phase": "waiting", "since_us": NOW, "fault": "vision-source-silent",
        "fault_fields": {"address": "rtsp://192.0.2.1/main", "seconds": 10}, "last_us": NOW, "people": 2,
        "vehicles": 1, "conditions": ["dark"], "frames_per_s": 25.0, "analyses_per_s": 5.0, "age_ms": 90.0,
        "dropped": 3, "width": 640, "height": 360,
    }  # fmt: skip
    said = {"cameras": [state], "faults": {}, "detector": "yolox"}
    watched.services.camera_hub.note("cameras.state.0", msgspec.json.encode(said))
    listed = client.get("/api/v1/cameras").json()
    (camera,) = listed["items"]
    assert (camera["phase"], camera["people"], listed["detector"]) == ("waiting", 2, "yolox")
    assert "Nothing came from rtsp://192.0.2.1/main" in camera["fault"]
    assert camera["remedy"]
    assert camera["conditions"] == ["The camera sees only darkness"]


def test_who_may_says_that_a_picture_is_new_and_a_worker_hears_it(watched: World) -> None:
    client, url = watched.client("operator"), "/api/v1/cameras/cam-1/relearn"

    def entries() -> list[tuple[str, str, str, object]]:
        said = [one for one in watched.audit() if one.action == "camera.relearn" and "step" in one.detail]
        return [(one.actor, one.resource, one.outcome, one.detail["step"]) for one in said]

    def tell(**said: object) -> None:
        told = {"cameras": [], "faults": {}, "detector": ""} | said
        watched.services.camera_hub.note("cameras.state.0", msgspec.json.encode(told))

    away = client.post(url)
    assert (away.status_code, away.json()["key"]) == (503, "camera-not-watched")
    tell(faults={"cam-1": {"key": "vision-source-address", "fields": {}}})
    assert client.post(url).status_code == 503
    tell(cameras=[{"camera": "cam-1", "phase": "streaming"}])
    watched.workers_away = True
    assert client.post(url).json()["key"] == "broker-away"
    operator = watched.user("operator").id
    asked, sent = (operator, "cam-1", "done", "asked"), (operator, "cam-1", "done", "sent")
    # That it was asked for is written before it is said, and that it could not be said after that.
    assert entries() == [asked, (operator, "cam-1", "failed", "sent")] * 3
    assert watched.relearned == []
    watched.workers_away = False
    assert client.post(url).status_code == 204
    assert [msgspec.json.decode(one) for one in watched.relearned] == [{"camera": "cam-1"}]
    assert entries()[6:] == [asked, sent]
    assert watched.client("viewer").post(url).status_code == 403
    unknown = client.post("/api/v1/cameras/gauge-1/relearn")
    assert (unknown.status_code, unknown.json()["key"]) == (404, "camera-unknown")


def test_addresses_and_hidden_zones_are_for_who_plans(watched: World) -> None:
    for role, address, zones in (("operator", "", []), ("admin", "rtsp://192.0.2.1/main", ["window"])):
        found = watched.client(role).get("/api/v1/cameras/cam-1").json()  # type: ignore[arg-type]
        assert (found["main"], [one["id"] for one in found["zones"]]) == (address, zones)
        assert [one["name"] for one in found["scenes"]] == ["Hàng rào"]


def test_privacy_is_changed_whole_with_what_was_before_in_the_audit(watched: World) -> None:
    client = watched.client("admin")
    version = client.get("/api/v1/cameras/cam-1").json()["version"]
    body = {"zones": [], "purpose": {"en": "Gate"}, "retention_days": 7}
    made = client.put("/api/v1/cameras/cam-1/privacy", json=body, headers={"If-Match": f'"{version}"'})
    assert (made.status_code, made.json()["retention_days"], made.json()["zones"]) == (200, 7, [])
    again = client.put("/api/v1/cameras/cam-1/privacy", json=body, headers={"If-Match": f'"{version}"'})
    assert (again.status_code, again.json()["key"]) == (409, "vision-plan-changed")
    (entry,) = [one for one in watched.audit() if one.action == "camera.policy" and one.outcome == "done"]
    assert entry.detail["zones_before"] == {"window": "0.000,0.000 0.200,0.000 0.200,0.200"}
    assert (entry.detail["zones"], entry.detail["retention_days_before"]) == ({}, 30)
    assert "city.changed" in watched.bus.told


def test_events_are_found_explained_and_judged(watched: World) -> None:
    book = watched.services.camera_events
    book.record([event(number) for number in range(3)] + [event(5, kind="crowd", label="", scene="square")])
    clip = keep_clip(watched, "finding-01")
    client = watched.client("operator")
    first = client.get("/api/v1/camera-events?limit=2").json()
    assert [one["id"] for one in first["items"]] == ["finding-05", "finding-02"]
    rest = client.get(f"/api/v1/camera-events?limit=2&cursor={first['next_cursor']}").json()
    assert [(one["id"], one["clip"]) for one in rest["items"]] == [("finding-01", clip), ("finding-00", "")]
    assert rest["next_cursor"] is None
    shown = client.get("/api/v1/camera-events/finding-01").json()
    assert shown["title"] == "Somebody inside “Hàng rào”"
    assert "14 s" in shown["explanation"]
    assert client.get("/api/v1/camera-events?cursor=nonsense").json()["key"] == "cursor-wrong"
    found = client.get("/api/v1/camera-events?kind=crowd&place=phuong-kinh-bac").json()["items"]
    assert [one["id"] for one in found] == ["finding-05"]
    url = "/api/v1/camera-events/finding-01/verdict"
    judged = client.put(url, json={"verdict": "wrong", "seen": ""})
    assert (judged.status_code, judged.json()["verdict"]) == (200, "wrong")
    assert client.put(url, json={"verdict": "right", "seen": ""}).json()["key"] == "camera-event-judged"
    (precision,) = client.get("/api/v1/cameras/cam-1").json()["precision"][:1]
    assert (precision["scene"], precision["seen"], precision["wrong"], precision["share"]) == (
        "fence",
        3,
        1,
        0,
    )


def test_line_counts_of_a_span(watched: World) -> None:
    crossed = Crossed(camera="cam-1", scene="gate", minute_us=NOW, label="person", forward=3, backward=1)
    watched.services.camera_events.record([], [crossed])
    client = watched.client("viewer")
    found = client.get(
        "/api/v1/cameras/cam-1/counts?start=2026-10-07T04:00:00Z&end=2026-10-07T06:00:00Z"
    ).json()["items"]
    assert [(one["scene"], one["forward"], one["backward"]) for one in found] == [("gate", 3, 1)]
    wrong = client.get("/api/v1/cameras/cam-1/counts?start=2026-10-07T04:00:00Z&end=2026-01-07T06:00:00Z")
    assert (wrong.status_code, wrong.json()["key"]) == (422, "camera-counts-span")


def test_a_clip_is_played_by_ranges_exported_and_deleted(watched: World) -> None:
    clip = keep_clip(watched, "finding-01")
    client = watched.client("operator")
    url = f"/api/v1/clips/{clip}"
    whole = client.get(f"{url}/video")
    assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (
        200, bytes(range(256)) * 10, "bytes",
    )  # fmt: skip
    part = client.get(f"{url}/video", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["content-range"] == "bytes 10-19/2560"
    assert client.get(f"{url}/video", headers={"Range": "bytes=-6"}).content == bytes(range(250, 256))
    assert client.get(f"{url}/thumbnail").content == b"\xff\xd8jpeg"
    assert [one["id"] for one in client.get("/api/v1/clips?finding=finding-01").json()["items"]] == [clip]
    package = client.post(f"{url}/package?why=police")
    assert package.content.startswith(b"PK")
    assert client.delete(f"{url}?why=mistake").status_code == 403
    assert watched.client("admin").delete(f"{url}?why=mistake").json()["id"] == clip
    gone = client.get(f"{url}/video")
    assert (gone.status_code, gone.json()["key"]) == (404, "clip-deleted")
    reads = [one for one in watched.audit() if one.action == "clip.read" and one.outcome == "done"]
    assert len(reads) == 1
    assert client.get("/api/v1/clips?finding=finding-01").json()["items"] == []


def test_a_sealed_original_is_handed_out_as_it_is_to_who_may(watched: World) -> None:
    keys = [x25519.Identity.generate() for _ in range(3)]
    custodians = [Custodian(name=f"c-{at}", key=str(one.to_public())) for at, one in enumerate(keys)]
    until_us = NOW + 7 * 86_400 * MICROS
    sealing = Sealing(subject="cam-1/1-2", camera="cam-1", purpose="Investigations", until_us=until_us)
    sealed = seal(b"unmasked", custodians, sealing)
    clip = keep_clip(watched, "finding-02", Original(sealed=sealed, until_us=until_us))
    bare = keep_clip(watched, "finding-03")
    client = watched.client("admin")
    assert client.get(f"/api/v1/clips/{clip}").json()["original_until"] == "2026-10-14T05:00:00Z"
    assert client.get(f"/api/v1/clips/{bare}").json()["original_until"] is None
    url = f"/api/v1/clips/{clip}/original"
    assert watched.client("operator").get(f"{url}?why=court").status_code == 403
    for without in (url, f"{url}?why=", f"{url}?why=%20%20"):
        assert client.get(without).status_code == 422
    none = client.get(f"/api/v1/clips/{bare}/original?why=court")
    assert (none.status_code, none.json()["key"]) == (404, "clip-no-original")
    got = client.get(f"{url}?why=court%20order%2012")
    assert (got.status_code, got.content) == (200, sealed)
    assert got.headers["content-disposition"] == f'attachment; filename="{clip}.sealed"'
    assert got.headers["cache-control"] == "no-store"
    assert open_with(got.content, str(keys[2]), str(keys[0])) == b"unmasked"
    (entry,) = [
        one for one in watched.audit() if one.action == "clip.read_original" and one.outcome == "done"
    ]
    assert (entry.actor, entry.resource, entry.detail) == (
        watched.user("admin").id, clip, {"reason": "court order 12"},
    )  # fmt: skip


def test_live_pictures_end_with_the_session_and_each_gets_the_newest() -> None:
    sent: list[bytes] = []

    async def send(_: str, payload: bytes) -> None:
        sent.append(payload)

    async def play() -> None:
        hub = CameraHub(send)
        valid = [True, True, False]

        async def still_valid() -> bool:
            return valid.pop(0) if len(valid) > 1 else valid[0]

        stream = hub.pictures(("cam-1",), "user-1", still_valid)
        assert await anext(stream) == b"--picture\r\n"
        await asyncio.sleep(0)
        assert hub.streams_of("user-1") == 1
        for picture in (b"first", b"second"):
            hub.note("cameras.picture.cam-1", NOW.to_bytes(8, "big") + picture)
        hub.note("cameras.picture.other", NOW.to_bytes(8, "big") + b"other")
        part = await anext(stream)
        assert f"X-Camera: cam-1\r\nX-Time: {NOW}\r\nContent-Length: 6\r\n\r\nsecond\r\n".encode() in part
        # The third time that the session is asked about it is gone.
        assert [one async for one in stream] == []
        assert hub.streams_of("user-1") == 0
        assert msgspec.json.decode(sent[0]) == {"cameras": ["cam-1"], "seconds": 6.0}

    asyncio.run(play())


def test_who_looks_is_written_down_once_and_nobody_opens_streams_without_end(watched: World) -> None:
    client = watched.client("operator")
    unknown = client.get("/api/v1/cameras/live?camera=nothing")
    assert (unknown.status_code, unknown.json()["key"]) == (404, "camera-unknown")
    hub = watched.services.camera_hub
    hub.close()  # so that a stream ends at once
    for _ in range(2):
        assert client.get("/api/v1/cameras/live?camera=cam-1").status_code == 200
    looks = [one for one in watched.audit() if one.action == "camera.look" and one.outcome == "done"]
    assert [one.detail["cameras"] for one in looks] == [["cam-1"]]
    assert watched.client("viewer").get("/api/v1/cameras/live?camera=cam-1").status_code == 403
    user = watched.user("operator").id

    async def crowd() -> None:
        async def still_valid() -> bool:
            return True

        streams = [hub.pictures(("cam-1",), user, still_valid) for _ in range(MOST_STREAMS)]
        for stream in streams:
            await anext(stream)
        refused = await asyncio.to_thread(client.get, "/api/v1/cameras/live?camera=cam-1")
        assert (refused.status_code, refused.json()["key"]) == (429, "camera-streams-many")
        for stream in streams:
            await stream.aclose()

    asyncio.run(crowd())


def test_clips_lie_where_they_are_set(watched: World, tmp_path: Path) -> None:
    clip = keep_clip(watched, "finding-09")
    assert [file.name for file in tmp_path.rglob("clip-*")] == [f"{clip}.clip"]
