"""Headers, origins, and the console's files."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from luylau.api.app import create_app
from luylau.api.guard import Guard
from tests.api.world import ORIGIN, World


def test_every_answer_carries_the_security_headers(world: World) -> None:
    client = world.client()
    for path in ("/healthz", "/api/v1/city", "/api/v1/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": ORIGIN}, 200),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_changes_come_from_the_platforms_own_pages(
    world: World, headers: dict[str, str], status: int
) -> None:
    world.user("admin")
    client = world.client("viewer")
    answer = client.patch("/api/v1/session", json={"language": "en"}, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["key"] == "origin-refused"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/api/v1/session", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/report", "/open311/v2/requests.json"])
@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("multipart/form-data; boundary=b; charset=raw_unicode_escape", True),
        ('Multipart/Form-Data ; charset="punycode"; boundary=b', True),
        ("multipart/form-data; boundary=b; charset=UTF-8", False),
        ("multipart/form-data; boundary=b", False),
    ],
)
def test_a_form_is_read_in_no_character_set_but_utf_8(
    world: World, path: str, said: str, unread: bool
) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na\\ud800b@c.vn\r\n--b--\r\n'
    answer = world.client().post(path, content=part, headers={"Content-Type": said})
    assert (answer.status_code == 400) is unread
    assert answer.status_code < 500
    if unread:
        assert answer.json()["key"] == "request-unreadable"


def test_large_answers_are_compressed_where_that_is_understood(world: World) -> None:
    client = world.client("viewer")
    answer = client.get("/api/v1/city")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["id"] == "thu-nghiem"
    plain = client.get("/api/v1/city", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == answer.json()
    assert (
        "content-encoding" not in client.get("/api/v1/session", headers={"Accept-Encoding": "gzip"}).headers
    )


def test_a_change_is_told_to_the_other_parts(world: World) -> None:
    world.user("admin")
    client = world.client("viewer")
    client.get("/api/v1/session")
    client.patch("/api/v1/session", json={"language": "xx"})
    assert world.bus.told == []
    client.patch("/api/v1/session", json={"language": "ja"})
    assert world.bus.told == ["events.hint"]


def test_a_body_that_trickles_is_cut_off(world: World) -> None:
    guarded = Guard(world.app, origins=[ORIGIN], after_change=lambda: None, body_timeout_s=0.05)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(5)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/v1/signin/link", "raw_path": b"/api/v1/signin/link",
        "query_string": b"", "headers": [(b"content-type", b"application/json"), (b"content-length", b"20")],
        "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1),
        "root_path": "", "state": {},
    }  # fmt: skip
    asyncio.run(guarded(scope, receive, send))
    assert sent[0]["status"] == 408
    assert b"request-too-slow" in sent[1]["body"]


@pytest.fixture
def browser(world: World, tmp_path: Path) -> TestClient:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(
        '<meta name="csp-nonce" content="__NONCE__"><p>Luy Lâu', encoding="utf-8"
    )
    (folder / "assets" / "app-abc123.js").write_text("let x = 1", encoding="utf-8")
    (folder / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("classified", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return TestClient(create_app(world.services, console_folder=folder), base_url=ORIGIN)


def test_the_page_has_a_fresh_nonce_each_time(browser: TestClient) -> None:
    seen = set()
    for path in ("/", "/index.html", "/incidents/incident-1", "/assets-of-mine"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-store"
        (nonce,) = re.findall(r'content="([^"]+)"', answer.text)
        policy = answer.headers["content-security-policy"]
        assert f"style-src 'self' 'nonce-{nonce}'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        seen.add(nonce)
    assert len(seen) == 4


def test_hashed_files_are_kept_for_ever_and_others_are_asked_for(browser: TestClient) -> None:
    script = browser.get("/assets/app-abc123.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in script.headers["content-type"]
    icon = browser.get("/favicon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    assert browser.get("/favicon.svg", headers={"If-None-Match": icon.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/link.txt",
        "/api/v1/none",
        "/x.php",
        f"/{'x' * 300}.js",
    ],
)
def test_what_is_no_file_of_the_console_is_not_found(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "classified" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_path_too_long_for_the_disk_is_a_page(browser: TestClient) -> None:
    assert browser.get("/" + "x" * 300).status_code == 200


def test_the_console_is_only_read(browser: TestClient) -> None:
    answer = browser.post("/incidents")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
