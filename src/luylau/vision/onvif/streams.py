"""A stream's address as a camera tells it, made one that can stand in a plan."""

from urllib.parse import urlsplit, urlunsplit

from luylau.vision.addresses import address_fault, with_places
from luylau.vision.onvif.addresses import Address


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
    tail = with_places(urlunsplit(("", "", parts.path or "/", parts.query, "")))
    found = f"rtsp://{host}{f':{port}' if port else ''}{tail}"
    return found if address_fault(found) is None else ""
