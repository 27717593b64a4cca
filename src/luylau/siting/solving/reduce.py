"""The part of a problem that is open: what is fixed taken out, points that no plan can tell apart merged.

Columns that must be chosen, that stand already or that no plan can hold are decided; so are the points they
cover. What is left has its columns ordered by site, so that a site is a run of columns.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.siting.coverage.cover import Cover, merge_equal
from luylau.siting.solving.plan import TOLERANCE, covered
from luylau.siting.solving.problem import CoverProblem

ANY: Final = 2**31
"""Stands for no limit of a count."""


class Sides(NamedTuple):
    """The limits beside the budget, as compiled code takes them. ``unit``: of each site, shape (sites,);
    ``least`` and ``room``: sites that each unit still needs and can still take, shape (units,). ``most``: new
    sites in all. The sites too near to site s are ``near[near_starts[s] : near_starts[s + 1]]``."""

    unit: Int64
    least: Int64
    room: Int64
    most: int
    near_starts: Int64
    near: Int64

    @property
    def bare(self) -> bool:
        """Whether nothing but the budget and one option a site limits a plan."""
        free = self.most >= ANY and not len(self.near)
        return free and not bool(self.least.any()) and bool((self.room >= ANY).all())


class Rows(NamedTuple):
    """The same limits as linear rows, A x <= limit: row r has the columns
    ``column[starts[r] : starts[r + 1]]`` with the factors ``value``."""

    starts: Int64
    column: Int32
    value: Float64
    limit: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Compact:
    """What is to be solved. ``cover`` and ``weight`` stand for merged points, shape (groups,); ``cost`` for
    the open columns, ordered by site: those of site s are ``site_starts[s] : site_starts[s + 1]``.
    ``column``: each one's number in the problem. ``base``: demand that is covered in any case; ``fixed``: the
    columns chosen in any case, without those installed. ``budget``: what is left of it. ``group``: where each
    point went that it was merged from; None if nothing was merged."""

    cover: Cover
    weight: Float64
    cost: Float64
    budget: float
    site_starts: Int64
    sides: Sides
    column: Int64
    fixed: Int64
    base: float
    group: Int32 | None = None

    @property
    def columns(self) -> int:
        """Return how many columns are open."""
        return len(self.cost)

    @property
    def site(self) -> Int64:
        """Return each column's site, shape (columns,)."""
        return np.repeat(np.arange(len(self.site_starts) - 1), np.diff(self.site_starts))

    def chosen(self, columns: Int64) -> Int64:
        """Return the problem's numbers of a plan's columns, the fixed ones among them, ascending."""
        return np.sort(np.concatenate([self.fixed, self.column[columns]]))

    def rows(self) -> Rows:
        """Return the limits beside budget and one option a site as linear rows."""
        site, sides = self.site, self.sides
        found: list[tuple[Int64, float, float]] = []
        if sides.most < ANY:
            found.append((np.arange(self.columns), 1.0, float(sides.most)))
        unit = sides.unit[site]
        for number in np.flatnonzero((sides.room < ANY) | (sides.least > 0)).tolist():
            members = np.flatnonzero(unit == number)
            if sides.room[number] < ANY:
                found.append((members, 1.0, float(sides.room[number])))
            if sides.least[number] > 0:
                found.append((members, -1.0, -float(sides.least[number])))
        one = np.repeat(np.arange(len(sides.near_starts) - 1), np.diff(sides.near_starts))
        for a, b in zip(one.tolist(), sides.near.tolist(), strict=True):
            if a < b:
                first, second = self.site_starts[a : a + 2], self.site_starts[b : b + 2]
                found.append((np.concatenate([np.arange(*first), np.arange(*second)]), 1.0, 1.0))
        sizes = [len(members) for members, _, _ in found]
        return Rows(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.concatenate([members for members, _, _ in found]).astype(np.int32)
            if found
            else np.empty(0, np.int32),
            np.repeat([value for _, value, _ in found], sizes).astype(np.float64),
            np.array([limit for _, _, limit in found], np.float64),
        )

    @property
    def shared_rows(self) -> int:
        """Return how many of the rows, the first ones, are there whichever columns are left out."""
        counted = (self.sides.room < ANY).sum() + (self.sides.least > 0).sum()
        return int(counted) + (self.sides.most < ANY)

    def sample(self, kept: Bool) -> "Compact":
        """Return the problem with these points alone, shape (points,), merged anew."""
        factor = len(kept) / max(int(kept.sum()), 1)
        weight = np.where(kept, self.weight * factor, 0.0)
        numbers = np.arange(self.columns)
        return _packed(thinned(self.cover, kept), weight, self.cost, self.site, numbers, self)

    def take(self, kept: Bool) -> "Compact":
        """Return the problem with these columns alone, its points merged anew; ``column`` counts in this one.

        The limits stay; what the columns left out would have covered is out of reach.
        """
        numbers = np.flatnonzero(kept)
        return _packed(
            self.cover.take(numbers), self.weight, self.cost[numbers], self.site[numbers], numbers,
            replace(self, fixed=np.empty(0, np.int64), base=0.0),
        )  # fmt: skip


def compact(problem: CoverProblem, *, merged: bool = True) -> Compact:
    """Take out of a problem without shares what is decided, and merge the points that are alike unless told
    not to.

    The problem's limits are taken as consistent.
    """
    standing = np.zeros(problem.columns, np.bool_)
    standing[problem.installed] = True
    must = np.zeros(problem.columns, np.bool_)
    must[problem.must] = True
    must &= ~standing
    settled = standing | must
    sites = int(max(problem.site.max(initial=-1), problem.apart.max(initial=-1))) + 1
    used = np.zeros(sites, np.bool_)
    used[problem.site[settled]] = True
    # What must be used may take all of it, to rounding; what costs nothing is open all the same.
    budget = max(problem.budget - float(problem.cost[must].sum()), 0.0)
    blocked = used.copy()
    for a, b in ((0, 1), (1, 0)):
        blocked[problem.apart[used[problem.apart[:, a]], b]] = True
    unit, least, room = _units(problem, settled)
    unit_of_site = np.zeros(sites, np.int64)
    unit_of_site[problem.site] = unit
    open_ = (
        ~settled
        & ~blocked[problem.site]
        & (problem.cost <= budget + TOLERANCE * problem.budget)
        & (room[unit] > 0)
    )
    open_[problem.forbidden] = False
    most = problem.most_sites - int(must.sum()) if problem.most_sites else ANY
    if most <= 0:
        open_[:] = False
    numbers = np.flatnonzero(open_)
    numbers = numbers[np.argsort(problem.site[numbers], kind="stable")]
    cover, weights = problem.cover, problem.weights
    base = 0.0
    if settled.any():
        done = covered(cover, np.flatnonzero(settled))
        base = float(weights[done].sum())
        weights = np.where(done, 0.0, weights)
        cover = thinned(cover, ~done)
    if len(numbers) < problem.columns or bool((np.diff(numbers) < 0).any()):
        cover = cover.take(numbers)
    near = problem.apart[~used[problem.apart].any(axis=1)]
    frame = Compact(
        cover=cover,
        weight=weights,
        cost=problem.cost,
        budget=budget,
        site_starts=np.arange(sites + 1),
        sides=Sides(unit_of_site, least, room, most, *_adjacency(near, sites)),
        column=numbers,
        fixed=np.flatnonzero(must),
        base=base,
    )
    return _packed(cover, weights, problem.cost[numbers], problem.site[numbers], numbers, frame, merged)


def thinned(cover: Cover, kept: Bool) -> Cover:
    """Return a cover without shares in which only the points ``kept``, shape (points,), are reached."""
    starts = np.zeros(len(cover.starts), np.int64)
    _count(cover.starts, cover.points, kept, starts)
    np.cumsum(starts, out=starts)
    points = np.empty(int(starts[-1]), np.int32)
    _fill(cover.points, kept, points)
    return Cover(starts, points, cover.point_count)


@njit(cache=True, nogil=True)
def _count(starts: Int64, points: Int32, kept: Bool, out: Int64) -> None:
    for column in range(len(starts) - 1):
        for at in range(starts[column], starts[column + 1]):
            out[column + 1] += kept[points[at]]


@njit(cache=True, nogil=True)
def _fill(points: Int32, kept: Bool, out: Int32) -> None:
    at = 0
    for point in points:
        if kept[point]:
            out[at] = point
            at += 1


def _units(problem: CoverProblem, settled: Bool) -> tuple[Int64, Int64, Int64]:
    """Return each column's unit, and how many sites each unit still needs and can still take."""
    limits = [limit for limit in (problem.unit_least, problem.unit_most) if limit is not None]
    if problem.unit is None or not limits:
        return np.zeros(problem.columns, np.int64), np.zeros(1, np.int64), np.full(1, ANY)
    count = max(len(limit) for limit in limits)
    there = np.bincount(problem.unit[settled], minlength=count)
    least, room = np.zeros(count, np.int64), np.full(count, ANY)
    if problem.unit_least is not None:
        least[: len(problem.unit_least)] = np.maximum(problem.unit_least - there, 0)
    if problem.unit_most is not None:
        left = np.maximum(problem.unit_most - there[: len(problem.unit_most)], 0)
        room[: len(left)] = np.where(problem.unit_most < ANY, left, ANY)
    return problem.unit, least, room


def _adjacency(pairs: Int64, sites: int) -> tuple[Int64, Int64]:
    both = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    both = both[both[:, 0] != both[:, 1]]
    starts = np.zeros(sites + 1, np.int64)
    np.cumsum(np.bincount(both[:, 0], minlength=sites), out=starts[1:])
    return starts, both[:, 1].copy()


def _packed(
    cover: Cover,
    weight: Float64,
    cost: Float64,
    site: Int64,
    numbers: Int64,
    frame: Compact,
    merged: bool = True,
) -> Compact:
    """Merge points and renumber sites, after columns were left out; ``frame`` has all else."""
    group = None
    if merged:
        alike = merge_equal(cover, weight)
        cover, weight, group = alike.cover, alike.weights, alike.group
    reached = np.zeros(len(weight), np.bool_)
    reached[cover.points] = True
    kept, dense = np.unique(site, return_inverse=True)
    site_starts = np.zeros(len(kept) + 1, np.int64)
    np.cumsum(np.bincount(dense, minlength=len(kept)), out=site_starts[1:])
    old = frame.sides
    place = np.full(len(old.unit), -1)
    place[kept] = np.arange(len(kept))
    one = place[np.repeat(np.arange(len(old.unit)), np.diff(old.near_starts))]
    other = place[old.near]
    both = (one >= 0) & (other >= 0)
    near_starts, near = _adjacency(np.stack([one[both], other[both]], axis=1), len(kept))
    return replace(
        frame,
        cover=cover,
        # What no column reaches counts for nobody.
        weight=np.where(reached, weight, 0.0),
        cost=cost,
        site_starts=site_starts,
        sides=old._replace(unit=old.unit[kept], near_starts=near_starts, near=near),
        column=numbers,
        group=group,
    )
