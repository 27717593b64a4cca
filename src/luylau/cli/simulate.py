"""``luylau simulate``: devices that are not there, speaking as real ones do."""

import asyncio
import json
import logging
from pathlib import Path

import click

from luylau.city import City, load
from luylau.cli.common import SpokenCommand, SpokenOption, lang_option, say
from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import BadFile, Fault
from luylau.power.grids import grid_of
from luylau.power.model import Grid
from luylau.processes.stopping import stop_on_signals
from luylau.simulator import SCENARIOS, Lag, SimulationOptions
from luylau.simulator import simulate as run_simulation
from luylau.simulator.scenarios import ScenarioName

log = logging.getLogger(__name__)


@click.command("simulate", cls=SpokenCommand, help="cli-simulate")
@click.option(
    "--city", type=click.Path(file_okay=False, path_type=Path), default=Path("data/city"), show_default=True,
    cls=SpokenOption, help="cli-simulate-city",
)  # fmt: skip
@click.option(
    "--credentials", type=click.Path(dir_okay=False, path_type=Path),
    default=Path("data/secrets/simulator.json"), show_default=True,
    cls=SpokenOption, help="cli-simulate-credentials",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, cls=SpokenOption, help="cli-simulate-host")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=1883, show_default=True,
    cls=SpokenOption, help="cli-simulate-port",
)  # fmt: skip
@click.option(
    "--scenario", type=click.Choice(SCENARIOS), default="calm-day", show_default=True,
    cls=SpokenOption, help="cli-up-scenario",
)  # fmt: skip
@click.option(
    "--speed", type=click.FloatRange(0.1, 100_000), default=1.0, show_default=True,
    cls=SpokenOption, help="cli-up-speed",
)  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, cls=SpokenOption, help="cli-simulate-seed")
@click.option(
    "--from-hour", type=click.FloatRange(0, 1_000), default=0.0, show_default=True,
    cls=SpokenOption, help="cli-simulate-from-hour",
)  # fmt: skip
@click.option("--kind", "kinds", multiple=True, cls=SpokenOption, help="cli-simulate-kind")
@click.option(
    "--truth", type=click.Path(dir_okay=False, path_type=Path), cls=SpokenOption, help="cli-simulate-truth"
)
@lang_option
def simulate(
    city: Path,
    credentials: Path,
    host: str,
    port: int,
    scenario: ScenarioName,
    speed: float,
    seed: int,
    from_hour: float,
    kinds: tuple[str, ...],
    truth: Path | None,
) -> None:
    """Simulate the pack's devices until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    known = load(city)
    grid = grid_or_none(city, known)
    secrets = read_credentials(credentials)
    options = SimulationOptions(
        scenario=scenario, speed=speed, seed=seed, from_hour=from_hour, kinds=frozenset(kinds), truth=truth
    )

    async def run() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run_simulation(
            known,
            options,
            host=host,
            port=port,
            credentials=secrets,
            clock=SystemClock(),
            stop=stop,
            tell=say_lag,
            tell_refused=lambda device: say("simulate-refused", err=True, device=device),
            grid=grid,
        )

    say("simulate-begins", err=True, count=len(secrets), scenario=scenario)
    asyncio.run(run())


def grid_or_none(folder: Path, city: City) -> Grid | None:
    """Return the city's grid; None where it has none, or one with faults, which the console shows."""
    try:
        return grid_of(folder, city)
    except BadFile as error:
        log.error("the grid has faults, so the simulation goes on without it: %s", error)
        return None


def say_lag(lag: Lag) -> None:
    """Say that the simulation falls behind, and how fast it really is."""
    say(
        "simulate-behind",
        err=True,
        wanted=lag.wanted,
        # Three digits say enough, of a slow run too.
        reached=float(f"{lag.reached:.3g}"),
        seconds=round(lag.late_s),
    )


def read_credentials(file: Path) -> dict[str, str]:
    """Return secrets by device id.

    Raises:
        BadFile: the file is missing, or no JSON object of texts.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fault = Fault(
            file=str(file), row=0, column="", key="credentials-unreadable", fields={"said": str(error)}
        )
        raise BadFile([fault]) from error
    if not isinstance(found, dict) or not all(isinstance(secret, str) for secret in found.values()):
        fault = Fault(file=str(file), row=0, column="", key="credentials-unreadable", fields={"said": "JSON"})
        raise BadFile([fault])
    return found
