"""What a camera's field of view reaches: a wedge of a ring, by heading, angle, nearest and farthest distance.

::

              heading (degrees clockwise from north)
         ╲  ·  │  ·  ╱     far_m
          ╲ ·  │  · ╱
           ╲───┼───╱       near_m
             ╲ │ ╱
               ● camera, angle_deg between the two sides
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cells import Reach, cover_by_reach
from luylau.siting.coverage.checks import PAIR_LIMIT, check_lengths, check_sites, refuse, spread
from luylau.siting.coverage.cover import Cover
from luylau.siting.coverage.places import Places


@dataclass(frozen=True, slots=True)
class Wedges:
    """Fields of view, one a column: a camera's site with one heading and one lens."""

    site: Int64  # shape (columns,): number of the site where the camera hangs
    heading_deg: Float64  # shape (columns,): clockwise from north
    angle_deg: Float64  # shape (columns,): the whole opening, 0 to 360
    near_m: Float64  # shape (columns,)
    far_m: Float64  # shape (columns,)

    def __len__(self) -> int:
        return len(self.site)

    @classmethod
    def of(
        cls,
        site: ArrayLike,
        heading_deg: ArrayLike,
        angle_deg: ArrayLike,
        far_m: ArrayLike,
        near_m: ArrayLike = 0.0,
    ) -> "Wedges":
        """Return wedges from columns, each as long as ``site`` or one value for all.

        Raises:
            BadInput: a column does not fit, a heading is no number, an angle is not within 0 to 360 degrees,
                a distance is negative or no number, or the nearest lies beyond the farthest.
        """
        sites = np.ascontiguousarray(site, np.int64).ravel()
        shape = (len(sites),)
        heading = spread("heading_deg", heading_deg, shape)
        refuse("siting-heading-unknown", "heading_deg", heading, np.isfinite(heading))
        angle = spread("angle_deg", angle_deg, shape)
        refuse("siting-angle-wrong", "angle_deg", angle, (angle >= 0) & (angle <= 360))
        far, near = check_lengths("far_m", far_m, shape), check_lengths("near_m", near_m, shape)
        if (near > far).any():
            row = int(np.argmax(near > far))
            raise BadInput("siting-near-beyond-far", row=row, near=float(near[row]), far=float(far[row]))
        return cls(sites, heading, angle, near, far)

    @classmethod
    def around(
        cls, sites: int, headings: int, angle_deg: float, far_m: float, near_m: float = 0.0
    ) -> "Wedges":
        """Return the same lens at every site, turned to ``headings`` headings that share out the circle
        evenly, north first; column ``site * headings + heading``.

        Raises:
            BadInput: as ``of`` says.
        """
        turned = np.tile(np.arange(headings) * (360.0 / max(headings, 1)), sites)
        return cls.of(np.repeat(np.arange(sites), headings), turned, angle_deg, far_m, near_m)


def cover_by_wedge(points: Places, sites: Places, wedges: Wedges, *, limit: int = PAIR_LIMIT) -> Cover:
    """Return which fields of view hold which points; what stands between is ``sight``'s affair.

    A point on a side, or as far as the nearest or the farthest distance, is held; one exactly where the
    camera hangs has no direction, and is held if ``near_m`` is 0.

    Raises:
        BadInput: a wedge names a site that is not there, or there would be more than ``limit`` pairs.
    """
    check_sites(wedges.site, len(sites))
    heading = np.radians(wedges.heading_deg)
    narrow = np.where(wedges.angle_deg >= 360, -2.0, np.cos(np.radians(wedges.angle_deg / 2)))
    reach = Reach(
        x=sites.x[wedges.site],
        y=sites.y[wedges.site],
        near=wedges.near_m,
        far=wedges.far_m,
        ahead=np.column_stack([np.sin(heading), np.cos(heading), narrow]),
    )
    return cover_by_reach(points, reach, limit=limit)
