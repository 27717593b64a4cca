"""Points on the earth with a weight: demand that wants to be reached, or sites where something may stand."""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Float64, Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Columns of shape (points,): ``id`` as it is told, ``lat`` and ``lon`` in degrees, ``weight``.

    ``asset``: ids of the pack's assets that the points stand for, "" for none. ``node``: the node of the
    grid that feeds each, -1 where that is not known.
    """

    id: tuple[str, ...]
    lat: Float64
    lon: Float64
    weight: Float64
    asset: tuple[str, ...]
    node: Int64

    def __len__(self) -> int:
        return len(self.lat)

    @classmethod
    def at(cls, id_: tuple[str, ...], lat: Float64, lon: Float64, weight: Float64 | None = None) -> "Points":
        """Return points that no asset and no node stands behind; of weight 1 where none is given."""
        count = len(lat)
        return cls(
            id=id_,
            lat=lat,
            lon=lon,
            weight=np.ones(count) if weight is None else weight,
            asset=("",) * count,
            node=np.full(count, -1, np.int64),
        )

    def take(self, rows: Int64) -> "Points":
        """Return the points of these rows."""
        return Points(
            id=tuple(self.id[row] for row in rows.tolist()),
            lat=self.lat[rows],
            lon=self.lon[rows],
            weight=self.weight[rows],
            asset=tuple(self.asset[row] for row in rows.tolist()),
            node=self.node[rows],
        )
