"""The messages of ONVIF: SOAP 1.2 with the UsernameToken of WS-Security, made and read; nothing is sent here.

Sources: ONVIF Core Specification (web service framework, security), OASIS Web Services Security UsernameToken
Profile 1.0: digest = Base64(SHA-1(nonce + created + password)).
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from luylau.city.reading import shown
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import LuylauError

DEVICE: Final = "http://www.onvif.org/ver10/device/wsdl"
MEDIA: Final = "http://www.onvif.org/ver10/media/wsdl"
MEDIA2: Final = "http://www.onvif.org/ver20/media/wsdl"
SCHEMA: Final = "http://www.onvif.org/ver10/schema"
_ENVELOPE: Final = "http://www.w3.org/2003/05/soap-envelope"
_OASIS: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
_REFUSED: Final = frozenset({"NotAuthorized", "FailedAuthentication", "InvalidSecurityToken", "FailedCheck"})
_EXPIRED: Final = "MessageExpired"
_WEB_PAGE: Final = re.compile(rb"\s*(?:<!doctype\s+html|<html)", re.I)
_SAID_MOST: Final = 120


class OnvifFault(LuylauError):
    """A camera cannot be asked by ONVIF, or not with this user and password."""

    status = 502


class Refused(Exception):
    """The camera refuses user and password; ``expired``: it says that the message is too old or too new."""

    def __init__(self, *, expired: bool = False) -> None:
        self.expired = expired
        super().__init__()


class _Document(Xml.TreeBuilder):
    """SOAP forbids document types, and with them go all entities that blow up."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse it."""
        raise ValueError(name)


def request(body: str, security: str = "") -> bytes:
    """Return the message with ``body``, XML whose prefixes are tds, trt, tr2 and tt."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{_ENVELOPE}" xmlns:tds="{DEVICE}"'
        f' xmlns:trt="{MEDIA}" xmlns:tr2="{MEDIA2}" xmlns:tt="{SCHEMA}"><s:Header>{security}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def username_token(user: str, password: str, *, nonce: bytes, created_us: int) -> str:
    """Return the header that proves to know a password; ``created_us``: the time by the camera's clock.

    The password itself is not in it.
    """
    created = to_datetime(created_us).strftime("%Y-%m-%dT%H:%M:%SZ")
    # SHA-1 is what the standard demands; a camera takes no other.
    digest = hashlib.sha1(nonce + created.encode() + password.encode(), usedforsecurity=False).digest()
    return (
        f'<Security xmlns="{_OASIS}-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"><UsernameToken>'
        f"<Username>{escape(user)}</Username>"
        f'<Password Type="{_OASIS}-username-token-profile-1.0#PasswordDigest">'
        f"{base64.b64encode(digest).decode()}</Password>"
        f'<Nonce EncodingType="{_OASIS}-soap-message-security-1.0#Base64Binary">'
        f"{base64.b64encode(nonce).decode()}</Nonce>"
        f'<Created xmlns="{_OASIS}-wssecurity-utility-1.0.xsd">{created}</Created>'
        f"</UsernameToken></Security>"
    )


def read_answer(data: bytes, *, status: int, address: str) -> Xml.Element:
    """Return what stands in the body of an answer.

    Raises:
        Refused: user and password are not accepted, or are needed.
        OnvifFault: it is a web page, no XML, no SOAP, or a fault of another kind.
    """
    if _WEB_PAGE.match(data[:200].lstrip(b"\xef\xbb\xbf")):
        raise OnvifFault("vision-onvif-web-page", address=address)
    if status == 404 or not data.strip():
        raise OnvifFault("vision-onvif-none", address=address, status=status)
    try:
        parser = Xml.XMLParser(target=_Document())  # noqa: S314 - document types are refused, the size is bounded
        parser.feed(data)
        root = parser.close()
    except (Xml.ParseError, ValueError, LookupError):
        said = "vision-onvif-broken" if data.lstrip().startswith(b"<") else "vision-onvif-none"
        raise OnvifFault(said, address=address, status=status) from None
    body = next((one for one in root if local(one) == "Body"), None)
    if body is None or local(root) != "Envelope":
        raise OnvifFault("vision-onvif-none", address=address, status=status)
    content = next(iter(body), None)
    if content is not None and local(content) == "Fault":
        _raise_fault(content, address)
    if content is None or status >= 400:
        raise OnvifFault("vision-onvif-broken", address=address, status=status)
    return content


def local(element: Xml.Element) -> str:
    """Return an element's name without its namespace: cameras disagree about those."""
    return element.tag.rpartition("}")[2]


def below(element: Xml.Element, name: str) -> Iterator[Xml.Element]:
    """Yield the elements of this local name anywhere within another."""
    return (one for one in element.iter() if local(one) == name)


def text(element: Xml.Element | None, *path: str) -> str:
    """Return the text at the end of a path of local names, each the first below the one before; "" for
    none."""
    for name in path:
        if element is None:
            return ""
        inside: Xml.Element = element
        element = next((one for one in below(inside, name) if one is not inside), None)
    return (element.text or "").strip() if element is not None else ""


def _raise_fault(fault: Xml.Element, address: str) -> None:
    codes = [
        (one.text or "").strip().rpartition(":")[2]
        for name in ("Value", "faultcode")
        for one in below(fault, name)
    ]
    said = text(fault, "Reason", "Text") or text(fault, "faultstring")
    if _EXPIRED in codes:
        raise Refused(expired=True)
    # Some give the code of the sender alone, and say the rest in words.
    if _REFUSED.intersection(codes) or "not authorized" in said.lower():
        raise Refused
    raise OnvifFault("vision-onvif-fault", address=address, said=shown(said or " ".join(codes), _SAID_MOST))
