"""Cookies, and the check that a changing call comes from the console's own pages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from luylau.kernel.errors import Denied

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieParameters:
    """How the session's cookie is set; the fields are named as Starlette's ``set_cookie`` names them."""

    key: str
    max_age: int
    path: str
    secure: bool
    httponly: bool
    samesite: str


def cookie_parameters(*, https: bool, max_age_s: int) -> CookieParameters:
    """Return the parameters of the session's cookie for a site under https or plain http.

    Under https the name begins with ``__Host-``, so that browsers refuse it from any other host or path.
    """
    return CookieParameters(
        key="__Host-luylau" if https else "luylau",
        max_age=max_age_s,
        path="/",
        secure=https,
        httponly=True,
        samesite="strict",
    )


def check_origin(method: str, headers: Mapping[str, str], trusted: Collection[str]) -> None:
    """Return when a call cannot be another site's doing.

    A browser says where a changing call comes from (``Sec-Fetch-Site``, ``Origin``), and no page can forge
    that. A call with neither header comes from no browser, so no other site can have borrowed its cookie.

    Args:
        method: the HTTP method.
        headers: the call's headers, with lower-case names or a mapping that ignores case.
        trusted: origins that may call, e.g. ``https://watch.example.gov.vn``; the call's own host always may.

    Raises:
        Denied: the call comes from another site.
    """
    if method.upper() in _SAFE:
        return
    origin = headers.get("origin", "")
    site = headers.get("sec-fetch-site", "")
    if site in ("same-origin", "none") or not (origin or site):
        return
    if origin and (origin in trusted or _host(origin) == headers.get("host", "")):
        return
    raise Denied("origin-refused", origin=origin or site)


def _host(origin: str) -> str | None:
    """Return host and port of an origin; None for one that cannot be read."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
