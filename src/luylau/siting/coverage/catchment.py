"""Who can get at what is scarce: the two-step floating catchment area, for clinics and their like.

First each provider's supply is shared out among all whom it reaches, then each point adds up its shares of
all providers that reach it:

    R_j = S_j / sum over k of w_kj P_k            A_i = sum over j of w_ij R_j

with P the demand, S the supply, and w = 1 within the catchment (2SFCA: W. Luo and F. Wang, *Measures of
spatial accessibility to health care in a GIS environment*, Environment and Planning B 30, 2003), or a weight
for each zone of distance (E2SFCA: W. Luo and Y. Qi, *An enhanced two-step floating catchment area (E2SFCA)
method for measuring spatial accessibility to primary care physicians*, Health & Place 15, 2009). What the
points take together is what the providers that reach anybody have: the sum of P_i A_i is the sum of S_j.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.siting.coverage.checks import check_lengths, check_weights
from luylau.siting.coverage.cover import Cover, Float32
from luylau.siting.coverage.decay import Step, with_decay

SLOW_WEIGHTS: Final = (1.0, 0.68, 0.22)
"""Zone weights of Luo and Qi for their zones of 10, 20 and 30 minutes where distance deters little."""
SHARP_WEIGHTS: Final = (1.0, 0.42, 0.09)
"""Zone weights of Luo and Qi where it deters much."""


@dataclass(frozen=True, slots=True)
class Access:
    """What each point can get at."""

    access: Float64  # shape (points,): supply for each unit of demand
    ratio: (
        Float64  # shape (columns,): each provider's supply for each unit of (weighted) demand; 0 without any
    )
    demand: Float64  # shape (columns,): the (weighted) demand that each provider reaches


def two_step(cover: Cover, supply: Float64, demand: Float64) -> Access:
    """Return the access of each point by the two-step floating catchment area; shares of the cover weigh.

    Args:
        cover: columns are the providers.
        supply: of each provider (doctors, beds), shape (columns,), at least 0.
        demand: of each point (people), shape (points,), at least 0.

    Raises:
        BadInput: the shapes differ, or a supply or demand is negative or no number.
    """
    supply = check_lengths("supply", supply, (cover.columns,))
    demand = check_weights(demand, cover.point_count)
    reached = cover.reached(demand)
    ratio = np.divide(supply, reached, out=np.zeros(cover.columns), where=reached > 0)
    access = np.zeros(cover.point_count)
    share = cover.share if cover.share is not None else np.empty(0, np.float32)
    _add_up(cover.starts, cover.points, share, ratio, access)
    return Access(access, ratio, reached)


def enhanced_two_step(
    cover: Cover,
    metres: Float32,
    zones: Sequence[float],
    supply: Float64,
    demand: Float64,
    weights: Sequence[float] = SLOW_WEIGHTS,
) -> Access:
    """Return the access of each point by the enhanced two-step floating catchment area.

    Args:
        cover: columns are the providers.
        metres: distance of each pair, shape (pairs,); or minutes, if the zones are in minutes.
        zones: the farthest distance of each zone, rising.
        supply: as ``two_step``.
        demand: as ``two_step``.
        weights: of each zone, 0 to 1.

    Raises:
        BadInput: as ``two_step`` says, or zones and weights do not fit.
    """
    return two_step(with_decay(cover, metres, Step.of(zones, weights)), supply, demand)


@njit(cache=True, nogil=True)
def _add_up(starts: Int64, points: Int32, share: Float32, ratio: Float64, access: Float64) -> None:
    for column in range(len(ratio)):
        for pair in range(starts[column], starts[column + 1]):
            part = ratio[column] * share[pair] if len(share) else ratio[column]
            access[points[pair]] += part
