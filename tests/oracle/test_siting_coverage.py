"""Coverage against other people's geometry: scipy's k-d tree and shortest paths, shapely, PyPI access."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from luylau.siting.coverage import (
    Footprints,
    Places,
    Roads,
    Wedges,
    cover_by_radius,
    cover_by_road,
    cover_by_wedge,
    enhanced_two_step,
    in_sight,
    isovists,
    merge_equal,
    pair_distances,
    two_step,
    wedge_isovists,
)
from luylau.siting.coverage.walls import holders
from tests.unit.siting.coverage.towns import town


def strewn(rng: np.random.Generator, count: int, side_m: float, clusters: int = 0) -> Places:
    if not clusters:
        return Places(*rng.uniform(0, side_m, (2, count)))
    middle = rng.uniform(0, side_m, (2, clusters))[:, rng.integers(0, clusters, count)]
    return Places(*(middle + rng.normal(0, side_m / 50, (2, count))))


@pytest.mark.parametrize("clusters", [0, 5])
@pytest.mark.parametrize("seed", range(3))
def test_a_radius_reaches_what_the_k_d_tree_finds(seed: int, clusters: int) -> None:
    rng = np.random.default_rng(seed)
    points, sites = strewn(rng, 20_000, 10_000, clusters), strewn(rng, 150, 10_000, clusters)
    radii = rng.uniform(0, 2_000, (150, 2))
    cover = cover_by_radius(points, sites, radii)
    tree = cKDTree(np.column_stack([points.x, points.y]))
    for column, radius in enumerate(radii.ravel()):
        site = column // 2
        found = tree.query_ball_point([sites.x[site], sites.y[site]], radius, return_sorted=True)
        assert cover.column(column).tolist() == found


def test_merging_a_large_cover_is_grouping_its_rows() -> None:
    rng = np.random.default_rng(11)
    points, sites = strewn(rng, 30_000, 10_000), strewn(rng, 60, 10_000)
    cover = cover_by_radius(points, sites, 1_500)
    merged = merge_equal(cover, np.ones(30_000))
    sets: dict[bytes, int] = {}
    turned = cover.by_point()
    for point in range(30_000):
        sets.setdefault(turned.of(point).tobytes(), len(sets))
    numbers = [sets[turned.of(point).tobytes()] for point in range(30_000)]
    assert merged.group.tolist() == numbers
    assert merged.weights.tolist() == np.bincount(numbers).tolist()


def test_wedges_hold_what_shapely_says() -> None:
    rng = np.random.default_rng(3)
    points, sites = strewn(rng, 4_000, 500), strewn(rng, 40, 500)
    heading, angle = rng.uniform(0, 360, 40), rng.uniform(20, 175, 40)
    cover = cover_by_wedge(points, sites, Wedges.of(np.arange(40), heading, angle, 120, 30))
    dots = shapely.points(points.x, points.y)
    for column in range(40):
        middle = np.array([sites.x[column], sites.y[column]])
        turns = np.radians(heading[column] + np.linspace(-angle[column] / 2, angle[column] / 2, 4_000))
        arc = np.column_stack([np.sin(turns), np.cos(turns)])
        wedge = shapely.polygons(np.concatenate([middle + 120 * arc, middle + 30 * arc[::-1]]))
        held = set(np.flatnonzero(shapely.contains(wedge, dots)).tolist())
        border = set(np.flatnonzero(shapely.dwithin(wedge.boundary, dots, 1e-3)).tolist())
        assert held ^ set(cover.column(column).tolist()) <= border


@pytest.mark.parametrize("seed", range(4))
def test_a_point_is_in_sight_if_shapely_finds_no_building_between(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rings = town(seed, 40 + 30 * seed, 200.0)
    footprints, houses = Footprints.of_rings(list(rings)), shapely.polygons(rings)
    points = Places(*rng.uniform(-20, 220, (2, 300)))
    sites = Places(*rng.uniform(-20, 220, (2, 20)))
    cover = cover_by_radius(points, sites, 120)
    held_by = [shapely.contains(houses[:, None], shapely.points(one.x, one.y)) for one in (points, sites)]
    for found, inside in zip((holders(footprints, points), holders(footprints, sites)), held_by, strict=True):
        assert found.tolist() == np.where(inside.any(axis=0), inside.argmax(axis=0), -1).tolist()
    column = cover.column_of_pair()
    ends = np.stack([sites.x, sites.y], 1)[column], np.stack([points.x, points.y], 1)[cover.points]
    lines = shapely.linestrings(np.stack(ends, axis=1))
    tree = shapely.STRtree(houses)
    line, house = tree.query(lines, predicate="intersects")
    other = (house != holders(footprints, sites)[column[line]]) & (
        house != holders(footprints, points)[cover.points[line]]
    )
    hidden = np.zeros(cover.pairs, bool)
    hidden[line[other]] = True
    assert 0.2 < hidden.mean() < 0.9
    assert (in_sight(cover, points, sites, footprints) == ~hidden).all()


def shadows(middle: np.ndarray, houses: list[np.ndarray], far_m: float) -> shapely.Geometry:
    """All that stands behind walls, up to far beyond the range: their ends drawn out from the camera."""
    found = []
    for corners in houses:
        for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            # Halved until no piece is seen so wide that its shadow would cut through the range.
            ends = one + np.linspace(0, 1, 65)[:, None] * (other - one)
            away = middle + (ends - middle) / np.hypot(*(ends - middle).T)[:, None] * far_m * 100
            pieces = np.stack([ends[:-1], ends[1:], away[1:], away[:-1]], axis=1)
            found.append(shapely.union_all(shapely.make_valid(shapely.polygons(pieces))))
    return shapely.union_all(found)


@pytest.mark.parametrize("seed", range(4))
def test_an_isovist_is_the_circle_less_all_shadows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rings = town(seed, 60, 200.0)
    footprints = Footprints.of_rings(list(rings))
    cameras, reach = Places(*rng.uniform(0, 200, (2, 15))), 60.0
    own = holders(footprints, cameras)
    seen = isovists(cameras, footprints, reach, arc_deg=0.5)
    areas = seen.areas()
    for camera in range(15):
        middle = np.array([cameras.x[camera], cameras.y[camera]])
        houses = [
            corners
            for number, corners in enumerate(rings)
            if number != own[camera] and shapely.polygons(corners).distance(shapely.Point(middle)) < reach
        ]
        expected = shapely.Point(middle).buffer(reach, quad_segs=720)
        if houses:
            expected = expected.difference(shadows(middle, houses, reach))
        polygon = shapely.polygons(seen.polygon(camera))
        assert polygon.is_valid
        assert shapely.is_ccw(polygon.exterior)
        assert areas[camera] == pytest.approx(polygon.area)
        assert polygon.symmetric_difference(expected).area < 2e-4 * np.pi * reach**2


@pytest.mark.parametrize("seed", range(3))
def test_a_point_is_in_sight_if_it_is_in_the_isovist(seed: int) -> None:
    rng = np.random.default_rng(seed + 50)
    footprints = Footprints.of_rings(list(town(seed + 50, 90, 250.0)))
    points, sites = Places(*rng.uniform(0, 250, (2, 1_500))), Places(*rng.uniform(0, 250, (2, 25)))
    out = holders(footprints, points) < 0
    points = points.take(np.flatnonzero(out))
    wedges = Wedges.of(np.arange(25), rng.uniform(0, 360, 25), rng.uniform(30, 360, 25), 70)
    cover = cover_by_wedge(points, sites, wedges)
    cover = cover.keep(in_sight(cover, points, sites, footprints))
    seen = wedge_isovists(sites, wedges, footprints, arc_deg=0.2)
    dots = shapely.points(points.x, points.y)
    assert cover.pairs > 300
    for camera in range(25):
        polygon = shapely.polygons(seen.polygon(camera))
        held = set(np.flatnonzero(shapely.contains(polygon, dots)).tolist())
        border = set(np.flatnonzero(shapely.dwithin(polygon.boundary, dots, 1e-3)).tolist())
        assert held ^ set(cover.column(camera).tolist()) <= border


@pytest.mark.parametrize("seed", range(6))
def test_ways_by_road_are_scipys_shortest_paths(seed: int) -> None:
    """Each foot as a node of its own, on roads cut there."""
    rng = np.random.default_rng(seed)
    nodes = Places(*rng.uniform(0, 1_000, (2, 40)))
    pairs = np.unique(np.sort(rng.integers(0, 40, (70, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = np.where(rng.random((len(pairs), 1)) < 0.5, pairs, pairs[:, ::-1])
    roads = Roads.of(nodes, pairs[:, 0], pairs[:, 1], None, rng.random(len(pairs)) < 0.3)
    points, sites = Places(*rng.uniform(0, 1_000, (2, 60))), Places(*rng.uniform(0, 1_000, (2, 12)))
    dots = shapely.points(np.append(points.x, sites.x), np.append(points.y, sites.y))
    corners = np.column_stack([nodes.x, nodes.y])
    lines = shapely.linestrings(corners[pairs])
    off = shapely.distance(lines[:, None], dots)
    road = off.argmin(axis=0)
    part = shapely.line_locate_point(lines[road], dots, normalized=True)
    ways: dict[tuple[int, int], float] = {}

    def add(begin: int, end: int, metres: float) -> None:
        ways[begin, end] = min(ways.get((begin, end), np.inf), max(metres, 1e-9))

    for number, (begin, end) in enumerate(pairs.tolist()):
        on_it = sorted((part[dot], 40 + dot) for dot in np.flatnonzero(road == number).tolist())
        chain = [(0.0, begin), *on_it, (1.0, end)]
        for (from_part, one), (to_part, other) in pairwise(chain):
            metres = (to_part - from_part) * roads.length[number]
            add(one, other, metres)
            if not roads.one_way[number] or metres < 1e-6:
                add(other, one, metres)
    rows, columns = np.array(list(ways)).T
    graph = coo_array((list(ways.values()), (rows, columns)), shape=(40 + 72, 40 + 72)).tocsr()
    along = dijkstra(graph, indices=np.arange(100, 112))[:, 40:100]
    nearest = off.min(axis=0)
    expected = along + nearest[:60] + nearest[60:, None]
    cover, metres = cover_by_road(points, sites, roads, [300.0, 900.0, 1e6])
    for column in range(36):
        mine = expected[column // 3]
        within = np.flatnonzero(mine <= (300.0, 900.0, 1e6)[column % 3])
        assert cover.column(column).tolist() == within.tolist()
        found = metres[cover.starts[column] : cover.starts[column + 1]]
        assert found == pytest.approx(mine[within], rel=1e-6, abs=1e-4)


def test_access_is_that_of_pypi_access() -> None:
    pytest.importorskip("access", reason="a peer: benchmarks/requirements.txt")
    import pandas as pd
    from access import fca, weights

    rng = np.random.default_rng(6)
    points, sites = strewn(rng, 3_000, 30), strewn(rng, 80, 30)
    people, doctors = rng.integers(1, 500, 3_000).astype(float), rng.integers(1, 20, 80).astype(float)
    cover = cover_by_radius(points, sites, 6)
    metres = pair_distances(cover, points, sites)
    costs = pd.DataFrame({"origin": cover.points, "dest": cover.column_of_pair(), "cost": metres})
    demand = pd.DataFrame({"demand": people, "geoid": np.arange(3_000)})
    supply = pd.DataFrame({"supply": doctors}, index=pd.Index(np.arange(80), name="geoid"))
    for found, weigh in (
        (two_step(cover, doctors, people), None),
        (
            enhanced_two_step(cover, metres, [2, 4, 6], doctors, people),
            weights.step_fn({2: 1, 4: 0.68, 6: 0.22}),
        ),
    ):
        expected = fca.two_stage_fca(demand, supply, costs, max_cost=6, weight_fn=weigh)
        access = np.zeros(3_000)
        access[expected.index] = expected.to_numpy()
        assert found.access == pytest.approx(access, rel=1e-5)
