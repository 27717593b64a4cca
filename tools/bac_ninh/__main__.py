"""Write the pack's files: ``python -m tools.bac_ninh [FOLDER]``."""

import csv
import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from luylau.city import load
from luylau.city.columns import ASSETS, LEGACY, LEVELS, PLACES, Sheet
from luylau.power.grids import PLAN, grid_of
from luylau.power.model import Grid
from tools.bac_ninh import breakers, devices, grid, sites, territory
from tools.bac_ninh.assets import Assets
from tools.bac_ninh.territory import HERE, OLD_PROVINCES, Row

PACK = Path(__file__).resolve().parents[2] / "src" / "luylau" / "cities" / "bac_ninh"


def build() -> dict[str, bytes]:
    """Return the pack's files by name."""
    units, legacy = territory.units_of_today()
    before = [*legacy, *territory.former_rows(legacy)]
    own = [unit for unit in units if unit.old_province == OLD_PROVINCES[0]]
    assets = Assets()
    substations = grid.add_substations(assets, {unit.slug: unit for unit in own})
    wires = grid.add_transformers(assets, substations, own)
    sites.add_network(assets, wires, own)
    cabinets = sites.add_camera_switches(assets, wires, own)
    pumps = sites.add_pump_stations(assets, wires, own)
    sites.add_health(assets, wires, own)
    sites.add_parks(assets, wires, own)
    grid.add_meters(assets, wires)
    devices.add_hydromet(assets, wires, own, units, pumps)
    devices.add_site_sensors(assets, wires, pumps, own)
    devices.add_cameras(assets, wires, own, cabinets)
    files = {
        "city.toml": (HERE / "city.toml").read_bytes(),
        "organisations.csv": (HERE / "organisations.csv").read_bytes(),
        "places.csv": _csv(PLACES, [*territory.place_rows(units), *sites.park_rows(units)]),
        "assets.csv": _csv(ASSETS, assets.rows),
        "levels.csv": _csv(LEVELS, devices.level_rows()),
        "legacy.csv": _csv(LEGACY, [{key: row[key] for key in LEGACY.names} for row in before]),
    }
    breakers.add_breakers(assets, own, simulated_grid(files))
    return files | {"assets.csv": _csv(ASSETS, assets.rows)}


def simulated_grid(files: dict[str, bytes]) -> Grid:
    """Return the grid that the pack's plan asks for; it takes the pack's substations and transformers."""
    with TemporaryDirectory() as folder:
        for name, data in (files | {PLAN.name: (PACK / PLAN).read_bytes()}).items():
            (Path(folder) / name).write_bytes(data)
        grid = grid_of(Path(folder), load(Path(folder)))
    assert grid is not None, "the plan was written just now"
    return grid


def _csv(sheet: Sheet, rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, sheet.names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main() -> None:
    """Write the pack into the folder named, or into the one that ships."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PACK
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in build().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
