"""Addresses of streams: of a known kind, and without a secret in them."""

import re
from pathlib import PurePosixPath
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

_SECRET: Final = re.compile(
    r"(?:^|[/?&;_,])(?:password|passwd|passwort|pass|pwd)=(?!\{password\})[^/?&;_,]", re.I
)


def address_fault(address: str) -> Literal["secret", "unknown"] | None:
    """Return what is wrong with a stream's address: it holds a user or a password, or is none that is known;
    None for a good one.

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
        if named or _SECRET.search(unquote(address)):
            return "secret"
        good = parts.scheme == "rtsp" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "secret" if "@" in address else "unknown"
    return None if good and address.isprintable() and " " not in address else "unknown"
