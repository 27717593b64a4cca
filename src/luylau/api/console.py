"""The console's files: hashed assets for ever, the page itself with a fresh nonce each time."""

import secrets
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

PLACEHOLDER = "__NONCE__"
"""What stands in the console's index.html where the nonce goes."""

_IMMUTABLE = "public, max-age=31536000, immutable"


def page_policy(nonce: str) -> str:
    """Return the Content-Security-Policy of the page: everything from here, styles by ``nonce``."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "media-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class Console:
    """ASGI application over the folder of the built console.

    ``assets/`` holds files whose names carry a hash of their content. Any other path without a file is a
    page of the single-page application and gets its index.html.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files = StaticFiles(directory=self._folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        asked = str(scope["path"]).lstrip("/")
        if asked.startswith("api/"):
            raise HTTPException(404)
        file = self._file(asked)
        if file is not None:
            answer = self._files.file_response(file, file.stat(), scope)
            answer.headers["Cache-Control"] = _IMMUTABLE if asked.startswith("assets/") else "no-cache"
            return answer
        if "." in asked.rsplit("/", 1)[-1] and asked != "index.html":
            # A missing script must not be answered with a page: the browser would try to run it.
            raise HTTPException(404)
        return self._page()

    def _file(self, asked: str) -> Path | None:
        """Return the file of a path; None where there is none, or the path is none that a disk can have."""
        try:
            file = (self._folder / asked).resolve()
            found = file.is_relative_to(self._folder) and file.is_file() and file.name != "index.html"
        except (OSError, ValueError):
            return None
        return file if found else None

    def _page(self) -> Response:
        nonce = secrets.token_urlsafe(16)
        text = (self._folder / "index.html").read_text(encoding="utf-8").replace(PLACEHOLDER, nonce)
        return Response(
            text,
            media_type="text/html",
            headers={"Content-Security-Policy": page_policy(nonce), "Cache-Control": "no-store"},
        )


def mount(app: FastAPI, folder: Path) -> None:
    """Serve the console of ``folder`` at every path that the API does not take."""
    app.mount("/", Console(folder), name="console")
