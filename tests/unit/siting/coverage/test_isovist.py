"""What a camera sees."""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Footprints, Places, Wedges, isovists, wedge_isovists
from tests.unit.siting.coverage.towns import box, town

NONE = Footprints.of_rings([])
ORIGIN = Places.of_metres([0.0], [0.0])


def test_where_nothing_stands_it_is_the_circle() -> None:
    seen = isovists(Places.of_metres([3.0], [4.0]), NONE, 10, arc_deg=10)
    corners = seen.polygon(0)
    assert corners.shape == (36, 2)
    assert np.hypot(corners[:, 0] - 3, corners[:, 1] - 4) == pytest.approx(10)
    # A regular polygon of 36 corners: n/2 r^2 sin(2 pi / n).
    assert seen.areas()[0] == pytest.approx(18 * 100 * np.sin(np.pi / 18))


def test_in_a_room_it_is_the_room() -> None:
    """A camera in a courtyard of 8 by 6 m sees all of it and nothing else."""
    walls = Footprints.of_rings([box(-10, -10, 10, 10), box(-4, -3, 4, 3)], [0, 0])
    seen = isovists(Places.of_metres([1.0], [1.0]), walls, 100)
    assert seen.areas() == pytest.approx([48.0])
    corners = {(round(x, 6), round(y, 6)) for x, y in seen.polygon(0)}
    # The fifth lies on the wall straight behind the camera, where the directions begin and end.
    assert corners == {(-4, -3), (4, -3), (4, 3), (-4, 3), (1, -3)}


def test_the_shadow_of_a_wall_worked_by_hand() -> None:
    """A building from x = 5 whose front spans 45 degrees to both sides hides a quarter of the circle, less
    the triangle before it: 5 x 10 / 2."""
    seen = isovists(ORIGIN, Footprints.of_rings([box(5, -5, 30, 5)]), 20, arc_deg=0.5)
    assert seen.areas()[0] == pytest.approx(0.75 * np.pi * 400 + 25, rel=1e-4)


def test_a_wall_that_leaves_the_range_is_cut_at_it() -> None:
    seen = isovists(ORIGIN, Footprints.of_rings([box(6, -100, 50, 100)]), 10, arc_deg=0.2)
    half = np.arccos(0.6)
    assert seen.areas()[0] == pytest.approx((np.pi - half) * 100 + 6 * 8, rel=1e-5)


def test_walls_that_cross_each_other() -> None:
    """Two houses over each other: the near one's front ends where the other's comes through it."""
    slanted = np.array([[4.0, 0.0], [8.0, -8.0], [9.0, -8.0], [9.0, 0.0]])
    seen = isovists(ORIGIN, Footprints.of_rings([box(5, -5, 10, 5), slanted]), 7, arc_deg=0.5)
    corners = {(round(x, 3), round(y, 3)) for x, y in seen.polygon(0)}
    assert (5.0, -2.0) in corners  # where the slanted wall meets the front
    assert (4.0, 0.0) in corners


def test_a_wedge_sees_its_part_of_the_circle() -> None:
    wedges = Wedges.of([0, 0], [90, 0], [60, 90], 10)
    seen = wedge_isovists(ORIGIN, wedges, NONE, arc_deg=1)
    assert seen.areas() == pytest.approx([np.pi * 100 / 6, np.pi * 100 / 4], rel=1e-4)
    east, north = seen.polygon(0), seen.polygon(1)
    assert east[0].tolist() == [0.0, 0.0]
    assert east[:, 0].min() >= 0
    assert np.abs(np.degrees(np.arctan2(east[1:, 1], east[1:, 0]))).max() == pytest.approx(30)
    assert np.abs(np.degrees(np.arctan2(north[1:, 0], north[1:, 1]))).max() == pytest.approx(45)


def test_wedges_that_share_out_the_circle_see_what_it_sees() -> None:
    footprints = Footprints.of_rings(list(town(4, 60, 200.0)))
    cameras = Places(*np.random.default_rng(4).uniform(0, 200, (2, 10)))
    whole = isovists(cameras, footprints, 80, arc_deg=0.1).areas()
    parts = wedge_isovists(cameras, Wedges.around(10, 5, 72, 80), footprints, arc_deg=0.1).areas()
    assert parts.reshape(10, 5).sum(axis=1) == pytest.approx(whole, rel=1e-5)


def test_the_building_of_a_camera_hides_nothing() -> None:
    seen = isovists(ORIGIN, Footprints.of_rings([box(-1, -1, 1, 1)]), 10, arc_deg=1)
    assert seen.areas()[0] == pytest.approx(np.pi * 100, rel=1e-3)


def test_no_range_no_polygon() -> None:
    cameras = Places.of_metres([0.0, 0.0, 1.0], [0.0, 0.0, 0.0])
    seen = isovists(cameras, Footprints.of_rings([box(2, 2, 3, 3)]), [0.0, 5.0, 0.0])
    assert np.diff(seen.starts).tolist()[0::2] == [0, 0]
    assert seen.areas()[0::2].tolist() == [0.0, 0.0]
    assert seen.polygon(0).shape == (0, 2)
    assert len(isovists(Places.of_metres([], []), NONE, 5.0)) == 0
    assert isovists(Places.of_metres([], []), NONE, 5.0).areas().tolist() == []


def test_polygons_turn_counter_clockwise_and_do_not_hang_on_threads() -> None:
    footprints = Footprints.of_rings(list(town(9, 200, 300.0)))
    cameras = Places(*np.random.default_rng(9).uniform(0, 300, (2, 600)))
    alone, together = (isovists(cameras, footprints, 60, workers=workers) for workers in (1, 3))
    assert alone.x.tolist() == together.x.tolist()
    assert alone.starts.tolist() == together.starts.tolist()
    areas = alone.areas()
    assert ((areas > 0) & (areas <= np.pi * 3_600)).all()


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("siting-length-wrong", lambda: isovists(ORIGIN, NONE, -1)),
        ("siting-length-wrong", lambda: isovists(ORIGIN, NONE, np.nan)),
        ("siting-length-wrong", lambda: isovists(ORIGIN, NONE, 10, arc_deg=0)),
        ("siting-site-unknown", lambda: wedge_isovists(ORIGIN, Wedges.of([3], 0, 90, 10), NONE)),
    ],
)
def test_what_is_wrong_is_said(key: str, wrong) -> None:  # noqa: ANN001
    with pytest.raises(BadInput) as said:
        wrong()
    assert said.value.key == key
