"""Power flow of a radial grid while its switches move: one state at a time, its tree traced and swept anew.

Planning asks thousands of times "and if this switch were closed?". Each answer is a full AC solution by
backward and forward sweeps (Shirmohammadi et al., IEEE Trans. Power Systems 3(2), 1988), with the models of
``radial`` and the engine; tree and solution are made in one compiled pass, so that a state of 300 nodes takes
some tens of microseconds. A closed switch is a branch without impedance. Generators are left out: after a
fault nobody may count on them.

A branch from node i down to node k is V_k = a V_i - b J_k and I_i = conj(a) J_k, where a carries a
transformer's ratio.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.branches import S_BASE_VA, behind_sources, branches
from luylau.power.engine import NoSolution, flow
from luylau.power.model import Generators, Grid
from luylau.power.topology import NONE, Adjacency, adjacency

Complex = NDArray[np.complex128]

TOLERANCE: Final = 1e-9
"""Largest change of a voltage (pu) in the last sweep."""
MOST_SWEEPS: Final = 60
SLACK: Final = 1e-6
"""How far beyond a limit counts as on it."""
SOLVED: Final = 0
MESHED: Final = 1
DIVERGED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A solved state. By node: ``u_pu``, 0 where it is dead. By edge: ``loading``, 1 = rated, 0 where nothing
    flows or no rating is known. ``losses_w``: of lines and transformers together."""

    u_pu: Float64
    loading: Float64
    losses_w: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the grid must keep to: ``loading`` of lines and transformers (1 = rated; more in an emergency),
    voltages in per unit (assumed: 10 % around the rated voltage).

    What was outside its limit beforehand may remain so, but get no worse.
    """

    loading: float = 1.0
    u_min_pu: float = 0.9
    u_max_pu: float = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A grid prepared for ``solve``, in per unit of ``S_BASE_VA``.

    By edge: ``z`` and ``half`` (series impedance, shunt at each end, both at the edge's end), ``ratio``
    (voltage of its begin over that of its end), ``i_scale`` and ``s_scale`` (loading for a current and a
    power of 1 pu; 0 where unknown). By node: ``load``. By source: ``feed``, ``z_source``.
    """

    grid: Grid
    beside: Adjacency
    begin: Int64
    z: Complex
    half: Complex
    ratio: Complex
    i_scale: Float64
    s_scale: Float64
    load: Complex
    feed: Float64
    z_source: Complex

    @classmethod
    def of(cls, grid: Grid) -> Self:
        """Prepare a grid."""
        begin, end = grid.edge_from, grid.edge_to
        u_v = grid.nodes.u_rated_v
        z, half, ratio = branches(grid, u_v[begin], u_v[end])
        z[grid.switch_edges] = 0.0
        i_scale, s_scale = np.zeros(grid.edge_count), np.zeros(grid.edge_count)
        lines, trafos = grid.lines, grid.transformers
        base_a = S_BASE_VA / (np.sqrt(3) * u_v[lines.to_node])
        known = lines.i_rated_a > 0
        i_scale[: len(lines)][known] = (base_a / lines.i_rated_a)[known]
        s_scale[grid.edge_count - len(trafos) :] = S_BASE_VA / trafos.s_rated_va
        load = np.zeros(len(grid.nodes), np.complex128)
        np.add.at(load, grid.loads.node, (grid.loads.p_w + 1j * grid.loads.q_var) / S_BASE_VA)
        return cls(
            grid=grid,
            beside=adjacency(grid),
            begin=begin,
            z=z,
            half=half,
            ratio=ratio,
            i_scale=i_scale,
            s_scale=s_scale,
            load=load,
            feed=grid.sources.u_ref_pu.astype(np.float64),
            z_source=behind_sources(grid),
        )

    def solve(self, serving: Bool, sources: Int64 | None = None) -> State | None:
        """Solve a state; None when it does not converge, which means that the grid cannot carry it.

        What ``sources`` (row numbers; all if None) do not reach counts as dead. Where there are loops, as
        transformers beside each other make, the engine solves it instead.

        Args:
            serving: which edges are in service, shape (edges,).
            sources: the only sources to look at.
        """
        which = np.arange(len(self.feed)) if sources is None else sources
        u_pu, loading = np.zeros(len(self.load)), np.zeros(len(self.z))
        status, losses = _solve(
            self.beside.start, self.beside.edge, self.beside.other, serving, self.begin,
            self.z, self.half, self.ratio, self.i_scale, self.s_scale, self.load,
            self.grid.sources.node[which], self.feed[which], self.z_source[which], u_pu, loading,
        )  # fmt: skip
        if status == MESHED:
            return self._by_engine(serving)
        if status == DIVERGED:
            return None
        return State(u_pu=u_pu, loading=loading, losses_w=losses * S_BASE_VA)

    def _by_engine(self, serving: Bool) -> State | None:
        try:
            found = flow(replace(self.grid, generators=Generators.none()), serving)
        except NoSolution:
            return None
        return State(u_pu=found.u_pu, loading=np.nan_to_num(found.loading), losses_w=found.losses_w)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Limits by element: ``most`` (largest loading) by edge, ``u_low`` and ``u_high`` in per unit by node."""

    most: Float64
    u_low: Float64
    u_high: Float64

    @classmethod
    def around(cls, network: Network, state: State | None, limits: Limits) -> Self:
        """Return the limits, widened where ``state`` is outside of them."""
        most = np.full(len(network.z), limits.loading + SLACK)
        low = np.full(len(network.load), limits.u_min_pu - SLACK)
        high = np.full(len(network.load), limits.u_max_pu + SLACK)
        if state is not None:
            most = np.maximum(most, state.loading + SLACK)
            alive = state.u_pu > 0
            low[alive] = np.minimum(low, state.u_pu - SLACK)[alive]
            high[alive] = np.maximum(high, state.u_pu + SLACK)[alive]
        return cls(most=most, u_low=low, u_high=high)

    def excess(self, state: State | None) -> float:
        """Return how far the state breaks the limits, summed over edges and nodes: 0 = feasible. A state that
        there is not is infinitely far off."""
        if state is None:
            return float(np.inf)
        over = state.loading - self.most
        alive = state.u_pu > 0
        low, high = (self.u_low - state.u_pu)[alive], (state.u_pu - self.u_high)[alive]
        # A percent of voltage is as bad as ten of loading.
        return float(over[over > 0].sum() + 10 * (low[low > 0].sum() + high[high > 0].sum()))


@njit(cache=True, nogil=True, error_model="numpy")
def _solve(
    start: Int64, edge: Int64, other: Int64, serving: Bool, begin: Int64,
    z: Complex, half: Complex, ratio: Complex, i_scale: Float64, s_scale: Float64, load: Complex,
    roots: Int64, feed: Float64, z_source: Complex, u_pu: Float64, loading: Float64,
) -> tuple[int, float]:  # fmt: skip
    """Return the status and the losses; ``u_pu`` and ``loading`` are filled in."""
    count = len(load)
    place = np.full(count, NONE)
    order, above, way_up = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    done = found = 0
    for node in roots:
        if place[node] != NONE:
            return MESHED, 0.0
        place[node] = found
        order[found], above[found], way_up[found] = node, NONE, NONE
        found += 1
    while done < found:
        node = order[done]
        for at in range(start[node], start[node + 1]):
            way, there = edge[at], other[at]
            if not serving[way] or way == way_up[done]:
                continue
            if place[there] != NONE:
                return MESHED, 0.0
            place[there] = found
            order[found], above[found], way_up[found] = there, done, way
            found += 1
        done += 1
    a, b = np.empty(found, np.complex128), np.empty(found, np.complex128)
    # Shunts at the upper and the lower end of the branch above, and all of them at the node.
    top, low = np.zeros(found, np.complex128), np.zeros(found, np.complex128)
    shunt = np.zeros(found, np.complex128)
    v, j = np.empty(found, np.complex128), np.empty(found, np.complex128)
    for k in range(found):
        way = way_up[k]
        if way == NONE:
            a[k], b[k], v[k] = 0.0, z_source[k], feed[k]
            continue
        n = ratio[way]
        n2 = n.real * n.real + n.imag * n.imag
        if begin[way] == order[above[k]]:
            a[k], b[k], top[k], low[k] = 1 / n, z[way], half[way] / n2, half[way]
        else:
            a[k], b[k], top[k], low[k] = n, z[way] * n2, half[way], half[way] / n2
        shunt[k] += low[k]
        shunt[above[k]] += top[k]
        v[k] = a[k] * v[above[k]]
    solved = False
    for _ in range(MOST_SWEEPS):
        for k in range(found):
            s = load[order[k]]
            j[k] = (s / v[k]).conjugate() + shunt[k] * v[k]
        for k in range(found - 1, -1, -1):
            if above[k] != NONE:
                j[above[k]] += a[k].conjugate() * j[k]
        moved = 0.0
        for k in range(found):
            new = (a[k] * v[above[k]] if above[k] != NONE else feed[k]) - b[k] * j[k]
            change = new - v[k]
            moved = max(moved, change.real * change.real + change.imag * change.imag)
            v[k] = new
        if not np.isfinite(moved):
            return DIVERGED, 0.0
        if moved <= TOLERANCE * TOLERANCE:
            solved = True
            break
    if not solved:
        return DIVERGED, 0.0
    losses = 0.0
    for k in range(found):
        u_pu[order[k]] = abs(v[k])
        way = way_up[k]
        if way == NONE:
            continue
        upper = v[above[k]]
        i_low = j[k] - low[k] * v[k]
        i_top = a[k].conjugate() * j[k] + top[k] * upper
        losses += (upper * i_top.conjugate()).real - (v[k] * i_low.conjugate()).real
        most_i = max(abs(i_low), abs(i_top))
        most_s = max(abs(i_low * v[k]), abs(i_top * upper))
        loading[way] = max(most_i * i_scale[way], most_s * s_scale[way])
    return SOLVED, losses
