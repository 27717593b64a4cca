"""Where a city's grid comes from: its own network file, or the builder."""

from pathlib import Path
from typing import Final

from luylau.city import City
from luylau.power.builder import build, read_plan
from luylau.power.builder.plan import FILE
from luylau.power.check import sound
from luylau.power.exchange.pgm_json import read_pgm_json
from luylau.power.model import Grid

NETWORK: Final = Path("grid.json")
"""A network in power-grid-model's form."""
PLAN: Final = Path(FILE)
"""What the builder is to build, where the utility gives nothing."""


def grid_of(folder: Path, city: City) -> Grid | None:
    """Return the grid of the city whose pack is in ``folder``; None where it has none.

    Raises:
        BadFile: the network or the plan has faults, or the check finds errors in the grid.
    """
    if (folder / NETWORK).is_file():
        return sound(read_pgm_json(folder / NETWORK), NETWORK.name)
    if (folder / PLAN).is_file():
        return sound(build(city, read_plan(folder / PLAN)), PLAN.name)
    return None
