"""What may be chosen: each site with each option and heading; and what each of these reaches."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.siting.coverage.cells import pair_distances
from luylau.siting.coverage.cover import Cover, Float32, concatenate
from luylau.siting.coverage.decay import Decay, Gaussian, Linear
from luylau.siting.coverage.places import Places
from luylau.siting.coverage.roads import Roads, cover_by_road
from luylau.siting.coverage.sight import keep_seen
from luylau.siting.coverage.wedge import Wedges, cover_by_wedge
from luylau.siting.points import Points
from luylau.siting.points.surroundings import Surroundings
from luylau.siting.study.model import Option, Study

MOST_COLUMNS: Final = 5_000_000
INSTALLED: Final = -1
"""The option of a column that stands already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """By column: ``site``, ``option`` (its number in the study), ``heading_deg`` (clockwise from north),
    ``cost`` in the study's currency, and its lens, shape (columns,) each."""

    site: Int64
    option: Int64
    heading_deg: Float64
    cost: Float64
    angle_deg: Float64
    near_m: Float64
    far_m: Float64

    @classmethod
    def of(cls, study: Study, candidates: int, sites: int) -> "Columns":
        """Return each candidate with each option and heading, then what stands already.

        Raises:
            BadInput: there would be too many.
        """
        count = candidates * sum(one.headings for one in study.options)
        if count > MOST_COLUMNS:
            raise BadInput("siting-columns-many", count=count, most=MOST_COLUMNS)
        site, option, heading = [], [], []
        for number, one in enumerate(study.options):
            site.append(np.repeat(np.arange(candidates), one.headings))
            option.append(np.full(candidates * one.headings, number))
            heading.append(np.tile(np.arange(one.headings) * (360.0 / one.headings), candidates))
        standing = np.arange(candidates, sites)
        all_option = np.concatenate([*option, np.full(len(standing), INSTALLED)]).astype(np.int64)

        def by_option(values: list[float], installed: float) -> Float64:
            return np.array([*values, installed])[all_option]

        options = study.options
        return cls(
            site=np.concatenate([*site, standing]).astype(np.int64),
            option=all_option,
            heading_deg=np.concatenate([*heading, np.zeros(len(standing))]),
            cost=by_option([study.total_cost(one) for one in options], 0.0),
            angle_deg=by_option([one.angle_deg for one in options], 360.0),
            near_m=by_option([one.near_m for one in options], 0.0),
            far_m=by_option([one.range_m for one in options], study.limits.installed_range_m),
        )

    @classmethod
    def of_supply(cls, study: Study, candidates: int) -> "Columns":
        """Return each candidate with each supply; column ``site * options + option``."""
        count = len(study.options)
        option = np.tile(np.arange(count), candidates)
        nothing = np.zeros(candidates * count)
        return cls(
            site=np.repeat(np.arange(candidates), count),
            option=option,
            heading_deg=nothing,
            cost=np.array([study.total_cost(one) for one in study.options])[option],
            angle_deg=nothing,
            near_m=nothing,
            far_m=nothing,
        )


def reach(
    plane: LocalPlane,
    study: Study,
    points: Points,
    sites: Points,
    columns: Columns,
    around: Surroundings,
) -> Cover:
    """Return which columns reach which points, as the crow flies or by road, past no building, with shares
    where an option's reach fades.

    Raises:
        BadInput: there are too many pairs of a column and a point.
    """
    at = Places.of_degrees(points.lat, points.lon, plane)
    of_sites = Places.of_degrees(sites.lat, sites.lon, plane)
    fading = {row: _decay(one) for row, one in enumerate(study.options) if one.decay != "step"}
    if study.method == "median":
        fading[INSTALLED] = Linear(full_m=0.0, zero_m=study.limits.installed_range_m)
    if around.roads is None:
        cover = _as_the_crow_flies(at, of_sites, columns)
        if around.buildings is not None:
            cover = keep_seen(cover, at, of_sites, around.buildings, columns.site)
        metres = pair_distances(cover, at, of_sites, columns.site) if fading else None
    else:
        cover, metres = _by_road(at, of_sites, columns, around.roads)
    if not fading or metres is None:
        return cover
    option = columns.option[cover.column_of_pair()]
    share = np.ones(cover.pairs, np.float32)
    for row, decay in fading.items():
        mine = option == row
        share[mine] = decay.shares(metres[mine])
    return cover.keep(share > 0).with_share(share[share > 0])


def _as_the_crow_flies(points: Places, sites: Places, columns: Columns) -> Cover:
    wedges = Wedges.of(columns.site, columns.heading_deg, columns.angle_deg, columns.far_m, columns.near_m)
    return cover_by_wedge(points, sites, wedges)


def _by_road(points: Places, sites: Places, columns: Columns, roads: Roads) -> tuple[Cover, Float32]:
    """Return which columns reach which points by road, and the metres of each pair."""
    covers, metres = [], []
    # One option at a time, in the columns' own order: those of one option stand together.
    for option in dict.fromkeys(columns.option.tolist()):
        mine = np.flatnonzero(columns.option == option)
        far_m = columns.far_m[mine][:, None]
        cover, way_m = cover_by_road(points, sites.take(columns.site[mine]), roads, far_m)
        covers.append(cover)
        metres.append(way_m)
    return concatenate(covers), np.concatenate(metres)


def _decay(option: Option) -> Decay:
    if option.decay == "linear":
        return Linear(full_m=0.0, zero_m=option.range_m)
    return Gaussian(sigma_m=option.range_m / 2, reach_m=option.range_m)
