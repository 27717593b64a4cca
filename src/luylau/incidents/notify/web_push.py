"""Web Push (RFC 8030): messages to browsers through their makers' push services, which cannot read them."""

import json
from typing import Final

from luylau.incidents.notify.channels import Message, NotSent, Target
from luylau.incidents.notify.hosts import AllowedHosts, listed_place
from luylau.incidents.notify.http import post, raise_for
from luylau.incidents.notify.push_crypto import TEXT_MOST, Vapid, base64url, encrypt
from luylau.incidents.notify.secrets import NotifyKeys
from luylau.kernel.clock import MICROS, Clock
from luylau.settings.notify import NotifySettings

_TTL_S: Final = 12 * 3_600
"""How long a push service keeps a message for a browser that is away."""
_PROOF_S: Final = 3_600
_GONE: Final = (404, 410)
_TOPIC_BYTES: Final = 24
"""A topic has at most 32 letters of base64url (RFC 8030 section 5.4)."""


class WebPushNotifier:
    """Sends encrypted messages to browsers' subscriptions."""

    def __init__(self, settings: NotifySettings, keys: NotifyKeys, clock: Clock, *, contact: str) -> None:
        self._hosts = AllowedHosts(settings.push_hosts)
        self._within_s = settings.try_s
        self._clock = clock
        self._vapid = Vapid(keys.vapid, contact)

    async def send(self, target: Target, message: Message) -> None:
        """Return once the push service has taken the message over.

        Raises:
            NotSent: the subscription has ended (``notify-push-gone``) or is broken (``notify-push-keys``),
                its host is not listed (``notify-host-not-listed``), or see ``post`` and ``raise_for``.
        """
        place = listed_place(self._hosts, target.to)
        try:
            body = encrypt(payload(message), target.p256dh, target.auth)
        except ValueError:
            raise NotSent("notify-push-keys", gone=True) from None
        origin = target.to.split("/", 3)[:3]
        expires_s = self._clock.now_us() // MICROS + _PROOF_S
        headers = {
            "Authorization": self._vapid.authorization("/".join(origin).lower(), expires_s),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_TTL_S),
            "Urgency": "high" if message.severity in ("critical", "major") else "normal",
            # A later message of the same delivery takes the earlier one's place where it still waits.
            "Topic": base64url(message.id.encode()[-_TOPIC_BYTES:]),
        }
        answer = await post(target.to, place, body, headers, within_s=self._within_s)
        if answer.status in _GONE:
            raise NotSent("notify-push-gone", gone=True)
        raise_for(answer, place)


def payload(message: Message) -> bytes:
    """Return what the console's service worker reads, cut to what one push message can carry."""
    said = {
        "id": message.id,
        "title": "",
        "body": "",
        "url": message.path,
        "tag": message.tag,
        "language": message.language,
        "severity": message.severity,
        "drill": message.drill,
        "simulated": message.simulated,
    }
    room = TEXT_MOST - len(_dumped(said))
    # A name that somebody gave may be longer than a whole message.
    title = _cut(message.subject, room // 2)
    body = _cut("\n".join(message.lines), room - _size(title))
    return _dumped({**said, "title": title, "body": body})


def _cut(text: str, room: int) -> str:
    """Return a text, shortened at its end where it would take more than ``room`` bytes."""
    while text and _size(text) > room:
        text = text[: len(text) * 9 // 10]
    return text


def _size(text: str) -> int:
    """Return how many bytes a text takes inside its quotes."""
    return len(_dumped(text)) - 2


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
