"""A grid with every table and every kind of value, and the comparison of two grids to the last digit."""

from dataclasses import fields, replace

import numpy as np

from luylau.power.model import (
    Batteries,
    Criticality,
    FeederKind,
    Generators,
    Grid,
    SwitchKind,
    Table,
)
from tests.unit.power.grids import feeders, ring, transformer


def whole() -> Grid:
    """The ring with a transformer, a generator, two batteries, feeders and what nobody else writes down."""
    grid = ring()
    trafo = transformer(4, 7, u_hv_v=22_000.0, u_lv_v=400.0, s_va=4e5)
    return replace(
        grid,
        name="Lưới thử",
        nodes=replace(
            grid.nodes,
            id=(*grid.nodes.id, "low"),
            u_rated_v=np.append(grid.nodes.u_rated_v, 400.0),
            lat=np.append(np.linspace(21.0, 21.1, 7), np.nan),
            lon=np.append(np.linspace(106.0, 106.1, 7), np.nan),
            asset=("tba-1", *grid.nodes.asset),
        ),
        lines=replace(
            grid.lines,
            i_rated_a=np.array([300.0, np.nan, 1e3 / 7]),
            trees=np.array([0.25, 0.0, np.nan]),
            year=np.array([1998, -1, 2020]),
            overhead=np.array([True, False, True]),
            place=("", "xa-1", ""),
        ),
        switches=replace(
            grid.switches,
            kind=np.array(
                [SwitchKind.BREAKER, SwitchKind.FUSE, SwitchKind.RECLOSER, SwitchKind.TIE], np.int8
            ),
            remote=np.array([True, False, False, True]),
        ),
        transformers=replace(trafo, tap_pu=np.array([-0.025 / 3])),
        sources=replace(grid.sources, sk_va=np.array([1.5e9]), u_ref_pu=np.array([1.0 + 1 / 30])),
        loads=replace(
            grid.loads,
            customers=np.array([0, 1_234, -1]),
            criticality=np.array([Criticality.LOW, Criticality.VITAL, Criticality.NORMAL], np.int8),
            asset=("", "bv-1", ""),
        ),
        generators=Generators(
            id=("pv",), node=np.array([7]), p_w=np.array([1e4 / 3]), q_var=np.array([-1e3])
        ),
        batteries=Batteries(
            id=("b1", "b2"),
            node=np.array([7, 2]),
            p_w=np.array([5e4, 1e5]),
            energy_wh=np.array([2e5, np.nan]),
        ),
        feeders=replace(
            feeders(0, 2),
            kind=np.array([FeederKind.PARK, FeederKind.PUBLIC], np.int8),
            substation=("tba-1", ""),
        ),
        simulated=True,
        source="by hand",
    )


def assert_identical(one: Grid, other: Grid) -> None:
    for part in fields(one):
        first, second = getattr(one, part.name), getattr(other, part.name)
        if not isinstance(first, Table):
            assert first == second, part.name
            continue
        for column in fields(first):
            name = f"{part.name}.{column.name}"
            mine, its = getattr(first, column.name), getattr(second, column.name)
            if isinstance(mine, tuple):
                assert mine == its, name
            else:
                assert mine.dtype == its.dtype, name
                assert np.array_equal(mine, its, equal_nan=mine.dtype.kind == "f"), name
