"""Which candidate sites reach which demand points: as the crow flies, in a field of view, in sight, by road.

points = Places.of_degrees(lat, lon, plane)
cover = cover_by_radius(points, sites, [500, 1000, 2000])    # column = site * 3 + option
seen = keep_seen(cover, points, sites, footprints)
merged = merge_equal(seen, people)                           # what no plan can tell apart stands as one
"""

from luylau.siting.coverage.catchment import (
    SHARP_WEIGHTS,
    SLOW_WEIGHTS,
    Access,
    enhanced_two_step,
    two_step,
)
from luylau.siting.coverage.cells import cover_by_radius, pair_distances
from luylau.siting.coverage.cover import ByPoint, Cover, Merged, concatenate, merge_equal
from luylau.siting.coverage.decay import Decay, Gaussian, Linear, Step, with_decay
from luylau.siting.coverage.isovist import Isovists, isovists, wedge_isovists
from luylau.siting.coverage.places import Places, middle_plane, near_order
from luylau.siting.coverage.roads import Roads, cover_by_road
from luylau.siting.coverage.sight import in_sight, keep_seen
from luylau.siting.coverage.walls import Footprints
from luylau.siting.coverage.wedge import Wedges, cover_by_wedge

__all__ = [
    "SHARP_WEIGHTS",
    "SLOW_WEIGHTS",
    "Access",
    "ByPoint",
    "Cover",
    "Decay",
    "Footprints",
    "Gaussian",
    "Isovists",
    "Linear",
    "Merged",
    "Places",
    "Roads",
    "Step",
    "Wedges",
    "concatenate",
    "cover_by_radius",
    "cover_by_road",
    "cover_by_wedge",
    "enhanced_two_step",
    "in_sight",
    "isovists",
    "keep_seen",
    "merge_equal",
    "middle_plane",
    "near_order",
    "pair_distances",
    "two_step",
    "wedge_isovists",
    "with_decay",
]
