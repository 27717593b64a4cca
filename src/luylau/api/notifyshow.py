"""Notifications as response models, in the reader's language."""

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import urlsplit

from luylau.api.models.notifications import (
    NotificationAddress,
    NotificationDelivery,
    NotificationSettings,
    NotificationSettingsChange,
)
from luylau.api.people import names_of_users
from luylau.api.services import Services
from luylau.incidents.notify import Address, Delivery, NotifyRule, Preferences, Writer
from luylau.kernel.messages import Language, message
from luylau.security import SignedIn


def rules_of(wanted: NotificationSettingsChange) -> tuple[NotifyRule, ...]:
    """Return the rules that a person wants."""
    return tuple(
        NotifyRule(
            occasions=tuple(rule.occasions),
            severity=rule.severity,
            urgency=rule.urgency,
            places=tuple(rule.places),
            agencies=tuple(rule.agencies),
            mine=rule.mine,
            drills=rule.drills,
            addresses=tuple(rule.addresses),
            every_min=rule.every_min,
        )
        for rule in wanted.rules
    )


def shown_preferences(preferences: Preferences, time_zone: str) -> NotificationSettings:
    """Return what a person wants to be told of."""
    quiet = preferences.quiet
    return NotificationSettings.model_validate(
        {
            "rules": [
                {
                    name: list(value) if isinstance(value, tuple) else value
                    for name, value in asdict(rule).items()
                }
                for rule in preferences.rules
            ],
            "quiet": None if quiet is None else asdict(quiet),
            "time_zone": time_zone,
            "version": preferences.version,
        }
    )


def shown_address(address: Address, language: Language) -> NotificationAddress:
    """Return an address; of a browser only the host of its push service, for the rest of the URL would let
    others send to it."""
    target = (urlsplit(address.to).hostname or "") if address.channel == "web_push" else address.to
    return NotificationAddress(
        id=address.id,
        channel=address.channel,
        name=address.name,
        target=target,
        enabled=address.enabled,
        created=address.created_us,
        trouble=message(language, address.trouble) if address.trouble else "",
        last_sent=address.last_sent_us,
    )


def shown_deliveries(
    services: Services, caller: SignedIn, found: Sequence[Delivery]
) -> list[NotificationDelivery]:
    """Return deliveries with the names of users and addresses."""
    language = caller.user.language
    writer = Writer(services.city.view, services.settings.web.public_origin)
    people = names_of_users(services)
    addresses = services.deliveries.names_of({one.address for one in found})
    return [
        NotificationDelivery.model_validate(
            {
                "id": one.id,
                "occasion": one.occasion,
                "user": one.user,
                "user_name": people.get(one.user, one.user),
                "address": one.address,
                "address_name": addresses.get(one.address, ""),
                "channel": one.channel,
                "incident": one.incident,
                "title": writer.title(one, language),
                "severity": one.data.get("severity"),
                "drill": one.data.get("drill", False),
                "state": one.state,
                "held": one.held,
                "digest": one.digest,
                "items": one.items,
                "created": one.created_us,
                "due": one.due_us,
                "sent": one.sent_us,
                "attempts": one.attempts,
                "reason": message(language, one.reason, one.reason_fields) if one.reason else "",
            }
        )
        for one in found
    ]
