"""What goes on in the operations room beside incidents: shifts, drills with a playbook, reports."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from luylau.kernel.messages import Language
from tests.e2e.conftest import Flood, People
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

FLOODED = "gauge-phu-lang-thuong"


def _press(page: Page, key: str, language: Language = "en") -> None:
    page.get_by_role("button", name=said(language, key), exact=True).click()


def test_a_shift_goes_from_one_to_the_next(
    flood: Flood, people: People, screens: Callable[..., Screen]
) -> None:
    incident = flood(FLOODED)
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open("/shifts")
    _press(page, "console-shifts-begin")
    page.get_by_role("textbox", name=said("en", "console-shifts-note")).fill("Pump 3 is loud.")
    _press(page, "console-shifts-note-send")
    expect(page.get_by_text("Pump 3 is loud.")).to_have_count(1)
    _press(page, "console-shifts-hand-over")
    words = page.get_by_role("textbox", name=said("en", "console-shifts-hand-over-words"))
    words.fill("The river still rises.")
    _press(page, "console-shifts-hand-over")

    # Nobody accepts their own; until somebody has, the hand-over can be taken back.
    expect(page.get_by_text(said("en", "console-shifts-waits"))).to_be_visible()
    expect(page.get_by_role("button", name=said("en", "console-shifts-accept"))).to_have_count(0)
    page.get_by_role("article").get_by_role("button", name=said("en", "console-undo")).click()
    _press(page, "console-shifts-hand-over")
    words.fill("The river still rises.")
    _press(page, "console-shifts-hand-over")
    expect(page.get_by_text(said("en", "console-shifts-state-handed_over"))).to_be_visible()

    other = screens(language="vi", session=people.session("operator", "vi"))
    other.open("/shifts")
    expect(other.page.get_by_text("The river still rises.")).to_be_visible()
    expect(other.page.locator(f'a[href="/incidents/{incident}"]')).to_be_visible()
    _press(other.page, "console-shifts-accept", "vi")
    name = said("vi", "console-shifts-of", name="operator-vi")
    expect(other.page.get_by_role("heading", name=name)).to_be_visible()
    # The first screen learns of it by itself, and the log keeps what was said.
    page.get_by_role("link", name=re.compile("operator-en")).click()
    expect(page.get_by_text("The river still rises.")).to_be_visible()
    expect(page.get_by_text("Pump 3 is loud.")).to_be_visible()


def test_a_drill_is_loud_and_tells_what_was_missed(people: People, screens: Callable[..., Screen]) -> None:
    screen, watcher = (
        screens(session=people.session("operator")),
        screens(language="ja", session=people.session("viewer", "ja")),
    )
    page = screen.page
    watcher.open("/places")
    screen.open("/drills?new=power-outage")
    where = page.get_by_role("combobox", name=said("en", "console-drills-at-place"))
    where.fill("vu ninh")
    page.get_by_role("option").first.click()
    page.get_by_role("textbox", name=said("en", "console-drills-name")).fill("Storm of the year")
    _press(page, "console-drills-begin")
    expect(page.get_by_text(said("en", "console-drills-loud"))).to_be_visible()
    banner = watcher.page.get_by_role(
        "link", name=said("ja", "console-drills-runs", drill="Storm of the year")
    )
    expect(banner).to_be_visible()

    runner = page.get_by_role("region", name=said("en", "console-playbooks"))
    done = runner.get_by_role("button", name=re.compile(f"^{said('en', 'console-playbooks-done')}: "))
    expect(done).to_have_count(7)
    done.first.click()
    expect(done).to_have_count(6)
    page.get_by_role("button", name=said("en", "console-undo"), exact=True).click()
    expect(done).to_have_count(7)
    skip = runner.get_by_role("button", name=re.compile(f"^{said('en', 'console-playbooks-skip')}: "))
    skip.first.click()
    runner.get_by_role("textbox").fill("The cause is known.")
    runner.get_by_role("button", name=said("en", "console-playbooks-skip"), exact=True).click()
    expect(done).to_have_count(6)

    # A draft in one's own words; it is marked as sent, and nothing is sent.
    runner.get_by_role("button", name=said("en", "playbook-draft-message")).click()
    runner.get_by_role("button", name=said("en", "console-playbooks-edit"), exact=True).click()
    runner.get_by_role("textbox", name=said("en", "console-playbooks-draft-text")).fill("Please call back.")
    runner.get_by_role("button", name=said("en", "console-playbooks-save"), exact=True).click()
    expect(runner.get_by_text("Please call back.")).to_be_visible()
    mark = runner.get_by_role("button", name=said("en", "console-playbooks-mark-sent"), exact=True)
    mark.click()
    mark.click()
    expect(runner.get_by_role("button", name=said("en", "console-playbooks-mark-unsent"))).to_be_visible()

    _press(page, "console-drills-end")
    wrong = page.get_by_role("region", name=said("en", "console-drills-wrong"))
    expect(wrong).to_contain_text("The cause is known.")
    expect(banner).to_have_count(0)
    link = page.get_by_role("link", name=said("en", "console-drills-pdf")).get_attribute("href")
    with people.client("viewer") as client:
        assert client.get(str(link)).content.startswith(b"%PDF")


def test_a_citizens_report_is_told_read_and_answered(
    flood: Flood, people: People, screens: Callable[..., Screen]
) -> None:
    incident = flood(FLOODED)
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open("/places")
    what = {"service": "flooded-street", "place": "phuong-vu-ninh", "text": "Nước ngập tới đầu gối"}
    who = {"phone": "0912 345 678", "lang": "vi", "submission": "the-one-of-the-room"}
    with people.client("operator") as client:
        sent = client.post("/report", data=what | who)
        assert sent.status_code == 303
    expect(page.get_by_text(said("en", "console-reports-new-one"))).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name=said("en", "console-reports")).click()
    page.get_by_role("link", name=re.compile("Nước ngập tới đầu gối")).click()
    card = page.get_by_role("article")
    expect(card.get_by_text("0912 345 678")).to_have_count(0)
    _press(page, "console-reports-contact-show")
    expect(card.get_by_text("0912 345 678")).to_be_visible()

    attach = card.get_by_role("button", name=said("en", "console-reports-attach"), exact=True)
    attach.click()
    card.get_by_role("combobox").click()
    with people.client("operator") as client:
        title = client.get(f"/api/v1/incidents/{incident}").json()["title"]
    page.get_by_role("option", name=re.compile(re.escape(title))).first.click()
    attach.click()
    expect(card.get_by_role("link", name=title)).to_be_visible()
    _press(page, "console-undo")
    expect(card.get_by_text(said("en", "console-reports-incident-none"))).to_be_visible()

    _press(page, "console-reports-answer-write")
    words = card.get_by_role("textbox")
    expect(words).to_be_focused()
    words.fill("Đội thoát nước đang đến.")
    # Another one answers meanwhile: nothing of it is replaced unseen.
    send = card.get_by_role("button", name=said("en", "console-reports-answer-send"), exact=True)
    with people.client("operator", "vi") as client:
        path = f"/api/v1/reports/{page.url.rpartition('/')[2].partition('?')[0]}"
        version = {"If-Match": f'"{client.get(path).json()["version"]}"'}
        other = {"text": "Bơm đã chạy."}
        assert client.post(f"{path}/answer", json=other, headers=version).status_code == 200
    expect(card.get_by_role("alert")).to_contain_text("Bơm đã chạy.")
    expect(send).to_be_disabled()
    page.keyboard.press("Escape")
    expect(words).to_have_count(0)
    _press(page, "console-reports-answer-change")
    _press(page, "console-newer-go-on")
    send.click()
    expect(words).to_have_count(0)
    expect(card.get_by_text("Đội thoát nước đang đến.")).to_be_visible()
    # Emptied, it is taken back.
    _press(page, "console-reports-answer-change")
    words.fill("")
    _press(page, "console-reports-answer-back")
    expect(card.get_by_text(said("en", "console-reports-answer-none"))).to_be_visible()
    _press(page, "console-undo")
    expect(card.get_by_text("Đội thoát nước đang đến.")).to_be_visible()
    with people.client("operator") as client:
        code = sent.headers["location"].partition("?")[0]
        assert "Đội thoát nước đang đến." in client.get(code).text
    # Who may only look is not offered the page at all.
    viewer = screens(session=people.session("viewer"))
    viewer.open("/reports")
    expect(viewer.page.get_by_role("heading", name=said("en", "console-no-such-page"))).to_be_visible()
