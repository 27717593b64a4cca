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
SIZES = {"desk": (1280, 800), "tablet": (1024, 1366), "wall": (3840, 2160)}
TARGET_PX = 44
"""WCAG 2.2 asks for 24 px (AA) and 44 px (AAA); gloves and haste ask for more."""


@pytest.fixture(scope="package")
def pages(flood: Flood, stranger: Callable[[str], Gauge]) -> list[str]:
    """An address of each page that the console's sources define, with something on it to see."""
    stranger(UNKNOWN)
    known = {
        "asset": FLOODED,
        "device": UNKNOWN,
        "feeder": "482-nam-son",
        "incident": flood(FLOODED),
        "place": "phuong-vu-ninh",
        "rule": "river-alarm-3",
    }
    found: list[str] = []
    for file in sorted((REPOSITORY / "console" / "src").rglob("page*.ts")):
        for listed in re.findall(r"paths:\s*\[(.*?)\]", file.read_text(encoding="utf-8"), re.DOTALL):
            patterns = re.findall(r"'([^']+)'", listed)
            found += [re.sub(r":(\w+)", lambda name: known[name.group(1)], one) for one in patterns]
    assert {"/", "/incidents", f"/assets/{FLOODED}"} <= set(found)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_use_every_page(
    language: Language, pages: list[str], people: People, screens: Callable[..., Screen]
) -> None:
    screen = screens(language=language, session=people.session("admin", language))
    wrong: dict[str, list[str]] = {}
    for path in pages:
        screen.page.emulate_media(color_scheme="light")
        screen.open(path)
        expect(screen.page.locator("html")).to_have_attribute("lang", language)
        assert not re.search(r"\b(console|luylau)-[a-z-]+", screen.page.locator("main").inner_text()), path
        # Colours are the same in every language, so the dark ones are looked at in one.
        for scheme in ("light", "dark") if language == "vi" else ("light",):
            screen.page.emulate_media(color_scheme=scheme)
            expect(screen.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            screen.settle()
            if found := screen.violations():
                wrong[f"{path} {scheme}"] = found
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


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_every_screen(
    size: str, pages: list[str], people: People, screens: Callable[..., Screen]
) -> None:
    # Vietnamese, with the longest words of the three.
    session = people.session("admin", "vi")
    screen = screens(language="vi", size=SIZES[size], touch=size == "tablet", session=session)
    wrong = {}
    for path in pages:
        screen.open(path)
        too_wide = screen.sideways()
        if too_wide or (small := screen.small_targets(TARGET_PX)):
            wrong[path] = [f"{too_wide} px too wide"] if too_wide else small
    assert wrong == {}
