"""What was done by mistake is taken back: from the notice, from the page; and a sign-in from another
browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Flood, People
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e


def test_a_confirmation_and_a_resolution_are_taken_back(
    flood: Flood, people: People, screens: Callable[..., Screen]
) -> None:
    incident = flood("gauge-phu-lang-thuong")
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open(f"/incidents/{incident}")
    acts = page.get_by_role("region", name=said("en", "console-incidents-acts"))
    timeline = page.get_by_role("region", name=said("en", "console-incidents-timeline"))
    confirm = acts.get_by_role("button", name=said("en", "console-act-confirm"), exact=True)
    undo = page.get_by_role("button", name=said("en", "console-undo"), exact=True)

    # From the notice, right after it was done.
    confirm.click()
    expect(confirm).to_have_count(0)
    undo.click()
    expect(confirm).to_be_visible()
    expect(undo).to_have_count(0)
    expect(timeline).to_contain_text(said("en", "incident-happened-unconfirmed"))

    # From the page, by mouse and by key, whenever one notices.
    confirm.click()
    acts.get_by_role("button", name=said("en", "console-act-unconfirm")).click()
    expect(confirm).to_be_visible()
    resolve = acts.get_by_role("button", name=said("en", "console-act-resolve"))
    resolve.click()
    acts.get_by_text(said("en", "console-incidents-resolution-false_alarm"), exact=True).click()
    expect(resolve).to_be_disabled()
    acts.get_by_text(said("en", "console-incidents-reason-test"), exact=True).click()
    resolve.click()
    expect(acts.get_by_role("button", name=said("en", "console-act-reopen"))).to_be_visible()
    expect(timeline).to_contain_text(said("en", "incident-resolution-false-alarm"))
    page.keyboard.press("u")
    expect(confirm).to_be_visible()
    expect(timeline).to_contain_text(said("en", "incident-happened-reopened"))
    with people.client("viewer") as client:
        assert client.get(f"/api/v1/incidents/{incident}").json()["state"] == "suspected"


def test_one_signs_out_in_another_browser(people: People, screens: Callable[..., Screen]) -> None:
    here, there = screens(), screens()
    name = "Two Browsers"
    link = people.link("viewer", "en", name)
    for screen in (here, there):
        screen.page.goto(link)
        screen.page.get_by_role("button", name=said("en", "console-passkey-later")).click()
        expect(screen.page.get_by_role("navigation", name=said("en", "console-navigation"))).to_be_visible()
        link = people.run("users", "link", name).split()[-1]

    # It may be loading something just when it is signed out.
    there.allowed = re.compile("/api/v1/")
    here.open("/account")
    listed = here.page.get_by_role("region", name=said("en", "console-account-sessions"))
    expect(listed.get_by_text(said("en", "console-account-sessions-here"))).to_have_count(1)
    assert here.violations() == []
    listed.get_by_role("button", name=said("en", "console-account-sessions-others")).click()
    dialog = here.page.get_by_role("dialog")
    dialog.get_by_role("button", name=said("en", "console-account-sessions-others"), exact=True).click()
    expect(listed.get_by_role("button")).to_have_count(0)

    there.open("/account")
    expect(there.page.get_by_role("textbox", name=said("en", "console-sign-in-link"))).to_be_visible()
