"""Models of notifications: where a person is told, of what, and what became of it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from luylau.api.models.common import Instant, Model, Page
from luylau.api.models.incidents import Severity

Channel = Literal["email", "web_push", "telegram", "zalo", "webhook"]
Occasion = Literal["opened", "escalated", "overdue", "assigned", "tasked", "resolved"]
DeliveryState = Literal["collected", "suppressed", "pending", "sent", "failed", "dropped"]
Held = Literal["", "digest", "quiet", "flood", "late"]

AddressName = Annotated[str, Field(min_length=1, max_length=60, description="What its owner calls it.")]
TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Ids = Annotated[list[Id], Field(max_length=100)]


def _each_once(occasions: list[Occasion]) -> list[Occasion]:
    return list(dict.fromkeys(occasions))


class NotificationRule(Model):
    """Of what a person is told. An empty list lets everything through."""

    occasions: Annotated[list[Occasion], AfterValidator(_each_once)] = Field(
        min_length=1,
        max_length=20,
        description='"escalated" is also a rise of the urgency to that of this rule; "tasked" tells of tasks '
        'for oneself; "resolved" also of what ended by itself.',
    )
    severity: Severity = Field(description="From this severity on.")
    urgency: int = Field(0, ge=0, le=100, description="From this urgency on.")
    places: Ids = Field([], description="Places inside count too.")
    agencies: Ids = Field([], description="Organisations that handle the incident, or own its asset.")
    mine: bool = Field(False, description="Only incidents that one owns oneself or has a task in.")
    drills: bool = Field(False, description="Exercises too; they are marked in each message.")
    addresses: Ids = Field([], description="Ids of one's addresses to use.")
    every_min: int = Field(
        0, ge=0, le=1_440, description="Collect and send every so many minutes; 0 sends at once."
    )


class QuietHours(Model):
    """When one is not told; what comes meanwhile is sent together at the end. In the city's time."""

    begin: TimeOfDay
    end: TimeOfDay
    critical_breaks: bool = Field(description="Whether one is told of critical incidents all the same.")


class NotificationSettingsChange(Model):
    """What a person wants to be told of, by whichever rule fits."""

    rules: list[NotificationRule] = Field(max_length=20)
    quiet: QuietHours | None


class NotificationSettings(NotificationSettingsChange):
    """A person's settings as they stand."""

    time_zone: str = Field(description="The city's, by which quiet hours go.")
    version: int = Field(description="Hand it back with a change (If-Match); 0 where nothing was ever set.")


class NotificationAddress(Model):
    """Where a person is told."""

    id: str
    channel: Channel
    name: str
    target: str = Field(
        description="E-mail address, chat id, URL, or the host of the browser's push service."
    )
    enabled: bool
    created: Instant
    trouble: str = Field(
        description="In the caller's language why the platform does not use it; empty for none."
    )
    last_sent: Instant | None = Field(description="When a message last went out to it.")


class NotificationAddresses(Model):
    """All of one's own addresses, oldest first."""

    items: list[NotificationAddress]


class NewEmailAddress(Model):
    """A mailbox."""

    channel: Literal["email"]
    name: AddressName
    email: str = Field(min_length=3, max_length=254)


class NewChatAddress(Model):
    """A chat that the city's bot may write to."""

    channel: Literal["telegram", "zalo"]
    name: AddressName
    chat: str = Field(min_length=1, max_length=64, pattern=r"^[-@A-Za-z0-9_]+$")


class PushKeys(Model):
    """The keys of a browser's subscription, base64url, as ``PushSubscription.toJSON`` gives them."""

    p256dh: str = Field(min_length=80, max_length=100)
    auth: str = Field(min_length=20, max_length=30)


class NewPushAddress(Model):
    """A browser's subscription."""

    channel: Literal["web_push"]
    name: AddressName
    endpoint: str = Field(min_length=10, max_length=1_000)
    keys: PushKeys


NewAddress = Annotated[NewEmailAddress | NewChatAddress | NewPushAddress, Field(discriminator="channel")]


class NewWebhook(Model):
    """Another system that takes signed messages."""

    name: AddressName
    url: str = Field(min_length=10, max_length=1_000, description="Its host must be listed in the settings.")


class NotificationWebhook(NotificationAddress):
    """A webhook just made, with what its messages are signed with."""

    secret: str = Field(description="The key of the signatures, shown this once.")


class AddressChange(Model):
    """What changes; what is left out stays."""

    name: AddressName | None = None
    enabled: bool | None = Field(None, description="Switching on again forgets a trouble.")


class NotificationChannel(Model):
    """A way to tell people."""

    channel: Channel
    ready: bool = Field(description="Whether the settings have what it needs.")


class NotificationChannels(Model):
    """The ways to tell people."""

    items: list[NotificationChannel]
    vapid_key: str = Field(description="``applicationServerKey`` for a browser's subscription, base64url.")


class NotificationDelivery(Model):
    """One message to one address, and what became of it."""

    id: str
    occasion: Literal["opened", "escalated", "overdue", "assigned", "tasked", "resolved", "digest", "test"]
    user: str
    user_name: str
    address: str
    address_name: str = Field(description="Empty where the address has been deleted.")
    channel: Channel
    incident: str = Field(description="Empty for a digest and a test.")
    title: str = Field(description="In the caller's language.")
    severity: Severity | None
    drill: bool
    state: DeliveryState = Field(
        description='"collected" waits for a digest, "suppressed" for the end of the quiet hours; '
        '"dropped" was not sent on purpose, see reason.'
    )
    held: Held = Field(description="Why it was not sent at once; empty where it was to be.")
    digest: str = Field(description="Id of the delivery that it went out in; empty for none.")
    items: int = Field(description="How many messages a digest holds; 1 for others.")
    created: Instant
    due: Instant = Field(description="When it is tried, or tried again; once over, when that was.")
    sent: Instant | None
    attempts: int
    reason: str = Field(description="In the caller's language why the last try failed; empty for none.")


class NotificationDeliveryPage(Page[NotificationDelivery]):
    """A page of deliveries, newest first."""
