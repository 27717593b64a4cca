"""What ``luylau cameras`` prints of cameras that were asked, and of the inventory."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import click

from luylau.cli.common import language, say, say_table
from luylau.kernel.messages import error_text, message
from luylau.vision.inventory import FIELDS, GROUPS, Inventory
from luylau.vision.onvif import Answer, Device

CLOCK_GOOD_S = 2.0
"""A camera's clock that differs by less is right: it tells whole seconds."""


def show_answers(answers: Sequence[Answer]) -> None:
    """Print each camera that was asked, with its streams, or what is wrong with it; then how many answer."""
    for answer in answers:
        if answer.device is not None:
            _show_device(answer, answer.device)
    for answer in answers:
        if answer.fault is not None:
            click.echo(error_text(language(), answer.fault), err=True)
    good = sum(answer.device is not None for answer in answers)
    say("cli-cameras-summary", good=good, count=len(answers))


def show_inventory(known: Inventory, cameras: Sequence[str]) -> None:
    """Print a table of the cameras that have entries, then what each lacks, then how often each group of
    fields is met."""
    rows = []
    described = [camera for camera in cameras if known.of(camera)]
    for camera in described:
        entries = known.of(camera)
        said = {name: entry.value for name, entry in entries.items()}
        firmware = entries.get("firmware")
        needed = [one.name for one in FIELDS.values() if one.needed]
        met = sum(known.state(camera, name) == "met" for name in needed)
        model = " ".join(filter(None, (said.get("manufacturer"), said.get("model"))))
        rows.append(
            [
                camera,
                model or "—",
                said.get("firmware", "—"),
                firmware.checked_on if firmware is not None else "—",
                f"{met}/{len(needed)}",
            ]
        )
    if rows:
        heads = ("camera", "model", "firmware", "checked", "met")
        say_table([f"cli-cameras-head-{head}" for head in heads], rows)
    for camera in described:
        by_state: dict[str, list[str]] = defaultdict(list)
        for name, state in known.lacks(camera).items():
            by_state[state].append(_text(f"vision-inventory-field-{name.replace('_', '-')}"))
        for state in ("unmet", "assumed", "missing"):
            if by_state[state]:
                fields = ", ".join(by_state[state])
                say(f"cli-cameras-{state}", camera=camera, fields=fields)
    if bare := len(cameras) - len(described):
        say("cli-cameras-bare", count=bare)
    _show_groups(known, cameras)


def _show_groups(known: Inventory, cameras: Sequence[str]) -> None:
    met = Counter(
        group
        for camera in cameras
        for group in GROUPS
        if not any(FIELDS[name].group == group for name in known.lacks(camera))
    )
    click.echo()
    say_table(
        ["cli-cameras-head-group", "cli-cameras-head-cameras"],
        [[_text(f"vision-inventory-group-{group}"), f"{met[group]}/{len(cameras)}"] for group in GROUPS],
    )
    say("cli-cameras-basis")


def _show_device(answer: Answer, device: Device) -> None:
    say(
        "cli-cameras-device",
        address=answer.target.address.label,
        camera=answer.target.camera or "—",
        manufacturer=device.manufacturer or "?",
        model=device.model or "?",
        firmware=device.firmware or "?",
        serial=device.serial or "?",
        hardware=device.hardware or "?",
    )
    for profile in device.profiles:
        use = "main" if profile == device.main else "sub" if profile == device.sub else "other"
        size = f"{profile.width}x{profile.height}"
        fps = f"{profile.fps:g}" if profile.fps else "?"
        say(
            f"cli-cameras-stream-{use}",
            name=profile.name,
            codec=profile.codec or "?",
            size=size,
            fps=fps,
            uri=profile.uri or "—",
        )
    if math.isnan(device.offset_s):
        say("cli-cameras-clock-untold")
    elif abs(device.offset_s) < CLOCK_GOOD_S:
        say("cli-cameras-clock-right")
    else:
        way = "fast" if device.offset_s > 0 else "slow"
        say(f"cli-cameras-clock-{way}", seconds=round(abs(device.offset_s)))
    say("cli-cameras-channels", https=_answer(answer.https), rtsps=_answer(device.rtsps))
    if answer.asks is False:
        say("cli-cameras-open")
    if answer.default_refused is not None:
        say("cli-cameras-default-refused" if answer.default_refused else "cli-cameras-default-taken")


def _answer(said: bool | None) -> str:
    return _text(f"cli-cameras-{ {True: 'yes', False: 'no', None: 'unknown'}[said] }")


def _text(key: str) -> str:
    return message(language(), key)
