"""Where requests may go: the list, the addresses behind names, and names that change their mind."""

import asyncio
import socket
import threading
from ipaddress import ip_address
from typing import Any

import pytest

from luylau.incidents.notify import NotSent
from luylau.incidents.notify.hosts import AllowedHosts, Place, is_public, place_of
from luylau.incidents.notify.http import post
from luylau.incidents.notify.lookup import addresses_of
from luylau.kernel.errors import BadInput
from tests.support.receivers import http_receiver, until

LISTED = (
    "hooks.example.vn *.push.example.vn http://10.0.0.5:9000 odd.example.vn:8443 "
    "http://[fd00::5]:9000 [fd00::6]"
)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://hooks.example.vn/a?b=c", True),
        ("https://HOOKS.example.vn:443/", True),
        ("https://odd.example.vn:8443/", True),
        ("http://10.0.0.5:9000/x", True),
        ("http://[fd00::5]:9000/x", True),
        ("https://[fd00::6]/x", True),
        ("https://eu.push.example.vn/x", False),
    ],
)
def test_what_is_listed(url: str, private: bool) -> None:
    assert AllowedHosts(LISTED).check(url).private is private


@pytest.mark.parametrize(
    "url",
    [
        "https://example.vn/",
        "http://hooks.example.vn/",
        "https://hooks.example.vn:8080/",
        "https://odd.example.vn/",
        "https://10.0.0.5:9000/",
        "http://10.0.0.5/",
        "https://push.example.vn/",
        "https://evilpush.example.vn/",
        "https://hooks.example.vn.evil.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://[fd00::5]/",
        "https://[fd00::6]:9000/",
    ],
)
def test_what_is_not_listed(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        AllowedHosts(LISTED).check(url)
    assert caught.value.key == "notify-host-not-listed"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.vn",
        "ftp://hooks.example.vn/",
        "file:///etc/passwd",
        "https://",
        "https://user@hooks.example.vn/",
        "https://hooks.example.vn:99999/",
        "https://hooks.example.vn/ x",
        "https://hooks.example.vn/\nHost: evil",
        "https://evil\\@hooks.example.vn/",
        "https://hồ.example.vn/",
        "https://[::1/",
    ],
)
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        place_of(url)
    assert caught.value.key == "notify-url-wrong"


def test_nothing_listed_allows_nothing() -> None:
    assert not AllowedHosts(" ")
    with pytest.raises(BadInput):
        AllowedHosts("").check("https://example.vn/")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("fec0::1", "::10.0.0.1", "::8.8.8.8"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_name_that_leads_inside_is_not_connected_to() -> None:
    with http_receiver() as receiver:
        port = int(receiver.url.rpartition(":")[2])
        url = f"http://localhost:{port}/"
        for private, key in ((False, "notify-host-private"), (True, "")):
            place = Place(secure=False, host="localhost", port=port, private=private)
            try:
                asyncio.run(post(url, place, b"{}", {}, within_s=10))
                said = ""
            except NotSent as error:
                said = error.key
            assert said == key
        assert len(receiver.taken) == 1


def test_a_name_that_changes_its_mind_is_asked_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was looked at is the one that is connected to (DNS rebinding)."""
    with http_receiver() as receiver:
        port = int(receiver.url.rpartition(":")[2])
        asked: list[str] = []
        real = socket.getaddrinfo

        def resolve(host: str, *args: Any, **more: Any) -> list[Any]:
            if host != "two-faced.example":
                return real(host, *args, **more)
            asked.append(host)
            # First an address that nobody may be asked at (TEST-NET-1, RFC 5737), then ours.
            address = "192.0.2.1" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        place = Place(secure=False, host="two-faced.example", port=port)
        with pytest.raises(NotSent) as caught:
            asyncio.run(post(f"http://two-faced.example:{port}/", place, b"", {}, within_s=5))
        assert caught.value.key == "notify-host-private"
        assert (len(asked), receiver.taken) == (1, [])


def test_a_name_that_is_being_looked_up_is_not_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives up takes the answer from nobody else, and the next one asks anew."""
    asked: list[str] = []
    answers = threading.Event()

    def resolve(host: str, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        assert answers.wait(30)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 1))] * 2

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    async def several() -> list[list[str]]:
        waiting = [asyncio.ensure_future(addresses_of("slow.example", 1)) for _ in range(3)]
        await until(lambda: bool(asked))()
        waiting.pop().cancel()
        await asyncio.sleep(0)
        answers.set()
        return [*await asyncio.gather(*waiting), await addresses_of("slow.example", 1)]

    assert asyncio.run(several()) == [["192.0.2.1"]] * 3
    assert asked == ["slow.example"] * 2
