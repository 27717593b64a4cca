"""What a study asks: whom to reach, from where, with what, within which limits.

A study is a document (``file.py``) that can be kept, compared and run again. Nothing in it depends on the day
it is run but the city pack and the files that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

DemandSource = Literal["places", "assets", "customers", "file"]
DEMAND_SOURCES: tuple[DemandSource, ...] = get_args(DemandSource)
"""places: people of the pack's units, at their centres; assets: one for each; customers: those at each load
of the grid; file: points with a weight."""

SiteSource = Literal["assets", "loads", "raster", "file"]
SITE_SOURCES: tuple[SiteSource, ...] = get_args(SiteSource)
"""assets: where these stand; loads: the grid's transformers; raster: points at even distances; file."""

Method = Literal["covering", "supply", "cover_all", "median"]
METHODS: tuple[Method, ...] = get_args(Method)
"""covering: reach most within the budget; supply: spare the sites themselves most hours without power in a
storm; cover_all: reach all that can be reached at the least cost; median: the shortest ways to the nearest
site, all together."""

AreaUse = Literal["sites", "keep_out", "demand"]
AREA_USES: tuple[AreaUse, ...] = get_args(AreaUse)
"""sites: something may stand only within one of these; keep_out: nothing may stand within; demand: only what
lies within one of these is asked for."""

Decay = Literal["step", "linear", "gaussian"]
DECAYS: tuple[Decay, ...] = get_args(Decay)
"""How reaching fades with the distance. step: not at all up to the range; linear: in a straight line from
all at the site to nothing at the range; gaussian: exp(-2 (d / range)^2), 13.5 % at the range and nothing
beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One criterion: points that want to be reached, each with a weight of its own.

    ``weight``: how much all of it together counts beside the other criteria; only ratios matter. ``kinds``:
    kinds of assets or of places that are meant. ``file`` and ``column``: a CSV or GeoJSON file beside the
    study, and where its weights stand ("" for 1 each). ``load_w``: what each of these assets must be able to
    draw when the grid is away; for the method supply. ``served_by``: kinds of assets that serve this demand
    within ``served_m`` metres already, all alike: a point counts the less the more of them it can get at.
    """

    id: str
    names: Mapping[str, str]
    source: DemandSource
    weight: float = 1.0
    kinds: tuple[str, ...] = ()
    file: str = ""
    column: str = ""
    load_w: float = 0.0
    served_by: tuple[str, ...] = ()
    served_m: float = 0.0
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be put on a site.

    ``cost`` in the study's currency, ``running_cost`` a year in the same. It reaches from ``near_m`` to
    ``range_m`` metres, within an angle of ``angle_deg`` degrees about its heading, one of ``headings`` even
    ones. ``capacity``: how much of the demand's weights it can serve, 0 for any; for the method median.
    ``power_w``: what it draws. A battery or a
    generator gives ``supply_w`` for ``energy_wh`` in all, and reaches nothing but its site.
    """

    id: str
    names: Mapping[str, str]
    cost: float
    range_m: float = 0.0
    running_cost: float = 0.0
    near_m: float = 0.0
    angle_deg: float = 360.0
    headings: int = 1
    decay: Decay = "step"
    capacity: float = 0.0
    power_w: float = 0.0
    supply_w: float = 0.0
    energy_wh: float = 0.0
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Where something may stand. ``step_m``: distance of a raster's points. ``most``: so many at most, evenly
    drawn by the study's seed; 0 for all."""

    source: SiteSource
    kinds: tuple[str, ...] = ()
    file: str = ""
    step_m: float = 500.0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the city that somebody drew, and what it is for. ``points``: its corners in turn as latitude
    and longitude in degrees, three at least, not closed; its sides do not cross."""

    id: str
    use: AreaUse
    points: tuple[tuple[float, float], ...]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plan must keep to.

    ``budget``: cost of all, with the running cost of ``years``; 0 for no limit. ``most_sites``: 0 for no
    limit. ``must`` and ``must_not``: ids of sites. ``installed``: kinds of assets that stand already and
    reach ``installed_range_m``. ``apart_m``: least distance of two sites. ``unit_least`` and ``unit_most``:
    sites in each unit that has candidates.
    ``unit_reach``: share of its demand that every unit must have reached, 0 to 1. ``twice``: share of a
    point's weight that only the second site to reach it brings, 0 to 0.5.
    ``reliable``: share of the ``scenarios`` in which a site must have power, 0 to 1.
    ``powered``: what loses its power in a storm reaches nobody then; the mean over ``scenarios`` counts.
    """

    budget: float = 0.0
    years: float = 0.0
    most_sites: int = 0
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()
    installed_range_m: float = 0.0
    apart_m: float = 0.0
    unit_least: int = 0
    unit_most: int = 0
    unit_reach: float = 0.0
    twice: float = 0.0
    reliable: float = 0.0
    powered: bool = False
    scenarios: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A whole question. ``currency``: what costs are told in, e.g. "million VND". ``buildings``, ``roads``:
    GeoJSON files beside the study, of footprints that hide what lies behind them and of roads along which
    reach and ways are counted; "" for none. ``version`` grows with every change that is kept."""

    id: str
    names: Mapping[str, str]
    question: Mapping[str, str]
    currency: str
    demand: tuple[Demand, ...]
    options: tuple[Option, ...]
    sites: Sites
    limits: Limits = field(default_factory=Limits)
    areas: tuple[Area, ...] = ()
    buildings: str = ""
    roads: str = ""
    method: Method = "covering"
    seed: int = 1
    seconds: float = 60.0
    """How long may be searched; the answer says how good it is proven to be by then."""
    version: int = 1

    @property
    def uses_grid(self) -> bool:
        """Return whether it asks anything of the city's grid."""
        sources = {one.source for one in self.demand} | {self.sites.source}
        return self.asks_storms or bool(sources & {"customers", "loads"})

    @property
    def asks_storms(self) -> bool:
        """Return whether it asks which sites keep their power in storms."""
        return self.method == "supply" or self.limits.powered or self.limits.reliable > 0

    @property
    def files(self) -> frozenset[str]:
        """Return the names of the files beside it that it names."""
        named = {*(one.file for one in self.demand), self.sites.file, self.buildings, self.roads}
        return frozenset(named - {""})

    def total_cost(self, option: Option) -> float:
        """Return what an option costs over the years that count, in the study's currency."""
        return option.cost + option.running_cost * self.limits.years
