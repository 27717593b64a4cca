"""A grid of two feeders on the ground of the API tests' city."""

from dataclasses import replace

import numpy as np

from luylau.power.model import Criticality, Grid, SwitchKind
from tests.unit.power.grids import feeders, ring


def city_grid() -> Grid:
    """The ring with breakers at its heads; its second load is the city's substation."""
    grid = ring()
    kinds = np.array([SwitchKind.BREAKER, SwitchKind.LOAD_BREAK, SwitchKind.BREAKER, SwitchKind.TIE], np.int8)
    count = len(grid.nodes)
    return replace(
        grid,
        nodes=replace(grid.nodes, lat=21.13 + np.arange(count) * 0.01, lon=np.full(count, 106.0)),
        switches=replace(grid.switches, kind=kinds, remote=np.array([True, True, True, False])),
        loads=replace(
            grid.loads,
            asset=("", "ts-1", ""),
            criticality=np.array([Criticality.NORMAL, Criticality.VITAL, Criticality.NORMAL], np.int8),
        ),
        feeders=feeders(0, 2),
        simulated=True,
        source="assumed",
    )
