"""What may be asked for of clips and counts, and what is answered beyond."""

from pathlib import Path

import pytest

from luylau.kernel.clock import MICROS, iso
from luylau.vision.archive import About, Recording
from luylau.vision.events import Crossed
from luylau.vision.plan import CameraPlan
from luylau.vision.plan_file import save_cameras
from tests.api.world import NOW, World

DAY_US = 86_400 * MICROS


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        (None, 200, None),
        ("bytes=0-", 206, "bytes 0-9/10"),
        ("bytes=2-4", 206, "bytes 2-4/10"),
        ("bytes=8-99", 206, "bytes 8-9/10"),
        ("bytes=-3", 206, "bytes 7-9/10"),
        ("bytes=-99", 206, "bytes 0-9/10"),
        ("bytes=-0", 416, "bytes */10"),
        ("bytes=10-", 416, "bytes */10"),
        ("bytes=99999999999999999999-", 416, "bytes */10"),
        ("bytes=0-1,4-5", 200, None),
        ("pages=1-2", 200, None),
        ("bytes=4-2", 422, None),
        ("bytes=a-b", 422, None),
    ],
)
def test_ranges_of_a_clip(world: World, asked: str | None, status: int, told: str | None) -> None:
    made = Recording(data=b"0123456789", thumbnail=b"", from_us=NOW, to_us=NOW, width=2, height=2, frames=1)
    clip = world.services.clips.keep(made, About(camera="cam-1", expires_us=NOW + DAY_US))
    headers = {} if asked is None else {"Range": asked}
    answer = world.client("operator").get(f"/api/v1/clips/{clip.id}/video", headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("content-range") == told
    if status == 206:
        assert told is not None
        first, last = (int(one) for one in told.split()[1].split("/")[0].split("-"))
        assert answer.content == b"0123456789"[first : last + 1]
    elif status == 200:
        assert answer.content == b"0123456789"
    else:
        assert answer.json()["key"] == "clip-range-wrong"


def test_counts_by_the_hour_and_how_far_back(world: World) -> None:
    assets = Path(world.city_folder) / "assets.csv"
    row = "cam-1,camera,Camera,,,phuong-kinh-bac,21.18,106.05,,,0,normal,,installed,survey,"
    assets.write_text(f"{assets.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    save_cameras(world.city_folder, [CameraPlan(camera="cam-1", main="file:a")], expected_version=0)
    world.services.city.reload()
    hour = NOW - NOW % (3_600 * MICROS)
    rows = [
        Crossed(
            camera="cam-1", scene="gate", minute_us=hour + m * 60 * MICROS, label="car", forward=1, backward=2
        )
        for m in range(90)
    ]
    world.services.camera_events.record((), rows)
    client = world.client("operator")

    def ask(days: int, **step: str) -> tuple[int, list[tuple[str, int, int]]]:
        params = {"start": iso(hour - DAY_US), "end": iso(hour + (days - 1) * DAY_US), **step}
        answer = client.get("/api/v1/cameras/cam-1/counts", params=params)
        found = answer.json().get("items", [])
        return answer.status_code, [(one["minute"], one["forward"], one["backward"]) for one in found]

    status, minutes = ask(7)
    assert (status, len(minutes), minutes[0]) == (200, 90, (iso(hour), 1, 2))
    assert ask(8) == (422, [])
    hours = [(iso(hour), 60, 120), (iso(hour + 3_600 * MICROS), 30, 60)]
    assert ask(31, step="hour") == ask(92, step="hour") == (200, hours)
    assert ask(93, step="hour") == (422, [])
    assert ask(7, step="year") == (422, [])
