"""Line of sight among buildings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Footprints, Places, cover_by_radius, in_sight, keep_seen, sight
from tests.unit.siting.coverage.towns import box, town


@pytest.fixture(autouse=True, params=[0.0, np.inf], ids=["fan", "grid"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All cases hold both ways."""
    monkeypatch.setattr(sight, "FAN_PAYS", request.param)


BOX = Footprints.of_rings([box(10, -5, 20, 5)])


def sees(footprints: Footprints, site: tuple[float, float], point: tuple[float, float]) -> bool:
    points, sites = Places.of_metres([point[0]], [point[1]]), Places.of_metres([site[0]], [site[1]])
    return bool(in_sight(cover_by_radius(points, sites, 1e6), points, sites, footprints)[0])


def test_a_building_hides_what_is_behind_it() -> None:
    assert not sees(BOX, (0, 0), (30, 0))
    assert sees(BOX, (0, 0), (9, 0))
    assert sees(BOX, (0, 0), (30, 30))
    assert not sees(BOX, (30, 0), (0, 0))
    assert sees(BOX, (0, 20), (30, 20))


def test_a_line_through_opposite_corners_is_hidden() -> None:
    assert not sees(BOX, (5, -10), (25, 10))
    assert not sees(BOX, (25, -10), (5, 10))


def test_one_sees_along_a_facade_and_past_a_corner() -> None:
    assert sees(BOX, (0, 5), (30, 5))
    assert sees(BOX, (0, -5), (30, -5))
    assert sees(BOX, (10, -50), (10, 50))
    assert sees(BOX, (5, 0), (15, 10))


def test_one_does_not_see_between_houses_wall_to_wall() -> None:
    row = Footprints.of_rings([box(10, -5, 20, 5), box(10, 5, 20, 15)])
    assert not sees(row, (0, 5), (30, 5))
    assert sees(Footprints.of_rings([box(10, -5, 20, 4), box(10, 6, 20, 15)]), (0, 5), (30, 5))


def test_the_building_of_a_point_does_not_hide_it() -> None:
    assert sees(BOX, (0, 0), (15, 0))
    two = Footprints.of_rings([box(10, -5, 20, 5), box(5, -5, 8, 5)])
    assert not sees(two, (0, 0), (15, 0))


def test_the_building_of_a_camera_hides_nothing() -> None:
    assert sees(BOX, (15, 0), (100, 0))
    assert not sees(Footprints.of_rings([box(10, -5, 20, 5), box(50, -5, 60, 5)]), (15, 0), (100, 0))


def test_a_camera_at_a_facade_sees_out_and_not_through_the_house() -> None:
    assert sees(BOX, (10, 0), (0, 3))
    assert not sees(BOX, (10, 0), (30, 3))
    assert sees(BOX, (0, 0), (10, 0))


def test_the_courtyard_is_hidden_from_outside_and_seen_from_within() -> None:
    house = Footprints.of_rings([box(0, 0, 10, 10), box(3, 3, 7, 7)], [0, 0])
    assert not sees(house, (-5, 5), (5, 5))
    assert sees(house, (4, 4), (6, 6))


def test_without_buildings_all_is_seen() -> None:
    assert sees(Footprints.of_rings([]), (0, 0), (1e5, 3))


def test_lines_off_the_grid_of_walls() -> None:
    assert sees(BOX, (-1e5, 50), (1e5, 50))
    assert sees(BOX, (100, -100), (100, 100))
    assert not sees(BOX, (-1e5, 1), (1e5, 1))
    assert sees(BOX, (0, 0), (0, 0))


def test_only_pairs_that_see_each_other_stay() -> None:
    points, sites = Places.of_metres([5, 30, 15], [0, 0, 30]), Places.of_metres([0, 40], [0, 0])
    seen = keep_seen(cover_by_radius(points, sites, [20, 50]), points, sites, BOX)
    assert [seen.column(column).tolist() for column in range(4)] == [[0], [0, 2], [1], [1, 2]]
    one = cover_by_radius(points, sites, 50).take(np.array([1, 0]))
    assert keep_seen(one, points, sites, BOX, np.array([1, 0])).column(1).tolist() == [0, 2]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_sight_is_mutual_and_does_not_hang_on_threads(seed: int) -> None:
    rng = np.random.default_rng(seed)
    footprints = Footprints.of_rings(list(town(seed, 30, 120.0)))
    one, other = Places(*rng.uniform(0, 120, (2, 25))), Places(*rng.uniform(0, 120, (2, 25)))
    there = in_sight(cover_by_radius(one, other, 1e3), one, other, footprints, workers=1)
    back = in_sight(cover_by_radius(other, one, 1e3), other, one, footprints, workers=3)
    assert (there.reshape(25, 25) == back.reshape(25, 25).T).all()


def test_walking_the_grid_and_laying_out_a_fan_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole metres among houses in rows: many lines touch corners and run along walls."""
    rng = np.random.default_rng(12)
    rows = [box(x, y, x + 8, y + 8) for x in range(0, 200, 25) for y in (40, 48, 120)]
    footprints = Footprints.of_rings([*town(12, 60, 200.0), *rows])
    points, sites = (Places(*rng.integers(-5, 205, (2, count)).astype(float)) for count in (800, 60))
    cover = cover_by_radius(points, sites, [60, 400])
    found = []
    for pays in (0.0, np.inf):
        monkeypatch.setattr(sight, "FAN_PAYS", pays)
        found.append(in_sight(cover, points, sites, footprints))
    assert (found[0] == found[1]).all()
    assert 0.05 < found[0].mean() < 0.5


def test_a_site_that_is_not_there_is_refused() -> None:
    one = Places.of_metres([0.0], [0.0])
    with pytest.raises(BadInput, match="siting-site-unknown"):
        in_sight(cover_by_radius(one, one, 1), one, one, BOX, np.array([1]))
