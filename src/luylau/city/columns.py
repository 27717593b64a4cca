"""The columns of the pack's CSV files: the format, in one place; the guide is tested against it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from luylau.city.model import Criticality, Status

Form = Literal["id", "text", "number", "flag", "choice", "channel"]
"""What a cell holds. "id": 1 to 64 of a-z, 0-9, hyphen. "flag": true or false."""

PLACE_KINDS = (
    "country", "province", "city", "district", "ward", "commune", "industrial_park", "river", "area",
)  # fmt: skip
"""What a place may be."""
ORGANISATION_KINDS = ("authority", "utility", "service", "health", "police", "company", "community")
"""What an organisation may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``low`` and ``high`` bound a number, in the unit that the guide names."""

    name: str
    form: Form = "text"
    required: bool = False
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    refers: str = ""
    """File whose ids this column names."""
    default: str = ""
    """What an empty cell means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One CSV file of the pack. ``key`` names the columns that together occur once."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False
    needs_source: bool = False
    """Whether every row carries figures, so needs a source or the word assumed."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the order in which the platform writes them."""
        return tuple(column.name for column in self.columns)


_ID = Column(name="id", form="id", required=True)
_NAMES = (Column(name="name", required=True), Column(name="name_en"), Column(name="name_ja"))
_POSITION = (
    Column(name="lat", form="number", required=True, low=-90, high=90),
    Column(name="lon", form="number", required=True, low=-180, high=180),
)
_ORIGIN = (Column(name="source"), Column(name="assumed", form="flag"))

PLACES = Sheet(
    file="places.csv",
    key=("id",),
    needs_source=True,
    columns=(
        _ID,
        Column(name="kind", form="choice", required=True, choices=PLACE_KINDS),
        *_NAMES,
        Column(name="parent", form="id", refers="places.csv"),
        Column(name="code"),
        *_POSITION,
        Column(name="area_km2", form="number", low=0, high=510_000_000),
        Column(name="population", form="number", low=0, high=1e10),
        *_ORIGIN,
    ),
)
ORGANISATIONS = Sheet(
    file="organisations.csv",
    key=("id",),
    columns=(
        _ID,
        Column(name="kind", form="choice", required=True, choices=ORGANISATION_KINDS),
        *_NAMES,
        *_ORIGIN,
    ),
)
ASSETS = Sheet(
    file="assets.csv",
    key=("id",),
    needs_source=True,
    columns=(
        _ID,
        Column(name="kind", form="channel", required=True, refers="kinds.toml"),
        *_NAMES,
        Column(name="place", form="id", required=True, refers="places.csv"),
        *_POSITION,
        Column(name="powered_by", form="id", refers="assets.csv"),
        Column(name="connected_via", form="id", refers="assets.csv"),
        Column(name="backup_h", form="number", low=0, high=87_600, default="0"),
        Column(name="criticality", form="choice", choices=get_args(Criticality), default="normal"),
        Column(name="owner", form="id", refers="organisations.csv"),
        Column(name="status", form="choice", choices=get_args(Status), default="installed"),
        *_ORIGIN,
    ),
)
LEVELS = Sheet(
    file="levels.csv",
    key=("asset", "channel", "level"),
    needs_source=True,
    columns=(
        Column(name="asset", form="id", required=True, refers="assets.csv"),
        Column(name="channel", form="channel", required=True),
        Column(name="level", form="id", required=True),
        Column(name="value", form="number", required=True),
        Column(name="unit", required=True),
        *_ORIGIN,
    ),
)
LEGACY = Sheet(
    file="legacy.csv",
    key=("old_name", "old_district", "old_province", "unit"),
    optional=True,
    columns=(
        Column(name="old_name", required=True),
        Column(name="old_district"),
        Column(name="old_province"),
        Column(name="unit", form="id", required=True, refers="places.csv"),
    ),
)

SHEETS: Mapping[str, Sheet] = {sheet.file: sheet for sheet in (PLACES, ORGANISATIONS, ASSETS, LEVELS, LEGACY)}
"""Every CSV file of a pack, by file name."""

PACK_FILES = (
    "city.toml", *SHEETS, "kinds.toml", "rules.toml", "reports.toml", "playbooks.toml", "places.geojson",
    "cameras.toml", "camera_inventory.csv", "grid.toml", "grid.json",
)  # fmt: skip
"""Every file that belongs to a pack."""
