"""What an administrator does at the desk: takes a new device in, tries a rule before it is kept."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Flood, Gauge, People
from tests.support.platform import wait_for
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

NEW = "gauge-new-bridge"


def test_an_unknown_device_is_listed_and_adopted(
    people: People, screens: Callable[..., Screen], stranger: Callable[[str], Gauge]
) -> None:
    screen = screens(session=people.session("admin"))
    page = screen.page
    screen.open("/devices")
    gauge = stranger(NEW)
    listed = page.get_by_role("list", name=said("en", "console-devices-title"))
    card = listed.get_by_role("listitem").filter(has_text=NEW)
    expect(card).to_contain_text("water_level")
    expect(card).to_contain_text(said("en", "console-devices-state-held"))
    card.get_by_role("link", name=said("en", "console-devices-adopt")).click()

    expect(page.get_by_role("combobox", name=said("en", "console-adopt-kind"))).to_have_value("River gauge")
    page.get_by_role("textbox", name=said("en", "console-adopt-name")).fill("Trạm cầu mới")
    # An address from before the merger, without accents.
    page.get_by_role("searchbox", name=said("en", "console-adopt-place")).fill("dap cau")
    page.get_by_role("button", name=re.compile("Vũ Ninh|Vu Ninh")).first.click()
    expect(page.get_by_role("textbox", name=said("en", "console-adopt-lat"))).to_have_value(
        re.compile(r"^21\.\d+$")
    )
    page.get_by_role("button", name=said("en", "console-devices-adopt"), exact=True).click()
    expect(
        page.get_by_role("heading", name=said("en", "console-adopted", name="Trạm cầu mới"))
    ).to_be_visible()
    expect(page.get_by_text(said("en", "console-adopted-goes-on"))).to_be_visible()

    # It goes on as it is, and now it counts.
    page.get_by_role("link", name=said("en", "console-adopted-open")).click()
    with people.client("viewer") as client:

        def counts() -> bool:
            gauge.speak(2.75)
            found = client.get(f"/api/v1/assets/{NEW}").json()["channels"]
            return any(one["latest_good"] and one["latest_good"]["value"] == 2.75 for one in found)

        wait_for(counts, 20, every=0.5)
    expect(page.get_by_role("region", name=said("en", "console-values"))).to_contain_text("2.75 m")
    screen.open("/devices")
    expect(page.get_by_text(NEW)).to_have_count(0)


def test_a_rule_says_how_often_it_would_have_fired(
    flood: Flood, people: People, screens: Callable[..., Screen]
) -> None:
    flood("gauge-phu-lang-thuong")
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open("/rules/river-alarm-1")
    preview = page.get_by_role("region", name=said("en", "console-rules-preview"))
    expect(preview).to_be_visible()
    preview.get_by_role("combobox", name=said("en", "console-rules-span")).click()
    page.get_by_role("option", name=said("en", "console-rules-span-day")).click()
    with people.client("operator") as client:
        found = client.get("/api/v1/findings", params={"rule": "river-alarm-1"}).json()["items"]

    def fired() -> bool:
        # The history trails what is live by a second.
        preview.get_by_role("button", name=said("en", "console-rules-try")).click()
        status = preview.get_by_role("status")
        expect(status).to_contain_text("would")
        return said("en", "console-rules-fired", count=len(found)) in status.inner_text()

    assert found
    wait_for(fired, 10, every=0.5)
    expect(
        preview.get_by_role("listitem").filter(has_text=re.compile("Phủ Lạng Thương|Phu Lang Thuong"))
    ).to_have_count(1)
