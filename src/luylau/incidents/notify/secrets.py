"""Secrets of notifications: those of other systems in files, our own handed in."""

import base64
import hmac
from dataclasses import dataclass
from pathlib import Path

from luylau.incidents.notify.channels import NotSent
from luylau.kernel.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyKeys:
    """The platform's own secrets of notifications."""

    vapid: Secret
    """The private key by which push services know us: PKCS #8, PEM, on the curve P-256."""
    webhook: Secret
    """What each webhook's own key is derived from."""


def read_secret(file: Path) -> Secret:
    """Return the secret that stands alone in a file, as it is now.

    Raises:
        NotSent: the file cannot be read or is empty (``notify-secret-unreadable``).
    """
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret or not secret.isprintable():
        raise NotSent("notify-secret-unreadable", file=str(file))
    return Secret(secret)


def webhook_secret(keys: NotifyKeys, address: str) -> Secret:
    """Return the key that signs what goes to one webhook, as its receiver is given it: ``whsec_`` and base64.

    It is HMAC-SHA256 of the address's id, so none need be kept in the database.
    """
    return Secret("whsec_" + base64.b64encode(webhook_key(keys, address)).decode())


def webhook_key(keys: NotifyKeys, address: str) -> bytes:
    """Return the same key as bytes."""
    return hmac.digest(keys.webhook.encode(), b"webhook:" + address.encode(), "sha256")
