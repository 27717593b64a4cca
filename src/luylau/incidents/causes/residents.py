"""Residents who report that they have no power, as evidence at the supply nodes near them.

A report is worth ``WEIGHT`` at the nearest load, if one is near: e^3 as likely to come from where it is dark
as from elsewhere (assumed: people err about what is out, and about where they are). Three at one load count,
more say no more. It counts for ``LASTS_US``, or until a device that is fed there and has no battery is heard
again.
"""

from typing import Final

import numpy as np
from scipy.spatial import KDTree

from luylau.incidents.causes.evidence import SHORT_US
from luylau.incidents.causes.wiring import Wiring
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.geo import LocalPlane
from luylau.power.topology import NONE

NO_POWER: Final = "no-power"
"""The evidence of a citizen report that counts here."""
WEIGHT: Final = 3.0
MOST: Final = 3
NEAR_M: Final = 400.0
LASTS_US: Final = 7_200 * MICROS


class Residents:
    """The reports that count now; times are the sight clock's."""

    def __init__(self, wiring: Wiring) -> None:
        grid, devices = wiring.grid, wiring.devices
        lat, lon = grid.nodes.lat[grid.loads.node], grid.nodes.lon[grid.loads.node]
        known = np.isfinite(lat) & np.isfinite(lon)
        self._nodes = wiring.nodes
        self._load_node = grid.loads.node[known]
        self._tree: KDTree | None = None
        if known.any():
            self._plane = LocalPlane(lat=float(lat[known].mean()), lon=float(lon[known].mean()))
            self._tree = KDTree(self._plane.points(lat[known], lon[known]))
        plain = np.flatnonzero((devices.node != NONE) & (devices.backup_us <= SHORT_US))
        self._plain = plain[np.argsort(devices.node[plain], kind="stable")]
        self._plain_node = devices.node[self._plain]
        self.node: Int64 = np.empty(0, np.int64)
        self._time_us: Int64 = np.empty(0, np.int64)

    def hear(self, lat: Float64, lon: Float64, time_us: Int64) -> None:
        """Take the reports in force, in degrees WGS84; those without a position, or near no load, are left
        out."""
        placed = np.isfinite(lat) & np.isfinite(lon)
        if self._tree is None or not placed.any():
            self.node, self._time_us = np.empty(0, np.int64), np.empty(0, np.int64)
            return
        far_m, nearest = self._tree.query(self._plane.points(lat[placed], lon[placed]))
        near = far_m <= NEAR_M
        self.node = self._load_node[nearest[near]]
        self._time_us = time_us[placed][near]

    def standing(self, last_us: Int64, now_us: int) -> Int64:
        """Return the supply node of each report that still counts; ``last_us``: when each device reported."""
        counts = (now_us - self._time_us) < LASTS_US
        for row in np.flatnonzero(counts).tolist():
            first, end = np.searchsorted(self._plain_node, [self.node[row], self.node[row] + 1])
            fed = self._plain[first:end]
            counts[row] = not (last_us[fed] > self._time_us[row]).any()
        return self.node[counts]

    def weight(self, standing: Int64) -> Float64 | None:
        """Return the evidence at each supply node, shape (nodes,); None for none."""
        if not len(standing):
            return None
        found: Float64 = WEIGHT * np.minimum(np.bincount(standing, minlength=self._nodes), MOST)
        return found
