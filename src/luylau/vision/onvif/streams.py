"""A stream's address as a camera tells it, made one that can stand in a plan."""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from luylau.vision.addresses import address_fault
from luylau.vision.onvif.addresses import Address

_SECRETS: Final = (
    (re.compile(r"(?<![^/?&;_,])(password|passwd|passwort|pass|pwd)=[^/?&;_,]*", re.I), r"\1={password}"),
    (re.compile(r"(?<![^/?&;_,])(username|user|usr)=[^/?&;_,]*", re.I), r"\1={user}"),
)


def stream_address(uri: str, address: Address) -> str:
    """Return a stream's address without what is secret in it, at the host where the camera was reached; ""
    where nothing usable remains.

    The port stays as it was told. User and password within the path, which some cameras put there, become
    the places of both.
    """
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() != "rtsp":
        return ""
    host = f"[{address.host}]" if ":" in address.host else address.host
    tail = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    for pattern, place in _SECRETS:
        tail = pattern.sub(place, tail)
    found = f"rtsp://{host}{f':{port}' if port else ''}{tail}"
    return found if address_fault(found) is None else ""
