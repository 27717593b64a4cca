"""Where the platform may send requests to: a list of hosts, and a connection that keeps to it.

A person who may name a URL could make the platform ask what only it can reach (server-side request forgery).
So the host must be listed, the name is resolved once, each of its addresses is looked at, and the connection
is made to the very address that was looked at: another answer to a second question changes nothing.
Redirects are not followed.

An entry of the list is ``host``, ``host:port``, ``*.domain`` or, for plain HTTP, ``http://host:port``. Hosts
that are written out may lie in private networks, those behind ``*.`` may not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore2

from luylau.incidents.notify.channels import NotSent
from luylau.incidents.notify.lookup import addresses_of
from luylau.kernel.errors import BadInput

_TRANSLATED: Final = tuple(map(ip_network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))
"""IPv6 addresses that stand for IPv4 ones, which may be private."""


class Blocked(Exception):
    """A name leads to addresses that the platform does not connect to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a request goes: scheme, host and port of its URL, and whether private addresses will do."""

    secure: bool
    host: str
    port: int
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    secure: bool
    host: str
    port: int | None
    below: bool

    def fits(self, place: Place) -> bool:
        if self.secure != place.secure or (self.port or (443 if self.secure else 80)) != place.port:
            return False
        return place.host.endswith(f".{self.host}") if self.below else place.host == self.host


class AllowedHosts:
    """The hosts of one setting."""

    def __init__(self, listed: str) -> None:
        self._entries = tuple(_entry(one) for one in listed.replace(",", " ").split())

    def __bool__(self) -> bool:
        return bool(self._entries)

    def check(self, url: str) -> Place:
        """Return where ``url`` leads to.

        Raises:
            BadInput: it is no URL (``notify-url-wrong``), or its host is not listed
                (``notify-host-not-listed``).
        """
        place = place_of(url)
        fitting = [entry for entry in self._entries if entry.fits(place)]
        if not fitting:
            raise BadInput("notify-host-not-listed", host=place.host)
        private = any(not entry.below for entry in fitting)
        return Place(secure=place.secure, host=place.host, port=place.port, private=private)


def listed_place(hosts: AllowedHosts, url: str) -> Place:
    """Return where ``url`` leads to, for a message that is about to go there.

    Raises:
        NotSent: its host is no longer listed (``notify-host-not-listed``); no further try helps.
    """
    try:
        return hosts.check(url)
    except BadInput:
        host = urlsplit(url).hostname or ""
        raise NotSent("notify-host-not-listed", permanent=True, host=host) from None


def place_of(url: str, *, private: bool = False) -> Place:
    """Return where a URL leads to.

    Raises:
        BadInput: it is none, or carries a user's name (``notify-url-wrong``).
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise BadInput("notify-url-wrong") from None
    fine = parts.scheme in ("http", "https") and host and host.isascii() and not parts.username
    if not fine or not url.isascii() or not url.isprintable() or any(letter in url for letter in " \\"):
        raise BadInput("notify-url-wrong")
    secure = parts.scheme == "https"
    return Place(secure=secure, host=host, port=port or (443 if secure else 80), private=private)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address lies in the public internet, whatever way it is written."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to one place only, and only to addresses that are public unless private ones will do."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Resolve the name, look at each address, and connect to the first that answers.

        Raises:
            Blocked: none of its addresses may be connected to.
            ConnectError: none answers, or there is no such name.
        """
        try:
            addresses = await addresses_of(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        usable = [one for one in addresses if self._place.private or is_public(ip_address(one))]
        if not usable:
            raise Blocked
        failed: httpcore2.ConnectError | None = None
        for address in usable:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore2.ConnectError as error:
                failed = error
        assert failed is not None
        raise failed


def _entry(text: str) -> _Entry:
    secure = not text.startswith("http://")
    bare = text.removeprefix("http://").removeprefix("https://").rstrip("/").lower()
    below = bare.startswith("*.")
    host, colon, port = bare.removeprefix("*.").rpartition(":")
    if not (colon and port.isdecimal() and (":" not in host or host.endswith("]"))):
        host, port = bare.removeprefix("*."), ""
    # A URL's host is told without the brackets around an IPv6 address.
    host = host.removeprefix("[").removesuffix("]")
    return _Entry(secure=secure, host=host, port=int(port) if port else None, below=below)
