"""A study made ready to be solved: points, sites, columns and who reaches whom.

::

    study ─▶ demand points ─┐
          ─▶ sites ─────────┼─▶ ground ─▶ columns (site x option x heading) ─▶ problem
    pack, grid ─▶ units ────┘             weights, costs, limits, storms

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
from luylau.power.model import Grid
from luylau.siting.columns import INSTALLED, Columns
from luylau.siting.coverage.cover import Cover
from luylau.siting.ground import Ground, ground_of
from luylau.siting.points import Points
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.storm_cover import by_chance, in_storms
from luylau.siting.study.model import Study
from luylau.siting.supplies import spared

WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A study on its ground. The problem has each point ``copies`` times on end, once for each storm, or just
    once. By column: ``option`` (number in the study) and ``heading_deg``. The sites and units by column are
    the problem's."""

    study: Study
    ground: Ground
    option: Int64
    heading_deg: Float64
    problem: CoverProblem
    copies: int = 1


def instance_of(
    study: Study, city: City, grid: Grid | None, folder: Path, pack: Path | None = None
) -> Instance:
    """Make a study ready; arguments and errors as ``ground_of``."""
    return instance_on(ground_of(study, city, grid, folder, pack), study)


def instance_on(ground: Ground, study: Study, *, coarse: bool = False) -> Instance:
    """Make a study ready on its ground.

    ``coarse``: do not count storms one by one, but let each column reach of every point the share of the
    storms in which its site has power. That misses that two sites for one point may fail at different times.

    Raises:
        BadInput: nothing has a weight, or a site that the study names is no candidate.
    """
    columns = ground.columns(study)
    copies = 1
    if ground.cover is None:
        assert ground.power is not None
        cover, weights = spared(study, ground.points, ground.layer, ground.sites, ground.power)
    else:
        cover, weights = ground.cover, _weights(study, ground.points, ground.layer)
        if ground.power is not None and coarse:
            cover = by_chance(cover, columns.site, ground.power.alive)
        elif ground.power is not None:
            cover, weights = in_storms(cover, weights, columns.site, ground.power.alive)
            copies = len(ground.power.alive)
    return Instance(
        study=study,
        ground=ground,
        option=columns.option,
        heading_deg=columns.heading_deg,
        problem=_problem(study, ground, columns, cover, weights),
        copies=copies,
    )


def _weights(study: Study, points: Points, layer: Int64) -> Float64:
    """Return the points' weights, so that each criterion sums to its share of 100."""
    wanted = np.array([one.weight for one in study.demand], np.float64)
    if not wanted.sum() > 0:
        raise BadInput("siting-weights-none")
    has = np.bincount(layer, weights=points.weight, minlength=len(wanted))
    made: Float64 = points.weight * (WHOLE * wanted / wanted.sum() / has)[layer]
    return made


def _problem(study: Study, ground: Ground, columns: Columns, cover: Cover, weights: Float64) -> CoverProblem:
    limits, sites, units = study.limits, ground.sites, ground.units
    installed = np.flatnonzero(columns.option == INSTALLED)
    unit = ground.site_unit[columns.site]
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
        apart=_near(ground, limits.apart_m),
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


def _near(ground: Ground, apart_m: float) -> Int64:
    if not apart_m:
        return np.empty((0, 2), np.int64)
    tree = cKDTree(ground.plane.points(ground.sites.lat, ground.sites.lon))
    found: Int64 = tree.query_pairs(apart_m, output_type="ndarray")
    return found.astype(np.int64)
