"""Notifications: by which ways people are told, and how patient to be with those ways."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from luylau.settings.base import Group


class NotifySettings(Group):
    """Ways of telling people. A way that lacks what it needs is off; secrets stand in files of their own."""

    smtp_host: str = Field(
        "", description="Mail server; empty means no e-mail.", examples=["mail.example.vn"]
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description='"tls" from the first byte on (port 465); "none" only on one machine.'
    )
    smtp_user: str = Field("", description="Name to sign in with; empty means without.")
    smtp_password_file: Path | None = Field(
        None, description="File with the password alone.", examples=["/etc/luylau/smtp-password"]
    )
    smtp_ca_file: Path | None = Field(
        None,
        description="Certificates (PEM) to trust beside the machine's own.",
        examples=["/etc/luylau/ca.pem"],
    )
    smtp_from: str = Field("", description="Sender of all mail.", examples=["luylau@example.vn"])
    email_domains: str = Field(
        "",
        description="Domains that mail may go to, with blanks between; empty means any.",
        examples=["example.vn"],
    )
    telegram_url: str = Field("https://api.telegram.org", description="Where Telegram's bot API is.")
    telegram_token_file: Path | None = Field(
        None,
        description="File with the bot's token alone; without one, no Telegram.",
        examples=["/etc/luylau/telegram.token"],
    )
    zalo_url: str = Field("https://openapi.zalo.me", description="Where Zalo's Official Account API is.")
    zalo_token_file: Path | None = Field(
        None,
        description="File with the account's access token alone, read anew each time; without one, no Zalo.",
        examples=["/etc/luylau/zalo.token"],
    )
    webhook_hosts: str = Field(
        "",
        description="Hosts that webhooks may name, with blanks between; empty means no webhooks.",
        examples=["hooks.example.vn"],
    )
    push_hosts: str = Field(
        "fcm.googleapis.com updates.push.services.mozilla.com web.push.apple.com *.notify.windows.com",
        description="Hosts of browsers' push services, with blanks between; empty means no Web Push.",
    )
    push_contact: str = Field(
        "", description="mailto: or https: address that push services are given; empty means smtp_from."
    )
    try_s: float = Field(10, ge=0.5, le=120, description="Longest time of one try (assumed).")
    tries: int = Field(6, ge=1, le=50, description="So many tries, then a message has failed (assumed).")
    retry_s: float = Field(
        10, ge=0.1, le=3_600, description="Pause after the first try; each next is twice as long (assumed)."
    )
    retry_most_s: float = Field(900, ge=1, le=86_400, description="Longest pause between tries (assumed).")
    at_once: int = Field(8, ge=1, le=100, description="Messages of one way that are under way together.")
    settle_s: float = Field(
        5,
        ge=0,
        le=300,
        description="So long a message waits, lest its incident become part of another (assumed).",
    )
    most_per_hour: int = Field(
        60, ge=1, le=10_000, description="More messages than this to one address go as a digest (assumed)."
    )
    flood_min: float = Field(
        10, ge=1, le=1_440, description="How often such a digest goes, in minutes (assumed)."
    )
    late_min: float = Field(
        60, ge=1, le=10_080, description="What is older goes as one digest: the platform was down (assumed)."
    )
    keep_days: int = Field(
        90, ge=1, le=3_650, description="How long deliveries are shown, in days (assumed)."
    )
