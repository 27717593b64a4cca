"""Which parts of a picture a detector looks at, and how large each is made.

A network's cost goes by the pixels of its input. A detector has so many to spend on a picture; they are spent
where something moves. Of the ways to put the regions together (all apart, the two that go together best as
one, and so on to one alone) that one is taken by which things become largest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import ceil, sqrt
from typing import Final

from luylau.vision.shapes import Region

MAX_RUNS: Final = 3
_MANY: Final = 8
_MARGIN: Final = 16
"""Pixels that are looked at around a region: a thing is known by what is around it, too."""
_LEAST: Final = 96
"""The least side of an input, in pixels."""
_RUN_COST: Final = 0.9
"""By how much smaller things may be for one run less."""
_SHRINK: Final = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One look at a picture: which part of it, and the input's ``width`` and ``height`` in pixels."""

    region: Region
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a detector may spend on a picture. ``width`` x ``height`` pixels of input in all; where ``free``,
    an input may have any sides that are multiples of ``step``, else only these. ``zoom``: how many pixels of
    the input one of the picture becomes at most."""

    width: int
    height: int
    free: bool
    step: int = 32
    zoom: float = 1.5


def plan_runs(regions: tuple[Region, ...], width: int, height: int, budget: Budget) -> tuple[Run, ...]:
    """Return how to look at these regions of a picture of ``width`` x ``height`` pixels; at the whole if
    there are none, and never at nothing. At most ``MAX_RUNS``, and one alone if the input's sides are
    fixed."""
    whole = Region(left=0, top=0, right=width, bottom=height)
    wanted = tuple(
        found
        for region in regions
        if (found := _clipped(_grown(region, _MARGIN, _MARGIN), whole)) is not None
    )
    if not wanted:
        wanted = (whole,)
    if not budget.free:
        return (_fixed(reduce(_hull, wanted), whole, budget),)
    best: tuple[float, tuple[Region, ...]] = (0.0, ())
    for apart in _ways(wanted):
        if len(apart) > MAX_RUNS:
            continue
        scale = _scale(apart, budget)
        worth = scale * _RUN_COST ** (len(apart) - 1)
        if worth >= best[0] * (1 + 1e-9):
            best = (worth, apart)
    scale = _scale(best[1], budget)
    return tuple(_run(region, whole, scale, budget) for region in best[1])


def _ways(regions: tuple[Region, ...]) -> Iterator[tuple[Region, ...]]:
    """Yield the regions all apart, then with the two as one that take the least more, and so on."""
    regions = _few(regions)
    yield regions
    while len(regions) > 1:
        pairs = ((one, other) for one in range(len(regions)) for other in range(one))
        one, other = min(
            pairs,
            key=lambda pair: _more(regions[pair[0]], regions[pair[1]]),
        )
        rest = tuple(region for place, region in enumerate(regions) if place not in (one, other))
        regions = (*rest, _hull(regions[one], regions[other]))
        yield regions


def _few(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Return at most ``_MANY``, neighbours from left to right as one: to try all pairs takes the cube of
    their number."""
    together = ceil(len(regions) / _MANY)
    ordered = sorted(regions, key=lambda region: region.left + region.right)
    return tuple(
        reduce(_hull, ordered[first : first + together]) for first in range(0, len(ordered), together)
    )


def _scale(regions: tuple[Region, ...], budget: Budget) -> float:
    """Return how large these regions can be made together, input pixels a pixel."""
    most, step = budget.width * budget.height, budget.step
    sides = [(one.right - one.left, one.bottom - one.top) for one in regions]
    # No larger than this, for an input is at least as large as what it holds.
    scale = min(budget.zoom, sqrt(most / sum(wide * tall for wide, tall in sides)))
    least = [_input(0, 0, step)] * len(sides)
    while True:
        inputs = [_input(wide * scale, tall * scale, step) for wide, tall in sides]
        # Less than the least input is not to be had, even where it is more than what may be spent.
        if inputs == least or sum(width * height for width, height in inputs) <= most:
            break
        scale *= _SHRINK
    # The same inputs hold a little more.
    room = (
        min(width / wide, height / tall) for (wide, tall), (width, height) in zip(sides, inputs, strict=True)
    )
    return min(budget.zoom, *room)


def _input(wide: float, tall: float, step: int) -> tuple[int, int]:
    """Return the sides of the input that holds so much."""
    return _up(max(wide, _LEAST), step), _up(max(tall, _LEAST), step)


def _run(region: Region, whole: Region, scale: float, budget: Budget) -> Run:
    """Return the run on a region, which grows into what its input has room for."""
    wide, tall = region.right - region.left, region.bottom - region.top
    width, height = _input(wide * scale, tall * scale, budget.step)
    grown = _even(_widened(region, width / scale, height / scale, whole))
    return Run(region=grown, width=width, height=height)


def _fixed(region: Region, whole: Region, budget: Budget) -> Run:
    """Return the run on a region with the one input that there is."""
    wide, tall = region.right - region.left, region.bottom - region.top
    scale = min(budget.zoom, budget.width / wide, budget.height / tall)
    grown = _even(_widened(region, budget.width / scale, budget.height / scale, whole))
    return Run(region=grown, width=budget.width, height=budget.height)


def _widened(region: Region, wide: float, tall: float, whole: Region) -> Region:
    """Return the region made ``wide`` and ``tall``, within the picture; never smaller than it was."""
    left, right = _stretch(region.left, region.right, wide, whole.right)
    top, bottom = _stretch(region.top, region.bottom, tall, whole.bottom)
    return Region(left=left, top=top, right=right, bottom=bottom)


def _stretch(low: int, high: int, length: float, end: int) -> tuple[int, int]:
    more = max(0, min(int(length), end) - (high - low))
    start = min(max(0, low - more // 2), end - (high - low + more))
    return start, start + high - low + more


def _even(region: Region) -> Region:
    """Return the region from even pixels on, for one sample of chroma stands for two of luma."""
    return Region(
        left=region.left - region.left % 2,
        top=region.top - region.top % 2,
        right=region.right,
        bottom=region.bottom,
    )


def _grown(region: Region, wide: int, tall: int) -> Region:
    return Region(
        left=region.left - wide, top=region.top - tall, right=region.right + wide, bottom=region.bottom + tall
    )


def _clipped(region: Region, whole: Region) -> Region | None:
    """Return what of a region is in the picture."""
    left, top = max(region.left, whole.left), max(region.top, whole.top)
    right, bottom = min(region.right, whole.right), min(region.bottom, whole.bottom)
    return Region(left=left, top=top, right=right, bottom=bottom) if left < right and top < bottom else None


def _hull(one: Region, other: Region) -> Region:
    return Region(
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )


def _more(one: Region, other: Region) -> int:
    """Return by how much what holds both is larger than they are."""
    wide = max(one.right, other.right) - min(one.left, other.left)
    tall = max(one.bottom, other.bottom) - min(one.top, other.top)
    return wide * tall - _area(one) - _area(other)


def _area(region: Region) -> int:
    return (region.right - region.left) * (region.bottom - region.top)


def _up(length: float, step: int) -> int:
    return ceil(length / step - 1e-6) * step
