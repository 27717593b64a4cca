"""Who is within reach by road."""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Places, Roads, cover_by_road
from luylau.siting.coverage.segments import nearest_segments

#   0 ──── 1 ──── 2      each 100 m; 3 lies 100 m south of 1
#          │
#          3
NODES = Places.of_metres([0, 100, 200, 100], [0, 0, 0, -100])
ROADS = Roads.of(NODES, [0, 1, 1], [1, 2, 3])


def metres(
    roads: Roads, site: tuple[float, float], point: tuple[float, float], **more: float
) -> float | None:
    points, sites = Places.of_metres([point[0]], [point[1]]), Places.of_metres([site[0]], [site[1]])
    _, found = cover_by_road(points, sites, roads, 1e5, **more)
    return float(found[0]) if len(found) else None


def test_the_way_goes_to_the_road_along_it_and_off_it() -> None:
    # 5 m to the road at x = 20, 80 m to the crossing, 60 m south, 7 m off the road.
    assert metres(ROADS, (20, 5), (107, -60)) == pytest.approx(5 + 80 + 60 + 7)
    assert metres(ROADS, (107, -60), (20, 5)) == pytest.approx(152)


def test_on_one_road_no_node_is_needed() -> None:
    assert metres(ROADS, (20, 0), (70, 3)) == pytest.approx(53)
    assert metres(ROADS, (70, 3), (20, 0)) == pytest.approx(53)


def test_beyond_a_roads_end_one_goes_straight() -> None:
    assert metres(ROADS, (-30, 40), (200, 10)) == pytest.approx(50 + 200 + 10)


def test_a_length_of_its_own_counts_instead_of_the_straight_one() -> None:
    roads = Roads.of(NODES, [0, 1, 1], [1, 2, 3], [100, 300, 100])
    assert metres(roads, (50, 0), (150, 0)) == pytest.approx(50 + 150)


def test_the_shorter_of_two_ways_is_taken() -> None:
    both = Roads.of(NODES, [0, 1, 1, 0], [1, 2, 3, 3], [100, 100, 100, 20])
    assert metres(both, (0, 0), (100, -100)) == pytest.approx(20)
    assert metres(both, (0, 10), (100, -100)) == pytest.approx(30)


def test_a_one_way_road_is_gone_along_one_way() -> None:
    #  0 → 1 → 2 → 0, a ring of 100, 100 and 250 m
    ring = Roads.of(NODES, [0, 1, 2], [1, 2, 0], [100, 100, 250], [True, True, True])
    assert metres(ring, (20, 0), (70, 0)) == pytest.approx(50)
    assert metres(ring, (70, 0), (20, 0)) == pytest.approx(400)
    assert metres(ring.turned(), (70, 0), (20, 0)) == pytest.approx(50)


def test_a_place_at_a_crossing_may_leave_by_any_of_its_roads() -> None:
    out = Roads.of(NODES, [0, 1, 1], [1, 2, 3], None, [True, True, True])
    assert metres(out, (100, 0), (100, -50)) == pytest.approx(50)
    assert metres(out, (100, 0), (50, 0)) is None


def test_what_no_road_leads_to_is_not_reached() -> None:
    apart = Roads.of(NODES, [0, 1], [1, 3])
    islands = Roads.of(NODES, [0, 2], [1, 2])
    assert metres(apart, (0, 0), (200, 0)) == pytest.approx(100 + 100)
    assert metres(islands, (0, 0), (200, 0)) is None
    assert metres(Roads.of(NODES, [], []), (0, 0), (1, 0)) is None


def test_places_far_off_all_roads_are_left_out() -> None:
    assert metres(ROADS, (50, 30), (50, 20), off_road_m=30) == pytest.approx(50)
    assert metres(ROADS, (50, 31), (50, 20), off_road_m=30) is None
    assert metres(ROADS, (50, 20), (50, 31), off_road_m=30) is None


def test_options_reach_differently_far_and_columns_are_ascending() -> None:
    points = Places.of_metres([200, 90, 0], [0, 0, 0])
    cover, found = cover_by_road(points, Places.of_metres([0, 100], [0, -100]), ROADS, [[90, 200], [0, 110]])
    assert [cover.column(column).tolist() for column in range(4)] == [[1, 2], [0, 1, 2], [], [1]]
    assert found.tolist() == [90, 0, 200, 90, 0, 110]
    assert cover_by_road(points, points, ROADS, np.empty((3, 0)))[0].columns == 0


def test_roads_of_no_length_and_many_between_the_same_nodes() -> None:
    roads = Roads.of(NODES, [0, 0, 1, 1, 2], [1, 1, 2, 2, 2], [100, 40, 0, 50, 10])
    assert metres(roads, (-1, 0), (201, 0)) == pytest.approx(1 + 40 + 0 + 1)


def test_more_pairs_than_asked_for_are_refused() -> None:
    points = Places(np.linspace(0, 200, 1_000), np.zeros(1_000))
    with pytest.raises(BadInput, match="siting-cover-too-large"):
        cover_by_road(points, points, ROADS, 1_000, limit=5_000)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("siting-node-unknown", lambda: Roads.of(NODES, [0], [4])),
        ("siting-node-unknown", lambda: Roads.of(NODES, [-1], [0])),
        ("siting-column-shape", lambda: Roads.of(NODES, [0, 1], [1])),
        ("siting-column-shape", lambda: Roads.of(NODES, [0], [1], None, [True, False])),
        ("siting-length-wrong", lambda: Roads.of(NODES, [0], [1], [-5])),
        ("siting-length-wrong", lambda: cover_by_road(NODES, NODES, ROADS, -1)),
    ],
)
def test_a_road_that_is_none_is_refused(key: str, wrong) -> None:  # noqa: ANN001
    with pytest.raises(BadInput) as said:
        wrong()
    assert said.value.key == key


def test_the_nearest_piece_of_many_is_found_by_its_cells() -> None:
    rng = np.random.default_rng(8)
    ends = np.concatenate([rng.uniform(0, 100, (60, 4)), [[50, 50, 50, 50]]])
    x, y = rng.uniform(-60, 160, (2, 200))
    nearest, part, metres_off = nearest_segments(x, y, ends)
    a, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    from_a = np.stack([x, y], axis=1)[:, None] - a
    foot = np.clip((from_a * along).sum(2) / np.maximum((along**2).sum(1), 1e-30), 0, 1)
    off = np.hypot(*np.moveaxis(from_a - foot[..., None] * along, 2, 0))
    assert metres_off == pytest.approx(off.min(axis=1))
    assert off[np.arange(200), nearest] == pytest.approx(off.min(axis=1))
    assert part == pytest.approx(foot[np.arange(200), nearest])
