"""Which unit of the city a point lies in, and whether it lies in the territory at all.

By the pack's outlines where it has them. A point in none of them is in the nearest of those units that have
no outline, by their centres as the map draws it (a Voronoi cell), which is an approximation.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from scipy.spatial import cKDTree

from luylau.city import City, load_polygons
from luylau.city.territory import UNIT_KINDS
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.geo import LocalPlane

OUTSIDE: Final = -1
FAR: Final = 3.0
"""Without outlines: a point is outside where it is farther from the nearest centre than so many times the
radius of a circle with the unit's area. Real units are not round, hence much."""
_USUAL_KM2: Final = 48.0
"""Area of a unit that does not say it: the mean of Bac Ninh's 99, 4,718.6 / 99."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units of a city in the pack's order: ``id``; ``approximate`` where no outlines say which is
    which."""

    id: tuple[str, ...]
    approximate: bool
    _tree: cKDTree
    _bare: Int64
    _reach_m: Float64
    _plane: LocalPlane
    _outlines: shapely.STRtree | None
    _owner: Int64

    @classmethod
    def of(cls, city: City, folder: Path | None = None) -> "Units":
        """Return the units of a city; ``folder`` is that of its pack, for the outlines.

        Raises:
            BadFile: the pack's outlines have faults.
        """
        outlines = {} if folder is None else load_polygons(folder, city)
        # An outline of a province or a park is none of a unit; only a city without units has its own parts.
        places = [one for one in city.places.values() if one.kind in UNIT_KINDS]
        places = places or [one for one in city.places.values() if one.id in outlines]
        known = [number for number, place in enumerate(places) if place.id in outlines]
        bare = np.setdiff1d(np.arange(len(places)), known)
        shapes = [shapely.geometry.shape(outlines[places[number].id]) for number in known]
        plane = LocalPlane(lat=city.lat, lon=city.lon)
        lat = np.array([place.lat for place in places], np.float64)
        lon = np.array([place.lon for place in places], np.float64)
        area = np.array([place.area_km2 for place in places], np.float64)
        radius_m = np.sqrt(np.where(area > 0, area, _USUAL_KM2) / np.pi) * 1_000
        return cls(
            id=tuple(place.id for place in places),
            approximate=len(bare) > 0,
            _tree=cKDTree(plane.points(lat[bare], lon[bare])),
            _bare=bare,
            _reach_m=FAR * radius_m[bare],
            _plane=plane,
            _outlines=shapely.STRtree(shapes) if shapes else None,
            _owner=np.array(known, np.int64),
        )

    def __len__(self) -> int:
        return len(self.id)

    def of_points(self, lat: Float64, lon: Float64) -> Int64:
        """Return the number of each point's unit, shape (points,); ``OUTSIDE`` for none."""
        found = np.full(len(lat), OUTSIDE, np.int64)
        if self._outlines is not None:
            point, shape = self._outlines.query(shapely.points(lon, lat), predicate="intersects")
            # On a border the first of the units, whatever order the index tells them in.
            order = np.argsort(-self._owner[shape], kind="stable")
            found[point[order]] = self._owner[shape[order]]
        if self.approximate:
            left = np.flatnonzero(found == OUTSIDE)
            distance_m, nearest = self._tree.query(self._plane.points(lat[left], lon[left]))
            near = distance_m <= self._reach_m[nearest]
            found[left[near]] = self._bare[nearest[near]]
        return found
