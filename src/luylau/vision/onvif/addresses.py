"""Where cameras are asked: addresses as people write them, and lists of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from luylau.city.reading import shown
from luylau.kernel.errors import BadInput
from luylau.kernel.ids import is_id

PATH: Final = "/onvif/device_service"
"""Where ONVIF demands the device service."""
_HOST: Final = re.compile(
    r"(?=.{1,253}$)(?:(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}|[0-9a-f:.]*:[0-9a-f:.]*(?:%[a-z0-9]+)?)"
)
"""A name, whose parts have at most 63 letters, or an IP address."""
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a camera's device service is. ``host`` is a name or an IP address, IPv6 without brackets."""

    host: str
    port: int = 80
    tls: bool = False
    path: str = PATH

    @property
    def label(self) -> str:
        """The address as it is shown: the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in _PORTS.values() else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a URL begins."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A camera to ask; ``camera`` is the id of its asset, "" where nobody has said."""

    address: Address
    camera: str = ""


def parse_address(text: str) -> Address:
    """Return the address of ``HOST``, ``HOST:PORT`` or ``http(s)://HOST[:PORT][/PATH]``.

    Raises:
        BadInput: it is none (``vision-onvif-address``), or holds a user or a password
            (``vision-onvif-address-secret``).
    """
    if "@" in text:
        # What it says is not repeated: an error is shown, and kept in logs.
        raise BadInput("vision-onvif-address-secret")
    # An IPv6 address alone has no brackets, and no port.
    alone = text.count(":") > 1 and "[" not in text and "//" not in text
    try:
        parts = urlsplit(text if "://" in text else f"http://[{text}]" if alone else f"http://{text}")
        host, port = parts.hostname or "", parts.port
        path = parts.path if parts.path.strip("/") else PATH
        good = parts.scheme in _PORTS and port != 0 and _HOST.fullmatch(host) and path_of(path)
        if good and not parts.query and not parts.fragment:
            tls = parts.scheme == "https"
            return Address(host=host, port=port or _PORTS[parts.scheme], tls=tls, path=path)
    except ValueError:
        pass
    raise BadInput("vision-onvif-address", address=shown(text))


def path_of(url: str) -> str:
    """Return path and query of a service's URL; "" where it has none that can be asked for.

    Host and port are left out: services are asked where the camera was reached. Many name a host that nobody
    else knows, and none may send us elsewhere.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    good = path.startswith("/") and path.isascii() and path.isprintable() and " " not in path
    return path if good else ""


def parse_targets(lines: Iterable[str]) -> list[Target]:
    """Return the cameras of a list: ``ADDRESS`` or ``CAMERA=ADDRESS`` each; empty lines and what stands
    behind ``#`` are left out, and addresses that stand there twice.

    Raises:
        BadInput: an address is none, or a camera's id.
    """
    found: dict[Address, Target] = {}
    for line in lines:
        said = line.partition("#")[0].strip()
        if not said:
            continue
        camera, mark, address = said.partition("=")
        if not mark:
            camera, address = "", said
        if mark and not is_id(camera.strip()):
            raise BadInput("vision-onvif-camera-id", camera=shown(camera.strip()))
        target = Target(address=parse_address(address.strip()), camera=camera.strip())
        if target.camera or target.address not in found:
            found[target.address] = target
    return list(found.values())
