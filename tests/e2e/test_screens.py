"""Every page, in every language, light and dark, on every screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from luylau.kernel.messages import LANGUAGES, Language
from tests.e2e.conftest import Flood, Gauge, People
from tests.support.platform import REPOSITORY
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e

FLOODED = "gauge-phu-lang-thuong"
UNKNOWN = "gauge-nobody-knows"
PLACE = "phuong-vu-ninh"
PLAYBOOK = "power-outage"
CAMERA = "cam-ts-220-bac-ninh"
STUDY = "private-clinic"
SIZES = {"desk": (1280, 800), "tablet": (1024, 1366), "wall": (3840, 2160)}
TARGET_PX = 44
"""WCAG 2.2 asks for 24 px (AA) and 44 px (AAA); gloves and haste ask for more."""


@pytest.fixture(scope="package")
def pages(flood: Flood, stranger: Callable[[str], Gauge], people: People) -> list[str]:
    """An address of each page that the console's sources define, with something on it to see."""
    stranger(UNKNOWN)
    known = {
        "asset": FLOODED,
        "camera": CAMERA,
        "device": UNKNOWN,
        "drill": _drill(people),
        "feeder": "482-nam-son",
        "incident": flood(FLOODED),
        "place": PLACE,
        "playbook": PLAYBOOK,
        "report": _report(people),
        "rule": "river-alarm-3",
        "shift": _shift(people),
        "study": STUDY,
    }
    found: list[str] = []
    for file in sorted((REPOSITORY / "console" / "src").rglob("page*.ts")):
        for listed in re.findall(r"paths:\s*\[(.*?)\]", file.read_text(encoding="utf-8"), re.DOTALL):
            patterns = re.findall(r"'([^']+)'", listed)
            found += [re.sub(r":(\w+)", lambda name: known[name.group(1)], one) for one in patterns]
    assert {"/", "/incidents", f"/assets/{FLOODED}"} <= set(found)
    return found


def _drill(people: People) -> str:
    """Hold a drill, as short as can be: while one runs, every page of the platform says so."""
    with people.client("operator") as client:
        begun = client.post("/api/v1/drills", json={"playbook": PLAYBOOK, "place": PLACE}).json()
        version = {"If-Match": f'"{begun["version"]}"'}
        assert client.post(f"/api/v1/drills/{begun['id']}/end", headers=version).status_code == 200
    return str(begun["id"])


def _shift(people: People) -> str:
    """Write a note into the log of the shift that runs, or of a new one."""
    with people.client("operator") as client:
        known = client.get("/api/v1/shifts").json()["items"]
        shift = known[0]["id"] if known else client.post("/api/v1/shifts").json()["id"]
        assert client.post(f"/api/v1/shifts/{shift}/notes", json={"text": "All quiet."}).status_code == 200
    return str(shift)


def _report(people: People) -> str:
    """Report something as a citizen does; return the report's id."""
    said_by_whom = {"phone": "0912 345 678", "lang": "vi", "submission": "the-one-of-every-page"}
    what = {"service": "no-power", "place": PLACE, "text": "Cả ngõ mất điện."}
    with people.client("operator") as client:
        assert client.post("/report", data=what | said_by_whom).status_code == 303
        return str(client.get("/api/v1/reports").json()["items"][0]["id"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_use_every_page(
    language: Language, pages: list[str], people: People, screens: Callable[..., Screen]
) -> None:
    screen = screens(language=language, session=people.session("admin", language))
    wrong: dict[str, list[str]] = {}
    # Every page in Vietnamese, whose words are the longest, and in one of the other two.
    seen = {"vi": pages, "en": pages[::2], "ja": pages[1::2]}[language]
    for path in seen:
        screen.page.emulate_media(color_scheme="light")
        screen.open(path)
        expect(screen.page.locator("html")).to_have_attribute("lang", language)
        assert not re.search(r"\b(console|luylau)-[a-z-]+", screen.page.locator("main").inner_text()), path
        # Colours are the same in every language, so they are looked at in one.
        colours = language == "vi"
        for scheme in ("light", "dark") if colours else ("light",):
            screen.page.emulate_media(color_scheme=scheme)
            expect(screen.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            screen.settle()
            if found := screen.violations(colours=colours):
                wrong[f"{path} {scheme}"] = found
        if language == "vi":
            for width, height in (SIZES["wall"], SIZES["desk"]):
                screen.page.set_viewport_size({"width": width, "height": height})
                screen.settle()
                wrong |= _unfit(screen, path)
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_use_the_sign_in(language: Language, screens: Callable[..., Screen]) -> None:
    for scheme in ("light", "dark"):
        screen = screens(language=language, scheme=scheme)
        screen.open("/")
        expect(
            screen.page.get_by_role("button", name=said(language, "console-sign-in-passkey"))
        ).to_be_visible()
        assert screen.violations() == []


def test_every_page_fits_a_tablet(pages: list[str], people: People, screens: Callable[..., Screen]) -> None:
    # Vietnamese, with the longest words of the three.
    screen = screens(language="vi", size=SIZES["tablet"], touch=True, session=people.session("admin", "vi"))
    wrong = {}
    for path in pages:
        screen.open(path)
        wrong |= _unfit(screen, path)
    assert wrong == {}


def _unfit(screen: Screen, path: str) -> dict[str, list[str]]:
    """Return what of the page that is open is too wide or too small to be hit, by its address and width."""
    found = screen.small_targets(TARGET_PX)
    if too_wide := screen.sideways():
        found = [f"{too_wide} px too wide"]
    return {f"{path} {screen.page.viewport_size}": found} if found else {}
