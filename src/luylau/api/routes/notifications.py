"""Notifications: one's own settings and addresses, and what became of each message."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from luylau.api.asking import cursor_of, position_of, version_of
from luylau.api.models.notifications import (
    AddressChange,
    DeliveryState,
    NewAddress,
    NewEmailAddress,
    NewPushAddress,
    NewWebhook,
    NotificationAddress,
    NotificationAddresses,
    NotificationChannel,
    NotificationChannels,
    NotificationDelivery,
    NotificationDeliveryPage,
    NotificationSettings,
    NotificationSettingsChange,
    NotificationWebhook,
)
from luylau.api.notifyshow import rules_of, shown_address, shown_deliveries, shown_preferences
from luylau.api.operations import operation
from luylau.api.params import Cursor, Limit, RecordId, Text, Version
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.incidents.notify import Address, Preferences, Quiet, Vapid, ready_channels, webhook_secret
from luylau.kernel.errors import BadInput
from luylau.security import SignedIn

router = APIRouter(tags=["notifications"])

States = Annotated[tuple[DeliveryState, ...], Query(max_length=6, description="Any of them fits.")]
OneIncident = Annotated[Text, Query(max_length=128, description="Only of this incident.")]


@router.get("/notifications/settings", **operation("notification.own", "getNotificationSettings"))
def get_settings(services: ServicesDep, caller: CallerDep, response: Response) -> NotificationSettings:
    """Return what one wants to be told of; ``ETag`` is its version."""
    return _shown_settings(services, response, services.notify.preferences(caller.user.id))


@router.put(
    "/notifications/settings", **operation("notification.own", "setNotificationSettings", 409, body=True)
)
def set_settings(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    if_match: Version,
    body: NotificationSettingsChange,
) -> NotificationSettings:
    """Set what one wants to be told of."""
    _check_places(services, body)
    quiet = body.quiet
    wanted = Preferences(
        rules=rules_of(body),
        quiet=None if quiet is None else Quiet(**quiet.model_dump()),
        version=0,
    )
    made = services.notify.set_preferences(caller.user.id, wanted, version=version_of(if_match))
    return _shown_settings(services, response, made)


@router.get("/notifications/channels", **operation("notification.own", "listNotificationChannels"))
def list_channels(services: ServicesDep) -> NotificationChannels:
    """List the ways to tell people, and what a browser needs to be told."""
    ready = ready_channels(services.settings.notify)
    return NotificationChannels(
        items=[NotificationChannel(channel=channel, ready=is_ready) for channel, is_ready in ready.items()],
        vapid_key=Vapid(services.notify_keys.vapid, "").public,
    )


@router.get("/notifications/addresses", **operation("notification.own", "listNotificationAddresses"))
def list_addresses(services: ServicesDep, caller: CallerDep) -> NotificationAddresses:
    """List one's own addresses, oldest first."""
    found = services.notify.addresses(caller.user.id)
    return NotificationAddresses(items=[_shown_address(caller, address) for address in found])


@router.post(
    "/notifications/addresses",
    status_code=201,
    **operation("notification.own", "addNotificationAddress", 409, body=True),
)
def add_address(services: ServicesDep, caller: CallerDep, body: NewAddress) -> NotificationAddress:
    """Add a mailbox, a chat or a browser; a browser that is known already is renewed."""
    user, desk = caller.user.id, services.notify
    if isinstance(body, NewEmailAddress):
        made = desk.add_email(user, name=body.name, email=body.email)
    elif isinstance(body, NewPushAddress):
        keys = body.keys
        made = desk.add_browser(
            user, name=body.name, endpoint=body.endpoint, p256dh=keys.p256dh, auth=keys.auth
        )
    else:
        made = desk.add_chat(user, body.channel, name=body.name, chat=body.chat)
    return _shown_address(caller, made)


@router.post(
    "/notifications/webhooks",
    status_code=201,
    **operation("notification.webhook", "addNotificationWebhook", 409, body=True),
)
def add_webhook(services: ServicesDep, caller: CallerDep, body: NewWebhook) -> NotificationWebhook:
    """Add another system; the answer holds, this once, the key that its messages are signed with."""
    made = services.notify.add_webhook(caller.user.id, name=body.name, url=body.url)
    secret = webhook_secret(services.notify_keys, made.id)
    return NotificationWebhook(**dict(_shown_address(caller, made)), secret=str(secret))


@router.patch(
    "/notifications/addresses/{address}",
    **operation("notification.own", "changeNotificationAddress", 404, body=True),
)
def change_address(
    services: ServicesDep, caller: CallerDep, address: RecordId, body: AddressChange
) -> NotificationAddress:
    """Rename one of one's own addresses, or switch it off or on."""
    made = services.notify.change_address(caller.user.id, address, name=body.name, enabled=body.enabled)
    return _shown_address(caller, made)


@router.delete(
    "/notifications/addresses/{address}",
    status_code=204,
    **operation("notification.own", "deleteNotificationAddress", 404),
)
def delete_address(services: ServicesDep, caller: CallerDep, address: RecordId) -> None:
    """Delete one of one's own addresses for good."""
    services.notify.delete_address(caller.user.id, address)


@router.post(
    "/notifications/addresses/{address}/test",
    status_code=202,
    **operation("notification.own", "testNotificationAddress", 404),
)
def test_address(services: ServicesDep, caller: CallerDep, address: RecordId) -> NotificationDelivery:
    """Have a test message sent to one of one's own addresses; its delivery tells what became of it."""
    made = services.notify.test(caller.user.id, address)
    return shown_deliveries(services, caller, [made])[0]


@router.get("/notifications/deliveries", **operation("notification.own", "listNotificationDeliveries"))
def list_deliveries(
    services: ServicesDep,
    caller: CallerDep,
    incident: OneIncident = "",
    address: Annotated[Text, Query(max_length=64, description="Only to this address.")] = "",
    state: States = (),
    cursor: Cursor = None,
    limit: Limit = 50,
) -> NotificationDeliveryPage:
    """List what one was told oneself, newest first."""
    return _page(services, caller, caller.user.id, incident, address, state, cursor, limit)


@router.get(
    "/notifications/deliveries/all", **operation("notification.read", "listAllNotificationDeliveries")
)
def list_all_deliveries(
    services: ServicesDep,
    caller: CallerDep,
    incident: OneIncident = "",
    user: Annotated[Text, Query(max_length=64, description="Only to this user.")] = "",
    state: States = (),
    cursor: Cursor = None,
    limit: Limit = 50,
) -> NotificationDeliveryPage:
    """List what anybody was told, newest first."""
    return _page(services, caller, user, incident, "", state, cursor, limit)


def _page(
    services: Services,
    caller: SignedIn,
    user: str,
    incident: str,
    address: str,
    states: tuple[DeliveryState, ...],
    cursor: str | None,
    limit: int,
) -> NotificationDeliveryPage:
    found = services.deliveries.page(
        user=user,
        incident=incident,
        address=address,
        states=states,
        before=position_of(cursor) or "",
        limit=limit + 1,
    )
    return NotificationDeliveryPage(
        items=shown_deliveries(services, caller, found[:limit]),
        next_cursor=cursor_of(found[limit - 1].id) if len(found) > limit else None,
    )


def _shown_settings(services: Services, response: Response, preferences: Preferences) -> NotificationSettings:
    response.headers["ETag"] = f'"{preferences.version}"'
    return shown_preferences(preferences, services.city.view.city.time_zone)


def _shown_address(caller: SignedIn, address: Address) -> NotificationAddress:
    return shown_address(address, caller.user.language)


def _check_places(services: Services, wanted: NotificationSettingsChange) -> None:
    """Refuse rules that name what the city does not have: they would let nothing through, in silence."""
    city = services.city.view.city
    for rule in wanted.rules:
        for place in rule.places:
            if place not in city.places:
                raise BadInput("notify-place-unknown", place=place)
        for agency in rule.agencies:
            if agency not in city.organisations:
                raise BadInput("notify-agency-unknown", agency=agency)
