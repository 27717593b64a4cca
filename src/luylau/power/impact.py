"""What is lost where nothing is energised: customers, load, critical sites."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from luylau.city.model import City
from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.geo import LocalPlane
from luylau.power.model import Criticality, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What has no power. ``loads`` are row numbers; ``critical`` counts the loads by ``Criticality``, shape
    (4,). Loads whose customers or criticality is unknown count in none."""

    loads: Int64
    customers: int
    p_w: float
    critical: Int64


def lost(grid: Grid, energised: Bool) -> Lost:
    """Return what hangs on nodes that are not energised, shape (nodes,)."""
    dark = np.flatnonzero(~energised[grid.loads.node])
    critical = grid.loads.criticality[dark]
    return Lost(
        loads=dark,
        customers=int(np.maximum(grid.loads.customers[dark], 0).sum()),
        p_w=float(grid.loads.p_w[dark].sum()),
        critical=np.bincount(critical[critical >= 0], minlength=len(Criticality)),
    )


def places_of_loads(grid: Grid, city: City) -> tuple[str, ...]:
    """Return the unit in which each load stands: its asset's, else the nearest; "" where neither is known."""
    parents = {place.parent for place in city.places.values()}
    units = [place for place in city.places.values() if place.id not in parents]
    lat, lon = grid.nodes.lat[grid.loads.node], grid.nodes.lon[grid.loads.node]
    found = [""] * len(grid.loads)
    if units:
        plane = LocalPlane(lat=city.lat, lon=city.lon)
        there = plane.points(np.array([unit.lat for unit in units]), np.array([unit.lon for unit in units]))
        _, nearest = KDTree(there).query(plane.points(lat, lon))
        known = np.isfinite(lat) & np.isfinite(lon)
        found = [units[row].id if sure else "" for row, sure in zip(nearest.tolist(), known, strict=True)]
    for row, asset in enumerate(grid.loads.asset):
        if asset in city.assets:
            found[row] = city.assets[asset].place
    return tuple(found)
