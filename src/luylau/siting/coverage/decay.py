"""Partial coverage: how much of a point's demand is served from how far.

::

    share  Step              Linear            Gaussian
      1    ━━━━┓             ━━━┓              ━━╲
               ┗━━━┓             ╲                ╲
      0            ┗━━           ╲━━             ╲━━┃
           distance          distance          distance

Coverage by steps is that of O. Berman and D. Krass, *The generalized maximal covering location problem*
(Computers & Operations Research 29, 2002); falling off between two distances, that of O. Berman, D. Krass and
Z. Drezner, *The gradual covering decay location problem on a network* (European Journal of Operational
Research 151, 2003); the Gaussian, that of M.-P. Kwan, *Space-time and integral measures of individual
accessibility* (Geographical Analysis 30, 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.checks import check_lengths
from luylau.siting.coverage.cover import Cover, Float32


class Decay(Protocol):
    """Turns distances into shares."""

    def shares(self, metres: Float32) -> Float32:
        """Return the share, 0 to 1, at each distance in metres (or minutes, if all are so), any shape."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """``share[i]`` up to and with ``to[i]``, nothing beyond the last."""

    to: Float64  # shape (steps,), ascending, metres
    share: Float64  # shape (steps,), 0 to 1

    @classmethod
    def of(cls, to: Sequence[float], share: Sequence[float]) -> "Step":
        """Return the steps.

        Raises:
            BadInput: the two are not equally many, the distances do not rise, or a share is not within 0 to
                1.
        """
        ends, shares = np.array(to, np.float64), np.array(share, np.float64)
        if ends.shape != shares.shape or not len(ends):
            raise BadInput("siting-column-shape", name="share", count=len(shares), wanted=len(ends))
        check_lengths("to", ends, ends.shape)
        if (np.diff(ends) <= 0).any():
            raise BadInput("siting-decay-not-rising", row=int(np.argmax(np.diff(ends) <= 0)) + 1)
        wrong = ~((shares >= 0) & (shares <= 1))
        if wrong.any():
            raise BadInput("siting-cover-share-wrong", count=int(wrong.sum()), said=float(shares[wrong][0]))
        return cls(ends, shares)

    def shares(self, metres: Float32) -> Float32:
        """See ``Decay``."""
        found = np.zeros(metres.shape, np.float32)
        # From the outermost inwards, each step laid over the one before.
        for to, share in zip(self.to[::-1], self.share[::-1], strict=True):
            found[metres <= np.float32(to)] = share
        return found


@dataclass(frozen=True, slots=True)
class Linear:
    """All up to ``full_m``, then in a straight line down to nothing at ``zero_m``."""

    full_m: float
    zero_m: float

    def __post_init__(self) -> None:
        check_lengths("full_m", self.full_m, (1,))
        check_lengths("zero_m", self.zero_m, (1,))
        if self.zero_m <= self.full_m:
            raise BadInput("siting-decay-not-rising", row=1)

    def shares(self, metres: Float32) -> Float32:
        """See ``Decay``."""
        falling = (np.float32(self.zero_m) - metres) / np.float32(self.zero_m - self.full_m)
        found: Float32 = np.clip(falling, np.float32(0), np.float32(1))
        return found


@dataclass(frozen=True, slots=True)
class Gaussian:
    """exp(-d^2 / 2 sigma^2) up to and with ``reach_m``, nothing beyond."""

    sigma_m: float
    reach_m: float

    def __post_init__(self) -> None:
        check_lengths("reach_m", self.reach_m, (1,))
        check_lengths("sigma_m", self.sigma_m, (1,))
        if self.sigma_m == 0:
            raise BadInput("siting-decay-not-rising", row=0)

    def shares(self, metres: Float32) -> Float32:
        """See ``Decay``."""
        bell = np.exp(np.square(metres / np.float32(self.sigma_m)) * np.float32(-0.5))
        return np.where(metres <= np.float32(self.reach_m), bell, np.float32(0))


def with_decay(cover: Cover, metres: Float32, decay: Decay) -> Cover:
    """Return the cover with each pair's share by its distance, times the share it had; pairs of share 0 go.

    Args:
        cover: who reaches whom.
        metres: distance of each pair, shape (pairs,): ``cells.pair_distances``, or by road from ``roads``.
        decay: share by distance.

    Raises:
        BadInput: there are not as many distances as pairs.
    """
    if metres.shape != (cover.pairs,):
        raise BadInput("siting-column-shape", name="metres", count=metres.size, wanted=cover.pairs)
    share = decay.shares(metres)
    if cover.share is not None:
        share = share * cover.share
    return Cover(cover.starts, cover.points, cover.point_count, share).keep(share > 0)
