"""How much could be brought back at best: a bound that is proven, and often a better state.

A mixed-integer programme over the zones and nodes of the sources that a plan touches, solved by HiGHS.
Switches are binary; each zone with power is entered by one closed switch, which leaves no loop. Flows
and voltages are those of linearised DistFlow (Baran and Wu, IEEE Trans. Power Delivery 4(1), 1989) without
losses. Leaving out losses makes flows smaller and voltages higher than they are, so that what full AC allows
is allowed here too, as long as loads take power: the optimum is an upper bound. For the same reason its state
may overload a line in full AC, and counts only after it has passed a power flow.
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat
from scipy.sparse import csr_array

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import SwitchKind
from luylau.power.restoration.situation import Situation
from luylau.power.solver import Solver
from luylau.power.topology import NONE

_SCALE: Final = 1_000.0
"""What can be won at most, in the programme's own unit."""
_STEPS: Final = 0.01
"""All steps together cost that much of it: of two equal states the one with fewer steps."""
MOST_NODES: Final = 5_000
"""Of more nodes the programme is not even written down in a second."""
_LEAST_S: Final = 0.01
_ANGLES: Final = np.linspace(0, np.pi / 2, 5)
"""Tangents at a circle of apparent power, for a quarter of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """``weight``: nothing that keeps to the limits brings back more. ``closed``: the best state found, shape
    (switches,), which is yet to be checked by a power flow; None if none was better than ``beyond``.

    ``u_pu``: that state's voltages as the programme sees them, by node; 0 outside of it.
    """

    weight: float
    closed: Bool | None = None
    u_pu: Float64 | None = None


@dataclass(slots=True)
class _Rows:
    """Constraints as they are gathered: low <= A x <= high."""

    row: list[int]
    column: list[int]
    value: list[float]
    low: list[float]
    high: list[float]

    def add(self, low: float, high: float, *terms: tuple[int, float]) -> None:
        for column, value in terms:
            self.row.append(len(self.low))
            self.column.append(column)
            self.value.append(value)
        self.low.append(low)
        self.high.append(high)


def bound(
    case: Situation,
    lost: Bool,
    seconds: float,
    *,
    beyond: float = 0.0,
    start: Bool | None = None,
) -> Bound | None:
    """Solve the programme; None if the time did not even suffice for a bound, or the part of the grid
    that the plan touches has more than ``MOST_NODES`` nodes.

    Args:
        case: what the fault has left.
        lost: the zones that must stay dark.
        seconds: at most.
        beyond: weight of the best plan so far; states below it are of no interest.
        start: that plan's final state.
    """
    begun = time.monotonic()
    programme = _Programme(case, lost)
    if len(programme.nodes) > MOST_NODES:
        return None
    return programme.solve(begun + seconds, beyond, start)


class _Programme:
    def __init__(self, case: Situation, lost: Bool) -> None:
        self.case, self.lost = case, lost
        grid = case.grid
        now = case.trace(case.closed)
        dark = ~now.energised & ~lost
        root_zones = case.zone[grid.sources.node[case.sources]]
        self.inside: Bool = dark | np.isin(now.root, root_zones)
        self.dark = dark
        self.roots = np.zeros(len(dark), np.bool_)
        self.roots[root_zones] = True
        kind = grid.switches.kind
        both = self.inside[case.a] & self.inside[case.b] & (case.a != case.b)
        live_end = case.lit[case.a] | case.lit[case.b]
        fixed = ~case.usable | (live_end & (kind == SwitchKind.DISCONNECTOR))
        fixed |= live_end & (kind == SwitchKind.FUSE) & case.closed
        # A switch that cannot be moved is there only if it is closed.
        self.switches: Int64 = np.flatnonzero(both & (case.closed | ~fixed))
        self.fixed = fixed[self.switches]
        self.nodes: Int64 = np.flatnonzero(self.inside[case.zone])
        self.number = np.full(len(grid.nodes), NONE)
        self.number[self.nodes] = np.arange(len(self.nodes))
        begin, end = grid.edge_from, grid.edge_to
        plain = case.in_service & (self.number[begin] >= 0) & (self.number[end] >= 0)
        plain[grid.switch_edges] = False
        self.edges: Int64 = np.concatenate([np.flatnonzero(plain), grid.switch_edges.start + self.switches])
        self.zones: Int64 = np.flatnonzero(dark)
        self.x_of = np.full(len(dark), NONE)
        self.x_of[self.zones] = np.arange(len(self.zones))
        # Columns: x by dark zone; along and against each switch; P and Q by edge; squared voltage by node.
        self.along = len(self.zones)
        self.against = self.along + len(self.switches)
        self.p = self.against + len(self.switches)
        self.q = self.p + len(self.edges)
        self.v = self.q + len(self.edges)
        self.width = self.v + len(self.nodes)
        self.rows = _Rows([], [], [], [], [])
        # What lines give at the highest voltage that is allowed, so that no voltage is seen too low.
        self.u_most = float(max(case.envelope.u_high.max(), case.network.feed.max()))
        giving = np.maximum(case.network.half.imag, 0.0) * self.u_most**2
        given = np.zeros(len(grid.nodes))
        np.add.at(given, begin[self.edges], giving[self.edges])
        np.add.at(given, end[self.edges], giving[self.edges])
        self.load = case.network.load - 1j * given
        # Where something gives reactive power, only the active part is a lower bound of what flows.
        self.gives = bool((self.load.imag[self.nodes] < 0).any() or given.any())

    def solve(self, until: float, beyond: float, start: Bool | None) -> Bound | None:
        case = self.case
        total = float(case.weight[self.zones].sum())
        if total <= 0:
            return Bound(weight=0.0)
        self._radial()
        self._balance()
        self._voltages()
        self._capacities()
        gain = np.zeros(self.width)
        gain[: self.along] = case.weight[self.zones] * _SCALE / total
        self.rows.add(beyond * _SCALE / total * (1 - 1e-9), np.inf, *enumerate(gain[: self.along].tolist()))
        step = _STEPS / max(len(self.switches), 1)
        cost = -gain
        was = np.where(case.closed[self.switches], -step, step)
        cost[self.along : self.against] += was
        cost[self.against : self.p] += was
        constant = step * float(case.closed[self.switches].sum())
        solver = Solver()
        solver.setOptionValue("time_limit", max(until - time.monotonic(), _LEAST_S))
        solver.setOptionValue("mip_rel_gap", 1e-5)
        solver.setOptionValue("threads", 1)
        solver.passModel(self._model(cost))
        if start is not None:
            self._begin(solver, start)
        solver.run()
        info = solver.getInfo()
        if solver.getModelStatus() == HighsModelStatus.kInfeasible:
            # Not even the best plan so far: the limits are tightened, or this is no relaxation of this grid.
            return None
        if not np.isfinite(info.mip_dual_bound):
            return None
        # The steps' share of the optimum lies between 0 and _STEPS.
        weight = min((-info.mip_dual_bound - constant + _STEPS) * total / _SCALE, total)
        closed = u_pu = None
        if np.isfinite(info.objective_function_value) and info.primal_solution_status:
            x = np.array(solver.getSolution().col_value)
            closed = case.closed & ~(self.lost[case.a] != self.lost[case.b])
            closed[self.switches] = x[self.along : self.against] + x[self.against : self.p] > 0.5
            u_pu = np.zeros(len(self.number))
            u_pu[self.nodes] = np.sqrt(x[self.v :])
        # What is left above the best plan is the steps' share.
        weight = beyond if weight <= beyond + 2 * _STEPS * total / _SCALE else weight
        return Bound(weight=weight, closed=closed, u_pu=u_pu)

    def _model(self, cost: Float64) -> HighsLp:
        rows = self.rows
        matrix = csr_array((rows.value, (rows.row, rows.column)), shape=(len(rows.low), self.width))
        model = HighsLp()
        model.num_col_, model.num_row_ = self.width, len(rows.low)
        model.col_cost_ = cost
        model.col_lower_, model.col_upper_ = self._bounds()
        model.row_lower_, model.row_upper_ = np.array(rows.low), np.array(rows.high)
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        whole, any_value = HighsVarType.kInteger, HighsVarType.kContinuous
        model.integrality_ = [whole] * self.p + [any_value] * (self.width - self.p)
        return model

    def _begin(self, solver: Highs, start: Bool) -> None:
        """Hand the solver a state that is known to be good."""
        case = self.case
        found = case.trace(start)
        binary = np.zeros(self.p)
        binary[: self.along] = found.energised[self.zones]
        into = found.parent_edge
        for place, switch in enumerate(self.switches.tolist()):
            binary[self.along + place] = into[case.b[switch]] == switch
            binary[self.against + place] = into[case.a[switch]] == switch
        solver.setSolution(self.p, np.arange(self.p, dtype=np.int32), binary)

    def _bounds(self) -> tuple[Float64, Float64]:
        case, grid = self.case, self.case.grid
        low, high = np.full(self.width, -np.inf), np.full(self.width, np.inf)
        low[: self.p], high[: self.p] = 0.0, 1.0
        low[self.v :] = case.envelope.u_low[self.nodes] ** 2
        high[self.v :] = np.maximum(case.envelope.u_high[self.nodes], case.network.feed.max()) ** 2
        for source in case.sources.tolist():
            at = self.v + int(self.number[grid.sources.node[source]])
            low[at] = high[at] = case.network.feed[source] ** 2
        return low, high

    def _radial(self) -> None:
        case = self.case
        entering: dict[int, list[tuple[int, float]]] = {int(zone): [] for zone in np.flatnonzero(self.inside)}
        for place, switch in enumerate(self.switches.tolist()):
            a, b = int(case.a[switch]), int(case.b[switch])
            along, against = self.along + place, self.against + place
            entering[b].append((along, 1.0))
            entering[a].append((against, 1.0))
            for zone, way in ((a, along), (b, against)):
                if self.dark[zone]:
                    self.rows.add(-np.inf, 0.0, (way, 1.0), (int(self.x_of[zone]), -1.0))
            if self.fixed[place]:
                # It is closed, so both its zones fare alike: one is entered through it, if they have power.
                for zone in (a, b):
                    if self.dark[zone]:
                        self.rows.add(0.0, 0.0, (along, 1.0), (against, 1.0), (int(self.x_of[zone]), -1.0))
                    else:
                        self.rows.add(1.0, 1.0, (along, 1.0), (against, 1.0))
            else:
                self.rows.add(0.0, 1.0, (along, 1.0), (against, 1.0))
        for zone, ways in entering.items():
            if self.roots[zone]:
                self.rows.add(0.0, 0.0, *ways)
            elif self.dark[zone]:
                self.rows.add(0.0, 0.0, *ways, (int(self.x_of[zone]), -1.0))
            else:
                self.rows.add(1.0, 1.0, *ways)

    def _balance(self) -> None:
        case, grid = self.case, self.case.grid
        load = self.load
        terms: tuple[list[list[tuple[int, float]]], ...] = (
            [[] for _ in self.nodes],
            [[] for _ in self.nodes],
        )
        begin, end = grid.edge_from, grid.edge_to
        for place, edge in enumerate(self.edges.tolist()):
            for kind, first in enumerate((self.p, self.q)):
                terms[kind][self.number[begin[edge]]].append((first + place, -1.0))
                terms[kind][self.number[end[edge]]].append((first + place, 1.0))
        at_source = set(grid.sources.node[case.sources].tolist())
        for place, node in enumerate(self.nodes.tolist()):
            if node in at_source:
                continue
            zone = int(case.zone[node])
            for kind, taken in enumerate((float(load[node].real), float(load[node].imag))):
                if not self.dark[zone]:
                    self.rows.add(taken, taken, *terms[kind][place])
                elif taken:
                    self.rows.add(0.0, 0.0, *terms[kind][place], (int(self.x_of[zone]), -taken))
                else:
                    self.rows.add(0.0, 0.0, *terms[kind][place])
        first = len(self.edges) - len(self.switches)
        most_p, most_q = self._most_through()
        for place in range(len(self.switches)):
            p, q = self.p + first + place, self.q + first + place
            along, against = self.along + place, self.against + place
            m_p, m_q = float(most_p[place]), float(most_q[place])
            self.rows.add(-np.inf, 0.0, (p, 1.0), (along, -m_p))
            self.rows.add(-np.inf, 0.0, (p, -1.0), (against, -m_p))
            self.rows.add(-np.inf, 0.0, (q, 1.0), (along, -m_q), (against, -m_q))
            self.rows.add(-np.inf, 0.0, (q, -1.0), (along, -m_q), (against, -m_q))

    def _most_through(self) -> tuple[Float64, Float64]:
        """Return the most active and reactive power that each switch can carry: no more than all loads take,
        nor than the lines at either of its ends can. The tighter, the sooner is the programme solved."""
        case, grid, network = self.case, self.case.grid, self.case.network
        room = np.zeros(len(grid.nodes))
        begin, end = grid.edge_from, grid.edge_to
        plain = self.edges[: len(self.edges) - len(self.switches)]
        scale = np.maximum(network.i_scale, network.s_scale)[plain]
        # Where voltages are below the sources' own, a line's power is below its current.
        u_most = self.u_most if self.gives else float(network.feed[case.sources].max(initial=1.0))
        with np.errstate(divide="ignore"):
            cap = np.where(scale > 0, case.envelope.most[plain] / scale * u_most, np.inf)
        np.add.at(room, begin[plain], cap)
        np.add.at(room, end[plain], cap)
        room[grid.sources.node[case.sources]] = np.inf
        a, b = grid.switches.from_node[self.switches], grid.switches.to_node[self.switches]
        several = np.bincount(np.concatenate([a, b]), minlength=len(grid.nodes)) > 1
        room[several] = np.inf
        load = np.abs(self.load.real) + 1j * np.abs(self.load.imag)
        total = load[self.nodes].sum()
        p = np.minimum(total.real, np.minimum(room[a] + load[a].real, room[b] + load[b].real))
        q = np.full(len(p), total.imag)
        if not self.gives:
            q = np.minimum(q, np.minimum(room[a] + load[a].imag, room[b] + load[b].imag))
        return p, q

    def _voltages(self) -> None:
        grid, network = self.case.grid, self.case.network
        begin, end = grid.edge_from, grid.edge_to
        first = len(self.edges) - len(self.switches)
        span = float((self.case.envelope.u_high.max() + network.feed.max()) ** 2)
        for place, edge in enumerate(self.edges.tolist()):
            v_begin, v_end = self.v + int(self.number[begin[edge]]), self.v + int(self.number[end[edge]])
            if place < first:
                z, n2 = network.z[edge], float(abs(network.ratio[edge]) ** 2)
                self.rows.add(
                    0.0, 0.0, (v_begin, 1 / n2), (v_end, -1.0),
                    (self.p + place, -2 * float(z.real)), (self.q + place, -2 * float(z.imag)),
                )  # fmt: skip
                continue
            ways = ((self.along + place - first, 1.0), (self.against + place - first, 1.0))
            for sign in (1.0, -1.0):
                terms = [(column, span * value) for column, value in ways]
                self.rows.add(-np.inf, span, (v_begin, sign), (v_end, -sign), *terms)

    def _capacities(self) -> None:
        network, grid = self.case.network, self.case.grid
        angles = _ANGLES[:1] if self.gives else _ANGLES
        for place, edge in enumerate(self.edges.tolist()):
            i_scale, s_scale = float(network.i_scale[edge]), float(network.s_scale[edge])
            if i_scale <= 0 and s_scale <= 0:
                continue
            p, q = self.p + place, self.q + place
            for angle in angles:
                c, s = float(np.cos(angle)), float(np.sin(angle))
                for sign in (1.0, -1.0):
                    if i_scale > 0 and self.gives:
                        cap = float(self.case.envelope.most[edge]) / i_scale * self.u_most
                        self.rows.add(-np.inf, cap, (p, sign))
                    elif i_scale > 0:
                        # |V| <= (1 + V^2) / 2, the tangent at 1.
                        half = float(self.case.envelope.most[edge]) / i_scale / 2
                        v = self.v + int(self.number[grid.edge_to[edge]])
                        self.rows.add(-np.inf, half, (p, sign * c), (q, sign * s), (v, -half))
                    else:
                        self.rows.add(
                            -np.inf,
                            float(self.case.envelope.most[edge]) / s_scale,
                            (p, sign * c),
                            (q, sign * s),
                        )
