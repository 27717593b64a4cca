import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from luylau.city.model import City
from luylau.city.pack import load
from luylau.kernel.errors import BadFile, Conflict, Fault, Unavailable
from luylau.kernel.messages import LANGUAGES, fault_text, has_message
from luylau.vision import plan_file
from luylau.vision.plan import CameraPlan, Hours, Policy, PrivacyZone, Scene
from luylau.vision.plan_check import FILE, changed, plan_from_data, plan_to_data
from luylau.vision.plan_file import (
    Cameras,
    CamerasFile,
    cameras_from_data,
    check_cameras,
    load_cameras,
    save_cameras,
)

PACK = Path(__file__).resolve().parents[3] / "src/luylau/cities/bac_ninh"
SQUARE = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]
SCENE = {"id": "fence", "name": "Fence", "kind": "intrusion", "points": SQUARE}
LINE = {"id": "gate", "name": "Gate", "kind": "line_crossing", "points": [[0.1, 0.5], [0.9, 0.5]]}
CAMERA: dict[str, Any] = {"camera": "cam-1", "main": "rtsp://10.0.0.5/main"}

FULL = CameraPlan(
    camera="cam-1",
    main="rtsp://10.0.0.5:8554/main?channel=1",
    sub="rtsp://10.0.0.5/sub/{user}/{password}",
    transport="udp",
    rate_hz=2.5,
    heading_deg=270.0,
    view_deg=80.0,
    scenes=(
        Scene(
            id="fence", name='Hàng rào "B"', kind="intrusion", points=((0.1, 0.2), (0.5, 0.2), (0.5, 0.9)),
            labels=("person", "car"), dwell_s=2.0, severity="major", version=3,
            hours=(Hours(days=(0, 6), start=18 * 60, end=6 * 60 + 5), Hours(days=(2,), start=0, end=1440)),
        ),
        Scene(id="road", name="Road", kind="wrong_way", points=((0.0, 1.0), (1.0, 0.0)), direction="forward"),
        Scene(id="square", name="Square", kind="crowd", points=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)), limit=9),
        Scene(id="gauge", name="Gauge", kind="water", points=((0.2, 0.8), (0.3, 0.8))),
        Scene(id="dry", name="Dry", kind="water", points=((0.2, 0.8), (0.3, 0.8)), enabled=False),
    ),
    zones=(PrivacyZone(id="window", name="Window", points=((0.0, 0.0), (0.2, 0.0), (0.2, 0.2))),),
    policy=Policy(
        purpose={"vi": "An toàn giao thông", "en": "Traffic safety"}, retention_days=14, original=True,
        original_purpose="court", original_days=3,
    ),
    pre_s=3.0,
    simulated=True,
    version=7,
)  # fmt: skip


@pytest.fixture(scope="module")
def city() -> City:
    return load(PACK)


def camera_of(city: City) -> str:
    return next(asset.id for asset in city.assets.values() if asset.kind == "camera")


def scene(kind: str = "intrusion", /, **changes: object) -> dict[str, Any]:
    base = LINE if kind in ("line_crossing", "wrong_way", "water") else SCENE
    return {**CAMERA, "scene": [{**base, "kind": kind, **changes}]}


def zone(**changes: object) -> dict[str, Any]:
    return {**CAMERA, "zone": [{"id": "z", "name": "Z", "points": SQUARE, **changes}]}


def without(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


BROKEN = [
    (without(CAMERA, "camera"), "camera", "field-missing"),
    (without(CAMERA, "main"), "main", "field-missing"),
    ({**CAMERA, "camera": "Not An Id"}, "camera", "id-bad"),
    ({**CAMERA, "colour": 1}, "colour", "key-unknown"),
    ({**CAMERA, "main": 5}, "main", "field-type"),
    ({**CAMERA, "main": ""}, "main", "address-unknown"),
    ({**CAMERA, "main": "http://10.0.0.5/"}, "main", "address-unknown"),
    ({**CAMERA, "main": "rtsp:///main"}, "main", "address-unknown"),
    ({**CAMERA, "main": "rtsp://10.0.0.5:99999/"}, "main", "address-unknown"),
    ({**CAMERA, "main": "rtsp://10.0.0.5/a b"}, "main", "address-unknown"),
    ({**CAMERA, "main": "file:"}, "main", "address-unknown"),
    ({**CAMERA, "main": "file:../../etc/passwd"}, "main", "address-unknown"),
    ({**CAMERA, "main": "file:/etc/passwd"}, "main", "address-unknown"),
    ({**CAMERA, "main": "usb:front"}, "main", "address-unknown"),
    ({**CAMERA, "main": "rtsp://admin:hunter2@10.0.0.5/"}, "main", "address-secret"),
    ({**CAMERA, "sub": "rtsp://admin@10.0.0.5/"}, "sub", "address-secret"),
    ({**CAMERA, "sub": "admin:hunter2@10.0.0.5"}, "sub", "address-secret"),
    ({**CAMERA, "sub": "rtsp://10.0.0.5/user=a&password=hunter2&channel=1"}, "sub", "address-secret"),
    ({**CAMERA, "transport": "smoke"}, "transport", "field-choice"),
    ({**CAMERA, "rate_hz": 0}, "rate_hz", "field-range"),
    ({**CAMERA, "heading_deg": 361}, "heading_deg", "field-range"),
    ({**CAMERA, "pre_s": -1}, "pre_s", "field-range"),
    ({**CAMERA, "simulated": "yes"}, "simulated", "field-type"),
    ({**CAMERA, "version": 0}, "version", "field-range"),
    ({**CAMERA, "policy": 5}, "policy", "field-type"),
    ({**CAMERA, "policy": {"retention_days": 0}}, "policy.retention_days", "field-range"),
    ({**CAMERA, "policy": {"kept": 1}}, "policy.kept", "key-unknown"),
    ({**CAMERA, "policy": {"original": True}}, "policy.original_purpose", "original-purpose"),
    (
        {**CAMERA, "policy": {"original": True, "original_purpose": " "}},
        "policy.original_purpose",
        "original-purpose",
    ),
    ({**CAMERA, "policy": {"purpose": {"fr": "x"}}}, "policy.purpose.fr", "key-unknown"),
    ({**CAMERA, "policy": {"purpose": {"en": " "}}}, "policy.purpose.en", "purpose-empty"),
    ({**CAMERA, "scene": 5}, "scene", "field-type"),
    ({**CAMERA, "policy": {"purpose": "x"}}, "policy.purpose", "field-type"),
    ({**CAMERA, "camera": 5}, "camera", "field-type"),
    (scene(id=7), "scene.0.id", "field-type"),
    (scene(name=""), "scene.0.name", "name-length"),
    (scene(name="x" * 81), "scene.0.name", "name-length"),
    (scene("magic"), "scene.0.kind", "field-choice"),
    (scene(points=[[0.1, 0.1], [0.5, 0.5]]), "scene.0.points", "points-few"),
    (scene(points=[[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]]), "scene.0.points", "polygon-crosses"),
    (scene(points=[[0.1, 0.1], [0.5, 0.5], [0.3, 0.3]]), "scene.0.points", "polygon-crosses"),
    (scene(points=[[0.1, 0.1], [0.5, 0.1], [0.5, 0.1001]]), "scene.0.points", "polygon-flat"),
    (scene(points=[[0.1, 0.1], [1.5, 0.1], [0.5, 0.5]]), "scene.0.points.1", "field-range"),
    (scene(points=[[0.1, 0.1], [math.nan, 0.1], [0.5, 0.5]]), "scene.0.points.1", "field-range"),
    (scene(points=[[0.1, 0.1], ["x", 0.1], [0.5, 0.5]]), "scene.0.points.1", "field-type"),
    (scene(points=[[0.1, 0.1, 0.1]]), "scene.0.points", "field-type"),
    (scene(points=[[0.1, 0.1]] * 65), "scene.0.points", "points-many"),
    (scene("line_crossing", points=[[0.1, 0.1]]), "scene.0.points", "points-few"),
    (scene("line_crossing", points=[[0.1, 0.1], [0.1, 0.1]]), "scene.0.points", "line-short"),
    (scene(labels=["cat"]), "scene.0.labels", "field-choice"),
    (scene(labels="car"), "scene.0.labels", "field-type"),
    (scene(labels=["car", "car"]), "scene.0.labels", "twice-in-list"),
    (scene("stopped_vehicle", dwell_s=60, labels=["person"]), "scene.0.labels", "labels-vehicles"),
    (scene("object_left", dwell_s=60, labels=["car"]), "scene.0.labels", "not-for-kind"),
    (scene(dwell_s=-1), "scene.0.dwell_s", "field-range"),
    (scene("loitering"), "scene.0.dwell_s", "dwell-needed"),
    (scene("object_left", dwell_s=0), "scene.0.dwell_s", "dwell-needed"),
    (scene("crowd"), "scene.0.limit", "limit-needed"),
    (scene("crowd", limit=-1), "scene.0.limit", "field-range"),
    (scene(limit=5), "scene.0.limit", "not-for-kind"),
    (scene("wrong_way"), "scene.0.direction", "wrong-way-direction"),
    (scene("wrong_way", direction="both"), "scene.0.direction", "wrong-way-direction"),
    (scene(direction="forward"), "scene.0.direction", "not-for-kind"),
    (scene(severity="bad"), "scene.0.severity", "field-choice"),
    (scene(hours=[5]), "scene.0.hours", "field-type"),
    (scene(hours=[{"days": [], "start": "06:00", "end": "07:00"}]), "scene.0.hours.0.days", "field-type"),
    (
        scene(hours=[{"days": ["sonntag"], "start": "06:00", "end": "07:00"}]),
        "scene.0.hours.0.days",
        "field-choice",
    ),
    (scene(hours=[{"days": ["mon"], "start": "25:00", "end": "07:00"}]), "scene.0.hours.0.start", "time-bad"),
    (scene(hours=[{"days": ["mon"], "start": "24:00", "end": "07:00"}]), "scene.0.hours.0.start", "time-bad"),
    (
        scene(hours=[{"days": ["mon"], "start": "07:00", "end": "07:00"}]),
        "scene.0.hours.0.end",
        "hours-empty",
    ),
    (scene(hours=[{"days": ["mon"], "start": "07:00"}]), "scene.0.hours.0.end", "field-missing"),
    ({**CAMERA, "scene": [SCENE, SCENE]}, "scene.1.id", "id-twice"),
    ({**CAMERA, "zone": [zone()["zone"][0]] * 2}, "zone.1.id", "id-twice"),
    (zone(points=[[0.1, 0.1], [0.5, 0.5], [0.5, 0.1], [0.1, 0.5]]), "zone.0.points", "polygon-crosses"),
    (zone(colour=1), "zone.0.colour", "key-unknown"),
]


@pytest.mark.parametrize(("data", "column", "key"), BROKEN)
def test_a_fault_names_its_place_and_its_remedy(data: dict[str, Any], column: str, key: str) -> None:
    plan, faults = plan_from_data(data)
    assert plan is None
    assert [(fault.column, fault.key) for fault in faults] == [(column, f"vision-plan-{key}")]
    for language in LANGUAGES:
        text = fault_text(language, faults[0])
        assert FILE in text
        assert column in text
        assert has_message(language, faults[0].key)
        assert "hunter2" not in text, "a password is not repeated"
        assert "{ $" not in text


@pytest.mark.parametrize(
    "data",
    [
        CAMERA,
        {**CAMERA, "main": "file:cam@gate/day 1.mp4"},
        {**CAMERA, "main": "usb:0"},
        {**CAMERA, "main": "rtsp://[::1]:554/x?user={user}&password={password}"},
        scene("loitering", dwell_s=30),
        scene("stopped_vehicle", dwell_s=60, labels=["bus"]),
        scene("crowd", limit=2),
        scene("line_crossing", direction="none"),
        scene("wrong_way", direction="forward"),
        scene(hours=[{"days": ["sun", "mon"], "start": "22:00", "end": "24:00"}]),
        scene(points=[[0, 0], [1, 0], [1, 1]]),
    ],
)
def test_good_data_makes_a_plan(data: dict[str, Any]) -> None:
    plan, faults = plan_from_data(data)
    assert faults == []
    assert plan is not None


def test_water_is_off_unless_it_is_switched_on() -> None:
    for given, wanted in (({}, False), ({"enabled": True}, True), ({"enabled": False}, False)):
        plan, _ = plan_from_data(scene("water", **given))
        assert plan is not None
        assert plan.scenes[0].enabled == wanted


def test_data_of_a_plan_makes_that_plan_again() -> None:
    data = plan_to_data(FULL)
    assert tomllib.loads(tomli_w.dumps(data)) == data
    again, faults = plan_from_data(data)
    assert faults == []
    assert again is not None
    assert plan_to_data(again) == data
    assert replace(again, range_m=FULL.range_m) == FULL
    assert math.isnan(again.range_m), "what nobody knows"
    assert plan_to_data(CameraPlan(camera="c", main="usb:0")) == {"camera": "c", "main": "usb:0"}


def test_the_guide_s_example_is_a_good_file() -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs/guide/cameras-scenes.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", guide, re.S)
    assert example is not None
    found, faults = cameras_from_data(1, tomllib.loads(example[1])["camera"])
    assert faults == []
    assert found.plans[0].scenes[0].name == "substation fence"


class TestVersions:
    def test_what_is_new_has_version_1(self) -> None:
        new = changed(None, FULL)
        assert new.version == 1
        assert {scene.version for scene in new.scenes} == {1}

    def test_what_is_as_it_was_keeps_its_version(self) -> None:
        # Not a number, made anew, is not equal to itself and is still the same.
        same = replace(FULL, range_m=float("nan"), version=99)
        after = changed(FULL, replace(same, scenes=tuple(replace(one, version=50) for one in FULL.scenes)))
        assert plan_to_data(after) == plan_to_data(FULL)

    def test_only_the_scene_that_changed_gets_a_new_one(self) -> None:
        fence = replace(FULL.scenes[0], dwell_s=5.0)
        after = changed(FULL, replace(FULL, scenes=(*FULL.scenes[1:], fence)))
        assert after.version == 8
        assert {one.id: one.version for one in after.scenes} == {
            "road": 1, "square": 1, "gauge": 1, "dry": 1, "fence": 4,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "change", [{"rate_hz": 3.0}, {"zones": ()}, {"policy": Policy()}, {"scenes": ()}]
    )
    def test_any_change_is_a_new_version_of_the_plan(self, change: dict[str, Any]) -> None:
        assert changed(FULL, replace(FULL, **change)).version == 8


class TestFile:
    def write(self, folder: Path, text: str) -> None:
        (folder / FILE).write_text(text, encoding="utf-8")

    def test_a_pack_may_do_without(self, tmp_path: Path, city: City) -> None:
        assert load_cameras(tmp_path, city) == Cameras(version=0, plans=())
        assert check_cameras(tmp_path, city) == []

    def test_a_fault_points_at_its_line(self, tmp_path: Path) -> None:
        self.write(
            tmp_path,
            'version = 1\n\n[[camera]]\ncamera = "a"\nmain = "usb:0"\n\n'
            '[[camera]]\ncamera = "b"\nmain = "x"\n'
            '\n[[camera.scene]]\nid = "s"\nname = "S"\nkind = "intrusion"\npoints = [[0, 0], [1, 1]]\n'
            '[[camera.zone]]\nid = "z"\nname = "Z"\npoints = [[0, 0], [1, 1]]\n'
            '[[camera]]\ncamera = "a"\nmain = "usb:1"\n',
        )
        found = [(fault.row, fault.column, fault.key) for fault in check_cameras(tmp_path)]
        assert found == [
            (7, "main", "vision-plan-address-unknown"),
            (11, "scene.0.points", "vision-plan-points-few"),
            (16, "zone.0.points", "vision-plan-points-few"),
            (20, "camera", "vision-plan-camera-twice"),
        ]
        with pytest.raises(BadFile) as caught:
            load_cameras(tmp_path)
        assert len(caught.value.faults) == 4

    @pytest.mark.parametrize(
        ("text", "key", "row"),
        [
            ("version = 1\ncamera = [", "file-not-toml", 2),
            ("", "version-bad", 0),
            ("version = true", "version-bad", 0),
            ("version = 1\ncameras = 1", "key-unknown", 0),
            ("version = 1\ncamera = 1", "field-type", 0),
        ],
    )
    def test_a_file_that_is_none(self, tmp_path: Path, text: str, key: str, row: int) -> None:
        self.write(tmp_path, text)
        faults = check_cameras(tmp_path)
        assert [(fault.key, fault.row) for fault in faults] == [(f"vision-plan-{key}", row)]

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(b"version = 1\n# \xff\n")
        assert [(fault.key, fault.row) for fault in check_cameras(tmp_path)] == [
            ("vision-plan-file-not-utf8", 2)
        ]

    def test_a_camera_must_be_one_of_the_city(self, tmp_path: Path, city: City) -> None:
        other = next(asset.id for asset in city.assets.values() if asset.kind != "camera")
        rows = [{**CAMERA, "camera": name} for name in (camera_of(city), "nowhere", other)]
        found, faults = cameras_from_data(1, rows, city)
        assert [plan.camera for plan in found.plans] == [camera_of(city)]
        assert [(fault.row, fault.key) for fault in faults] == [
            (2, "vision-plan-camera-unknown"), (3, "vision-plan-camera-kind"),
        ]  # fmt: skip

    def test_what_is_saved_is_what_is_read(self, tmp_path: Path) -> None:
        saved = save_cameras(tmp_path, [FULL], expected_version=0)
        assert saved.version == 1
        assert saved.plans[0].version == 1, "the file knew none before"
        assert [plan_to_data(plan) for plan in load_cameras(tmp_path).plans] == [
            plan_to_data(plan) for plan in saved.plans
        ]
        moved = replace(saved.plans[0], heading_deg=10.0)
        other = CameraPlan(camera="cam-2", main="file:x.mp4", simulated=True)
        again = save_cameras(tmp_path, [moved, other], expected_version=1)
        assert (again.version, [plan.version for plan in again.plans]) == (2, [2, 1])
        assert again.plan("cam-2") == again.plans[1]
        assert again.plan("cam-3") is None

    def test_a_change_on_an_old_version_is_refused(self, tmp_path: Path) -> None:
        save_cameras(tmp_path, [FULL], expected_version=0)
        with pytest.raises(Conflict) as caught:
            save_cameras(tmp_path, [], expected_version=0)
        assert caught.value.key == "vision-plan-changed"
        assert len(load_cameras(tmp_path).plans) == 1

    def test_a_plan_with_faults_is_not_written(self, tmp_path: Path) -> None:
        with pytest.raises(BadFile):
            save_cameras(tmp_path, [replace(FULL, main="rtsp://a:b@c/")], expected_version=0)
        assert not (tmp_path / FILE).exists()

    def test_a_failed_write_leaves_the_old_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_cameras(tmp_path, [FULL], expected_version=0)
        before = (tmp_path / FILE).read_bytes()

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("luylau.kernel.toml_files.os.fsync", full)
        with pytest.raises(Unavailable):
            save_cameras(tmp_path, [], expected_version=1)
        assert (tmp_path / FILE).read_bytes() == before


class TestCamerasFile:
    def test_it_is_read_only_when_it_or_the_city_is_another(
        self, tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[object] = []
        real = plan_file._read

        def note(file: Path, for_city: City | None) -> tuple[Cameras, list[Fault]]:
            read.append(for_city)
            return real(file, for_city)

        asked = CamerasFile(tmp_path)
        monkeypatch.setattr(plan_file, "_read", note)
        assert asked.load(city).plans == asked.load(city).plans == ()
        assert read == [city]
        plan = replace(FULL, camera=camera_of(city))
        save_cameras(tmp_path, [plan], expected_version=0)
        read.clear()
        first = asked.load(city)
        assert first is asked.load(city)
        assert [one.camera for one in first.plans] == [plan.camera]
        assert read == [city]
        # Of the same size, at the same time: another file all the same.
        file = tmp_path / FILE
        told = file.stat()
        other = tmp_path / "other"
        other.write_text(file.read_text(encoding="utf-8").replace('"Road"', '"Rued"'), encoding="utf-8")
        os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
        other.replace(file)
        assert asked.load(city).plans[0].scenes[1].name == "Rued"
        assert asked.load(replace(city)) is not first
        assert len(read) == 3

    def test_faults_are_told_each_time_until_they_are_mended(self, tmp_path: Path) -> None:
        asked = CamerasFile(tmp_path)
        (tmp_path / FILE).write_text("no TOML [")
        for _ in range(2):
            with pytest.raises(BadFile):
                asked.load()
        (tmp_path / FILE).unlink()
        assert asked.load().version == 0
