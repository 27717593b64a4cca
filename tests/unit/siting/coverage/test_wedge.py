"""Fields of view."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Places, Wedges, cover_by_radius, cover_by_wedge

ORIGIN = Places.of_metres([0.0], [0.0])


def seen(
    x: list[float], y: list[float], heading: float, angle: float, far: float, near: float = 0.0
) -> list[int]:
    points = Places.of_metres(x, y)
    return cover_by_wedge(points, ORIGIN, Wedges.of([0], heading, angle, far, near)).points.tolist()


def test_a_camera_that_looks_east_sees_what_lies_east() -> None:
    # Points 10 m to the north, east, south, west.
    x, y = [0.0, 10.0, 0.0, -10.0], [10.0, 0.0, -10.0, 0.0]
    assert [seen(x, y, heading, 60, 20) for heading in (0, 90, 180, 270)] == [[0], [1], [2], [3]]
    assert seen(x, y, 45, 91, 20) == [0, 1]
    assert seen(x, y, -90, 60, 20) == seen(x, y, 630, 60, 20) == [3]
    assert seen(x, y, 0, 270, 20) == [0, 1, 3]


def test_near_and_far_bound_a_ring() -> None:
    x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert seen(x, [0.0] * 6, 90, 90, 4, 2) == [2, 3, 4]
    assert seen(x, [0.0] * 6, 90, 90, 4) == [0, 1, 2, 3, 4]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 360), st.floats(1, 360))
def test_a_wedge_holds_what_its_angle_holds(seed: int, heading: float, angle: float) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-10, 10, (2, 200))
    bearing = np.degrees(np.arctan2(x, y))
    off = np.abs((bearing - heading + 180) % 360 - 180)
    inside = (np.hypot(x, y) <= 8) & (np.hypot(x, y) >= 2)
    doubtful = np.abs(off - angle / 2) < 1e-6
    found = np.zeros(200, bool)
    found[seen(x.tolist(), y.tolist(), heading, angle, 8, 2)] = True
    assert (found == (inside & (off <= angle / 2)))[~doubtful].all()


def test_all_around_is_the_circle() -> None:
    rng = np.random.default_rng(7)
    points, sites = Places(*rng.uniform(0, 1_000, (2, 3_000))), Places(*rng.uniform(0, 1_000, (2, 12)))
    wedges = Wedges.of(np.arange(12), rng.uniform(0, 360, 12), 360, 210)
    around, circle = cover_by_wedge(points, sites, wedges), cover_by_radius(points, sites, 210)
    assert around.points.tolist() == circle.points.tolist()
    assert around.starts.tolist() == circle.starts.tolist()


def test_headings_share_out_the_circle() -> None:
    wedges = Wedges.around(2, 4, 90, 30)
    assert wedges.site.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert wedges.heading_deg.tolist() == [0, 90, 180, 270] * 2
    points = Places.of_metres([1.0, 2.0, -3.0, -1.0], [2.0, -1.0, -1.0, 2.0])
    cover = cover_by_wedge(points, Places.of_metres([0.0, 0.0], [0.0, 0.0]), wedges)
    assert sorted(cover.points[:4].tolist()) == [0, 1, 2, 3]  # each in one of the four


@pytest.mark.parametrize(
    ("key", "arguments"),
    [
        ("siting-heading-unknown", ([0], np.nan, 90, 10)),
        ("siting-angle-wrong", ([0], 0, 361, 10)),
        ("siting-angle-wrong", ([0], 0, -1, 10)),
        ("siting-length-wrong", ([0], 0, 90, -10)),
        ("siting-length-wrong", ([0], 0, 90, 10, np.nan)),
        ("siting-near-beyond-far", ([0], 0, 90, 10, 11)),
        ("siting-column-shape", ([0, 0], [1, 2, 3], 90, 10)),
        ("siting-site-unknown", ([1], 0, 90, 10)),
        ("siting-site-unknown", ([-1], 0, 90, 10)),
    ],
)
def test_a_wedge_that_is_none_is_refused(key: str, arguments: tuple) -> None:
    with pytest.raises(BadInput) as said:
        cover_by_wedge(ORIGIN, ORIGIN, Wedges.of(*arguments))
    assert said.value.key == key
