"""Points of demand and candidate sites, and the units that they lie in."""

from luylau.siting.points.file import read_points
from luylau.siting.points.gather import asset_points, demand_points, site_points
from luylau.siting.points.points import Points
from luylau.siting.points.units import OUTSIDE, Units

__all__ = ["OUTSIDE", "Points", "Units", "asset_points", "demand_points", "read_points", "site_points"]
