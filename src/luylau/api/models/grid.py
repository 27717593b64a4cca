"""Models of the grid: what there is, what is energised, what would fail, how to bring it back.

Elements are named by their ids. Where a list is long (the map), it is columns of equal length, and elements
of ``GridMap`` are named by their row in it. Units are in the names.
"""

from typing import Annotated, Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model, Number

SwitchKindName = Literal["breaker", "recloser", "load_break", "disconnector", "fuse", "tie"]
FeederKindName = Literal["public", "park"]
ElementKind = Literal["line", "switch", "transformer"]
CriticalityName = Literal["low", "normal", "high", "vital"]
PlanLabel = Literal["best", "remote_only", "fewest_steps"]
PlanWhy = Literal["isolate", "reclose", "supply", "shed", "transfer"]
ElementId = Annotated[str, Field(min_length=1, max_length=100)]


class GridCounts(Model):
    """How many of each there are."""

    nodes: int
    lines: int
    switches: int
    ties: int
    transformers: int
    loads: int
    sources: int
    feeders_public: int
    feeders_park: int


class GridInfo(Model):
    """The city's grid."""

    name: str
    simulated: bool = Field(description="Whether it exists only in the platform; every screen says so.")
    source: str = Field(description="Where its figures come from; what is assumed.")
    version: str = Field(description="Changes with the grid.")
    counts: GridCounts
    customers: int
    p_mw: float = Field(description="Load in the base case.")
    length_km: float


class MapLines(Model):
    """All lines as columns."""

    id: list[str]
    feeder: list[int] = Field(description="Row in `feeders` in the normal state; -1 where none.")
    overhead: list[bool]
    points: list[float] = Field(description="lon, lat of the beginning, lon, lat of the end of each line.")


class MapSwitches(Model):
    """All switches outside substations as columns."""

    id: list[str]
    kind: list[SwitchKindName]
    normally_closed: list[bool]
    remote: list[bool]
    lon: list[float]
    lat: list[float]


class MapFeeders(Model):
    """All feeders as columns."""

    id: list[str]
    name: list[str]
    kind: list[FeederKindName]


class GridMap(Model):
    """What is drawn on the map; it changes only with the grid."""

    version: str
    simulated: bool
    lines: MapLines
    switches: MapSwitches
    feeders: MapFeeders


class CriticalSite(Model):
    """A site that much depends on, without power."""

    asset: str = Field(description="Empty where the grid's load is no asset of the city.")
    name: str = Field(description="In the caller's language, else the city's own.")
    kind: str = Field(description="The asset's kind; empty where it is none.")
    criticality: CriticalityName
    backup_h: Number = Field(description="Hours that its own backup lasts; null where not known.")
    backup_left_h: Number = Field(description="Hours of it that are left; null without a beginning.")


class Darkness(Model):
    """What is lost."""

    customers: int
    p_mw: float
    sites: int = Field(description="Sites of high or vital criticality.")
    assets: int = Field(description="Assets of the city that are fed from what is dark.")


class Suspect(Model):
    """An element that may be what opened."""

    element: str = Field(description="Empty where it is the source itself.")
    element_kind: ElementKind | None
    probability: float


class OutageEstimate(Model):
    """Why an outage is believed that no switch tells of: what the devices below it say."""

    incident: str = Field(description="The incident that it is.")
    probability: float = Field(description="That this element is what opened.")
    devices: int = Field(description="Devices below it of which something was known before.")
    silent: int = Field(description="Of these: silent, or with a last gasp.")
    against: int = Field(description="Of these: reporting.")
    unheard: int = Field(description="Further devices below it that told nothing before.")
    since: Instant | None = Field(description="When it began, by what they said last.")
    alternatives: list[Suspect] = Field(description="Elements that may have opened instead; at most 5.")


class Outage(Model):
    """One part of the grid that is dark, and what it hangs on."""

    id: str
    feeder: str = Field(description="Empty where it is more than a feeder.")
    feeder_name: str
    element: str = Field(description="The open switch or failed element at its root.")
    element_kind: ElementKind
    since: Instant | None = Field(description="Null in a simulation.")
    lost: Darkness
    critical_sites: list[CriticalSite] = Field(description="The most critical first; at most 20.")
    kinds: dict[str, int] = Field(description="Assets of the city that are dark, by kind.")
    estimate: OutageEstimate | None = Field(description="Null where a switch tells of it.")


class DoubtedSwitch(Model):
    """A switch that says that it is open and is not believed."""

    switch: str
    devices: int = Field(description="Devices without a battery that report behind it.")


class GridTotals(Model):
    """The whole grid in a few figures."""

    customers: int
    p_mw: float
    lost: Darkness
    feeders_out: int
    overloaded: int = Field(description="Lines and transformers above their rating.")
    low_voltage: int = Field(description="Nodes below 0.9 of their rated voltage.")
    high_voltage: int = Field(description="Nodes above 1.1 of their rated voltage.")
    u_min_pu: Number
    loading_max: Number = Field(description="1 is the rating.")
    losses_mw: Number


class GridState(Model):
    """What is energised; also the answer to a what-if."""

    time: Instant
    version: str = Field(description="Changes with the grid.")
    basis: Literal["measured", "planned", "simulated"] = Field(
        description="Whether switch positions are measured, planned (nothing reports), or those of a what-if."
    )
    loads: Literal["measured", "planned"] = Field(
        description="Whether loads follow meters or are those of the base case."
    )
    reporting: int = Field(description="Switches whose position is reported.")
    totals: GridTotals
    dead: list[int] = Field(description="Rows of `GridMap.lines` that carry no voltage.")
    estimated: list[int] = Field(description="Those of `dead` of which no switch tells.")
    overloaded: list[int] = Field(description="Rows of `GridMap.lines` above their rating.")
    loops: list[str] = Field(description="Elements that close a loop or join two sources.")
    moved: list[str] = Field(description="Switches that are not in their normal position.")
    out: list[str] = Field(description="Elements that are out of service.")
    outages: list[Outage]
    doubted: list[DoubtedSwitch]
    solved: bool = Field(description="False where the power flow has no solution: loadings are unknown.")


class FeederRow(Model):
    """A feeder in a list."""

    id: str
    name: str
    kind: FeederKindName
    substation: str = Field(description="The city's id of its substation, or empty.")
    substation_name: str
    customers: int
    customers_out: int
    p_mw: float
    length_km: float
    transformers: int
    sections: int
    ties: int
    u_min_pu: Number
    loading_max: Number
    energised: bool


class FeederList(Model):
    """All feeders."""

    items: list[FeederRow]


class DiagramMark(Model):
    """A symbol of the single-line diagram, at a place in whole steps."""

    id: str = Field(description="The switch or transformer; the node of a joint.")
    symbol: Literal[
        "busbar", "breaker", "recloser", "load_break", "disconnector", "fuse", "tie", "transformer", "joint"
    ]
    x: int
    y: int
    above: int = Field(description="Index of the mark before it; -1 at the busbar.")
    line: str = Field(description="The line from there; empty where the two simply join.")
    overhead: bool = Field(description="Of the line.")
    length_m: float
    loading: Number = Field(description="Of the line, or of the transformer.")
    closed: bool | None = Field(description="Null where it is no switch.")
    remote: bool
    energised: bool
    customers: int = Field(description="Right on it.")
    critical: bool = Field(description="Whether it feeds a site of high or vital criticality.")
    asset: str = Field(description="The city's id, or empty.")
    leads_to: str = Field(description="Of an open switch: the other feeder's id; else empty.")


class Diagram(Model):
    """A single-line diagram; a line runs from the mark above first up or down, then to the right."""

    width: int
    height: int
    marks: list[DiagramMark]


class ProfilePoint(Model):
    """The voltage at a distance along the feeder."""

    node: str
    distance_m: float
    u_pu: Number
    parent: int = Field(description="Index of the point before it, -1 at the head.")


class FeederTie(Model):
    """A tie to another feeder."""

    switch: str
    remote: bool
    closed: bool
    feeder: str = Field(description="Empty where it leads to none.")
    feeder_name: str


class FeederDetail(Model):
    """A feeder's page."""

    row: FeederRow
    simulated: bool
    basis: Literal["measured", "planned", "simulated"]
    diagram: Diagram
    profile: list[ProfilePoint]
    ties: list[FeederTie]
    critical_sites: list[CriticalSite] = Field(description="Sites that it feeds, dark or not.")
    devices: list[str] = Field(description="Assets of the city that measure on it, for their history.")


class Contingency(Model):
    """What it would cost if one element failed."""

    id: str
    kind: ElementKind
    feeder: str
    feeder_name: str
    customers: int = Field(description="Dark until repaired, if no tie is closed.")
    tripped: int = Field(description="Dark until the fault is isolated.")
    p_mw: float
    sites: int
    tied: bool = Field(description="Whether a tie leads to what is dark.")
    solved: bool
    u_min_pu: Number
    loading_max: Number
    failures_per_year: float = Field(description="Assumed rate.")
    interruptions_per_year: float = Field(description="Customers a year that it is expected to interrupt.")
    lon: Number
    lat: Number


class ContingencyList(Model):
    """N-1 over all lines and transformers, the worst first."""

    computed: Instant
    seconds: float
    cases: int
    islanding: int = Field(description="Cases that leave customers dark.")
    overloading: int = Field(description="Cases that overload what is left.")
    items: list[Contingency]


ContingencyOrder = Literal["interruptions", "customers", "tripped", "sites", "p", "loading", "voltage"]


class SwitchPosition(Model):
    """A switch moved in a simulation."""

    id: ElementId
    closed: bool


class WhatIfRequest(Model):
    """A state to simulate: the present one with these switches moved and these elements out of service."""

    switches: list[SwitchPosition] = Field(default_factory=list, max_length=200)
    out: list[ElementId] = Field(default_factory=list, max_length=200)


class RestorationRequest(WhatIfRequest):
    """A fault to restore from."""

    limit: float = Field(default=1.0, ge=0.5, le=1.5, description="Largest loading allowed; 1 is the rating.")
    seconds: float = Field(default=1.0, ge=0.1, le=10.0, description="Time to look for better plans.")


class PlanStep(Model):
    """One switch to operate; after it the state is as said."""

    switch: str
    kind: SwitchKindName
    close: bool
    remote: bool
    minutes: float = Field(description="When it is done, after the first step began.")
    why: PlanWhy
    feeder: str
    feeder_name: str
    customers: int = Field(description="Customers with power after it.")
    u_min_pu: Number
    loading_max: Number
    lon: Number
    lat: Number


class SwitchingPlan(Model):
    """A way to bring customers back. The platform proposes; people switch."""

    labels: list[PlanLabel]
    tripped: list[str] = Field(description="Switches that protection has opened before the first step.")
    steps: list[PlanStep]
    restored: Darkness
    left: Darkness = Field(description="What stays dark until it is repaired.")
    minutes: float
    u_min_pu: Number
    loading_max: Number
    gap: Number = Field(description="Share by which it may fall short of the proven bound; null without one.")
    proven: bool = Field(description="Whether the gap is proven to be nothing.")


class Restoration(Model):
    """Plans after a fault, the best first."""

    lost: Darkness = Field(description="Dark because of the fault, before anything is switched.")
    plans: list[SwitchingPlan]
    seconds: float
    assumed: list[str] = Field(description="Message keys of what is assumed.")


class RotaRequest(Model):
    """How much load to shed and when."""

    p_mw: float = Field(gt=0, le=100_000)
    slots: int = Field(default=6, ge=1, le=24)
    slot_hours: float = Field(default=2.0, gt=0, le=12)


class RotaFeeder(Model):
    """A feeder that is cut in a slot."""

    id: str
    name: str
    customers: int
    p_mw: float
    sites: int


class RotaSlot(Model):
    """Who is cut in a slot."""

    start_h: float = Field(description="Hours after the rota's beginning.")
    p_mw: float
    customers: int
    feeders: list[RotaFeeder]


class Rota(Model):
    """A rota cut: who loses power when, fairly shared."""

    p_mw: float
    available_mw: float = Field(description="The most that could be cut without sites of vital criticality.")
    slots: list[RotaSlot]
    customer_hours: float
    most_hours: float = Field(description="The most hours that any customer is cut.")
    fewest_hours: float = Field(description="The fewest, among those who may be cut.")
    gap: Number
    excluded: int = Field(description="Feeders that are never cut, for the sites they feed.")


class StormBand(Model):
    """A figure over the scenarios."""

    low: float = Field(description="5 % of the scenarios lie below.")
    expected: float
    high: float = Field(description="5 % of the scenarios lie above.")


class StormFeeder(Model):
    """How likely a feeder is to be out."""

    id: str
    name: str
    kind: FeederKindName
    probability: float
    customers: int


class StormReplay(Model):
    """Storm no. 3 of 2024 played on the grid. Calibrated on this one event: no skill of a forecast."""

    name: str
    scenarios: int
    feeders: StormBand
    park: StormBand
    public: StormBand
    customers: StormBand
    published: dict[str, int] = Field(description="What was published: feeders, park, public.")
    likeliest: list[StormFeeder]
    notes: list[str] = Field(description="Message keys of what must be said with it.")


class Indices(Model):
    """Reliability indices by IEEE 1366; times in minutes. Null where nobody is served, CAIDI also where
    nothing was interrupted."""

    saidi_min: Number
    saifi: Number
    caidi_min: Number
    maifi: Number
    asai: Number


class IndexRow(Model):
    """Indices of one group."""

    id: str = Field(description="Feeder or place id, a month as YYYY-MM, empty for the whole.")
    name: str
    customers: int
    interruptions: int = Field(description="Rows of the log.")
    all: Indices
    ordinary: Indices | None = Field(description="Without major event days; null without a threshold.")
    planned: Indices
    unplanned: Indices


class MajorDays(Model):
    """Major event days by the 2.5 beta method."""

    days: list[str] = Field(description="Local days, YYYY-MM-DD.")
    threshold_min: Number = Field(description="SAIDI of a day; null where the history is too short.")
    history_days: int
    full: bool = Field(description="Whether it rests on the five years that the standard asks for.")


class ReliabilityReport(Model):
    """Indices by IEEE 1366 over a period."""

    start: Instant
    end: Instant
    by: Literal["all", "feeder", "place"]
    simulated: bool
    still_out: int = Field(description="Interruptions that have not ended; they count up to now.")
    imported: int
    unassigned: int = Field(description="Rows of a feeder or place that the grid does not have.")
    major: MajorDays
    whole: IndexRow
    months: list[IndexRow]
    rows: list[IndexRow] = Field(description="By feeder or place; empty where `by` is all.")


class Proposal(Model):
    """A switching plan that somebody proposes to those who switch."""

    id: int
    created: Instant
    author: str
    author_name: str
    title: str
    note: str
    out: list[str]
    steps: list[SwitchPosition]
    state: Literal["proposed", "withdrawn"]


class ProposalList(Model):
    """Proposals, newest first."""

    items: list[Proposal]


class NewProposal(Model):
    """A proposal to make."""

    title: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=2_000)
    out: list[ElementId] = Field(default_factory=list, max_length=200)
    steps: list[SwitchPosition] = Field(min_length=1, max_length=200)


class ForecastPoint(Model):
    """The load at one time, in megawatts."""

    time: Instant
    p_mw: float
    low_mw: Number = Field(description="Null where the history is too short for an interval.")
    high_mw: Number


class LoadForecast(Model):
    """A day-ahead forecast of a feeder's load."""

    feeder: str
    method: Literal["model", "seasonal_naive"]
    coverage: float = Field(description="Nominal share of values within the interval.")
    simulated: bool
    points: list[ForecastPoint]
    notes: list[str]
