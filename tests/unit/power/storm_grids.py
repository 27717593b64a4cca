"""Radial grids for the storm tests: drawn at random, and one worked by hand."""

from dataclasses import replace

import numpy as np

from luylau.power.model import Criticality, Grid, SwitchKind
from tests.unit.power.grids import Edge, feeders, lines, loads, nodes, sources, switches

KINDS = tuple(SwitchKind)


def chain() -> Grid:
    """One feeder with a recloser halfway and a load-break switch, which clears no fault::

    n0 ─breaker─ n1 ══a══ n2 ─recloser─ n3 ══b══ n4 ─load-break─ n5 ══c══ n6
                           100                    200                     300
    """
    made = switches([("head", 0, 1), ("rec", 2, 3), ("lbs", 4, 5)], [True] * 3)
    kinds = np.array([SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.LOAD_BREAK], np.int8)
    hung = loads([2, 4, 6], [1e5, 2e5, 3e5], [0.0] * 3)
    levels = np.array([Criticality.NORMAL, Criticality.HIGH, Criticality.VITAL], np.int8)
    return Grid(
        name="chain",
        nodes=nodes(7),
        lines=lines([("a", 1, 2), ("b", 3, 4), ("c", 5, 6)]),
        switches=replace(made, kind=kinds),
        sources=sources(0),
        loads=replace(
            hung, customers=np.array([100, 200, 300]), criticality=levels, asset=("", "clinic", "hospital")
        ),
        feeders=feeders(0),
    )


def random_grid(rng: np.random.Generator) -> Grid:
    """Return a grid of several trees: switches of all kinds, open ties, dead ends, edges either way round."""
    count, roots = int(rng.integers(12, 60)), int(rng.integers(1, 4))
    sections: list[Edge] = []
    switched: list[Edge] = []
    kinds: list[int] = []
    closed: list[bool] = []
    for node in range(roots, count):
        ends = [int(rng.integers(0, node)), node]
        rng.shuffle(ends)
        if rng.random() < 0.45:
            switched.append((f"s{node}", ends[0], ends[1]))
            kinds.append(int(rng.choice(KINDS)))
            closed.append(bool(rng.random() < 0.9))
        else:
            sections.append((f"l{node}", ends[0], ends[1]))
    heads = [row for row, kind in enumerate(kinds) if kind == SwitchKind.BREAKER]
    for tie in range(3):
        switched.append((f"t{tie}", int(rng.integers(0, count)), int(rng.integers(0, count))))
        kinds.append(int(SwitchKind.TIE))
        closed.append(False)
    at = rng.integers(0, count, 25).tolist()
    hung = loads(at, rng.uniform(1e4, 1e5, 25).tolist(), [0.0] * 25)
    return Grid(
        name="random",
        nodes=nodes(count),
        lines=lines(sections),
        switches=replace(switches(switched, closed), kind=np.array(kinds, np.int8)),
        sources=sources(*range(roots)),
        loads=replace(
            hung,
            customers=rng.integers(1, 200, 25),
            criticality=rng.integers(0, 4, 25).astype(np.int8),
        ),
        feeders=feeders(*heads),
    )
