"""``luylau cameras``: ask cameras what they are, check what is planned, what is known of them, passwords."""

import asyncio
import csv
import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from luylau.city import load, pack_version
from luylau.city.model import City
from luylau.cli.cameras_original import open_original
from luylau.cli.cameras_shown import show_answers, show_inventory
from luylau.cli.common import (
    SpokenGroup,
    SpokenOption,
    data_option,
    lang_option,
    language,
    record_change,
    say,
)
from luylau.cli.packs import city_option, pack_folder
from luylau.kernel.clock import SystemClock, to_datetime
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.messages import fault_text, message
from luylau.kernel.secret import Secret
from luylau.processes.data import DataFolder
from luylau.vision.inventory import (
    FIELDS,
    Inventory,
    check_inventory,
    entries_of,
    load_inventory,
    merge,
    save_inventory,
)
from luylau.vision.onvif import Answer, Login, Target, discover, parse_targets, planned, with_cameras
from luylau.vision.passwords import Passwords
from luylau.vision.plan_check import KIND
from luylau.vision.plan_file import check_cameras, load_cameras

PASSWORD_VARIABLE = "LUYLAU_CAMERA_PASSWORD"  # noqa: S105 - the name of a variable
DEFAULTS_MOST = 5
"""Pairs that a camera is tried with: many lock for a while after five that are wrong."""

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=SpokenGroup, help="cli-cameras")
def cameras() -> None:
    """Work on cameras."""


cameras.add_command(open_original)


@cameras.command("discover", help="cli-cameras-discover")
@click.option("--addresses", multiple=True, cls=SpokenOption, help="cli-cameras-addresses")
@click.option("--user", default="", cls=SpokenOption, help="cli-cameras-user")
@click.option("--save", is_flag=True, cls=SpokenOption, help="cli-cameras-save")
@click.option("--try-defaults", "defaults", type=_file, cls=SpokenOption, help="cli-cameras-try-defaults")
@click.option(
    "--timeout",
    "call_s",
    type=click.FloatRange(0.5, 60),
    default=5.0,
    show_default=True,
    cls=SpokenOption,
    help="cli-cameras-timeout",
)
@data_option
@lang_option
def discover_cameras(
    addresses: tuple[str, ...], user: str, save: bool, defaults: Path | None, call_s: float, data: Path
) -> None:
    """Ask cameras by ONVIF and print what they say; end with status 1 where one did not answer."""
    folder = DataFolder(data)
    where = pack_folder(None, data)
    plans = load_cameras(where).plans
    targets = with_cameras(parse_targets(_lines(addresses)), plans) if addresses else planned(plans)
    if not targets:
        raise BadInput("vision-onvif-nothing-to-ask")
    if save:
        city = load(folder.city)
        for target in targets:
            if target.camera:
                _require_camera(city, target.camera)
    tried = _pairs(defaults) if defaults is not None else []
    given = Login(user=user, password=_password(user)) if user else None
    kept = Passwords(folder.secrets)

    def login_of(target: Target) -> Login | None:
        held = kept.of(target.camera) if given is None and target.camera else None
        return given if held is None else Login(user=held[0], password=held[1])

    answers = asyncio.run(
        discover(targets, login_of, SystemClock(), defaults=tried, call_s=call_s, camera_s=6 * call_s)
    )
    show_answers(answers)
    if save:
        _save(data, answers)
    if any(answer.fault is not None for answer in answers):
        raise SystemExit(1)


@cameras.command("check", help="cli-cameras-check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@data_option
@lang_option
def check_files(folder: Path | None, data: Path) -> None:
    """Print every fault of the plans and of the inventory; end with status 1 when there is any."""
    where = pack_folder(folder, data)
    city = load(where)
    faults = check_cameras(where, city) + check_inventory(where, city)
    for one in faults:
        click.echo(fault_text(language(), one), err=True)
    if faults:
        say("cli-cameras-check-faults", err=True, folder=str(where), count=len(faults))
        raise SystemExit(1)
    say("cli-cameras-check-good", folder=str(where), count=len(load_cameras(where, city).plans))


@cameras.command("inventory", help="cli-cameras-inventory")
@city_option
@click.option("--csv", "as_csv", is_flag=True, cls=SpokenOption, help="cli-cameras-csv")
@data_option
@lang_option
def inventory(folder: Path | None, as_csv: bool, data: Path) -> None:
    """Print what is known of each camera's security, and what is missing."""
    where = pack_folder(folder, data)
    city = load(where)
    known = load_inventory(where, city)
    ids = [one.id for one in city.assets.values() if one.kind == KIND and one.status != "retired"]
    if as_csv:
        _write_csv(known, ids)
        return
    show_inventory(known, ids)
    for group in Passwords(DataFolder(data).secrets).shared():
        say("cli-cameras-same-password", err=True, cameras=", ".join(group))


@cameras.command("password", help="cli-cameras-password")
@click.argument("camera", metavar="CAMERA")
@click.option("--user", default="", cls=SpokenOption, help="cli-cameras-password-user")
@click.option("--forget", is_flag=True, cls=SpokenOption, help="cli-cameras-forget")
@data_option
@lang_option
def password(camera: str, user: str, forget: bool, data: Path) -> None:
    """Keep user and password of a camera, or forget them."""
    kept = Passwords(DataFolder(data).secrets)
    if forget:
        if not kept.forget(camera):
            raise NotFound("vision-password-none", camera=camera)
        record_change(data, "camera.password", {"forgotten": 1}, resource=camera, event="")
        say("cli-cameras-password-forgotten", camera=camera)
        return
    _require_camera(load(pack_folder(None, data)), camera)
    user = user or click.prompt(message(language(), "cli-cameras-ask-user"))
    kept.put(camera, user, _password(user, confirm=True))
    record_change(data, "camera.password", {"user": user}, resource=camera, event="")
    say("cli-cameras-password-kept", camera=camera)


def _lines(given: tuple[str, ...]) -> list[str]:
    """Return the addresses of the options: of files, and those that stand there, separated by commas."""
    lines: list[str] = []
    for one in given:
        file = Path(one)
        if not file.is_file():
            lines += one.split(",")
            continue
        try:
            lines += file.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise BadInput("vision-onvif-list-unreadable", file=one) from error
    return lines


def _pairs(file: Path) -> list[Login]:
    """Return the pairs of a file, USER:PASSWORD a line."""
    try:
        lines = [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise BadInput("vision-onvif-list-unreadable", file=str(file)) from error
    if len(lines) > DEFAULTS_MOST or not all(":" in line for line in lines):
        raise BadInput("vision-onvif-defaults", file=str(file), most=DEFAULTS_MOST)
    pairs = (line.partition(":") for line in lines)
    return [Login(user=user.strip(), password=Secret(word)) for user, _, word in pairs]


def _password(user: str, *, confirm: bool = False) -> Secret:
    """Return the password of the environment, or ask for it; it never stands in a command."""
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is None:
        asked = message(language(), "cli-cameras-ask-password", {"user": user})
        again = message(language(), "cli-cameras-ask-again")
        given = click.prompt(
            asked, hide_input=True, confirmation_prompt=again if confirm else False, err=True
        )
    return Secret(given)


def _save(data: Path, answers: list[Answer]) -> None:
    where = DataFolder(data).city
    version = pack_version(where)
    city = load(where)
    day = to_datetime(SystemClock().now_us()).astimezone(ZoneInfo(city.time_zone)).date().isoformat()
    for answer in answers:
        if answer.device is not None and not answer.target.camera:
            say("cli-cameras-not-saved", err=True, address=answer.target.address.label)
    known = load_inventory(where, city)
    told = [
        entry
        for answer in answers
        if answer.target.camera
        for entry in entries_of(answer, answer.target.camera, day)
    ]
    after = merge(known, told)
    if after == known:
        say("cli-cameras-nothing-new")
        return
    save_inventory(where, after, expected=version)
    changed = sum(known.entries.get(key) != entry for key, entry in after.entries.items())
    record_change(data, "city.import", {"file": "camera_inventory.csv", "changed": changed})
    say("cli-cameras-saved", count=changed)


def _require_camera(city: City, camera: str) -> None:
    asset = city.assets.get(camera)
    if asset is None or asset.kind != KIND:
        raise NotFound("vision-onvif-no-camera", camera=camera)


def _write_csv(known: Inventory, ids: list[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["camera", *FIELDS, "firmware_checked_on", "lacking"])
    for camera in ids:
        entries = known.of(camera)
        firmware = entries.get("firmware")
        lacking = " ".join(f"{name}:{state}" for name, state in known.lacks(camera).items())
        writer.writerow(
            [
                camera,
                *(entries[name].value if name in entries else "" for name in FIELDS),
                firmware.checked_on if firmware is not None else "",
                lacking,
            ]
        )
