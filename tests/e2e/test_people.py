"""Who may do what: passkeys, roles, and hands that use no mouse."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from luylau.kernel.messages import LANGUAGES, Language
from tests.e2e.conftest import Flood, People
from tests.support.platform import Platform
from tests.support.screen import Screen, said

pytestmark = pytest.mark.e2e


def virtual_authenticator(screen: Screen) -> tuple[CDPSession, str]:
    """Give the browser a device with a fingerprint reader; return its session and id."""
    devtools = screen.context.new_cdp_session(screen.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools, made["authenticatorId"]


def test_a_passkey_is_made_and_signs_in(people: People, screens: Callable[..., Screen]) -> None:
    screen = screens()
    page = screen.page
    devtools, authenticator = virtual_authenticator(screen)
    page.goto(people.link("operator", "en", "Nguyễn Thị Khóa"))
    page.get_by_role("button", name=said("en", "console-passkey-add")).click()
    expect(page.get_by_text(said("en", "console-passkey-added"))).to_be_visible()
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [one["rpId"] for one in kept] == ["localhost"]

    # The session ends; the passkey alone opens the next one. What is still being asked for then is refused.
    screen.allowed = re.compile("/api/v1/")
    menu = page.get_by_role("button", name=said("en", "console-user-menu", name="Nguyễn Thị Khóa"))
    menu.click()
    page.get_by_role("menuitem", name=said("en", "console-sign-out")).click()
    sign_in = page.get_by_role("button", name=said("en", "console-sign-in-passkey"))
    expect(sign_in).to_be_visible()
    assert screen.context.cookies() == []
    sign_in.click()
    expect(menu).to_be_visible()

    # A finger that is not the right one opens nothing, and the page says so.
    menu.click()
    page.get_by_role("menuitem", name=said("en", "console-sign-out")).click()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    sign_in.click()
    expect(page.get_by_text(said("en", "console-passkey-refused"))).to_be_visible()
    expect(menu).to_have_count(0)


def test_a_link_works_once(people: People, screens: Callable[..., Screen]) -> None:
    link = people.link("viewer", "ja", "once")
    first, second = screens(language="ja"), screens(language="ja")
    first.page.goto(link)
    first.page.get_by_role("button", name=said("ja", "console-passkey-later")).click()
    expect(first.page.get_by_role("navigation", name=said("ja", "console-navigation"))).to_be_visible()
    second.allowed = re.compile(r"signin/link")
    second.page.goto(link)
    expect(second.page.get_by_role("alert")).to_contain_text(said("ja", "link-invalid"))
    expect(second.page.get_by_role("navigation")).to_have_count(0)


def test_a_viewer_looks_and_does_not_act(
    flood: Flood, people: People, screens: Callable[..., Screen]
) -> None:
    incident = flood("gauge-phu-lang-thuong")
    screen = screens(session=people.session("viewer"))
    page = screen.page
    screen.open(f"/incidents/{incident}")
    expect(
        page.get_by_role("note").filter(has_text=said("en", "console-incidents-only-look"))
    ).to_be_visible()
    for key in ("act-confirm", "act-resolve", "incidents-comment-send", "tasks-add"):
        expect(page.get_by_role("button", name=said("en", f"console-{key}"))).to_have_count(0)
    page.keyboard.press("a")
    with people.client("viewer") as client:
        answer = client.post(f"/api/v1/incidents/{incident}/confirm")
        assert (answer.status_code, answer.json()["key"]) == (403, "action-denied")
        assert client.get(f"/api/v1/incidents/{incident}").json()["state"] == "suspected"
    navigation = page.get_by_role("navigation")
    expect(navigation.get_by_role("link", name=said("en", "console-rules"))).to_be_visible()
    expect(navigation.get_by_role("link", name=said("en", "console-devices"))).to_have_count(0)
    screen.open("/rules/river-alarm-3")
    expect(page.get_by_text(said("en", "console-rules-preview-only"))).to_be_visible()
    switch = page.get_by_role("switch", name=said("en", "console-rules-field-enabled"))
    expect(switch).to_be_disabled()
    assert switch.evaluate("(one) => getComputedStyle(one).opacity") == "0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_health_has_words(language: Language, people: People) -> None:
    with people.client("viewer") as client:
        parts = client.get("/api/v1/system/health").json()["parts"]
    figures = {tuple(name.split(".")) for part in parts for name in part["figures"]}
    assert {("restarts", "signals"), ("waiting", "mqtt")} <= figures
    for group, *of in figures:
        if group not in ("accepted", "refused", "marked", "lag_s"):
            assert said(language, f"console-health-figure-{group}")
            assert all(said(language, f"console-health-of-{name}") for name in of)


def tab_to(target: Locator, most: int = 80) -> None:
    """Press Tab until ``target`` has the focus; it must be seen to have it."""
    page = target.page
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("(one) => one === document.activeElement"):
            width = target.evaluate("(one) => parseFloat(getComputedStyle(one).outlineWidth)")
            style = target.evaluate("(one) => getComputedStyle(one).outlineStyle")
            field = target.evaluate("(one) => one.matches('input, textarea')")
            assert field or (style != "none" and width >= 2), "the focus is not seen"
            return
    raise AssertionError(f"{most} times Tab do not reach {target}")


def test_the_keyboard_is_enough(
    flood: Flood, platform: Platform, people: People, screens: Callable[..., Screen]
) -> None:
    incident = flood("gauge-cau-son")
    screen = screens()
    page = screen.page
    screen.open("/")
    tab_to(page.get_by_role("textbox", name=said("en", "console-sign-in-link")))
    page.keyboard.insert_text(people.link("operator", "en", "keys"))
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("button", name=said("en", "console-passkey-later")))
    page.keyboard.press("Enter")
    screen.settle()
    tab_to(
        page.get_by_role("navigation").get_by_role("link", name=re.compile(said("en", "console-incidents")))
    )
    page.keyboard.press("Enter")
    screen.settle()
    expect(page.get_by_role("list", name=said("en", "console-incidents-queue"))).to_be_visible()
    for _ in range(50):
        page.keyboard.press("j")
        expect(page).to_have_url(re.compile("/incidents.+"))
        if incident in page.url:
            break
    else:
        raise AssertionError("j does not reach the incident")
    confirm = page.get_by_role("button", name=said("en", "console-act-confirm"), exact=True)
    expect(confirm).to_be_visible()
    page.keyboard.press("a")
    expect(confirm).to_have_count(0)
    page.keyboard.press("o")
    expect(page.get_by_role("region", name=said("en", "console-incidents-acts"))).to_be_visible()
    page.keyboard.press("c")
    # While one types, letters are letters.
    page.keyboard.type("xa j")
    page.keyboard.press("Control+Enter")
    timeline = page.get_by_role("region", name=said("en", "console-incidents-timeline"))
    expect(timeline).to_contain_text("xa j")
    done = {event.kind for event in platform.events() if event.subject == incident}
    assert "incident.confirmed" in done
    assert "incident.resolved" not in done
