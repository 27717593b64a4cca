"""An operator and the grid: a line fails in the simulation, a plan brings customers back, it is proposed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import People
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e


def weak_line(people: People) -> dict[str, Any]:
    """Return a line whose failure a neighbour can make good in part."""
    with people.client("operator") as client:
        grid = client.get("/api/v1/grid/map").json()
        for line in grid["lines"]["id"][::400]:
            found = client.post(
                "/api/v1/grid/restoration", json={"out": [line], "limit": 1, "seconds": 0.1}
            ).json()
            best = found["plans"][0] if found["plans"] else None
            if best and best["restored"]["customers"] > 100 and 1 < len(best["steps"]) < 8:
                return {"line": line, "plan": best}
    raise AssertionError("no line whose failure can be made good")


def test_a_fault_is_tried_out_restored_and_the_plan_proposed(
    people: People, screens: Callable[..., Screen]
) -> None:
    fault = weak_line(people)
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open("/grid")
    panel = page.get_by_role("region", name=said("en", "console-grid"), exact=True)
    plan = panel.get_by_role("button", name=said("en", "console-grid-plan"))
    expect(plan).to_have_count(0)
    panel.get_by_role("switch", name=said("en", "console-grid-what-if")).click()
    expect(plan).to_be_disabled()
    expect(panel.get_by_text(said("en", "console-grid-plan-needs-fault"))).to_be_visible()
    lines = panel.get_by_role("combobox", name=said("en", "console-grid-move-line"))
    lines.fill(fault["line"])
    page.get_by_role("option", name=fault["line"], exact=True).click()
    moves = panel.get_by_text(said("en", "console-grid-move-out", element=fault["line"]), exact=True)
    expect(moves).to_be_visible()
    dark = panel.get_by_role("heading", name=said("en", "console-grid-outages")).locator("xpath=..")
    expect(dark).to_contain_text(re.compile(r"\d customers"))

    # Taken back and done again: the screen follows.
    panel.get_by_role("button", name=said("en", "console-grid-undo")).click()
    expect(moves).to_have_count(0)
    panel.get_by_role("button", name=said("en", "console-grid-redo")).click()
    expect(moves).to_be_visible()

    plan.click()
    card = panel.get_by_role("button", name=re.compile(said("en", "console-grid-plan-best")))
    expect(card).to_be_visible()
    card.click()
    steps = panel.get_by_role("region", name=said("en", "console-grid-steps"))
    count = steps.get_by_role("listitem").count()
    assert count > 1
    onward = steps.get_by_role("button", name=said("en", "console-grid-step-next"))
    expect(onward).to_be_focused()
    for done in range(1, count + 1):
        page.keyboard.press("Enter")
        expect(steps.get_by_role("status")).to_have_text(
            said("en", "console-grid-steps-done", done=done, all=count)
        )
    page.keyboard.press("Backspace")
    expect(steps.get_by_role("status")).to_have_text(
        said("en", "console-grid-steps-done", done=count - 1, all=count)
    )
    screen.settle()
    assert screen.violations() == []

    title = f"Bring back what {fault['line']} feeds"
    panel.get_by_role("textbox", name=said("en", "console-grid-propose-title")).fill(title)
    panel.get_by_role("button", name=said("en", "console-grid-propose"), exact=True).click()
    expect(panel.get_by_text(said("en", "console-grid-proposed"))).to_be_visible()
    with people.client("viewer") as client:
        told = client.get("/api/v1/grid/proposals").json()["items"]
    assert [one["title"] for one in told] == [title]
    assert [step["id"] for step in told[0]["steps"]]


def test_who_may_only_look_is_offered_no_simulation(people: People, screens: Callable[..., Screen]) -> None:
    screen = screens(session=people.session("viewer"))
    screen.open("/grid")
    panel = screen.page.get_by_role("region", name=said("en", "console-grid"), exact=True)
    expect(panel.get_by_text(said("en", "console-grid-customers-on"))).to_be_visible()
    expect(panel.get_by_role("switch")).to_have_count(0)


def test_the_grid_lies_on_the_citys_map_when_asked_for(
    people: People, screens: Callable[..., Screen]
) -> None:
    screen = screens(session=people.session("viewer"))
    page = screen.page
    screen.open("/")
    toggle = page.get_by_role("button", name=said("en", "console-grid-layer"))
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(said("en", "console-grid-line-dead")).first).to_be_visible()
    screen.settle()
    assert screen.violations() == []
