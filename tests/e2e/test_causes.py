"""A section of a feeder goes dark: one incident on the screen, with its cause; it ends by itself."""

import json
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import CITY, Gauge, People
from tests.support.platform import wait_for
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

RECLOSER = "471-vu-ninh-rec014"
CUSTOMERS = "1,723"
METERS = [f"meter-473-{number:03d}" for number in (11, 14, 16, 17, 18, 19, 20)]
"""All that the shipped pack has behind it."""


def say(meter: Gauge, *, dark: bool) -> None:
    """A meter's word, as the simulated ones say it."""
    now = time.time()
    wait_for(meter.client.is_connected, 20)
    for channel, unit, value in (
        ("last_gasp", "count", float(dark)),
        ("voltage", "V", 0.0 if dark else 230.0),
    ):
        pack = [{"n": channel, "u": unit, "t": now, "v": value}]
        sent = meter.client.publish(f"obs/{CITY}/{meter.device}/{channel}", json.dumps(pack), qos=1)
        sent.wait_for_publish(10)
        assert sent.is_published()


def test_a_dark_section_is_one_incident_with_its_cause_and_ends_by_itself(
    people: People, gauges: Callable[[str], Gauge], screens: Callable[..., Screen]
) -> None:
    meters = [gauges(one) for one in METERS]
    for meter in meters:
        say(meter, dark=False)
    screen = screens(session=people.session("operator"))
    page = screen.page
    screen.open("/incidents")
    for meter in meters:
        say(meter, dark=True)
    title = re.compile(f"{said('en', 'cause-power-name')}: {RECLOSER}")
    expect(page.get_by_role("link", name=title).first).to_be_visible()

    with people.client("operator") as client:

        def gathered() -> str:
            found = client.get("/api/v1/incidents", params={"limit": 500}).json()["items"]
            mine = [one for one in found if one["asset"] in (RECLOSER, *METERS)]
            # The meters' own words are part of it, and are no incidents of their own.
            whole = len(mine) == 1 and mine[0]["open_findings"] == 1 + len(METERS)
            return mine[0]["id"] if whole else ""

        incident = wait_for(gathered, 30, every=0.5)
        cause = client.get(f"/api/v1/incidents/{incident}").json()["cause"]
        assert cause["element"] == RECLOSER
        assert cause["consequence"]["customers"] == int(CUSTOMERS.replace(",", ""))
        screen.open(f"/incidents/{incident}")
        expect(page.get_by_text(CUSTOMERS).locator("visible=true").first).to_be_visible()
        expect(page.get_by_text(RECLOSER).locator("visible=true").first).to_be_visible()
        expect(page).to_have_title(re.compile(re.escape(RECLOSER)))
        # The ways on lead to the element and to its feeder, whatever the feeder is called.
        feeder = page.get_by_role("link", name=said("en", "console-grid-feeder-page"))
        assert feeder.get_attribute("href") == f"/grid/feeders/{cause['feeder_id']}"
        assert client.get(f"/api/v1/grid/feeders/{cause['feeder_id']}").status_code == 200
        place = page.get_by_role("region", name=said("en", "console-incidents-where"))
        assert (
            place.get_by_role("link", name=said("en", "console-grid")).get_attribute("href")
            == f"/grid?element={RECLOSER}"
        )

        for meter in meters:
            say(meter, dark=False)

        def over() -> bool:
            found = client.get(f"/api/v1/incidents/{incident}").json()
            return (found["state"], found["resolution"]) == ("resolved", "over")

        wait_for(over, 120, every=1)
