"""What holds for every request: security headers, same-origin changes, bodies that arrive in time."""

import asyncio
from collections.abc import Callable, Sequence

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luylau.api.problems import problem
from luylau.api.public.upload import BODY_MOST_BYTES
from luylau.kernel.errors import Denied
from luylau.security.csrf import check_origin
from luylau.siting.contents import MOST_BYTES as STUDY_FILE_MOST_BYTES

BODY_TIMEOUT_S = 30.0
"""How long the next part of a request's body may take, in seconds."""

_PAGES = "/report"
"""Where the public pages are; they tell people themselves that what came is too large."""

BODY_LIMITS = (
    (_PAGES, BODY_MOST_BYTES),
    ("/api/v1/ingest/", 256 * 1024),
    ("/api/v1/city/import/", 16 * 1024 * 1024),
    ("/api/v1/study-files/", STUDY_FILE_MOST_BYTES),
    ("", 1024 * 1024),
)
"""Largest body in bytes by the beginning of the path; the first that fits holds."""

_READING = ("GET", "HEAD", "OPTIONS")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), publickey-credentials-get=(self)",
}
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Guard:
    """ASGI middleware around the whole application.

    A change that another site's page sends is refused; ``origins`` are the console's own besides the host
    that is asked. Where one of them is https, browsers are told to come by https only.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Sequence[str],
        after_change: Callable[[], None],
        body_timeout_s: float = BODY_TIMEOUT_S,
    ) -> None:
        """Call ``after_change`` when a request that may change something has gone well."""
        self._app = app
        self._after_change = after_change
        self._origins = frozenset(origins)
        self._secure = any(origin.startswith("https://") for origin in origins)
        self._body_timeout_s = body_timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            check_origin(scope["method"], Headers(scope=scope), self._origins)
        except Denied as error:
            refused = problem(Request(scope), error.status, error.key, error.fields)
            await refused(scope, receive, self._sealed(send, changing=False))
            return
        most = next(limit for prefix, limit in BODY_LIMITS if scope["path"].startswith(prefix))
        headers = Headers(scope=scope)
        if not _is_utf8(headers.get("content-type", "")):
            unreadable = problem(Request(scope), 400, "request-unreadable", {})
            await unreadable(scope, receive, self._sealed(send, changing=False))
            return
        said = headers.get("content-length", "")
        if said.isdecimal() and int(said) > most and not scope["path"].startswith(_PAGES):
            too_large = problem(Request(scope), 413, "request-too-large", {"limit": most})
            await too_large(scope, receive, self._sealed(send, changing=False))
            return
        changing = scope["method"] not in _READING
        await self._app(scope, self._bounded(receive, most), self._sealed(send, changing=changing))

    def _bounded(self, receive: Receive, most: int) -> Receive:
        complete = False
        size = 0

        async def receive_in_bounds() -> Message:
            nonlocal complete, size
            if complete:
                # Once the body is in, the next message is the disconnect, which may be hours away.
                return await receive()
            try:
                async with asyncio.timeout(self._body_timeout_s):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408) from None
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(413)
            complete = not message.get("more_body", False)
            return message

        return receive_in_bounds

    def _sealed(self, send: Send, *, changing: bool) -> Send:
        async def send_sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                if changing and message["status"] < 400:
                    self._after_change()
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _API_POLICY)
                headers.setdefault("Cache-Control", "no-store")
                if self._secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return send_sealed


def _is_utf8(content_type: str) -> bool:
    """Say whether the texts of a form are UTF-8, as every browser sends them.

    A form is read in the character set that it names, and Python knows some that give what UTF-8 cannot hold,
    or take minutes for a megabyte.
    """
    kind, options = parse_options_header(content_type)
    is_form = kind.strip().startswith(b"multipart/")
    return not is_form or options.get(b"charset", b"utf-8").lower() in (b"utf-8", b"utf8")
