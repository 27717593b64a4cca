"""Small grids for tests, drawn by hand."""

from collections.abc import Sequence

import numpy as np

from luylau.power.model import (
    FeederKind,
    Feeders,
    Grid,
    Lines,
    Loads,
    Nodes,
    Sources,
    Switches,
    SwitchKind,
    Transformers,
)

Edge = tuple[str, int, int]


def nodes(count: int, u_rated_v: float = 22_000.0) -> Nodes:
    return Nodes(
        id=tuple(f"n{number}" for number in range(count)),
        u_rated_v=np.full(count, u_rated_v),
        lat=np.full(count, np.nan),
        lon=np.full(count, np.nan),
        asset=("",) * count,
    )


def lines(
    edges: Sequence[Edge], *, r_ohm: float = 0.5, x_ohm: float = 0.4, i_rated_a: float = 300.0
) -> Lines:
    count = len(edges)
    return Lines(
        id=tuple(edge[0] for edge in edges),
        from_node=np.array([edge[1] for edge in edges], np.int64),
        to_node=np.array([edge[2] for edge in edges], np.int64),
        r_ohm=np.full(count, r_ohm),
        x_ohm=np.full(count, x_ohm),
        c_f=np.zeros(count),
        i_rated_a=np.full(count, i_rated_a),
        length_m=np.full(count, 1_000.0),
        overhead=np.ones(count, np.bool_),
        trees=np.full(count, np.nan),
        year=np.full(count, -1),
        place=("",) * count,
    )


def switches(edges: Sequence[Edge], closed: Sequence[bool]) -> Switches:
    count = len(edges)
    return Switches(
        id=tuple(edge[0] for edge in edges),
        from_node=np.array([edge[1] for edge in edges], np.int64),
        to_node=np.array([edge[2] for edge in edges], np.int64),
        kind=np.full(count, SwitchKind.LOAD_BREAK, np.int8),
        closed=np.array(closed, np.bool_),
        remote=np.zeros(count, np.bool_),
    )


def sources(*at: int, sk_va: float = 1e20) -> Sources:
    count = len(at)
    return Sources(
        id=tuple(f"source{number}" for number in at),
        node=np.array(at, np.int64),
        u_ref_pu=np.ones(count),
        sk_va=np.full(count, sk_va),
    )


def loads(at: Sequence[int], p_w: Sequence[float], q_var: Sequence[float]) -> Loads:
    count = len(at)
    return Loads(
        id=tuple(f"load{number}" for number in at),
        node=np.array(at, np.int64),
        p_w=np.array(p_w, np.float64),
        q_var=np.array(q_var, np.float64),
        customers=np.full(count, 100),
        criticality=np.ones(count, np.int8),
        asset=("",) * count,
    )


def transformer(hv: int, lv: int, *, u_hv_v: float, u_lv_v: float, s_va: float) -> Transformers:
    return Transformers(
        id=("trafo",),
        hv_node=np.array([hv]),
        lv_node=np.array([lv]),
        s_rated_va=np.array([s_va]),
        u_hv_v=np.array([u_hv_v]),
        u_lv_v=np.array([u_lv_v]),
        uk_pu=np.array([0.04]),
        pk_w=np.array([3_000.0]),
        i0_pu=np.array([0.002]),
        p0_w=np.array([300.0]),
        clock=np.array([11], np.int8),
        tap_pu=np.zeros(1),
    )


def feeders(*heads: int) -> Feeders:
    count = len(heads)
    return Feeders(
        id=tuple(f"f{number}" for number in range(count)),
        head=np.array(heads, np.int64),
        kind=np.full(count, FeederKind.PUBLIC, np.int8),
        substation=("",) * count,
        name=tuple(f"f{number}" for number in range(count)),
    )


def ring() -> Grid:
    """Two feeders with a tie between them::

    n0 ─s0─ n1 ══a══ n2 ─s1─ n3 ══b══ n4
                                      ╎ tie (open)
    n0 ─s2─ n5 ══c══ n6 ──────────────╯
    """
    return Grid(
        name="ring",
        nodes=nodes(7),
        lines=lines([("a", 1, 2), ("b", 3, 4), ("c", 5, 6)]),
        switches=switches(
            [("s0", 0, 1), ("s1", 2, 3), ("s2", 0, 5), ("tie", 4, 6)], [True, True, True, False]
        ),
        sources=sources(0),
        loads=loads([2, 4, 6], [1e6, 2e6, 5e5], [3e5, 5e5, 1e5]),
    )
