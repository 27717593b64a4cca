"""The city pack: places, assets and what joins them; loading, checking, finding, changing."""

from luylau.city.edits import adopt, adopt_all, assets_geojson, export, update_asset
from luylau.city.gazetteer import Gazetteer, Match
from luylau.city.imports import ImportPlan, PlannedChange, apply_import, plan_import
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
from luylau.city.rows import FieldChange
from luylau.city.territory import territory_geojson
from luylau.city.working_copy import (
    Change,
    changes,
    ensure_working_copy,
    replace_files,
    shipped_pack,
    undo,
)

__all__ = [
    "Asset",
    "Change",
    "Channel",
    "City",
    "Criticality",
    "FieldChange",
    "Gazetteer",
    "ImportPlan",
    "Kind",
    "LegacyUnit",
    "Level",
    "Match",
    "Organisation",
    "Place",
    "PlannedChange",
    "Status",
    "adopt",
    "adopt_all",
    "apply_import",
    "assets_geojson",
    "changes",
    "check",
    "default_kinds",
    "ensure_working_copy",
    "export",
    "load",
    "load_polygons",
    "pack_version",
    "plan_import",
    "replace_files",
    "shipped_pack",
    "territory_geojson",
    "undo",
    "update_asset",
]
