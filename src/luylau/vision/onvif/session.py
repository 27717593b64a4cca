"""One camera asked by ONVIF: each call bounded in time and size, a wrong password hardly ever tried twice."""

import asyncio
import logging
import math
import secrets
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self
from xml.etree import ElementTree as Xml

import httpcore2

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.secret import Secret
from luylau.vision.onvif.addresses import Address
from luylau.vision.onvif.http_digest import Challenge
from luylau.vision.onvif.soap import OnvifFault, Refused, read_answer, request, username_token

# It would write headers, which hold what proves a password.
logging.getLogger("httpcore2").setLevel(logging.WARNING)

ANSWER_MOST: Final = 1024 * 1024
"""Bytes of an answer that are taken; the profiles of a large camera are some 60 KiB."""
CLOCK_OFF_S: Final = 300.0
"""From here on a camera's clock may be why it takes no password: the tolerance that is usual."""
_SOAP_12: Final = "application/soap+xml; charset=utf-8"
_SOAP_11: Final = "text/xml; charset=utf-8"
_OTHER_FORM: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A user of a camera."""

    user: str
    password: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    status: int
    challenges: list[str]
    body: bytes


class Session:
    """Calls of one camera. Not for several at once: what is proved counts on.

    ``offset_s``: how far the camera's clock is ahead of ours, NaN until somebody sets it; what proves the
    password names the time by the camera's clock, so that a clock that is wrong does no harm as a rule.
    """

    def __init__(self, address: Address, login: Login | None, clock: Clock, *, call_s: float) -> None:
        self.address = address
        self.offset_s = math.nan
        self._login = login
        self._clock = clock
        self._call_s = call_s
        self._pool = httpcore2.AsyncConnectionPool(ssl_context=any_certificate(), max_connections=1)
        self._challenge: Challenge | None = None
        self._form = _SOAP_12

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def call(self, body: str, *, path: str = "", secured: bool = True) -> Xml.Element:
        """Return the answer to one call at a path of the camera, by default that of the device service.

        ``secured``: prove to know the password, where one is known. A password that is refused is tried once
        more at most, and only where the camera asks for it in another way.

        Raises:
            OnvifFault: it cannot be reached or does not answer in time; it is no ONVIF; it does not accept
                user and password (``vision-onvif-password``; where its clock may be why,
                ``vision-onvif-clock`` or ``-password-or-clock``), or needs them
                (``vision-onvif-no-password``).
        """
        path = path or self.address.path
        login = self._login if secured else None
        if login is None:
            reply = await self._post(path, request(body))
        elif self._challenge is None:
            created_us = self._clock.now_us() + round(
                (0.0 if math.isnan(self.offset_s) else self.offset_s) * MICROS
            )
            token = username_token(
                login.user, login.password, nonce=secrets.token_bytes(16), created_us=created_us
            )
            reply = await self._post(path, request(body, token))
        else:
            reply = await self._proved(path, body, login, self._challenge)
        if reply.status == HTTPStatus.UNAUTHORIZED and login is not None:
            # The first time, or the camera has ended the nonce: it counts from anew.
            fresh = Challenge.read(reply.challenges)
            if fresh is not None and (self._challenge is None or fresh.nonce != self._challenge.nonce):
                self._challenge = fresh
                reply = await self._proved(path, body, login, fresh)
        try:
            if reply.status == HTTPStatus.UNAUTHORIZED:
                raise Refused
            return read_answer(reply.body, status=reply.status, address=self.address.label)
        except Refused as refused:
            raise self._refusal(refused, proved=login is not None) from None

    async def _proved(self, path: str, body: str, login: Login, challenge: Challenge) -> _Reply:
        said = challenge.answer(login.user, login.password, method="POST", uri=path)
        return await self._post(path, request(body), authorization=said)

    def _refusal(self, refused: Refused, *, proved: bool) -> OnvifFault:
        label = self.address.label
        if not proved:
            return OnvifFault("vision-onvif-no-password", address=label)
        if self._challenge is not None:
            # Digests of HTTP know no time.
            return OnvifFault("vision-onvif-password", address=label)
        if math.isnan(self.offset_s):
            return OnvifFault("vision-onvif-password-or-clock", address=label)
        if refused.expired or abs(self.offset_s) > CLOCK_OFF_S:
            return OnvifFault("vision-onvif-clock", address=label, seconds=round(self.offset_s))
        return OnvifFault("vision-onvif-password", address=label)

    async def _post(self, path: str, message: bytes, *, authorization: str = "") -> _Reply:
        reply = await self._send(path, message, authorization)
        if reply.status in _OTHER_FORM and self._form == _SOAP_12 and b"Envelope" not in reply.body:
            self._form = _SOAP_11
            reply = await self._send(path, message, authorization)
        label = self.address.label
        if 300 <= reply.status < 400:
            raise OnvifFault("vision-onvif-redirected", address=label)
        if reply.status == HTTPStatus.FORBIDDEN and b"Envelope" not in reply.body:
            raise OnvifFault("vision-onvif-forbidden", address=label)
        return reply

    async def _send(self, path: str, message: bytes, authorization: str) -> _Reply:
        # Many cameras end connections without a word, so each call has its own.
        headers = [("User-Agent", "luylau"), ("Connection", "close"), ("Content-Type", self._form)]
        if authorization:
            headers.append(("Authorization", authorization))
        label = self.address.label
        try:
            async with (
                asyncio.timeout(self._call_s),
                self._pool.stream(
                    "POST", f"{self.address.origin}{path}", headers=headers, content=message
                ) as answer,
            ):
                taken = bytearray()
                async for part in answer.aiter_stream():
                    taken += part
                    if len(taken) > ANSWER_MOST:
                        raise OnvifFault(
                            "vision-onvif-too-large", address=label, limit_kb=ANSWER_MOST // 1024
                        )
                challenges = [
                    value.decode("latin-1")
                    for name, value in answer.headers
                    if name.lower() == b"www-authenticate"
                ]
                return _Reply(status=answer.status, challenges=challenges, body=bytes(taken))
        except (TimeoutError, httpcore2.TimeoutException):
            raise OnvifFault("vision-onvif-silent", address=label, seconds=self._call_s) from None
        except httpcore2.ProtocolError:
            raise OnvifFault("vision-onvif-no-http", address=label) from None
        except (httpcore2.NetworkError, OSError) as error:
            raise self._not_reached(error) from None

    def _not_reached(self, error: BaseException) -> OnvifFault:
        label = self.address.label
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, socket.gaierror):
                return OnvifFault("vision-onvif-unknown-host", address=label, host=self.address.host)
            if isinstance(cause, ssl.SSLError):
                return OnvifFault("vision-onvif-no-tls", address=label)
            if isinstance(cause, ConnectionRefusedError):
                return OnvifFault("vision-onvif-refused", address=label, port=str(self.address.port))
            cause = cause.__cause__ or cause.__context__
        return OnvifFault("vision-onvif-unreachable", address=label, said=type(error).__name__)


@cache
def any_certificate() -> ssl.SSLContext:
    """Return what takes any certificate: cameras make their own. No password is ever sent, only proved."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
