"""Where a detector looks: within the picture, within its budget, at all that moves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.vision.detecting.regions import MAX_RUNS, Budget, Run, plan_runs
from luylau.vision.shapes import Region

FREE = Budget(width=416, height=256, free=True)
FIXED = Budget(width=416, height=256, free=False)
WHOLE = Region(left=0, top=0, right=640, bottom=360)

sides = st.integers(2, 4_000)


@st.composite
def pictures(draw: st.DrawFn) -> tuple[int, int, tuple[Region, ...]]:
    width, height = draw(sides), draw(sides)
    regions = []
    for _ in range(draw(st.integers(0, 12))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        regions.append(
            Region(
                left=left,
                top=top,
                right=draw(st.integers(left + 1, width)),
                bottom=draw(st.integers(top + 1, height)),
            )
        )
    return width, height, tuple(regions)


def within(inner: Region, outer: Region) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


@settings(max_examples=150, deadline=None)
@given(pictures(), st.sampled_from([FREE, FIXED, Budget(width=320, height=192, free=True, zoom=1.0)]))
def test_every_region_is_looked_at_within_the_budget(
    picture: tuple[int, int, tuple[Region, ...]], budget: Budget
) -> None:
    width, height, regions = picture
    runs = plan_runs(regions, width, height, budget)
    whole = Region(left=0, top=0, right=width, bottom=height)
    assert 1 <= len(runs) <= MAX_RUNS
    for run in runs:
        assert within(run.region, whole)
        assert run.region.left % 2 == run.region.top % 2 == 0
        assert run.region.left < run.region.right
        assert run.region.top < run.region.bottom
        assert run.width % 32 == run.height % 32 == 0
    for region in regions or (whole,):
        assert any(within(region, run.region) for run in runs)
    assert sum(run.width * run.height for run in runs) <= budget.width * budget.height
    if not budget.free:
        assert [(run.width, run.height) for run in runs] == [(416, 256)]


def test_the_whole_picture_fills_the_usual_input() -> None:
    assert plan_runs((), 640, 360, FREE) == (Run(region=WHOLE, width=416, height=256),)


def test_a_picture_of_another_shape_gets_an_input_of_its_shape() -> None:
    (run,) = plan_runs((), 576, 768, FREE)
    assert run.width < run.height
    assert run.width / 576 > 256 / 768, "larger than it would be in an input that lies"


def test_a_small_region_costs_less_than_the_whole() -> None:
    (run,) = plan_runs((Region(left=300, top=100, right=340, bottom=180),), 640, 360, FREE)
    assert run.width * run.height < 416 * 256 / 3
    assert run.width / (run.region.right - run.region.left) == pytest.approx(1.5, rel=0.05)


def test_regions_far_apart_are_looked_at_one_by_one() -> None:
    corners = (
        Region(left=10, top=10, right=60, bottom=90),
        Region(left=1_800, top=950, right=1_860, bottom=1_060),
    )
    runs = plan_runs(corners, 1_920, 1_080, FREE)
    assert len(runs) == 2
    assert all(run.width / (run.region.right - run.region.left) > 1 for run in runs)


def test_neighbours_are_looked_at_together() -> None:
    runs = plan_runs(
        (Region(left=100, top=100, right=160, bottom=180), Region(left=150, top=110, right=220, bottom=190)),
        640,
        360,
        FREE,
    )
    assert len(runs) == 1


def test_a_region_outside_the_picture_is_none() -> None:
    outside = Region(left=2_000, top=2_000, right=2_100, bottom=2_100)
    assert plan_runs((outside,), 640, 360, FREE) == plan_runs((), 640, 360, FREE)


def test_a_budget_smaller_than_the_least_input_gets_that() -> None:
    (run,) = plan_runs((), 640, 360, Budget(width=64, height=32, free=True))
    assert (run.width, run.height) == (96, 96)
