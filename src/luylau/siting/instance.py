"""A study made ready to be solved: points, sites, columns and who reaches whom.

::

    study ─▶ demand points ─┐
          ─▶ sites ─────────┼─▶ columns (site x option x heading) ─▶ cover ─▶ problem
    pack, grid ─▶ units ────┘                                        power in a storm

Each criterion's weights are made to sum to its share of 100, so a plan's value is the percentage of all that
was asked for. In a study of supplies the value is what they spare the sites instead: hours without power,
times the criterion's weight.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from luylau.city import City
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.power.model import Grid
from luylau.siting.columns import INSTALLED, Columns, reach
from luylau.siting.coverage.cover import Cover
from luylau.siting.points import Points, Units, asset_points, demand_points, site_points
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.storm import StormPower, storm_power
from luylau.siting.storm_cover import in_storms
from luylau.siting.study.model import Study
from luylau.siting.supplies import spared

WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """``points`` and ``sites`` (installed ones last), with the number of each one's unit in ``units`` and
    each point's criterion in ``layer``. The problem has each point ``copies`` times on end, once for each
    storm, or just once. By column: ``option`` (number in the study) and ``heading_deg``. The
    sites and units by column are the problem's. ``power``: where the study asks for storms."""

    study: Study
    points: Points
    layer: Int64
    point_unit: Int64
    sites: Points
    site_unit: Int64
    units: Units
    option: Int64
    heading_deg: Float64
    problem: CoverProblem
    power: StormPower | None = None
    copies: int = 1

    @property
    def candidates(self) -> int:
        """Return how many sites are candidates; those after them stand already."""
        return len(self.sites) - len(self.problem.installed)


def instance_of(
    study: Study, city: City, grid: Grid | None, folder: Path, pack: Path | None = None
) -> Instance:
    """Make a study ready.

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
    sites = site_points(study.sites, city, units, grid, folder, study.seed)
    points, layer = _demand(study, city, grid, folder)
    power = _power(study, grid, sites)
    limits = study.limits
    standing = asset_points(city, limits.installed) if limits.installed else None
    every = sites if standing is None else _joined(sites, standing)
    site_unit = units.of_points(every.lat, every.lon)
    if study.method == "supply":
        assert power is not None
        columns = Columns.of_supply(study, len(sites))
        cover, weights = spared(study, points, layer, sites, power)
    else:
        columns = Columns.of(study, len(sites), len(every))
        cover = reach(LocalPlane(lat=city.lat, lon=city.lon), study, points, every, columns)
        weights = _weights(study, points, layer)
        if power is not None:
            cover, weights = in_storms(cover, weights, columns.site, power.alive)
    return Instance(
        study=study,
        points=points,
        layer=layer,
        point_unit=units.of_points(points.lat, points.lon),
        sites=every,
        site_unit=site_unit,
        units=units,
        option=columns.option,
        heading_deg=columns.heading_deg,
        problem=_problem(study, city, every, site_unit, units, columns, cover, weights),
        power=power,
        copies=cover.point_count // len(points),
    )


def _demand(study: Study, city: City, grid: Grid | None, folder: Path) -> tuple[Points, Int64]:
    found = [demand_points(one, city, grid, folder) for one in study.demand]
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


def _weights(study: Study, points: Points, layer: Int64) -> Float64:
    """Return the points' weights, so that each criterion sums to its share of 100."""
    wanted = np.array([one.weight for one in study.demand], np.float64)
    if not wanted.sum() > 0:
        raise BadInput("siting-weights-none")
    has = np.bincount(layer, weights=points.weight, minlength=len(wanted))
    made: Float64 = points.weight * (WHOLE * wanted / wanted.sum() / has)[layer]
    return made


def _power(study: Study, grid: Grid | None, sites: Points) -> StormPower | None:
    if not (study.limits.powered or study.method == "supply"):
        return None
    if grid is None:
        raise BadInput("siting-grid-none")
    return storm_power(grid, sites.node, study.limits.scenarios, study.seed)


def _problem(
    study: Study,
    city: City,
    sites: Points,
    site_unit: Int64,
    units: Units,
    columns: Columns,
    cover: Cover,
    weights: Float64,
) -> CoverProblem:
    limits = study.limits
    installed = np.flatnonzero(columns.option == INSTALLED)
    unit = site_unit[columns.site]
    # What stands outside every unit counts in none; there is no candidate outside.
    unit = np.where(unit < 0, len(units), unit)
    has_candidate = np.zeros(len(units) + 1, np.bool_)
    has_candidate[unit[columns.option != INSTALLED]] = True
    bounded = bool(limits.unit_least or limits.unit_most)
    return CoverProblem(
        weights=weights,
        cover=cover,
        cost=columns.cost,
        site=columns.site,
        budget=limits.budget or float(columns.cost.sum()),
        must=_columns_of(sites, columns, limits.must, only=True),
        forbidden=_columns_of(sites, columns, limits.must_not, only=False),
        installed=installed,
        most_sites=limits.most_sites,
        unit=unit if bounded else None,
        unit_least=_least(limits.unit_least, has_candidate) if limits.unit_least else None,
        unit_most=_most(limits.unit_most, has_candidate) if limits.unit_most else None,
        apart=_near(city, sites, limits.apart_m),
    )


def _columns_of(sites: Points, columns: Columns, wanted: tuple[str, ...], *, only: bool) -> Int64:
    """Return the columns of the sites named: of each the cheapest alone if ``only``, else all.

    Raises:
        BadInput: a site that is no candidate.
    """
    row_of = {id_: row for row, id_ in enumerate(sites.id)}
    unknown = [one for one in wanted if one not in row_of]
    if unknown:
        raise BadInput("siting-site-not-there", sites=", ".join(unknown[:5]), count=len(unknown))
    found: list[int] = []
    for one in wanted:
        mine = np.flatnonzero((columns.site == row_of[one]) & (columns.option != INSTALLED))
        found += [int(mine[np.argmin(columns.cost[mine])])] if only and len(mine) else mine.tolist()
    return np.array(sorted(found), np.int64)


def _least(least: int, has_candidate: Bool) -> Int64:
    return np.where(has_candidate, least, 0).astype(np.int64)


def _most(most: int, has_candidate: Bool) -> Int64:
    # What stands already may be more than that, in a unit where nothing can be put.
    return np.where(has_candidate, most, np.iinfo(np.int32).max).astype(np.int64)


def _near(city: City, sites: Points, apart_m: float) -> Int64:
    if not apart_m:
        return np.empty((0, 2), np.int64)
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    found: Int64 = cKDTree(plane.points(sites.lat, sites.lon)).query_pairs(apart_m, output_type="ndarray")
    return found.astype(np.int64)
