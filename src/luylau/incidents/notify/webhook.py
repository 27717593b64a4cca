"""Webhooks: JSON by POST, signed by the scheme of Standard Webhooks (www.standardwebhooks.com).

::

    webhook-id         the delivery's id, the same in every try
    webhook-timestamp  seconds since 1970 UTC of this try
    webhook-signature  "v1," + base64(HMAC-SHA256(key, id "." timestamp "." body))
"""

import base64
import hmac
import json
from typing import Any

from luylau.incidents.notify.channels import Message, Target
from luylau.incidents.notify.hosts import AllowedHosts, listed_place
from luylau.incidents.notify.http import post, raise_for
from luylau.incidents.notify.secrets import NotifyKeys, webhook_key
from luylau.kernel.clock import MICROS, Clock, iso
from luylau.settings.notify import NotifySettings


class WebhookNotifier:
    """Posts signed JSON to systems whose hosts are listed."""

    def __init__(self, settings: NotifySettings, keys: NotifyKeys, clock: Clock) -> None:
        self._hosts = AllowedHosts(settings.webhook_hosts)
        self._within_s = settings.try_s
        self._keys = keys
        self._clock = clock

    async def send(self, target: Target, message: Message) -> None:
        """Return once the receiver has answered with success.

        Raises:
            NotSent: its host is no longer listed (``notify-host-not-listed``), or see ``post`` and
                ``raise_for``.
        """
        place = listed_place(self._hosts, target.to)
        body = json.dumps(body_of(message), ensure_ascii=False, separators=(",", ":")).encode()
        seconds = self._clock.now_us() // MICROS
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(webhook_key(self._keys, target.id), message.id, seconds, body),
        }
        raise_for(await post(target.to, place, body, headers, within_s=self._within_s), place)


def signature(key: bytes, message_id: str, seconds: int, body: bytes) -> str:
    """Return the header that proves a message ours and of that time."""
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def body_of(message: Message) -> dict[str, Any]:
    """Return a message as another system reads it."""
    return {
        "id": message.id,
        "time": iso(message.time_us),
        "occasion": message.occasion,
        "language": message.language,
        "title": message.subject,
        "text": "\n".join(message.lines),
        "url": message.url,
        "severity": message.severity or None,
        "drill": message.drill,
        "simulated": message.simulated,
        "items": list(message.data),
    }
