"""The web server."""

from pydantic import Field

from luylau.settings.base import Group


class WebSettings(Group):
    """Where the API and the console are served."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8400, ge=1, le=65535, description="Port to listen on.")
    origin: str = Field(
        "",
        description="Address that browsers use, e.g. https://watch.example.gov.vn; empty means http://localhost:PORT.",
        examples=["https://watch.example.gov.vn"],
    )

    @property
    def public_origin(self) -> str:
        """The origin that links and passkeys are made for."""
        return self.origin.rstrip("/") or f"http://localhost:{self.port}"
