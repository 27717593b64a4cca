"""Where the points of a note's map stand on paper."""

import math
from typing import Final

from luylau.siting.answer.note_parts import Map

At = tuple[float, float]
_EDGE: Final = 24.0


def placed(of: Map, wide: float, high: float) -> tuple[list[At], list[At], list[At]]:
    """Return units, sites that were left and chosen sites as (x, y), y downwards, within a sheet of ``wide``
    by ``high``: north up, the same scale both ways, the whole as large as it can be."""
    every = [*of.units, *of.left, *of.chosen]
    if not every:
        return [], [], []
    lats, lons = [lat for lat, _ in every], [lon for _, lon in every]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    narrow = math.cos(math.radians(middle_lat))
    span_x, span_y = (max(lons) - min(lons)) * narrow, max(lats) - min(lats)
    scale = min((wide - 2 * _EDGE) / max(span_x, 1e-9), (high - 2 * _EDGE) / max(span_y, 1e-9))
    # A single place stands in the middle, however near one might look.
    scale = min(scale, wide / 0.001)

    def at(points: tuple[At, ...]) -> list[At]:
        return [
            (wide / 2 + (lon - middle_lon) * narrow * scale, high / 2 - (lat - middle_lat) * scale)
            for lat, lon in points
        ]

    return at(of.units), at(of.left), at(of.chosen)
