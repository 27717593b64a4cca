"""What the areas that somebody drew leave of points."""

from collections.abc import Sequence

import numpy as np
import shapely

from luylau.kernel.arrays import Bool, Float64
from luylau.siting.study.model import Area, AreaUse


def allowed(areas: Sequence[Area], lat: Float64, lon: Float64) -> Bool:
    """Return at which points, in degrees, something may stand, shape (points,): within an area for sites
    where there is one, and in none that is kept free. What lies on a side counts as within."""
    inside = _inside(areas, "sites", lat, lon)
    kept_free = _inside(areas, "keep_out", lat, lon)
    found = np.ones(len(lat), np.bool_) if inside is None else inside
    return found if kept_free is None else found & ~kept_free


def asked(areas: Sequence[Area], lat: Float64, lon: Float64) -> Bool:
    """Return which points, in degrees, are asked for, shape (points,): those within an area of demand, all
    where there is none."""
    inside = _inside(areas, "demand", lat, lon)
    return np.ones(len(lat), np.bool_) if inside is None else inside


def _inside(areas: Sequence[Area], use: AreaUse, lat: Float64, lon: Float64) -> Bool | None:
    """Return which points lie within an area of this use, None where there is none of it."""
    mine = [shapely.Polygon([(east, north) for north, east in one.points]) for one in areas if one.use == use]
    if not mine:
        return None
    whole = shapely.union_all(mine)
    shapely.prepare(whole)
    found: Bool = shapely.intersects_xy(whole, lon, lat)
    return found
