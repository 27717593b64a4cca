"""``luylau devices``: the credentials that devices sign in with."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from luylau.city import load
from luylau.cli.common import (
    SpokenGroup,
    SpokenOption,
    actor,
    data_option,
    lang_option,
    language,
    open_security,
    say,
    say_table,
    write_private,
)
from luylau.kernel.clock import iso
from luylau.kernel.errors import BadFile, BadInput
from luylau.kernel.messages import message
from luylau.kernel.sql import reader
from luylau.processes.data import DataFolder


@click.group(cls=SpokenGroup, help="cli-devices")
def devices() -> None:
    """Manage the credentials that devices sign in with."""


@devices.command("issue", help="cli-devices-issue")
@click.argument("ids", nargs=-1)
@click.option("--all", "everyone", is_flag=True, cls=SpokenOption, help="cli-devices-all")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), cls=SpokenOption, help="cli-devices-out"
)
@data_option
@lang_option
def issue(ids: tuple[str, ...], everyone: bool, out: Path | None, data: Path) -> None:
    """Issue secrets, to a private file or to the screen."""
    if everyone == bool(ids):
        raise BadInput("cli-devices-which")
    if everyone and out is None:
        raise BadInput("cli-devices-out-missing")
    engine, security = open_security(data)
    if everyone:
        city = load(DataFolder(data).city)
        with reader(engine) as connection:
            # Revoked ones are left out too: a person who wants one back names it.
            held = {credential.device for credential in security.devices.credentials(connection)}
        wanted: Iterable[str] = (
            asset.id
            for asset in city.assets.values()
            if city.kinds[asset.kind].is_device and asset.id not in held
        )
    else:
        wanted = ids
    with engine.begin() as connection:
        issued = security.devices.issue_many(connection, wanted, actor=actor())
        if out is not None:
            # Inside the transaction: a file that cannot be written leaves every device as it was.
            write_private(out, [_as_csv(issued)])
    if out is None:
        click.echo(_as_csv(issued), nl=False)
    else:
        say("cli-devices-issued", count=len(issued), file=str(out))
    _warn_of_strangers(DataFolder(data), ids)


@devices.command("revoke", help="cli-devices-revoke")
@click.argument("device")
@data_option
@lang_option
def revoke(device: str, data: Path) -> None:
    """Keep a device out until it gets a new secret."""
    engine, security = open_security(data)
    with engine.begin() as connection:
        security.devices.revoke(connection, device, actor=actor())
    say("cli-device-is-revoked", device=device)


@devices.command("enrolment-token", help="cli-devices-enrolment")
@click.option("--close", is_flag=True, cls=SpokenOption, help="cli-devices-close")
@data_option
@lang_option
def enrolment_token(close: bool, data: Path) -> None:
    """Print a new enrolment token, or close enrolment."""
    engine, security = open_security(data)
    with engine.begin() as connection:
        if close:
            security.devices.close_enrolment(connection, actor=actor())
        else:
            token = security.devices.rotate_enrolment(connection, actor=actor())
    if close:
        say("cli-enrolment-is-closed")
    else:
        click.echo(str(token))


@devices.command("list", help="cli-devices-list")
@data_option
@lang_option
def list_all(data: Path) -> None:
    """Print which devices have a credential."""
    engine, security = open_security(data)
    with reader(engine) as connection:
        found = security.devices.credentials(connection)
    say_table(
        ["cli-device-id", "cli-device-kind", "cli-device-since", "cli-device-revoked-at"],
        [
            [
                held.device,
                message(language(), f"cli-device-{held.kind}"),
                iso(held.issued_us),
                iso(held.revoked_us) if held.revoked_us is not None else "",
            ]
            for held in found
        ],
    )


def _warn_of_strangers(data: DataFolder, ids: Iterable[str]) -> None:
    """Say which of ``ids`` are no devices of the pack, if there is a pack that can be read."""
    try:
        city = load(data.city)
    except BadFile:
        return
    for name in ids:
        asset = city.assets.get(name)
        if asset is None or not city.kinds[asset.kind].is_device:
            say("cli-device-stranger", err=True, device=name)


def _as_csv(issued: Mapping[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["device", "secret"])
    writer.writerows(issued.items())
    return out.getvalue()
