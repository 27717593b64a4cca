"""Where the assets of a city are, as combinations ask: beside, in the same unit, behind the same element."""

import math
from collections.abc import Iterable

import numpy as np

from luylau.city.model import Asset, City
from luylau.incidents.rules import Combination, Same
from luylau.kernel.geo import LocalPlane

TRANSFORMER = "transformer"
SUBSTATION = "substation"
SWITCH = "network_switch"

Cell = tuple[str, int, int]
"""Where an index keeps what is at one place: (id, 0, 0) of what is shared, or ("", column, row) of a grid."""


class Whereabouts:
    """What combinations need to know of a city's assets; made anew when the pack changes."""

    def __init__(self, city: City) -> None:
        self.city = city
        plane = LocalPlane(lat=city.lat, lon=city.lon)
        lat = np.array([asset.lat for asset in city.assets.values()])
        lon = np.array([asset.lon for asset in city.assets.values()])
        x, y = plane.to_metres(lat, lon)
        self._at = dict(zip(city.assets, zip(x.tolist(), y.tolist(), strict=True), strict=True))
        self._fed: dict[str, frozenset[str]] = {}

    def point(self, asset: str) -> tuple[float, float] | None:
        """Return (x, y) of an asset in metres of the city's plane; None for an unknown one."""
        return self._at.get(asset)

    def distance_m(self, one: str, other: str) -> float:
        """Return how far apart two known assets are, in metres."""
        return math.dist(self._at[one], self._at[other])

    def shared(self, same: Same, asset: str) -> str:
        """Return the id of the place, supply or network switch of an asset; empty where it has none."""
        known = self.city.assets.get(asset)
        if known is None:
            return ""
        if same == "place":
            return known.place
        return self._switch(known) if same == "network" else self.supply(asset)

    def supply(self, asset: str) -> str:
        """Return the transformer that an asset hangs below, else the substation; empty where neither is
        known."""
        substation = ""
        for above in self._upwards(asset):
            if above.kind == TRANSFORMER:
                return above.id
            if above.kind == SUBSTATION and not substation:
                substation = above.id
        return substation

    def feeds(self, asset: str, kind: str) -> bool:
        """Say whether the supply of an asset feeds an asset of ``kind`` as well (or the asset is one)."""
        if kind not in self._fed:
            those = (one.id for one in self.city.assets.values() if one.kind == kind)
            self._fed[kind] = frozenset(filter(None, map(self.supply, those)))
        return self.supply(asset) in self._fed[kind]

    def _switch(self, asset: Asset) -> str:
        return asset.id if asset.kind == SWITCH else asset.connected_via

    def _upwards(self, asset: str) -> Iterable[Asset]:
        """Go up what powers an asset, itself first; a loop ends where it closes."""
        seen: set[str] = set()
        known = self.city.assets.get(asset)
        while known is not None and known.id not in seen:
            seen.add(known.id)
            yield known
            known = self.city.assets.get(known.powered_by)


class Neighbourhood:
    """Which assets are at one place, for one combination.

    A combination with ``same`` has a cell for each thing that is shared. One with ``within_m`` has a square
    grid of that size, so that all within that distance of an asset lie in its cell or one of the eight around
    it::

        . . . . .        x  the asset
        . o o o .        o  cells to look into
        . o x o .
        . o o o .
        . . . . .        all five by five: where two that are both near the asset can be
    """

    def __init__(self, where: Whereabouts, combination: Combination) -> None:
        self._where = where
        self._same = combination.same
        self._within_m = combination.within_m

    @property
    def is_shared(self) -> bool:
        """Whether all assets of a cell are at one place."""
        return self._within_m is None

    def cell(self, asset: str) -> Cell | None:
        """Return the cell of an asset; None where it has no place of this sort."""
        if self._within_m is None:
            shared = self._where.shared(self._same, asset)
            return (shared, 0, 0) if shared else None
        point = self._where.point(asset)
        if point is None:
            return None
        return "", math.floor(point[0] / self._within_m), math.floor(point[1] / self._within_m)

    def around(self, cell: Cell, reach: int = 1) -> list[Cell]:
        """Return the cells that hold what is at one place with something in ``cell``."""
        if self.is_shared:
            return [cell]
        _, column, row = cell
        steps = range(-reach, reach + 1)
        return [("", column + across, row + up) for across in steps for up in steps]

    def together(self, one: str, other: str) -> bool:
        """Say whether two assets of neighbouring cells are at one place."""
        return self._within_m is None or self._where.distance_m(one, other) <= self._within_m
