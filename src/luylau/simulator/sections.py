"""Faults on the sections of a city's grid: which fail in a storm or on an ordinary day, what clears each of
them, and what is dark below until it is repaired.

Nothing is switched around a fault: what the device has cut off stays dark until it is closed again.
Sections fail, substations and the network above do not.
"""

import math
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from luylau.city.model import City
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.cyclone import Track, gusts_ms
from luylau.power.fragility import Curve, exposure, middles, unit_failures
from luylau.power.scenarios import Zones
from luylau.power.topology import NONE, feeder_of_edges, trace
from luylau.simulator.noise import Noise
from luylau.simulator.outages import REPAIR_MEDIAN_H, REPAIR_SIGMA, Outage

STORM_CURVE: Final = Curve(median_ms=58.12, underground=0.1487)
"""What ``power.storm_replay.calibrated`` finds for Bac Ninh's grid, written down because the search takes
seconds: with it 104 public feeders and 23 of parks are expected to be out, as published for 07:00 on
8 September 2024. Calibrated on this one event; other cities' grids get the same curve, assumed."""
STORM_YEAR: Final = 2024
WORK_BELOW_MS: Final = 17.2
"""Crews go out once the gusts stay below a gale (Beaufort 8), assumed."""
FAULT_EVERY_S: Final = 480.0
"""Mean time between two faults of the scenario ``grid-fault``: far more often than in truth, to show them."""
QUICK_REPAIR_S: Final = (20 * 60.0, 40 * 60.0)
"""Shortest and longest repair in that scenario, assumed."""
_STEP_US: Final = 600 * MICROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """An outage in the grid. The nodes in the places [begin, end) of ``Zones`` are dark while it lasts."""

    outage: Outage
    begin: int
    end: int


def storm_cuts(known: Zones, city: City, track: Track, noise: Noise) -> list[Cut]:
    """Return what a storm cuts off, device by device; each comes back when its last fault is repaired.

    A section fails as soon as its mean number of failures at the strongest gust so far exceeds a number drawn
    from the exponential distribution: then the chance that it has failed by the end is the curve's.
    """
    lines = known.grid.lines
    lat, lon = middles(known.grid)
    moments = np.arange(track.time_us[0], track.time_us[-1] + 1, _STEP_US, dtype=np.int64)
    # Where a place is not known, the gust in the city's middle stands for it.
    gust_ms = gusts_ms(
        track, np.where(np.isfinite(lat), lat, city.lat), np.where(np.isfinite(lon), lon, city.lon), moments
    )
    units = exposure(lines, STORM_CURVE, STORM_YEAR)
    strength = -np.log1p(-_uniform(noise, "section strength", len(lines)))
    fails = unit_failures(gust_ms.max(axis=1), STORM_CURVE) * units > strength
    failed = np.flatnonzero(fails & (known.begin[: len(lines)] != NONE))
    # By where what is cut off begins: that tells the device, also where it is the source that trips.
    faults: dict[int, list[tuple[int, int, int]]] = {}
    for line in failed.tolist():
        so_far = np.maximum.accumulate(gust_ms[line])
        at = int(np.argmax(unit_failures(so_far, STORM_CURVE) * units[line] > strength[line]))
        rough = np.flatnonzero(gust_ms[line] >= WORK_BELOW_MS)
        work_at = int(rough[-1]) + 1 if len(rough) else at
        hours = REPAIR_MEDIAN_H * math.exp(REPAIR_SIGMA * noise.normal("section repair", line))
        # Some time in the step, so that not all fail on the stroke of ten minutes.
        begun_us = int(moments[0]) + round((at - noise.uniform("section moment", line)) * _STEP_US)
        work_us = int(moments[0]) + max(at, work_at) * _STEP_US
        faults.setdefault(int(known.begin[line]), []).append(
            (begun_us, work_us + round(hours * 3_600 * MICROS), line)
        )
    cutter = _Cutter(known)
    return [
        cutter.cut([line for *_, line in sorted(own)], min(own)[0], max(end for _, end, _ in own))
        for own in faults.values()
    ]


def passing_cuts(known: Zones, noise: Noise, start_us: int, end_us: int) -> list[Cut]:
    """Return faults that come and go: a single section each, in the order of time. The longer a section and
    the more trees beside it, the likelier it fails; a cable seldom does."""
    lines = known.grid.lines
    # In the year 0 nothing is old: here age does not count.
    chance = np.where(known.begin[: len(lines)] != NONE, exposure(lines, Curve(), 0), 0.0)
    cutter, sums = _Cutter(known), np.cumsum(chance)
    found: list[Cut] = []
    if not chance.any():
        return found
    low_s, high_s = QUICK_REPAIR_S
    at_us = start_us
    for number in count():
        at_us += round(-math.log1p(-noise.uniform("fault gap", number)) * FAULT_EVERY_S * MICROS)
        if at_us >= end_us:
            break
        line = int(np.searchsorted(sums, noise.uniform("fault section", number) * sums[-1], side="right"))
        repair_s = low_s + (high_s - low_s) * noise.uniform("fault repair", number)
        found.append(cutter.cut([line], at_us, at_us + round(repair_s * MICROS)))
    return found


def _uniform(noise: Noise, name: str, size: int) -> Float64:
    return np.array([noise.uniform(name, number) for number in range(size)])


class _Cutter:
    """Makes the outage of failed sections that one device clears."""

    def __init__(self, known: Zones) -> None:
        self._known = known
        grid = known.grid
        self._ids = grid.edge_ids
        self._feeder = feeder_of_edges(grid, trace(grid, grid.edges_in_service()))
        at = known.place[grid.loads.node]
        self._order: Int64 = np.argsort(at, kind="stable")
        self._at: Int64 = at[self._order]

    def cut(self, lines: list[int], start_us: int, end_us: int) -> Cut:
        known, grid = self._known, self._known.grid
        begin = int(known.begin[lines[0]])
        end = int(known.end[begin])
        below = self._order[np.searchsorted(self._at, begin) : np.searchsorted(self._at, end)]
        assets = dict.fromkeys(grid.loads.asset[load] for load in below.tolist())
        device, feeder = int(known.device[lines[0]]), int(self._feeder[lines[0]])
        outage = Outage(
            group=grid.feeders.id[feeder] if feeder != NONE else "",
            assets=tuple(asset for asset in assets if asset),
            start_us=start_us,
            end_us=end_us,
            failed=tuple(self._ids[line] for line in lines),
            device=self._ids[device] if device != NONE else "",
        )
        return Cut(outage=outage, begin=begin, end=end)
