"""How much could be brought back at best: a bound that is proven, and often a better state.

A mixed-integer programme over the zones and nodes of the sources that a plan touches, solved by HiGHS.
Switches are binary; each zone with power is entered by one closed switch, which leaves no loop. Flows
and voltages are those of linearised DistFlow (Baran and Wu, IEEE Trans. Power Delivery 4(1), 1989) without
losses. Leaving out losses makes flows smaller and voltages higher than they are. So what full AC allows is
allowed here too, if loads take active power and the upper limits of voltage are left out: then the optimum is
an upper bound. For the same reason its state may overload a line or exceed a voltage in full AC, and counts
only after it has passed a power flow.
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat
from scipy.sparse import csr_array

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.power.model import SwitchKind
from luylau.power.restoration.situation import MOST_NODES, Situation
from luylau.power.solver import Solver
from luylau.power.topology import NONE
from luylau.power.zones import components

_SCALE: Final = 1_000.0
"""What can be won at most, in the programme's own unit."""
_STEPS: Final = 0.01
"""All steps together cost that much of it: of two equal states the one with fewer steps."""
_PRECISION: Final = 1e-5
"""Relative gap at which the solver ends."""
_LEAST_S: Final = 0.01
_ANGLES: Final = np.linspace(0, np.pi / 2, 5)
"""Tangents at a circle of apparent power, for a quarter of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """``weight``: nothing that keeps to the limits brings back more; infinite if nothing is proven, 0 if the
    programme allows nothing as good as ``beyond``. ``closed``: the best state found, shape (switches,), which
    is yet to be checked by a power flow; None if none was better than ``beyond``.

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
    topped: bool = False,
) -> Bound | None:
    """Solve the programme; None if the time did not even suffice for a bound, or the part of the grid
    that the plan touches has more than ``MOST_NODES`` nodes.

    Args:
        case: what the fault has left.
        lost: the zones that must stay dark.
        seconds: at most.
        beyond: weight of the best plan so far; states below it are of no interest.
        start: that plan's final state.
        topped: keep the linear voltages below the upper limits, so that a state is found which keeps to them
            in AC. That is stricter than AC: no bound.
    """
    begun = time.monotonic()
    programme = _Programme(case, lost, topped)
    if programme.count > MOST_NODES:
        return None
    return programme.solve(begun + seconds, beyond, start)


class _Programme:
    def __init__(self, case: Situation, lost: Bool, topped: bool) -> None:
        self.case, self.lost, self.topped = case, lost, topped
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
        self.number = _joined(case, self.inside)
        self.count = int(self.number.max(initial=NONE)) + 1
        begin, end = self.number[grid.edge_from], self.number[grid.edge_to]
        # What a closed switch bridges carries nothing.
        plain = case.in_service & (begin >= 0) & (end >= 0) & (begin != end)
        plain[grid.switch_edges] = False
        self.edges: Int64 = np.concatenate([np.flatnonzero(plain), grid.switch_edges.start + self.switches])
        self.plain = len(self.edges) - len(self.switches)
        self.begin, self.end = begin[self.edges], end[self.edges]
        self.zones: Int64 = np.flatnonzero(dark)
        self.x_of = np.full(len(dark), NONE)
        self.x_of[self.zones] = np.arange(len(self.zones))
        # Columns: x by dark zone; along and against each switch; P and Q by edge; squared voltage by joint.
        self.along = len(self.zones)
        self.against = self.along + len(self.switches)
        self.p = self.against + len(self.switches)
        self.q = self.p + len(self.edges)
        self.v = self.q + len(self.edges)
        self.width = self.v + self.count
        self.rows = _Rows([], [], [], [], [])
        # No state that keeps to the limits has a higher voltage.
        self.u_most = float(max(case.envelope.u_high.max(), case.network.feed.max()))
        # What lines give at that voltage, so that no voltage is seen too low.
        giving = np.maximum(case.network.half.imag, 0.0)[self.edges] * self.u_most**2
        given = np.zeros(self.count)
        np.add.at(given, self.begin, giving)
        np.add.at(given, self.end, giving)
        members = np.flatnonzero(self.number >= 0)
        self.load = np.zeros(self.count, np.complex128)
        np.add.at(self.load, self.number[members], case.network.load[members])
        # Where a load gives active power, lines carry less in AC than without losses.
        self.proves = not topped and not bool((self.load.real < 0).any())
        self.load -= 1j * given
        # Where something gives reactive power, only the active part is a lower bound of what flows.
        self.gives = bool((self.load.imag < 0).any() or given.any())
        self.zone = np.empty(self.count, np.int64)
        self.zone[self.number[members]] = case.zone[members]
        self.low, self.high = np.zeros(self.count), np.full(self.count, np.inf)
        np.maximum.at(self.low, self.number[members], case.envelope.u_low[members])
        np.minimum.at(self.high, self.number[members], case.envelope.u_high[members])
        self.sources = self.number[grid.sources.node[case.sources]]

    def solve(self, until: float, beyond: float, start: Bool | None) -> Bound | None:
        case = self.case
        total, weighs = float(case.weight[self.zones].sum()), case.weight[self.zones] > 0
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
        solver.setOptionValue("mip_rel_gap", _PRECISION)
        solver.setOptionValue("threads", 1)
        solver.passModel(self._model(cost))
        if start is not None:
            self._begin(solver, start)
        solver.run()
        info = solver.getInfo()
        if solver.getModelStatus() == HighsModelStatus.kInfeasible:
            return Bound(weight=0.0 if self.proves else np.inf)
        if not np.isfinite(info.mip_dual_bound):
            return None
        # The steps' share of the optimum lies between 0 and _STEPS.
        weight = min((-info.mip_dual_bound - constant + _STEPS) * total / _SCALE, total)
        closed = u_pu = None
        reached = beyond
        if np.isfinite(info.objective_function_value) and info.primal_solution_status:
            x = np.array(solver.getSolution().col_value)
            closed = case.closed & ~(self.lost[case.a] != self.lost[case.b])
            closed[self.switches] = x[self.along : self.against] + x[self.against : self.p] > 0.5
            u_pu = np.where(self.number >= 0, np.sqrt(x[self.v :])[self.number], 0.0)
            reached = max(beyond, float(case.weight[self.zones] @ np.rint(x[: self.along])))
        # What is left above that is the steps' share and the solver's gap, if no zone is as light.
        slack = (_STEPS / _SCALE + _PRECISION) * total
        if weight <= reached + slack < reached + case.weight[self.zones].min(initial=np.inf, where=weighs):
            weight = reached
        return Bound(weight=weight if self.proves else np.inf, closed=closed, u_pu=u_pu)

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
        case = self.case
        low, high = np.full(self.width, -np.inf), np.full(self.width, np.inf)
        low[: self.p], high[: self.p] = 0.0, 1.0
        low[self.v :] = self.low**2
        if self.topped:
            high[self.v :] = np.maximum(self.high, case.network.feed.max()) ** 2
        feed2 = case.network.feed[case.sources] ** 2
        low[self.v + self.sources] = high[self.v + self.sources] = feed2
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
        load = self.load
        terms: tuple[list[list[tuple[int, float]]], ...] = (
            [[] for _ in range(self.count)],
            [[] for _ in range(self.count)],
        )
        for place, (begin, end) in enumerate(zip(self.begin.tolist(), self.end.tolist(), strict=True)):
            for kind, first in enumerate((self.p, self.q)):
                terms[kind][begin].append((first + place, -1.0))
                terms[kind][end].append((first + place, 1.0))
        at_source = set(self.sources.tolist())
        for joint in range(self.count):
            if joint in at_source:
                continue
            zone = int(self.zone[joint])
            for kind, taken in enumerate((float(load[joint].real), float(load[joint].imag))):
                if not self.dark[zone]:
                    self.rows.add(taken, taken, *terms[kind][joint])
                elif taken:
                    self.rows.add(0.0, 0.0, *terms[kind][joint], (int(self.x_of[zone]), -taken))
                else:
                    self.rows.add(0.0, 0.0, *terms[kind][joint])
        most_p, most_q = self._most_through()
        for place in range(len(self.switches)):
            p, q = self.p + self.plain + place, self.q + self.plain + place
            along, against = self.along + place, self.against + place
            m_p, m_q = float(most_p[place]), float(most_q[place])
            self.rows.add(-np.inf, 0.0, (p, 1.0), (along, -m_p))
            self.rows.add(-np.inf, 0.0, (p, -1.0), (against, -m_p))
            self.rows.add(-np.inf, 0.0, (q, 1.0), (along, -m_q), (against, -m_q))
            self.rows.add(-np.inf, 0.0, (q, -1.0), (along, -m_q), (against, -m_q))

    def _most_through(self) -> tuple[Float64, Float64]:
        """Return the most active and reactive power that each switch can carry: no more than all loads take,
        nor than the lines at either of its ends can. The tighter, the sooner is the programme solved."""
        case, network = self.case, self.case.network
        plain = self.edges[: self.plain]
        i_scale, s_scale = network.i_scale[plain], network.s_scale[plain]
        # A line's power is its current times a voltage, which is nowhere above the highest that is allowed.
        with np.errstate(divide="ignore"):
            cap = case.envelope.most[plain] * np.where(i_scale > 0, self.u_most / i_scale, 1 / s_scale)
        room = np.zeros(self.count)
        np.add.at(room, self.begin[: self.plain], cap)
        np.add.at(room, self.end[: self.plain], cap)
        room[self.sources] = np.inf
        a, b = self.begin[self.plain :], self.end[self.plain :]
        several = np.bincount(np.concatenate([a, b]), minlength=self.count) > 1
        room[several] = np.inf
        load = np.abs(self.load.real) + 1j * np.abs(self.load.imag)
        total = load.sum()
        p = np.minimum(total.real, np.minimum(room[a] + load[a].real, room[b] + load[b].real))
        q = np.full(len(p), total.imag)
        if not self.gives:
            q = np.minimum(q, np.minimum(room[a] + load[a].imag, room[b] + load[b].imag))
        return p, q

    def _voltages(self) -> None:
        network, span = self.case.network, self._span()
        for place, edge in enumerate(self.edges.tolist()):
            v_begin, v_end = self.v + int(self.begin[place]), self.v + int(self.end[place])
            if place < self.plain:
                z, n2 = network.z[edge], float(abs(network.ratio[edge]) ** 2)
                self.rows.add(
                    0.0, 0.0, (v_begin, 1 / n2), (v_end, -1.0),
                    (self.p + place, -2 * float(z.real)), (self.q + place, -2 * float(z.imag)),
                )  # fmt: skip
                continue
            ways = ((self.along + place - self.plain, 1.0), (self.against + place - self.plain, 1.0))
            for sign in (1.0, -1.0):
                terms = [(column, span * value) for column, value in ways]
                self.rows.add(-np.inf, span, (v_begin, sign), (v_end, -sign), *terms)

    def _span(self) -> float:
        """Return a squared voltage that the linear flow exceeds at no switch: the sources' highest, raised by
        what gives reactive power, times all transformers on the way.

        Transformers to loads alone are on no way to a switch. A way begins in one source's zone and enters no
        other's.
        """
        case, network = self.case, self.case.network
        plain, begin, end = self.edges[: self.plain], self.begin[: self.plain], self.end[: self.plain]
        n2 = np.abs(network.ratio[plain]) ** 2
        boost = np.log(np.maximum(n2, 1 / n2))
        line = plain < len(case.grid.lines)
        part = components(begin[line], end[line], self.count)
        lead = np.bincount(np.concatenate([part[begin[~line]], part[end[~line]]]), minlength=self.count)
        on_way = np.zeros(self.count, np.bool_)
        on_way[part[np.concatenate([self.begin[self.plain :], self.end[self.plain :], self.sources])]] = True
        on_way |= lead > 1
        passed = line | (on_way[part[begin]] & on_way[part[end]])
        lowest = self.low.max(initial=0.0) ** 2 * np.exp(boost[~passed].max(initial=0.0))
        given = -float(np.minimum(self.load.imag, 0.0).sum())
        rise = 2 * float(np.abs(network.z[plain][passed].imag).sum()) * given
        by_zone = np.bincount(self.zone[begin[passed]], boost[passed], minlength=len(self.dark))
        raised = by_zone[~self.roots].sum() + by_zone[self.roots].max(initial=0.0)
        start = max(float(network.feed[case.sources].max(initial=0.0)) ** 2, lowest)
        return float((start + rise) * np.exp(raised))

    def _capacities(self) -> None:
        network = self.case.network
        angles = _ANGLES[:1] if self.gives else _ANGLES
        for place, edge in enumerate(self.edges.tolist()):
            i_scale, s_scale = float(network.i_scale[edge]), float(network.s_scale[edge])
            if i_scale <= 0 and s_scale <= 0:
                continue
            p, q = self.p + place, self.q + place
            most = float(self.case.envelope.most[edge])
            for angle in angles:
                c, s = float(np.cos(angle)), float(np.sin(angle))
                for sign in (1.0, -1.0):
                    if i_scale > 0 and self.gives:
                        self.rows.add(-np.inf, most / i_scale * self.u_most, (p, sign))
                    elif i_scale > 0:
                        # |V| <= (1 + V^2) / 2, the tangent at 1.
                        half = most / i_scale / 2
                        v = self.v + int(self.end[place])
                        self.rows.add(-np.inf, half, (p, sign * c), (q, sign * s), (v, -half))
                    else:
                        self.rows.add(-np.inf, most / s_scale, (p, sign * c), (q, sign * s))


def _joined(case: Situation, inside: Bool) -> Int64:
    """Return each node's joint, shape (nodes,), -1 outside of the programme: nodes that a closed switch joins
    within one zone, where it is never moved, are one."""
    switches = case.grid.switches
    fused = case.closed & (case.a == case.b) & inside[case.a]
    group = components(switches.from_node[fused], switches.to_node[fused], len(case.zone))
    number = np.full(len(case.zone), NONE)
    members = inside[case.zone]
    number[members] = np.unique(group[members], return_inverse=True)[1]
    return number
