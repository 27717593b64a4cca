"""Who lies within a radius of whom."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Places, cover_by_radius, near_order, pair_distances

coordinate = st.floats(-50, 50, allow_subnormal=False) | st.integers(-3, 3).map(float)
places = st.lists(st.tuples(coordinate, coordinate), max_size=40).map(
    lambda ones: Places(np.array([x for x, _ in ones], float), np.array([y for _, y in ones], float))
)


@settings(deadline=None)
@given(places, places, st.lists(st.sampled_from([0.0, 1.0, 5.0, 13.7, 300.0]), max_size=3))
def test_a_column_reaches_the_points_within_its_radius(points: Places, sites: Places, radii: list) -> None:
    cover = cover_by_radius(points, sites, np.array(radii))
    assert (cover.columns, cover.point_count) == (len(sites) * len(radii), len(points))
    for site in range(len(sites)):
        squares = (points.x - sites.x[site]) ** 2 + (points.y - sites.y[site]) ** 2
        for option, radius in enumerate(radii):
            found = cover.column(site * len(radii) + option)
            assert found.tolist() == np.flatnonzero(squares <= radius**2).tolist()


def test_a_point_exactly_at_the_radius_is_reached() -> None:
    points = Places.of_metres([3.0, 3.0000001], [4.0, 4.0])
    assert cover_by_radius(points, Places.of_metres([0.0], [0.0]), 5.0).points.tolist() == [0]


def test_radii_may_differ_from_site_to_site() -> None:
    points, sites = Places.of_metres([0, 10, 20], [0, 0, 0]), Places.of_metres([0, 20], [0, 0])
    cover = cover_by_radius(points, sites, [[0, 10], [5, 20]])
    assert [cover.column(column).tolist() for column in range(4)] == [[0], [0, 1], [2], [0, 1, 2]]


def test_points_far_from_the_origin_lose_none() -> None:
    """Metres of a country's grid are in the millions; whole cells are taken without a test."""
    rng = np.random.default_rng(5)
    points = Places(rng.uniform(0, 1_000, 5_000) + 6e5, rng.uniform(0, 1_000, 5_000) + 2.3e6)
    sites = Places(rng.uniform(0, 1_000, 9) + 6e5, rng.uniform(0, 1_000, 9) + 2.3e6)
    cover = cover_by_radius(points, sites, 250.0)
    for site in range(9):
        squares = (points.x - sites.x[site]) ** 2 + (points.y - sites.y[site]) ** 2
        assert cover.column(site).tolist() == np.flatnonzero(squares <= 62_500).tolist()


def test_a_reach_without_end_takes_all() -> None:
    points = Places.of_metres(np.arange(200.0), np.zeros(200))
    assert cover_by_radius(points, Places.of_metres([-1e9, 1e7], [1e9, 0]), 1e12).sizes.tolist() == [200, 200]


def test_a_million_points_in_one_place() -> None:
    points = Places(np.full(1_000_000, 105.0), np.full(1_000_000, 21.0))
    sites = Places.of_metres([105.0, 105.0, 300.0], [21.0, 30.0, 21.0])
    assert cover_by_radius(points, sites, [0.0, 9.0]).sizes.tolist() == [10**6, 10**6, 0, 10**6, 0, 0]


def test_more_pairs_than_memory_should_hold_are_refused_before_they_are_made() -> None:
    points = Places(np.zeros(1_000_000), np.zeros(1_000_000))
    sites = Places(np.zeros(10_000), np.zeros(10_000))
    with pytest.raises(BadInput) as said:
        cover_by_radius(points, sites, 100.0)
    assert said.value.key == "siting-cover-too-large"
    assert said.value.fields["pairs"] == 10**10


@pytest.mark.parametrize("radius", [-1.0, np.nan, np.inf, [1.0, -0.1]])
def test_a_radius_that_is_none_is_refused(radius: object) -> None:
    one = Places.of_metres([0.0], [0.0])
    with pytest.raises(BadInput) as said:
        cover_by_radius(one, one, radius)  # type: ignore[arg-type]
    assert said.value.key == "siting-length-wrong"
    assert said.value.fields["name"] == "radius_m"


def test_a_table_of_radii_must_have_a_row_for_each_site() -> None:
    one = Places.of_metres([0.0], [0.0])
    with pytest.raises(BadInput) as said:
        cover_by_radius(one, one, [[1.0], [2.0]])
    assert said.value.key == "siting-column-shape"


def test_distances_of_pairs() -> None:
    points, sites = Places.of_metres([3, 6], [4, 8]), Places.of_metres([0, 6], [0, 8])
    cover = cover_by_radius(points, sites, [5, 10])
    assert pair_distances(cover, points, sites).tolist() == [5, 5, 10, 5, 0, 5, 0]
    turned = cover.take(np.array([1, 3]))
    assert pair_distances(turned, points, sites, np.array([0, 1])).tolist() == [5, 10, 5, 0]


def test_the_order_of_points_only_renumbers_them() -> None:
    rng = np.random.default_rng(2)
    points, sites = Places(*rng.random((2, 300))), Places(*rng.random((2, 5)))
    order = near_order(points)
    plain, ordered = (cover_by_radius(one, sites, 0.3) for one in (points, points.take(order)))
    for site in range(5):
        assert np.sort(order[ordered.column(site)]).tolist() == plain.column(site).tolist()
