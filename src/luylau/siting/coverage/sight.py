"""Line of sight among buildings: which pairs of a cover see each other.

Where few points are asked for, the cells of the walls' grid are walked from the site to each, and the walls
in each cell tried::

    ┌────┬────┬────┬────┐
    │    │    │ ▟█ │  p │     s sees p if no building comes between
    ├────┼────┼───╱┼────┤
    │    │  ╱ │╱   │    │
    ├────┼╱───┼────┼────┤
    │ s  │    │    │    │
    └────┴────┴────┴────┘

Where many are, the walls around the site are laid out once as a fan, by direction and from near to far, and
each point tries those of its own direction.

A line that only touches a corner or runs along a wall is hidden if it is so on both of its sides: one sees
along a facade, but not between two houses wall to wall. The building that holds a point does not hide it
(people are counted at their houses), nor does the one that holds the site hide what is around (the camera
hangs at its outside, wherever the plan has put it). Buildings have no height here: leave out those lower than
the camera.
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Int32, Int64
from luylau.siting.coverage.cells import site_of_columns
from luylau.siting.coverage.checks import check_sites
from luylau.siting.coverage.cover import Cover
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.sight_kernel import look
from luylau.siting.coverage.threads import threads
from luylau.siting.coverage.walls import Footprints, holders, walls_of

FAN_PAYS: Final = 1.0
"""Pairs of a column for each wall around its site from which on a fan is laid out."""


def keep_seen(
    cover: Cover,
    points: Places,
    sites: Places,
    footprints: Footprints,
    site: Int32 | Int64 | None = None,
    *,
    workers: int | None = None,
) -> Cover:
    """Return the cover with those pairs alone whose point is in sight of the column's site.

    Args:
        cover: who reaches whom.
        points: demand points.
        sites: candidate sites.
        footprints: buildings.
        site: of each column, shape (columns,); without it each site has equally many columns, as
            ``cover_by_radius`` numbers them.
        workers: threads; as many as there are processors if None.

    Raises:
        BadInput: a column's site is not there.
    """
    return cover.keep(in_sight(cover, points, sites, footprints, site, workers=workers))


def in_sight(
    cover: Cover,
    points: Places,
    sites: Places,
    footprints: Footprints,
    site: Int32 | Int64 | None = None,
    *,
    workers: int | None = None,
) -> Bool:
    """Return whether each pair's point is in sight, shape (pairs,); arguments and errors as ``keep_seen``."""
    of_column = site_of_columns(cover, sites, site)
    check_sites(of_column, len(sites))
    walls = walls_of(footprints)
    at, own = sites.take(of_column), holders(footprints, sites)[of_column]
    held = holders(footprints, points)
    seen = np.ones(cover.pairs, np.bool_)
    count = threads(workers)
    # Slices of equally many pairs, several a thread, as some have more walls to try than others.
    cuts = np.searchsorted(cover.starts, np.linspace(0, cover.pairs, 8 * count + 1)[1:-1])
    bounds = np.unique(np.concatenate([[0], cuts, [cover.columns]]))

    columns = (cover.starts, cover.points, at.x, at.y, own)
    of_points = (points.x, points.y, held)
    with ThreadPoolExecutor(count) as pool:
        running = [
            pool.submit(look, int(begin), int(end), columns, of_points, walls, FAN_PAYS, seen)
            for begin, end in pairwise(bounds)
        ]
        for one in running:
            one.result()
    return seen
