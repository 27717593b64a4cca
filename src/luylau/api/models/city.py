"""Models of the city: places, kinds, assets, the map, imports."""

from typing import Any, Literal

from pydantic import Field

from luylau.api.models.common import Fields, Instant, Model, Names, Number, Page, ProblemFault
from luylau.api.models.incidents import IncidentSummary
from luylau.api.states import AssetState

Status = Literal["planned", "installed", "simulated", "retired"]
Criticality = Literal["low", "normal", "high", "vital"]


class QualityFlag(Model):
    """One bit of an observation's quality."""

    name: str
    bit: int
    bad: bool = Field(description="Whether it keeps the observation out of statistics.")


class Channel(Model):
    """What a kind of asset measures."""

    name: str
    unit: str
    names: Names
    low: Number
    high: Number
    period_s: Number
    shown: bool = Field(description="Whether it is the kind's headline value.")


class Kind(Model):
    """A kind of asset."""

    id: str
    group: str
    icon: str
    names: Names
    is_device: bool
    channels: list[Channel]
    assets: int = Field(description="How many assets are of this kind.")


class CityCounts(Model):
    """How much the pack holds."""

    places: int
    organisations: int
    assets: int
    devices: int
    simulated: int


class CityInfo(Model):
    """The city as a whole."""

    id: str
    name: str
    names: Names
    languages: list[str]
    time_zone: str
    territory_version: str
    lat: float
    lon: float
    bounds: tuple[float, float, float, float] = Field(description="west, south, east, north in degrees")
    version: str = Field(description="Changes with every change of the pack.")
    kinds: list[Kind]
    quality: list[QualityFlag]
    counts: CityCounts


class Place(Model):
    """A part of the territory."""

    id: str
    kind: str
    name: str
    names: Names
    parent: str
    code: str
    lat: float
    lon: float
    area_km2: Number
    population: Number
    source: str
    assumed: bool
    assets: int
    open_incidents: int


class PlaceList(Model):
    """All places of the pack."""

    items: list[Place]


class PlaceMatch(Model):
    """A place that a name or an old address may mean."""

    place: str
    name: str = Field(description="In the caller's language, else the city's own.")
    kind: str
    matched: str = Field(description="What was found: today's name, or a unit of before the last change.")
    found_as: Literal["current", "legacy", "district"]
    exact: bool = Field(description="Without a spelling slip.")
    score: float = Field(description="0 to 1")
    lat: float
    lon: float


class PlaceMatches(Model):
    """Best match first."""

    items: list[PlaceMatch]


class Geometry(Model):
    """A GeoJSON geometry (RFC 7946), degrees WGS84."""

    type: Literal["Polygon", "MultiPolygon", "Point"]
    coordinates: list[Any]


class FeatureProperties(Model):
    """What a territory's feature says."""

    id: str
    name: str
    names: Names
    kind: str
    code: str
    parent: str
    label_lat: float
    label_lon: float
    approximate: bool = Field(description="Reckoned from centre and area, not surveyed.")


class Feature(Model):
    """A GeoJSON feature: one place's outline."""

    type: Literal["Feature"]
    id: str
    properties: FeatureProperties
    geometry: Geometry


class FeatureCollection(Model):
    """The outlines of the territory's units."""

    type: Literal["FeatureCollection"]
    features: list[Feature]


class LatestValue(Model):
    """The newest observation of a channel."""

    channel: str
    value: Number
    unit: str
    time: Instant
    received: Instant
    quality: int = Field(description="0 is good; see CityInfo.quality")
    stale: bool = Field(description="Nothing came for more than three periods.")


class AssetRef(Model):
    """An asset by name."""

    id: str
    name: str = Field(description="In the caller's language, else the city's own.")
    kind: str
    state: AssetState


class AssetSummary(Model):
    """An asset in a list."""

    id: str
    kind: str
    name: str = Field(description="In the city's own language.")
    names: Names
    place: str
    place_name: str = Field(description="In the caller's language, else the city's own.")
    lat: float
    lon: float
    status: Status
    criticality: Criticality
    assumed: bool
    state: AssetState
    shown: LatestValue | None
    open_incidents: int


class AssetPage(Page[AssetSummary]):
    """A page of assets."""

    total: int = Field(description="How many match over all pages.")


class AssetLevel(Model):
    """A published threshold."""

    level: str
    value: float
    unit: str
    source: str
    assumed: bool


class AssetChannel(Channel):
    """A channel of one asset with what is known of it now."""

    latest: LatestValue | None
    latest_good: LatestValue | None
    levels: list[AssetLevel]


class AssetDetail(AssetSummary):
    """Everything about one asset."""

    urn: str
    owner: str
    owner_name: str = Field(description="In the caller's language, else the city's own.")
    backup_h: float
    source: str
    powered_by: AssetRef | None
    connected_via: AssetRef | None
    dependants: list[AssetRef] = Field(description="What it powers or connects, directly.")
    channels: list[AssetChannel]
    incidents: list[IncidentSummary] = Field(description="The open ones.")


class MapAssets(Model):
    """All assets for the map, as columns of equal length; `kind` and `state` index the lists given."""

    version: str
    kinds: list[str]
    states: list[AssetState]
    id: list[str]
    name: list[str] = Field(description="In the caller's language, else the city's own.")
    own_name: list[str] = Field(description="In the city's own language, to search for.")
    place: list[str]
    lat: list[float]
    lon: list[float]
    kind: list[int]
    state: list[int]
    value: list[Number] = Field(description="The kind's headline value, in its channel's unit.")
    simulated: list[bool]


class FieldChange(Model):
    """One field that an import would change."""

    field: str
    before: str
    after: str


class PlannedChange(Model):
    """One thing that an import adds or changes."""

    row: int = Field(description="Row or feature of the file.")
    id: str
    name: str
    changes: list[FieldChange]


class ImportReport(Model):
    """What an import would do, or did."""

    applied: bool
    version: str = Field(description="Version of the pack that this was worked out on.")
    added: list[PlannedChange]
    changed: list[PlannedChange]
    unchanged: int
    faults: list[ProblemFault]
    warnings: list[ProblemFault]


class CityChange(Model):
    """A change of the pack that can be taken back."""

    number: int
    key: str = Field(description="What the change was: a message key.")
    fields: Fields
    text: str = Field(description="What the change was, in the caller's language.")


class CityChangeList(Model):
    """The changes that can be taken back, oldest first; the newest goes first."""

    items: list[CityChange]
