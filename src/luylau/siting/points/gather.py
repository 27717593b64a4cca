"""Demand and sites of a study, gathered from the city, its grid, and files beside the study."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from luylau.city import City
from luylau.city.territory import UNIT_KINDS
from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.power.model import Grid
from luylau.siting.coverage.catchment import two_step
from luylau.siting.coverage.cells import cover_by_radius
from luylau.siting.coverage.places import Places
from luylau.siting.points.areas import allowed, asked
from luylau.siting.points.file import read_points
from luylau.siting.points.points import Points
from luylau.siting.points.units import OUTSIDE, Units
from luylau.siting.study.model import Area, Demand, Sites

MOST_RASTER: Final = 1_000_000
"""Points of a raster, those outside the territory included."""


def demand_points(
    demand: Demand, city: City, grid: Grid | None, folder: Path, areas: Sequence[Area] = ()
) -> Points:
    """Return the points of one criterion that the ``areas`` leave; ``folder`` holds the study's files.

    Raises:
        BadFile: a file has faults.
        BadInput: there is nothing of that kind, no grid, or the weights sum to nothing.
    """
    match demand.source:
        case "places":
            found = _places(city, demand.kinds or UNIT_KINDS)
        case "assets":
            found = asset_points(city, demand.kinds, grid)
        case "customers":
            found = _loads(grid)
        case "file":
            found = read_points(folder / demand.file, demand.column)
    if demand.served_by:
        found = _underserved(found, demand, city)
    found = found.take(np.flatnonzero(asked(areas, found.lat, found.lon)))
    if not found.weight.sum() > 0:
        raise BadInput("siting-demand-empty", demand=demand.id)
    return found


def _underserved(points: Points, demand: Demand, city: City) -> Points:
    """Return the points with what is missing of their weights.

    Access is that of the two-step floating catchment area, each asset serving as much as any other
    (``coverage.catchment``). A point whose access is that of all in the mean or more counts nothing, one that
    can get at nothing counts whole, and those between in a straight line.
    """
    serving = asset_points(city, demand.served_by)
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    at = Places.of_degrees(points.lat, points.lon, plane)
    cover = cover_by_radius(at, Places.of_degrees(serving.lat, serving.lon, plane), demand.served_m)
    access = two_step(cover, serving.weight, points.weight).access
    whole = float(points.weight.sum())
    mean = float(points.weight @ access) / whole if whole > 0 else 0.0
    missing = np.clip(1.0 - access / mean, 0.0, 1.0) if mean > 0 else np.ones(len(points))
    return replace(points, weight=points.weight * missing)


def site_points(
    sites: Sites,
    city: City,
    units: Units,
    grid: Grid | None,
    folder: Path,
    seed: int,
    areas: Sequence[Area] = (),
    *,
    must: Sequence[str] = (),
    must_not: Sequence[str] = (),
    standing: Points | None = None,
) -> Points:
    """Return where something may stand, each place once, all within the territory and as the ``areas`` say.

    Args:
        sites: where from, and how many at most.
        city: the city.
        units: its units.
        grid: its grid; None for a city without.
        folder: where files are.
        seed: of the drawing.
        areas: drawn by somebody.
        must: ids that are among those returned, whichever else are drawn.
        must_not: ids that are known, whether they are drawn or not.
        standing: what stands already: where that is nothing new is put.

    Raises:
        BadFile: a file has faults.
        BadInput: there are none, no grid, sites of a file or of assets lie outside the territory, or a site
            that is named is not there.
    """
    match sites.source:
        case "assets":
            found = asset_points(city, sites.kinds, grid)
        case "loads":
            found = _loads(grid)
        case "raster":
            found = _raster(city, units, sites.step_m)
        case "file":
            found = read_points(folder / sites.file)
    unit = units.of_points(found.lat, found.lon)
    outside = np.flatnonzero(unit == OUTSIDE)
    if len(outside) and sites.source != "raster":
        named = ", ".join(found.id[row] for row in outside[:5].tolist())
        raise BadInput("siting-sites-outside", count=len(outside), sites=named)
    inside = (unit != OUTSIDE) & allowed(areas, found.lat, found.lon)
    if standing is not None:
        inside &= ~np.isin(_spots(found), _spots(standing))
    rows = np.flatnonzero(inside)
    wanted = _rows_of(found, rows, must)
    # Of several at one place the one that somebody named, else the first.
    rows = np.sort(_once(found, np.concatenate([wanted, np.setdiff1d(rows, wanted)])))
    if not len(rows):
        raise BadInput("siting-sites-none")
    _check_ids(found, rows)
    _rows_of(found, np.arange(len(found)), must_not)
    if sites.most and len(rows) > sites.most:
        drawn = np.random.default_rng(seed).choice(len(rows), sites.most, replace=False)
        rows = np.union1d(rows[drawn], wanted)
    return found.take(rows)


def _rows_of(points: Points, rows: Int64, wanted: Sequence[str]) -> Int64:
    """Return those of the rows whose points are named.

    Raises:
        BadInput: one is not among them.
    """
    if not wanted:
        return np.empty(0, np.int64)
    row_of = {points.id[row]: row for row in rows.tolist()}
    unknown = [one for one in wanted if one not in row_of]
    if unknown:
        raise BadInput("siting-site-not-there", sites=", ".join(unknown[:5]), count=len(unknown))
    return np.array([row_of[one] for one in wanted], np.int64)


def asset_points(city: City, kinds: tuple[str, ...], grid: Grid | None = None) -> Points:
    """Return the assets of these kinds that are not retired, one for one.

    Raises:
        BadInput: there are none.
    """
    assets = [one for one in city.assets.values() if one.kind in kinds and one.status != "retired"]
    if not assets:
        raise BadInput("siting-assets-none", kinds=", ".join(kinds))
    ids = tuple(one.id for one in assets)
    nodes = {} if grid is None else _nodes_of_assets(grid)
    return Points(
        id=ids,
        lat=np.array([one.lat for one in assets], np.float64),
        lon=np.array([one.lon for one in assets], np.float64),
        weight=np.ones(len(assets)),
        asset=ids,
        node=np.array([nodes.get(one.id, nodes.get(one.powered_by, -1)) for one in assets], np.int64),
    )


def _places(city: City, kinds: tuple[str, ...]) -> Points:
    places = [one for one in city.places.values() if one.kind in kinds and one.population > 0]
    return Points.at(
        tuple(one.id for one in places),
        np.array([one.lat for one in places], np.float64),
        np.array([one.lon for one in places], np.float64),
        np.array([one.population for one in places], np.float64),
    )


def _loads(grid: Grid | None) -> Points:
    if grid is None:
        raise BadInput("siting-grid-none")
    loads = grid.loads
    rows = np.flatnonzero(np.isfinite(grid.nodes.lat[loads.node]))
    node = loads.node[rows]
    return Points(
        id=tuple(loads.id[row] for row in rows.tolist()),
        lat=grid.nodes.lat[node],
        lon=grid.nodes.lon[node],
        weight=loads.customers[rows].astype(np.float64),
        asset=tuple(loads.asset[row] for row in rows.tolist()),
        node=node,
    )


def _nodes_of_assets(grid: Grid) -> dict[str, int]:
    """Return a node of the grid for each asset that it knows; that of its load comes first."""
    found = {asset: row for row, asset in enumerate(grid.nodes.asset) if asset}
    loads = zip(grid.loads.asset, grid.loads.node.tolist(), strict=True)
    return found | {asset: node for asset, node in loads if asset}


def _raster(city: City, units: Units, step_m: float) -> Points:
    """Points at even distances over the box that holds all units, and half a unit more on each side; those in
    a unit."""
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    places = [one for one in city.places.values() if one.kind in UNIT_KINDS]
    if not places:
        raise BadInput("siting-sites-none")
    lat = np.array([one.lat for one in places], np.float64)
    lon = np.array([one.lon for one in places], np.float64)
    x, y = plane.to_metres(lat, lon)
    margin_m = 1_000 * np.sqrt(np.nanmax([one.area_km2 for one in places] + [1.0]) / np.pi)
    across = np.arange(x.min() - margin_m, x.max() + margin_m, step_m)
    along = np.arange(y.min() - margin_m, y.max() + margin_m, step_m)
    count = len(across) * len(along)
    if count > MOST_RASTER:
        raise BadInput("siting-raster-many", count=count, most=MOST_RASTER)
    grid_x, grid_y = (one.ravel() for one in np.meshgrid(across, along))
    at_lat, at_lon = plane.to_degrees(grid_x, grid_y)
    columns = len(across)
    inside = np.flatnonzero(units.of_points(at_lat, at_lon) != OUTSIDE)
    ids = tuple(f"r{number // columns}-c{number % columns}" for number in inside.tolist())
    return Points.at(ids, at_lat[inside], at_lon[inside])


def _once(points: Points, rows: Int64) -> Int64:
    """Return the rows without those at a place that an earlier one has, to about 0.1 m."""
    _, first = np.unique(_spots(points)[rows], return_index=True)
    kept: Int64 = rows[np.sort(first)]
    return kept


def _spots(points: Points) -> Int64:
    """Return a number for each point's place to about 0.1 m, shape (points,)."""
    lat, lon = (np.round(one * 1e6).astype(np.int64) for one in (points.lat, points.lon))
    made: Int64 = lat * 1_000_000_000 + lon
    return made


def _check_ids(points: Points, rows: Int64) -> None:
    """Refuse two sites of one id: nobody could say which is meant."""
    seen: set[str] = set()
    for row in rows.tolist():
        if points.id[row] in seen:
            raise BadInput("siting-site-twice", site=points.id[row])
        seen.add(points.id[row])
