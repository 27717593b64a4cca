"""Siting studies on screen: made, tried, drawn into, run, compared, taken into the pack; each by who may.

A platform of its own, with a city so small that a run takes seconds.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from luylau.kernel.messages import message
from tests.e2e.conftest import People
from tests.support.platform import Platform, wait_for
from tests.support.screen import Screen, open_screen, said
from tests.support.small_city import write_small_city

pytestmark = pytest.mark.e2e

STUDY = """
id = "masts"
names = { vi = "Cột quan trắc", en = "Masts", ja = "観測柱" }
question = { vi = "Đặt cột ở đâu?", en = "Where should masts stand?", ja = "柱をどこに立てるか。" }
currency = "million VND"
seconds = 2

[[demand]]
id = "people"
names = { vi = "Người dân", en = "Residents", ja = "住民" }
source = "places"
kinds = ["ward"]
weight = 5

[[demand]]
id = "posts"
names = { vi = "Trạm đo", en = "Posts", ja = "観測所" }
source = "assets"
kinds = ["post"]
weight = 3
assumed = true

[[option]]
id = "mast"
names = { vi = "Cột", en = "Mast", ja = "柱" }
cost = 2
range_m = 4000
near_m = 100
assumed = true

[sites]
source = "raster"
step_m = 800

[limits]
budget = 2
"""
BROKEN = 'id = "broken"\nnames = { vi = "a", en = "a"'
SMALL_TARGET_PX = 44
POSTS = 120
"""In a row that no single mast reaches all of."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The platform and its people."""

    platform: Platform
    people: People
    open: Callable[..., Screen]

    def study(self, study: str = "masts") -> dict[str, Any]:
        with self.people.client("admin") as client:
            return dict(client.get(f"/api/v1/studies/{study}").json())

    def runs(self, study: str = "masts") -> list[dict[str, Any]]:
        with self.people.client("admin") as client:
            return list(client.get("/api/v1/study-runs", params={"study": study}).json()["items"])

    def answered(self, study: str = "masts") -> str:
        """Return a run of the study that is done."""
        with self.people.client("admin") as client:
            run = client.post(f"/api/v1/studies/{study}/runs").json()["id"]

        def over() -> bool:
            state = next(one["state"] for one in self.runs(study) if one["id"] == run)
            assert state in ("queued", "running", "done"), state
            return bool(state == "done")

        wait_for(over, 120)
        return str(run)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("studies")
    pack = write_small_city(folder / "pack", POSTS)
    studies = pack / "studies"
    studies.mkdir()
    (studies / "masts.toml").write_text(STUDY, encoding="utf-8")
    platform = Platform(root=folder / "data", city=pack)
    with closing(platform):
        platform.start()
        yield platform


@pytest.fixture(scope="module")
def users(installed: Platform) -> People:
    return People(installed)


@pytest.fixture
def planned(installed: Platform, users: People, browser: Browser) -> Iterator[Planned]:
    opened: list[Screen] = []

    def one(**how: Any) -> Screen:
        opened.append(open_screen(browser, installed.origin, **how))
        return opened[-1]

    yield Planned(platform=installed, people=users, open=one)
    for screen in opened:
        screen.context.close()
    for screen in opened:
        screen.check(installed.complaints)


def button(where: Page | Locator, key: str, **fields: str | float) -> Locator:
    return where.get_by_role("button", name=said("en", key, **fields), exact=True)


def headline(page: Page) -> Locator:
    """Return what says the value of the shown plan."""
    return page.locator("[aria-live=polite][aria-busy]")


def settled(page: Page, how: str) -> str:
    """Wait until the headline is of an answer reckoned so, and nothing is under way; return what it says."""
    word = said("en", f"console-studies-how-{how}")
    expect(headline(page)).to_contain_text(word)
    expect(headline(page)).to_have_attribute("aria-busy", "false")
    return headline(page).inner_text()


def canvas(page: Page) -> Locator:
    return page.locator("canvas.maplibregl-canvas")


def touch(page: Page, *points: tuple[float, float]) -> None:
    """Press the mouse at points of the map, in shares of it."""
    box = canvas(page).bounding_box()
    assert box is not None
    for x, y in points:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def left(corner: Locator) -> float:
    """Return where a corner of an area begins on the screen, in pixels."""
    box = corner.bounding_box()
    assert box is not None
    return box["x"]


def clean(screen: Screen) -> None:
    screen.settle()
    assert screen.violations() == []
    assert screen.small_targets(SMALL_TARGET_PX) == []
    assert screen.sideways() == 0


def test_a_study_is_made_copied_deleted_and_brought_back(planned: Planned) -> None:
    broken = planned.platform.data.city / "studies" / "broken.toml"
    broken.write_text(BROKEN, encoding="utf-8")
    screen = planned.open(session=planned.people.session("admin"))
    page = screen.page
    screen.open("/studies")
    listed = page.get_by_role("list", name=said("en", "console-studies"))
    # A file that cannot be read says what is wrong and what to do, and hides none of the others.
    expect(listed).to_contain_text("quotation mark")
    expect(listed.get_by_role("link", name=re.compile("Masts"))).to_be_visible()
    clean(screen)
    broken.unlink()

    button(page, "console-studies-new").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(said("en", "console-studies-field-names")).fill("Trạm phụ")
    dialog.get_by_role("combobox", name=said("en", "console-studies-begin-with")).click()
    page.get_by_role("option", name=said("en", "console-studies-copy-of", name="Masts")).click()
    button(dialog, "console-studies-make").click()
    expect(page.get_by_role("heading", level=1, name="Trạm phụ")).to_be_visible()
    assert planned.study("tram-phu")["data"]["limits"] == planned.study()["data"]["limits"]

    screen.open("/studies")
    button(page, "console-studies-delete-of", name="Trạm phụ").click()
    notice = page.get_by_role("alert").filter(
        has_text=said("en", "console-studies-did-delete", study="tram-phu")
    )
    expect(listed.get_by_role("link", name=re.compile("Trạm phụ"))).to_have_count(0)
    button(notice, "console-undo").click()
    expect(listed.get_by_role("link", name=re.compile("Trạm phụ"))).to_be_visible()
    with planned.people.client("admin") as client:
        version = planned.study("tram-phu")["version"]
        gone = client.delete("/api/v1/studies/tram-phu", headers={"If-Match": f'"{version}"'})
        assert gone.status_code == 204


def test_weights_and_budget_are_tried_at_once_and_run_exactly(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("admin"))
    page = screen.page
    screen.open("/studies/masts")
    before = settled(page, "coarse")
    clean(screen)
    budget = page.get_by_role("slider", name=said("en", "console-studies-field-budget"))
    budget.focus()
    for _ in range(45):
        page.keyboard.press("ArrowRight")
    expect(headline(page)).not_to_contain_text(said("en", "console-studies-reckoning"))
    expect(page.get_by_text(said("en", "console-studies-unsaved"), exact=True)).to_be_visible()
    wait_for(lambda: settled(page, "coarse") != before, 20)
    after = settled(page, "coarse")
    # All of it is one step: back, and forth again.
    page.keyboard.press("Control+z")
    wait_for(lambda: settled(page, "coarse") == before, 20)
    page.keyboard.press("Control+Shift+Z")
    wait_for(lambda: settled(page, "coarse") == after, 20)

    button(page, "console-studies-save-run").click()
    settled(page, "exact")
    assert planned.study()["data"]["limits"]["budget"] > 2
    (run,) = planned.runs()
    assert (run["state"], run["version"]) == ("done", planned.study()["version"])
    page.get_by_role("tab", name=said("en", "console-studies-tab-result")).click()
    sites = page.get_by_role("table", name=said("en", "siting-note-sites"))
    expect(sites.get_by_role("row")).not_to_have_count(1)
    clean(screen)
    for file in ("note.pdf", "note.html", "sites.csv", "sites.geojson"):
        link = page.locator(f"a[download][href*='{run['id']}/{file}']")
        got = page.request.get(planned.platform.origin + str(link.get_attribute("href")))
        assert got.status == 200, file

    # A site says why it is there; that it must be used is a change of the draft like any other.
    sites.get_by_role("row").nth(1).get_by_role("button").click()
    must = button(page, "console-studies-must")
    must.click()
    expect(must).to_have_attribute("aria-pressed", "true")
    settled(page, "coarse")
    clean(screen)
    page.keyboard.press("Control+z")
    settled(page, "exact")

    page.get_by_role("tab", name=said("en", "console-studies-tab-runs")).click()
    history = page.get_by_role("region", name=said("en", "console-studies-history"))
    expect(history).to_contain_text(said("en", "console-studies-part-limits"))
    button(history, "console-studies-undo-change").first.click()
    wait_for(lambda: planned.study()["data"]["limits"]["budget"] == 2)
    clean(screen)


def test_an_area_is_drawn_by_mouse_moved_by_keys_and_written_down(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("admin"))
    page = screen.page
    screen.open("/studies/masts")
    settled(page, "coarse")
    button(page, "console-studies-draw-area").click()
    page.get_by_role("menuitem", name=said("en", "console-studies-area-keep-out")).click()
    screen.settle()
    corners = page.locator("[data-corner]")
    touch(page, (0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.35, 0.62))
    expect(corners).to_have_count(4)
    button(page, "console-studies-corner-back").click()
    expect(corners).to_have_count(3)
    button(page, "console-studies-draw-done").click()
    expect(corners).to_have_count(0)
    button(page, "console-studies-area-change").click()
    clean(screen)
    corner = corners.nth(1)
    before = left(corner)
    corner.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_for(lambda: left(corner) > before + 10)
    page.get_by_role("button", name=re.compile(said("en", "console-studies-area-keep-out"))).first.click()
    latitude = page.get_by_role("textbox", name=said("en", "console-studies-lat-of", number=1))
    latitude.fill("21.25")
    latitude.blur()
    button(page, "console-studies-save").click()
    wait_for(lambda: planned.study()["data"].get("area"))
    (area,) = planned.study()["data"]["area"]
    assert (area["use"], len(area["points"]), area["points"][0][0]) == ("keep_out", 3, 21.25)
    assert set(area["names"]) == {"vi", "en", "ja"}
    settled(page, "coarse")
    button(page, "console-studies-remove", name=said("en", "console-studies-area-keep-out")).click()
    button(page, "console-studies-save").click()
    wait_for(lambda: "area" not in planned.study()["data"])


def test_an_area_is_drawn_by_a_finger_on_an_upright_tablet(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("admin"), size=(768, 1024), touch=True)
    page = screen.page
    screen.open("/studies/masts")
    settled(page, "coarse")
    button(page, "console-studies-draw-area").tap()
    page.get_by_role("menuitem", name=said("en", "console-studies-area-keep-out")).tap()
    screen.settle()
    button(page, "console-studies-fold").tap()
    screen.settle()
    box = canvas(page).bounding_box()
    assert box is not None
    for x, y in ((0.3, 0.3), (0.7, 0.3), (0.5, 0.6)):
        page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])
    expect(page.locator("[data-corner]")).to_have_count(3)
    clean(screen)
    button(page, "console-studies-draw-done").tap()
    button(page, "console-studies-unfold").tap()
    expect(page.get_by_text(said("en", "console-studies-unsaved"), exact=True)).to_be_visible()
    button(page, "console-draft-forget").tap()
    settled(page, "coarse")


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_replaced(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("admin"))
    page = screen.page
    screen.open("/studies/masts")
    settled(page, "coarse")
    page.get_by_label(said("en", "console-studies-field-seed")).fill("7")
    now = planned.study()
    with planned.people.client("admin") as client:
        other = {**now["data"], "seconds": 3}
        version = {"If-Match": f'"{now["version"]}"'}
        assert client.put("/api/v1/studies/masts", json=other, headers=version).status_code == 200
    newer = page.get_by_role("alert").filter(has_text=said("en", "console-studies-newer"))
    expect(newer).to_be_visible()
    expect(button(page, "console-studies-save")).to_be_disabled()
    clean(screen)
    # What was written outlives a reload.
    screen.open("/studies/masts")
    expect(newer).to_be_visible()
    button(newer, "console-newer-go-on").click()
    button(page, "console-studies-save").click()
    wait_for(lambda: planned.study()["data"].get("seed") == 7)
    assert planned.study()["data"]["seconds"] == 2


def test_two_plans_stand_side_by_side_and_move_together(planned: Planned) -> None:
    run = planned.answered()
    with planned.people.client("admin") as client:
        plans = client.get(f"/api/v1/study-runs/{run}/answer").json()["plans"]
    other = next(one for one in plans if one["kind"] == "budget")
    screen = planned.open(session=planned.people.session("viewer"))
    page = screen.page
    screen.open(f"/study-comparison?a={run}&b={run}:{other['id']}")
    expect(canvas(page)).to_have_count(2)
    figures = page.get_by_role("table", name=said("en", "console-studies-figures"))
    expect(figures.get_by_role("row")).to_have_count(5)
    alone = said("en", "console-studies-sites-only-b", count=len(_only(other, plans[0])))
    expect(page.get_by_text(alone, exact=True)).to_be_visible()
    clean(screen)
    button(page, "console-studies-swap").click()
    expect(page).to_have_url(re.compile(rf"a={run}(:|%3A){other['id']}&b={run}$"))
    screen.page.set_viewport_size({"width": 768, "height": 1024})
    clean(screen)


def _only(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {site["site"] for site in one["sites"]} - {site["site"] for site in other["sites"]}


def test_chosen_sites_become_planned_assets(planned: Planned) -> None:
    run = planned.answered()
    screen = planned.open(session=planned.people.session("admin"))
    page = screen.page
    screen.open(f"/studies/masts?run={run}")
    settled(page, "exact")
    button(page, "console-studies-take").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name=said("en", "console-studies-take-kind")).click()
    page.get_by_role("option", name="Post", exact=True).click()
    clean(screen)
    dialog.get_by_role("button", name=re.compile("^Take")).last.click()
    expect(dialog).to_have_count(0)
    with planned.people.client("admin") as client:
        answer = client.get(f"/api/v1/study-runs/{run}/answer").json()

        def assets() -> int:
            return len(client.get("/api/v1/map/assets").json()["id"])

        assert assets() == POSTS + len(answer["sites"])
        taken = said("en", "console-studies-taken", count=len(answer["sites"]))
        button(page.get_by_role("alert").filter(has_text=taken), "console-undo").click()
        wait_for(lambda: assets() == POSTS)


def upload(page: Page, name: str, content: str) -> Locator:
    """Pick a file for the sites; return the dialog that shows under which name it will be sent."""
    field = said("en", "console-studies-field-file")
    with page.expect_file_chooser() as chooser:
        button(page, "console-studies-upload-for", field=field).click()
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    return page.get_by_role("dialog")


def sites_after(page: Page, act: Callable[[], None]) -> set[str]:
    """Return the sites of the next answer on the coarse model that ``act`` brings about."""
    with page.expect_response(lambda got: got.url.endswith("/studies/preview") and got.ok) as answered:
        act()
    answer = answered.value.json()
    return {one["site"] for one in (*answer["sites"], *answer["left"])}


def test_a_file_is_uploaded_chosen_replaced_and_deleted(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("admin"))
    # A file with faults, and sites of a file that is not chosen yet.
    screen.allowed = re.compile(r"/study-files/cot-moi\.csv$|/studies/preview$")
    page = screen.page
    screen.open("/studies/masts")
    expect(headline(page)).to_be_visible()
    sites = page.get_by_role("region", name=said("en", "console-studies-part-sites"))
    source = sites.get_by_role("combobox", name=said("en", "console-studies-field-sites"))

    def choose(key: str) -> None:
        source.click()
        page.get_by_role("option", name=said("en", key), exact=True).click()

    choose("console-studies-sites-file")
    dialog = upload(page, "Cột mới.CSV", "id,lat,lon\na,21.15,106.1\nb,north,106.1\n")
    expect(dialog.get_by_label(said("en", "console-studies-file-name"))).to_have_value("cot-moi.csv")
    button(dialog, "console-studies-upload").click()
    faults = dialog.get_by_role("alert")
    expect(faults).to_contain_text(said("en", "console-studies-row", row=3))
    expect(faults).to_contain_text("lat")
    expect(faults).to_contain_text(message("en", "siting-file-number", part="remedy"))
    clean(screen)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    # The very file again, mended: it is chosen, and what would come of it is there at once.
    upload(page, "Cột mới.CSV", "id,lat,lon\na,21.15,106.1\nb,21.2,106.1\n")
    assert sites_after(page, button(dialog, "console-studies-upload").click) == {"a", "b"}
    chosen = sites.get_by_role("combobox", name=said("en", "console-studies-field-file"), exact=True)
    expect(chosen).to_have_value(re.compile(r"^cot-moi\.csv · 2 points"))
    settled(page, "coarse")
    clean(screen)
    button(page, "console-studies-save").click()
    wait_for(lambda: planned.study()["data"]["sites"].get("file") == "cot-moi.csv")
    planned.answered()
    settled(page, "exact")

    # What was found before the file was replaced is no answer any more.
    mended = "id,lat,lon\nc,21.16,106.1\n"
    upload(page, "cot-moi.csv", mended)
    expect(dialog.get_by_role("note")).to_contain_text("2 points")
    clean(screen)
    assert sites_after(page, button(dialog, "console-studies-file-replace").click) == {"c"}
    settled(page, "coarse")

    field = said("en", "console-studies-field-roads")
    button(sites, "console-studies-files-for", field=field).click()
    row = dialog.get_by_role("listitem")
    expect(row).to_contain_text(said("en", "console-studies-file-named", studies="masts"))
    delete = button(row, "console-studies-delete-of", name="cot-moi.csv")
    expect(delete).to_be_disabled()
    link = row.get_by_role("link", name=said("en", "console-studies-file-save", name="cot-moi.csv"))
    got = page.request.get(planned.platform.origin + str(link.get_attribute("href")))
    assert got.text() == mended
    clean(screen)
    page.keyboard.press("Escape")

    choose("console-studies-sites-raster")
    button(page, "console-studies-save").click()
    wait_for(lambda: planned.study()["data"]["sites"]["source"] == "raster")
    button(sites, "console-studies-files-for", field=field).click()
    sure = page.get_by_role("dialog", name=said("en", "console-studies-delete-sure", name="cot-moi.csv"))
    delete.click()
    expect(sure).to_be_visible()
    page.keyboard.press("Escape")
    expect(sure).to_have_count(0)
    delete.click()
    button(sure, "console-studies-delete").click()
    expect(sure).to_have_count(0)
    expect(dialog).to_contain_text(said("en", "console-studies-files-empty"))


def test_who_may_only_try_saves_nothing_and_who_may_only_look_tries_nothing(planned: Planned) -> None:
    screen = planned.open(session=planned.people.session("operator"))
    page = screen.page
    screen.open("/studies/masts")
    expect(page.get_by_text(said("en", "console-studies-only-try"))).to_be_visible()
    expect(button(page, "console-studies-save")).to_have_count(0)
    roads = said("en", "console-studies-field-roads")
    expect(button(page, "console-studies-files-for", field=roads)).to_be_visible()
    expect(button(page, "console-studies-upload-for", field=roads)).to_have_count(0)
    page.get_by_role("slider", name=said("en", "console-studies-weight-of", name="Posts")).focus()
    page.keyboard.press("End")
    settled(page, "coarse")
    expect(button(page, "console-studies-run")).to_be_disabled()
    page.get_by_role("button", name=said("en", "console-draft-forget")).click()
    expect(button(page, "console-studies-run")).to_be_enabled()

    screen = planned.open(session=planned.people.session("viewer"))
    page = screen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    screen.open("/studies/masts")
    expect(page.get_by_text(said("en", "console-studies-only-look"))).to_be_visible()
    for key in ("console-studies-save", "console-studies-run", "console-studies-draw-area"):
        expect(button(page, key)).to_have_count(0)
    clean(screen)
    screen.open("/studies")
    expect(button(page, "console-studies-new")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Delete"))).to_have_count(0)
    assert not [url for url in asked if "/preview" in url]
