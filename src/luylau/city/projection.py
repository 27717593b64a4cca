"""Coordinates of a national grid (VN-2000 and any other of the EPSG register) to degrees WGS84."""

from functools import cache
from typing import TYPE_CHECKING

from luylau.kernel.errors import BadInput

if TYPE_CHECKING:
    from pyproj import Transformer


@cache
def _transformer(crs: str) -> "Transformer":
    # pyproj opens its register when imported (0.2 s); only an import of such coordinates needs it.
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    try:
        return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise BadInput("city-crs-unknown", crs=crs) from error


def check_crs(crs: str) -> None:
    """Do nothing for a system that is known.

    Raises:
        BadInput: ``crs`` names no coordinate reference system.
    """
    _transformer(crs)


def to_degrees(crs: str, x: float, y: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees WGS84 of ``x`` (east) and ``y`` (north) in units of ``crs``.

    Raises:
        BadInput: ``crs`` is not known, or the point lies outside what it can express.
    """
    from pyproj.exceptions import ProjError

    try:
        lon, lat = _transformer(crs).transform(x, y, errcheck=True)
    except ProjError as error:
        raise BadInput("city-crs-point", crs=crs, x=x, y=y) from error
    return float(lat), float(lon)
