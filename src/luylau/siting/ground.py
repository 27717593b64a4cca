"""What a study stands on: its points, its sites, and who reaches whom. The same whatever its criteria weigh,
its options cost, and its plan may be."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from luylau.city import City
from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.power.model import Grid
from luylau.siting.columns import Columns, reach
from luylau.siting.coverage.cover import Cover
from luylau.siting.points import Points, Units, asset_points, demand_points, site_points
from luylau.siting.points.surroundings import Surroundings, read_buildings, read_roads
from luylau.siting.storm import StormPower, storm_power
from luylau.siting.study.model import Limits, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """``points`` and ``sites`` (the ``candidates`` first, then what is installed), with the number of each
    one's unit, and each point's criterion in ``layer``. ``power``: where the study asks for storms.
    ``cover``: which points the study's columns reach with power; None for a study of supplies, which reach
    their own sites alone. ``plane``: metres about the city. ``far_m``: in a study of ways, the way at which
    nothing is left of a share that falls with it; else 0."""

    points: Points
    layer: Int64
    point_unit: Int64
    sites: Points
    candidates: int
    site_unit: Int64
    units: Units
    power: StormPower | None
    cover: Cover | None
    plane: LocalPlane
    far_m: float = 0.0

    def columns(self, study: Study) -> Columns:
        """Return what may be chosen here by a study of this ground."""
        if study.method == "supply":
            return Columns.of_supply(study, self.candidates)
        asked = _of_ways(study, self.far_m) if study.method == "median" else study
        return Columns.of(asked, self.candidates, len(self.sites))


def ground_of(study: Study, city: City, grid: Grid | None, folder: Path, pack: Path | None = None) -> Ground:
    """Gather what a study stands on.

    Args:
        study: what is asked.
        city: the city it is asked of.
        grid: its grid; None for a city without.
        folder: where the study's files are.
        pack: the pack's folder, for outlines of units; None for approximate units.

    Raises:
        BadFile: a file of the study or the pack's outlines have faults.
        BadInput: something that the study names is not there, or it needs a grid and there is none.
    """
    units = Units.of(city, pack)
    limits = study.limits
    # A supply serves its own site alone: what stands elsewhere is nothing to it.
    kinds = () if study.method == "supply" else limits.installed
    standing = asset_points(city, kinds, grid) if kinds else None
    candidates = site_points(
        study.sites,
        city,
        units,
        grid,
        folder,
        study.seed,
        study.areas,
        must=limits.must,
        must_not=limits.must_not,
        standing=standing,
    )
    points, layer = _demand(study, city, grid, folder)
    sites = _joined(candidates, standing) if standing else candidates
    ground = Ground(
        points=points,
        layer=layer,
        point_unit=units.of_points(points.lat, points.lon),
        sites=sites,
        candidates=len(candidates),
        site_unit=units.of_points(sites.lat, sites.lon),
        units=units,
        power=_power(study, grid, sites),
        cover=None,
        plane=LocalPlane(lat=city.lat, lon=city.lon),
    )
    if study.method == "supply":
        return ground
    if study.method == "median":
        ground = replace(ground, far_m=_longest_m(ground) * (_DETOUR if study.roads else 1.0))
        study = _of_ways(study, ground.far_m)
    around = _around(study, ground.plane, folder)
    return replace(ground, cover=reach(ground.plane, study, points, sites, ground.columns(study), around))


def _around(study: Study, plane: LocalPlane, folder: Path) -> Surroundings:
    return Surroundings(
        buildings=read_buildings(folder / study.buildings, plane) if study.buildings else None,
        roads=read_roads(folder / study.roads, plane) if study.roads else None,
    )


def _longest_m(ground: Ground) -> float:
    """Return a way that none is longer than: between the corners of the box that holds all."""
    points = ground.plane.points(ground.points.lat, ground.points.lon)
    sites = ground.plane.points(ground.sites.lat, ground.sites.lon)
    return max(float(np.hypot(*np.ptp(np.concatenate([points, sites]), axis=0))), 1.0)


def _of_ways(study: Study, far_m: float) -> Study:
    """Return a study of ways as one of covering: each site reaches all points, with a share that falls in a
    straight line to nothing at the longest way. To reach most then is to have the shortest ways."""
    options = tuple(
        replace(one, range_m=far_m, near_m=0.0, angle_deg=360.0, headings=1, decay="linear")
        for one in study.options
    )
    return replace(study, options=options, limits=replace(study.limits, installed_range_m=far_m))


def same_ground(study: Study) -> Study:
    """Return a study that is equal for all studies that stand on the same ground."""
    limits = study.limits
    return replace(
        study,
        names=_NO_NAMES,
        question=_NO_NAMES,
        currency="",
        demand=tuple(replace(one, names=_NO_NAMES, weight=1.0, load_w=0.0, note="") for one in study.demand),
        options=tuple(
            replace(one, names=_NO_NAMES, cost=0.0, running_cost=0.0, capacity=0.0, note="", assumed=False)
            for one in study.options
        ),
        areas=tuple(replace(one, names=_NO_NAMES) for one in study.areas),
        limits=Limits(
            must=limits.must,
            must_not=limits.must_not,
            installed=limits.installed,
            installed_range_m=limits.installed_range_m,
            powered=limits.powered,
            reliable=1.0 if limits.reliable else 0.0,
            scenarios=limits.scenarios,
        ),
        seconds=1.0,
        version=1,
    )


_NO_NAMES: Final[dict[str, str]] = {}
_DETOUR: Final = 3.0
"""How many times as long as the straight line a way by road may be before it counts as the longest."""


def _demand(study: Study, city: City, grid: Grid | None, folder: Path) -> tuple[Points, Int64]:
    found = [demand_points(one, city, grid, folder, study.areas) for one in study.demand]
    points = found[0]
    for more in found[1:]:
        points = _joined(points, more)
    layer = np.repeat(np.arange(len(found)), [len(one) for one in found])
    return points, layer


def _joined(one: Points, other: Points) -> Points:
    return Points(
        id=one.id + other.id,
        lat=np.concatenate([one.lat, other.lat]),
        lon=np.concatenate([one.lon, other.lon]),
        weight=np.concatenate([one.weight, other.weight]),
        asset=one.asset + other.asset,
        node=np.concatenate([one.node, other.node]),
    )


def _power(study: Study, grid: Grid | None, sites: Points) -> StormPower | None:
    if not study.asks_storms:
        return None
    if grid is None:
        raise BadInput("siting-grid-none")
    return storm_power(grid, sites.node, study.limits.scenarios, study.seed)
