"""The city pack: places, assets and what joins them; loading, checking, finding, changing."""

from luylau.city.kinds import default_kinds
from luylau.city.model import (
    Asset,
    Channel,
    City,
    Criticality,
    Kind,
    LegacyUnit,
    Level,
    Organisation,
    Place,
    Status,
)
from luylau.city.pack import check, load, load_polygons, pack_version

__all__ = [
    "Asset",
    "Channel",
    "City",
    "Criticality",
    "Kind",
    "LegacyUnit",
    "Level",
    "Organisation",
    "Place",
    "Status",
    "check",
    "default_kinds",
    "load",
    "load_polygons",
    "pack_version",
]
