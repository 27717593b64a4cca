"""Power flow of radial grids: many cases at once by backward and forward sweeps.

A radial grid is a tree, so a sweep from its leaves gathers currents and one from its root hands down
voltages, until both agree (Shirmohammadi et al., IEEE Trans. Power Systems 3(2), 1988). With the engine's
models of lines and transformers the answer is the engine's; only sooner, for compiled sweeps run over the
cases side by side.

Ratios of transformers vanish by writing every quantity in the frame of the tree's root: with R the product of
the ratios on the way, V = R V~, I = I~ / conj(R), z = |R|^2 z~. In the frame each node k draws

    J_k = conj(S_k / V_k) + y_k V_k + sum of J over its children,      V_k = V_parent - z_k J_k,

J_k being the current in the series part of the branch above it, y_k all shunts at the node, and the branch
above a root the impedance of its source. All values are in per unit of ``S_BASE_VA``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import LuylauError
from luylau.power.branches import S_BASE_VA, behind_sources, branches
from luylau.power.engine import fused
from luylau.power.model import Grid
from luylau.power.topology import NONE, adjacency_of, preorder, trace_from

Complex = NDArray[np.complex128]

TOLERANCE: Final = 1e-10
"""Largest change of a voltage (pu) in the last sweep."""
MOST_SWEEPS: Final = 60
WIDTH: Final = 16
"""Cases that are swept side by side: a few vectors of the processor, and all of a node's data in its
cache."""


class NotRadial(LuylauError):
    """The grid has loops, or an island with two sources: the engine can solve it, a sweep cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The energised part of a radial grid, node by node in preorder: a node, then all below it.

    Shapes are (n,) unless said otherwise. ``parent``: place of the node above, -1 at a root. ``size``: nodes
    in the subtree, itself included, so that it is ``[k, k + size[k])``. ``z``, ``shunt``, ``half``: series
    impedance of the branch above, all shunts at the node, and the branch's own shunt at each of its ends; in
    the root's frame. ``feed``: the voltage behind a root's source, 0 elsewhere. ``frame``: R. ``base_a``:
    current of 1 pu at the node in its own frame. ``place``: for each node of the grid its place in the tree,
    -1 where it is dead; several nodes joined by closed switches share one.

    The branch above a node may be several of the grid's edges beside each other. Of each edge that carries
    current, shape (members,): ``member_edge`` its number, ``member_place`` the node below it,
    ``member_share`` its part of the branch's series current, ``member_half`` its own shunt at each end.
    """

    grid: Grid
    parent: Int64
    size: Int64
    z: Complex
    shunt: Complex
    half: Complex
    feed: Complex
    frame: Complex
    base_a: Float64
    member_edge: Int64
    member_place: Int64
    member_share: Complex
    member_half: Complex
    place: Int64

    def __len__(self) -> int:
        return len(self.parent)


def tree(grid: Grid, serving: Bool | None = None) -> Tree:
    """Return the tree of what is energised with the edges in service (the normal state if None).

    Raises:
        NotRadial: it is none.
    """
    serving = grid.edges_in_service() if serving is None else serving
    group = fused(grid, serving)
    count = int(group.max(initial=-1)) + 1
    begin, end = group[grid.edge_from], group[grid.edge_to]
    carrying = serving.copy()
    carrying[grid.switch_edges] = False
    # What a closed switch bridges carries nothing.
    carrying &= begin != end
    roots = group[grid.sources.node]
    if (shared := np.bincount(roots, minlength=1)[roots] > 1).any():
        raise NotRadial("grid-not-radial", at=grid.sources.id[int(np.argmax(shared))])
    traced = trace_from(adjacency_of(begin, end, count), carrying, roots)
    # Branches beside each other (two transformers on one busbar) close loops, but are as good as one branch.
    beside = traced.loops
    to_child = traced.parent[end[beside]] == begin[beside]
    child = np.where(to_child, end[beside], begin[beside])
    other = np.where(to_child, begin[beside], end[beside])
    wrong = traced.parent[child] != other
    if wrong.any():
        raise NotRadial("grid-not-radial", at=grid.edge_ids[int(beside[wrong][0])])
    pre, size = preorder(traced.order, traced.parent)
    order = traced.order[np.argsort(pre[traced.order])]
    above, edge = traced.parent[order], traced.parent_edge[order]
    parent = np.where(above == NONE, NONE, pre[above])
    u_rated_v = np.empty(count)
    u_rated_v[group] = grid.nodes.u_rated_v
    series, half, ratio = branches(grid, u_rated_v[begin], u_rated_v[end])
    inner = np.flatnonzero(edge != NONE)
    member_edge = np.concatenate([edge[inner], beside])
    member_place = np.concatenate([inner, pre[child]])
    first = edge[member_place]
    # A transformer's impedance stands on its low-voltage side: fed from there, the ratio lies below it.
    downward = pre[end[member_edge]] == member_place
    turned = np.where(downward, ratio[member_edge], 1 / ratio[member_edge])
    same = np.where(pre[end[first]] == member_place, ratio[first], 1 / ratio[first])
    if (np.abs(turned - same) > 1e-9).any():
        # Current would circulate between them.
        raise NotRadial(
            "grid-not-radial", at=grid.edge_ids[int(member_edge[np.abs(turned - same) > 1e-9][0])]
        )
    to_series, to_child_ratio = np.ones(len(order), np.complex128), np.ones(len(order), np.complex128)
    to_series[member_place] = np.where(downward, 1 / ratio[member_edge], 1.0)
    to_child_ratio[member_place] = np.where(downward, 1.0, ratio[member_edge])
    frame, at_series = _frames(parent, to_series, to_child_ratio)
    scale = np.abs(at_series) ** 2
    member_half = half[member_edge] * scale[member_place]
    admittance, y = np.zeros(len(order), np.complex128), np.zeros(len(order), np.complex128)
    np.add.at(admittance, member_place, scale[member_place] / series[member_edge])
    np.add.at(y, member_place, member_half)
    feed = np.zeros(len(order), np.complex128)
    at_root = pre[roots]
    z = np.empty(len(order), np.complex128)
    z[at_root] = behind_sources(grid)
    z[inner] = 1 / admittance[inner]
    feed[at_root] = grid.sources.u_ref_pu
    shunt = y.copy()
    np.add.at(shunt, parent[inner], y[inner])
    return Tree(
        grid=grid,
        parent=parent,
        size=size[order],
        z=z,
        shunt=shunt,
        half=y,
        feed=feed,
        frame=frame,
        base_a=S_BASE_VA / (np.sqrt(3) * u_rated_v[order]),
        member_edge=member_edge,
        member_place=member_place,
        member_share=z[member_place] * scale[member_place] / series[member_edge],
        member_half=member_half,
        place=np.where(pre[group] >= 0, pre[group], NONE),
    )


@njit(cache=True, nogil=True)
def _frames(parent: Int64, to_series: Complex, to_child: Complex) -> tuple[Complex, Complex]:
    """Return R at each node and at the series part of the branch above it."""
    node, series = np.ones_like(to_series), np.ones_like(to_series)
    for at in range(len(parent)):
        if parent[at] != NONE:
            series[at] = node[parent[at]] * to_series[at]
            node[at] = series[at] * to_child[at]
    return node, series


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeps:
    """Solved cases. By case, shape (cases,): ``converged``; ``u_min_pu``, ``u_max_pu`` over all energised
    nodes; ``loading_max`` over all edges whose rating is known (1 = rated, 0 where none is); ``losses_w``.
    What did not converge holds NaN: the grid cannot carry that load, or hardly; the engine still finds an
    answer for the last per cent below the most it can."""

    converged: Bool
    u_min_pu: Float64
    u_max_pu: Float64
    loading_max: Float64
    losses_w: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One solved case, as ``engine.Flow`` tells it: by node ``u_pu`` (0 where it is dead), by edge ``i_a``
    and ``loading`` (NaN for switches and for what is dead), and the losses of lines and transformers
    together."""

    u_pu: Float64
    i_a: Float64
    loading: Float64
    losses_w: float


_FAST: Final = {"contract", "reassoc", "nsz"}
# A node's row in the state of ``WIDTH`` cases: load, voltage, current of the branch above. They stand in one
# row, for only where the compiler can tell that they do not overlap does it use the processor's vectors.
_P: Final = 0
_Q: Final = WIDTH
_A: Final = 2 * WIDTH
_B: Final = 3 * WIDTH
_C: Final = 4 * WIDTH
_D: Final = 5 * WIDTH
_ROW: Final = 6 * WIDTH


@njit(cache=True, nogil=True, fastmath=_FAST, error_model="numpy")
def _sweep(parent: Int64, z: Complex, shunt: Complex, feed: Complex, rows: Float64, moved: Float64) -> None:
    """Sweep once backward and once forward; ``moved`` becomes each case's largest squared change."""
    n = len(parent)
    rows[:, _C:] = 0.0
    for k in range(n - 1, -1, -1):
        g, h = shunt[k].real, shunt[k].imag
        own = rows[k]
        for w in range(WIDTH):
            p, q, a, b = own[_P + w], own[_Q + w], own[_A + w], own[_B + w]
            inverse = 1.0 / (a * a + b * b)
            own[_C + w] += (p * a + q * b) * inverse + g * a - h * b
            own[_D + w] += (p * b - q * a) * inverse + g * b + h * a
        if parent[k] >= 0:
            top = rows[parent[k]]
            for w in range(2 * WIDTH):
                top[_C + w] += own[_C + w]
    for w in range(WIDTH):
        moved[w] = 0.0
    for k in range(n):
        r, x = z[k].real, z[k].imag
        own = rows[k]
        if parent[k] >= 0:
            top = rows[parent[k]]
            for w in range(WIDTH):
                a = top[_A + w] - r * own[_C + w] + x * own[_D + w]
                b = top[_B + w] - r * own[_D + w] - x * own[_C + w]
                change = (a - own[_A + w]) ** 2 + (b - own[_B + w]) ** 2
                moved[w] = change if change > moved[w] else moved[w]
                own[_A + w], own[_B + w] = a, b
        else:
            for w in range(WIDTH):
                a = feed[k].real - r * own[_C + w] + x * own[_D + w]
                b = feed[k].imag - r * own[_D + w] - x * own[_C + w]
                change = (a - own[_A + w]) ** 2 + (b - own[_B + w]) ** 2
                moved[w] = change if change > moved[w] else moved[w]
                own[_A + w], own[_B + w] = a, b


@njit(cache=True, nogil=True, fastmath=_FAST, error_model="numpy")
def _measure(
    parent: Int64, z: Complex, half: Complex, scale2: Float64, i_limit: Float64, s_limit: Float64,
    rows: Float64, seen: Float64,
) -> None:  # fmt: skip
    """Gather each case's extremes of the squared voltage, its largest squared loading and its losses: a row
    of ``WIDTH`` for each in ``seen``."""
    for w in range(WIDTH):
        seen[w], seen[WIDTH + w], seen[2 * WIDTH + w], seen[3 * WIDTH + w] = np.inf, 0.0, 0.0, 0.0
    for k in range(len(parent)):
        g, h, r = half[k].real, half[k].imag, z[k].real
        i_part, s_part, scale = i_limit[k], s_limit[k], scale2[k]
        own = rows[k]
        for w in range(WIDTH):
            u2 = (own[_A + w] ** 2 + own[_B + w] ** 2) * scale
            seen[w] = min(seen[w], u2)
            seen[WIDTH + w] = max(seen[WIDTH + w], u2)
        if parent[k] < 0:
            continue
        top = rows[parent[k]]
        for w in range(WIDTH):
            a, b, c, d, e, f = own[_A + w], own[_B + w], own[_C + w], own[_D + w], top[_A + w], top[_B + w]
            low2, top2 = a * a + b * b, e * e + f * f
            i_low2 = (c - g * a + h * b) ** 2 + (d - g * b - h * a) ** 2
            i_top2 = (c + g * e - h * f) ** 2 + (d + g * f + h * e) ** 2
            most = max(max(i_low2, i_top2) * i_part, max(i_low2 * low2, i_top2 * top2) * s_part)
            seen[2 * WIDTH + w] = max(seen[2 * WIDTH + w], most)
            seen[3 * WIDTH + w] += r * (c * c + d * d) + g * (low2 + top2)


@njit(cache=True, nogil=True)
def _solve(
    parent: Int64, z: Complex, shunt: Complex, half: Complex, feed: Complex,
    scale2: Float64, i_limit: Float64, s_limit: Float64,
    at: Int64, p_case: Float64, q_case: Float64, p_own: Float64, q_own: Float64,
    tolerance: float, u: Float64, found: Float64, v: Complex, j: Complex,
) -> None:  # fmt: skip
    """Solve case after case, ``WIDTH`` side by side; ``found`` gets a row for each of them.

    ``u``, where it has rows, gets every node's voltage; ``v`` and ``j`` the last case's state.
    """
    n, cases = len(parent), len(p_case)
    rows, moved, seen = np.empty((n, _ROW)), np.empty(WIDTH), np.empty(4 * WIDTH)
    enough = tolerance * tolerance
    flat = True
    for begun in range(0, cases, WIDTH):
        width = min(WIDTH, cases - begun)
        for k in range(n):
            rows[k, _P:_Q], rows[k, _Q:_A] = p_own[k], q_own[k]
        for w in range(WIDTH):
            case = begun + min(w, width - 1)
            for number in range(len(at)):
                if at[number] >= 0:
                    rows[at[number], _P + w] += p_case[case, number] / S_BASE_VA
                    rows[at[number], _Q + w] += q_case[case, number] / S_BASE_VA
        if flat:
            # Each root's own voltage everywhere; later blocks begin where the one before ended.
            for k in range(n):
                if parent[k] < 0:
                    rows[k, _A:_B], rows[k, _B:_C] = feed[k].real, feed[k].imag
                else:
                    rows[k, _A:_C] = rows[parent[k], _A:_C]
        for _ in range(MOST_SWEEPS):
            _sweep(parent, z, shunt, feed, rows, moved)
            if moved.max() <= enough:
                break
        _measure(parent, z, half, scale2, i_limit, s_limit, rows, seen)
        flat = False
        for w in range(width):
            good = moved[w] <= enough and np.isfinite(seen[3 * WIDTH + w])
            flat = flat or not good
            for kind in range(4):
                found[begun + w, kind] = seen[kind * WIDTH + w] if good else np.nan
            if len(u):
                for k in range(n):
                    u2 = (rows[k, _A + w] ** 2 + rows[k, _B + w] ** 2) * scale2[k]
                    u[begun + w, k] = np.sqrt(u2) if good else np.nan
    last = (cases - 1) % WIDTH
    for k in range(n):
        v[k] = complex(rows[k, _A + last], rows[k, _B + last])
        j[k] = complex(rows[k, _C + last], rows[k, _D + last])


def limits(tree: Tree) -> tuple[Float64, Float64]:
    """Return one over the squared limit of current and of power of the branch above each node, in the frame's
    units; 0 where there is none."""
    grid = tree.grid
    i_rated = np.full(grid.edge_count, np.inf)
    s_rated = np.full(grid.edge_count, np.inf)
    i_rated[: len(grid.lines)] = np.where(np.isnan(grid.lines.i_rated_a), np.inf, grid.lines.i_rated_a)
    s_rated[grid.edge_count - len(grid.transformers) :] = grid.transformers.s_rated_va
    at, edge = tree.member_place, tree.member_edge
    share = np.abs(tree.member_share)
    i_limit, s_limit = np.zeros(len(tree)), np.zeros(len(tree))
    np.maximum.at(i_limit, at, share * tree.base_a[at] / np.abs(tree.frame[at]) / i_rated[edge])
    np.maximum.at(s_limit, at, share * S_BASE_VA / s_rated[edge])
    return i_limit**2, s_limit**2


def _generation(tree: Tree) -> tuple[Float64, Float64]:
    """Return what generators add to each node's load, in per unit: negative."""
    at = tree.place[tree.grid.generators.node]
    alive = at >= 0
    p, q = np.zeros(len(tree)), np.zeros(len(tree))
    np.add.at(p, at[alive], -tree.grid.generators.p_w[alive] / S_BASE_VA)
    np.add.at(q, at[alive], -tree.grid.generators.q_var[alive] / S_BASE_VA)
    return p, q


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One solved case in the root's frame and per unit, by the tree's nodes, shape (n,): ``s`` the load,
    ``v`` the voltage, ``j`` the series current of the branch above; and the losses of all branches."""

    s: Complex
    v: Complex
    j: Complex
    losses_w: float


def state(tree: Tree, p_w: Float64, q_var: Float64) -> State | None:
    """Solve one case; None when it does not converge.

    Args:
        tree: the energised part of the grid.
        p_w: active power of each load, shape (loads,).
        q_var: reactive power, likewise.
    """
    found, v, j = _run(tree, p_w[None], q_var[None], np.empty((0, 0)), TOLERANCE)
    if not np.isfinite(found[0, 3]):
        return None
    p, q = _generation(tree)
    at = tree.place[tree.grid.loads.node]
    alive = at >= 0
    np.add.at(p, at[alive], p_w[alive] / S_BASE_VA)
    np.add.at(q, at[alive], q_var[alive] / S_BASE_VA)
    return State(s=p + 1j * q, v=v, j=j, losses_w=float(found[0, 3] * S_BASE_VA))


def _run(
    tree: Tree, p_w: Float64, q_var: Float64, u: Float64, tolerance: float
) -> tuple[Float64, Complex, Complex]:
    i_limit, s_limit = limits(tree)
    p_own, q_own = _generation(tree)
    found = np.empty((len(p_w), 4))
    v, j = np.empty(len(tree), np.complex128), np.empty(len(tree), np.complex128)
    _solve(
        tree.parent, tree.z, tree.shunt, tree.half, tree.feed, np.abs(tree.frame) ** 2, i_limit, s_limit,
        tree.place[tree.grid.loads.node], p_w, q_var, p_own, q_own,
        tolerance, u, found, v, j,
    )  # fmt: skip
    return found, v, j


def sweeps(
    tree: Tree, p_w: Float64, q_var: Float64, *, u_pu: Float64 | None = None, tolerance: float = TOLERANCE
) -> Sweeps:
    """Solve many cases of load.

    Args:
        tree: the energised part of the grid.
        p_w: active power of each load in each case, shape (cases, loads).
        q_var: reactive power, likewise.
        u_pu: if given, gets every case's voltages by the tree's nodes, shape (cases, len(tree)); see
            ``Tree.place``.
        tolerance: largest change of a voltage in the last sweep, in per unit.

    Raises:
        ValueError: a shape does not fit.
    """
    wanted = (len(p_w), len(tree.grid.loads))
    if p_w.shape != wanted or q_var.shape != wanted:
        raise ValueError(f"p_w and q_var have the shapes {p_w.shape} and {q_var.shape}, not {wanted}")
    if u_pu is not None and u_pu.shape != (len(p_w), len(tree)):
        raise ValueError(f"u_pu has the shape {u_pu.shape}, not {(len(p_w), len(tree))}")
    found, _, _ = _run(tree, p_w, q_var, np.empty((0, 0)) if u_pu is None else u_pu, tolerance)
    return Sweeps(
        converged=np.isfinite(found[:, 3]),
        u_min_pu=np.sqrt(found[:, 0]),
        u_max_pu=np.sqrt(found[:, 1]),
        loading_max=np.sqrt(found[:, 2]),
        losses_w=found[:, 3] * S_BASE_VA,
    )


def solve(tree: Tree, p_w: Float64 | None = None, q_var: Float64 | None = None) -> Solution | None:
    """Solve one case (the grid's own loads if none are given); None when it does not converge.

    Args:
        tree: the energised part of the grid.
        p_w: active power of each load, shape (loads,).
        q_var: reactive power, likewise.
    """
    grid = tree.grid
    p_w, q_var = grid.loads.p_w if p_w is None else p_w, grid.loads.q_var if q_var is None else q_var
    solved = state(tree, p_w, q_var)
    if solved is None:
        return None
    v, j = solved.v, solved.j
    u = np.append(np.abs(v * tree.frame), 0.0)
    at, edge = tree.member_place, tree.member_edge
    top = tree.parent[at]
    series = tree.member_share * j[at]
    i_end, i_begin = series - tree.member_half * v[at], series + tree.member_half * v[top]
    i_a, loading = np.full(grid.edge_count, np.nan), np.full(grid.edge_count, np.nan)
    i_a[edge] = np.maximum(
        np.abs(i_end / tree.frame[at]) * tree.base_a[at], np.abs(i_begin / tree.frame[top]) * tree.base_a[top]
    )
    s_most_va = np.maximum(np.abs(i_end * v[at]), np.abs(i_begin * v[top])) * S_BASE_VA
    line = edge < len(grid.lines)
    loading[edge[line]] = i_a[edge[line]] / grid.lines.i_rated_a[edge[line]]
    trafo = edge[~line] - (grid.edge_count - len(grid.transformers))
    loading[edge[~line]] = s_most_va[~line] / grid.transformers.s_rated_va[trafo]
    return Solution(u_pu=u[tree.place], i_a=i_a, loading=loading, losses_w=solved.losses_w)
