"""From a city and a plan to a grid.

Public transformers belong to the nearest substation, park feeders to the nearest one with room. Around each
substation the transformers are split into sectors of equal load, one for each feeder; through a sector runs
a tree with a trunk, divided by a recloser and a load-break switch, its laterals behind fuses; ties join the
trunks of neighbours."""

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import KDTree

from luylau.city import City, Place
from luylau.kernel.arrays import Float64, Int64
from luylau.power.model import Criticality, FeederKind, Grid, SwitchKind
from luylau.power.builder.columns import SK_VA, U_HV, U_LV, U_MV, Columns
from luylau.power.builder.plan import Plan
from luylau.power.builder.routes import Route, route, sectors
from luylau.power.builder.territory import Ground, Points, Station
from luylau.power.builder.types import (
    CABLES,
    OVERHEAD,
    SUBSTATION,
    Conductor,
    conductor_for,
    transformer_for,
)

DETOUR = 1.25
"""A line's length over the straight distance, assumed."""
TIE_REACH_M = 4_000.0
"""How far a tie may reach to a neighbouring feeder, assumed."""
TRUNK_SHARE, LATERAL_SHARE, TRANSFORMER_SHARE = 0.22, 0.4, 0.75
"""Largest loading that conductors and transformers are chosen for, assumed: a trunk can take over a
neighbour."""
BUSBAR_PU, TAP_STEP = 1.03, 0.0125
"""The voltage of substations' busbars in the base case, and the steps of their tap changers; assumed."""
RECLOSER_AT, SWITCH_AT = 0.66, 0.33
"""The trunk is divided where this share of the feeder's load still lies behind."""


@dataclass(slots=True)
class _Feeder:
    station: int
    kind: FeederKind
    points: Points
    rows: Int64


@dataclass(slots=True)
class _Trunks:
    """Nodes of all trunks, where ties may end: the node, its feeder, substation and place."""

    node: list[int] = field(default_factory=list)
    feeder: list[int] = field(default_factory=list)
    station: list[int] = field(default_factory=list)
    at: list[Float64] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """The place in these lists of each feeder's last node."""


def build(city: City, plan: Plan) -> Grid:
    """Return the grid that a plan asks for; the same for the same city and plan."""
    rng = np.random.default_rng(plan.seed)
    ground = Ground(city, plan)
    stations = ground.stations()
    parks = _park_points(ground, rng)
    public = ground.public(rng, max(plan.transformers - sum(len(one.p_w) for _, one in parks), 1))
    of_public = _nearest_station(ground, stations, public)
    room_w = np.full(len(stations), plan.station_mw * 1e6)
    np.subtract.at(room_w, of_public, public.p_w)
    feeders = _public_feeders(stations, public, of_public, plan.feeders_public)
    for park, points in parks:
        at = ground.metres(park.lat, park.lon)
        station = _station_with_room(stations, room_w, at, float(points.p_w.sum()), plan.far_km)
        if station == len(stations):
            number = sum(not one.asset for one in stations) + 1
            code = f"{park.id.removeprefix('kcn-')}-{number}"
            stations.append(Station(code=code, asset="", name=park.name, at=at + 300.0))
            room_w = np.append(room_w, plan.station_mw * 1e6)
        room_w[station] -= points.p_w.sum()
        feeders.append(_Feeder(station, FeederKind.PARK, points, np.arange(len(points.p_w))))
    feeders.sort(key=lambda one: one.station)
    columns = Columns()
    load_w = np.zeros(len(stations))
    for one in feeders:
        load_w[one.station] += one.points.p_w[one.rows].sum()
    busbars = [
        _station(columns, one, own_w, plan.power_factor) for one, own_w in zip(stations, load_w, strict=True)
    ]
    trunks = _Trunks()
    numbers = [0] * len(stations)
    for number, feeder in enumerate(feeders):
        _lay(columns, trunks, ground, rng, stations, busbars, numbers, number, feeder)
    _ties(columns, trunks, rng, [one.kind for one in feeders])
    at = np.array([one[2:4] for one in columns.nodes])
    lat, lon = ground.degrees(at)
    middle = np.array([(at[one[1]] + at[one[2]]) / 2 for one in columns.lines])
    units = KDTree(np.array([ground.metres(unit.lat, unit.lon) for unit in ground.units]))
    place = tuple(ground.units[row].id for row in units.query(middle)[1].tolist())
    tables = columns.tables(np.round(lat, 6), np.round(lon, 6), place)
    return Grid(name=city.name, simulated=True, source=plan.source, **tables)  # type: ignore[arg-type]


def _park_points(ground: Ground, rng: np.random.Generator) -> list[tuple[Place, Points]]:
    """Return the transformers of each park feeder: feeders over the parks by area, loads of a log-normal
    course."""
    plan = ground.plan
    if not ground.parks or not plan.feeders_park:
        return []
    area = np.array([park.area_km2 if park.area_km2 > 0 else 1.5 for park in ground.parks])
    counts = _shares(area, plan.feeders_park)
    mean_w = plan.peak_park_mw * 1e6 / plan.feeders_park
    found = []
    for park, own, km2 in zip(ground.parks, counts, area, strict=True):
        centre = ground.metres(park.lat, park.lon)
        radius = np.sqrt(km2 * 1e6 / np.pi)
        for part in range(own):
            count = plan.park_feeder_loads
            # Each feeder serves a slice of the park, so that neighbours lie side by side.
            angle = 2 * np.pi * (part + rng.random(count) * 0.9) / own
            away = radius * np.sqrt(rng.uniform(0.05, 1.0, count))
            at = centre + np.stack([np.cos(angle) * away, np.sin(angle) * away], axis=1)
            weight = rng.lognormal(0, 0.35, count)
            total_w = mean_w * rng.uniform(0.8, 1.2)
            found.append(
                (
                    park,
                    Points(
                        at=at,
                        p_w=total_w * weight / weight.sum(),
                        customers=rng.integers(1, 4, count),
                        asset=("",) * count,
                        criticality=np.full(count, int(Criticality.NORMAL)),
                    ),
                )
            )
    scale = plan.peak_park_mw * 1e6 / sum(one.p_w.sum() for _, one in found)
    for _, points in found:
        points.p_w[:] *= scale
    return found


def _shares(weight: Float64, total: int) -> list[int]:
    """Split a number by weight, by largest remainders."""
    exact = weight / weight.sum() * total
    found = np.floor(exact).astype(np.int64)
    rest = np.argsort(-(exact - found), kind="stable")[: total - int(found.sum())]
    found[rest] += 1
    return [int(one) for one in found]


def _nearest_station(ground: Ground, stations: list[Station], points: Points) -> Int64:
    """Return the substation of each public transformer: that which the pack names, else the nearest."""
    _, nearest = KDTree(np.array([one.at for one in stations])).query(points.at)
    number = {one.asset: row for row, one in enumerate(stations) if one.asset}
    for row, asset in enumerate(points.asset):
        if asset:
            named = ground.city.assets[asset].powered_by
            nearest[row] = number.get(named, nearest[row])
    found: Int64 = nearest.astype(np.int64)
    return found


def _public_feeders(stations: list[Station], points: Points, of: Int64, total: int) -> list[_Feeder]:
    load = np.zeros(len(stations))
    np.add.at(load, of, points.p_w)
    used = np.flatnonzero(load > 0)
    counts = [1 + extra for extra in _shares(load[used], total - len(used))]
    found = []
    for station, count in zip(used.tolist(), counts, strict=True):
        rows = np.flatnonzero(of == station)
        parts = sectors(stations[station].at, points.at[rows], points.p_w[rows], count)
        found += [_Feeder(station, FeederKind.PUBLIC, points, rows[part]) for part in parts if len(part)]
    return found


def _station_with_room(
    stations: list[Station], room_w: Float64, at: Float64, p_w: float, far_km: float
) -> int:
    """Return the nearest substation that can carry a load; one beyond the last means a new one."""
    away = np.array([np.hypot(*(one.at - at)) for one in stations])
    away[room_w[: len(stations)] < p_w] = np.inf
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= far_km * 1e3 else len(stations)


def _station(columns: Columns, station: Station, load_w: float, power_factor: float) -> tuple[int, int]:
    """Add a substation: the network above, two transformers, two busbars with an open coupler; return the
    busbars."""
    code = station.code
    # The tap changer holds the busbars up as load grows: a fixed position for the base case, in its steps.
    drop = SUBSTATION.uk_pu * load_w / power_factor / 2 / SUBSTATION.s_va * np.sin(np.arccos(power_factor))
    tap_pu = -TAP_STEP * round((BUSBAR_PU - 1 + drop) / TAP_STEP)
    high = columns.node(f"{code}-110", U_HV, station.at, station.asset)
    columns.sources.append((f"{code}-source", high, SK_VA))
    buses = []
    for section in (1, 2):
        bus = columns.node(f"{code}-c4{section}", U_MV, station.at, station.asset)
        columns.transformer(f"{code}-t{section}", high, bus, SUBSTATION, (U_HV, U_MV), tap_pu)
        buses.append(bus)
    columns.switch(f"{code}-412", buses[0], buses[1], SwitchKind.BREAKER, closed=False, remote=True)
    return buses[0], buses[1]


def _feeder_number(count: int) -> int:
    """Return the number by which a 22 kV feeder is called: 471, 472 … 479, 481 …"""
    return 470 + count + (count - 1) // 9


def _lay(
    columns: Columns,
    trunks: _Trunks,
    ground: Ground,
    rng: np.random.Generator,
    stations: list[Station],
    busbars: list[tuple[int, int]],
    numbers: list[int],
    number: int,
    feeder: _Feeder,
) -> None:
    """Add a feeder: its head, its lines, its transformers with their loads."""
    station = stations[feeder.station]
    numbers[feeder.station] += 1
    called = _feeder_number(numbers[feeder.station])
    name = f"{called}-{station.code}"
    park = feeder.kind is FeederKind.PARK
    points, rows = feeder.points, feeder.rows
    at = np.vstack([station.at, points.at[rows]])
    p_w = np.append(0.0, points.p_w[rows])
    way = route(at, p_w)
    busbar = busbars[feeder.station][numbers[feeder.station] % 2]
    start = columns.node(f"{name}-0", U_MV, station.at)
    head = columns.switch(f"{name}-cb", busbar, start, SwitchKind.BREAKER, closed=True, remote=True)
    columns.feeders.append((name, head, int(feeder.kind), station.asset, f"{called} {station.name}"))
    nodes = {0: start}
    cuts = _cuts(way)
    year = int(rng.integers(2008, 2024) if park else rng.integers(1996, 2022))
    trunk_kind = _trunk_kind(way, park, ground.plan.power_factor)
    tan = float(np.tan(np.arccos(ground.plan.power_factor)))
    for place, point in enumerate(way.order[1:].tolist(), start=1):
        above = nodes[int(way.above[point])]
        begin = _switch_before(columns, rng, name, place, point, above, way, cuts, park)
        end = nodes[point] = columns.node(f"{name}-{place}", U_MV, at[point])
        kind = (
            trunk_kind
            if way.trunk[point]
            else _lateral_kind(way.p_below_w[point], park, ground.plan.power_factor)
        )
        length_m = max(20.0, DETOUR * float(np.hypot(*(at[point] - columns.at(above)))))
        trees = float(rng.beta(1.3, 3.0)) if kind.overhead else 0.0
        columns.line(f"{name}-{place:03}", begin, end, kind, length_m, round(trees, 3), year)
        row = int(rows[point - 1])
        asset = points.asset[row]
        own = asset or f"{name}-t{place:03}"
        low = columns.node(f"{own}-lv", U_LV, at[point], asset)
        size = transformer_for(p_w[point] / ground.plan.power_factor, share=TRANSFORMER_SHARE)
        columns.transformer(own, end, low, size, (U_MV, U_LV), -0.025)
        columns.load(
            f"{own}-load",
            low,
            float(p_w[point]),
            float(p_w[point]) * tan,
            int(points.customers[row]),
            int(points.criticality[row]),
            asset,
        )
        if way.trunk[point]:
            trunks.node.append(end)
            trunks.feeder.append(number)
            trunks.station.append(feeder.station)
            trunks.at.append(at[point])
    trunks.ends.append(len(trunks.node) - 1)


def _cuts(way: Route) -> dict[int, SwitchKind]:
    """Return the trunk's points before which it is divided."""
    total = way.p_below_w[0]
    found: dict[int, SwitchKind] = {}
    trunk = [point for point in way.order[1:].tolist() if way.trunk[point]]
    for share, kind in ((RECLOSER_AT, SwitchKind.RECLOSER), (SWITCH_AT, SwitchKind.LOAD_BREAK)):
        behind = [
            point for point in trunk[1:] if way.p_below_w[point] <= share * total and point not in found
        ]
        if behind:
            found[behind[0]] = kind
    return found


def _switch_before(
    columns: Columns, rng: np.random.Generator, name: str, place: int, point: int, above: int,
    way: Route, cuts: dict[int, SwitchKind], park: bool,
) -> int:  # fmt: skip
    """Add the switch at the beginning of a section, where there is one; return the node where the section
    begins."""
    lateral = not way.trunk[point] and way.trunk[way.above[point]] and (way.above == point).any()
    if point not in cuts and not lateral:
        return above
    begin = columns.node(f"{name}-{place}-s", U_MV, columns.at(above))
    if point in cuts:
        kind = cuts[point]
        remote = kind is SwitchKind.RECLOSER or park or bool(rng.random() < 0.5)
        suffix = "rec" if kind is SwitchKind.RECLOSER else "lbs"
        columns.switch(f"{name}-{suffix}{place:03}", above, begin, kind, closed=True, remote=remote)
    else:
        columns.switch(f"{name}-fco{place:03}", above, begin, SwitchKind.FUSE, closed=True, remote=False)
    return begin


def _current_a(p_w: float, power_factor: float) -> float:
    return float(p_w / power_factor / (np.sqrt(3) * U_MV))


def _trunk_kind(way: Route, park: bool, power_factor: float) -> Conductor:
    kinds = CABLES if park else OVERHEAD
    return conductor_for(_current_a(float(way.p_below_w[0]), power_factor), kinds[1:], share=TRUNK_SHARE)


def _lateral_kind(p_w: float, park: bool, power_factor: float) -> Conductor:
    return conductor_for(_current_a(p_w, power_factor), CABLES if park else OVERHEAD, share=LATERAL_SHARE)


def _ties(columns: Columns, trunks: _Trunks, rng: np.random.Generator, kinds: list[FeederKind]) -> None:
    """Join the end of each trunk to the nearest trunks of other feeders, one of another substation if there
    is one in reach, by a line with an open tie at its far end."""
    tree = KDTree(np.array(trunks.at))
    feeder, station = np.array(trunks.feeder), np.array(trunks.station)
    joined: set[tuple[int, int]] = set()
    for own, end in enumerate(trunks.ends):
        near = np.array(tree.query_ball_point(trunks.at[end], TIE_REACH_M), np.int64)
        near = near[feeder[near] != own]
        if not len(near):
            away = tree.query(trunks.at[end], k=min(400, len(feeder)))[1]
            near = away[feeder[away] != own][:1]
        near = near[np.argsort([np.hypot(*(trunks.at[one] - trunks.at[end])) for one in near], kind="stable")]
        foreign = near[station[near] != station[end]]
        for chosen in (
            {int(near[0]), int(foreign[0])} if len(foreign) else {int(near[0])} if len(near) else set()
        ):
            pair = (min(own, int(feeder[chosen])), max(own, int(feeder[chosen])))
            if pair in joined:
                continue
            joined.add(pair)
            _tie(columns, rng, trunks, end, chosen, columns.feeders[own][0], kinds[own] is FeederKind.PARK)


def _tie(
    columns: Columns, rng: np.random.Generator, trunks: _Trunks, end: int, chosen: int, name: str, park: bool
) -> None:
    kind = (CABLES if park else OVERHEAD)[-1]
    number = len(columns.switches)
    far = columns.node(f"{name}-tie{number}", U_MV, trunks.at[chosen])
    length_m = max(20.0, DETOUR * float(np.hypot(*(trunks.at[chosen] - trunks.at[end]))))
    columns.line(f"{name}-l{number}", trunks.node[end], far, kind, length_m, 0.0 if park else 0.2, 2015)
    columns.switch(
        f"T{number}-{name}",
        far,
        trunks.node[chosen],
        SwitchKind.TIE,
        closed=False,
        remote=bool(rng.random() < 0.6),
    )
