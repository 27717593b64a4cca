"""What a person sees: the console in Chromium, watched for faults, foreign requests and broken policies."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from luylau.kernel.messages import LANGUAGES, Language, has_message, message

Scheme = Literal["light", "dark"]

PATIENCE_MS = 60_000
"""What a screen must come to show, it may show late on a busy machine."""

_FLAGS = (
    "--no-sandbox",  # a test machine has no unprivileged namespaces
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOCALES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB", "ja": "ja-JP"}
_WATCH = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy broken: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))
"""
_SETTLED = """() => !document.querySelector('.mantine-Loader-root, .mantine-Skeleton-root')
  && document.querySelector('h1') !== null
  && document.getAnimations().every((one) => one.playState !== 'running'
       || one.effect?.getComputedTiming().endTime === Infinity)"""

_NOT_SIGNED_IN = re.compile(r"Failed to load resource.*401")
_AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


def said(language: Language, key: str, **fields: str | float) -> str:
    """Return the text of ``key``; fail where the catalogue of that language lacks it."""
    assert has_message(language, key), f"{key} is missing in {language}"
    return message(language, key, fields)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser: ``$CHROMIUM``, or the one that is installed."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Screen:
    """One page in a context of its own; ``faults`` gathers all that must not happen on it."""

    page: Page
    context: BrowserContext
    origin: str
    faults: list[str] = field(default_factory=list)
    offline: bool = False
    """Whether the platform is meant to be away at times."""
    allowed: re.Pattern[str] | None = None
    """Addresses of calls that the platform is meant to refuse."""

    def __post_init__(self) -> None:
        self.context.add_init_script(_WATCH)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        self.page.on("request", self._on_request)

    def open(self, path: str) -> None:
        """Open an address of the console and wait until it is all there."""
        self.page.goto(self.origin + path)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing loads or moves any more."""
        self.page.wait_for_function(_SETTLED, timeout=PATIENCE_MS)

    def violations(self, *, colours: bool = True) -> list[str]:
        """Return what axe finds against WCAG 2.2, levels A and AA: rule, place, why; without ``colours`` no
        contrasts are measured."""
        # Evaluated through the debugger, which the page's policy does not bind.
        self.page.evaluate(_AXE)
        options = _AXE_OPTIONS | {"rules": {"color-contrast": {"enabled": colours}}}
        found: dict[str, Any] = self.page.evaluate("(options) => axe.run(options)", options)
        return [
            f"{one['id']}: {node['target']}: {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def small_targets(self, least_px: float) -> list[str]:
        """Return the buttons and links that are lower or narrower than ``least_px``; links in running text
        may be."""
        return list(self.page.evaluate(_SMALL, least_px))

    def check(self, log: Callable[[], str] = str) -> None:
        """Assert that nothing has happened that must not; ``log``: what the platform says of it."""
        assert not self.faults, "\n".join([*self.faults, log()])

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type not in ("error", "warning"):
            return
        if _NOT_SIGNED_IN.search(said.text) and said.location["url"].endswith("/api/v1/session"):
            return  # how the console learns that nobody is signed in
        refused = "Failed to load resource" in said.text
        if refused and self.allowed and self.allowed.search(said.location["url"]):
            return
        if self.offline and refused:
            return
        if "GPU stall due to ReadPixels" in said.text or "GL Driver Message" in said.text:
            return  # what the software renderer of a machine without a GPU says of itself
        self.faults.append(f"{said.type}: {said.text} ({said.location['url']})")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", f"blob:{self.origin}/")):
            self.faults.append(f"foreign request: {request.url}")


_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

_SMALL = """(least) => [...document.querySelectorAll(
    'button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=tab], [role=option]')]
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((one) => !(one.matches('a') && getComputedStyle(one).display === 'inline'))
  // Symbols of a drawing are as large as it is zoomed, and a list or the keyboard reaches them too.
  .filter((one) => !one.closest('svg'))
  .map((one) => {
    // A box to tick is as large as the label that ticks it.
    const label = one.matches('input[type=checkbox], input[type=radio]') && one.labels?.[0]
    const box = (label || one).getBoundingClientRect()
    return { box, said: `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent.slice(0, 40)}` }
  })
  .filter(({ box }) => box.width > 1 && box.height > 1 && Math.min(box.width, box.height) < least - 0.5)
  .map(({ box, said }) => `${said}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def open_screen(
    browser: Browser,
    origin: str,
    *,
    language: Language = "en",
    scheme: Scheme = "light",
    size: tuple[int, int] = (1280, 800),
    touch: bool = False,
    session: str = "",
) -> Screen:
    """Return a fresh screen; ``session`` is the cookie of somebody who is signed in."""
    assert language in LANGUAGES
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=_LOCALES[language],
        color_scheme=scheme,
        has_touch=touch,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    if session:
        name, _, value = session.partition("=")
        context.add_cookies(
            [{"name": name, "value": value, "url": origin, "httpOnly": True, "sameSite": "Strict"}]
        )
    return Screen(page=context.new_page(), context=context, origin=origin)
