"""``luylau run PART``: one part of the platform, as the supervisor or a cluster starts it."""

import asyncio
import logging
from pathlib import Path

import click

from luylau.cli.common import SpokenCommand, SpokenOption, data_option, lang_option
from luylau.processes.data import DataFolder
from luylau.settings import load_settings

PARTS = ("signals", "web", "scada", "cameras", "camera-worker", "camera-detector", "studies", "study-worker")


@click.command("run", cls=SpokenCommand, help="cli-run")
@click.argument("part", type=click.Choice(PARTS))
@click.option("--web-port", type=click.IntRange(1, 65535), cls=SpokenOption, help="cli-up-port")
@click.option("--shard", type=click.IntRange(0, 63), default=0, cls=SpokenOption, help="cli-run-shard")
@data_option
@lang_option
def run(part: str, web_port: int | None, shard: int, data: Path) -> None:
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
    elif part == "cameras":
        from luylau.processes.cameras import run_cameras

        asyncio.run(run_cameras(folder, settings))
    elif part == "camera-worker":
        from luylau.processes.camera_worker import run_camera_worker

        asyncio.run(run_camera_worker(folder, settings, shard, settings.cameras.workers))
    elif part == "camera-detector":
        from luylau.processes.camera_detector import run_camera_detector

        asyncio.run(run_camera_detector(folder, settings))
    elif part == "studies":
        from luylau.processes.studies import run_studies

        asyncio.run(run_studies(folder, settings))
    elif part == "study-worker":
        from luylau.processes.study_worker import run_study_worker

        run_study_worker(folder)
    else:
        from luylau.processes.web import run_web

        asyncio.run(run_web(folder, settings))
