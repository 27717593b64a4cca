"""``luylau replay``: a file of observations into the running platform."""

import asyncio
from pathlib import Path

import click

from luylau.city import load
from luylau.cli.common import SpokenCommand, SpokenOption, data_option, lang_option, say
from luylau.kernel.bus import Bus
from luylau.kernel.clock import SystemClock, iso
from luylau.processes.broker_secrets import broker_secrets
from luylau.processes.data import DataFolder
from luylau.settings import Settings, load_settings
from luylau.telemetry.sources.replay import Checked, Progress, Replay, check_file


@click.command("replay", cls=SpokenCommand, help="cli-replay")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--speed", type=click.FloatRange(0, 1e6), default=0.0, show_default=True,
    cls=SpokenOption, help="cli-replay-speed",
)  # fmt: skip
@click.option("--to-now", is_flag=True, cls=SpokenOption, help="cli-replay-to-now")
@click.option("--check", "only_check", is_flag=True, cls=SpokenOption, help="cli-replay-check")
@data_option
@lang_option
def replay(file: Path, speed: float, to_now: bool, only_check: bool, data: Path) -> None:
    """Play FILE (CSV or Parquet) into the platform that runs on the data folder."""
    checked = check_file(file)
    say(
        "replay-checked",
        file=file.name,
        rows=checked.rows,
        devices=checked.devices,
        skipped=checked.skipped,
        first=iso(checked.first_us),
        last=iso(checked.last_us),
    )
    if only_check:
        return
    folder = DataFolder(data.resolve())
    shift_us = SystemClock().now_us() - checked.first_us if to_now else 0
    sent = asyncio.run(_run(folder, load_settings(folder.root), checked, speed, shift_us))
    say("replay-done", rows=sent)


async def _run(data: DataFolder, settings: Settings, checked: Checked, speed: float, shift_us: int) -> int:
    tenant = load(data.city).id
    password = broker_secrets(data.secrets).web
    bus = await Bus.connect(settings.broker.url, user="web", password=password, wait_s=5)
    try:
        work = Replay(bus, checked, tenant=tenant, speed=speed, shift_us=shift_us, folder=data.run)
        if work.resumed_rows:
            say("replay-goes-on", rows=work.resumed_rows, err=True)
        return await work.run(_show)
    finally:
        await bus.close()


def _show(progress: Progress) -> None:
    say("replay-progress", rows=progress.rows, of=progress.of, time=iso(progress.time_us), err=True)
