"""``luylau up``: the whole platform on this machine."""

import asyncio
import logging
from pathlib import Path

import click

from luylau.cli.common import SpokenCommand, SpokenOption, data_option, lang_option, language, say
from luylau.kernel.errors import Unavailable
from luylau.processes.children import ChildFailed
from luylau.processes.up import UpOptions, prepare, up_until_stopped

SCENARIOS = ("calm-day", "flood", "storm", "grid-fault", "faults")


@click.command("up", cls=SpokenCommand, help="cli-up")
@click.option("--city", default="bac-ninh", show_default=True, cls=SpokenOption, help="cli-up-city")
@click.option("--demo/--no-demo", default=False, cls=SpokenOption, help="cli-up-demo")
@click.option(
    "--scenario", type=click.Choice(SCENARIOS), default="calm-day", show_default=True,
    cls=SpokenOption, help="cli-up-scenario",
)  # fmt: skip
@click.option(
    "--speed", type=click.FloatRange(0.1, 10_000), default=1.0, show_default=True,
    cls=SpokenOption, help="cli-up-speed",
)  # fmt: skip
@click.option(
    "--from-hour", type=click.FloatRange(0, 1_000), default=0.0, show_default=True,
    cls=SpokenOption, help="cli-simulate-from-hour",
)  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), cls=SpokenOption, help="cli-up-port")
@data_option
@lang_option
def up(
    city: str, demo: bool, scenario: str, speed: float, from_hour: float, port: int | None, data: Path
) -> None:
    """Start everything, print the address and a one-time sign-in link, and run until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    options = UpOptions(
        data=data,
        city=city,
        language=language(),
        scenario=scenario if demo else "",
        speed=speed,
        from_hour=from_hour,
        port=port,
    )
    prepared = prepare(options)
    say("up-starting", city=prepared.city.names.get(language(), prepared.city.name), err=True)

    def ready() -> None:
        say("up-ready", address=prepared.settings.web.public_origin, link=prepared.link)
        if options.scenario:
            say("up-simulated", scenario=scenario)
        say("up-stop-with")

    try:
        asyncio.run(up_until_stopped(prepared, options, ready=ready))
    except ChildFailed as error:
        raise Unavailable("part-did-not-start", part=error.name, log=str(error.log_file)) from error
    say("up-stopped", err=True)
