"""Coverage in storms: what a site that has lost its power reaches then is nobody.

Each point becomes one for each scenario, with an equal part of its weight, reached by the columns whose sites
have power in that scenario::

    point i, scenario k  ─▶  point i * scenarios + k

So a plan's value is the mean over the scenarios, exactly, and a site that only doubles another one counts
where that one is dark (M. S. Daskin, "A maximum expected covering location model", Transportation Science
17(1), 1983, for failures that are not independent).
"""

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.checks import PAIR_LIMIT, check_pairs
from luylau.siting.coverage.cover import Cover, Float32


def in_storms(cover: Cover, weights: Float64, site: Int64, alive: Bool) -> tuple[Cover, Float64]:
    """Return the cover and the weights of all points in all scenarios.

    Args:
        cover: who reaches whom with power.
        weights: of the points, shape (points,).
        site: of each column, shape (columns,).
        alive: which sites have power, shape (scenarios, sites); what is not among them always has.

    Raises:
        BadInput: there is no scenario, or there would be too many pairs.
    """
    scenarios = len(alive)
    if not scenarios:
        raise BadInput("storm-cases-none", count=0)
    # Points are numbered in 32 bits.
    check_pairs(cover.point_count * scenarios, np.iinfo(np.int32).max)
    lit = np.ones((int(max(site.max(initial=-1) + 1, alive.shape[1])), scenarios), np.bool_)
    lit[: alive.shape[1]] = alive.T
    times = lit.sum(axis=1)[site]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(cover.sizes * times)])
    check_pairs(int(starts[-1]), PAIR_LIMIT)
    points = np.empty(int(starts[-1]), np.int32)
    share = np.empty(0 if cover.share is None else len(points), np.float32)
    old = np.empty(0, np.float32) if cover.share is None else cover.share
    _spread(cover.starts, cover.points, old, np.ascontiguousarray(site, np.int64), lit, points, share)
    spread = Cover(starts, points, cover.point_count * scenarios, None if cover.share is None else share)
    return spread, np.repeat(weights / scenarios, scenarios)


def by_chance(cover: Cover, site: Int64, alive: Bool) -> Cover:
    """Return the cover with each column's shares times the share of the scenarios in which its site has
    power; arguments as of ``in_storms``."""
    chance = np.ones(int(max(site.max(initial=-1) + 1, alive.shape[1])))
    chance[: alive.shape[1]] = alive.mean(axis=0)
    share = chance[site][cover.column_of_pair()].astype(np.float32)
    if cover.share is not None:
        share *= cover.share
    return cover.keep(share > 0).with_share(share[share > 0])


@njit(cache=True, nogil=True)
def _spread(
    starts: Int64, points: Int32, share: Float32, site: Int64, lit: Bool, out: Int32, out_share: Float32
) -> None:
    scenarios = lit.shape[1]
    at = 0
    for column in range(len(starts) - 1):
        for pair in range(starts[column], starts[column + 1]):
            for scenario in range(scenarios):
                if lit[site[column], scenario]:
                    out[at] = points[pair] * scenarios + scenario
                    if len(out_share):
                        out_share[at] = share[pair]
                    at += 1
