"""Power and network of the simulated devices: who is dark and who is cut off, and since when."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from luylau.city.model import City
from luylau.kernel.clock import MICROS
from luylau.simulator.noise import Noise
from luylau.simulator.weather import Weather

FRAGILITY_MEDIAN_MS = 52.0
FRAGILITY_SIGMA = 0.35
"""Where a city has no grid, a line group fails at a gust from a lognormal distribution of this median (m/s)
and spread, assumed."""
REPAIR_MEDIAN_H = 14.0
REPAIR_SIGMA = 0.6
"""Hours of a repair after a storm, lognormal: assumed."""
_STEP_US = 600 * MICROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The feed of some transformers is dead from ``start_us`` until before ``end_us``.

    ``group`` is the feeder. Where the city has a grid, ``failed`` are the sections that failed and ``device``
    is the switch that cleared them ("" where the source trips); both are ids of the grid.
    """

    group: str
    assets: tuple[str, ...]
    start_us: int
    end_us: int
    failed: tuple[str, ...] = ()
    device: str = ""


class Supply:
    """What is powered and connected, given outages."""

    def __init__(self, city: City, outages: Iterable[Outage]) -> None:
        self._city = city
        self.outages = tuple(outages)
        self._of: dict[str, list[Outage]] = {}
        for outage in self.outages:
            for asset in outage.assets:
                self._of.setdefault(asset, []).append(outage)

    def dark_since(self, asset: str, time_us: int) -> int | None:
        """Return since when nothing feeds an asset; None while something does, or where nothing is known."""
        felt = [one for one in self.felt_by(asset) if one.start_us <= time_us]
        since = time_us + 1
        for outage in sorted(felt, key=lambda one: one.end_us, reverse=True):
            # What begins while another outage lasts, or just when it ends, goes on with it.
            if outage.end_us < since:
                break
            since = min(since, outage.start_us)
        return since if since <= time_us else None

    def felt_by(self, asset: str) -> list[Outage]:
        """Return all outages of what feeds an asset, and of itself."""
        felt: list[Outage] = []
        at = asset
        while at:
            felt.extend(self._of.get(at, ()))
            known = self._city.assets.get(at)
            at = known.powered_by if known else ""
        return felt

    def runs(self, asset: str, time_us: int) -> bool:
        """Say whether an asset has power, its own backup included."""
        since = self.dark_since(asset, time_us)
        if since is None:
            return True
        return time_us - since < self._city.assets[asset].backup_h * 3_600 * MICROS

    def reaches(self, asset: str, time_us: int) -> bool:
        """Say whether all that carries an asset's messages runs."""
        at = self._city.assets[asset].connected_via
        while at:
            if not self.runs(at, time_us):
                return False
            at = self._city.assets[at].connected_via
        return True


def feeding_groups(city: City) -> dict[str, tuple[str, ...]]:
    """Return the transformers that one line feeds: those of one place on one substation stand for a line."""
    groups: dict[str, list[str]] = {}
    for asset in city.assets.values():
        if asset.kind == "transformer":
            groups.setdefault(f"{asset.powered_by} {asset.place}", []).append(asset.id)
    return {name: tuple(members) for name, members in groups.items()}


def storm_outages(city: City, weather: Weather, noise: Noise, start_us: int, end_us: int) -> list[Outage]:
    """Return which groups fail in the weather from ``start_us`` to ``end_us``, and how long."""
    found = []
    for group, members in feeding_groups(city).items():
        site = city.assets[members[0]]
        strength = FRAGILITY_MEDIAN_MS * math.exp(FRAGILITY_SIGMA * noise.normal(f"strength {group}"))
        repair_h = REPAIR_MEDIAN_H * math.exp(REPAIR_SIGMA * noise.normal(f"repair {group}"))
        for time_us in range(start_us, end_us, _STEP_US):
            if weather.at(site.lat, site.lon, time_us).gust_ms >= strength:
                found.append(
                    Outage(
                        group=group,
                        assets=members,
                        start_us=time_us,
                        end_us=time_us + round(repair_h * 3_600 * MICROS),
                    )
                )
                break
    return found
