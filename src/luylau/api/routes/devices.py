"""Devices' credentials, devices that the pack does not know, and whether such may come at all."""

from typing import Annotated

from fastapi import APIRouter, Query

from luylau.api.asking import known_asset
from luylau.api.changing import record_change
from luylau.api.models.city import AssetSummary
from luylau.api.models.devices import (
    Adoption,
    DeviceCredential,
    Enrolment,
    EnrolmentToken,
    IssuedCredential,
    UnknownDevice,
    UnknownDeviceList,
    UnknownState,
)
from luylau.api.operations import operation
from luylau.api.params import AssetId, DeviceId, DeviceName
from luylau.api.permissions import CallerDep
from luylau.api.presenting import Now
from luylau.api.services import ServicesDep
from luylau.city import Asset, adopt
from luylau.kernel.errors import Conflict
from luylau.kernel.messages import message
from luylau.kernel.sql import reader
from luylau.security import enrolment_open

router = APIRouter(tags=["devices"])


@router.get("/unknown-devices", **operation("device.read_unknown", "listUnknownDevices"))
def list_unknown_devices(
    services: ServicesDep,
    caller: CallerDep,
    state: Annotated[tuple[UnknownState, ...], Query(max_length=4)] = ("held", "refused"),
) -> UnknownDeviceList:
    """List devices that the pack does not know or that were not let in, the last seen first."""
    language = caller.user.language
    assets = services.city.view.city.assets
    return UnknownDeviceList(
        items=[
            UnknownDevice(
                device=stranger.device,
                known=stranger.device in assets,
                state=stranger.state,
                first_seen=stranger.first_seen,
                last_seen=stranger.last_seen,
                messages=stranger.messages,
                channels=list(stranger.channels),
                last_channel=stranger.last_channel,
                excerpt=stranger.excerpt,
                source=stranger.source,
                reason=stranger.reason,
                reason_text=message(language, stranger.reason) if stranger.reason else "",
                address=stranger.address,
            )
            for stranger in services.unknown.listed(*state)
        ]
    )


@router.post(
    "/unknown-devices/{device}/adopt",
    status_code=201,
    **operation("device.adopt", "adoptDevice", 404, 409, body=True),
)
def adopt_device(services: ServicesDep, caller: CallerDep, device: DeviceId, body: Adoption) -> AssetSummary:
    """Take an unknown device into the pack; one that enrolled goes on with the secret it made up."""
    asset = Asset(
        id=device,
        kind=body.kind,
        name=body.name,
        place=body.place,
        lat=body.lat,
        lon=body.lon,
        powered_by=body.powered_by,
        connected_via=body.connected_via,
        source=body.source or caller.user.name,
    )
    if device in services.city.view.city.assets:
        raise Conflict("city-asset-exists", asset=device)
    with services.engine.begin() as connection:
        if device in services.security.devices.enrolling(connection):
            services.security.devices.adopt(connection, device, actor=caller.user.id)
        services.unknown.forget(connection, device)
        record_change(
            services, connection, caller.user, action="device.adopt", subject=f"asset:{device}",
            kind="device.adopted", data={"device": device, "name": body.name, "kind": body.kind},
        )  # fmt: skip
        # Last, for a file cannot be rolled back: should it fail, nothing has happened.
        adopt(services.city.folder, asset)
    services.city.reload()
    services.bus.announce("city.changed")
    now = Now(services, caller.user.language)
    known = known_asset(now.view, device)
    return now.summary(known, now.state(known))


@router.post(
    "/unknown-devices/{device}/dismiss", status_code=204, **operation("device.dismiss", "dismissDevice", 404)
)
def dismiss_device(services: ServicesDep, caller: CallerDep, device: DeviceName) -> None:
    """Take an unknown device off the list; one that still sends after 24 hours comes back.

    An enrolling one must enrol anew.
    """
    with services.engine.begin() as connection:
        services.unknown.dismiss(connection, device)
        if device in services.security.devices.enrolling(connection):
            services.security.devices.dismiss(connection, device, actor=caller.user.id)
        record_change(
            services, connection, caller.user, action="device.dismiss", subject=f"device:{device}",
            kind="device.dismissed", data={"device": device},
        )  # fmt: skip


@router.get("/devices/{asset}/credential", **operation("device.read_unknown", "getDeviceCredential", 404))
def get_device_credential(services: ServicesDep, asset: AssetId) -> DeviceCredential:
    """Say whether a device has a credential."""
    known_asset(services.city.view, asset)
    with reader(services.engine) as connection:
        held = {one.device: one for one in services.security.devices.credentials(connection)}.get(asset)
    return DeviceCredential(
        device=asset, issued=held.issued_us if held else None, revoked=held.revoked_us if held else None
    )


@router.post(
    "/devices/{asset}/credential",
    status_code=201,
    **operation("device.issue_credential", "issueDeviceCredential", 404),
)
def issue_device_credential(services: ServicesDep, caller: CallerDep, asset: AssetId) -> IssuedCredential:
    """Issue a device's credential; the one before stops working."""
    view = services.city.view
    known_asset(view, asset)
    with services.engine.begin() as connection:
        secret = services.security.devices.issue(connection, asset, actor=caller.user.id)
    return IssuedCredential(
        device=asset, username=asset, password=str(secret), topic=f"obs/{view.city.id}/{asset}/CHANNEL"
    )


@router.delete(
    "/devices/{asset}/credential",
    status_code=204,
    **operation("device.revoke", "revokeDeviceCredential", 404),
)
def revoke_device_credential(services: ServicesDep, caller: CallerDep, asset: AssetId) -> None:
    """Revoke a device's credential; it stays out until a new one is issued."""
    with services.engine.begin() as connection:
        services.security.devices.revoke(connection, asset, actor=caller.user.id)


@router.get("/enrolment", **operation("device.read_unknown", "getEnrolment"))
def get_enrolment(services: ServicesDep) -> Enrolment:
    """Say whether unknown devices may come."""
    return Enrolment(open=enrolment_open(services.engine))


@router.post("/enrolment", status_code=201, **operation("device.issue_credential", "openEnrolment"))
def open_enrolment(services: ServicesDep, caller: CallerDep) -> EnrolmentToken:
    """Let unknown devices come with a new token; the one before stops working."""
    with services.engine.begin() as connection:
        token = services.security.devices.rotate_enrolment(connection, actor=caller.user.id)
    return EnrolmentToken(token=str(token), password=f"enrol:{token}:OWN")


@router.delete("/enrolment", status_code=204, **operation("device.issue_credential", "closeEnrolment"))
def close_enrolment(services: ServicesDep, caller: CallerDep) -> None:
    """Let no further unknown device come."""
    with services.engine.begin() as connection:
        services.security.devices.close_enrolment(connection, actor=caller.user.id)
