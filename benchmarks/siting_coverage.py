"""Which sites reach which points, as fast as it goes: radius, line of sight, isovists, floating catchments.

- radius: a million points and 10,000 sites strewn over 40 x 40 km; a point is reached by 37 sites in the
  mean, so there are about 36 million pairs. Beside scipy's k-d tree, which returns lists.
- sight: the same pairs among 5,000 and among 50,000 buildings. Beside shapely with an R-tree of the
  buildings.
- isovist: 10,000 cameras that see 150 m among 50,000 buildings on 7 x 7 km, as dense as a town. Beside
  shapely, which takes the shadow of each wall from the circle.
- E2SFCA: 13.5 million pairs of people and clinics in three zones. Beside PyPI access, where it is installed.

Ours is the better of two runs, compiled before; peers run once, on a part where that says enough.
"""

import argparse
import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from benchmarks.common import Result, Table, peak_mb, run, timed
from luylau.kernel.arrays import Float64
from luylau.siting.coverage import (
    SLOW_WEIGHTS,
    Cover,
    Footprints,
    Places,
    cover_by_radius,
    enhanced_two_step,
    in_sight,
    isovists,
    merge_equal,
    near_order,
    pair_distances,
)
from luylau.siting.coverage.cover import Float32

SIDE_M = 40_000.0
SITES_A_POINT = 37.0
TOWN_M = 7_000.0
ZONES_M = (300.0, 600.0, 900.0)
SEED = 20


@dataclass(kw_only=True)
class Sizes:
    """How much is done, and by how much the peers do of it."""

    points: int
    sites: int
    buildings: int
    cameras: int
    sight_sites: int
    tree_sites: int
    lines: int
    shadowed: int
    access_pairs: int


FULL = Sizes(
    points=1_000_000,
    sites=10_000,
    buildings=50_000,
    cameras=10_000,
    sight_sites=10_000,
    tree_sites=10_000,
    lines=20_000,
    shadowed=20,
    access_pairs=13_500_000,
)
QUICK = Sizes(
    points=1_000_000,
    sites=10_000,
    buildings=50_000,
    cameras=2_000,
    sight_sites=1_000,
    tree_sites=200,
    lines=500,
    shadowed=3,
    access_pairs=200_000,
)


def better_of_two(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the shorter of two runs in seconds, and what the last one returned."""
    seconds, found = math.inf, None
    for _ in range(2):
        with timed() as timer:
            found = work()
        seconds = min(seconds, timer.seconds)
    return seconds, found


def strewn(rng: np.random.Generator, count: int, side_m: float) -> Places:
    return Places(rng.uniform(0, side_m, count), rng.uniform(0, side_m, count))


def town(rng: np.random.Generator, buildings: int, side_m: float) -> Float64:
    """Return turned rectangles of 6 to 18 m, shape (buildings, 4, 2)."""
    middle = rng.uniform(0, side_m, (buildings, 1, 2))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * rng.uniform(3, 9, (buildings, 1, 2))
    turn = rng.uniform(0, np.pi, (buildings, 1))
    east = corners[..., 0] * np.cos(turn) - corners[..., 1] * np.sin(turn)
    north = corners[..., 0] * np.sin(turn) + corners[..., 1] * np.cos(turn)
    return middle + np.stack([east, north], axis=-1)


def warm_up() -> None:
    """Compile, or load what was compiled."""
    rng = np.random.default_rng(1)
    points, sites = strewn(rng, 500, 200), strewn(rng, 5, 200)
    footprints = Footprints.of_rings(list(town(rng, 20, 200)))
    cover = cover_by_radius(points.take(near_order(points)), sites, 80)
    in_sight(cover, points, sites, footprints)
    merge_equal(cover, np.ones(500))
    isovists(sites, footprints, 80)
    metres = pair_distances(cover, points, sites)
    enhanced_two_step(cover, metres, [40, 80], np.ones(5), np.ones(500), SLOW_WEIGHTS[:2])


def built_tree(rings: Float64) -> shapely.STRtree:
    """Return the R-tree of all buildings; it is built by its first question."""
    tree = shapely.STRtree(shapely.polygons(rings))
    tree.query(shapely.Point(0, 0))
    return tree


def radius(sizes: Sizes, table: Table, figures: dict[str, Any]) -> tuple[Places, Places, Cover]:
    rng = np.random.default_rng(SEED)
    points, sites = strewn(rng, sizes.points, SIDE_M), strewn(rng, sizes.sites, SIDE_M)
    reach_m = math.sqrt(SITES_A_POINT / sizes.sites * SIDE_M**2 / math.pi)
    seconds, cover = better_of_two(lambda: cover_by_radius(points, sites, reach_m))
    figures["million_seconds"], figures["million_pairs"] = seconds, cover.pairs
    figures["million_peak_mb"] = peak_mb()
    with timed() as timer:
        order = near_order(points)
    figures["order_seconds"] = timer.seconds
    points = points.take(order)
    ordered_seconds, cover = better_of_two(lambda: cover_by_radius(points, sites, reach_m))
    figures["million_ordered_seconds"] = ordered_seconds
    merge_seconds, merged = better_of_two(lambda: merge_equal(cover, np.ones(sizes.points)))
    figures["merge_seconds"], figures["merged_points"] = merge_seconds, merged.cover.point_count
    with timed() as timer:
        tree = cKDTree(np.column_stack([points.x, points.y]))
        places = np.column_stack([sites.x, sites.y])[: sizes.tree_sites]
        found = tree.query_ball_point(places, reach_m, workers=1)
    figures["million_kdtree_seconds"] = timer.seconds * sizes.sites / sizes.tree_sites
    same = all(np.sort(found[one]).tolist() == cover.column(one).tolist() for one in range(100))
    figures["kdtree_same"] = same
    pairs = cover.pairs / 1e6
    table.add("radius", pairs, seconds, None, figures["million_kdtree_seconds"], "k-d tree")
    table.add("radius, points in order", pairs, ordered_seconds, None, None, "")
    table.add("merge equal points", pairs, merge_seconds, None, None, "")
    return points, sites, cover


def sight(
    sizes: Sizes, points: Places, sites: Places, cover: Cover, table: Table, figures: dict[str, Any]
) -> None:
    cover = cover.take(np.arange(sizes.sight_sites))
    for buildings in (sizes.buildings // 10, sizes.buildings):
        rng = np.random.default_rng(SEED + 1)
        rings = town(rng, buildings, SIDE_M)
        footprints = Footprints.of_rings(list(rings))
        with timed() as timer:
            in_sight(cover, points, sites, footprints, workers=1)
        pair_us = timer.seconds / cover.pairs * 1e6
        with timed() as all_cores:
            in_sight(cover, points, sites, footprints)
        chosen = rng.choice(cover.pairs, sizes.lines, replace=False)
        column, point = cover.column_of_pair()[chosen], cover.points[chosen]
        ends = np.stack([sites.x[column], sites.y[column], points.x[point], points.y[point]], axis=1).reshape(
            -1, 2, 2
        )
        tree = built_tree(rings)
        with timed() as peer:
            tree.query(shapely.linestrings(ends), predicate="intersects")
        peer_us = peer.seconds / sizes.lines * 1e6
        figures[f"sight_{buildings}"] = {
            "pair_us": pair_us,
            "shapely_pair_us": peer_us,
            "all_cores_seconds": all_cores.seconds,
        }
        table.add(
            f"sight among {buildings:,} buildings",
            cover.pairs / 1e6,
            timer.seconds,
            all_cores.seconds,
            peer_us * cover.pairs / 1e6,
            "shapely",
        )


def seen_polygons(sizes: Sizes, table: Table, figures: dict[str, Any]) -> None:
    rng = np.random.default_rng(SEED + 2)
    rings = town(rng, sizes.buildings, TOWN_M)
    footprints, cameras = Footprints.of_rings(list(rings)), strewn(rng, sizes.cameras, TOWN_M)
    alone, _ = better_of_two(lambda: isovists(cameras, footprints, 150, workers=1))
    seconds, seen = better_of_two(lambda: isovists(cameras, footprints, 150))
    figures["isovist_peak_mb"] = peak_mb()
    tree = built_tree(rings)
    with timed() as peer:
        for camera in range(sizes.shadowed):
            middle = np.array([cameras.x[camera], cameras.y[camera]])
            near = tree.query(shapely.Point(middle), predicate="dwithin", distance=150)
            ends = rings[near].reshape(-1, 2)
            after = np.roll(rings[near], -1, axis=1).reshape(-1, 2)
            shadows = [
                middle + (corner - middle) / np.hypot(*(corner - middle).T)[:, None] * 15_000
                for corner in (after, ends)
            ]
            pieces = shapely.polygons(np.stack([ends, after, *shadows], axis=1))
            shapely.Point(middle).buffer(150).difference(shapely.union_all(shapely.make_valid(pieces)))
    figures["isovist_seconds"], figures["isovist_one_thread_seconds"] = seconds, alone
    figures["isovist_corners"] = len(seen.x)
    figures["isovist_shapely_seconds"] = peer.seconds / sizes.shadowed * sizes.cameras
    name = f"isovists of {sizes.cameras:,} cameras"
    table.add(name, None, alone, seconds, figures["isovist_shapely_seconds"], "shapely")


def catchments(sizes: Sizes, table: Table, figures: dict[str, Any]) -> None:
    rng = np.random.default_rng(SEED + 3)
    points, sites = strewn(rng, 300_000, 10_000), strewn(rng, 1_900, 10_000)
    cover = cover_by_radius(points, sites, ZONES_M[-1])
    metres = pair_distances(cover, points, sites)
    people = rng.integers(1, 500, len(points)).astype(np.float64)
    doctors = rng.integers(1, 20, len(sites)).astype(np.float64)
    seconds, _ = better_of_two(lambda: enhanced_two_step(cover, metres, ZONES_M, doctors, people))
    figures["e2sfca"] = {"pairs": cover.pairs, "seconds": seconds}
    peer = None
    if importlib.util.find_spec("access"):
        few = max(1, round(len(sites) * min(1.0, sizes.access_pairs / cover.pairs)))
        peer = against_access(cover, metres, doctors, people, few, figures["e2sfca"])
        peer *= len(sites) / few
        figures["e2sfca"]["access_seconds"] = peer
    table.add("E2SFCA", cover.pairs / 1e6, seconds, None, peer, "access")


def against_access(
    cover: Cover, metres: Float32, doctors: Float64, people: Float64, few: int, figures: dict[str, Any]
) -> float:
    """Return the seconds that access takes for the first providers, and put down how far the two differ."""
    import pandas as pd
    from access import fca, weights

    part = cover.take(np.arange(few))
    metres = metres[: part.pairs]
    costs = pd.DataFrame({"origin": part.points, "dest": part.column_of_pair(), "cost": metres})
    demand = pd.DataFrame({"demand": people, "geoid": np.arange(len(people))})
    supply = pd.DataFrame({"supply": doctors[:few]}, index=pd.Index(np.arange(few), name="geoid"))
    zones = weights.step_fn(dict(zip(ZONES_M, SLOW_WEIGHTS, strict=True)))
    with timed() as timer:
        expected = fca.two_stage_fca(demand, supply, costs, max_cost=ZONES_M[-1], weight_fn=zones)
    ours = enhanced_two_step(part, metres, ZONES_M, doctors[:few], people).access
    theirs = np.zeros(len(people))
    theirs[expected.index] = expected.to_numpy()
    figures["greatest_difference"] = float(np.abs(ours - theirs).max() / theirs.max())
    return timer.seconds


def measure(arguments: argparse.Namespace) -> Result:
    sizes = QUICK if arguments.quick else FULL
    table = Table(
        title="Coverage",
        columns=("what", "million pairs", "1 thread, s", "all cores, s", "peer, s", "peer"),
    )
    figures: dict[str, Any] = {}
    warm_up()
    seen_polygons(sizes, table, figures)  # first, as its memory is the least
    points, sites, cover = radius(sizes, table, figures)
    sight(sizes, points, sites, cover, table, figures)
    del points, sites, cover
    catchments(sizes, table, figures)
    return Result(tables=[table], figures=figures)


if __name__ == "__main__":
    run(__doc__.partition("\n")[0] if __doc__ else "", measure)
