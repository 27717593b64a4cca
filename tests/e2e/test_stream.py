"""A screen that loses its line and gets it back: nothing missing, nothing twice."""

import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.e2e.conftest import Flood, Gauge, People, River
from tests.support.platform import Platform, wait_for
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

DEVICE = "gauge-phuc-loc-phuong"
_LISTEN = """
window.heard = []
const listen = EventSource.prototype.addEventListener
EventSource.prototype.addEventListener = function (kind, listener) {
  listen.call(this, kind, (event) => {
    if (kind === 'event') window.heard.push(Number(event.lastEventId))
    listener(event)
  })
}
"""


def test_a_cut_line_resumes_without_gap_or_double(
    platform: Platform,
    people: People,
    screens: Callable[..., Screen],
    gauges: Callable[[str], Gauge],
    flood: Flood,
) -> None:
    screen = screens(session=people.session("operator"))
    page = screen.page
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/api/v1/stream") else None)
    screen.context.add_init_script(_LISTEN)
    screen.open(f"/?asset={DEVICE}")
    live = page.get_by_role("status").filter(has_text=said("en", "console-connection-live"))
    lost = page.get_by_role("status").filter(has_text=said("en", "console-connection-lost"))
    card = page.get_by_role("region", name=said("en", "console-chosen"))
    expect(live).to_be_visible()
    river = River(gauges(DEVICE), minutes=40)
    river.go(5.0)
    expect(card).to_contain_text("5 m")
    river.go(5.25)
    expect(card).to_contain_text("5.25 m")

    # One event while it listens, so that it has a place to resume from.
    other = flood("gauge-phu-lang-thuong")
    with people.client("operator") as client:
        seen = client.get(f"/api/v1/incidents/{other}").headers["ETag"]
        answer = client.post(
            f"/api/v1/incidents/{other}/comments", json={"text": "?"}, headers={"If-Match": seen}
        )
        assert answer.status_code < 300, answer.text
    wait_for(lambda: page.evaluate("window.heard.length"), 10)
    first = int(page.evaluate("window.heard[0]"))

    # The line is cut, and in the dark a river crosses its first alarm.
    screen.offline = True
    platform.kill("web")
    expect(lost).to_be_visible()
    river.go(5.5, 5.75, 5.95, 6.1, 6.2, 6.3)

    def risen() -> list[str]:
        found = [one for one in platform.incidents() if one.asset == DEVICE and one.group == "river-alarm"]
        return [one.id for one in found]

    opened = wait_for(risen, 20)
    assert len(opened) == 1

    # The supervisor starts the part anew, and the screen finds back by itself.
    expect(live).to_be_visible()
    expect(card).to_contain_text("6.30 m")
    expect(card).to_contain_text(re.compile("Alarm|Warning"))
    assert "last-event-id" not in asked[0].all_headers()
    assert int(asked[-1].all_headers()["last-event-id"]) >= first

    # Every event of the log from the first on, once and in order.
    last = platform.events()[-1].seq
    wait_for(lambda: page.evaluate("window.heard.at(-1)") >= last, 20)
    heard = page.evaluate("window.heard")
    assert heard == [event.seq for event in platform.events() if first <= event.seq <= heard[-1]]
    page.get_by_role("navigation").get_by_role(
        "link", name=re.compile(said("en", "console-incidents"))
    ).click()
    # After a quarter of an hour all devices that nobody plays here are silent, and the queue is long.
    page.get_by_role("searchbox", name=said("en", "console-incidents-search")).fill("Phúc Lộc Phương")
    queue = page.get_by_role("list", name=said("en", "console-incidents-queue"))
    expect(queue.locator(f"[data-id='{opened[0]}']")).to_have_count(1)


def test_a_line_gone_silent_is_not_called_live(
    platform: Platform, people: People, screens: Callable[..., Screen]
) -> None:
    screen = screens(session=people.session("viewer"))
    screen.open("/")
    status = screen.page.get_by_role("status")
    expect(status.filter(has_text=said("en", "console-connection-live"))).to_be_visible()
    screen.offline = True
    # Nothing breaks the connection; nothing comes any more either.
    platform.kill("web", signal.SIGSTOP)
    try:
        expect(status.filter(has_text=said("en", "console-connection-lost"))).to_be_visible()
    finally:
        platform.kill("web", signal.SIGCONT)
    expect(status.filter(has_text=said("en", "console-connection-live"))).to_be_visible()
