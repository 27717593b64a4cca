"""From a city and a plan to a grid.

Public transformers belong to the nearest substation, park feeders to the nearest one with room. Around each
substation the transformers are split into sectors of equal load, one for each feeder; through a sector runs
a tree with a trunk, divided by a recloser and a load-break switch, its laterals behind fuses; ties join the
trunks of neighbours."""

import numpy as np
from scipy.spatial import KDTree

from luylau.city import City, Place
from luylau.kernel.arrays import Float64, Int64
from luylau.power.builder import stations as substations
from luylau.power.builder import ties
from luylau.power.builder.columns import Columns
from luylau.power.builder.feeders import Feeder, Layer
from luylau.power.builder.plan import Plan, refused
from luylau.power.builder.routes import sectors
from luylau.power.builder.territory import Ground, Points, Station
from luylau.power.model import Criticality, FeederKind, Grid

BESIDE_M = 300.0
"""How far north and east of a park's middle its own substation stands, assumed."""


def build(city: City, plan: Plan) -> Grid:
    """Return the grid that a plan asks for; the same for the same city and plan.

    Raises:
        BadFile: the plan does not fit the city: it names a field, or the populations that are missing.
    """
    rng = np.random.default_rng(plan.seed)
    ground = Ground(city, plan)
    stations = ground.stations()
    parks = _park_points(ground, rng)
    public = ground.public(rng, max(plan.transformers - sum(len(one.p_w) for _, one in parks), 1))
    of_public = substations.feed(ground, stations, public)
    feeders = _public_feeders(stations, public, of_public, plan.feeders_public)
    feeders += _park_feeders(ground, stations, parks, public, of_public)
    feeders.sort(key=lambda one: one.station)
    columns = Columns()
    of_feeder = np.array([one.station for one in feeders], np.int64)
    load_w = np.array([one.p_w for one in feeders])
    section = substations.busbars_of(of_feeder, load_w, len(stations))
    of_busbar_w = np.zeros((len(stations), 2))
    np.add.at(of_busbar_w, (of_feeder, section), load_w)
    busbars = [
        substations.add(columns, one, own_w, plan) for one, own_w in zip(stations, of_busbar_w, strict=True)
    ]
    layer = Layer(columns, rng, plan.power_factor)
    for feeder, own in zip(feeders, section.tolist(), strict=True):
        layer.lay(feeder, stations[feeder.station], own, busbars[feeder.station][own])
    ties.add(columns, layer.trunks, rng)
    at = np.array([one[2:4] for one in columns.nodes])
    lat, lon = ground.degrees(at)
    middle = np.array([(at[one[1]] + at[one[2]]) / 2 for one in columns.lines])
    units = KDTree(np.array([ground.metres(unit.lat, unit.lon) for unit in ground.units]))
    place = tuple(ground.units[row].id for row in units.query(middle)[1].tolist())
    tables = columns.tables(np.round(lat, 6), np.round(lon, 6), place)
    return Grid(name=city.name, simulated=True, source=plan.source, **tables)  # type: ignore[arg-type]


def _park_feeders(
    ground: Ground,
    stations: list[Station],
    parks: list[tuple[Place, Points]],
    public: Points,
    of_public: Int64,
) -> list[Feeder]:
    """Return the parks' feeders, each on the nearest substation with room; ``stations`` grows where there is
    none."""
    plan = ground.plan
    most_w = plan.station_mw * 1e6
    room_w = np.full(len(stations), most_w)
    np.subtract.at(room_w, of_public, public.p_w)
    found = []
    for park, points in parks:
        at, p_w = ground.metres(park.lat, park.lon), float(points.p_w.sum())
        station = substations.with_room(stations, room_w, at, p_w, plan.far_km)
        if station == len(stations):
            stations.append(ground.invented(stations, at + BESIDE_M))
            room_w = np.append(room_w, most_w)
        room_w[station] -= p_w
        found.append(
            Feeder(station=station, kind=FeederKind.PARK, points=points, rows=np.arange(len(points.p_w)))
        )
    return found


def _park_points(ground: Ground, rng: np.random.Generator) -> list[tuple[Place, Points]]:
    """Return the transformers of each park feeder: feeders over the parks by area, loads of a log-normal
    course."""
    plan = ground.plan
    if not ground.parks or not plan.feeders_park:
        return []
    if plan.peak_park_mw <= 0:
        raise refused("peak_park_mw", "grid-plan-park-load-missing", feeders=plan.feeders_park)
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


def _public_feeders(stations: list[Station], points: Points, of: Int64, total: int) -> list[Feeder]:
    load = np.zeros(len(stations))
    np.add.at(load, of, points.p_w)
    used = np.flatnonzero(load > 0)
    if total < len(used):
        raise refused("feeders_public", "grid-plan-feeders-too-few", said=total, least=len(used))
    counts = [1 + extra for extra in _shares(load[used], total - len(used))]
    found = []
    for station, count in zip(used.tolist(), counts, strict=True):
        rows = np.flatnonzero(of == station)
        parts = sectors(stations[station].at, points.at[rows], points.p_w[rows], count)
        found += [
            Feeder(station=station, kind=FeederKind.PUBLIC, points=points, rows=rows[part])
            for part in parts
            if len(part)
        ]
    return found
