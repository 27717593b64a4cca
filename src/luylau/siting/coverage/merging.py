"""Finds points that exactly the same columns reach: time is linear in the pairs, memory in the points.

Each point gets a sum over its columns of a number mixed from the column (and from the share): equal sets have
equal sums. Points with equal sums, sizes and keys are held against the first of them, column by column: a set
that lies within another of the same size is the same set. What differs all the same (a collision) is sorted
out among itself in a further round with other numbers, so the answer is exact for any data.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Bool, Int32, Int64

UInt32 = NDArray[np.uint32]
UInt64 = NDArray[np.uint64]

_ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF


def first_equals(starts: Int64, points: Int32, share: UInt32, keys: Int64, bits: int = _ALL_BITS) -> Int32:
    """Return for each point the first one (lowest number) with the same columns, shares and key: itself, if
    there is none before it.

    Args:
        starts: of the columns, shape (columns + 1,).
        points: by column, shape (pairs,).
        share: bits of the shares, shape (pairs,), or empty where all are 1.
        keys: points with different keys are never the same, shape (points,).
        bits: which bits of the sums are looked at; fewer of them make more collisions and the same answer.
    """
    count = len(keys)
    first = np.full(count, -1, np.int32)
    sums = np.empty((count, 2), np.uint64)
    wrong = np.ones(count, np.bool_)
    salt = 1
    while wrong.any():
        _sum(starts, points, share, np.uint64(salt), sums)
        sums[:, 0] &= np.uint64(bits)
        _match(sums, keys, wrong, first)
        _hold_against_first(starts, points, share, first, wrong)
        salt += 1
    return first


def keep_firsts(
    starts: Int64, points: Int32, first: Int32, group: Int32, groups: int
) -> tuple[Int64, Int32, Int64]:
    """Return starts and points of the cover in which each group of equal points is one, and the pairs of the
    old one that stayed, shape (pairs left,)."""
    of_column = np.zeros(len(starts), np.int64)
    _count_firsts(starts, points, first, of_column)
    new = np.cumsum(of_column)
    merged, kept = np.empty(int(new[-1]), np.int32), np.empty(int(new[-1]), np.int64)
    _fill_firsts(points, first, group, merged, kept)
    return new, merged, kept


@njit(cache=True, nogil=True)
def _mix(number: np.uint64) -> np.uint64:
    """Spread a number over 64 bits (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    number = number + np.uint64(0x9E3779B97F4A7C15)
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))


@njit(cache=True, nogil=True)
def _sum(starts: Int64, points: Int32, share: UInt32, salt: np.uint64, sums: UInt64) -> None:
    """Put into ``sums`` each point's sum and how many columns reach it, side by side, as both are needed at
    once and points lie anywhere in memory; shape (points, 2)."""
    sums[:] = 0
    for column in range(len(starts) - 1):
        mixed = _mix(np.uint64(column) ^ (salt << np.uint64(40)))
        for pair in range(starts[column], starts[column + 1]):
            point = points[pair]
            sums[point, 0] += _mix(mixed ^ np.uint64(share[pair])) if len(share) else mixed
            sums[point, 1] += np.uint64(1)


@njit(cache=True, nogil=True)
def _match(sums: UInt64, keys: Int64, wrong: Bool, first: Int32) -> None:
    """Set ``first`` of the points that are ``wrong`` to the first of those that look the same."""
    slots = 16
    while slots < 2 * wrong.sum():
        slots *= 2
    table = np.full(slots, -1, np.int32)
    for point in range(len(sums)):
        if not wrong[point]:
            continue
        looked = _mix(sums[point, 0] ^ np.uint64(keys[point]))
        slot = np.int64(looked & np.uint64(slots - 1))
        while table[slot] >= 0:
            other = table[slot]
            like = sums[other, 0] == sums[point, 0] and sums[other, 1] == sums[point, 1]
            if like and keys[other] == keys[point]:
                break
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            table[slot] = point
        first[point] = table[slot]


@njit(cache=True, nogil=True)
def _hold_against_first(starts: Int64, points: Int32, share: UInt32, first: Int32, wrong: Bool) -> None:
    """Leave in ``wrong`` the points that are not the same as their ``first``."""
    wrong[:] = False
    seen = np.full((len(first), 3), -1, np.int32)  # the first equal, its last column, its share there
    seen[:, 0] = first
    for column in range(len(starts) - 1):
        begin, end = starts[column], starts[column + 1]
        for pair in range(begin, end):
            mine = seen[points[pair]]
            if mine[0] == points[pair]:
                mine[1] = column
                if len(share):
                    mine[2] = np.int32(share[pair])
        for pair in range(begin, end):
            like = seen[points[pair], 0]
            if like == points[pair]:
                continue
            if seen[like, 1] != column or (len(share) and seen[like, 2] != np.int32(share[pair])):
                wrong[points[pair]] = True


@njit(cache=True, nogil=True)
def _count_firsts(starts: Int64, points: Int32, first: Int32, of_column: Int64) -> None:
    for column in range(len(starts) - 1):
        for pair in range(starts[column], starts[column + 1]):
            if first[points[pair]] == points[pair]:
                of_column[column + 1] += 1


@njit(cache=True, nogil=True)
def _fill_firsts(points: Int32, first: Int32, group: Int32, merged: Int32, kept: Int64) -> None:
    at = 0
    for pair, point in enumerate(points):
        if first[point] == point:
            merged[at] = group[point]
            kept[at] = pair
            at += 1
