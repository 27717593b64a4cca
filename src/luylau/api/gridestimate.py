"""The estimated state of the grid, kept for a while: an estimate of a whole province takes seconds."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from luylau.api.cityview import CityHolder
from luylau.api.gridlive import GridLive
from luylau.api.gridmeasured import measurements
from luylau.api.gridview import GridView
from luylau.api.live import LiveValues
from luylau.kernel.clock import MICROS
from luylau.power.estimation import Estimate, Measurements, estimate

KEEP_US: Final = 30 * MICROS
"""For how long an estimate serves all who ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """An estimate with what it was made of."""

    time_us: int
    seconds: float
    view: GridView
    measured: Measurements
    found: Estimate


class GridEstimator:
    """Estimates when somebody asks, one at a time."""

    def __init__(self, grid: GridLive, city: CityHolder, live: LiveValues) -> None:
        self._grid = grid
        self._city = city
        self._live = live
        self._lock = threading.Lock()
        self._held: Estimated | None = None

    def now(self) -> Estimated:
        """Return the newest estimate.

        Raises:
            NotFound, Unavailable, BadFile: there is no grid (yet).
        """
        now = self._grid.now()
        with self._lock:
            held = self._held
            if held is None or held.view is not now.view or not 0 <= now.time_us - held.time_us < KEEP_US:
                begun = time.monotonic()
                measured = measurements(now.view, self._city.view, self._live, now.time_us)
                found = estimate(now.view.grid, measured, now.evaluation.serving)
                held = self._held = Estimated(
                    time_us=now.time_us,
                    seconds=time.monotonic() - begun,
                    view=now.view,
                    measured=measured,
                    found=found,
                )
            return held
