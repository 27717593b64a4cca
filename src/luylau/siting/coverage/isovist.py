"""What a camera sees among buildings: the polygon around it up to the first wall or its range.

The directions to the ends of all walls in range cut the circle into sectors, in each of which one wall is the
nearest, or none is::

        ╲      ╱▔▔▔▔▔╱         each wall is laid over the sectors that it spans, and in each of them
         ╲    ╱     ╱          the nearer one stays: a depth buffer whose cells are exact
          ╲  ╱   ╱
           ╲╱ ╱                where two walls cross within a sector, it is cut there and all is done
            ●                  once more

It is the isovist of M. L. Benedikt, *To take hold of space: isovists and isovist fields* (Environment and
Planning B 6, 1979). The work for one camera grows with k log k of the k walls in range, and with the walls
that a line of sight would meet.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Float64, Int64
from luylau.siting.coverage.checks import check_lengths, check_sites, refuse
from luylau.siting.coverage.isovist_kernel import see
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.threads import threads
from luylau.siting.coverage.walls import Footprints, holders, walls_of
from luylau.siting.coverage.wedge import Wedges

_CAMERAS_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Isovists:
    """Polygons, one a camera, counter-clockwise, not closed: corners ``starts[i]`` to ``starts[i + 1]``."""

    starts: Int64  # shape (cameras + 1,)
    x: Float64  # shape (corners,): metres east
    y: Float64  # shape (corners,): metres north

    def __len__(self) -> int:
        return len(self.starts) - 1

    def polygon(self, number: int) -> Float64:
        """Return one camera's polygon, shape (corners, 2), metres."""
        begin, end = self.starts[number], self.starts[number + 1]
        return np.column_stack([self.x[begin:end], self.y[begin:end]])

    def areas(self) -> Float64:
        """Return what each camera sees, m2, shape (cameras,)."""
        if not len(self.x):
            return np.zeros(len(self))
        sizes = np.diff(self.starts)
        seen = sizes > 0
        after = np.arange(1, len(self.x) + 1)
        after[self.starts[1:][seen] - 1] = self.starts[:-1][seen]
        number = np.repeat(np.arange(len(self)), sizes)
        # Seen from each polygon's own first corner, so that far coordinates cost no digits.
        x, y = self.x - self.x[self.starts[number]], self.y - self.y[self.starts[number]]
        crossed = x * y[after] - x[after] * y
        return np.bincount(number, crossed, minlength=len(self)) / 2


def isovists(
    cameras: Places,
    footprints: Footprints,
    range_m: ArrayLike,
    *,
    arc_deg: float = 5.0,
    workers: int | None = None,
) -> Isovists:
    """Return what each camera sees all around, as far as ``range_m``.

    Args:
        cameras: where they hang; the building that holds a camera hides nothing from it.
        footprints: buildings.
        range_m: metres, shape (cameras,) or one for all.
        arc_deg: where nothing stands, the circle is drawn in steps of at most this.
        workers: threads; as many as there are processors if None.

    Raises:
        BadInput: a range is negative or no number, or the shapes differ.
    """
    far = check_lengths("range_m", range_m, (len(cameras),))
    every = np.arange(len(cameras), dtype=np.int64)
    wedges = Wedges(every, np.zeros(len(every)), np.full(len(every), 360.0), np.zeros(len(every)), far)
    return wedge_isovists(cameras, wedges, footprints, arc_deg=arc_deg, workers=workers)


def wedge_isovists(
    sites: Places,
    wedges: Wedges,
    footprints: Footprints,
    *,
    arc_deg: float = 5.0,
    workers: int | None = None,
) -> Isovists:
    """Return what each field of view sees; arguments as ``isovists``, ``near_m`` is not cut out.

    Raises:
        BadInput: a wedge names a site that is not there, or ``arc_deg`` is not above 0.
    """
    check_sites(wedges.site, len(sites))
    refuse("siting-length-wrong", "arc_deg", np.array([arc_deg]), np.array([arc_deg > 0]))
    walls = walls_of(footprints)
    at, own = sites.take(wedges.site), holders(footprints, sites)[wedges.site]
    heading, half = np.radians(wedges.heading_deg), np.radians(wedges.angle_deg / 2)
    step = float(np.radians(arc_deg))

    def look(begin: int) -> tuple[Int64, Float64, Float64]:
        end = min(begin + _CAMERAS_AT_ONCE, len(wedges))
        return see(begin, end, at.x, at.y, own, heading, half, wedges.far_m, step, walls)

    with ThreadPoolExecutor(threads(workers)) as pool:
        parts = list(pool.map(look, range(0, len(wedges), _CAMERAS_AT_ONCE)))
    corners = np.concatenate([np.zeros(1, np.int64), *(part[0] for part in parts)])
    x = np.concatenate([np.empty(0), *(part[1] for part in parts)])
    y = np.concatenate([np.empty(0), *(part[2] for part in parts)])
    return Isovists(np.cumsum(corners), x, y)
