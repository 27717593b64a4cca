"""``luylau run PART``: one part of the platform, as the supervisor or a cluster starts it."""

import asyncio
import logging
from pathlib import Path

import click

from luylau.cli.common import SpokenCommand, SpokenOption, data_option, lang_option
from luylau.processes.data import DataFolder
from luylau.settings import load_settings

PARTS = ("signals", "web", "scada")


@click.command("run", cls=SpokenCommand, help="cli-run")
@click.argument("part", type=click.Choice(PARTS))
@click.option("--web-port", type=click.IntRange(1, 65535), cls=SpokenOption, help="cli-up-port")
@data_option
@lang_option
def run(part: str, web_port: int | None, data: Path) -> None:
    """Run one part until SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    folder = DataFolder(data.resolve()).prepare()
    settings = load_settings(folder.root).with_web_port(web_port)
    # Imported here, so that no part pays for what only another needs.
    if part == "signals":
        from luylau.processes.signals import run_signals

        asyncio.run(run_signals(folder, settings))
    elif part == "scada":
        from luylau.processes.scada import run_scada

        asyncio.run(run_scada(folder, settings))
    else:
        from luylau.processes.web import run_web

        asyncio.run(run_web(folder, settings))
