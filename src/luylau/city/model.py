"""The city: places, organisations, assets, and what powers and connects each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Criticality = Literal["low", "normal", "high", "vital"]
"""How much depends on an asset; "vital" is a hospital's feeder."""

Status = Literal["planned", "installed", "simulated", "retired"]
"""A "simulated" asset exists only in the platform; every screen says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the territory: a province, a ward, a commune, a park, a river reach."""

    id: str
    kind: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Names in other languages by tag ("en", "ja"); ``name`` is in the city's own."""
    parent: str = ""
    code: str = ""
    """Official code, where there is one."""
    lat: float
    lon: float
    area_km2: float = float("nan")
    population: float = float("nan")
    source: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who owns or runs assets."""

    id: str
    kind: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A thing that can fail: a device, a pump station, a substation, a transformer, a clinic."""

    id: str
    kind: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    place: str
    lat: float
    lon: float
    powered_by: str = ""
    """Id of the asset that feeds it; empty where nothing does (a solar gauge) or nobody knows."""
    connected_via: str = ""
    """Id of the network switch or gateway that carries its messages."""
    backup_h: float = 0.0
    """Hours it runs without ``powered_by``."""
    criticality: Criticality = "normal"
    owner: str = ""
    status: Status = "installed"
    source: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A published threshold of one asset's channel, e.g. river alarm 3 at 6.30 m."""

    asset: str
    channel: str
    level: str
    value: float
    unit: str
    source: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyUnit:
    """A unit of an earlier territory, and the id of the place that it is part of today."""

    old_name: str
    old_district: str = ""
    old_province: str = ""
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a kind of asset measures; NaN where a check is off. Units are ``unit``'s, times seconds."""

    name: str
    unit: str
    low: float = float("nan")
    high: float = float("nan")
    max_rate: float = float("nan")
    stuck_after_s: float = float("nan")
    period_s: float = float("nan")
    resolution: float = float("nan")
    anomaly: bool = True
    """Whether the statistical detectors watch it (a door that opens is no anomaly)."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names to show, by language."""
    shown: bool = False
    """Whether it is the kind's headline value on the map (at most one a kind)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of asset: its name, its group on the map, its channels."""

    id: str
    group: str
    """One of: hydromet, power, security, camera, network, site."""
    icon: str
    names: Mapping[str, str]
    channels: Mapping[str, Channel]
    retention_days: int = 0
    """How long observations are kept; 0 takes the city's default."""

    @property
    def is_device(self) -> bool:
        """Whether assets of this kind send observations."""
        return bool(self.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A whole pack, loaded and checked. Mappings are by id and keep the files' order."""

    id: str
    name: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    territory_version: str
    lat: float
    lon: float
    retention_days: int
    places: Mapping[str, Place]
    organisations: Mapping[str, Organisation]
    kinds: Mapping[str, Kind]
    assets: Mapping[str, Asset]
    levels: tuple[Level, ...]
    legacy: tuple[LegacyUnit, ...] = ()
    """Units of the territory before its last change, for the gazetteer."""
    projection: str = ""
    """The national grid of the city's surveyors, e.g. "EPSG:9209"; empty where none is known."""

    def channel(self, device: str, channel: str) -> Channel | None:
        """Return what the pack knows of a device's channel; None for an unknown device or channel."""
        asset = self.assets.get(device)
        return None if asset is None else self.kinds[asset.kind].channels.get(channel)

    def level(self, asset: str, channel: str, level: str) -> Level | None:
        """Return a published threshold, or None where the pack has none."""
        for known in self.levels:
            if known.asset == asset and known.channel == channel and known.level == level:
                return known
        return None

    def dependants(self, asset: str) -> tuple[str, ...]:
        """Return the ids of the assets that ``asset`` powers or connects, directly."""
        return tuple(a.id for a in self.assets.values() if asset in (a.powered_by, a.connected_via))
