"""Which columns reach which demand points, in compressed rows.

A **column** is what may be chosen: one site with one option. A **pair** is a column and a point that it
reaches. Pairs stand by column; ``starts`` says where each begins::

    starts   0        3     5           8
    points   0  4  7  4  9  1  4  9        column 0 reaches points 0, 4 and 7, column 1 points 4 and 9, ...
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.checks import check_weights
from luylau.siting.coverage.merging import first_equals, keep_firsts

Float32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cover:
    """Which columns (a site with an option) reach which demand points: compressed rows by column."""

    starts: Int64  # shape (columns + 1,)
    points: Int32  # shape (pairs,), ascending within a column, each point once
    point_count: int
    share: Float32 | None = None  # shape (pairs,): partial coverage in (0, 1]; None: all 1

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.starts) - 1

    @property
    def pairs(self) -> int:
        """How many pairs of a column and a point there are."""
        return len(self.points)

    @property
    def sizes(self) -> Int64:
        """How many points each column reaches, shape (columns,)."""
        return np.diff(self.starts)

    def column(self, number: int) -> Int32:
        """Return the points that one column reaches, ascending; a view."""
        return self.points[self.starts[number] : self.starts[number + 1]]

    def column_shares(self, number: int) -> Float32:
        """Return the share of each point of ``column``; a view where shares are kept."""
        begin, end = self.starts[number], self.starts[number + 1]
        return np.ones(end - begin, np.float32) if self.share is None else self.share[begin:end]

    def column_of_pair(self) -> Int32:
        """Return the column of each pair, shape (pairs,)."""
        return np.repeat(np.arange(self.columns, dtype=np.int32), self.sizes)

    def take(self, columns: Int64 | Int32) -> "Cover":
        """Return the cover of these columns alone, in this order; a column may come twice."""
        chosen = np.ascontiguousarray(columns, np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.sizes[chosen])])
        points = np.empty(int(starts[-1]), np.int32)
        _copy(self.starts, self.points, chosen, points)
        share = None
        if self.share is not None:
            share = np.empty(len(points), np.float32)
            _copy(self.starts, self.share, chosen, share)
        return Cover(starts, points, self.point_count, share)

    def keep(self, kept: Bool) -> "Cover":
        """Return the cover with those pairs alone for which ``kept``, shape (pairs,), is true."""
        starts = np.zeros(len(self.starts), np.int64)
        _count(self.starts, np.ascontiguousarray(kept, np.bool_), starts[1:])
        share = None if self.share is None else self.share[kept]
        return Cover(np.cumsum(starts), self.points[kept], self.point_count, share)

    def with_share(self, share: Float32 | None) -> "Cover":
        """Return the cover with other shares, shape (pairs,), each in (0, 1]; a share of 0 is no pair.

        Raises:
            BadInput: a share is not a number in (0, 1].
        """
        if share is not None and not bool(((share > 0) & (share <= 1)).all()):
            wrong = ~((share > 0) & (share <= 1))
            raise BadInput("siting-cover-share-wrong", count=int(wrong.sum()), said=float(share[wrong][0]))
        return Cover(self.starts, self.points, self.point_count, share)

    def by_point(self) -> "ByPoint":
        """Return the same pairs by point: which columns reach each."""
        starts = np.zeros(self.point_count + 1, np.int64)
        columns = np.empty(self.pairs, np.int32)
        share = self.share if self.share is not None else np.empty(0, np.float32)
        turned = np.empty(len(share), np.float32)
        _transpose(self.starts, self.points, share, starts, columns, turned)
        return ByPoint(starts, columns, self.columns, None if self.share is None else turned)

    def reached(self, weights: Float64) -> Float64:
        """Return the weight of the points that each column reaches, times their shares, shape (columns,).

        Args:
            weights: of the points, shape (point_count,).
        """
        share = self.share if self.share is not None else np.empty(0, np.float32)
        total = np.zeros(self.columns)
        _reached(self.starts, self.points, share, np.ascontiguousarray(weights, np.float64), total)
        return total


@dataclass(frozen=True, slots=True)
class ByPoint:
    """A cover turned: which columns reach each point."""

    starts: Int64  # shape (points + 1,)
    columns: Int32  # shape (pairs,), ascending within a point
    column_count: int
    share: Float32 | None = None  # shape (pairs,), as Cover has it

    def of(self, point: int) -> Int32:
        """Return the columns that reach one point, ascending; a view."""
        return self.columns[self.starts[point] : self.starts[point + 1]]


def concatenate(covers: Sequence[Cover]) -> Cover:
    """Return one cover with the columns of all, in this order.

    Raises:
        BadInput: there is none, or they are not about the same points.
    """
    counts = {cover.point_count for cover in covers}
    if len(counts) != 1:
        raise BadInput("siting-covers-differ", counts=", ".join(map(str, sorted(counts))))
    begins = np.cumsum([0, *(cover.pairs for cover in covers)])
    starts = np.concatenate(
        [np.zeros(1, np.int64), *(cover.starts[1:] + begins[at] for at, cover in enumerate(covers))]
    )
    share = None
    if any(cover.share is not None for cover in covers):
        share = np.concatenate(
            [np.ones(cover.pairs, np.float32) if cover.share is None else cover.share for cover in covers]
        )
    return Cover(starts, np.concatenate([cover.points for cover in covers]), counts.pop(), share)


@dataclass(frozen=True, slots=True)
class Merged:
    """A cover in which points that the same columns reach stand as one."""

    cover: Cover  # its points are the groups, numbered in the order of their first points
    weights: Float64  # shape (groups,): the sum over each group's points
    group: Int32  # shape (points,): where each point of the old cover went
    first: Int32  # shape (groups,): the lowest point of each group


def merge_equal(cover: Cover, weights: Float64, keys: Int64 | None = None) -> Merged:
    """Merge points that exactly the same columns reach with the same shares; no plan can tell them apart.

    Args:
        cover: who reaches whom.
        weights: of the points, shape (point_count,), each at least 0.
        keys: shape (point_count,); points with different keys stay apart (communes, where fairness counts).

    Raises:
        BadInput: weights or keys are not as many as the points, or a weight is negative or no number.
    """
    weights = check_weights(weights, cover.point_count)
    if keys is None:
        keys = np.zeros(cover.point_count, np.int64)
    keys = np.ascontiguousarray(keys, np.int64)
    if keys.shape != (cover.point_count,):
        raise BadInput("siting-keys-count", count=keys.size, points=cover.point_count)
    bits = np.empty(0, np.uint32) if cover.share is None else cover.share.view(np.uint32)
    first = first_equals(cover.starts, cover.points, bits, keys)
    is_first = first == np.arange(len(first), dtype=np.int32)
    firsts = np.flatnonzero(is_first).astype(np.int32)
    number = np.cumsum(is_first, dtype=np.int32) - np.int32(1)
    group = number[first]
    starts, points, kept = keep_firsts(cover.starts, cover.points, first, number, len(firsts))
    share = None if cover.share is None else cover.share[kept]
    summed: Float64 = np.bincount(group, weights, minlength=len(firsts)).astype(np.float64)
    return Merged(Cover(starts, points, len(firsts), share), summed, group, firsts)


@njit(cache=True, nogil=True)
def _copy(starts: Int64, values: Int32 | Float32, columns: Int64, out: Int32 | Float32) -> None:
    at = 0
    for column in columns:
        size = starts[column + 1] - starts[column]
        out[at : at + size] = values[starts[column] : starts[column + 1]]
        at += size


@njit(cache=True, nogil=True)
def _count(starts: Int64, kept: Bool, counts: Int64) -> None:
    for column in range(len(counts)):
        counts[column] = kept[starts[column] : starts[column + 1]].sum()


@njit(cache=True, nogil=True)
def _transpose(
    starts: Int64, points: Int32, share: Float32, out: Int64, columns: Int32, turned: Float32
) -> None:
    for point in points:
        out[point + 1] += 1
    out[:] = np.cumsum(out)
    cursor = out[:-1].copy()
    for column in range(len(starts) - 1):
        for pair in range(starts[column], starts[column + 1]):
            at = cursor[points[pair]]
            columns[at] = column
            if len(share):
                turned[at] = share[pair]
            cursor[points[pair]] = at + 1


@njit(cache=True, nogil=True)
def _reached(starts: Int64, points: Int32, share: Float32, weights: Float64, total: Float64) -> None:
    for column in range(len(total)):
        whole = 0.0
        for pair in range(starts[column], starts[column + 1]):
            weight = weights[points[pair]]
            whole += weight * share[pair] if len(share) else weight
        total[column] = whole
