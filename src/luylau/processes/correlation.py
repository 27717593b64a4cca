"""The correlator of a city, with its grid; a city without one still has a network that can fail."""

from pathlib import Path

from luylau.city.model import City
from luylau.incidents.causes import CauseEngine, Describer
from luylau.power.grids import grid_of
from luylau.power.impact import places_of_loads
from luylau.power.model import Grid, Nodes


def cause_engine(folder: Path, city: City) -> tuple[CauseEngine, Describer]:
    """Return what finds and what describes the causes in a city; to read or build its grid takes seconds.

    Raises:
        BadFile: the grid has faults.
    """
    return _of(city, grid_of(folder, city))


def without_grid(city: City) -> tuple[CauseEngine, Describer]:
    """Return the same for a city of whose grid nothing can be known."""
    return _of(city, None)


def _of(city: City, grid: Grid | None) -> tuple[CauseEngine, Describer]:
    known = grid or Grid(name="", nodes=Nodes.none())
    engine = CauseEngine(city, known)
    engine.tick(0)  # Compiles, or loads what was compiled, now and not with the first event.
    return engine, Describer(city, engine, places_of_loads(known, city) if grid else ())
