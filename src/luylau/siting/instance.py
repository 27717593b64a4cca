"""A study made ready to be solved: points, sites, columns and who reaches whom.

::

    study ─▶ demand points ─┐
          ─▶ sites ─────────┼─▶ ground ─▶ columns (site x option x heading) ─▶ problem
    pack, grid ─▶ units ────┘             weights, costs, limits, storms

Each criterion's weights are made to sum to its share of 100, so a plan's value is the percentage of all that
was asked for. In a study of supplies the value is what they spare the sites instead: hours without power,
times the criterion's weight.
"""

from collections.abc import Sequence
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
from luylau.siting.solving.reduce import ANY
from luylau.siting.storm_cover import by_chance, in_storms
from luylau.siting.study.model import Limits, Study
from luylau.siting.supplies import spared

WHOLE: Final = 100.0
MOST_APART: Final = 2_000_000
"""Pairs of sites that are too near to each other."""


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
        BadInput: nothing has a weight, there is too much of something, or sites that must be used are more
            than their unit may have.
    """
    columns = ground.columns(study)
    copies = 1
    if ground.cover is None:
        assert ground.power is not None
        cover, weights = spared(study, ground.points, ground.layer, ground.sites, ground.power)
    else:
        cover, weights = ground.cover, _weights(study, ground.points, ground.layer)
        if ground.power is None or not study.limits.powered:
            pass
        elif coarse:
            cover = by_chance(cover, columns.site, ground.power.alive)
        else:
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
    limits = study.limits
    installed = np.flatnonzero(columns.option == INSTALLED)
    must, free = _must(ground, columns, limits.must)
    refused = _at(ground, columns, limits.must_not) | _unreliable(ground, columns, limits)
    unit, least, most = _unit_limits(limits, ground, columns, free)
    return CoverProblem(
        weights=weights,
        cover=cover,
        cost=columns.cost,
        site=columns.site,
        budget=limits.budget or float(columns.cost.sum()),
        must=must,
        forbidden=np.flatnonzero(refused),
        installed=installed,
        most_sites=limits.most_sites,
        unit=unit,
        unit_least=least,
        unit_most=most,
        apart=_near(ground, limits.apart_m),
    )


def _at(ground: Ground, columns: Columns, wanted: Sequence[str]) -> Bool:
    """Return which columns stand at the candidates named, shape (columns,), as far as they were drawn."""
    named = set(wanted)
    sites = np.array([one in named for one in ground.sites.id[: ground.candidates]], np.bool_)
    found = np.zeros(len(columns.site), np.bool_)
    new = columns.option != INSTALLED
    found[new] = sites[columns.site[new]]
    return found


def _unreliable(ground: Ground, columns: Columns, limits: Limits) -> Bool:
    """Return which columns stand at candidates that lose their power in too many storms, shape (columns,).

    Raises:
        BadInput: all do.
    """
    found = np.zeros(len(columns.site), np.bool_)
    if not limits.reliable or ground.power is None:
        return found
    chance = ground.power.alive[:, : ground.candidates].mean(axis=0)
    good = chance >= limits.reliable - 1e-9
    if not good.any():
        raise BadInput("siting-reliable-none", share=100 * limits.reliable, most=100 * float(chance.max()))
    new = columns.option != INSTALLED
    found[new] = ~good[columns.site[new]]
    return found


def _must(ground: Ground, columns: Columns, wanted: Sequence[str]) -> tuple[Int64, Int64]:
    """Return the columns that must be used, and the sites of which one of several columns must be."""
    mine = np.flatnonzero(_at(ground, columns, wanted))
    sites, first, count = np.unique(columns.site[mine], return_index=True, return_counts=True)
    return np.sort(mine[first[count == 1]]), sites[count > 1]


def _unit_limits(
    limits: Limits, ground: Ground, columns: Columns, free: Int64
) -> tuple[Int64 | None, Int64 | None, Int64 | None]:
    """Return each column's unit, and how many sites each unit must and may have; None for what has no limit.

    A site that must be used, with whichever option and heading, is a unit of its own that has exactly one
    site; its own unit then needs and may have one less.
    """
    bounded = bool(limits.unit_least or limits.unit_most)
    if not bounded and not len(free):
        return None, None, None
    units = len(ground.units)
    unit = ground.site_unit[columns.site]
    # What stands outside every unit counts in none; there is no candidate outside.
    unit = np.where(unit < 0, units, unit)
    has_candidate = np.zeros(units + 1, np.bool_)
    has_candidate[unit[columns.option != INSTALLED]] = True
    least = np.where(has_candidate, limits.unit_least, 0)
    # What stands already may be more than that, in a unit where nothing can be put.
    most = np.where(has_candidate & (limits.unit_most > 0), limits.unit_most, ANY)
    own = np.full(len(ground.sites), -1)
    own[free] = units + 1 + np.arange(len(free))
    taken = np.bincount(ground.site_unit[free], minlength=units + 1)
    there = np.bincount(unit[columns.option == INSTALLED], minlength=units + 1)
    over = np.flatnonzero((most < ANY) & (taken > np.maximum(most - there, 0)))
    if len(over):
        wanted = [ground.sites.id[site] for site in free.tolist() if ground.site_unit[site] == over[0]]
        said = ", ".join([f"unit_most {ground.units.id[over[0]]}", *(f"must {one}" for one in wanted)])
        raise BadInput("siting-limits-conflict", limits=said, count=1 + len(wanted))
    least = np.maximum(least - taken, 0)
    most = np.where(most < ANY, np.maximum(most - taken, 0), ANY)
    ones = np.ones(len(free), np.int64)
    return (
        np.where(own[columns.site] >= 0, own[columns.site], unit),
        np.concatenate([least, ones]).astype(np.int64),
        np.concatenate([most, ones]).astype(np.int64),
    )


def _near(ground: Ground, apart_m: float) -> Int64:
    if not apart_m:
        return np.empty((0, 2), np.int64)
    tree = cKDTree(ground.plane.points(ground.sites.lat, ground.sites.lon))
    # Sites just so far apart may both be used; degrees leave some rounding.
    apart_m *= 1 - 1e-6
    count = (int(tree.count_neighbors(tree, apart_m)) - tree.n) // 2
    if count > MOST_APART:
        raise BadInput("siting-apart-many", count=count, most=MOST_APART)
    found: Int64 = tree.query_pairs(apart_m, output_type="ndarray")
    return found.astype(np.int64)
