"""Addresses of streams: of a known kind, and without a secret in them."""

import re
from pathlib import PurePosixPath
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

_APART: Final = r"/?&;_,#"
"""What stands between the parts of a path or a query; some cameras part them by a low line."""
_ENDINGS: Final = (
    "passwd", "password", "passwort", "passphrase", "passcode", "pass", "pswd", "psw", "pwd", "pw", "pin",
    "token", "secret", "key", "credentials?", "jwt", "ticket",
)  # fmt: skip
_NAMES: Final = ("auth", "authorization", "sig", "signature", "digest", "session", "session-?id")
_HARMLESS: Final = ("bypass", "compass", "monkey", "hotkey", "spin", "unpin")
"""What ends so and opens nothing."""
_NAME: Final = (
    rf"(?!(?:{'|'.join(_HARMLESS)})=)"
    rf"(?:[a-z0-9.-]*(?:{'|'.join(_ENDINGS)})|(?:[a-z0-9.]*-)?(?:{'|'.join(_NAMES)}))"
)
"""What is called so opens a camera, whatever comes before an ending: "accessToken", "user-pwd"."""
_NO_USERS: Final = (
    "mp[34]", "flv", "smil", "ngrp", "amlst", "h26[45]", "cam", "camera", "ch", "channel", "track", "trackid",
    "stream", "profile", "uuid",
)  # fmt: skip
_PAIR: Final = re.compile(
    rf"(?<=/)(?!(?:{'|'.join(_NO_USERS)}):)[a-z][a-z0-9._-]*:(?!\{{password\}})[^/?#&;,]+(?=[/?#]|$)", re.I
)
"""A user and a password that are a part of a path on their own, "admin:12345", but not "mp4:gate"."""
_SECRET: Final = re.compile(rf"(?:^|[{_APART}]){_NAME}=(?!\{{password\}})[^{_APART}]", re.I)
_PLACES: Final = (
    (re.compile(rf"(?<![^{_APART}])({_NAME})=[^{_APART}]*", re.I), r"\1={password}"),
    (re.compile(rf"(?<![^{_APART}])(username|user|usr)=[^{_APART}]*", re.I), r"\1={user}"),
    (_PAIR, "{user}:{password}"),
)


def address_fault(address: str) -> Literal["secret", "unknown"] | None:
    """Return what is wrong with a stream's address: it holds a user, a password or something else that opens
    a camera, or is none that is known; None for a good one.

    Good are ``rtsp://HOST[:PORT]/PATH`` (with ``{user}`` and ``{password}`` where a camera wants them within
    the path), ``file:NAME`` of something within the folder of footage, and ``usb:NUMBER``.
    """
    kind, _, rest = address.partition(":")
    if kind == "file":
        path = PurePosixPath(rest)
        good = bool(rest.strip()) and rest.isprintable() and not path.is_absolute() and ".." not in path.parts
        return None if good else "unknown"
    if kind == "usb":
        return None if re.fullmatch(r"[0-9]{1,2}", rest) else "unknown"
    try:
        parts = urlsplit(address)
        # What is no address at all may still be one with a password in it.
        named = "@" in (parts.netloc or address)
        if named or _SECRET.search(unquote(address)) or _PAIR.search(unquote(parts.path)):
            return "secret"
        good = parts.scheme == "rtsp" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "secret" if "@" in address else "unknown"
    return None if good and address.isprintable() and " " not in address else "unknown"


def with_places(tail: str) -> str:
    """Return path and query of a stream's address with ``{user}`` and ``{password}`` in the places of a user
    and of all that opens a camera; the vault holds both."""
    for pattern, place in _PLACES:
        tail = pattern.sub(place, tail)
    return tail
