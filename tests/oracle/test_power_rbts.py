"""Expected reliability of a published test system, and of a feeder worked by hand.

RBTS bus 2: R. N. Allan, R. Billinton, I. Sjarief, L. Goel, K. S. So, "A reliability test system for
educational purposes: basic distribution system data and results", IEEE Trans. Power Systems 6(2), 1991.
Published for case E (a failed transformer is replaced): SAIFI 0.248, SAIDI 0.77 h, CAIDI 3.08 h, ENS
8.844 MWh; for case A (it is repaired): 0.248, 3.61 h, 14.55 h, 37.746 MWh.

Which tee of the main feeders which lateral leaves from was written down without the drawing at hand. Of all
ways to hang the laterals, in order, one or two or none to a tee, the one below is the only one that gives the
four published figures of case E. Buses 4 and 6 of the same system are not here: which tee their laterals
leave from is not settled by their published totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from luylau.power.failure_rates import Expected, expected, failures
from luylau.power.model import Grid, Loads, SwitchKind, Transformers
from tests.unit.power import grids

HOUR_S = 3_600.0
LENGTH_KM = {
    0.60: (2, 6, 10, 14, 17, 21, 25, 28, 30, 34),
    0.75: (1, 4, 7, 9, 12, 16, 19, 22, 24, 27, 29, 32, 35),
    0.80: (3, 5, 8, 11, 13, 15, 18, 20, 23, 26, 31, 33, 36),
}
"""Sections by length."""
FEEDERS: tuple[tuple[tuple[int, dict[int, int]], ...], ...] = (
    ((1, {2: 1, 3: 2}), (4, {5: 3, 6: 4}), (7, {8: 5, 9: 6}), (10, {11: 7})),
    ((12, {13: 8}), (14, {15: 9})),
    ((16, {17: 10}), (18, {19: 11, 20: 12}), (21, {22: 13, 23: 14}), (24, {25: 15})),
    ((26, {27: 16, 28: 17}), (29, {30: 18, 31: 19}), (32, {33: 20}), (34, {35: 21, 36: 22})),
)
"""Feeder by feeder from the busbar: main section, and the laterals at its end with their load point."""
TIED = ((0, 1), (2, 3))
"""Feeders whose ends a normally open tie joins."""
LOADS = {
    (535e3, 210): (1, 2, 3, 10, 11),
    (450e3, 200): (12, 17, 18, 19),
    (1_000e3, 1): (8,),
    (1_150e3, 1): (9,),
    (566e3, 1): (4, 5, 13, 14, 20, 21),
    (454e3, 10): (6, 7, 15, 16, 22),
}
"""Mean load in W and customers: load points."""
WITHOUT_TRANSFORMER = (8, 9)
"""Customers with a substation of their own, fed at 11 kV."""


@dataclass(slots=True, kw_only=True)
class Drawing:
    """A grid while it is being drawn."""

    count: int = 1
    lines: list[tuple[str, int, int]] = field(default_factory=list)
    km: list[float] = field(default_factory=list)
    switches: list[tuple[str, int, int, SwitchKind]] = field(default_factory=list)
    transformers: list[tuple[int, int]] = field(default_factory=list)
    loads: dict[str, tuple[int, float, int]] = field(default_factory=dict)

    def node(self) -> int:
        self.count += 1
        return self.count - 1

    def line(self, name: str, begin: int, km: float) -> int:
        end = self.node()
        self.lines.append((name, begin, end))
        self.km.append(km)
        return end

    def switch(self, kind: SwitchKind, begin: int, end: int | None = None) -> int:
        end = self.node() if end is None else end
        self.switches.append((f"{kind.name.lower()}-{len(self.switches)}", begin, end, kind))
        return end

    def transformer(self, begin: int) -> int:
        self.transformers.append((begin, self.node()))
        return self.transformers[-1][1]

    def load(self, name: str, node: int, p_w: float, customers: int) -> None:
        self.loads[name] = (node, p_w, customers)

    def grid(self) -> Grid:
        kinds = [kind for *_, kind in self.switches]
        made = grids.switches([one[:3] for one in self.switches], [kind != SwitchKind.TIE for kind in kinds])
        nodes, power, customers = zip(*self.loads.values(), strict=True)
        loads = replace(grids.loads(nodes, power, [0.0] * len(nodes)), customers=np.array(customers))
        return Grid(
            name="drawn",
            nodes=grids.nodes(self.count, 11_000),
            lines=replace(grids.lines(self.lines), length_m=1e3 * np.array(self.km)),
            switches=replace(made, kind=np.array(kinds, np.int8)),
            transformers=_transformers(self.transformers),
            sources=grids.sources(0),
            loads=replace(loads, id=tuple(self.loads)),
        )


def _transformers(ends: Sequence[tuple[int, int]]) -> Transformers:
    if not ends:
        return Transformers.none()
    one = grids.transformer(0, 0, u_hv_v=11_000, u_lv_v=415, s_va=1e6).take(np.zeros(len(ends), np.int64))
    return replace(
        one,
        id=tuple(f"trafo-{number}" for number in range(len(ends))),
        hv_node=np.array([begin for begin, _ in ends]),
        lv_node=np.array([end for _, end in ends]),
    )


def rbts_bus_2() -> Grid:
    km = {section: length for length, sections in LENGTH_KM.items() for section in sections}
    said = {point: figures for figures, points in LOADS.items() for point in points}
    drawing = Drawing()
    ends = []
    for mains in FEEDERS:
        tee = drawing.switch(SwitchKind.BREAKER, 0)
        for number, (section, laterals) in enumerate(mains):
            begin = tee if number == 0 else drawing.switch(SwitchKind.DISCONNECTOR, tee)
            tee = drawing.line(f"section-{section}", begin, km[section])
            for lateral, point in laterals.items():
                end = drawing.line(f"section-{lateral}", drawing.switch(SwitchKind.FUSE, tee), km[lateral])
                at = end if point in WITHOUT_TRANSFORMER else drawing.transformer(end)
                drawing.load(f"point-{point}", at, *said[point])
        ends.append(tee)
    for one, other in TIED:
        drawing.switch(SwitchKind.TIE, ends[one], ends[other])
    return drawing.grid()


def reckon(grid: Grid, *, transformer_h: float) -> Expected:
    """Published rates: 0.065 failures a km and year, 5 h; transformers 0.015 a year, 200 h to repair or 10 h
    to replace; an hour to switch."""
    rates = failures(
        grid,
        line_per_km_year=0.065,
        line_repair_s=5 * HOUR_S,
        transformer_per_year=0.015,
        transformer_repair_s=transformer_h * HOUR_S,
    )
    return expected(grid, rates, switching_s=HOUR_S)


def test_the_data_are_those_of_the_system() -> None:
    """22 load points, 1,908 customers, 12.291 MW on average."""
    grid = rbts_bus_2()
    assert len(grid.loads) == 22
    assert grid.loads.customers.sum() == 1_908
    assert grid.loads.p_w.sum() == pytest.approx(12.291e6)
    assert len(grid.lines) == 36
    assert len(grid.transformers) == 20


@pytest.mark.parametrize(
    ("transformer_h", "saifi", "saidi_h", "caidi_h", "ens_mwh"),
    [(10.0, 0.248, 0.77, 3.08, 8.844), (200.0, 0.248, 3.61, 14.55, 37.746)],
    ids=["case E", "case A"],
)
def test_rbts_bus_2_gives_the_published_indices(
    transformer_h: float, saifi: float, saidi_h: float, caidi_h: float, ens_mwh: float
) -> None:
    found = reckon(rbts_bus_2(), transformer_h=transformer_h)
    assert round(found.saifi, 3) == saifi
    assert round(found.saidi_min / 60, 2) == saidi_h
    assert round(found.caidi_min / 60, 2) == caidi_h
    assert round(found.ens_wh / 1e6, 3) == ens_mwh
    assert found.asai == pytest.approx(1 - found.saidi_min / 60 / 8_760)


def test_two_load_points_of_rbts_worked_by_hand() -> None:
    """Points 8 and 9 hang on feeder 2: breaker, section 12 (0.75 km), tee with lateral 13 (0.8 km) to point
    8, disconnector, section 14 (0.6 km), tee with lateral 15 (0.8 km) to point 9, tie.

    Both go dark with section 12 (0.75 x 0.065 = 0.04875 a year), section 14 (0.039) and their own lateral
    (0.052); the other's lateral blows its own fuse: 0.13975 a year.

    Point 8: section 12 is its own zone, 5 h; section 14 is cut off by the disconnector, 1 h; lateral 5 h:
    0.24375 + 0.039 + 0.26 = 0.54275 h. Point 9: section 12 is cut off and the tie closed, 1 h; section 14 is
    its own zone, 5 h; lateral 5 h: 0.04875 + 0.195 + 0.26 = 0.50375 h.
    """
    grid = rbts_bus_2()
    found = reckon(grid, transformer_h=10)
    point = grid.loads.number()
    for name, hours in (("point-8", 0.54275), ("point-9", 0.50375)):
        assert found.load_per_year[point[name]] == pytest.approx(0.13975)
        assert found.load_out_s[point[name]] / HOUR_S == pytest.approx(hours)


def feeder(kind: SwitchKind = SwitchKind.FUSE, *, tie: bool = True) -> Grid:
    """A feeder, its lateral, and a neighbour behind a tie::

        0 ─breaker─ 1 ══main-1 (2 km)══ 2 ─disconnector─ 3 ══main-2 (4 km)══ 4 ─tie─ 6 (neighbour)
                                        └─ kind ─ 5 ══lateral (1 km)══ LV, by a transformer

    Customers: 100 at 2 (a), 40 behind the lateral (b), 60 at 4 (c); 1 MW, 0.4 MW, 0.6 MW. The neighbour has a
    breaker of its own and no customers.
    """
    drawing = Drawing()
    two = drawing.line("main-1", drawing.switch(SwitchKind.BREAKER, 0), 2.0)
    drawing.load("a", two, 1e6, 100)
    end = drawing.line("main-2", drawing.switch(SwitchKind.DISCONNECTOR, two), 4.0)
    drawing.load("c", end, 6e5, 60)
    lateral = drawing.line("lateral", drawing.switch(kind, two), 1.0)
    drawing.load("b", drawing.transformer(lateral), 4e5, 40)
    if tie:
        drawing.switch(SwitchKind.TIE, end, drawing.switch(SwitchKind.BREAKER, 0))
    return drawing.grid()


def by_hand(grid: Grid, *, ties: bool = True) -> Expected:
    """0.1 failures a km and year, 4 h; transformer 0.05 a year, 10 h; half an hour to switch."""
    rates = failures(
        grid,
        line_per_km_year=0.1,
        line_repair_s=4 * HOUR_S,
        transformer_per_year=0.05,
        transformer_repair_s=10 * HOUR_S,
    )
    return expected(grid, rates, switching_s=HOUR_S / 2, ties=ties)


def test_a_feeder_worked_by_hand() -> None:
    """What each failure does, and the sums.

    ============  =========  ======================  ========================  =====================
    fails         a year     a (100)                 b (40)                    c (60)
    ============  =========  ======================  ========================  =====================
    main-1        0.2        its zone: 4 h           behind it: 4 h            by the tie: 0.5 h
    main-2        0.4        breaker again: 0.5 h    with a: 0.5 h             its zone: 4 h
    lateral       0.1        the fuse spares it      4 h                       spared
    transformer   0.05       spared                  10 h                      spared
    sum a year               0.6                     0.75                      0.6
    hours                    0.8 + 0.2 = 1.0         0.8 + 0.2 + 0.4 + 0.5     0.1 + 1.6 = 1.7
                                                     = 1.9
    ============  =========  ======================  ========================  =====================

    SAIFI = (100 x 0.6 + 40 x 0.75 + 60 x 0.6) / 200 = 126 / 200 = 0.63
    SAIDI = (100 x 1.0 + 40 x 1.9 + 60 x 1.7) / 200 = 278 / 200 = 1.39 h
    CAIDI = 1.39 / 0.63 h; ENS = 1.0 x 1.0 + 1.9 x 0.4 + 1.7 x 0.6 = 2.78 MWh
    """
    found = by_hand(feeder())
    # The loads in the order in which they were drawn: a, c, b.
    assert found.load_per_year.tolist() == pytest.approx([0.6, 0.6, 0.75])
    assert (found.load_out_s / HOUR_S).tolist() == pytest.approx([1.0, 1.7, 1.9])
    assert found.saifi == pytest.approx(0.63)
    assert found.saidi_min == pytest.approx(1.39 * 60)
    assert found.caidi_min == pytest.approx(1.39 / 0.63 * 60)
    assert found.asai == pytest.approx(1 - 1.39 / 8_760)
    assert found.ens_wh == pytest.approx(2.78e6)


@pytest.mark.parametrize("grid", [feeder(tie=False), feeder()], ids=["no tie", "tie not used"])
def test_without_the_tie_what_lies_behind_waits_for_the_repair(grid: Grid) -> None:
    """c then waits 4 h for main-1 too: 0.8 + 1.6 = 2.4 h; nothing else changes."""
    found = by_hand(grid, ties=False)
    assert (found.load_out_s / HOUR_S).tolist() == pytest.approx([1.0, 2.4, 1.9])
    assert found.saifi == pytest.approx(0.63)


def test_without_a_fuse_the_lateral_takes_the_feeder_along() -> None:
    """A disconnector in the fuse's place: a and c also go dark with lateral and transformer, 0.15 a year, for
    half an hour, 0.075 h."""
    found = by_hand(feeder(SwitchKind.DISCONNECTOR))
    assert found.load_per_year.tolist() == pytest.approx([0.75, 0.75, 0.75])
    assert (found.load_out_s / HOUR_S).tolist() == pytest.approx([1.075, 1.775, 1.9])


def test_a_breaker_that_fails_is_cleared_upstream() -> None:
    """Nothing stands before the feeder's breaker: all that the source feeds is dark. Its zones are the busbar
    and main-1, so that nothing is fed before it is repaired, 0.01 a year, 8 h."""
    grid = feeder()
    per_year = np.zeros(len(grid.switches))
    per_year[0] = 0.01
    found = expected(
        grid, failures(grid, switch_per_year=per_year, switch_repair_s=8 * HOUR_S), switching_s=HOUR_S
    )
    assert (found.load_out_s / HOUR_S).tolist() == pytest.approx([0.08, 0.08, 0.08])


def test_a_repair_quicker_than_switching_needs_none() -> None:
    grid = feeder()
    rates = failures(grid, line_per_km_year=0.1, line_repair_s=60.0)
    found = expected(grid, rates, switching_s=HOUR_S)
    assert found.load_out_s.tolist() == pytest.approx([60 * 0.6, 60 * 0.6, 60 * 0.7])


def test_what_fails_never_and_serves_nobody() -> None:
    grid = feeder()
    found = expected(grid, failures(grid), switching_s=HOUR_S)
    assert (found.saifi, found.saidi_min, found.asai, found.ens_wh) == (0, 0, 1, 0)
    assert np.isnan(found.caidi_min)
    empty = replace(grid, loads=Loads.none())
    assert np.isnan(by_hand(empty).saifi)
