"""Notifications: who is told of what, by which way, and what became of it."""

from luylau.incidents.notify.channels import CHANNELS, Channel, Message, Notifier, NotSent, Target
from luylau.incidents.notify.deliveries import Delivery, DeliveryReader, DeliveryState
from luylau.incidents.notify.desk import Address, NotifyDesk
from luylau.incidents.notify.follower import Follower
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.notify.outbox import Outbox
from luylau.incidents.notify.preferences import NotifyRule, Preferences, Quiet
from luylau.incidents.notify.push_crypto import Vapid, new_vapid_key
from luylau.incidents.notify.secrets import NotifyKeys, webhook_secret
from luylau.incidents.notify.sender import Sender
from luylau.incidents.notify.texts import Writer
from luylau.incidents.notify.ways import notifiers_of, ready_channels

__all__ = [
    "CHANNELS",
    "Address",
    "Channel",
    "CityNames",
    "Delivery",
    "DeliveryReader",
    "DeliveryState",
    "Follower",
    "Message",
    "NotSent",
    "Notifier",
    "NotifyDesk",
    "NotifyKeys",
    "NotifyRule",
    "Outbox",
    "Preferences",
    "Quiet",
    "Sender",
    "Target",
    "Vapid",
    "Writer",
    "new_vapid_key",
    "notifiers_of",
    "ready_channels",
    "webhook_secret",
]
