"""What batteries and generators spare the sites where they stand, as a cover that can be solved like any."""

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.power.backup import Supply, value
from luylau.siting.coverage.cover import Cover
from luylau.siting.points import Points
from luylau.siting.storm import StormPower
from luylau.siting.study.model import Study


def spared(
    study: Study, points: Points, layer: Int64, sites: Points, power: StormPower
) -> tuple[Cover, Float64]:
    """Return what each supply spares its own site, and the points' weights: a point counts with the hours of
    the best supply times its criterion's weight, and a lesser supply reaches its share of them. Column
    ``site * options + option``.

    Raises:
        BadInput: a site that is no demand (``siting-supply-site-unasked``), or an asset that two criteria ask
            for (``siting-supply-twice``): what it draws would be said twice.
    """
    row_of: dict[str, int] = {}
    for row, asset in enumerate(points.asset):
        if row_of.setdefault(asset, row) != row:
            raise BadInput("siting-supply-twice", asset=asset)
    point = np.array([row_of.get(asset, -1) for asset in sites.asset], np.int64)
    if (point < 0).any():
        missing = [sites.id[row] for row in np.flatnonzero(point < 0)[:5].tolist()]
        raise BadInput("siting-supply-site-unasked", sites=", ".join(missing))
    load_w = np.array([one.load_w for one in study.demand], np.float64)[layer[point]]
    wanted = np.array([one.weight for one in study.demand], np.float64)[layer[point]]
    supply = Supply(
        p_w=np.array([one.supply_w for one in study.options], np.float64),
        energy_wh=np.array([one.energy_wh for one in study.options], np.float64),
    )
    hours = wanted[:, None] * value(power.outage_h, load_w, supply).avoided_h
    best = hours.max(axis=1)
    share = np.divide(hours, best[:, None], out=np.zeros_like(hours), where=best[:, None] > 0)
    kept = share > 0
    sizes = kept.ravel().astype(np.int64)
    weights = np.zeros(len(points))
    weights[point] = best
    cover = Cover(
        np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
        np.repeat(point, share.shape[1])[kept.ravel()].astype(np.int32),
        len(points),
        share[kept].astype(np.float32),
    )
    return cover, weights
