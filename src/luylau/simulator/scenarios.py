"""The scenarios: what happens in the simulated world, moved to when the simulation runs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from luylau.city.model import City
from luylau.kernel.clock import MICROS, iso
from luylau.kernel.cyclone import YAGI_2024, Fix, Track
from luylau.power.model import Grid
from luylau.power.radial import NotRadial
from luylau.power.scenarios import Zones, zones
from luylau.simulator.devices import World
from luylau.simulator.faults import Faults, draw_faults
from luylau.simulator.heads import Heads
from luylau.simulator.noise import Noise
from luylau.simulator.outages import Supply, storm_outages
from luylau.simulator.rivers import CHANNEL, FLOOD_2025, FLOOD_HOURS, FLOOD_START_US, Peak, Rivers
from luylau.simulator.sections import Cut, passing_cuts, storm_cuts
from luylau.simulator.weather import Weather

log = logging.getLogger(__name__)

ScenarioName = Literal["calm-day", "flood", "storm", "grid-fault", "faults"]
SCENARIOS: tuple[ScenarioName, ...] = get_args(ScenarioName)

HOURS: dict[ScenarioName, float] = {
    "calm-day": 24.0,
    "flood": FLOOD_HOURS,
    "storm": 36.0,
    "grid-fault": 24.0,
    "faults": 24.0,
}
"""How long each scenario's course is; afterwards the world stays calm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A world with its faults, from ``start_us`` until before ``end_us`` (microseconds UTC)."""

    name: ScenarioName
    world: World
    faults: Faults
    start_us: int
    end_us: int

    def truth(self) -> Iterator[dict[str, Any]]:
        """Yield what really happens, ready for JSON: outages, faults, and gauges that reach their levels."""
        for outage in self.world.supply.outages:
            yield {
                "what": "outage",
                "group": outage.group,
                "device": outage.device,
                "failed": list(outage.failed),
                "assets": list(outage.assets),
                "from": iso(outage.start_us),
                "to": iso(outage.end_us),
            }
        for fault in self.faults.all:
            yield {
                "what": fault.kind,
                "device": fault.device,
                "channel": fault.channel,
                "from": iso(fault.start_us),
                "to": iso(fault.end_us),
                "size": fault.size,
            }
        if self.name != "flood":
            return
        for level in self.world.city.levels:
            if level.channel == CHANNEL:
                at = self.world.rivers.crossing_us(level.asset, level.value, self.start_us, self.end_us)
                if at is not None:
                    yield {"what": "level", "device": level.asset, "level": level.level, "from": iso(at)}


def build_scenario(
    name: ScenarioName, city: City, *, start_us: int, seed: int, grid: Grid | None = None
) -> Scenario:
    """Return a scenario that begins at ``start_us``.

    With the city's ``grid``, outages are faults on its sections and breakers measure its feeders. Without one
    a storm takes out groups of transformers by their place, and nothing else does.
    """
    noise = Noise(seed)
    end_us = start_us + round(HOURS[name] * 3_600 * MICROS)
    track: tuple[Fix, ...] = ()
    peaks: dict[str, Peak] = {}
    rain = 0.0
    if name == "storm":
        shift = start_us - YAGI_2024[0].time_us
        track = tuple(fix._replace(time_us=fix.time_us + shift) for fix in YAGI_2024)
    elif name == "flood":
        shift = start_us - FLOOD_START_US
        rain = 1.5
        peaks = {
            gauge: Peak(level_m=peak.level_m, time_us=peak.time_us + shift)
            for gauge, peak in FLOOD_2025.items()
            if gauge in city.assets
        }
    weather = Weather(noise, track=track, rain_mm_h=rain)
    known = _zones(grid)
    cuts: list[Cut] = []
    if known and name == "storm":
        cuts = storm_cuts(known, city, Track.of(track), noise)
    elif known and name == "grid-fault":
        cuts = passing_cuts(known, noise, start_us, end_us)
    outages = [cut.outage for cut in cuts]
    if known is None and name == "storm":
        outages = storm_outages(city, weather, noise, start_us, end_us)
    faults = draw_faults(city, noise, start_us, end_us) if name == "faults" else []
    return Scenario(
        name=name,
        world=World(
            city,
            noise,
            weather,
            Rivers(city, noise, peaks=peaks),
            Supply(city, outages),
            Heads(known, cuts, city) if known else None,
        ),
        faults=Faults(faults, noise),
        start_us=start_us,
        end_us=end_us,
    )


def _zones(grid: Grid | None) -> Zones | None:
    if grid is None:
        return None
    try:
        return zones(grid)
    except NotRadial as error:
        log.warning("what a fault would cut off is not known, so the grid is left out: %s", error)
        return None
