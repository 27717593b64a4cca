"""Forms: where the focus is, whose the unsent words are, and what becomes of them where two write at once."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import People
from tests.support.platform import wait_for
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

PLAYBOOK = "power-outage"
PLACE = "phuong-vu-ninh"


@contextmanager
def drill(people: People, name: str) -> Iterator[dict[str, Any]]:
    """Hold a drill that the operator leads: its incident serves nothing else."""
    with people.client("operator") as client:
        body = {"playbook": PLAYBOOK, "place": PLACE, "name": name}
        begun = client.post("/api/v1/drills", json=body).json()
        yield begun
        now = client.get(f"/api/v1/drills/{begun['id']}").json()
        if now["state"] == "running":
            end(people, now)


def end(people: People, begun: dict[str, Any]) -> None:
    """End a drill, and with it its incident."""
    with people.client("operator") as client:
        version = {"If-Match": f'"{begun["version"]}"'}
        assert client.post(f"/api/v1/drills/{begun['id']}/end", headers=version).status_code == 200


def test_a_form_takes_the_focus_and_gives_it_back(people: People, screens: Callable[..., Screen]) -> None:
    with drill(people, "Of the keys") as begun:
        screen = screens(session=people.session("operator"))
        page = screen.page
        screen.open(f"/incidents/{begun['incident']}")
        acts = page.get_by_role("region", name=said("en", "console-incidents-acts"))
        for key, field in (
            ("g", acts.get_by_role("combobox", name=said("en", "console-incidents-owner"))),
            ("z", acts.get_by_role("radio", checked=True)),
            ("x", acts.get_by_role("textbox")),
        ):
            page.keyboard.press(key)
            expect(field).to_be_focused()
            page.keyboard.press("Escape")
            expect(field).to_have_count(0)
            expect(acts).to_be_focused()
        # An act whose button is gone leaves one where it stood.
        confirm = acts.get_by_role("button", name=said("en", "console-act-confirm"), exact=True)
        confirm.focus()
        page.keyboard.press("Enter")
        expect(confirm).to_have_count(0)
        expect(acts).to_be_focused()

        end(people, begun)
        address = page.url
        review = acts.get_by_role("button", name=said("en", "console-act-review"), exact=True)
        expect(review).to_be_visible()
        page.keyboard.press("v")
        words = acts.get_by_role("textbox", name=said("en", "console-incidents-learned"))
        expect(words).to_be_focused()
        page.keyboard.type("Back-up pump: jammed")
        expect(words).to_have_value("Back-up pump: jammed")
        assert page.url == address
        # A press beside the fields stays in the form.
        acts.get_by_text(said("en", "console-incidents-learned-hint")).click()
        page.keyboard.press("Escape")
        expect(words).to_have_count(0)
        page.keyboard.press("v")
        expect(words).to_have_value("Back-up pump: jammed")
        review.focus()
        page.keyboard.press("Enter")
        expect(words).to_have_count(0)
        expect(acts).to_be_focused()
        with people.client("operator") as client:
            assert client.get(f"/api/v1/incidents/{begun['incident']}").json()["state"] == "reviewed"


def test_what_is_sent_twice_at_once_is_written_once(people: People, screens: Callable[..., Screen]) -> None:
    with drill(people, "Of the notes") as begun:
        screen = screens(session=people.session("operator"))
        page = screen.page

        def slow(route: Route) -> None:
            time.sleep(0.4)
            route.continue_()

        page.route("**/notes", slow)
        page.route("**/tasks", slow)
        screen.open(f"/drills/{begun['id']}")
        words = page.get_by_role("textbox", name=said("en", "console-drills-note"))
        words.fill("Nobody called back.")
        words.press("Control+Enter")
        words.press("Control+Enter")
        expect(words).to_have_value("")
        screen.open(f"/incidents/{begun['incident']}")
        page.keyboard.press("n")
        title = page.get_by_role("textbox", name=said("en", "console-tasks-title"))
        title.fill("Call the ward")
        title.evaluate("(one) => { one.form.requestSubmit(); one.form.requestSubmit() }")
        expect(title).to_have_count(0)
        with people.client("operator") as client:
            notes = client.get(f"/api/v1/drills/{begun['id']}").json()["notes"]
            assert [one["text"] for one in notes] == ["Nobody called back."]
            tasks = client.get(f"/api/v1/incidents/{begun['incident']}").json()["tasks"]
            assert [one["title"] for one in tasks].count("Call the ward") == 1


def test_nobody_finds_the_unsent_words_of_another(people: People, screens: Callable[..., Screen]) -> None:
    with drill(people, "Of two people") as begun:
        screen = screens()
        # The session ends while the page still asks.
        screen.allowed = re.compile("/api/v1/")
        page = screen.page
        note = page.get_by_role("textbox", name=said("en", "console-incidents-comment"), exact=True)
        later = page.get_by_role("button", name=said("en", "console-passkey-later"))

        def come(name: str) -> None:
            page.goto(people.link("operator", "en", name))
            later.click()
            screen.open(f"/incidents/{begun['incident']}")

        def kept() -> list[str]:
            return list(page.evaluate("() => Object.values(sessionStorage)"))

        come("Operator One")
        note.fill("Only between us")
        screen.open(f"/incidents/{begun['incident']}")
        expect(note).to_have_value("Only between us")
        # The one goes without a word; the other comes to the same console.
        screen.context.clear_cookies()
        come("Operator Two")
        expect(note).to_have_value("")
        wait_for(lambda: not any("Only between us" in one for one in kept()), 10)
        # Who signs out leaves nothing behind.
        note.fill("Mine alone")
        page.get_by_role("button", name=said("en", "console-user-menu", name="Operator Two")).click()
        page.get_by_role("menuitem", name=said("en", "console-sign-out")).click()
        expect(page.get_by_role("button", name=said("en", "console-sign-in-passkey"))).to_be_visible()
        assert not any("Mine alone" in one for one in kept())


def test_a_draft_is_kept_until_it_is_saved_and_replaces_nothing_unasked(
    people: People, screens: Callable[..., Screen]
) -> None:
    with drill(people, "Of the draft") as begun:
        screen = screens(session=people.session("operator"))
        page = screen.page
        runner = page.get_by_role("region", name=said("en", "console-playbooks"))
        words = runner.get_by_role("textbox", name=said("en", "console-playbooks-draft-text"))
        save = runner.get_by_role("button", name=said("en", "console-playbooks-save"), exact=True)

        def write() -> None:
            screen.open(f"/drills/{begun['id']}")
            runner.get_by_role("button", name=said("en", "playbook-draft-message")).click()
            runner.get_by_role("button", name=said("en", "console-playbooks-edit"), exact=True).click()

        write()
        words.fill("To 1,700 customers: the power is back at six.")
        write()
        expect(words).to_have_value("To 1,700 customers: the power is back at six.")
        with people.client("operator") as client:
            path = f"/api/v1/incidents/{begun['incident']}/playbooks"
            (run,) = client.get(path).json()["runs"]
            made = next(one for one in run["drafts"] if one["kind"] == "message")
            answer = client.put(
                f"/api/v1/playbook-runs/{run['id']}/drafts/{made['id']}",
                headers={"If-Match": f'"{made["version"]}"'},
                json={"language": "en", "title": "", "text": "We do not know yet."},
            )
            assert answer.status_code == 200, answer.text
        write()
        expect(runner.get_by_role("alert")).to_contain_text("We do not know yet.")
        expect(words).to_have_value("To 1,700 customers: the power is back at six.")
        expect(save).to_be_disabled()
        runner.get_by_role("button", name=said("en", "console-newer-go-on")).click()
        save.click()
        expect(words).to_have_count(0)
        expect(runner.get_by_text("the power is back at six")).to_be_visible()
        # It is sent, so nothing of it is written any more.
        write()
        expect(runner.get_by_role("button", name=said("en", "console-draft-forget"))).to_have_count(0)
        words.fill("Something else")
        runner.get_by_role("button", name=said("en", "console-draft-forget")).click()
        expect(words).to_have_value("To 1,700 customers: the power is back at six.")


def test_a_case_that_is_over_can_be_linked(people: People, screens: Callable[..., Screen]) -> None:
    with drill(people, "Xuất tuyến cũ") as old, drill(people, "Of the link") as begun:
        end(people, old)
        screen = screens(session=people.session("operator"))
        page = screen.page
        screen.open(f"/incidents/{begun['incident']}")
        related = page.get_by_role("region", name=said("en", "console-case-related"), exact=True)
        related.get_by_role("button", name=said("en", "console-act-link"), exact=True).click()
        field = related.get_by_role("combobox")
        field.fill("xuat tuyen cu")
        option = page.get_by_role("option", name=re.compile("^Xuất tuyến cũ"))
        expect(option).to_contain_text(said("en", "console-incident-resolved"))
        option.click()
        expect(field).to_have_value(re.compile("^Xuất tuyến cũ"))
        related.get_by_role("button", name=said("en", "console-act-link"), exact=True).click()
        expect(related.get_by_role("link", name=re.compile("Xuất tuyến cũ"))).to_be_visible()


def test_a_list_that_was_empty_at_first_holds_the_line_that_is_read(
    people: People, screens: Callable[..., Screen]
) -> None:
    with drill(people, "Of the list") as begun, people.client("operator") as client:
        found = client.get("/api/v1/incidents", params={"drill": True, "state": "suspected"}).json()
        sample = next(one for one in found["items"] if one["id"] == begun["incident"])
        rows: list[dict[str, Any]] = []

        def listed(route: Route) -> None:
            page_of = {**found, "items": rows, "next_cursor": None}
            route.fulfill(status=200, content_type="application/json", body=json.dumps(page_of))

        def show(name: str, urgency: float) -> dict[str, Any]:
            return {**sample, "id": f"incident-{name}", "urgency": urgency}

        screen = screens(session=people.session("operator"))
        page = screen.page
        page.route("**/api/v1/incidents?*", listed)
        screen.open("/incidents")
        expect(page.get_by_text(said("en", "console-incidents-none"), exact=True)).to_be_visible()

        def happen() -> None:
            path = f"/api/v1/drills/{begun['id']}/notes"
            assert client.post(path, json={"text": "So that all is read anew."}).status_code == 200

        rows[:] = [show(f"{at:03}", 50 - at * 0.1) for at in range(40)]
        happen()
        read = page.locator('[data-id="incident-020"]')
        expect(read).to_be_attached()
        page.locator('[data-id="incident-015"]').evaluate(
            "(one) => { one.parentElement.scrollTop = one.offsetTop }"
        )
        before = read.bounding_box()
        rows[:0] = [show(f"new-{at}", 90) for at in range(6)]
        happen()
        expect(page.locator('[data-id="incident-new-0"]')).to_be_attached()
        after = read.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) < 2
