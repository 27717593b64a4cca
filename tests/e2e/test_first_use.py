"""The first hour with the platform: sign in, a value on the map, a chart, a flood, what is done about it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from luylau.kernel.messages import Language
from tests.e2e.conftest import GAUGE, Gauge, People, River
from tests.support.platform import Platform
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

NAME: dict[Language, str] = {
    "vi": "Trạm thủy văn Đáp Cầu (sông Cầu)",
    "en": "River gauge Dap Cau (Cau River)",
    "ja": "水位計 Đáp Cầu(Cầu川)",
}
RIVER_ALARM: dict[Language, str] = {
    "vi": "Mực nước sông trên báo động 3",
    "en": "River above alarm 3",
    "ja": "河川水位が警報3を超過",
}
WORDS: dict[Language, tuple[str, ...]] = {
    "vi": ("Bản đồ", "Sự cố"),
    "en": ("Map", "Incidents"),
    "ja": ("地図",),
}
"""Words that must stand in the navigation, so that a catalogue with another language in it is noticed."""


def choose_language(page: Page, now: Language, then: Language) -> None:
    names = {"vi": "Tiếng Việt", "en": "English", "ja": "日本語"}
    page.get_by_role("button", name=said(now, "console-language")).click()
    page.get_by_role("menuitem", name=names[then]).click()
    navigation = page.get_by_role("navigation", name=said(then, "console-navigation"))
    for word in WORDS[then]:
        expect(navigation).to_contain_text(word)
    expect(page.locator("html")).to_have_attribute("lang", then)


def map_pixels(screen: Screen) -> bytes:
    """Return the picture of the middle of the map, where the chosen asset and its value stand."""
    box = screen.page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    side = 160
    middle = {
        "x": box["x"] + (box["width"] - side) / 2,
        "y": box["y"] + (box["height"] - side) / 2,
        "width": side,
        "height": side,
    }
    return screen.page.screenshot(clip=middle)  # type: ignore[arg-type]


def steady_map(screen: Screen) -> bytes:
    """Return that picture once two in a row, more than a second apart, are the same."""
    before = b""
    for _ in range(15):
        screen.page.wait_for_timeout(1_200)
        now = map_pixels(screen)
        if now == before:
            return now
        before = now
    raise AssertionError("the map does not come to rest")


def drawn(page: Page) -> bool:
    """Say whether the chart's canvas holds a picture."""
    return bool(
        page.evaluate(
            """() => {
              const canvas = document.querySelector('.uplot canvas')
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
              return data.some((one) => one !== 0)
            }"""
        )
    )


def test_first_use(
    platform: Platform, people: People, screens: Callable[..., Screen], gauges: Callable[[str], Gauge]
) -> None:
    screen = screens(language="en")
    page = screen.page

    # The link that the platform printed when it started.
    link = re.search(r"http\S+#\S+", platform.output.read_text())
    assert link
    page.goto(link.group())
    expect(page).not_to_have_url(re.compile("#"))
    page.get_by_role("button", name=said("en", "console-passkey-later")).click()
    expect(page).to_have_title(re.compile(f"^{said('en', 'console-map')} "))
    expect(page.get_by_role("note").filter(has_text="simulated")).to_be_visible()

    # A gauge speaks; list, card and map show it.
    page.get_by_label(said("en", "console-search"), exact=True).fill("dap cau")
    row = page.get_by_role("option").filter(has_text=re.compile("Đáp Cầu|Dap Cau"))
    expect(row).to_be_visible()
    expect(row).to_contain_text(said("en", "console-state-unheard"))
    river = River(gauges(GAUGE), minutes=45)
    river.go(4.00)
    expect(row).to_contain_text("4 m")

    # Its value on the map itself: the picture there changes when the value does, and only then.
    row.click()
    card = page.get_by_role("region", name=said("en", "console-chosen"))
    expect(card).to_contain_text("4 m")
    before = steady_map(screen)
    river.go(4.12)
    expect(card).to_contain_text("4.12 m")
    expect(row).to_contain_text("4.12 m")
    page.wait_for_timeout(1_500)
    assert map_pixels(screen) != before

    # Its own page: value, quality, chart with the published levels.
    card.get_by_role("link", name=said("en", "console-asset-open")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME["en"])
    values = page.get_by_role("region", name=said("en", "console-values"))
    expect(values.get_by_role("row").filter(has_text="River level")).to_contain_text("4.12 m")
    chart = page.get_by_role("region", name=said("en", "console-chart"))
    expect(chart.get_by_role("slider")).to_have_attribute(
        "aria-label", re.compile(r"lowest 4 m, highest 4\.12 m")
    )
    assert drawn(page), "the chart's canvas is empty"
    river.move(6.25)
    expect(chart.get_by_role("slider")).to_have_attribute("aria-label", re.compile(r"last 6\.25 m"))

    # The flood: above alarm 2 it is an incident, above alarm 3 the gravest one.
    page.get_by_role("navigation").get_by_role(
        "link", name=re.compile(said("en", "console-incidents"))
    ).click()
    queue = page.get_by_role("list", name=said("en", "console-incidents-queue"))
    mine = queue.get_by_role("listitem").filter(has_text=re.compile("Đáp Cầu|Dap Cau"))
    expect(mine).to_contain_text("River above alarm 2")
    river.go(6.34)
    expect(mine).to_contain_text("River above alarm 2")
    river.go(6.40, 6.45)
    expect(mine).to_contain_text(RIVER_ALARM["en"])
    expect(mine).to_have_count(1)
    mine.get_by_role("link").click()
    page.get_by_role("article").get_by_role("link", name=said("en", "console-incidents-open-case")).click()
    incident = page.get_by_role("article")
    expect(incident.get_by_role("heading", level=1)).to_have_text(RIVER_ALARM["en"])
    expect(incident).to_contain_text("the limit is 6.3 m")
    expect(incident).to_contain_text(said("en", "console-severity-critical"))

    # Taking note of it, writing something on it.
    acts = page.get_by_role("region", name=said("en", "console-incidents-acts"))
    confirm = acts.get_by_role("button", name=said("en", "console-act-confirm"), exact=True)
    confirm.click()
    timeline = page.get_by_role("region", name=said("en", "console-incidents-timeline"))
    expect(timeline).to_contain_text(said("en", "incident-happened-confirmed"))
    expect(confirm).to_have_count(0)
    words = "Cử người ra đê ngay – 直ちに堤防へ"
    notes = page.get_by_role("region", name=said("en", "console-incidents-notes"), exact=True)
    notes.get_by_label(said("en", "console-incidents-comment"), exact=True).fill(words)
    notes.get_by_role("button", name=said("en", "console-incidents-comment-send")).click()
    expect(timeline).to_contain_text(words)

    # The same in the other two languages.
    before_language: Language = "en"
    for language in ("vi", "ja"):
        choose_language(page, before_language, language)
        expect(incident.get_by_role("heading", level=1)).to_have_text(RIVER_ALARM[language])
        told = page.get_by_role("region", name=said(language, "console-incidents-timeline"))
        expect(told).to_contain_text(said(language, "incident-happened-commented"))
        expect(told).to_contain_text(words)
        expect(incident.get_by_role("button", name=said(language, "console-act-resolve"))).to_be_visible()
        screen.settle()
        assert not re.search(r"console-[a-z]+-?[a-z]*", page.locator("body").inner_text()), (
            "a key without a text"
        )
        before_language = language
    choose_language(page, "ja", "en")

    # It is taken and worked on; the water falls, it is resolved with a reason, and looked back on.
    for step in ("take", "start"):
        acts.get_by_role("button", name=said("en", f"console-act-{step}"), exact=True).click()
    expect(timeline).to_contain_text(said("en", "incident-happened-started"))
    river.move(6.0)
    resolve = acts.get_by_role("button", name=said("en", "console-act-resolve"))
    resolve.click()
    acts.get_by_text(said("en", "console-incidents-reason-solved"), exact=True).click()
    resolve.click()
    expect(incident).to_contain_text(said("en", "console-incidents-reason-solved"))
    review = acts.get_by_role("button", name=said("en", "console-act-review"))
    review.click()
    acts.get_by_role("textbox").fill("Pump earlier")
    review.click()
    expect(timeline).to_contain_text("Pump earlier")
    page.keyboard.press("b")
    expect(page.get_by_role("region", name=said("en", "console-incidents"), exact=True)).to_be_visible()
    expect(mine.filter(has_text=RIVER_ALARM["en"])).to_have_count(0)

    # What the console showed is what was kept.
    kept = {event.kind: event for event in platform.events() if event.kind.startswith("incident.")}
    steps = ("opened", "confirmed", "commented", "assigned", "started", "resolved", "reviewed")
    assert {f"incident.{step}" for step in steps} <= set(kept)
    assert kept["incident.commented"].data["text"] == words
    assert platform.verify_audit().trouble == ""
