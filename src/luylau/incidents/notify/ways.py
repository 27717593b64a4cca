"""The notifiers that the settings have what they need for."""

import logging
from collections.abc import Mapping

from luylau.incidents.notify.channels import Channel, Notifier
from luylau.incidents.notify.chat_http import TelegramNotifier, ZaloNotifier
from luylau.incidents.notify.hosts import AllowedHosts
from luylau.incidents.notify.secrets import NotifyKeys
from luylau.incidents.notify.smtp import SmtpNotifier
from luylau.incidents.notify.web_push import WebPushNotifier
from luylau.incidents.notify.webhook import WebhookNotifier
from luylau.kernel.clock import Clock
from luylau.settings.notify import NotifySettings

log = logging.getLogger(__name__)


def ready_channels(settings: NotifySettings) -> dict[Channel, bool]:
    """Return for each channel whether the settings have what it needs."""
    return {
        "email": bool(settings.smtp_host and "@" in settings.smtp_from),
        "web_push": bool(AllowedHosts(settings.push_hosts)),
        "telegram": settings.telegram_token_file is not None,
        "zalo": settings.zalo_token_file is not None,
        "webhook": bool(AllowedHosts(settings.webhook_hosts)),
    }


def notifiers_of(
    settings: NotifySettings, keys: NotifyKeys, clock: Clock, *, origin: str
) -> Mapping[Channel, Notifier]:
    """Return the notifiers of the channels that are ready.

    Raises:
        ValueError: the key by which push services know us is damaged.
    """
    ready = ready_channels(settings)
    made: dict[Channel, Notifier] = {}
    if ready["email"]:
        try:
            made["email"] = SmtpNotifier(settings)
        except OSError as error:
            log.error("the certificates for mail cannot be read, so no mail is sent: %s", error)
    if ready["web_push"]:
        made["web_push"] = WebPushNotifier(settings, keys, clock, contact=contact_of(settings, origin))
    if ready["telegram"]:
        made["telegram"] = TelegramNotifier(settings)
    if ready["zalo"]:
        made["zalo"] = ZaloNotifier(settings)
    if ready["webhook"]:
        made["webhook"] = WebhookNotifier(settings, keys, clock)
    return made


def contact_of(settings: NotifySettings, origin: str) -> str:
    """Return whom a push service may turn to: what is set, else the mail's sender, else the console."""
    if settings.push_contact:
        return settings.push_contact
    if settings.smtp_from:
        return f"mailto:{settings.smtp_from}"
    return origin if origin.startswith("https://") else ""
