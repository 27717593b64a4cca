"""What a battery or a generator at a site is worth: the critical hours without supply that it avoids.

A site is dark for h hours and has backup of b hours of its own, so r = max(h - b, 0) hours remain. A supply
of power P and energy E at a load L carries the share s = min(P / L, 1) of it for E / (s L) hours. It avoids

    s * min(r, E / (s L))      full critical hours,      times L as energy.

Over scenarios of outages (``repairs``) this gives a distribution; its mean is the value. It is told in
hours and energy only: what an hour is worth at one site and another is the business of whoever compares
sites.
"""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput

_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Supplies to choose from, shape (options,): power (W), and energy (Wh) until empty."""

    p_w: Float64
    energy_wh: Float64

    def __post_init__(self) -> None:
        """Refuse supplies that give nothing.

        Raises:
            BadInput: a power or energy that is not above 0.
        """
        good = np.isfinite(self.p_w) & (self.p_w > 0) & (self.energy_wh > 0)
        if not good.all():
            raise BadInput("backup-supply-wrong", count=int((~good).sum()))

    def __len__(self) -> int:
        return len(self.p_w)

    @classmethod
    def generators(cls, p_w: Float64, fuel_h: Float64) -> "Supply":
        """Return generators with fuel for so many hours of full power; at part load it lasts longer in
        proportion, which is a little more than an engine really gives."""
        return cls(p_w=p_w, energy_wh=p_w * fuel_h)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What each supply avoids at each site, shapes (sites, options): mean full critical hours ``avoided_h``
    with their 5 % and 95 % quantiles over the cases, mean energy ``avoided_wh``, and ``lasting``, the share
    of the cases in which the site keeps its whole load to the end. ``without_h``: mean hours beyond the
    site's own backup as it is, shape (sites,)."""

    avoided_h: Float64
    low_h: Float64
    high_h: Float64
    avoided_wh: Float64
    lasting: Float64
    without_h: Float64


def value(outage_h: Float64, load_w: Float64, supply: Supply, backup_h: Float64 | None = None) -> Value:
    """Return what each supply is worth at each site.

    Args:
        outage_h: hours without power by case and site, shape (cases, sites): ``repairs.Repaired.kept_h``.
        load_w: critical load of each site, shape (sites,).
        supply: the supplies.
        backup_h: hours of backup that each site has already, shape (sites,); none if None.

    Raises:
        BadInput: no case, hours below 0 or that are no number, or a load that is not above 0.
    """
    has_h = np.zeros(len(load_w)) if backup_h is None else backup_h
    wrong = int((~(np.isfinite(outage_h) & (outage_h >= 0))).sum() + (~(has_h >= 0)).sum())
    if wrong:
        raise BadInput("backup-hours-wrong", count=wrong)
    good = np.isfinite(load_w) & (load_w > 0)
    if not good.all():
        raise BadInput("backup-load-wrong", count=int((~good).sum()))
    if not len(outage_h):
        raise BadInput("storm-cases-none", count=0)
    remaining_h = np.maximum(outage_h - has_h, 0)
    shape = (len(load_w), len(supply))
    avoided, low, high, lasting = (np.empty(shape) for _ in range(4))
    # One option after the other: memory stays at some arrays of (cases, sites).
    for option in range(len(supply)):
        share = np.minimum(supply.p_w[option] / load_w, 1)
        lasts_h = supply.energy_wh[option] / (share * load_w)
        hours = share * np.minimum(remaining_h, lasts_h)
        avoided[:, option] = hours.mean(axis=0)
        low[:, option], high[:, option] = np.quantile(hours, (_LOW, _HIGH), axis=0)
        whole = (remaining_h == 0) | ((share == 1) & (remaining_h <= lasts_h))
        lasting[:, option] = whole.mean(axis=0)
    return Value(
        avoided_h=avoided,
        low_h=low,
        high_h=high,
        avoided_wh=avoided * load_w[:, None],
        lasting=lasting,
        without_h=remaining_h.mean(axis=0),
    )
