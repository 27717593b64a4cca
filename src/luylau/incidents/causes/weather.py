"""How likely lines are to fail in the wind that blows now, by the city's own weather stations.

Where the strongest gust of the last hours reaches Beaufort force 8, each section's failure probability by the
fragility curve (``power.fragility``, assumed) at the nearest station's gust comes on top of the usual rate,
as far as a failure is not known yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from luylau.city.model import City
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.geo import LocalPlane
from luylau.kernel.units import conversion
from luylau.power.fragility import Curve, failure_probability, middles
from luylau.power.localisation import HOURS_A_YEAR, Chances, usual_line_year
from luylau.power.model import Grid
from luylau.power.topology import NONE
from luylau.telemetry.observations import Batch

GUST: Final = "wind_gust"
FORCE_8_MS: Final = 17.2
"""Lower bound of Beaufort force 8 (WMO)."""
LASTS_US: Final = 6 * 3_600 * MICROS
"""The strongest gust of so long counts."""
UNKNOWN: Final = 0.05
"""The share of a storm's failures that is not known yet at a moment: assumed."""
LOOK_US: Final = 300 * MICROS
_HOUR_US: Final = 3_600 * MICROS


class Gusts:
    """Follows the stations; times are the sight clock's."""

    def __init__(self, city: City, grid: Grid) -> None:
        self._city = city
        self._grid = grid
        self._station: dict[str, int] = {}
        self._at: list[tuple[float, float]] = []
        self._row = np.empty(0, np.int64)
        self._scale = np.empty(0, np.float64)
        self._linked = 0
        # The strongest gust by station and hour, and which hour each column holds.
        self._strongest: Float64 = np.zeros((0, 1 + LASTS_US // _HOUR_US))
        self._hour = np.full(1 + LASTS_US // _HOUR_US, NONE)
        self._looked_us = NONE
        self._line_year: Float64 | None = None
        self._nearest: Int64 | None = None

    def link(self, keys: Sequence[tuple[str, str]]) -> None:
        """Learn which series are gusts; ``keys`` are all series' (device, channel)."""
        if len(keys) == self._linked:
            return
        rows, scales = [], []
        for device, channel in keys[self._linked :]:
            known = self._city.channel(device, channel) if channel == GUST else None
            to_ms = conversion(known.unit, "m/s") if known else None
            rows.append(self._number(device) if to_ms else NONE)
            scales.append(to_ms[0] if to_ms else 1.0)
        self._row = np.concatenate([self._row, np.array(rows, np.int64)])
        self._scale = np.concatenate([self._scale, np.array(scales)])
        self._linked = len(keys)

    def _number(self, device: str) -> int:
        if device not in self._station:
            self._station[device] = len(self._station)
            asset = self._city.assets[device]
            self._at.append((asset.lat, asset.lon))
            self._strongest = np.vstack([self._strongest, np.zeros(self._strongest.shape[1])])
            self._nearest = None
        return self._station[device]

    def take(self, batch: Batch, now_us: int) -> None:
        """Take a batch that came at ``now_us``."""
        if not len(self._at):
            return
        row = self._row[batch.series]
        wanted = (row != NONE) & batch.good & ~np.isnan(batch.value)
        if wanted.any():
            column = self._column(now_us)
            gust = batch.value[wanted] * self._scale[batch.series[wanted]]
            np.maximum.at(self._strongest[:, column], row[wanted], gust)

    def _column(self, now_us: int) -> int:
        hour = now_us // _HOUR_US
        column = int(hour % len(self._hour))
        if self._hour[column] != hour:
            self._hour[column] = hour
            self._strongest[:, column] = 0.0
        return column

    def state(self) -> dict[str, NDArray[Any]]:
        """Return everything to go on from later, as arrays that ``numpy.savez`` takes without pickling."""
        return {
            "station": np.array(list(self._station), np.str_),
            "strongest_ms": self._strongest.copy(),
            "hour": self._hour.copy(),
        }

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned; stations that are gone since are left out."""
        self._hour = arrays["hour"].astype(np.int64)
        for name, strongest in zip(arrays["station"].tolist(), arrays["strongest_ms"], strict=True):
            if name in self._city.assets:
                row = self._number(name)
                self._strongest[row] = strongest

    def line_year(self, now_us: int) -> Float64 | None:
        """Return how often each line fails a year at the moment, shape (lines,); None while no storm blows.

        It is worked out anew every few minutes; the same array means nothing new.
        """
        if self._looked_us != NONE and 0 <= now_us - self._looked_us < LOOK_US:
            return self._line_year
        self._looked_us = now_us
        recent = self._hour > now_us // _HOUR_US - len(self._hour)
        gust = self._strongest[:, recent].max(axis=1, initial=0.0)
        self._line_year = self._in_storm(gust, now_us) if gust.max(initial=0.0) >= FORCE_8_MS else None
        return self._line_year

    def _in_storm(self, gust_ms: Float64, now_us: int) -> Float64:
        lines, chances = self._grid.lines, Chances()
        usual = usual_line_year(self._grid, chances)
        lat, lon = middles(self._grid)
        if self._nearest is None:
            plane = LocalPlane(lat=self._city.lat, lon=self._city.lon)
            tree = KDTree(plane.points(*np.array(self._at).T))
            self._nearest = tree.query(plane.points(lat, lon))[1].astype(np.int64)
        year = int(np.datetime64(now_us, "us").astype("datetime64[Y]").astype(int)) + 1970
        failed = failure_probability(lines, gust_ms[self._nearest], Curve(), year=year)
        failed[~(np.isfinite(lat) & np.isfinite(lon))] = 0.0
        found: Float64 = usual + UNKNOWN * failed * HOURS_A_YEAR / chances.hours
        return found
