"""The estimated state of the grid, kept for a while: an estimate of a whole province takes seconds."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from luylau.api.cityview import CityHolder
from luylau.api.gridlive import GridLive, Now
from luylau.api.gridmeasured import measurements
from luylau.api.gridview import GridView
from luylau.api.live import LiveValues
from luylau.kernel.errors import Unavailable
from luylau.power.estimation import Estimate, Measurements, estimate

KEEP_S: Final = 30.0
"""For how long an estimate serves all who ask."""
WAIT_S: Final = 5.0
"""So long a request waits for the first one that somebody else makes."""


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
        self._until_s = 0.0

    def now(self) -> Estimated:
        """Return the newest estimate.

        Raises:
            NotFound, Unavailable, BadFile: there is no grid (yet).
        """
        now = self._grid.now()
        held = self._held
        known = held is not None and held.view is now.view
        # Somebody estimates already: until then the last estimate serves, or the wait is short.
        if not self._lock.acquire(timeout=0 if known else WAIT_S):
            if held is None or not known:
                raise Unavailable("grid-not-ready")
            return held
        try:
            held = self._held
            if held is None or held.view is not now.view or time.monotonic() > self._until_s:
                held = self._held = self._estimate(now)
                self._until_s = time.monotonic() + KEEP_S
            return held
        finally:
            self._lock.release()

    def _estimate(self, now: Now) -> Estimated:
        begun = time.monotonic()
        measured = measurements(now.view, self._city.view, self._live, now.time_us)
        found = estimate(now.view.grid, measured, now.evaluation.serving)
        return Estimated(
            time_us=now.time_us,
            seconds=time.monotonic() - begun,
            view=now.view,
            measured=measured,
            found=found,
        )
