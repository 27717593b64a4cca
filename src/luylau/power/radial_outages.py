"""One branch of a radial grid after the other out of service: what remains, solved anew where it matters.

An outage changes the feeder that it hits, the busbars above it, and hardly anything else. So only two parts
are swept: the *spine* (the nodes that much of the grid hangs on) and the feeder that is hit. Every other
feeder stands there as its linear response, exact to the first order: with dV the change of the voltage above
it, its current changes by ``A dV + B conj(dV)``, and what is seen of it, voltages and loading by current or
by power, is followed to the first order likewise. What is left out is of the second order in dV: some 1e-5
where a large load goes, up to 2e-3 in loading where half of a substation goes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int64
from luylau.power.radial import MOST_SWEEPS, Complex, State, Tree, limits
from luylau.power.topology import NONE

TOLERANCE: Final = 1e-8
"""Largest change of a voltage (pu) in the last sweep."""
WHOLE: Final = 64
"""Grids of at most this many nodes are swept whole: there is little to save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A tree cut into its spine and feeders, by the tree's nodes, shape (n,): ``owner`` the first node of the
    feeder that each belongs to, -1 on the spine; ``root`` the root of its tree. ``heads``: the first nodes of
    all feeders, ascending."""

    owner: Int64
    root: Int64
    heads: Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What still has power when the branch above a node of the tree is out, by the tree's nodes, shape (n,).

    NaN at the roots and where it does not converge. ``loading_max`` is 0 where no rating is known.
    """

    u_min_pu: Float64
    u_max_pu: Float64
    loading_max: Float64


@njit(cache=True, nogil=True, inline="always")
def _square(value: complex) -> float:
    return value.real * value.real + value.imag * value.imag


@njit(cache=True, nogil=True, inline="always", error_model="numpy")
def _drawn(s: complex, v: complex) -> complex:
    """Return conj(s / v), without a complex division."""
    drawn: complex = np.conj(s) * v * (1.0 / _square(v))
    return drawn


@njit(cache=True, nogil=True)
def _responses(parent: Int64, z: Complex, shunt: Complex, s: Complex, v: Complex) -> Complex:
    """Return each branch's linear response (A, B) to the voltage above it, shape (n, 2)."""
    inner = np.zeros((len(parent), 2), np.complex128)
    found = np.zeros((len(parent), 2), np.complex128)
    for k in range(len(parent) - 1, -1, -1):
        a = inner[k, 0] + shunt[k]
        b = inner[k, 1] - np.conj(s[k]) / np.conj(v[k]) ** 2
        # dJ = a (dV - z dJ) + b conj(dV - z dJ), solved for dJ with its conjugate.
        u, w = 1 + a * z[k], b * np.conj(z[k])
        below = abs(u) ** 2 - abs(w) ** 2
        found[k, 0] = (np.conj(u) * a - w * np.conj(b)) / below
        found[k, 1] = (np.conj(u) * b - w * np.conj(a)) / below
        if parent[k] >= 0:
            inner[parent[k]] += found[k]
    return found


@njit(cache=True, nogil=True)
def _owners(parent: Int64, size: Int64, share: float) -> tuple[Int64, Int64]:
    """Return the feeder of each node, by the place of its first node, -1 on the spine; and its root.

    The spine are the nodes with at least ``share`` of their tree's nodes below them.
    """
    owner, root = np.full_like(parent, NONE), np.zeros_like(parent)
    for k in range(len(parent)):
        top = parent[k]
        if top < 0:
            root[k] = k
            continue
        root[k] = root[top]
        if owner[top] != NONE:
            owner[k] = owner[top]
        elif size[k] < share * size[root[k]]:
            owner[k] = k
    return owner, root


@njit(cache=True, nogil=True)
def _cost(size: Int64, owner: Int64, root: Int64) -> float:
    """Return how many nodes all outages together would sweep."""
    on_spine = np.zeros(len(owner), np.int64)
    for k in range(len(owner)):
        if owner[k] == NONE:
            on_spine[root[k]] += 1
    cost = 0.0
    for k in range(len(owner)):
        cost += on_spine[root[k]]
        if owner[k] != NONE:
            cost += size[owner[k]]
    return cost


@njit(cache=True, nogil=True)
def _seen(
    k: int, parent: Int64, half: Complex, scale2: Float64, i_limit: Float64, s_limit: Float64,
    v: Complex, j: Complex,
) -> tuple[float, float]:  # fmt: skip
    """Return the squared voltage at a node and the squared loading of the branch above it."""
    low2 = v[k].real ** 2 + v[k].imag ** 2
    if parent[k] < 0:
        return low2 * scale2[k], 0.0
    top = v[parent[k]]
    at_low, at_top = j[k] - half[k] * v[k], j[k] + half[k] * top
    i_low2, i_top2 = at_low.real**2 + at_low.imag**2, at_top.real**2 + at_top.imag**2
    top2 = top.real**2 + top.imag**2
    most = max(max(i_low2, i_top2) * i_limit[k], max(i_low2 * low2, i_top2 * top2) * s_limit[k])
    return low2 * scale2[k], most


@njit(cache=True, nogil=True)
def _extremes(
    parent: Int64, size: Int64, z: Complex, half: Complex, scale2: Float64, i_limit: Float64, s_limit:
    Float64, v: Complex, j: Complex, response: Complex, heads: Int64,
) -> Complex:  # fmt: skip
    """Return how each feeder's lowest and highest voltage, largest loading by current and largest loading by
    power follow the voltage above the feeder.

    Shape (heads, 4, 3): each is the absolute value of ``c + a dV + b conj(dV)``, here as (a, b, c). By power
    that is ``V conj(I)``, whose voltage and current both change, mostly in opposite directions.
    """
    found = np.zeros((len(heads), 4, 3), np.complex128)
    way = np.empty((len(parent), 2), np.complex128)
    for at in range(len(heads)):
        worst = np.array([np.inf, 0.0, 0.0, 0.0])
        for k in range(heads[at], heads[at] + size[heads[at]]):
            a, b = (1.0 + 0j, 0j) if k == heads[at] else (way[parent[k], 0], way[parent[k], 1])
            j_a = response[k, 0] * a + response[k, 1] * np.conj(b)
            j_b = response[k, 0] * b + response[k, 1] * np.conj(a)
            way[k, 0], way[k, 1] = a - z[k] * j_a, b - z[k] * j_b
            u2 = scale2[k] * _square(v[k])
            for kind in range(2):
                if (u2 < worst[0]) if kind == 0 else (u2 > worst[1]):
                    worst[kind] = u2
                    scale = np.sqrt(scale2[k])
                    found[at, kind, 0], found[at, kind, 1] = scale * way[k, 0], scale * way[k, 1]
                    found[at, kind, 2] = scale * v[k]
            for end in range(2):
                # At the branch's lower end, then at its upper one.
                u, u_a, u_b = (v[k], way[k, 0], way[k, 1]) if end == 0 else (v[parent[k]], a, b)
                y = -half[k] if end == 0 else half[k]
                i, i_a, i_b = j[k] + y * u, j_a + y * u_a, j_b + y * u_b
                by_current, by_power = _square(i) * i_limit[k], _square(i) * _square(u) * s_limit[k]
                if by_current > worst[2]:
                    worst[2] = by_current
                    scale = np.sqrt(i_limit[k])
                    found[at, 2, 0], found[at, 2, 1], found[at, 2, 2] = scale * i_a, scale * i_b, scale * i
                if by_power > worst[3]:
                    worst[3] = by_power
                    scale = np.sqrt(s_limit[k])
                    found[at, 3, 0] = scale * (u_a * np.conj(i) + u * np.conj(i_b))
                    found[at, 3, 1] = scale * (u_b * np.conj(i) + u * np.conj(i_a))
                    found[at, 3, 2] = scale * u * np.conj(i)
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def _outages(
    parent: Int64, size: Int64, z: Complex, shunt: Complex, half: Complex, feed: Complex,
    scale2: Float64, i_limit: Float64, s_limit: Float64, s: Complex, v0: Complex, j0: Complex,
    response: Complex, owner: Int64, root: Int64, heads: Int64, others: Complex, found: Float64,
) -> None:  # fmt: skip
    n = len(parent)
    # What hangs on each node of the spine: current as it was, and response, of all feeders together.
    hung, hung_a, hung_b = np.zeros_like(v0), np.zeros_like(v0), np.zeros_like(v0)
    for k in range(n):
        if owner[k] == k:
            hung[parent[k]] += j0[k]
            hung_a[parent[k]] += response[k, 0]
            hung_b[parent[k]] += response[k, 1]
    spine = np.flatnonzero(owner == NONE)
    spine_from = np.searchsorted(spine, root)
    spine_to = np.searchsorted(spine, root + size[root])
    heads_from = np.searchsorted(heads, root)
    heads_to = np.searchsorted(heads, root + size[root])
    v, j = v0.copy(), j0.copy()
    for out in range(n):
        if parent[out] < 0:
            continue
        dark, bright = out, out + size[out]
        feeder = owner[out]
        low, high = (dark, dark) if feeder == NONE else (feeder, feeder + size[feeder])
        first, last = spine_from[out], spine_to[out]
        edge_node = parent[out]
        moved = 1.0
        for _ in range(MOST_SWEEPS):
            for at in range(first, last):
                j[spine[at]] = 0.0
            for k in range(low, high):
                j[k] = 0.0
            for k in range(high - 1, low - 1, -1):
                if dark <= k < bright:
                    continue
                j[k] += _drawn(s[k], v[k]) + (shunt[k] - (half[out] if k == edge_node else 0.0)) * v[k]
                j[parent[k]] += j[k]
            for at in range(last - 1, first - 1, -1):
                k = spine[at]
                if dark <= k < bright:
                    continue
                change = v[k] - v0[k]
                drawn, a, b = hung[k], hung_a[k], hung_b[k]
                if feeder != NONE and k == parent[feeder]:
                    drawn -= j0[feeder]
                    a -= response[feeder, 0]
                    b -= response[feeder, 1]
                y = shunt[k] - (half[out] if k == edge_node else 0.0)
                j[k] += _drawn(s[k], v[k]) + y * v[k] + drawn + a * change + b * np.conj(change)
                if parent[k] >= 0:
                    j[parent[k]] += j[k]
            moved = 0.0
            for at in range(first, last):
                k = spine[at]
                if dark <= k < bright:
                    continue
                new = (v[parent[k]] if parent[k] >= 0 else feed[k]) - z[k] * j[k]
                moved = max(moved, _square(new - v[k]))
                v[k] = new
            for k in range(low, high):
                if dark <= k < bright:
                    continue
                new = v[parent[k]] - z[k] * j[k]
                moved = max(moved, _square(new - v[k]))
                v[k] = new
            if not moved > TOLERANCE * TOLERANCE:
                break
        if moved <= TOLERANCE * TOLERANCE:
            worst = np.array([np.inf, 0.0, 0.0])
            for at in range(heads_from[out], heads_to[out]):
                head = heads[at]
                if head != feeder and not dark <= head < bright:
                    change = v[parent[head]] - v0[parent[head]]
                    for kind in range(4):
                        a, b, c = others[at, kind]
                        seen = _square(c + a * change + b * np.conj(change))
                        into = min(kind, 2)
                        worst[into] = min(worst[into], seen) if kind == 0 else max(worst[into], seen)
            found[out] = worst
            for at in range(first, last):
                k = spine[at]
                if not dark <= k < bright:
                    u2, most = _seen(k, parent, half, scale2, i_limit, s_limit, v, j)
                    found[out, 0], found[out, 1] = min(found[out, 0], u2), max(found[out, 1], u2)
                    found[out, 2] = max(found[out, 2], most)
            for k in range(low, high):
                if not dark <= k < bright:
                    u2, most = _seen(k, parent, half, scale2, i_limit, s_limit, v, j)
                    found[out, 0], found[out, 1] = min(found[out, 0], u2), max(found[out, 1], u2)
                    found[out, 2] = max(found[out, 2], most)
        for at in range(first, last):
            v[spine[at]] = v0[spine[at]]
        for k in range(low, high):
            v[k] = v0[k]


def cut(tree: Tree) -> Parts:
    """Cut a tree where all outages together cost least."""
    # A share of 0 puts every node on the spine.
    shares = [0.0] if len(tree) <= WHOLE else [0.5**power for power in range(1, 12)]
    parts = [_owners(tree.parent, tree.size, share) for share in shares]
    owner, root = min(parts, key=lambda part: _cost(tree.size, *part))
    return Parts(owner=owner, root=root, heads=np.flatnonzero(owner == np.arange(len(tree))))


def outages(tree: Tree, parts: Parts, solved: State) -> Remaining:
    """Return what remains in each node's own island when the branch above it is out of service.

    Args:
        tree: the energised part of a radial grid.
        parts: ``cut(tree)``.
        solved: its state with everything in service.
    """
    i_limit, s_limit = limits(tree)
    scale2 = np.abs(tree.frame) ** 2
    response = _responses(tree.parent, tree.z, tree.shunt, solved.s, solved.v)
    others = _extremes(
        tree.parent, tree.size, tree.z, tree.half, scale2, i_limit, s_limit,
        solved.v, solved.j, response, parts.heads,
    )  # fmt: skip
    found = np.full((len(tree), 3), np.nan)
    _outages(
        tree.parent, tree.size, tree.z, tree.shunt, tree.half, tree.feed, scale2, i_limit, s_limit,
        solved.s, solved.v, solved.j, response, parts.owner, parts.root, parts.heads, others, found,
    )  # fmt: skip
    low, high, most = np.sqrt(found.T)
    return Remaining(u_min_pu=low, u_max_pu=high, loading_max=most)
