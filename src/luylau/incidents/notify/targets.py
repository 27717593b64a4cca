"""Checks of where a person wants to be told, before it is kept."""

import re
from typing import Final

from luylau.incidents.notify.channels import Channel
from luylau.incidents.notify.hosts import AllowedHosts
from luylau.incidents.notify.push_crypto import auth_secret, public_key
from luylau.kernel.errors import BadInput
from luylau.settings.notify import NotifySettings

_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*")
"""A plain address by RFC 5321: no quotes, no address literals, no comments."""
_EMAIL_LETTERS: Final = 254
_CHATS: Final = {
    "telegram": re.compile(r"-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}"),
    "zalo": re.compile(r"[0-9]{1,30}"),
}


def check_email(address: str, settings: NotifySettings) -> str:
    """Return an e-mail address without blanks around it.

    Raises:
        BadInput: it is none (``notify-email-wrong``), or mail may not go to its domain
            (``notify-email-domain``).
    """
    address = address.strip()
    if len(address) > _EMAIL_LETTERS or not _EMAIL.fullmatch(address):
        raise BadInput("notify-email-wrong")
    domains = settings.email_domains.replace(",", " ").lower().split()
    domain = address.rpartition("@")[2]
    if domains and domain.lower() not in domains:
        raise BadInput("notify-email-domain", domain=domain)
    return address


def check_chat(channel: Channel, chat: str) -> str:
    """Return a chat's id.

    Raises:
        BadInput: the channel has no such ids (``notify-chat-wrong``).
    """
    if not _CHATS[channel].fullmatch(chat):
        raise BadInput("notify-chat-wrong")
    return chat


def check_push(endpoint: str, p256dh: str, auth: str, settings: NotifySettings) -> None:
    """Check a browser's subscription.

    Raises:
        BadInput: its URL is none (``notify-url-wrong``), or of a host that is no known push service
            (``notify-host-not-listed``), or the keys are none (``notify-push-keys``).
    """
    AllowedHosts(settings.push_hosts).check(endpoint)
    try:
        public_key(p256dh)
        auth_secret(auth)
    except ValueError:
        raise BadInput("notify-push-keys") from None
