"""Points, polygons and lines against shapely, an implementation of its own."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS
from luylau.vision.plan import Hours
from luylau.vision.scenes.geometry import area, crosses_itself, crossings, distance, is_inside, outline
from luylau.vision.scenes.schedule import is_watched

shapely = pytest.importorskip("shapely")

# On a coarse grid everything is exact, and touching is as frequent as it is treacherous.
GRID = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda at: (at[0] / 8, at[1] / 8))
POLYGONS = st.lists(GRID, min_size=3, max_size=8)


def simple(polygon: list[tuple[float, float]]) -> bool:
    return bool(shapely.Polygon(polygon).is_valid and shapely.Polygon(polygon).area > 0)


@given(POLYGONS)
def test_a_polygon_that_is_let_pass_is_valid(polygon: list[tuple[float, float]]) -> None:
    assert (not crosses_itself(polygon) and area(polygon) > 0) == simple(polygon)


@given(POLYGONS.filter(simple), st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
def test_inside_is_where_shapely_says(polygon: list[tuple[float, float]], x: float, y: float) -> None:
    whole, point = shapely.Polygon(polygon), shapely.Point(x, y)
    if whole.exterior.distance(point) > 1e-9:
        assert is_inside((x, y), polygon) == whole.contains(point)
    assert distance((x, y), outline(polygon)) == pytest.approx(whole.exterior.distance(point), abs=1e-12)
    assert area(polygon) == pytest.approx(whole.area)


@given(st.lists(GRID, min_size=2, max_size=6), st.lists(GRID, min_size=2, max_size=8))
def test_a_path_that_returns_has_crossed_a_closed_line_as_often_out_as_in(
    line: list[tuple[float, float]], path: list[tuple[float, float]]
) -> None:
    ring = outline(line)
    there = [crossings(a, b, ring) for a, b in pairwise([*path, path[0]])]
    assert sum(there) == 0


@given(GRID, GRID, st.lists(GRID, min_size=2, max_size=6))
def test_there_and_back_is_no_crossing(
    start: tuple[float, float], end: tuple[float, float], line: list[tuple[float, float]]
) -> None:
    assert crossings(start, end, line) + crossings(end, start, line) == 0


def test_forward_is_from_left_to_right_looking_along_the_line() -> None:
    # Drawn from the top to the bottom of the picture: looking down, the picture's right is on the left hand.
    line = ((0.5, 0.0), (0.5, 1.0))
    assert crossings((0.6, 0.5), (0.4, 0.5), line) == 1
    assert crossings((0.4, 0.5), (0.6, 0.5), line) == -1
    assert crossings((0.4, 0.5), (0.45, 0.5), line) == 0
    assert crossings((0.4, 1.2), (0.6, 1.2), line) == 0, "past its end"


def test_through_a_corner_is_one_crossing() -> None:
    line = ((0.0, 0.5), (0.5, 0.5), (1.0, 0.5))
    assert crossings((0.5, 0.4), (0.5, 0.6), line) == 1


@pytest.mark.parametrize(
    ("day", "clock", "watched"),
    [
        ("mon", "17:59", False), ("mon", "18:00", True), ("mon", "23:59", True),
        ("tue", "05:59", True), ("tue", "06:00", False), ("mon", "05:00", False), ("tue", "18:30", False),
    ],
)  # fmt: skip
def test_hours_past_midnight_belong_to_the_day_they_began_on(day: str, clock: str, watched: bool) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    monday = datetime(2026, 6, 1, tzinfo=zone)
    hour, minute = clock.split(":")
    at = monday + timedelta(days=("mon", "tue").index(day), hours=int(hour), minutes=int(minute))
    time_us = int(at.astimezone(UTC).timestamp()) * MICROS
    assert is_watched((Hours(days=(0,), start=18 * 60, end=6 * 60),), time_us, zone) == watched


def test_without_hours_it_is_always_watched() -> None:
    assert is_watched((), 0, UTC)
    assert not is_watched((Hours(days=(0,), start=0, end=1440),), 0, UTC), "the first of 1970 was a Thursday"
    assert is_watched((Hours(days=(3,), start=0, end=1440),), 0, UTC)
