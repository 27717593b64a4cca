"""Cameras on screen: looked at, drawn into, searched, played; and hidden from who may not look.

A platform of its own: a film made here, and a network that takes what is bright for a person.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from luylau.vision.models.folder import keep
from tests.e2e.conftest import People
from tests.support.platform import Platform, wait_for
from tests.support.screen import Screen, open_screen, said
from tests.support.small_city import write_small_city
from tests.unit.vision.networks import bright_yolox, described

pytestmark = pytest.mark.e2e

WIDTH, HEIGHT = 640, 360
NAME = "Gate camera"
CAMERAS = """
version = 1

[[camera]]
camera = "cam-gate"
main = "file:gate.mkv"
simulated = true
pre_s = 2
post_s = 2

[[camera.zone]]
id = "window"
name = "Window"
points = [[0.0, 0.0], [0.2, 0.0], [0.2, 0.3], [0.0, 0.3]]

[[camera]]
camera = "cam-lost"
main = "file:nowhere.mkv"
simulated = true
"""
WINDOWS = {"left": (0.02, 0.04, 0.14, 0.2), "right": (0.84, 0.04, 0.14, 0.2)}
"""Chequered squares of the film: left, top, width and height as shares of the picture."""

_CONTRAST = """([name, left, top, wide, high]) => {
  const canvas = [...document.querySelectorAll('canvas')].find((one) => one.ariaLabel === name && !one.hidden)
  if (!canvas || canvas.width === 0) return -1
  const at = [left * canvas.width, top * canvas.height, wide * canvas.width, high * canvas.height]
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
  const context = copy.getContext('2d', { willReadFrequently: true })
  context.drawImage(canvas, 0, 0)
  const { data } = context.getImageData(...at.map(Math.round))
  const lumas = []
  for (let i = 0; i < data.length; i += 4) lumas.push(data[i + 1])
  const mean = lumas.reduce((sum, one) => sum + one, 0) / lumas.length
  return Math.sqrt(lumas.reduce((sum, one) => sum + (one - mean) ** 2, 0) / lumas.length)
}"""


def film(path: Path) -> None:
    """Film dim ground with a chequered window in either upper corner, and a bright figure that comes every
    eight seconds and crosses from left to right."""
    rng = np.random.default_rng(1)
    ground = rng.integers(24, 44, (HEIGHT // 4, WIDTH // 4), np.uint8).repeat(4, 0).repeat(4, 1)
    rows, columns = np.indices(ground.shape)
    chequered = np.where((rows // 12 + columns // 12) % 2, 60, 16).astype(np.uint8)
    for left, top, wide, high in WINDOWS.values():
        part = (
            slice(round(top * HEIGHT), round((top + high) * HEIGHT)),
            slice(round(left * WIDTH), round((left + wide) * WIDTH)),
        )
        ground[part] = chequered[part]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=10, options={"g": "5", "qscale": "3"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        chroma = np.full(WIDTH * HEIGHT // 2, 128, np.uint8)
        for number in range(80):
            luma = ground.copy()
            left = 9 * number
            luma[200:270, left : left + 45] = 250
            planes = np.concatenate([luma.ravel(), chroma]).reshape(-1, WIDTH)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        out.mux(stream.encode(None))


@dataclass(frozen=True, kw_only=True)
class Watched:
    """The platform and its people."""

    platform: Platform
    people: People
    open: Callable[..., Screen]

    def camera(self, role: str = "admin") -> dict[str, Any]:
        with self.people.client(role) as client:
            return dict(client.get("/api/v1/cameras/cam-gate").json())

    def events(self, **wanted: str) -> list[dict[str, Any]]:
        with self.people.client("operator") as client:
            return list(client.get("/api/v1/camera-events", params=wanted).json()["items"])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("cameras")
    pack = write_small_city(folder / "pack", 1)
    (pack / "cameras.toml").write_text(CAMERAS, encoding="utf-8")
    assets = pack / "assets.csv"
    rows = [
        f"{camera},camera,{name},phuong,21.1,106.1,0,normal,simulated,,true"
        for camera, name in (("cam-gate", NAME), ("cam-lost", "Lost camera"))
    ]
    assets.write_text(assets.read_text(encoding="utf-8") + "\n".join([*rows, ""]), encoding="utf-8")
    platform = Platform(root=folder / "data", city=pack, settings={"cameras": {"input": "416x256"}})
    for made in (platform.data.footage, platform.data.models):
        made.mkdir()
    film(platform.data.footage / "gate.mkv")
    network = bright_yolox(folder / "bright.onnx")
    keep(platform.data.models, network.read_bytes(), described(name="bright"), network)
    with closing(platform):
        platform.start()
        yield platform


@pytest.fixture(scope="module")
def users(installed: Platform) -> People:
    return People(installed)


@pytest.fixture
def watched(installed: Platform, users: People, browser: Browser) -> Iterator[Watched]:
    opened: list[Screen] = []

    def one(**how: Any) -> Screen:
        opened.append(open_screen(browser, installed.origin, **how))
        return opened[-1]

    yield Watched(platform=installed, people=users, open=one)
    for screen in opened:
        screen.context.close()
    for screen in opened:
        screen.check(installed.complaints)


def contrast(page: Page, window: str) -> float:
    """Return how much a window of the live picture stands out; -1 where there is no picture."""
    label = said("en", "console-cameras-picture", camera=NAME)
    return float(page.evaluate(_CONTRAST, [label, *WINDOWS[window]]))


def touch(page: Page, picture: Locator, *points: tuple[float, float]) -> None:
    """Press the mouse at points of a picture, in shares of it."""
    box = picture.bounding_box()
    assert box is not None
    for x, y in points:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def test_the_wall_shows_masked_pictures_and_the_keyboard_fills_the_screen_and_opens_one(
    watched: Watched,
) -> None:
    screen = watched.open(session=watched.people.session("operator"))
    page = screen.page
    screen.open("/cameras")
    wait_for(lambda: contrast(page, "right") > 10, 40)
    # The privacy zone over the left window is burned in before the picture leaves the platform.
    assert contrast(page, "left") < 3
    lost = page.get_by_role("link", name="Lost camera")
    expect(lost).to_contain_text("nowhere")
    screen.settle()
    assert screen.violations() == []
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    assert contrast(page, "right") > 10
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()
    wait_for(lambda: contrast(page, "right") > 10)
    # Who operates may say that the picture is new, and is asked first; not what is watched or hidden.
    relearn = page.get_by_role("button", name=said("en", "console-cameras-relearn"))
    relearn.click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(said("en", "console-cameras-relearn-hint"))
    asked.get_by_role("button", name=said("en", "console-cameras-relearn")).click()
    expect(page.get_by_text(said("en", "console-cameras-relearned", camera=NAME))).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)
    done = [one for one in watched.platform.audit() if one.action == "camera.relearn"]
    # Once when it was asked, before anything is forgotten, and once when the worker was told.
    noted = [(one.resource, one.outcome, one.detail) for one in done]
    assert noted == [("cam-gate", "done", {"step": "asked"}), ("cam-gate", "done", {"step": "sent"})]
    worker = watched.platform.data.logs / "camera-worker-0.log"
    wait_for(lambda: "cam-gate learns its picture anew" in worker.read_text(encoding="utf-8"))


def test_a_scene_is_drawn_with_the_mouse_kept_in_a_conflict_and_taken_back(watched: Watched) -> None:
    screen = watched.open(session=watched.people.session("admin"))
    page = screen.page
    screen.open("/cameras/cam-gate?tab=scenes")
    picture = page.locator("canvas")
    wait_for(lambda: contrast(page, "right") > 10)
    page.get_by_role("button", name=said("en", "console-cameras-scene-new")).click()
    page.get_by_role("menuitem", name=said("en", "console-cameras-kind-intrusion")).click()
    screen.settle()
    corners = [(0.35, 0.3), (0.9, 0.3), (0.9, 0.95), (0.35, 0.95), (0.3, 0.6)]
    touch(page, picture, *corners)
    points = page.locator("[data-point]")
    expect(points).to_have_count(5)
    undo = page.get_by_role("button", name=said("en", "console-cameras-draw-undo"))
    undo.click()
    expect(points).to_have_count(4)
    page.get_by_role("button", name=said("en", "console-cameras-draw-done")).click()
    screen.settle()
    assert screen.violations() == []
    save = page.get_by_role("button", name=said("en", "console-cameras-save"), exact=True)

    # Meanwhile somebody else draws a scene of this camera too.
    other = {
        "id": "other", "name": "Other", "kind": "crowd", "points": [[0.1, 0.5], [0.3, 0.5], [0.2, 0.9]],
        "labels": [], "dwell_s": 5, "limit": 4, "direction": "both", "severity": "minor", "hours": [],
        "enabled": True,
    }  # fmt: skip
    with watched.people.client("admin") as client:
        version = client.get("/api/v1/cameras/cam-gate").json()["version"]
        headers = {"If-Match": f'"{version}"'}
        put = client.put("/api/v1/cameras/cam-gate/scenes", json={"scenes": [other]}, headers=headers)
        assert put.status_code == 200, put.text
    newer = page.get_by_role("alert").filter(has_text=said("en", "console-cameras-newer"))
    expect(newer).to_be_visible()
    expect(save).to_be_disabled()
    expect(points).to_have_count(4)
    newer.get_by_role("button", name=said("en", "console-newer-go-on")).click()
    save.click()
    expect(page.get_by_text(said("en", "console-cameras-saved-scenes", camera=NAME))).to_be_visible()
    (made,) = watched.camera()["scenes"]
    assert made["kind"] == "intrusion"
    assert np.array(made["points"]) == pytest.approx(np.array(corners[:4]), abs=0.01)
    notice = page.locator("#camera-cam-gate-scenes")
    notice.get_by_role("button", name=said("en", "console-undo"), exact=True).click()
    scenes = page.get_by_role("list", name=said("en", "console-cameras-scenes"))
    expect(scenes.get_by_text("Other")).to_be_visible()
    wait_for(lambda: [one["id"] for one in watched.camera()["scenes"]] == ["other"])
    # Once more, for good.
    with watched.people.client("admin") as client:
        headers = {"If-Match": f'"{watched.camera()["version"]}"'}
        put = client.put("/api/v1/cameras/cam-gate/scenes", json={"scenes": [made]}, headers=headers)
        assert put.status_code == 200, put.text
    expect(scenes.get_by_text(made["name"]).first).to_be_visible()


def test_a_zone_that_is_drawn_is_hidden_from_then_on(watched: Watched) -> None:
    screen = watched.open(session=watched.people.session("admin"))
    page = screen.page
    screen.open("/cameras/cam-gate?tab=privacy")
    wait_for(lambda: contrast(page, "right") > 10)
    page.get_by_role("button", name=said("en", "console-cameras-zone-new")).click()
    screen.settle()
    touch(page, page.locator("canvas"), (0.8, 0.01), (0.99, 0.01), (0.99, 0.3), (0.8, 0.3))
    page.get_by_role("button", name=said("en", "console-cameras-draw-done")).click()
    page.get_by_role("button", name=said("en", "console-cameras-save"), exact=True).click()
    expect(page.get_by_text(said("en", "console-cameras-saved-privacy", camera=NAME))).to_be_visible()
    wait_for(lambda: 0 <= contrast(page, "right") < 3, 40)
    assert len(watched.camera()["zones"]) == 2
    # Who only operates is not told what is hidden.
    assert watched.camera("operator")["zones"] == []


def test_what_a_camera_saw_is_searched_and_its_clip_plays_in_the_incident(watched: Watched) -> None:
    (event, *_) = wait_for(lambda: watched.events(kind="intrusion"), 40)
    screen = watched.open(session=watched.people.session("operator"))
    page = screen.page
    screen.open("/camera-events?kind=intrusion")
    event_list = page.get_by_role("main")
    expect(event_list.get_by_text(event["title"]).first).to_be_visible()
    labels = page.get_by_role("group", name=said("en", "console-cameras-filter-labels"))
    labels.get_by_text(said("en", "console-cameras-label-bus"), exact=True).click()
    expect(page.get_by_text(said("en", "console-cameras-nothing-fits"), exact=True)).to_be_visible()
    labels.get_by_text(said("en", "console-cameras-label-bus"), exact=True).click()
    labels.get_by_text(said("en", "console-cameras-label-person"), exact=True).click()
    expect(event_list.get_by_text(event["title"]).first).to_be_visible()

    clips = wait_for(lambda: [one["clip"] for one in watched.events(kind="intrusion") if one["clip"]])
    with watched.people.client("operator") as client:
        incident = client.get("/api/v1/incidents", params={"asset": "cam-gate"}).json()["items"][0]["id"]
        known = client.get(f"/api/v1/clips/{clips[0]}").json()
    assert known["simulated"]
    screen.open(f"/incidents/{incident}")
    play = page.get_by_role(
        "button", name=said("en", "console-cameras-clip-play", title=event["title"])
    ).first
    play.click()
    video = page.get_by_role("dialog").locator("video")
    video.evaluate("(one) => one.play()")
    page.wait_for_function("() => document.querySelector('[role=dialog] video').currentTime > 0.2")
    assert video.evaluate("(one) => [one.videoWidth, one.videoHeight]") == [known["width"], known["height"]]
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=said("en", "console-cameras-clip-take"))).to_be_visible()
    expect(dialog.get_by_role("button", name=said("en", "console-cameras-clip-remove"))).to_have_count(0)


def test_who_may_not_look_sees_no_picture_anywhere(watched: Watched) -> None:
    wait_for(lambda: watched.events(kind="intrusion"), 40)
    screen = watched.open(session=watched.people.session("viewer"))
    page = screen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    screen.open("/cameras")
    expect(page.get_by_text(said("en", "console-cameras-no-look-short")).first).to_be_visible()
    screen.open("/cameras/cam-gate")
    expect(page.get_by_text(said("en", "console-cameras-no-look-hint"))).to_be_visible()
    expect(page.get_by_role("button", name=said("en", "console-cameras-relearn"))).to_have_count(0)
    expect(page.get_by_role("tab")).to_have_count(0)
    screen.open("/camera-events")
    expect(page.get_by_text(said("en", "console-cameras-clip-not-you")).first).to_be_visible()
    assert page.locator("canvas:visible, video, main img").count() == 0
    assert not [url for url in asked if "/live" in url or "/clips" in url]
