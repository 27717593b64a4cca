"""Expected reliability held against an implementation that floods sets of nodes and knows no shortcut."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.power.failure_rates import expected, failures
from luylau.power.model import Grid, SwitchKind
from tests.unit.power import grids

CLEARING = {SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.FUSE}
Edges = Iterable[tuple[int, int]]


def flood(start: Iterable[int], edges: Edges) -> set[int]:
    """The nodes that hang together with ``start``."""
    found, pairs, before = set(start), list(edges), -1
    while before != len(found):
        before = len(found)
        for begin, end in pairs:
            if (begin in found) != (end in found):
                found |= {begin, end}
    return found


def naive(
    grid: Grid,
    line_rate: float,
    switch_rate: float,
    repair: tuple[float, float],
    switching: float,
    ties: bool,
) -> list[tuple[float, float]]:
    """Rate and time without power of each load."""
    lines = list(zip(grid.lines.from_node.tolist(), grid.lines.to_node.tolist(), strict=True))
    switches = list(zip(grid.switches.from_node.tolist(), grid.switches.to_node.tolist(), strict=True))
    shut = [pair for pair, closed in zip(switches, grid.switches.closed, strict=True) if closed]
    clearing = [
        pair
        for pair, kind, closed in zip(switches, grid.switches.kind, grid.switches.closed, strict=True)
        if closed and SwitchKind(kind) in CLEARING
    ]
    source = int(grid.sources.node[0])
    normal = lines + shut
    fed = flood([source], normal)

    def behind(pair: tuple[int, int]) -> set[int]:
        return fed - flood([source], [one for one in normal if one != pair])

    sums = [[0.0, 0.0] for _ in grid.loads.id]
    fails = [(pair, line_rate, repair[0]) for pair in lines] + [(p, switch_rate, repair[1]) for p in shut]
    for pair, rate, time in fails:
        if pair[0] not in fed:
            continue
        # All devices that the failed edge lies behind; the nearest has the least behind it.
        upstream = [device for device in clearing if device != pair and set(pair) <= behind(device)]
        dark = min((behind(device) for device in upstream), key=len, default=fed)
        zone = flood([pair[0]], lines) | flood([pair[1]], lines)
        left = [one for one in (lines + (switches if ties else shut)) if not set(one) & zone]
        back = flood({source} - zone, left)
        for number, node in enumerate(grid.loads.node.tolist()):
            if node in dark:
                sums[number][0] += rate
                sums[number][1] += rate * (min(switching, time) if node in back else time)
    return [(rate, time) for rate, time in sums]


@st.composite
def radial(draw: st.DrawFn) -> Grid:
    """A random tree of lines and closed switches, with open ties and a load at every node."""
    count = draw(st.integers(2, 12))
    lines, shut, kinds = [], [], []
    for node in range(1, count):
        parent = draw(st.integers(0, node - 1))
        kind = draw(st.none() | st.sampled_from([kind for kind in SwitchKind if kind is not SwitchKind.TIE]))
        ends = (parent, node) if draw(st.booleans()) else (node, parent)
        if kind is None:
            lines.append((f"l{node}", *ends))
        else:
            shut.append((f"s{node}", *ends))
            kinds.append(kind)
    ties = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=3))
    apart = [(f"t{number}", *pair) for number, pair in enumerate(ties) if pair[0] != pair[1]]
    made = grids.switches(shut + apart, [True] * len(shut) + [False] * len(apart))
    every = list(range(count))
    return Grid(
        name="random",
        nodes=grids.nodes(count),
        lines=grids.lines(lines),
        switches=replace(made, kind=np.array([*kinds, *[SwitchKind.TIE] * len(apart)], np.int8)),
        sources=grids.sources(0),
        loads=grids.loads(every, [1e3] * count, [0.0] * count),
    )


@settings(max_examples=150, deadline=None)
@given(radial(), st.booleans())
def test_every_load_agrees_with_the_naive_reckoning(grid: Grid, ties: bool) -> None:
    rates = failures(
        grid, line_per_km_year=0.1, line_repair_s=7_200, switch_per_year=0.02, switch_repair_s=1_000
    )
    found = expected(grid, rates, switching_s=1_800, ties=ties)
    wanted = naive(grid, 0.1, 0.02, (7_200, 1_000), 1_800, ties)
    np.testing.assert_allclose(found.load_per_year, [rate for rate, _ in wanted], atol=1e-12)
    np.testing.assert_allclose(found.load_out_s, [time for _, time in wanted], atol=1e-9)
