"""The public page: a kiosk waits for whoever still writes and forgets whoever has gone; a map shows where."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

NO_ICON = re.compile(r"/favicon\.ico$")
"""What a browser asks for where a page names no icon."""


def test_a_kiosk_waits_for_who_writes_and_forgets_who_has_gone(screens: Callable[..., Screen]) -> None:
    screen = screens(size=(1080, 1440), touch=True)
    screen.allowed = NO_ICON
    page = screen.page
    page.clock.install()
    screen.open("/report?kiosk=1&lang=vi")
    words, leaving = page.locator("#text"), page.locator("#idle")
    page.clock.run_for("05:00")
    expect(leaving).to_be_hidden()  # the start, which nobody has touched
    words.fill("Mất điện từ 6 giờ")
    for _ in range(4):
        page.clock.run_for("01:20")
        words.press_sequentially(".")
        expect(leaving).to_be_hidden()
    page.clock.run_for("01:35")
    expect(leaving).to_be_visible()
    assert screen.violations() == []
    assert screen.small_targets(48) == []
    page.get_by_role("button", name=said("vi", "report-page-stay")).tap()
    expect(leaving).to_be_hidden()
    expect(words).to_have_value("Mất điện từ 6 giờ....")
    page.clock.run_for("02:05")
    expect(words).to_have_value("")


def test_a_photo_that_is_too_large_is_not_sent(screens: Callable[..., Screen]) -> None:
    screen = screens()
    screen.allowed = NO_ICON
    screen.open("/report?lang=en")
    photo = screen.page.locator("#photo")
    if not photo.count():
        pytest.skip("the extra 'photos' is not installed")
    photo.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (9 << 20)})
    assert photo.evaluate("field => field.validationMessage") == said("en", "report-photo-too-large")
    photo.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    assert photo.evaluate("field => field.validationMessage") == ""


def values(page: Page) -> list[float]:
    return [float(page.locator(f"#{name}").input_value() or "nan") for name in ("lat", "lon", "accuracy")]


def tap(page: Page, across: float, down: float) -> None:
    """Touch the map at these shares of its width and height."""
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + across * box["width"], box["y"] + down * box["height"])


@pytest.mark.parametrize(("size", "kiosk"), [((360, 740), ""), ((1280, 800), "&kiosk=1")])
def test_a_finger_shows_the_place_on_the_map(
    screens: Callable[..., Screen], size: tuple[int, int], kiosk: str
) -> None:
    screen = screens(size=size, touch=True)
    screen.allowed = NO_ICON
    page = screen.page
    screen.open(f"/report?lang=en{kiosk}")
    told, away, select = page.locator("#pinned"), page.locator("#pin-away"), page.locator("#place")
    expect(told).to_have_text(said("en", "report-page-pin-none"))
    expect(away).to_be_hidden()
    tap(page, 0.45, 0.5)
    expect(told).to_contain_text(said("en", "report-page-pin-rough"))
    first = values(page)
    tap(page, 0.45, 0.5)
    lat, lon, accuracy = values(page)
    assert [lat, lon] == pytest.approx(first[:2], abs=0.02)
    assert accuracy < first[2] / 3, "it grew under the finger, so the same touch is finer"
    for _ in range(9):
        page.locator("#map-larger").tap()
    tap(page, 0.5, 0.6)
    assert 50 <= values(page)[2] < 100
    unit = select.evaluate("list => list.selectedOptions[0].text")
    expect(told).to_contain_text(said("en", "report-page-pin-at", unit=unit))
    expect(page.locator(".chosen")).to_have_count(1)
    assert screen.violations() == []
    assert screen.small_targets(44) == []
    assert screen.sideways() == 0
    assert page.locator("#locate").count() == (0 if kiosk else 1)
    away.tap()
    expect(told).to_have_text(said("en", "report-page-pin-none"))
    expect(select).to_have_value("")
    assert page.locator("#lat").input_value() == ""


def test_two_fingers_make_the_map_larger_and_set_no_pin(screens: Callable[..., Screen]) -> None:
    screen = screens(size=(768, 1024), touch=True)
    screen.allowed = NO_ICON
    page = screen.page
    screen.open("/report?lang=en")
    page.locator("#map-larger").tap()
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box is not None
    ground = page.locator("#map-ground")

    def scale() -> float:
        return float((ground.get_attribute("transform") or "").partition("scale(")[2].rstrip(")"))

    before = scale()
    fingers = screen.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", 0)):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert scale() == pytest.approx(before * 2, rel=0.05)
    assert page.locator("#lat").input_value() == ""


def test_a_mouse_moves_the_map_and_keys_the_pin(screens: Callable[..., Screen]) -> None:
    screen = screens()
    screen.allowed = NO_ICON
    page = screen.page
    screen.open("/report?lang=vi")
    frame, pin, ground = page.locator("#map"), page.locator("#map-pin"), page.locator("#map-ground")
    frame.press("+")
    frame.press("+")
    before = ground.get_attribute("transform")
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 150, steps=4)
    page.mouse.up()
    assert ground.get_attribute("transform") != before
    assert page.locator("#lat").input_value() == "", "to move the map sets no pin"
    frame.press("ArrowRight")
    lat, lon, accuracy = values(page)
    frame.press("ArrowRight")
    frame.press("ArrowUp")
    assert (values(page)[0] > lat, values(page)[1] > lon, values(page)[2] == accuracy) == (True,) * 3
    for _ in range(120):
        frame.press("ArrowUp")
    x, y = map(float, re.findall(r"-?[\d.]+", pin.get_attribute("transform") or ""))
    assert 0 <= x <= box["width"]
    assert -1 <= y <= box["height"], "what is seen goes with the pin, and neither leaves the city"
    frame.press("Delete")
    expect(pin).to_be_hidden()
    page.locator("#place").select_option("phuong-kinh-bac")
    expect(page.locator("#map-names [data-unit=phuong-kinh-bac]")).to_be_visible()
    frame.press("ArrowUp")
    expect(page.locator("#pinned")).to_contain_text("Kinh Bắc")
    page.locator("#place").select_option("xa-tam-tien")
    expect(pin).to_be_hidden()


def test_another_language_keeps_pin_and_words(screens: Callable[..., Screen]) -> None:
    screen = screens()
    screen.allowed = NO_ICON
    page = screen.page
    screen.open("/report?lang=vi")
    page.locator("#place").select_option("phuong-kinh-bac")
    page.locator("#map").press("ArrowUp")
    page.locator("#text").fill("Tối om")
    pinned = values(page)
    photo = page.locator("#photo")
    if photo.count():
        photo.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (9 << 20)})
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    assert page.url.endswith("/report?lang=ja")
    expect(page.locator("#text")).to_have_value("Tối om")
    assert values(page) == pinned
    expect(page.locator("#map-pin")).to_be_visible()
    expect(page.locator("#pinned")).to_contain_text("ピンの場所は")
    if photo.count():
        expect(page.get_by_text(said("ja", "report-page-photo-again"))).to_be_visible()


def test_a_position_of_a_browser_shows_on_the_map(screens: Callable[..., Screen]) -> None:
    screen = screens()
    screen.allowed = NO_ICON
    page = screen.page
    screen.context.grant_permissions(["geolocation"])
    screen.context.set_geolocation({"latitude": 21.18, "longitude": 106.06, "accuracy": 30})
    screen.open("/report?lang=en")
    page.locator("#locate-button").click()
    expect(page.locator("#located")).to_have_text(said("en", "report-page-located"))
    expect(page.locator("#map-pin")).to_be_visible()
    assert values(page) == [21.18, 106.06, 30]
    screen.context.set_geolocation({"latitude": 10.8, "longitude": 106.7, "accuracy": 30})
    page.locator("#locate-button").click()
    expect(page.locator("#pinned")).to_have_text(said("en", "report-outside"))
