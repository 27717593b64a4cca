"""One HTTP request, bounded in time, size and destination; all notifiers over HTTP use it."""

import asyncio
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Final

import httpcore2

from luylau.incidents.notify.channels import NotSent
from luylau.incidents.notify.hosts import Blocked, GuardedBackend, Place

# It would write URLs and headers, which hold tokens.
logging.getLogger("httpcore2").setLevel(logging.WARNING)

_ANSWER_MOST: Final = 64 * 1024
_LATER: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_REDIRECTED: Final = range(300, 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: header names are in lower case, of the body at most 64 KiB are there."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the request was taken."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def retry_after_s(self) -> float:
        """For how long the receiver wants to be left alone; 0 where it does not say in seconds."""
        said = self.headers.get("retry-after", "")
        return float(said) if said.isascii() and said.isdecimal() else 0.0


async def post(url: str, place: Place, body: bytes, headers: Mapping[str, str], *, within_s: float) -> Answer:
    """Send a POST request to ``url``, which leads to ``place``; follow no redirect.

    Raises:
        NotSent: it cannot be reached (``notify-unreachable``), did not answer in time (``notify-too-slow``),
            or its name leads to addresses that are not allowed (``notify-host-private``).
    """
    backend = GuardedBackend(place)
    sent = [("User-Agent", "luylau"), *headers.items()]
    try:
        async with (
            asyncio.timeout(within_s),
            httpcore2.AsyncConnectionPool(ssl_context=_tls(), network_backend=backend) as pool,
            pool.stream("POST", url, headers=sent, content=body) as answer,
        ):
            taken = bytearray()
            async for part in answer.aiter_stream():
                taken += part
                if len(taken) >= _ANSWER_MOST:
                    break
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            return Answer(status=answer.status, headers=said, body=bytes(taken[:_ANSWER_MOST]))
    except (TimeoutError, httpcore2.TimeoutException):
        raise NotSent("notify-too-slow", host=place.host, seconds=within_s) from None
    except Blocked:
        raise NotSent("notify-host-private", host=place.host, permanent=True) from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        # The cause's text may hold the URL, and with it a token: its kind is all that is told.
        raise NotSent("notify-unreachable", host=place.host, said=type(error).__name__) from None


def raise_for(answer: Answer, place: Place, *, said: str = "") -> None:
    """Do nothing where the request was taken.

    Raises:
        NotSent: it was redirected (``notify-redirected``) or refused (``notify-refused``), for good unless
            the status tells to come again.
    """
    if answer.is_success:
        return
    if answer.status in _REDIRECTED:
        raise NotSent("notify-redirected", host=place.host, permanent=True)
    again = answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    raise NotSent(
        "notify-refused",
        host=place.host,
        status=answer.status,
        said=said[:200],
        permanent=not again,
        retry_after_s=answer.retry_after_s,
    )


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
